"""Sent ballots as the mail view lists and counts them, read and worded off the window's thread."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import RETURNED, State
from sipas_desktop.domain.mail import Mailed
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.errors import words
from sipas_desktop.gui.table import Column
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey

Row = tuple[object, ...]
WHOLE = -1  # where a row holds its ballot
NEVER = 0  # sorts before every day
UNCOUNTED = frozenset({State.INVALID, State.VOIDED})


@dataclass(frozen=True)
class Found:
    """All sent ballots by serial, their rows with the newest first, and how many of each kind."""

    mailed: dict[str, Mailed]
    rows: list[Row]
    counts: Counter[str]


class MailRows:
    """One sent ballot as a row. ``after``: days until a reminder is due, None where nobody said.

    Its words are taken when it is made, in the window's thread.
    """

    def __init__(self, plan: Plan, language: str, day: datetime.date, after: int | None) -> None:
        self._day, self._after = day, after
        self._channels = {each.code: each.title for each in plan.channels}
        self._language = language
        self._out = QCoreApplication.translate("MailRows", "no answer yet")
        self._back = QCoreApplication.translate("MailRows", "filled")
        self._uncounted = QCoreApplication.translate("MailRows", "back, does not count")
        self._due = QCoreApplication.translate("MailRows", "due since {day}")
        self._printed = QCoreApplication.translate("MailRows", "printed on {day}")

    @staticmethod
    def columns() -> list[Column]:
        """What a row shows; days sort by themselves, not by how they are written."""
        return [
            Column(QCoreApplication.translate("MailRows", "Ballot")),
            Column(QCoreApplication.translate("MailRows", "Sent by"), stretch=True),
            Column(QCoreApplication.translate("MailRows", "Sent on"), sort_by=6),
            Column(QCoreApplication.translate("MailRows", "What came of it")),
            Column(QCoreApplication.translate("MailRows", "Reminder"), sort_by=7),
            Column(QCoreApplication.translate("MailRows", "Back on"), sort_by=8),
        ]

    def is_due(self, each: Mailed) -> bool:
        """Whether a reminder of it is to be printed today."""
        return self._after is not None and each.is_due(self._day, self._after)

    def row(self, each: Mailed) -> Row:
        """Its cells, the days to sort by, and itself. What the mail brought back is back too, on the day of that."""
        reminder, since = "", None
        back = each.back_on or each.outcome_on
        if each.reminded is not None:
            reminder, since = self._printed.format(day=date_short(each.reminded)), each.reminded
        elif self._after is not None and self.is_due(each):
            since = each.sent + datetime.timedelta(days=self._after)
            reminder = self._due.format(day=date_short(since))
        return (
            serials.show(each.serial),
            self._channels.get(each.channel, each.channel),
            date_short(each.sent),
            self._came_of(each),
            reminder,
            "" if back is None else date_short(back),
            *(NEVER if day is None else day.toordinal() for day in (each.sent, since, back)),
            each,
        )

    def counts(self, found: Iterable[Mailed]) -> Counter[str]:
        """How many there are of each kind, by ``kinds``."""
        return Counter(kind for each in found for kind in self.kinds(each))

    def kinds(self, each: Mailed) -> tuple[str, ...]:
        """sent, and back, undelivered, out or other; due."""
        state = "other"
        if each.state in RETURNED:
            state = "back"
        elif each.state in (State.UNDELIVERED, State.OUT):
            state = each.state.value
        return ("sent", state, "due") if self.is_due(each) else ("sent", state)

    def _came_of(self, each: Mailed) -> str:
        """Of what is back only whether it counts: how far it is keyed is no matter of the mail."""
        if each.state in RETURNED:
            return self._uncounted if each.state in UNCOUNTED else self._back
        if each.outcome:
            return words(f"outcome.{each.outcome}", self._language)
        return self._out


def look_up(survey: OpenSurvey, rows: MailRows) -> Callable[[Callable[[int, int], None]], Found]:
    """Reads what the view shows."""

    def work(progress: Callable[[int, int], None]) -> Found:
        found = queries.mailed(survey)
        progress(1, 2)
        newest = sorted(found, key=lambda each: -each.sent.toordinal())
        return Found({each.serial: each for each in found}, [rows.row(each) for each in newest], rows.counts(found))

    return work
