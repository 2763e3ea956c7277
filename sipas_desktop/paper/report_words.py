"""Reads a printed report back as anybody sees it: the words on its pages with their places, and its pages as pictures.

No object of the file is trusted but what PDFium shows of it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import pypdfium2
from pypdfium2 import raw

from sipas_desktop.paper.pdfium import ALONE

MOST_PAGES: Final = 500
SCALE: Final = 1.4  # of the pictures: a dot or comma is some pixels then
FAR: Final = 64  # of 255: how far a pixel may be from the other without being seen
MOST_PIXELS: Final = 6  # so many others are still the same picture


class NotReadable(ValueError):
    """The file is no PDF, or one that opens only with a password."""


@dataclass(frozen=True)
class Word:
    """A word and the middle of its box, in points from the page's lower left."""

    text: str
    x: float
    y: float


Words = tuple[Word, ...]


class Pages:
    """An open document: use it in a ``with``. Raises ``NotReadable``."""

    def __init__(self, data: bytes) -> None:
        with ALONE:
            try:
                self._document = pypdfium2.PdfDocument(data)
                self.count = len(self._document)
            except pypdfium2.PdfiumError as error:
                raise NotReadable from error
        if self.count > MOST_PAGES:
            self.close()
            raise NotReadable

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the document."""
        with ALONE:
            self._document.close()

    def keywords(self) -> str:
        """The keywords among the file's properties."""
        with ALONE:
            return str(self._document.get_metadata_value("Keywords"))

    def words(self, number: int) -> Words:
        """The words of a page, counted from 0, in the order in which they were drawn."""
        with self._page(number) as page:
            text = page.get_textpage()
            try:
                return tuple(_words(text.raw, text.count_chars()))
            finally:
                text.close()

    def picture(self, number: int) -> tuple[int, bytes]:
        """The page in shades of grey, annotations and all: bytes of a row, and all rows."""
        with self._page(number) as page:
            bitmap = page.render(scale=SCALE, grayscale=True)
            try:
                return bitmap.stride, bytes(bitmap.buffer)
            finally:
                bitmap.close()

    @contextmanager
    def _page(self, number: int) -> Iterator[pypdfium2.PdfPage]:
        with ALONE:
            try:
                page = self._document[number]
            except pypdfium2.PdfiumError as error:
                raise NotReadable from error
            try:
                yield page
            finally:
                page.close()


def _words(text: object, count: int) -> Iterator[Word]:
    left, right, lower, upper = (ctypes.c_double() for _ in range(4))
    letters: list[str] = []
    box: list[float] = []
    for place in range(count):
        letter = chr(raw.FPDFText_GetUnicode(text, place))
        if letter.isspace() or letter == "\0":
            if letters:
                yield _word(letters, box)
            letters, box = [], []
            continue
        letters.append(letter)
        if raw.FPDFText_GetCharBox(text, place, left, right, lower, upper):
            box += (left.value, right.value, lower.value, upper.value)
    if letters:
        yield _word(letters, box)


def _word(letters: list[str], box: list[float]) -> Word:
    across, up = box[0::4] + box[1::4], box[2::4] + box[3::4]
    if not box:
        return Word("".join(letters), -1, -1)
    return Word("".join(letters), (min(across) + max(across)) / 2, (min(up) + max(up)) / 2)


def same_picture(one: tuple[int, bytes], other: tuple[int, bytes]) -> bool:
    """Whether two pages look alike."""
    if one == other:
        return True
    if one[0] != other[0] or len(one[1]) != len(other[1]):
        return False
    row, others = one[0], 0
    for start in range(0, len(one[1]), row):
        here, there = one[1][start : start + row], other[1][start : start + row]
        if here != there:
            others += sum(abs(a - b) > FAR for a, b in zip(here, there, strict=True))
            if others > MOST_PIXELS:
                return False
    return True
