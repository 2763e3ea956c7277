"""Ballots on their way: issued, visited, given up, taken back, spoiled, voided; the ledger adds up at every moment."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.fieldwork import STATE_OF, Outcome
from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys, queries, sample_lists, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import FieldCounts, legality_of_receipts
from sipas_desktop.store.queries.named_gaps import Finding, Gaps
from sipas_desktop.store.workflow import InterviewerData, MemberData
from tests.surveys import CHEAP, Station, copied_station, plan_with, station

DAY = datetime.date(2024, 9, 10)
NEXT = DAY + datetime.timedelta(days=1)
BA, TU = InterviewerData("B1", "Trần Văn Ba", "Phường Xuân Phú"), InterviewerData("B2", "Lê Thị Tư", "", "0900000002")


@pytest.fixture
def hue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A survey with a sample list: six official members of two units, three in reserve."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path, "hue-2024") as here:
        listed = [MemberData("official", f"Người {n}", unit=f"Đơn vị {n % 2}") for n in range(6)]
        listed += [MemberData("reserve", f"Dự phòng {n}", unit=f"Đơn vị {n % 2}") for n in range(3)]
        workflow.import_sample(here.admin, listed, "0" * 64)
        workflow.set_interviewers(here.admin, [BA, TU])
        yield here


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.words("vi") and caught.value.words("en")
    return caught.value.code


def state(survey: OpenSurvey, serial: str) -> State:
    found = queries.ballot(survey, serial)
    assert found is not None
    return found.state


def adds_up(survey: OpenSurvey) -> None:
    """The ledger of DESIGN, over the survey and over the interviewers."""
    held = queries.ledger(survey)
    at = held.states
    assert held.printed == at[State.STOCK] + at[State.SPOILED] + held.issued
    ended = (State.OUT, State.REFUSED, State.NOT_MET, State.UNDELIVERED, State.LOST)
    assert held.issued == held.returned + sum(at[each] for each in ended)
    counts = queries.field_counts(survey)
    assert all(each.issued == each.returned + sum(each.at(state) for state in ended) for each in counts)
    assert all(0 <= each.to_issue <= each.assigned for each in counts)
    assert all(queries.field_counts(survey, each.code) == [each] for each in counts)
    for each in ended:
        assert at[each] == sum(count.at(each) for count in counts)


def of(survey: OpenSurvey, code: str) -> FieldCounts:
    (found,) = queries.field_counts(survey, code)
    return found


@pytest.mark.parametrize("outcome", Outcome)
def test_each_outcome_leads_where_the_table_says_and_can_be_taken_back(desk: Station, outcome: Outcome) -> None:
    workflow.set_interviewers(desk.admin, [BA])
    (serial,) = desk.print(1)
    assert refused(lambda: workflow.set_outcome(desk["Lan"], serial, outcome)) == "receive.not_now"
    assert workflow.issue(desk["Lan"], serial, "B1", DAY).new
    assert state(desk.admin, serial) is State.OUT
    done = workflow.set_outcome(desk["Lan"], serial, outcome, day=NEXT)
    assert (done.interviewer, state(desk.admin, serial)) == ("B1", STATE_OF[outcome])
    assert not workflow.set_outcome(desk["Mai"], serial, outcome, day=NEXT).new  # a scanner that reads twice
    assert [step.step for step in queries.field_steps(desk.admin, serial)] == ["issued", outcome]
    workflow.withdraw_step(desk["Mai"], serial)
    assert state(desk.admin, serial) is State.OUT
    workflow.withdraw_step(desk["Mai"], serial)
    assert state(desk.admin, serial) is State.STOCK
    assert refused(lambda: workflow.withdraw_step(desk["Mai"], serial)) == "receive.not_now"
    assert queries.field_steps(desk.admin, serial) == []
    assert queries.check_survey(desk.admin).problems == ()


@pytest.mark.parametrize("outcome", [None, *Outcome])
def test_whatever_was_said_of_it_a_ballot_that_comes_back_is_received(desk: Station, outcome: Outcome | None) -> None:
    (serial,) = desk.print(1)
    workflow.issue(desk.admin, serial, day=DAY)
    if outcome:
        workflow.set_outcome(desk.admin, serial, outcome, day=NEXT)
    before = state(desk.admin, serial)
    workflow.receive(desk["Mai"], serial)
    assert refused(lambda: workflow.withdraw_step(desk.admin, serial)) == "receive.not_now"
    adds_up(desk.admin)
    workflow.withdraw_receipt(desk["Mai"], serial)
    assert state(desk.admin, serial) is before
    adds_up(desk.admin)
    assert queries.check_survey(desk.admin).problems == ()


def test_who_was_not_met_is_visited_again(desk: Station) -> None:
    workflow.set_interviewers(desk.admin, [BA, TU])
    (serial,) = desk.print(1)
    workflow.issue(desk.admin, serial, "B1", DAY)
    for days in (1, 2):
        workflow.set_outcome(desk.admin, serial, "not_met", day=DAY + datetime.timedelta(days=days))
    workflow.issue(desk.admin, serial, "B2", DAY + datetime.timedelta(days=3))
    assert (of(desk.admin, "B1").issued, of(desk.admin, "B2").at(State.OUT)) == (0, 1)
    workflow.set_outcome(desk.admin, serial, "refused", day=DAY + datetime.timedelta(days=4))
    told = [(step.step, step.interviewer, step.stands) for step in queries.field_steps(desk.admin, serial)]
    assert told == [
        ("issued", "B1", False), ("not_met", "B1", False), ("not_met", "B1", False),
        ("issued", "B2", False), ("refused", "B2", True),
    ]  # fmt: skip
    rows = [row for row in queries.history(desk.admin).rows if row.kind == FactKind.OUTCOME_SET]
    assert [(row.what, row.before, row.after, row.why) for row in rows[:2]] == [
        ("B2", "issued", "refused", "2024-09-14"),
        ("B1", "not_met", "not_met", "2024-09-12"),
    ]


def test_what_is_refused_changes_nothing(desk: Station) -> None:
    workflow.set_interviewers(desk.admin, [BA])
    serial, other = desk.print(2)
    label = workflow.reserve_run(desk.admin, count=1, labels=True)
    workflow.publish_run(desk.admin, label, "0" * 64, 1)
    workflow.issue(desk.admin, other, "B1", DAY)
    ahead = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=3)).date()
    before = queries.current_head(desk.admin)
    tried: dict[str, Callable[[], Any]] = {
        "interviewers.unknown": lambda: workflow.issue(desk.admin, serial, "B9"),
        "fieldwork.to_come": lambda: workflow.issue(desk.admin, serial, "B1", ahead),
        "fieldwork.not_a_ballot": lambda: workflow.issue(desk.admin, label.serials[0]),
        "fieldwork.unknown_outcome": lambda: workflow.set_outcome(desk.admin, other, "gone"),
        "receive.not_now": lambda: workflow.issue(desk.admin, other, "B1", NEXT),
        "interviewers.has_ballots": lambda: workflow.remove_interviewer(desk.admin, "B1"),
        "interviewers.bad_code": lambda: workflow.set_interviewers(desk.admin, [InterviewerData("B1", " ")]),
        "interviewers.too_long": lambda: workflow.set_interviewers(desk.admin, [InterviewerData("B1", "x" * 501)]),
        "interviewers.not_official": lambda: workflow.assign_members(desk.admin, {"B1": ["0" * 32]}),
        "fieldwork.long_reason": lambda: workflow.spoil(desk.admin, serial, "x" * 501),
        "plan.unknown_reason": lambda: workflow.void_ballot(desk.admin, serial, "không có"),
    }
    assert {code: refused(act) for code, act in tried.items()} == {code: code for code in tried}
    assert refused(lambda: workflow.spoil(desk.admin, other)) == "receive.not_now"
    assert refused(lambda: workflow.void_ballot(desk.admin, other, "blank")) == "receive.not_now"
    assert queries.current_head(desk.admin) == before


def test_spoiled_is_for_good(desk: Station) -> None:
    (serial,) = desk.print(1)
    workflow.spoil(desk["Hà"], serial, " lem  mực ")
    assert queries.ledger(desk.admin).states[State.SPOILED] == 1
    for act in (workflow.issue, workflow.receive, workflow.spoil, workflow.withdraw_step):
        assert refused(lambda act=act: act(desk.admin, serial)) == "receive.not_now"  # type: ignore[misc]
    (row,) = [row for row in queries.history(desk.admin).rows if row.kind == FactKind.BALLOT_SPOILED]
    assert (row.serial, row.why) == (serial, "lem mực")
    adds_up(desk.admin)
    assert queries.check_survey(desk.admin).problems == ()


@pytest.mark.parametrize("stage", ["valid", "first_keying", "first_keyed", "differing", "settled"])
def test_a_ballot_is_voided_however_far_it_has_come(desk: Station, stage: str) -> None:
    reason = desk.admin.plan.reasons[-1].code
    (serial,) = desk.received(1)
    keying = None
    if stage == "first_keying":
        keying = workflow.start_keying(desk["Lan"], serial, 1)
        workflow.record_answer(desk["Lan"], keying, "Q1", Answer("4"))
    if stage in ("first_keyed", "differing", "settled"):
        desk.key("Lan", 1, serial)
    if stage in ("differing", "settled"):
        desk.key("Mai", 2, serial, Q1="4" if stage == "settled" else "1")
    assert state(desk.admin, serial) == stage
    before = queries.ledger(desk.admin)
    workflow.void_ballot(desk["Hòa"], serial, reason)
    after = queries.ledger(desk.admin)
    assert (after.returned, after.valid, after.settled) == (before.returned, before.valid - 1, 0)
    found = queries.ballot(desk.admin, serial)
    assert found is not None and (found.state, found.validity) == (State.VOIDED, reason)
    if keying:
        assert refused(lambda: workflow.record_answer(desk["Lan"], keying, "Q2", Answer("4"))) == "keying.moved"
    assert refused(lambda: workflow.start_keying(desk["Mai"], serial, 1)).startswith(("keying.", "receive."))
    assert refused(lambda: workflow.void_ballot(desk["Hòa"], serial, reason)) == "receive.not_now"
    assert queries.check_survey(desk.admin).problems == ()
    workflow.close_batch(desk["Hà"], "L1")


def test_interviewers_are_named_apart_from_the_facts(hue: Station) -> None:
    assert [(each.code, each.name) for each in queries.interviewers(hue["Lan"])] == [
        ("B1", "Trần Văn Ba"), ("B2", "Lê Thị Tư"),
    ]  # fmt: skip
    with hue.admin.reading() as conn:
        told = conn.exec_driver_sql("SELECT payload FROM fact WHERE kind = 'interviewers_set'").scalar_one()
    assert "Trần" not in told and "0900000002" not in told
    assert set(json.loads(told)["entries"][1]["phone"]) == {"ref", "commitment"}
    change = workflow.set_interviewers(hue.admin, [BA, InterviewerData("B2", "Lê Thị Tư"), InterviewerData("B3", "Vũ")])
    assert (change.added, change.changed, change.unchanged) == (1, 1, 1)
    workflow.remove_interviewer(hue.admin, "B3")
    assert [each.code for each in queries.interviewers(hue.admin)] == ["B1", "B2"]
    assert workflow.set_interviewers(hue.admin, [InterviewerData("B3", "Vũ")]).changed == 1
    assert queries.check_survey(hue.admin).problems == ()


def test_a_linked_ballot_goes_to_its_members_interviewer(hue: Station) -> None:
    members = queries.members_in_field(hue.admin)
    given_to = {"B1": [each.id for each in members[:4]], "B2": [each.id for each in members[4:]]}
    assert workflow.assign_members(hue.admin, given_to) == 6
    assert workflow.assign_members(hue.admin, given_to) == 0
    hue.print(6)
    for position in range(1, 7):
        serial = queries.serial_of_member(hue.admin, position)
        assert serial is not None
        done = workflow.issue(hue["Lan"], serial, day=DAY)
        assert done.interviewer == ("B1" if position <= 4 else "B2")
    assert (of(hue.admin, "B1").due, of(hue.admin, "B1").to_issue, of(hue.admin, "B2").at(State.OUT)) == (4, 0, 2)
    adds_up(hue.admin)
    assert queries.check_survey(hue.admin).problems == ()


def test_a_ballot_received_without_a_word_is_its_members_interviewers(hue: Station) -> None:
    workflow.assign_members(hue.admin, {"B2": [each.id for each in queries.members_in_field(hue.admin)]})
    serials = hue.print(6)
    workflow.receive(hue.admin, serials[0])
    counts = of(hue.admin, "B2")
    assert (counts.assigned, counts.to_issue, counts.returned, counts.issued) == (6, 5, 1, 1)
    answered = [each for each in queries.members_in_field(hue.admin) if each.outcome == "answered"]
    assert [each.serial for each in answered] == [serials[0]]
    adds_up(hue.admin)


def test_the_reserve_comes_by_the_plans_rule_and_is_visited_by_the_same_interviewer(hue: Station) -> None:
    members = queries.members_in_field(hue.admin)
    workflow.assign_members(
        hue.admin, {"B1": [each.id for each in members[:2]], "B2": [each.id for each in members[2:]]}
    )
    hue.print(6)
    serial = {position: str(queries.serial_of_member(hue.admin, position)) for position in range(1, 7)}
    for each in serial.values():
        workflow.issue(hue.admin, each, day=DAY)
    for position, outcome in ((1, "refused"), (2, "moved"), (3, "wrong_address"), (4, "lost")):
        workflow.set_outcome(hue.admin, serial[position], outcome, day=NEXT)
    for days in range(1, 4):
        assert [each.member.position for each in queries.replaceable(hue.admin)] == [1, 2]
        workflow.set_outcome(hue.admin, serial[5], "not_met", day=DAY + datetime.timedelta(days=days))
    due = queries.replaceable(hue.admin)
    assert [(each.member.position, each.member.not_met) for each in due] == [(1, 0), (2, 0), (5, 3)]
    assert all(each.stratum_has for each in due)
    assert workflow.replace_member(hue.admin, 1, "từ chối") == 7  # the first of unit 0 in the reserve's order
    assert workflow.replace_member(hue.admin, 2, "chuyển đi") == 8
    now = {each.position: each for each in queries.members_in_field(hue.admin)}
    assert (now[7].interviewer, now[8].interviewer) == ("B1", "B1") and 1 not in now
    assert workflow.replace_member(hue.admin, 5, "không gặp") == 9
    (count,) = [each for each in queries.field_counts(hue.admin) if each.code == "B1"]
    assert (count.assigned, count.to_issue, count.at(State.REFUSED), count.at(State.UNDELIVERED)) == (2, 2, 1, 1)
    assert queries.check_survey(hue.admin).problems == ()


def test_the_plan_says_when_the_reserve_comes(tmp_path: Path) -> None:
    rule = '[fieldwork]\nvisits = 1\nreplaced_after = ["lost"]\n#'
    source = plan_with(tmp_path / "plans", "hue-2024", "[fieldwork]", rule)
    with station(tmp_path, source) as here:
        workflow.import_sample(here.admin, [MemberData("official", f"Người {n}") for n in range(3)], "0" * 64)
        for serial, outcome in zip(here.print(3), ("refused", "not_met", "lost"), strict=True):
            workflow.issue(here.admin, serial, day=DAY)
            workflow.set_outcome(here.admin, serial, outcome, day=DAY)
        due = queries.replaceable(here.admin)
        assert sorted(each.member.outcome for each in due) == ["lost", "not_met"]
        assert not any(each.stratum_has or each.others_have for each in due)


def test_who_is_removed_leaves_her_members_to_nobody(hue: Station) -> None:
    workflow.assign_members(hue.admin, {"B1": [each.id for each in queries.members_in_field(hue.admin)]})
    workflow.remove_interviewer(hue.admin, "B1")
    assert {each.interviewer for each in queries.members_in_field(hue.admin)} == {""}
    assert [each.code for each in queries.field_counts(hue.admin)] == ["B2"]
    assert queries.check_survey(hue.admin).problems == ()


def test_the_official_list_asked_once_is_what_it_is_asked_one_by_one(hue: Station) -> None:
    frame = [MemberData("frame", f"Dân {n}", unit=f"Đơn vị {n % 3}") for n in range(9)]
    workflow.import_sample(hue.admin, frame, "0" * 64)
    workflow.draw_sample(hue.admin, workflow.Wanted(1, "stratified", "unit", 3, 3))
    workflow.draw_sample(hue.admin, workflow.Wanted(2, "stratified", "unit", 4, 3), again=True, reason="thử")
    for position in (1, 2):
        workflow.replace_member(hue.admin, position, "từ chối")
    with hue.admin.reading() as conn:
        everybody = conn.exec_driver_sql("SELECT id FROM sample_member").scalars().all()
        one_by_one = {member for member in everybody if sample_lists.is_official(conn, conn, member)}
        assert sample_lists.official_members(conn, conn) == one_by_one
    assert {each.id for each in queries.members_in_field(hue.admin)} == one_by_one


# -- what the workflow would have refused ------------------------------------------------------------------------------

FORGED: list[tuple[FactKind, dict[str, Any]]] = [
    (FactKind.BALLOT_ISSUED, {"interviewer": "B9"}),
    (FactKind.BALLOT_ISSUED, {"day": "2999-01-01"}),
    (FactKind.BALLOT_ISSUED, {"day": "10/9"}),
    (FactKind.BALLOT_ISSUED, {"supersedes": "x:1"}),
    (FactKind.OUTCOME_SET, {"outcome": "refused"}),  # it was never issued
    (FactKind.STEP_WITHDRAWN, {}),
    (FactKind.BALLOT_VOIDED, {}),
    (FactKind.INTERVIEWERS_SET, {"removed": ["B9"]}),
    (FactKind.INTERVIEWERS_SET, {"removed": ["B1"]}),  # without a word of the fact before
    (FactKind.INTERVIEWERS_SET, {}),
    (FactKind.MEMBERS_ASSIGNED, {"members": ["0" * 32]}),
    (FactKind.MEMBERS_ASSIGNED, {"members": []}),
    (FactKind.MEMBERS_ASSIGNED, {"interviewer": "B9"}),
    (FactKind.MEMBERS_ASSIGNED, {"supersedes": ["x:1"]}),
]


@pytest.mark.parametrize(("kind", "changed"), FORGED)
def test_the_check_finds_what_the_workflow_would_have_refused(
    hue: Station, kind: FactKind, changed: dict[str, Any]
) -> None:
    serial = hue.print(6)[0]
    member = queries.members_in_field(hue.admin)[0].id
    plain: dict[FactKind, dict[str, Any]] = {
        FactKind.BALLOT_ISSUED: {"interviewer": "B1", "day": "2024-09-10", "supersedes": None},
        FactKind.OUTCOME_SET: {"interviewer": "B1", "day": "2024-09-10", "supersedes": None},
        FactKind.STEP_WITHDRAWN: {"supersedes": "x:1"},
        FactKind.BALLOT_VOIDED: {"reason": "blank", "before": None, "supersedes": "x:1"},
        FactKind.INTERVIEWERS_SET: {"entries": [], "removed": [], "supersedes": {}},
        FactKind.MEMBERS_ASSIGNED: {"interviewer": "B1", "members": [member], "supersedes": []},
    }
    about = "" if kind in (FactKind.INTERVIEWERS_SET, FactKind.MEMBERS_ASSIGNED) else serial
    with hue.admin.writing() as tx, pytest.MonkeyPatch.context() as patch:
        patch.setattr("sipas_desktop.store.facts.project", lambda *_: None)
        tx.append(kind, about, **plain[kind] | changed)
    (problem,) = queries.check_survey(hue.admin).problems
    assert problem[0] in ("check.illegal", "check.impossible")


def test_the_forger_could_write_what_is_legal(hue: Station) -> None:
    """Else what is found above would be her mistakes and not what she says."""
    serial = hue.print(6)[0]
    with hue.admin.writing() as tx:
        tx.append(FactKind.BALLOT_ISSUED, serial, interviewer="B1", day="2024-09-10", supersedes=None)
    assert queries.check_survey(hue.admin).problems == ()


def test_a_receipt_stays_where_what_was_said_before_it_is_lost(hue: Station) -> None:
    """Else a page of a damaged file that held an issue would cost all that was keyed of the ballot."""
    (serial, *_), workflow_said = hue.print(6), {"channel": "buu-dien", "batch": None, "position": None}
    said = {**workflow_said, "reason": None, "photocopy": False, "before": "out"}
    fact = Fact(10**6, "0" * 32, 9, FactKind.BALLOT_RECEIVED, serial, "2024-09-10T00:00:00.000+00:00", "{}", b"")
    with hue.admin.reading() as conn:
        assert legality_of_receipts.received(conn, hue.admin.plan, Gaps(), fact, said) == "check.illegal"
        assert legality_of_receipts.received(conn, hue.admin.plan, Finding(), fact, said) is None


# -- at every moment ---------------------------------------------------------------------------------------------------

ACTS = (
    "issue",
    "issue_to",
    "outcome",
    "withdraw",
    "spoil",
    "receive",
    "withdraw_receipt",
    "invalid",
    "key",
    "void",
    "replace",
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_ledger_adds_up_at_every_moment(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever is tried in whatever order, through the real workflow: refused or done, every ballot is somewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        with station(tmp_path_factory.mktemp("ledger"), "hue-2024") as here:
            listed = [MemberData("official", f"Người {n}", unit=f"Đơn vị {n % 2}") for n in range(6)]
            listed += [MemberData("reserve", f"Dự phòng {n}", unit=f"Đơn vị {n % 2}") for n in range(4)]
            workflow.import_sample(here.admin, listed, "0" * 64)
            workflow.set_interviewers(here.admin, [BA, TU])
            members = [each.id for each in queries.members_in_field(here.admin)]
            workflow.assign_members(here.admin, {"B1": members[:3], "B2": members[3:5]})
            serials, reason = here.print(6), here.admin.plan.reasons[0].code
            for _ in range(data.draw(st.integers(5, 25))):
                act, serial = data.draw(st.sampled_from(ACTS)), data.draw(st.sampled_from(serials))
                day = DAY + datetime.timedelta(days=data.draw(st.integers(0, 5)))
                try:
                    _do(here, act, serial, day, data, reason)
                except Refusal:
                    pass
                adds_up(here.admin)
            assert queries.check_survey(here.admin).problems == ()


def _do(here: Station, act: str, serial: str, day: datetime.date, data: st.DataObject, reason: str) -> None:
    if act == "issue":
        workflow.issue(here["Lan"], serial, day=day)
    elif act == "issue_to":
        workflow.issue(here["Lan"], serial, data.draw(st.sampled_from(["B1", "B2"])), day)
    elif act == "outcome":
        workflow.set_outcome(here["Mai"], serial, data.draw(st.sampled_from(list(Outcome))), day=day)
    elif act == "withdraw":
        workflow.withdraw_step(here["Mai"], serial)
    elif act == "spoil":
        workflow.spoil(here["Hà"], serial)
    elif act == "receive":
        workflow.receive(here["Mai"], serial)
    elif act == "withdraw_receipt":
        workflow.withdraw_receipt(here["Mai"], serial)
    elif act == "invalid":
        workflow.set_validity(here["Hà"], serial, data.draw(st.sampled_from([reason, None])))
    elif act == "key":
        here.key("Lan", 1, serial)
    elif act == "void":
        workflow.void_ballot(here["Hòa"], serial, reason)
    else:
        workflow.replace_member(here["Hà"], data.draw(st.integers(1, 10)), "từ chối")
