"""How wide a text comes out, near enough to place it. Pure."""

from unicodedata import east_asian_width

POINT = 25.4 / 72  # mm
_NARROW, _CAPITAL, _OTHER = 0.33, 0.68, 0.57  # ems of Noto Sans CJK SC


def width(text: str, size: float) -> float:
    """mm of one line set at ``size`` points, rounded up where in doubt."""
    return sum(map(_em, text)) * size * POINT


def _em(one: str) -> float:
    if east_asian_width(one) in "WF":
        return 1.0
    if one in " .,;:!'|()[]ijltfr-":
        return _NARROW
    return _CAPITAL if one.isupper() or one in "mw%@" else _OTHER
