"""What the pages of notices read. Chinese notices are the fact; another language gives words to them, nothing else.

A period made longer in Chinese is longer in English at once, and who withdraws the Chinese notice withdraws it.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bureau.calendar import today
from cms.guides.shown_matter import Link
from cms.head import head, special_announcement
from cms.matters.facts import File
from cms.matters.shown import file_words
from cms.notices import drawings
from cms.notices.facts import NoticeKind, Stage, midnight_after
from cms.notices.shown import NoticeRow, ShownNotice, left_words, show_row, stage_of
from cms.page_cache import remembered
from cms.public_matters import SOURCE
from cms.site_facts import site_facts

A_PAGE = 20
ON_HOME_PAGE = 4
ALL = ("", gettext_lazy("All"))


def _notices() -> Any:
    return apps.get_model("cms.NoticePage")._default_manager


@remembered
def notices_url() -> str:
    """Where the list of notices is; empty while it is not published."""
    pages = apps.get_model("cms.NoticeIndexPage")._default_manager.live()
    page = pages.filter(locale__language_code=SOURCE).first()
    return (page.get_url() or "") if page else ""


# Lists


@remembered
def open_notices() -> tuple[NoticeRow, ...]:
    """Those that people may object to today, soonest end first; the home page shows no more than a few."""
    return _rows(_notices().public().open_on(today()).order_by("to_day", "-pk")[:ON_HOME_PAGE])


def home_notices(request: HttpRequest) -> dict[str, Any] | None:
    """For cms.home_sections; None leaves the section out."""
    rows = open_notices()
    return {"rows": rows, "all_url": notices_url(), "holds_until": midnight_after(today())} if rows else None


def notice_list(asked: QueryDict, url: str) -> dict[str, Any]:
    """One page of the list, of all kinds or of one. What nobody could ask for is read as the first page of all."""
    kind = asked.get("kind", "")
    kind = kind if kind in NoticeKind.values else ""
    notices = _notices().public().in_order(today())
    page = Paginator(notices.filter(kind=kind) if kind else notices, A_PAGE).get_page(asked.get("page"))
    rows = _rows(page.object_list)
    return {
        "rows": rows,
        "kinds": [(label, _address(url, value), value == kind) for value, label in (ALL, *NoticeKind.choices)],
        "shown": page,
        "previous_url": _address(url, kind, page.previous_page_number()) if page.has_previous() else "",
        "next_url": _address(url, kind, page.next_page_number()) if page.has_next() else "",
        "feed_url": reverse("notice_feed"),
        "holds_until": midnight_after(today()),  # what is coming or open says another thing tomorrow
    }


def _address(url: str, kind: str, page: int = 1) -> str:
    asked = QueryDict(mutable=True)
    if kind:
        asked["kind"] = kind
    if page > 1:
        asked["page"] = str(page)
    return f"{url}?{asked.urlencode()}" if asked else url


def _rows(notices: Any) -> tuple[NoticeRow, ...]:
    found = list(notices.defer("body"))
    titles, day = _titles(found), today()
    language = "" if _reader() == SOURCE else SOURCE
    return tuple(show_row(each, day, title=titles.get(each.translation_key, ""), language=language) for each in found)


def _titles(notices: Iterable[Any]) -> Mapping[UUID, str]:
    """In the reader's language, by translation key. One query where that is not Chinese."""
    keys = [each.translation_key for each in notices]
    if _reader() == SOURCE or not keys:
        return {}
    translated = _notices().live().filter(locale__language_code=_reader(), translation_key__in=keys)
    return dict(translated.values_list("translation_key", "title"))


def _reader() -> str:
    return get_language() or SOURCE


# One notice


def source_of(page: Any) -> Any:
    """The Chinese notice whose words ``page`` are. Raises Http404 when that is not published."""
    if not page.is_translation:
        return page
    found = _notices().public().filter(translation_key=page.translation_key).first()
    if found is None:
        raise Http404
    return found


def notice(page: Any, *, draft: bool = False) -> dict[str, Any]:
    """The context of a notice's page. ``draft``: an editor's preview, whose files are not published."""
    source = page if draft else source_of(page)
    shown = show_notice(source, page.get_url() or "/", draft=draft)
    url, words = page.get_url() or "/", page.search_description or page.intro
    return {
        "notice": shown,
        "crumbs": [{"label": _("Public notices"), "url": notices_url()}],
        "holds_until": source.period.holds_until(today()) if source.period else None,
        "head": head(
            url,
            page.seo_title or page.title,
            words,
            feed=reverse("notice_feed"),
            data=special_announcement(source, url, page.title, words, site_facts()),
        ),
    }


def show_notice(source: Any, url: str, *, draft: bool = False) -> ShownNotice:
    day = today()
    stage, period = stage_of(source, day), source.period
    seen = shows_drawings(source)
    return ShownNotice(
        kind=source.get_kind_display(),
        stage=stage,
        left=left_words(period, day) if period and stage == Stage.OPEN else "",
        period=period,
        published_on=source.published_on,
        drawing=drawings.shown(source, url, draft=draft) if seen and source.drawing else None,
        files=tuple(_link(row.document) for row in source.files.select_related("document")) if seen else (),
        result=_result(source) if stage == Stage.ENDED else None,
    )


def shows_drawings(source: Any) -> bool:
    """Drawings and files of what people can object to leave the site with the end of the period (domain.md §8)."""
    return stage_of(source, today()) != Stage.ENDED


def _result(source: Any) -> NoticeRow | None:
    if source.result_page_id is None:
        return None
    return next(iter(_rows(_notices().public().filter(pk=source.result_page_id))), None)


def _link(document: Any) -> Link:
    file = File(
        id=str(document.pk),
        name=document.title,
        url=document.url,
        kind=document.file_extension.upper(),
        size=document.get_file_size() or 0,
    )
    return Link(file.url, file_words(file))
