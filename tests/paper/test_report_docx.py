"""The Word document: the same words and figures, the decree's page, charts with their numbers, the same bytes."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from sipas_desktop.domain.intervals import wilson
from sipas_desktop.paper.docx_charts import add_picture
from sipas_desktop.paper.docx_parts import add_text
from sipas_desktop.paper.report_content import ReportContent
from sipas_desktop.paper.report_docx import TEXT_STYLES, docx_bytes, write_docx
from sipas_desktop.paper.report_model import (
    Chart,
    Column,
    Figure,
    Heading,
    Paragraph,
    RankBar,
    RankBars,
    Row,
    Table,
)
from sipas_desktop.paths import resources

Make = Callable[..., Any]
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def read(content: ReportContent) -> Document:
    return docx.Document(io.BytesIO(docx_bytes(content)))


def test_words_and_figures_are_those_of_the_content_in_its_order(sample: Make) -> None:
    content = sample().content()
    document = read(content)
    written = [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]
    place = 0
    for block in content.blocks:
        text = block.text if isinstance(block, Paragraph | Heading) else block.caption
        place = written.index(text, place)
    grids = [table for table in document.tables if table.style.name == "Table Grid"]
    tables = [block for block in content.blocks if isinstance(block, Table)]
    assert len(grids) == len(tables)
    for grid, table in zip(grids, tables, strict=True):
        assert [cell.text for cell in grid.rows[0].cells] == [column.head for column in table.columns]
        for row, own in zip(grid.rows[1:], table.rows, strict=True):
            assert [cell.text for cell in row.cells] == ["\n".join(f.text for f in cell) for cell in own.cells]


@pytest.mark.parametrize(("decimals", "expected"), [(2, "83,87%"), (1, "83,9%")])
def test_the_published_figure(sample: Make, decimals: int, expected: str) -> None:
    document = read(sample(plan={"decimals": decimals}).content())
    assert any(p.text.startswith(f"Chỉ số hài lòng chung: {expected}") for p in document.paragraphs)


def test_head_and_foot(sample: Make) -> None:
    document = read(sample().content())
    head = document.tables[0]
    (foot,) = (table for table in document.tables if table.cell(0, 0).text.startswith("Nơi nhận:"))
    assert head.cell(0, 0).text.startswith("ỦY BAN NHÂN DÂN\nTHỊ XÃ SƠN TÂY")
    state, motto, line = head.cell(0, 1).paragraphs
    assert (state.text, motto.text) == ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    # The motto has the whole cell, whatever letters the reader's machine has; the line is not its own.
    assert motto.paragraph_format.left_indent is None and motto.paragraph_format.right_indent is None
    assert not line.text and line._p.pPr.find(qn("w:pBdr")) is not None
    assert head.cell(1, 0).text.endswith("/BC-UBND")
    assert foot.cell(0, 0).text.splitlines()[0] == "Nơi nhận:"
    assert foot.cell(0, 0).text.splitlines()[-1] == "- Lưu: VT, NV."
    assert foot.cell(0, 1).text == "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"
    section = read(sample(section=True).content())
    assert not any("CỘNG HÒA" in cell.text for table in section.tables for row in table.rows for cell in row.cells)


def test_page_and_typeface(sample: Make) -> None:
    document = read(sample().content())
    section, *annexes = document.sections
    counted = [[mark.get(qn("w:start")) for mark in each._sectPr.findall(qn("w:pgNumType"))] for each in annexes]
    assert counted == [["1"], ["1"]] and section._sectPr.find(qn("w:pgNumType")) is None
    assert all(each.different_first_page_header_footer and each.header.is_linked_to_previous for each in annexes)
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert not section.first_page_header.paragraphs[0].text
    for style in ("Normal", "Heading 1", "Heading 2", "Caption"):
        fonts = document.styles[style].element.rPr.rFonts
        assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
        assert document.styles[style].font.color.rgb is None
    for table in document.tables:
        if table.style.name == "Table Grid":
            assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
            assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_charts_carry_their_numbers_twice(sample: Make) -> None:
    content = sample().content()
    with zipfile.ZipFile(io.BytesIO(docx_bytes(content))) as members:
        for number, key in ((1, "levels"), (2, "factors")):
            root = ET.fromstring(members.read(f"word/charts/chart{number}.xml"))
            external = root.find(f"{CHART}externalData")
            assert external is not None
            assert root[-1] is external  # the schema's order
            series = root.findall(f".//{CHART}ser")
            own = 1 if key == "levels" else 0  # the first of the levels only pushes the bars
            names = [point.text for point in series[own].findall(f"{CHART}cat//{CHART}v")]
            first = [float(point.text or "") for point in series[own].findall(f"{CHART}val//{CHART}v")]
            data = content.charts(key)[0].data
            bars = [*data.bars, *([data.overall] if key == "factors" else [])]
            assert names == [bar.label for bar in bars]
            shares = [bar.shares[0] if key == "levels" else bar.share for bar in bars]
            assert first == pytest.approx([float(value / 100) for value in shares])
            book = openpyxl.load_workbook(io.BytesIO(members.read(f"word/embeddings/chart{number}.xlsx")))
            rows = list(book.worksheets[0].iter_rows(min_row=2, max_col=2, values_only=True))
            assert [row[0] for row in rows] == names
            assert [row[1] for row in rows] == pytest.approx(first)


def test_bars_of_levels_are_centred_on_the_middle_level(sample: Make) -> None:
    with zipfile.ZipFile(io.BytesIO(docx_bytes(sample().content()))) as members:
        root = ET.fromstring(members.read("word/charts/chart1.xml"))
    columns = [
        [float(point.text or "") for point in series.findall(f"{CHART}val//{CHART}v")]
        for series in root.findall(f".//{CHART}ser")
    ]
    middles = [sum(bar[:3]) + bar[3] / 2 for bar in zip(*columns, strict=True)]  # pushed, two levels, half the third
    assert middles == pytest.approx([middles[0]] * len(middles))
    names = [series.findtext(f"{CHART}tx//{CHART}v") for series in root.findall(f".//{CHART}ser")]
    assert names[0] == " "  # what only pushes is not seen in the legend either


def test_intervals_stand_on_the_columns_of_factors(sample: Make) -> None:
    content = sample().content()
    with zipfile.ZipFile(io.BytesIO(docx_bytes(content))) as members:
        root = ET.fromstring(members.read("word/charts/chart2.xml"))
    data = content.charts("factors")[0].data
    for side, end in (("minus", "low"), ("plus", "high")):
        reaches = [float(each.text or "") for each in root.findall(f".//{CHART}errBars/{CHART}{side}//{CHART}v")]
        bars = [*data.bars, data.overall]
        expected = [abs(float(bar.share) - getattr(bar.interval, end)) / 100 for bar in bars]
        assert reaches == pytest.approx(expected)


def test_the_same_report_is_the_same_document(sample: Make, tmp_path: Path) -> None:
    first, second = tmp_path / "một.docx", tmp_path / "hai.docx"
    assert write_docx(sample().content(), first) == write_docx(sample().content(), second)
    assert first.read_bytes() == second.read_bytes()
    document = docx.Document(str(first))
    assert document.core_properties.title == sample().content().title
    assert document.core_properties.created.date().isoformat() == "2017-11-06"
    with zipfile.ZipFile(first) as members:
        assert {info.date_time for info in members.infolist()} == {(2017, 11, 6, 0, 0, 0)}
        assert not any("thumbnail" in name or "stylesWithEffects" in name for name in members.namelist())


def test_captions_are_numbered_by_fields_and_headings_stand_in_the_outline(sample: Make) -> None:
    content = sample().content()
    document = read(content)
    captions = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    blocks = [block for block in content.blocks if isinstance(block, Table | Chart)]
    assert [caption.text for caption in captions] == [block.caption for block in blocks]
    fields = [text.text for caption in captions for text in caption._p.iter(qn("w:instrText"))]
    assert len(fields) == len(captions)
    assert set(fields) == {"SEQ Bang \\* ARABIC", "SEQ Bieu_do \\* ARABIC"}
    for caption in captions:
        kinds = [mark.get(qn("w:fldCharType")) for mark in caption._p.iter(qn("w:fldChar"))]
        assert kinds == ["begin", "separate", "end"]
    titles = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Annex title"]
    assert titles == [annex.name for annex in content.annexes]
    assert document.styles["Annex title"].base_style.name == "Heading 1"
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name.startswith("Heading")]
    assert headings == [block.text for block in content.blocks if isinstance(block, Heading)]


def test_the_spelling_checker_reads_vietnamese(sample: Make) -> None:
    document = read(sample().content())
    assert document.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"
    assert document.core_properties.language == "vi-VN"
    assert document.core_properties.author == "ỦY BAN NHÂN DÂN THỊ XÃ SƠN TÂY"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_lays_it_out(sample: Make, tmp_path: Path) -> None:
    content = sample().content()
    out = tmp_path / "báo cáo.docx"
    write_docx(content, out)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(out)]
    # An older Liberation Serif of the system draws Vietnamese letters from two glyphs, which a PDF reads back apart.
    fonts = tmp_path / "fonts.conf"
    same = "<family>Times New Roman</family><prefer><family>Liberation Serif</family></prefer>"
    folder = f"<dir>{resources() / 'fonts'}</dir>"
    fonts.write_text(f"<fontconfig>{folder}<alias binding='same'>{same}</alias></fontconfig>", encoding="utf-8")
    around = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    subprocess.run(command, check=True, capture_output=True, timeout=120, env=around)
    document = pypdfium2.PdfDocument(out.with_suffix(".pdf"))
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    text = " ".join(pages).replace("\N{NO-BREAK SPACE}", " ")
    for block in content.blocks:
        if isinstance(block, Heading):
            assert block.text in text
    for annex in content.annexes:
        (page,) = [each for each in pages if each.startswith(annex.name.replace("\n", " "))]
        assert not page.startswith("1 ")
    assert len(pages) > 5


def test_running_text_has_styles_that_the_office_can_change_at_once(sample: Make) -> None:
    content = sample().content()
    document = read(content)
    by_text = {paragraph.text: paragraph for paragraph in document.paragraphs}
    for block in content.blocks:
        if isinstance(block, Paragraph) and block is not content.body[-1]:  # the last sentence stays with the foot
            written = by_text[block.text]
            assert written.style.name == TEXT_STYLES[block.style]
            own = written.paragraph_format
            assert own.alignment is own.first_line_indent is own.space_after is None
            assert all(run.font.size is None for run in written.runs)
    assert document.styles["Report text"].paragraph_format.first_line_indent.cm == pytest.approx(1, abs=0.01)
    assert document.styles["Report formula"].font.italic and document.styles["Report lead"].font.italic
    assert document.styles["Report lead"].paragraph_format.keep_with_next
    assert not document.styles["Report text"].paragraph_format.keep_with_next


def test_no_line_ends_between_a_sign_and_its_number() -> None:
    paragraph = docx.Document().add_paragraph()
    run = add_text(paragraph, "thấp hơn: -10,43 điểm (từ -15,17 đến -6,08); 2017-2018 - hết")
    assert len(run._r.findall(qn("w:noBreakHyphen"))) == 3
    assert paragraph.text == "thấp hơn: -10,43 điểm (từ -15,17 đến -6,08); 2017-2018 - hết"


def test_a_picture_begins_at_the_margin() -> None:
    paragraph = docx.Document().add_paragraph()
    bar = RankBar("Một cửa", Fraction(80), "80,00%", wilson(16, 20), "1", 1)
    add_picture(paragraph, RankBars((bar,), "Chỉ số", "Hạng có thể", ""), 165, "Xếp hạng")
    (inline,) = paragraph._p.iter(qn("wp:inline"))
    assert [inline.get(side) for side in ("distT", "distB", "distL", "distR")] == ["0"] * 4


def test_a_long_name_of_the_office_is_broken_in_even_lines(sample: Make) -> None:
    content = sample().content()
    name = ("SỞ THÔNG TIN VÀ TRUYỀN THÔNG",)
    head = read(replace(content, letterhead=replace(content.letterhead, issuer=name))).tables[0]
    assert head.cell(0, 0).text.strip().endswith("SỞ THÔNG TIN VÀ\nTRUYỀN THÔNG")


def test_no_row_of_a_long_table_stands_alone_on_the_next_page(sample: Make) -> None:
    content = sample().content()
    row = Row("x", tuple((Figure("1"),) for _ in range(2)))
    table = Table("t", "", (Column("A", 80), Column("B", 85)), tuple(replace(row, key=str(n)) for n in range(20)))
    (grid,) = (each for each in read(replace(content, body=(table,), signature=None, annexes=())).tables
               if each.style.name == "Table Grid")  # fmt: skip
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in grid.rows]
    assert [at for at, keep in enumerate(kept) if keep] == [0, 19]
