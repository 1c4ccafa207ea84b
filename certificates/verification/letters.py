"""Letters of the office that upper layers send (notices to applicants, lists of closed files): they join this registry.

Of a letter that is ours the check says what it is, its number and its day, and nothing of whom it speaks.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from bureau.models import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedLetter:
    kind: str  # in the active language
    number: str
    day: date
    office: Office


WithFile = Callable[[str], IssuedLetter | None]
"""By the SHA-256 of the whole file."""
Named = Callable[[Collection[str]], str]
"""The number of a letter that was sent, by the keys of numbers that a file names; "" for none."""

_with_file: dict[str, WithFile] = {}
_named: dict[str, Named] = {}


def register(name: str, with_file: WithFile, named: Named | None = None) -> None:
    """Without ``named`` a letter's number is nothing that strangers may try."""
    _with_file[name] = with_file
    if named is not None:
        _named[name] = named


def letter_with_file(sha256: str) -> IssuedLetter | None:
    return next((letter for look in _with_file.values() if (letter := look(sha256)) is not None), None)


def letter_named(keys: Collection[str]) -> str:
    return next((number for look in _named.values() if (number := look(keys))), "")
