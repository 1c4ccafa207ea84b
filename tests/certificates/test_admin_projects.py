"""Projects on screen: entered once, with parcels, files and supervision numbers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bureau import audit, calendar
from certificates.models import Attachment, CertificateType, Project
from tests.certificates.admin_kit import Desk, Page
from tests.kit import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PDF = b"%PDF-1.7\n%%EOF\n"
PROGRAM = SimpleUploadedFile("a.pdf", b"MZ\x90", "application/pdf")
LIST_QUERIES = 9


def desk(bureau: Bureau, name: str) -> Desk:
    return Desk(bureau.person(name))


def form(bureau: Bureau, **changes: object) -> dict[str, object]:
    return {
        "office": bureau.office.pk,
        "project_code": "2203-430900-04-01-618399",
        "name": "样例粮库工程（样例）",
        "applicant": "样例粮库有限公司（样例）",
        "applicant_uscc": "91430900MA0YLD0166",
        "location": "益阳市赫山区样例路 1 号",
        "land_use": "仓储用地",
        "acquisition": "划拨",
        "parcels-TOTAL_FORMS": 1,
        "parcels-INITIAL_FORMS": 0,
        "parcels-0-parcel_code": "430903001002GB00099",
        "parcels-0-area": "1200.50",
        "attachments-TOTAL_FORMS": 1,
        "attachments-INITIAL_FORMS": 0,
        **changes,
    }


def enter(bureau: Bureau, **changes: object) -> Page:
    return desk(bureau, "officer").send("project:add", data=form(bureau, **changes))


def test_a_project_is_entered_with_its_parcel_and_a_file(bureau: Bureau) -> None:
    page = enter(
        bureau,
        **{"attachments-0-name": "用地红线图", "attachments-0-file": SimpleUploadedFile("a.txt", PDF, "text/plain")},
    )

    project = Project.objects.get(project_code="2203-430900-04-01-618399")
    assert page.status == 200
    assert [str(each) for each in project.parcels.all()] == ["430903001002GB00099"]
    (attachment,) = project.attachments.select_related("file")
    assert attachment.file is not None
    assert attachment.file.media_type == "application/pdf"
    assert project.created_by == bureau.person("officer")
    assert {entry.action for entry in audit.history(project)} == {
        "certificates.create_project",
        "certificates.edit_parcels",
        "certificates.attach",
    }


def test_an_earlier_certificate_is_attached_with_what_it_states(bureau: Bureau) -> None:
    land = CertificateType.objects.get(code="LAND").current
    assert land is not None

    enter(
        bureau,
        **{
            "attachments-0-name": "二期用地规划许可证",
            "attachments-0-type_version": land.pk,
            "attachments-0-number": "地字第430900202100012号",
            "attachments-0-issued_on": "2021-03-14",
            "attachments-0-facts": "用地面积=360700.00\nland_user：样例粮库",
        },
    )

    attachment = Attachment.objects.get(name="二期用地规划许可证")
    assert attachment.values == {"land_area": "360700.00", "land_user": "样例粮库"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"project_code": "12"}, "2203-430900-04-01-618327"),
        ({"applicant_uscc": "91430900MA0YLD0167"}, "校验"),
        ({"parcels-0-parcel_code": "43"}, "19"),
        (
            {
                "attachments-0-name": "表",
                "attachments-0-file": PROGRAM,
            },
            "不是 PDF、PNG 或 JPEG",
        ),
        ({"attachments-0-name": "表", "attachments-0-facts": "没有等号"}, "少了等号"),
    ],
)
def test_a_wrong_entry_is_named_and_everything_typed_stays(
    bureau: Bureau, changes: dict[str, object], words: str
) -> None:
    page = enter(bureau, **changes)

    assert page.status == 422
    assert words in page.text
    assert "样例粮库工程（样例）" in page.content.decode()
    assert not Project.objects.exists()


def test_a_file_above_twenty_megabytes_is_refused_with_a_remedy(bureau: Bureau) -> None:
    large = SimpleUploadedFile("a.pdf", PDF + b" " * (20 * 1024 * 1024), "application/pdf")

    page = enter(bureau, **{"attachments-0-name": "图", "attachments-0-file": large})

    assert "“a.pdf”有 21 MB，最大 20 MB。请分成两份。" in page.text


def test_a_likely_double_is_shown_before_anything_is_saved(bureau: Bureau) -> None:
    enter(bureau)

    warned = enter(bureau, project_code="2203-430900-04-01-618400")
    counted = Project.objects.count()
    enter(bureau, project_code="2203-430900-04-01-618400", anyway="1")

    assert warned.status == 422
    assert "可能已经录过了" in warned.text
    assert "仍然新建" in warned.text
    assert (counted, Project.objects.count()) == (1, 2)


def test_a_project_is_changed_and_an_attachment_taken_off(bureau: Bureau) -> None:
    enter(bureau, **{"attachments-0-name": "旧图"})
    project = Project.objects.get()
    attachment = project.attachments.get()

    desk(bureau, "officer").send(
        "project:edit",
        project.pk,
        data=form(
            bureau,
            name="样例粮库二期（样例）",
            **{"remove-attachment": attachment.pk, "parcels-INITIAL_FORMS": 1, "parcels-0-DELETE": "on"},
        ),
    )

    project.refresh_from_db()
    assert project.name == "样例粮库二期（样例）"
    assert not project.attachments.exists()
    assert not project.parcels.exists()


@pytest.mark.parametrize("name", ["chief", "auditor", "supervisor"])
def test_who_only_sees_records_changes_none(bureau: Bureau, name: str) -> None:
    enter(bureau)
    project = Project.objects.get()

    seen = desk(bureau, name).open("project:inspect", project.pk)
    asked = desk(bureau, name).open("project:edit", project.pk)
    posted = desk(bureau, name).send("project:edit", project.pk, data=form(bureau, name="别人改的"), follow=False)

    project.refresh_from_db()
    assert seen.status == 200
    assert "改项目" not in seen.text
    assert {asked.location, posted.location} == {reverse("wagtailadmin_home")}
    assert project.name == "样例粮库工程（样例）"


def test_another_office_finds_no_project(bureau: Bureau) -> None:
    enter(bureau)
    project = Project.objects.get()
    stranger = Desk(bureau.person("officer-nan"))

    assert [
        stranger.open(name, project.pk).status for name in ("project:inspect", "project:edit", "project:history")
    ] == [404] * 3
    assert "样例粮库" not in stranger.open("project:index").text


def test_an_issuer_imports_supervision_numbers_all_or_none(bureau: Bureau) -> None:
    draft = bureau.office_of_imports()
    issuer = Desk(bureau.person("issuer-nan"))
    kinds = sorted({each.type_code for each in draft.certificates.all()} & {"LAND", "WORKS"})
    numbers = {"LAND": "4309212025YG0000123", "WORKS": "4309212025GG0000123"}
    lines = "\n".join(f"{kind} {numbers[kind]}" for kind in kinds)

    wrong = issuer.send("project_numbers", draft.project_id, data={"numbers": f"{lines}\nWORKS 12"})
    kept = draft.project.imported_numbers.count()
    right = issuer.send("project_numbers", draft.project_id, data={"numbers": lines})

    assert (wrong.status, kept) == (422, 0)
    assert "一个也没有导入。" in wrong.text
    assert f"导入了 {len(kinds)} 个监管号。" in right.text
    assert draft.project.imported_numbers.count() == len(kinds)
    assert draft.certificates.exclude(entry=None).count() == len(kinds)


def test_only_an_issuer_imports_numbers(bureau: Bureau) -> None:
    enter(bureau)

    page = desk(bureau, "officer").open("project_numbers", Project.objects.get().pk)

    assert page.location == reverse("wagtailadmin_home")


@pytest.mark.parametrize("count", [10, 200])
def test_the_list_asks_the_database_as_often_for_ten_as_for_two_hundred(bureau: Bureau, count: int) -> None:
    Project.objects.bulk_create(
        Project(
            office=bureau.office,
            project_code=f"2203-430900-04-01-{number:06}",
            name=f"样例 {number}",
            created_at=calendar.now(),
        )
        for number in range(count)
    )
    clerk = desk(bureau, "clerk")
    clerk.open("project:index_results")

    assert clerk.open("project:index_results").queries == LIST_QUERIES


def test_the_list_is_searched_and_filtered(bureau: Bureau) -> None:
    enter(bureau)
    officer = desk(bureau, "officer")

    assert "样例粮库" in officer.open("project:index_results", query="?q=618399").text
    assert "样例粮库" not in officer.open("project:index_results", query="?bundle_state=issued").text
    assert "样例粮库" in officer.open("project:index_results", query=f"?office={bureau.office.pk}").text
