"""Did you mean: numbers that differ from what was typed by one character: wrong, missing, too much, or two swapped.

The rows of the database are asked, whichever engine is used: every engine follows from them.
"""

from collections.abc import Iterator

from django.db.models import Q

from bureau.access import Actor
from search.audience import tokens_of
from search.contract import Tier
from search.engines.answering import lookup_key
from search.engines.database import begins, hit_of, may_see
from search.finding import visible
from search.models import SearchRecord

SHORTEST = 6  # characters of a key; a shorter one is near to almost everything
MOST_ROWS = 300  # that are compared, newest first
SHOWN = 3
DIGITS = "0123456789"


def near_numbers(text: str, viewer: Actor) -> list[str]:
    """Numbers as printed that ``viewer`` may see, newest first; none when ``text`` is no number."""
    key = lookup_key(text)
    if len(key) < SHORTEST:
        return []
    rows = SearchRecord.objects.filter(_candidates(key), may_see(tokens_of(viewer)))
    newest = rows.defer("title_tokens", "body_tokens").order_by("-day", "sort_id", "kind")[:MOST_ROWS]
    near = [row for row in newest if one_apart(key, row.number_key) or one_apart(key, row.number_digits)]
    found = visible((hit_of(row, Tier.PART_OF_NUMBER) for row in near), viewer)
    return list(dict.fromkeys(hit.number for hit in found))[:SHOWN]


def one_apart(one: str, other: str) -> bool:
    """Whether a single slip of the finger makes ``other`` of ``one``."""
    if len(one) == len(other):
        differ = [at for at, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
        swapped = len(differ) == 2 and differ[1] == differ[0] + 1 and one[differ[0]] == other[differ[1]]
        return len(differ) == 1 or (swapped and one[differ[1]] == other[differ[0]])
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and any(short == long[:at] + long[at + 1 :] for at in range(len(long)))


def _candidates(key: str) -> Q:
    """Everything that can be near: a slip in one half leaves the other as it is.

    The first half may have any slip, for what follows it is looked up as a tail; the second half, which is digits in
    every number we know, has all its slips spelled out.
    """
    middle = len(key) // 2
    spelled = sorted({*(key[:middle] + slip for slip in _slips(key[middle:])), _swapped(key, middle - 1)})
    tails = begins("number_tail", key[middle:][::-1])
    return tails | Q(number_key__in=spelled) | Q(number_digits__in=spelled)


def _slips(text: str) -> Iterator[str]:
    for at in range(len(text) + 1):
        yield from (text[:at] + digit + text[at:] for digit in DIGITS)
    for at in range(len(text)):
        yield text[:at] + text[at + 1 :]
        yield from (text[:at] + digit + text[at + 1 :] for digit in DIGITS)
        yield _swapped(text, at)


def _swapped(text: str, at: int) -> str:
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
