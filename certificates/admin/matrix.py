"""The bundle as a table: a column a certificate, a row a field, findings beside the cells that they are about. Pure.

A fact that is equal in all certificates is one cell across the columns; what does not apply to a kind is a dash.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from certificates.admin.cells import is_long, typed
from certificates.definition import FieldDefinition, FieldKind, TypeDefinition, Visibility
from certificates.facts import Values
from certificates.findings import Finding, Severity

SHORT_TEXT = 20  # characters that fit one line of a column
HOLDER = "holder"  # one row for builder, land user and right holder: the person is the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the table needs of one certificate."""

    pk: int
    definition: TypeDefinition
    values: Values
    part: str = ""


@dataclass(slots=True, kw_only=True)
class Remark:
    """A finding as it stands in the row beneath its cell."""

    id: str
    finding: Finding
    whose: str  # part or kind of the certificate; "" when it is about all
    certificate: int | None
    target: str  # id of the input, or of the cell
    label: str  # of the field

    @property
    def must_fix(self) -> bool:
        return self.finding.severity is Severity.MUST_FIX


@dataclass(slots=True, kw_only=True)
class Cell:
    """One or, for a shared fact, several columns of a row."""

    id: str
    span: int
    certificates: tuple[int, ...]
    field: FieldDefinition | None  # None: the field does not apply to this kind
    whose: str = ""  # what people call these certificates
    name: str = ""  # of the input; "" when nothing is typed here
    text: str = ""  # as typed
    closed: bool = False  # not for the eyes of this person
    stored: str | None = None  # what a colleague saved meanwhile, when it differs from what is typed here
    remarks: list[Remark] = dataclasses.field(default_factory=list)

    @property
    def certificate(self) -> int | None:
        return self.certificates[0] if self.span == 1 else None

    @property
    def long(self) -> bool:
        """Whether it is typed in a box that grows: columns are narrow, and nothing may be cut off."""
        if self.field is None:
            return False
        return is_long(self.field) or (self.field.kind is FieldKind.TEXT and self.field.max_length > SHORT_TEXT)

    @property
    def number(self) -> bool:
        return self.field is not None and self.field.kind in {FieldKind.DECIMAL, FieldKind.INTEGER}

    @property
    def choices(self) -> tuple[str, ...]:
        """The choices, with the present value even when it is none of them: it must not vanish on saving."""
        if self.field is None or self.field.kind is not FieldKind.CHOICE:
            return ()
        extra = () if self.text in ("", *self.field.choices) else (self.text,)
        return (*self.field.choices, *extra)

    @property
    def lines(self) -> int:
        """Rows of the textarea before it grows."""
        return min(max(self.text.count("\n") + 1, -(-len(self.text) // 8)), 6) or 1

    @property
    def described_by(self) -> str:
        return " ".join([each.id for each in self.remarks] + [f"{self.id}-stored"] * (self.stored is not None))

    @property
    def severity(self) -> str:
        if not self.remarks:
            return ""
        return "must_fix" if any(each.must_fix for each in self.remarks) else "reminder"


# The facts that several kinds share or that are added up across them stand together, as in a land register: who, where,
# what for, how obtained, how large. A kind that a bureau adds uses these keys or stands below them.
USUAL = (
    HOLDER,
    "holder_uscc",
    "project_name",
    "works_name",
    "location",
    "land_use",
    "acquisition",
    "right_type",
    "right_nature",
    "land_area",
    "area",
    "area_above",
    "area_below",
    "area_total",
    "building_area",
    "scale",
    "buildings",
    "parcels",
    "unit_code",
    "term",
    "registered_on",
)


@dataclass(slots=True, kw_only=True)
class Row:
    key: str
    label: str
    unit: str
    help: str
    cells: list[Cell]

    @property
    def remarks(self) -> list[Remark]:
        seen = {remark.id: remark for cell in self.cells for remark in cell.remarks}
        return list(seen.values())


@dataclass(slots=True, kw_only=True)
class Matrix:
    rows: list[Row]
    loose: list[Remark]  # findings about a certificate or the bundle as a whole

    @property
    def remarks(self) -> list[Remark]:
        """Every finding once, must-fix first; otherwise in the order of the table."""
        found = [*self.loose, *(remark for row in self.rows for remark in row.remarks)]
        return sorted(found, key=lambda each: not each.must_fix)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the table is shown: to be edited or only read, with what another person may not see left out."""

    editable: bool
    sees_closed: bool
    typed: Mapping[str, str] = dataclasses.field(default_factory=dict)  # what a refused form held, by input name
    stored_differs: frozenset[str] = frozenset()  # inputs that a colleague changed meanwhile


def make_matrix(drafts: Sequence[Draft], findings: Iterable[Finding], look: Look) -> Matrix:
    rows = [_row(key, drafts, look) for key in merged_keys([each.definition for each in drafts])]
    return Matrix(rows=rows, loose=_place(list(findings), rows, drafts))


def name_of(draft: Draft) -> str:
    return draft.part or draft.definition.short_name or draft.definition.name


def merged_keys(definitions: Sequence[TypeDefinition]) -> list[str]:
    """All row keys: the facts that people compare first, then each kind's own in its order of print."""
    keys = [[row_key(definition, each) for each in definition.fields] for definition in definitions]
    merged: list[str] = []
    for own in keys:
        place: int | None = None
        for key in own:
            if key in merged:
                place = merged.index(key) + 1
            elif place is None:
                merged.append(key)
            else:
                merged.insert(place, key)
                place += 1
    return sorted(merged, key=lambda key: USUAL.index(key) if key in USUAL else len(USUAL))


def row_key(definition: TypeDefinition, each: FieldDefinition) -> str:
    return HOLDER if each.key == definition.holder_field else each.key


def field_at(definition: TypeDefinition, key: str) -> FieldDefinition | None:
    return definition.by_key.get(definition.holder_field if key == HOLDER else key)


def inputs(drafts: Sequence[Draft], *, sees_closed: bool) -> dict[str, tuple[str, dict[int, FieldDefinition]]]:
    """Every input of the table as it stands now: its text, and the fields that it writes by certificate."""
    matrix = make_matrix(drafts, (), Look(editable=True, sees_closed=sees_closed))
    definitions = {each.pk: each.definition for each in drafts}
    return {
        cell.name: (
            cell.text,
            {pk: found for pk in cell.certificates if (found := field_at(definitions[pk], row.key)) is not None},
        )
        for row in matrix.rows
        for cell in row.cells
        if cell.name
    }


def _row(key: str, drafts: Sequence[Draft], look: Look) -> Row:
    fields = [field_at(each.definition, key) for each in drafts]
    known = [each for each in fields if each is not None]
    texts = [
        typed(each, draft.values.get(each.key)) if each is not None else None
        for draft, each in zip(drafts, fields, strict=True)
    ]
    alike = len(known) == len(drafts) > 1 and len(set(texts)) == 1
    shared = key == HOLDER or all(each.shared for each in known)
    if alike and (shared or not look.editable):
        cells = [_cell(key, drafts, known[0], texts[0] or "", look, shared_as=f"s-{key}")]
    else:
        cells = [
            _cell(key, [draft], each, text or "", look) for draft, each, text in zip(drafts, fields, texts, strict=True)
        ]
    labels = list(dict.fromkeys(each.label for each in known))
    return Row(
        key=key,
        label="、".join(labels[:3]),
        unit=known[0].unit if known[0].kind in {FieldKind.DECIMAL, FieldKind.INTEGER} else "",
        help=next((each.help for each in known if each.help), ""),
        cells=cells,
    )


def _cell(
    key: str, drafts: Sequence[Draft], each: FieldDefinition | None, text: str, look: Look, shared_as: str = ""
) -> Cell:
    name = shared_as or f"v-{drafts[0].pk}-{key}"
    cell = Cell(
        id=f"cell-{name}",
        span=len(drafts),
        certificates=tuple(draft.pk for draft in drafts),
        field=each,
        text=text,
        whose=name_of(drafts[0]) if len(drafts) == 1 else "",
    )
    if each is None:
        return cell
    if each.visibility is Visibility.CLOSED and not look.sees_closed:
        cell.closed, cell.text = True, ""
    elif look.editable:
        cell.name = name
        if name in look.typed:
            if name in look.stored_differs and look.typed[name] != text:
                cell.stored = text
            cell.text = look.typed[name]
    return cell


def _place(findings: list[Finding], rows: list[Row], drafts: Sequence[Draft]) -> list[Remark]:
    """Hangs each finding on its cell; returns those that have none."""
    by_pk = {each.pk: each for each in drafts}
    loose: list[Remark] = []
    for number, finding in enumerate(findings, start=1):
        draft = by_pk.get(finding.certificate) if finding.certificate is not None else None
        row, cell = _find(finding, draft, rows)
        target = (f"in-{cell.id}" if cell.name else cell.id) if cell else f"head-{draft.pk}" if draft else "matrix"
        remark = Remark(
            id=f"finding-{number}",
            finding=finding,
            whose=name_of(draft) if draft else "",
            certificate=draft.pk if draft else None,
            target=target,
            label=row.label if row else "",
        )
        (cell.remarks if cell else loose).append(remark)
    return loose


def _find(finding: Finding, draft: Draft | None, rows: list[Row]) -> tuple[Row | None, Cell | None]:
    if not finding.key:
        return None, None
    wanted = HOLDER if draft and finding.key == draft.definition.holder_field else finding.key
    for row in rows:
        if row.key != wanted:
            continue
        for cell in row.cells:
            if cell.field is not None and (draft is None or draft.pk in cell.certificates):
                return row, cell
    return None, None
