"""What a public notice is, and how far it has come. Pure; days are calendar days at the counter (Asia/Shanghai)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureau.calendar import DAY
from cms.matters.rules import Finding


class NoticeKind(TextChoices):
    PRE_DECISION = "pre_decision", _("Notice before a decision")  # 批前公示: people may object
    POST_DECISION = "post_decision", _("Notice of a decision")  # 批后公布
    ANNOUNCEMENT = "announcement", _("Announcement")  # 通知公告


class Stage(StrEnum):
    COMING = "coming"
    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Period:
    """公示期: the days on which people may object; the first and the last belong to it."""

    from_day: date
    to_day: date

    def stage(self, day: date) -> Stage:
        if day < self.from_day:
            return Stage.COMING
        return Stage.OPEN if day <= self.to_day else Stage.ENDED

    def days_left(self, day: date) -> int:
        """Days of the period after ``day``, while it is open: 0 on the last one."""
        return (self.to_day - day).days

    def holds_until(self, day: date) -> datetime | None:
        """When what is said of ``day`` is no longer so; None once the period is over, for then nothing changes."""
        return None if self.stage(day) == Stage.ENDED else midnight_after(day)


def midnight_after(day: date) -> datetime:
    """The moment at which ``day`` ends at the counter."""
    return timezone.make_aware(datetime.combine(day + DAY, time.min), timezone.get_default_timezone())


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """What `findings` looks at."""

    kind: str
    from_day: date | None = None
    to_day: date | None = None
    how_to_object: str = ""
    has_drawing: bool = False
    drawing_words: str = ""
    result_kind: str | None = None  # of the notice that tells the result; None: no such notice


def findings(facts: NoticeFacts) -> Iterator[Finding]:
    """Every reason why a notice with these facts may not be published. Source: 行政许可法 第三十六条, 第四十六条."""
    if facts.kind == NoticeKind.PRE_DECISION:
        if facts.from_day is None:
            words = _("Enter the first day on which people may object.")
            yield Finding("cms.notice_without_first_day", "from_day", words)
        if facts.to_day is None:
            words = _("Enter the last day on which people may object.")
            yield Finding("cms.notice_without_last_day", "to_day", words)
        if not facts.how_to_object.strip():
            words = _("Say how people can object, such as in writing or by phone.")
            yield Finding("cms.notice_without_way", "how_to_object", words)
    if facts.has_drawing and not facts.drawing_words.strip():
        words = _("Say in one sentence what the drawing shows: whoever cannot see it reads this.")
        yield Finding("cms.drawing_without_words", "drawing_words", words)
    if facts.result_kind not in (None, NoticeKind.POST_DECISION):
        words = _("Choose a notice of a decision; this one is of another kind.")
        yield Finding("cms.result_of_another_kind", "result_page", words)
