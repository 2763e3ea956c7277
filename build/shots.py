"""A picture of every page of the window, light and dark, at 100 % and 150 %, into docs/screenshots/.

    python build/shots.py [FOLDER]

Works without a display. Names are PAGE-SCHEME-SIZE-LANGUAGE.png; English is taken once, light at 100 %.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("SIPAS_LANG", None)
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QCoreApplication, QEvent, Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit  # noqa: E402

from sipas_desktop.demo.fieldwork import make_fieldwork_demo  # noqa: E402
from sipas_desktop.demo.people import EVERYBODY, PASSWORD  # noqa: E402
from sipas_desktop.demo.window import make_window_demo  # noqa: E402
from sipas_desktop.gui.access import store_access  # noqa: E402
from sipas_desktop.gui.app import Program, make_app  # noqa: E402
from sipas_desktop.gui.latest import Latest  # noqa: E402
from sipas_desktop.gui.page import Page  # noqa: E402
from sipas_desktop.gui.settings import Settings  # noqa: E402
from sipas_desktop.gui.table import Table  # noqa: E402
from sipas_desktop.store.queries import keying_progress  # noqa: E402

LOOKS = (("light", 100, "vi"), ("dark", 100, "vi"), ("light", 150, "vi"), ("dark", 150, "vi"), ("light", 100, "en"))
SIZE = (1280, 800)


@dataclass(frozen=True)
class Picture:
    """One picture: its name, who is signed in, the place, what is done there before it is taken, in which survey."""

    name: str
    operator: str
    place: str
    prepare: Callable[[Page], None] | None = None
    make: Callable[[Path], Path] = make_window_demo


def with_ballot(page: Page) -> None:
    """The ballot that the demonstration left half keyed."""
    (serial, _), *_ = keying_progress(page.desk.survey).open_serials
    page.serial.setText(serial)
    page.enter()


def without_ballot(page: Page) -> None:
    """Waiting for the next serial."""
    page.interrupt()


def tab(number: int) -> Callable[[Page], None]:
    """The page at its tab ``number``, when what is worked out for it is there."""

    def turn(page: Page) -> None:
        page.tabs.setCurrentIndex(number)
        worked_out(page)

    return turn


def at_board(page: Page) -> None:
    """Where the batches stand, when they are read."""
    page.show_batches()
    worked_out(page)


def of_question(page: Page) -> None:
    """What was keyed and decided on one question."""
    page.filter.question.setCurrentIndex(3)
    page.show_wanted()
    worked_out(page)


def worked_out(page: Page) -> None:
    """When what is worked out for the page is there."""
    while page.task_line.running or any(latest.running for latest in page.findChildren(Latest)):
        QApplication.processEvents()


def of_one_question(page: Page) -> None:
    """The levels of the first question by unit."""
    page.divided.look_at(page.form.rated[0])
    page.renew(page.divided)
    page.tabs.setCurrentWidget(page.divided)


def at_hand_over(page: Page) -> None:
    """The hand-over that is open."""
    tab(1)(page)
    page.panel.table.view.selectRow(0)
    QTest.keyClick(page.panel.table.view, Qt.Key.Key_Return)


def looked(page: Page) -> None:
    """Cleaning, when it has looked for patterns."""
    page.tabs.setCurrentWidget(page.cleaning)
    page.cleaning.look()
    worked_out(page)


def own_figures(page: Page) -> None:
    """A keyer's own figures in the place of the ballot."""
    page.interrupt()
    page.own.turn()
    worked_out(page)


def in_editor(page: Page) -> None:
    """One question of the form in editing, with the paper beside it."""
    page.tabs.show_editor()
    page.tabs.editor.tree.select(("body", 2))
    while page.tabs.editor.paper.preview.pages == 0 or not page.tabs.editor.paper.up_to_date:  # drawn in the background
        QTest.qWait(100)


ADMIN, LAN, _, HOA, OFFICE = (person.name for person in EVERYBODY)
PICTURES = (
    *(Picture(each, OFFICE, each) for each in ("overview", "plan", "print", "receive")),
    Picture("receive-batches", OFFICE, "receive", at_board),
    Picture("overview-progress", OFFICE, "overview", tab(1)),
    Picture("plan-editor", OFFICE, "plan", in_editor),
    *(Picture(f"transfer-{n}", OFFICE, "transfer", tab(n)) for n in range(4)),
    Picture("history", OFFICE, "history", of_question), Picture("history-all", ADMIN, "history"),
    Picture("operators", OFFICE, "operators", worked_out),
    *(Picture(f"results-{n}", OFFICE, "results", tab(n)) for n in range(10)),
    Picture("results-question", OFFICE, "results", of_one_question),
    *(Picture(f"administration-{n}", ADMIN, "administration", tab(n)) for n in range(4)),
    Picture("overview-keyer", LAN, "overview"), Picture("keying-idle", LAN, "keying", without_ballot),
    Picture("keying", LAN, "keying", with_ballot), Picture("keying-own", LAN, "keying", own_figures),
    Picture("differences", HOA, "differences"),
    *(Picture(*what, make=make_fieldwork_demo) for what in (
        ("sample", OFFICE, "sample"), ("overview-day", OFFICE, "overview", tab(3)),
        *((f"fieldwork-{n}", OFFICE, "fieldwork", tab(n)) for n in range(4)),
        ("fieldwork-hand-over", OFFICE, "fieldwork", at_hand_over),
        *((f"recheck-{n}", OFFICE, "recheck", tab(n)) for n in range(2)),
        ("recheck-cleaning", OFFICE, "recheck", looked),
    )),
)  # fmt: skip


def settle(app: QApplication) -> None:
    """Lets the window finish painting."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # else all pages ever made are styled anew
    for _ in range(5):
        app.processEvents()


def _without(cell: object, work: str) -> object:
    return cell.replace(work, "…") if isinstance(cell, str) else cell


def main(out: Path) -> int:
    """Takes all pictures into ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    app = make_app()
    taken = 0
    with tempfile.TemporaryDirectory() as work:
        program = Program(app, store_access(), Settings(Path(work) / "window.ini"))
        window = program.window

        def picture(page: str, look: tuple[str, int, str]) -> int:
            settle(app)
            if window.page is not None:
                worked_out(window.page)
            for words in (*window.findChildren(QLabel), *window.findChildren(QLineEdit)):
                if work in words.text():  # no path of the machine that takes the pictures
                    words.setText(words.text().replace(work, "…"))
            for table in window.findChildren(Table):
                if any(work in str(cell) for row in table.rows.shown for cell in row):
                    table.fill([tuple(_without(cell, work) for cell in row) for row in table.rows.shown])
            settle(app)
            scheme, size, language = look
            return int(window.grab().save(str(out / f"{page}-{scheme}-{size}-{language}.png")))

        def dress(look: tuple[str, int, str]) -> None:
            program.theme.scheme = look[0]
            program.theme.set_size(look[1])
            if program.words.language != look[2]:
                window.toggle_language()
            else:
                window.rebuild()

        window.resize(*SIZE)
        window.show()
        for look in LOOKS:
            dress(look)
            taken += picture("welcome", look)
        for make, operator in dict.fromkeys((picture.make, picture.operator) for picture in PICTURES):
            window.sign_in(store_access().open(make(Path(work) / "demo"), operator, PASSWORD))
            for look in LOOKS:
                dress(look)
                for each in PICTURES:
                    if (each.make, each.operator) == (make, operator):
                        window.go(each.place)
                        if each.prepare is not None:
                            each.prepare(window.page)
                        taken += picture(each.name, look)
                        window.page.leave()
            window.sign_out()
        window.close()
    print(f"{taken} pictures in {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"))
