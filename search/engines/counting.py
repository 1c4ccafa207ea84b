"""Total and facets from counts of each combination of facet values. Pure."""

from collections.abc import Iterable

from search.contract import FACETS, Facet, FacetValue, Query

Values = tuple[str, ...]  # one for each of FACETS


def fits(values: Values, query: Query) -> bool:
    """Whether the choices of ``query`` allow all of them."""
    return not _missed(values, [query.chosen(facet) for facet in FACETS])


def counted(cells: Iterable[tuple[Values, int]], query: Query) -> tuple[int, tuple[Facet, ...]]:
    """How many records all choices leave, and for each facet how many the choices of the others leave."""
    wanted = [frozenset(query.chosen(facet)) for facet in FACETS]
    total = 0
    counts: list[dict[str, int]] = [{} for _facet in FACETS]
    for values, count in cells:
        missed = _missed(values, wanted) if any(wanted) else []
        total += count if not missed else 0
        for at, of_facet in enumerate(counts):
            under_others = count if not missed or missed == [at] else 0
            of_facet[values[at]] = of_facet.get(values[at], 0) + under_others
    return total, tuple(map(_facet, FACETS, counts, wanted))


def _missed(values: Values, wanted: Iterable[Iterable[str]]) -> list[int]:
    return [at for at, (value, some) in enumerate(zip(values, wanted, strict=True)) if some and value not in some]


def _facet(name: str, counts: dict[str, int], chosen: frozenset[str]) -> Facet:
    return Facet(name, tuple(FacetValue(value, counts[value], value in chosen) for value in sorted(counts) if value))
