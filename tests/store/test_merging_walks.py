"""Random work at two stations and in the office: merged either way round, it comes to the same."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from sipas_desktop.errors import Refusal
from sipas_desktop.store import queries, workflow
from tests.stations import copied, hand_out, merge, outcome
from tests.surveys import PASSWORD, Station

STEPS = 25


def work(chance: random.Random, station: Station, serials: Sequence[str]) -> None:
    """One thing that somebody tries; what the workflow refuses does not happen."""
    name, serial = chance.choice(["Lan", "Mai", "Tâm"]), chance.choice(serials)
    with contextlib.suppress(Refusal):
        match chance.randrange(8):
            case 0:
                workflow.receive(station[name], serial, batch="B")
            case 1:
                workflow.reopen_keying(station[name], serial, chance.choice((1, 2)))
            case 2:
                workflow.set_validity(station[name], serial, chance.choice([None, "blank", "torn"]))
            case 3:
                workflow.adjudicate(station["Hòa"], serial, "Q1", station.answers()["Q2"], "xem phiếu")
            case 4:
                workflow.withdraw_receipt(station[name], serial)
            case _:
                station.key(name, chance.choice((1, 2)), serial, Q1=chance.choice("45"))


@pytest.mark.parametrize("seed", range(5))
def test_both_orders_come_to_the_same(desk: Station, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    workflow.add_operator(desk.admin, "Tâm", ["keyer"], PASSWORD)
    serials = [*desk.received(3, "L1"), *desk.print(2)]
    stations = []
    for number in (1, 2):
        post = hand_out(desk, tmp_path, ["L1"], chance.choice([(1,), (1, 2)]), serials_from=serials[3])
        for _ in range(STEPS):
            work(chance, post, serials)
        post.close()
        stations.append(post)
        workflow.take_back(desk.admin, number, "máy hỏng")  # so that the next gets the same ballots
    for _ in range(STEPS):
        work(chance, desk, serials)
    found = []
    for order in (stations, stations[::-1]):
        office = copied(desk, tmp_path / f"office {len(found)}")
        for post in order:
            merge(office, post)
        assert queries.check_survey(office.admin).problems == ()
        assert [merge(office, post).added for post in order] == [0, 0]
        found.append(outcome(office.admin))
        office.close()
    assert found[0] == found[1]
    assert found[0][2], "the stations were given the same ballots, so something stands against each other"
