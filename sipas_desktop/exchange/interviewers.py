"""The post's list of interviewers, read for a person to look at before it is taken, and written with what they have."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sipas_desktop.beside import beside
from sipas_desktop.domain import cleaning
from sipas_desktop.domain.legacy import detect_legacy
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.headers import Field, Header, find_header
from sipas_desktop.exchange.notes import CellNote, shown
from sipas_desktop.exchange.plain_workbook import Sheet as PlainSheet
from sipas_desktop.exchange.plain_workbook import write_workbook
from sipas_desktop.exchange.sample_export import csv_cell
from sipas_desktop.exchange.table_rows import row_kind
from sipas_desktop.exchange.workbook import Cell, Sheet, read_workbook

# In the order in which a heading is tried.
_FIELDS: Final = (
    Field("code_by_order", r"^(?:stt|so tt|so thu tu|thu tu|tt|no)$"),
    Field("phone", r"\b(?:dien thoai|so dt|sdt|di dong|phone|mobile)\b"),
    Field("note", r"\b(?:ghi chu|note)\b"),
    Field("code", r"^ma\b|\bcode\b|^ky hieu\b"),
    Field("area", r"\b(?:dia ban|khu vuc|tuyen|don vi|co quan|phu trach|xa|phuong|area|unit|route)\b"),
    Field("name", r"\b(?:ho ten|ho va ten|dieu tra vien|name|interviewer)\b|^ten\b"),
)
HEADINGS: Final = ("Mã", "Họ và tên", "Địa bàn", "Số điện thoại", "Ghi chú")
COUNTED: Final = (
    "Được phân công", "Chưa phát", "Đã phát", "Còn ngoài", "Đã thu",
    "Từ chối", "Không gặp", "Không phát được", "Thất lạc",
)  # fmt: skip
WIDTHS: Final = (10, 30, 40, 16, 24, *[14] * len(COUNTED))


@dataclass(frozen=True)
class InterviewerRow:
    """One interviewer as the file has her; "" where it has none of what is asked."""

    code: str
    name: str
    area: str
    phone: str
    note: str
    row: int


@dataclass(frozen=True)
class InterviewerList:
    """What a file would bring. ``rejected`` rows are kept out."""

    file: str
    sha256: str
    rows: tuple[InterviewerRow, ...] = field(repr=False)
    corrected: tuple[CellNote, ...] = field(repr=False)
    rejected: tuple[CellNote, ...] = field(repr=False)


def read_interviewers(path: Path) -> InterviewerList:
    """The interviewers of every sheet of ``path`` with a column of names, and one of codes (else of numbers).

    Raises ``Refusal``: the file cannot be read (see ``workbook``), no sheet has a header, nothing below it.
    """
    book = read_workbook(path)
    found = [(sheet, header) for sheet in book.sheets if (header := _header(sheet)) is not None]
    if not found:
        raise Refusal("interviewers.no_header", file=book.name)
    reading = _Reading()
    for sheet, header in found:
        reading.read(sheet, header)
    if not reading.rows and not reading.rejected:
        raise Refusal("catalogue.no_rows", file=book.name)
    return InterviewerList(
        book.name, book.sha256, tuple(reading.rows), tuple(reading.corrected), tuple(reading.rejected)
    )


def _header(sheet: Sheet) -> Header | None:
    header = find_header(sheet, _FIELDS, frozenset({"name"}))
    return header if header and header.by_field.keys() & {"code", "code_by_order"} else None


class _Reading:
    """The rows of a file so far, with the first row of each code."""

    def __init__(self) -> None:
        self.rows: list[InterviewerRow] = []
        self.corrected: list[CellNote] = []
        self.rejected: list[CellNote] = []
        self._first: dict[str, int] = {}

    def read(self, sheet: Sheet, header: Header) -> None:
        """Adds the rows of one sheet."""
        places = {name: columns[0].index for name, columns in header.by_field.items()}
        labels = {column.index: column.label for column in header.columns}
        ordinals = {"ordinal": [places["code_by_order"]] if "code_by_order" in places else []}
        if "code" not in places:
            places["code"] = places["code_by_order"]
            where = labels[places["code"]]
            self.corrected.append(CellNote(sheet.name, header.last + 1, where, "", "catalogue.code_from_order"))
        places.pop("code_by_order", None)
        fields = ordinals | {name: [place] for name, place in places.items()}
        width = max(labels) + 1
        for number, row in enumerate(sheet.rows[header.last + 1 :], start=header.last + 2):
            cells = [*row, *[""] * (width - len(row))]
            kind, _ = row_kind(cells, header, fields, ("phone",))
            if kind == "footer":
                return
            if kind == "entry":
                self._entry(sheet.name, number, cells, places, labels)

    def _entry(
        self, sheet: str, number: int, row: Sequence[Cell], places: dict[str, int], labels: dict[int, str]
    ) -> None:
        notes: list[CellNote] = []
        values: dict[str, str] = {}

        def reject(index: int, code: str, **params: Any) -> None:
            found = shown(row[index])
            self.rejected.append(CellNote(sheet, number, labels[index], found, f"catalogue.{code}", "", params))

        for name, index in places.items():
            value = row[index]
            if isinstance(value, str) and (encoding := detect_legacy(value)):
                reject(index, "legacy_text", encoding=encoding.upper())
                return
            values[name], why = _clean(name, value)
            if why:
                notes.append(CellNote(sheet, number, labels[index], shown(value), f"sample.{why}", values[name]))
        code = values["code"]
        if not values["name"]:
            reject(places["name"], "name_missing")
        elif not code:
            reject(places["code"], "code_missing")
        elif code in self._first:
            reject(places["code"], "duplicate", row=self._first[code])
        else:
            self._first[code] = number
            self.corrected += notes
            area, phone, note = (values.get(name, "") for name in ("area", "phone", "note"))
            self.rows.append(InterviewerRow(code, values["name"], area, phone, note, number))


def _clean(name: str, value: Cell) -> tuple[str, str]:
    match name:
        case "phone":
            return cleaning.phone(value)
        case "name":
            return cleaning.name(value)
    return cleaning.text(value)


def write_interviewers(rows: Sequence[Sequence[str | int]], out: Path) -> None:
    """Write the list to ``out``, .xlsx or .csv; each row has the cells of ``HEADINGS`` and ``COUNTED``.

    Raises ``Refusal`` for another kind of file and where it cannot be written.
    """
    whole: list[Sequence[str | int]] = [(*HEADINGS, *COUNTED), *rows]
    match out.suffix.lower():
        case ".xlsx":
            with beside(out) as part:
                write_workbook(part, [PlainSheet("Điều tra viên", whole, WIDTHS)], packed=False)
        case ".csv":
            with beside(out) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows([csv_cell(cell) for cell in row] for row in whole)
        case _:
            raise Refusal("draw.lists_suffix", file=out.name)
