"""Judging files that somebody hands in: what is altered, and what is not a PDF at all."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from documents.signing.base import Signer
from documents.signing.errors import PdfUnreadable
from documents.signing.inspection import LARGEST, inspect_signature
from documents.signing.software import KEY_FILE, load_sample_signer, make_sample_key
from tests.documents.papers import NOON, paper


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    make_sample_key(folder)
    return folder


@pytest.fixture(scope="module")
def signer(folder: Path) -> Signer:
    return load_sample_signer(folder)


@pytest.fixture(scope="module")
def signed(signer: Signer) -> bytes:
    return signer.sign_pdf(paper().bytes, field="Signature", at=NOON)


def test_our_own_untouched_file_is_valid_whole_and_trusted(signed: bytes, signer: Signer) -> None:
    report = inspect_signature(signed, trusted=[signer.certificate_der])

    assert report.is_ours_and_untouched
    assert "SAMPLE" in report.signer
    assert report.at == NOON


def test_an_rsa_signature_is_judged_too(tmp_path: Path) -> None:
    make_sample_key(tmp_path, kind="rsa-3072")
    signer = load_sample_signer(tmp_path)

    pdf = signer.sign_pdf(paper().bytes, field="Signature", at=NOON)

    assert inspect_signature(pdf, trusted=[signer.certificate_der]).is_ours_and_untouched


def test_an_unsigned_file_is_neither_valid_nor_whole(signer: Signer) -> None:
    report = inspect_signature(paper().bytes, trusted=[signer.certificate_der])

    assert (report.valid, report.whole_document, report.signer) == (False, False, "")


def flip(place: int) -> Callable[[bytes], bytes]:
    return lambda pdf: pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def inside_the_gap(pdf: bytes) -> bytes:
    place = pdf.rindex(b"00>/ByteRange")
    return pdf[:place] + b"41" + pdf[place + 2 :]


def shorter_range(pdf: bytes) -> bytes:
    """Bytes behind the end, and a ByteRange that claims to cover them."""
    start = pdf.rindex(b"/ByteRange [") + 12
    numbers = pdf[start : pdf.index(b"]", start)].split()
    claimed = b" ".join([*numbers[:3], str(int(numbers[3]) + 9).encode()])
    return pdf[:start] + claimed + pdf[start + len(b" ".join(numbers)) :] + b"\n%%EOF\n%x"


@pytest.mark.parametrize(
    "alter",
    [
        flip(2_000),
        flip(-20),
        inside_the_gap,
        shorter_range,
        lambda pdf: pdf + b"\n",
        lambda pdf: pdf + b"%%EOF\n",
        lambda pdf: pdf.replace(b"2022-08-12T12", b"2023-08-12T12"),
        lambda pdf: pdf[:5] + pdf,
    ],
    ids=["content", "end", "gap", "range", "newline", "second end", "metadata", "moved"],
)
def test_an_altered_file_is_never_whole(alter: Callable[[bytes], bytes], signed: bytes, signer: Signer) -> None:
    altered = alter(signed)

    assert altered != signed
    assert not inspect_signature(altered, trusted=[signer.certificate_der]).is_ours_and_untouched


def test_an_attachment_swapped_by_an_update_is_found(signed: bytes, signer: Signer) -> None:
    buffer = BytesIO(signed)
    writer = IncrementalPdfFileWriter(buffer)
    stream = writer.root["/AF"][0]["/EF"]["/F"]
    stream._data, stream._encoded_data = b'{"holder":"thief"}', None
    writer.update_container(stream)
    writer.write_in_place()

    report = inspect_signature(buffer.getvalue(), trusted=[signer.certificate_der])

    assert (report.valid, report.whole_document) == (True, False)


def test_a_file_saved_again_has_lost_its_signature(signed: bytes, signer: Signer) -> None:
    buffer = BytesIO()
    with pikepdf.open(BytesIO(signed)) as pdf:
        pdf.save(buffer)

    assert not inspect_signature(buffer.getvalue(), trusted=[signer.certificate_der]).is_ours_and_untouched


def test_a_signature_of_another_document_does_not_fit(signed: bytes, signer: Signer) -> None:
    other = signer.sign_pdf(paper("").bytes.replace(b"12:00:00", b"12:00:01"), field="Signature", at=NOON)
    start = other.rindex(b"/Contents <") + 11
    end = other.index(b">", start)

    transplanted = other[:start] + signed[start:end] + other[end:]

    assert not inspect_signature(transplanted, trusted=[signer.certificate_der]).valid


def test_another_authority_with_the_same_names_is_not_trusted(signed: bytes, signer: Signer, tmp_path: Path) -> None:
    make_sample_key(tmp_path)
    impostor = load_sample_signer(tmp_path)
    pdf = impostor.sign_pdf(paper().bytes, field="Signature", at=NOON)

    report = inspect_signature(pdf, trusted=[signer.certificate_der])

    assert (report.valid, report.whole_document, report.trusted) == (True, True, False)


def test_a_signature_that_other_software_made_is_judged_alike(folder: Path, signer: Signer) -> None:
    other = signers.SimpleSigner.load(str(folder / KEY_FILE), str(folder / KEY_FILE))
    metadata = signers.PdfSignatureMetadata(field_name="Signature")
    writer = IncrementalPdfFileWriter(BytesIO(paper().bytes))

    pdf = signers.sign_pdf(writer, metadata, signer=other).getvalue()

    assert inspect_signature(pdf, trusted=[signer.certificate_der]).is_ours_and_untouched


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 a spreadsheet",
        "一封信".encode(),
        b"%PDF-1.7\n" + b"x" * 100,
        b"%PDF-1.7\ntrailer <</Encrypt 5 0 R>>\n%%EOF\n",
        b"%PDF-1.7\n%%EOF\n" + b" " * LARGEST,
    ],
    ids=["empty", "renamed", "text", "no end", "encrypted", "huge"],
)
def test_what_is_no_readable_pdf_is_refused_with_its_reason(content: bytes, signer: Signer) -> None:
    with pytest.raises(PdfUnreadable) as refusal:
        inspect_signature(content, trusted=[signer.certificate_der])

    assert refusal.value.params["reason"]


def test_a_file_that_qpdf_encrypted_is_refused(signed: bytes, signer: Signer) -> None:
    buffer = BytesIO()
    with pikepdf.open(BytesIO(signed)) as pdf:
        pdf.save(
            buffer,
            encryption=pikepdf.Encryption(owner="a", user="b"),
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )

    with pytest.raises(PdfUnreadable):
        inspect_signature(buffer.getvalue(), trusted=[signer.certificate_der])


def judged(altered: bytes, signer: Signer) -> bool:
    """Whether the judge takes a file for ours; refusing to read it is a no."""
    try:
        return inspect_signature(altered, trusted=[signer.certificate_der]).is_ours_and_untouched
    except PdfUnreadable:
        return False


def test_a_truncated_file_is_never_ours(signed: bytes, signer: Signer) -> None:
    lengths = [*range(0, len(signed), 997), len(signed) - 1, len(signed) - 7]

    assert [length for length in lengths if judged(signed[:length], signer)] == []


def test_no_flipped_bit_outside_the_signature_goes_unnoticed(signed: bytes, signer: Signer) -> None:
    places = range(0, len(signed), 211)

    assert [place for place in places if judged(flip(place)(signed), signer)] == []


def test_no_flipped_bit_within_the_signature_goes_unnoticed(signed: bytes, signer: Signer) -> None:
    start = signed.rindex(b"/Contents <") + 11
    length = len(bytes.fromhex(signed[start : signed.index(b">", start)].decode()).rstrip(b"\0"))
    places = [(start + 2 * at, bit) for at in range(0, length, 5) for bit in (0, 3)]

    unnoticed = [
        (place - start, bit)
        for place, bit in places
        if judged(with_byte(signed, place, int(signed[place : place + 2], 16) ^ (1 << bit)), signer)
    ]

    assert unnoticed == []


def with_byte(pdf: bytes, place: int, value: int) -> bytes:
    return pdf[:place] + b"%02x" % value + pdf[place + 2 :]


def test_letters_of_another_case_in_the_gap_are_noticed(signed: bytes, signer: Signer) -> None:
    place = signed.rindex(b"/Contents <30") + 20
    place = next(at for at in range(place, place + 99) if signed[at : at + 1].isalpha())

    assert not judged(signed[:place] + signed[place : place + 1].upper() + signed[place + 1 :], signer)


@given(junk=st.binary(min_size=1, max_size=400))
def test_forged_signature_bytes_never_break_the_judge(junk: bytes) -> None:
    start, end = FORM.index(b"<") + 1, FORM.index(b">")
    forged = FORM[:start] + junk.hex().encode().ljust(end - start, b"0") + FORM[end:]

    assert not inspect_signature(forged, trusted=[]).valid


FORM = b"%PDF-1.7 /Contents <" + b"0" * 900 + b">/ByteRange [0 19 921 38]".ljust(33) + b"\n%%EOF"
