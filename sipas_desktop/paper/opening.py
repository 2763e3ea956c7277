"""The lines above a ballot's table: title, subtitle, the opening with its dotted lines, the instruction."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sipas_desktop.domain.form import Form, Kind, Question
from sipas_desktop.domain.print_style import PrintStyle
from sipas_desktop.paper import fonts, logo
from sipas_desktop.paper.fonts import Face
from sipas_desktop.paper.marks import Dots, Mark, Picture, Text
from sipas_desktop.paper.row_style import Style, baseline

_LEAST_DOTS = 80.0  # a shorter rest of a line is not worth writing on: the dotted line begins on the next
_LEAST_NAME = 300.0  # of the dotted line of a unit or procedure: a name of 200 letters must be legible there
_LOGO_GAP = 8.0
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


def small_print(form: Form, style: PrintStyle, sizes: Style, left: float, right: float) -> tuple[list[Mark], float]:
    """The office's own instruction, its notice or else the form's, from y = 0 down; and their height."""
    marks: list[Mark] = []
    y = 0.0
    for text, face, size in (
        (style.instruction, Face.REGULAR, sizes.size),
        (style.notice.strip() or form.notice, Face.ITALIC, sizes.size if style.large else sizes.size - 1),
    ):
        line = size * sizes.leading
        for part in fonts.wrap(fonts.clean(text), face, size, right - left) if fonts.clean(text) else []:
            marks.append(Text(left, y - baseline(line, size), part, size, face))
            y -= line
    return marks, -y


def head(style: PrintStyle, sizes: Style, left: float, right: float) -> tuple[list[Mark], float]:
    """The logo and the unit's name beside it, from y = 0 down; and their height."""
    name = fonts.clean(style.unit)
    x = left + (logo.SIDE + _LOGO_GAP if style.logo else 0)
    lines = fonts.wrap_neatly(name, Face.BOLD, sizes.size, right - x) if name else []
    height = max(len(lines) * sizes.line, logo.SIDE if style.logo else 0)
    top = -(height - len(lines) * sizes.line) / 2
    marks: list[Mark] = [Picture(left, -(height + logo.SIDE) / 2, logo.SIDE)] if style.logo else []
    drop = baseline(sizes.line, sizes.size)
    marks += [Text(x, top - n * sizes.line - drop, each, sizes.size, Face.BOLD) for n, each in enumerate(lines)]
    return marks, height


def _pieces(entry: str, form: Form) -> list[_Piece]:
    pieces: list[_Piece] = []
    for part in re.split(r"(\{\w+\})", fonts.clean(entry)):
        if part.startswith("{"):
            pieces.append(_Piece(question=form.by_code[part[1:-1]]))
        else:
            pieces += [_Piece(word, space=n > 0 or part[0] == " ") for n, word in enumerate(part.split())]
    return pieces


def _least(piece: _Piece, style: Style, room: float) -> float:
    """The least room that ``piece`` takes on a line of ``room`` points."""
    if piece.question:
        long = piece.question.kind in (Kind.UNIT, Kind.PROCEDURE) and piece.question.lines == 1
        return min(_LEAST_NAME if long else _LEAST_DOTS, room - 2 * _GAP) + 2 * _GAP
    return fonts.width(" " * piece.space + piece.word, Face.REGULAR, style.size)


def _lines(pieces: list[_Piece], style: Style, room: float) -> list[list[_Piece]]:
    """``pieces`` in lines; a question with several dotted lines ends its line."""
    lines: list[list[_Piece]] = [[]]
    used = 0.0
    for piece in pieces:
        least = _least(piece, style, room)
        before = lines[-1][-1].question if lines[-1] else None
        if lines[-1] and (used + least > room or (before and before.lines > 1)):
            lines.append([])
            used = 0.0
        lines[-1].append(piece)
        used += least
    return [line for line in lines if line]


def _set(line: list[_Piece], style: Style, left: float, right: float, y: float) -> list[Mark]:
    """The pieces at their places; dotted lines share what the words leave."""
    least = sum(_least(piece, style, right - left) for piece in line)
    dotted = sum(1 for piece in line if piece.question)
    share = (right - left - least) / dotted if dotted else 0
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
        end = min(x + _least(piece, style, right - left) + share, right)
        marks.append(
            Dots(x + (_GAP if x > left else 0), y - 1, end - (_GAP if end < right - 1 else 0), piece.question.code)
        )
        x = end
    if text:
        marks.append(Text(x, y, text, style.size))
    return marks
