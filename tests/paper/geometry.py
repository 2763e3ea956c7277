"""Measures the lines of a PDF as a reader sees them: where they stand, whether they run into each other."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

MM = 72 / 25.4


@dataclass(frozen=True)
class Lines:
    """The boxes of a page's lines of text in points (left, lower, right, upper), its size, and its words."""

    boxes: tuple[tuple[float, float, float, float], ...]
    width: float
    height: float
    words: str

    def within(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Whether every line keeps the margins, in millimetres."""
        slack = 1.0  # points: accents of the first line, the slope of italics
        return all(
            box[0] >= left * MM - slack
            and box[1] >= bottom * MM - slack
            and box[2] <= self.width - right * MM + slack
            and box[3] <= self.height - top * MM + slack
            for box in self.boxes
        )

    @property
    def overlaps(self) -> list[tuple[int, int]]:
        """The pairs of lines whose ink shares a place."""
        pairs = itertools.combinations(range(len(self.boxes)), 2)
        return [(a, b) for a, b in pairs if _shared(self.boxes[a], self.boxes[b])]


def _shared(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    across = min(a[2], b[2]) - max(a[0], b[0])
    upright = min(a[3], b[3]) - max(a[1], b[1])
    return across > 1.5 and upright > 1.5


def pages_of(source: Path | bytes) -> list[Lines]:
    """The pages of a PDF."""
    found = []
    with pypdfium2.PdfDocument(source) as document:
        for page in document:
            text = page.get_textpage()
            boxes = tuple(text.get_rect(n) for n in range(text.count_rects()))
            words = " ".join(text.get_text_range().replace("\ufffe", "").split())
            found.append(Lines(boxes, *page.get_size(), words))
    return found


def fonts_of(source: Path | bytes) -> bytes:
    """The file's bytes, in which fonts are named: nothing that is written here is compressed."""
    return source.read_bytes() if isinstance(source, Path) else source
