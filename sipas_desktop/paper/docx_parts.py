"""Parts of a Word document that python-docx does not make by itself: fields, lines, table rules, charts.

Element names are those of ECMA-376 (WordprocessingML, DrawingML).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.xml.functions import tostring

from sipas_desktop.paper import native_charts
from sipas_desktop.paper.report_model import FactorBars, LevelBars
from sipas_desktop.paper.report_xlsx import pinned_book

TYPEFACE = "Times New Roman"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def set_typeface(style: ParagraphStyle, size: float, bold: bool = False, italic: bool = False) -> None:
    """Times New Roman for every script, black; what the template's theme says is taken out."""
    style.font.name = TYPEFACE
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = italic
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:color")):
        properties.remove(old)
    fonts = properties.rFonts
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), TYPEFACE)


def set_language(style: ParagraphStyle) -> None:
    """Vietnamese, for the spelling checker."""
    language = OxmlElement("w:lang")
    for attribute in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{attribute}"), "vi-VN")
    style.element.get_or_add_rPr().append(language)


def add_field(paragraph: Paragraph, instruction: str, shown: str = "") -> None:
    """A field that Word fills in, such as PAGE; ``shown`` is what stands there until it does."""
    run = paragraph.add_run()
    for kind in ("begin", None, "separate", "shown", "end") if shown else ("begin", None, "end"):
        if kind is None:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = instruction
        elif kind == "shown":
            element = OxmlElement("w:t")
            element.text = shown
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def line_under(paragraph: Paragraph, room: float, length: float) -> None:
    """A line of ``length`` points under the paragraph, in the middle of ``room`` points."""
    side = Pt(max((room - length) / 2, 0))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    # The schema wants the border before spacing, indents and alignment.
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc"
    )


def repeat_head(row: _Row) -> None:
    """The row stands on top of each page that the table reaches."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def never_split(row: _Row) -> None:
    """The row is not broken between pages."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def fix_widths(table: Table, widths: Sequence[Length]) -> None:
    """Columns of the given widths that Word does not change to fit their contents."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def narrow_cells(table: Table, side: float) -> None:
    """Room of ``side`` millimetres to the left and the right of the text in every cell."""
    margins = OxmlElement("w:tblCellMar")
    for edge in ("left", "right"):
        element = OxmlElement(f"w:{edge}")
        element.set(qn("w:w"), str(int(Mm(side).twips)))
        element.set(qn("w:type"), "dxa")
        margins.append(element)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def clear_template(document: Document) -> None:
    """Take out what python-docx's template brings and a report does not use: most of half a megabyte of styles."""
    for relations in (document.part.package.rels, document.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL or relation.reltype.endswith("/stylesWithEffects"):
                del relations[key]
    styles = document.styles.element
    for style in list(styles.style_lst):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) not in ("TableNormal", "TableGrid"):
            styles.remove(style)


# ------------------------------------------------------------------------------------------------------------ charts


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
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["", *data.levels])
    for bar in data.bars:
        sheet.append([bar.label, *(float(share / 100) for share in bar.shares)])
    _as_percentages(sheet)
    levels = [(label, place) for place, label in enumerate(data.levels, start=2)]
    return book, native_charts.levels_chart(sheet, levels, 1, (2, len(data.bars) + 1), None)


def _factors(data: FactorBars) -> tuple[Workbook, BarChart]:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["", "Tỷ lệ hài lòng", "Mục tiêu"] if data.target is not None else ["", "Tỷ lệ hài lòng"])
    for bar in data.bars:
        row = [bar.label, None if bar.share is None else float(bar.share / 100)]
        sheet.append(row if data.target is None else [*row, float(data.target / 100)])
    _as_percentages(sheet)
    target = None if data.target is None else 3
    return book, native_charts.factors_chart(sheet, 2, target, 1, (2, len(data.bars) + 1), None)


def _as_percentages(sheet: Any) -> None:
    for row in sheet.iter_rows(min_row=2, min_col=2):
        for cell in row:
            cell.number_format = "0.00%"
