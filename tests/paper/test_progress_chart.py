"""The picture of the progress: as high as its numbers, nothing beyond the edges."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from reportlab.graphics.shapes import Drawing, PolyLine, String

from sipas_desktop.domain.progress import DayProgress
from sipas_desktop.paper.progress_chart import HEAD, HEIGHT, Words, _step, draw_progress
from sipas_desktop.paper.report_fonts import REGULAR, width

WORDS = Words("đã thu về", "đã chốt", "cần thu tối thiểu")
SPAN = (datetime.date(2017, 7, 1), datetime.date(2017, 10, 31))
DAYS = (DayProgress(datetime.date(2017, 7, 3), 10, 0), DayProgress(datetime.date(2017, 11, 2), 40, 30))


def line(drawing: Drawing) -> list[float]:
    (found,) = (shape.points for shape in drawing.contents if isinstance(shape, PolyLine))
    return list(found)


def test_the_line_is_as_high_as_the_ballots_that_are_back() -> None:
    points = line(draw_progress(DAYS, SPAN, 50, WORDS))
    ground, at_ten, at_forty = points[1], points[5], points[-1]
    assert (at_forty - ground) / (at_ten - ground) == pytest.approx(4)
    assert at_forty < HEIGHT - HEAD  # 50 are required: the line does not reach the top


def test_what_comes_after_the_last_day_is_on_the_picture() -> None:
    drawing = draw_progress(DAYS, SPAN, None, WORDS)
    texts = [shape.text for shape in drawing.contents if isinstance(shape, String)]
    assert "02/11/2017" in texts
    assert WORDS.required not in texts  # the plan states no number


@pytest.mark.parametrize("span", [SPAN, (SPAN[0], SPAN[0]), (SPAN[0], datetime.date(2018, 12, 31))])
@pytest.mark.parametrize("days", [(), DAYS])
@pytest.mark.parametrize("wide", [100.0, 165.0, 300.0])
def test_nothing_runs_over_the_edges_or_into_its_neighbour(
    days: tuple[DayProgress, ...], span: tuple[datetime.date, datetime.date], wide: float
) -> None:
    drawing = draw_progress(days, span, 12_345, WORDS, wide)
    lines: dict[float, list[tuple[float, float]]] = {}
    for shape in drawing.contents:
        if isinstance(shape, String):
            long = width(shape.text, REGULAR, shape.fontSize)
            start = shape.x - {"start": 0, "middle": long / 2, "end": long}[shape.textAnchor]
            assert -0.5 <= start <= start + long <= drawing.width + 0.5
            lines.setdefault(round(shape.y, 1), []).append((start, start + long))
    for spans in lines.values():
        spans.sort()
        assert all(before[1] < after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize(("most", "step"), [(1, 1), (5, 1), (6, 2), (10, 2), (11, 5), (980, 200), (12_345, 5_000)])
def test_the_lines_behind_stand_at_round_numbers(most: int, step: int) -> None:
    assert _step(most) == step
