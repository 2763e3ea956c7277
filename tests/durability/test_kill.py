"""Power cuts by kill -9: an acknowledged answer is never lost, whatever moment it strikes; two stations do no harm."""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.ballot_rows import answers, find_ballot, keyings
from sipas_desktop.store.database import OpenSurvey
from tests.durability import keyer
from tests.surveys import CHEAP, PASSWORD, Station, copied_station, opened_station

POSIX = sys.platform != "win32"
MANY = 200 if os.environ.get("SIPAS_KILLS") else 60  # by ``make kills``
KILLS = MANY if POSIX else 20  # Windows cannot fork: each process loads everything anew
ENOUGH = 100  # ballots left: no process keys so many before it is killed
LONGEST_S = 0.04  # a kill comes at most so long after the first word of the process
# The processes are forked from one that has loaded everything and opened nothing.
CONTEXT = multiprocessing.get_context("forkserver" if POSIX else "spawn")
if POSIX:
    CONTEXT.set_forkserver_preload(["tests.durability.keyer"])


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path) as here:
        yield here


class Expected:
    """What the file must hold: the last acknowledged, or what was being written when the process died."""

    def __init__(self) -> None:
        self.acknowledged: dict[tuple[str, str], Answer] = {}
        self.trying: tuple[str, str, Answer] | None = None
        self.ended = False

    def hear(self, message: bytes) -> None:
        kind, serial, question, value, text = message.decode().split("\t")
        answer = Answer(value, text or None)
        if kind == "A":
            self.acknowledged[serial, question] = answer
        self.trying = (serial, question, answer) if kind == "T" else None
        self.ended = kind == "E"

    def check(self, survey: OpenSurvey, serials: set[str]) -> None:
        for serial in serials:
            with survey.reading() as conn:
                stored = answers(conn, keyings(conn, serial)[1].started)
                row = find_ballot(conn, serial)
            complete = row is not None and row.state is State.FIRST_KEYED
            if complete and self.trying is not None and self.trying[:2] == (serial, ""):
                self.acknowledged[serial, ""] = Answer("")  # stored, and killed before it could say so
            for (ballot, question), answer in self.acknowledged.items():
                if ballot != serial:
                    continue
                tried = self.trying is not None and self.trying[:2] == (serial, question)
                if question == "":
                    assert complete
                else:
                    assert stored[question].answer == answer or (
                        tried and self.trying is not None and stored[question].answer == self.trying[2]
                    )
                if tried and question in stored:  # what was not acknowledged may have been stored all the same
                    self.acknowledged[serial, question] = stored[question].answer


def run_and_kill(desk: Station, key: bytes, left: list[str], chance: random.Random, expected: Expected) -> set[str]:
    """One process from its start to its end by force; the serials that it spoke of."""
    reader, writer = CONTEXT.Pipe(duplex=False)
    arguments = (desk.path, key, "Lan", left, chance.randrange(10**9), writer)
    process = CONTEXT.Process(target=keyer.key_until_killed, args=arguments)
    process.start()
    writer.close()
    heard: list[bytes] = [reader.recv_bytes()]
    deadline = time.monotonic() + chance.random() * LONGEST_S
    while (rest := deadline - time.monotonic()) > 0:
        if reader.poll(rest):
            heard.append(reader.recv_bytes())
    process.kill()
    heard += rest_of(reader)
    process.join()
    assert process.exitcode != 0, "it was to be killed, not to end"
    process.close()
    for message in heard:
        expected.hear(message)
    return {message.decode().split("\t")[1] for message in heard}


def rest_of(reader: Connection) -> list[bytes]:
    """What is still in the pipe; the last message may be cut."""
    found = []
    with reader:
        while True:
            try:
                found.append(reader.recv_bytes())
            except (EOFError, OSError):
                return found


def test_no_acknowledged_answer_is_lost_by_many_kills(desk: Station) -> None:
    serials = list(desk.received(KILLS * 3))
    desk.admin.close()  # no connection of this process is open while others die
    key = keys.unlock(desk.path, "admin", PASSWORD)
    expected, chance = Expected(), random.Random(20171031)
    spoken: set[str] = set()
    for _ in range(KILLS):
        done = {serial for serial, question in expected.acknowledged if question == ""}
        left = [serial for serial in serials if serial not in done]
        if len(left) < ENOUGH:  # a fast disk: a process that runs out of ballots ends by itself
            with closing(opened_station(desk.path)) as more:
                received = more.received(KILLS)
            serials += received
            left += received
        now = run_and_kill(desk, key, left, chance, expected)
        spoken |= now
        with OpenSurvey(desk.path, key, "admin") as survey:
            with survey.reading() as conn:
                assert conn.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            expected.check(survey, now)
    assert len(expected.acknowledged) > KILLS, "the processes hardly came to key anything"
    with OpenSurvey(desk.path, key, "admin") as survey:
        expected.check(survey, spoken)
        with survey.reading() as conn:
            assert conn.exec_driver_sql("PRAGMA cipher_integrity_check").all() == []
        assert queries.check_survey(survey).ok


def test_keying_beside_a_bulk_verb_of_another_process(desk: Station) -> None:
    serials = desk.received(40)
    key = keys.unlock(desk.path, "admin", PASSWORD)
    reader, writer = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=keyer.print_in_bulk, args=(desk.path, key, 4, 2500, writer))
    process.start()
    writer.close()
    keyed = 0
    while keyed < len(serials) and (keyed < 10 or not reader.poll()):
        keying = workflow.start_keying(desk["Lan"], serials[keyed], 1)
        for question, answer in desk.answers().items():
            workflow.record_answer(desk["Lan"], keying, question, answer)  # a busy file would be a Refusal
        workflow.complete_keying(desk["Lan"], keying)
        keyed += 1
    assert int(reader.recv_bytes()) == 10_000
    process.join()
    assert process.exitcode == 0
    reader.close()
    process.close()
    assert queries.ledger(desk.admin).states[State.FIRST_KEYED] == keyed
    assert queries.ledger(desk.admin).printed == 10_040
    with desk.admin.reading() as conn:
        assert conn.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert queries.check_survey(desk.admin).ok


def test_two_keyers_at_once_in_two_processes(desk: Station) -> None:
    """One process keys until it is killed while this one keys other ballots of the same file."""
    serials = desk.received(60)
    key = keys.unlock(desk.path, "admin", PASSWORD)
    reader, writer = CONTEXT.Pipe(duplex=False)
    arguments = (desk.path, key, "Mai", list(serials[30:]), 7, writer)
    process = CONTEXT.Process(target=keyer.key_until_killed, args=arguments)
    process.start()
    writer.close()
    expected = Expected()
    expected.hear(reader.recv_bytes())
    for serial in serials[:30]:
        keying = workflow.start_keying(desk["Lan"], serial, 1)
        for question, answer in desk.answers().items():
            workflow.record_answer(desk["Lan"], keying, question, answer)
        workflow.complete_keying(desk["Lan"], keying)
    process.kill()
    for message in rest_of(reader):
        expected.hear(message)
    process.join()
    process.close()
    expected.check(desk.admin, {serial for serial, _ in expected.acknowledged})
    assert len(expected.acknowledged) > 10
    assert queries.check_survey(desk.admin).ok
