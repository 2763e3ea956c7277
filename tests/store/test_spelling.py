"""Differences of spelling alone are decided together, each as a fact of its own that names the group."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from sipas_desktop.domain.answer import WRITTEN, Answer
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.store import models as m
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.ballot_rows import differences
from sipas_desktop.store.references import ref_of
from tests.store.test_keying import refused
from tests.surveys import Station


def keyed(desk: Station, one: str, other: str, **changed: str) -> str:
    """A ballot whose comment two keyers wrote in two ways."""
    (serial,) = desk.received(1)
    for name, number, text in (("Lan", 1, one), ("Mai", 2, other)):
        values = desk.answers(**(changed if number == 2 else {})) | {"comment": Answer(WRITTEN, text)}
        workflow.key_ballot(desk[name], serial, number, values)
    return serial


def test_they_are_found_and_decided_by_the_rule(desk: Station) -> None:
    alike = keyed(desk, "Hòa giải chậm", "hoà giải chậm")
    unlike = keyed(desk, "chờ má", "chờ mà")
    both = keyed(desk, "Chờ lâu", "CHỜ LÂU", Q1="1")
    found = queries.spelling_differences(desk["Hòa"])
    assert [(each.found.serial, each.found.question) for each in found] == [(alike, "comment"), (both, "comment")]
    assert {found[0].found.a.text, found[0].found.b.text} == {"Hòa giải chậm", "hoà giải chậm"}
    assert workflow.adjudicate_spelling(desk["Hòa"], alike, "comment") == workflow.Decided(new=True, settled=True)
    assert workflow.adjudicate_spelling(desk["Hòa"], both, "comment") == workflow.Decided(new=True, settled=False)
    assert workflow.adjudicate_spelling(desk["Hòa"], alike, "comment").new is False  # run again
    assert queries.spelling_differences(desk["Hòa"]) == ()
    with refused("adjudication.no_spelling"):
        workflow.adjudicate_spelling(desk["Hòa"], unlike, "comment")
    with refused("adjudication.no_spelling"):
        workflow.adjudicate_spelling(desk["Hòa"], both, "Q1")
    with refused("adjudication.no_spelling"):
        workflow.adjudicate_spelling(desk["Hòa"], both, "Q2")
    (told, *_) = [row for row in queries.history(desk.admin).rows if row.kind == FactKind.ADJUDICATED]
    assert told.why == "@spelling"
    assert queries.check_survey(desk.admin).problems == ()


def test_the_modern_spelling_is_settled(desk: Station) -> None:
    serial = keyed(desk, "hoà giải", "Hòa giải")
    workflow.adjudicate_spelling(desk["Hòa"], serial, "comment")
    with desk.admin.reading() as conn:
        words = select(m.personal.c.value).join(m.settled, m.settled.c.personal == m.personal.c.id)
        assert conn.execute(words).scalars().all() == ["hoà giải"]


def test_who_keyed_it_neither_sees_nor_decides_it(desk: Station) -> None:
    serial = keyed(desk, "hoà", "hòa")
    workflow.set_roles(desk.admin, "Lan", ["keyer", "adjudicator"])
    assert queries.spelling_differences(desk["Lan"]) == ()
    with refused("adjudication.own_keying"):
        workflow.adjudicate_spelling(desk["Lan"], serial, "comment")
    with refused("differences.not_for_keyers"):
        queries.spelling_differences(desk["Mai"])
    with refused("operators.not_allowed"):
        workflow.adjudicate_spelling(desk["Mai"], serial, "comment")


def test_what_was_decided_otherwise_stays_decided(desk: Station) -> None:
    serial = keyed(desk, "hoà", "hòa")
    workflow.adjudicate(desk["Hòa"], serial, "comment", Answer(WRITTEN, "hòa"))
    with refused("adjudication.no_discrepancy"):
        workflow.adjudicate_spelling(desk["Hòa"], serial, "comment")


def test_a_closed_batch_is_closed(desk: Station) -> None:
    serial = keyed(desk, "hoà", "hòa")
    workflow.adjudicate_spelling(desk["Hòa"], serial, "comment")
    workflow.close_batch(desk.admin, "L1")
    other = desk.received(1, batch="L2")
    assert other and not workflow.adjudicate_spelling(desk["Hòa"], serial, "comment").new


@pytest.mark.parametrize(
    ("one", "other", "taken", "group", "code"),
    [
        ("hoà", "hòa", "hoà", "spelling", None),
        ("hoà", "hòa", "hòa", "spelling", "check.illegal"),  # not the one that the rule takes
        ("má", "mà", "má", "spelling", "check.illegal"),  # not alike at all
        ("hoà", "hòa", "hoá", "spelling", "check.illegal"),
        ("hoà", "hòa", "hoà", "all", "check.illegal"),  # a group that is none
    ],
)
def test_a_group_decision_that_no_program_made_is_found(
    desk: Station, one: str, other: str, taken: str, group: str, code: str | None
) -> None:
    serial = keyed(desk, one, other, Q1="1")
    with desk["Hòa"].writing() as tx:
        (found,) = (each for each in differences(tx.conn, serial) if each.question == "comment")
        tx.append(
            FactKind.ADJUDICATED,
            serial,
            question="comment",
            answer=tx.answer(Answer(WRITTEN, taken)),
            a=ref_of(tx.conn, found.a.fact),
            b=ref_of(tx.conn, found.b.fact),
            reason=None,
            supersedes=None,
            unsettles=None,
            group=group,
        )
    assert [found for found, _ in queries.check_survey(desk.admin).problems] == ([code] if code else [])
