"""Windows in each state of their clock, and the posts that answer."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureau.calendar import today
from bureau.opening import Opening
from cms.views.offices import PostRow, WindowRow


def _at(hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(today(), datetime.min.time()).replace(hour=hour))


def _window(key: int, name: str, opening: Opening, hours: tuple[str, ...]) -> WindowRow:
    return WindowRow(
        key=key,
        language="",
        name=name,
        office="",
        what_for=_("Hand in papers and collect results, whatever the matter."),
        place="政务服务中心 2 楼",
        address="赫山区样例路 1 号",
        hours=hours,
        opening=opening,
        phone="0737-000 0001",
        phone_link="tel:07370000001",
        map_url="#main",
    )


def context() -> dict[str, Any]:
    hours = ("周一至周五 9:00–12:00、13:30–17:00",)
    return {
        "windows": [
            _window(1, "综合窗口", Opening(True, _at(17)), hours),
            _window(2, "咨询窗口", Opening(False, _at(13)), hours),
            _window(3, "办不成事反映窗口", Opening(False, None), ()),
        ],
        "posts": [
            PostRow(
                name="规划许可岗",
                language="",
                has_stand_in=True,
                phone="0737-000 0001",
                phone_link="tel:07370000001",
                matters=(),
            ),
        ],
    }
