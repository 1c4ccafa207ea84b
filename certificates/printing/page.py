"""One certificate as a page of HTML for `documents.rendering.pdf`. Pure: no database, no clock, no language setting.

The words printed here are words of a Chinese legal paper. They are not translated: the same facts print the same bytes
whatever language the clerk's screen has. The layout is ours (face.md §8) and is not called official.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from certificates.definition import FieldKind, Layout, TypeDefinition
from certificates.facts import CertificateFacts, Row, Table, printed_date
from certificates.printing.fit import (
    POINT,
    SEE_ANNEX,
    SENTENCE,
    TABLE_WIDTH,
    WORDS_GAP,
    WORDS_TOP,
    Fit,
    fit_page,
    lines_of,
    orphaned,
    remarks,
    width,
)
from certificates.printing.frame import drawing_name
from certificates.printing.qr import qr_image

STYLESHEET = Path(__file__).with_name("certificate.css")
STATE = "中华人民共和国"
FOOT = "本件由发证机关电子签名，扫码核对真假和现在的状态"
NUMBER_TO_COME = "编号签发时填入"
ISSUER_ROOM = 76.0
NUMBER_ROOM, VALID_ROOM, NUMBER_SIZE = 160.0, 48.0, 14.0
BOLD = 1.1  # bold letters and digits are up to a tenth wider


class Rectangle(NamedTuple):
    """mm from the top left of the first page."""

    x: float
    y: float
    width: float
    height: float


SEAL_PLACE = Rectangle(128, 222, 40, 40)  # circle of 40 around (148, 242); also the signature field
SEAL_CENTRE = (148.0, 242.0)
QR_PLACE = Rectangle(24, 230, 28, 28)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawingPage:
    """A drawing printed on a page of its own, such as the parcel of a title."""

    label: str  # 宗地图
    image: str  # data: address of a PNG, JPEG or SVG
    description: str  # for who cannot see it


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """How a reader checks the paper."""

    code: str
    address: str  # the whole address in the QR code
    typed: str  # what a person without a camera types


def certificate_html(
    facts: CertificateFacts,
    definition: TypeDefinition,
    *,
    check_code: str,
    address: str,
    sample: bool,
    draft: bool,
    drawings: Sequence[DrawingPage] = (),
) -> str:
    """The whole document. Render it with `STYLESHEET` and with `frame.DRAWINGS` as ready images.

    ``address`` is what the QR code holds; its host and /check/ are printed for people. ``sample`` prints 样本 and the
    place of the seal, ``draft`` prints 草稿, no number and no QR code, so that a preview can never be checked.
    Raises qr.AddressTooLong.
    """
    fit = fit_page(facts, definition)
    look = drawing_name(definition.layout, sample=sample, draft=draft)
    number = NUMBER_TO_COME if draft else facts.number
    check = Check(code=check_code, address=address, typed=f"{urlsplit(address).netloc}/check/")
    parts = [
        f'<!DOCTYPE html><html lang="zh-Hans"><head><meta charset="utf-8"><title>{_title(facts, number, sample, draft)}'
        f'</title></head><body class="{definition.layout}" style="page:{look}" data-foot="{_foot(facts)}">',
        _head(facts, definition, fit, number),
        _facts_table(fit, definition.layout),
        # Before the duties: should those ever run over, code, date and seal are on the first page all the same.
        _qr(None if draft else check),
        _seal(facts, definition.layout, sample=sample or draft),
        _words(definition, fit),
        *_back(facts, definition, fit, number),
        *(_drawing(drawing, facts.type_name, number) for drawing in drawings),
        "</body></html>",
    ]
    return "".join(parts)


def _title(facts: CertificateFacts, number: str, sample: bool, draft: bool) -> str:
    mark = "草稿 " if draft else "样本 " if sample else ""
    return escape(f"{mark}{facts.type_name} {number}")


def _foot(facts: CertificateFacts) -> str:
    code = f"　项目代码 {facts.project_code}" if facts.project_code else ""
    return escape(f"{FOOT}{code}　")


def _head(facts: CertificateFacts, definition: TypeDefinition, fit: Fit, number: str) -> str:
    name = facts.type_name
    size = min(38, 425 / max(len(name), 1))
    spacing = min(max(0.04, 0.04 + (9 - len(name)) * 0.065), 0.3)
    style = f"font-size:{size:.4g}pt;letter-spacing:{spacing:.3g}em;padding-left:{spacing:.3g}em"
    parts = [f'<h1><span class="state">{STATE}</span><span class="name" style="{style}">{escape(name)}</span></h1>']
    if definition.layout is Layout.PERMIT:
        close = "" if fit.style.name == "roomy" else " opening--close"
        parts.append(f'<div class="opening{close}">{_sentence(definition.sentence)}</div>')
    if facts.expires_on:
        parts.append(f'<p class="valid">有效期至{printed_date(facts.expires_on)}</p>')
    room = NUMBER_ROOM - (VALID_ROOM if facts.expires_on else 0)
    fitting = room / POINT / max(width(number) * BOLD, 1)
    small = f' style="font-size:{fitting:.3g}pt"' if fitting < NUMBER_SIZE else ""
    parts.append(f'<p class="number"{small}>{escape(number)}</p>')
    return "".join(parts)


def _sentence(text: str) -> str:
    snug = " sentence--snug" if orphaned("　　" + text, SENTENCE.size, TABLE_WIDTH) else ""
    return f'<p class="sentence{snug}">{escape(text)}</p>'


def _facts_table(fit: Fit, layout: Layout) -> str:
    rows = "".join(
        f'<tr style="height:{fit.row_height:.4g}mm"><th scope="row" class="label">{escape(line.label)}</th>'
        f"<td{' class=long' if line.long else ' class=snug' if line.snug else ''}>{escape(line.text)}</td></tr>"
        for line in fit.lines
    )
    least = WORDS_TOP[layout] - WORDS_GAP[layout] - (80 if layout is not Layout.PERMIT else 100)
    tight = ' class="tight"' if fit.style.name == "tight" else ""
    return f'<div style="min-height:{least:g}mm"><table{tight}>{rows}</table></div>' if rows else ""


def _words(definition: TypeDefinition, fit: Fit) -> str:
    """The duties of a permit, the clause of a title."""
    if not definition.duties:
        return ""
    if definition.layout is not Layout.PERMIT:
        return f'<div class="words">{_paragraphs((SEE_ANNEX,) if fit.duties_moved else definition.duties)}</div>'
    duties = f"<p>{SEE_ANNEX}</p>" if fit.duties_moved else _numbered(definition.duties)
    return f'<div class="words"><h2>遵守事项</h2>{duties}</div>'


def _numbered(texts: Iterable[str]) -> str:
    return f"<ol>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ol>"


def _paragraphs(texts: Iterable[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts if text.strip())


def _qr(check: Check | None) -> str:
    if check is None:
        return '<div class="at at--qr"><p class="qr qr--none">二维码和验证码签发时生成</p></div>'
    _modules, image = qr_image(check.address)
    return (
        f'<div class="at at--qr"><img class="qr" alt="二维码，内容是核对本证的网址：{escape(check.address)}"'
        f' src="{image}"></div><div class="at at--caption"><p class="caption">'
        f'<span class="code">验证码 {grouped(check.code)}</span><br>'
        f"扫码核对真假和现在的状态<br>{escape(check.typed)}</p></div>"
    )


def grouped(code: str) -> str:
    """In groups of five, as people read it aloud: XXXXX XXXXX."""
    return escape(" ".join(code[i : i + 5] for i in range(0, len(code), 5)))


def _seal(facts: CertificateFacts, layout: Layout, *, sample: bool) -> str:
    """Issuer and date, where the seal goes over them. A sample shows the place of the seal, never a seal."""
    place = '<div class="at at--seal"><div class="seal"><p>印章位置</p></div></div>' if sample else ""
    long = " issuer--long" if lines_of(facts.issuer, 12.5, ISSUER_ROOM) > 1 else ""
    return (
        f'{place}<div class="at at--issuer"><div class="issuer{long}"><p>{escape(facts.issuer)}</p>'
        f"<p>{_day(facts, layout)}</p></div></div>"
    )


def _day(facts: CertificateFacts, layout: Layout) -> str:
    if layout is Layout.PERMIT:
        return printed_date(facts.issued_on)
    registered = facts.value("registered_on")
    return escape(f"{registered if registered not in ('', '/') else printed_date(facts.issued_on)}登记")


def _back(facts: CertificateFacts, definition: TypeDefinition, fit: Fit, number: str) -> list[str]:
    """The remarks page of a title, then one annex for everything that the first page could not hold."""
    pages = []
    if remark := remarks(facts, definition):
        pages.append(_page(remark.label, facts.type_name, number, _paragraphs(remark.value.split("\n"))))
    content = "".join(
        [
            _continued(fit.continued),
            *(f"<h3>{escape(row.label)}</h3>{_paragraphs(row.value.split(chr(10)))}" for row in fit.annexed),
            *(_table(table, definition) for table in facts.tables),
            _moved_duties(definition) if fit.duties_moved else "",
        ]
    )
    if content:
        pages.append(_page("附页", facts.type_name, number, content))
    return pages


def _moved_duties(definition: TypeDefinition) -> str:
    if definition.layout is Layout.PERMIT:
        return f"<h3>遵守事项</h3>{_numbered(definition.duties)}"
    return f"<h3>说明</h3>{_paragraphs(definition.duties)}"


def _page(heading: str, name: str, number: str, content: str) -> str:
    return (
        f'<section class="annex"><h2>{escape(heading)}</h2><p class="of">{escape(name)}　{escape(number)}</p>'
        f"{content}</section>"
    )


def _continued(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    body = "".join(
        f'<tr><th scope="row" class="label">{escape(row.label)}</th><td>{escape(row.value)}</td></tr>' for row in rows
    )
    return f"<h3>续表</h3><table>{body}</table>"


def _table(table: Table, definition: TypeDefinition) -> str:
    field = definition.by_key.get(table.key)
    figures = [column.kind in (FieldKind.DECIMAL, FieldKind.INTEGER) for column in field.columns] if field else []
    figures += [False] * (len(table.head) - len(figures))
    shares = _shares(table)
    head = "".join(
        f'<th scope="col" style="width:{share:.3g}%">{escape(label)}</th>'
        for label, share in zip(table.head, shares, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{' class=figure' if figure else ''}>{escape(cell)}</td>"
            for cell, figure in zip(row, figures, strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    return f"<h3>{escape(table.label)}</h3><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _shares(table: Table) -> list[float]:
    """Widths of the columns in per cent, after their longest entries, none under a third of the widest."""
    columns = list(zip(table.head, *table.rows, strict=True))
    longest = [min(max(width(cell) for cell in column), 24) + 2 for column in columns]
    wide = [max(each, max(longest) / 3) for each in longest]
    return [each * 100 / sum(wide) for each in wide]


def _drawing(drawing: DrawingPage, name: str, number: str) -> str:
    image = f'<img class="drawing" alt="{escape(drawing.description)}" src="{escape(drawing.image)}">'
    return _page(drawing.label, name, number, image)
