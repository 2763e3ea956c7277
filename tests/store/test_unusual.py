"""What is unusual is asked before a keying closes, and what was confirmed stays; the last key can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from sipas_desktop.domain import unusual
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fact import FactKind, canonical
from sipas_desktop.domain.unusual import Check
from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store import models as m
from sipas_desktop.store.workflow import Keying, Unconfirmed
from tests.surveys import CHEAP, Station, sampled_plan, station


@pytest.fixture(autouse=True)
def _no_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unusual, "QUICKEST_MS", 0)


def contradicting(desk: Station, name: str, number: int, serial: str) -> Keying:
    """All is keyed: every criterion 4, but the overall question 1."""
    keying = workflow.start_keying(desk[name], serial, number)
    for question, answer in desk.answers(overall="1").items():
        workflow.record_answer(desk[name], keying, question, answer)
    return keying


def said(desk: Station, kind: FactKind) -> list[str]:
    """The payloads of all facts of ``kind``."""
    with desk.admin.reading() as conn:
        return list(conn.execute(select(m.fact.c.payload).where(m.fact.c.kind == kind)).scalars())


def test_what_is_unusual_is_asked_once_and_its_confirmation_kept(desk: Station) -> None:
    (serial,) = desk.received(1)
    keying = contradicting(desk, "Lan", 1, serial)
    with pytest.raises(Unconfirmed) as asked:
        workflow.complete_keying(desk["Lan"], keying, confirmed=())
    assert asked.value.found.key == "W102:overall"
    assert "W102" in asked.value.words("vi") and "Toàn bộ quá trình" in asked.value.words("vi")
    assert queries.ballots(desk.admin)[0].state is State.FIRST_KEYING
    workflow.complete_keying(desk["Lan"], keying, confirmed={"W102:overall", "W101"})
    assert said(desk, FactKind.KEYING_COMPLETED) == [canonical({"keying": keying.ref, "unusual": ["W102:overall"]})]
    assert queries.check_survey(desk.admin).ok


def test_what_the_second_keyer_is_asked_hangs_on_her_own_answers_alone(desk: Station) -> None:
    one, other = desk.received(2)
    desk.key("Lan", 1, one)
    desk.key("Lan", 1, other, overall="1")
    for serial in (one, other):
        keying = contradicting(desk, "Mai", 2, serial)
        with pytest.raises(Unconfirmed) as asked:
            workflow.complete_keying(desk["Mai"], keying, confirmed=())
        assert asked.value.found.key == "W102:overall"


def test_keyed_faster_than_read(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    (serial,) = desk.received(1)
    keying = workflow.start_keying(desk["Lan"], serial, 1)
    for question, answer in desk.answers().items():
        workflow.record_answer(desk["Lan"], keying, question, answer)
    monkeypatch.setattr(unusual, "QUICKEST_MS", 60_000)
    with pytest.raises(Unconfirmed) as asked:
        workflow.complete_keying(desk["Lan"], keying, confirmed=())
    assert asked.value.found.key == "W104"


def test_a_plan_that_turns_a_check_off_asks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, sampled_plan(tmp_path / "plans", '[keying.checks]\noff = ["W102"]')) as desk:
        assert desk.admin.plan.keying.checks.off == {Check.OVERALL}
        (serial,) = desk.received(1)
        workflow.complete_keying(desk["Lan"], contradicting(desk, "Lan", 1, serial), confirmed=())
        assert queries.ballots(desk.admin)[0].state is State.FIRST_KEYED
        assert queries.check_survey(desk.admin).ok


def test_nobody_is_asked_about_a_file(desk: Station) -> None:
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial, overall="1")
    assert "unusual" not in said(desk, FactKind.KEYING_COMPLETED)[0]


# -- undo --------------------------------------------------------------------------------------------------------------


def test_the_last_key_is_taken_back_by_a_fact(desk: Station) -> None:
    (serial,) = desk.received(1)
    lan = desk["Lan"]
    keying = workflow.start_keying(lan, serial, 1)
    for question, answer in desk.answers().items():
        workflow.record_answer(lan, keying, question, answer)
    workflow.take_back_answer(lan, keying, "Q3")
    workflow.take_back_answer(lan, keying, "Q3")  # nothing is left to take back
    with pytest.raises(Refusal, match="not keyed yet: 3"):
        workflow.complete_keying(lan, keying)
    assert "Q3" not in workflow.start_keying(lan, serial, 1).answers
    workflow.record_answer(lan, keying, "Q3", Answer("5"))
    workflow.complete_keying(lan, keying)
    assert queries.check_survey(desk.admin).ok


def test_nobody_takes_back_what_another_keyed(desk: Station) -> None:
    (serial,) = desk.received(1)
    keying = workflow.start_keying(desk["Lan"], serial, 1)
    workflow.record_answer(desk["Lan"], keying, "Q1", Answer("5"))
    with pytest.raises(Refusal):
        workflow.take_back_answer(desk["Mai"], keying, "Q1")
    desk.key("Mai", 1, *desk.received(1))
    with pytest.raises(Refusal):
        workflow.take_back_answer(desk["Mai"], keying, "Q1")


@pytest.mark.parametrize(
    "forged",
    [
        {"supersedes": {}},  # nothing is taken back
        {"supersedes": {"Q1": "0" * 32 + ":1"}},  # not the answer that stands
        {"supersedes": "both"},  # two at once
        {"supersedes": {"Q9": "0" * 32 + ":1"}},
    ],
)
def test_a_forged_undo_is_found(desk: Station, forged: dict[str, object]) -> None:
    (serial,) = desk.received(1)
    lan = desk["Lan"]
    keying = workflow.start_keying(lan, serial, 1)
    refs = {}
    for question in ("Q1", "Q2"):
        workflow.record_answer(lan, keying, question, Answer("4"))
        with lan.reading() as conn:
            session, n = conn.execute(
                select(m.session.c.id, m.fact.c.n)
                .join(m.session, m.session.c.no == m.fact.c.session_no)
                .order_by(m.fact.c.seq.desc())
                .limit(1)
            ).one()
        refs[question] = f"{session}:{n}"
    supersedes = refs if forged["supersedes"] == "both" else forged["supersedes"]
    with lan.writing() as tx:
        if supersedes == {} or supersedes == refs:
            tx.append(FactKind.ANSWERS_KEYED, serial, keying=keying.ref, answers={}, supersedes=supersedes)
        else:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("sipas_desktop.store.facts.project", lambda *told: None)
                tx.append(FactKind.ANSWERS_KEYED, serial, keying=keying.ref, answers={}, supersedes=supersedes)
    assert not queries.check_survey(desk.admin).ok


def test_a_forged_confirmation_is_found(desk: Station) -> None:
    (serial,) = desk.received(1)
    lan = desk["Lan"]
    keying = workflow.start_keying(lan, serial, 1)
    for question, answer in desk.answers().items():
        workflow.record_answer(lan, keying, question, answer)
    with lan.writing() as tx:
        tx.append(FactKind.KEYING_COMPLETED, serial, keying=keying.ref, unusual=["W103:không có"])
    assert not queries.check_survey(desk.admin).ok
