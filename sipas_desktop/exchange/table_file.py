"""A table as it is seen, as a workbook or as CSV. No text of it becomes a formula in either."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from sipas_desktop.beside import beside
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.plain_workbook import Sheet, write_workbook
from sipas_desktop.exchange.sample_export import csv_cell

NAME: Final = "Số liệu"
LONGEST: Final = 60  # characters that a column is wide
Cell = str | int | float


def write_table(out: Path, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write ``rows`` under ``heads`` to ``out``, whose ending names the kind. Raises ``Refusal`` for another one."""
    whole: list[Sequence[Cell]] = [tuple(heads), *map(tuple, rows)]
    match out.suffix.lower():
        case ".xlsx":
            widths = [min(LONGEST, 2 + max(len(str(row[at])) for row in whole)) for at in range(len(heads))]
            with beside(out) as part:
                write_workbook(part, [Sheet(NAME, whole, widths)])
        case ".csv":
            with beside(out) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows(
                    [csv_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in whole
                )
        case other:
            raise Refusal("table.suffix", found=other)
