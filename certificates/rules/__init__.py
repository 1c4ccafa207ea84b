"""The checks of a bundle (domain.md §3): functions from a snapshot to findings, joined to the registry at start.

`normalise` brings what people enter into the form in which it is kept; `read` also says what is wrong with it.
A rule whose values are absent or wrong in themselves stays silent, because rule "field" has said so.
B12 and B14 join with casework.
"""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from certificates.findings import BundleSnapshot, Finding
from certificates.rules import schema
from certificates.rules.attachments import b13
from certificates.rules.dates import b09, b11
from certificates.rules.identity import b01, b02
from certificates.rules.land import b05, b07, b08
from certificates.rules.links import b10, land_in_bundle
from certificates.rules.numbers import b03, b04
from certificates.rules.print_room import b15
from certificates.rules.schema import Subject, check_values, read
from certificates.rules.values import normalise
from certificates.rules.works import b06

Check: TypeAlias = Callable[[BundleSnapshot], Iterable[Finding]]

CHECKS: dict[str, Check] = {
    "B01": b01,
    "B02": b02,
    "B03": b03,
    "B04": b04,
    "B05": b05,
    "B06": b06,
    "B07": b07,
    "B08": b08,
    "B09": b09,
    "B10": b10,
    "B11": b11,
    "B13": b13,
    "B15": b15,
    schema.RULE: schema.check,
}

__all__ = ["CHECKS", "Subject", "check_values", "join", "land_in_bundle", "normalise", "read"]


def join(register: Callable[[str, Check], None]) -> None:
    """Puts every rule into a registry under its name."""
    for rule, check in CHECKS.items():
        register(rule, check)
