"""What a page's content draws: its words, its codes, the drawings that it shares. Numbers are of ISO 32000-1."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sipas_desktop.paper.proof_fonts import Font

_NUMBER: Final = rb"-?(?:\d+\.?\d*|\.\d+)"
_PLAIN: Final = rb"q|Q|cm|w|J|j|M|d|m|l|c|h|re|S|s|f|n|g|G|BT|ET|Td"
_STEP: Final = re.compile(
    rb"\s*(?:"
    rb"BI/W (?P<columns>\d+)/H (?P<lines>\d+)/IM true/F/AHx ID (?P<bits>[0-9a-f]+)>\nEI(?P<mask>)"
    rb"|<(?P<text>(?:[0-9a-f]{4})*)>\s*Tj"
    rb"|/(?P<font>[A-Za-z]\w*) (?P<size>" + _NUMBER + rb") Tf"
    rb"|/(?P<form>[A-Za-z]\w*) Do"
    rb"|(?P<operands>(?:" + _NUMBER + rb"\s|\[[\d. ]*\]\s)*)(?P<plain>" + _PLAIN + rb")"
    rb")(?=[\s/<]|$)"
)
_END: Final = re.compile(rb"\s*$")
_Matrix = tuple[float, float, float, float, float, float]
_SAME: Final[_Matrix] = (1, 0, 0, 1, 0, 0)
_NONE: Final = Font({})
Box = tuple[float, float, float, float]  # left, lower, right, upper, in points


class UnexpectedDrawing(ValueError):
    """A page draws what no ballot has; the text is where it begins."""


@dataclass(frozen=True)
class Mask:
    """A 1-bit image: its modules in hexadecimal, row by row, and the box on the page that it fills, in points."""

    columns: int
    lines: int
    bits: bytes
    box: Box


@dataclass(frozen=True)
class Words:
    """A text that is shown in one piece, and the box on the page that its letters fill."""

    text: str
    box: Box


@dataclass
class Shown:
    """What is drawn; ``missing`` where a letter is shown that its font does not hold.

    ``begins`` is how the operators begin; "" on an empty page.
    """

    words: list[Words] = field(default_factory=list)
    masks: list[Mask] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    missing: bool = False
    begins: str = ""


def shown_by(content: bytes, fonts: Mapping[str, Font]) -> Shown:
    """What ``content`` draws, with ``fonts`` by their names. Raises ``UnexpectedDrawing``."""
    shown = Shown(begins=_told(content))
    at, matrix, kept = 0, _SAME, []
    font, size, line, start = _NONE, 0.0, (0.0, 0.0), (0.0, 0.0)  # where the line begins, where its next letter does
    while _END.match(content, at) is None:
        step = _STEP.match(content, at)
        if step is None:
            raise UnexpectedDrawing(_told(content[at:]))
        at = step.end()
        match step.lastgroup:
            case "text":
                hexadecimal = step["text"].decode()
                found = [font.glyphs.get(hexadecimal[i : i + 4]) for i in range(0, len(hexadecimal), 4)]
                glyphs = [glyph for glyph in found if glyph is not None]
                shown.missing = shown.missing or len(glyphs) < len(found)
                wide = sum(advance for _, advance in glyphs) * size
                low, high = start[1] + font.descent * size, start[1] + font.ascent * size
                place = _times((wide, 0, 0, high - low, start[0], low), matrix)
                shown.words.append(Words("".join(letter for letter, _ in glyphs), _box(place)))
                start = start[0] + wide, start[1]
            case "size":
                name = step["font"].decode()
                if name not in fonts:
                    raise UnexpectedDrawing(name)
                font, size = fonts[name], float(step["size"])
            case "form":
                shown.forms.append(step["form"].decode())
            case "mask":
                columns, lines, bits = int(step["columns"]), int(step["lines"]), step["bits"]
                if not lines or len(bits) != lines * 2 * -(-columns // 8):  # 8.9.3: rows end at whole bytes
                    raise UnexpectedDrawing("BI")
                if matrix[0] <= 0 or matrix[3] <= 0:
                    raise UnexpectedDrawing("cm")
                shown.masks.append(Mask(columns, lines, bits, _box(matrix)))
            case _:
                match step["plain"]:
                    case b"q":
                        kept.append(matrix)
                    case b"Q":
                        if not kept:
                            raise UnexpectedDrawing("Q")
                        matrix = kept.pop()
                    case b"cm":
                        matrix = _times(_numbers(step["operands"], 6), matrix)
                    case b"BT":
                        line = start = 0.0, 0.0
                    case b"Td":
                        x, y = _numbers(step["operands"], 2)
                        line = start = line[0] + x, line[1] + y
    if kept:
        raise UnexpectedDrawing("q")
    return shown


def _told(content: bytes) -> str:
    return content.lstrip()[:20].decode("latin-1").strip()


def _numbers(operands: bytes, count: int) -> Any:
    numbers = tuple(float(each) for each in operands.split())
    if len(numbers) != count:
        raise UnexpectedDrawing(_told(operands))
    return numbers


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """``inner`` and then ``outer`` (8.3.4)."""
    a, b, c, d, e, f = inner
    A, B, C, D, E, F = outer  # noqa: N806 (the letters of the standard)
    return a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F


def _box(matrix: _Matrix) -> Box:
    """What the unit square becomes. What is turned or mirrored is nothing that a reader was tried with."""
    a, b, c, d, e, f = matrix
    if b or c or a < 0 or d < 0:
        raise UnexpectedDrawing("cm")
    return e, f, e + a, f + d
