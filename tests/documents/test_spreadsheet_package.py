"""What is no spreadsheet, or none that is safe to open, is refused by name before a value is read."""

import io
import struct
import zipfile
import zlib

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from documents.spreadsheet import errors
from documents.spreadsheet.package import LARGEST_FILE, MEGABYTE, OLE, opened
from documents.spreadsheet.scan import SheetFacts, letters, number, scanned
from tests.documents.spreadsheets import SHEET_PART, repacked, with_rows, workbook


def facts_of(content: bytes) -> SheetFacts:
    with opened(content) as archive:
        return scanned(archive)[0]


def test_a_plain_workbook_is_opened_and_its_extent_is_known() -> None:
    def fill(book: Workbook) -> None:
        book.active["B3"] = "甲"
        book.active["D7"] = 5

    facts = facts_of(workbook(fill))

    assert (facts.title, facts.last_row, facts.last_column, facts.used_rows) == ("Sheet", 7, 4, 2)


def test_an_empty_sheet_has_no_extent() -> None:
    assert facts_of(workbook()).last_row == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n" + b"0" * 100,
        "部分,总建筑面积\n".encode(),
        b"<html><table></table></html>",
    ],
    ids=["nothing", "pdf", "png", "csv", "html"],
)
def test_another_file_under_the_name_of_a_spreadsheet_is_refused(content: bytes) -> None:
    with pytest.raises(errors.NoSpreadsheet):
        opened(content)


@pytest.mark.parametrize("name", ["word/document.xml", "content.xml", "xl/workbook.bin"])
def test_other_office_files_are_refused(name: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, "<x/>")

    with pytest.raises(errors.NoSpreadsheet):
        opened(buffer.getvalue())


def test_a_text_document_that_calls_its_part_a_workbook_is_refused() -> None:
    content = repacked(workbook(), {"[Content_Types].xml": lambda part: part.replace(b"spreadsheetml.sheet", b"word")})

    with pytest.raises(errors.NoSpreadsheet):
        opened(content)


def test_the_old_format_is_named() -> None:
    with pytest.raises(errors.OldFormat, match=r"\.xls"):
        opened(OLE + b"\0" * 504 + "Workbook".encode("utf-16-le"))


def test_an_encrypted_workbook_is_named() -> None:
    with pytest.raises(errors.Encrypted):
        opened(OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le"))


def test_a_zip_with_a_password_is_named() -> None:
    content = bytearray(workbook())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        start = archive.start_dir
    content[start + 8] |= 1  # the flag of the first entry in the directory

    with pytest.raises(errors.Encrypted):
        opened(bytes(content))


def test_macros_are_refused_by_the_name_of_their_part() -> None:
    with pytest.raises(errors.MacrosInside, match="vbaProject"):
        opened(repacked(workbook(), {"xl/vbaProject.bin": OLE}))


def test_a_workbook_with_macros_is_known_even_without_them() -> None:
    content = repacked(
        workbook(),
        {
            "[Content_Types].xml": lambda part: part.replace(
                b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            )
        },
    )

    with pytest.raises(errors.MacrosInside):
        opened(content)


@pytest.mark.parametrize(
    "part", ["xl/externalLinks/externalLink1.xml", "xl/embeddings/oleObject1.bin", "xl/connections.xml"]
)
def test_links_and_embedded_files_are_refused_by_name(part: str) -> None:
    with pytest.raises(errors.LinksInside, match=part.rpartition("/")[2]):
        opened(repacked(workbook(), {part: b"<x/>"}))


@pytest.mark.parametrize(
    "declared",
    [
        b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        b'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://example.org/x.dtd"> %a;]>',
    ],
    ids=["entities", "outside", "parameter"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused_wherever_they_stand(declared: bytes, encoding: str) -> None:
    text = declared.decode() + "<x/>"
    part = f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)

    with pytest.raises(errors.Damaged):
        opened(repacked(workbook(), {"docProps/custom.xml": part}))


def test_more_than_10_mb_are_refused() -> None:
    with pytest.raises(errors.FileTooLarge, match="11 MB"):
        opened(b"PK\x03\x04" + b"\0" * LARGEST_FILE)


def test_a_file_that_unpacks_to_far_more_is_refused_by_what_it_says() -> None:
    content = repacked(workbook(), {"xl/media/image1.png": b"\0" * (20 * MEGABYTE)})

    assert len(content) < MEGABYTE
    with pytest.raises(errors.UnpacksTooLarge):
        opened(content)


def test_many_parts_together_are_weighed_together() -> None:
    noise = bytes(range(256)) * 4096  # 1 MB that compresses well, but not suspiciously
    parts = {f"xl/media/image{place}.png": noise for place in range(70)}

    with pytest.raises(errors.UnpacksTooLarge):
        opened(repacked(workbook(), parts))


def test_a_file_that_lies_about_its_size_is_refused() -> None:
    """The directory claims 100 bytes; what follows would be 20 MB."""
    part = b"<worksheet>" + b" " * (20 * MEGABYTE) + b"</worksheet>"
    content = bytearray(repacked(workbook(), {"xl/media/a.xml": part}))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        claimed = archive.getinfo("xl/media/a.xml")
    entry = content.rfind(b"PK\x01\x02")  # its place in the directory: the part came last
    content[entry + 24 : entry + 28] = struct.pack("<I", 100)
    content[claimed.header_offset + 22 : claimed.header_offset + 26] = struct.pack("<I", 100)

    with pytest.raises(errors.Damaged):
        opened(bytes(content))


def test_too_many_parts_are_refused() -> None:
    with pytest.raises(errors.UnpacksTooLarge):
        opened(repacked(workbook(), {f"xl/media/{place}.png": b"x" for place in range(400)}))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_damaged(share: float) -> None:
    content = workbook(lambda book: book.active.append(["甲"] * 50))

    with pytest.raises(errors.Damaged):
        opened(content[: int(len(content) * share)])


def test_flipped_bytes_are_damage_not_a_crash() -> None:
    content = workbook(lambda book: book.active.append(["甲", 1, 2.5]))
    for place in range(0, len(content), 37):
        broken = bytearray(content)
        broken[place] ^= 0xFF
        try:
            with opened(bytes(broken)) as archive:
                scanned(archive)
        except errors.SpreadsheetRefused:
            continue


def test_100_000_rows_are_refused_without_reading_them() -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row>' % (row, row) for row in range(1, 100_001)
    )
    content = with_rows(workbook(), rows)
    with opened(content) as archive, pytest.raises(errors.TooManyRows, match="5000"):
        scanned(archive)


def test_5_000_rows_are_read() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(1, 5_001))

    assert facts_of(with_rows(workbook(), rows)).last_row == 5_000


def test_rows_that_only_have_a_format_do_not_count() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (row, row) for row in range(1, 20_001))

    assert facts_of(with_rows(workbook(), rows)).last_row == 0


def test_the_201st_column_is_refused_by_name() -> None:
    with pytest.raises(errors.TooManyColumns, match="GS1"):
        facts_of(workbook(lambda book: book.active.cell(1, 201, "x")))


def test_200_columns_are_read() -> None:
    assert facts_of(workbook(lambda book: book.active.cell(1, 200, "x"))).last_column == 200


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        b'<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        b'<row r="1"><c r="A2"><v>1</v></c></row>',
        b'<row r="0"><c r="A0"><v>1</v></c></row>',
        b'<row r="x"/>',
        b'<row r="1"><c r="1A"><v>1</v></c></row>',
    ],
)
def test_cells_out_of_order_are_damage_because_a_reader_would_drop_them(rows: bytes) -> None:
    with pytest.raises(errors.Damaged):
        facts_of(with_rows(workbook(), rows))


def test_rows_and_cells_without_coordinates_are_counted() -> None:
    facts = facts_of(with_rows(workbook(), b"<row><c><v>1</v></c><c><v>1</v></c></row><row><c><v>1</v></c></row>"))

    assert (facts.last_row, facts.last_column) == (2, 2)


def test_formulas_are_found_with_and_without_a_result() -> None:
    rows = b'<row r="4"><c r="B4"><f>A1+1</f><v>2</v></c><c r="F4" t="str"><f>NOW()</f></c></row>'

    assert facts_of(with_rows(workbook(), rows)).formulas == ["B4", "F4"]


def test_merged_ranges_are_found() -> None:
    (merged,) = facts_of(workbook(lambda book: book.active.merge_cells("B3:C4"))).merged

    assert merged.name == "B3:C4"
    assert merged.covers(4, 3)
    assert not merged.covers(5, 3)


def test_elements_with_a_prefix_are_the_same_elements() -> None:
    part = (
        b'<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<x:sheetData><x:row r="3"><x:c r="B3"><x:f>1+1</x:f></x:c></x:row></x:sheetData></x:worksheet>'
    )

    assert facts_of(repacked(workbook(), {SHEET_PART: part})).formulas == ["B3"]


def test_a_sheet_that_is_no_xml_is_damaged() -> None:
    with pytest.raises(errors.Damaged):
        opened(repacked(workbook(), {SHEET_PART: b"not xml"}))


def test_columns_have_the_names_of_spreadsheets() -> None:
    for column in (1, 26, 27, 52, 200, 702, 703, 16_384):
        assert letters(column) == get_column_letter(column)
        assert number(letters(column)) == column


def test_every_refusal_says_what_to_do() -> None:
    kinds = [each for each in vars(errors).values() if isinstance(each, type)]
    assert all(str(kind.next_step) and str(kind.message) for kind in kinds)
    codes = [kind.code for kind in kinds if issubclass(kind, errors.SpreadsheetRefused)]
    assert len(set(codes)) == len(codes)


def test_sizes_that_zlib_cannot_undo_are_damage() -> None:
    """A part whose stream ends early although the directory is whole."""
    content = bytearray(workbook(lambda book: book.active.append(["甲"] * 300)))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        sheet = archive.getinfo(SHEET_PART)
    data = sheet.header_offset + 30 + len(SHEET_PART)
    content[data : data + 8] = zlib.compress(b"other")[:8]

    with pytest.raises(errors.Damaged):
        opened(bytes(content))
