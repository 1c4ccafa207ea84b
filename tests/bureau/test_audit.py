from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from wagtail.log_actions import log, registry

from bureau import audit
from bureau.models import AuditEntry, AuditHead, Office, User
from tests.conftest import without_triggers

pytestmark = pytest.mark.django_db


def three_entries(office: Office, clerk: User) -> None:
    for number in range(3):
        audit.record(office, "bureau.tested", actor=clerk, data={"number": number, "share": 0.5, "of": ["益", None]})


def test_a_chain_just_written_is_whole(office: Office, clerk: User) -> None:
    three_entries(office, clerk)

    assert audit.first_broken_entry() is None


def test_each_entry_names_its_predecessor(office: Office, clerk: User) -> None:
    three_entries(office, clerk)

    first, second, third = AuditEntry.objects.order_by("seq")
    assert (first.previous_hash, second.previous_hash, third.previous_hash) == ("0" * 64, first.hash, second.hash)


def test_what_wagtail_logs_itself_joins_the_chain(office: Office, clerk: User) -> None:
    log(office, "wagtail.edit", user=clerk, content_changed=True)

    assert registry.get_logs_for_instance(office).get().hash
    assert audit.first_broken_entry() is None


def test_the_database_refuses_to_change_or_delete_an_entry(office: Office, clerk: User) -> None:
    three_entries(office, clerk)

    with pytest.raises(IntegrityError, match="audit_entry_never_changes"), transaction.atomic():
        AuditEntry.objects.filter(seq=2).update(label="other")
    with pytest.raises(IntegrityError, match="audit_entry_never_changes"), transaction.atomic():
        AuditEntry.objects.filter(seq=2)._raw_delete("default")


def test_the_first_altered_entry_is_named(office: Office, clerk: User) -> None:
    three_entries(office, clerk)
    with without_triggers(connection):
        AuditEntry.objects.filter(seq=2).update(label="other")

    assert audit.first_broken_entry() == audit.BrokenEntry(2, "altered")


@pytest.mark.parametrize("gone", [1, 2, 3])
def test_a_missing_entry_is_named_even_the_last(office: Office, clerk: User, gone: int) -> None:
    three_entries(office, clerk)
    with without_triggers(connection):
        AuditEntry.objects.filter(seq=gone)._raw_delete("default")

    assert audit.first_broken_entry() == audit.BrokenEntry(gone, "missing")


def test_an_entry_written_anew_with_a_fitting_hash_is_unlinked(office: Office, clerk: User) -> None:
    three_entries(office, clerk)
    with without_triggers(connection):
        forged = AuditEntry.objects.get(seq=2)
        forged.label = "other"
        AuditEntry.objects.filter(seq=2).update(label="other", hash=forged.computed_hash())

    assert audit.first_broken_entry() == audit.BrokenEntry(3, "unlinked")


def test_an_undone_change_leaves_no_entry(office: Office, clerk: User) -> None:
    with transaction.atomic():
        audit.record(office, "bureau.tested", actor=clerk)
        transaction.set_rollback(True)

    assert not AuditEntry.objects.exists()
    assert not AuditHead.objects.filter(seq__gt=0).exists()


@pytest.mark.parametrize("data", [{"who": "430903199001012353"}, {"calls": ["13907371234"]}])
def test_identity_and_phone_numbers_are_refused(office: Office, clerk: User, data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no personal data"):
        audit.record(office, "bureau.tested", actor=clerk, data=data)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded(office: Office, clerk: User) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        audit.record(office, "bureau.tested", actor=clerk)


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_never_fork_the_chain(office: Office, clerk: User) -> None:
    def write(number: int) -> None:
        try:
            for _turn in range(5):
                with transaction.atomic():
                    audit.record(office, "bureau.tested", actor=clerk, data={"writer": number})
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(write, range(8)))

    assert AuditEntry.objects.count() == 40
    assert audit.first_broken_entry() is None
