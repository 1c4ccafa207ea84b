"""The page that shows every part of the public pages, and that nothing is missing on it."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client

from bureau.models import User
from cms.models import HomePage

SITE = Path(__file__).parents[2] / "site"
INCLUDES = SITE / "templates" / "includes"
STYLE_SHEETS = sorted((SITE / "static" / "css").glob("*.css"))
ELSEWHERE = {  # what is no component
    "page--home",
    "page--narrow",
    "part--open",
    "table--matters",
    "materials__paper--of",  # pages
    "plan__name--river",
    "plan__name--use",
    "sample__frame--thin",  # drawings of the home page
    "materials__row--ticks",
    "segment--waiting",  # set by scripts
}


def states_of(sheets: Iterable[Path]) -> set[str]:
    """Class names of the form block--state or block__part--state."""
    return {name for sheet in sheets for name in re.findall(r"\.([a-z][a-z_-]*--[a-z0-9_-]+)", sheet.read_text())}


def test_strangers_do_not_see_the_page_of_components(client: Client, home: HomePage) -> None:
    assert client.get("/components/").status_code == 302


def test_staff_see_every_component_in_every_state(client: Client, home: HomePage, administrator: User) -> None:
    client.force_login(administrator)

    page = client.get("/components/").content.decode()

    assert page.count("<h1") == 1
    assert "有 2 处要改" in page
    assert "<title>有错：" not in page  # the example is one part of the page, not its own state
    assert "没有查到“建字第430900202200068号”" in page
    assert "益阳<mark>样例电厂</mark>三期" in page


def test_errors_are_tied_to_their_fields(client: Client, home: HomePage, administrator: User) -> None:
    client.force_login(administrator)

    page = client.get("/components/").content.decode()
    field = re.search(r'<input type="text" name="code"[^>]*>', page)

    assert field
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="id_code_helptext id_code_error"' in field[0]
    assert 'id="id_code_error"' in page
    assert '<a href="#id_code">请填二维码下面的验证码。</a>' in page


def test_every_partial_is_shown(client: Client, home: HomePage, administrator: User) -> None:
    client.force_login(administrator)

    shown = {template.name for template in client.get("/components/").templates}

    missing = sorted(path.name for path in INCLUDES.glob("*.html") if f"includes/{path.name}" not in shown)
    assert missing == []


def test_every_state_that_a_style_sheet_knows_is_shown(client: Client, home: HomePage, administrator: User) -> None:
    client.force_login(administrator)

    page = client.get("/components/").content.decode()
    used = {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}

    assert " ".join(sorted(states_of(STYLE_SHEETS) - used - ELSEWHERE)) == ""


@pytest.mark.parametrize(
    "words",
    [
        "正在查…",
        "您填写了这个项目，要请另一位制证岗签发。",
        "还在查，大约还要 5 秒",
        "现在没有网络",
        "现在没有公示。",
        "放开就选中这个文件。",
        "文件 24 MB，最大 20 MB。请分成两份。",
        "第 1 页，共 1 页",
        "重叠 3 天，只算一次",
        "到第 30 天",
        "时钟停着：等您补材料",
        "比承诺晚了 2 个工作日",
        "没存上。您填的都还在，过几分钟再试。",
        "下次什么时候开门还定不下来，请先打电话问。",
    ],
)
def test_a_state_says_what_it_is_in_words(page: str, words: str) -> None:
    assert words in page


@pytest.fixture
def page(client: Client, home: HomePage, administrator: User) -> str:
    client.force_login(administrator)
    return re.sub(r"<[^>]+>", "", client.get("/components/").content.decode())


def test_a_button_that_cannot_be_pressed_has_its_reason_beside_it() -> None:
    button = render_to_string(
        "includes/button.html", {"words": "签发 7 本", "reason": "要请另一位制证岗签发。", "id": "issue"}
    )

    assert 'aria-disabled="true" aria-describedby="issue-reason"' in button
    assert 'id="issue-reason">要请另一位制证岗签发。' in button
    assert " disabled" not in button  # it stays in the order of the Tab key, so that its reason is heard


def test_a_busy_button_keeps_the_words_that_give_it_its_width() -> None:
    button = render_to_string("includes/button.html", {"words": "查进度", "busy": "正在查…"})

    assert 'class="button__idle">查进度<' in button
    assert "正在查…" in button
