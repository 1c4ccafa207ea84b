"""The county or district of a place, as facets group by it."""

import re

# 益阳市赫山区样例镇 -> 赫山区; a 小区 or 园区 is no district.
DISTRICT = re.compile(
    r"^(?:[^省]{2,8}省)?(?:[^市州盟]{1,8}[市州盟])?([^省市州盟]{1,6}?(?:(?<![小社园发新景校厂矿])区|[县市旗]))"
)


def district_of(place: str) -> str:
    """The county or district that a place begins with, '' when it names none."""
    found = DISTRICT.match(place)
    return found[1] if found else ""
