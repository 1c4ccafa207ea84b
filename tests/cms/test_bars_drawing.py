"""Pairs of bars: lengths in percent of the width, places downwards in em."""

from decimal import Decimal

from cms.drawings.bars import LONGEST, Pair, draw_pairs


def pair(before: int | str, now: int | str) -> Pair:
    return Pair("时间", Decimal(before), Decimal(now), f"以前 {before} 天", f"现在 {now} 天", "少了")


def widths(before: int | str, now: int | str) -> tuple[Decimal, Decimal]:
    (drawn,) = draw_pairs([pair(before, now)]).pairs
    return drawn.bars[0].width, drawn.bars[1].width


def test_both_bars_of_a_pair_begin_at_nought_and_share_one_scale() -> None:
    assert widths(180, 37) == (Decimal(62), Decimal("12.74"))
    assert widths(20, 10) == (Decimal(62), Decimal(31))


def test_what_has_become_more_is_the_longer_bar() -> None:
    assert widths(2, 4) == (Decimal(31), Decimal(62))


def test_nothing_has_no_length() -> None:
    assert widths(5, 0) == (Decimal(62), 0)
    assert widths(0, 0) == (0, 0)


def test_each_pair_has_a_scale_of_its_own_because_units_differ() -> None:
    yuan, trips = draw_pairs([pair(1830, 1650), pair(20, 6)]).pairs

    assert yuan.bars[0].width == trips.bars[0].width == LONGEST


def test_words_stand_beside_their_marks() -> None:
    (drawn,) = draw_pairs([pair(52, 34)]).pairs

    assert [(bar.kind, bar.words) for bar in drawn.bars] == [("before", "以前 52 天"), ("now", "现在 34 天")]
    assert [bar.y < bar.words_y < bar.y + Decimal("1.3") for bar in drawn.bars] == [True, True]


def test_pairs_stand_below_each_other_and_the_drawing_ends_with_the_last() -> None:
    drawing = draw_pairs([pair(2, 1), pair(2, 1)])
    first, second = drawing.pairs

    assert first.axis == (Decimal("1.7"), Decimal("4.5"))
    assert second.axis == (Decimal("7.6"), Decimal("10.4"))
    assert drawing.height == Decimal("10.4")


def test_a_drawing_of_nothing_is_empty() -> None:
    assert draw_pairs([]).height == 0
    assert draw_pairs([]).pairs == ()
