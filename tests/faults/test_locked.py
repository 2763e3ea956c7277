"""Another program holds the survey's file for longer than anybody waits: each kind of work says so, and works after."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.ballots import print_run
from sipas_desktop.store import backups, facts, queries, workflow
from sipas_desktop.store.database import open_survey
from tests.surveys import PASSWORD, Station

# Takes the lock of writers, as another window in the midst of something does, or the whole file for itself.
HOLD = """
import sys
import sqlcipher3.dbapi2 as driver
conn = driver.connect(sys.argv[1], isolation_level=None)
conn.execute(f"PRAGMA key = \\"x'{sys.argv[2]}'\\"")
conn.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "BUSY_SECONDS", 0.2)


@contextmanager
def held(desk: Station) -> Iterator[None]:
    """While another process has the lock of writers."""
    command = [sys.executable, "-c", HOLD, str(desk.path), desk.admin.file_key.hex()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield
        finally:
            process.stdin.close()
            process.wait()


def keying(desk: Station, tmp_path: Path) -> Callable[[], object]:
    open_keying = workflow.start_keying(desk["Lan"], desk.received(1)[0], 1)
    question = open_keying.questions[0].code
    return lambda: workflow.record_answer(desk["Lan"], open_keying, question, Answer("."))


def printing(desk: Station, tmp_path: Path) -> Callable[[], object]:
    return lambda: print_run(desk.admin, tmp_path / "phiếu.pdf", count=2)


def password(desk: Station, tmp_path: Path) -> Callable[[], object]:
    return lambda: workflow.change_password(desk["Lan"], PASSWORD, PASSWORD)


def sign_in(desk: Station, tmp_path: Path) -> Callable[[], object]:
    def enter() -> None:
        with open_survey(desk.path, "Mai", PASSWORD) as survey:
            survey.begin_session()

    return enter


@pytest.mark.parametrize("work", [keying, printing, password, sign_in])
def test_it_is_said_and_works_afterwards(
    work: Callable[[Station, Path], Callable[[], object]], desk: Station, tmp_path: Path
) -> None:
    act = work(desk, tmp_path)
    before = queries.check_survey(desk.admin).facts
    with held(desk):
        with pytest.raises(Refusal) as caught:
            act()
        assert caught.value.code == "file.locked"
        assert not list(tmp_path.glob("*.pdf")) and not list(tmp_path.glob(".*"))
        assert queries.check_survey(desk.admin).facts == before, "reading goes on meanwhile"
        made = backups.back_up(desk.admin, [tmp_path / "b"])
        assert made.facts == before, "and so do backups"
    act()
    assert queries.check_survey(desk.admin).ok


def test_a_program_that_keeps_the_whole_file_to_itself(desk: Station) -> None:
    """As some programs for synchronising do: nobody signs in, and is told why."""
    path, key = desk.path, desk.admin.file_key.hex()
    desk.close()
    exclusive = HOLD.replace('"BEGIN IMMEDIATE"', '"BEGIN EXCLUSIVE"').replace(
        'conn.execute("BEGIN', 'conn.execute("PRAGMA journal_mode = DELETE")\nconn.execute("BEGIN'
    )
    command = [sys.executable, "-c", exclusive, str(path), key]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(Refusal) as caught:
            open_survey(path, "Lan", PASSWORD)
        assert caught.value.code == "file.locked"
        process.stdin.close()
        process.wait()
    open_survey(path, "Lan", PASSWORD).close()
