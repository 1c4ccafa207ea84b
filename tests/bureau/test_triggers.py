"""The triggers of bureau.triggers, on a table of their own, on whichever database the tests run."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from bureau import triggers
from bureau.checks import trigger_check
from bureau.models import OutgoingMail, User
from bureau.models.audit import AuditEntry
from bureau.triggers import Frozen, Transitions
from tests.conftest import without_triggers

pytestmark = pytest.mark.django_db(transaction=True)
LETTER = "bureau.OutgoingMail"  # stands for any record: has texts, numbers, days that may be empty


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[triggers.Rule]]:
    """Rules added to this list hold until the test ends."""
    added: list[triggers.Rule] = []
    monkeypatch.setattr(triggers, "_rules", dict(triggers._rules))
    yield added
    monkeypatch.undo()
    triggers.install(connection)


def holds(*added: triggers.Rule) -> None:
    for rule in added:
        triggers.freeze(rule)
    triggers.install(connection)


@pytest.fixture
def letter(rules: list[triggers.Rule]) -> OutgoingMail:
    user = User.objects.create_user("reader")
    return OutgoingMail.objects.create(
        recipient=user, subject="draft", body="a", created_at="2022-08-12T09:00:00+08:00", tries=0
    )


def change(letter: OutgoingMail, **values: object) -> None:
    with transaction.atomic():
        OutgoingMail.objects.filter(pk=letter.pk).update(**values)


def test_frozen_columns_stay_and_free_ones_move(letter: OutgoingMail) -> None:
    holds(Frozen(model=LETTER, name="letter_stays", columns=["subject"]))

    change(letter, body="b")
    with pytest.raises(IntegrityError, match="letter_stays"):
        change(letter, subject="other")


def test_rows_are_free_until_the_condition_holds(letter: OutgoingMail) -> None:
    holds(Frozen(model=LETTER, name="sent_letter_stays", when="OLD.subject <> 'draft'", free=["tries"]))

    change(letter, body="b")
    change(letter, subject="final")
    change(letter, tries=3)
    with pytest.raises(IntegrityError, match="sent_letter_stays"):
        change(letter, body="c")
    with pytest.raises(IntegrityError, match="sent_letter_stays"):
        change(letter, subject="draft")


def test_a_column_is_filled_once(letter: OutgoingMail) -> None:
    holds(Frozen(model=LETTER, name="set_once", columns=[], set_once=["sent_at", "error"]))

    change(letter, sent_at="2022-08-12T09:00:00+08:00", error="x")
    for values in ({"sent_at": None}, {"sent_at": "2022-08-13T09:00:00+08:00"}, {"error": ""}):
        with pytest.raises(IntegrityError, match="set_once"):
            change(letter, **values)


def test_an_exception_may_be_named(letter: OutgoingMail) -> None:
    holds(Frozen(model=LETTER, name="until_error", columns=["body"], unless="NEW.error = 'allowed'"))

    with pytest.raises(IntegrityError):
        change(letter, body="b")
    change(letter, body="b", error="allowed")


def test_rows_that_are_frozen_are_not_deleted(letter: OutgoingMail) -> None:
    holds(Frozen(model=LETTER, name="kept", columns=[], when="OLD.subject <> 'draft'"))
    change(letter, subject="final")

    with pytest.raises(IntegrityError, match="kept"), transaction.atomic():
        letter.delete()


def test_a_draft_can_be_deleted(letter: OutgoingMail) -> None:
    holds(Frozen(model=LETTER, name="kept", columns=[], when="OLD.subject <> 'draft'"))

    letter.delete()

    assert not OutgoingMail.objects.exists()


def test_states_go_only_the_allowed_ways(letter: OutgoingMail) -> None:
    holds(
        Transitions(
            model=LETTER, name="letter_goes_on", column="subject", allowed={"draft": {"issued"}, "issued": {"revoked"}}
        )
    )

    change(letter, body="b")
    with pytest.raises(IntegrityError, match="letter_goes_on"):
        change(letter, subject="revoked")
    change(letter, subject="issued")
    change(letter, subject="revoked")
    with pytest.raises(IntegrityError, match="letter_goes_on"):
        change(letter, subject="draft")


def test_installing_again_changes_nothing(letter: OutgoingMail) -> None:
    before = triggers.installed(connection)
    triggers.install(connection)

    assert triggers.installed(connection) == before
    assert triggers.missing_triggers(connection) == []


def test_a_trigger_that_is_gone_is_named(letter: OutgoingMail) -> None:
    with without_triggers(connection):
        missing = {trigger.table for trigger in triggers.missing_triggers(connection)}

    assert AuditEntry._meta.db_table in missing
    assert triggers.missing_triggers(connection) == []


def test_the_check_names_it_but_does_not_hold_up_the_migration_that_mends_it(letter: OutgoingMail) -> None:
    recorder = MigrationRecorder(connection)
    app, name = max(MigrationLoader(connection).graph.leaf_nodes("casework"))
    with without_triggers(connection):
        assert {each.id for each in trigger_check(None, databases=["default"])} == {"bureau.E001"}

        recorder.record_unapplied(app, name)
        try:
            assert trigger_check(None, databases=["default"]) == []
        finally:
            recorder.record_applied(app, name)


def test_a_changed_rule_replaces_its_trigger(letter: OutgoingMail) -> None:
    holds(Frozen(model=LETTER, name="changing_rule", columns=["subject"]))
    holds(Frozen(model=LETTER, name="changing_rule", columns=["body"]))

    change(letter, subject="free now")
    with pytest.raises(IntegrityError, match="changing_rule"):
        change(letter, body="b")


@pytest.mark.sqlite
def test_a_rebuilt_table_loses_its_triggers_and_install_puts_them_back(letter: OutgoingMail) -> None:
    holds(Frozen(model=LETTER, name="survives", columns=["subject"]))
    with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
        editor._remake_table(OutgoingMail)
    assert any("survives" in trigger.name for trigger in triggers.missing_triggers(connection))

    triggers.install(connection)

    with pytest.raises(IntegrityError, match="survives"):
        change(letter, subject="other")


@pytest.mark.postgresql
def test_truncate_is_refused_too(letter: OutgoingMail) -> None:
    with (
        pytest.raises(IntegrityError, match="audit_entry_never_changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {AuditEntry._meta.db_table} CASCADE")


def test_no_rule_reads_a_column_that_is_not_there() -> None:
    with pytest.raises(FieldDoesNotExist):
        list(Frozen(model=LETTER, name="typo", columns=["subjekt"]).triggers(connection.vendor))
