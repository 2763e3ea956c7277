"""Head and foot of an official document on paper (Nghị định 30/2020, Phụ lục I).

The right half carries the state's name and motto with a line of the motto's length under it; the left half the agency
with a line of a third to a half of its name. The foot leaves room for seal, hand and digital signature.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.platypus import Flowable

from sipas_desktop.paper.report_fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR, width
from sipas_desktop.paper.report_model import Letterhead, Signature

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
STATE_SIZE = 12
MOTTO_SIZE = 13
AGENCY_SIZE = 12
NUMBER_SIZE = 13
TITLE_SIZE = 14
SUBJECT_SIZE = 12
AUTHORITY_SIZE = 13
RECIPIENTS_SIZE = 11
ROOM_TO_SIGN = 38 * mm
AGENCY_SHARE = 0.40  # of the line's width
LINE = 0.7  # points


class _Placed(Flowable):
    """A block whose texts are centred on given places; subclasses draw it from its top down."""

    height = 0.0

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        self.width = available
        self.height = self._down(draw=False)
        return available, self.height

    def draw(self) -> None:
        self._down(draw=True)

    def _down(self, draw: bool) -> float:
        raise NotImplementedError

    def _centred(self, draw: bool, x: float, y: float, text: str, face: str, size: float) -> float:
        """One line whose top is ``y`` below the block's top; returns where the next one begins."""
        if draw:
            self.canv.setFont(face, size)
            self.canv.drawCentredString(x, self.height - y - size * 0.95, text)
        return y + size * 1.22

    def _line(self, draw: bool, x: float, y: float, length: float) -> None:
        if draw:
            self.canv.setLineWidth(LINE)
            self.canv.line(x - length / 2, self.height - y, x + length / 2, self.height - y)


class _Headed(_Placed):
    """Agency on the left, state and motto on the right, under them number, place and date."""

    letterhead: Letterhead

    def _upper(self, draw: bool) -> float:
        """Draws them; returns where what is below the number begins."""
        room = self.width * AGENCY_SHARE
        left, right = room / 2, room + (self.width - room) / 2
        own = self.letterhead
        y = 0.0
        for line in wrapped(own.superior, REGULAR, AGENCY_SIZE, room):
            y = self._centred(draw, left, y, line, REGULAR, AGENCY_SIZE)
        agency = wrapped(own.issuer, BOLD, AGENCY_SIZE, room)
        for line in agency:
            y = self._centred(draw, left, y, line, BOLD, AGENCY_SIZE)
        self._line(draw, left, y + 2.5, 0.4 * max((width(line, BOLD, AGENCY_SIZE) for line in agency), default=0))
        z = self._centred(draw, right, 0, STATE, BOLD, STATE_SIZE)
        z = self._centred(draw, right, z, MOTTO, BOLD, MOTTO_SIZE)
        self._line(draw, right, z + 2.5, width(MOTTO, BOLD, MOTTO_SIZE))
        y = max(y, z) + 9
        self._centred(draw, left, y, own.number, REGULAR, NUMBER_SIZE)
        return self._centred(draw, right, y, own.place_and_date, ITALIC, NUMBER_SIZE)


class Head(_Headed):
    """The letterhead with number, place and date; then the kind of document and what it is about."""

    def __init__(self, letterhead: Letterhead, title: str) -> None:
        super().__init__()
        self.letterhead = letterhead
        self.title = title

    def _down(self, draw: bool) -> float:
        y = self._upper(draw)
        y = self._centred(draw, self.width / 2, y + 20, self.letterhead.kind, BOLD, TITLE_SIZE)
        return _title(self, draw, y, self.title) + 14


class LetterHead(_Headed):
    """The letterhead of an official letter (công văn): no kind; what it is about stands under its number."""

    def __init__(self, letterhead: Letterhead, subject: str) -> None:
        super().__init__()
        self.letterhead = letterhead
        self.subject = subject

    def _down(self, draw: bool) -> float:
        y = self._upper(draw)
        room = self.width * AGENCY_SHARE
        for line in balanced(self.subject, REGULAR, SUBJECT_SIZE, room):
            y = self._centred(draw, room / 2, y, line, REGULAR, SUBJECT_SIZE)
        return y + 16


class Title(_Placed):
    """What a section is about, where another document has the letterhead."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title

    def _down(self, draw: bool) -> float:
        return _title(self, draw, 0, self.title) + 14


def _title(block: _Placed, draw: bool, y: float, title: str) -> float:
    lines = balanced(title, BOLD, TITLE_SIZE, block.width - 16 * mm)
    for line in lines:
        y = block._centred(draw, block.width / 2, y, line, BOLD, TITLE_SIZE)
    block._line(draw, block.width / 2, y + 3, 0.4 * max(width(line, BOLD, TITLE_SIZE) for line in lines))
    return y + 3


class Foot(_Placed):
    """Who gets the document on the left; who signs on the right, with room for it."""

    def __init__(self, signature: Signature) -> None:
        super().__init__()
        self.signature = signature

    def _down(self, draw: bool) -> float:
        room = self.width * 0.5
        y = 0.0
        if draw:
            self.canv.setFont(BOLD_ITALIC, 12)
            self.canv.drawString(0, self.height - 12, "Nơi nhận:")
        y = 12 * 1.25
        for recipient in self.signature.recipients:
            for line in simpleSplit(recipient, REGULAR, RECIPIENTS_SIZE, room - 4 * mm):
                if draw:
                    self.canv.setFont(REGULAR, RECIPIENTS_SIZE)
                    self.canv.drawString(0, self.height - y - RECIPIENTS_SIZE, line)
                y += RECIPIENTS_SIZE * 1.2
        z = 0.0
        for line in wrapped(self.signature.authority, BOLD, AUTHORITY_SIZE, room):
            z = self._centred(draw, room + room / 2, z, line, BOLD, AUTHORITY_SIZE)
        return max(y + 4, z + ROOM_TO_SIGN)


def wrapped(lines: Sequence[str], face: str, size: float, room: float) -> list[str]:
    """The lines as given; one that is too wide for ``room`` is broken."""
    return [part for line in lines for part in balanced(line, face, size, room)]


def balanced(text: str, face: str, size: float, room: float) -> list[str]:
    """``text`` in as few lines as fit into ``room``, of about the same length each."""
    width(text, face, size)  # registers the typeface
    fewest = len(simpleSplit(text, face, size, room))
    narrow = width(text, face, size) / max(fewest, 1)
    while narrow < room and len(simpleSplit(text, face, size, narrow)) > fewest:
        narrow += 4
    return list(simpleSplit(text, face, size, min(narrow, room)))
