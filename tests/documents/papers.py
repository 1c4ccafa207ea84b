"""Small papers to render and keys to sign them with."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

from documents.rendering.finishing import SignaturePlace
from documents.rendering.pdf import Attachment, RenderedPdf, render_pdf

NOON = datetime(2022, 8, 12, 12, tzinfo=timezone(timedelta(hours=8)))
STYLE = """
@page { size: A4; margin: 25mm }
html { font: 12pt/19pt "Yizheng Serif" }
table { border-collapse: collapse; table-layout: fixed; width: 100% }
th, td { border: .5pt solid }
small { font-family: "Yizheng Sans" }
"""
FACTS = Attachment(name="facts.json", content=b'{"holder":"x"}', description="证书事实（机读）")
PLACE = SignaturePlace(label="发证机关电子签名", rectangle=(128, 222, 40, 40))


def page(holder: str = "益阳样例发电有限公司", *, head: str = "<title>样例</title>", body: str = "") -> str:
    return f"""<!DOCTYPE html><html lang="zh-Hans"><head>{head}<style>{STYLE}</style></head><body>
<h1>建设工程规划许可证</h1><p>第<b>4309022022</b>号，83,900.00㎡</p>
<table><tr><th scope="row">建设单位</th><td>{holder}</td></tr></table>{body}<small>第 1 页</small></body></html>"""


def paper(
    html: str = "",
    *,
    attachments: tuple[Attachment, ...] = (FACTS,),
    signature: SignaturePlace | None = PLACE,
    files: Path | None = None,
) -> RenderedPdf:
    return render_pdf(html or page(), attachments=attachments, created=NOON, signature=signature, files=files)
