"""The cover sheet of a batch: read back by eye and scanner; short, full and long batches stand on their pages."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.batch import cover_digits, read_cover
from sipas_desktop.errors import Refusal
from sipas_desktop.paper.batch_cover import BatchCover, _pages, print_cover
from sipas_desktop.paper.marks import extent
from sipas_desktop.paper.pdf import A4

TITLE = "Khảo sát mức độ hài lòng của người dân, tổ chức đối với sự phục vụ của cơ quan hành chính nhà nước năm 2017"


def cover(count: int = 50, code: str = "L003") -> BatchCover:
    papers = [(place, serials.make("48213", place)) for place in range(1, count + 1)]
    return BatchCover(
        "Ủy ban nhân dân thị xã Sơn Tây", TITLE, code, cover_digits("48213", code), "UBND xã Đường Lâm",
        "05/09/2017 – 06/09/2017 · Nguyễn Thị Thu Hà", papers,
    )  # fmt: skip


def read(made: BatchCover) -> tuple[list[str], list[str]]:
    """The words of each page, and what its QR codes hold."""
    out = io.BytesIO()
    print_cover(made, out)
    document = pypdfium2.PdfDocument(out.getvalue())
    words = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    images = [page.render(scale=150 / 72, grayscale=True).to_numpy() for page in document]
    found = [code.text for image in images for code in zxingcpp.read_barcodes(image)]
    document.close()
    return words, found


def test_a_scanner_reads_the_batch_and_a_person_all_else() -> None:
    (words,), (code,) = read(cover())
    assert read_cover(code, "48213") == "L003"
    for part in (TITLE, "PHIẾU BÌA LÔ", "L003", "UBND xã Đường Lâm", "Số phiếu: 50", "Nguyễn Thị Thu Hà"):
        assert part in words
    for place in (1, 25, 50):
        assert f"{place}. {serials.show(serials.make('48213', place))}" in words
    for hand in ("Thu phiếu", "Nhập lần 1", "Nhập lần 2", "Chốt đối chiếu", "Ngày nhận", "Ký"):
        assert hand in words


def test_a_batch_of_no_unit_says_so() -> None:
    (words,), _ = read(replace(cover(1), unit="", received=""))
    assert "Đơn vị: theo từng phiếu" in words and "Thu: –" in words


@pytest.mark.parametrize("count", [0, 1, 50, 80, 400])
@pytest.mark.parametrize("code", ["L1", "T12-Lô của xã Đường Lâm, buổi sáng"])
def test_everything_stands_on_its_page(count: int, code: str) -> None:
    made = cover(count, code)
    pages = _pages(made)
    shown = 0
    for marks, _ in pages:
        assert marks
        for mark in marks:
            left, low, right, high = extent(mark)
            assert left > 56 and right < A4[0] - 28 and low > 40 and high < A4[1] - 28, mark
        shown += sum(serials.show(serial) == getattr(mark, "text", "") for mark in marks for _, serial in made.papers)
    assert shown == count
    assert read(made)[1] == [made.digits]


def test_a_letter_that_the_typeface_lacks_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        print_cover(replace(cover(1), unit="Xã 中"), io.BytesIO())
    assert caught.value.code == "paper.letter_of_name"
