"""A4 sheets of self-adhesive labels as shops sell them, read from ``forms/labels.toml``; all lengths in millimetres."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sipas_desktop.domain.toml_reader import BadFile, Table, parse

SHEET_WIDTH: Final = 210.0
SHEET_HEIGHT: Final = 297.0
LEAST_WIDTH: Final = 33.0  # QR code and digits side by side, each with the white paper around it
LEAST_HEIGHT: Final = 16.0
MOST: Final = 40  # rows, columns
_HAIR: Final = 0.01  # sums of lengths in tenths of a millimetre
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True)
class LabelSheet:
    """One format of sheets; ``source`` says where its measures come from."""

    code: str
    title: str
    columns: int
    rows: int
    width: float  # of a label
    height: float
    left: float  # from the sheet's edge to the first label
    top: float
    across: float  # from the left edge of a label to that of its neighbour
    down: float  # from the upper edge of a label to that of the next
    source: str = ""

    @property
    def count(self) -> int:
        """Labels on a sheet."""
        return self.columns * self.rows

    @property
    def right_end(self) -> float:
        """Where the last column ends."""
        return self.left + (self.columns - 1) * self.across + self.width

    @property
    def lower_end(self) -> float:
        """Where the last row ends."""
        return self.top + (self.rows - 1) * self.down + self.height


def read_label_sheets(source: str, file: str) -> tuple[LabelSheet, ...]:
    """The formats in ``source``, in its order. Raises ``BadFile`` with every mistake."""
    table = parse(source, file)
    sheets = tuple(map(_sheet, table.take_tables("sheets", required=True)))
    table.nothing_left()
    codes = [sheet.code for sheet in sheets]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        table.problem("P009", "form.code_twice", "[[sheets]]", found=code)
    if not sheets and not table.problems:
        table.problem("P011", "plan.none_given", "[[sheets]]", key="sheets")
    if table.problems:
        raise BadFile(file, table.problems)
    return sheets


def _sheet(table: Table) -> LabelSheet:
    before = len(table.problems)
    sheet = LabelSheet(
        code=table.take_text("code"),
        title=table.take_text("title"),
        columns=table.take_int("columns"),
        rows=table.take_int("rows"),
        width=_length(table, "width"),
        height=_length(table, "height"),
        left=_length(table, "left"),
        top=_length(table, "top"),
        across=_length(table, "across"),
        down=_length(table, "down"),
        source=table.take_text("source"),
    )
    table.nothing_left()
    if len(table.problems) == before:
        _check(sheet, table)
    return sheet


def _length(table: Table, key: str) -> float:
    value = table.take_optional_number(key)
    if value is None:
        table.problem("F001", "toml.missing", key=key)
    return value or 0.0


def _check(sheet: LabelSheet, table: Table) -> None:
    where = f"{table.where} {sheet.code}"
    if not _CODE.fullmatch(sheet.code):
        table.problem("P012", "plan.bad_code", where, found=sheet.code)
    if not (1 <= sheet.columns <= MOST and 1 <= sheet.rows <= MOST):
        table.problem("L001", "labels.count", where, found=f"{sheet.columns} × {sheet.rows}", most=MOST)
    if sheet.width < LEAST_WIDTH or sheet.height < LEAST_HEIGHT:
        found = f"{sheet.width:g} × {sheet.height:g}"
        table.problem("L002", "labels.small", where, found=found, least=f"{LEAST_WIDTH:g} × {LEAST_HEIGHT:g}")
    overlapping = sheet.columns > 1 and sheet.across < sheet.width - _HAIR
    if overlapping or (sheet.rows > 1 and sheet.down < sheet.height - _HAIR):
        table.problem("L003", "labels.overlap", where)
    outside = sheet.right_end > SHEET_WIDTH + _HAIR or sheet.lower_end > SHEET_HEIGHT + _HAIR
    if min(sheet.left, sheet.top) < 0 or outside:
        table.problem("L004", "labels.outside", where, found=f"{sheet.right_end:g} × {sheet.lower_end:g}")
