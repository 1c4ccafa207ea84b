"""B09 and B11: the order of days, terms and validity."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from certificates.facts import expiry, printed_date
from certificates.findings import BundleSnapshot, CertificateView, Finding
from certificates.identifiers import Term, has_building, is_unit_code, term_end
from certificates.rules.records import DEEDS, Record, attached, records
from certificates.rules.wording import must

ORDER = _("%(earlier)s of %(first)s must not be later than %(later)s of %(second)s. Correct the day.")
REGISTERED_LATE = _("%(name)s: %(label)s is %(day)s, after the issue day %(issue)s. Correct it.")
FUTURE = _("%(paper)s is dated %(day)s, after the issue day %(issue)s. Correct the day.")
NOT_VERIFIED = _("%(name)s: a title with a building comes after the planning verification. Issue or attach that first.")
DEED_DAYS = _(
    "%(paper)s: delivery %(delivery)s, start %(start)s, completion %(completion)s are out of order. Correct them."
)
NO_TERM = _("%(name)s: granted land has %(label)s. Write it like 2022年8月12日至2072年8月11日.")
BAD_TERM = _("%(name)s: %(label)s is “%(value)s”. Write it like 2022年8月12日至2072年8月11日.")
ALLOCATED_TERM = _("%(name)s: allocated land has no %(label)s. Empty it.")
TERM_END = _("%(name)s: %(years)s years from %(first)s end on %(right)s, but %(label)s ends on %(last)s. Correct it.")
ODD_TERM = _("%(name)s: %(label)s ends on %(last)s, which is not after whole years from %(first)s. Correct it.")
TERM_TOO_LONG = _("%(paper)s: %(years)s years for %(use)s are more than the %(most)s that are allowed. Correct it.")
SITE_EXPIRED = _("%(paper)s was valid until %(day)s, but the land permit is issued on %(issue)s. Extend it first.")
ALLOCATION, GRANT = "划拨", "出让"
# Pairs of kinds of which the first is never later (domain.md B09); a decision may be of the permit's own day.
PAIRS = (
    ("SITE", "LAND"),
    ("LAND", "ALLOC"),
    ("GRANT", "LAND"),
    ("LAND", "WORKS"),
    ("ALLOC", "TITLE"),
    ("GRANT", "TITLE"),
)
PAST = ("registered_on", "measured_on")
# Longest terms in years (CR 12); anything else 50.
LONGEST = ((("住宅", "居住"), 70), (("商业", "旅游", "娱乐", "商服", "商务"), 40))
OTHER_LONGEST = 50


def b09(snapshot: BundleSnapshot) -> Iterator[Finding]:
    """Days in their order, equal days allowed, none in the future. A bundle itself is issued on one day."""
    for earlier, later in PAIRS:
        for first in records(snapshot, earlier):
            for second in records(snapshot, later):
                yield from _ordered(first, second)
    for view in snapshot.certificates:
        for key in PAST:
            if (day := view.day(key)) and day > snapshot.issue_day:
                issue = printed_date(snapshot.issue_day)
                yield must("B09", REGISTERED_LATE, view, key, day=printed_date(day), issue=issue)
        yield from _built(snapshot, view)
    for prior in snapshot.prior_records:
        if prior.issued_on and prior.issued_on > snapshot.issue_day:
            dated, issue = printed_date(prior.issued_on), printed_date(snapshot.issue_day)
            yield must("B09", FUTURE, paper=prior.name, day=dated, issue=issue)
    for deed in records(snapshot, *DEEDS):
        yield from _deed_days(deed)


def _ordered(first: Record, second: Record) -> Iterator[Finding]:
    """Two papers of this bundle share its day; a title counts from its registration."""
    before, after = first.day, _day(second)
    if before is None or after is None or before <= after or (first.view is None and second.view is None):
        return
    view = second.view or first.view
    key = "registered_on" if second.view and second.code == "TITLE" else ""
    words = {"earlier": first.name, "later": second.name}
    yield must("B09", ORDER, view, key, first=printed_date(before), second=printed_date(after), **words)


def _day(record: Record) -> date | None:
    return (record.when("registered_on") or record.day) if record.code == "TITLE" else record.day


def _built(snapshot: BundleSnapshot, view: CertificateView) -> Iterator[Finding]:
    unit = view.text("unit_code")
    if view.code != "TITLE" or not is_unit_code(unit) or not has_building(unit):
        return
    if not snapshot.earlier_verified and not records(snapshot, "VERIFY"):
        yield must("B09", NOT_VERIFIED, view, "unit_code")


def _deed_days(deed: Record) -> Iterator[Finding]:
    """交地 not after 开工, 开工 before 竣工."""
    delivery, start, completion = (deed.when(key) for key in ("delivery_on", "start_on", "completion_on"))
    if delivery and start and completion and not delivery <= start < completion:
        days = {"delivery": delivery, "start": start, "completion": completion}
        words = {key: printed_date(day) for key, day in days.items()}
        yield must("B09", DEED_DAYS, deed.view, "start_on" if deed.view else "", paper=deed.name, **words)


def b11(snapshot: BundleSnapshot) -> Iterator[Finding]:
    """Granted land has a term of whole years, allocated land none; the site opinion still holds on the land's day."""
    for view in snapshot.certificates:
        yield from _term(snapshot, view)
    for deed in records(snapshot, "GRANT"):
        yield from _longest(deed)
    if snapshot.of("LAND"):
        for site in attached(snapshot, "SITE"):
            last = expiry(site.day, site.valid_years) if site.day else None
            if last and last < snapshot.issue_day:
                words = {"day": printed_date(last), "issue": printed_date(snapshot.issue_day)}
                yield must("B11", SITE_EXPIRED, snapshot.of("LAND")[0], paper=site.name, **words)


def _term(snapshot: BundleSnapshot, view: CertificateView) -> Iterator[Finding]:
    if "term" not in view.definition.by_key:
        return
    text, nature = view.text("term"), view.text("right_nature")
    if nature.startswith(ALLOCATION):
        if text:
            yield must("B11", ALLOCATED_TERM, view, "term")
    elif not text:
        if nature.startswith(GRANT):
            yield must("B11", NO_TERM, view, "term")
    elif term := Term.parse(text):
        yield from _whole_years(snapshot, view, term)
    else:
        yield must("B11", BAD_TERM, view, "term", value=text)


def _whole_years(snapshot: BundleSnapshot, view: CertificateView, term: Term) -> Iterator[Finding]:
    """Term end = start + years - 1 day, with the contract's years where there is one contract."""
    grants = records(snapshot, "GRANT")
    years = grants[0].text("term_years") if len(grants) == 1 else ""
    words: dict[str, object] = {"first": printed_date(term.first), "last": printed_date(term.last)}
    if years.isascii() and years.isdigit() and 0 < int(years) <= 100:
        right = term_end(term.first, int(years))
        if term.last != right:
            yield must("B11", TERM_END, view, "term", years=years, right=printed_date(right), **words)
    elif term.years is None:
        yield must("B11", ODD_TERM, view, "term", **words)


def _longest(deed: Record) -> Iterator[Finding]:
    years, use = deed.text("term_years"), deed.text("land_use")
    most = next((limit for words, limit in LONGEST if any(word in use for word in words)), OTHER_LONGEST)
    if use and years.isascii() and years.isdigit() and int(years) > most:
        key = "term_years" if deed.view else ""
        yield must("B11", TERM_TOO_LONG, deed.view, key, paper=deed.name, years=years, use=use, most=most)
