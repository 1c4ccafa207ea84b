"""`search`, `rebuild_search` and `flush_outbox` on the command line."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from search.models import SearchRecord

pytestmark = pytest.mark.django_db
WORKS, TITLE = "建字第430900202200086号", "湘(2022)益阳市不动产权第0018231号"
POWER_PLANT = "2203-430900-04-01-618327"


@pytest.fixture
def permits(issue):
    issue("WORKS", WORKS, works_name="益阳样例电厂三期 主厂房")
    issue("TITLE", TITLE)


def answer(*arguments: str) -> dict:
    written = StringIO()
    call_command("search", "--json", *arguments, stdout=written)
    return json.loads(written.getvalue())


def test_it_answers_in_the_form_of_the_design(permits):
    hit = {"kind": "certificate", "id": "id00000001", "number": WORKS, "title": "益阳样例电厂三期 主厂房"}

    assert answer("0086") == {"total": 1, "hits": [hit]}
    assert answer("0018231") == {"total": 0, "hits": []}


@pytest.mark.django_db(transaction=True)
def test_committed_rows_are_found_and_can_be_emptied(permits):
    assert answer("0086")["total"] == 1


def test_an_account_sees_the_records_of_its_offices(permits, clerk, project):
    assert [hit["number"] for hit in answer("0018231", "--as", "clerk")["hits"]] == [TITLE]
    hit = {"kind": "project", "id": str(project.pk), "number": POWER_PLANT, "title": "益阳样例电厂三期扩建工程"}
    assert answer(POWER_PLANT, "--as", "clerk", "--kind", "project") == {"total": 1, "hits": [hit]}


def test_a_kind_is_one_of_records_or_of_certificates(permits, clerk):
    assert answer("", "--as", "clerk", "--kind", "certificate")["total"] == 2
    assert answer("", "--as", "clerk", "--kind", "TITLE")["total"] == 1
    assert answer("", "--kind", "TITLE")["total"] == 0


def test_the_engine_can_be_named(permits, capsys):
    assert answer(WORKS, "--engine", "database")["total"] == 1
    assert answer("主厂房", "--engine", "database")["total"] == 0
    assert "numbers and nothing else" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--as", "nobody"], ["--kind", "nothing"]])
def test_wrong_use_ends_with_two(permits, arguments):
    with pytest.raises(CommandError) as refused:
        call_command("search", "0086", *arguments)

    assert refused.value.returncode == 2


def test_an_odd_query_from_a_terminal_is_answered(permits):
    for text in ("\udcff\udcfe", "x" * 10_000, "'; DROP TABLE", "😀", "-"):
        assert answer("--", text)["hits"] == []


def test_a_rebuild_reports_how_many(permits):
    SearchRecord.objects.all().delete()
    written = StringIO()

    call_command("rebuild_search", "--json", stdout=written)

    assert json.loads(written.getvalue()) == {"indexed": 3}
    assert answer("0086")["total"] == 1


def test_without_a_cluster_there_is_nothing_to_send():
    with pytest.raises(CommandError) as refused:
        call_command("flush_outbox")

    assert refused.value.returncode == 2
