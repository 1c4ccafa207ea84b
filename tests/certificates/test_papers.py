"""What stands on issued papers: rare names, long remarks; what cannot be drawn is refused; prints are counted."""

from collections.abc import Iterator
from io import BytesIO
from subprocess import run

import pikepdf
import pytest

from bureau import audit
from certificates.actions.decide_bundle import approve_bundle, send_for_approval
from certificates.actions.edit_bundle import edit_values, set_print_order
from certificates.actions.issue_bundle import issue_bundle
from certificates.actions.print_certificates import print_certificates
from certificates.actions.save_project import save_project
from certificates.bundle_checks import check_bundle
from certificates.errors import FindingsLeft
from certificates.facts import Value
from certificates.findings import must_fix
from certificates.models import Bundle, Certificate
from documents import store
from tests.certificates.admin_kit import Desk
from tests.kit import Bureau, certificate

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
RARE = "益阳𠀀䶮阿依·古丽有限公司"
LONG = "".join(
    f"〔{place:03}〕附记文" for place in range(250)
)  # 2,000 characters, each eight of them unlike the others


def change(bureau: Bureau, bundle: Bundle, changes: dict[int, dict[str, Value]]) -> None:
    edit_values(bundle.pk, changes, revision=bundle.revision, actor=bureau.person("officer"))
    bundle.refresh_from_db()


def issue(bureau: Bureau, bundle: Bundle) -> Bundle:
    send_for_approval(bundle.pk, actor=bureau.person("officer"))
    approve_bundle(bundle.pk, actor=bureau.person("chief"))
    return issue_bundle(bundle.pk, actor=bureau.person("issuer"))


def pages(certificate: Certificate) -> Iterator[str]:
    """What can be read on each page, without blanks and line ends."""
    assert certificate.pdf is not None
    text = run(["pdftotext", "-", "-"], input=store.read(certificate.pdf), capture_output=True, check=True).stdout
    for page in text.decode().split("\f"):
        yield "".join(page.split())


def test_rare_characters_of_a_name_stand_on_all_seven_papers(bureau: Bureau) -> None:
    bundle = bureau.draft_bundle()
    bundle.project.applicant = RARE
    save_project(bundle.project, actor=bureau.person("officer"))
    contract = bundle.project.attachments.get(type_version__type__code="GRANT")
    contract.values["grantee"] = RARE
    contract.save()
    changes: dict[int, dict[str, Value]] = {
        each.pk: {each.definition.holder_field: [RARE] if each.type_code == "TITLE" else RARE}
        for each in bundle.certificates.select_related("type_version")
    }
    change(bureau, bundle, changes)

    issued = issue(bureau, bundle)

    for each in issued.certificates.all():
        assert RARE in "".join(pages(each)), each
    assert certificate(issued, "LAND").facts.holder == RARE


@pytest.mark.parametrize(("character", "code"), [("\U000323af", "U+323AF"), ("\ue000", "U+E000")])
def test_a_character_that_no_font_has_is_refused_by_name_and_what_was_typed_is_kept(
    bureau: Bureau, character: str, code: str
) -> None:
    bundle = bureau.draft_bundle()
    works = certificate(bundle, "WORKS")
    change(bureau, bundle, {works.pk: {"works_name": f"样例{character}车间"}})

    with pytest.raises(FindingsLeft):
        send_for_approval(bundle.pk, actor=bureau.person("officer"))

    named = [each for each in must_fix(check_bundle(bundle)) if code in str(each)]
    assert {(each.certificate, each.key) for each in named} == {(works.pk, "works_name")}
    works.refresh_from_db()
    assert works.values["works_name"] == f"样例{character}车间"


def test_remarks_of_two_thousand_characters_are_printed_to_the_last_one(bureau: Bureau) -> None:
    bundle = bureau.draft_bundle()
    change(bureau, bundle, {certificate(bundle, "TITLE").pk: {"remarks": LONG}})

    title = certificate(issue(bureau, bundle), "TITLE")

    read = list(pages(title))
    assert len(LONG) == 2000
    assert [n for n in range(250) if f"〔{n:03}〕附记文" not in "".join(read)] == []
    assert title.pages > certificate(title.bundle, "TITLE", 1).pages
    assert sum("附记文" in page for page in read) >= 1
    assert title.facts.value("remarks") == LONG


def test_prints_are_counted_and_the_second_is_known_as_a_reprint(bureau: Bureau) -> None:
    issued = issue_bundle(bureau.ready_bundle().pk, actor=bureau.person("issuer"))
    land = certificate(issued, "LAND")
    before = store.read(land.pdf)

    print_certificates(issued, [land], actor=bureau.person("clerk"))
    print_certificates(issued, [land], actor=bureau.person("issuer"))

    assert certificate(issued, "LAND").prints == 2
    assert certificate(issued, "WORKS").prints == 0
    assert store.read(land.pdf) == before
    entries = [entry for entry in audit.history(issued) if entry.action == "certificates.print_certificates"]
    assert [entry.data["prints"] for entry in entries] == [{land.number: 2}, {land.number: 1}]


def test_a_draft_is_never_counted_as_printed(bureau: Bureau) -> None:
    bundle = bureau.ready_bundle()

    print_certificates(bundle, list(bundle.certificates.all()), actor=bureau.person("clerk"))

    assert {each.prints for each in bundle.certificates.all()} == {0}


def test_the_print_file_follows_the_order_that_was_set_before_or_after_the_issue(bureau: Bureau) -> None:
    issued = issue_bundle(bureau.ready_bundle().pk, actor=bureau.person("issuer"))
    wanted = [each for code in ("TITLE", "WORKS", "LAND") for each in issued.certificates.filter(type_code=code)]
    set_print_order(issued.pk, [each.pk for each in wanted], actor=bureau.person("issuer"))

    file = Desk(bureau.person("clerk")).post("bundle_print", issued.pk, follow=False).content

    text = run(["pdftotext", "-", "-"], input=file, capture_output=True, check=True).stdout.decode()
    plain = "".join(text.split())
    places = [plain.index(each.number) for each in wanted]
    assert places == sorted(places)
    with pikepdf.open(BytesIO(file)) as whole:
        assert len(whole.pages) == sum(each.pages for each in wanted)
