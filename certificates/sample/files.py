"""Small PDFs that stand for the sample's drawings and records; each says that it is a sample."""

from datetime import UTC, datetime
from functools import cache
from html import escape

from documents.rendering.pdf import render_pdf

_PAGE = """<!DOCTYPE html><html lang="zh-Hans"><head><title>{name}（样本）</title><style>
@page {{ size: A4; margin: 30mm }} h1 {{ font: 700 22pt 'Yizheng Serif' }} p {{ font: 12pt/20pt 'Yizheng Sans' }}
</style></head><body><h1>{name}</h1><p>样本 SAMPLE。这一份只用来试用系统，没有真实内容。</p></body></html>"""


@cache
def sample_pdf(name: str) -> bytes:
    """The same bytes for the same name, so every project shares one stored file."""
    return render_pdf(_PAGE.format(name=escape(name)), created=datetime(2022, 8, 1, tzinfo=UTC)).bytes
