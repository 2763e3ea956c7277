"""The charts of a Word document: those that Word draws itself, with their numbers in an embedded sheet, and pictures.

Element names are those of ECMA-376 (WordprocessingML, DrawingML).
"""

from __future__ import annotations

import io
from typing import Any, Final

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.xml.functions import tostring

from sipas_desktop.paper import native_charts
from sipas_desktop.paper.chart_drawing import as_png, draw
from sipas_desktop.paper.charts import left_of_middle, reach
from sipas_desktop.paper.report_model import ChangeBars, ChartData, FactorBars, LevelBars, RankBars
from sipas_desktop.paper.report_xlsx import pinned_book

CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHART_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINE: Final = 165.0  # millimetres between the margins
CENTRED: Final = "Khoảng đệm căn giữa"  # the head of the column that pushes each bar to its middle level


def add_picture(paragraph: Paragraph, data: ChartData, line: float, description: str) -> None:
    """A chart that Word cannot draw, as it is printed; ``line`` is its width in millimetres."""
    picture = paragraph.add_run().add_picture(io.BytesIO(picture_bytes(data, line)), width=Mm(line))
    picture._inline.docPr.set("descr", description)
    for side in ("distT", "distB", "distL", "distR"):  # what is not said is 3 mm to LibreOffice, and beyond the margin
        picture._inline.set(side, "0")


def is_picture(data: ChartData) -> bool:
    """Whether Word cannot draw it."""
    return isinstance(data, RankBars | ChangeBars)


def picture_bytes(data: ChartData, line: float = LINE) -> bytes:
    """The chart as it is printed."""
    return as_png(draw(data, line))


def add_chart(
    document: Document, paragraph: Paragraph, data: LevelBars | FactorBars, number: int, description: str, size: Any
) -> None:
    """A chart that Word draws, with its numbers in an embedded sheet to edit them. ``size`` is (width, height)."""
    book, chart = _levels(data) if isinstance(data, LevelBars) else _factors(data)
    buffer = io.BytesIO()
    book.save(buffer)
    package = document.part.package
    sheet = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), SHEET_TYPE, pinned_book(buffer.getvalue()), package)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, b"", package)
    part._blob = _chart_xml(chart, part.relate_to(sheet, RELATIONSHIP_TYPE.PACKAGE))
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    width, height = size
    inline = parse_xml(
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'r')}>"
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{int(width)}" cy="{int(height)}"/>'
        f'<wp:docPr id="{number}" name="Chart {number}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" r:id="{relation}"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing>"
    )
    inline.find(f".//{qn('wp:docPr')}").set("descr", description)
    paragraph.add_run()._r.append(inline)


def _chart_xml(chart: BarChart, sheet: str) -> bytes:
    root: Any = parse_xml(tostring(chart._write()))
    frame = root.find(f"{{{CHART}}}chart")
    if frame.find(f"{{{CHART}}}title") is None:
        # Else Word puts the name of a single series on top.
        none = root.makeelement(f"{{{CHART}}}autoTitleDeleted")
        none.set("val", "1")
        frame.insert(0, none)
    external = root.makeelement(f"{{{CHART}}}externalData", nsmap={"r": RELATIONS})
    external.set(f"{{{RELATIONS}}}id", sheet)
    update = root.makeelement(f"{{{CHART}}}autoUpdate")
    update.set("val", "0")
    external.append(update)
    root.append(external)
    return serialize_part_xml(root)


def _levels(data: LevelBars) -> tuple[Workbook, BarChart]:
    """Each bar stands centred on its middle level: an unseen part in front of it pushes it there."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["", *data.levels, CENTRED])
    left, right = reach(data.bars)
    for bar in data.bars:
        pushed = (left - left_of_middle(bar.shares)) / 100 if bar.shares else 0
        shares: list[float | None] = [float(share / 100) for share in bar.shares]
        shares += [None] * (len(data.levels) - len(shares))
        sheet.append([bar.label, *shares, float(pushed)])
    _as_percentages(sheet)
    levels = [(label, place) for place, label in enumerate(data.levels, start=2)]
    printed = next((text for bar in data.bars for text in bar.texts), "")
    decimals = len(printed.removesuffix("%").partition(",")[2])
    pushing = native_charts.Pushing(len(data.levels) + 2, (left + right) / 100, decimals)
    return book, native_charts.levels_chart(sheet, levels, 1, (2, len(data.bars) + 1), None, pushing)


def _factors(data: FactorBars) -> tuple[Workbook, BarChart]:
    book = Workbook()
    sheet = book.worksheets[0]
    bars = (*data.bars, *([data.overall] if data.overall else []))
    sheet.append(
        ["", "Tỷ lệ hài lòng", "Đến cận dưới", "Đến cận trên", *(["Mục tiêu"] if data.target is not None else [])]
    )
    for bar in bars:
        row: list[Any] = [bar.label, None, None, None]
        if bar.share is not None:
            row[1] = float(bar.share / 100)
        if bar.share is not None and bar.interval is not None:
            row[2] = row[1] - bar.interval.low / 100
            row[3] = bar.interval.high / 100 - row[1]
        sheet.append(row if data.target is None else [*row, float(data.target / 100)])
    _as_percentages(sheet)
    target = None if data.target is None else 5
    ends = (3, 4) if any(bar.interval for bar in bars) else None
    return book, native_charts.factors_chart(sheet, 2, target, 1, (2, len(bars) + 1), None, ends)


def _as_percentages(sheet: Any) -> None:
    for row in sheet.iter_rows(min_row=2, min_col=2):
        for cell in row:
            cell.number_format = "0.00%"
