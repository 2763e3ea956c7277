"""Random work on a survey that samples: the check agrees, and so does a count by hand; and what is salvaged of one."""

from __future__ import annotations

import contextlib
import random
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select, update

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import open_survey
from sipas_desktop.store.salvage import salvage
from tests.lost import lose, places
from tests.store.test_sampled_keying import drawn_of, keyed_once, sampled, sound, state, states
from tests.surveys import PASSWORD, Station

__all__ = ["sampled"]  # the fixture
STEPS = 150


def step(chance: random.Random, desk: Station, serial: str) -> None:
    """One thing that somebody tries; what the workflow refuses does not happen."""
    name = chance.choice(["Lan", "Mai", "Tâm"])
    with contextlib.suppress(Refusal):
        match chance.randrange(9):
            case 0:
                workflow.reopen_keying(desk[name], serial, chance.choice((1, 2)))
            case 1:
                workflow.demand_second(desk["Hòa"], serial)
            case 2:
                workflow.adjudicate(desk["Hòa"], serial, "Q1", desk.answers()["Q2"], "xem phiếu")
            case 3:
                workflow.set_validity(desk["Hà"], serial, chance.choice([None, "blank"]))
            case _:
                changed = {"Q1": "5"} if chance.random() < 0.1 else {}
                desk.key(name, chance.choice((1, 1, 2)), serial, **changed)


def counted_by_hand(desk: Station) -> dict[str, tuple[int, int, int]]:
    """Operator → ballots, fields, errors, from the keyings and the settled answers themselves."""
    found: dict[str, Counter[str]] = {}
    with desk.admin.reading() as conn:
        verified = select(m.ballot.c.serial).where(m.ballot.c.state == State.SETTLED.value)
        for serial in conn.execute(verified).scalars().all():
            right = dict(
                conn.execute(select(m.settled.c.question, m.settled.c.value).where(m.settled.c.serial == serial)).all()
            )
            for keying in conn.execute(select(m.keying).where(m.keying.c.serial == serial)).all():
                values = conn.execute(
                    select(m.answer.c.question, m.answer.c.value).where(m.answer.c.keying == keying.started)
                ).all()
                own = found.setdefault(keying.operator, Counter())
                own.update(ballots=1, fields=len(values))
                own.update(errors=sum(right[question] != value for question, value in values))
    return {name: (own["ballots"], own["fields"], own["errors"]) for name, own in found.items()}


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_the_check_agrees_and_so_does_a_count_by_hand(sampled: Station, seed: int) -> None:
    chance = random.Random(seed)
    workflow.add_operator(sampled.admin, "Tâm", ["keyer"], PASSWORD)
    sampled.settled(2)
    serials = sampled.received(24)
    for _ in range(STEPS):
        step(chance, sampled, chance.choice(serials))
    told = {each.name: each.judged for each in queries.sampled_keying(sampled.admin).operators if each.judged.ballots}
    assert {name: (each.ballots, each.fields, each.errors) for name, each in told.items()} == counted_by_hand(sampled)
    with sampled.admin.reading() as conn:
        single = select(m.ballot.c.serial, m.keying.c.operator).join(m.keying, m.keying.c.serial == m.ballot.c.serial)
        rows = conn.execute(single.where(m.ballot.c.state == State.SINGLE_KEYED.value)).all()
    assert not any(drawn_of(sampled, name, (serial,)) for serial, name in rows)
    sound(sampled)


def test_a_survey_that_samples_is_salvaged_whole(sampled: Station, tmp_path: Path) -> None:
    serials, drawn = keyed_once(sampled)
    single = sorted(set(serials) - drawn)
    workflow.demand_second(sampled["Hòa"], single[0])
    before = states(sampled, serials)
    sampled.close()
    found = salvage(sampled.path, tmp_path / "cứu.sipas", "admin", PASSWORD)
    assert (found.whole, found.problems, found.cut) == (True, (), ())
    with open_survey(found.path, "admin", PASSWORD) as survey:
        assert {each.serial: each.state for each in queries.ballots(survey) if each.serial in before} == before
        assert queries.check_survey(survey).ok


def test_without_its_seed_every_ballot_is_keyed_twice_again(sampled: Station) -> None:
    serials, _ = keyed_once(sampled)
    sampled.close()
    seed = places(sampled.path, "kind = 'keying_seeded'")
    _, found = lose(sampled.path, seed, "mất hạt giống")
    assert found.problems == ()
    with open_survey(found.path, "admin", PASSWORD) as survey:
        assert queries.check_survey(survey).ok
        told = queries.sampled_keying(survey)
        assert (told.seed_sha256, told.single_keyed) == ("", 0)
        now = {each.serial: each.state for each in queries.ballots(survey)}
        assert {now[serial] for serial in serials} == {State.FIRST_KEYED}
        run = workflow.reserve_run(survey, count=1)
        workflow.publish_run(survey, run, "0" * 64, 1)
        assert queries.sampled_keying(survey).seed_sha256 == ""  # no other seed in its place
        assert queries.check_survey(survey).ok


def test_the_receipt_of_a_single_keyed_ballot_is_not_changed(sampled: Station) -> None:
    serials, drawn = keyed_once(sampled)
    single = next(each for each in serials if each not in drawn)
    for act in (workflow.withdraw_receipt, lambda survey, serial: workflow.set_validity(survey, serial, "blank")):
        with pytest.raises(Refusal):
            act(sampled["Hà"], single)
    assert state(sampled, single) is State.SINGLE_KEYED


def test_words_of_a_single_keyed_ballot_can_be_erased(sampled: Station) -> None:
    sampled.settled(2)
    said = {"comment": Answer("+", "chờ lâu")}
    serials = sampled.received(20)
    for serial in serials:
        workflow.key_ballot(sampled["Lan"], serial, 1, sampled.answers() | said)
    for serial in drawn_of(sampled, "Lan", serials):
        workflow.key_ballot(sampled["Mai"], serial, 2, sampled.answers() | said)
    assert set(states(sampled, serials).values()) == {State.SINGLE_KEYED, State.SETTLED}
    assert len(queries.comments(sampled.admin, "comment")) == len(serials)
    with sampled.admin.writing() as tx:  # as facts.md says that a person is erased
        tx.conn.execute(update(m.personal).values(salt=None, value=None))
    assert queries.comments(sampled.admin, "comment") == []
    assert len(queries.records(sampled.admin)) == 22
    single = min(set(serials) - drawn_of(sampled, "Lan", serials))
    workflow.demand_second(sampled["Hòa"], single)
    sampled.key("Mai", 2, single, comment="*")
    told = {each.name: each.judged.errors for each in queries.sampled_keying(sampled.admin).operators}
    assert (state(sampled, single), told) == (State.DIFFERING, {"Lan": 0, "Mai": 0})
