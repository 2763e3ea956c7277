"""Parts of a Word document that python-docx does not make by itself: fields, lines, table rules.

Element names are those of ECMA-376 (WordprocessingML, DrawingML).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TYPEFACE = "Times New Roman"
_SIGN = re.compile(r"(?<![^\s(])-(?=\d)")
_FORMATS = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM = f'xmlns="{_FORMATS}/custom-properties" xmlns:vt="{_FORMATS}/docPropsVTypes"'


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


def add_text(paragraph: Paragraph, text: str) -> Run:
    """``text`` as one run; no line ends between the sign of a number and its digits."""
    first, *others = _SIGN.split(text)
    run = paragraph.add_run(first)
    for each in others:
        run._r.append(OxmlElement("w:noBreakHyphen"))
        run.add_text(each)
    return run


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


def add_properties(document: Document, properties: Mapping[str, str]) -> None:
    """Properties of the office's own kind, which Word keeps and shows (ECMA-376, 15.2.12.2)."""
    listed = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties.items(), start=2)
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties {_CUSTOM}>{listed}</Properties>'
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, xml.encode(), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


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
