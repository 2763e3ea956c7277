"""Huế's survey of 2024 by the window alone and without a mouse, from the calendar to the report.

What tests/cli/test_hue_2024.py does by ``sipas``, people do here at their places: every key goes to the control that
has the cursor, and nothing is written but by the window. The ledger adds up after every step.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from sipas_desktop.domain.ballot import COUNTED, State
from sipas_desktop.domain.vietnamese import percent
from sipas_desktop.gui.access import store_access
from sipas_desktop.gui.app import Program
from sipas_desktop.gui.settings import Settings
from sipas_desktop.store import keys, queries
from sipas_desktop.store.database import OpenSurvey, open_survey
from sipas_desktop.store.queries import BallotView, Ledger
from tests.cli.calls import write_csv
from tests.cli.test_hue_2024 import INTERVIEWERS, INVENTS, OFFICIAL, PROCEDURES, QUESTIONS, RESERVE, UNITS, answers
from tests.gui.hands import Hands
from tests.jobs.test_daily import text_of
from tests.surveys import CHEAP

ADMIN, PASSWORD = "Quan", "mat khau 2024"
CLERKS = {"Ha": "Office", "Lan": "Keyer", "Mai": "Keyer", "Hoa": "Adjudicator"}
UNDERWAY = (State.OUT, State.REFUSED, State.NOT_MET, State.UNDELIVERED, State.LOST)
FIELDWORK = "Ctrl+Shift+4"
ISSUE, REFUSED, NOT_MET, MOVED, LOST = (f"Alt+{number}" for number in (0, 1, 2, 3, 8))
SPOILED, TO_POST, TO_OFFICE = "Alt+9", "Alt+1", "Alt+2"
BLANK, WRONG_PERSON = "Alt+3", "Alt+6"  # of the reasons why a ballot that came back does not count


@dataclass
class Hue:
    """The hands at the window; and who looks on: a second opening of the file, which sees only what is stored."""

    hands: Hands
    folder: Path
    eyes: OpenSurvey
    chance: random.Random

    def ballots(self, *states: State) -> list[BallotView]:
        """The ballots in one of ``states``, as they lie in their bundles."""
        found = [each for each in queries.ballots(self.eyes) if each.state in states]
        return sorted(found, key=lambda each: (each.batch, each.position or 0))

    def serials(self, *states: State) -> list[str]:
        """Their serials."""
        return [each.serial for each in self.ballots(*states)]

    def adds_up(self) -> Ledger:
        """The ledger of docs/ballot-life.md: of the survey, of each interviewer and of each unit."""
        found, people = queries.ledger(self.eyes), queries.field_counts(self.eyes)
        at, units = found.states, [line for line in queries.reached(self.eyes) if line.per == "unit"]
        assert found.printed == at[State.STOCK] + at[State.SPOILED] + found.issued
        assert found.issued == found.returned + sum(at[state] for state in UNDERWAY)
        assert all(each.issued == each.returned + sum(map(each.at, UNDERWAY)) for each in people)
        for total in ("issued", "returned", "valid"):
            assert getattr(found, total) == sum(getattr(each, total) for each in people)
        for total in ("printed", "issued", "returned", "valid"):
            assert getattr(found, total) == sum(getattr(line, total) for line in units)
        return found


@pytest.fixture
def hands(qapp: QApplication, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    """At the window before anybody has signed in; passwords cost nothing to check."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    settings = Settings(tmp_path / "window.ini")
    settings.scheme, settings.language = "light", "en"
    program = Program(qapp, store_access(), settings)
    program.crash.folder = tmp_path / "reports"
    program.window.show()
    program.window.activateWindow()
    yield Hands(program.window, monkeypatch)
    program.window.close()
    program.words.remove()
    for gone in (program.window, program):
        gone.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not program.crash.folder.exists(), "the program made a mistake"


def make_survey(hands: Hands, path: Path) -> None:
    """The survey by its preset, its recovery sheet, and who works on it."""
    hands.keys("F4")
    hands.to("Plan")
    hands.type("hue")
    hands.fill(File=str(path), Your_name=ADMIN, Password=PASSWORD, Password_again=PASSWORD)
    hands.choose(path.with_name("recovery.pdf"))
    hands.keys("F2")
    hands.until(lambda: hands.window.stack.currentWidget().first_sheet.isVisible())
    hands.keys("F2")
    assert hands.window.desk.survey.plan.id == "hue-2024" and path.with_name("recovery.pdf").is_file()
    hands.keys("Ctrl+Shift+1")
    for name, role in CLERKS.items():
        hands.keys("F3")
        hands.fill(Name=name, Password=PASSWORD, Password_again=PASSWORD)
        hands.to(role)
        hands.keys("Space", "F2")
        hands.says("ok", name)


# -- before -------------------------------------------------------------------------------------------------


def listed(folder: Path, first: int, count: int) -> Path:
    """What the three units sent: who has phone and consent, and who has not."""
    units, procedures = list(UNITS.values()), list(PROCEDURES.values())
    rows = [
        {
            "STT": str(n), "Họ và tên": f"Nguyễn Văn Mẫu {n}", "Số điện thoại": f"091{n:07}",
            "Địa chỉ": f"{n} Lê Lợi", "Cơ quan giải quyết": units[n % 3], "Tên TTHC": procedures[n % 2],
            "Mã hồ sơ": f"H57-24-{n:04}", "Đồng ý liên hệ": "" if n % 9 == 0 else "x",
        }
        for n in range(first, first + count)
    ]  # fmt: skip
    return write_csv(folder / f"danh-sach-{first}.csv", rows)


def take_lists(hue: Hue) -> None:
    """The calendar is looked at; units, procedures and the agencies' lists are taken in."""
    hands = hue.hands
    hands.keys("Ctrl+2", "Alt+5")
    rows = hands.page.tabs.calendar.table.rows.shown
    assert any("SMS" in row[1] for row in rows) and any("báo cáo" in row[1] for row in rows)
    for key, kind, entries in (("Alt+3", "units", UNITS), ("Alt+4", "procedures", PROCEDURES)):
        file = write_csv(hue.folder / f"{kind}.csv", [{"Mã": code, "Tên": name} for code, name in entries.items()])
        hands.keys(key)
        hands.fill(File_with_the_catalogue=str(file))
        hands.keys("Return", "F2")
        hands.says("ok", f"{len(entries)} entries added")
    hands.keys("Ctrl+3")
    for kind, first, count in (("official", 1, OFFICIAL), ("reserve", OFFICIAL + 1, RESERVE)):
        hands.fill(File_with_the_sample_list=str(listed(hue.folder, first, count)))
        hands.pick("List, where the file does not say", kind)
        hands.keys("F2", "F2")
        hands.says("ok", f"{count} members")
        hue.adds_up()


def print_ballots(hue: Hue) -> None:
    """The interviewers are taken in, each gets members of her area, the ballots are printed in that order."""
    hands, people = hue.hands, hue.folder / "dieu-tra-vien.csv"
    write_csv(
        people, [{"Mã": code, "Họ và tên": f"Trần Thị Bưu {code}", "Địa bàn": at} for code, at in INTERVIEWERS.items()]
    )
    hands.choose(people)
    hands.keys(FIELDWORK, "Ctrl+O")
    hands.says("ok", "6 new")
    hands.keys("Ctrl+G")
    hands.says("ok", f"{OFFICIAL} members")
    hands.keys("Ctrl+4")
    hands.pick("Order", "by interviewer")
    hands.fill(PDF_file=str(hue.folder / "phieu.pdf"))
    hands.keys("F2")
    hands.says("ok", f"{OFFICIAL} numbers")
    assert (hue.folder / "phieu.pdf").is_file()
    assert hue.adds_up().states[State.STOCK] == OFFICIAL


# -- fieldwork ----------------------------------------------------------------------------------------------


def at_fieldwork(hands: Hands, tab: str) -> None:
    """Fieldwork, at the tab whose title begins so."""
    hands.keys(FIELDWORK)
    hands.tab(tab)


def hand_over(hue: Hue, way: str, day: str, given: list[str], taken: list[str]) -> None:
    """Ballots go from hand to hand: who gives them scans, who takes them has a file; what is missing is explained."""
    hands, file = hue.hands, write_csv(hue.folder / "nhan.csv", [{"serial": each} for each in taken])
    at_fieldwork(hands, "Hand-overs")
    hands.keys("F2", way)
    hands.fill(Day=f"{day}/2024")  # who gives and who takes is proposed
    hands.keys("Return")
    hands.scan(*given)
    hands.choose(file)
    hands.keys("F7", "Ctrl+O")
    hands.says("ok", f"{len(taken)} ballots")
    if len(taken) < len(given):
        hands.keys("F2")  # one is missing, and nobody said why
        hands.says("error", "1 difference")
        hands.type("de lai lam mau")
        hands.keys("Return")
    hands.keys("F2")
    hands.says("ok", "is closed")
    if way == TO_POST:  # the second slip goes beside the first
        hands.choose(hue.folder / "bien-ban-1.pdf")
    hands.keys("F12")
    hands.says("ok", "slip")
    hands.keys("F2")
    hue.adds_up()


def go_out(hue: Hue) -> None:
    """One ballot is spoiled; the office hands the others over to the post, which does not get one of them."""
    at_fieldwork(hue.hands, "Interviewers")
    hue.hands.keys(SPOILED)
    hue.hands.type("lem muc")
    hue.hands.keys("Return")
    hue.hands.scan(hue.serials(State.STOCK)[-1])
    assert hue.adds_up().states[State.SPOILED] == 1
    stock = hue.serials(State.STOCK)
    hand_over(hue, TO_POST, "07/09", stock, stock[1:])
    assert (hue.folder / "bien-ban-1.pdf").is_file()


def said(hue: Hue, step: str, day: str, *serials: str) -> None:
    """At fieldwork: what the next scans say, of which day; then the scans."""
    at_fieldwork(hue.hands, "Interviewers")
    hue.hands.keys(step, "F10")
    hue.hands.type(f"{day}/2024")
    hue.hands.keys("Return")
    hue.hands.scan(*serials)
    hue.adds_up()


def visit(hue: Hue) -> None:
    """Ballots are issued; some members refuse, moved away or are never met; the reserve comes in their place."""
    said(hue, ISSUE, "09/09", *hue.serials(State.STOCK))
    out = hue.serials(State.OUT)
    assert hue.adds_up().issued == len(out)
    gone = hue.chance.sample(out, 30)
    said(hue, REFUSED, "11/09", *gone[:12])
    said(hue, MOVED, "11/09", *gone[12:18])
    for day in ("10/09", "12/09", "14/09"):
        said(hue, NOT_MET, day, *gone[18:])
    hue.hands.keys("Ctrl+R")
    hue.hands.says("ok", "30 members")
    hue.hands.keys("Ctrl+4")
    hue.hands.fill(PDF_file=str(hue.folder / "them.pdf"))
    hue.hands.keys("F2")
    hue.hands.says("ok", "30 numbers")
    assert hue.adds_up().states[State.STOCK] == 30
    said(hue, ISSUE, "16/09", *hue.serials(State.STOCK))
    assert hue.adds_up().states[State.OUT] == len(out)


def come_home(hue: Hue) -> None:
    """Three are lost; the others are handed back, received into batches, four of them blank, and one put aside."""
    hands, out = hue.hands, hue.serials(State.OUT)
    hue.chance.shuffle(out)
    said(hue, LOST, "25/09", *out[:3])
    hand_over(hue, TO_OFFICE, "26/09", out[3:], out[3:])
    assert (hue.folder / "hand-over-2.pdf").is_file()
    hands.keys("Ctrl+5")
    for serial in out[3:7]:
        hands.scan(serial)
        hands.keys(BLANK)
    hands.keys("F3")
    for first in range(7, len(out), 50):
        hands.scan(*out[first : first + 50])
        hue.adds_up()
    hands.keys("Ctrl+6")
    hands.tab("Cleaning")
    hands.keys("F2", "F5")
    hands.scan(out[-1])
    hands.keys(WRONG_PERSON)
    hands.says("ok", "does not count")
    ledger = hue.adds_up()
    assert (ledger.returned, ledger.valid, ledger.states[State.LOST]) == (len(out) - 3, len(out) - 8, 3)
    hands.keys("Ctrl+1")
    hands.tab("What came back")
    assert sum(row[3] for row in hands.page.day.tables.table.rows.shown) == ledger.returned
    day = hue.folder / "trang-ngay.pdf"
    hands.choose(day)
    hands.keys("F3")
    hands.says("ok", day.name)
    assert f"Đã thu {ledger.returned} phiếu" in text_of(day)


def ask_again(hue: Hue) -> set[str]:
    """Phúc tra: of an interviewer's ballots some were never seen by those whose names they bear. Returns these."""
    hands, members = hue.hands, queries.members_in_field(hue.eyes)
    hers = sorted({each.serial for each in members if each.interviewer == INVENTS} & {*hue.serials(*COUNTED)})
    invented = set(hue.chance.sample(hers, round(0.6 * len(hers))))
    hands.keys("Ctrl+6")
    hands.tab("Drawn ballots")
    hands.fill(Seed="512", How_many="140")
    hands.keys("F2")
    hands.says("ok", "140 ballots")
    for turn in (1, 2):  # whom the draw names; then, as the rules ask, all others of that interviewer
        asked, replies = hue.folder / f"tin-nhan-{turn}.csv", hue.folder / f"tra-loi-{turn}.csv"
        hands.choose(asked)
        hands.keys("F4")
        hands.says("ok")
        rows = [row for row in queries.rechecks(hue.eyes) if row.result is None]
        write_csv(replies, [{"id": str(row.number), "text": "2" if row.serial in invented else "Có ạ"} for row in rows])
        hands.choose(replies)
        for shortcut in ("F5", "F7"):
            hands.keys(shortcut)
            hands.says("ok")
            hue.adds_up()
    denied = {row.serial for row in queries.rechecks(hue.eyes)} & invented
    assert hue.adds_up().states[State.VOIDED] == len(denied) > 10
    return invented


# -- after --------------------------------------------------------------------------------------------------


def papers_of(hue: Hue, invented: set[str]) -> dict[str, dict[str, str]]:
    """What is on each ballot, question by question."""
    units = {name: code for code, name in UNITS.items()}
    found = {
        each.serial: answers(each.serial, units[each.unit], each.serial in invented, hue.chance)
        for each in queries.members_in_field(hue.eyes)
        if each.serial
    }
    return {serial: {code: paper[code] for code in QUESTIONS} for serial, paper in found.items()}


def key(hue: Hue, name: str, pass_no: int, papers: dict[str, dict[str, str]]) -> None:
    """One person keys every ballot that counts, bundle after bundle."""
    hands = hue.hands
    hands.sign_in(name, PASSWORD)
    hands.keys("Ctrl+7", *(["F2"] if pass_no == 2 else []))
    for batch, bundle in groupby(hue.ballots(*COUNTED), key=lambda each: each.batch):
        hands.keys("F7")
        hands.says("ok", f"Batch {batch} is yours")
        for ballot in bundle:
            hands.scan(ballot.serial[-7:])
            for question, answer in papers[ballot.serial].items():
                hands.type(answer.lower())
                if question in ("procedure", "unit"):
                    hands.keys("Return")
            hands.keys("Return")
            if hands.page.ballot is not None:
                hands.says("attention", "Is it so on the paper?")
                hands.keys("Return")
        hands.says("ok", f"Batch {batch} is keyed")
        hue.adds_up()


def settle(hue: Hue, papers: dict[str, dict[str, str]]) -> int:
    """A third person takes what is on the paper where the two differ; returns how often."""
    hands, times = hue.hands, 0
    hands.sign_in("Hoa", PASSWORD)
    hands.keys("Ctrl+8")
    while (found := hands.page.found) is not None:
        hands.keys("1" if found.a.value == papers[found.serial][found.question] else "2", "Return")
        hands.says("ok", "decided")
        times += 1
        hue.adds_up()
    return times


def report(hue: Hue) -> None:
    """The index is on the page, and in the report beside what phúc tra came to."""
    hands, out = hue.hands, hue.folder / "bao-cao.pdf"
    hands.sign_in("Ha", PASSWORD)
    hands.keys("Ctrl+9")
    figures = queries.figures(hue.eyes)
    assert figures.ballots.settled == hue.adds_up().valid and figures.index is not None
    assert set(queries.figures_by_unit(hue.eyes)) == set(UNITS)  # keyed by their codes, in small letters
    index = percent(figures.index, 2)
    assert index in hands.page.index.told()
    hands.choose(out)
    hands.keys("F2")
    hands.says("ok", out.name)
    told = text_of(out)
    assert "phúc tra" in told.lower() and "512" in told and index in told


def test_from_the_calendar_to_the_report(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "hue.sipas"
    make_survey(hands, path)
    with open_survey(path, ADMIN, PASSWORD) as eyes:
        hue = Hue(hands, tmp_path, eyes, random.Random(2024))
        hands.sign_in("Ha", PASSWORD)
        take_lists(hue)
        print_ballots(hue)
        go_out(hue)
        visit(hue)
        come_home(hue)
        papers = papers_of(hue, ask_again(hue))
        key(hue, "Lan", 1, papers)
        slips = [serial for serial in hue.serials(*COUNTED) if papers[serial]["Q3"] != "1"][7::90]
        key(hue, "Mai", 2, papers | {serial: papers[serial] | {"Q3": "1"} for serial in slips})
        assert settle(hue, papers) == len(slips) > 2
        report(hue)
        assert queries.check_survey(eyes).ok
