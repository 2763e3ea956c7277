"""What an import did to single cells, and the file in which an office gets that back."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sipas_desktop import errors
from sipas_desktop.beside import beside
from sipas_desktop.domain.vietnamese import date_short

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML file may hold them


@dataclass(frozen=True, slots=True)
class CellNote:
    """One correction, warning or rejection.

    ``row`` is the number that Excel shows; ``column`` its letters and heading ("D: Số điện thoại"), "" for a whole row;
    ``found`` the cell as it was, ``result`` as it is taken; ``message`` a code that ``words`` puts into words.
    """

    sheet: str
    row: int
    column: str
    found: str
    message: str
    result: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def words(self, lang: str = "vi") -> str:
        """The message in ``lang``."""
        return errors.words(self.message, lang, found=self.found, result=self.result, **self.params)


def shown(value: object) -> str:
    """A cell's value as a person reads it in Excel, roughly."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    if isinstance(value, datetime.date):
        return date_short(value)
    return str(value)


def _text_cell(sheet: WriteOnlyWorksheet, value: object, bold: bool = False) -> WriteOnlyCell:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, _UNWRITABLE.sub("\ufffd", value)[:32_000])
        cell.data_type = "s"  # a found text that begins with "=" must not become a formula
    else:
        cell = WriteOnlyCell(sheet, value)
    cell.font = Font(name="Times New Roman", size=12, bold=bold)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def write_notes(groups: Sequence[tuple[str, Sequence[CellNote]]], path: Path, lang: str = "vi") -> None:
    """Writes one sheet a group (the code of its title, its notes) to the .xlsx file ``path``, replacing it as a whole.

    Raises ``Refusal`` where the file cannot be written.
    """
    import openpyxl  # here: reading a list does without it, and loading it takes a quarter of a second

    headings = [
        errors.words(f"notes.{column}", lang) for column in ("sheet", "row", "column", "found", "result", "said")
    ]
    # Opened first: openpyxl must not be left with half-written sheets where the folder does not let it write.
    with beside(path) as part, part.open("wb") as stream:
        book = openpyxl.Workbook(write_only=True)
        for title, notes in groups:
            sheet = book.create_sheet(errors.words(title, lang))
            for letter, width in zip("ABCDEF", (18, 8, 28, 34, 34, 70), strict=True):
                sheet.column_dimensions[letter].width = width
            sheet.freeze_panes = "A2"
            sheet.append([_text_cell(sheet, heading, bold=True) for heading in headings])
            for note in notes:
                values = (note.sheet, note.row, note.column, note.found, note.result, note.words(lang))
                sheet.append([_text_cell(sheet, value) for value in values])
        book.save(stream)
