"""Plays keystroke scripts through the real window: who sits there, what she presses, what is seen and stored.

A script is a text file, one step a line; words in quotes stay together, ``#`` begins a remark.

    ballots 3                     three ballots come back in batch L1 (``ballots 3 unit 2``: the batch names its unit)
    more L2 1                     one more ballot comes back, in another batch
    form every                    the form with every kind of question, instead of the one of Sơn Tây
                                  (``whole``: the form with skips and blocks; ``phieu``: the national one)
    sampled                       only a sample is keyed twice, and these keyers are good: no ballot of theirs is drawn
    clerk Nga keyer               one more person
    grant Lan keyer adjudicator   her roles from now on; ``closed``: batch L1 is closed
    keyed Lan 1 2 Q1=5            Lan keyed pass 1 of ballot 2 elsewhere: all 4, nothing written, but Q1
    printed 1                     one more ballot is printed and does not come back
    invalid 1 torn                ballot 1 does not count, with the reason
    handed L1 2                   the second pass of batch L1 is handed out to a station without network
    as Mai differences            Mai signs in and goes to that page (keying where none is named)
    station 2                     from now on at a second window on the same file; ``station 1``: back
    killed                        the program ends as by kill -9, and is started again on what is on the disk
    full                          from now on the disk takes no more; ``room``: it does again
    locked                        from now on another program holds the survey; ``free``: no more
    moved                         the survey's file gets another name while it is open; ``back``: its own again
    watched                       from now on keys that are faster than any hand are asked about
    keys serial1 4 . Enter        keys one after the other: characters, Enter, Esc, Up, F2 …; N4 on the numeric pad;
                                  serial1 the 12 digits of ballot 1, short1 its last 7; "chứng thực" typed as words;
                                  cover:L1 what the cover sheet of batch L1 holds; unprinted a serial of this survey
                                  that is on no paper, foreign one of another survey
    at Q3                         the question that the cursor is at; ``at serial``, ``at end``, ``at reason``
    sees "Lô L1 · phiếu thứ 1"    somewhere on the page; ``unseen`` is the reverse
    notice error "sai chữ số"     the line in the page, its kind and some of its words; ``notice none``
    refused keying.done           the line in the page is the refusal of that code in resources/messages/
    lit 4                         the tiles that are lit, by value; ``lit none``
    window 1280x800 200           the window's size, and of the text in per cent
    fits                          nothing of the page has to be scrolled, and the marks are in sight
    insight                       where the next key goes can be seen whole
    off F10                       the button with this key is there and cannot be pressed; ``on`` is the reverse
    sound accepted                the last sound since the step before; ``sound none``
    stored 1 1 Q1=4 Q2=.          what the file holds of ballot 1, pass 1; ``Q2=`` not yet keyed; words behind "+"
    facts 1 answers_keyed 9       how many facts of a kind the file holds about ballot 1
    state 1 first_keyed           the ballot's state
    claims L1 1 Lan               who has the batch for the first pass; nobody where none is named
    strays L1 "-2 +3"             what the last count found missing (-) and extra (+), by ballots; nothing where none is
    taken L1 1 Mai                the lead takes the batch over, for Mai
    sent 1                        the administrator sends ballot 1 back to a third clerk
    settled 1 Q1=4                its settled answers
    waits                         until long work has ended
    reason 1 "Đọc lại"            the reason of its last adjudication
"""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QWidget
from sqlalchemy import select
from sqlalchemy.sql import func

from sipas_desktop import paths
from sipas_desktop.domain import unusual
from sipas_desktop.domain.answer import WRITTEN, Answer
from sipas_desktop.domain.batch import cover_digits
from sipas_desktop.domain.serial import make as serial_of
from sipas_desktop.gui.access import signed
from sipas_desktop.gui.app import Program
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.differences import DifferencesPage
from sipas_desktop.gui.keying import KeyingPage
from sipas_desktop.gui.keying_text import PaintedText
from sipas_desktop.store import facts, queries, workflow
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import answers, keyings
from sipas_desktop.store.database import open_survey
from sipas_desktop.store.engine import make_engine
from tests.gui.hands import focused, type_text
from tests.surveys import PASSWORD, Station, opened_station

NAMED = {
    "Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape, "Backspace": Qt.Key.Key_Backspace, "Tab": Qt.Key.Key_Tab,
    "Up": Qt.Key.Key_Up, "Down": Qt.Key.Key_Down, "Left": Qt.Key.Key_Left, "Right": Qt.Key.Key_Right,
    "PageUp": Qt.Key.Key_PageUp, "PageDown": Qt.Key.Key_PageDown, "Delete": Qt.Key.Key_Delete,
    **{f"F{n}": getattr(Qt.Key, f"Key_F{n}") for n in range(1, 13)},
}  # fmt: skip
PAD = {
    "Enter": Qt.Key.Key_Enter, "+": Qt.Key.Key_Plus, "-": Qt.Key.Key_Minus, "*": Qt.Key.Key_Asterisk,
    "/": Qt.Key.Key_Slash, ".": Qt.Key.Key_Period, **{str(n): getattr(Qt.Key, f"Key_{n}") for n in range(10)},
}  # fmt: skip

SMALLEST = 4096  # bytes that a file may have on a full disk: a transaction needs more


class Play:
    """One script at the windows that ``start`` opens, on the survey of ``desk``."""

    def __init__(self, start: Callable[[], Program], desk: Station) -> None:
        self._start = start
        self.programs: list[Program] = []
        self.desk = desk
        self.serials: list[str] = []
        self.sounds: list[str] = []
        self.do_station("1")

    def run(self, script: Path) -> None:
        """Plays all steps; a failing one is named by file and line."""
        for number, line in enumerate(script.read_text(encoding="utf-8").splitlines(), start=1):
            words = shlex.split(line, comments=True)
            if words and words[0] not in ("form", "sampled"):
                step: Callable[..., None] = getattr(self, f"do_{words[0]}")
                try:
                    step(*words[1:])
                except AssertionError as error:
                    raise AssertionError(f"{script.name}:{number}: {line.strip()}\n{error}") from error

    # -- before and between ---------------------------------------------------------------------------------

    def do_ballots(self, count: str, *unit: str) -> None:
        serials = self.desk.print(int(count))
        workflow.open_batch(self.desk.admin, "L1", unit[1] if unit else None)
        for serial in serials:
            workflow.receive(self.desk.admin, serial, batch="L1")
        self.serials += serials

    def do_more(self, batch: str, count: str) -> None:
        serials = self.desk.print(int(count))
        for serial in serials:
            workflow.receive(self.desk.admin, serial, batch=batch)
        self.serials += serials

    def do_taken(self, batch: str, pass_no: str, to: str) -> None:
        workflow.take_over_batch(self.desk.admin, batch, int(pass_no), to)

    def do_sent(self, ballot: str) -> None:
        workflow.ask_rekeying(self.desk.admin, self.serials[int(ballot) - 1])

    def do_keyed(self, name: str, pass_no: str, ballot: str, *changed: str) -> None:
        values = self.desk.answers() | {key: value for key, value in map(answer_of, changed) if value is not None}
        workflow.key_ballot(self.desk[name], self.serials[int(ballot) - 1], int(pass_no), values)

    def do_printed(self, count: str) -> None:
        self.serials += self.desk.print(int(count))

    def do_invalid(self, ballot: str, reason: str) -> None:
        workflow.set_validity(self.desk.admin, self.serials[int(ballot) - 1], reason)

    def do_handed(self, batch: str, *passes: str) -> None:
        workflow.hand_out(self.desk.admin, batches=(batch,), passes=[int(each) for each in passes])

    def do_station(self, number: str) -> None:
        while len(self.programs) < int(number):
            self.programs.append(self._start())
            self.programs[-1].window.sound._play = self.sounds.append
        self.window: Any = self.programs[int(number) - 1].window
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)

    def do_killed(self) -> None:
        left = self.desk.path.parent / "sau khi tắt"
        left.mkdir()
        for path in self.desk.path.parent.iterdir():
            if path.is_file() and path.name.startswith(self.desk.path.name):
                shutil.copy(path, left)  # the file as it stands, with what only its log holds yet
        for program in self.programs:
            program.window.close()
        self.desk.close()
        self.desk = opened_station(left / self.desk.path.name)
        self.programs = []
        self.do_station("1")

    def do_as(self, name: str, place: str = "keying") -> None:
        if self.window.desk is not None:
            self.window.sign_out()
        self.window.sign_in(signed(open_survey(self.desk.path, name, PASSWORD)))
        self.window.go(place)
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        QApplication.processEvents()
        self.page.focus_first()

    def do_go(self, place: str) -> None:
        self.window.go(place)

    def do_grant(self, name: str, *roles: str) -> None:
        workflow.set_roles(self.desk.admin, name, list(roles))

    def do_clerk(self, name: str, *roles: str) -> None:
        workflow.add_operator(self.desk.admin, name, list(roles), PASSWORD)

    def do_closed(self) -> None:
        workflow.close_batch(self.desk.admin, "L1")

    def do_full(self) -> None:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (SMALLEST, hard))  # of any file, so of the survey's log too

    def do_room(self) -> None:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))

    def do_locked(self) -> None:
        facts.BUSY_SECONDS = 0.2
        self._holder = make_engine(self.desk.path, self.desk.admin.file_key)
        self._holding = self._holder.connect()
        self._holding.exec_driver_sql("BEGIN IMMEDIATE")

    def do_free(self) -> None:
        self._holding.close()
        self._holder.dispose()

    def do_moved(self) -> None:
        self.desk.path.rename(self.desk.path.with_name("chỗ khác"))

    def do_back(self) -> None:
        self.desk.path.with_name("chỗ khác").rename(self.desk.path)

    def do_watched(self) -> None:
        unusual.QUICKEST_MS = 150

    # -- keys -----------------------------------------------------------------------------------------------

    def do_keys(self, *keys: str) -> None:
        for key in keys:
            self.sounds.clear()
            if key.startswith(("serial", "short")) and key[-1].isdigit():
                serial = self.serials[int(key.lstrip("serialhot")) - 1]
                type_text(serial if key.startswith("serial") else serial[-7:])
            elif key.startswith("cover:"):
                type_text(cover_digits(self.desk.admin.about.number, key.removeprefix("cover:")))
            elif key in ("unprinted", "foreign"):
                number = int(self.desk.admin.about.number) + (key == "foreign")
                type_text(serial_of(f"{number:05}", 900_000))
            elif key in NAMED:
                QTest.keyClick(focused(), NAMED[key])
            elif key == "Undo":
                QTest.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            elif key.startswith("Ctrl+"):
                QTest.keyClick(focused(), getattr(Qt.Key, f"Key_{key[5:]}"), Qt.KeyboardModifier.ControlModifier)
            elif key.startswith("Shift+"):
                QTest.keyClick(focused(), NAMED[key[6:]], Qt.KeyboardModifier.ShiftModifier)
            elif len(key) > 1 and key[0] == "N" and key[1:] in PAD:
                QTest.keyClick(focused(), PAD[key[1:]], Qt.KeyboardModifier.KeypadModifier)
            else:
                type_text(key)
            QApplication.processEvents()

    # -- what is on the screen ------------------------------------------------------------------------------

    @property
    def page(self) -> Any:
        return self.window.page

    def do_at(self, where: str) -> None:
        page = self.page
        if isinstance(page, DifferencesPage):
            found = "reason" if page.reason.hasFocus() else page.found.question if page.found else "nothing"
            assert found == where, f"the cursor is at {found}"
            return
        assert isinstance(page, KeyingPage)
        if page.ballot is None:
            found = "serial" if page.serial.hasFocus() else "nowhere"
        else:
            question = page.ballot.current
            found = question.code if question is not None else "end"
            inside = page.view.isAncestorOf(focused()) or focused() is page.view
            assert inside, f"the cursor is not in the question but in {focused()}"
            assert page.strip.current == ("" if question is None else question.code)
        assert found == where, f"the cursor is at {found}"

    def do_sees(self, text: str) -> None:
        assert any(text in shown for shown in self._shown()), "\n".join(self._shown())

    def do_unseen(self, text: str) -> None:
        assert not any(text in shown for shown in self._shown()), "\n".join(self._shown())

    def _shown(self) -> list[str]:
        page = self.page
        found = [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]
        found += [f"{each.lead} {each.text}" for each in page.findChildren(PaintedText) if each.isVisibleTo(page)]
        found += [tile.accessibleName() for tile in page.findChildren(QWidget) if tile.isVisibleTo(page)]
        for listed in page.findChildren(QListWidget):
            if listed.isVisibleTo(page):
                found += [listed.item(row).text() for row in range(listed.count())]
        return [text for text in found if text]

    def do_notice(self, kind: str, text: str = "") -> None:
        notice = self.page.notice
        assert notice.kind == (kind if kind != "none" else ""), f"the notice is {notice.kind} {notice.words!r}"
        assert text in notice.words, notice.words

    def do_refused(self, code: str) -> None:
        parts = re.split(r"{\w+}", template(code))
        said = self.page.notice.words
        assert re.fullmatch(".+".join(map(re.escape, parts)), said, re.IGNORECASE | re.DOTALL), said

    def do_lit(self, *values: str) -> None:
        view = self.page.view
        tiles = [tile for tile in [*view.tiles.tiles, *view.marks.tiles] if tile.isVisible()]
        lit = [tile.face.value for tile in tiles if tile.isChecked()]
        assert lit == [value for value in values if value != "none"], f"lit: {lit}"

    def do_window(self, size: str, text: str) -> None:
        self.window.resize(*map(int, size.split("x")))
        self.window.theme.set_size(int(text))
        self.window.rebuild()
        QApplication.processEvents()

    def do_fits(self) -> None:
        page = self.page
        for _ in range(3):
            QApplication.processEvents()
        port, needed = page._scroll.viewport(), page.body.minimumSizeHint()
        assert needed.height() <= port.height(), f"{needed.height()} px wanted, {port.height()} there"
        assert needed.width() <= port.width(), f"{needed.width()} px wanted, {port.width()} there"
        marks = page.view.marks
        if marks.isVisible():
            seen = marks.visibleRegion().boundingRect()
            assert seen == marks.rect(), f"of the marks only {seen} is seen"

    def do_insight(self) -> None:
        at = focused()
        assert at.visibleRegion().boundingRect() == at.rect(), (
            f"of {at} only {at.visibleRegion().boundingRect()} is seen"
        )

    def _button(self, key: str) -> KeyButton:
        found = [each for each in self.page.findChildren(KeyButton) if each.key == key and each.isVisibleTo(self.page)]
        assert len(found) == 1, f"{len(found)} buttons"
        return found[0]

    def do_off(self, key: str) -> None:
        assert not self._button(key).isEnabled(), "it can be pressed"

    def do_on(self, key: str) -> None:
        assert self._button(key).isEnabled(), "it cannot be pressed"

    def do_waits(self) -> None:
        while self.page.task_line.running:
            QApplication.processEvents()

    def do_sound(self, name: str) -> None:
        last = self.sounds[-1] if self.sounds else "none"
        assert last == name, f"the sound was {last}"

    # -- what is in the file --------------------------------------------------------------------------------

    def do_stored(self, ballot: str, pass_no: str, *expected: str) -> None:
        serial = self.serials[int(ballot) - 1]
        with self.desk.admin.reading() as conn:
            passes = keyings(conn, serial)
            found = answers(conn, passes[int(pass_no)].started) if int(pass_no) in passes else {}
        for code, answer in map(answer_of, expected):
            row = found.get(code)
            assert (row.answer if row else None) == answer, f"{code} holds {row.answer if row else None}"

    def do_facts(self, ballot: str, kind: str, count: str) -> None:
        fact = m.fact.c
        query = select(func.count()).where(fact.subject == self.serials[int(ballot) - 1], fact.kind == kind)
        with self.desk.admin.reading() as conn:
            found = conn.execute(query).scalar()
        assert found == int(count), f"{found} facts"

    def do_state(self, ballot: str, state: str) -> None:
        with self.desk.admin.reading() as conn:
            query = select(m.ballot.c.state).where(m.ballot.c.serial == self.serials[int(ballot) - 1])
            found = conn.execute(query).scalar()
        assert found == state, f"the ballot is {found}"

    def do_claims(self, batch: str, pass_no: str, name: str = "") -> None:
        found = self._standing(batch).holders[int(pass_no) - 1]
        assert found == name, f"{found!r} has it"

    def do_strays(self, batch: str, expected: str = "") -> None:
        standing = self._standing(batch)
        found = [f"-{self.serials.index(each) + 1}" for each in standing.missing]
        found += [f"+{self.serials.index(each) + 1}" for each in standing.extra]
        assert found == expected.split(), found

    def _standing(self, batch: str) -> queries.BatchStanding:
        return next(each for each in queries.batch_standings(self.desk.admin) if each.code == batch)

    def do_settled(self, ballot: str, *expected: str) -> None:
        s = m.settled.c
        query = select(s.question, s.value, m.personal.c.value).outerjoin(m.personal, m.personal.c.id == s.personal)
        with self.desk.admin.reading() as conn:
            rows = conn.execute(query.where(s.serial == self.serials[int(ballot) - 1]))
            found = {row[0]: Answer(row[1], row[2]) for row in rows}
        for code, answer in map(answer_of, expected):
            assert found.get(code) == answer, f"{code} is settled as {found.get(code)}"

    def do_reason(self, ballot: str, words: str) -> None:
        d = m.adjudication.c
        words_of = select(m.personal.c.value).where(m.personal.c.id == d.reason).scalar_subquery()
        query = select(words_of).where(d.serial == self.serials[int(ballot) - 1]).order_by(d.fact.desc())
        with self.desk.admin.reading() as conn:
            found = conn.execute(query).scalar()
        assert found == words, f"the reason is {found!r}"


def template(code: str) -> str:
    """The Vietnamese message of a refusal, its braces not filled."""
    subject, what = code.split(".")
    found: str = tomllib.loads((paths.resources() / "messages" / f"{subject}.toml").read_text("utf-8"))[what]["vi"]
    return found


def answer_of(pair: str) -> tuple[str, Answer | None]:
    """ "Q1=4" → an answer; "comment=+words" → words; "heard=1:radio" → a code with words; "Q1=" → not yet keyed."""
    code, _, value = pair.partition("=")
    if not value:
        return code, None
    if value.startswith(WRITTEN):
        return code, Answer(WRITTEN, value[1:])
    value, _, text = value.partition(":")
    return code, Answer(value, text or None)
