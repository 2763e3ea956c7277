"""The lines above a ballot's table: title, subtitle, the opening with its dotted lines, the instruction."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sipas_desktop.domain.form import Form, Question
from sipas_desktop.paper import fonts
from sipas_desktop.paper.fonts import Face
from sipas_desktop.paper.marks import Dots, Mark, Text
from sipas_desktop.paper.rows import Style, baseline

_LEAST_DOTS = 80.0  # a shorter rest of a line is not worth writing on: the dotted line begins on the next
_GAP = 3.0  # between words and a dotted line


@dataclass(frozen=True)
class _Piece:
    """A word, or the dotted lines of a question."""

    word: str = ""
    question: Question | None = None
    space: bool = False  # a space stands before it


def title(form: Form, style: Style, left: float, right: float) -> tuple[list[Mark], float]:
    """Title in bold and subtitle in italics, centred, from y = 0 down; and their height."""
    marks: list[Mark] = []
    y = 0.0
    size = style.size + 1
    for part, face, part_size in [(each, Face.BOLD, size) for each in form.title] + [
        (form.subtitle, Face.ITALIC, style.size)
    ]:
        if not part:
            continue
        line = part_size * style.leading
        for each in fonts.wrap_neatly(fonts.clean(part), face, part_size, right - left):
            x = (left + right - fonts.width(each, face, part_size)) / 2
            marks.append(Text(x, y - baseline(line, part_size), each, part_size, face))
            y -= line
    return marks, -y


def opening(form: Form, style: Style, left: float, right: float) -> tuple[list[Mark], float]:
    """The opening lines with what they leave to write on, then the instruction, from y = 0 down; and their height."""
    marks: list[Mark] = []
    y = 0.0
    for entry in form.opening:
        for line in _lines(_pieces(entry, form), style, right - left):
            marks += _set(line, style, left, right, y - baseline(style.pitch, style.size))
            y -= style.pitch
            last = line[-1].question
            for _ in range(last.lines - 1 if last else 0):
                marks.append(Dots(left, y - baseline(style.pitch, style.size) - 1, right, last.code if last else ""))
                y -= style.pitch
    if form.instruction:
        for part in fonts.wrap(fonts.clean(form.instruction), Face.REGULAR, style.size, right - left):
            marks.append(Text(left, y - baseline(style.line, style.size), part, style.size))
            y -= style.line
    return marks, -y


def _pieces(entry: str, form: Form) -> list[_Piece]:
    pieces: list[_Piece] = []
    for part in re.split(r"(\{\w+\})", fonts.clean(entry)):
        if part.startswith("{"):
            pieces.append(_Piece(question=form.by_code[part[1:-1]]))
        else:
            pieces += [_Piece(word, space=n > 0 or part[0] == " ") for n, word in enumerate(part.split())]
    return pieces


def _least(piece: _Piece, style: Style) -> float:
    """The least room that ``piece`` takes on a line."""
    if piece.question:
        return _LEAST_DOTS + 2 * _GAP
    return fonts.width(" " * piece.space + piece.word, Face.REGULAR, style.size)


def _lines(pieces: list[_Piece], style: Style, room: float) -> list[list[_Piece]]:
    """``pieces`` in lines; a question with several dotted lines ends its line."""
    lines: list[list[_Piece]] = [[]]
    used = 0.0
    for piece in pieces:
        least = _least(piece, style)
        before = lines[-1][-1].question if lines[-1] else None
        if lines[-1] and (used + least > room or (before and before.lines > 1)):
            lines.append([])
            used = 0.0
        lines[-1].append(piece)
        used += least
    return [line for line in lines if line]


def _set(line: list[_Piece], style: Style, left: float, right: float, y: float) -> list[Mark]:
    """The pieces at their places; dotted lines share what the words leave."""
    words = sum(_least(piece, style) for piece in line if not piece.question)
    dotted = sum(1 for piece in line if piece.question)
    share = (right - left - words) / dotted if dotted else 0
    marks: list[Mark] = []
    x, text = left, ""
    for piece in line:
        if piece.question is None:
            text += " " * (piece.space and bool(text)) + piece.word
            continue
        if text:
            marks.append(Text(x, y, text, style.size))
            x += fonts.width(text, Face.REGULAR, style.size)
            text = ""
        end = min(x + share, right)
        marks.append(
            Dots(x + (_GAP if x > left else 0), y - 1, end - (_GAP if end < right - 1 else 0), piece.question.code)
        )
        x = end
    if text:
        marks.append(Text(x, y, text, style.size))
    return marks
