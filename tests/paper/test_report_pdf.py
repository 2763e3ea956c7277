"""The printed report, read back: what stands on the pages, where, and that the same report is the same file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from sipas_desktop.paper.report_content import ReportContent, UnitFigures
from sipas_desktop.paper.report_model import Heading, Paragraph, Table
from sipas_desktop.paper.report_pdf import pdf_bytes, write_pdf

Make = Callable[..., Any]
MM = 72 / 25.4


def pages_of(content: ReportContent) -> list[str]:
    """The text of each page, every run of white space one space."""
    with_lines = []
    document = pypdfium2.PdfDocument(pdf_bytes(content))
    for page in document:
        with_lines.append(" ".join(page.get_textpage().get_text_range().split()))
    document.close()
    return with_lines


@pytest.mark.parametrize(
    ("decimals", "expected"),
    [(2, ["32,26%", "51,61%", "16,13%", "83,87%"]), (1, ["32,3%", "51,6%", "16,1%", "83,9%"])],
)
def test_the_published_figures_are_printed(sample: Make, decimals: int, expected: list[str]) -> None:
    text = " ".join(pages_of(sample(plan={"decimals": decimals}).content()))
    assert f"10 phiếu “Rất hài lòng” ({expected[0]})" in text
    assert f"16 phiếu “Hài lòng” ({expected[1]})" in text
    assert f"05 phiếu “Bình thường” ({expected[2]})" in text
    assert f"Chỉ số hài lòng chung: {expected[3]}, cao hơn mục tiêu 80%" in text
    row = re.search(r"II Toàn bộ quá trình(.{0,120})", text)
    assert row is not None
    assert re.findall(r"\d+,\d+%", row[1])[-4:] == [expected[2], expected[1], expected[0], expected[3]]


def test_every_word_of_the_content_is_on_paper(sample: Make) -> None:
    # A letter that the typeface lacked would be missing here.
    content = sample().content()
    text = " ".join(pages_of(content)).replace("\N{NO-BREAK SPACE}", " ")
    for block in content.blocks:
        words = block.text if isinstance(block, Paragraph | Heading) else block.caption
        for word in words.split():
            assert word in text
        if isinstance(block, Table):
            for row in block.rows:
                for figure in (figure for cell in row.cells for figure in cell):
                    assert all(word in text for word in figure.text.split()), figure.text


def test_the_paper_is_a4_with_the_decrees_margins(sample: Make) -> None:
    document = pypdfium2.PdfDocument(pdf_bytes(sample().content()))
    for place, page in enumerate(document):
        assert page.get_size() == pytest.approx((210 * MM, 297 * MM), abs=0.1)
        text = page.get_textpage()
        for number in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(number)
            assert left >= 30 * MM - 0.6
            assert right <= (210 - 15) * MM + 0.6
            assert bottom >= 20 * MM - 0.6
            if top > (297 - 20) * MM:  # only the page number stands in the margin
                assert place > 0
                assert (
                    text.get_text_bounded(left, bottom, right, top).strip()
                    == document.get_page_label(place).split()[-1]
                )
                assert (left + right) / 2 == pytest.approx((30 + 195) / 2 * MM, abs=1)
    document.close()


def test_the_first_page_opens_with_the_letterhead(sample: Make) -> None:
    first = pages_of(sample().content())[0]
    for part in (
        "ỦY BAN NHÂN DÂN",
        "THỊ XÃ SƠN TÂY",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "/BC-UBND",
        "năm 2017",
    ):
        assert part in first.split("BÁO CÁO")[0]
    assert first.index("BÁO CÁO") < first.index("Thực hiện Quyết định") < first.index("I. KHÁI QUÁT")
    assert not re.search(r"(^1 | 1$)", first)  # no page number


def test_the_signature_stands_with_the_last_sentence_before_the_annexes(sample: Make) -> None:
    pages = pages_of(sample().content())
    (place,) = (number for number, page in enumerate(pages) if "./." in page)
    end = pages[place]
    for part in ("Nơi nhận:", "- UBND thành phố Hà Nội;", "- Lưu: VT, NV.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"):
        assert part in end
    assert "Phụ lục I CHẤT LƯỢNG DỮ LIỆU" in pages[place + 1]
    assert "Phụ lục II THÔNG TIN KIỂM CHỨNG" in pages[-1]
    assert "0123456789abcdef" * 4 in pages[-1]
    assert f"sipas check TỆP --head {'0123456789abcdef' * 4}" in pages[-1]


def test_a_section_has_no_letterhead_signature_or_appendix(sample: Make) -> None:
    text = " ".join(pages_of(sample(section=True).content()))
    for part in ("CỘNG HÒA", "BÁO CÁO", "Nơi nhận", "CHỦ TỊCH", "./.", "Phụ lục"):
        assert part not in text
    assert text.startswith("Kết quả khảo sát")
    assert "83,87%" in text


def test_a_long_table_repeats_its_head_and_never_splits_a_row(sample: Make) -> None:
    units = tuple(
        UnitFigures(
            str(n),
            f"Ủy ban nhân dân xã thử nghiệm số {n:03d} có tên rất dài để chiếm hai dòng",
            9,
            Fraction(n),
        )
        for n in range(1, 101)
    )
    pages = pages_of(sample(units=units).content())
    with_units = [page for page in pages if "xã thử nghiệm số" in page]
    assert len(with_units) > 2
    for page in with_units:
        assert "TT Đơn vị" in page
        # Each row that begins on a page ends there: its figures follow its name.
        begun = re.findall(r"số (\d{3}) có tên", page)
        ended = re.findall(r"(\d+),00%", page)
        assert [int(number) for number in begun] == [int(number) for number in ended if int(number) in range(1, 101)][
            -len(begun) :
        ]


def test_headings_and_captions_stay_with_what_follows(sample: Make) -> None:
    # With each of these lengths the page breaks elsewhere.
    for extra in range(0, 14, 2):
        units = tuple(UnitFigures(f"Xã {n:02d}", f"Xã {n:02d}", 9, Fraction(50)) for n in range(2 + extra))
        notes = {"notes": tuple("Ghi chú thêm cho đủ một dòng." for _ in range(extra))}
        content = sample(units=units, plan=notes).content()
        titles = [block.text for block in content.blocks if isinstance(block, Heading)]
        titles += [block.caption for block in content.blocks if isinstance(block, Table)]
        for page in pages_of(content):
            assert not page.endswith(tuple(titles)), page[-80:]
            assert not re.search(r"(TT (Đơn vị|Nội dung|Yếu tố) [^\d]*)$", page), page[-80:]  # a head without a row


def test_the_typeface_is_embedded_and_nothing_is_coloured(sample: Make) -> None:
    data = pdf_bytes(sample().content())
    assert data.count(b"/FontFile2") >= 3
    fonts = set(re.findall(rb"/BaseFont /[A-Z]+\+?([A-Za-z-]+)", data))
    assert fonts
    assert all(name.startswith(b"LiberationSerif") for name in fonts), fonts
    for colour in re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG)\b", data):
        assert len(set(colour)) == 1, colour


def test_the_files_properties_say_what_it_is(sample: Make) -> None:
    content = sample().content()
    document = pypdfium2.PdfDocument(pdf_bytes(content))
    told = document.get_metadata_dict()
    outline = [item.get_title() for item in document.get_toc()]
    document.close()
    assert told["Title"] == content.title
    assert told["Author"] == "ỦY BAN NHÂN DÂN THỊ XÃ SƠN TÂY"
    assert "fedcba9876543210" * 4 in told["Keywords"]
    assert told["CreationDate"].startswith("D:20171106")
    assert outline[0] == "I. KHÁI QUÁT VỀ CUỘC KHẢO SÁT"
    assert "3. Chỉ số hài lòng chung" in outline


def test_the_same_report_is_the_same_file_byte_for_byte(sample: Make, tmp_path: Path) -> None:
    first, second = tmp_path / "một.pdf", tmp_path / "hai.pdf"
    digest = write_pdf(sample().content(), first)
    assert write_pdf(sample().content(), second) == digest
    assert first.read_bytes() == second.read_bytes()
    assert hashlib.sha256(first.read_bytes()).hexdigest() == digest
    assert b"/FlateDecode" not in first.read_bytes()  # zlib's output is not the same on every system
    other = replace(sample().content(), title="Kết quả khác")
    assert write_pdf(other, second) != digest


def test_marks_of_markup_in_a_name_are_printed_as_they_are(sample: Make) -> None:
    units = (
        UnitFigures("<1>", "Phòng <b>A & B</b>", 20, Fraction(50)),
        UnitFigures("Xã C", "Xã C", 20, Fraction(60)),
    )
    assert "Phòng <b>A & B</b>" in " ".join(pages_of(sample(units=units).content()))


def test_a_reader_of_pdf_finds_its_way(sample: Make) -> None:
    content = sample().content()
    document = pypdfium2.PdfDocument(pdf_bytes(content))
    contents = [(entry.level, entry.get_title()) for entry in document.get_toc()]
    annexes = [(0, " – ".join(annex.name.splitlines())) for annex in content.annexes]
    assert [each for each in contents if each in annexes] == annexes
    headings = [(block.level - 1, block.text) for block in content.blocks if isinstance(block, Heading)]
    assert [each for each in contents if each not in annexes] == headings
    labels = [document.get_page_label(place) for place in range(len(document))]
    first = labels.index("Phụ lục I, 1")
    assert labels[:first] == [str(number) for number in range(1, first + 1)]
    assert labels[-1] == "Phụ lục II, 1"
    for place, page in enumerate(document):
        text = page.get_textpage().get_text_range().split()
        number = labels[place].rpartition(" ")[2]
        assert (text[-1] == number) is (number != "1")  # counted anew in each annex, never on a first page
    assert document.get_metadata_value("Title") == content.title
    assert document.get_metadata_value("Author") == content.author
    assert b"/Lang (vi-VN)" in pdf_bytes(content)
    document.close()


def test_every_typeface_is_embedded(sample: Make) -> None:
    data = pdf_bytes(sample().content())
    assert b"/Helvetica" not in data and b"/Times-Roman" not in data
    assert data.count(b"/FontFile2") == data.count(b"/FontDescriptor /") + data.count(b"/FontDescriptor\n") != 0
