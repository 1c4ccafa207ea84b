"""Exports: all that a person finds as a table, written by a worker page by page, kept for a day."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django_tasks import task

from bureau import calendar
from bureau.errors import Refused, Unavailable, YizhengError
from bureau.models import User
from bureau.scheduled import scheduled
from bureau.worker import worker_is_alive
from documents.spreadsheet.tables import xlsx_bytes
from search.actions.saved_searches import LONGEST_ASKED, SearchTooLong
from search.address import Address
from search.contract import Order, Query
from search.finding import find_whole
from search.labels import facet_labels
from search.models import SearchExport
from search.tables import COLUMNS, as_csv, cells

MOST = 50_000  # rows of one file; more are no list that anybody reads
BATCH = 500
KEPT = timedelta(days=1)
LONGEST = timedelta(minutes=20)  # what is older was begun by a worker that has gone
State = SearchExport.State


class NothingWritesExports(Unavailable):
    code = "search.no_worker"
    message = gettext_lazy("Nothing is running that could write the file now.")
    next_step = gettext_lazy("Ask the operator to start it, then try again.")


class TooManyRows(Refused):
    code = "search.too_many_rows"
    message = gettext_lazy("This search finds %(total)d records; a file holds at most %(most)d.")
    next_step = gettext_lazy("Narrow it, for example to one year, and export each part.")


def ask_export(actor: User, asked: str, form: SearchExport.Form) -> SearchExport:
    """Hands the work to a worker; ``asked`` is what stands behind the question mark of a list of results.

    Raises NothingWritesExports, SearchTooLong.
    """
    if not worker_is_alive():
        raise NothingWritesExports
    if len(asked) > LONGEST_ASKED:
        raise SearchTooLong
    with transaction.atomic():
        export = SearchExport.objects.create(asked_by=actor, asked_at=calendar.now(), asked=asked, form=form)
        transaction.on_commit(partial(write_in_worker.enqueue, export.pk))
    return export


def is_broken_off(export: SearchExport) -> bool:
    """Its worker must have gone; it can be asked for again."""
    return export.state in (State.WAITING, State.RUNNING) and export.asked_at < calendar.now() - LONGEST


@task(backend="jobs", queue_name="default")
def write_in_worker(export_id: int) -> str:
    """Runs in a worker. What goes wrong is shown on the export's page; the task itself then ends well."""
    return write_export(export_id).state


def write_export(export_id: int) -> SearchExport:
    """Whoever asked gets what they may see while it is written. Safe to call again: an export is written once."""
    begun = SearchExport.objects.filter(pk=export_id, state=State.WAITING).update(state=State.RUNNING)
    export = SearchExport.objects.select_related("asked_by").get(pk=export_id)
    if not begun:
        return export
    try:
        with override(settings.LANGUAGE_CODE):
            content = _written(export)
        _still(export).update(state=State.READY, content=content)
    except YizhengError as error:
        _still(export).update(state=State.FAILED, problem=f"{error} {error.next_step}")
    export.refresh_from_db()
    return export


def _written(export: SearchExport) -> bytes:
    rows, labels = [], facet_labels()
    # Newest first: a record that comes meanwhile stands before our place, and no page is skipped or read twice.
    query = replace(_query(export), order=Order.NEWEST, size=BATCH, cursor="")
    while True:
        page = find_whole(query, export.asked_by)
        if page.total > MOST:
            raise TooManyRows(total=page.total, most=MOST)
        rows += [cells(hit, labels) for hit in page.hits]
        _still(export).update(done=len(rows), total=page.total)
        if not page.next:
            return as_csv(rows) if export.form == SearchExport.Form.CSV else _as_xlsx(rows)
        query = replace(query, cursor=page.next)


def _query(export: SearchExport) -> Query:
    return Address.read("", QueryDict(export.asked)).query


def _as_xlsx(rows: list[dict[str, str]]) -> bytes:
    head = [str(title) for title in COLUMNS.values()]
    return xlsx_bytes(_("Search"), [head, *([row[name] for name in COLUMNS] for row in rows)])


def _still(export: SearchExport) -> QuerySet[SearchExport]:
    """The export, as long as it is ours to write."""
    return SearchExport.objects.filter(pk=export.pk, state=State.RUNNING)


@scheduled(every=timedelta(hours=1), name="search.exports")
def drop_old_exports() -> int:
    """They may name people and hold what is closed: nothing of them stays longer than it takes to fetch them."""
    old = Q(asked_at__lt=calendar.now() - KEPT)
    return SearchExport.objects.filter(old).delete()[0]
