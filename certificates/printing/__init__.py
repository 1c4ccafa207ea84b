"""Certificates on paper: facts in, the HTML of a page out. `documents.rendering` makes the PDF of it.

html = certificate_html(facts, definition, check_code=…, address=…, sample=…, draft=…)
render_pdf(html, stylesheets=[STYLESHEET], drawings=DRAWINGS, …)
"""

from certificates.printing.fit import How, Overflow, fits
from certificates.printing.frame import DRAWINGS
from certificates.printing.page import SEAL_PLACE, STYLESHEET, DrawingPage, certificate_html
from certificates.printing.qr import AddressTooLong

__all__ = [
    "DRAWINGS",
    "SEAL_PLACE",
    "STYLESHEET",
    "AddressTooLong",
    "DrawingPage",
    "How",
    "Overflow",
    "certificate_html",
    "fits",
]
