"""Total and facets from counts of each combination of facet values, by columns: there may be thousands. Pure."""

from collections.abc import Sequence
from itertools import compress

from search.contract import FACETS, Facet, FacetValue, Query

Columns = Sequence[Sequence[str]]  # of each of FACETS the values, one for each combination


def counted(columns: Columns, counts: Sequence[int], query: Query) -> tuple[int, tuple[Facet, ...]]:
    """How many records all choices leave, and for each facet how many the choices of the others leave.

    Combinations without records give no value.
    """
    chosen = fitting(columns, query)
    total = sum(compress(counts, chosen)) if chosen else sum(counts)
    return total, tuple(
        _facet(facet, column, counts, fitting(columns, query, except_for=facet), query)
        for facet, column in zip(FACETS, columns, strict=True)
    )


def fitting(columns: Columns, query: Query, except_for: str = "") -> list[bool]:
    """Which combinations the choices allow; empty when nothing is chosen, so that all are."""
    fit: list[bool] = []
    for facet, column in zip(FACETS, columns, strict=True):
        if facet != except_for and (wanted := frozenset(query.chosen(facet))):
            of_facet = [value in wanted for value in column]
            fit = [one and other for one, other in zip(fit, of_facet, strict=True)] if fit else of_facet
    return fit


def _facet(name: str, column: Sequence[str], counts: Sequence[int], fit: list[bool], query: Query) -> Facet:
    values = dict.fromkeys(compress(column, counts), 0)
    kept = (compress(column, fit), compress(counts, fit)) if fit else (column, counts)
    for value, count in zip(*kept, strict=True):
        if count:
            values[value] += count
    chosen = query.chosen(name)
    return Facet(name, tuple(FacetValue(value, values[value], value in chosen) for value in sorted(values) if value))
