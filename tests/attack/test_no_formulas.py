"""Nothing that came from outside becomes a formula in a file that the program writes."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

import openpyxl
import pytest

import sipas_desktop.exchange
from sipas_desktop.exchange.table_file import write_table

FORMULAS: Final = ("=1+1", "+cmd|'/c calc'!A1", "-2+3", "@SUM(1)", "\t=1", "\r=1", '=HYPERLINK("http://x")')


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_table_holds_no_formula(tmp_path: Path, formula: str) -> None:
    write_table(tmp_path / "a.csv", [formula], [[formula]])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert len(cells) == 2 and all(cell.startswith("'") for cell in cells)
    write_table(tmp_path / "a.xlsx", [formula], [[formula]])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr"}


def test_every_module_that_writes_csv_makes_its_cells_harmless() -> None:
    writers = [
        path
        for path in sorted(Path(sipas_desktop.exchange.__file__).parent.glob("*.py"))
        if "csv.writer(" in path.read_text(encoding="utf-8")
    ]
    assert len(writers) > 3
    for path in writers:
        source = path.read_text(encoding="utf-8")
        assert "csv_cell(" in source or "_FORMULA" in source, path.name
