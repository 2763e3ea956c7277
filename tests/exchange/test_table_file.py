"""A table as a file: what is a number stays one, and nothing becomes a formula."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.table_file import write_table

HEADS = ["Đơn vị", "Số phiếu", "Điểm %"]
ROWS = [('=HYPERLINK("http://x")', 5, "+2,58"), ("@a", 6, "-0,42"), ("Phường Lê Lợi", 7, "–")]


def test_a_workbook_has_no_formula(tmp_path: Path) -> None:
    write_table(tmp_path / "bảng.xlsx", HEADS, ROWS)
    rows = list(load_workbook(tmp_path / "bảng.xlsx").worksheets[0].iter_rows())
    assert [tuple(cell.value for cell in row) for row in rows] == [tuple(HEADS), *ROWS]
    assert {cell.data_type for row in rows for cell in row} == {"s", "n"}


def test_a_csv_has_none_either(tmp_path: Path) -> None:
    write_table(tmp_path / "bảng.CSV", HEADS, ROWS)
    with (tmp_path / "bảng.CSV").open(encoding="utf-8-sig", newline="") as file:
        _, *rows = csv.reader(file)
    assert not any(cell.startswith(("=", "@", "+", "-")) for row in rows for cell in row)
    assert rows[2] == ["Phường Lê Lợi", "7", "–"]


def test_another_kind_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        write_table(tmp_path / "bảng.pdf", HEADS, ROWS)
    assert refused.value.code == "table.suffix"
    assert not list(tmp_path.iterdir())
