"""A real bureau begins with one command: an office, its administrator, the kinds and the site; no sample."""

import io

import pytest
from django.core.management import call_command

from bureau.models import Office, User
from bureau.people import roles_of
from bureau.roles import Role
from certificates.models import CertificateType

ARGUMENTS = [
    "--name=样例市自然资源局",
    "--short-name=样自然资",
    "--code=yangli",
    "--uscc=11430900MB0YLGT12D",
    "--region-code=430900",
    "--title-prefix=湘",
    "--title-place=样例市",
    "--county=430902",
    "--administrator=li",
]


@pytest.mark.django_db
def test_an_opened_office_has_an_administrator_kinds_and_a_site(monkeypatch: pytest.MonkeyPatch, client) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a password of some length\n"))

    call_command("open_office", *ARGUMENTS)

    office = Office.objects.get()
    assert roles_of(User.objects.get(username="li")) == [(Role.ADMINISTRATOR, office)]
    assert CertificateType.objects.count() == 10
    assert "样例市自然资源局" in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_wrong_credit_code_is_named_and_nothing_is_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a password of some length\n"))
    wrong = [each.replace("GT12D", "GT12A") for each in ARGUMENTS]

    with pytest.raises(SystemExit):
        call_command("open_office", *wrong)

    assert "uscc" in capsys.readouterr().err
    assert not Office.objects.exists()
