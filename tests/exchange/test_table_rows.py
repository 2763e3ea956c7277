"""Which rows of a hand-made table are entries."""

from __future__ import annotations

from typing import Any

import pytest

from sipas_desktop.exchange.headers import Column, Header
from sipas_desktop.exchange.table_rows import is_entry_number, part_title, row_kind

FIELDS = {"ordinal": [0], "name": [1], "phone": [2], "note": [3]}
HEADINGS = ("STT", "Họ và tên", "Điện thoại", "Ghi chú")
HEADER = Header(
    0, 0, tuple(Column(n, heading, field) for n, (heading, field) in enumerate(zip(HEADINGS, FIELDS, strict=True)))
)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ((1, "Lê An", "0912345678", ""), "entry"),
        (("", "Lê An", "", ""), "entry"),
        (("", "", "0912345678", ""), "entry"),
        ((3, "", "", ""), "entry"),
        (("", " ", "\u200b", ""), "blank"),
        (("(1)", "(2)", "(3)", "(4)=(2)+(3)"), "column_numbers"),
        (("A", "B", 1, 2), "column_numbers"),
        ((1.0, 2.0, 3.0, 4.0), "column_numbers"),
        (("STT", "HỌ VÀ TÊN", "Điện thoại ", ""), "header_again"),
        (("", "Tổng cộng: 25 người", "", ""), "total"),
        (("Cộng", "", "", 25), "total"),
        (("", "Tổng cộng", 25, ""), "total"),
        (("TỔNG SỐ PHIẾU", "", "", ""), "total"),
        (("", "Cống Thị Hoa", "", ""), "entry"),
        (("", "Tổng cộng", "0912345678", ""), "entry"),
        (("", "NGƯỜI LẬP BIỂU", "", "GIÁM ĐỐC"), "footer"),
        (("", "Nơi nhận:", "", ""), "footer"),
        (("", "", "", "Sơn Tây, ngày 05 tháng 9 năm 2024"), "footer"),
        (("", "TM. ỦY BAN NHÂN DÂN", "", ""), "footer"),
        (("", "(Ký, ghi rõ họ tên)", "", ""), "footer"),
        (("I", "Lĩnh vực đất đai", "", ""), "section"),
        (("II. Phường Bắc", "", "", ""), "section"),
        (("", "III. Phường Nam", "", ""), "section"),
        (("", "", "", "rời"), "section"),
    ],
)
def test_row_kind(row: tuple[Any, ...], kind: str) -> None:
    assert row_kind(row, HEADER, FIELDS, ("phone",))[0] == kind


@pytest.mark.parametrize(
    ("cell", "yes"), [(1, True), (1.0, True), ("12", True), ("12.", True), ("I", False), ("", False), (True, False)]
)
def test_entry_numbers(cell: object, yes: bool) -> None:
    assert is_entry_number(cell) is yes


def test_part_titles() -> None:
    assert [part_title(t) for t in ("II. Đất đai", "A) Đất đai", "Đất đai", "Vĩnh An")] == [
        "Đất đai", "Đất đai", "Đất đai", "Vĩnh An",
    ]  # fmt: skip
