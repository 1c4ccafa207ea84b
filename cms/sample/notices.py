"""The sample's public notices: one that is open as of the day of loading, one with its result, two that only tell."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image as Canvas
from PIL import ImageDraw
from wagtail.images.models import Image

from bureau.calendar import DAY, today
from bureau.models import User
from bureau.sample import Sample
from cms.models import NoticeIndexPage, NoticePage
from cms.sample.matters_and_guides import body_of, publish_page

NOTICES = Path(__file__).with_name("notices.json")
DAYS = {"published_on": "published", "from_day": "from", "to_day": "to"}
WORDS = ("title", "intro", "project", "organisation", "place", "drawing_words", "how_to_object", "result")


def load(sample: Sample) -> None:
    """Again and again without doubles; what editors changed since then stays, and so do the days."""
    writer, publisher = sample.people["sample-editor"], sample.people["sample-publisher"]
    notices = NoticeIndexPage.objects.get(locale__language_code="zh-hans")
    for given in json.loads(NOTICES.read_text(encoding="utf-8")):
        if not NoticePage.objects.child_of(notices).filter(slug=given["slug"]).exists():
            publish_page(notices, _notice(notices, given, writer), given, writer, publisher)


def _notice(notices: NoticeIndexPage, given: dict[str, Any], writer: User) -> NoticePage:
    """Its days are counted from today."""
    days = {name: today() + DAY * given[key] for name, key in DAYS.items() if key in given}
    words = {name: given["zh"][name] for name in WORDS if name in given["zh"]}
    decided = NoticePage.objects.child_of(notices).filter(slug=given.get("result_page", "")).first()
    return NoticePage(
        slug=given["slug"],
        kind=given["kind"],
        result_page=decided,
        drawing=_site_plan(writer) if given.get("drawing") else None,
        body=body_of(given["zh"]),
        **days,
        **words,
    )


def _site_plan(writer: User) -> Image:
    """A drawing without words, in the colours of the parcel plan: site, road, buildings."""
    canvas = Canvas.new("RGB", (1200, 750), "#FFFFFF")
    pen = ImageDraw.Draw(canvas)
    pen.rectangle((0, 60, 1200, 130), fill="#F4F6F5", outline="#74838A", width=3)
    pen.polygon(((110, 180), (1080, 160), (1120, 640), (90, 690)), outline="#B0281E", width=6)
    for building in ((480, 260, 820, 430), (870, 260, 1010, 380), (480, 490, 700, 590), (780, 480, 1010, 600)):
        pen.rectangle(building, fill="#E6EFF5", outline="#14507A", width=4)
    pen.rectangle((170, 260, 410, 600), outline="#83560A", width=4)
    for x in range(200, 410, 30):
        pen.line((x, 264, x, 596), fill="#B97A12", width=2)
    content = BytesIO()
    canvas.save(content, "PNG", optimize=True)
    file = ImageFile(content, name="sample-site-plan.png")
    image: Image = Image.objects.create(title="总平面示意图（样例）", file=file, uploaded_by_user=writer)
    return image
