"""Identifiers of the field: codes, numbers and terms. Parse, check, print; pure (domain.md §2.1).

`str(parse(text))` is the number as it is printed; `folded` says what spellings of it are accepted.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from stdnum.cn import ric, uscc

from documents.number_keys import folded

PROJECT_CODE = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}", re.ASCII)  # GB/T 40058; its check digit is not published
PARCEL_CODE = re.compile(r"\d{12}[A-Z]{2}\d{5}", re.ASCII)
UNIT_CODE = re.compile(r"\d{12}[A-Z]{2}\d{5}[A-Z]\d{8}", re.ASCII)
DEED_SUPERVISION_NUMBER = re.compile(r"\d{6}20\d{2}[A-Z]\d{5}", re.ASCII)  # of an allocation or a contract
DOCUMENT_NUMBER = re.compile(r".{2,40}[〔\[(]20\d{2}[〕\])]\d{1,5}号")
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PERMIT = re.compile(r"(?P<mark>.{0,4})字第(?P<number>\d{15}|\d{10}[A-Z]{2}\d{7})号(?P<suffix>.{0,30})", re.ASCII)
_TITLE = re.compile(
    rf"(?P<province>[{PROVINCES}])\((?P<year>20\d{{2}})\)(?P<place>.{{2,20}}?)(?P<kind>不动产权|不动产证明)第(?P<digits>\d{{7,8}})号",
    re.ASCII,
)
_NATIONAL = re.compile(r"(\d{6})(\d{4})(?:(\d{5})|([A-Z]{2})(\d{7}))", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_WRITTEN_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_TERM = re.compile(r"(.+?日?)(?:起?至|起|到|--|~|—|–|/(?=\d{4}-))(.+?)(?:止)?")
# With or without the blanks and hyphens that people put into them.
_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?![\dXx])", re.ASCII)
_IDENTITY = re.compile(r"(?<!\d)(\d{6}[- ]?\d{8}[- ]?\d{3}[\dXx])(?![\dXx])", re.ASCII)


def is_project_code(text: str) -> bool:
    return PROJECT_CODE.fullmatch(text) is not None


def is_parcel_code(text: str) -> bool:
    return PARCEL_CODE.fullmatch(text) is not None


def is_unit_code(text: str) -> bool:
    return UNIT_CODE.fullmatch(text) is not None


def is_uscc(text: str) -> bool:
    """18 characters with the mod-31 check of GB 32100."""
    return len(text) == 18 and text.isascii() and text == text.upper() and uscc.is_valid(text)


def parcel_of(unit_code: str) -> str:
    """The first 19 characters of a unit code name its parcel."""
    return unit_code[:19]


def has_building(unit_code: str) -> bool:
    """Unit codes carry F for land with a building, W for bare land (the 20th character)."""
    return unit_code[19:20] == "F"


def printed_unit_code(unit_code: str) -> str:
    """In the four groups that people compare: 430903 001002 GB00017 W00000000."""
    return " ".join((unit_code[:6], unit_code[6:12], unit_code[12:19], unit_code[19:]))


def personal_number_in(text: str) -> str | None:
    """The first citizen identity number or mobile phone in a text; facts never hold one (invariant 3)."""
    plain = unicodedata.normalize("NFKC", text)
    if phone := _PHONE.search(plain):
        return phone[1]
    return next((found for found in _IDENTITY.findall(plain) if ric.is_valid(re.sub("[- ]", "", found.upper()))), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionNumber:
    """15 digits of an office's own series, or 19 characters of the national system (电子监管号)."""

    region: str  # six digits
    year: int
    sequence: int
    letters: str = ""  # YG land, GG works; none in an own number

    @classmethod
    def parse(cls, text: str) -> Self | None:
        found = _NATIONAL.fullmatch(text)
        if found is None:
            return None
        region, year, own, letters, national = found.groups()
        return cls(region=region, year=int(year), sequence=int(own or national), letters=letters or "")

    @property
    def is_national(self) -> bool:
        return self.letters != ""

    def __str__(self) -> str:
        width = 7 if self.is_national else 5
        return f"{self.region}{self.year:04}{self.letters}{self.sequence:0{width}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitNumber:
    """The number of a planning permit: 建字第430900202200086号, some with text after it (建字第…号交通)."""

    mark: str  # 用, 地, 建, 乡, 核
    number: SupervisionNumber
    suffix: str = ""

    @classmethod
    def parse(cls, text: str) -> Self | None:
        found = _PERMIT.fullmatch(folded(text))
        number = SupervisionNumber.parse(found["number"]) if found else None
        return cls(mark=found["mark"], number=number, suffix=found["suffix"]) if found and number else None

    def __str__(self) -> str:
        return f"{self.mark}字第{self.number}号{self.suffix}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleNumber:
    """The number of a title or proof: 湘(2022)益阳市不动产权第0018231号, printed with half-width brackets."""

    province: str
    year: int
    place: str
    kind: str  # 不动产权 or 不动产证明
    sequence: int
    width: int = 7  # 8 seen

    @classmethod
    def parse(cls, text: str) -> Self | None:
        found = _TITLE.fullmatch(folded(text))
        if found is None:
            return None
        return cls(
            province=found["province"],
            year=int(found["year"]),
            place=found["place"],
            kind=found["kind"],
            sequence=int(found["digits"]),
            width=len(found["digits"]),
        )

    def __str__(self) -> str:
        return f"{self.province}({self.year}){self.place}{self.kind}第{self.sequence:0{self.width}}号"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """From a day to a day, both included (使用期限): 2022年8月12日至2072年8月11日."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Also reads 2022-08-12至2072-08-11, 2022/8/12-2072/8/11 and 2022年8月12日起2072年8月11日止."""
        plain = folded(text)
        days = [day for each in _term_parts(plain) if (day := written_day(each))]
        return cls(first=days[0], last=days[1]) if len(days) == 2 and days[0] <= days[1] else None

    @property
    def years(self) -> int | None:
        """Whole years, when the last day is the first one's anniversary less one; else None."""
        count = (self.last + timedelta(days=1)).year - self.first.year
        return count if count > 0 and self.last == term_end(self.first, count) else None

    def __str__(self) -> str:
        return f"{_written(self.first)}至{_written(self.last)}"


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _term_parts(plain: str) -> Sequence[str]:
    if found := re.fullmatch(rf"({_WRITTEN_DAY.pattern})-({_WRITTEN_DAY.pattern})", plain, re.ASCII):
        return (found[1], found[5])
    found = _TERM.fullmatch(plain)
    return found.groups() if found else ()


def term_end(first: date, years: int) -> date:
    """The last day of a term of ``years``: the day before its anniversary (domain.md B11)."""
    try:
        anniversary = first.replace(year=first.year + years)
    except ValueError:  # 29 February
        anniversary = date(first.year + years, 3, 1)
    return anniversary - timedelta(days=1)


def iso_day(text: str) -> date | None:
    """A day written 2022-08-12, and no other way."""
    return _day(_ISO_DAY.fullmatch(text))


def written_day(text: str) -> date | None:
    """A day as people write it: 2022年8月12日, 2022/8/12, 2022.8.12, 2022-08-12."""
    return _day(_WRITTEN_DAY.fullmatch(folded(text)))


def _day(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def is_deed_supervision_number(text: str) -> bool:
    """Of an allocation or a contract: 16 characters such as 4309032022A00012 (assumed), or 19."""
    return DEED_SUPERVISION_NUMBER.fullmatch(text) is not None or (
        (number := SupervisionNumber.parse(text)) is not None and number.is_national
    )
