"""The report as a Word document, for an office that edits before it signs: the same words and figures as the PDF."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Emu, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Written

from sipas_desktop.paper import docx_parts as parts
from sipas_desktop.paper import letterhead
from sipas_desktop.paper.docx_charts import add_chart, add_picture
from sipas_desktop.paper.letterhead import balanced
from sipas_desktop.paper.office_file import pieces_of
from sipas_desktop.paper.report_fonts import BOLD, REGULAR, width
from sipas_desktop.paper.report_model import (
    Align,
    Block,
    Chart,
    FactorBars,
    Figure,
    Heading,
    Letterhead,
    LevelBars,
    Paragraph,
    ReportContent,
    Signature,
    Style,
    Table,
)
from sipas_desktop.paper.whole_file import pinned_zip, publish

LINE = 165  # millimetres between the margins
BODY_SIZE = 13
TABLE_STYLES = ("Report table", "Report table, dense")
TABLE_SIZES = (11, 10)
ANNEX_STYLE = "Annex title"
TEXT_STYLES = {
    Style.BODY: "Report text",
    Style.ITEM: "Report item",
    Style.LEAD: "Report lead",
    Style.FORMULA: "Report formula",
    Style.COMMAND: "Report command",
}
WHOLE_ROWS = 7  # a table of up to so many rows is kept on one page
SEQUENCES = {"Bảng": "Bang", "Biểu đồ": "Bieu_do"}  # Word's names of the two countings
_NUMBERED = re.compile(rf"({'|'.join(SEQUENCES)}) (\d+)\. (.*)", re.DOTALL)
_ALIGN = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}


def write_docx(content: ReportContent, out: Path) -> str:
    """Write the report to ``out``; returns the file's SHA-256. Raises ``Refusal`` where the file cannot be written."""
    return publish(docx_bytes(content), out)


def docx_bytes(content: ReportContent) -> bytes:
    """The report as a Word document."""
    document = docx.Document()
    parts.clear_template(document)
    _page(document)
    _styles(document)
    _properties(document, content)
    if content.letterhead:
        _head(document, content.letterhead)
    _title(document, content)
    body = list(content.body)
    closing = body.pop() if content.signature else None
    writer = _Writer(document)
    writer.write(body)
    if content.signature and isinstance(closing, Paragraph):
        writer.write([closing])
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        _foot(document, content.signature)
    for annex in content.annexes:
        _count_anew(document.add_section(WD_SECTION.NEW_PAGE))
        title = document.add_paragraph(style=ANNEX_STYLE)
        for place, line in enumerate(annex.name.splitlines()):
            if place:
                title.runs[-1].add_break()
            title.add_run(line)
        _centred(document.add_paragraph(), annex.of, 13, italic=True).paragraph_format.space_after = Pt(10)
        writer.write(annex.blocks)
    buffer = io.BytesIO()
    document.save(buffer)
    return pinned_zip(buffer.getvalue(), content.provenance.printed)


def _page(document: Document) -> None:
    """A4, margins of the decree, page number on top from the second page on."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    parts.add_field(number, "PAGE")


def _count_anew(section: Section) -> None:
    """The pages of an annex are counted by themselves (Nghị định 30/2020, Phụ lục I)."""
    section.different_first_page_header_footer = True
    for before in section._sectPr.findall(qn("w:pgNumType")):  # python-docx begins with a copy of the last section
        section._sectPr.remove(before)
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(numbers, "w:cols", "w:titlePg", "w:docGrid")


def _styles(document: Document) -> None:
    styles = document.styles
    normal = styles["Normal"]
    parts.set_typeface(normal, BODY_SIZE)
    parts.set_language(normal)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    parts.set_typeface(styles["Header"], 13)
    for level in (1, 2):
        style = styles[f"Heading {level}"]
        parts.set_typeface(style, BODY_SIZE, bold=True)
        style.paragraph_format.first_line_indent = Cm(1)
        style.paragraph_format.space_before = Pt(8 if level == 1 else 4)
        style.paragraph_format.space_after = Pt(6)
        style.paragraph_format.keep_with_next = True
    for kind, name in TEXT_STYLES.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        size = 10.5 if kind is Style.COMMAND else BODY_SIZE
        parts.set_typeface(style, size, italic=kind in (Style.FORMULA, Style.LEAD))
        form = style.paragraph_format
        form.space_after = Pt(6)
        form.keep_with_next = kind is Style.LEAD
        match kind:
            case Style.BODY | Style.ITEM | Style.LEAD:
                form.first_line_indent = Cm(1)
                form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            case Style.FORMULA:
                form.alignment = WD_ALIGN_PARAGRAPH.CENTER
    annex = styles.add_style(ANNEX_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    annex.base_style = styles["Heading 1"]  # so that it stands in the outline
    parts.set_typeface(annex, 14, bold=True)
    annex.paragraph_format.first_line_indent = Cm(0)
    annex.paragraph_format.space_before = Pt(0)
    annex.paragraph_format.space_after = Pt(3)
    annex.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name, size in zip(TABLE_STYLES, TABLE_SIZES, strict=True):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        parts.set_typeface(style, size)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(2)
    caption = styles["Caption"]
    parts.set_typeface(caption, 12, bold=True)
    caption.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.paragraph_format.space_before = Pt(6)
    caption.paragraph_format.space_after = Pt(5)


def _properties(document: Document, content: ReportContent) -> None:
    day = content.provenance.printed
    stamp = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    own = document.core_properties
    own.title, own.author, own.last_modified_by = content.title[:255], content.author[:255], content.author[:255]
    own.created = own.modified = stamp
    own.language = "vi-VN"
    own.comments = ""
    own.keywords = f"records_sha256={content.provenance.records_sha256}"
    own.revision = 1
    parts.add_properties(document, dict(pieces_of(content.provenance.keywords)))


# ---------------------------------------------------------------------------------------------------- head and foot


def _centred(paragraph: Written, text: str, size: float, bold: bool = False, italic: bool = False) -> Written:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.bold, run.italic = bold, italic
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _lines(cell: _Cell, lines: Sequence[tuple[str, float, bool, bool]]) -> Written:
    """Lines of (text, size, bold, italic) centred in the cell; returns the last one."""
    paragraph = cell.paragraphs[0]
    for place, (text, size, bold, italic) in enumerate(lines):
        paragraph = _centred(cell.paragraphs[0] if place == 0 else cell.add_paragraph(), text, size, bold, italic)
    return paragraph


def _head(document: Document, own: Letterhead) -> None:
    left = LINE * letterhead.AGENCY_SHARE
    table = document.add_table(rows=2, cols=2)
    parts.fix_widths(table, [Mm(left), Mm(LINE - left)])
    padding = 2 * 1.9 * 72 / 25.4  # the table's own cell margins
    room = left * 72 / 25.4 - padding
    superior = letterhead.wrapped(own.superior, REGULAR, letterhead.AGENCY_SIZE, room)
    issuer = letterhead.wrapped(own.issuer, BOLD, letterhead.AGENCY_SIZE, room)
    agency = [(line, letterhead.AGENCY_SIZE, False, False) for line in superior]
    agency += [(line, letterhead.AGENCY_SIZE, True, False) for line in issuer]
    name = _lines(table.cell(0, 0), agency or [("", letterhead.AGENCY_SIZE, True, False)])
    motto = _lines(
        table.cell(0, 1),
        [
            (letterhead.STATE, letterhead.STATE_SIZE, True, False),
            (letterhead.MOTTO, letterhead.MOTTO_SIZE, True, False),
        ],
    )
    # A paragraph of its own: with other letters than those measured here the motto would break over its line.
    right = (LINE - left) * 72 / 25.4 - padding
    _short_line(motto, right, width(letterhead.MOTTO, BOLD, letterhead.MOTTO_SIZE), table.cell(0, 1).add_paragraph())
    longest = max((width(line, BOLD, letterhead.AGENCY_SIZE) for line in issuer), default=0.0)
    _short_line(name, room, 0.4 * longest, table.cell(0, 0).add_paragraph())
    _lines(table.cell(1, 0), [(own.number, letterhead.NUMBER_SIZE, False, False)])
    _lines(table.cell(1, 1), [(own.place_and_date, letterhead.NUMBER_SIZE, False, True)])
    for cell in table.rows[1].cells:
        cell.paragraphs[0].paragraph_format.space_before = Pt(4)


def _short_line(above: Written, room: float, length: float, line: Written) -> None:
    """A line as long as it is told to be, in a low paragraph of its own."""
    above.paragraph_format.space_after = Pt(0)
    line.paragraph_format.line_spacing = Pt(2)
    parts.line_under(line, room, length)


def _title(document: Document, content: ReportContent) -> None:
    if content.letterhead:
        kind = _centred(document.add_paragraph(), content.letterhead.kind, letterhead.TITLE_SIZE, bold=True)
        kind.paragraph_format.space_before = Pt(18)
    room = (LINE - 16) * 72 / 25.4
    lines = balanced(content.title, BOLD, letterhead.TITLE_SIZE, room)
    paragraph = document.add_paragraph()
    for place, line in enumerate(lines):
        _centred(paragraph, line, letterhead.TITLE_SIZE, bold=True)
        if place < len(lines) - 1:
            paragraph.runs[-1].add_break()
    rule = document.add_paragraph()
    longest = max(width(each, BOLD, letterhead.TITLE_SIZE) for each in lines)
    _short_line(paragraph, LINE * 72 / 25.4, 0.4 * longest, rule)
    rule.paragraph_format.space_after = Pt(14)


def _foot(document: Document, own: Signature) -> None:
    document.paragraphs[-1].paragraph_format.space_after = Pt(12)
    table = document.add_table(rows=1, cols=2)
    parts.fix_widths(table, [Mm(LINE / 2), Mm(LINE / 2)])
    parts.never_split(table.rows[0])
    left = table.cell(0, 0)
    run = left.paragraphs[0].add_run("Nơi nhận:")
    run.bold = run.italic = True
    run.font.size = Pt(12)
    for recipient in own.recipients:
        left.add_paragraph().add_run(recipient).font.size = Pt(letterhead.RECIPIENTS_SIZE)
    last = _lines(table.cell(0, 1), [(line, letterhead.AUTHORITY_SIZE, True, False) for line in own.authority])
    last.paragraph_format.space_after = Pt(letterhead.ROOM_TO_SIGN)


# ------------------------------------------------------------------------------------------------------------- body


class _Writer:
    """Writes blocks one after the other and numbers the charts."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._charts = 0

    def write(self, blocks: list[Block] | tuple[Block, ...]) -> None:
        for block in blocks:
            match block:
                case Heading():
                    self._document.add_paragraph(block.text, style=f"Heading {block.level}")
                case Paragraph():
                    self._paragraph(block)
                case Table():
                    self._table(block)
                case Chart():
                    self._chart(block)

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self._document.add_paragraph(style=TEXT_STYLES[block.style])
        for run in block.runs:
            written = parts.add_text(paragraph, run.text)
            written.bold, written.italic = run.bold or None, run.italic or None  # else as the style has it

    def _chart(self, block: Chart) -> None:
        self._charts += 1
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        match block.data:
            case LevelBars() | FactorBars() as data:
                size = (Mm(LINE), Mm(35 + 10 * len(data.bars) if isinstance(data, LevelBars) else 85))
                add_chart(self._document, paragraph, data, self._charts, block.caption, size)
            case data:
                add_picture(paragraph, data, LINE, block.caption)
        self._caption(block.caption)

    def _caption(self, text: str) -> Written:
        """The caption; its number is a field, so that a table that the office adds is counted with the others."""
        caption = self._document.add_paragraph(style="Caption")
        numbered = _NUMBERED.fullmatch(text)
        if numbered is None:
            caption.add_run(text)
            return caption
        kind, number, title = numbered.groups()
        caption.add_run(f"{kind} ")
        parts.add_field(caption, f"SEQ {SEQUENCES[kind]} \\* ARABIC", number)
        caption.add_run(f". {title}")
        return caption

    def _table(self, block: Table) -> None:
        if block.caption:
            self._caption(block.caption).paragraph_format.keep_with_next = True
        table = self._document.add_table(rows=1 + len(block.rows), cols=len(block.columns), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        parts.narrow_cells(table, 1.1)
        total = sum(column.width for column in block.columns)
        parts.fix_widths(table, [Emu(int(Mm(column.width * LINE / total))) for column in block.columns])
        dense = any(column.parts for column in block.columns)
        style = self._document.styles[TABLE_STYLES[1] if dense else TABLE_STYLES[0]].style_id
        whole = len(block.rows) <= WHOLE_ROWS
        for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
            _fill(cell, (Figure(column.head),), style, Align.CENTRE, bold=True, keep=True)
        parts.repeat_head(table.rows[0])
        for place, (row, each) in enumerate(zip(table.rows[1:], block.rows, strict=True)):
            # The whole table or, of a long one, at least its last two rows stand on one page.
            keep = place < len(block.rows) - 1 and (whole or place == len(block.rows) - 2)
            for cell, column, figures in zip(row.cells, block.columns, each.cells, strict=True):
                _fill(cell, figures, style, column.align, bold=each.strong, keep=keep)
        for row in table.rows:
            parts.never_split(row)
        note = self._document.add_paragraph()
        note.paragraph_format.space_after = Pt(6)
        if block.note:
            run = note.add_run(block.note)
            run.italic = True
            run.font.size = Pt(11)
            note.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        else:
            note.paragraph_format.line_spacing = Pt(4)


def _fill(cell: _Cell, figures: tuple[Figure, ...], style: str, align: Align, bold: bool, keep: bool) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style  # by its name it would be looked for among all styles, for every cell
    paragraph.alignment = _ALIGN[align]
    paragraph.paragraph_format.keep_with_next = keep
    for place, figure in enumerate(figures):
        run = paragraph.add_run(figure.text)
        run.bold = bold
        if place < len(figures) - 1:
            run.add_break()
