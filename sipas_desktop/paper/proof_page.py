"""What a page's content draws: its words, its codes, the drawings that it shares. Numbers are of ISO 32000-1."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_NUMBER: Final = rb"-?(?:\d+\.?\d*|\.\d+)"
_PLAIN: Final = rb"q|Q|cm|w|J|j|M|d|m|l|c|h|re|S|s|f|n|g|G|BT|ET|Td"
_STEP: Final = re.compile(
    rb"\s*(?:"
    rb"BI/W (?P<columns>\d+)/H (?P<lines>\d+)/IM true/F/AHx ID (?P<bits>[0-9a-f]+)>\nEI(?P<mask>)"
    rb"|<(?P<text>(?:[0-9a-f]{4})*)>\s*Tj"
    rb"|/(?P<font>[A-Za-z]\w*) " + _NUMBER + rb" Tf"
    rb"|/(?P<form>[A-Za-z]\w*) Do"
    rb"|(?P<operands>(?:" + _NUMBER + rb"\s|\[[\d. ]*\]\s)*)(?P<plain>" + _PLAIN + rb")"
    rb")(?=[\s/<]|$)"
)
_END: Final = re.compile(rb"\s*$")
_Matrix = tuple[float, float, float, float, float, float]
_SAME: Final[_Matrix] = (1, 0, 0, 1, 0, 0)


class UnexpectedDrawing(ValueError):
    """A page draws what no ballot has; the text is where it begins."""


@dataclass(frozen=True)
class Mask:
    """A 1-bit image: its modules in hexadecimal, row by row, and the box on the page that it fills, in points."""

    columns: int
    lines: int
    bits: bytes
    box: tuple[float, float, float, float]  # left, lower, right, upper


@dataclass
class Shown:
    """What is drawn; ``missing`` where a letter is shown that its font does not hold.

    ``begins`` is how the operators begin; "" on an empty page.
    """

    texts: list[str] = field(default_factory=list)
    masks: list[Mask] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    missing: bool = False
    begins: str = ""


def shown_by(content: bytes, letters: Mapping[str, Mapping[str, str]]) -> Shown:
    """What ``content`` draws, with the ``letters`` of each font by their codes. Raises ``UnexpectedDrawing``."""
    shown = Shown(begins=_told(content))
    at, matrix, kept = 0, _SAME, []
    font: Mapping[str, str] = {}
    while _END.match(content, at) is None:
        step = _STEP.match(content, at)
        if step is None:
            raise UnexpectedDrawing(_told(content[at:]))
        at = step.end()
        match step.lastgroup:
            case "text":
                hexadecimal = step["text"].decode()
                found = [font.get(hexadecimal[i : i + 4]) for i in range(0, len(hexadecimal), 4)]
                shown.missing = shown.missing or None in found
                shown.texts.append("".join(letter or "\ufffd" for letter in found))
            case "font":
                name = step["font"].decode()
                if name not in letters:
                    raise UnexpectedDrawing(name)
                font = letters[name]
            case "form":
                shown.forms.append(step["form"].decode())
            case "mask":
                columns, lines, bits = int(step["columns"]), int(step["lines"]), step["bits"]
                if not lines or len(bits) != lines * 2 * -(-columns // 8):  # 8.9.3: rows end at whole bytes
                    raise UnexpectedDrawing("BI")
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
                        matrix = _times(_six(step["operands"]), matrix)
    if kept:
        raise UnexpectedDrawing("q")
    return shown


def _told(content: bytes) -> str:
    return content.lstrip()[:20].decode("latin-1").strip()


def _six(operands: bytes) -> _Matrix:
    numbers = [float(each) for each in operands.split()]
    if len(numbers) != 6:
        raise UnexpectedDrawing("cm")
    a, b, c, d, e, f = numbers
    return a, b, c, d, e, f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """``inner`` and then ``outer`` (8.3.4)."""
    a, b, c, d, e, f = inner
    A, B, C, D, E, F = outer  # noqa: N806 (the letters of the standard)
    return a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F


def _box(matrix: _Matrix) -> tuple[float, float, float, float]:
    """What the unit square becomes. An image that is turned or mirrored is none that a reader was tried with."""
    a, b, c, d, e, f = matrix
    if b or c or a <= 0 or d <= 0:
        raise UnexpectedDrawing("cm")
    return e, f, e + a, f + d
