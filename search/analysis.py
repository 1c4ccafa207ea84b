"""Text to search terms, the only place that does it; pure. Every engine indexes these tokens and asks for these terms.

Han characters are kept as overlapping pairs, so that a phrase of pairs is an exact substring, and singly, so that one
character is found too. Other letters and digits form words, found by their beginning.

    益阳电厂3期  ->  益阳 阳电 电厂 益 阳 电 厂 | 3 | 期
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from documents.number_keys import is_invisible, number_key

MAX_QUERY = 200  # characters of a query that count; no number or name is longer
MAX_TERMS = 32
MAX_WORD = 120  # characters of a word that count: engines part or refuse endless ones, each in its own way
MAX_NUMBER = 80  # characters of a number key
KNOWN_CHARACTERS = 16_384  # of which a process remembers what they are: texts come by the million, characters do not

HAN_RANGES = (
    (0x2E80, 0x2FD5),  # radicals
    (0x3005, 0x3007),  # 々 〆 〇
    (0x3040, 0x30FF),  # kana: written without spaces, so they are cut like Han
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xE000, 0xF8FF),  # private use: old systems put rare characters of names here
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a record must hold: Han characters as they stand, or a word's beginning."""

    text: str
    is_han: bool


def number_digits(key: str) -> str:
    """A key from its first digit on: people leave out 建字第 and type how the digits begin."""
    return key[next((at for at, each in enumerate(key) if each.isdigit()), len(key)) :]


def normalise(text: str) -> str:
    """NFKC without case; control characters part words, invisible marks and lone surrogates are dropped."""
    return _nfkc("".join(map(_kept, text))).casefold()


def terms(text: str) -> tuple[Term, ...]:
    """What a query asks for: a record is found when it holds every term. At most MAX_TERMS of MAX_QUERY characters."""
    return tuple(islice(dict.fromkeys(_pieces(normalise(text[:MAX_QUERY]))), MAX_TERMS))


def index_tokens(text: str) -> str:
    """The tokens of a stored text, by spaces. Single characters behind each run keep pairs of two runs apart."""
    return " ".join(token for piece in _pieces(normalise(text)) for token in _tokens(piece))


def phrase(term: Term) -> tuple[str, ...]:
    """The tokens that stand one behind the other where ``term`` is found; the last one of a word may go on."""
    if term.is_han and len(term.text) > 1:
        return tuple(_pairs(term.text))
    return (term.text,)


def holds(text: str, wanted: tuple[Term, ...]) -> bool:
    """The plain meaning of a match, which engines must agree with."""
    pieces = list(_pieces(normalise(text)))
    return all(any(_found_in(term, piece) for piece in pieces) for term in wanted)


def found_spans(text: str, wanted: tuple[Term, ...]) -> list[tuple[int, int]]:
    """Where the terms stand in ``text`` as written, as joined half-open spans in order: for highlights."""
    folded, origin = _folded_with_origin(text)
    marked = {origin[at] for term in wanted for start, end in _occurrences(folded, term) for at in range(start, end)}
    return _spans(marked)


def replaced(text: str, words: str, means: str) -> str:
    """``text``, as it counts and normalised, with ``means`` wherever the one term ``words`` stands, a Latin one whole.

    ``text`` itself when it stands nowhere.
    """
    counted = normalise(text[:MAX_QUERY])
    wanted = next(iter(terms(words)), None)
    if wanted is None:
        return text
    spans = [span for span in _occurrences(counted, wanted) if wanted.is_han or _ends_a_word(counted, span[1])]
    if not spans:
        return text
    parts, at = [], 0
    for start, end in spans:
        if start >= at:
            parts += [counted[at:start], means]
            at = end
    return "".join([*parts, counted[at:]])


def number_span(number: str, key: str) -> list[tuple[int, int]]:
    """Where ``key`` stands in a ``number`` as printed: at its beginning, where its digits begin, or at its tail."""
    origin = [at for at, each in enumerate(number) for _ in number_key(each)]
    whole = number_key(number)
    starts = (0, len(whole) - len(number_digits(whole)), len(whole) - len(key))
    start = next((at for at in starts if key and at >= 0 and whole.startswith(key, at)), None)
    if start is None or len(origin) != len(whole):
        return []
    return [(origin[start], origin[start + len(key) - 1] + 1)]


@lru_cache(maxsize=KNOWN_CHARACTERS)
def _kept(character: str) -> str:
    if is_invisible(character):
        return ""
    return " " if unicodedata.category(character) == "Cc" else character


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=KNOWN_CHARACTERS)
def _is_han(character: str) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in HAN_RANGES)


def _pieces(normalised: str) -> Iterator[Term]:
    """Runs of Han characters and words, in order. Everything else only parts them."""
    run, run_is_han = "", False
    for character in normalised:
        is_han = _is_han(character)
        if run and (is_han != run_is_han or not (is_han or character.isalnum())):
            yield _piece(run, run_is_han)
            run = ""
        if is_han or character.isalnum():
            run, run_is_han = run + character, is_han
    if run:
        yield _piece(run, run_is_han)


def _piece(run: str, is_han: bool) -> Term:
    return Term(run if is_han else run[:MAX_WORD], is_han)


def _tokens(piece: Term) -> Iterator[str]:
    if not piece.is_han:
        yield piece.text
        return
    yield from _pairs(piece.text)
    yield from piece.text


def _pairs(run: str) -> Iterator[str]:
    return (first + second for first, second in pairwise(run))


def _found_in(term: Term, piece: Term) -> bool:
    if term.is_han != piece.is_han:
        return False
    return term.text in piece.text if term.is_han else piece.text.startswith(term.text)


def _folded_with_origin(text: str) -> tuple[str, list[int]]:
    folded: list[str] = []
    origin: list[int] = []
    for at, character in enumerate(text):
        for part in normalise(character):
            folded.append(part)
            origin.append(at)
    return "".join(folded), origin


def _occurrences(folded: str, term: Term) -> Iterator[tuple[int, int]]:
    at = folded.find(term.text)
    while at >= 0:
        if term.is_han or at == 0 or _is_han(folded[at - 1]) or not folded[at - 1].isalnum():
            yield at, at + len(term.text)
        at = folded.find(term.text, at + 1)


def _ends_a_word(folded: str, at: int) -> bool:
    return at == len(folded) or _is_han(folded[at]) or not folded[at].isalnum()


def _spans(marked: set[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for at in sorted(marked):
        if spans and spans[-1][1] == at:
            spans[-1] = (spans[-1][0], at + 1)
        else:
            spans.append((at, at + 1))
    return spans
