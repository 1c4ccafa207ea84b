"""A legal basis as text, one citation a line: 《中华人民共和国城乡规划法》第四十条. Pure."""

import re
from collections.abc import Iterable
from typing import NamedTuple

LONGEST = 100  # characters of the law's name and of the articles, as a matter's fields allow
_LINE = re.compile(r"(《[^《》]+》(?:（[^《》（）]+）)?)([^《》]+)")
_BREAKS = re.compile(r"[\n;；]+")


class Citation(NamedTuple):
    law: str  # with its marks, and the number of a decree in brackets: 《…》（国务院令第716号）
    articles: str

    def __str__(self) -> str:
        return f"{self.law}{self.articles}"


def citations(text: str) -> tuple[Citation, ...]:
    """The citations of a well-formed text, each once; lines that are none are left out (`malformed` names them)."""
    found = (_LINE.fullmatch(line) for line in lines(text))
    return tuple(dict.fromkeys(Citation(each[1], each[2]) for each in found if each))


def malformed(text: str) -> tuple[str, ...]:
    """Lines that are no citation, or longer than a matter's fields."""
    return tuple(line for line in lines(text) if not _is_citation(line))


def written(basis: Iterable[tuple[str, str]]) -> str:
    """Law and articles back to text."""
    return "\n".join(_bare(f"{law}{articles}") for law, articles in basis)


def lines(text: str) -> list[str]:
    """What stands between line ends or semicolons. Blanks do not matter: 《民法典》 第二条 is 《民法典》第二条."""
    return [bare for line in _BREAKS.split(text) if (bare := _bare(line))]


def _is_citation(line: str) -> bool:
    found = _LINE.fullmatch(line)
    return found is not None and max(len(found[1]), len(found[2])) <= LONGEST


def _bare(line: str) -> str:
    return "".join(line.split())
