"""The charts: bars as long as their shares, levels that a photocopy tells apart, nothing beyond the edges."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.units import mm

from sipas_desktop.paper import charts
from sipas_desktop.paper.report_fonts import width
from sipas_desktop.paper.report_model import FactorBar, FactorBars, LevelBar, LevelBars

Make = Callable[..., Any]


def outlines(drawing: Drawing) -> list[Rect]:
    """The bars and the legend's boxes: rectangles with an outline."""
    return [shape for shape in drawing.contents if isinstance(shape, Rect) and shape.strokeColor is not None]


def strings(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.contents if isinstance(shape, String)]


def test_a_bars_parts_are_as_long_as_their_shares(sample: Make) -> None:
    made = sample()
    drawing = charts.levels_chart(made.figures, made.form)
    parts = [box for box in outlines(drawing) if box.height == charts.BAR]
    by_bar: dict[float, list[Rect]] = {}
    for part in parts:
        by_bar.setdefault(round(part.y, 3), []).append(part)
    assert len(by_bar) == 7
    lengths = {round(sum(part.width for part in bar), 3) for bar in by_bar.values()}
    assert len(lengths) == 1  # each bar is 100 %
    (full,) = lengths
    lowest = by_bar[min(by_bar)]  # the overall question: 5, 16 and 10 of 31
    assert [part.width / full for part in lowest] == pytest.approx([5 / 31, 16 / 31, 10 / 31], abs=1e-4)
    assert {"16,13", "51,61", "32,26"} <= set(strings(drawing))


@pytest.mark.parametrize("levels", [1, 2, 3, 4, 5])
def test_levels_differ_in_lightness_or_pattern(levels: int) -> None:
    fills = charts._FILLS[levels]
    assert len(fills) == levels
    for one, other in pairwise(fills):
        assert abs(one.grey - other.grey) >= 0.14 or bool(one.hatch) != bool(other.hatch)
    assert len({(fill.grey, fill.hatch) for fill in fills}) == levels


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
    drawing = charts.factors_chart(made.figures, 80)
    axis = [shape for shape in drawing.contents if isinstance(shape, Line) and not shape.strokeDashArray]
    (target,) = [shape for shape in drawing.contents if isinstance(shape, Line) and shape.strokeDashArray]
    ends = [line.x1 for line in axis if line.x1 == line.x2]
    zero, hundred = min(ends), max(ends)
    assert target.x1 == pytest.approx(zero + 0.8 * (hundred - zero))
    assert "Mục tiêu 80%" in strings(drawing)
    assert not any(
        shape.strokeDashArray for shape in charts.factors_chart(made.figures, None).contents if isinstance(shape, Line)
    )


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
