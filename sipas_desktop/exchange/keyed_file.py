"""Reads files of keyed answers (``key --from``), decisions (``adjudicate --from``), serials (``receive --from``).

UTF-8 CSV or XLSX whose first row names the columns. A file is taken whole or not at all: header, columns and codes
are looked at first, and every fault is counted before anything is handed on. Whether a serial is one of the survey's
is the caller's question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sipas_desktop.domain.answer import SKIPPED, Answer
from sipas_desktop.domain.form import (
    CATALOGUE_KINDS,
    TEXT_KINDS,
    BadAnswer,
    Form,
    Question,
    parse_answer,
)
from sipas_desktop.domain.skips import skipped, skipped_by
from sipas_desktop.errors import Refusal, words
from sipas_desktop.exchange.cells import Row, read_cells

SERIAL: Final = "serial"
SHOWN_FAULTS: Final = 20

# What is left of 482130000017 where Excel shortened it before the file was saved.
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+")
_IN_SERIAL = re.compile(r"[\s.\-]")


@dataclass(frozen=True)
class KeyedBallot:
    """One row of a file of keyed answers. ``serial_text`` is as written; ``answers``: question code → answer, in the
    form's order, without the questions for which the file has no column."""

    serial_text: str
    row: int
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class Decision:
    """One row of a file of decisions. ``reason`` is "" where none is given."""

    serial_text: str
    row: int
    question: str
    answer: Answer
    reason: str


@dataclass(frozen=True)
class Fault:
    """One thing wrong: in which row and column ("" = the row as a whole), what was found, and what is expected."""

    row: int
    column: str
    found: str
    message: str  # code of the message
    params: tuple[tuple[str, str | int], ...] = ()

    def words(self, lang: str = "vi") -> str:
        """The fault as one line."""
        place = words("keyed.row", lang, row=self.row)
        if self.column:
            place = words("keyed.cell", lang, row=self.row, column=_quoted(self.column))
        found = f"{_quoted(self.found)}: " if self.found else ""
        return f"{place}: {found}{words(self.message, lang, **dict(self.params))}"


class FaultyFile(Refusal):
    """A file with faults: the first ``SHOWN_FAULTS`` of them, and the ``count`` of all. Nothing of it was taken."""

    def __init__(self, file: str, faults: Sequence[Fault], count: int) -> None:
        self.faults = tuple(faults)
        self.count = count
        super().__init__("keyed.faults", file=file, count=count)

    def words(self, lang: str = "vi") -> str:
        """The first line says it all for one fault; the others follow, a line each."""
        lines = [f"{super().words(lang)}: {self.faults[0].words(lang)}"]
        lines += [fault.words(lang) for fault in self.faults[1:]]
        if self.count > len(self.faults):
            lines.append(words("keyed.more", lang, count=self.count - len(self.faults)))
        return "\n".join(lines)


def _quoted(text: str) -> str:
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


class _Faults:
    """Counts all faults of a file and keeps the first ones."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.first: list[Fault] = []
        self.count = 0

    def note(self, row: int, column: str, message: str, found: str = "", **params: str | int) -> None:
        self.count += 1
        if len(self.first) < SHOWN_FAULTS:
            self.first.append(Fault(row, column, found, message, tuple(params.items())))

    def refuse_any(self) -> None:
        if self.count:
            raise FaultyFile(self.file, self.first, self.count)


def read_keyed(
    path: Path,
    form: Form,
    catalogues: Mapping[str, frozenset[str]],
    optional: frozenset[str] = frozenset(),
    partial: bool = False,
) -> tuple[KeyedBallot, ...]:
    """The keyed ballots of a file, in its order.

    ``catalogues``: "unit" and "procedure" → the codes that such cells may hold (other text means "other").
    ``optional``: question codes that may have no column (the unit, where the batch gives it). ``partial``: any question
    may have none, and an empty cell is no answer (a third pass asks for a few fields of each ballot). Raises
    ``FaultyFile`` with every fault of header and cells, or ``Refusal`` where the file cannot be read at all.
    """
    faults = _Faults(path.name)
    header, rows = _table(path, faults)
    known = [SERIAL, *form.by_code]
    needed = [SERIAL] if partial else [code for code in known if code not in optional]
    columns = _columns(header, rows, known, needed, faults)
    faults.refuse_any()
    serial_at = columns.pop(SERIAL)
    cells = _AnswerCells(form, catalogues, faults)
    seen: dict[str, int] = {}
    ballots = []
    for number, row in rows:
        _check_length(number, row, len(header[1]), faults)
        serial = _serial(number, _at(row, serial_at), seen, faults)
        answers = {}
        for code, place in columns.items():
            if partial and not _at(row, place):
                continue
            answer = cells.read(number, form.by_code[code], code, _at(row, place))
            if answer is not None:
                answers[code] = answer
        _check_skips(number, form, answers, faults)
        ballots.append(KeyedBallot(serial, number, answers))
    faults.refuse_any()
    return tuple(ballots)


def read_decisions(path: Path, form: Form, catalogues: Mapping[str, frozenset[str]]) -> tuple[Decision, ...]:
    """The decisions of a file with the columns ``serial``, ``question``, ``value`` and, where there is one, ``reason``.

    Raises as ``read_keyed`` does; a question decided twice for one ballot is a fault.
    """
    faults = _Faults(path.name)
    header, rows = _table(path, faults)
    known = [SERIAL, "question", "value", "reason"]
    columns = _columns(header, rows, known, known[:3], faults)
    faults.refuse_any()
    cells = _AnswerCells(form, catalogues, faults)
    seen: dict[tuple[str, str], int] = {}
    decisions = []
    for number, row in rows:
        _check_length(number, row, len(header[1]), faults)
        serial = _serial(number, _at(row, columns[SERIAL]), {}, faults)
        code = _at(row, columns["question"])
        question = form.by_code.get(code)
        if question is None:
            faults.note(number, "question", "keyed.no_question", code, expected=" ".join(form.by_code))
            continue
        answer = cells.read(number, question, "value", _at(row, columns["value"]))
        first = seen.setdefault((_IN_SERIAL.sub("", serial), code), number)
        if first != number:
            faults.note(number, "question", "keyed.decided_twice", code, first=first)
        if answer is not None:
            reason = _at(row, columns["reason"]) if "reason" in columns else ""
            decisions.append(Decision(serial, number, code, answer, reason))
    faults.refuse_any()
    return tuple(decisions)


def read_serials(path: Path) -> tuple[tuple[int, str], ...]:
    """(row, serial as written) of a list of serials: one a line, or the column ``serial`` of a CSV or XLSX.

    Raises ``FaultyFile`` where several columns have no name or a serial was shortened by Excel, else as
    ``cells.read_cells``.
    """
    faults = _Faults(path.name)
    rows = read_cells(path)
    number, first = rows[0]
    names = [name.casefold() for name in first]
    place = names.index(SERIAL) if SERIAL in names else 0
    if SERIAL in names:
        rows = rows[1:]
    elif sum(1 for name in first if name) > 1:
        faults.note(number, "", "keyed.no_column", missing=SERIAL, names=_listed(first))
    faults.refuse_any()
    found = []
    for number, row in rows:
        text = _at(row, place)
        if not text:
            faults.note(number, SERIAL, "keyed.serial_empty")
        elif _SHORTENED.fullmatch(text):
            faults.note(number, SERIAL, "keyed.serial_shortened", text)
        found.append((number, text))
    faults.refuse_any()
    return tuple(found)


# ---------------------------------------------------------------------------------------------------------- columns


def _table(path: Path, faults: _Faults) -> tuple[Row, list[Row]]:
    rows = read_cells(path)
    if len(rows) == 1:
        faults.note(rows[0][0], "", "keyed.header_only")
    return rows[0], rows[1:]


def _columns(
    header: Row, rows: Sequence[Row], known: Iterable[str], needed: Iterable[str], faults: _Faults
) -> dict[str, int]:
    """Column → its place, in the order of ``known``; faults for names that are unknown, repeated or missing."""
    number, names = header
    known = list(known)
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        if not name:
            filled = next((row for row, cells in rows if _at(cells, place)), None)
            if filled is not None:  # an empty column at the side of a sheet is no fault
                faults.note(number, "", "keyed.column_unnamed", place=place + 1, filled=filled)
        elif name not in known:
            faults.note(number, name, "keyed.column_unknown", expected=" ".join(known))
        elif name in places:
            faults.note(number, name, "keyed.column_twice")
        else:
            places[name] = place
    for name in needed:
        if name not in places:
            faults.note(number, "", "keyed.no_column", missing=name, names=_listed(names))
    return {name: places[name] for name in known if name in places}


def _listed(names: Iterable[str]) -> str:
    return "“" + " ".join(name[:32] for name in names if name)[:200] + "”"


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _check_length(number: int, row: Sequence[str], expected: int, faults: _Faults) -> None:
    # The cell itself is not shown: it may be the rest of somebody's sentence after a comma.
    if any(row[expected:]):
        faults.note(number, "", "keyed.too_many_cells", cells=len(row), expected=expected)


# ------------------------------------------------------------------------------------------------------------ cells


def _serial(number: int, text: str, seen: dict[str, int], faults: _Faults) -> str:
    if not text:
        faults.note(number, SERIAL, "keyed.serial_empty")
        return text
    if _SHORTENED.fullmatch(text):
        faults.note(number, SERIAL, "keyed.serial_shortened", text)
        return text
    first = seen.setdefault(_IN_SERIAL.sub("", text), number)
    if first != number:
        faults.note(number, SERIAL, "keyed.serial_twice", text, first=first)
    return text


def _check_skips(row: int, form: Form, answers: Mapping[str, Answer], faults: _Faults) -> None:
    """A question that another answer leads past is "-", and no other question is."""
    values = {code: answer.value for code, answer in answers.items() if answer.value != SKIPPED}
    due = skipped(form, values)
    for code, answer in answers.items():
        if code in due and answer.value != SKIPPED:
            by = form.by_code[skipped_by(form, values, code) or code]
            faults.note(row, code, "keyed.skipped", answer.value, question=by.number or by.code)
        elif code not in due and answer.value == SKIPPED:
            faults.note(row, code, "keyed.not_skipped", SKIPPED)


class _AnswerCells:
    """Reads cells as answers. Codes repeat a million times, so each (question, cell) is read once."""

    def __init__(self, form: Form, catalogues: Mapping[str, frozenset[str]], faults: _Faults) -> None:
        self._faults = faults
        self._skippable = form.skippable
        self._catalogues = {
            question.code: catalogues.get(question.kind, frozenset())
            for question in form.questions
            if question.kind in CATALOGUE_KINDS
        }
        # Excel turns the code 07 into 7, which would pass as words for "other".
        self._without_zeros = {
            code: {known.lstrip("0"): known for known in catalogue if known.isdecimal() and known.startswith("0")}
            for code, catalogue in self._catalogues.items()
        }
        self._read: dict[tuple[str, str], Answer] = {}

    def read(self, row: int, question: Question, column: str, cell: str) -> Answer | None:
        """The answer, or None after noting the fault."""
        answer = self._read.get((question.code, cell))
        if answer is not None:
            return answer
        catalogue = self._catalogues.get(question.code, frozenset())
        meant = self._without_zeros.get(question.code, {}).get(cell)
        if meant is not None and cell not in catalogue:
            self._faults.note(row, column, "keyed.lost_zeros", cell, expected=meant)
            return None
        try:
            skips = cell == SKIPPED and question.code in self._skippable
            answer = Answer(SKIPPED) if skips else parse_answer(question, cell, catalogue)
        except BadAnswer as bad:
            self._faults.note(row, column, bad.code, cell, expected=bad.expected)
            return None
        if question.kind not in TEXT_KINDS:
            self._read[question.code, cell] = answer
        return answer
