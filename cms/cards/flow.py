"""The way of a case as a horizontal line with stations, lengths by days; as a list where it would not fit. Pure.

The texts are an ordered list in the page, so that a screen reader and a search find them; the line is a drawing behind
them that says nothing of its own.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.cards import words
from cms.cards.measure import width
from cms.matters.facts import MatterFacts, OnlineLevel, StepRole
from cms.matters.shown import listed, role_words

NAME_SIZE, ROLE_SIZE, DAYS_SIZE = 10.5, 9.0, 9.5  # points
BOLD = 1.05
RADIUS, RING = 2.0, 0.95  # mm: of a station, and how thick its line is
BAR = 1.25
HEIGHT = 5.2
GAP = 2.5  # between the texts of two stations
COLOUR, INK = "#14507A", "#17222B"
DAY_SHOWN = 2.0  # shorter days run into one bar
DAY_LEAST = 7.0  # a day should be at least so long where there is room


@dataclass(frozen=True, slots=True)
class Station:
    """Something is done here; ``days`` lead to it from the station before (None: it is the first)."""

    name: str
    who: str
    days: int | None
    x: float = 0.0

    @property
    def room(self) -> float:
        return max(width(self.name, NAME_SIZE) * BOLD, width(self.who, ROLE_SIZE))

    @property
    def leads(self) -> str:
        return "" if self.days is None else words.stretch(self.days)


def stations(facts: MatterFacts) -> tuple[Station, ...]:
    """Handing in, then a station a link; steps done together with the one before share its station."""
    online = facts.online_level != OnlineLevel.NONE
    ways = [pgettext("role on a card", "online")] * online + [role_words(StepRole.WINDOW_CLERK)]
    found = [Station(pgettext("step of a card", "Hand in"), listed(ways), None)]
    for step in facts.steps:
        last = found[-1]
        if step.with_previous and last.days is not None:
            name, who = listed([last.name, step.name]), [last.who, role_words(step.role)]
            found[-1] = replace(last, name=name, who=listed(who), days=last.days + step.days)
        else:
            found.append(Station(step.name, role_words(step.role), step.days))
    return tuple(found)


def flow_html(facts: MatterFacts, room: float) -> str:
    """The drawing in ``room`` mm, or the list."""
    found = stations(facts)
    placed = _placed(found, room)
    return _drawn(placed, room) if placed else _list(found)


def lines_of_list(facts: MatterFacts, room: float) -> int:
    """How many lines the way takes as a list; 0: it is drawn."""
    found = stations(facts)
    return 0 if _placed(found, room) else len(found)


def _placed(found: Sequence[Station], room: float) -> tuple[Station, ...]:
    """Stations at their places: every text has its room, and what is left is shared out by days. Empty: no room."""
    least = [_least(before, after, found) for before, after in pairwise(found)]
    start, end = RADIUS + 2.0, room - RADIUS - 1.5
    spare = end - start - sum(least)
    if spare < 0:
        return ()
    wanted = [max((after.days or 0) * DAY_LEAST * 2 - gap, 0.0) for after, gap in zip(found[1:], least, strict=True)]
    if sum(wanted) > spare:
        shares = [part * spare / sum(wanted) for part in wanted]
    else:
        shares = [part + (spare - sum(wanted)) / len(least) for part in wanted]
    places = [start]
    for gap, share in zip(least, shares, strict=True):
        places.append(places[-1] + gap + share)
    return tuple(replace(station, x=x) for station, x in zip(found, places, strict=True))


def _least(before: Station, after: Station, found: Sequence[Station]) -> float:
    """mm between two stations; the texts of the first and the last lean on the edges."""
    left = before.room - RADIUS if before is found[0] else before.room / 2
    right = after.room - RADIUS if after is found[-1] else after.room / 2
    return max(left + GAP + right, width(after.leads, DAYS_SIZE) + 2 * RADIUS + 2)


def _drawn(placed: Sequence[Station], room: float) -> str:
    items = []
    for number, station in enumerate(placed):
        edge = "first" if number == 0 else "last" if number == len(placed) - 1 else "middle"
        side = _text_place(station, edge, room)
        days = ""
        if station.leads:
            before = placed[number - 1]
            days = f'<span class="flow__days" style="{_box(before.x, station.x)}">{escape(station.leads)}</span>'
        items.append(
            f'<li class="flow__station">{days}<b class="flow__name flow__text--{edge}" style="{side}">'
            f'{escape(station.name)}</b><span class="flow__who flow__text--{edge}" style="{side}">'
            f"{escape(station.who)}</span></li>"
        )
    style = f"background-image:url('{_svg(placed, room)}')"
    return f'<ol class="flow" style="{style}">{"".join(items)}</ol>'


def _text_place(station: Station, edge: str, room: float) -> str:
    if edge == "first":
        return _box(0, station.room + 2)
    if edge == "last":
        return _box(room - station.room - 2, room)
    return _box(station.x - station.room, station.x + station.room)


def _box(left: float, right: float) -> str:
    return f"left:{left:.2f}mm;width:{right - left:.2f}mm"


def _svg(placed: Sequence[Station], room: float) -> str:
    """Whole days as bars with a gap between them, the same day as a dotted line, stations as rings."""
    middle = HEIGHT / 2
    shapes = []
    for before, after in pairwise(placed):
        start, end = before.x + RADIUS, after.x - RADIUS
        if not after.days:
            dots = f'stroke="{INK}" stroke-width="0.45" stroke-dasharray="0.9 0.9"'
            shapes.append(f'<path d="M{start:.2f} {middle}H{end:.2f}" {dots}/>')
            continue
        count = after.days if (end - start) / after.days >= DAY_SHOWN else 1
        day, gap = (end - start) / count, 0.6
        for number in range(count):
            left = start + number * day + (gap / 2 if number else -0.3)
            right = start + (number + 1) * day - (gap / 2 if number < count - 1 else -0.3)
            shapes.append(
                f'<path d="M{left:.2f} {middle}H{right:.2f}" stroke="{COLOUR}" stroke-width="{BAR}" fill="none"/>'
            )
    ring = f'r="{RADIUS - RING / 2}" fill="#fff" stroke="{COLOUR}" stroke-width="{RING}"'
    shapes += [f'<circle cx="{station.x:.2f}" cy="{middle}" {ring}/>' for station in placed]
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{room}mm" height="{HEIGHT}mm" '
        f'viewBox="0 0 {room} {HEIGHT}">{"".join(shapes)}</svg>'
    )
    return "data:image/svg+xml;base64," + b64encode(drawing.encode()).decode()


def _list(found: Sequence[Station]) -> str:
    """Too many or too long for a line."""
    rows = []
    for station in found:
        days = " " + escape(_("(%(days)s)") % {"days": station.leads}) if station.leads else ""
        rows.append(f"<li><b>{escape(station.name)}</b> {escape(station.who)}{days}</li>")
    return f'<ol class="way">{"".join(rows)}</ol>'
