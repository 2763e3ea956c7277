"""Catalogues of units and procedures from an office's sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sipas_desktop.errors import LANGUAGES, Refusal
from sipas_desktop.exchange.catalogue import CatalogueKind, read_catalogue
from sipas_desktop.exchange.notes import CellNote


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[Sequence[Sequence[Any]]], Path]:
    def save(rows: Sequence[Sequence[Any]]) -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(list(row))
        book.save(tmp_path / "danh mục.xlsx")
        return tmp_path / "danh mục.xlsx"

    return save


def brief(notes: Sequence[CellNote]) -> list[tuple[int, str, str]]:
    for note in notes:
        assert all(note.words(lang) for lang in LANGUAGES)
    return [(note.row, note.column.split(":")[0], note.message.split(".")[1]) for note in notes]


def test_units(saved: Callable[..., Path]) -> None:
    rows = [
        ["DANH MỤC CƠ QUAN, ĐƠN VỊ"],
        ["STT", "Mã đơn vị", "Tên đơn vị", "Loại"],
        ["(1)", "(2)", "(3)", "(4)"],
        [1, 1.0, "UBND phường  Bắc", "Phường"],
        [2, "H57.01", "Xã Đông", "Xã"],
        [None, "Tổng cộng", 2],
        [None, None, "NGƯỜI LẬP BIỂU"],
        [None, None, "Lê Văn Cường"],
    ]
    preview = read_catalogue(saved(rows), "unit")
    assert [(row.code, row.name, row.kind, row.row) for row in preview.rows] == [
        ("1", "UBND phường Bắc", "Phường", 4), ("H57.01", "Xã Đông", "Xã", 5),
    ]  # fmt: skip
    assert brief(preview.corrected) == [(4, "C", "text_tidied")]
    assert preview.rejected == ()


def test_procedures_by_sector(saved: Callable[..., Path]) -> None:
    rows = [
        ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Cơ quan giải quyết"],
        ["I", None, "Lĩnh vực: Đất đai"],
        [1, "1.001", "Đăng ký biến động", "Sở Tài nguyên"],
        ["II", None, "Lĩnh vực Hộ tịch"],
        [2, "2.001", "Đăng ký khai sinh", "UBND xã"],
    ]
    preview = read_catalogue(saved(rows), "procedure")
    assert [(row.code, row.name, row.sector, row.unit) for row in preview.rows] == [
        ("1.001", "Đăng ký biến động", "Đất đai", "Sở Tài nguyên"),
        ("2.001", "Đăng ký khai sinh", "Hộ tịch", "UBND xã"),
    ]  # fmt: skip


def test_without_codes_the_ordinal_numbers_are_codes_and_that_is_said(saved: Callable[..., Path]) -> None:
    preview = read_catalogue(saved([["STT", "Tên đơn vị"], [1, "Xã Đông"], [2, "Xã Tây"]]), "unit")
    assert [(row.code, row.name) for row in preview.rows] == [("1", "Xã Đông"), ("2", "Xã Tây")]
    assert brief(preview.corrected) == [(1, "A", "code_from_order")]


def test_rejections_name_row_and_column(saved: Callable[..., Path]) -> None:
    rows = [
        ["Mã", "Tên đơn vị"],
        ["01", "Xã Đông"],
        ["02", None],
        [None, "Xã Tây"],
        ["*", "Xã Nam"],
        ["1;2", "Xã Bắc"],
        ["01", "Xã Trung"],
        ["03", "X· T©n TiÕn"],
    ]
    preview = read_catalogue(saved(rows), "unit")
    assert [row.code for row in preview.rows] == ["01"]
    assert brief(preview.rejected) == [
        (3, "B", "name_missing"), (4, "A", "code_missing"), (5, "A", "code_reserved"), (6, "A", "code_reserved"),
        (7, "A", "duplicate"), (8, "B", "legacy_text"),
    ]  # fmt: skip
    assert preview.rejected[4].params == {"row": 2}


@pytest.mark.parametrize(
    ("kind", "rows", "code"),
    [
        ("unit", [["a", "b"], [1, 2]], "catalogue.no_header_unit"),
        ("procedure", [["Mã", "Giá"], [1, 2]], "catalogue.no_header_procedure"),
        ("unit", [["Mã", "Tên đơn vị"]], "catalogue.no_rows"),
    ],
)
def test_refuses(saved: Callable[..., Path], kind: CatalogueKind, rows: Sequence[Sequence[Any]], code: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_catalogue(saved(rows), kind)
    assert caught.value.code == code
    assert all("danh mục.xlsx" in caught.value.words(lang) for lang in LANGUAGES)
