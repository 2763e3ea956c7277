"""A differing ballot is sent back to a third clerk: only what differs, silently, by somebody with no other part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.plan import Third
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.store import keys, migrations, queries, workflow
from sipas_desktop.store.ballot_rows import answers, keyings
from sipas_desktop.store.database import open_survey
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.rekeyings import rekeying_of
from tests.stations import hand_out, merge
from tests.store.test_keying import refused, state
from tests.surveys import CHEAP, CLERKS, PASSWORD, Station, drop_since, settled_by_third

THREE = CLERKS | {"Nga": ["keyer"], "Thu": ["adjudicator"]}


@pytest.fixture
def office(desk: Station) -> Station:
    for name in ("Nga", "Thu"):
        workflow.add_operator(desk.admin, name, THREE[name], PASSWORD)
    return desk


@pytest.fixture
def settling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """An office whose plan lets the third keying settle."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    preset = find_preset(settled_by_third(tmp_path, "son-tay-2017"))
    admin = new_survey(tmp_path / "chốt.sipas", preset, "admin", PASSWORD)
    assert admin.plan.keying.third is Third.SETTLES
    for name, roles in THREE.items():
        workflow.add_operator(admin, name, roles, PASSWORD)
    here = Station(tmp_path / "chốt.sipas", admin, {})
    yield here
    here.close()


def differing(desk: Station, **changed: str) -> str:
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial)
    desk.key("Mai", 2, serial, **(changed or {"Q2": "1", "Q4": "2"}))
    return serial


def rekeyed(desk: Station, serial: str, **values: str) -> None:
    """Nga keys what is asked of her, Thu having asked."""
    workflow.ask_rekeying(desk["Thu"], serial)
    workflow.key_ballot(desk["Nga"], serial, 3, {code: Answer(value) for code, value in values.items()})


def sound(desk: Station) -> bool:
    return queries.check_survey(desk.admin).problems == ()


def test_only_what_differs_is_keyed_and_nothing_of_it_is_shown(office: Station) -> None:
    serial = differing(office)
    assert workflow.ask_rekeying(office["Hà"], serial) == ("Q2", "Q4")
    assert state(office, serial) is State.REKEYING
    assert queries.next_discrepancy(office["Hòa"]) is None  # it waits for the third clerk now
    assert queries.keying_progress(office["Nga"]).waiting_third == 1
    assert [(each.serial, each.questions) for each in queries.sent_back(office["Nga"])] == [(serial, ("Q2", "Q4"))]
    keying = workflow.start_keying(office["Nga"], serial, 3)
    assert [question.code for question in keying.questions] == ["Q2", "Q4"] and keying.answers == {}
    assert state(office, serial) is State.THIRD_KEYING
    workflow.record_answer(office["Nga"], keying, "Q2", Answer("4"))
    with refused("keying.not_asked"):
        workflow.record_answer(office["Nga"], keying, "Q3", Answer("4"))
    with refused("keying.incomplete"):
        workflow.complete_keying(office["Nga"], keying)
    with open_survey(office.path, "Nga", PASSWORD) as elsewhere:  # gone on with in another window
        keying = workflow.start_keying(elsewhere, serial, 3)
        assert keying.answers == {"Q2": Answer("4")}
        workflow.record_answer(elsewhere, keying, "Q4", Answer("5"))
        workflow.complete_keying(elsewhere, keying)
    assert state(office, serial) is State.DIFFERING
    found = queries.open_discrepancies(office["Hòa"])
    assert [(each.question, each.third) for each in found] == [("Q2", Answer("4")), ("Q4", Answer("5"))]
    workflow.adjudicate(office["Hòa"], serial, "Q2", Answer("4"))
    with refused("adjudication.reason"):  # a fourth value
        workflow.adjudicate(office["Hòa"], serial, "Q4", Answer("3"))
    assert workflow.adjudicate(office["Hòa"], serial, "Q4", Answer("5")).settled  # the third one needs none
    assert queries.records(office.admin)[0].values["Q4"] == "5"
    assert sound(office)


def test_who_has_another_part_keys_no_third_pass(office: Station) -> None:
    serial = differing(office)
    workflow.adjudicate(office["Hòa"], serial, "Q2", Answer("1"))
    for name in ("Hòa", "Thu"):
        workflow.set_roles(office.admin, name, ["keyer", "adjudicator"])
    workflow.ask_rekeying(office["Thu"], serial)
    for name in ("Lan", "Mai", "Hòa", "Thu"):  # either keyer, who decided, and who sent it back
        assert queries.keying_progress(office[name]).waiting_third == 0
        with refused("keying.other_part"):
            workflow.start_keying(office[name], serial, 3)
    assert queries.sent_back(office["Lan"]) == ()
    workflow.start_keying(office["Nga"], serial, 3)
    assert sound(office)


def test_who_once_sent_it_back_or_decided_keys_no_third_pass_even_when_that_was_taken_back(office: Station) -> None:
    serial = differing(office)
    workflow.adjudicate(office["Hòa"], serial, "Q2", Answer("1"))
    workflow.adjudicate(office["Thu"], serial, "Q2", Answer("4"), "read again")  # Hòa's decision is superseded
    workflow.ask_rekeying(office["Hà"], serial)
    workflow.withdraw_rekeying(office["Thu"], serial)
    for name in ("Hòa", "Hà"):
        workflow.set_roles(office.admin, name, ["keyer", "adjudicator", "office"])
    workflow.ask_rekeying(office.admin, serial)
    for name in ("Hòa", "Hà"):  # Hòa decided, Hà asked
        assert queries.keying_progress(office[name]).waiting_third == 0
        with refused("keying.other_part"):
            workflow.start_keying(office[name], serial, 3)
    workflow.start_keying(office["Nga"], serial, 3)
    assert sound(office)


def test_who_keyed_it_the_third_time_does_not_adjudicate(office: Station) -> None:
    serial = differing(office)
    rekeyed(office, serial, Q2="4", Q4="5")
    workflow.set_roles(office.admin, "Nga", ["keyer", "adjudicator"])
    assert queries.next_discrepancy(office["Nga"]) is None
    with refused("adjudication.own_keying"):
        workflow.adjudicate(office["Nga"], serial, "Q2", Answer("4"))
    with refused("rekeying.own_keying"):
        workflow.ask_rekeying(office["Nga"], serial)


@pytest.mark.parametrize("name", ["Lan", "Mai"])
def test_a_keyer_neither_asks_nor_withdraws(office: Station, name: str) -> None:
    """And is told the same whether her ballot differs or not."""
    serial = differing(office)
    with refused("operators.not_allowed"):
        workflow.ask_rekeying(office[name], serial)
    workflow.set_roles(office.admin, name, ["keyer", "office"])
    with refused("rekeying.own_keying"):
        workflow.ask_rekeying(office[name], serial)
    workflow.ask_rekeying(office["Hà"], serial)
    with refused("rekeying.own_keying"):
        workflow.withdraw_rekeying(office[name], serial)


def test_it_is_withdrawn_as_long_as_nobody_has_begun(office: Station) -> None:
    serial = differing(office)
    with refused("rekeying.not_asked"):
        workflow.withdraw_rekeying(office["Hà"], serial)
    workflow.ask_rekeying(office["Hà"], serial)
    with refused("rekeying.asked"):
        workflow.ask_rekeying(office["Thu"], serial)
    with refused("adjudication.no_discrepancy"):
        workflow.adjudicate(office["Hòa"], serial, "Q2", Answer("1"))
    workflow.withdraw_rekeying(office["Thu"], serial)
    assert state(office, serial) is State.DIFFERING
    with refused("keying.not_sent_back"):
        workflow.start_keying(office["Nga"], serial, 3)
    workflow.ask_rekeying(office["Hà"], serial)
    workflow.start_keying(office["Nga"], serial, 3)
    with refused("rekeying.begun"):
        workflow.withdraw_rekeying(office["Hà"], serial)
    assert sound(office)


def test_once_and_not_without_a_difference(office: Station) -> None:
    (agreed,) = office.settled(1)
    with refused("rekeying.no_discrepancy"):
        workflow.ask_rekeying(office["Hà"], agreed)
    serial = differing(office)
    rekeyed(office, serial, Q2="4", Q4="5")
    with refused("rekeying.done"):
        workflow.ask_rekeying(office["Hà"], serial)
    with refused("keying.other_part"):
        workflow.start_keying(office["Lan"], serial, 3)
    workflow.add_operator(office.admin, "Vân", ["keyer"], PASSWORD)
    with refused("keying.done"):
        workflow.start_keying(office["Vân"], serial, 3)


@pytest.mark.parametrize("begun", [False, True])
def test_a_first_keyer_may_open_her_pass_and_ends_the_request(office: Station, begun: bool) -> None:
    serial = differing(office)
    workflow.ask_rekeying(office["Hà"], serial)
    keying = workflow.start_keying(office["Nga"], serial, 3) if begun else None
    workflow.reopen_keying(office["Mai"], serial, 2)
    assert state(office, serial) is State.SECOND_KEYING
    if keying:
        with refused("keying.set_aside"):
            workflow.record_answer(office["Nga"], keying, "Q2", Answer("4"))
    office.key("Mai", 2, serial, Q2="1")
    assert state(office, serial) is State.DIFFERING
    assert [(each.question, each.third) for each in queries.open_discrepancies(office["Hòa"])] == [("Q2", None)]
    assert workflow.ask_rekeying(office["Hà"], serial) == ("Q2",)
    assert sound(office)


def test_her_own_third_pass_is_corrected_until_the_batch_closes(office: Station) -> None:
    serial = differing(office, Q2="1")
    rekeyed(office, serial, Q2="5")
    keying = workflow.reopen_keying(office["Nga"], serial, 3)
    assert state(office, serial) is State.THIRD_KEYING
    workflow.record_answer(office["Nga"], keying, "Q2", Answer("1"))
    workflow.complete_keying(office["Nga"], keying)
    assert queries.open_discrepancies(office["Hòa"])[0].third == Answer("1")
    workflow.adjudicate(office["Hòa"], serial, "Q2", Answer("1"))
    keying = workflow.reopen_keying(office["Nga"], serial, 3)
    assert state(office, serial) is State.THIRD_KEYING and queries.records(office.admin) == []
    workflow.complete_keying(office["Nga"], keying)
    assert state(office, serial) is State.SETTLED and sound(office)


def test_a_whole_third_keying_from_a_file_gives_only_what_is_asked(office: Station) -> None:
    serial = differing(office)
    workflow.ask_rekeying(office["Hà"], serial)
    whole = office.answers(Q1="1", Q2="4", Q4="2")
    assert workflow.key_ballot(office["Nga"], serial, 3, whole)
    assert not workflow.key_ballot(office["Nga"], serial, 3, whole)  # run again
    with refused("keying.other_values"):
        workflow.key_ballot(office["Nga"], serial, 3, whole | {"Q4": Answer("5")})
    with office.admin.reading() as conn:
        assert answers(conn, keyings(conn, serial)[3].started).keys() == {"Q2", "Q4"}


def test_where_the_plan_says_so_agreement_settles(settling: Station) -> None:
    serial = differing(settling)
    rekeyed(settling, serial, Q2="4", Q4="2")
    assert state(settling, serial) is State.SETTLED
    record = queries.records(settling.admin)[0]
    assert (record.values["Q2"], record.values["Q4"]) == ("4", "2")
    counts = queries.process(settling.admin)
    assert (counts.discrepancies, counts.by_third, counts.rekeyed) == (2, 2, 1)
    assert sound(settling)
    with refused("adjudication.correction"):
        workflow.adjudicate(settling["Hòa"], serial, "Q2", Answer("1"))
    assert workflow.adjudicate(settling["Hòa"], serial, "Q2", Answer("1"), "đọc lại phiếu").settled
    assert queries.records(settling.admin)[0].values["Q2"] == "1"
    assert queries.process(settling.admin).by_third == 1
    assert sound(settling)


def test_where_they_are_three_values_somebody_decides(settling: Station) -> None:
    serial = differing(settling)
    rekeyed(settling, serial, Q2="4", Q4="5")
    assert state(settling, serial) is State.DIFFERING
    (found,) = queries.open_discrepancies(settling["Hòa"])
    assert (found.question, found.third) == ("Q4", Answer("5"))
    assert workflow.adjudicate(settling["Hòa"], serial, "Q4", Answer("2")).settled
    keying = workflow.reopen_keying(settling["Nga"], serial, 3)
    workflow.record_answer(settling["Nga"], keying, "Q2", Answer("3"))
    workflow.complete_keying(settling["Nga"], keying)
    assert [each.question for each in queries.open_discrepancies(settling["Hòa"])] == ["Q2"]
    assert sound(settling)


def test_agreement_is_only_shown_where_the_plan_says_nothing(office: Station) -> None:
    serial = differing(office)
    rekeyed(office, serial, Q2="4", Q4="2")
    assert state(office, serial) is State.DIFFERING
    assert len(queries.open_discrepancies(office["Hòa"])) == 2


# -- stations ----------------------------------------------------------------------------------------------------------


def test_a_third_keying_comes_home_from_a_station(office: Station, tmp_path: Path) -> None:
    (serial,) = office.received(1)
    post = hand_out(office, tmp_path, ["L1"])
    post.key("Lan", 1, serial)
    post.key("Mai", 2, serial, Q2="1", Q4="2")
    workflow.ask_rekeying(post["Thu"], serial)
    merge(office, post)
    assert state(office, serial) is State.REKEYING
    workflow.key_ballot(post["Nga"], serial, 3, {"Q2": Answer("1"), "Q4": Answer("5")})
    merge(office, post)
    assert state(office, serial) is State.DIFFERING
    assert [each.third for each in queries.open_discrepancies(office["Hòa"])] == [Answer("1"), Answer("5")]
    with refused("handout.keyed_there"):
        workflow.reopen_keying(office["Nga"], serial, 3)
    assert sound(office)
    post.close()


def test_two_third_keyings_are_a_conflict(office: Station, tmp_path: Path) -> None:
    (serial,) = office.received(1)
    post = hand_out(office, tmp_path, ["L1"])
    post.key("Lan", 1, serial)
    post.key("Mai", 2, serial, Q2="1")
    merge(office, post)
    workflow.add_operator(office.admin, "Vân", ["keyer"], PASSWORD)
    workflow.ask_rekeying(office["Thu"], serial)
    workflow.key_ballot(office["Vân"], serial, 3, {"Q2": Answer("1")})
    workflow.ask_rekeying(post["Hòa"], serial)
    workflow.key_ballot(post["Nga"], serial, 3, {"Q2": Answer("5")})
    merge(office, post)
    assert state(office, serial) is State.CONFLICT
    (conflict,) = queries.conflicts(office.admin)
    kept = [deed.ref for deed in conflict.deeds if deed.operator != "Nga"]
    workflow.settle_conflict(office.admin, serial, kept)
    assert [each.third for each in queries.open_discrepancies(office["Hòa"])] == [Answer("1")]
    assert sound(office)
    post.close()


# -- what no program wrote ---------------------------------------------------------------------------------------------


def forged(desk: Station, name: str, kind: FactKind, serial: str, **said: Any) -> list[str]:
    """What a check finds once ``name`` has appended this without asking the workflow."""
    with desk[name].writing() as tx:
        tx.append(kind, serial, **said)
    return [code for code, _ in queries.check_survey(desk.admin).problems]


@pytest.mark.parametrize(
    ("name", "questions", "code"),
    [
        ("Thu", ["Q2", "Q4"], None),
        ("Thu", ["Q2"], "check.illegal"),
        ("Thu", ["Q2", "Q4", "Q6"], "check.illegal"),
        ("Thu", ["Q4", "Q2"], "check.illegal"),
        ("Thu", [], "check.illegal"),
        ("Giám sát", ["Q2", "Q4"], "check.no_role"),
        ("Nga", ["Q2", "Q4"], "check.no_role"),
    ],
)
def test_a_request_that_could_not_be_is_found(
    office: Station, name: str, questions: list[str], code: str | None
) -> None:
    serial = differing(office)
    found = forged(office, name, FactKind.REKEYING_ASKED, serial, questions=questions)
    assert found == ([code] if code else [])


def test_a_request_by_a_keyer_or_on_an_agreeing_or_rekeyed_ballot_is_found(office: Station, tmp_path: Path) -> None:
    serial = differing(office)
    workflow.set_roles(office.admin, "Lan", ["keyer", "office"])
    assert forged(office, "Lan", FactKind.REKEYING_ASKED, serial, questions=["Q2", "Q4"]) == ["check.not_third"]


def test_a_request_on_a_settled_ballot_is_found(office: Station) -> None:
    (serial,) = office.settled(1)
    assert forged(office, "Thu", FactKind.REKEYING_ASKED, serial, questions=[]) == ["check.illegal"]


def test_a_second_request_is_found(office: Station) -> None:
    serial = differing(office)
    rekeyed(office, serial, Q2="4", Q4="5")
    assert forged(office, "Thu", FactKind.REKEYING_ASKED, serial, questions=["Q2", "Q4"]) == ["check.illegal"]


def asked_by_thu(desk: Station) -> tuple[str, str]:
    """A ballot that is sent back, and the fact that says so."""
    serial = differing(desk)
    workflow.ask_rekeying(desk["Thu"], serial)
    with desk.admin.reading() as conn:
        sent = rekeying_of(conn, serial)
        assert sent is not None
        return serial, ref_of(conn, sent.fact)


@pytest.mark.parametrize(
    ("name", "said", "code"),
    [
        ("Nga", {"pass": 3}, None),
        ("Lan", {"pass": 3}, "check.not_third"),
        ("Mai", {"pass": 3}, "check.not_third"),
        ("Thu", {"pass": 3}, "check.not_third"),  # who sent it back
        ("Nga", {"pass": 3, "asked": None}, "check.illegal"),
        ("Nga", {"pass": 3, "asked": "0" * 32 + ":1"}, "check.illegal"),
        ("Nga", {"pass": 2}, "check.illegal"),
        ("Hà", {"pass": 3}, "check.no_role"),
    ],
)
def test_a_third_pass_that_could_not_begin_is_found(
    office: Station, name: str, said: dict[str, Any], code: str | None
) -> None:
    workflow.set_roles(office.admin, "Thu", ["keyer", "adjudicator"])
    serial, ref = asked_by_thu(office)
    told = {"asked": ref} | said
    if told["asked"] is None:
        del told["asked"]
    assert forged(office, name, FactKind.KEYING_STARTED, serial, **told) == ([code] if code else [])


def test_a_third_pass_without_a_request_is_found(office: Station) -> None:
    serial = differing(office)
    assert forged(office, "Nga", FactKind.KEYING_STARTED, serial, **{"pass": 3}) == ["check.illegal"]


@pytest.mark.parametrize(
    ("answers_said", "code"),
    [
        ({"Q2": {"value": "4"}}, None),
        ({"Q3": {"value": "4"}}, "check.illegal"),  # nobody asked for it
        ({"Q2": {"value": "9"}}, "check.illegal"),
        ({"Q2": {"value": "-"}}, "check.illegal"),
    ],
)
def test_answers_that_a_third_clerk_could_not_give_are_found(
    office: Station, answers_said: dict[str, Any], code: str | None
) -> None:
    serial, _ = asked_by_thu(office)
    keying = workflow.start_keying(office["Nga"], serial, 3)
    said = {"keying": keying.ref, "answers": answers_said, "supersedes": {}}
    assert forged(office, "Nga", FactKind.ANSWERS_KEYED, serial, **said) == ([code] if code else [])


def test_a_third_pass_closed_half_keyed_is_found(office: Station) -> None:
    serial, _ = asked_by_thu(office)
    keying = workflow.start_keying(office["Nga"], serial, 3)
    workflow.record_answer(office["Nga"], keying, "Q2", Answer("4"))
    assert forged(office, "Nga", FactKind.KEYING_COMPLETED, serial, keying=keying.ref) == ["check.illegal"]


@pytest.mark.parametrize(("begun", "named"), [(True, True), (False, False)])
def test_a_withdrawal_that_could_not_be_is_found(office: Station, begun: bool, named: bool) -> None:
    serial, ref = asked_by_thu(office)
    if begun:
        workflow.start_keying(office["Nga"], serial, 3)
    said = {"supersedes": ref if named else ref.partition(":")[0] + ":1"}
    assert forged(office, "Thu", FactKind.REKEYING_WITHDRAWN, serial, **said) == ["check.illegal"]


def test_settling_by_a_third_keying_that_the_plan_does_not_allow_is_found(office: Station) -> None:
    serial = differing(office, Q2="1")
    rekeyed(office, serial, Q2="1")
    said = {"unit_question": "unit", "third": ["Q2"]}
    assert forged(office, "Nga", FactKind.BALLOT_SETTLED, serial, **said) == ["check.illegal"]


# -- the file ----------------------------------------------------------------------------------------------------------


def test_a_survey_of_the_version_before_is_brought_up(office: Station) -> None:
    (serial,) = office.settled(1)
    before = next(version for version, name in enumerate(migrations.SCRIPTS) if "rekeying" in name)
    with office.admin.writing() as tx:
        drop_since(tx.conn, before)
        tx.conn.exec_driver_sql(f"PRAGMA user_version = {before}")
    office.close()
    with open_survey(office.path, "Hà", PASSWORD) as survey:
        with survey.reading() as conn:
            assert conn.exec_driver_sql("PRAGMA user_version").scalar() == migrations.VERSION
        assert queries.check_survey(survey).problems == ()
        with pytest.raises(Refusal):
            workflow.ask_rekeying(survey, serial)
