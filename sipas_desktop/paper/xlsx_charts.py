"""The charts of units ranked and of change in a workbook, drawn from the cells of their tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sipas_desktop.paper.native_charts import change_chart, ranks_chart
from sipas_desktop.paper.report_model import Chart, RankBars, ReportContent, Table

A_CHART = 24  # rows; more go on in a second chart, as in the document
ENDS = ("Đến cận dưới", "Đến cận trên")  # heads of how far an interval reaches below and above its share
_GAP = 2  # columns between the tables and what only charts are drawn from


def add_comparison_charts(sheet: Worksheet, content: ReportContent, firsts: Mapping[str, int], below: int) -> None:
    """Draw the charts from row ``below`` on; ``firsts`` are the first rows of their tables, by key."""
    row = below
    for key in ("ranking", "change"):
        for table in content.tables(key):
            first = firsts[key]
            if key == "ranking":
                ends = _ends(sheet, content, table, first)
            for caption, rows in _pieces(content.charts(key), table, first):
                if key == "ranking":
                    chart = ranks_chart(sheet, 4, 2, rows, caption, ends)
                else:
                    series = [(column.head, place) for place, column in enumerate(table.columns[1:3], start=2)]
                    chart = change_chart(sheet, series, 1, rows, caption)
                sheet.add_chart(chart, f"A{row}")
                row += int(chart.height * 2) + 2
    widest = max((len(table.columns) for key in firsts for table in content.tables(key)), default=1)
    sheet.print_area = f"A1:{get_column_letter(widest)}{row}"  # without what only charts are drawn from


def _pieces(charts: tuple[Chart, ...], table: Table, first: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Caption and rows (first, last) of each chart; none where the document has none."""
    for number, start in enumerate(range(0, len(table.rows) if charts else 0, A_CHART)):
        end = min(start + A_CHART, len(table.rows))
        yield charts[min(number, len(charts) - 1)].caption, (first + start, first + end - 1)


def _ends(sheet: Worksheet, content: ReportContent, table: Table, first: int) -> tuple[int, int]:
    """The columns that say how far the intervals reach, right of the table."""
    place = len(table.columns) + _GAP
    bars = [bar for chart in content.charts("ranking") if isinstance(chart.data, RankBars) for bar in chart.data.bars]
    for column, head in enumerate(ENDS, start=place):
        sheet.cell(first - 1, column, head)
        sheet.column_dimensions[get_column_letter(column)].width = 14
    for row, bar in enumerate(bars, start=first):
        share = float(bar.share) / 100
        sheet.cell(row, place, share - float(bar.interval.low) / 100).number_format = "0.00%"
        sheet.cell(row, place + 1, float(bar.interval.high) / 100 - share).number_format = "0.00%"
    for cells in sheet.iter_rows(min_row=first - 1, max_row=first + len(bars) - 1, min_col=place, max_col=place + 1):
        for cell in cells:
            cell.font = Font(name="Times New Roman", size=11, italic=True)
            cell.alignment = Alignment(horizontal="right", vertical="center", wrap_text=True)
    return place, place + 1
