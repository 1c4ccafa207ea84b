"""Polygons as lists of corners in metres. Pure; corners may lie on each other's edges."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Polygon: TypeAlias = tuple[Point, ...]

SLACK = 0.005  # metres; corners are given to the centimetre


def lies_inside(inner: Polygon, outer: Polygon) -> bool:
    """Whether no part of ``inner`` lies outside ``outer``; touching edges are inside.

    Every edge is cut wherever it meets an edge of ``outer``; between two cuts it is wholly inside or wholly outside,
    so the middle of each piece decides.
    """
    return all(_holds(outer, middle) for start, end in _edges(inner) for middle in _middles(start, end, outer))


def _edges(polygon: Polygon) -> Iterator[tuple[Point, Point]]:
    return zip(polygon, polygon[1:] + polygon[:1], strict=True)


def _middles(start: Point, end: Point, outer: Polygon) -> Iterator[Point]:
    cuts = sorted({0.0, 1.0, *(cut for edge in _edges(outer) for cut in _cuts(start, end, *edge))})
    for one, other in pairwise(cuts):
        share = (one + other) / 2
        yield start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _cuts(start: Point, end: Point, first: Point, last: Point) -> Iterator[float]:
    """Where start-end meets first-last, as shares of start-end; corners of a parallel edge too."""
    along, across = (end[0] - start[0], end[1] - start[1]), (last[0] - first[0], last[1] - first[1])
    turn = _cross(along, across)
    offset = (first[0] - start[0], first[1] - start[1])
    if abs(turn) > 1e-9:
        share, other = _cross(offset, across) / turn, _cross(offset, along) / turn
        if 0 < share < 1 and -1e-9 <= other <= 1 + 1e-9:
            yield share
        return
    length = along[0] ** 2 + along[1] ** 2
    for corner in (first, last):
        share = ((corner[0] - start[0]) * along[0] + (corner[1] - start[1]) * along[1]) / length if length else 0
        if 0 < share < 1:
            yield share


def _holds(polygon: Polygon, point: Point) -> bool:
    inside = False
    for first, last in _edges(polygon):
        if _distance(point, first, last) <= SLACK:
            return True
        if (first[1] > point[1]) != (last[1] > point[1]):
            crossing = first[0] + (point[1] - first[1]) / (last[1] - first[1]) * (last[0] - first[0])
            inside ^= point[0] < crossing
    return inside


def _distance(point: Point, first: Point, last: Point) -> float:
    along = (last[0] - first[0], last[1] - first[1])
    offset = (point[0] - first[0], point[1] - first[1])
    length = along[0] ** 2 + along[1] ** 2
    share = max(0.0, min(1.0, (offset[0] * along[0] + offset[1] * along[1]) / length)) if length else 0.0
    return float(((offset[0] - share * along[0]) ** 2 + (offset[1] - share * along[1]) ** 2) ** 0.5)


def _cross(one: Point, other: Point) -> float:
    return one[0] * other[1] - one[1] * other[0]
