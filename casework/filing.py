"""What somebody has typed into a draft of an application, as it is kept: plain facts, encrypted as a whole. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

PROJECT = ("project_code", "name", "location", "applicant", "applicant_uscc")
CONTACT = ("contact", "phone", "email", "address")
LONGEST_PART = 40
_BETWEEN_PARTS = re.compile(r"[、,，;；\n]")


def parts_of(text: str) -> tuple[str, ...]:
    """主厂房、冷却塔: names of parts, each of which is a case of its own."""
    return tuple(part.strip()[:LONGEST_PART] for part in _BETWEEN_PARTS.split(text) if part.strip())


@dataclass(frozen=True, slots=True)
class Wish:
    """One matter that is asked for: in a situation, for parts of the project; without parts once for all of it."""

    code: str
    situation: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """``fields`` under the names above; ``files`` are the names of files, by the key of their FilingFile."""

    wishes: tuple[Wish, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[int, str] = field(default_factory=dict)

    def facts(self) -> dict[str, str]:
        wishes = [[each.code, each.situation, list(each.parts)] for each in self.wishes]
        kept = {name: self.fields.get(name, "") for name in (*PROJECT, *CONTACT)}
        return {**kept, "wishes": json.dumps(wishes), "files": json.dumps(dict(self.files))}

    @classmethod
    def of(cls, facts: Mapping[str, str]) -> Self:
        wishes = json.loads(facts.get("wishes", "[]"))
        files = json.loads(facts.get("files", "{}"))
        return cls(
            wishes=tuple(Wish(code, situation, tuple(parts)) for code, situation, parts in wishes),
            fields={name: facts.get(name, "") for name in (*PROJECT, *CONTACT)},
            files={int(key): name for key, name in files.items()},
        )
