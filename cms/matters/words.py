"""The statement in another language: numbers from the published version, texts from the translation. Pure.

A translation may lag behind: then its texts are those of the last translation and whatever is missing stays in the
first language, and what the published version left out stays out. No number, no list and no code can ever differ
from what was published.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

from cms.matters.facts import MatterFacts

Json: TypeAlias = Any

# Texts for people. Everything else (codes, days, sources, roles, files' addresses) is one fact for every language.
# fmt: off
TEXTS = frozenset({
    "name", "summary", "who", "text", "note", "help", "source_note", "law", "articles", "question", "answer",
    "fee_note", "fee_basis", "trips_note", "result_name", "result_note", "keeper", "slogan",
})
# fmt: on


def in_words_of(facts: MatterFacts, translation: MatterFacts) -> MatterFacts:
    """``facts`` with each text that ``translation`` has for the same part."""
    return MatterFacts.model_validate(_merged(facts.model_dump(), translation.model_dump()))


def texts(facts: MatterFacts) -> Iterator[str]:
    """Every text for people, in the order of the statement; notes and answers are HTML."""
    return _texts(facts.model_dump())


def _texts(value: Json) -> Iterator[str]:
    for key, part in value.items():
        if isinstance(part, dict):
            yield from _texts(part)
        elif isinstance(part, tuple | list):
            for each in part:
                yield from _texts(each) if isinstance(each, dict) else ()
        elif key in TEXTS and part:
            yield part


def _merged(value: Json, words: Json) -> Json:
    if isinstance(value, dict) and isinstance(words, dict):
        return {
            key: part and (words.get(key) or part) if key in TEXTS else _merged(part, words.get(key))
            for key, part in value.items()
        }
    if isinstance(value, tuple | list) and isinstance(words, tuple | list):
        by_id = {part["id"]: part for part in words if isinstance(part, dict) and "id" in part}
        return [_merged(part, by_id.get(part.get("id"))) if isinstance(part, dict) else part for part in value]
    return value
