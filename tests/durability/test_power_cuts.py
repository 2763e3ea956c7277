"""Power cuts, below the process: at every point of a recorded session the survey opens and holds what it said it did.

A session (``power_session``) runs with a recorder of ours between it and the system (``record_writes.c``); ``recorded``
says what a disk may hold at each point. The suite looks at every twelfth write and all that is no write, at every
third durable state, at 100 torn disks; ``make fuzz`` (``SIPAS_POWER_CUTS=all``) at every write, every durable state and
2,000 torn disks.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys, queries
from sipas_desktop.store.ballot_rows import answers, keyings
from sipas_desktop.store.database import open_survey
from tests.durability import power_session as session
from tests.durability import recorded
from tests.surveys import CHEAP, PASSWORD

ALL = os.environ.get("SIPAS_POWER_CUTS") == "all"
EVERY = 1 if ALL else 12  # points of the whole prefix
SYNCED = 1 if ALL else 3  # of the durable states, wherever it changed
TORN = 2000 if ALL else 100
CHECKED = 5 if ALL else 25  # of so many states one is rebuilt from its facts too
ROOT = Path(__file__).resolve().parents[2]
COMPILER = shutil.which("cc") or shutil.which("gcc")
SEED = 20171031
LOST = "an acknowledged answer is lost"

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the recorder is a library for LD_PRELOAD on Linux"),
    pytest.mark.skipif(COMPILER is None, reason="no C compiler to build the recorder with"),
]


@dataclass
class Said:
    """What the session had acknowledged, and tried, up to some point."""

    operators: list[str] = field(default_factory=list)
    answers: dict[tuple[str, int], dict[str, Answer]] = field(default_factory=dict)
    trying: tuple[str, int, str, Answer] | None = None
    complete: set[tuple[str, int]] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    received: set[str] = field(default_factory=set)
    members: int = 0
    printed: str = ""
    online: int = 0
    backup: tuple[str, str] | None = None
    lines: int = 0
    newest: str = ""  # what was acknowledged last

    def hear(self, line: bytes) -> None:
        """One line of the session."""
        kind, verb, *what = json.loads(line)
        self.lines += 1
        if verb == "answer":
            serial, pass_no, question, value, text = what
            answer = Answer(value, text)
            if kind == "A":
                self.answers.setdefault((serial, pass_no), {})[question] = answer
            self.trying = (serial, pass_no, question, answer) if kind == "T" else None
        elif kind == "A":
            self.newest = verb
            match verb:
                case "operator":
                    self.operators.append(what[0])
                case "complete":
                    self.complete.add((what[0], what[1]))
                case "settled":
                    self.settled.add(what[0])
                case "received":
                    self.received.add(what[0])
                case "members":
                    self.members = what[0]
                case "printed":
                    self.printed = what[1]
                case "online":
                    self.online = what[0]
                case "backup":
                    self.backup = (what[0], what[1])


def record(folder: Path, fault: str) -> list[recorded.Operation]:
    """What a session in ``folder`` did; the record gives its files as they are."""
    library, log, place = folder / "recorder.so", folder / "log", folder / "place"
    place.mkdir()
    source = Path(__file__).with_name("record_writes.c")
    assert COMPILER is not None
    subprocess.run([COMPILER, "-O1", "-shared", "-fPIC", "-o", library, source, "-lpthread"], check=True)
    watched = {"LD_PRELOAD": str(library), "RECORD_FOLDER": str(place), "RECORD_LOG": str(log)}
    command = [sys.executable, "-m", "tests.durability.power_session", str(place), fault]
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | watched)
    ops = list(recorded.read(log, place.resolve()))
    disk = recorded.Disk()
    for op in ops:
        disk.do(op)
    found = {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    assert found == {path: content for path, content in disk.whole().items() if content is not None}
    return ops


def points(ops: list[recorded.Operation]) -> Iterator[tuple[recorded.Operation, recorded.Disk, Said]]:
    """The disk after each operation, and what was acknowledged by then. What is no matter after a cut is left out."""
    disk, said = recorded.Disk(), Said()
    for op in ops:
        disk.do(op)
        name = op.path or disk.name_of(op.inode)
        if name == session.SAID and op.kind == "W":
            said.hear(op.data)
        if name != session.SAID and not name.endswith("-shm"):
            yield op, disk, said


class Office:
    """Where a disk is laid out and looked at as the program does after a power cut."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.chance = random.Random(SEED)
        self.looked = 0

    def after_the_cut(self, state: recorded.State, said: Said) -> None:
        """Lay ``state`` out, open the survey, and look whether it holds everything that ``said`` tells."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        kept = {path: held for path, held in state.items() if path != session.SAID and not path.endswith("-shm")}
        recorded.lay_out(kept, self.folder)
        self.looked += 1
        path = self.folder / session.SURVEY
        if not said.operators and not path.exists():
            return  # it was being made
        with open_survey(path, "admin", PASSWORD) as survey:
            with survey.reading() as conn:
                assert conn.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
                for (serial, pass_no), expected in said.answers.items():
                    keying = keyings(conn, serial).get(pass_no)
                    found = answers(conn, keying.started) if keying is not None else {}
                    stored = {question: row.answer for question, row in found.items()}
                    for question, answer in expected.items():
                        tried = said.trying == (serial, pass_no, question, stored.get(question))
                        assert stored.get(question) == answer or tried, f"{LOST}: {question}"
                completed = {(serial, row.pass_no) for serial in said.received for row in keyings(conn, serial).values()
                             if row.completed is not None}  # fmt: skip
            assert said.complete <= completed
            states = {row.serial: row.state for row in queries.ballots(survey)}
            assert {states[serial] for serial in said.settled} <= {State.SETTLED}
            assert not {states[serial] for serial in said.received} & {State.STOCK, State.OUT}
            online = len(states) - queries.ledger(survey).printed
            assert len(states) - online in ({session.PEOPLE} if said.printed else {0, session.PEOPLE})
            members = queries.sample_counts(survey).official
            assert members in ({said.members} if said.members else {0, session.PEOPLE})
            assert online in ({said.online} if said.online else {0, session.ONLINE})
            pdf = self.folder / session.PDF
            assert not said.printed or hashlib.sha256(pdf.read_bytes()).hexdigest() == said.printed
            assert pdf.exists() or not states or queries.interrupted_runs(survey), "printed ballots without their file"
            if self.looked % CHECKED == 0:
                assert queries.check_survey(survey).problems == ()
        for name in said.operators:
            keys.sign_in(path, name, PASSWORD)
        if said.backup is not None:
            backup, digest = said.backup
            assert hashlib.sha256((self.folder / backup).read_bytes()).hexdigest() == digest
        for backup in self.folder.glob("*/*.zip"):
            with zipfile.ZipFile(backup) as archive:
                assert archive.testzip() is None


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(keys, "COST", CHEAP)
    return Office(tmp_path / "after")


@pytest.fixture(scope="module")
def recorded_session(tmp_path_factory: pytest.TempPathFactory) -> list[recorded.Operation]:
    """The session with the program's own settings."""
    return record(tmp_path_factory.mktemp("recorded"), "FULL")


def test_every_prefix_opens_and_holds_what_was_acknowledged(
    recorded_session: list[recorded.Operation], office: Office
) -> None:
    said = Said()
    for number, (op, disk, said) in enumerate(points(recorded_session)):
        if number % EVERY == 0 or op.kind != "W":
            office.after_the_cut(disk.whole(), said)
    assert sum(map(len, said.answers.values())) > 80, "she was to key more"
    assert said.backup, "the session was to come to its end"
    assert office.looked > (2000 if ALL else 300), "there were to be more points"


def test_what_was_synced_holds_what_was_acknowledged(
    recorded_session: list[recorded.Operation], office: Office
) -> None:
    before: tuple[recorded.State, int] = ({}, 0)
    changed = 0
    for _, disk, said in points(recorded_session):
        state = disk.synced()
        if (state, said.lines) != before:
            if changed % SYNCED == 0:
                office.after_the_cut(state, said)
            changed += 1
        before = (state, said.lines)
    assert changed > 250, "it was to change more often"


def test_torn_disks_hold_what_was_acknowledged(recorded_session: list[recorded.Operation], office: Office) -> None:
    whole = sum(1 for _ in points(recorded_session))
    chosen = [office.chance.randrange(whole) for _ in range(TORN)]
    for number, (_, disk, said) in enumerate(points(recorded_session)):
        for _ in range(chosen.count(number)):
            office.after_the_cut(disk.torn(office.chance), said)


def test_the_search_finds_what_a_lesser_setting_loses(tmp_path: Path, office: Office) -> None:
    """With ``synchronous = NORMAL`` an answer is acknowledged before it is on the disk."""
    for op, disk, said in points(record(tmp_path, "NORMAL")):
        if op.kind == "W" and len(said.answers) > 1:
            with pytest.raises(AssertionError, match=LOST):
                office.after_the_cut(disk.synced(), said)
            return
    pytest.fail("she was to key a second ballot")


def test_the_search_finds_names_that_were_not_made_durable(tmp_path: Path, office: Office) -> None:
    """Where no folder is synced, a survey, a printed file and a backup lose the names that they were renamed to."""
    lost, lines = set(), 0
    for _, disk, said in points(record(tmp_path, "NAMES")):
        if said.lines != lines and (said.backup or not said.answers):
            try:
                office.after_the_cut(disk.synced(), said)
            except (AssertionError, OSError, Refusal):
                lost.add(said.newest)
        lines = said.lines
    assert lost >= {"operator", "printed", "backup"}
