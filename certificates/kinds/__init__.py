"""The kinds of certificates that are shipped (domain.md §2): one JSON each, read into definitions.

A bureau's own copy of a kind lives in the database, where it may be changed; these files are what it starts from.
"""

import json
from functools import cache
from pathlib import Path
from types import MappingProxyType

from certificates.definition import TypeDefinition

FOLDER = Path(__file__).parent
# In the order in which a project meets them.
CODES = ("SITE", "LAND", "WORKS", "RURAL", "ALLOC", "GRANT", "TITLE", "PROOF", "VERIFY", "BUILD")


@cache
def shipped_kinds() -> MappingProxyType[str, TypeDefinition]:
    """Every shipped kind by its code. ``version`` is 0: the database numbers what it publishes."""
    return MappingProxyType({code: _read(FOLDER / f"{code}.json") for code in CODES})


def _read(path: Path) -> TypeDefinition:
    return TypeDefinition.from_json(json.loads(path.read_text(encoding="utf-8")))
