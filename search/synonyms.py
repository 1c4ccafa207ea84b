"""Other wordings of what somebody typed, by the synonyms that editors keep. Applied to queries, never to records."""

from collections.abc import Iterable

from search.analysis import replaced
from search.models import Synonym

MOST = 8  # wordings of one query, its own included


def wordings(text: str) -> tuple[str, ...]:
    """``text`` with synonyms put in, without itself; each alone and all together. One query."""
    pairs = Synonym.objects.order_by("pk").values_list("words", "means") if text.strip() else ()
    return other_wordings(text, pairs)


def other_wordings(text: str, pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """At most MOST - 1. What a synonym puts in is not looked up again: no chains, no circles."""
    found = [text]
    for words, means in pairs:
        if replaced(text, words, means) == text:
            continue
        found += [new for each in found if (new := replaced(each, words, means)) not in found]
    return tuple(found[1:MOST])
