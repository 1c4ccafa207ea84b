"""Supervision numbers that the national system minted: taken in, given to drafts, printed; refused when wrong."""

from collections.abc import Iterator
from datetime import datetime
from subprocess import run

import pytest
from pytest_django.plugin import DjangoDbBlocker

from bureau import calendar
from bureau.errors import Refused
from bureau.models import User
from certificates.actions.decide_bundle import approve_bundle, send_for_approval
from certificates.actions.import_numbers import import_numbers
from certificates.actions.issue_bundle import issue_bundle
from certificates.actions.withdraw_bundle import withdraw_bundle
from certificates.bundle_checks import check_bundle
from certificates.errors import FindingsLeft, NumberElsewhere
from certificates.findings import must_fix
from certificates.models import Bundle, Certificate, ImportedNumber
from documents import store
from documents.models import LedgerEntry
from documents.numbering import NumberMalformed, NumberTaken
from tests.kit import Bureau, certificate, opened_for_a_module

pytestmark = pytest.mark.django_db
LAND = ("LAND", "4309212026YG0000007")
WORKS = [("WORKS", f"4309212026GG00000{place}") for place in (11, 12, 13, 14)]


@pytest.fixture(scope="module")
def opened(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Bureau]:
    """The day of the module is the one on which its bureau opened."""
    with django_db_blocker.unblock(), calendar.at(datetime(2026, 11, 20, 10, 0)), opened_for_a_module() as bureau:
        yield bureau


@pytest.fixture
def bundle(bureau: Bureau) -> Bundle:
    """The second office's draft of seven, which waits for its numbers."""
    return bureau.office_of_imports()


@pytest.fixture
def issuer(bureau: Bureau) -> User:
    return bureau.person("issuer-nan")


def numbers_of(bundle: Bundle) -> list[str]:
    return [each.entry.text if each.entry else "" for each in bundle.certificates.order_by("position")]


def issue(bureau: Bureau, bundle: Bundle) -> Bundle:
    send_for_approval(bundle.pk, actor=bureau.person("officer-nan"))
    approve_bundle(bundle.pk, actor=bureau.person("chief-nan"))
    return issue_bundle(bundle.pk, actor=bureau.person("issuer-nan"))


def test_without_its_numbers_a_bundle_is_not_sent_and_each_permit_says_so(bureau: Bureau, bundle: Bundle) -> None:
    with pytest.raises(FindingsLeft):
        send_for_approval(bundle.pk, actor=bureau.person("officer-nan"))

    missing = [each for each in must_fix(check_bundle(bundle)) if each.rule == "B04"]
    assert [each.certificate for each in missing] == [
        each.pk for each in bundle.certificates.exclude(type_code="TITLE")
    ]


def test_imported_numbers_go_to_the_drafts_and_onto_the_papers(bureau: Bureau, bundle: Bundle, issuer: User) -> None:
    import_numbers(bundle.project, [LAND, *WORKS], actor=issuer)

    issued = issue(bureau, bundle)

    assert [each.number for each in issued.certificates.order_by("position")] == [
        "地字第4309212026YG0000007号",
        "建字第4309212026GG0000011号",
        "建字第4309212026GG0000012号",
        "建字第4309212026GG0000013号",
        "建字第4309212026GG0000014号",
        "湘(2026)南样县不动产权第0000001号",
        "湘(2026)南样县不动产权第0000002号",
    ]
    for each in issued.certificates.all():
        assert each.number in printed(each)
    assert certificate(issued, "WORKS").facts.value("land_permit_number") == "地字第4309212026YG0000007号"


def printed(issued: Certificate) -> str:
    assert issued.pdf is not None
    text = run(["pdftotext", "-layout", "-", "-"], input=store.read(issued.pdf), capture_output=True, check=True).stdout
    return "".join(text.decode().split())


def test_a_whole_number_as_printed_is_taken_too(bundle: Bundle, issuer: User) -> None:
    import_numbers(bundle.project, [("LAND", " 地字第4309212026YG0000007号 ")], actor=issuer)

    assert numbers_of(bundle)[0] == "地字第4309212026YG0000007号"


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("WORKS", "4309212026YG0000011"),  # the letters of land
        ("LAND", "4309212026GG0000011"),
        ("WORKS", "4309212026GG000011"),  # six digits at the end
        ("WORKS", "430921202600011"),  # the form of an own series
        ("WORKS", "建字第430921202600011号"),
        ("WORKS", "地字第4309212026YG0000011号"),
        ("WORKS", "不知道"),
        ("WORKS", ""),
        ("TITLE", "湘(2026)南样县不动产权第0000009号"),  # a kind that the office numbers itself
        ("NOSUCH", "4309212026GG0000011"),
    ],
)
def test_a_number_of_another_form_is_refused_by_name_and_nothing_is_imported(
    bundle: Bundle, issuer: User, kind: str, number: str
) -> None:
    with pytest.raises(NumberMalformed) as refused:
        import_numbers(bundle.project, [LAND, (kind, number)], actor=issuer)

    assert number in str(refused.value)
    assert not ImportedNumber.objects.exists()
    assert set(numbers_of(bundle)) == {""}


def test_a_number_of_another_region_is_refused_with_both_regions(bundle: Bundle, issuer: User) -> None:
    with pytest.raises(NumberElsewhere, match=r"430900.*430921") as refused:
        import_numbers(bundle.project, [("LAND", "4309002026YG0000007")], actor=issuer)

    assert refused.value.next_step
    assert not ImportedNumber.objects.exists()


@pytest.mark.parametrize(
    "again", ["4309212026YG0000007", "4309212026yg0000007", "地字第４３０９２１２０２６YG0000007号"]
)
def test_a_number_is_imported_once_however_it_is_spelled(bundle: Bundle, issuer: User, again: str) -> None:
    import_numbers(bundle.project, [LAND], actor=issuer)

    with pytest.raises(NumberTaken, match=r"4309212026YG0000007|４３０９２１２０２６YG0000007"):
        import_numbers(bundle.project, [WORKS[0], ("LAND", again)], actor=issuer)

    assert list(ImportedNumber.objects.values_list("entry__text", flat=True)) == ["地字第4309212026YG0000007号"]
    assert numbers_of(bundle)[1] == ""


def test_the_same_number_twice_in_one_list_imports_none(bundle: Bundle, issuer: User) -> None:
    with pytest.raises(NumberTaken):
        import_numbers(bundle.project, [LAND, LAND], actor=issuer)

    assert not LedgerEntry.objects.filter(code="LAND").exists()


def test_a_number_on_an_issued_paper_is_not_imported_for_another_project(
    bureau: Bureau, bundle: Bundle, issuer: User
) -> None:
    import_numbers(bundle.project, [LAND, *WORKS], actor=issuer)
    issue(bureau, bundle)
    other = bundle.project
    other.pk, other.project_code = None, "2401-430921-04-01-204817"
    other.save()

    with pytest.raises(NumberTaken):
        import_numbers(other, [LAND], actor=issuer)


def test_numbers_left_over_wait_for_the_next_draft(bureau: Bureau, bundle: Bundle, issuer: User) -> None:
    import_numbers(bundle.project, [*WORKS, ("WORKS", "4309212026GG0000015")], actor=issuer)

    spare = bundle.project.imported_numbers.get(entry__certificate=None)
    assert str(spare) == "建字第4309212026GG0000015号"
    assert spare.entry.state == LedgerEntry.State.RESERVED


def test_a_withdrawn_bundle_gives_its_imported_numbers_back(bundle: Bundle, issuer: User) -> None:
    import_numbers(bundle.project, [LAND], actor=issuer)

    withdraw_bundle(bundle.pk, actor=issuer, reason="项目不办了")

    (left,) = bundle.project.imported_numbers.filter(entry__certificate=None)
    assert left.entry.state == LedgerEntry.State.RESERVED


def test_numbers_are_no_refusal_for_an_office_with_its_own_series(bureau: Bureau) -> None:
    """B04 tells it when the check runs; import itself only keeps what the national system sent."""
    bundle = bureau.draft_bundle()
    import_numbers(bundle.project, [("LAND", "4309002026YG0000007")], actor=bureau.person("issuer"))

    with pytest.raises(Refused):
        send_for_approval(bundle.pk, actor=bureau.person("officer"))
    assert [each.rule for each in must_fix(check_bundle(bundle))] == ["B04"]
