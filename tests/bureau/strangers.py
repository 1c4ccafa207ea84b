"""What the walk of test_strangers needs of this package. Other packages put a file of this name beside their tests:

``make_world(office)`` makes at least one object of every model that has a screen, all belonging to ``office``.
``ARGUMENTS`` (optional) gives values for parts of addresses other than ``pk``: ``{"revision_id": lambda: 1}``.
"""

from datetime import date, time

from bureau.mail import queue_mail
from bureau.models import Absence, CalendarOverride, Office, OpeningPeriod, Post, ServiceWindow, User
from bureau.roles import Role


def make_world(office: Office) -> None:
    holder, stand_in = User.objects.filter(groups__role_group__office=office).distinct()[:2]
    post = Post.objects.create(
        office=office, code="s07", name="陌生人看不见的岗", role=Role.ISSUER, holder=holder, stand_in=stand_in
    )
    Absence.objects.create(post=post, from_day=date(2022, 8, 1), to_day=date(2022, 8, 2), reason="出差")
    window = ServiceWindow.objects.create(office=office, name="陌生人看不见的窗口", place="陌生人看不见的楼")
    OpeningPeriod.objects.create(window=window, opens=time(9), closes=time(12))
    CalendarOverride.objects.create(day=date(2022, 8, 3), reason="试", source="试")
    queue_mail([holder], "陌生人看不见的信", "信", office=office)
