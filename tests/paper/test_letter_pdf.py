"""Letters on paper: every Vietnamese letter read back, long texts on several pages, the signature never alone."""

from __future__ import annotations

import datetime

import pytest

from sipas_desktop.domain.post import Letter
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.presets import find_preset
from sipas_desktop.paper.document_pdf import About
from sipas_desktop.paper.letter_pdf import letters_pdf
from sipas_desktop.paper.report_head import letterhead_of, signature_of
from tests.paper.geometry import pages_of
from tests.test_project import LETTERS

PLAN = find_preset("hue-2024").plan
HEAD, FOOT = letterhead_of(PLAN.document, 2024), signature_of(PLAN.document)
ABOUT = About("Thư mời", "Sở Nội vụ", "Có dữ liệu cá nhân", "1.2.3", datetime.date(2024, 9, 5))
LONG = ("Công ty trách nhiệm hữu hạn một thành viên thương mại dịch vụ xuất nhập khẩu Phước Thạnh " * 3)[:200].strip()


def letter(**changed: object) -> Letter:
    given = {
        "subject": "V/v mời trả lời",
        "to": "Kính gửi: Trần Văn Ẵm",
        "paragraphs": ("Một.", "Hai."),
        "privacy": "Ba.",
    }
    return Letter(**(given | changed))  # type: ignore[arg-type]


def test_every_letter_and_a_long_name_are_read_back() -> None:
    every = " ".join(sorted(LETTERS))
    data, pages = letters_pdf([letter(to=f"Kính gửi: {LONG}", paragraphs=(every, "A < B & C"))], HEAD, FOOT, ABOUT)
    (page,) = pages_of(data)
    said = "".join(page.words.split())
    assert pages == 1 and page.overlaps == [] and page.within(30, 20, 15, 18)
    assert every.replace(" ", "") in said and LONG.replace(" ", "") in said and "A<B&C" in said
    assert page.words.count("Ba./.") == 1
    assert b"Helvetica" not in data and b"/FontFile2" in data
    assert data == letters_pdf([letter(to=f"Kính gửi: {LONG}", paragraphs=(every, "A < B & C"))], HEAD, FOOT, ABOUT)[0]


@pytest.mark.parametrize("count", range(1, 30, 2))
def test_the_signature_takes_the_last_paragraph_with_it(count: int) -> None:
    data, pages = letters_pdf([letter(paragraphs=(LONG,) * count)] * 2, HEAD, FOOT, ABOUT)
    read = pages_of(data)
    assert len(read) == pages and pages % 2 == 0
    for page in (read[pages // 2 - 1], read[-1]):
        assert "Ba./." in page.words and "Nơi nhận:" in page.words and "PHÓ GIÁM ĐỐC PHỤ TRÁCH" in page.words
    for page in read:
        assert page.overlaps == [] and page.within(30, 20, 15, 10)
    assert sum("CỘNG HÒA XÃ HỘI" in page.words for page in read) == 2


def test_what_cannot_be_printed_is_refused() -> None:
    for letters, code in (([], "papers.nobody"), ([letter(to="Kính gửi: 山")], "papers.letter")):
        with pytest.raises(Refusal) as refused:
            letters_pdf(letters, HEAD, FOOT, ABOUT)
        assert refused.value.code == code


def test_each_page_is_told_and_may_be_the_last() -> None:
    heard: list[int] = []
    letters_pdf([letter()] * 3, HEAD, FOOT, ABOUT, heard.append)
    assert heard == [1, 2, 3]

    def stop(page: int) -> None:
        if page == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        letters_pdf([letter()] * 9, HEAD, FOOT, ABOUT, stop)
