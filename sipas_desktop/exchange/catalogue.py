"""Reads the catalogue of units or of procedures from an office's sheet, for a person to look at before it is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from sipas_desktop.domain.answer import JOIN, RESERVED
from sipas_desktop.domain.cleaning import day, text
from sipas_desktop.domain.legacy import detect_legacy
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.headers import Field, Header, find_header
from sipas_desktop.exchange.notes import CellNote, shown
from sipas_desktop.exchange.table_rows import part_title, row_kind
from sipas_desktop.exchange.workbook import Cell, Sheet, read_workbook

CatalogueKind = Literal["unit", "procedure"]

_ORDINAL = Field("code_by_order", r"^(?:stt|so tt|so thu tu|thu tu|tt|no)$")
_SECTOR = Field("sector", r"\blinh vuc\b|\bnhom thu tuc\b|\bsector\b", but=r"^(?:ten )?(?:thu tuc|tthc)\b")
# In the order in which a heading is tried.
_FIELDS: Final[dict[CatalogueKind, tuple[Field, ...]]] = {
    "unit": (
        _ORDINAL,
        Field("valid_until", r"\bhet hieu luc\b|\bhieu luc den\b|\bden (?:het )?ngay\b|\bvalid (?:until|to)\b"),
        Field("valid_from", r"\bhieu luc\b|\btu ngay\b|\bngay thanh lap\b|\bvalid from\b"),
        Field("predecessors", r"\btien than\b|\b(?:sap nhap|hinh thanh|thanh lap|tach) tu\b|\bcu\b|\bpredecessors?\b"),
        Field("parent", r"\bcap tren\b|\btruc thuoc\b|\bchu quan\b|^thuoc\b|\bparent\b"),
        Field("code", r"^ma\b|\bcode\b|^ky hieu\b"),
        _SECTOR,
        Field("kind", r"\b(?:loai|cap|nhom|type|kind)\b"),
        Field("name", r"\b(?:don vi|co quan|to chuc|phong|so nganh|xa|phuong|ubnd|unit|agency|name)\b|^ten\b"),
    ),
    "procedure": (
        _ORDINAL,
        Field("code", r"^ma\b|\bcode\b|^ky hieu\b", but=r"\b(?:don vi|co quan|linh vuc)\b"),
        _SECTOR,
        Field("unit", r"\b(?:don vi|co quan|noi)\b|\bunit\b|\bagency\b"),
        Field("name", r"\bthu tuc\b|\btthc\b|\bdich vu\b|\bprocedure\b|\bservice\b|\bname\b|^ten\b|^noi dung\b"),
    ),
}


_DAYS: Final = frozenset({"valid_from", "valid_until"})


@dataclass(frozen=True)
class CatalogueRow:
    """One unit or procedure; "" where the file has none of what is asked.

    ``unit`` is given for procedures; ``kind``, the days, the unit above and the units before it for units.
    """

    code: str
    name: str
    sector: str
    kind: str
    unit: str
    row: int
    sheet: str
    valid_from: str = ""  # day, ISO
    valid_until: str = ""
    parent: str = ""  # a code or a name
    predecessors: str = ""  # codes or names
    columns: Mapping[str, str] = field(default_factory=dict)  # field → its column, as messages name it


@dataclass(frozen=True)
class CataloguePreview:
    """What a file would bring into the catalogue ``kind``. ``rejected`` rows are kept out."""

    kind: CatalogueKind
    file: str
    sha256: str
    rows: tuple[CatalogueRow, ...] = field(repr=False)
    corrected: tuple[CellNote, ...] = field(repr=False)
    rejected: tuple[CellNote, ...] = field(repr=False)


def read_catalogue(path: Path, kind: CatalogueKind) -> CataloguePreview:
    """The units or procedures of every sheet of ``path`` that has a column of names and one of codes (else of numbers).

    Raises ``Refusal``: the file cannot be read (see ``workbook``), no sheet has a header, nothing below it.
    """
    book = read_workbook(path)
    found = [(sheet, header) for sheet in book.sheets if (header := _header(sheet, kind)) is not None]
    if not found:
        raise Refusal(f"catalogue.no_header_{kind}", file=book.name)
    reading = _Reading()
    for sheet, header in found:
        reading.read(sheet, header)
    if not reading.rows and not reading.rejected:
        raise Refusal("catalogue.no_rows", file=book.name)
    return CataloguePreview(
        kind, book.name, book.sha256, tuple(reading.rows), tuple(reading.corrected), tuple(reading.rejected)
    )


def _header(sheet: Sheet, kind: CatalogueKind) -> Header | None:
    header = find_header(sheet, _FIELDS[kind], frozenset({"name"}))
    return header if header and header.by_field.keys() & {"code", "code_by_order"} else None


class _Reading:
    """The rows of a file so far, with the first row of each code."""

    def __init__(self) -> None:
        self.rows: list[CatalogueRow] = []
        self.corrected: list[CellNote] = []
        self.rejected: list[CellNote] = []
        self._first: dict[tuple[str, str], int] = {}

    def read(self, sheet: Sheet, header: Header) -> None:
        """Adds the rows of one sheet."""
        fields = {name: [column.index for column in columns] for name, columns in header.by_field.items()}
        labels = {column.index: column.label for column in header.columns}
        code_at = (fields.get("code") or fields["code_by_order"])[0]
        if "code" not in fields:
            fields["code"] = fields.pop("code_by_order")
            self.corrected.append(
                CellNote(sheet.name, header.last + 1, labels[code_at], "", "catalogue.code_from_order")
            )
        ordinals = {"ordinal": fields.get("code_by_order", []), **fields}
        width = max(column.index for column in header.columns) + 1
        sector = ""
        for number, row in enumerate(sheet.rows[header.last + 1 :], start=header.last + 2):
            row = [*row, *[""] * (width - len(row))]
            kind, words = row_kind(row, header, ordinals, ("code",))
            if kind == "section" and row[code_at] == "" and fold(part_title(words)).startswith("linh vuc"):
                sector = part_title(words)[len("lĩnh vực") :].strip(" :.-")
            if kind == "footer":
                return
            if kind == "entry":
                self._entry(sheet.name, number, row, fields, labels, sector)

    def _entry(
        self,
        sheet: str,
        number: int,
        row: Sequence[Cell],
        fields: dict[str, list[int]],
        labels: dict[int, str],
        sector: str,
    ) -> None:
        notes: list[CellNote] = []
        values: dict[str, str] = {}

        def reject(index: int, code: str, **params: Any) -> None:
            self.rejected.append(
                CellNote(sheet, number, labels[index], shown(row[index]), f"catalogue.{code}", "", params)
            )

        for name, places in fields.items():
            for index in places:
                value = row[index]
                if isinstance(value, str) and (encoding := detect_legacy(value)):
                    reject(index, "legacy_text", encoding=encoding.upper())
                    return
                if name in _DAYS and value != "":
                    on, why = day(value)
                    if on is None:
                        reject(index, "day_unreadable")
                        return
                    values[name] = on.isoformat()
                    continue
                clean, why = text(value)
                if why and name != "code_by_order":
                    notes.append(CellNote(sheet, number, labels[index], shown(value), f"sample.{why}", clean))
                if clean and not values.get(name):
                    values[name] = clean
        code, name = values.get("code", ""), values.get("name", "")
        code_at, name_at = fields["code"][0], fields["name"][0]
        if not name:
            reject(name_at, "name_missing")
        elif not code:
            reject(code_at, "code_missing")
        elif code in RESERVED or JOIN in code:
            reject(code_at, "code_reserved")
        elif (key := (code, values.get("valid_from", ""))) in self._first:
            reject(code_at, "duplicate", row=self._first[key])
        elif "" < values.get("valid_until", "") < key[1]:
            reject(fields["valid_until"][0], "ends_early")
        else:
            self._first[key] = number
            self.corrected += notes
            sector = values.get("sector", sector)
            kind, unit = values.get("kind", ""), values.get("unit", "")
            more = {each: values.get(each, "") for each in ("valid_from", "valid_until", "parent", "predecessors")}
            columns = {each: labels[places[0]] for each, places in fields.items() if places}
            self.rows.append(CatalogueRow(code, name, sector, kind, unit, number, sheet, **more, columns=columns))
