"""Which rows of an office's table are no entries: totals, column numbers, headings of parts, signatures below it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from sipas_desktop.domain.cleaning import text
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.exchange.headers import Header
from sipas_desktop.exchange.workbook import Cell

RowKind = Literal["entry", "blank", "column_numbers", "header_again", "total", "footer", "section"]

_COLUMN_NUMBER = re.compile(r"\(?\s*(\d{1,2})\s*\)?(?:\s*=.*)?|\(?\s*[A-Za-zĐđ]\s*\)?")
# With their marks, or without any: the family names Cống and Tống are not Cộng and Tổng.
_TOTAL = re.compile(r"(?:tổng(?: cộng| số| hợp)?|cộng|tong(?: cong| so)?|cong|total)(?:[\s:.]*\d.*|\s*[:.]*|\s*[:(].*)")
_TOTAL_OF = re.compile(r"(?:tổng cộng|tổng số|tong cong|tong so)\b.*")
_FOOTER = re.compile(
    r"nguoi (?:lap|tong hop|ghi|ky)\b|noi nhan\b|thu truong\b|lap bieu\b|xac nhan cua\b|ghi chu ?:|luu y ?:"
    r"|(?:kt|tl|tm|tuq|q)\.? ?(?:giam doc|chu tich|truong|ubnd|uy ban)"
    r"|(?:pho )?(?:giam doc|chu tich|truong phong)(?: .*)?$|\(?ky,? ?(?:ten\b|va |ghi |dong dau)"
    r"|danh sach (?:nay )?(?:gom|co|an dinh)\b|an dinh danh sach|.*, ngay .{0,6}thang .{0,6}nam\b"
)
_PART_NUMBER = re.compile(r"\s*(?:[IVXL]+|[A-ZĐ])\s*[.)/:\-–]?\s*")
_PART_OF_TEXT = re.compile(r"\s*(?:[IVXL]+|[A-ZĐ])\s*[.)/:–\-]\s*")
_ENTRY_NUMBER = re.compile(r"\s*\d+[.)]?(?:\.\d+)*\s*")


def is_entry_number(value: Cell) -> bool:
    """Whether the cell under "STT" numbers an entry: 12, 12.0, "12", "12."."""
    if isinstance(value, str):
        return bool(_ENTRY_NUMBER.fullmatch(value))
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def part_title(value: str) -> str:
    """The heading of a part of a table without its number: "II. Lĩnh vực đất đai" → "Lĩnh vực đất đai"."""
    return _PART_OF_TEXT.sub("", value, count=1).strip() if _PART_OF_TEXT.match(value) else value.strip()


def _is_anchor(clean: str) -> bool:
    """Whether a cell under a dossier code or a phone holds one, rather than the sum of a column."""
    return sum(c.isdigit() for c in clean) >= 5


def row_kind(
    row: Sequence[Cell], header: Header, fields: Mapping[str, Sequence[int]], anchors: Collection[str]
) -> tuple[RowKind, str]:
    """What the row is, and the text that tells so.

    ``fields`` gives the columns of each field; a row that has one of the ``anchors`` (a dossier code, a phone number)
    is an entry whatever its words are.
    """
    cells = {index: clean for index, cell in enumerate(row) if cell != "" and (clean := text(cell)[0])}
    if not cells:
        return "blank", ""
    first = next(iter(cells.values()))
    if len(cells) >= 3 and all(_COLUMN_NUMBER.fullmatch(clean) for clean in cells.values()):
        numbers = [int(found[1]) for clean in cells.values() if (found := _COLUMN_NUMBER.fullmatch(clean)) and found[1]]
        if numbers == sorted(set(numbers)):
            return "column_numbers", first
    headings = {column.index: column.heading for column in header.columns}
    again = sum(1 for index, clean in cells.items() if fold(headings.get(index, "")) == fold(clean))
    if again >= 2 and again * 2 > len(cells):
        return "header_again", first
    if any(_is_anchor(cells.get(index, "")) for anchor in anchors for index in fields.get(anchor, ())):
        return "entry", first
    words = [clean for clean in cells.values() if any(c.isalpha() for c in clean)]
    if not words:
        return "entry", first
    if _TOTAL.fullmatch(words[0].lower()) or _TOTAL_OF.fullmatch(words[0].lower()):
        return "total", words[0]
    for clean in words:
        if _FOOTER.match(fold(clean)):
            return "footer", clean
    return ("section", max(words, key=len)) if _is_section(cells, fields) else ("entry", first)


def _is_section(cells: Mapping[int, str], fields: Mapping[str, Sequence[int]]) -> bool:
    """One text alone in its row, with a roman number or a capital letter before it or in a column that names nobody."""
    ordinals = fields.get("ordinal", ())
    others = [index for index in cells if index not in ordinals]
    numbers = [cells[index] for index in cells if index in ordinals]
    if not others:  # one merged cell over the whole table stands in its first column
        return len(numbers) == 1 and any(c.isalpha() for c in numbers[0])
    if len(others) > 1:
        return False
    if numbers:
        return bool(_PART_NUMBER.fullmatch(numbers[0]))
    named = [index for name in ("name", "family_name", "organisation", "unit") for index in fields.get(name, ())]
    return others[0] not in named or bool(_PART_OF_TEXT.match(cells[others[0]]))
