"""What a clock says in words, and the line as a page gets it."""

import re

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.utils.translation import override

from cms.clock_words import CLOCK_STATES
from cms.component_examples.clock import E09, context
from cms.drawings.clock import draw_clock
from cms.drawings.clock_stops import stops_of
from cms.icons import PATHS
from cms.templatetags.clock import clock_state

pytestmark = pytest.mark.django_db  # the year of a drawing is left out when it is this one


@pytest.fixture
def line(august_2022: None) -> str:
    return render_to_string(
        "includes/clock_line.html", {"drawing": draw_clock(E09), "stops": stops_of(E09), "id": "e09"}
    )


def test_every_state_has_an_example() -> None:
    assert len(context()["clock_states"]) == len(CLOCK_STATES)


@pytest.mark.parametrize("state", CLOCK_STATES)
def test_every_state_has_an_icon_beside_its_words(state: str) -> None:
    assert CLOCK_STATES[state].icon in PATHS


def test_one_day_is_one_day_in_english() -> None:
    with override("en"):
        one, four = (clock_state("running", n=n, date="8 August", stage="review")["title"] for n in (1, 4))

    assert (one, four) == ("1 working day left", "4 working days left")


def test_a_reason_from_a_record_is_escaped() -> None:
    assert clock_state("paused_open", reason="<b>洪水</b>")["title"] == "时钟停着：&lt;b&gt;洪水&lt;/b&gt;"


def test_the_tag_prints_the_banner() -> None:
    template = engines["django"].from_string("{% load clock %}{% clock_state 'decided' n=4 promised=5 heading=False %}")

    banner = template.render()

    assert "办好了" in banner
    assert "用了 4 个工作日，承诺 5 个。" in banner
    assert "answer--malachite" in banner


def test_the_sentence_above_the_line_says_what_it_shows(line: str) -> None:
    sentence = re.search(r'<p class="clock__finding" id="e09">(.*?)</p>', line, re.DOTALL)

    assert sentence
    assert sentence[1].strip() == "走了 1 天，停 9 天，还要走 4 天。"
    assert 'role="img" aria-labelledby="e09"' in line


def test_the_line_says_at_its_marks_what_they_are(line: str) -> None:
    drawing = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", line.split("<svg", 1)[1].split("</ul>")[0]))

    for words in (
        "受理",
        "第 1 天",
        "今天 8月15日",
        "原定 8月8日",
        "最晚",
        "重叠 3 天，只算一次",
        "8月2日至8月12日，停 8 天",
    ):
        assert words in drawing


def test_a_drawing_holds_only_drawing_and_its_own_hatch(line: str) -> None:
    drawing = line.split("<svg class", 1)[1].split("<ul", 1)[0]

    assert "<time" not in drawing
    assert 'fill="url(#e09-hatch)"' in drawing
    assert 'id="e09-hatch"' in drawing


def test_downwards_the_same_is_a_list_in_words(line: str) -> None:
    stops = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", line.split('<ol class="stops">')[1]))

    assert "8月1日受理" in stops
    assert "8月9日批前公示开始 停 6 天，其中 3 天上面算过" in stops
    assert "8月17日批前公示结束（预计） 8月18日接着走 还要走 4 天" in stops
    assert "最晚 8月23日办好 原定 8月8日，晚 11 个工作日" in stops


def test_what_is_to_come_is_marked_as_expected_in_the_table_of_events() -> None:
    table = render_to_string("includes/events.html", {"events": context()["events"], "total": 5})

    assert table.count('class="events__expected"') == table.count("（预计）") == 2
    assert "1 / 5" in table
