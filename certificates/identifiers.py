"""Identifiers of the field: project code, parcel, unit and credit codes. Parse, check, print; pure (domain.md §2.1)."""

import re

from stdnum.cn import ric, uscc

PROJECT_CODE = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}")  # GB/T 40058: the check digit's rule is not published
PARCEL_CODE = re.compile(r"\d{12}[A-Z]{2}\d{5}")
UNIT_CODE = re.compile(r"\d{12}[A-Z]{2}\d{5}[A-Z]\d{8}")
_ID_OR_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?![\dXx])")


def is_project_code(text: str) -> bool:
    return PROJECT_CODE.fullmatch(text) is not None


def is_parcel_code(text: str) -> bool:
    return PARCEL_CODE.fullmatch(text) is not None


def is_unit_code(text: str) -> bool:
    return UNIT_CODE.fullmatch(text) is not None


def is_uscc(text: str) -> bool:
    """18 characters with the mod-31 check of GB 32100."""
    return len(text) == 18 and uscc.is_valid(text)


def parcel_of(unit_code: str) -> str:
    """The first 19 characters of a unit code name its parcel."""
    return unit_code[:19]


def printed_unit_code(unit_code: str) -> str:
    """In the four groups that people compare: 430903 001002 GB00017 W00000000."""
    return " ".join((unit_code[:6], unit_code[6:12], unit_code[12:19], unit_code[19:]))


def personal_number_in(text: str) -> str | None:
    """The first citizen identity number or mobile phone in a text; facts never hold one (invariant 3)."""
    for found in _ID_OR_PHONE.findall(text):
        if len(found) == 11 or ric.is_valid(found):
            return str(found)
    return None
