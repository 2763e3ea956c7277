"""The empty page of a ballot: its margins, where the codes stand, corner marks, fold marks, the envelope's window.

All in points with the origin at the lower left, as ``marks`` has it. Nothing is nearer than 5 mm to the edge of the
paper, which office printers do not reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sipas_desktop.domain.print_style import PLAIN, Fold, Paper, PrintStyle
from sipas_desktop.paper import codes
from sipas_desktop.paper.marks import Block, Mark, Rule
from sipas_desktop.paper.pdf import A4, A5, POINTS_PER_MM

BARS_HEIGHT: Final = 19.0
SERIAL_SIZE: Final = 10.5
BAND: Final = codes.QR_SIDE + codes.QR_QUIET + 5  # the band of the codes, from the upper margin down

_SIZES: Final = {Paper.A4: A4, Paper.A5: A5}
_CORNER: Final = 4 * POINTS_PER_MM  # the side of a corner mark
_CORNER_AT: Final = 6 * POINTS_PER_MM  # from both edges of the paper to it
_FOLD_FROM, _FOLD_TO = 5 * POINTS_PER_MM, 9 * POINTS_PER_MM
# Folds from the upper edge in mm. C5: the sheet once in the middle. DL: as DIN 5008 has it for letters (form B).
_FOLDS: Final = {Fold.NONE: (), Fold.C5: (148.5,), Fold.DL: (105.0, 210.0)}
# What shows in the window of DIN 680 (DL: 90 × 35 mm, 20 mm from the left and 15 from the foot of the envelope; C5:
# 90 × 45 mm, 20 from the left and 60 from the foot) wherever in its envelope the sheet slides; mm from upper left.
_WINDOW: Final = (25.0, 62.0, 95.0, 88.0)


@dataclass(frozen=True)
class Window:
    """The part of the first page that shows in an envelope's window."""

    left: float
    foot: float
    right: float
    top: float


@dataclass(frozen=True)
class Frame:
    """The empty page; ``left``, ``right``, ``bottom``, ``top`` are where its margins end."""

    width: float
    height: float
    left: float
    right: float
    bottom: float
    top: float
    page_number_y: float
    corners: tuple[Block, ...]
    folds: tuple[Rule, ...] = ()
    window: Window | None = None

    @property
    def qr_at(self) -> tuple[float, float]:
        """The lower left corner of the QR code, at the right edge of the band."""
        return self.right - codes.QR_SIDE, self.top - codes.QR_SIDE

    @property
    def bars_at(self) -> tuple[float, float]:
        """The lower left corner of the bars, left of the QR code."""
        return self.qr_at[0] - codes.BAR_QUIET - codes.BAR_WIDTH, self.top - BARS_HEIGHT

    @property
    def serial_y(self) -> float:
        """The baseline of the serial under the bars."""
        return self.qr_at[1] + 1.5

    @property
    def band_left_end(self) -> float:
        """How far the left part of the band goes, where the recipient stands."""
        return self.bars_at[0] - codes.BAR_QUIET

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What is printed in the margins."""
        return (*self.corners, *self.folds)


def frame_of(style: PrintStyle, page: int) -> Frame:
    """The frame of page ``page`` (from 1) of a ballot. On the back of a sheet the filed side is the right one."""
    width, height = _SIZES[style.paper]
    large = style.paper is Paper.A4
    # Two holes of ISO 838 reach 15 mm into the paper; a binder's clamp takes some more.
    filed, other, foot = (20, 15, 15) if large else (15, 13, 13)
    filed += 5 if style.punch else 0
    left, right = (other, filed) if style.sides == 2 and page % 2 == 0 else (filed, other)
    first = page == 1
    return Frame(
        width=width,
        height=height,
        left=left * POINTS_PER_MM,
        right=width - right * POINTS_PER_MM,
        bottom=foot * POINTS_PER_MM,
        top=height - foot * POINTS_PER_MM,
        page_number_y=(10 if large else 8) * POINTS_PER_MM,
        corners=_corners(width, height) if style.corners else (),
        folds=tuple(_fold(height - at * POINTS_PER_MM) for at in _FOLDS[style.fold]) if first else (),
        window=_window(height) if first and style.fold is not Fold.NONE else None,
    )


def _corners(width: float, height: float) -> tuple[Block, ...]:
    """Upper left, upper right, lower left, lower right."""
    across = (_CORNER_AT, width - _CORNER_AT - _CORNER)
    upright = (height - _CORNER_AT - _CORNER, _CORNER_AT)
    return tuple(Block(x, y, _CORNER, _CORNER) for y in upright for x in across)


def _fold(y: float) -> Rule:
    return Rule(_FOLD_FROM, y, _FOLD_TO, y)


def _window(height: float) -> Window:
    left, top, right, foot = (each * POINTS_PER_MM for each in _WINDOW)
    return Window(left, height - foot, right, height - top)


PLAIN_FRAME: Final = frame_of(PLAIN, 1)
