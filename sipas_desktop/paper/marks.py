"""What stands on a page, as data: texts, boxes to tick, lines; and its operators in a PDF.

Everything is in points with the origin at the lower left of the page, so that tests can measure a page without
rendering it. Boxes and dotted lines are paths, never glyphs: they look alike everywhere and leave the text clean.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sipas_desktop.paper import fonts
from sipas_desktop.paper.fonts import Face, FontsInUse
from sipas_desktop.paper.pdf import number

BOX_LINE = 0.8  # points
RULE_LINE = 0.6


@dataclass(frozen=True)
class Text:
    """One line of text; (x, y) is the left end of its baseline."""

    x: float
    y: float
    text: str
    size: float
    face: Face = Face.REGULAR
    grey: float = 0  # 0 is black, 1 white

    @property
    def width(self) -> float:
        """How wide it prints, in points."""
        return fonts.width(self.text, self.face, self.size)


@dataclass(frozen=True)
class Box:
    """A square to tick; (x, y) is its lower left corner. ``value`` is the code that a tick in it means at ``code``."""

    x: float
    y: float
    side: float
    code: str = ""
    value: str = ""


@dataclass(frozen=True)
class Ring:
    """Where a ring is drawn by hand around a printed code; prints nothing itself. Otherwise as ``Box``."""

    x: float
    y: float
    width: float
    height: float
    code: str
    value: str


@dataclass(frozen=True)
class Block:
    """A black rectangle by which a scan is set straight; (x, y) is its lower left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Picture:
    """Where the logo stands; (x, y) is the lower left corner of its square."""

    x: float
    y: float
    side: float


@dataclass(frozen=True)
class Rule:
    """A straight line from (x, y) to (x2, y2)."""

    x: float
    y: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Dots:
    """A dotted line to write on, from (x, y) to (x2, y); ``code`` is the question that it answers."""

    x: float
    y: float
    x2: float
    code: str = ""


Mark = Text | Box | Ring | Block | Picture | Rule | Dots


def shifted(marks: Iterable[Mark], dy: float) -> list[Mark]:
    """``marks`` moved up by ``dy``."""
    return [
        replace(mark, y=mark.y + dy, y2=mark.y2 + dy) if isinstance(mark, Rule) else replace(mark, y=mark.y + dy)
        for mark in marks
    ]


def moved(marks: Iterable[Mark], dx: float) -> list[Mark]:
    """``marks`` moved to the right by ``dx``."""
    return [
        replace(mark, x=mark.x + dx, x2=mark.x2 + dx) if isinstance(mark, Rule | Dots) else replace(mark, x=mark.x + dx)
        for mark in marks
    ]


def extent(mark: Mark) -> tuple[float, float, float, float]:
    """The rectangle that ``mark`` covers with ink or letter boxes: left, lower, right, upper."""
    match mark:
        case Text():
            low, high = fonts.descent(mark.size), fonts.ascent(mark.size)
            return mark.x, mark.y - low, mark.x + mark.width, mark.y + high
        case Box():
            half = BOX_LINE / 2
            return mark.x - half, mark.y - half, mark.x + mark.side + half, mark.y + mark.side + half
        case Picture():
            return mark.x, mark.y, mark.x + mark.side, mark.y + mark.side
        case Ring() | Block():
            return mark.x, mark.y, mark.x + mark.width, mark.y + mark.height
        case Rule():
            half = RULE_LINE / 2
            return mark.x - half, min(mark.y, mark.y2) - half, mark.x2 + half, max(mark.y, mark.y2) + half
        case Dots():
            return mark.x, mark.y - 0.5, mark.x2, mark.y + 0.5


def draw(marks: Iterable[Mark], in_use: FontsInUse) -> str:
    """The operators that draw ``marks`` in their order, which is the order in which a reader extracts the text.

    Raises ``fonts.MissingLetter``.
    """
    return "".join(_operators(mark, in_use) for mark in marks)


def _operators(mark: Mark, in_use: FontsInUse) -> str:
    match mark:
        case Text():
            shown = in_use.encode(mark.text, mark.face)
            text = f"BT/{mark.face.value} {number(mark.size)} Tf {number(mark.x)} {number(mark.y)} Td<{shown}>Tj ET\n"
            return f"{number(mark.grey)} g\n{text}0 g\n" if mark.grey else text
        case Box():
            side = number(mark.side)
            return f"{BOX_LINE} w {number(mark.x)} {number(mark.y)} {side} {side} re S\n"
        case Ring():
            return ""
        case Picture():
            side = number(mark.side)
            return f"q {side} 0 0 {side} {number(mark.x)} {number(mark.y)} cm /Logo Do Q\n"
        case Block():
            size = f"{number(mark.width)} {number(mark.height)}"
            return f"{number(mark.x)} {number(mark.y)} {size} re f\n"
        case Rule():
            start, end = f"{number(mark.x)} {number(mark.y)}", f"{number(mark.x2)} {number(mark.y2)}"
            return f"{RULE_LINE} w 2 J {start} m {end} l S 0 J\n"
        case Dots():
            # A dash of no length with a round cap is a dot.
            start, end = f"{number(mark.x + 0.5)} {number(mark.y)}", f"{number(mark.x2 - 0.5)} {number(mark.y)}"
            return f"q 1 J [0 2.6] 0 d 0.9 w {start} m {end} l S Q\n"
