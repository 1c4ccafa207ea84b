"""What entries of a case say does not depend on the order in which they were entered, also at the same moment."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.timezone import make_aware
from hypothesis import given
from hypothesis import strategies as st

from bureau.calendar import WorkCalendar
from casework.clock import Kind, Terms
from casework.history import History
from tests.casework.test_clock import terms

DAYS = WorkCalendar().numbered
ACCEPTED = make_aware(datetime(2022, 8, 1, 9))
STEPS = st.integers(0, 12).map(lambda steps: timedelta(hours=8 * steps))  # few moments: many entries share one


@dataclass(frozen=True)
class Entry:
    """A row as `History` reads it."""

    pk: int
    what: str
    at: datetime
    kind: str = ""
    limit: int | None = None
    days: int | None = None
    about_id: int | None = None
    place: str = ""
    meets_at: datetime | None = None


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """Accepted, with stops, ends of some of them, entries taken back, and perhaps an extension."""
    found = [Entry(0, "accepted", ACCEPTED)]
    for _number in range(draw(st.integers(0, 4))):
        opened = ACCEPTED + draw(STEPS)
        stop = Entry(len(found), "suspended", opened, draw(st.sampled_from(Kind)).value, draw(st.none() | st.just(3)))
        found.append(stop)
        if draw(st.booleans()):
            found.append(Entry(len(found), "resumed", opened + draw(STEPS), about_id=stop.pk))
        if draw(st.integers(0, 4)) == 0:
            found.append(Entry(len(found), "taken_back", opened + draw(STEPS), about_id=stop.pk))
    if draw(st.booleans()):
        found.append(Entry(len(found), "extended", ACCEPTED + draw(STEPS), days=10))
    return found


@given(entries(), terms, st.data())
def test_entries_in_any_order_give_the_same_days(found: list[Entry], given_terms: Terms, data: st.DataObject) -> None:
    keys = data.draw(st.permutations(range(len(found))))
    anew = [
        replace(each, pk=keys[each.pk], about_id=None if each.about_id is None else keys[each.about_id])
        for each in found
    ]

    first = History.of(found).clock(given_terms, DAYS)
    second = History.of(data.draw(st.permutations(anew))).clock(given_terms, DAYS)

    assert first is not None
    assert second is not None
    assert (second.promised_due, second.statutory_due) == (first.promised_due, first.statutory_due)
    assert len(second.refused) == len(first.refused)
