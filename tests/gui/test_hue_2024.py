"""Huế's survey of 2024 by the window alone and without a mouse, from the calendar to the report.

What tests/cli/test_hue_2024.py does by ``sipas``, people do here at their places: every key goes to the control that
has the cursor, and nothing is written but by the window. The ledger adds up after every step.
"""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from sipas_desktop.domain.ballot import State
from sipas_desktop.gui.access import store_access
from sipas_desktop.gui.app import Program
from sipas_desktop.gui.settings import Settings
from sipas_desktop.store import keys, queries
from tests.cli.calls import write_csv
from tests.cli.test_hue_2024 import INTERVIEWERS, INVENTS, OFFICIAL, PROCEDURES, RESERVE, UNITS, answers
from tests.gui.hands import Hands, press
from tests.surveys import CHEAP

PASSWORD = "mat khau 2024"
ADMIN = "Quan"
CLERKS = {"Ha": "Office", "Lan": "Keyer", "Mai": "Keyer", "Hoa": "Adjudicator"}
UNDERWAY = (State.OUT, State.REFUSED, State.NOT_MET, State.UNDELIVERED, State.LOST)
FIELDWORK = ("Ctrl+5", "Shift+F2")
ISSUE, REFUSED, NOT_MET, MOVED = "Alt+0", "Alt+1", "Alt+2", "Alt+3"


@pytest.fixture
def hands(qapp: QApplication, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    """At the window before anybody has signed in; passwords cost nothing to check."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    settings = Settings(tmp_path / "window.ini")
    settings.scheme, settings.language = "light", "en"
    program = Program(qapp, store_access(), settings)
    program.crash.folder = tmp_path / "reports"
    program.window.show()
    qtbot.waitActive(program.window)
    program.window.activateWindow()
    yield Hands(program.window, monkeypatch)
    assert not program.crash.folder.exists(), "the program made a mistake"
    program.window.close()
    program.words.remove()
    for gone in (program.window, program):
        gone.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def adds_up(hands: Hands) -> queries.Ledger:
    """The ledger of docs/ballot-life.md, of the survey and of each interviewer."""
    survey = hands.window.desk.survey
    found = queries.ledger(survey)
    at = found.states
    assert found.printed == at[State.STOCK] + at[State.SPOILED] + found.issued
    assert found.issued == found.returned + sum(at[state] for state in UNDERWAY)
    each = queries.field_counts(survey)
    assert all(one.issued == one.returned + sum(map(one.at, UNDERWAY)) for one in each)
    assert found.issued == sum(one.issued for one in each)
    assert found.returned == sum(one.returned for one in each)
    units = [line for line in queries.reached(survey) if line.per == "unit"]
    assert not units or found.printed == sum(line.printed for line in units)
    return found


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


def prepare(hands: Hands, folder: Path) -> None:
    """The calendar is looked at; units, procedures and the three agencies' lists are taken in."""
    hands.keys("Ctrl+2", "Alt+5")
    rows = hands.page.calendar.table.rows.shown
    assert any("SMS" in row[1] for row in rows) and any("báo cáo" in row[1] for row in rows)
    for key, kind, entries in (("Alt+3", "units", UNITS), ("Alt+4", "procedures", PROCEDURES)):
        file = write_csv(folder / f"{kind}.csv", [{"Mã": code, "Tên": name} for code, name in entries.items()])
        hands.keys(key)
        hands.fill(File_with_the_catalogue=str(file))
        hands.keys("Return", "F2")
        hands.says("ok", f"{len(entries)} entries added")
    hands.keys("Ctrl+3")
    for kind, first, count in (("official", 1, OFFICIAL), ("reserve", OFFICIAL + 1, RESERVE)):
        hands.fill(File_with_the_sample_list=str(listed(folder, first, count)))
        hands.pick("List, where the file does not say", kind)
        hands.keys("F2", "F2")
        hands.says("ok", f"{count} members")
    adds_up(hands)


def print_ballots(hands: Hands, folder: Path) -> None:
    """The interviewers are taken in, each gets members of her area, the ballots are printed in that order."""
    file = write_csv(
        folder / "dieu-tra-vien.csv",
        [{"Mã": code, "Họ và tên": f"Trần Thị Bưu {code}", "Địa bàn": area} for code, area in INTERVIEWERS.items()],
    )
    hands.choose(file)
    hands.keys(*FIELDWORK, "Ctrl+O")
    hands.says("ok", "6 new")
    hands.keys("Ctrl+G")
    hands.says("ok", f"{OFFICIAL} member")
    hands.keys("Ctrl+4")
    hands.pick("Order", "by interviewer")
    hands.fill(PDF_file=str(folder / "phieu.pdf"))
    hands.keys("F2")
    hands.says("ok", f"{OFFICIAL} numbers")
    assert (folder / "phieu.pdf").is_file()
    assert adds_up(hands).states[State.STOCK] == OFFICIAL


def visit(hands: Hands, chance: random.Random) -> None:
    """Ballots are issued; some members refuse, moved away or are never met; the reserve comes in their place."""
    hands.keys(*FIELDWORK)
    hands.fill(**{"Day (F10)": "09/09/2024"})
    hands.keys("Return")
    serials = [each.serial for each in queries.ballots(hands.window.desk.survey)]
    hands.scan(*serials)
    assert adds_up(hands).states[State.OUT] == len(serials)
    gone = chance.sample(serials, 30)
    for step, days, some in (
        (REFUSED, (11,), gone[:12]), (MOVED, (11,), gone[12:18]), (NOT_MET, (10, 12, 14), gone[18:])
    ):  # fmt: skip
        for day in days:
            hands.keys(step, "F10")
            hands.type(f"{day}/09/2024")
            hands.keys("Return")
            hands.scan(*some)
            adds_up(hands)
    hands.keys("Ctrl+R")
    hands.says("ok", "30 member")


def test_by_the_window_alone(hands: Hands, tmp_path: Path) -> None:
    chance = random.Random(2024)
    began = time.monotonic()
    for step in (lambda: make_survey(hands, tmp_path / "hue.sipas"), lambda: hands.sign_in("Ha", PASSWORD), lambda: prepare(hands, tmp_path), lambda: print_ballots(hands, tmp_path), lambda: visit(hands, chance)):
        step()
        print(time.monotonic() - began)
