"""An uploaded workbook, read into drafts and findings, cell by cell. Writes nothing."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from bureau.errors import Text
from certificates import rules
from certificates.actions.create_bundle import LARGEST_BUNDLE, Draft, known_values
from certificates.definition import FieldDefinition, TypeDefinition
from certificates.facts import Value
from certificates.findings import Finding, Severity
from certificates.models import CertificateTypeVersion, Project
from certificates.rules.values import invisible_in
from certificates.spreadsheet import errors
from certificates.spreadsheet.layout import (
    FIRST_ROW,
    HEAD_ROW,
    LONGEST_PART,
    PART_LABEL,
    Marker,
    head_of,
    same_head,
)
from documents.spreadsheet import cells as sheet_cells
from documents.spreadsheet.cells import is_blank, lost_digits, plain
from documents.spreadsheet.package import damage_named, opened
from documents.spreadsheet.scan import SheetFacts, letters, scanned

HEAD_CHANGED = _("The label is changed; this column is for %(label)s. Put the label back, or check its cells.")
COLUMN_UNKNOWN = _("The template has no such column. Take it out.")
COLUMN_TWICE = _("This column is there twice. Take one out.")
COLUMN_MISSING = _("The column %(label)s is missing. Copy your rows into a new template.")
COLUMN_WITHOUT_LABEL = _("This stands in a column without a label. Take it out, or put it where it belongs.")
SHEET_UNKNOWN = _("This sheet is not from the template and is not read. Take it out, or copy its rows over.")
FORMULA = _("%(cell)s holds a formula. Type its result instead.")
MERGED = _("%(cell)s is merged. Split it, so that each row says all of its own.")
ERROR_SHOWN = _("The program shows an error here (%(value)s). Enter the value itself.")
DIGITS_LOST = _(
    "The program keeps only 15 digits of a number, so this one is no longer what was typed. Enter it as text."
)
PART_LONG = _("The part has %(count)s characters; at most %(most)s. Shorten it.")
PART_INVISIBLE = _("The part holds characters that nobody can see. Type it again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFinding(sheet_cells.CellFinding):
    """As the rules judge it: only must-fix findings keep a file out."""

    severity: Severity = Severity.MUST_FIX


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a workbook holds. Only a reading without must-fix findings may be entered."""

    drafts: tuple[Draft, ...]
    findings: tuple[CellFinding, ...]  # must-fix first, each group in the order of sheets, rows and columns
    sha256: str

    @property
    def musts(self) -> tuple[CellFinding, ...]:
        return tuple(each for each in self.findings if each.severity is Severity.MUST_FIX)

    @property
    def reminders(self) -> tuple[CellFinding, ...]:
        return tuple(each for each in self.findings if each.severity is not Severity.MUST_FIX)


def read_spreadsheet(content: bytes, project: Project, versions: Mapping[str, CertificateTypeVersion]) -> Reading:
    """Drafts for ``project`` of the kinds in ``versions`` (code to the version in use).

    Raises SpreadsheetRefused when the file as a whole cannot be entered.
    """
    with opened(content) as archive:
        scans = scanned(archive)
    with damage_named("xlsx"):
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheets = [_Sheet.read(book[each.title], each) for each in scans if each.last_row]
    ours = [each for each in sheets if each.marker]
    if not any(each.marker and each.marker.holds_certificates for each in ours):
        raise errors.NotOurTemplate()
    for each in ours:
        each.check_marker(project, versions)
    count = sum(max(each.facts.used_rows - FIRST_ROW + 1, 0) for each in ours if each.holds_certificates)
    if count > LARGEST_BUNDLE:
        raise errors.TooManyCertificates(count=count, most=LARGEST_BUNDLE)
    prefetch_related_objects([project], "parcels")
    drafts: list[Draft] = []
    findings: list[CellFinding] = []
    for each in sheets:
        if not each.holds_certificates:
            findings += each.strange()
            continue
        with damage_named(each.title):
            cells = _filled_rows(book[each.title], each.facts)
        found, said = _Rows(each, project, versions).read(cells)
        drafts += found
        findings += said
    if not drafts:
        raise errors.NoRows()
    order = {each.title: place for place, each in enumerate(sheets)}
    findings.sort(key=lambda each: (each.severity is not Severity.MUST_FIX, order[each.sheet], each.coordinates))
    return Reading(drafts=tuple(drafts), findings=tuple(findings), sha256=hashlib.sha256(content).hexdigest())


def _filled_rows(worksheet: Any, facts: SheetFacts) -> list[tuple[int, Sequence[Any]]]:
    """Numbers and cells of the rows that hold something."""
    rows = worksheet.iter_rows(min_row=FIRST_ROW, max_row=facts.last_row, max_col=facts.last_column)
    return [
        (row, cells)
        for row, cells in enumerate(rows, start=FIRST_ROW)
        if any(not is_blank(cell.value) for cell in cells)
    ]


@dataclass(slots=True)
class _Sheet:
    """A sheet with its heads and keys."""

    facts: SheetFacts
    heads: Sequence[Any]
    keys: Sequence[Any]
    marker: Marker | None = None

    @classmethod
    def read(cls, worksheet: Any, facts: SheetFacts) -> "_Sheet":
        rows = worksheet.iter_rows(min_row=1, max_row=FIRST_ROW - 1, max_col=facts.last_column, values_only=True)
        heads, keys = next(rows, ()), next(rows, ())
        return cls(facts, heads, keys, next((found for key in keys if (found := Marker.parse(key))), None))

    @property
    def title(self) -> str:
        return self.facts.title

    @property
    def holds_certificates(self) -> bool:
        return self.marker is not None and self.marker.holds_certificates

    def check_marker(self, project: Project, versions: Mapping[str, CertificateTypeVersion]) -> None:
        """Raises OtherProject, KindNotUsed or OutdatedTemplate."""
        marker = self.marker
        if marker is None:
            return
        if marker.project_code != project.project_code:
            raise errors.OtherProject(sheet=self.title, had=marker.project_code, now=project.project_code)
        if not marker.holds_certificates:
            return
        version = versions.get(marker.kind)
        if version is None:
            raise errors.KindNotUsed(sheet=self.title, kind=marker.kind)
        if version.version != marker.version:
            raise errors.OutdatedTemplate(
                sheet=self.title, kind=version.definition.name, had=marker.version, now=version.version
            )

    def strange(self) -> list[CellFinding]:
        """A sheet that is not the template's is named, since what stands in it would otherwise be lost silently."""
        if self.marker:
            return []
        return [CellFinding(sheet=self.title, cell="", label="", message=str(SHEET_UNKNOWN))]


@dataclass(slots=True)
class _Rows:
    """The certificates of one sheet."""

    sheet: _Sheet
    project: Project
    versions: Mapping[str, CertificateTypeVersion]
    findings: list[CellFinding] = field(default_factory=list)
    columns: dict[int, FieldDefinition] = field(default_factory=dict)
    part_column: int = 0
    strays: set[int] = field(default_factory=set)  # columns without head and key

    @property
    def version(self) -> CertificateTypeVersion:
        assert self.sheet.marker is not None
        return self.versions[self.sheet.marker.kind]

    @property
    def definition(self) -> TypeDefinition:
        return self.version.definition

    def read(self, rows: Sequence[tuple[int, Sequence[Any]]]) -> tuple[list[Draft], list[CellFinding]]:
        facts = self.sheet.facts
        self._read_heads()
        for name in facts.formulas:
            self._say(name, FORMULA)
        for merged in facts.merged:
            self._say(merged.name, MERGED)
        known = known_values(self.project, self.definition)
        drafts = [self._draft(row, cells, known) for row, cells in rows]
        return drafts, self.findings

    def _read_heads(self) -> None:
        """Which column holds which field; unknown, doubled, renamed and missing ones are named."""
        seen: set[str] = set()
        for column, (head, key) in enumerate(zip(self.sheet.heads, self.sheet.keys, strict=False), start=1):
            place = f"{letters(column)}{HEAD_ROW}"
            text = str(key or "").strip()
            if Marker.parse(key):
                self.part_column = column
            elif text in seen:
                self._say(place, COLUMN_TWICE, str(head or text))
            elif each := self.definition.by_key.get(text):
                seen.add(text)
                self.columns[column] = each
                if not same_head(head, each):
                    self._say(place, HEAD_CHANGED, str(head or ""), label=head_of(each))
            elif text or not is_blank(head):
                self._say(place, COLUMN_UNKNOWN, str(head or text))
            else:
                self.strays.add(column)
        for each in self.definition.fields:
            if each.key not in seen:
                self._say("", COLUMN_MISSING, each.label, label=each.label)

    def _draft(self, row: int, cells: Sequence[Any], known: Mapping[str, Value]) -> Draft:
        raw: dict[str, object] = {}
        silent = {each.key for each in self.definition.fields} - {each.key for each in self.columns.values()}
        part = ""
        for column, cell in enumerate(cells, start=1):
            name = f"{letters(column)}{row}"
            if column == self.part_column:
                part = self._part(name, cell)
            elif column in self.strays and not is_blank(cell.value):
                self._say(name, COLUMN_WITHOUT_LABEL)
            elif each := self.columns.get(column):
                if self._is_readable(name, cell, each) and not self._is_merged(row, column):
                    raw[each.key] = plain(cell.value)
                else:
                    silent.add(each.key)
        name = part or gettext("row %(n)s") % {"n": row}
        values, found = rules.read(self.definition, raw, name=name, counties=self.project.office.counties)
        self._take(row, [each for each in found if each.key not in silent])
        kept = {key: value for key, value in values.items() if value or key in known}
        return Draft(type_version=self.version, part=part[:LONGEST_PART], values=kept)

    def _take(self, row: int, found: Sequence[Finding]) -> None:
        places = {each.key: column for column, each in self.columns.items()}
        for each in sorted(found, key=lambda one: places[one.key]):
            column = places[each.key]
            self.findings.append(
                CellFinding(
                    sheet=self.sheet.title,
                    cell=f"{letters(column)}{row}",
                    label=self.columns[column].label,
                    message=str(each),
                    severity=each.severity,
                )
            )

    def _part(self, name: str, cell: Any) -> str:
        if not self._is_readable(name, cell, None):
            return ""
        part = " ".join(str(plain(cell.value) or "").split())
        if len(part) > LONGEST_PART:
            self._say(name, PART_LONG, PART_LABEL, count=len(part))
        if invisible_in(part, lines=False):
            self._say(name, PART_INVISIBLE, PART_LABEL)
        return part

    def _is_readable(self, name: str, cell: Any, field: FieldDefinition | None) -> bool:
        """Says what no rule about values can say: what the program made of the entry."""
        label = field.label if field else PART_LABEL
        if cell.data_type == "f":
            if name not in self.sheet.facts.formulas:
                self._say(name, FORMULA, label)
            return False
        if cell.data_type == "e":
            self._say(name, ERROR_SHOWN, label, value=cell.value)
            return False
        if lost_digits(cell.value):
            self._say(name, DIGITS_LOST, label)
            return False
        return True

    def _is_merged(self, row: int, column: int) -> bool:
        return any(each.covers(row, column) for each in self.sheet.facts.merged)

    def _say(self, cell: str, message: Text, about: str = "", **params: object) -> None:
        said = str(message) % {"cell": f"{self.sheet.title}!{cell}", "most": LONGEST_PART, **params}
        self.findings.append(
            CellFinding(sheet=self.sheet.title, cell=cell, label=about or self._label(cell), message=said)
        )

    def _label(self, cell: str) -> str:
        name = cell.partition(":")[0].rstrip("0123456789")
        return next((each.label for column, each in self.columns.items() if letters(column) == name), "")
