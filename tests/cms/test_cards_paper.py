"""Cards and posters on paper: what they say, how large they are, and that nothing is lost. Poppler reads the files."""

import json
import re
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils import translation

from cms.cards.files import CARD_STYLE, POSTER_STYLE
from cms.cards.fit import attempts
from cms.cards.page import Density, Setting, card_html
from cms.cards.paper import CardForm, CardPaper, WallEntry, WallPaper
from cms.cards.poster import poster_html, wall_html
from cms.matters.facts import MatterFacts
from cms.matters.words import in_words_of
from documents.rendering.pdf import RenderedPdf, render_pdf
from tests.browser.qr_reader import read_qr
from tests.cms.cards_kit import CARD, ENGLISH, LONG, M04, TWELVE, with_facts
from tests.cms.matter_kit import SAMPLE, sample_facts

MM = 72 / 25.4
DAY = date(2022, 8, 15)
MOMENT = datetime(2022, 8, 14, 16, tzinfo=UTC)


def rendered(html: str, style: Path = CARD_STYLE) -> RenderedPdf:
    return render_pdf(html, stylesheets=[style], created=MOMENT)


def card(paper: CardPaper = CARD, form: CardForm = CardForm.A5) -> RenderedPdf:
    """Set as it was reckoned, without a second try."""
    with translation.override(paper.language):
        front, back = next(attempts(paper, form))
        return rendered(card_html(paper, Setting(form=form, front=front, back=back, printed_on=DAY)))


def poster(paper: CardPaper = CARD) -> RenderedPdf:
    with translation.override(paper.language):
        return rendered(poster_html(paper, DAY), POSTER_STYLE)


def wall(count: int = 10) -> RenderedPdf:
    entries = (
        WallEntry(code=f"M{n:02}", name=f"第{n}件事的许可", address=f"https://zrzy.example.gov.cn/q/M{n:02}")
        for n in range(1, count + 1)
    )
    return rendered(
        wall_html(WallPaper(office="样例局", site="zrzy.example.gov.cn", entries=tuple(entries)), DAY), POSTER_STYLE
    )


def text_of(pdf: RenderedPdf, *options: str) -> str:
    command = ["pdftotext", *options, "-", "-"]
    return subprocess.run(command, input=pdf.bytes, capture_output=True, check=True).stdout.decode()


def squeezed(text: str) -> str:
    """Without the breaks of lines and pages."""
    return re.sub(r"\s", "", text)


def size_of(pdf: RenderedPdf) -> tuple[int, int]:
    out = subprocess.run(["pdfinfo", "-"], input=pdf.bytes, capture_output=True, check=True).stdout.decode()
    width, height = re.findall(r"Page size: +([\d.]+) x ([\d.]+)", out)[0]
    return round(float(width) / MM), round(float(height) / MM)


def top_of(pdf: RenderedPdf, word: str, page: int) -> float:
    """mm from the upper edge."""
    found = re.search(
        rf'yMin="([\d.]+)"[^>]*>{re.escape(word)}', text_of(pdf, "-bbox", "-f", str(page), "-l", str(page))
    )
    assert found, word
    return float(found[1]) / MM


def written(pdf: RenderedPdf, folder: Path) -> Path:
    path = folder / "card.pdf"
    path.write_bytes(pdf.bytes)
    return path


# What it says


def test_the_front_says_what_to_bring_in_the_order_of_every_page_of_the_matter() -> None:
    front = squeezed(text_of(card(), "-l", "1", "-layout"))

    said = [
        "益阳市样例自然资源和规划局（样例）",
        "一次性告知便民服务卡M04",
        "建设工程规划许可",
        "在城镇里建房、建厂、铺管线，开工前要拿到这本证。",
        "多久办好收费要交跑几趟",
        "5个工作日不收费5份1趟",
        "谁可以办",
        "要带的材料（新建）",
        "申请表网上填电子",
        "设计方案加盖设计单位章纸质2份+电子",
        "经济技术指标计算书设计单位出电子",
        "管线综合图可后补，5个工作日内电子",
        "授权委托书、经办人身份证明可后补，3个工作日内原件",
        "土地证明、核准文件、专家评审意见共享获取，无需提交",
        "只铺管线的材料不一样，扫码就能看到。",
        "办完拿到",
        "建设工程规划许可证（电子证照）。要纸质证，免费寄给您。",
        "样本第4版，2022年8月10日起用背面：怎么办、在哪里办、二维码",
    ]
    places = [front.find(each) for each in said]
    assert -1 not in places, said[places.index(-1)]
    assert places == sorted(places)


def test_the_back_says_how_where_and_who_helps() -> None:
    back = squeezed(text_of(card(), "-f", "2", "-layout"))

    for said in (
        "怎么一步步办",
        "法律规定最多20个工作日，我们承诺5个。要专家评审、听证、公示或补材料时，时钟暂停",
        "收费依据：《行政许可法》第五十八条。法律依据：《城乡规划法》第四十条。",
        "网上zrzy.example.gov.cn，点“网上申请”",
        "窗口政务服务中心2楼综合窗口，赫山区样例路1号",
        "时间周一至周五9:00–12:00、13:30–17:00",
        "咨询规划许可岗（A岗、B岗）0737-0000001",
        "帮代办小益、小阳帮您准备材料、跑流程，不收钱。",
        "没办好找“一次未办好”专窗，2楼8号，0737-0000002",
        "不满意投诉0737-0000003；也可以申请行政复议或提起诉讼。",
        "扫一扫，看最新的",
        "zrzy.example.gov.cn/q/M04?v=4",
        "2022年8月15日印",
    ):
        assert said in back, said


def test_steps_are_an_ordered_list_and_those_of_one_day_share_a_station() -> None:
    steps = (*M04.steps[:2], M04.steps[2], M04.steps[3].model_copy(update={"with_previous": True, "days": 0}))
    back = text_of(card(with_facts(steps=steps, promised_days=4)), "-f", "2", "-raw")

    assert "决定、发证" in back
    assert "首席审批员、制证员" in back
    assert re.findall(r"当场|\d 天", back)[:3] == ["当场", "3 天", "1 天"]


def test_what_takes_no_time_no_fee_and_no_visit_says_so() -> None:
    facts = {"promised_days": 0, "statutory_days": 5, "trips": 0, "steps": M04.steps[:1]}
    text = squeezed(text_of(card(with_facts(**facts)), "-layout"))

    assert "当场不收费5份不用跑" in text
    assert "法律规定最多5个工作日，我们当场办好。" in text


def test_a_card_without_windows_posts_or_phones_leaves_their_rows_out() -> None:
    bare = CardPaper(
        facts=M04, number=1, valid_from=DAY, office="样例局", address="https://a.example/q/M04?v=1", site="a.example"
    )
    text = squeezed(text_of(card(bare)))

    assert "可以申请行政复议或提起诉讼。" in text
    assert not re.search("咨询|时间|没办好|投诉|样本", text)


def test_a_draft_says_that_it_is_one() -> None:
    text = squeezed(text_of(card(replace(CARD, is_draft=True))))

    assert "草稿第4版" in text
    assert "样本" not in text


def test_an_english_card_is_english_but_for_the_names_of_the_helpers() -> None:
    text = text_of(card(ENGLISH))

    assert "What to bring (new building)" in text
    assert "valid from 10 August 2022" in text
    assert "printed 15 August 2022" in text
    assert set(re.findall(r"[\u4e00-\u9fff]+", text)) == {"小益", "小阳"}


def test_markup_in_a_fact_is_printed_as_it_was_written() -> None:
    html = card_html(with_facts(name="<b>许可</b> & 登记"), Setting(form=CardForm.A5))

    assert "<b>许可" not in html
    assert "&lt;b&gt;许可&lt;/b&gt; &amp; 登记" in html


# How it looks


@pytest.mark.parametrize(
    ("form", "size", "pages"), [(CardForm.A5, (148, 210), 2), (CardForm.A4, (210, 297), 1)], ids=["a5", "a4"]
)
def test_a_card_is_one_sheet_of_its_size(form: CardForm, size: tuple[int, int], pages: int) -> None:
    pdf = card(form=form)

    assert size_of(pdf) == size
    assert pdf.pages == pages
    assert len(pdf.bytes) < 100_000


@pytest.mark.parametrize("number", range(1, 11))
def test_every_card_of_the_sample_is_one_sheet_of_a5(number: int) -> None:
    assert card(with_facts(**dict(sample_facts(f"M{number:02}")))).pages == 2


def test_posters_are_a3_on_one_page() -> None:
    assert (size_of(poster()), poster().pages) == ((297, 420), 1)
    assert (size_of(wall()), wall().pages) == ((297, 420), 1)


def test_a_wall_of_thirty_matters_goes_on_over_more_pages_and_loses_none() -> None:
    pdf = wall(30)
    text = squeezed(text_of(pdf))

    assert pdf.pages == 3
    assert all(f"第{n}件事的许可" in text and f"M{n:02}" in text for n in range(1, 31))


def test_all_fonts_are_embedded() -> None:
    out = subprocess.run(["pdffonts", "-"], input=card().bytes, capture_output=True, check=True).stdout.decode()
    fonts = [line.split() for line in out.splitlines()[2:]]

    assert len(fonts) >= 3
    assert {line[-5] for line in fonts} == {"yes"}
    assert all("Yizheng" in line[0] for line in fonts)


def test_the_code_is_32_mm_with_four_modules_of_white_and_holds_the_versions_address(tmp_path: Path) -> None:
    pdf = card()
    top = top_of(pdf, "扫一扫", 2)
    path = written(pdf, tmp_path)
    white = 4 * 32 / 29

    assert read_qr(path, page=2, place=(12 - white, top - 4, 32 + 2 * white)) == "https://zrzy.example.gov.cn/q/M04?v=4"
    code = re.search(r'class="code"[^>]*style="([^"]*)"', card_html(CARD, Setting(form=CardForm.A5)))
    assert code
    assert code[1] == "height:32mm;margin:4.41mm 4.41mm 2.2mm 0"


def test_the_code_of_a_poster_can_be_read(tmp_path: Path) -> None:
    pdf = poster()
    bottom = top_of(pdf, "扫一扫", 1)

    assert read_qr(written(pdf, tmp_path), place=(50, bottom - 205, 197)) == CARD.address


def test_a_screen_reader_finds_headings_tables_and_one_described_picture(tmp_path: Path) -> None:
    path = written(card(), tmp_path)
    structure = subprocess.run(["pdfinfo", "-struct", path], capture_output=True, check=True, text=True).stdout
    info = subprocess.run(["pdfinfo", path], capture_output=True, check=True, text=True).stdout

    assert len(re.findall(r"\bH1\b", structure)) == 1
    assert len(re.findall(r"\bH2\b", structure)) == 7
    assert len(re.findall(r"\bTable\b", structure)) == 4
    assert structure.count("Figure") == 1
    assert "Tagged:          yes" in info
    assert "建设工程规划许可 一次性告知便民服务卡 M04 样本　第 4 版，2022年8月10日起用" in info
    assert b"pdfuaid:part" in path.read_bytes()


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert card().bytes == card().bytes


# How far it stretches


@pytest.mark.parametrize("form", [CardForm.A5, CardForm.A4])
def test_twelve_long_materials_and_eight_long_steps_are_printed_whole_on_more_pages(form: CardForm) -> None:
    pdf = card(LONG, form)
    text = squeezed(re.sub(r"一次性告知便民服务卡 M04（续）|样本　第 4 版.*\n", "", text_of(pdf, "-layout")))

    assert pdf.pages > {CardForm.A5: 2, CardForm.A4: 1}[form]
    for material in TWELVE:
        assert material.name[:14] in text
    assert text.count("注册测绘师") == 12
    for step in LONG.facts.steps:
        assert step.name in text
    for condition in LONG.facts.conditions:
        assert condition.text[:20] in text
    assert "材料一次说清，事情一趟办完" in text
    assert "zrzy.example.gov.cn/q/M04?v=4" in text
    assert "后面几页：怎么办、在哪里办、二维码" in text_of(pdf) or form is CardForm.A4


@pytest.mark.parametrize("count", [0, 1, 7, 12])
def test_longer_lists_stand_closer_and_stay_on_the_sheet(count: int) -> None:
    materials = tuple(each.model_copy(update={"help": "", "name": f"第{n}项材料"}) for n, each in enumerate(TWELVE, 1))
    paper = with_facts(materials=materials[:count], situations=())
    pdf = card(paper)
    text = squeezed(text_of(pdf, "-l", "1"))

    assert pdf.pages == 2
    assert all(f"第{n}项材料" in text for n in range(1, count + 1))
    assert ("不用带材料" in text) == (count == 0)


def test_what_was_reckoned_too_small_is_set_closer_and_at_last_on_more_pages() -> None:
    assert list(attempts(CARD, CardForm.A5)) == [
        (Density.ROOMY, Density.ROOMY),
        (Density.SNUG, Density.SNUG),
        (Density.TIGHT, Density.TIGHT),
        (Density.LONG, Density.LONG),
    ]
    assert next(attempts(LONG, CardForm.A5))[0] is Density.LONG


@pytest.mark.parametrize("number", range(1, 11))
def test_the_english_cards_of_the_sample_keep_every_material(number: int) -> None:
    content = json.loads((SAMPLE / f"M{number:02}.json").read_text(encoding="utf-8"))
    facts = in_words_of(sample_facts(f"M{number:02}"), MatterFacts.model_validate(content["en"]))
    text = squeezed(text_of(card(with_facts(ENGLISH, **dict(facts)))))

    assert all(squeezed(each.name) in text for each in facts.to_bring(facts.default_situation))
