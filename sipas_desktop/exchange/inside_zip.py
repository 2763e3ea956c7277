"""What is inside a workbook's zip, looked through before a library reads it: how much it is, that it is plain XML.

Excel and LibreOffice write UTF-8, no document type, every part once. What is otherwise was made by hand and is
refused: a document type is where entities grow, and another encoding hides what is searched for here.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Final

from sipas_desktop.errors import Refusal

MAX_UNPACKED: Final = 256 * 2**20  # bytes of all parts together: a sheet of 500,000 rows has about 200 MB
MAX_PARTS: Final = 5_000  # a workbook of 200 sheets with notes and pictures has some 800
MAX_CELLS: Final = 4_000_000  # of all sheets: 360,000 rows of a sample list; each takes about 100 bytes
MAX_TEXTS: Final = 2_000_000  # different ones, which Excel keeps apart from the cells
_PIECE: Final = 2**20
_KEPT: Final = 16  # bytes of a piece that the next one is searched with: a word may lie across both

_CELL: Final = re.compile(rb"<(?:\w{1,8}:)?(?:c|table-cell)[\s/>]")
_TEXT: Final = re.compile(rb"<(?:\w{1,8}:)?si[\s/>]")
_DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def look_through(archive: zipfile.ZipFile, name: str, *, unpacked: int | None = None, cells: int | None = None) -> None:
    """Reads every part of ``archive`` once, a piece at a time, and lets it go.

    Raises ``Refusal``, by ``name``: with a password, too large, with too many cells or texts; ``ValueError`` or what
    ``zipfile`` raises for what is no workbook's: a part that stands twice or is not as large as it says, a
    document type.
    """
    most = MAX_UNPACKED if unpacked is None else unpacked
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Refusal("workbook.encrypted", file=name)
    if sum(part.file_size for part in parts) > most:
        raise Refusal("workbook.unpacked_too_big", file=name, limit=most // 2**20)
    if len(parts) > MAX_PARTS or len({part.filename.lower() for part in parts}) != len(parts):
        raise ValueError("too many parts, or one that stands twice")
    limit, tags = MAX_CELLS if cells is None else cells, 0
    for part in parts:
        for searched, piece in _pieces(archive, part):
            if b"\0" in piece or (b"<!" in searched and _DECLARATION.search(searched)):
                raise ValueError("a document type, or another encoding")
            tags += piece.count(b"<")
    if tags > min(limit, MAX_TEXTS):  # else there are fewer cells and texts than tags; to count those is slow
        _count(archive, name, limit)


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[tuple[bytes, bytes]]:
    """Every piece of an XML part, with the end of the one before it and without; a picture is only read."""
    with archive.open(part) as stream:
        before = b""
        while piece := stream.read(_PIECE):
            if not before and piece.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != b"<":
                if piece[:2] in (b"\xff\xfe", b"\xfe\xff") or piece[:4].count(0) == 2:
                    raise ValueError("another encoding")
                continue  # a picture: read on, so that it is known to be as large as it says
            searched = before + piece
            yield searched, piece
            before = searched[-_KEPT:]


def _count(archive: zipfile.ZipFile, name: str, limit: int) -> None:
    left, texts = limit, MAX_TEXTS
    for part in archive.infolist():
        before = b""
        for searched, _ in _pieces(archive, part):
            left -= len(_CELL.findall(searched)) - len(_CELL.findall(before))
            texts -= len(_TEXT.findall(searched)) - len(_TEXT.findall(before))
            if left < 0 or texts < 0:
                raise Refusal("workbook.too_many_cells", file=name, limit=limit)
            before = searched[-_KEPT:]


def longest_text(shared: bytes) -> int:
    """The bytes of the longest of the ``shared`` texts, with what surrounds it: never too few."""
    longest = at = 0
    while (end := shared.find(b"</si>", at)) >= 0:
        longest, at = max(longest, end - at), end + 5
    return max(longest, len(shared) - at)


_REFERENCE: Final = re.compile(rb"""\bt\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v>(\d{1,9})<""")
_TYPED: Final = re.compile(rb"""[\s"']t\s*=\s*["'](?:n|str|inlineStr|b|e|d)["']""")
_TYPE: Final = re.compile(rb"""[\s"']t\s*=""")


def grown(sheet: bytes, shared: bytes) -> int:
    """At most so many bytes come of a ``sheet`` whose cells each get a copy of one of the ``shared`` texts."""
    lengths = [len(each) for each in shared.split(b"</si>")]
    named = [int(number) for number in _REFERENCE.findall(sheet)]
    others = len(_TYPE.findall(sheet)) - len(_TYPED.findall(sheet)) - len(named)
    return sum(lengths[number] for number in named if number < len(lengths)) + max(0, others) * max(lengths)
