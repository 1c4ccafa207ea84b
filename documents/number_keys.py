"""Numbers as machines compare them (domain.md §2.1). Pure."""

import unicodedata


def folded(number: str) -> str:
    """A code or number as its rule reads it: NFKC without blanks, so that full-width forms match.

    Normalised once more after the blanks are gone, which may bring together what composes.
    """
    return unicodedata.normalize("NFKC", "".join(unicodedata.normalize("NFKC", number).split()))


def number_key(number: str) -> str:
    """NFKC, then without brackets (NFKC leaves 〔〕), spaces, invisible marks, 第 and 号, in capitals.

    湘（2022）益阳市不动产权第0018231号 -> 湘2022益阳市不动产权0018231
    """
    return "".join(map(_kept, unicodedata.normalize("NFKC", number)))


def is_invisible(character: str) -> bool:
    """Lone surrogates, zero-width marks, variation selectors."""
    code = ord(character)
    return unicodedata.category(character) in ("Cs", "Cf") or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


def _kept(character: str) -> str:
    if character in "第号" or character.isspace() or is_invisible(character):
        return ""
    return "" if unicodedata.category(character) in ("Ps", "Pe", "Cc") else character.upper()
