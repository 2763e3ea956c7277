"""The report's charts as Office draws them, from the cells of a sheet, in black and grey with patterns.

The values are stored in the chart as well, so that a document shows it without opening the sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.chart import BarChart, LineChart
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.error_bar import ErrorBars
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.fill import ColorChoice, PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

# From the lowest level to the highest, as in the drawings: (pattern or None, grey).
_FILLS: dict[int, tuple[tuple[str | None, str], ...]] = {
    1: ((None, "A0A0A0"),),
    2: ((None, "333333"), (None, "C7C7C7")),
    3: ((None, "333333"), (None, "FFFFFF"), (None, "B8B8B8")),
    4: ((None, "333333"), ("wdUpDiag", "FFFFFF"), (None, "DCDCDC"), (None, "8C8C8C")),
    5: ((None, "333333"), ("wdUpDiag", "FFFFFF"), (None, "FFFFFF"), (None, "D6D6D6"), (None, "949494")),
}
LEAST_LABELLED = 0.12  # a smaller part has no room for its share
_BLACK = LineProperties(solidFill="000000", w=6350)


@dataclass(frozen=True)
class Pushing:
    """The column of the unseen part in front of each bar, how far the longest bar may reach (1 = all), and the decimals
    of the shares that stand in the bars."""

    column: int
    reach: float
    decimals: int


def levels_chart(
    sheet: Worksheet,
    levels: Sequence[tuple[str, int]],
    names: int,
    rows: tuple[int, int],
    title: str | None,
    pushing: Pushing | None = None,
) -> BarChart:
    """A stacked bar for each of the ``rows`` (first, last); ``levels`` are (label, column), ``names`` a column.

    With ``pushing`` the bars do not begin at 0: then shares stand in them instead of on an axis.
    """
    chart = BarChart()
    chart.type = "bar"
    chart.grouping = "stacked"
    chart.overlap = 100
    chart.gapWidth = 60
    if pushing is not None:
        unseen = _series(sheet, " ", pushing.column, names, rows)  # unseen in the legend too
        unseen.graphicalProperties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
        chart.series.append(unseen)
    for position, (label, column) in enumerate(levels):
        series = _series(sheet, label, column, names, rows)
        pattern, fill = _FILLS[len(levels)][position]
        series.graphicalProperties = _filled(pattern, fill)
        if pushing is not None:
            series.dLbls = _shares_inside(pattern, fill, pushing.decimals)
        chart.series.append(series)
    chart.x_axis.scaling.orientation = "maxMin"  # the first question on top
    chart.y_axis.crosses = "max"  # so that the axis of shares stays at the bottom
    _finish(chart, title)
    if pushing is not None:
        chart.y_axis.scaling.max = pushing.reach
        chart.y_axis.delete = True
        chart.y_axis.majorGridlines = None
    chart.width, chart.height = 24, 3.5 + 1.0 * (rows[1] - rows[0] + 1)
    return chart


def _shares_inside(pattern: str | None, fill: str, decimals: int) -> DataLabelList:
    """Shares in the middle of their parts; those of small parts would not fit."""
    labels = DataLabelList()
    labels.showVal = True
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    places = f".{'0' * decimals}" if decimals else ""
    labels.numFmt = f'[>={LEAST_LABELLED}]0{places}%;""'
    labels.position = "ctr"
    dark = fill < "66"
    labels.txPr = _text(900, "FFFFFF" if dark else "000000")
    if pattern is not None:  # lines through digits cannot be read
        labels.spPr = GraphicalProperties(solidFill="FFFFFF", ln=LineProperties(noFill=True))
    return labels


def factors_chart(
    sheet: Worksheet,
    shares: int,
    target: int | None,
    names: int,
    rows: tuple[int, int],
    title: str | None,
    ends: tuple[int, int] | None = None,
) -> BarChart:
    """A column for each of the ``rows``; the target as a line across. ``shares`` and ``target`` are columns, ``ends``
    those of how far the intervals reach below and above the shares."""
    chart = BarChart()
    chart.type = "col"
    chart.gapWidth = 60
    series = _series(sheet, "Tỷ lệ hài lòng", shares, names, rows)
    series.graphicalProperties = _filled(None, "D2D2D2")
    series.dLbls = _values("inBase")  # higher up the line of the target may cross it
    if ends is not None:
        below, above = (NumDataSource(numRef=_numbers(sheet, column, rows)) for column in ends)
        series.errBars = ErrorBars(
            errBarType="both", errValType="cust", minus=below, plus=above, spPr=GraphicalProperties(ln=_BLACK)
        )
    chart.series.append(series)
    if target is not None:
        line = LineChart()
        across = _series(sheet, "Mục tiêu", target, names, rows)
        across.graphicalProperties = GraphicalProperties(
            ln=LineProperties(solidFill="000000", w=19050, prstDash="dash")
        )
        across.marker.symbol = "none"
        across.smooth = False
        line.series.append(across)
        chart += line
    _finish(chart, title)
    chart.width, chart.height = 19, 10.5
    return chart


def ranks_chart(
    sheet: Worksheet, shares: int, names: int, rows: tuple[int, int], title: str | None, ends: tuple[int, int]
) -> BarChart:
    """A bar for each unit from the best to the worst, with its interval; ``ends`` as of ``factors_chart``."""
    chart = _lying(rows)
    series = _series(sheet, "Chỉ số", shares, names, rows)
    series.graphicalProperties = _filled(None, "D2D2D2")
    series.dLbls = _values("inBase")
    below, above = (NumDataSource(numRef=_numbers(sheet, column, rows)) for column in ends)
    series.errBars = ErrorBars(
        errBarType="both", errValType="cust", minus=below, plus=above, spPr=GraphicalProperties(ln=_BLACK)
    )
    chart.series.append(series)
    _finish(chart, title)
    chart.legend = None
    return chart


def change_chart(
    sheet: Worksheet, times: Sequence[tuple[str, int]], names: int, rows: tuple[int, int], title: str | None
) -> BarChart:
    """Two bars for each figure, what it was above what it is; ``times`` are (label, column)."""
    chart = _lying(rows)
    for (label, column), grey in zip(times, ("FFFFFF", "A0A0A0"), strict=True):
        series = _series(sheet, label, column, names, rows)
        series.graphicalProperties = _filled(None, grey)
        series.dLbls = _values("inBase")
        chart.series.append(series)
    _finish(chart, title)
    chart.height += 0.6 * (rows[1] - rows[0] + 1)
    return chart


def _lying(rows: tuple[int, int]) -> BarChart:
    """Bars that lie below each other, the first row on top."""
    chart = BarChart()
    chart.type = "bar"
    chart.gapWidth = 60
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    chart.width, chart.height = 19, 3.5 + 0.8 * (rows[1] - rows[0] + 1)
    return chart


def _values(position: str) -> DataLabelList:
    labels = DataLabelList()
    labels.showVal = True
    labels.showSerName = labels.showCatName = labels.showLegendKey = False
    labels.position = position
    labels.txPr = _text(1000)
    return labels


def _series(sheet: Worksheet, label: str, column: int, names: int, rows: tuple[int, int]) -> Series:
    texts = [str(sheet.cell(row, names).value) for row in range(rows[0], rows[1] + 1)]
    strings = StrData(ptCount=len(texts), pt=[StrVal(idx=place, v=text) for place, text in enumerate(texts)])
    series = Series(
        tx=SeriesLabel(v=label),
        cat=AxDataSource(strRef=StrRef(f=_range(sheet, names, rows), strCache=strings)),
        val=NumDataSource(numRef=_numbers(sheet, column, rows)),
    )
    return series


def _numbers(sheet: Worksheet, column: int, rows: tuple[int, int]) -> NumRef:
    values = [sheet.cell(row, column).value for row in range(rows[0], rows[1] + 1)]
    points = [NumVal(idx=place, v=value) for place, value in enumerate(values) if isinstance(value, float)]
    cached = NumData(formatCode=sheet.cell(rows[0], column).number_format, ptCount=len(values), pt=points)
    return NumRef(f=_range(sheet, column, rows), numCache=cached)


def _range(sheet: Worksheet, column: int, rows: tuple[int, int]) -> str:
    letter = get_column_letter(column)
    return f"{quote_sheetname(sheet.title)}!${letter}${rows[0]}:${letter}${rows[1]}"


def _filled(pattern: str | None, grey: str) -> GraphicalProperties:
    if pattern is None:
        return GraphicalProperties(solidFill=grey, ln=_BLACK)
    fill = PatternFillProperties(prst=pattern, fgClr=ColorChoice(srgbClr="000000"), bgClr=ColorChoice(srgbClr=grey))
    return GraphicalProperties(pattFill=fill, ln=_BLACK)


def _finish(chart: BarChart, title: str | None) -> None:
    """Shares from 0 to 100 %, legend at the foot, the report's typeface."""
    if title is not None:
        chart.title = title
        chart.title.tx.rich.paragraphs[0].pPr = ParagraphProperties(defRPr=_letters(1200, bold=True))
        chart.title.overlay = False
    chart.legend.position = "b"
    chart.legend.overlay = False
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.title = chart.y_axis.title = None
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.y_axis.majorUnit = 0.2
    chart.y_axis.number_format = "0%"
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="BFBFBF", w=3175))
    for part in (chart.x_axis, chart.y_axis, chart.legend):
        part.txPr = _text(1000)


def _text(size: int, colour: str = "000000") -> RichText:
    letters = _letters(size, colour=colour)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=letters)])


def _letters(size: int, bold: bool = False, colour: str = "000000") -> CharacterProperties:
    return CharacterProperties(sz=size, b=bold, solidFill=colour, latin=Font(typeface="Times New Roman"))
