"""How often each value was settled is kept beside the settled answers, and is what counting them would give."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.sql import func

from sipas_desktop.domain.answer import Answer
from sipas_desktop.store import models as m
from sipas_desktop.store import workflow
from tests.surveys import Station


def kept(desk: Station) -> dict[tuple[str, str, str], int]:
    with desk.admin.reading() as conn:
        return {(run, question, value): count for run, question, value, count in conn.execute(select(m.settled_count))}


def counted(desk: Station) -> dict[tuple[str, str, str], int]:
    s = m.settled.c
    query = select(m.ballot.c.run, s.question, s.value, func.count()).join(m.ballot, m.ballot.c.serial == s.serial)
    with desk.admin.reading() as conn:
        rows = conn.execute(query.group_by(m.ballot.c.run, s.question, s.value))
        return {(run, question, value): count for run, question, value, count in rows}


def differing(desk: Station) -> str:
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial, Q1="5")
    desk.key("Mai", 2, serial, Q1="1")
    return serial


def test_a_settled_ballot_is_counted_in_its_run(desk: Station) -> None:
    desk.settled(2, Q1="5")
    desk.settled(1, Q1="4")
    differing(desk)  # is not settled, so it is in no count
    assert kept(desk) == counted(desk)
    assert sorted(count for (_, question, _), count in kept(desk).items() if question == "Q1") == [1, 2]


def test_an_unsettled_ballot_is_taken_out_and_leaves_no_empty_count(desk: Station) -> None:
    serial = differing(desk)
    assert kept(desk) == {}
    workflow.adjudicate(desk["Hòa"], serial, "Q1", Answer("5"))
    before = kept(desk)
    assert before == counted(desk) != {}
    assert ("Q1", "5", 1) in {(question, value, count) for (_, question, value), count in before.items()}
    workflow.adjudicate(desk["Hòa"], serial, "Q1", Answer("1"), "xem lại phiếu")
    assert kept(desk) == counted(desk)
    assert {value for _, question, value in kept(desk) if question == "Q1"} == {"1"}
