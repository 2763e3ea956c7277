"""The report as a workbook: numbers under number formats, shares and indices as formulas over the counts, charts drawn
from the cells, heads that stay, A4 print set-up."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.lib.utils import simpleSplit

from sipas_desktop.paper import report_fonts
from sipas_desktop.paper.native_charts import factors_chart, levels_chart
from sipas_desktop.paper.office_file import pieces_of
from sipas_desktop.paper.report_model import (
    Align,
    Column,
    FactorBars,
    Figure,
    Measure,
    Ref,
    ReportContent,
    Table,
)
from sipas_desktop.paper.report_places import NEXT, of_cell
from sipas_desktop.paper.whole_file import pinned_zip, publish
from sipas_desktop.paper.xlsx_charts import add_comparison_charts
from sipas_desktop.paper.xlsx_formulas import Formulas, with_formulas

FONT = "Times New Roman"
CHARACTER = 1.85  # millimetres of a unit of column width: seven pixels of 96 an inch
SIZE = 12
INDENT = 8  # points, of text in a table's cell
ROWS_A_PAGE = 10  # questions up to here go on one page with their chart
FIRST_ROW = 4  # the table of a sheet begins under its title
PARTS = ("groups", "waves")  # likewise
COMPARED = ("ranking", "change")  # likewise
ONLINE = ("online", "online_totals", "channels", "officers")  # the tables of a sheet that only some reports have
_THIN = Side(style="thin", color="000000")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HORIZONTAL = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}


def write_xlsx(content: ReportContent, out: Path) -> str:
    """Write the report's figures to ``out``; returns the file's SHA-256. Raises ``Refusal`` where that fails."""
    return publish(xlsx_bytes(content), out)


def xlsx_bytes(content: ReportContent) -> bytes:
    """The figures: sheets Tổng hợp, Câu hỏi, Yếu tố, Đơn vị, those of what only some reports have, Chất lượng."""
    return xlsx_with_names(content)[0]


def xlsx_with_names(content: ReportContent) -> tuple[bytes, Mapping[tuple[str, str], Named]]:
    """The workbook, and what stands where in it: by sheet and cell."""
    book = _Book()
    book.remove(book.worksheets[0])
    _summary(_sheet(book, "Tổng hợp", content), content)
    _questions(_sheet(book, "Câu hỏi", content, landscape=True), content)
    _several(_sheet(book, "Không trả lời", content), content, ("unanswered",))
    _factors(_sheet(book, "Yếu tố", content), content)
    _units(_sheet(book, "Đơn vị", content), content)
    if content.tables("reached"):
        _several(_sheet(book, "Thu phiếu", content), content, ("reached",))
    if any(content.tables(key) for key in PARTS):
        _several(_sheet(book, "Nhóm, đợt", content), content, PARTS)
    if any(content.tables(key) for key in COMPARED):
        sheet = _sheet(book, "Xếp hạng, so sánh", content)
        add_comparison_charts(sheet, content, *_several(sheet, content, COMPARED))
    if any(content.tables(key) for key in ONLINE):
        _several(_sheet(book, "Trực tuyến", content), content, ONLINE)
    if content.tables("topics"):
        _several(_sheet(book, "Ý kiến", content), content, ("topics",))
    if content.tables("recheck"):
        _several(_sheet(book, "Phúc tra", content, landscape=True), content, ("recheck",))
    _quality(_sheet(book, "Chất lượng", content), content)
    book.properties.title = content.title
    book.properties.creator = content.author
    book.properties.language = "vi-VN"
    for name, value in pieces_of(content.provenance.keywords):
        book.custom_doc_props.append(StringProperty(name=name, value=value))
    buffer = io.BytesIO()
    book.save(buffer)
    changed = with_formulas(buffer.getvalue(), book.sheetnames, book.formulas.by_sheet())
    return pinned_book(buffer.getvalue(), content.provenance.printed, changed), book.named


@dataclass(frozen=True)
class Named:
    """What stands in a cell: of which table, by the names of its row and column, as the report prints it."""

    table: Table
    where: str
    text: str


class _Book(Workbook):
    """A workbook that knows where its figures stand."""

    def __init__(self) -> None:
        super().__init__()
        self.formulas = Formulas()
        self.named: dict[tuple[str, str], Named] = {}


def pinned_book(
    data: bytes, day: datetime.date = datetime.date(2000, 1, 1), changed: Mapping[str, bytes] | None = None
) -> bytes:
    """The workbook ``data`` dated like the report, its ``changed`` members in the place of what openpyxl wrote.

    openpyxl stamps a workbook with the clock while saving.
    """
    name = "docProps/core.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        core = source.read(name).decode("utf-8")
    core = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", f"{day.isoformat()}T00:00:00Z", core)
    return pinned_zip(data, day, {**(changed or {}), name: core.encode("utf-8")})


# ------------------------------------------------------------------------------------------------------------ sheets


def _sheet(book: _Book, name: str, content: ReportContent, landscape: bool = False) -> Worksheet:
    sheet = book.create_sheet(name)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins  # inches
    margins.left, margins.right, margins.top, margins.bottom = (mm / 25.4 for mm in (30, 15, 20, 20))
    margins.header = 10 / 25.4
    sheet.HeaderFooter.differentFirst = True
    sheet.oddHeader.center.text = f'&"{FONT},Regular"&13&P'
    sheet.sheet_view.showGridLines = False
    return sheet


def _title(sheet: Worksheet, content: ReportContent, columns: int) -> None:
    """What the report is about and whose it is, over all columns of the sheet's table."""
    _text(sheet, content.title, 1, columns, Font(name=FONT, size=13, bold=True), "center")
    _text(sheet, content.author, 2, columns, Font(name=FONT, size=SIZE, italic=True), "center")


def _summary(sheet: Worksheet, content: ReportContent) -> None:
    ballots = content.tables("ballots")[0]
    columns = _widths(sheet, ballots)
    _title(sheet, content, columns)
    # Its two columns stand under the names and the numbers of the table of ballots.
    row = _table(sheet, content.summary, FIRST_ROW, content.decimals, first_column=2) + 1
    row = _table(sheet, ballots, row, content.decimals) + 1
    for paragraph in content.method:
        _text(sheet, paragraph.text, row, columns, Font(name=FONT, size=SIZE))
        row += 1


def _questions(sheet: Worksheet, content: ReportContent) -> None:
    tables = content.tables("levels")
    _title(sheet, content, _widths(sheet, tables[0]))
    row = FIRST_ROW
    charts = []
    for table in tables:
        charts.append((table, row + _head_rows(table) + 1))
        row = _table(sheet, table, row, content.decimals) + 1
    _keep_head(sheet, tables, columns=3)
    if sum(len(table.rows) for table, _ in charts) <= ROWS_A_PAGE:
        sheet.page_setup.fitToHeight = 1
    else:
        sheet.row_breaks.append(Break(row - 1))
    for (table, first), chart in zip(charts, content.charts("levels"), strict=False):
        # Columns: number, label, then ballots and share of each level.
        heads = [column.head for column in table.columns if column.parts]
        levels = [(head, 4 + 2 * place) for place, head in enumerate(heads)]
        rows = (first, first + len(table.rows) - 1)
        sheet.add_chart(levels_chart(sheet, levels, 2, rows, chart.caption), f"B{row}")
        row += 5 + 2 * len(table.rows)


def _factors(sheet: Worksheet, content: ReportContent) -> None:
    tables = content.tables("factors")
    if not tables:
        _text(sheet, "Mẫu phiếu không chia câu hỏi theo yếu tố.", 1, 8, Font(name=FONT, size=SIZE))
        return
    table = tables[0]
    _title(sheet, content, _widths(sheet, table))
    end = _table(sheet, table, FIRST_ROW, content.decimals)
    _keep_head(sheet, tables)
    chart = content.charts("factors")[0]
    assert isinstance(chart.data, FactorBars)
    target = chart.data.target
    column = sum(max(len(each.parts), 1) for each in table.columns) + 1
    if target is not None:
        # The chart draws the target as a line, so it needs the same number beside every factor.
        head = sheet.cell(FIRST_ROW + 1, column, "Mục tiêu")
        _dress(head, bold=True, align=Align.CENTRE)
        for row in range(len(chart.data.bars)):
            cell = sheet.cell(FIRST_ROW + 2 + row, column)
            _figure(cell, Figure("", target, Measure.PERCENT), content.decimals)
            _dress(cell, align=Align.RIGHT)
        sheet.column_dimensions[get_column_letter(column)].width = 12
    rows = (FIRST_ROW + 2, FIRST_ROW + 1 + len(chart.data.bars))
    drawn = factors_chart(sheet, 4, column if target is not None else None, 2, rows, chart.caption)
    sheet.add_chart(drawn, f"A{end + 1}")


def _units(sheet: Worksheet, content: ReportContent) -> None:
    tables = content.tables("units")
    if not tables:
        _text(sheet, "Báo cáo không tách theo đơn vị.", 1, 8, Font(name=FONT, size=SIZE))
        return
    _title(sheet, content, _widths(sheet, tables[0]))
    _table(sheet, tables[0], FIRST_ROW, content.decimals)
    _keep_head(sheet, tables)


def _keep_head(sheet: Worksheet, tables: Sequence[Table], columns: int = 1) -> None:
    """The head of the sheet's one table stays in sight and stands on every printed page, as do the columns before
    ``columns``; the head of the first of several tables would stand over the others."""
    row = 1
    if len(tables) == 1:
        row = FIRST_ROW + _head_rows(tables[0]) + 1
        sheet.print_title_rows = f"{FIRST_ROW + 1}:{row - 1}"
    if (row, columns) != (1, 1):
        sheet.freeze_panes = f"{get_column_letter(columns)}{row}"


def _several(sheet: Worksheet, content: ReportContent, keys: tuple[str, ...]) -> tuple[dict[str, int], int]:
    """The tables with one of ``keys``, one below the other; returns the first row of each, and the row below all."""
    found = [table for key in keys for table in content.tables(key)]
    _title(sheet, content, _widths(sheet, found[0]))
    row, firsts = FIRST_ROW, {}
    for table in found:
        firsts[table.key] = row + 1 + _head_rows(table)
        row = _table(sheet, table, row, content.decimals) + 1
    _keep_head(sheet, found)
    return firsts, row


def _quality(sheet: Worksheet, content: ReportContent) -> None:
    tables = [*content.tables("quality"), *content.tables("excluded")]
    columns = _widths(sheet, (tables or content.tables("provenance"))[0])
    _title(sheet, content, columns)
    row = FIRST_ROW
    for table in tables:
        row = _table(sheet, table, row, content.decimals) + 1
    for table in content.tables("provenance"):
        sheet.cell(row, 1, table.caption).font = Font(name=FONT, size=SIZE, bold=True)
        for offset, each in enumerate(table.rows, start=1):
            name, value = (figures[0].text for figures in each.cells)
            _text(sheet, f"{name}: {value}", row + offset, columns, Font(name=FONT, size=11))
            where = f"{table.caption}{NEXT}{name}"
            sheet.parent.named[sheet.title, f"A{row + offset}"] = Named(table, where, f"{name}: {value}")
        row += len(table.rows) + 2


# ------------------------------------------------------------------------------------------------------------ tables


def _widths(sheet: Worksheet, table: Table) -> int:
    """Columns as wide as the sheet's main table asks for; returns how many there are."""
    place = 0
    for column in table.columns:
        for _ in column.parts or ("",):
            place += 1
            width = 10.0 if column.parts else max(column.width / CHARACTER, 8.5 if column.align is Align.RIGHT else 5)
            sheet.column_dimensions[get_column_letter(place)].width = round(width, 1)
    return place


def _head_rows(table: Table) -> int:
    return 2 if any(column.parts for column in table.columns) else 1


def _table(sheet: Worksheet, table: Table, row: int, decimals: int, first_column: int = 1) -> int:
    """Write the table with its caption from ``row`` on; returns the first row below it."""
    caption = sheet.cell(row, first_column, table.caption)
    caption.font = Font(name=FONT, size=SIZE, bold=True)
    row += 1
    _head(sheet, table, row, first_column)
    row += _head_rows(table)
    for each in table.rows:
        place = first_column
        height = _height("", 1, SIZE)
        for at, (column, figures) in enumerate(zip(table.columns, each.cells, strict=True)):
            for part, figure in enumerate(_spread(column, figures)):
                cell = sheet.cell(row, place)
                _figure(cell, figure, decimals)
                sheet.parent.formulas.placed(Ref(table.key, each.key, at, part), cell, figure)
                names = of_cell(table, each, column, figures).names + column.parts[part : part + 1]
                sheet.parent.named[sheet.title, cell.coordinate] = Named(table, NEXT.join(names), figure.text)
                _dress(cell, bold=each.strong, align=column.align)
                if figure.value is None:
                    height = max(height, _height(figure.text, _room(sheet, place) - INDENT, SIZE, each.strong))
                place += 1
        sheet.row_dimensions[row].height = height
        row += 1
    if table.note:
        columns = sum(max(len(column.parts), 1) for column in table.columns)
        _text(sheet, table.note, row, columns, Font(name=FONT, size=11, italic=True))
        row += 1
    return row


def _spread(column: Column, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The figures of a cell, one for each of the column's parts."""
    return figures + figures[-1:] * (len(column.parts) - len(figures))


def _room(sheet: Worksheet, place: int) -> float:
    """The width of a column in points: seven pixels a unit and five for the edges (ECMA-376, 18.3.1.13)."""
    return float(sheet.column_dimensions[get_column_letter(place)].width) * 5.25 - 1


def _height(text: str, room: float, size: float, bold: bool = False) -> float:
    """How high a row must be for ``text`` in ``room`` points."""
    face = report_fonts.BOLD if bold else report_fonts.REGULAR
    report_fonts.register()
    return (size + 4) * max(len(simpleSplit(text, face, size, room)), 1)


def _head(sheet: Worksheet, table: Table, row: int, first_column: int) -> None:
    two = _head_rows(table) == 2
    place = first_column
    height = _height("", 1, SIZE)
    for column in table.columns:
        wide = max(len(column.parts), 1)
        for offset in range(wide):
            for line in range(2 if two else 1):
                _dress(sheet.cell(row + line, place + offset), bold=True, align=Align.CENTRE)
        head = sheet.cell(row, place, column.head)
        sheet.parent.named[sheet.title, head.coordinate] = Named(
            table, NEXT.join((table.caption, column.head)), column.head
        )
        for offset, part in enumerate(column.parts):
            sheet.cell(row + 1, place + offset, part)
        if column.parts:
            sheet.merge_cells(start_row=row, start_column=place, end_row=row, end_column=place + wide - 1)
        elif two:
            sheet.merge_cells(start_row=row, start_column=place, end_row=row + 1, end_column=place)
        room = sum(_room(sheet, place + offset) for offset in range(wide))
        needed = _height(column.head, room, SIZE, bold=True)
        height = max(height, needed / 2 if two and not column.parts else needed)
        place += wide
    sheet.row_dimensions[row].height = height


def _figure(cell: Cell, figure: Figure, decimals: int) -> None:
    """The figure as a number with its format, or as text. Percentages are stored as Excel has them: 1 = 100 %."""
    places = f".{'0' * decimals}" if decimals else ""
    if figure.value is None or figure.measure is None:
        cell.value = figure.text
        cell.data_type = "s"  # a name that begins with "=" is a name, never a formula
        cell.number_format = "@"
        return
    match figure.measure:
        case Measure.COUNT:
            cell.value = int(figure.value)
            cell.number_format = "#,##0"
        case Measure.PERCENT:
            cell.value = float(figure.value / 100)
            cell.number_format = f"0{places}%"
        case Measure.DECIMAL:
            cell.value = float(figure.value)
            cell.number_format = f"0.{'0' * len(figure.text.rpartition(',')[2])}"  # as many as are printed


def _dress(cell: Cell, bold: bool = False, align: Align = Align.LEFT) -> None:
    cell.font = Font(name=FONT, size=SIZE, bold=bold)
    indent = 1 if align is Align.LEFT else 0
    cell.alignment = Alignment(horizontal=_HORIZONTAL[align], vertical="center", wrap_text=True, indent=indent)
    cell.border = _GRID


def _text(sheet: Worksheet, text: str, row: int, columns: int, font: Font, horizontal: str = "left") -> None:
    """Running text over the sheet's first ``columns`` columns, its row as high as its lines."""
    cell = sheet.cell(row, 1, text)
    cell.data_type = "s"
    cell.font = font
    cell.alignment = Alignment(horizontal=horizontal, vertical="top", wrap_text=True)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    room = sum(_room(sheet, place) for place in range(1, columns + 1))
    sheet.row_dimensions[row].height = _height(text, room, font.size, bool(font.bold))
