"""Every keystroke script, through the real window and a real survey."""

from __future__ import annotations

import ast
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication

from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.plan_file import load_plan, read_plan
from sipas_desktop.gui import keying_keys
from sipas_desktop.gui.access import store_access
from sipas_desktop.gui.app import Program
from sipas_desktop.gui.settings import Settings
from sipas_desktop.store import facts, keys, queries, workflow
from sipas_desktop.store.database import create_survey
from sipas_desktop.store.workflow import Entry, settling
from tests.gui.keystrokes import NAMED, PAD, Play
from tests.store.test_sampled_keying import QUICK
from tests.surveys import CHEAP, CLERKS, PASSWORD, Station, sampled_plan

HERE = Path(__file__).resolve().parent
NOT_ON_WINDOWS = ("fault-disk-full", "fault-moved")
SCRIPTS = sorted((HERE / "scripts").glob("*.keys"))
FORMS = {
    "every": "tests/data/every_kind.toml",
    "whole": "tests/data/whole_form.toml",
    "phieu": "forms/quoc-gia-2023/phieu.toml",
}
UNITS = {"1": "UBND phường Lê Lợi", "2": "UBND xã Đường Lâm", "12": "UBND xã Cổ Đông"}
PROCEDURES = {
    "1": "Chứng thực bản sao từ bản chính",
    "2": "Chứng thực chữ ký",
    "3": "Đăng ký khai sinh",
    "12": "Cấp giấy phép xây dựng nhà ở",
}


def make_survey(path: Path, root: Path, form: str, sampled: bool) -> Station:
    """A survey on the plan of Sơn Tây, asked with its own form or with one of ``FORMS``; all or some keyed twice."""
    folder = sampled_plan(path.parent / "plans", QUICK) if sampled else str(root / "forms" / "son-tay-2017")
    plan, forms = load_plan(Path(folder))
    if form:
        other = read_form((root / FORMS[form]).read_text(encoding="utf-8"), f"{form}.toml")
        plan = read_plan(plan.source.replace('form = "phieu"', f'form = "{form}"'), "plan.toml")
        forms = {form: other}
    admin = create_survey(path, plan, forms, "admin", PASSWORD)
    for name, roles in CLERKS.items():
        workflow.add_operator(admin, name, roles, PASSWORD)
    for kind, entries in (("unit", UNITS), ("procedure", PROCEDURES)):
        workflow.set_catalogue(admin, kind, [Entry(code, name) for code, name in entries.items()])
    return Station(path, admin, {})


@pytest.fixture
def play(
    request: pytest.FixtureRequest, qapp: QApplication, qtbot: Any, tmp_path: Path, root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Play]:  # fmt: skip
    monkeypatch.setattr(keys, "COST", CHEAP)
    monkeypatch.setattr(facts, "BUSY_SECONDS", facts.BUSY_SECONDS)  # a script may set it
    lines = request.param.read_text(encoding="utf-8").splitlines()
    form = next((line.removeprefix("form ") for line in lines if line.startswith("form ")), "")
    sampled = "sampled" in lines
    if sampled:  # as after months of good keying, and as if none of these ballots were drawn
        monkeypatch.setattr(settling, "may_be_single", lambda *_: True)
    desk = make_survey(tmp_path / "khảo sát.sipas", root, form, sampled)
    settings = Settings(tmp_path / "window.ini")
    settings.scheme = "light"

    def start() -> Program:
        started.append(Program(qapp, store_access(), settings))
        started[-1].window.show()
        return started[-1]

    started: list[Program] = []
    playing = Play(start, desk)
    yield playing
    if sys.platform != "win32":
        playing.do_room()
    assert sampled or queries.check_survey(playing.desk.admin).ok  # which finds that they were not good for months
    for running in started:
        running.window.close()
        running.window.deleteLater()
        running.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # else each test styles all windows before it
    playing.desk.close()


@pytest.mark.parametrize("play", SCRIPTS, ids=[path.stem for path in SCRIPTS], indirect=True)
def test_script(play: Play, request: pytest.FixtureRequest) -> None:
    script = request.node.callspec.params["play"]
    if sys.platform == "win32" and script.stem in NOT_ON_WINDOWS:
        pytest.skip("what happens to the file there cannot happen on Windows, or not be made to happen")
    play.run(script)


def steps(verb: str) -> set[str]:
    """All words behind ``verb`` in all scripts."""
    lines = (shlex.split(line, comments=True) for path in SCRIPTS for line in path.read_text("utf-8").splitlines())
    return {word for line in lines if line and line[0] == verb for word in line[1:]}


def test_the_scripts_are_many() -> None:
    assert len(SCRIPTS) >= 60


def test_every_key_of_the_keying_page_is_in_a_script() -> None:
    pressed = steps("keys")
    named = {Qt.Key(key) for table in (keying_keys._ALWAYS, keying_keys._CODED) for key in table}
    missing = {key for key in named if not any(NAMED.get(word) == key or PAD.get(word[1:]) == key for word in pressed)}
    assert not missing
    assert not {*keying_keys.MARK_KEYS, *keying_keys._SIGNS} - {word[-1] for word in pressed}
    assert {"Undo", "Ctrl+R", *(f"F{n}" for n in (1, 2, 3, 4, 5, 7, 8, 9, 11, 12))} <= pressed


# Refusals of the same verbs that no key of these two pages leads to: they are the command line's, other pages', a
# station's own file's, or the page asks or looks before it calls the verb.
NOT_BY_KEYS = {
    *("keying.not_an_answer", "keying.not_asked", "keying.skipped", "keying.incomplete"),  # the page asks what is open
    *("keying.other_values", "keying.skip_mismatch", "keying.batch_says"),  # of files keyed elsewhere
    *("receive.not_now", "handout.elsewhere", "batch.being_taken"),  # the last only on a server, tested there
    *("batch.hers_already", "batch.nobody", "batch.not_open", "batch.papers"),  # of the lead's board
    *("rekeying.own_keying", "adjudication.own_keying"),  # her own ballots' discrepancies are not shown to her
    *("rekeying.done", "rekeying.not_asked", "rekeying.begun"),  # the key sleeps, or looks first
    *("adjudication.reason", "adjudication.skipped", "adjudication.no_spelling"),
}
VERBS = Path(workflow.__file__).parent


def refusals(module: str) -> set[str]:
    """The codes of all refusals that a file of the workflow raises."""
    calls = (
        node for node in ast.walk(ast.parse((VERBS / f"{module}.py").read_text("utf-8"))) if type(node) is ast.Call
    )
    codes = (each for call in calls if getattr(call.func, "id", "") == "Refusal" for each in ast.walk(call.args[0]))
    return {node.value for node in codes if type(node) is ast.Constant and isinstance(node.value, str)}


def test_every_refusal_of_the_two_pages_is_in_a_script() -> None:
    raised = set().union(*map(refusals, ("keying", "batches", "rekeying", "adjudication")))
    assert raised - steps("refused") == NOT_BY_KEYS
