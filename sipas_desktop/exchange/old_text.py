"""Cells in an encoding from before Unicode made Unicode, with a remark on each: only where a person said so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sipas_desktop.domain.legacy import Encoding, convert_legacy, detect_legacy, is_modern
from sipas_desktop.exchange.notes import CellNote
from sipas_desktop.exchange.workbook import Cell, Sheet, Workbook, column_letter

_LOOKED_AT = 200  # rows of a sheet that are searched for the encoding of its headings


def convert_columns(
    sheet: Sheet, first: int, columns: Mapping[int, Encoding], labels: Mapping[int, str]
) -> tuple[Sheet, list[CellNote]]:
    """``sheet`` with the texts of ``columns`` converted from row ``first`` (from 0) on; what was done to each cell."""
    notes: list[CellNote] = []
    rows = list(sheet.rows)
    for number in range(first, len(rows)):
        row = rows[number]
        for index, encoding in columns.items():
            cell = row[index] if index < len(row) else ""
            if not _is_old(cell):
                continue
            after = convert_legacy(cell, detect_legacy(cell) or encoding)
            if row is sheet.rows[number]:
                row = rows[number] = list(row)
            row[index] = after
            params = {"encoding": encoding.upper()}
            label = labels.get(index, column_letter(index))
            notes.append(CellNote(sheet.name, number + 1, label, cell, "sample.legacy_converted", after, params))
    return replace(sheet, rows=rows), notes


def _is_old(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.isascii() and not is_modern(cell) and all(c < "\u0100" for c in cell)


def convert_headings(book: Workbook) -> Workbook:
    """``book`` with the first rows of its sheets converted where they are in an old encoding: its headings can be read.

    What stands below is left as it is, to be detected column by column.
    """
    return replace(book, sheets=tuple(_with_headings(sheet) for sheet in book.sheets))


def _with_headings(sheet: Sheet) -> Sheet:
    rows = list(sheet.rows)
    for number, row in enumerate(rows[:_LOOKED_AT]):
        words = [cell for cell in row if isinstance(cell, str) and cell]
        # Together: a short word may be right in both.
        if len(words) > 1 and (encoding := detect_legacy(" ".join(words))):
            rows[number] = [convert_legacy(cell, encoding) if _is_old(cell) else cell for cell in row]
            break
    return replace(sheet, rows=rows)
