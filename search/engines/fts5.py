"""Full text inside SQLite (search.schema), beside the look-up by number that every database has."""

from django.db.models import Q
from django.db.models.expressions import RawSQL

from search.analysis import Term, phrase
from search.contract import Understood
from search.engines.answering import Asked
from search.engines.database import DatabaseEngine
from search.schema import TABLE


class Fts5Engine(DatabaseEngine):
    name = "sqlite"

    def text_matches(self, wordings: tuple[tuple[Term, ...], ...]) -> tuple[Q, Q]:
        expression = " OR ".join(f"({' AND '.join(map(_expression, wanted))})" for wanted in wordings)
        return _matching(f"{{title_tokens}} : ({expression})"), _matching(expression)

    def readings(self, asked: Asked) -> list[Understood]:
        return []


def _matching(expression: str) -> Q:
    return Q(pk__in=RawSQL(f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s", [expression]))


def _expression(term: Term) -> str:
    """FTS5's own syntax. Tokens hold letters and digits only, so nothing in them can end the quotes."""
    quoted = f'"{" ".join(phrase(term))}"'
    return quoted if term.is_han else f"{quoted} *"
