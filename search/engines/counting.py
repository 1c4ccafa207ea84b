"""Total and facets from counts of each combination of facet values, by columns: there may be thousands. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import compress

from search.contract import FACETS, Facet, FacetValue, Query

Columns = Sequence[Sequence[str]]  # of each of FACETS the values, one for each combination
Choices = tuple[tuple[str, ...], ...]  # of each of FACETS the values that were chosen


def choices_of(query: Query) -> Choices:
    return tuple(tuple(query.chosen(facet)) for facet in FACETS)


def counted(columns: Columns, counts: Sequence[int], choices: Choices) -> tuple[int, tuple[Facet, ...]]:
    """How many records all choices leave, and for each facet how many the choices of the others leave.

    Combinations without records give no value.
    """
    fit = fitting(columns, choices)
    total = sum(compress(counts, fit)) if fit else sum(counts)
    return total, tuple(
        _facet(facet, column, counts, fitting(columns, choices, except_for=facet) if chosen else fit, chosen)
        for facet, column, chosen in zip(FACETS, columns, choices, strict=True)
    )


def fitting(columns: Columns, choices: Choices, except_for: str = "") -> list[bool]:
    """Which combinations the choices allow; empty when nothing is chosen, so that all are."""
    fit: list[bool] = []
    for facet, column, chosen in zip(FACETS, columns, choices, strict=True):
        if facet != except_for and (wanted := frozenset(chosen)):
            of_facet = [value in wanted for value in column]
            fit = [one and other for one, other in zip(fit, of_facet, strict=True)] if fit else of_facet
    return fit


def _facet(name: str, column: Sequence[str], counts: Sequence[int], fit: list[bool], chosen: tuple[str, ...]) -> Facet:
    values: dict[str, int] = defaultdict(int)
    if fit:  # what the other choices leave nothing of stays on the list
        values |= dict.fromkeys(compress(column, counts), 0)
    kept = (compress(column, fit), compress(counts, fit)) if fit else (column, counts)
    for value, count in zip(*kept, strict=True):
        if count:
            values[value] += count
    return Facet(name, tuple(FacetValue(value, values[value], value in chosen) for value in sorted(values) if value))
