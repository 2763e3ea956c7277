"""The pictures of ranks and of changes: at their shares, nothing over the edges or a neighbour, bands and signs."""

from __future__ import annotations

import io
from fractions import Fraction
from itertools import pairwise

import pytest
from PIL import Image
from reportlab.graphics.shapes import Circle, Drawing, Polygon, Rect, String
from reportlab.lib.units import mm

from sipas_desktop.domain.change import Share
from sipas_desktop.domain.ranking import ranking
from sipas_desktop.domain.vietnamese import percent
from sipas_desktop.paper.chart_drawing import DPI, as_png, draw
from sipas_desktop.paper.report_fonts import width
from sipas_desktop.paper.report_model import ChangeBar, ChangeBars, ChartData, RankBar, RankBars

UNITS = {
    "Bộ phận Tiếp nhận và Trả kết quả hiện đại của Ủy ban nhân dân thị xã": Share(190, 200),
    "Phường Lê Lợi": Share(170, 200),
    "Phường Quang Trung": Share(168, 200),
    "Xã Đường Lâm": Share(120, 200),
    "Xã Kim Sơn": Share(20, 60),
}
NOTE = "Các đơn vị trên cùng một dải nền không phân biệt được với đơn vị đứng đầu dải, xét theo sai số ngẫu nhiên."


def ranks(units: dict[str, Share] = UNITS) -> RankBars:
    bars = tuple(
        RankBar(each.code, each.index, percent(each.index, 2), each.interval, f"{each.low}–{each.high}", each.group)
        for each in ranking(units)
    )
    return RankBars(bars, "Chỉ số", "Thứ hạng", NOTE)


def changes() -> ChangeBars:
    bars = (
        ChangeBar("Chỉ số hài lòng chung", Fraction(81), Fraction(8358, 100), "+2,58", True, True),
        ChangeBar("1. Thời gian giải quyết đúng hẹn theo phiếu hẹn trả kết quả", Fraction(77), Fraction(761, 10),
                  "−0,90", False),
        ChangeBar("2. Thái độ", Fraction(70), Fraction(62), "−8,00", True),
        ChangeBar("3. Phí, lệ phí", Fraction(95), Fraction(100), "+5,00", None),
    )  # fmt: skip
    return ChangeBars(bars, "Đợt 1 (tháng 3 – tháng 6)", "Đợt 2 (tháng 9 – tháng 10)", "Điểm %", NOTE)


@pytest.mark.parametrize("wide", [100.0, 165.0, 320.0])
@pytest.mark.parametrize("data", [ranks(), ranks({"a": Share(3, 3), "b": Share(3, 3)}), changes()])
def test_nothing_runs_over_the_edges_or_into_its_neighbour(data: ChartData, wide: float) -> None:
    drawing = draw(data, wide)
    lines: dict[float, list[tuple[float, float]]] = {}
    for shape in drawing.contents:
        if isinstance(shape, String):
            long = width(shape.text, shape.fontName, shape.fontSize)
            start = shape.x - {"start": 0, "middle": long / 2, "end": long}[shape.textAnchor]
            assert -0.5 <= start <= start + long <= drawing.width + 0.5, shape.text
            assert 0 <= shape.y <= drawing.height - 5
            lines.setdefault(round(shape.y, 1), []).append((start, start + long))
    for spans in lines.values():
        spans.sort()
        assert all(before[1] < after[0] for before, after in pairwise(spans))


def dots(drawing: Drawing) -> list[Circle]:
    return [shape for shape in drawing.contents if isinstance(shape, Circle)]


def test_units_stand_at_their_index_and_every_second_band_is_grey() -> None:
    data = ranks()
    drawing = draw(data)
    places = [dot.cx for dot in dots(drawing)]
    assert places == sorted(places, reverse=True)
    first, last = places[0], places[-1]
    shares = [float(bar.share) for bar in data.bars]
    expected = [last + (first - last) * (share - shares[-1]) / (shares[0] - shares[-1]) for share in shares]
    assert places == pytest.approx(expected)
    bands = [shape for shape in drawing.contents if isinstance(shape, Rect)]
    assert len(bands) == len({bar.band for bar in data.bars if bar.band % 2 == 0}) > 0


def test_a_change_beyond_chance_has_a_sign_that_points() -> None:
    drawing = draw(changes())
    signs = [shape for shape in drawing.contents if isinstance(shape, Polygon)]
    ups = [sign.points[5] > sign.points[1] for sign in signs]
    assert ups == [True, False]
    before, now = dots(drawing)[2:4]  # after the two of the legend
    assert before.cx < now.cx
    assert (before.fillColor.red, now.fillColor.red) == (1, 0)


def test_a_picture_for_documents_is_sharp_and_grey() -> None:
    picture = Image.open(io.BytesIO(as_png(draw(ranks(), 165))))
    assert picture.mode == "L"
    assert picture.width == pytest.approx(165 * mm / 72 * DPI, abs=2)
