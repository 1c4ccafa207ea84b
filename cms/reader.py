"""What a reader chose about reading: text size, colours, language. Kept in cookies, never in an account."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

MODES = ("standard", "large")  # the kiosk joins with its own page set
THEMES = ("auto", "light", "dark")
MODE_COOKIE = "reader_mode"
THEME_COOKIE = "reader_theme"


@dataclass(frozen=True, slots=True)
class Reader:
    mode: str = "standard"
    theme: str = "auto"
    language: str = settings.LANGUAGE_CODE

    @property
    def large(self) -> bool:
        return self.mode == "large"


def _one_of(wanted: str | None, allowed: tuple[str, ...], otherwise: str) -> str:
    return wanted if wanted in allowed else otherwise


def reader_of(request: HttpRequest) -> Reader:
    """Chinese unless English was chosen: the site's first readers are residents, whatever their browser came set to."""
    cookies = request.COOKIES
    languages = tuple(code for code, name in settings.LANGUAGES)
    return Reader(
        mode=_one_of(cookies.get(MODE_COOKIE), MODES, "standard"),
        theme=_one_of(cookies.get(THEME_COOKIE), THEMES, "auto"),
        language=_one_of(cookies.get(settings.LANGUAGE_COOKIE_NAME), languages, settings.LANGUAGE_CODE),
    )


@contextmanager
def in_chinese(request: HttpRequest) -> Iterator[None]:
    """For what nobody has translated: the page's own part is Chinese as a whole, labels too, and base.html says so.

    Answer with a TemplateResponse: what stands around that part is rendered later, in the reader's language.
    """
    with translation.override(settings.LANGUAGE_CODE):
        yield
    request.shown_in = settings.LANGUAGE_CODE  # type: ignore[attr-defined]
