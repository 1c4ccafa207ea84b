"""Clocks of worked examples of domain.md §5.4: each width of the drawing, in days and in weeks."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.drawings.clock import draw_clock
from cms.drawings.clock_days import ClockDay, ClockDays, ClockPause, DayKind
from cms.drawings.clock_stops import stops_of
from cms.templatetags.clock import clock_state

LETTERS = {
    "a": DayKind.ACCEPTED,
    "c": DayKind.COUNTED,
    "p": DayKind.PAUSED,
    "t": DayKind.TO_COME,
    "o": DayKind.DAY_OFF,
}


def written_out(start: date, letters: str) -> tuple[ClockDay, ...]:
    """One letter a day, weeks parted by blanks: accepted, counted, paused, to come, off."""
    days: list[ClockDay] = []
    number = 0
    for at, letter in enumerate(letters.replace(" ", "")):
        kind = LETTERS[letter]
        counts = kind in (DayKind.COUNTED, DayKind.TO_COME)
        number += counts
        days.append(ClockDay(start + timedelta(at), kind, number if counts else None))
    return tuple(days)


E09 = ClockDays(
    days=written_out(date(2022, 8, 1), "acpppoo pppppoo pppttoo tt"),
    today=date(2022, 8, 15),
    due=date(2022, 8, 23),
    original_due=date(2022, 8, 8),
    pauses=(
        ClockPause("专家评审", date(2022, 8, 2), date(2022, 8, 12), days=8),
        ClockPause("批前公示", date(2022, 8, 9), date(2022, 8, 17), days=6),
    ),
)
E14 = ClockDays(  # 30 working days, expert review cut at 15; the first week of October is off
    days=written_out(
        date(2022, 9, 13),
        "acccoo ccpppoo pppppoo ooooopp pppppoo ttttt oo ttttt oo ttttt oo ttttt oo ttttt",
    ),
    today=date(2022, 10, 11),
    due=date(2022, 11, 18),
    original_due=date(2022, 10, 28),
    pauses=(ClockPause("专家评审", date(2022, 9, 20), None, days=15),),
)
E15 = ClockDays(  # a hearing of three weeks
    days=written_out(date(2022, 6, 1), "acooo pppppoo pppppoo pppppoo tttt"),
    today=date(2022, 6, 15),
    due=date(2022, 6, 30),
    original_due=date(2022, 6, 9),
    pauses=(ClockPause("听证", date(2022, 6, 2), date(2022, 6, 24), days=15),),
)
E22 = ClockDays(  # nothing stops it; one day is left
    days=written_out(date(2022, 8, 1), "accccoo t"), today=date(2022, 8, 5), due=date(2022, 8, 8)
)


def _events() -> list[dict[str, Any]]:
    def event(day: int, hour: int, words: str, clock: str, used: int, **more: Any) -> dict[str, Any]:
        return {"at": datetime(2022, 8, day, hour), "words": words, "clock": clock, "used": used, **more}

    return [
        event(1, 9, "受理。您的材料收齐了。", "8月2日是第 1 天", 0),
        event(2, 10, "送专家评审，要 8 个工作日。", "暂停，最多 15 天", 1, url="#main", link="看告知书"),
        event(9, 9, "设计方案开始公示。", "停着", 1, url="#main", link="看公示"),
        event(12, 10, "专家评审结束。", "公示没完，还停着", 1),
        event(17, 17, "公示结束", "8月18日接着走", 1, expected=True),
        event(23, 17, "最晚办好", "", 5, expected=True),
    ]


def _states() -> list[dict[str, object]]:
    """The banner of each state of a clock."""
    given: dict[str, dict[str, Any]] = {
        "received": {"date": "8月8日"},
        "received_open": {},
        "asked_for_more": {},
        "not_accepted": {},
        "withdrawn": {},
        "running": {"n": 4, "date": "8月8日", "stage": "审查"},
        "paused": {"reason": "设计方案正在公示", "resumes": "8月18日", "date": "8月23日"},
        "paused_owing": {"reason": "公示公告", "resumes": "8月18日", "date": "8月23日"},
        "paused_for_you": {"n": 2, "date": "8月16日"},
        "paused_hearing": {"reason": "听证", "day": "8月12日", "time": "09:00", "place": "市民中心 3 楼听证室"},
        "paused_open": {"reason": "洪水"},
        "promise_missed": {"n": 2, "date": "8月29日", "reason": "专家延期", "post": "规划许可岗"},
        "law_missed": {},
        "decided": {"n": 4, "promised": 5},
        "refused": {},
        "due_unknown": {"n": 6, "year": 2027},
    }
    return [clock_state(state, heading=False, **words) for state, words in given.items()]


def _clock(id: str, title: str | Promise, clock: ClockDays) -> dict[str, Any]:
    return {"id": id, "title": title, "drawing": draw_clock(clock), "stops": stops_of(clock)}


def _figures() -> list[dict[str, str]]:
    """The four figures of a case."""
    return [
        {"label": "已用", "value": "1 天", "note": "一共 5 天"},
        {"label": "还剩", "value": "4 天", "note": ""},
        {"label": "停了", "value": "9 天", "note": "专家评审，公示公告"},
        {"label": "最晚办好", "value": "8月23日", "note": "法律规定最晚 9月8日"},
    ]


def context() -> dict[str, Any]:
    return {
        "clock_states": _states(),
        "clock_figures": _figures(),
        "clocks": [
            _clock("clock-e09", _("Clock with two pauses that overlap"), E09),
            _clock("clock-e22", _("Clock that nothing stops"), E22),
            _clock("clock-e15", _("Clock over many days"), E15),
            _clock("clock-e14", _("Clock in weeks"), E14),
        ],
        "events": _events(),
    }
