"""Eight stations key into one server that cuts them off at random and is killed once: none lost, double or shared.

``SIPAS_STATION_ANSWERS`` is the number of answers a station; ``make stations`` takes 5,000.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.place import ServerAddress
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from tests.durability import clerk
from tests.server import Server, running_server, why_no_server
from tests.surveys import CHEAP, PASSWORD, Station, station

pytestmark = pytest.mark.skipif(bool(why_no_server()), reason=why_no_server() or "-")

STATIONS = 8
ANSWERS = int(os.environ.get("SIPAS_STATION_ANSWERS") or 60)  # that each station keys, on average
CUTS = 40  # connections that are cut off, spread over the answers
BATCHES = 24
AWAY_S = 0.4  # the server, after it was killed
Key = tuple[str, str, str, str]  # clerk, serial, pass, question
CONTEXT = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
CONTEXT.set_forkserver_preload(["tests.durability.clerk"])


@pytest.fixture
def own_server() -> Iterator[Server]:
    """It is killed: no other test's."""
    with running_server() as one:
        yield one


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_server: Server) -> Iterator[Station]:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, at=own_server.new_database()) as here:
        yield here


class Room:
    """All stations at work: what they were told, and what is done to them meanwhile."""

    def __init__(self, server: Server, place: ServerAddress, due: int) -> None:
        self._server, self._place, self._due = server, place, due
        self.told: dict[Key, list[str]] = defaultdict(list)  # the values acknowledged, in their order
        self.open: Counter[Key] = Counter()  # how often the server left open whether it took an answer
        self.heard: Counter[str] = Counter()
        self._chance = random.Random(20171031)
        self._cuts, self._killed = 0, False

    def work(self, names: list[str]) -> None:
        """Until everybody has ended by herself."""
        readers: dict[Connection, str] = {}
        processes = []
        for seed, name in enumerate(names):
            reader, writer = CONTEXT.Pipe(duplex=False)
            arguments = (self._place, name, PASSWORD, seed, writer)
            process = CONTEXT.Process(target=clerk.key_at_station, args=arguments)
            process.start()
            writer.close()
            processes.append(process)
            readers[reader] = name
        while readers:
            for ready in wait(list(readers), timeout=1):
                assert isinstance(ready, Connection)
                try:
                    self._hear(readers[ready], ready.recv_bytes())
                except EOFError:
                    ready.close()
                    del readers[ready]
                    if self.heard["E"] + len(readers) < len(names):  # the others would wait for her ballots for ever
                        for process in processes:
                            process.terminate()
            self._torment()
        for process in processes:
            process.join()
        assert self.heard["E"] == len(names), "a station did not come to its end"
        assert self._cuts >= CUTS and self._killed

    def _hear(self, name: str, message: bytes) -> None:
        kind, *about = message.decode().split("\t")
        self.heard[kind] += 1
        if len(about) == 4:
            key = (name, about[0], about[1], about[2])
            if kind == "A":
                self.told[key].append(about[3])
            elif kind == "U":
                self.open[key] += 1

    def _torment(self) -> None:
        done = self.heard["A"] / self._due
        if done > (self._cuts + 1) / (CUTS + 2):
            self._cuts += 1
            self._server.run(
                "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity "
                f"WHERE datname = '{self._place.database}' ORDER BY random() LIMIT {self._chance.randint(1, 4)}) each"
            )
        if done > 0.5 and not self._killed:
            self._killed = True
            self._server.kill()
            time.sleep(AWAY_S)
            self._server.start()


def test_no_answer_is_lost_or_double_and_no_batch_held_twice(room: Station, own_server: Server) -> None:
    asked = len(next(iter(room.admin.forms.values())).questions)
    ballots = STATIONS * ANSWERS // asked // 2
    names = [f"Trạm {number}" for number in range(1, STATIONS + 1)]
    for name in names:
        workflow.add_operator(room.admin, name, ["keyer"], PASSWORD)
    for number, serial in enumerate(room.print(ballots)):
        workflow.receive(room.admin, serial, batch=f"L{number % BATCHES + 1}")
    assert isinstance(room.path, ServerAddress)
    there = Room(own_server, room.path, ballots * asked * 2)
    began = time.monotonic()
    there.work(names)
    took = time.monotonic() - began
    facts = history(room.admin)
    print(f"{there.heard['A']} answers in {took:.0f} s, {dict(there.heard)}")

    check_answers(facts, there)
    check_passes(facts)
    check_batches(facts)
    assert queries.check_survey(room.admin).problems == ()
    assert queries.figures(room.admin).ballots.settled == ballots


Said = tuple[str, str, str, dict[str, Any]]  # operator, kind, subject, payload


def history(survey: OpenSurvey) -> list[Said]:
    """All facts as the server has them."""
    columns = (m.fact.c.session_no, m.fact.c.kind, m.fact.c.subject, m.fact.c.payload)
    found, who = [], {}
    with survey.reading() as conn:
        for number, kind, subject, payload in conn.execute(select(*columns).order_by(m.fact.c.seq)):
            said = json.loads(payload)
            if kind == FactKind.SESSION_OPENED:
                who[number] = said["operator"]
            found.append((who[number], kind, subject, said))
    return found


def check_answers(facts: list[Said], there: Room) -> None:
    """Every acknowledged answer is there once, in its order; once more at most where the server left it open."""
    held: dict[Key, list[str]] = defaultdict(list)
    of_pass: dict[str, str] = {}
    pass_of: dict[tuple[str, str], str] = {}
    for operator, kind, serial, said in facts:
        if kind == FactKind.KEYING_STARTED:
            pass_of[operator, serial] = str(said["pass"])
        elif kind == FactKind.ANSWERS_KEYED:
            number = pass_of[operator, serial]
            assert of_pass.setdefault(said["keying"], number) == number
            for question, answer in said["answers"].items():
                held[operator, serial, number, question].append(answer["value"])
    assert held.keys() == there.told.keys()
    for key, told in there.told.items():
        if held[key] != told:
            once = [value for at, value in enumerate(held[key]) if at == 0 or held[key][at - 1] != value]
            assert once == told and len(held[key]) - len(told) <= there.open[key], (key, told, held[key])


def check_passes(facts: list[Said]) -> None:
    """Each pass was begun once, and the two by different people."""
    begun: dict[str, dict[int, str]] = defaultdict(dict)
    for operator, kind, serial, said in facts:
        if kind == FactKind.KEYING_STARTED:
            assert said["pass"] not in begun[serial], f"{serial} is {begun[serial]}'s, and {operator} began it"
            begun[serial][said["pass"]] = operator
    completed = Counter(said["keying"] for _, kind, _, said in facts if kind == FactKind.KEYING_COMPLETED)
    assert set(completed.values()) == {1} and len(completed) == 2 * len(begun)
    assert all(passes[1] != passes[2] for passes in begun.values())


def check_batches(facts: list[Said]) -> None:
    """Nobody took a batch that somebody else had, and who had the first pass of one has not its second."""
    holders: dict[tuple[str, int], str] = {}
    for operator, kind, _, said in facts:
        if kind == FactKind.BATCH_CLAIMED:
            held = (said["batch"], said["pass"])
            assert held not in holders, f"{held} is {holders[held]}'s, and {operator} took it"
            holders[held] = operator
        assert kind not in (FactKind.BATCH_GIVEN_BACK, FactKind.BATCH_TAKEN_OVER)
    assert len(holders) == 2 * BATCHES
    assert all(holders[batch, 1] != holders[batch, 2] for batch, _ in holders)
