"""Guides and cards as their templates put them down, without a database. In English; the rest is translation."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from cms.guides.shown_guide import (
    OldVersion,
    ShownGuide,
    Ways,
    show_card,
    show_guide,
    show_old_card,
    show_versions,
)
from cms.guides.shown_matter import GuidePart, numeral
from cms.matters.facts import Material, MatterFacts, OnlineLevel, Situation
from tests.cms.guides import having, page, part
from tests.cms.matter_facts import DESIGN, FORM, PERMIT, PIPES

WAYS = Ways(book_url="/visits/", help_url="/help/", offices_url="/offices/")
BASEMENT = Material(id="m9", name="人防意见", copies=1, only_in=("new",))
TWO_CASES = having(PERMIT, materials=(FORM, DESIGN, BASEMENT))
LAND = having(PERMIT, code="M02", name="建设用地规划许可", situations=(), promised_days=4, online_url="")
REGISTRATION = having(PERMIT, code="M07", name="首次登记", situations=(), fee_yuan=Decimal(550), fee_note="")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def guide(*parts: GuidePart, **asked: object) -> str:
    return page("cms/guide_page.html", guide=show_guide(parts or [part()], ways=WAYS, **asked))  # type: ignore[arg-type]


def package(*chosen: str) -> ShownGuide:
    return show_guide([part(LAND), part(), part(REGISTRATION)], title="拿地即开工", chosen=chosen)


def headings(html: str) -> list[str]:
    """As they are read: numeral and words."""
    found = re.findall(r'<h2 class="part__title"[^>]*>(.*?)</h2>', html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


def test_a_guide_has_its_sections_in_order() -> None:
    html = guide()

    assert html.count("<h1") == 1
    assert headings(html) == [
        "1 Who can apply",
        "2 What to prepare",
        "3 Step by step",
        "4 Compared with before",
        "5 Legal basis",
        "6 Questions people ask",
    ]


def test_sections_without_content_are_left_out_and_the_others_count_on() -> None:
    bare = having(PERMIT, who="", conditions=(), note="", before=None, questions=())

    html = guide(replace(part(bare), changes=()))

    assert headings(html) == ["1 What to prepare", "2 Step by step", "3 Legal basis"]


def test_chinese_pages_count_as_chinese_pages_do() -> None:
    with translation.override("zh-hans"):
        assert [numeral(number) for number in (1, 5, 10, 11)] == ["一", "五", "十", "11"]


def test_the_facts_stand_before_the_rail_and_the_rail_before_the_text() -> None:
    html = guide()

    assert html.index('class="facts-strip"') < html.index('class="rail ') < html.index('class="guide__text"')


def test_the_rail_says_what_to_do_where_when_and_whom_to_ask() -> None:
    html = guide()

    assert 'href="https://apply.example/M04">Apply online</a>' in html
    assert 'href="/visits/">Book a visit</a>' in html
    assert "Service centre, 2nd floor, General window" in html
    assert '<span class="nowrap">9:00–12:00</span>, <span class="nowrap">13:30–17:00</span>' in html
    assert "Open now" in html
    assert "<span>Planning post</span> (posts A and B)" in html
    assert 'href="tel:07370000003">0737-000 0003</a>' in html
    assert "Not done at the first visit? Ask <span>Unresolved cases</span>," in html


def test_what_leads_nowhere_is_not_offered() -> None:
    html = page("cms/guide_page.html", guide=show_guide([part(having(PERMIT, online_url=""))]))

    assert "Apply online" not in html
    assert "Book a visit" not in html
    assert "Get free help" not in html


def test_a_guide_holds_until_its_window_closes() -> None:
    until = show_guide([part()]).holds_until

    assert until
    assert timezone.localtime(until).isoformat() == "2022-08-15T12:00:00+08:00"


def test_the_materials_are_rows_without_boxes() -> None:
    html = guide()

    assert re.findall(r'data-material="(m\d)"', html) == ["m1", "m2", "m3", "m4"]
    assert 'type="checkbox"' not in html
    assert 'data-checklist="M04:new"' in html
    assert 'href="/documents/sample/">Sample (PDF, 82 KB)</a>' in html
    assert "may follow within 3 days" in html
    assert "1 document, we fetch it ourselves." in html
    assert 'href="/documents/form/" hreflang="zh-hans" lang="zh-hans">申请表 (PDF, 82 KB)</a>' in html


def test_the_chosen_situation_decides_list_count_and_what_is_checked() -> None:
    html = guide(part(TWO_CASES), chosen=("extension",))

    assert re.findall(r'data-material="(m\d)"', html) == ["m1", "m2"]
    assert 'data-checklist="M04:extension"' in html
    assert 'data-bring="2 documents to hand in"' in html
    assert '<dd class="facts-strip__value">2 documents</dd>' in html
    assert re.search(r'value="extension" checked>', html)
    assert not re.search(r'value="new" checked>', html)


def test_without_script_a_button_sends_the_choice_to_the_same_page() -> None:
    html = guide(part(TWO_CASES))

    form = html[html.index('<form class="segment"') : html.index("</form>")]
    assert 'method="get"' in form
    assert "action" not in form
    assert form.count('type="radio" name="s"') == 2
    assert '<button class="button button--second segment__show" type="submit">Show this case</button>' in form


def test_a_matter_of_one_situation_asks_nothing() -> None:
    html = guide(part(having(PERMIT, situations=PERMIT.situations[:1], materials=(FORM,))))

    assert "<form" not in html
    assert "js/situation" not in html


def test_the_flow_is_drawn_and_also_told() -> None:
    html = guide()

    drawing = html[html.index('<svg class="flow__drawing"') :].split("</svg>")[0]
    assert 'role="img" aria-labelledby="steps"' in drawing
    assert "3 days</text>" in drawing
    assert "<li><b>审查</b>: case officer, 3 days, 要评审时停表</li>" in html
    assert html.count('class="standing__stop"') == 4


def test_what_changed_is_told_in_figures_and_in_words() -> None:
    html = guide()

    assert (
        '<del><span class="hidden-words">before </span>20</del> <ins><span class="hidden-words">now </span>5</ins>'
        in html
    )
    assert html.count("<del>") == 4  # the fee stayed
    assert '<time datetime="2022-07-15">15 July 2022</time></span><span>管线综合图可以后补。' in html
    assert 'href="/q/M04/versions/"' in html


def test_facts_that_nobody_entered_say_see_the_text_and_whom_to_call() -> None:
    draft = MatterFacts(code="M99", name="草稿", statutory_days=0, promised_days=0, online_level=OnlineLevel.NONE)

    html = guide(part(draft))

    assert html.count('<dd class="facts-strip__value">see the text</dd>') == 3
    assert "The list is not entered yet. Please call and ask." in html
    assert "flow__drawing" not in html


def test_what_editors_typed_stays_text_and_what_was_cleaned_stays_markup() -> None:
    sharp = having(PERMIT, name="<script>alert(1)</script>", note="<p>See <a href='/guides/m05/'>there</a>.</p>")

    html = guide(part(sharp))

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<p>See <a href='/guides/m05/'>there</a>.</p>" in html


def test_a_guide_that_nobody_translated_says_so() -> None:
    html = guide(part(translated=False))

    assert "This guide is not translated yet. Its facts are shown in Chinese." in html
    assert '<h1 class="guide__title" lang="zh-hans">' in html


def test_who_need_not_apply_is_told_and_gets_no_button() -> None:
    html = guide(part(having(PERMIT, on_application=False)))

    assert "You need not apply for this alone: it comes with another decision." in html
    assert "Apply online" not in html


def test_the_qr_code_leads_to_the_card_at_the_public_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.SITE_URL", "https://yiyang.example")

    html = guide()

    assert 'aria-label="QR code, leads to yiyang.example/q/M04"' in html
    assert '<p class="qr-block__address">yiyang.example/q/M04</p>' in html


# Packages


def test_a_package_shows_one_strip_one_list_and_a_section_for_each_matter() -> None:
    html = page("cms/guide_page.html", guide=package())

    assert headings(html) == [
        "1 What belongs to it",
        "2 What to prepare",
        "3 Step by step",
        "4 Compared with before",
        "5 建设用地规划许可",
        "6 建设工程规划许可",
        "7 首次登记",
    ]
    assert html.count('class="what-changed__list"') == 3
    assert html.count('class="facts-strip"') == 1
    assert re.findall(r'data-material="(m\d)"', html) == ["m1", "m2", "m3", "m4"]  # each once
    assert "3 matters are handled side by side; you receive the results together, after 5 working days." in html
    assert "590 yuan" in html
    assert 'data-checklist="M02+M04:new+M07"' in html


def test_a_package_is_drawn_wide_and_narrow_on_one_axis() -> None:
    html = page("cms/guide_page.html", guide=package())

    assert html.count("flow__drawing--wide") == 1
    assert html.count("flow__drawing--narrow") == 1
    assert html.count('aria-labelledby="together"') == 2


def test_a_package_names_each_place_once() -> None:
    found = package()

    assert [window.key for window in found.windows] == [1]
    assert [post.key for post in found.posts] == [3]


def test_in_a_package_the_first_form_that_there_is_serves_all() -> None:
    assert package().apply_url == "https://apply.example/M04"  # the first matter has none


def test_a_choice_carries_along_what_was_chosen_elsewhere() -> None:
    other = having(PERMIT, code="M05", name="另一件", materials=(PIPES,))

    found = show_guide([part(), part(other)], chosen=("extension",))

    assert [(segment.id, segment.kept) for segment in found.segments] == [
        ("m04", ("extension",)),
        ("m05", ("extension",)),
    ]
    assert found.segments[1].legend == "另一件: Which is your case?"


def test_a_package_of_two_cases_shows_the_matters_of_the_chosen_one() -> None:
    allocated, granted = part(LAND, only_when="划拨"), part(having(LAND, code="M03", name="出让用地"), only_when="出让")

    first = show_guide([allocated, granted, part()])
    second = show_guide([allocated, granted, part()], chosen=("出让",))

    assert [matter.public.code for matter in first.matters] == ["M02", "M04"]
    assert [matter.public.code for matter in second.matters] == ["M03", "M04"]
    assert [(option.name, option.is_chosen) for option in second.segments[0].options] == [
        ("划拨", False),
        ("出让", True),
    ]
    html = page("cms/guide_page.html", guide=second)
    assert html.count("data-situation") == 1  # the case changes more than the list: its button stays


def test_what_the_case_of_a_package_says_no_matter_asks_again() -> None:
    ways = (Situation(id="s1", key="grant", name="出让取得"), Situation(id="s2", key="allocation", name="划拨取得"))
    title = part(having(LAND, code="M07", name="首次登记", situations=ways))
    cases = [part(LAND, only_when="划拨"), part(having(LAND, code="M03", name="出让用地"), only_when="出让")]

    allocated, granted = show_guide([*cases, title]), show_guide([*cases, title], chosen=("出让",))

    assert [found.matters[-1].situation for found in (allocated, granted)] == ["allocation", "grant"]
    assert [segment.id for segment in granted.segments] == ["case"]


# Cards


def card(**asked: object) -> str:
    return page("cms/card.html", card=show_card(part(), **asked))  # type: ignore[arg-type]


def test_an_old_paper_card_learns_what_is_new() -> None:
    html = card(paper_number=3, paper_summary="You bring 1 paper less.")

    assert "Notice card, version 4" in html
    notice = html[html.index('<p class="notice notice--ochre">') :].split("</p>")[0]
    assert "<b>The paper in your hand is version 3.</b> You bring 1 paper less." in notice
    assert '<a href="/q/M04/versions/">See all changes</a>' in notice


def test_a_present_paper_card_is_told_that_it_is_the_same() -> None:
    html = card(paper_number=4)

    assert "the same as the paper in your hand" in html
    assert "notice--ochre" not in html


def test_a_number_that_was_never_printed_says_nothing() -> None:
    html = card(paper_number=9)

    assert "paper in your hand" not in html


def test_the_choice_keeps_the_version_of_the_scanned_paper() -> None:
    assert '<input type="hidden" name="v" value="3">' in card(paper_number=3)


def test_a_card_says_all_that_the_law_wants_told_at_once() -> None:
    html = card()

    assert html.count("<h1") == 1
    for heading in ("What to prepare", "Not from you", "Step by step", "At the window", "Who can apply", "Legal basis"):
        assert re.search(rf"<h2[^>]*>{heading}</h2>", html), heading
    assert "《城乡规划法》第四十条" in html
    assert 'href="/q/M04/a5.pdf"' in html
    assert 'href="/q/M04/a4.pdf"' in html
    assert 'href="/guides/m04/"' in html


def test_the_bar_of_a_card_counts_and_leads_on() -> None:
    bar = card().split('<div class="sticky-bar">')[1]

    assert "4 documents to hand in" in bar
    assert 'href="https://apply.example/M04">Apply online</a>' in bar


def test_an_old_version_says_first_that_it_no_longer_holds() -> None:
    old = OldVersion(facts=having(PERMIT, promised_days=7), number=3, ended_on=date(2022, 7, 15))

    html = page("cms/card_version.html", card=show_old_card(part(), old))

    assert "This is version 3. It no longer holds since <time" in html
    assert 'href="/q/M04/">See version 4, which holds now</a>' in html
    assert "7 working days" in html
    assert '<div class="sticky-bar">' not in html
    assert "data-checklist" not in html
    assert "js/checklist" not in html
    assert "a5.pdf" not in html


def test_every_version_is_listed_with_what_it_changed() -> None:
    html = page("cms/card_versions.html", versions=show_versions(part()))

    assert re.findall(r'<h2 class="versions__title"><a class="link--plain" href="([^"]+)">([^<]+)</a>', html) == [
        ("/q/M04/", "Version 4"),
        ("/q/M04/versions/3/", "Version 3"),
    ]
    assert html.count("holds now") == 2  # the tag, and the link to the card
    assert "<li>不再收土地证明。</li>" in html
