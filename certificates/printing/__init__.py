"""Certificates on paper: facts in, the HTML of a page out. `documents.rendering` makes the PDF of it.

html = certificate_html(facts, definition, check_code=…, address=…, sample=…, draft=…)
render_pdf(html, stylesheets=[STYLESHEET], drawings=DRAWINGS, …)
"""

from certificates.printing.fit import How, Overflow, fits
from certificates.printing.frame import DRAWINGS
from certificates.printing.letter import LETTER_STYLESHEET, Letter, letter_html
from certificates.printing.page import SEAL_PLACE, STYLESHEET, DrawingPage, certificate_html
from certificates.printing.qr import AddressTooLong
from certificates.printing.result import ResultPaper, result_html

__all__ = [
    "DRAWINGS",
    "LETTER_STYLESHEET",
    "SEAL_PLACE",
    "STYLESHEET",
    "AddressTooLong",
    "DrawingPage",
    "How",
    "Letter",
    "Overflow",
    "ResultPaper",
    "certificate_html",
    "fits",
    "letter_html",
    "result_html",
]
