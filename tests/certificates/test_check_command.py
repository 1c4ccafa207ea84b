"""check_certificate: the form of design §10 and its exit status."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from certificates.models import Certificate
from tests.certificates.issued import TITLE_NUMBER, WORKS_NUMBER, Issued

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(issued: Issued, tmp_path: Path) -> dict[str, str]:
    contents = {
        "works.pdf": issued.of("WORKS").pdf,
        "title.pdf": issued.of("TITLE").pdf,
        "altered.pdf": issued.of("WORKS").pdf + b"\n",
        "letter.txt": "一封信".encode(),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {name: str(tmp_path / name) for name in [*contents, "missing.pdf"]}


def status_of(*arguments: str) -> int:
    try:
        call_command("check_certificate", *arguments)
    except SystemExit as stopped:
        return int(str(stopped.code))
    return 0


def test_genuine_files_are_one_json_document_and_status_zero(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    status = status_of(files["works.pdf"], files["title.pdf"], "--json")

    assert status == 0
    assert json.loads(capsys.readouterr().out) == [
        {"file": files["works.pdf"], "state": "authentic", "reason": "", "number": WORKS_NUMBER},
        {"file": files["title.pdf"], "state": "authentic", "reason": "", "number": TITLE_NUMBER},
    ]


def test_one_that_is_not_genuine_is_found_wrong(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    names = ("works.pdf", "altered.pdf", "letter.txt", "missing.pdf")

    status = status_of(*(files[name] for name in names), "--json")

    assert status == 1
    assert [(each["state"], each["reason"], each["number"]) for each in json.loads(capsys.readouterr().out)] == [
        ("authentic", "", WORKS_NUMBER),
        ("altered", "bytes_differ", WORKS_NUMBER),
        ("unknown", "not_a_pdf", ""),
        ("unchecked", "unreadable", ""),
    ]


def test_why_a_certificate_was_revoked_is_never_said(
    issued: Issued, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    Certificate.objects.filter(pk=issued.of("WORKS").certificate.pk).update(
        state="revoked", ended_on=date(2022, 10, 8), end_reason="annulled"
    )

    status = status_of(files["works.pdf"], "--json")

    assert status == 1
    assert json.loads(capsys.readouterr().out) == [
        {"file": files["works.pdf"], "state": "revoked", "reason": "", "number": WORKS_NUMBER}
    ]


def test_without_json_there_is_a_line_for_each_file(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    status_of(files["works.pdf"], files["letter.txt"])

    assert capsys.readouterr().out.splitlines() == [
        f"{files['works.pdf']}  authentic  {WORKS_NUMBER}",
        f"{files['letter.txt']}  unknown  not_a_pdf",
    ]


def test_no_file_at_all_is_wrong_use() -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("check_certificate")

    assert refusal.value.returncode == 1 or "FILE" in str(refusal.value)
