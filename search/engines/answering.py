"""What every engine makes of a question and of its finds, in the same way. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.number_keys import number_key
from search.analysis import MAX_NUMBER, MAX_QUERY, Term, terms
from search.contract import Cursor, Hit, Place, Query, Reading, Tier, Understood


@dataclass(frozen=True, slots=True)
class Asked:
    """A query made ready: its number key ('' when it cannot be a number) and the terms of each of its wordings."""

    query: Query
    key: str
    wordings: tuple[tuple[Term, ...], ...]
    cursor: Cursor | None

    @classmethod
    def of(cls, query: Query) -> "Asked":
        """Raises BadCursor."""
        cursor = Cursor.decode(query.cursor, query) if query.cursor else None
        return cls(query, lookup_key(query.text), wordings(query), cursor)

    @property
    def place(self) -> Place | None:
        """Where the page begins, seen in its direction."""
        return None if self.cursor is None else self.cursor.place

    @property
    def forward(self) -> bool:
        return self.cursor is None or self.cursor.forward


def wordings(query: Query) -> tuple[tuple[Term, ...], ...]:
    """The terms of the text and of its other wordings; a wording without terms finds nothing and is left out."""
    return tuple(dict.fromkeys(filter(None, map(terms, (query.text, *query.also)))))


def lookup_key(text: str) -> str:
    """The number key to look up; '' for what can be no number or its part: no digit, a single character, too long."""
    key = number_key(text[: MAX_QUERY + 1])
    return key if 2 <= len(key) <= MAX_NUMBER and any(each.isdigit() for each in key) else ""


def cursors(asked: Asked, places: Sequence[Place], *, more: bool) -> tuple[str, str]:
    """To the next and to the previous page; ``more``: the list goes on in the direction that was asked."""
    if not places:
        return "", ""
    following = more if asked.forward else True
    preceding = asked.cursor is not None if asked.forward else more
    return (
        Cursor(place=places[-1], forward=True).encode(asked.query) if following else "",
        Cursor(place=places[0], forward=False).encode(asked.query) if preceding else "",
    )


def understood(asked: Asked, hits: Sequence[Hit]) -> tuple[Understood, ...]:
    also = [Understood(Reading.SYNONYM, text) for text in asked.query.also]
    return tuple(_how_numbers_matched(asked, hits) + also + _cut(asked.query))


def _how_numbers_matched(asked: Asked, hits: Sequence[Hit]) -> list[Understood]:
    if not asked.key:
        return []
    keys = [number_key(hit.number) for hit in hits if hit.tier <= Tier.PART_OF_NUMBER]
    readings = {_how_matched(key, asked.key) for key in keys}
    return [Understood(reading, asked.key) for reading in Reading if reading in readings]


def _how_matched(whole: str, key: str) -> Reading:
    if whole == key:
        return Reading.WHOLE_NUMBER
    return Reading.NUMBER_TAIL if whole.endswith(key) else Reading.NUMBER_BEGINNING


def _cut(query: Query) -> list[Understood]:
    return [Understood(Reading.CUT, str(MAX_QUERY))] if len(query.text) > MAX_QUERY else []
