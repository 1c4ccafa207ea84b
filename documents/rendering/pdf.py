"""HTML in, PDF/A-3b and PDF/UA-1 out, ready to be signed. No database, no knowledge of what the paper says.

The same input gives the same bytes, in every process and on every machine with the same fonts.
"""

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

import weasyprint
from PIL import ImageFile
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from documents.rendering import finishing
from documents.rendering.accessibility import require_accessible
from documents.rendering.errors import CharactersMissing, RenderingFailed
from documents.rendering.finishing import SignaturePlace
from documents.rendering.fonts import DocumentFonts, font_configuration

_rendering = threading.Lock()  # Pango's font map belongs to one thread at a time
ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on for the whole process; uploads must be whole
_logger = logging.getLogger("weasyprint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file inside the PDF, such as the facts as JSON."""

    name: str  # ASCII; its ending decides the media type
    content: bytes
    description: str
    relationship: str = "Data"  # ISO 32000-2, 7.11.3


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    bytes: bytes
    pages: int


def render_pdf(
    html: str,
    *,
    stylesheets: Sequence[Path] = (),
    attachments: Sequence[Attachment] = (),
    created: datetime,
    signature: SignaturePlace | None = None,
    files: Path | None = None,
    drawings: Mapping[str, object] | None = None,
) -> RenderedPdf:
    """The PDF of a page, unsigned.

    ``html`` needs lang, title, headings without gaps, th with scope and img with alt. It may name files below the
    folder ``files`` and data: addresses, nothing else; ``drawings`` are ready WeasyPrint images by their address
    (`get_intrinsic_size` and `draw`), for what would be costly to parse again on every page. ``created`` is aware;
    it is printed into the metadata.
    Raises CharactersMissing (no font draws a character), RenderingFailed (PDF/UA broken, or a file refused),
    FontsMissing.
    """
    with _rendering, _complaints() as complaints:
        page = weasyprint.HTML(string=html, base_url=_base(files), url_fetcher=_fetcher(files))
        require_accessible(page.etree_element)
        try:
            document = page.render(
                font_config=font_configuration(),
                stylesheets=_parsed(stylesheets),
                cache=dict(drawings or {}),
                **_VARIANT,
            )
            document.fonts = DocumentFonts()
            document.metadata.created = document.metadata.modified = created.isoformat(timespec="seconds")
            finisher = partial(finishing.finish, signature=signature)
            options = {**_VARIANT, "attachments": _attached(attachments, created)}
            content = document.write_pdf(finisher=finisher, **options)
        except FatalURLFetchingError as error:
            raise RenderingFailed(reason=error) from error
        complaints.judge()
    return RenderedPdf(content, len(document.pages))


_VARIANT = {"pdf_variant": "pdf/a-3b", "pdf_tags": True}


def _attached(attachments: Sequence[Attachment], created: datetime) -> list[weasyprint.Attachment]:
    moment = created.astimezone(UTC)
    return [
        weasyprint.Attachment(
            string=one.content,
            name=one.name,
            description=one.description,
            created=moment,
            modified=moment,
            relationship=one.relationship,
            url_fetcher=_fetcher(None),
        )
        for one in attachments
    ]


def _parsed(paths: Sequence[Path]) -> list[weasyprint.CSS]:
    return [_stylesheet(path, path.stat().st_mtime_ns) for path in paths]


@cache
def _stylesheet(path: Path, changed: int) -> weasyprint.CSS:
    """Parsed once per process; ``changed`` makes an edited file count as another."""
    return weasyprint.CSS(filename=path, font_config=font_configuration(), url_fetcher=_fetcher(path.parent))


class OwnFilesOnly(URLFetcher):
    """Reads data: addresses and files below one folder. All else stops the rendering: no paper asks a server."""

    def __init__(self, folder: Path | None) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False)
        self._folder = folder and folder.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        if url.startswith("file:") and self._folder is not None:
            path = Path(URLFetcherResponse(url).path).resolve()
            if path.is_relative_to(self._folder) and path.is_file():
                return super().fetch(url, headers)
        raise FatalURLFetchingError(f"the page asks for {url[:200]}")


@cache
def _fetcher(folder: Path | None) -> OwnFilesOnly:
    return OwnFilesOnly(folder)


def _base(folder: Path | None) -> str | None:
    return None if folder is None else f"{folder.resolve().as_uri()}/"


class _Complaints(logging.Handler):
    """What WeasyPrint only logs, although the file is then no PDF/UA, or shows a blank box."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.errors: list[str] = []
        self.undrawn: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith(".notdef glyph"):
            character, code = record.args or ("", 0)
            self.undrawn.append(f"{character} (U+{code:04X})")
        elif record.levelno >= logging.ERROR:
            self.errors.append(record.getMessage())

    def judge(self) -> None:
        if self.undrawn:
            raise CharactersMissing(characters=" ".join(dict.fromkeys(self.undrawn)))
        if self.errors:
            raise RenderingFailed(reason="; ".join(self.errors))


@contextmanager
def _complaints() -> Iterator[_Complaints]:
    handler = _Complaints()
    _logger.addHandler(handler)
    try:
        yield handler
    finally:
        _logger.removeHandler(handler)
