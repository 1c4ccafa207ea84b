"""Where to go and who helps: rows of label and text, in the active language. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.cards import words
from cms.cards.paper import CardPaper, Window
from cms.matters.facts import OnlineLevel

Row = tuple[str, str]


def where(paper: CardPaper) -> list[Row]:
    rows = []
    if paper.facts.online_level != OnlineLevel.NONE:
        site = {"site": _host(paper.facts.online_url) or paper.site}
        rows.append((pgettext("place", "Online"), _('%(site)s, choose "Apply online"') % site))
    rows += _windows(paper.windows)
    if answers := _who_answers(paper):
        rows.append((pgettext("card", "Ask"), answers))
    return rows


def _host(address: str) -> str:
    return address.split("://", 1)[-1].rstrip("/") if "://" in address else ""


def _windows(windows: tuple[Window, ...]) -> list[Row]:
    """Hours stand once when all windows keep the same."""
    rows = []
    same = len({each.hours for each in windows}) == 1
    for number, window in enumerate(windows, start=1):
        rows.append((pgettext("place", "Window"), _joined(window.place or window.name, window.address)))
        if window.hours and (not same or number == len(windows)):
            rows.append((pgettext("card", "Hours"), words.semicolon().join(window.hours)))
    return rows


def _joined(*texts: str) -> str:
    return words.comma().join(filter(None, texts))


def _who_answers(paper: CardPaper) -> str:
    if paper.duty is not None and paper.duty.phone:
        name = paper.duty.name
        if paper.duty.has_stand_in:
            name = _("%(post)s (posts A and B)") % {"post": name}
        return f"{name} {paper.duty.phone}"
    reached = next((each for each in paper.windows if each.phone), None)
    return f"{reached.name} {reached.phone}" if reached else ""


def helpers(paper: CardPaper) -> list[Row]:
    rows = [(pgettext("card", "Helpers"), _("小益 and 小阳 help with papers and each step, free."))]
    if paper.unresolved is not None:
        place = {"where": _joined(paper.unresolved.place or paper.unresolved.address, paper.unresolved.phone)}
        rows.append((pgettext("card", "Not done"), _('"Not done in one visit": %(where)s') % place))
    objection = _("Seek review, or go to court.")
    if paper.complaints_phone:
        phone = {"phone": paper.complaints_phone}
        objection = _("Complaints: %(phone)s; or seek review, or go to court.") % phone
    return [*rows, (pgettext("card", "Unhappy"), objection)]
