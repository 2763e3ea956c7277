"""The interviewers' list at every length: heads on each page, signatures never alone, rows whole."""

from __future__ import annotations

import datetime

import pytest

from sipas_desktop.domain import serial
from sipas_desktop.domain.post import Addressee
from sipas_desktop.errors import Refusal
from sipas_desktop.paper.assignment_pdf import AssignmentPart, assignment_pdf
from sipas_desktop.paper.document_pdf import About
from tests.paper.geometry import MM, pages_of
from tests.test_project import LETTERS

ABOUT = About("Khảo sát năm 2024", "Sở Nội vụ", "Có dữ liệu cá nhân", "1.2.3", datetime.date(2024, 9, 5))


def row(number: int, name: str = "Trần Văn Ẵm", address: str = "12 Lê Lợi") -> Addressee:
    return Addressee(number, name, address, serial=serial.show(serial.make("48213", number)))


@pytest.mark.parametrize("count", [*range(1, 32), 200])
@pytest.mark.parametrize("named", [True, False])
def test_no_page_is_without_rows_and_no_row_is_cut(count: int, named: bool) -> None:
    part = AssignmentPart("Sở Tư pháp", tuple(row(number) for number in range(1, count + 1)), named)
    data, pages = assignment_pdf([part], ABOUT)
    read = pages_of(data)
    assert len(read) == pages
    for number, page in enumerate(read, start=1):
        assert page.words.count("48213") > 0, "a page for the signatures alone"
        assert "Số phiếu" in page.words and "Sở Tư pháp" in page.words
        assert page.within(20, 8, 12, 8) and page.overlaps == []
        numbered = any(box[1] > page.height - 15 * MM for box in page.boxes)
        assert numbered == (number > 1)
    assert sum(page.words.count("48213") for page in read) == count
    assert sum("Điều tra viên (Ký" in page.words or "Cộng:" in page.words for page in read) == 1
    assert ("Trần Văn Ẵm" in read[0].words) == named


def test_each_part_counts_its_own_pages() -> None:
    parts = [AssignmentPart(unit, tuple(row(n) for n in range(1, 40)), True) for unit in ("Sở A", "Sở B")]
    data, pages = assignment_pdf(parts, ABOUT)
    read = pages_of(data)
    assert pages == len(read) and pages % 2 == 0
    half = pages // 2
    assert ["Sở B" in page.words for page in read] == [False] * half + [True] * half
    assert "DANH SÁCH PHÁT" in read[half].words


def test_very_long_names_are_wrapped_and_the_longest_refused() -> None:
    name = ("Công ty trách nhiệm hữu hạn một thành viên " * 12)[:500].strip()
    data, _ = assignment_pdf([AssignmentPart("", (row(1, name, "x" * 500), row(2)), True)], ABOUT)
    said = "".join("".join(page.words.split()) for page in pages_of(data))
    assert name.replace(" ", "") in said and "x" * 40 in said and said.count("x") >= 500
    assert all(page.within(20, 8, 12, 8) and page.overlaps == [] for page in pages_of(data))
    for wrong, code in ((row(7, "x" * 501), "papers.no_room"), (row(7, "山"), "papers.letter")):
        with pytest.raises(Refusal) as refused:
            assignment_pdf([AssignmentPart("", (wrong,), True)], ABOUT)
        assert refused.value.code == code
    with pytest.raises(Refusal) as refused:
        assignment_pdf([], ABOUT)
    assert refused.value.code == "papers.nobody"


def test_every_letter_is_read_back() -> None:
    every = " ".join(sorted(LETTERS))
    data, _ = assignment_pdf([AssignmentPart(every[:90], (row(1, every), row(2)), True)], ABOUT)
    said = "".join(pages_of(data)[0].words.split())
    assert every.replace(" ", "") in said
    assert b"Helvetica" not in data and b"/FontFile2" in data


def test_the_same_list_gives_the_same_bytes() -> None:
    part = AssignmentPart("Sở Tư pháp", (row(1), row(2)), True)
    assert assignment_pdf([part], ABOUT) == assignment_pdf([part], ABOUT)


CONSENT = (
    "Ông (bà) có đồng ý cho ghi số điện thoại để cơ quan gọi lại kiểm tra việc phát phiếu? Không đồng ý cũng được."
)


@pytest.mark.parametrize("count", [1, 9, 10, 11, 12, 30])
def test_what_to_ask_before_a_telephone_number_is_noted(count: int) -> None:
    part = AssignmentPart("Sở Tư pháp", tuple(row(n) for n in range(1, count + 1)), True, consents=(CONSENT * 3,))
    data, _ = assignment_pdf([part], ABOUT, phones=True)
    read = pages_of(data)
    assert "hỏi:" in read[0].words and "Không đồng ý cũng được." in " ".join(read[0].words.split())
    assert all(page.within(20, 8, 12, 8) and page.overlaps == [] for page in read)
    assert all(page.words.count("48213") > 0 for page in read), "a page for the signatures alone"
