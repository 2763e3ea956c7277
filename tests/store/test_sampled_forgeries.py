"""What a changed program would have one keying settle, or a seed chosen late: the check finds each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.keying_sample import Judged
from sipas_desktop.domain.plan import Keying, KeyingMode
from sipas_desktop.store import models as m
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.ballot_rows import keyings, settling_of
from sipas_desktop.store.on_sampled_keying import judged_of, seed_of
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow import printing, settling
from sipas_desktop.store.workflow.settling import single_says
from tests.store.test_sampled_keying import QUICK, drawn_of, learned, sampled, state
from tests.surveys import Station, sampled_plan, station

__all__ = ["sampled"]  # the fixture
SEED = "5f" * 32


def illegal(desk: Station, kind: FactKind = FactKind.BALLOT_SETTLED) -> None:
    """The check finds just that a fact of this kind could not have happened."""
    found = queries.check_survey(desk.admin).problems
    assert [code for code, _ in found] == ["check.illegal"]
    session, n = found[0][1]["fact"].split(":")
    with desk.admin.reading() as conn:
        row = conn.execute(
            m.fact.select().join(m.session, m.session.c.no == m.fact.c.session_no).where(
                m.session.c.id == session, m.fact.c.n == int(n)
            )
        ).mappings().one()  # fmt: skip
    assert row["kind"] == kind


def settles_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that asks for no second keying at all."""
    monkeypatch.setattr(settling, "may_be_single", lambda *_: True)


def test_a_drawn_ballot(sampled: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    learned(sampled)
    serials = sampled.received(40)
    drawn = sorted(drawn_of(sampled, "Lan", serials))
    settles_all(monkeypatch)
    sampled.key("Lan", 1, next(each for each in serials if each not in drawn))
    assert queries.check_survey(sampled.admin).ok
    sampled.key("Lan", 1, drawn[0])
    assert state(sampled, drawn[0]) is State.SINGLE_KEYED
    illegal(sampled)


def test_one_of_an_operator_who_learns(sampled: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    serials = sampled.received(40)
    settles_all(monkeypatch)
    sampled.key("Lan", 1, min(set(serials) - drawn_of(sampled, "Lan", serials)))
    illegal(sampled)


def test_one_of_an_operator_whose_errors_pass_the_limit(sampled: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    for serial in sampled.received(2):
        sampled.key("Lan", 1, serial, **{f"Q{n}": "1" for n in range(1, 6)})
        sampled.key("Mai", 2, serial)
        for each in queries.open_discrepancies(sampled["Hòa"]):
            workflow.adjudicate(sampled["Hòa"], serial, each.question, Answer("4"))
    serials = sampled.received(40)
    settles_all(monkeypatch)
    sampled.key("Mai", 1, min(set(serials) - drawn_of(sampled, "Mai", serials)))
    assert queries.check_survey(sampled.admin).ok  # she made none
    sampled.key("Lan", 1, max(set(serials) - drawn_of(sampled, "Lan", serials)))
    illegal(sampled)


def test_one_of_a_survey_in_full_mode(desk: Station) -> None:
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial)
    (form,) = desk.admin.forms.current().values()
    with desk["Lan"].writing() as tx:
        completed = keyings(tx.conn, serial)[1].completed
        assert completed is not None
        rule = Keying(mode=KeyingMode.SAMPLED, one_in=3)
        tx.append(FactKind.BALLOT_SETTLED, serial, **single_says(form, rule, ref_of(tx.conn, completed), Judged()))
    assert state(desk, serial) is State.SINGLE_KEYED
    illegal(desk)


def test_a_seed_in_a_survey_in_full_mode(desk: Station) -> None:
    with desk.admin.writing() as tx:
        tx.append(FactKind.KEYING_SEEDED, seed=SEED)
    illegal(desk, FactKind.KEYING_SEEDED)


def test_one_of_a_form_in_full_mode_beside_a_sampled_one(sampled: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    """The seed is right; the check reads a plan by which this form is not sampled."""
    learned(sampled)
    serials = sampled.received(40)
    sampled.key("Lan", 1, min(set(serials) - drawn_of(sampled, "Lan", serials)))
    assert queries.check_survey(sampled.admin).ok
    monkeypatch.setattr(Keying, "is_sampled", lambda rule, form: form != "phieu")
    illegal(sampled)


@pytest.mark.parametrize("known", [Judged(9, 999, 0), Judged(2, 1, 0)])
def test_other_errors_than_were_known(sampled: Station, monkeypatch: pytest.MonkeyPatch, known: Judged) -> None:
    learned(sampled)
    serials = sampled.received(40)
    settles_all(monkeypatch)
    monkeypatch.setattr(settling, "judged_of", lambda *_: known)
    sampled.key("Lan", 1, min(set(serials) - drawn_of(sampled, "Lan", serials)))
    illegal(sampled)


def test_one_whose_second_keying_was_demanded(sampled: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    learned(sampled)
    serials = sampled.received(40)
    serial = min(set(serials) - drawn_of(sampled, "Lan", serials))
    sampled.key("Lan", 1, serial)
    workflow.demand_second(sampled["Hòa"], serial)
    workflow.reopen_keying(sampled["Lan"], serial, 1)
    monkeypatch.setattr(settling, "is_demanded", lambda *_: False)
    sampled.key("Lan", 1, serial)
    assert state(sampled, serial) is State.SINGLE_KEYED
    illegal(sampled)


def test_one_whose_second_keying_is_at_a_station(sampled: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    learned(sampled)
    serials = sampled.received(40)
    serial = min(set(serials) - drawn_of(sampled, "Lan", serials))
    workflow.hand_out(sampled.admin, batches=["L1"], passes=(2,))
    sampled.key("Lan", 1, serial)
    assert state(sampled, serial) is State.FIRST_KEYED
    workflow.reopen_keying(sampled["Lan"], serial, 1)
    monkeypatch.setattr(settling, "away", lambda *_: {})
    sampled.key("Lan", 1, serial)
    assert state(sampled, serial) is State.SINGLE_KEYED
    illegal(sampled)


def test_one_that_had_to_wait_does_not_cease_to(sampled: Station) -> None:
    """Right in all that it says, but said when her errors had become few, not when she completed it."""
    serials = sampled.received(40)
    serial = min(set(serials) - drawn_of(sampled, "Lan", serials))
    sampled.key("Lan", 1, serial)
    learned(sampled)
    (form,) = sampled.admin.forms.current().values()
    with sampled["Lan"].writing() as tx:
        seed = seed_of(tx.conn)
        assert seed is not None and keyings(tx.conn, serial).keys() == {1}
        said = single_says(form, sampled.admin.plan.keying, ref_of(tx.conn, seed[0]), judged_of(tx.conn, "Lan"))
        tx.append(FactKind.BALLOT_SETTLED, serial, **said)
    illegal(sampled)


Change = Callable[[dict[str, Any]], dict[str, Any]]


@pytest.mark.parametrize(
    "change",
    [
        lambda single: single | {"one_in": 1000},
        lambda single: single | {"drawn": True},
        lambda single: single | {"mode": "full"},
        lambda single: single | {"seed": "0" * 32 + ":1"},
        lambda single: single | {"more": 1},
        lambda single: {name: value for name, value in single.items() if name != "fields"},
    ],
)
def test_a_settling_that_says_something_else(sampled: Station, monkeypatch: pytest.MonkeyPatch, change: Change) -> None:
    learned(sampled)
    serials = sampled.received(40)

    def says(*of: Any) -> dict[str, Any]:
        said = single_says(*of)
        return said | {"single": change(said["single"])}

    monkeypatch.setattr(settling, "single_says", says)
    sampled.key("Lan", 1, min(set(serials) - drawn_of(sampled, "Lan", serials)))
    illegal(sampled)


@pytest.mark.parametrize("when", ["first", "again", "late", "short"])
def test_a_seed_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    """A seed is as random as the program is honest; but there is one, of its length, older than any ballot."""
    with station(tmp_path, sampled_plan(tmp_path / "plans", QUICK)) as desk:
        if when == "again":
            desk.print(1)
        if when == "late":
            monkeypatch.setattr(printing, "mint_seed", lambda *_: None)
            desk.print(1)
            assert queries.check_survey(desk.admin).ok
        with desk.admin.writing() as tx:
            tx.append(FactKind.KEYING_SEEDED, seed=SEED[2:] if when == "short" else SEED)
        if when == "first":
            assert queries.check_survey(desk.admin).ok
        else:
            illegal(desk, FactKind.KEYING_SEEDED)


def test_a_demand_of_what_two_keyings_settled(sampled: Station) -> None:
    (serial,) = sampled.settled(1)
    with sampled["Hòa"].writing() as tx:
        settled = settling_of(tx.conn, serial)
        assert settled is not None
        tx.append(FactKind.SECOND_DEMANDED, serial, unsettles=ref_of(tx.conn, settled))
    illegal(sampled, FactKind.SECOND_DEMANDED)


def test_a_demand_by_its_own_keyer(sampled: Station) -> None:
    learned(sampled)
    workflow.set_roles(sampled.admin, "Lan", ["keyer", "adjudicator"])
    serials = sampled.received(40)
    serial = min(set(serials) - drawn_of(sampled, "Lan", serials))
    sampled.key("Lan", 1, serial)
    with sampled["Lan"].writing() as tx:
        settled = settling_of(tx.conn, serial)
        assert settled is not None
        tx.append(FactKind.SECOND_DEMANDED, serial, unsettles=ref_of(tx.conn, settled))
    assert [code for code, _ in queries.check_survey(sampled.admin).problems] == ["check.not_third"]


def test_a_demand_in_a_closed_batch(sampled: Station) -> None:
    learned(sampled)
    serials = sampled.received(40)
    for serial in serials:
        sampled.key("Lan", 1, serial)
        if state(sampled, serial) is State.FIRST_KEYED:
            sampled.key("Mai", 2, serial)
    workflow.close_batch(sampled["Hà"], "L1")
    serial = next(each for each in serials if state(sampled, each) is State.SINGLE_KEYED)
    with sampled["Hòa"].writing() as tx:
        settled = settling_of(tx.conn, serial)
        assert settled is not None
        tx.append(FactKind.SECOND_DEMANDED, serial, unsettles=ref_of(tx.conn, settled))
    illegal(sampled, FactKind.SECOND_DEMANDED)
