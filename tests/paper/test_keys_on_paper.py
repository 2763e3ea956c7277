"""The recovery sheet and the badge: what a scanner and a person read on them is the secret, whole and on the page."""

from __future__ import annotations

import datetime
import io

import pypdfium2
import pytest
import zxingcpp

from sipas_desktop.domain.secret_digits import badge_code, read_badge_code, read_recovery_code, recovery_code
from sipas_desktop.errors import Refusal
from sipas_desktop.paper.badge import Badge, print_badge
from sipas_desktop.paper.marks import extent
from sipas_desktop.paper.pdf import A4
from sipas_desktop.paper.recovery_sheet import RecoverySheet, _marks, print_recovery_sheet

KEY, SECRET = bytes(range(200, 232)), bytes(range(100, 116))
TITLE = "Khảo sát mức độ hài lòng của người dân, tổ chức đối với sự phục vụ của cơ quan hành chính nhà nước năm 2017"


def sheet(survey: str = TITLE) -> RecoverySheet:
    day = datetime.date(2026, 11, 22)
    return RecoverySheet("Ủy ban nhân dân thị xã", survey, "khảo sát 2017.sipas", recovery_code(KEY), "Lan", day)


def read(data: bytes) -> tuple[str, str]:
    """The words of the only page, and what its QR code holds."""
    document = pypdfium2.PdfDocument(data)
    (page,) = document
    words = " ".join(page.get_textpage().get_text_range().split())
    (code,) = zxingcpp.read_barcodes(page.render(scale=150 / 72, grayscale=True).to_numpy())
    document.close()
    return words, code.text


def test_the_sheet_holds_the_key_twice() -> None:
    out = io.BytesIO()
    print_recovery_sheet(sheet(), out)
    words, code = read(out.getvalue())
    assert read_recovery_code(code) == KEY
    for number, group in enumerate(recovery_code(KEY), start=1):
        assert f"{number}. {group}" in words
    for part in (TITLE, "khảo sát 2017.sipas", "ngày 22 tháng 11 năm 2026", "Lan"):
        assert part in words


@pytest.mark.parametrize("times", [1, 3])
def test_everything_stands_on_the_page(times: int) -> None:
    marks, qr = _marks(sheet(" ".join([TITLE] * times)))
    for mark in marks:
        left, low, right, high = extent(mark)
        assert left > 56 and right < A4[0] - 28 and low > 40 and high < A4[1] - 28, mark
    assert qr > 56


def test_the_badge_holds_its_secret_and_her_name() -> None:
    out = io.BytesIO()
    print_badge(Badge("Ủy ban nhân dân thị xã", TITLE, "Nguyễn Thị Thu Hà", badge_code(SECRET)), out)
    words, code = read(out.getvalue())
    assert read_badge_code(code) == SECRET
    assert "Nguyễn Thị Thu Hà" in words.replace("\n", " ")
    assert badge_code(SECRET) not in words  # nobody copies it by eye


@pytest.mark.parametrize("name", ["A" * 80, "Nguyễn " * 20, "Ж"])
def test_a_badge_is_made_for_any_name(name: str) -> None:
    out = io.BytesIO()
    print_badge(Badge("Cơ quan", TITLE, name.strip(), badge_code(SECRET)), out)
    assert read_badge_code(read(out.getvalue())[1]) == SECRET


def test_a_letter_that_cannot_be_printed_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        print_badge(Badge("Cơ quan", TITLE, "🐢", badge_code(SECRET)), io.BytesIO())
    assert caught.value.code == "paper.letter_of_name"
    with pytest.raises(Refusal):
        print_recovery_sheet(sheet("🐢"), io.BytesIO())
