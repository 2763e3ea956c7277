"""The report as PDF: A4 in the form of Nghị định 30/2020, typeface embedded, black only."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax import saxutils

from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Spacer
from reportlab.platypus import Table as FlowTable

from sipas_desktop.paper import report_fonts
from sipas_desktop.paper import report_places as places
from sipas_desktop.paper.chart_drawing import draw
from sipas_desktop.paper.document_pdf import About, FirstPage, PdfDocument, Sheet
from sipas_desktop.paper.letterhead import Foot, Head, Title
from sipas_desktop.paper.report_fonts import BOLD, FAMILY, ITALIC, REGULAR, one_at_a_time
from sipas_desktop.paper.report_model import (
    Align,
    Block,
    Chart,
    Heading,
    Paragraph,
    ReportContent,
    Row,
    Run,
    Style,
    Table,
)
from sipas_desktop.paper.report_places import Flow, Place, Placed
from sipas_desktop.paper.whole_file import publish

SHEET = Sheet()
WIDTH, HEIGHT = SHEET.width, SHEET.height
BODY_SIZE = 13
TABLE_SIZE = 11
KEEP_WHOLE = 0.25 * HEIGHT  # a table up to this height is not broken
_ALIGN = {Align.LEFT: TA_LEFT, Align.CENTRE: TA_CENTER, Align.RIGHT: TA_RIGHT}


def escape(text: str) -> str:
    """``text`` as reportlab's markup; runs of no-break spaces (room for handwriting) keep their width."""
    return saxutils.escape(text).replace("\N{NO-BREAK SPACE}", "&nbsp;")


def style(name: str, **given: Any) -> ParagraphStyle:
    """A style of the document's typeface, black; ``given`` as reportlab names it."""
    size = given.pop("fontSize", BODY_SIZE)
    base = {"fontName": FAMILY, "fontSize": size, "leading": size * 1.24, "textColor": black}
    return ParagraphStyle(name, **(base | given))


STYLES = {
    Style.BODY: style("body", alignment=TA_JUSTIFY, firstLineIndent=10 * mm, spaceAfter=6),
    Style.ITEM: style("item", alignment=TA_JUSTIFY, firstLineIndent=10 * mm, spaceAfter=5),
    Style.LEAD: style("lead", alignment=TA_JUSTIFY, firstLineIndent=10 * mm, spaceAfter=6, fontName=ITALIC),
    Style.FORMULA: style("formula", alignment=TA_CENTER, spaceAfter=5, fontName=ITALIC),
    Style.COMMAND: style("command", fontSize=10.5, leading=14, spaceAfter=3),
}
HEADINGS = {
    1: style("heading1", fontName=BOLD, firstLineIndent=10 * mm, spaceBefore=8, spaceAfter=6),
    2: style("heading2", fontName=BOLD, firstLineIndent=10 * mm, spaceBefore=4, spaceAfter=5),
}
CAPTION = style("caption", fontName=BOLD, fontSize=12, alignment=TA_CENTER, spaceBefore=6, spaceAfter=5)
NOTE = style("note", fontName=ITALIC, fontSize=11, alignment=TA_JUSTIFY, spaceBefore=3, spaceAfter=8)
ANNEX = style("annex", fontName=BOLD, fontSize=14, alignment=TA_CENTER, spaceAfter=3)
ANNEX_OF = style("annexof", fontName=ITALIC, fontSize=13, alignment=TA_CENTER, spaceAfter=12)


def write_pdf(content: ReportContent, out: Path) -> str:
    """Write the report to ``out``; returns the file's SHA-256. Raises ``Refusal`` where the file cannot be written."""
    return publish(pdf_bytes(content), out)


def pdf_bytes(content: ReportContent) -> bytes:
    """The report as a PDF document, for a preview in the window as well."""
    return pdf_with_pages(content)[0]


def pdf_with_pages(content: ReportContent) -> tuple[bytes, int]:
    """The report as a PDF document, and how many pages it has."""
    pdf, pages, _ = _laid_out(content)
    return pdf, pages


def pdf_with_places(content: ReportContent) -> tuple[bytes, list[Placed]]:
    """The report as a PDF document, and where on its pages each thing stands."""
    pdf, _, placed = _laid_out(content)
    return pdf, placed


def _laid_out(content: ReportContent) -> tuple[bytes, int, list[Placed]]:
    report_fonts.register()
    buffer = io.BytesIO()
    document = _Document(buffer, content)
    with one_at_a_time:
        document.build(_story(content))
    return buffer.getvalue(), document.page, document.placed


class _Document(PdfDocument):
    """The headings are bookmarks."""

    def __init__(self, buffer: io.BytesIO, content: ReportContent) -> None:
        kind = content.letterhead.kind.capitalize() if content.letterhead else "Báo cáo"
        about = About(
            title=content.title,
            author=content.author,
            subject=f"{kind}: {content.title}",
            program=content.provenance.program,
            day=content.provenance.printed,
            keywords=content.provenance.keywords,
        )
        super().__init__(buffer, about, SHEET)
        self._headings = 0
        self._level = -1
        self.placed: list[Placed] = []

    def _canvas(self, filename: Any, **given: Any) -> Canvas:
        canvas = super()._canvas(filename, **given)
        canvas.placed = self.placed
        return canvas

    def afterFlowable(self, flowable: Flowable) -> None:
        level = getattr(flowable, "outline_level", None)
        if level is not None:
            # A notice has parts without sections above them: no bookmark may jump over a level.
            level = self._level = min(level, self._level + 1)
            self._headings += 1
            key = f"heading{self._headings}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.outline_text, key, level)


# ------------------------------------------------------------------------------------------------------------- story


def _story(content: ReportContent) -> list[Flowable]:
    story: list[Flowable] = [Head(content.letterhead, content.title) if content.letterhead else Title(content.title)]
    body = list(content.body)
    closing = body.pop() if content.signature else None
    story += flow_of(body)
    if content.signature and isinstance(closing, Paragraph):
        # The signature never stands alone on a page.
        end = [_paragraph(closing), Spacer(0, 10), Foot(content.signature)]
        story += [CondPageBreak(min(_height(end), HEIGHT)), *end]
    if content.annexes:
        story.insert(0, FirstPage(""))
    for annex in content.annexes:
        title = Flow(escape(annex.name).replace("\n", "<br/>"), ANNEX)
        title.outline_level, title.outline_text = 0, " – ".join(annex.name.splitlines())
        label = annex.name.splitlines()[0]
        story += [PageBreak(), FirstPage(f"{label}, "), title, Flow(escape(annex.of).replace("\n", "<br/>"), ANNEX_OF)]
        story += flow_of(annex.blocks)
    return story


def flow_of(blocks: Sequence[Block]) -> list[Flowable]:
    """The blocks as flowables; headings, leads and captions stay with the beginning of what follows them."""
    story: list[Flowable] = []
    waiting: list[Flowable] = []
    for block in blocks:
        if isinstance(block, Heading):
            waiting.append(_heading(block))
            continue
        if isinstance(block, Paragraph) and block.style is Style.LEAD:
            waiting.append(_paragraph(block))
            continue
        parts, least = _parts(block)
        if waiting or len(parts) > 1:
            story.append(CondPageBreak(min(_height(waiting) + least, HEIGHT)))
        story += waiting + parts
        waiting = []
    return story + waiting


def _parts(block: Paragraph | Table | Chart) -> tuple[list[Flowable], float]:
    """A block's flowables, and how much of their height must stand together on a page."""
    if isinstance(block, Paragraph):
        flow = _paragraph(block)
        return [flow], min(_height([flow]), 3 * BODY_SIZE * 1.24)
    if isinstance(block, Chart):
        drawing = draw(block.data, WIDTH / mm)
        chart = [Spacer(0, 4), drawing, _caption(block), Spacer(0, 4)]
        return chart, _height(chart)
    return _table(block)


def _height(flowables: Sequence[Flowable]) -> float:
    """The height of the flowables one below the other, spaces between them counted in full."""
    return sum(
        flowable.getSpaceBefore() + flowable.wrap(WIDTH, HEIGHT)[1] + flowable.getSpaceAfter() for flowable in flowables
    )


def _heading(heading: Heading) -> Flowable:
    flow = Flow(escape(heading.text), HEADINGS[heading.level]).at(Place(said=heading.text, title=True))
    flow.outline_level, flow.outline_text = heading.level - 1, heading.text
    return flow


def _paragraph(paragraph: Paragraph) -> Flowable:
    return Flow("".join(map(_markup, paragraph.runs)), STYLES[paragraph.style]).at(Place(said=paragraph.text))


def _markup(run: Run) -> str:
    text = escape(run.text)
    if run.bold:
        text = f"<b>{text}</b>"
    return f"<i>{text}</i>" if run.italic else text


def _caption(block: Table | Chart) -> Flowable:
    place = Place((block.caption,), said=block.caption, chart=isinstance(block, Chart), title=True)
    return Flow(escape(block.caption), CAPTION).at(place)


# ------------------------------------------------------------------------------------------------------------ tables


def _table(table: Table) -> tuple[list[Flowable], float]:
    size = 10.0 if any(column.parts for column in table.columns) else TABLE_SIZE
    scale = WIDTH / mm / sum(column.width for column in table.columns)
    widths = [column.width * scale * mm for column in table.columns]
    head = style("th", fontName=BOLD, fontSize=size, alignment=TA_CENTER)
    cells = [
        (
            style(f"td{place}", fontSize=size, alignment=_ALIGN[column.align]),
            style(f"tb{place}", fontName=BOLD, fontSize=size, alignment=_ALIGN[column.align]),
        )
        for place, column in enumerate(table.columns)
    ]
    rows = [[Flow(escape(column.head), head).at(places.of_head(table, column)) for column in table.columns]]
    rows += [_row(table, row, cells) for row in table.rows]
    flow = FlowTable(rows, widths, repeatRows=1, splitInRow=0)
    flow.setStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),  # else each cell names Helvetica, used or not
            ("GRID", (0, 0), (-1, -1), 0.5, black),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
        ]
    )
    parts: list[Flowable] = [_caption(table)] * bool(table.caption) + [flow]
    parts.append(Flow(escape(table.note), NOTE).at(Place(said=table.note)) if table.note else Spacer(0, 9))
    whole = _height(parts)
    if whole <= KEEP_WHOLE:
        return parts, whole
    return parts, _height(parts[: parts.index(flow)]) + sum(flow._rowHeights[:4])


def _row(table: Table, row: Row, styles: Sequence[tuple[ParagraphStyle, ParagraphStyle]]) -> list[Flowable]:
    return [
        Flow("<br/>".join(escape(figure.text) for figure in figures), bold if row.strong else plain).at(
            places.of_cell(table, row, column, figures)
        )
        for figures, column, (plain, bold) in zip(row.cells, table.columns, styles, strict=True)
    ]
