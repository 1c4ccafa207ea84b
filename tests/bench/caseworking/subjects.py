"""What is asked for: pages with the person who opens them, each at several addresses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from casework.models import Case
from tests.bench.caseworking.house import House
from tests.bench.searching.invented import SYLLABLES, TRADES

LIST = "/admin/casework/cases/"
PAGE = 20  # rows
OF_ONE_CASE = 6


@dataclass(frozen=True, slots=True)
class Subject:
    """``person``: the account; "": a reader outside. ``is_list``: its rows can be asked for alone.

    ``office``: whose rows the person sees, where it is one.
    """

    name: str
    person: str
    addresses: Sequence[str]
    is_list: bool = False
    office: int | None = None
    has_baseline: bool = True

    def plain(self, address: str) -> str:
        """The same page of the baseline."""
        if self.office is None:
            return f"/plain{address}"
        return f"/plain{address}{'&' if '?' in address else '?'}at={self.office}"


def subjects(house: House) -> Iterator[Subject]:
    yield from lists(house)
    desk, cases = house.first, _cases(house)
    staff = [reverse("case_staff", args=[case.pk]) for case in cases]
    yield Subject("application page, chief", desk.people["chief"].username, [_application(case) for case in cases])
    yield Subject("case page, officer", desk.people["officer0"].username, staff)
    yield Subject("case page, chief", desk.people["chief"].username, staff)
    yield Subject("public progress page", "", [reverse("case", args=[case.number]) for case in cases])
    home = reverse("wagtailadmin_home")
    yield Subject("home of the admin, officer", desk.people["officer0"].username, [home], has_baseline=False)


def lists(house: House) -> Iterator[Subject]:
    """All, and the four ways to look, each as it is, filtered and searched; last pages in the middle of many."""
    desk = house.first
    office, matter = desk.office.pk, desk.matters["M04"].pk
    filters = {"state": "accepted", "matter": matter}
    yield _list("all cases, supervisor of all offices", "supervisor", None, {})
    yield _list("all cases, clerk", "clerk-1", office, {})
    yield _list("all cases, filtered", "clerk-1", office, filters)
    for name, words in _words(house).items():
        yield _list(f"all cases, searched by {name}", "clerk-1", office, *({"q": each} for each in words))
    yield _list("all cases, deep page, supervisor", "supervisor", None, *({"p": page} for page in _middle()))
    for name, whose, person in (
        ("my work, officer", "mine", "officer0-1"),
        ("my section, officer", "section", "officer0-1"),
        ("my section, chief", "section", "chief-1"),
        ("waiting for others, clerk", "others", "clerk-1"),
        ("due today or late, officer", "today", "officer0-1"),
    ):
        yield _list(name, person, office, {"whose": whose})
        yield _list(f"{name}, filtered", person, office, {"whose": whose, **filters})
        brands = ({"whose": whose, "q": each} for each in SYLLABLES[:4])
        yield _list(f"{name}, searched", person, office, *brands)


def _list(name: str, person: str, office: int | None, *asked: dict[str, object]) -> Subject:
    addresses = [f"{LIST}?{urlencode(each)}" if each else LIST for each in asked]
    return Subject(name, person, addresses, is_list=True, office=office)


def _words(house: House) -> dict[str, list[str]]:
    found = list(Case.objects.filter(office=house.first.office).order_by("pk").select_related("application__project"))
    chosen = found[:: max(1, len(found) // 4)][:4]
    return {
        "number": [case.number for case in chosen],
        "day": [case.number[:9] for case in chosen],
        "project": [case.application.project.name for case in chosen],
        "project code": [case.application.project.project_code for case in chosen],
        "applicant": list(TRADES[:4]),
    }


def _middle() -> list[int]:
    middle = Case.objects.count() // PAGE // 2
    return [middle, middle + 1]


def _cases(house: House) -> list[Case]:
    """Running ones, of the first office, each of another application."""
    found = Case.objects.filter(office=house.first.office, state=Case.State.ACCEPTED).order_by("pk")
    once = {case.application_id: case for case in found[:200]}
    return list(once.values())[:OF_ONE_CASE]


def _application(case: Case) -> str:
    return reverse("application", args=[case.application_id])
