"""Clock cases in JSON and their due dates, in the form that docs/commands.md shows. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, TypeVar

from bureau.calendar import CLOSES, CalendarUnknown, NumberedDays
from casework.clock import Clock, Kind, Receipt, Regime, Suspension, Terms, reckon
from casework.errors import ClockCaseInvalid

T = TypeVar("T")
DAYS = ("accept_day", "day_one", "promised_due", "statutory_due", "binding_due")


def due_dates(document: object, days: NumberedDays) -> list[dict[str, Any]]:
    """Of each clock case of ``document`` its days. Raises ClockCaseInvalid, which names the case and the field."""
    if not isinstance(document, list):
        raise ClockCaseInvalid(case="-", field="-", reason="the file holds no JSON list")
    return [_answer(_Given(each, place), days) for place, each in enumerate(document)]


def _answer(given: "_Given", days: NumberedDays) -> dict[str, Any]:
    terms, as_of = _terms(given), given.optional("as_of", _date)
    days = replace(days, closes=given.optional("closes", _time) or CLOSES)
    answer: dict[str, Any] = {"id": given.name, **dict.fromkeys(DAYS), "suspended_days": 0}
    try:
        accepted_at = given.optional("accepted_at", _moment)
        if accepted_at is None:
            receipt = Receipt(given.needed("received_at", _moment), given.optional("correction_notice_at", _moment))
            accepted_at = receipt.accepted_at(days, terms.regime, as_of)
            answer["notice_deadline"] = _text(days.day(receipt.deadline(days, terms.regime)))
        if accepted_at is not None:
            clock = reckon(days, terms, accepted_at, [_suspension(each) for each in given.parts("suspensions")])
            answer |= _days(clock) | _standing(clock, as_of)
    except CalendarUnknown as error:
        answer["missing_year"] = error.year
    return answer


def _days(clock: Clock) -> dict[str, Any]:
    said: dict[str, Any] = {name: _text(getattr(clock, name)) for name in DAYS}
    said["suspended_days"] = clock.suspended_days
    if clock.refused:
        said["refused"] = list(clock.refused)
    if clock.missing_year:
        said["missing_year"] = clock.missing_year
    return said


def _standing(clock: Clock, as_of: date | None) -> dict[str, Any]:
    if as_of is None:
        return {}
    try:
        standing = clock.standing(as_of)
    except CalendarUnknown as error:
        return {"used": None, "left": None, "level": None, "missing_year": error.year}
    return {"used": standing.used, "left": standing.left, "level": standing.level.value}


def _terms(given: "_Given") -> Terms:
    return Terms(
        promised_days=given.needed("promised_days", _count),
        statutory_days=given.needed("statutory_days", _count),
        extension_days=given.optional("extension_days", _count) or 0,
        regime=given.optional("regime", Regime) or Regime.LICENCE,
    )


def _suspension(given: "_Given") -> Suspension:
    found = Suspension(
        kind=given.needed("kind", Kind),
        opened_at=given.needed("opened_at", _moment),
        closed_at=given.optional("closed_at", _moment),
        limit=given.optional("limit", _count),
    )
    if found.closed_at and found.closed_at < found.opened_at:
        raise given.wrong("closed_at", "it lies before opened_at")
    return found


class _Given:
    """One object of the file; what is wrong in it is said with its name."""

    def __init__(self, fields: object, place: int, inside: str = "") -> None:
        self.name = inside or str(fields.get("id", place + 1) if isinstance(fields, Mapping) else place + 1)
        if not isinstance(fields, Mapping):
            raise self.wrong("-", "it is no JSON object")
        self.fields = fields

    def optional(self, field: str, read: Callable[[Any], T]) -> T | None:
        value = self.fields.get(field)
        if value is None:
            return None
        try:
            return read(value)
        except (TypeError, ValueError) as error:
            raise self.wrong(field, str(error)) from error

    def needed(self, field: str, read: Callable[[Any], T]) -> T:
        value = self.optional(field, read)
        if value is None:
            raise self.wrong(field, "it is missing")
        return value

    def parts(self, field: str) -> list["_Given"]:
        found = self.optional(field, _list) or []
        return [_Given(each, place, f"{self.name}, {field} {place}") for place, each in enumerate(found)]

    def wrong(self, field: str, reason: str) -> ClockCaseInvalid:
        return ClockCaseInvalid(case=self.name, field=field, reason=reason)


def _moment(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    if found.tzinfo:
        raise ValueError("local times have no time zone")
    return found


def _time(value: str) -> time:
    found = time.fromisoformat(value)
    if found.tzinfo:
        raise ValueError("local times have no time zone")
    return found


def _date(value: str) -> date:
    return date.fromisoformat(value)


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10_000:
        raise ValueError(f"{value!r} is no number of working days")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("it is no list")
    return value


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
