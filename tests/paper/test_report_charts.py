"""The charts: bars as long as their shares, levels that a photocopy tells apart, nothing beyond the edges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.units import mm

from sipas_desktop.domain.index import compute
from sipas_desktop.paper import chart_data, charts
from sipas_desktop.paper.chart_parts import BAR
from sipas_desktop.paper.report_fonts import width
from sipas_desktop.paper.report_model import FactorBar, FactorBars, LevelBar, LevelBars
from tests.paper.conftest import COUNTS

Make = Callable[..., Any]


def outlines(drawing: Drawing) -> list[Rect]:
    """The bars and the legend's boxes: rectangles with an outline."""
    return [shape for shape in drawing.contents if isinstance(shape, Rect) and shape.strokeColor is not None]


def strings(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.contents if isinstance(shape, String)]


def bars_of(drawing: Drawing) -> list[list[Rect]]:
    """The parts of each bar, from the top."""
    by_bar: dict[float, list[Rect]] = {}
    for part in outlines(drawing):
        if part.height == BAR:
            by_bar.setdefault(round(part.y, 3), []).append(part)
    return [by_bar[y] for y in sorted(by_bar, reverse=True)]


def zero(drawing: Drawing) -> float:
    """Where the line is from which the levels go to both sides."""
    (line,) = [shape for shape in drawing.contents if isinstance(shape, Line) and shape.strokeWidth == 0.9]
    return float(line.x1)


def test_a_bars_parts_are_as_long_as_their_shares(sample: Make) -> None:
    made = sample()
    drawing = charts.levels_chart(made.figures, made.form)
    bars = bars_of(drawing)
    assert len(bars) == 7
    lengths = {round(sum(part.width for part in bar), 3) for bar in bars}
    assert len(lengths) == 1  # each bar is 100 %
    (full,) = lengths
    assert [part.width / full for part in bars[-1]] == pytest.approx([5 / 31, 16 / 31, 10 / 31], abs=1e-4)
    assert {"16,13", "51,61", "32,26"} <= set(strings(drawing))


def test_bars_are_centred_on_their_middle_level(sample: Make) -> None:
    made = sample()
    drawing = charts.levels_chart(made.figures, made.form)
    # Q2 has ballots at all five levels: the third is halved by the line.
    middle = bars_of(drawing)[1][2]
    assert middle.x + middle.width / 2 == pytest.approx(zero(drawing))
    overall = bars_of(drawing)[-1][0]  # nobody below the middle
    assert overall.x + overall.width / 2 == pytest.approx(zero(drawing))


@pytest.mark.parametrize(
    ("shares", "left"), [((10, 90), 10), ((10, 20, 70), 20), ((10, 20, 30, 40), 30), ((10, 20, 30, 20, 20), 45)]
)
def test_an_even_number_of_levels_is_centred_between_them(shares: tuple[int, ...], left: float) -> None:
    levels = tuple("abcde"[: len(shares)])
    bar = LevelBar("x", tuple(map(Fraction, shares)), tuple(f"{each},00%" for each in shares))
    drawing = charts.draw_levels([LevelBars(levels, (bar,))])
    parts = bars_of(drawing)[0]
    unit = sum(part.width for part in parts) / 100
    assert zero(drawing) - parts[0].x == pytest.approx(left * unit)


def test_no_opinion_stands_apart(sample: Make) -> None:
    bars = (LevelBar("x", (Fraction(40), Fraction(60)), ("40%", "60%"), "12"), LevelBar("y", (), (), "3"))
    drawing = charts.draw_levels([LevelBars(("a", "b"), bars, "Không ý kiến")])
    ends = max(part.x + part.width for part in bars_of(drawing)[0])
    for text in ("12", "3", "Không ý kiến"):
        (found,) = [shape for shape in drawing.contents if isinstance(shape, String) and shape.text == text]
        assert found.textAnchor == "end" and found.x - width(text, found.fontName, found.fontSize) > ends


@pytest.mark.parametrize("levels", [1, 2, 3, 4, 5])
def test_levels_keep_their_order_in_black_and_white(levels: int) -> None:
    fills = charts.FILLS[levels]
    assert len(fills) == levels
    half = levels // 2
    lower, upper = fills[:half], fills[levels - half :]
    for side in (lower[::-1], upper):  # from the middle outwards each is darker
        assert all(one.lightness - other.lightness >= 0.2 for one, other in pairwise(side))
    for one, other in pairwise(fills):
        assert abs(one.lightness - other.lightness) >= 0.14 or bool(one.hatch) != bool(other.hatch)
    assert len({(fill.grey, fill.hatch) for fill in fills}) == levels


@pytest.mark.parametrize("levels", [1, 2, 3, 4, 5])
def test_digits_can_be_read_on_every_level(levels: int) -> None:
    for fill in charts.FILLS[levels]:
        ground = 1.0 if fill.hatch else fill.grey  # digits on a hatch stand on white
        lights = sorted((_luminance(ground), _luminance(fill.text.red)), reverse=True)
        assert (lights[0] + 0.05) / (lights[1] + 0.05) >= 4.5


def _luminance(value: float) -> float:
    """WCAG 2's relative luminance of a grey."""
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)


def test_labels_keep_within_the_drawing_and_apart_from_bars() -> None:
    label = "Mức độ hài lòng về việc tiếp nhận, xử lý phản ánh, kiến nghị và trả lời bằng văn bản cho người dân"
    data = FactorBars(tuple(FactorBar(f"{n}. {label}", None, "–") for n in range(1, 4)), None)
    drawing = charts.draw_factors(data)
    for shape in drawing.contents:
        if isinstance(shape, String):
            left = shape.x - width(shape.text, shape.fontName, shape.fontSize) * {
                "start": 0, "middle": 0.5, "end": 1,
            }[shape.textAnchor]  # fmt: skip
            assert left >= -1
            assert left + width(shape.text, shape.fontName, shape.fontSize) <= drawing.width + 1


def test_a_label_that_does_not_fit_its_part_is_left_to_the_table() -> None:
    data = LevelBars(("a", "b"), (LevelBar("x", (1, 99), ("1,00%", "99,00%")),))
    printed = strings(charts.draw_levels([data]))
    assert "99,00" in printed
    assert "1,00" not in printed


def test_the_target_stands_at_its_share(sample: Make) -> None:
    made = sample()
    drawing = charts.factors_chart(made.figures, made.form, 80)
    axis = [shape for shape in drawing.contents if isinstance(shape, Line) and shape.strokeWidth == 0.4]
    (target,) = [shape for shape in drawing.contents if isinstance(shape, Line) and shape.strokeDashArray]
    ends = [line.x1 for line in axis if line.x1 == line.x2]
    zero, hundred = min(ends), max(ends)
    assert target.x1 == pytest.approx(zero + 0.8 * (hundred - zero))
    assert "Mục tiêu 80%" in strings(drawing)
    assert not any(
        shape.strokeDashArray
        for shape in charts.factors_chart(made.figures, made.form, None).contents
        if isinstance(shape, Line)
    )


def test_intervals_stand_where_a_share_is_of_ballots(sample: Make) -> None:
    made = sample()
    data = chart_data.factor_bars(made.form, made.figures, 80, 2)
    assert all(bar.interval is not None for bar in data.bars)  # each factor of this form is one question
    assert data.note == chart_data.WHISKERS
    first = made.form.factors[0].code
    rows = [replace(row, factor=first) if getattr(row, "factor", None) else row for row in made.form.body]
    form = replace(made.form, body=tuple(rows))
    figures = compute(form, made.figures.definition, COUNTS, made.figures.ballots)
    data = chart_data.factor_bars(form, figures, 80, 2)
    assert all(bar.interval is None for bar in data.bars)
    assert data.overall is not None and data.overall.interval == figures.interval
    assert data.note.endswith(chart_data.NO_WHISKERS)


def test_a_question_that_nobody_answered_says_so() -> None:
    drawing = charts.draw_levels([LevelBars(("a", "b", "c"), (LevelBar("x", (), ()),))])
    assert "không có câu trả lời" in strings(drawing)


def test_the_window_gets_the_chart_as_one_page(sample: Make) -> None:
    made = sample()
    drawing = charts.levels_chart(made.figures, made.form, line=120)
    first, second = charts.as_pdf(drawing), charts.as_pdf(charts.levels_chart(made.figures, made.form, line=120))
    assert first == second
    document = pypdfium2.PdfDocument(first)
    assert len(document) == 1
    assert document[0].get_size()[0] == pytest.approx(120 * mm, abs=0.1)
    assert "Cơ sở vật chất" in document[0].get_textpage().get_text_range()
    document.close()
