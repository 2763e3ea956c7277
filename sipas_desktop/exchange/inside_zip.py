"""What is inside a workbook's zip, looked through before a library reads it: how much it is, that it is plain XML.

Excel and LibreOffice write UTF-8, no document type, every part once. What is otherwise was made by hand and is
refused: a document type is where entities grow, and another encoding hides what is searched for here.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sipas_desktop import office_zip
from sipas_desktop.errors import Refusal

MAX_UNPACKED: Final = 256 * 2**20  # bytes of all parts together: a sheet of 500,000 rows has about 190 MB
MAX_KEPT: Final = 16 * 2**20  # bytes of a part that is kept whole while a workbook is open: sheets' names, looks
_KEPT: Final = 16  # bytes of a piece that the next one is searched with: a word may lie across both

_DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_TEXTS: Final = "xl/sharedstrings.xml"
_KEPT_PARTS: Final = re.compile(r"xl/(?:workbook|styles)\.xml|\[content_types\]\.xml|.*\.rels|meta-inf/manifest\.xml")
_END: Final = b"PK\x05\x06"  # of a zip; it is sought from the end of the file on
_END_SIZE: Final = 22
_FAR_END: Final = b"PK\x06\x06"  # the same of a large one
_LONGEST_COMMENT: Final = 65_535
_OTHER_NAME: Final = 0x7075  # an extra field by which an entry has a second name


@dataclass(frozen=True)
class Inside:
    """The parts that hold cells, whatever they are called, and the one with the shared texts, which is known by its
    name; ``others``: the elements of all the other parts together."""

    sheets: tuple[zipfile.ZipInfo, ...]
    texts: zipfile.ZipInfo | None
    others: int


def look_through(archive: zipfile.ZipFile, name: str, *, unpacked: int | None = None) -> Inside:
    """Reads every part of ``archive`` once, a piece at a time, and lets it go.

    Raises ``Refusal``, by ``name``: with a password, too large; ``ValueError`` or what ``zipfile`` raises for what is
    no workbook: a part that stands twice or is not as large as it says, a document type.
    """
    most = MAX_UNPACKED if unpacked is None else unpacked
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise Refusal("workbook.encrypted", file=name)
    if sum(part.file_size for part in archive.infolist()) > most:
        raise Refusal("workbook.unpacked_too_big", file=name, limit=most // 2**20)
    sheets, texts, others = [], None, 0
    for part in office_zip.parts_of(archive):
        if part.file_size > MAX_KEPT and _KEPT_PARTS.fullmatch(office_zip.plain_name(part)):
            raise ValueError("a part that is too large")
        plain, cells, tags, before = None, False, 0, b""
        for piece in office_zip.pieces(archive, part, most):
            if plain is None:
                plain = piece.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"
                if not plain and (piece[:2] in (b"\xff\xfe", b"\xfe\xff") or piece[:4].count(0) == 2):
                    raise ValueError("another encoding")
            searched = before + piece
            before = piece[-_KEPT:]
            if plain and (b"\0" in piece or (b"<!" in searched and _DECLARATION.search(searched))):
                raise ValueError("a document type, or another encoding")
            cells = cells or b"sheetData" in searched
            tags += 0 if cells else piece.count(b"<")
        shared = office_zip.plain_name(part) == _TEXTS
        if (cells and shared) or (not plain and (cells or shared)):
            raise ValueError("cells or texts where they are not")
        if cells:
            sheets.append(part)
        elif shared:
            texts = part
        elif plain:
            others += tags
    return Inside(tuple(sheets), texts, others)


def check_one_reading(archive: zipfile.ZipFile, data: bytes) -> None:
    """What is looked through by one library is read by another: nothing may be in the zip that they take differently.

    Raises ``ValueError`` for more than one list of parts, anything before the first part or after the end, and names
    that stand beside the names.
    """
    tail = data[-(_LONGEST_COMMENT + _END_SIZE + len(_END)) :]
    end = len(data) - len(tail) + tail.rfind(_END)
    if tail.count(_END) != 1 or tail.count(_FAR_END) > 1:
        raise ValueError("a zip with two ends")
    if end + _END_SIZE + int.from_bytes(data[end + 20 : end + 22], "little") != len(data):
        raise ValueError("a zip with something after its end")
    parts = archive.infolist()
    if min((part.header_offset for part in parts), default=0) != 0:
        raise ValueError("a zip with something before it")
    if any(number == _OTHER_NAME for part in parts for number in _extra_fields(part.extra)):
        raise ValueError("a part with two names")


def holds_zip(data: bytes) -> bool:
    """Whether a reader of zips might take ``data`` for one."""
    return _END in data[-(_LONGEST_COMMENT + _END_SIZE + len(_END)) :]


def _extra_fields(extra: bytes) -> Iterator[int]:
    at = 0
    while at + 4 <= len(extra):
        yield int.from_bytes(extra[at : at + 2], "little")
        at += 4 + int.from_bytes(extra[at + 2 : at + 4], "little")
