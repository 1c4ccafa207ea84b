"""The page of the working calendar: what it draws is what the clock counts by, and it says where knowledge ends."""

from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from bureau import audit, calendar, people, scheduled
from bureau.calendar import CalendarUnknown, WorkCalendar, official_years
from bureau.calendar_followers import are_behind
from bureau.calendar_year import IS_WORKED, Kind, kind_of, lack_of, year_of, years_to_show
from bureau.entered_years import YearCannotBeEntered, enter_year, take_back_year
from bureau.errors import NotAllowed
from bureau.models import CalendarOverride, EnteredYear, Office, User
from bureau.roles import Role
from tests.bureau.conftest import make_user

NOVEMBER = datetime(2026, 11, 27, 9)
days = st.dates(date(2003, 1, 1), date(2028, 12, 31))


# Pure


@given(st.dictionaries(days, st.booleans(), max_size=20), st.integers(2003, 2028), days)
def test_a_year_is_drawn_as_the_calendar_counts_it(overrides: dict[date, bool], number: int, today: date) -> None:
    work = WorkCalendar(overrides)

    drawn = year_of(number, work, today).days

    assert [each.date for each in drawn] == [
        date(number, 1, 1) + timedelta(days=n) for n in range((date(number + 1, 1, 1) - date(number, 1, 1)).days)
    ]
    assert [each.date for each in drawn if each.is_today] == ([today] if today.year == number else [])
    for each in drawn:
        try:
            assert (each.kind in IS_WORKED) == work.is_working_day(each.date)
        except CalendarUnknown:
            assert each.kind is Kind.UNKNOWN
        assert (each.kind in {Kind.MADE_OFF, Kind.MADE_WORKING}) == (each.date in overrides)


def test_every_day_says_why_it_is_off_or_worked() -> None:
    work = WorkCalendar({date(2022, 8, 3): False, date(2022, 8, 6): True})

    kinds = {
        date(2022, 10, 3): Kind.HOLIDAY,
        date(2022, 10, 1): Kind.HOLIDAY,  # a Saturday, but named by the notice
        date(2022, 10, 8): Kind.SWAPPED,
        date(2022, 8, 7): Kind.WEEKEND,
        date(2022, 8, 4): Kind.WORKED,
        date(2022, 8, 3): Kind.MADE_OFF,
        date(2022, 8, 6): Kind.MADE_WORKING,
        date(2027, 1, 4): Kind.UNKNOWN,
    }
    assert {day: kind_of(day, work) for day in kinds} == kinds


def test_working_days_of_a_year_are_counted_where_all_are_known() -> None:
    assert year_of(2022, WorkCalendar(), date(2022, 8, 1)).working_days == 249
    assert year_of(2022, WorkCalendar(), date(2022, 8, 1)).months[9].working_days == 18
    assert year_of(2027, WorkCalendar({date(2027, 1, 4): True}), date(2026, 8, 1)).working_days is None


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_a_promise_has_no_last_day_from_the_length_on_that_the_page_names(today: date) -> None:
    work = WorkCalendar()
    lack = lack_of(2027, work.numbered, today)

    assert lack is not None
    assert (lack.year, lack.known_to) == (2027, date(2026, 12, 31))
    start = work.numbered.number_from(today)
    assert work.numbered.day(start + lack.promise) is None
    assert lack.promise == 1 or work.numbered.day(start + lack.promise - 1) is not None


def test_a_year_that_was_entered_to_its_end_lacks_nothing() -> None:
    first = date(2027, 1, 1)
    entered = {first + timedelta(days=n): (first + timedelta(days=n)).weekday() < 5 for n in range(365)}

    assert lack_of(2027, WorkCalendar(entered).numbered, date(2026, 11, 27)) is None
    del entered[date(2027, 3, 1)]
    lack = lack_of(2027, WorkCalendar(entered).numbered, date(2026, 11, 27))
    assert lack is not None
    assert lack.known_to == date(2027, 2, 28)


def test_of_a_year_that_was_entered_the_other_days_are_those_of_an_ordinary_week() -> None:
    work = WorkCalendar({date(2027, 1, 1): False, date(2027, 1, 3): True}, frozenset({2027}))

    assert lack_of(2027, work.numbered, date(2026, 11, 27)) is None
    kinds = [kind_of(date(2027, 1, day), work) for day in range(1, 6)]
    assert kinds == [Kind.MADE_OFF, Kind.WEEKEND, Kind.MADE_WORKING, Kind.WORKED, Kind.WORKED]
    assert work.is_holiday(date(2027, 1, 1))
    assert not work.is_holiday(date(2027, 1, 2))
    with pytest.raises(CalendarUnknown):
        work.is_working_day(date(2028, 1, 3))


def test_the_years_to_choose_from_are_the_official_ones_this_the_next_and_those_with_overrides() -> None:
    shown = years_to_show(
        WorkCalendar({date(2030, 1, 1): True}, frozenset({2031})), range(2004, 2027), date(2026, 11, 27)
    )

    assert shown == [*range(2004, 2028), 2030, 2031]


# The page


@pytest.fixture
def administrator(office: Office) -> User:
    user = make_user("administrator")
    people.appoint_first_administrator(user, office)
    return user


@pytest.fixture
def desk(administrator: User, client: Client) -> Client:
    client.force_login(administrator)
    return client


def page(client: Client, address: str = "", moment: datetime = NOVEMBER) -> BeautifulSoup:
    with calendar.at(moment):
        response = client.get(address or reverse("calendar:index"))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def override(day: date, is_working: bool = False, reason: str = "停电检修") -> CalendarOverride:
    return CalendarOverride.objects.create(day=day, is_working=is_working, reason=reason, source="益自然资〔2026〕1号")


@pytest.mark.sqlite
def test_the_tables_show_each_day_with_a_word_or_sign(desk: Client) -> None:
    override(date(2022, 8, 3))
    override(date(2022, 8, 6), is_working=True)

    soup = page(desk, reverse("calendar:index") + "?year=2022", datetime(2022, 8, 12, 9))

    months = soup.select("table.month")
    work = CalendarOverride.calendar()
    for number, month in enumerate(months, start=1):
        cells = month.select("td.day")
        for day, cell in enumerate(cells, start=1):
            kind = kind_of(date(2022, number, day), work)
            assert next(cell.stripped_strings) == str(day)
            assert f"day--{kind.value}" in cell["class"]
    august = months[7].select("td.day")
    assert list(august[2].stripped_strings) == ["3", "*休"]
    assert list(august[5].stripped_strings) == ["6", "*班"]
    assert list(august[11].stripped_strings) == ["12", "今"]
    assert august[11]["aria-current"] == "date"
    assert len(months) == 12
    assert "停电检修" in soup.select_one("[aria-labelledby=overrides]").get_text()  # type: ignore[union-attr]


@pytest.mark.sqlite
def test_it_says_what_the_next_year_lacks_until_the_year_is_known(desk: Client) -> None:
    text = page(desk).get_text()

    assert "2027 年的放假安排还没公布" in text
    assert "承诺 25 个工作日或更长的" in text  # 24 working days are left behind 27 November 2026
    assert "2004 年到 2026 年" in text
    assert "什么都不缺" in page(desk, moment=datetime(2025, 6, 1, 9)).get_text()


@pytest.mark.sqlite
@pytest.mark.parametrize("year", ["", "soon", "1999", "99999"])
def test_a_year_that_is_not_there_is_refused_in_words_and_this_year_shown(desk: Client, year: str) -> None:
    soup = page(desk, f"{reverse('calendar:index')}?year={year}")

    assert soup.select_one("#year").get_text() == "2026 年"  # type: ignore[union-attr]
    assert soup.select(".w-field__errors p")


@pytest.mark.sqlite
def test_a_day_is_entered_changed_and_deleted_from_its_year(desk: Client) -> None:
    given = {"day": "2027-01-04", "is_working": "on", "reason": "照常上班", "source": "通知"}
    answer = desk.post(reverse("calendar:add"), given)
    assert answer["Location"] == reverse("calendar:index") + "?year=2027"
    entered = CalendarOverride.objects.get()
    assert entered.is_working

    desk.post(reverse("calendar:edit", args=[entered.pk]), {**given, "is_working": ""})
    entered.refresh_from_db()
    assert not entered.is_working

    answer = desk.post(reverse("calendar:delete", args=[entered.pk]))
    assert answer["Location"] == reverse("calendar:index") + "?year=2027"
    assert not CalendarOverride.objects.exists()


@pytest.mark.sqlite
def test_a_year_is_known_once_its_days_are_entered_and_somebody_says_that_all_are_there(desk: Client) -> None:
    sent = {"do": "enter", "year": "2027", "source": "国办发明电〔2026〕9号"}
    assert "先登记" in desk.post(reverse("calendar:index"), sent, follow=True).content.decode()
    override(date(2027, 1, 1))
    assert "文号" in desk.post(reverse("calendar:index"), {**sent, "source": " "}, follow=True).content.decode()
    assert not EnteredYear.objects.exists()

    answer = desk.post(reverse("calendar:index"), sent)

    assert answer["Location"] == reverse("calendar:index") + "?year=2027"
    assert "什么都不缺" in page(desk).get_text()
    assert "国办发明电〔2026〕9号" in page(desk).get_text()
    assert [each.action for each in audit.history(EnteredYear.objects.get())] == ["bureau.enter_year"]
    assert "已经有了" in desk.post(reverse("calendar:index"), sent, follow=True).content.decode()

    desk.post(reverse("calendar:index"), {"do": "take_back", "year": "2027"})
    assert "2027 年的放假安排还没公布" in page(desk).get_text()


@pytest.mark.sqlite
@pytest.mark.parametrize("sent", [{}, {"do": "enter"}, {"do": "enter", "year": "x"}, {"do": "close", "year": "2027"}])
def test_nothing_else_is_done_to_a_year(desk: Client, sent: dict[str, str]) -> None:
    assert desk.post(reverse("calendar:index"), sent).status_code == 404


@pytest.mark.sqlite
def test_a_year_that_is_official_is_not_entered(administrator: User) -> None:
    with pytest.raises(YearCannotBeEntered):
        enter_year(2022, source="通知", actor=administrator)


def test_only_who_manages_the_calendar_enters_a_year(administrator: User, clerk: User) -> None:
    for do in (lambda: enter_year(2027, source="通知", actor=clerk), lambda: take_back_year(2027, actor=clerk)):
        with pytest.raises(NotAllowed):
            do()


@pytest.mark.sqlite
def test_a_changed_day_is_followed_with_the_next_tick_and_the_page_says_until_when(desk: Client) -> None:
    with calendar.at(NOVEMBER):
        scheduled.tick()
        assert not are_behind()
        override(date(2026, 12, 3))
        assert "重新计算" in page(desk).get_text()
        scheduled.tick()

        assert "重新计算" not in page(desk).get_text()


@pytest.mark.sqlite
@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_but_the_administrator_sees_it(administrator: User, office: Office, client: Client, role: Role) -> None:
    person = make_user("person")
    people.grant_role(person, role, office, actor=administrator)
    client.force_login(person)

    with calendar.at(NOVEMBER):
        assert client.get(reverse("calendar:index")).status_code == 302
        assert client.post(reverse("calendar:add"), {"day": "2026-12-03"}).status_code == 302
        assert "next-year" not in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("moment", "warned"),
    [(datetime(2026, 10, 31, 9), False), (datetime(2026, 11, 1, 9), True), (datetime(2025, 11, 1, 9), False)],
    ids=str,
)
def test_from_november_on_the_home_page_warns_of_a_year_that_is_missing(
    desk: Client, moment: datetime, warned: bool
) -> None:
    assert bool(page(desk, reverse("wagtailadmin_home"), moment).select("#next-year-content")) is warned


@pytest.mark.sqlite
def test_it_asks_the_same_however_many_days_were_entered(desk: Client) -> None:
    counts = []
    for month in (1, 2):
        for day in range(1, 29):
            override(date(2026, month, day))
        page(desk)
        with CaptureQueriesContext(connection) as asked:
            page(desk)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_what_is_official_begins_in_2004_and_has_no_gap() -> None:
    assert official_years()[0] == 2004
    assert WorkCalendar().numbered.last == date(official_years()[-1], 12, 31)
