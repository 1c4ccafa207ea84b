"""The kinds of query that are timed, each as questions of different words, so that none is answered from the last."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count, islice

from search.contract import PUBLIC, Cursor, Place, Query, Tier
from search.models import SearchRecord
from tests.bench.searching.invented import COUNTIES, DEMANDS, PARTS, ROADS, SUBJECTS, SYLLABLES, TRADES, WHATS

SUGGESTED = 8
FACETED = 10_000  # hits at least, where there are so many records


@dataclass(frozen=True, slots=True)
class Questions:
    """``most``: milliseconds within which 95 of 100 are to be answered on the embedded engine.

    ``counted``: the embedded engine remembers how many there are, as it does while somebody turns pages.
    """

    name: str
    queries: tuple[Query, ...]
    most: float = 50.0
    suggests: bool = False
    counted: bool = False


def questions(texts: int) -> Iterator[Questions]:
    """Those that the goals name, and two of our own: words that most records hold, and no words at all."""
    numbers = _numbers(texts)
    for name, words in {
        "name of 2 characters": [one + other for one in SYLLABLES for other in SYLLABLES[::7]],
        "name of 3 or 4 characters": [one + other + trade for one in SYLLABLES for other, trade in _pairs()],
        "number in full": numbers,
        "beginning of a number": [
            f"{kind}字第{region}20{year}" for kind in "建地" for region in _regions() for year in YEARS
        ],
        "tail of a number": [number.rstrip("号")[-5:] for number in numbers],
        "phrase in the text": [subject[-4:] + demand[:4] for subject in SUBJECTS for demand in DEMANDS],
    }.items():
        yield Questions(name, _asked(words, texts))
    yield Questions("facets over 10,000 hits", _faceted(texts), most=150.0)
    yield Questions("deep cursor", _deep(texts), counted=True)
    yield Questions("deep cursor, counted anew", _deep(texts), most=150.0)
    yield Questions("suggestion", _asked([*SYLLABLES, *WHATS, *PARTS], texts, size=SUGGESTED), suggests=True)
    yield Questions("no hit", _asked([f"{one}鱻{other}" for one in SYLLABLES for other in SYLLABLES], texts))
    yield Questions(
        "words that most hold", _asked(["益阳", "样例", "自然资源", "规划", "平方米", "益阳市"], texts), most=150.0
    )
    yield Questions("all records", _asked(["", "  "], texts))


YEARS = range(14, 26)


def _regions() -> list[str]:
    return [region for _county, region in COUNTIES]


def _years() -> list[tuple[str, int]]:
    return [(kind, year) for year in YEARS for kind in "建地"]


def _pairs() -> list[tuple[str, str]]:
    return list(zip(SYLLABLES, TRADES * 4, strict=False))


def _asked(words: list[str], texts: int, size: int = 10) -> tuple[Query, ...]:
    """So many of these words, spread over all of them."""
    chosen = words[:: max(1, len(words) // texts)][:texts]
    return tuple(Query(text=text, audience=frozenset({PUBLIC}), size=size) for text in chosen)


def _numbers(texts: int) -> list[str]:
    rows = SearchRecord.objects.filter(audience__contains=f" {PUBLIC} ").order_by("sort_id")
    step = max(1, rows.count() // texts)
    return list(islice(rows.values_list("number", flat=True)[::step], texts))


def _faceted(texts: int) -> tuple[Query, ...]:
    """Counties and roads, alone and with choices in two facets."""
    found = []
    for at, words in zip(range(texts), _round(["赫山区", "资阳区", *ROADS[:6], "沅江市", "配套道路"]), strict=False):
        query = Query(text=words, audience=frozenset({PUBLIC}))
        found.append(query if at % 2 else replace(query, type=("WORKS", "LAND"), year=(f"20{YEARS[at % len(YEARS)]}",)))
    return tuple(found)


def _round(words: list[str]) -> Iterator[str]:
    return (words[at % len(words)] for at in count())


def _deep(texts: int) -> tuple[Query, ...]:
    """The page behind a place in the middle of a list, forth and back."""
    found = []
    rows = SearchRecord.objects.filter(audience__contains=f" {PUBLIC} ").order_by("sort_id")
    middle = rows[rows.count() // 2 :: 97][:texts]
    for at, row in enumerate(middle):
        query = Query(text=["赫山区", "样例", "平方米", ""][at % 4], audience=frozenset({PUBLIC}))
        place = Place(tier=Tier.BODY, day=row.day, sort_id=row.sort_id, kind=row.kind)
        found.append(replace(query, cursor=Cursor(place=place, forward=at % 3 > 0).encode(query)))
    return tuple(found)
