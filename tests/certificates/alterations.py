"""What people do to a signed PDF, by accident or not."""

import re
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def flipped(pdf: bytes) -> bytes:
    return pdf[:3000] + bytes([pdf[3000] ^ 1]) + pdf[3001:]


def truncated(pdf: bytes) -> bytes:
    return pdf[: len(pdf) // 2]


def appended(pdf: bytes) -> bytes:
    return pdf + b"\n% one more line\n"


def prefixed(pdf: bytes) -> bytes:
    return b"\n" + pdf


def gap_filled(pdf: bytes) -> bytes:
    """Other digits behind the CMS, inside the gap that the signature does not cover."""
    place = pdf.rindex(b"00>/ByteRange")
    return pdf[:place] + b"41" + pdf[place + 2 :]


def attachment_swapped(pdf: bytes) -> bytes:
    """facts.json of another holder, by an incremental update: the signature over the first revision still fits."""
    buffer = BytesIO(pdf)
    writer = IncrementalPdfFileWriter(buffer)
    stream = writer.root["/AF"][0]["/EF"]["/F"]
    stream._data, stream._encoded_data = b'{"holder":"thief"}', None
    writer.update_container(stream)
    writer.write_in_place()
    return buffer.getvalue()


def page_added(pdf: bytes) -> bytes:
    buffer = BytesIO(pdf)
    writer = IncrementalPdfFileWriter(buffer)
    writer.root["/Pages"]["/Kids"].append(writer.root["/Pages"]["/Kids"].raw_get(0))
    writer.update_container(writer.root["/Pages"])
    writer.write_in_place()
    return buffer.getvalue()


def saved_anew(pdf: bytes) -> bytes:
    """As a viewer saves: everything in compressed object streams, nothing left in the clear."""
    buffer = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return buffer.getvalue()


def unsigned(pdf: bytes) -> bytes:
    """The signature taken out: statement and title stay."""
    buffer = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        for found in document.objects:
            if isinstance(found, pikepdf.Dictionary) and found.get("/FT") == "/Sig":
                del found["/V"]
        document.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return buffer.getvalue()


def only_its_title(number: str, *, hexadecimal: bool = False) -> bytes:
    """A stranger's PDF whose title names a number."""
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Title"] = f"建设工程规划许可证 {number}"
        buffer = BytesIO()
        document.save(buffer)
    pdf = buffer.getvalue()
    if hexadecimal:
        title = (b"\xfe\xff" + f"证书 {number}".encode("utf-16-be")).hex().upper().encode()
        pdf = re.sub(rb"/Title \(.*?(?<!\\)\)", b"/Title <" + title + b">", pdf, flags=re.DOTALL)
    return pdf


def encrypted(pdf: bytes) -> bytes:
    buffer = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(buffer, encryption=pikepdf.Encryption(owner="a", user="b"))
    return buffer.getvalue()


ALL = (flipped, truncated, appended, prefixed, gap_filled, attachment_swapped, page_added, saved_anew, unsigned)
