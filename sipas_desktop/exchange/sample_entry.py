"""One row of a sample list: it becomes a member, with what was corrected, or a rejection.

This is the inner loop of an import of 100,000 rows: cells that are fine as they are must cost little.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from sipas_desktop.domain import cleaning
from sipas_desktop.domain.cleaning import ListKind, dossier_key, is_plain, list_kind
from sipas_desktop.domain.legacy import Encoding, detect_legacy, is_modern
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.exchange.notes import CellNote, shown
from sipas_desktop.exchange.sample_preview import Member
from sipas_desktop.exchange.workbook import Cell

Place = tuple[str, int]  # sheet, row as Excel shows it
_MOST_FINE = 20_000  # texts kept: more are addresses, which seldom come again


class Entries:
    """The entries of one sheet's table, one after the other.

    ``indices`` gives the columns of each field, ``labels`` what messages call a column. ``known`` are keys of dossier
    codes that the survey has, ``first`` where each key of this file stands first. ``suspect`` are columns whose texts
    with marks are in an old encoding even where one alone does not show it.
    """

    def __init__(
        self,
        sheet: str,
        indices: Mapping[str, Sequence[int]],
        labels: Mapping[int, str],
        known: set[str],
        first: dict[str, Place],
        today: datetime.date,
        suspect: Mapping[int, Encoding],
    ) -> None:
        self.sheet, self.indices, self.labels = sheet, indices, labels
        self.known, self.first, self.today, self.suspect = known, first, today, suspect
        self.members: list[Member] = []
        self.corrected: list[CellNote] = []
        self.rejected: list[CellNote] = []
        self.duplicates = 0
        self.odd: list[CellNote] = []  # about dossier codes of an unusual form
        self.dossiers = 0
        self.legacy: dict[int, dict[Encoding, int]] = {}  # column → how many cells in which encoding
        self.example: dict[tuple[int, Encoding], str] = {}  # the first of them
        self.days: dict[int, list[int]] = {}  # column → text days after the 12th, up to it; the same of date cells
        self.unit = self.sector = ""  # of the part of the table, for rows that have none of their own
        self._families, self._people, self._organisations = map(self._columns, ("family_name", "name", "organisation"))
        self._addresses, self._notes = self._columns("address"), self._columns("note")
        self._units, self._sectors, self._procedures = map(self._columns, ("unit", "sector", "procedure"))
        self._named = (self._people or self._organisations or self._families)[0]
        self._dossiers, self._phones = self._columns("dossier"), self._columns("phone")
        self._consents = self._columns("consent")
        self._received, self._resulted = self._columns("received"), self._columns("resulted")
        self._fine = {""}  # texts that are fine as they are: units, procedures, names come again and again
        self._read_days: dict[str, tuple[datetime.date | None, str]] = {}
        self._names_list = bool(indices.keys() & {"list", "official_mark", "reserve_mark"})

    def _columns(self, field: str) -> tuple[int, ...]:
        return tuple(self.indices.get(field, ()))

    def add(self, number: int, row: Sequence[Cell], default_list: ListKind) -> None:
        """Takes row ``number``, of full width, as one entry."""
        notes: list[CellNote] = []
        if len(self._fine) > _MOST_FINE:
            self._fine = {""}
        try:
            name = self._name(number, row, notes)
            if not name:
                return
            address = self._texts(number, row, self._addresses, notes, ", ")
            note = self._texts(number, row, self._notes, notes, "; ")
            unit = self._texts(number, row, self._units, notes, ", ") or self.unit
            sector = self._texts(number, row, self._sectors, notes, ", ") or self.sector
            procedure = self._texts(number, row, self._procedures, notes, ", ")
        except _OldText as old:
            self._reject(number, old.index, old.value, "legacy_text", encoding=old.encoding.upper())
            return
        dossier = self._dossier(number, row, notes)
        if dossier is None:
            return
        phone = self._phone(number, row, notes)
        received, resulted = self._dates(number, row, notes)
        kind = self._list(number, row, default_list, notes) if self._names_list else default_list
        last = (number, self.sheet, self._consent(number, row, notes) if self._consents else False)
        self.members.append(
            Member(name, address, phone, unit, sector, procedure, dossier, received, resulted, kind, note, *last)
        )
        if notes:
            self.corrected.extend(notes)

    def _note(self, number: int, index: int, found: Cell, code: str, result: str = "", **params: Any) -> CellNote:
        return CellNote(self.sheet, number, self.labels[index], shown(found), f"sample.{code}", result, params)

    def _reject(self, number: int, index: int, found: Cell, code: str, **params: Any) -> None:
        self.rejected.append(self._note(number, index, found, code, **params))

    def _texts(
        self, number: int, row: Sequence[Cell], columns: tuple[int, ...], notes: list[CellNote], joint: str
    ) -> str:
        """The texts of ``columns`` joined by ``joint``. Raises ``_OldText`` at an old encoding."""
        if len(columns) == 1:  # the usual case, which must cost little
            alone: str = row[columns[0]]
            if alone in self._fine:
                return alone
            if type(alone) is str and is_plain(alone) and (alone.isascii() or is_modern(alone)):
                self._fine.add(alone)
                return alone
        parts: list[str] = []
        for index in columns:
            value = row[index]
            if value in self._fine:
                clean = str(value)
            elif isinstance(value, str) and is_plain(value) and (value.isascii() or is_modern(value)):
                clean = value
                self._fine.add(value)
            else:
                if isinstance(value, str) and not value.isascii():
                    self._check_encoding(index, value)
                clean, code = cleaning.text(value)
                if code:
                    notes.append(self._note(number, index, value, code, clean))
            if clean and clean not in parts:
                parts.append(clean)
        return joint.join(parts)

    def _check_encoding(self, index: int, value: str) -> None:
        encoding = detect_legacy(value)
        if encoding is None and index in self.suspect and all(c < "\u0100" for c in value):
            encoding = self.suspect[index]
        if encoding is not None:
            counts = self.legacy.setdefault(index, {})
            counts[encoding] = counts.get(encoding, 0) + 1
            self.example.setdefault((index, encoding), value)
            raise _OldText(index, value, encoding)

    def _name(self, number: int, row: Sequence[Cell], notes: list[CellNote]) -> str:
        """The name; "" where the row has been rejected for want of one."""
        name = self._texts(number, row, self._people, notes, " ") if self._people else ""
        if self._families and (family := self._texts(number, row, self._families, notes, " ")):
            name = f"{family} {name}".strip()
        if self._organisations and (organisation := self._texts(number, row, self._organisations, notes, " ")):
            name = f"{organisation} ({name})" if name and name != organisation else organisation
        if not name[:1].isalpha():
            name, code = cleaning.name(name or row[self._named])
            if not name:
                self._reject(number, self._named, row[self._named], code)
        return name

    def _dossier(self, number: int, row: Sequence[Cell], notes: list[CellNote]) -> str | None:
        """The dossier code; None where the row has been rejected as a duplicate."""
        if not self._dossiers:
            return ""
        place = self._dossiers[0]
        if row[place] == "" and len(self._dossiers) > 1:
            place = next((index for index in self._dossiers if row[index] != ""), place)
        value = row[place]
        code, why = cleaning.dossier(value)
        if code:
            self.dossiers += 1
            key, here = dossier_key(code), (self.sheet, number)
            first = self.first.setdefault(key, here)
            if key in self.known or first is not here:
                self.duplicates += 1
                if key in self.known:
                    self._reject(number, place, value, "already_known")
                else:
                    self._reject(number, place, value, "duplicate", sheet=first[0] or "1", row=first[1])
                return None
        else:
            why = why or "dossier_missing"
        if why:
            (self.odd if why == "dossier_odd" else notes).append(self._note(number, place, value, why, code))
        return code

    def _phone(self, number: int, row: Sequence[Cell], notes: list[CellNote]) -> str:
        """The first phone number that the columns give."""
        unreadable: CellNote | None = None
        for index in self._phones:
            phone, why = cleaning.phone(row[index])
            note = self._note(number, index, row[index], why, phone) if why else None
            if phone:
                if note:
                    notes.append(note)
                return phone
            unreadable = unreadable or note
        if unreadable:
            notes.append(unreadable)
        return ""

    def _consent(self, number: int, row: Sequence[Cell], notes: list[CellNote]) -> bool:
        """Whether she may be called: said by a word or a mark, and nowhere denied."""
        index = self._consents[0]
        found, why = cleaning.consent(row[index])
        if why:
            notes.append(self._note(number, index, row[index], why))
        return found

    def _day(self, value: Cell) -> tuple[datetime.date | None, str]:
        """As ``cleaning.day``: the same few days come again and again."""
        if type(value) is not str:
            return cleaning.day(value)
        known = self._read_days.get(value)
        if known is None:
            if len(self._read_days) > _MOST_FINE:
                self._read_days.clear()
            known = self._read_days[value] = cleaning.day(value)
        return known

    def _date(
        self, number: int, row: Sequence[Cell], columns: tuple[int, ...], notes: list[CellNote]
    ) -> datetime.date | None:
        """The first date of ``columns``."""
        for index in columns:
            value = row[index]
            if value == "":
                continue
            found, why = self._day(value)
            if found is not None:
                counts = self.days.get(index)
                if counts is None:
                    counts = self.days[index] = [0, 0, 0, 0]
                counts[(0 if isinstance(value, str) else 2) + (found.day <= 12)] += 1
                if not why and found > self.today:
                    why = "date_future"
            if why:
                notes.append(self._note(number, index, value, why, date_short(found) if found else ""))
            if found is not None:
                return found
        return None

    def _dates(
        self, number: int, row: Sequence[Cell], notes: list[CellNote]
    ) -> tuple[datetime.date | None, datetime.date | None]:
        received = self._date(number, row, self._received, notes)
        resulted = self._date(number, row, self._resulted, notes)
        if received and resulted and resulted < received:
            index = next(each for each in self._resulted if row[each] != "")
            days = {"received": date_short(received)}
            notes.append(self._note(number, index, row[index], "date_before_received", date_short(resulted), **days))
        return received, resulted

    def _list(self, number: int, row: Sequence[Cell], default: ListKind, notes: list[CellNote]) -> ListKind:
        """The list that a mark or a word of the row names, else ``default``."""
        if any(row[index] != "" for index in self.indices.get("official_mark", ())):
            return "official"
        if any(row[index] != "" for index in self.indices.get("reserve_mark", ())):
            return "reserve"
        for index in self.indices.get("list", ()):
            if row[index] == "":
                continue
            if found := list_kind(row[index]):
                return found
            notes.append(self._note(number, index, row[index], "list_unknown", list=f"@sample.list_{default}"))
        return default


class _OldText(Exception):
    """A cell in an old encoding, met while one row is read: the row is rejected."""

    def __init__(self, index: int, value: str, encoding: Encoding) -> None:
        super().__init__()
        self.index, self.value, self.encoding = index, value, encoding
