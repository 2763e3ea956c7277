"""A day's work of one clerk, 80,000 keys at 100 a second through the real keying page: none lost, none out of order.

The keys wait in the window's own queue, as the system's do, while an answer is being stored. Serials come as a scanner
types them, the next one at the end of each ballot; unit and procedure are those of the ballot before.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from bench import keystroke
from bench.peak import resident_mib
from sipas_desktop.domain.form import Kind
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey

KEYS: Final = 80_000
RATE: Final = 100  # keys a second: ten times what a practised keyer reaches
MOST_KEYS: Final = 9  # of a ballot, the scanned serial aside
ONCE: Final = 4  # keys of the day: three more on the first ballot, where nothing is to be repeated; the last Enter
GROWTH: Final = 1.1
SETTLED_IN: Final = 0.1  # of the day: caches are full by then
Stroke = tuple[Qt.Key, str]

ENTER: Final[Stroke] = (Qt.Key.Key_Return, "\r")
REPEAT: Final[Stroke] = (Qt.Key.Key_F4, "")
BLANK: Final[Stroke] = (Qt.Key.Key_Period, ".")


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """The day at the smallest of ``sizes``: keys lost, keys a ballot, memory at its end beside its morning."""
    size = min(sizes)
    rated = 7  # questions with levels on Sơn Tây's ballot
    scanned = 12 + 1  # digits and Enter
    ballots = KEYS // (MOST_KEYS + scanned)
    with keystroke.station(size, ballots) as (_, serials, page):
        survey = page.desk.survey
        form = next(iter(survey.forms.values()))
        assert sum(question.kind is Kind.RATED for question in form.questions) == rated
        chance = random.Random(size)
        levels = [_levels(chance, rated) for _ in range(ballots)]
        strokes = list(_day(serials, levels))
        window = page.window().windowHandle()
        morning = late = 0.0
        pressed = 0
        began = time.perf_counter()
        while pressed < len(strokes):
            due = min(len(strokes), int((time.perf_counter() - began) * RATE) + 1)
            if due == pressed:
                time.sleep(0.0005)
                continue
            first, pressed = pressed, due
            for stroke in strokes[first:due]:  # several, where an answer took longer than a key
                _press(window, stroke)
            QApplication.processEvents()
            late = max(late, time.perf_counter() - began - first / RATE)
            if first < int(len(strokes) * SETTLED_IN) <= due:
                morning = resident_mib()
        QApplication.processEvents()
        right = sum(_stored(survey, serial) == own for serial, own in zip(serials, levels, strict=True))
        evening = resident_mib()
    own = (len(strokes) - scanned * ballots - ONCE) / ballots
    return [
        _row("ballots all right", size, right, "ballots", ("ballots keyed", ballots), ("= peer", right == ballots)),
        _row("keys a ballot", size, own, "keys", ("one a level", rated), (f"≤ {MOST_KEYS} keys", own <= MOST_KEYS)),
        _row("longest wait of a key in the queue", size, late * 1000, "ms", ("between two keys", 1000 / RATE)),
        _row(
            "memory at the end of the day", size, evening, "MiB", (f"after {SETTLED_IN:.0%} of it", morning),
            (f"≤ {GROWTH} × peer", evening <= GROWTH * morning),
        ),
    ]  # fmt: skip


def _levels(chance: random.Random, rated: int) -> list[int]:
    """One ballot's levels; the last, overall one is in their middle, so that nothing is unusual and asked about."""
    criteria = [chance.randint(1, 5) for _ in range(rated - 1)]
    return [*criteria, sorted(criteria)[len(criteria) // 2]]


def _day(serials: Sequence[str], levels: Sequence[Sequence[int]]) -> Iterator[Stroke]:
    """All keys of the day, the scanner's among them."""
    yield from _typed(serials[0])
    yield ENTER
    for number, own in enumerate(levels):
        if number:
            yield REPEAT
        else:  # nothing is there to be repeated yet
            for _ in ("procedure", "unit"):
                yield from _typed("1")
                yield ENTER
        yield from _typed("".join(map(str, own)))
        yield BLANK
        if number + 1 < len(serials):
            yield from _typed(serials[number + 1])
        yield ENTER  # of the scanner, or, on the last ballot, of the clerk


def _typed(text: str) -> Iterator[Stroke]:
    yield from ((Qt.Key(ord(letter)), letter) for letter in text)


def _press(window: QWindow, stroke: Stroke) -> None:
    """Into the window's queue, which hands it to whatever has the focus when its turn comes."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, stroke[0], Qt.KeyboardModifier.NoModifier, stroke[1])
        QCoreApplication.postEvent(window, event)


def _stored(survey: OpenSurvey, serial: str) -> list[int]:
    """The levels that the file holds of a completed first keying, in the order of the paper."""
    form = next(iter(survey.forms.values()))
    query = (
        select(m.answer.c.question, m.answer.c.value)
        .join(m.keying, m.keying.c.started == m.answer.c.keying)
        .where(m.keying.c.serial == serial, m.keying.c["pass"] == 1, m.keying.c.completed.is_not(None))
    )
    with survey.reading() as conn:
        held = {row.question: row.value for row in conn.execute(query)}
    return [int(held.get(question.code, 0)) for question in form.rated]


def _row(
    name: str, size: int, value: float, unit: str, peer: tuple[str, float], bound: tuple[str, bool] = ("", True)
) -> dict[str, Any]:
    return {
        "name": name, "size": size, "value": value, "unit": unit, "peer": peer[0], "peer_value": peer[1],
        "ratio": value / peer[1], "bound": bound[0], "holds": bound[1],
    }  # fmt: skip
