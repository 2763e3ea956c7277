"""Hand-overs in words: which way, who, where one stands."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from sipas_desktop.domain.handover import Direction, Scanned, Side
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.gui.calendar_words import last_day
from sipas_desktop.jobs.handovers import HandoverDue
from sipas_desktop.store.queries import Handover


def direction_words(direction: Direction) -> str:
    """Which way the paper goes."""
    translate = QCoreApplication.translate
    if direction is Direction.TO_POST:
        return translate("handovers", "to who hands out")
    return translate("handovers", "to the office")


def short_way(direction: Direction) -> str:
    """The same in a column of a table."""
    translate = QCoreApplication.translate
    return translate("handovers", "out") if direction is Direction.TO_POST else translate("handovers", "back")


def side_words(side: Side) -> str:
    """Whose scanner it is."""
    translate = QCoreApplication.translate
    return translate("handovers", "Given") if side is Side.GIVEN else translate("handovers", "Taken")


def parties(one: Handover) -> str:
    """From whom to whom."""
    return f"{one.giver} → {one.receiver}"


def standing(due: HandoverDue) -> str:
    """Open or closed, and how late."""
    translate, one = QCoreApplication.translate, due.handover
    if one.closed_on is None:
        words = translate("handovers", "open")
    else:
        words = translate("handovers", "closed {day}").format(day=date_short(one.closed_on))
    if not (days := due.days_late):
        return words
    late = translate("handovers", "late by %n day(s)", None, days)
    return f"{words}, {late}"


def headline(due: HandoverDue) -> str:
    """One hand-over in a line: number, which way, who, its day, its last day, where it stands."""
    one, translate = due.handover, QCoreApplication.translate
    number = translate("handovers", "No. {number}").format(number=one.number)
    parts = [number, direction_words(one.direction), parties(one), date_short(one.day)]
    if due.deadline is not None:
        parts.append(translate("handovers", "last day {day}").format(day=last_day(due.deadline)))
    return " · ".join((*parts, standing(due)))


def counts(scanned: Scanned) -> tuple[int, int, int, int]:
    """Given, taken, missing, extra."""
    given, taken = scanned.given, scanned.taken
    return len(given), len(taken), len(given - taken), len(taken - given)


def count_words(given: int, taken: int, missing: int, extra: int) -> str:
    """The four numbers in a line."""
    number = QLocale().toString
    words = QCoreApplication.translate("handovers", "given {given} · taken {taken} · missing {missing} · extra {extra}")
    return words.format(given=number(given), taken=number(taken), missing=number(missing), extra=number(extra))
