"""The sample's two files for readers, made from a matter's facts: the form to apply with, empty, and one filled in."""

from collections.abc import Mapping
from pathlib import Path

from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils.timezone import make_aware
from wagtail.documents.models import Document

from bureau.models import User
from bureau.sample import HISTORY
from cms.matters.facts import MatterFacts, Source
from documents.rendering.pdf import render_pdf

STYLE = Path(__file__).with_name("application.css")
ANSWERS = {
    "申请单位": "益阳样例发电有限公司（样例）",
    "统一社会信用代码": "91430900MA0YLD0166",
    "法定代表人": "样例甲",
    "经办人和电话": "样例乙，0737-000 0018",
    "项目名称": "益阳样例电厂三期扩建工程（样例）",
    "项目代码": "2203-430900-04-01-618327",
    "建设地点": "益阳市赫山区样例镇样例村",
    "建什么": "主厂房、锅炉房及集控楼，建筑面积 83,900.00 平方米，其中地下 1,260.00 平方米",
}
SIGNED = {"applicant": "（章）益阳样例发电有限公司（样例）", "day": "2022 年 8 月 1 日"}


def empty_form(facts: MatterFacts, office: str, writer: User) -> Document:
    """Raises CharactersMissing, FontsMissing, RenderingFailed."""
    return _document(f"{facts.name}申请表（样例）", facts, office, {}, writer)


def filled_form(facts: MatterFacts, office: str, writer: User) -> Document:
    """Raises CharactersMissing, FontsMissing, RenderingFailed."""
    return _document(f"{facts.name}申请表，填好的样子（样例）", facts, office, ANSWERS, writer)


def _document(title: str, facts: MatterFacts, office: str, answers: Mapping[str, str], writer: User) -> Document:
    context = {
        "title": title,
        "facts": facts,
        "office": office,
        "rows": [(label, answers.get(label, "")) for label in ANSWERS],
        "answers": SIGNED if answers else {},
        "brought": [each for each in facts.materials if each.source is not Source.SHARED][1:],  # the form is the first
    }
    pdf = render_pdf(
        render_to_string("cms/sample/application.html", context), stylesheets=[STYLE], created=make_aware(HISTORY)
    )
    name = f"{facts.code.lower()}-{'sample' if answers else 'form'}.pdf"
    return Document.objects.create(title=title, file=ContentFile(pdf.bytes, name), uploaded_by_user=writer)
