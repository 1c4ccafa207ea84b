"""Files and pictures that are not what they say, through every door of the admin that takes one."""

import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection

from bureau.models import User
from cms.models import HomePage
from tests.cms.editing import desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_site")]

MAIN_TYPE = "application/vnd.openxmlformats-officedocument.{}.main+xml"
WORD = MAIN_TYPE.format("wordprocessingml.document")
EXCEL = MAIN_TYPE.format("spreadsheetml.sheet")


@pytest.fixture
def admin(home: HomePage, editor: User, settings: Any, tmp_path: Any) -> Client:
    settings.MEDIA_ROOT = tmp_path
    return desk(editor)


# Files


def pdf() -> bytes:
    import pypdfium2

    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    document.new_page(300, 400)
    document.save(out)
    return out.getvalue()


def office(main_type: str, *others: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main_type}"/></Types>')
        for name in others:
            archive.writestr(name, "x")
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40)) -> bytes:
    out = io.BytesIO()
    Picture.new("RGB", size, "#14507A").save(out, kind)
    return out.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A real picture, all black: its rows shrink to a thousandth."""
    packer, rows = zlib.compressobj(9), []
    for _row in range(height):
        rows.append(packer.compress(b"\0" * (1 + width // 8 + 1)))
    body = b"".join(rows) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)  # one bit a pixel
    parts = [(b"IHDR", header), (b"IDAT", body), (b"IEND", b"")]
    chunks = [
        struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data)) for tag, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
PROGRAM = b"MZ\x90\x00" + b"\0" * 200
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
BROKEN_ZIP = office(WORD)[:60]


# Doors: each takes a file and says what was wrong with it, "" when nothing was.


def add_document(client: Client, name: str, content: bytes) -> str:
    return _said(_added(client, "wagtaildocs:add", name, content))


def add_many_documents(client: Client, name: str, content: bytes) -> str:
    return _said_in_json(_many(client, "wagtaildocs:add_multiple", name, content))


def choose_document(client: Client, name: str, content: bytes) -> str:
    return _said_in_dialog(_chosen(client, "document", "wagtaildocs_chooser:create", name, content))


def add_image(client: Client, name: str, content: bytes) -> str:
    return _said(_added(client, "wagtailimages:add", name, content))


def add_many_images(client: Client, name: str, content: bytes) -> str:
    return _said_in_json(_many(client, "wagtailimages:add_multiple", name, content))


def choose_image(client: Client, name: str, content: bytes) -> str:
    return _said_in_dialog(_chosen(client, "image", "wagtailimages_chooser:create", name, content))


def _added(client: Client, view: str, name: str, content: bytes) -> Any:
    data = {"title": "样", "file": SimpleUploadedFile(name, content), "collection": Collection.objects.get().pk}
    return client.post(reverse(view), data)


def _chosen(client: Client, kind: str, view: str, name: str, content: bytes) -> Any:
    fields = {"title": "样", "file": SimpleUploadedFile(name, content), "collection": Collection.objects.get().pk}
    data = {f"{kind}-chooser-upload-{field}": value for field, value in fields.items()}
    return client.post(reverse(view), data)


def _many(client: Client, view: str, name: str, content: bytes) -> Any:
    data = {"title": name, "files[]": SimpleUploadedFile(name, content), "collection": Collection.objects.get().pk}
    return client.post(reverse(view), data, headers={"x-requested-with": "XMLHttpRequest"})


def _said(response: Any) -> str:
    return "" if response.status_code == 302 else " ".join(response.context["form"].errors["file"])


def _said_in_json(response: Any) -> str:
    assert response.status_code == 200
    return response.json().get("error_message", "")


def _said_in_dialog(response: Any) -> str:
    assert response.status_code == 200
    if response.json()["step"] == "chosen":
        return ""
    return " ".join(response.context["creation_form"].errors["file"])


Door = Callable[[Client, str, bytes], str]
DOCUMENT_DOORS = [add_document, add_many_documents, choose_document]
IMAGE_DOORS = [add_image, add_many_images, choose_image]
OTHER_CONTENT, UNKNOWN = "内容不是", "不收这种"


@pytest.mark.parametrize("door", DOCUMENT_DOORS)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("表.pdf", pdf()),
        ("表.PDF", pdf()),
        ("表.docx", office(WORD, "word/document.xml")),
        ("表.xlsx", office(EXCEL, "xl/workbook.xml")),
        ("样.png", picture()),
        ("样.jpg", picture("JPEG")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_what_it_says_is_taken(admin: Client, door: Door, name: str, content: bytes):
    assert door(admin, name, content) == ""

    document = Document.objects.get()
    assert document.file_size == len(content)
    assert admin.get(document.url).status_code == 200


@pytest.mark.parametrize("door", DOCUMENT_DOORS)
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("表.pdf", HTML, OTHER_CONTENT),
        ("表.pdf", PROGRAM, OTHER_CONTENT),
        ("表.pdf", b"%PDF-1.7\nnothing more", OTHER_CONTENT),
        ("表.pdf", office(WORD), OTHER_CONTENT),
        ("表.docx", pdf(), OTHER_CONTENT),
        ("表.docx", office(EXCEL), OTHER_CONTENT),
        ("表.docx", BROKEN_ZIP, OTHER_CONTENT),
        ("表.docx", OLD_WORD, "旧的 Office 格式"),
        ("表.xlsx", office(EXCEL, "xl/vbaProject.bin"), "宏"),
        ("样.png", SVG, OTHER_CONTENT),
        ("样.png", picture("JPEG"), OTHER_CONTENT),
        ("表.html", HTML, UNKNOWN),
        ("图.svg", SVG, UNKNOWN),
        ("工具.exe", PROGRAM, UNKNOWN),
        ("表.pdf.exe", pdf(), UNKNOWN),
        ("没有后缀", pdf(), UNKNOWN),
        ("表.docm", office(WORD), UNKNOWN),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_something_else_is_refused_with_what_to_do(
    admin: Client, door: Door, name: str, content: bytes, words: str
):
    said = door(admin, name, content)

    assert words in said
    assert name in said
    assert "请" in said
    assert not Document.objects.exists()


@pytest.mark.parametrize("door", DOCUMENT_DOORS)
def test_more_than_twenty_megabytes_are_refused(admin: Client, door: Door):
    said = door(admin, "大表.pdf", pdf() + b"\0" * (24 * 1024**2 - 5_000))

    assert "24 MB，最大 20 MB" in said


def test_an_empty_file_and_no_file_are_said_once(admin: Client):
    assert "空" in add_document(admin, "表.pdf", b"")

    response = admin.post(reverse("wagtaildocs:add"), {"title": "表", "collection": Collection.objects.get().pk})
    assert len(response.context["form"].errors["file"]) == 1


def test_the_title_of_a_document_changes_without_its_file(admin: Client):
    add_document(admin, "表.pdf", pdf())
    document = Document.objects.get()
    data = {"title": "新名字", "collection": document.collection_id, "file": ""}

    response = admin.post(reverse("wagtaildocs:edit", args=[document.pk]), data)

    assert response.status_code == 302
    assert Document.objects.get().title == "新名字"


def test_a_document_is_not_replaced_by_something_else(admin: Client):
    add_document(admin, "表.pdf", pdf())
    document = Document.objects.get()
    data = {"title": "表", "collection": document.collection_id, "file": SimpleUploadedFile("表.pdf", HTML)}

    response = admin.post(reverse("wagtaildocs:edit", args=[document.pk]), data)

    assert OTHER_CONTENT in _said(response)
    assert admin.get(document.url).status_code == 200


# Pictures


@pytest.mark.parametrize("door", IMAGE_DOORS)
@pytest.mark.parametrize(
    ("name", "kind"), [("图.png", "PNG"), ("图.jpg", "JPEG"), ("图.JPEG", "JPEG"), ("图.webp", "WEBP")]
)
def test_a_picture_is_taken(admin: Client, door: Door, name: str, kind: str):
    assert door(admin, name, picture(kind)) == ""

    image = Image.objects.get()
    assert (image.width, image.height) == (60, 40)


@pytest.mark.parametrize("door", IMAGE_DOORS)
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("图.png", SVG, OTHER_CONTENT),
        ("图.png", HTML, OTHER_CONTENT),
        ("图.png", picture("JPEG"), OTHER_CONTENT),
        ("图.jpg", pdf(), OTHER_CONTENT),
        ("图.png", picture()[:60], OTHER_CONTENT),
        ("图.jpg", picture("JPEG", (900, 900))[:1000], OTHER_CONTENT),
        ("图.webp", picture("WEBP")[:30], OTHER_CONTENT),
        ("图.svg", SVG, UNKNOWN),
        ("图.gif", picture("GIF"), UNKNOWN),
        ("图.tiff", picture("TIFF"), UNKNOWN),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_such_picture_is_refused_with_what_to_do(
    admin: Client, door: Door, name: str, content: bytes, words: str
):
    said = door(admin, name, content)

    assert words in said
    assert name in said
    assert not Image.objects.exists()


@pytest.mark.parametrize("door", [*IMAGE_DOORS, add_document])
def test_a_picture_of_400_million_pixels_is_refused_before_it_is_unpacked(admin: Client, door: Door):
    content = huge_png(20_000, 20_000)
    assert len(content) < 100_000

    tracemalloc.start()
    said = door(admin, "大图.png", content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert "20,000 × 20,000" in said
    assert "50" in said
    assert peak < 30 * 1024**2
    assert not Image.objects.exists()


def test_so_is_one_that_pillow_itself_would_only_warn_of(admin: Client):
    assert "10,000 × 9,000" in add_image(admin, "大图.png", huge_png(10_000, 9_000))


def test_a_header_that_lies_about_a_small_picture_is_refused(admin: Client):
    small = bytearray(picture())
    small[16:24] = struct.pack(">II", 6_000, 6_000)
    small[29:33] = struct.pack(">I", zlib.crc32(bytes(small[12:29])))

    assert OTHER_CONTENT in add_image(admin, "图.png", bytes(small))
    assert not Image.objects.exists()


@pytest.mark.parametrize("name", ["../../settings.png", "..\\..\\settings.png", "a" * 300 + ".png", "图\x00.png"])
def test_a_strange_name_leaves_the_folder_of_pictures_to_nobody(admin: Client, name: str, settings: Any):
    add_many_images(admin, name, picture())

    for image in Image.objects.all():
        assert image.file.name.startswith("original_images/")
        assert ".." not in image.file.name


def test_pictures_lie_open_to_accounts_of_the_admin_and_documents_to_nobody(admin: Client, client: Client):
    add_image(admin, "plan.png", picture())
    add_document(admin, "form.pdf", pdf())
    original = Image.objects.get()
    address = original.get_rendition("max-165x165").url

    shown = admin.get(address)

    assert (shown.status_code, shown["Content-Type"], shown["Cache-Control"]) == (200, "image/png", "private, no-cache")
    assert admin.get(original.file.url).status_code == 200
    assert admin.get("/media/images/other.png").status_code == 404
    assert admin.get("/media/images/../../db.sqlite3").status_code == 404
    assert admin.get(Document.objects.get().file.url).status_code == 404
    assert {client.get(each).status_code for each in (address, original.file.url)} == {404}


def test_readers_upload_nothing(home: HomePage, client: Client):
    for view in ("wagtaildocs:add", "wagtaildocs:add_multiple", "wagtailimages:add", "wagtailimages:add_multiple"):
        response = client.post(reverse(view), {"file": SimpleUploadedFile("表.pdf", pdf())})

        assert response.status_code == 302
        assert response.url.startswith(reverse("wagtailadmin_login"))
    assert not Document.objects.exists()
