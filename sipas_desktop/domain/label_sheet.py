"""A4 sheets of self-adhesive labels as shops sell them, read from ``forms/labels.toml``; all lengths in millimetres."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from sipas_desktop.domain.toml_reader import BadFile, Table, parse

SHEET_WIDTH: Final = 210.0
SHEET_HEIGHT: Final = 297.0
LEAST_WIDTH: Final = 33.0  # QR code and digits side by side, each with the white paper around it
LEAST_HEIGHT: Final = 16.0
MOST: Final = 40  # rows, columns
_HAIR: Final = 0.01  # sums of lengths in tenths of a millimetre
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_WORDS: Final = ("title", "source")  # of a sheet, for people
_LENGTHS: Final = ("width", "height", "left", "top", "across", "down")
_TYPES: Final = {"code": str, "columns": int, "rows": int, **dict.fromkeys(_LENGTHS, float), "start": int}


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

    def label(self, number: int) -> tuple[float, float, float, float]:
        """Where a label is, counted from 0 row by row: left, upper, right, lower edge, from the sheet's upper left."""
        row, column = divmod(number, self.columns)
        left, upper = self.left + column * self.across, self.top + row * self.down
        return left, upper, left + self.width, upper + self.height

    @property
    def right_end(self) -> float:
        """Where the last column ends."""
        return self.left + (self.columns - 1) * self.across + self.width

    @property
    def lower_end(self) -> float:
        """Where the last row ends."""
        return self.top + (self.rows - 1) * self.down + self.height


@dataclass(frozen=True)
class LabelsOn:
    """Where the labels of a run stand, which the run keeps: the format may be measured anew meanwhile.

    ``start`` is the first label to use of a sheet that was begun, from 1.
    """

    sheet: LabelSheet
    start: int = 1

    def said(self) -> dict[str, Any]:
        """As a fact says it; the sheet's title and where its measures come from are of no account."""
        measures = {name: value for name, value in asdict(self.sheet).items() if name not in _WORDS}
        return {**measures, "start": self.start}


def read_labels_on(said: Any) -> LabelsOn | None:
    """Where a fact says that labels stand; None where what it says is no sheet, or a label that the sheet has not."""
    if not isinstance(said, Mapping) or said.keys() != _TYPES.keys():
        return None
    if any(type(said[name]) is not kind for name, kind in _TYPES.items()):
        return None
    measures = dict(said)
    start = measures.pop("start")
    sheet = LabelSheet(title=measures["code"], **measures)
    return LabelsOn(sheet, start) if not _mistakes(sheet) and 1 <= start <= sheet.count else None


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
    for problem, code, particulars in _mistakes(sheet):
        table.problem(problem, code, f"{table.where} {sheet.code}", **particulars)


def _mistakes(sheet: LabelSheet) -> list[tuple[str, str, dict[str, Any]]]:
    """The number, the message and the particulars of each thing that is wrong."""
    found: list[tuple[str, str, dict[str, Any]]] = []
    if not _CODE.fullmatch(sheet.code):
        found.append(("P012", "plan.bad_code", {"found": sheet.code}))
    if not (1 <= sheet.columns <= MOST and 1 <= sheet.rows <= MOST):
        found.append(("L001", "labels.count", {"found": f"{sheet.columns} × {sheet.rows}", "most": MOST}))
    if not (sheet.width >= LEAST_WIDTH and sheet.height >= LEAST_HEIGHT):
        least = f"{LEAST_WIDTH:g} × {LEAST_HEIGHT:g}"
        found.append(("L002", "labels.small", {"found": f"{sheet.width:g} × {sheet.height:g}", "least": least}))
    overlapping = sheet.columns > 1 and sheet.across < sheet.width - _HAIR
    if overlapping or (sheet.rows > 1 and sheet.down < sheet.height - _HAIR):
        found.append(("L003", "labels.overlap", {}))
    inside = sheet.right_end <= SHEET_WIDTH + _HAIR and sheet.lower_end <= SHEET_HEIGHT + _HAIR
    if not (inside and min(sheet.left, sheet.top) >= 0):
        found.append(("L004", "labels.outside", {"found": f"{sheet.right_end:g} × {sheet.lower_end:g}"}))
    return found
