"""The baseline: the same pages by WeasyPrint and pyHanko as anyone would call them first, with the system's font."""

from io import BytesIO

import pikepdf
import weasyprint
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

from certificates.codes import new_check_code
from certificates.facts import CertificateFacts
from certificates.models import Bundle, Certificate
from certificates.printing import DRAWINGS, STYLESHEET, certificate_html
from certificates.sealing import check_address
from documents.signing.configured import keys_folder
from documents.signing.software import CERTIFICATE_FILE, KEY_FILE

OUR_FAMILIES = ("Yizheng Serif", "Yizheng Sans")
FAMILY = "Noto Serif CJK SC"  # for both: a second family would cost the baseline a fifth more and flatter us


def pages_of(bundle: Bundle) -> list[str]:
    """The HTML that the certificates of an issued bundle were printed from; another check code of the same length."""
    return [_page(each) for each in bundle.certificates.select_related("type_version").order_by("position")]


def _page(certificate: Certificate) -> str:
    code = new_check_code()
    return certificate_html(
        CertificateFacts.from_json(certificate.statement),
        certificate.definition,
        check_code=code,
        address=check_address(certificate.public_id, code),
        sample=True,
        draft=False,
    )


class Plain:
    """Renders and signs page by page. The key file is opened once and the style sheet read once, to be fair."""

    def __init__(self) -> None:
        self._style = STYLESHEET.read_text(encoding="utf-8")
        for ours in OUR_FAMILIES:
            self._style = self._style.replace(ours, FAMILY)
        self._signer = SimpleSigner.load(keys_folder() / KEY_FILE, keys_folder() / CERTIFICATE_FILE)

    def __call__(self, pages: list[str]) -> list[bytes]:
        return [self._signed(self._rendered(page)) for page in pages]

    def _rendered(self, page: str) -> bytes:
        style = weasyprint.CSS(string=self._style)
        pdf = weasyprint.HTML(string=page).write_pdf(
            stylesheets=[style],
            pdf_variant="pdf/a-3b",
            cache=dict(DRAWINGS),  # frame and mark are no files; without them the pages would hold less
        )
        assert pdf is not None
        return pdf

    def _signed(self, pdf: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        return sign_pdf(writer, PdfSignatureMetadata(field_name="Seal"), self._signer).getvalue()


def page_count(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)
