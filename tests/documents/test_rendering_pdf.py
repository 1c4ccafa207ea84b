"""HTML in, PDF/A-3b and PDF/UA-1 out."""

import hashlib
import re
import shutil
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from documents.rendering.errors import RenderingFailed
from documents.rendering.finishing import SignaturePlace
from documents.rendering.pdf import Attachment
from tests.documents.papers import FACTS, PLACE, page, paper

DOT = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
ROOT = Path(__file__).resolve().parents[2]


def opened(html: str = "", **options: object) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(paper(html, **options).bytes))  # type: ignore[arg-type]


def test_text_with_rare_characters_can_be_copied_out(tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper(page("欧阳𠀀、䶮喆·买买提")).bytes)

    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout

    assert "欧阳𠀀、䶮喆·买买提" in text


def test_the_same_paper_has_the_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib, tests.environment; from tests.documents.papers import paper;"
        "print(hashlib.sha256(paper().bytes).hexdigest())"
    )
    elsewhere = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)

    assert elsewhere.stdout.strip() == hashlib.sha256(paper().bytes).hexdigest()


def test_a_paper_does_not_depend_on_the_one_before() -> None:
    first = paper().bytes
    paper(page("完全不同的一页", body="<h2>附页</h2>" + "<p>长文</p>" * 80))

    assert paper().bytes == first


def test_a_short_paper_is_a_small_file() -> None:
    assert len(paper().bytes) < 40_000


def test_metadata_claim_both_standards_in_one_block() -> None:
    with opened() as pdf:
        packet = pdf.Root.Metadata.read_bytes()

    assert packet.count(b"<rdf:RDF") == 1
    assert re.search(rb'pdfaid:part="3"', packet)
    assert re.search(rb'pdfaid:conformance="B"', packet)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in packet
    assert b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>" in packet
    assert b"2022-08-12T12:00:00+08:00" in packet


def test_attachments_are_listed_once_sorted_and_described() -> None:
    second = Attachment(name="a-first.json", content=b"[]", description="另一个")

    with opened(attachments=(FACTS, second)) as pdf:
        associated = [str(one.UF) for one in pdf.Root.AF]
        names = [str(one) for one in pdf.Root.Names.EmbeddedFiles.Names[::2]]
        facts = next(one for one in pdf.Root.AF if str(one.UF) == "facts.json")

        assert sorted(associated) == names == ["a-first.json", "facts.json"]
        assert str(facts.Desc) == "证书事实（机读）"
        assert facts.AFRelationship == "/Data"
        assert facts.EF.F.Subtype == "/application/json"
        assert facts.EF.F.read_bytes() == FACTS.content
        assert str(facts.EF.F.Params.ModDate) == "D:20220812040000Z"


def test_the_signature_field_is_empty_labelled_and_tagged() -> None:
    with opened() as pdf:
        [widget] = pdf.Root.AcroForm.Fields
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        element = numbers[numbers.index(widget.StructParent) + 1]

        assert "/V" not in widget
        assert (str(widget.T), str(widget.TU), int(widget.F)) == ("Signature", "发证机关电子签名", 132)
        assert [round(float(edge)) for edge in widget.Rect] == [363, 99, 476, 213]
        assert "/N" in widget.AP
        assert element.S == "/Form"
        assert element.K[0].Obj.objgen == widget.objgen
        assert numbers[::2] == sorted(numbers[::2])
        assert pdf.pages[0].Annots[0].objgen == widget.objgen


def test_a_field_without_a_rectangle_is_invisible() -> None:
    with opened(signature=SignaturePlace(label="签名")) as pdf:
        [widget] = pdf.Root.AcroForm.Fields

        assert [float(edge) for edge in widget.Rect] == [0, 0, 0, 0]
        assert "/AP" not in widget


def test_a_field_can_lie_on_a_later_page() -> None:
    html = page(body='<h2 style="break-before: page">附页</h2>')

    with opened(html, signature=replace(PLACE, page=1)) as pdf:
        assert ["/Annots" in one for one in pdf.pages] == [False, True]


def test_a_draft_has_no_signature_field() -> None:
    with opened(signature=None) as pdf:
        assert "/AcroForm" not in pdf.Root


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (page().replace(' lang="zh-Hans"', ""), "lang"),
        (page(head=""), "title"),
        (page(body="<h3>跳级</h3>"), "heading of level 1"),
        (page().replace(' scope="row"', ""), "scope"),
        (page(body=f'<img src="data:image/gif;base64,{b64encode(DOT).decode()}">'), "alt"),
        (page(body='<img alt="x" src="https://example.org/x.png">'), "https://example.org/x.png"),
        (page(body='<img alt="x" src="file:///etc/passwd">'), "file:///etc/passwd"),
    ],
)
def test_what_would_break_the_rules_is_refused_before_anything_is_made(html: str, reason: str) -> None:
    with pytest.raises(RenderingFailed) as refusal:
        paper(html)

    assert reason in str(refusal.value.params["reason"])


def test_pictures_come_from_the_given_folder_alone(tmp_path: Path) -> None:
    folder = tmp_path / "drawings"
    folder.mkdir()
    (folder / "plan.gif").write_bytes(DOT)
    (tmp_path / "secret.gif").write_bytes(DOT)

    assert paper(page(body='<img alt="总平面图" src="plan.gif">'), files=folder).pages == 1
    with pytest.raises(RenderingFailed):
        paper(page(body='<img alt="x" src="../secret.gif">'), files=folder)


def test_pictures_ask_for_no_smoothing_which_pdfa_forbids() -> None:
    with opened(page(body=f'<img alt="点" src="data:image/gif;base64,{b64encode(DOT).decode()}">')) as pdf:
        images = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]

        assert [one.get("/Interpolate", False) for one in images] == [False] * len(images) != []


@pytest.mark.skipif(not shutil.which("verapdf"), reason="veraPDF is not installed")
@pytest.mark.parametrize("flavour", ["3b", "ua1"])
def test_verapdf_accepts_a_paper(flavour: str, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper().bytes)

    answer = subprocess.run(
        ["verapdf", "-f", flavour, "--format", "text", file], capture_output=True, text=True, check=False
    )

    assert answer.stdout.startswith("PASS"), answer.stdout
