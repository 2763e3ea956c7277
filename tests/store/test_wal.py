"""What a power cut leaves of a log's last transaction is no damage, whichever of its sectors were written."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from sipas_desktop.errors import Damaged
from sipas_desktop.store import wal
from sipas_desktop.store.wal import refuse_damaged_wal

SECTOR, FRAME, HEADER = 512, 4096 + 24, 32
SPLIT = 41  # the first frame whose size lies in another sector than its salts; each 64 frames there is another
ROWS = 120


@dataclass(frozen=True)
class Step:
    """The log before and after a transaction, and the frames that this wrote."""

    before: bytes
    after: bytes
    frames: range


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[Step]:
    """The transactions of a log's second round, which lies over a longer first one; each of several pages."""
    path = tmp_path_factory.mktemp("log") / "log"
    log = path.with_name("log-wal")
    chance = random.Random(5)
    found = []
    change = "UPDATE page SET words = ? WHERE rowid = ?"
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        for pragma in ("page_size = 4096", "journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 0"):
            conn.execute(f"PRAGMA {pragma}")
        conn.execute("CREATE TABLE page (words BLOB)")
        conn.executemany("INSERT INTO page VALUES (?)", [(chance.randbytes(3000),) for _ in range(ROWS)])
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for row in range(ROWS):  # a frame each, which ends its transaction
            conn.execute(change, (chance.randbytes(3000), row + 1))
        conn.execute("PRAGMA wal_checkpoint(RESTART)")
        first, number = 0, 0
        while first < ROWS - 5:
            rows = chance.sample(range(1, ROWS + 1), 1 + number % 4)
            before = log.read_bytes()
            conn.execute("BEGIN")
            conn.executemany(change, [(chance.randbytes(3000), row) for row in rows])
            conn.execute("COMMIT")
            found.append(Step(before, log.read_bytes(), range(first, first + len(rows))))
            first, number = first + len(rows), number + 1
    assert all(is_of(step) for step in found)
    return found


@pytest.fixture(autouse=True)
def _nobody_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wal, "_BETWEEN_SECONDS", 0)


def is_of(step: Step) -> bool:
    """Whether the transaction wrote its frames and nothing else."""
    start, end = HEADER + step.frames.start * FRAME, HEADER + step.frames.stop * FRAME
    began = step.frames.start == 0  # with the round's header
    return step.before[end:] == step.after[end:] and (began or step.before[:start] == step.after[:start])


def torn(step: Step, chance: random.Random) -> bytes:
    """Some of the sectors that the transaction wrote."""
    before, after = step.before, step.after
    likely = chance.choice((0.1, 0.5, 0.9))
    pieces = range(0, len(after), SECTOR)
    return b"".join((after if chance.random() < likely else before)[at : at + SECTOR] for at in pieces)


def is_refused(raw: bytes, folder: Path) -> bool:
    """Whether a survey with the log ``raw`` is refused."""
    (folder / "survey-wal").write_bytes(raw)
    try:
        refuse_damaged_wal(folder / "survey")
    except Damaged:
        return True
    return False


def test_no_torn_last_transaction_is_damage(steps: list[Step], tmp_path: Path) -> None:
    chance = random.Random(20171031)
    across = 0
    for step in steps[1:]:  # the first begins the round with its header
        split = SPLIT in step.frames[:-1]
        across += split
        for _ in range(150 if split else 4):
            assert not is_refused(torn(step, chance), tmp_path), step.frames
    assert across, "a transaction was to have the frame that is split in its midst"


def test_a_torn_frame_before_whole_transactions_is_damage(steps: list[Step], tmp_path: Path) -> None:
    """Where the frame is split, one that follows alone may seem to be the end of what was torn."""
    missed = set()
    for step, *_, last in (steps[at : at + 2] for at in range(len(steps) - 1)):
        for frame in step.frames:
            place = HEADER + frame * FRAME + 24 + 700
            raw = last.after[:place] + bytes(SECTOR) + last.after[place + SECTOR :]
            if not is_refused(raw, tmp_path):
                missed.add(frame)
    assert missed <= {SPLIT, SPLIT + 64}
