"""What stands on the home page below the tools: a list that packages join when they start (AppConfig.ready).

The home page knows none of them, so a package above this one can show its newest records there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HomeSection:
    """``template`` is rendered with what ``context`` answers for the request; an answer of None leaves it out.

    An answer that says something of the clock holds the moment ``holds_until`` at which it would be another.
    """

    order: int  # small numbers stand first; two sections of half width make a row
    name: str
    template: str
    context: Callable[[HttpRequest], Context | None]


_sections: dict[str, HomeSection] = {}


def join(section: HomeSection) -> None:
    """Joining again under the same name replaces the section, so a second ready() does no harm."""
    _sections[section.name] = section


def leave(name: str) -> None:
    _sections.pop(name, None)


def sections_for(request: HttpRequest) -> list[tuple[str, Context]]:
    """Template and context of each section that has something to show, in order."""
    shown = []
    for section in sorted(_sections.values(), key=lambda section: (section.order, section.name)):
        context = section.context(request)
        if context is not None:
            shown.append((section.template, context))
    return shown
