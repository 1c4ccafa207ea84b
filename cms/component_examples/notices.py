"""Public notices as lists show them, in every stage, as of 15 August 2022."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cms.notices.facts import NoticeKind, Period
from cms.notices.shown import Text, show_row

TODAY = date(2022, 8, 15)
FIRST, LAST = date(2022, 8, 8), date(2022, 8, 17)


@dataclass
class Example:
    title: str
    kind: str = NoticeKind.PRE_DECISION
    period: Period | None = None
    published_on: date = FIRST

    def get_url(self) -> str:
        return "/components/"  # an example leads back to where it stands

    def get_kind_display(self) -> Text:
        return NoticeKind(self.kind).label


NOTICES = (
    Example("益阳样例电厂三期灰渣库设计方案公示", period=Period(FIRST, TODAY)),
    Example("样例镇样例村农房规划许可公示（3 户）", period=Period(FIRST, LAST)),
    Example("样例路改线方案公示", period=Period(LAST, date(2022, 8, 26))),
    Example("益阳样例电厂三期规划许可批后公布", NoticeKind.POST_DECISION),
    Example("关于登记窗口周六上午办公的通告", NoticeKind.ANNOUNCEMENT),
    Example("赫山区工业用地划拨公示", period=Period(date(2022, 7, 1), date(2022, 7, 10))),
)


def context() -> dict[str, Any]:
    return {"notices": [show_row(each, TODAY) for each in NOTICES]}
