"""Certificates of the bundle and attached earlier papers, seen alike: what rules compare across both."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from certificates.facts import Values
from certificates.findings import BundleSnapshot, CertificateView, to_day, to_decimal
from certificates.rules.wording import name_of

# Who holds the paper, by kind; attached papers bring no definition with them.
HOLDER_KEYS = {"SITE": "applicant", "LAND": "land_user", "ALLOC": "land_user", "GRANT": "grantee"}
DEEDS = ("ALLOC", "GRANT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One paper with its day: that of issue for a certificate of the bundle."""

    code: str
    name: str
    number: str
    day: date | None
    values: Values
    view: CertificateView | None = None  # None: attached
    valid_years: int = 0

    def text(self, key: str) -> str:
        value = self.values.get(key, "")
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, "")
        return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()

    def decimal(self, key: str) -> Decimal | None:
        return to_decimal(self.values.get(key))

    def when(self, key: str) -> date | None:
        return to_day(self.values.get(key))


def records(snapshot: BundleSnapshot, *codes: str) -> tuple[Record, ...]:
    """Certificates of the bundle first, then attached papers of the same kinds."""
    return (*issued_here(snapshot, *codes), *attached(snapshot, *codes))


def issued_here(snapshot: BundleSnapshot, *codes: str) -> Iterator[Record]:
    for view in snapshot.of(*codes):
        yield Record(
            code=view.code,
            name=name_of(view),
            number=view.number,
            day=snapshot.issue_day,
            values=view.values,
            view=view,
            valid_years=view.definition.valid_years,
        )


def attached(snapshot: BundleSnapshot, *codes: str) -> Iterator[Record]:
    for prior in snapshot.prior(*codes):
        yield Record(
            code=prior.code,
            name=prior.name,
            number=prior.number,
            day=prior.issued_on,
            values=prior.values,
            valid_years=prior.valid_years,
        )
