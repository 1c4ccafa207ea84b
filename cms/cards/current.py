"""From the published matter to its paper: windows, posts and the office as they are now, in the active language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language

from bureau.windows import WindowFacts
from cms import reading
from cms.cards.paper import CardPaper, Duty, WallEntry, WallPaper, Window
from cms.public_matters import PublicMatter, public_matters
from cms.site_facts import site_facts

UNRESOLVED = "unresolved"


def paper_of(matter: PublicMatter, *, is_draft: bool = False) -> CardPaper:
    """What the card of ``matter`` prints today. Windows that are no longer in use are left out."""
    facts, site, language = matter.facts, site_facts(), _language()
    windows = {each.key: each for each in reading.windows()}
    wrong = next((each for each in windows.values() if each.kind == UNRESOLVED), None)
    return CardPaper(
        facts=facts,
        number=matter.number,
        valid_from=matter.valid_from,
        office=site.name,
        address=f"{settings.SITE_URL}/q/{matter.code}?v={matter.number}",
        site=_host(),
        windows=tuple(_window(windows[key], language) for key in facts.windows if key in windows),
        duty=_duty(facts.post, language),
        unresolved=_window(wrong, language) if wrong else None,
        complaints_phone=site.complaints_phone,
        is_sample=facts.is_sample or site.is_sample,
        is_draft=is_draft,
        language=language,
    )


def wall_paper() -> WallPaper:
    site, language = site_facts(), _language()
    entries = (
        WallEntry(code=each.code, name=each.facts.name, address=f"{settings.SITE_URL}/q/{each.code}")
        for each in public_matters(language)
    )
    return WallPaper(
        office=site.name, site=_host(), entries=tuple(entries), is_sample=site.is_sample, language=language
    )


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _host() -> str:
    return urlsplit(settings.SITE_URL).netloc


def _window(window: WindowFacts, language: str) -> Window:
    words = window.words(language)
    return Window(
        name=words.name,
        place=words.place,
        address=words.address,
        phone=window.phone,
        hours=window.hours(),
    )


def _duty(key: int | None, language: str) -> Duty | None:
    post = reading.posts().get(key) if key is not None else None
    if post is None:
        return None
    name, _foreign = post.named(language)
    return Duty(name=name, phone=post.phone, has_stand_in=post.has_stand_in)
