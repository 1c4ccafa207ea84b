"""What a cell of the spreadsheet says, as a Row keeps it. Pure."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.catalogue.citations import lines, malformed
from cms.catalogue.rows import CODE, CODE_LENGTH, LONGEST_NAME, MOST_DAYS, NO, YES, Kind
from documents.number_keys import folded
from documents.spreadsheet.cells import lost_digits, plain

FEES = {YES: True, NO: False, "收费": True, "不收费": False, "TRUE": True, "FALSE": False}
_DAYS = re.compile(r"(\d{1,4})(?:\.0+)?(?:个?工作日)?", re.ASCII)


class WrongValue(ValueError):  # noqa: N818  # reads as what happened
    """What is wrong with a value and what to do, in words."""

    def __init__(self, message: str | Promise, **params: object) -> None:
        super().__init__(str(message) % params)


def value_of(field: str, raw: Any) -> Any:
    """The value of a Row's ``field`` in a cell that is not empty. Raises WrongValue."""
    return READERS[field](raw)


def _code(raw: Any) -> str:
    typed = int(raw) if isinstance(raw, float) and raw.is_integer() else plain(raw)
    text = folded(str(typed)).upper()
    if isinstance(raw, int | float) and (len(text) < CODE_LENGTH or lost_digits(raw)):
        raise WrongValue(
            _(
                "The program took the code for a number and changed it (%(value)s). Format the column as text and type "
                "the code again."
            ),
            value=text,
        )
    if not CODE.fullmatch(text):
        raise WrongValue(_("%(value)s is no basic catalogue code: it has 12 digits or capitals."), value=text)
    return text


def _name(raw: Any) -> str:
    text = " ".join(str(plain(raw)).split())
    if len(text) > LONGEST_NAME:
        raise WrongValue(_("The name has %(count)s characters; at most %(most)s."), count=len(text), most=LONGEST_NAME)
    return text


def _kind(raw: Any) -> str:
    text = folded(str(plain(raw)))
    if text not in Kind.values:
        kinds = "、".join(Kind.values)
        raise WrongValue(_("%(value)s is no kind of matter. One of: %(kinds)s."), value=text, kinds=kinds)
    return text


def _basis(raw: Any) -> str:
    text = str(plain(raw))
    if wrong := malformed(text):
        raise WrongValue(_("%(value)s is no citation. Write 《法律》第几条, one a line."), value="；".join(wrong))
    return "\n".join(dict.fromkeys(lines(text)))


def _statutory_days(raw: Any) -> int:
    text = folded(str(plain(raw)))
    found = _DAYS.fullmatch(text)
    if not found or int(found[1]) > MOST_DAYS:
        words = _("%(value)s is no number of working days. Write a whole number from 0 to %(most)s.")
        raise WrongValue(words, value=text, most=MOST_DAYS)
    return int(found[1])


def _charges_fee(raw: Any) -> bool:
    text = folded(str(plain(raw))).upper()
    if text not in FEES:
        raise WrongValue(_("%(value)s says neither yes nor no. Write 是 or 否."), value=text)
    return FEES[text]


READERS: dict[str, Callable[[Any], Any]] = {
    "code": _code,
    "name": _name,
    "kind": _kind,
    "basis": _basis,
    "statutory_days": _statutory_days,
    "charges_fee": _charges_fee,
}
