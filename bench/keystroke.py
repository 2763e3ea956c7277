"""From the key to the answer that is durable and painted, through the real keying page, beside the floor.

The floor is what no program can do without: one bare FULL commit of a small row into an encrypted file of the same
settings, plus repainting the widgets that the key changes (lit tile, wording, the tiles' light, two rows of the strip,
the line of the last answer) with no program behind them. Floor and page take turns, key by key.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from bench import filler
from sipas_desktop.domain import unusual
from sipas_desktop.domain.form import Kind
from sipas_desktop.gui import app as program
from sipas_desktop.gui import keying
from sipas_desktop.gui.access import signed, store_access
from sipas_desktop.gui.settings import Settings
from sipas_desktop.store import workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.engine import make_engine

BALLOTS: Final = 100  # keyed at each size, ten answers each
WARM: Final = 5  # ballots keyed before the clock runs
TIMES_FLOOR: Final = 3
GROWTH: Final = 1.3
LONGEST_WAIT_MS: Final = 40
STROKE_S: Final = 0.005  # between two tries to write beside a bulk verb
BULK_BALLOTS: Final = 6_000  # printed by the other process while this one keys
FLOOR: Final = "bare FULL commit + repaint of the same widgets"
KEYER: Final = "Lan"


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """For each of ``sizes`` (settled ballots in the file): p50 and p99 of a keystroke, keystrokes a ballot, and the
    longest wait to write while another process prints in bulk.
    """
    rows: list[dict[str, Any]] = []
    smallest: dict[str, tuple[float, float]] = {}
    for size in sizes:
        with station(size, WARM + BALLOTS) as (path, serials, page):
            keys = _Keys(page)
            for serial in serials[:WARM]:
                keys.ballot(serial)
            keys.clear()
            with _Floor(path.with_name("floor.sipas"), page) as floor:
                keys.floor = floor
                for serial in serials[WARM:]:
                    keys.ballot(serial)
                keys.floor = None
            own, bare = sorted(keys.times), sorted(floor.times)
            for name, part in (("p50", 0.50), ("p99", 0.99)):
                value, peer = _quantile(own, part), _quantile(bare, part)
                rows.append(_row(f"keystroke {name}", size, value, "ms", FLOOR, peer, TIMES_FLOOR))
                then, floor_then = smallest.setdefault(name, (value, peer))
                if size > min(sizes):
                    # The floor does not know the survey: what it has changed by is the machine's mood, not growth.
                    grown = f"keystroke {name}, growth from {min(sizes)} ballots"
                    there = f"the same at {min(sizes)}, as fast as the machine is now"
                    rows.append(_row(grown, size, value, "ms", there, then * peer / floor_then, GROWTH))
            rows.append(_keystrokes(size, keys))
            rows.append(_beside_bulk(size, path))
    return rows


class _Floor:
    """A bare encrypted file beside the survey's, and the widgets painted by hand."""

    def __init__(self, path: Path, page: keying.KeyingPage) -> None:
        self._engine = make_engine(path, secrets.token_bytes(32))
        self._page = page
        self.times: list[float] = []

    def __enter__(self) -> _Floor:
        self._raw = self._engine.raw_connection()
        self._cursor = self._raw.cursor()
        self._cursor.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, payload TEXT)")
        return self

    def __exit__(self, *_: object) -> None:
        self._cursor.close()
        self._raw.close()
        self._engine.dispose()

    def measure(self) -> None:
        """One commit, one repaint."""
        view, strip = self._page.view, self._page.strip
        rows = [strip.visualRect(strip.model().index(row, 0)) for row in (3, 4)]
        tiles = view.tiles.tiles[3:5]
        began = time.perf_counter()
        self._cursor.execute("BEGIN IMMEDIATE")
        self._cursor.execute(
            "INSERT INTO bare (payload) VALUES ('one answer of one ballot, about as long as a fact is')"
        )
        self._cursor.execute("COMMIT")
        for widget in (*tiles, view.wording, view.last):
            widget.update()
        for row in rows:
            strip.viewport().update(row)
        _paint()
        self.times.append((time.perf_counter() - began) * 1000)


class _Keys:
    """Presses keys on the page and takes the time of those that answer a rated question."""

    def __init__(self, page: keying.KeyingPage) -> None:
        self.page = page
        self.floor: _Floor | None = None
        self.times: list[float] = []
        self.pressed = self.answers = self.ballots = 0

    def clear(self) -> None:
        """Forgets what was measured."""
        self.times.clear()
        self.pressed = self.answers = self.ballots = 0

    def ballot(self, serial: str) -> None:
        """One ballot as a clerk keys it: scan, codes, levels, no comment, Enter."""
        page = self.page
        page.serial.setText(serial)  # the scanner's digits count as one stroke
        self._press(Qt.Key.Key_Return)
        assert page.ballot is not None, page.notice.words
        self.answers += len(page.ballot.questions)
        while (question := page.ballot.current) is not None:
            if question.kind is Kind.RATED:
                self._timed(str(3 + self.pressed % 3))
                if self.floor is not None:
                    self.floor.measure()
            elif question.kind is Kind.LONG_TEXT:
                self._press(Qt.Key.Key_Period, ".")
            else:
                self._press(Qt.Key.Key_1, "1")
                self._press(Qt.Key.Key_Return)
        self._press(Qt.Key.Key_Return)
        assert page.ballot is None, page.notice.words
        self.ballots += 1

    def _timed(self, digit: str) -> None:
        began = time.perf_counter()
        self._press(Qt.Key(ord(digit)), digit)
        self.times.append((time.perf_counter() - began) * 1000)

    def _press(self, key: Qt.Key, text: str = "") -> None:
        widget = QApplication.focusWidget()
        assert widget is not None
        self.pressed += 1
        QCoreApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text))
        _paint()


def _paint() -> None:
    """All that was asked to be painted is painted now."""
    QApplication.processEvents()


@contextlib.contextmanager
def station(size: int, more: int) -> Iterator[tuple[Path, list[str], keying.KeyingPage]]:
    """A copy of a survey of ``size`` settled ballots with ``more`` to key, and the keying page on the screen."""
    with tempfile.TemporaryDirectory(prefix="sipas-bench-") as folder:
        source = filler.filled(size)
        path = Path(folder) / source.name
        for file in source.parent.glob(f"{source.name}*"):
            shutil.copy(file, folder)
        with filler.opened(path) as office:
            run = workflow.reserve_run(office, count=more)
            workflow.publish_run(office, run, "0" * 64, more)
            for serial in run.serials:
                workflow.receive(office, serial, batch="bench")
        survey = filler.opened(path, KEYER)
        app = program.make_app()
        settings = Settings(Path(folder) / "window.ini")
        settings.scheme = "light"
        running = program.Program(app, store_access(), settings)
        window = running.window
        window.sound.on = False
        window.show()
        window.sign_in(signed(survey))
        window.go("keying")
        window.activateWindow()
        _paint()
        page = window.page
        assert isinstance(page, keying.KeyingPage)
        page.focus_first()
        try:
            with patch.object(unusual, "QUICKEST_MS", 0):  # keys come faster than from any hand
                yield path, list(run.serials), page
        finally:
            window.close()
            _delete(window, running)


def _delete(window: QWidget, running: program.Program) -> None:
    window.deleteLater()
    running.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _keystrokes(size: int, keys: _Keys) -> dict[str, Any]:
    """Keys a ballot; the floor is one an answer plus the serial. A code of the catalogue takes Enter, the end too."""
    value, floor = keys.pressed / keys.ballots, keys.answers / keys.ballots + 1
    return _row("keystrokes a ballot", size, value, "keys", "one an answer, and the serial", floor, None)


def _beside_bulk(size: int, path: Path) -> dict[str, Any]:
    """The longest that a writer waits until it may write, beside a process that prints in bulk."""
    context = multiprocessing.get_context("spawn")
    reader, writer = context.Pipe(duplex=False)
    with filler.opened(path, KEYER) as survey:
        alone = [_wait(survey) for _ in range(200)]
        process = context.Process(target=print_in_bulk, args=(path, writer))
        process.start()
        writer.close()
        reader.recv_bytes()  # it begins now
        waits = []
        while not reader.poll(STROKE_S):
            waits.append(_wait(survey))
        reader.recv_bytes()
        process.join()
    longest, peer = max(waits), max(alone)
    return {
        "name": "longest wait of a keyer beside a bulk verb", "size": size, "value": longest, "unit": "ms",
        "peer": "with nobody beside", "peer_value": peer, "ratio": longest / peer,
        "bound": f"≤ {LONGEST_WAIT_MS} ms", "holds": longest <= LONGEST_WAIT_MS,
    }  # fmt: skip


def _wait(survey: OpenSurvey) -> float:
    """How long it takes until this process may write, in ms; nothing is written."""
    began = time.perf_counter()
    with survey.writing():
        return (time.perf_counter() - began) * 1000


def print_in_bulk(path: Path, out: Connection) -> None:
    """In the other process: reserves and publishes one large print run."""
    with filler.opened(path) as survey:
        out.send_bytes(b"begins")
        run = workflow.reserve_run(survey, count=BULK_BALLOTS)
        workflow.publish_run(survey, run, "0" * 64, BULK_BALLOTS)
    out.send_bytes(b"done")


def _quantile(ordered: Sequence[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def _row(
    name: str, size: int, value: float, unit: str, peer: str, peer_value: float, most: float | None
) -> dict[str, Any]:
    ratio = value / peer_value
    return {
        "name": name, "size": size, "value": value, "unit": unit, "peer": peer, "peer_value": peer_value,
        "ratio": ratio, "bound": f"≤ {most} × peer" if most else "", "holds": most is None or ratio <= most,
    }  # fmt: skip
