"""The history by the real workflow: before, after and why of each kind; filters; who sees what."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.history import Group
from sipas_desktop.errors import Refusal
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import HistoryFilter, HistoryRow
from sipas_desktop.store.workflow import Entry, MemberData
from tests.surveys import PASSWORD, Station

WORDS = "Chị Nguyễn Thị An phải chờ lâu"


class _Stopped(Exception):
    """As the window stops a walk."""


def rows(survey: OpenSurvey, **wanted: object) -> tuple[HistoryRow, ...]:
    return queries.history(survey, HistoryFilter(**wanted)).rows  # type: ignore[arg-type]


def told(found: Sequence[HistoryRow], kind: FactKind) -> list[tuple[str, str | None, str | None, str]]:
    """(what, before, after, why) of the rows of ``kind``, newest first."""
    return [(row.what, row.before, row.after, row.why) for row in found if row.kind == kind]


def change_one(desk: Station, name: str, pass_no: int, serial: str, question: str, answer: Answer) -> None:
    """Reopen a pass, answer one question anew, complete it."""
    keying = workflow.reopen_keying(desk[name], serial, pass_no)
    workflow.record_answer(desk[name], keying, question, answer)
    workflow.complete_keying(desk[name], keying)


def differing(desk: Station) -> str:
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial)
    desk.key("Mai", 2, serial, Q1="1")
    return serial


def test_a_changed_answer_has_the_earlier_one_before_it(desk: Station) -> None:
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial)
    change_one(desk, "Lan", 1, serial, "Q2", Answer("5"))
    newest, first = (row for row in rows(desk.admin, serial=serial, question="Q2"))
    assert (newest.before, newest.after, newest.operator, newest.pass_no) == ("4", "5", "Lan", 1)
    assert (first.before, first.after) == (None, "4")
    assert newest.answers_after == (Answer("5"),)
    assert {row.serial for row in (newest, first)} == {serial}
    assert newest.form in desk.admin.forms


def test_a_decision_has_both_answers_before_it_and_its_reason(desk: Station) -> None:
    serial = differing(desk)
    workflow.adjudicate(desk["Hòa"], serial, "Q1", Answer("2"), "trên phiếu khoanh số 2")
    (decided,) = (row for row in rows(desk.admin) if row.kind == FactKind.ADJUDICATED)
    assert (decided.what, decided.before, decided.after, decided.why) == (
        *("Q1", "4 / 1", "2"),
        "trên phiếu khoanh số 2",
    )
    assert decided.answers_before == (Answer("4"), Answer("1"))
    assert decided.operator == "Hòa"


def test_roles_names_and_validity_have_what_they_replaced(desk: Station) -> None:
    workflow.set_catalogue(desk.admin, "unit", [Entry("77", "Phường Cũ"), Entry("78", "Xã Khác")])
    workflow.set_catalogue(desk.admin, "unit", [Entry("77", "Phường Mới")])
    workflow.set_roles(desk.admin, "Mai", ["keyer", "observer"])
    workflow.remove_operator(desk.admin, "Mai")
    (serial,) = desk.received(1)
    workflow.set_validity(desk.admin, serial, "torn")
    workflow.set_validity(desk.admin, serial, None)
    found = rows(desk.admin)
    assert told(found, FactKind.CATALOGUE_SET)[:2] == [
        ("unit 77", "Phường Cũ", "Phường Mới", ""),
        ("unit", None, "77 · Phường Cũ; 78 · Xã Khác", ""),
    ]
    assert told(found, FactKind.OPERATOR_SET)[:2] == [
        ("Mai", "keyer observer", "", ""),
        ("Mai", "keyer", "keyer observer", ""),
    ]
    assert told(found, FactKind.VALIDITY_SET) == [("", "torn", "valid", ""), ("", "valid", "torn", "torn")]
    assert told(found, FactKind.BALLOT_RECEIVED) == [("L1", "stock", "valid", "")]


def test_a_receipt_taken_back_says_what_it_was_and_is(desk: Station) -> None:
    (serial,) = desk.print(1)
    workflow.receive(desk.admin, serial, batch="L9", reason="torn")
    workflow.withdraw_receipt(desk.admin, serial)
    assert told(rows(desk.admin), FactKind.RECEIPT_WITHDRAWN) == [("L9", "torn", "stock", "")]


def test_the_rest_says_what_it_was_about(desk: Station) -> None:
    workflow.import_sample(desk.admin, [MemberData("official", "Nguyễn Thị An")], "0" * 64)
    first, *_ = desk.print(3)
    workflow.record_reprint(desk.admin, [first], "bị ướt")
    workflow.change_password(desk["Lan"], PASSWORD, PASSWORD + "!")
    workflow.open_batch(desk.admin, "L7")
    workflow.close_batch(desk.admin, "L7")
    head = workflow.record_head(desk.admin, "report")
    found = rows(desk.admin)
    assert told(found, FactKind.SAMPLE_IMPORTED) == [("", None, "1", "")]
    assert told(found, FactKind.BALLOTS_PRINTED) == [("ballots", None, "3", "")]
    assert told(found, FactKind.BALLOTS_REPRINTED) == [("", None, "1", "bị ướt")]
    assert told(found, FactKind.KEYS_CHANGED) == [("Lan", None, "password_changed", "")]
    assert told(found, FactKind.BATCH_CLOSED) == told(found, FactKind.BATCH_OPENED) == [("L7", None, None, "")]
    assert told(found, FactKind.HEAD_PRINTED) == [("report", None, head, "")]
    assert "Nguyễn Thị An" not in str(found)


def test_the_newest_is_first_and_the_pages_make_the_whole(desk: Station) -> None:
    desk.settled(2)
    whole = queries.history(desk.admin, most=10_000)
    assert whole.older is None
    assert whole.head == queries.current_head(desk.admin)
    (created,) = (row for row in whole.rows if row.kind == FactKind.SURVEY_CREATED)
    assert created in whole.rows[-3:]
    pages, before = [], None
    while True:
        page = queries.history(desk.admin, before=before, most=7)
        pages += page.rows
        before = page.older
        if before is None:
            break
    assert tuple(pages) == whole.rows


def test_a_walk_tells_how_far_it_is_and_stops_where_it_is_told_to(
    desk: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["sipas_desktop.store.queries.history"], "STRETCH", 10)
    desk.settled(2)
    told: list[tuple[int, int]] = []
    found = queries.history(desk.admin, HistoryFilter(group=Group.PRINTING), progress=lambda *how: told.append(how))
    assert [row.kind for row in found.rows] == ["ballots_printed"]
    assert len(told) > 3
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]

    def stop(done: int, total: int) -> None:
        raise _Stopped

    with pytest.raises(_Stopped):
        queries.history(desk.admin, HistoryFilter(group=Group.PRINTING), progress=stop)


def test_filters(desk: Station) -> None:
    one, other = desk.received(2)
    workflow.record_reprint(desk.admin, desk.print(1), "mực nhòe")
    desk.key("Lan", 1, one)
    desk.key("Mai", 1, other)
    everything = rows(desk.admin)
    today = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=7)
    day = datetime.timedelta(days=1)

    def refs(**wanted: object) -> list[str]:
        return [row.ref for row in rows(desk.admin, **wanted)]

    def where(rule: object) -> list[str]:
        return [row.ref for row in everything if rule(row)]  # type: ignore[operator]

    assert refs() == where(lambda row: True)
    assert refs(operator="Lan") == where(lambda row: row.operator == "Lan") != []
    assert refs(group=Group.KEYING, operator="Mai") == where(
        lambda row: row.operator == "Mai" and row.kind != FactKind.SESSION_OPENED
    )
    (run,) = (row.ref for row in everything if row.kind == FactKind.BALLOTS_PRINTED and row.after == "2")
    about = where(lambda row: row.serial == one or row.ref == run)
    shown = f"{one[:5]} {one[5:11]} {one[11]}"
    assert refs(serial=one) == refs(serial=shown) == refs(serial=one[5:]) == about
    assert refs(question="Q3") == where(lambda row: row.what == "Q3")
    assert len(refs(question="Q3")) == 2
    assert refs(since=today.date() - day, until=today.date() + day) == refs()
    assert refs(since=today.date() + day) == refs(until=today.date() - day) == []
    assert refs(words="MUC nhoe") == where(lambda row: row.kind == FactKind.BALLOTS_REPRINTED)
    assert refs(words="l1") == where(lambda row: row.what == "L1")


def test_the_print_runs_of_other_ballots_are_not_a_ballots_history(desk: Station) -> None:
    (first,) = desk.print(1)
    desk.print(1)
    workflow.record_reprint(desk.admin, desk.print(1), "mực nhòe")
    assert [row.kind for row in rows(desk.admin, serial=first)] == ["ballots_printed"]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"operator": "Không có"}, "history.unknown_operator"),
        ({"question": "Q99"}, "history.unknown_question"),
        ({"serial": "123"}, "serial.length"),
    ],
)
def test_what_the_survey_does_not_know_is_refused(desk: Station, wanted: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as caught:
        rows(desk.admin, **wanted)
    assert caught.value.code == code


def test_a_serial_that_was_never_printed_is_refused(desk: Station) -> None:
    (serial,) = desk.print(1)
    run = workflow.reserve_run(desk.admin, count=1)
    assert rows(desk.admin, serial=serial)
    with pytest.raises(Refusal) as caught:
        rows(desk.admin, serial=f"{int(run.serials[0]) + 100}")
    assert caught.value.code in ("receive.unknown", "serial.check_digit")


def test_somebody_listed_who_did_nothing_has_an_empty_history(desk: Station) -> None:
    assert rows(desk.admin, operator="Giám sát") == ()


def test_words_of_respondents_are_for_who_may_read_comments(desk: Station) -> None:
    (serial,) = desk.received(1)
    answers = desk.answers() | {"comment": Answer("+", WORDS)}
    workflow.key_ballot(desk["Lan"], serial, 1, answers)
    change_one(desk, "Lan", 1, serial, "comment", Answer("+", WORDS + "."))
    (changed, _) = rows(desk["Hà"], question="comment")
    assert (changed.before, changed.after) == (f"+: {WORDS}", f"+: {WORDS}.")
    (changed, _) = rows(desk["Giám sát"], question="comment")
    assert (changed.before, changed.after) == ("+", "+")
    whole = queries.fact_whole(desk["Giám sát"], changed.ref)
    assert whole is not None
    assert WORDS not in str(whole)
    assert WORDS in str(queries.fact_whole(desk["Hà"], changed.ref))


@pytest.mark.parametrize("name", ["Lan", "Mai"])
def test_who_keyed_a_ballot_sees_nothing_of_what_others_keyed_or_decided(desk: Station, name: str) -> None:
    serial = differing(desk)
    workflow.adjudicate(desk["Hòa"], serial, "Q1", Answer("1"))
    other = differing(desk)
    if name == "Lan":
        change_one(desk, "Lan", 1, serial, "Q2", Answer("3"))  # unsettles it: she must not learn that it was settled
    workflow.set_roles(desk.admin, name, ["keyer", "observer"])
    found = rows(desk[name])
    mine = [row for row in found if row.serial == serial]
    assert {row.operator for row in mine if row.kind == FactKind.ANSWERS_KEYED} == {name}
    assert {row.kind for row in mine} <= {
        *("ballot_received", "keying_started", "answers_keyed", "keying_completed", "keying_reopened")
    }
    assert {row.operator for row in mine if row.kind == FactKind.KEYING_STARTED} == {"Lan", "Mai"}
    # What is hidden in the list is not there by its name either.
    everything = rows(desk.admin)
    hidden = {row.ref for row in everything} - {row.ref for row in found}
    assert hidden
    assert all(queries.fact_whole(desk[name], ref) is None for ref in hidden)
    assert "unsettles" not in [
        part.name
        for row in mine
        for part in queries.fact_whole(desk[name], row.ref).particulars  # type: ignore[union-attr]
    ]
    # Somebody who keyed none of them sees all.
    assert {row.ref for row in rows(desk["Giám sát"])} == {row.ref for row in everything}
    assert other in {row.serial for row in everything if row.kind == FactKind.ANSWERS_KEYED}


def test_a_fact_whole_names_what_it_supersedes(desk: Station) -> None:
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial)
    change_one(desk, "Lan", 1, serial, "Q2", Answer("5"))
    newest, first = rows(desk.admin, question="Q2")
    whole = queries.fact_whole(desk.admin, newest.ref)
    assert whole is not None
    assert (whole.ref, whole.serial, whole.operator) == (newest.ref, serial, "Lan")
    assert whole.names[0] == first.ref
    said = {part.name: part.values for part in whole.particulars}
    assert said["answers"] == ("Q2: 5",)
    assert len(whole.hash) == 64
    assert queries.fact_whole(desk.admin, "0" * 32 + ":1") is None


def test_long_lists_are_cut_and_counted(desk: Station) -> None:
    workflow.set_catalogue(desk.admin, "procedure", [Entry(str(n), f"Thủ tục {n}") for n in range(1000, 1030)])
    (row,) = (row for row in rows(desk.admin, group=Group.PREPARING) if "Thủ tục 1000" in (row.after or ""))
    assert row.after is not None
    assert row.after.endswith("(30)")
    whole = queries.fact_whole(desk.admin, row.ref)
    assert whole is not None
    (entries,) = (part for part in whole.particulars if part.name == "entries")
    assert (len(entries.values), entries.count) == (20, 30)
