"""Reads what an online channel exports (Excel or CSV) by a mapping: rows of coded answers, and rows it cannot read.

Only the columns that the mapping names are looked at. Dirt is handled as in sample lists: titles above the header,
empty rows, totals and signatures below it, dates and dossier codes as Excel left them. A row that cannot be read is
rejected with its cell; the others are taken.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sipas_desktop.domain import answer as a
from sipas_desktop.domain import cleaning
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form import CATALOGUE_KINDS, BadAnswer, Form, Kind, Question, parse_answer
from sipas_desktop.domain.legacy import detect_legacy
from sipas_desktop.domain.online import OnlineRow
from sipas_desktop.domain.online_mapping import OnlineField, OnlineMapping, small
from sipas_desktop.domain.skips import skipped
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.headers import Header
from sipas_desktop.exchange.notes import CellNote, shown
from sipas_desktop.exchange.online_columns import table_of, targets_of, texts_of
from sipas_desktop.exchange.table_rows import row_kind
from sipas_desktop.exchange.workbook import Cell, Sheet, read_workbook

_TIME: Final = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:hg]([0-5]\d)(?:[:m']([0-5]\d))?(?!\d)")

# Kind and text of a cell → the code of a catalogue, None where it has none.
FindCode = Callable[[str, str], str | None]


@dataclass(frozen=True)
class NewOfficer:
    """Somebody whom the survey does not have yet, and the code that she gets."""

    code: str
    name: str


@dataclass(frozen=True)
class OnlinePreview:
    """What a file holds. ``rows``: what can be read; ``total`` counts these and the rejected ones."""

    file: str
    sha256: str
    rows: tuple[OnlineRow, ...] = field(repr=False)
    corrected: tuple[CellNote, ...] = field(repr=False)
    rejected: tuple[CellNote, ...] = field(repr=False)
    officers: tuple[NewOfficer, ...] = ()

    @property
    def total(self) -> int:
        """Rows of the file that are answers."""
        return len(self.rows) + len(self.rejected)


def read_online(
    path: Path, mapping: OnlineMapping, form: Form, channel: str, find: FindCode, officers: Mapping[str, str]
) -> OnlinePreview:
    """The rows of the file as ``mapping`` reads them. ``channel``: of rows that name none; ``officers``: name in small
    letters → code; who is new gets the next code.

    Raises ``Refusal``: the file cannot be read, a column of the mapping is not there, nothing stands below the header.
    """
    book = read_workbook(path)
    sheet, header = table_of(book, mapping, form)
    reading = _Reading(sheet, header, mapping, form, channel, find, dict(officers))
    reading.read()
    if not reading.rows and not reading.rejected:
        raise Refusal("online.no_rows", file=book.name)
    return OnlinePreview(
        book.name,
        book.sha256,
        tuple(reading.rows),
        tuple(reading.corrected),
        tuple(reading.rejected),
        tuple(reading.new_officers),
    )


class _Rejected(Exception):
    """The row cannot be read: the place of the cell, and why."""

    def __init__(self, index: int, code: str, **params: str) -> None:
        super().__init__(code)
        self.index, self.code, self.params = index, code, params


class _Reading:
    """The rows of one file."""

    def __init__(
        self,
        sheet: Sheet,
        header: Header,
        mapping: OnlineMapping,
        form: Form,
        channel: str,
        find: FindCode,
        officers: dict[str, str],
    ) -> None:
        self.rows: list[OnlineRow] = []
        self.corrected: list[CellNote] = []
        self.rejected: list[CellNote] = []
        self.new_officers: list[NewOfficer] = []
        self._sheet, self._header, self._mapping, self._form = sheet, header, mapping, form
        self._channel, self._find, self._officers = channel, find, officers
        self._targets = targets_of(header, mapping)
        self._at = {target: index for index, target in self._targets.items()}
        self._labels = {column.index: column.label for column in header.columns}
        self._codes: dict[tuple[str, str], Answer] = {}  # question and cell, without words: a million times the same

    def read(self) -> None:
        """Read every row below the header."""
        fields: dict[str, Sequence[int]] = {}
        for name in (OnlineField.ANSWERED, OnlineField.DOSSIER):
            if f"@{name}" in self._at:
                fields[name] = [self._at[f"@{name}"]]
        width = max(column.index for column in self._header.columns) + 1
        for number, cells in enumerate(self._sheet.rows[self._header.last + 1 :], start=self._header.last + 2):
            row = [*cells, *[""] * (width - len(cells))]
            kind, _ = row_kind(row, self._header, fields, tuple(fields))
            if kind == "footer":
                return
            if kind != "entry" or all(row[index] == "" for index in self._targets):
                continue  # numbered ahead, and nobody answered
            notes: list[CellNote] = []
            try:
                self.rows.append(self._entry(number, row, notes))
                self.corrected += notes
            except _Rejected as why:
                label = self._labels.get(why.index, "")
                found = shown(row[why.index])[:60] if why.index >= 0 else ""
                self.rejected.append(CellNote(self._sheet.name, number, label, found, why.code, "", why.params))

    def _entry(self, number: int, row: Sequence[Cell], notes: list[CellNote]) -> OnlineRow:
        for index in self._targets:
            if isinstance(row[index], str) and (encoding := detect_legacy(row[index])):
                raise _Rejected(index, "catalogue.legacy_text", encoding=encoding.upper())
        answers = {
            code: self._answer(code, index, row[index]) for index, code in self._targets.items() if code[0] != "@"
        }
        due = skipped(self._form, {code: answer.value for code, answer in answers.items()})
        answers |= {code: Answer(a.SKIPPED) for code in answers if code in due and answers[code].value == a.BLANK}
        rates = any(
            answers[each.code].value not in (a.BLANK, a.SKIPPED) for each in self._form.rated if each.code in answers
        )
        written = {code: each for code, each in answers.items() if self._is_comment(code) and each.text is not None}
        if not rates and not (written and self._mapping.rules.comments):
            raise _Rejected(-1, "online.only_words" if written else "online.nothing_answered")
        unit = self._code(OnlineField.UNIT, row)
        asked = self._form.of_kind(Kind.UNIT)
        if asked is not None and asked.code in answers and not a.is_mark(answers[asked.code].value):
            unit = unit or ("" if answers[asked.code].text is not None else answers[asked.code].value)
        return OnlineRow(
            row=number,
            at=self._moment(row),
            channel=self._code(OnlineField.CHANNEL, row) or self._channel,
            unit=unit,
            procedure=self._code(OnlineField.PROCEDURE, row),
            officer=self._officer(row),
            dossier=self._cleaned(OnlineField.DOSSIER, row, number, cleaning.dossier, notes),
            resulted=self._day(OnlineField.RESULTED, row),
            phone=self._cleaned(OnlineField.PHONE, row, number, cleaning.phone, notes),
            account=self._text(OnlineField.ACCOUNT, row),
            answers=answers if rates else written,
            comment=not rates,
        )

    def _is_comment(self, code: str) -> bool:
        return self._form.by_code[code].kind is Kind.LONG_TEXT

    def _place(self, name: OnlineField) -> int | None:
        return self._at.get(f"@{name}")

    def _text(self, name: OnlineField, row: Sequence[Cell]) -> str:
        place = self._place(name)
        return "" if place is None else cleaning.text(row[place])[0]

    def _cleaned(
        self,
        name: OnlineField,
        row: Sequence[Cell],
        number: int,
        rule: Callable[[object], tuple[str, str]],
        notes: list[CellNote],
    ) -> str:
        place = self._place(name)
        if place is None:
            return ""
        clean, code = rule(row[place])
        if code and clean != shown(row[place]):  # the cell itself may name somebody: only what became of it is told
            notes.append(CellNote(self._sheet.name, number, self._labels[place], "", f"sample.{code}"))
        return clean

    def _moment(self, row: Sequence[Cell]) -> str:
        place = self._at[f"@{OnlineField.ANSWERED}"]
        cell = row[place]
        if isinstance(cell, datetime.datetime) and cell.time() != datetime.time():
            return cell.replace(microsecond=0, tzinfo=None).isoformat()
        day, code = cleaning.day(cell)
        if day is None:
            raise _Rejected(place, f"sample.{code}" if code else "online.no_day")
        if isinstance(cell, float) and code == "date_from_serial" and (rest := cell % 1):
            seconds = min(round(rest * 86400), 86399)
            return datetime.datetime.combine(day, _clock(seconds)).isoformat()
        if isinstance(cell, str) and (clock := _TIME.search(cell)):
            hour, minute, second = (int(part or 0) for part in clock.groups())
            if hour < 12 and re.search(r"\b(?:pm|ch)\b", fold(cell)):
                hour += 12
            return datetime.datetime.combine(day, datetime.time(hour, minute, second)).isoformat()
        return day.isoformat()

    def _day(self, name: OnlineField, row: Sequence[Cell]) -> datetime.date | None:
        place = self._place(name)
        if place is None or row[place] in ("", None):
            return None
        day, code = cleaning.day(row[place])
        if day is None and code:
            raise _Rejected(place, f"sample.{code}")
        return day

    def _code(self, name: OnlineField, row: Sequence[Cell]) -> str:
        place, text = self._place(name), self._text(name, row)
        if place is None or not text:
            return ""
        code = self._mapping.code_of(f"@{name}", text)
        if code is None and name in (OnlineField.UNIT, OnlineField.PROCEDURE):
            code = self._find(name, text)
        if code is None:
            raise _Rejected(place, "online.unknown_text", text=text[:60])
        return code

    def _officer(self, row: Sequence[Cell]) -> str:
        text = self._text(OnlineField.OFFICER, row)
        if not text:
            return ""
        code = self._mapping.code_of(f"@{OnlineField.OFFICER}", text) or self._officers.get(small(text))
        if code is None:
            taken = set(self._officers.values())
            code = next(each for n in range(1, len(taken) + 2) if (each := f"cb-{n}") not in taken)
            self._officers[small(text)] = code
            self.new_officers.append(NewOfficer(code, text))
        return code

    def _answer(self, code: str, index: int, cell: Cell) -> Answer:
        question = self._form.by_code[code]
        rated = question.kind is Kind.RATED
        text = cleaning.text(cell)[0]
        if not text:
            return Answer(a.BLANK)
        known = self._codes.get((code, text))
        if known is not None:
            return known
        coded = text
        if question.choices or question.no_opinion:
            parts = [self._mapping.code_of(code, part, rated=rated) for part in texts_of(text, question)]
            if all(part is not None for part in parts):
                coded = a.JOIN.join(str(part) for part in parts)
        elif question.kind in CATALOGUE_KINDS:
            coded = self._mapping.code_of(code, text) or self._find(question.kind, text) or text
        elif question.kind is Kind.DATE and not isinstance(cell, str):
            coded = day.isoformat() if (day := cleaning.day(cell)[0]) else text
        try:
            answer = parse_answer(
                question, coded, frozenset({coded}) if coded != text else self._catalogue(question, text)
            )
        except BadAnswer:
            raise _Rejected(index, "online.unknown_text", text=text[:60]) from None
        if answer.text is None:
            self._codes[code, text] = answer
        return answer

    def _catalogue(self, question: Question, text: str) -> frozenset[str]:
        known = question.kind in CATALOGUE_KINDS and self._find(question.kind, text) == text
        return frozenset({text}) if known else frozenset()


def _clock(seconds: int) -> datetime.time:
    minutes, second = divmod(seconds, 60)
    return datetime.time(*divmod(minutes, 60), second)
