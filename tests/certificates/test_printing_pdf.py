"""The printed file itself: places, whole texts, sizes. Poppler reads it as a stranger would."""

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.definition import TypeDefinition
from certificates.facts import CertificateFacts
from certificates.printing import DRAWINGS, SEAL_PLACE, STYLESHEET, certificate_html
from documents.rendering.pdf import RenderedPdf, SignaturePlace, render_pdf
from tests.certificates.printing_kinds import ADDRESS, CHECK_CODE, LAND, PROOF, SITE, TITLE, WORKS, facts_of

MM = 72 / 25.4
RARE = "权利人𠀀䶮·阿不都承诺按规划条件施工，原有建筑物已依法拆除；"
FURNITURE = re.compile(r"本件由发证机关电子签名，扫码核对真假和现在的状态\s*第 \d+ 页，共 \d+ 页|\s")


def rendered(facts: CertificateFacts, definition: TypeDefinition, *, sample: bool = True) -> RenderedPdf:
    html = certificate_html(facts, definition, check_code=CHECK_CODE, address=ADDRESS, sample=sample, draft=False)
    return render_pdf(
        html,
        stylesheets=[STYLESHEET],
        drawings=DRAWINGS,
        created=datetime(2022, 8, 12, 7, 30, tzinfo=UTC),
        signature=SignaturePlace(label="发证机关签名", rectangle=SEAL_PLACE),
    )


def text_of(pdf: RenderedPdf, *options: str) -> str:
    command = ["pdftotext", *options, "-", "-"]
    return subprocess.run(command, input=pdf.bytes, capture_output=True, check=True).stdout.decode()


def place_of(pdf: RenderedPdf, word: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom in mm on the first page that has the word."""
    found = re.search(
        rf'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">{re.escape(word)}</word>',
        text_of(pdf, "-bbox"),
    )
    assert found, word
    left, top, right, bottom = (float(each) / MM for each in found.groups())
    return left, top, right, bottom


def test_parts_stand_where_the_layout_says() -> None:
    works = rendered(facts_of(WORKS), WORKS)

    left, _top, right, _bottom = place_of(works, "建设工程规划许可证")
    assert (left + right) / 2 == pytest.approx(105, abs=1)
    assert place_of(works, "建字第430900202200086号")[2] == pytest.approx(186, abs=0.5)
    left, top, right, bottom = place_of(works, "2022年8月12日")
    assert (left + right) / 2 == pytest.approx(148, abs=0.5)
    assert 232 < top < bottom < 252
    assert place_of(works, "验证码")[0] == pytest.approx(24, abs=0.5)
    assert place_of(works, "遵守事项")[1] == pytest.approx(188, abs=1.5)


@pytest.mark.parametrize(
    ("definition", "pages"), [(WORKS, 2), (LAND, 1), (SITE, 1), (TITLE, 2), (PROOF, 1)], ids=lambda each: str(each)[:9]
)
def test_a_certificate_has_its_pages_and_stays_small(definition: TypeDefinition, pages: int) -> None:
    pdf = rendered(facts_of(definition), definition)

    assert pdf.pages == pages
    assert len(pdf.bytes) < 75_000


def test_4000_characters_of_remarks_come_out_whole_rare_ones_among_them() -> None:
    remarks = (RARE * 150)[:4000]
    pdf = rendered(facts_of(TITLE, remarks=remarks), TITLE)

    assert remarks in FURNITURE.sub("", text_of(pdf)).replace("\f", "")


def test_2000_characters_in_a_table_go_to_the_annex_whole() -> None:
    other = (RARE * 80)[:2000]
    pdf = rendered(facts_of(PROOF, other=other), PROOF)
    text = FURNITURE.sub("", text_of(pdf)).replace("\f", "")

    assert "见附页" in text
    assert other in text


def test_every_row_of_a_long_list_is_printed_and_its_head_stands_on_every_page() -> None:
    buildings = [{"name": f"{n}号主厂房", "floors": "3", "height": "32.40", "area": "24600.00"} for n in range(1, 101)]
    pdf = rendered(facts_of(WORKS, buildings=buildings), WORKS)
    text = text_of(pdf)

    assert all(f"{n}号主厂房" in text for n in range(1, 101))
    assert text.count("建筑面积") == pdf.pages - 1


words = st.text(st.sampled_from("长𠀀，。（）AWM1·/- \n"), max_size=320)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(builder=words, works_name=words, location=words, scale=words)
def test_nothing_pushes_duties_code_or_date_off_the_first_page(
    builder: str, works_name: str, location: str, scale: str
) -> None:
    facts = facts_of(WORKS, builder=builder, works_name=works_name, location=location, scale=scale)
    first = text_of(rendered(facts, WORKS), "-l", "1")

    assert "附图和附件由发证机关确定，与本证有同等效力。" in first
    assert "K7MPQ 4XW2Z" in first
    assert "2022年8月12日" in first


def test_the_frame_is_no_content_for_a_screen_reader(tmp_path: Path) -> None:
    path = tmp_path / "works.pdf"
    path.write_bytes(rendered(facts_of(WORKS), WORKS).bytes)
    structure = subprocess.run(["pdfinfo", "-struct", path], capture_output=True, check=True, text=True).stdout

    assert structure.count("Figure") == 1  # the QR code
    assert structure.count("H1") == 1
