"""The demonstration: made once, whole, the same each time; its people stand on the sign-in page."""

import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from sipas_desktop.demo.people import EVERYBODY, OPERATORS, PASSWORD
from sipas_desktop.demo.window import BALLOTS, PHOTOCOPIES, STILL_OUT, SURVEY, make_window_demo
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.roles import Role
from sipas_desktop.gui.demo import demo_folder, is_demo
from sipas_desktop.gui.overview_steps import standing, steps
from sipas_desktop.store import keys, queries
from sipas_desktop.store.database import open_survey
from tests.surveys import CHEAP


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One demonstration for all tests that only read it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        return make_window_demo(tmp_path_factory.mktemp("demo") / "trình diễn")


def test_something_is_left_to_do_for_every_role(demo: Path) -> None:
    for person in EVERYBODY:
        with open_survey(demo, person.name, PASSWORD) as survey:
            assert survey.operator.roles == {Role(role) for role in person.roles}
            assert steps(standing(survey, survey.operator.roles), survey.operator.roles), person.name


def test_ballots_stand_at_every_stage(demo: Path) -> None:
    with open_survey(demo, "admin", PASSWORD) as survey:
        ledger = queries.ledger(survey)
        assert ledger.printed == BALLOTS + PHOTOCOPIES and ledger.photocopies == PHOTOCOPIES
        assert ledger.returned == BALLOTS + PHOTOCOPIES - STILL_OUT
        assert ledger.states[State.INVALID] == 2 and ledger.labels_left > 0
        for state in (State.VALID, State.FIRST_KEYING, State.FIRST_KEYED, State.DIFFERING, State.SETTLED):
            assert ledger.states[state] > 0, state
        assert sum(batch.closed for batch in queries.batches(survey)) == 1
        assert queries.process(survey).discrepancies > 0
        assert queries.check_survey(survey).ok


def test_its_files_lie_beside_and_nothing_else(demo: Path) -> None:
    assert sorted(file.name for file in demo.parent.iterdir() if not file.name.startswith(SURVEY)) == [
        "nhan.pdf", "phieu.pdf",
    ]  # fmt: skip
    assert [folder.name for folder in demo.parent.parent.iterdir()] == [demo.parent.name]


def test_it_is_made_once(demo: Path) -> None:
    before = demo.read_bytes()
    assert make_window_demo(demo.parent) == demo
    assert demo.read_bytes() == before


def test_the_same_seed_gives_the_same_answers(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    again = make_window_demo(tmp_path / "demo")
    counts = []
    for path in (demo, again):
        with open_survey(path, OPERATORS[3].name, PASSWORD) as survey:
            counts.append([(q.code, q.counts, q.blank) for q in queries.figures(survey).questions])
    assert counts[0] == counts[1]


def test_a_demonstration_that_is_stopped_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)

    class StoppedError(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done == 5:
            raise StoppedError

    with pytest.raises(StoppedError):
        make_window_demo(tmp_path / "demo", progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_choosing_a_made_up_person_fills_in_name_and_password(shell: SimpleNamespace, qtbot: Any) -> None:
    folder = demo_folder()
    folder.mkdir(parents=True, exist_ok=True)
    survey = folder / SURVEY
    survey.touch()
    try:
        assert is_demo(survey)
        shell.program.open_at(survey)
        form = shell.program.welcome.sign_in_form
        assert form.demo.isVisible()
        assert [form.demo.list.item(n).text().split("  ·  ")[0] for n in range(form.demo.list.count())] == [
            person.name for person in EVERYBODY
        ]
        form.demo.list.setCurrentRow(1)
        assert (form.name.text(), form.password.text()) == (OPERATORS[0].name, PASSWORD)
        with qtbot.waitSignal(form.submitted):
            QTest.keyClick(form.demo.list, Qt.Key.Key_Return)
        form.choose(shell.store.path)  # a real survey: no made-up people
        assert form.demo.isHidden() and form.name.text() == form.password.text() == ""
    finally:
        survey.unlink()


def test_a_survey_that_is_not_there_is_said(shell: SimpleNamespace, tmp_path: Path) -> None:
    shell.program.open_at(tmp_path / "không có.sipas")
    assert shell.program.welcome.notice.kind == "error"


def test_the_demonstration_is_made_in_the_background(
    shell: SimpleNamespace, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "demo" / SURVEY
    made.parent.mkdir()
    made.touch()
    other = made.with_name("khác.sipas")
    other.touch()
    monkeypatch.setattr("sipas_desktop.gui.app.make_demo", lambda _progress: (made, other))
    monkeypatch.setattr("sipas_desktop.gui.sign_in.is_demo", lambda path: path in (made, other))
    shell.program.open_demo()
    form = shell.program.welcome.sign_in_form
    qtbot.waitUntil(lambda: form.path == made)
    assert form.demo.isVisible() and form.demo.list.hasFocus()
    listed = [form.recent.item(row).text() for row in range(form.recent.count())]
    assert [made.name in listed[0], other.name in listed[1]] == [True, True]
    assert form.recent.height() > 2 * form.recent.sizeHintForRow(0)
    shell.program.stop_demo()


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    import os

    known = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    return subprocess.run(
        [sys.executable, "-m", "sipas_desktop", *arguments],
        capture_output=True, encoding="utf-8", timeout=120, env=known | environment,
    )  # fmt: skip


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
def test_without_a_display_it_says_so_and_does_not_crash() -> None:
    done = run(QT_QPA_PLATFORM="")
    assert done.returncode == 2 and done.returncode != -signal.SIGABRT
    assert done.stderr.count("\n") == 1 and "sipas" in done.stderr


def test_version_and_wrong_arguments() -> None:
    assert run("--version").stdout.startswith("sipas-desktop ")
    assert run("--demo", "--self-test").returncode == 2
