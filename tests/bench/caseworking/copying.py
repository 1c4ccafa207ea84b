"""More of the same cases by SQL alone, a hundred times as fast as by objects: the same days and words, other numbers.

Days stay as they are, so what is kept of a clock stays right.
"""

from collections.abc import Iterator, Mapping

from django.db import connection, transaction
from django.db.models import Max, Model

from casework.models import Application, ApplicationMaterial, Case, CaseEvent, CaseStep, Notice
from certificates.models import Project
from documents.models import LedgerEntry
from tests.bench.searching.invented import SYLLABLES

COPIED = (Project, LedgerEntry, Application, ApplicationMaterial, Case, CaseStep, CaseEvent, Notice)
EACH_DAY = 90  # numbers of one day that a copy leaves to the cases of the one before
NUMBER = "substr({0}, 1, 10) || substr(CAST(10000 + CAST(substr({0}, 11) AS integer) + {1} AS text), 2)"
CODE = "substr(project_code, 1, 18) || substr(CAST(1000000 + id + {0} AS text), 2)"
PUBLIC_ID = "'b' || substr(CAST(1000000000 + CAST(substr(public_id, 2) AS integer) + {0} AS text), 2)"


def copy(times: int) -> None:
    """Writes all cases that there are so many times more."""
    shift = {model: model._default_manager.aggregate(last=Max("pk"))["last"] for model in COPIED}
    for turn in range(1, times + 1):
        with transaction.atomic(), connection.cursor() as cursor:
            for model in COPIED:
                columns, values = zip(*_values(model, turn, shift), strict=True)
                table = model._meta.db_table
                first = f"FROM {table} WHERE id <= {shift[model]}"  # those that objects wrote
                cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} {first}")


def _values(model: type[Model], turn: int, shift: Mapping[type[Model], int]) -> Iterator[tuple[str, str]]:
    """Each column with what a copy has in it."""
    others = _others(turn, shift)
    for field in model._meta.concrete_fields:
        column, target = f'"{field.column}"', model if field.primary_key else field.related_model
        if (model, field.name) in others:
            yield column, others[model, field.name]
        elif target in shift:
            yield column, f"{column} + {turn * shift[target]}"
        else:
            yield column, column


def _others(turn: int, shift: Mapping[type[Model], int]) -> dict[tuple[type[Model], str], str]:
    """What is no key and yet never comes twice, and names: else a word would be in a hundred projects or in none."""
    number = NUMBER.format("{0}", turn * EACH_DAY)
    text = "CASE WHEN code = 'CASE' THEN {number} ELSE {0} || '-{turn}' END"
    another = f"'{SYLLABLES[turn % len(SYLLABLES)]}' || substr(name, 2)"
    return {
        (Project, "project_code"): CODE.format(turn * shift[Project]),
        (Project, "name"): another,
        (LedgerEntry, "text"): text.format("text", number=number.format("text"), turn=turn),
        (LedgerEntry, "key"): text.format("key", number=number.format("key"), turn=turn),
        (Application, "public_id"): PUBLIC_ID.format(turn * shift[Application]),
        (Notice, "public_id"): PUBLIC_ID.format(turn * shift[Application]),
        (Case, "number"): number.format("number"),
    }
