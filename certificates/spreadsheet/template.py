"""The workbook that people fill in: a guide, then one sheet a kind."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from certificates.actions.create_bundle import LARGEST_BUNDLE, Draft, known_values
from certificates.definition import FieldDefinition, FieldKind, TypeDefinition
from certificates.models import CertificateTypeVersion, Project
from certificates.spreadsheet.layout import (
    CHOICES,
    FIRST_ROW,
    GUIDE,
    HEAD_ROW,
    KEY_ROW,
    PART_LABEL,
    Marker,
    cell_value,
    head_of,
    sheet_title,
)
from documents.spreadsheet.cells import put, written_text
from documents.spreadsheet.scan import letters

ROWS_READY = LARGEST_BUNDLE  # rows with formats and choices, whatever was asked for
HEAD = PatternFill("solid", fgColor="E8F0F5")
HEAD_REQUIRED = PatternFill("solid", fgColor="CFE2EE")
BOLD = Font(bold=True)
TOP = Alignment(vertical="top", wrap_text=True)
NARROW, USUAL, WIDE = 14, 22, 40


def template(project: Project, drafts: Sequence[Draft]) -> bytes:
    """The workbook for ``drafts`` of ``project``: a row each, filled with what the draft and the project say already.

    For an empty row give a draft without values.
    """
    prefetch_related_objects([project], "parcels")
    book = _Book(project)
    for version in {each.type_version.pk: each.type_version for each in drafts}.values():
        book.add_kind(version, [each for each in drafts if each.type_version.pk == version.pk])
    return book.saved()


def empty_rows(counts: Iterable[tuple[CertificateTypeVersion, int]]) -> list[Draft]:
    """So many rows of each kind."""
    return [Draft(type_version=version) for version, count in counts for _place in range(count)]


def writing_hint(field: FieldDefinition) -> str:
    """How a value is written, in words; after it comes the field's own help."""
    hints = {
        FieldKind.DATE: _("A day, such as 2022-08-12."),
        FieldKind.DECIMAL: _("A number with at most %(n)s decimals.") % {"n": field.decimals},
        FieldKind.INTEGER: _("A whole number."),
        FieldKind.CHOICE: _("One of: %(choices)s.") % {"choices": "、".join(field.choices)},
        FieldKind.LIST: _("Several are divided by ；."),
        FieldKind.TABLE: _("One row a line (Alt+Enter): %(columns)s.")
        % {"columns": "|".join(column.label for column in field.columns)},
    }
    own = hints.get(field.kind, "")
    if field.kind is FieldKind.TEXT and field.max_length:
        own = _("Text of at most %(n)s characters.") % {"n": field.max_length}
    return f"{own}{field.help}"


@dataclass
class _Book:
    """The workbook in the making."""

    project: Project
    book: Workbook = field(default_factory=Workbook)
    choices: Worksheet | None = None
    fields: list[tuple[str, FieldDefinition]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.guide: Worksheet = self.book.active
        self.guide.title = _("How to fill in")
        self.book.properties.creator = self.project.office.name
        self.book.properties.title = written_text(self.project.name)

    def add_kind(self, version: CertificateTypeVersion, drafts: Sequence[Draft]) -> None:
        definition = version.definition
        sheet = self.book.create_sheet(sheet_title(definition, self.book.sheetnames))
        self._mark(sheet, definition.code, version.version)
        self._heads(sheet, definition)
        known = known_values(self.project, definition)
        for row, draft in enumerate(drafts, start=FIRST_ROW):
            put(sheet, row, 1, draft.part)
            values = known | dict(draft.values)
            for column, each in enumerate(definition.fields, start=2):
                if value := values.get(each.key):
                    put(sheet, row, column, cell_value(definition, each, value))
        self._formats(sheet, definition, len(drafts))

    def _mark(self, sheet: Worksheet, kind: str, version: int = 0) -> None:
        put(sheet, KEY_ROW, 1, str(Marker(kind, version, self.project.project_code)))
        sheet.row_dimensions[KEY_ROW].hidden = True
        if self.project.is_sample:
            sheet.oddHeader.center.text = "样例"

    def _heads(self, sheet: Worksheet, definition: TypeDefinition) -> None:
        put(sheet, HEAD_ROW, 1, PART_LABEL)
        sheet.cell(HEAD_ROW, 1).comment = _comment(_("Short name that tells it apart, such as 主厂房. May stay empty."))
        sheet.column_dimensions["A"].width = NARROW
        for column, each in enumerate(definition.fields, start=2):
            put(sheet, HEAD_ROW, column, head_of(each))
            put(sheet, KEY_ROW, column, each.key)
            cell = sheet.cell(HEAD_ROW, column)
            cell.comment = _comment(writing_hint(each)) if writing_hint(each) else None
            sheet.column_dimensions[letters(column)].width = _width(each)
            self.fields.append((sheet.title, each))
        for cell in sheet[HEAD_ROW]:
            required = cell.column > 1 and definition.fields[cell.column - 2].required
            cell.font, cell.alignment, cell.fill = BOLD, TOP, HEAD_REQUIRED if required else HEAD
        sheet.freeze_panes = sheet.cell(FIRST_ROW, 2)

    def _formats(self, sheet: Worksheet, definition: TypeDefinition, rows: int) -> None:
        last = FIRST_ROW + max(rows, ROWS_READY) - 1
        for row in range(FIRST_ROW, last + 1):
            for column in range(1, len(definition.fields) + 2):
                cell = sheet.cell(row, column)
                cell.alignment = TOP
                cell.number_format = _number_format(definition.fields[column - 2]) if column > 1 else "@"
        for column, each in enumerate(definition.fields, start=2):
            if each.choices:
                place = f"{letters(column)}{FIRST_ROW}:{letters(column)}{last}"
                sheet.add_data_validation(self._choice(each, place))

    def _choice(self, field: FieldDefinition, place: str) -> DataValidation:
        """A drop-down over a range of the hidden sheet: a list inside it may hold only 255 characters and no comma."""
        if self.choices is None:
            self.choices = self.book.create_sheet(_("Choices"))
            self.choices.sheet_state = "hidden"
            self._mark(self.choices, CHOICES)
        column = self.choices.max_column + 1
        for row, text in enumerate(field.choices, start=FIRST_ROW):
            put(self.choices, row, column, text)
        first, last = f"${letters(column)}${FIRST_ROW}", f"${letters(column)}${FIRST_ROW + len(field.choices) - 1}"
        validation = DataValidation(
            "list", formula1=f"{quote_sheetname(self.choices.title)}!{first}:{last}", sqref=place
        )
        validation.showErrorMessage = True
        validation.errorTitle = field.label[:32]
        validation.error = _("Choose from the list.")
        return validation

    def saved(self) -> bytes:
        self._mark(self.guide, GUIDE)
        self._write_guide()
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()

    def _write_guide(self) -> None:
        lines: list[tuple[str, ...]] = [*self._facts(), ("",), *((line,) for line in _rules()), ("",)]
        lines.append((_("Sheet"), _("Column"), _("Required"), _("How to write it")))
        heads = FIRST_ROW + len(lines) - 1
        for title, each in self.fields:
            lines.append((title, head_of(each), _("yes") if each.required else _("no"), writing_hint(each)))
        put(self.guide, HEAD_ROW, 1, _("How to fill in"))
        self.guide.cell(HEAD_ROW, 1).font = Font(bold=True, size=16)
        for row, line in enumerate(lines, start=FIRST_ROW):
            for column, text in enumerate(line, start=1):
                put(self.guide, row, column, text)
                if len(line) > 1:
                    self.guide.cell(row, column).alignment = TOP
        for cell in self.guide[heads]:
            cell.font, cell.fill = BOLD, HEAD
        for name, width in zip("ABCD", (NARROW, WIDE, NARROW, 2 * WIDE), strict=True):
            self.guide.column_dimensions[name].width = width

    def _facts(self) -> list[tuple[str, ...]]:
        project = self.project
        facts: list[tuple[str, ...]] = [
            (_("Project"), project.name),
            (_("Project code"), project.project_code),
            (_("Applicant"), project.applicant),
            (_("Office"), project.office.name),
        ]
        if project.is_sample:
            facts.insert(0, (_("Sample"), _("This project is a sample. Nothing made of it is valid.")))
        return facts


def _rules() -> list[str]:
    return [
        _("1. One row is one certificate. Begin in the row below the labels; rows that stay empty are skipped."),
        _("2. Columns marked ＊ must be filled in. What the project says already is filled in; correct it if needed."),
        _("3. Divide several entries by ；. In tables write one row a line (Alt+Enter) with | between the columns."),
        _("4. No formulas, no merged cells, no columns of your own. Numbers are given at issue, not here."),
        _("5. Save as .xlsx and upload it on the page where you downloaded it. All is entered, or nothing."),
    ]


def _comment(text: str) -> Comment:
    comment = Comment(text, "益证")
    comment.width, comment.height = 260, 40 + 18 * (len(text) // 16 + 1)
    return comment


def _width(field: FieldDefinition) -> int:
    if field.kind in {FieldKind.TABLE, FieldKind.LIST} or field.max_length > 200:
        return WIDE
    return NARROW if field.kind in {FieldKind.DATE, FieldKind.DECIMAL, FieldKind.INTEGER} else USUAL


def _number_format(field: FieldDefinition) -> str:
    """Text stays as typed; numbers show all decimals they may have."""
    match field.kind:
        case FieldKind.DATE:
            return "yyyy-mm-dd"
        case FieldKind.DECIMAL:
            return f"#,##0.{'0' * field.decimals}" if field.decimals else "#,##0"
        case FieldKind.INTEGER:
            return "0"
    return "@"
