"""How much text the cells of an .xlsx sheet show that stands once in the workbook and in many of its cells.

As in ``sheet_extent``, what is written as everybody writes it is looked through, and all else is parsed. Text that
takes three or four bytes a letter in Python weighs three times what it takes in the file.
"""

from __future__ import annotations

import re
import sys
import zipfile
from array import array
from collections.abc import Mapping, Sequence
from typing import Final

from sipas_desktop import office_zip
from sipas_desktop.exchange.sheet_extent import LEAST_CELL, MAX_PART, MOST_ELEMENTS, Unusual, blocks, parsed

MAX_TEXTS: Final = 2_000_000  # different ones, which Excel keeps apart from the cells
WIDER: Final = 3  # times as many bytes as in the file, at most
_NARROW: Final = bytes(range(0xF0))  # bytes of letters that take no four bytes, and nor do those beside them
_FAR_LETTER: Final = re.compile(rb"&#(?:[xX][0-9a-fA-F]{5}|[0-9]{6}|6[5-9][0-9]{3}|[7-9][0-9]{4})")
_NUMBER: Final = re.compile(rb"<v>(?:([0-9]+)|-[0-9]+|-?[0-9]*\.[0-9]+(?:[Ee][-+]?[0-9]+)?)</v>")
_VALUE: Final = re.compile(rb"<v[\s/>]")
_OTHER_VALUE: Final = re.compile(rb":v[\s/>]")


def sizes_of(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Sequence[int]:
    """The bytes that each of the shared texts takes, never too few; not of all of them where they are too many.

    Raises as ``sheet_extent.extent_of``.
    """
    try:
        return _looked_at(archive, part)
    except Unusual:
        told = _Texts()
        office_zip.elements(
            office_zip.pieces(archive, part, MAX_PART), told.begin, told.finish, told.words, spaces=False
        )
        return told.sizes


def _looked_at(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Sequence[int]:
    sizes = array("Q")
    for block in blocks(archive, part, b"<si>"):
        if len(sizes) > MAX_TEXTS:
            break
        head, *texts = block.split(b"<si>")
        counts = {block.count(b"<si"), block.count(b"</si"), block.count(b"</si>"), len(texts)}
        if len(counts) > 1 or b"</si" in head or b":si" in block or b"<!" in block:
            raise Unusual
        if not all(b"</si>" in text for text in texts):
            raise Unusual
        if is_wide(block):
            sizes.extend(len(text) * (WIDER if is_wide(text) else 1) for text in texts)
        else:
            sizes.extend(map(len, texts))
    return sizes


def is_wide(text: bytes) -> bool:
    """Whether a letter in it takes four bytes in Python, and with it every letter beside it."""
    if not text.isascii() and text.translate(None, _NARROW):
        return True
    return b"&#" in text and _FAR_LETTER.search(text) is not None


class _Texts:
    def __init__(self) -> None:
        self.sizes = array("Q")
        self._count = self._size = 0
        self._open = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise ValueError("elements without end")
        if (name.partition(":")[2] or name) == "si" and not self._open:
            self._open, self._size = True, 0

    def words(self, words: str) -> None:
        self._size += sys.getsizeof(words) - sys.getsizeof("")

    def finish(self, name: str) -> None:
        if (name.partition(":")[2] or name) == "si" and self._open:
            self._open = False
            self.sizes.append(self._size)


def shown(archive: zipfile.ZipFile, part: zipfile.ZipInfo, sizes: Sequence[int]) -> int:
    """At most so many bytes of text the cells of the sheet ``part`` show.

    Numbers count as if they were places of texts; what is no number, as the longest text. Raises as
    ``sheet_extent.extent_of``.
    """
    try:
        return _shown_at_most(archive, part, sizes)
    except Unusual:
        return parsed(archive, part, sizes).text


def _shown_at_most(archive: zipfile.ZipFile, part: zipfile.ZipInfo, sizes: Sequence[int]) -> int:
    total, count, longest = 0, len(sizes), max(sizes, default=0)
    for block in blocks(archive, part):
        total += max(0, len(block) - block.count(b"<c ") * LEAST_CELL) * (WIDER if is_wide(block) else 1)
        if not longest:
            continue
        if _OTHER_VALUE.search(block) is not None:
            raise Unusual
        numbers = _NUMBER.findall(block)
        total += sum(sizes[place] for place in map(int, filter(None, numbers)) if place < count)
        total += (len(_VALUE.findall(block)) - len(numbers)) * longest
    return total
