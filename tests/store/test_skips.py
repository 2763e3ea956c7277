"""Skips: a question that another answer leads past is a state of its own, from the keystroke to the index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import SKIPPED, Answer
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import answers
from tests.surveys import CHEAP, PASSWORD, WHOLE, WHOLE_ANSWERS, Station, copied_station, preset_with, station

PAID = {"paid": Answer("2"), "cost": Answer(SKIPPED), "whom": Answer(SKIPPED)}  # nothing was paid: 5 and 6 skipped


@pytest.fixture
def whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A survey with the form that has everything."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path, preset_with(tmp_path, WHOLE, "whole")) as here:
        yield here


def settled(here: Station, serial: str) -> dict[str, str]:
    with here.admin.reading() as conn:
        rows = conn.execute(select(m.settled.c.question, m.settled.c.value).where(m.settled.c.serial == serial))
        return {row[0]: row[1] for row in rows}


def held(here: Station, keying: workflow.Keying) -> dict[str, str]:
    with here.admin.reading() as conn:
        return {code: row.answer.value for code, row in answers(conn, keying.started).items()}


def key(here: Station, name: str, pass_no: int, serial: str, **changed: Answer) -> None:
    workflow.key_ballot(here[name], serial, pass_no, WHOLE_ANSWERS | changed)


def state(here: Station, serial: str) -> str:
    with here.admin.reading() as conn:
        return str(conn.execute(select(m.ballot.c.state).where(m.ballot.c.serial == serial)).scalar())


def open_questions(here: Station) -> list[str]:
    return [each.question for each in queries.open_discrepancies(here["Hòa"])]


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refusal) as caught:
        yield
    assert caught.value.code == code


def whole_check(here: Station) -> None:
    result = queries.check_survey(here.admin)
    assert result.ok, result.problems


def test_a_skip_is_keyed_with_the_answer_that_skips_and_undone_with_it(whole: Station) -> None:
    (serial,) = whole.received(1)
    lan = whole["Lan"]
    keying = workflow.start_keying(lan, serial, 1)
    workflow.record_answer(lan, keying, "cost", Answer("150"))  # keyed out of order
    done = workflow.record_answer(lan, keying, "paid", Answer("2"))
    assert (done.skipped, done.opened) == (("cost", "whom"), ())
    assert held(whole, keying) == {"paid": "2", "cost": SKIPPED, "whom": SKIPPED}
    with refused("keying.skipped"):
        workflow.record_answer(lan, keying, "cost", Answer("120"))
    done = workflow.record_answer(lan, keying, "paid", Answer("1"))  # going back and changing it opens them again
    assert (done.skipped, done.opened) == ((), ("cost", "whom"))
    assert held(whole, keying) == {"paid": "1"}
    with whole.admin.reading() as conn:  # what was keyed before stays as a fact
        said = conn.execute(select(m.fact.c.payload).where(m.fact.c.kind == FactKind.ANSWERS_KEYED)).scalars().all()
    assert any('"150"' in payload for payload in said)
    for question, answer in WHOLE_ANSWERS.items():
        workflow.record_answer(lan, keying, question, answer)
    workflow.complete_keying(lan, keying)
    whole_check(whole)


def test_the_history_tells_what_was_skipped_and_opened_again(whole: Station) -> None:
    (serial,) = whole.received(1)
    lan = whole["Lan"]
    keying = workflow.start_keying(lan, serial, 1)
    workflow.record_answer(lan, keying, "paid", Answer("2"))
    workflow.record_answer(lan, keying, "paid", Answer("1"))
    rows = queries.history(whole.admin, queries.HistoryFilter(serial=serial)).rows
    told = [(row.what, row.before, row.after) for row in rows if row.kind == FactKind.ANSWERS_KEYED]
    assert set(told) == {
        ("paid", None, "2"), ("cost", None, SKIPPED), ("whom", None, SKIPPED),
        ("paid", "2", "1"), ("cost", SKIPPED, None), ("whom", SKIPPED, None),
    }  # fmt: skip


@pytest.mark.parametrize("value", [".", "*", "?"])
def test_a_mark_leads_past_nothing(whole: Station, value: str) -> None:
    (serial,) = whole.received(1)
    keying = workflow.start_keying(whole["Lan"], serial, 1)
    assert workflow.record_answer(whole["Lan"], keying, "paid", Answer(value)).skipped == ()


def test_a_skipped_question_is_neither_missing_nor_blank(whole: Station) -> None:
    (serial,) = whole.received(1)
    lan = whole["Lan"]
    keying = workflow.start_keying(lan, serial, 1)
    for question, answer in (WHOLE_ANSWERS | PAID).items():
        if answer.value != SKIPPED:
            workflow.record_answer(lan, keying, question, answer)
    workflow.complete_keying(lan, keying)
    key(whole, "Mai", 2, serial, **PAID)
    assert settled(whole, serial)["cost"] == SKIPPED
    assert settled(whole, serial)["comment"] == a.BLANK
    (record,) = queries.records(whole.admin)
    assert (record.values["cost"], record.values["whom"]) == (SKIPPED, SKIPPED)
    whole_check(whole)


def test_an_answer_to_the_end_leaves_the_interviewer_s_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    source = WHOLE.replace('{ when = ["2"], to = "dossier" }', '{ when = ["2"], to = "end" }')
    with copied_station(tmp_path, preset_with(tmp_path, source, "whole")) as here:
        (serial,) = here.received(1)
        keying = workflow.start_keying(here["Lan"], serial, 1)
        done = workflow.record_answer(here["Lan"], keying, "officer1_met", Answer("2"))
        assert done.skipped[0] == "officer1_name" and done.skipped[-1] == "comment"
        assert not {"place", "note"} & set(done.skipped)


def test_a_skipped_level_is_counted_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    source = WHOLE.replace('{ when = ["0"], to = "Q1" }', '{ when = ["0"], to = "overall" }')
    with copied_station(tmp_path, preset_with(tmp_path, source, "whole")) as here:
        first, second = here.received(2)
        past = {code: Answer(SKIPPED) for code in ("sorry", "Q1", "Q2")} | {"late": Answer("0")}
        for name, number in (("Lan", 1), ("Mai", 2)):
            key(here, name, number, first, **past)
            key(here, name, number, second)
        figures = queries.figures(here.admin)
        q1 = next(each for each in figures.questions if each.code == "Q1")
        assert (q1.answered, q1.skipped, q1.blank, q1.satisfied_percent) == (1, 1, 0, 100)
        whole_check(here)


# -- two keyings that do not agree on what is skipped ------------------------------------------------------------------


def test_the_question_that_skips_is_decided_first_and_settles_what_it_skips(whole: Station) -> None:
    (serial,) = whole.received(1)
    key(whole, "Lan", 1, serial, **PAID)
    key(whole, "Mai", 2, serial)
    assert open_questions(whole) == ["paid"]  # what hangs on it waits
    with refused("adjudication.no_discrepancy"):
        workflow.adjudicate(whole["Hòa"], serial, "cost", Answer("150"))
    assert workflow.adjudicate(whole["Hòa"], serial, "paid", Answer("2")).settled
    assert settled(whole, serial)["cost"] == SKIPPED
    whole_check(whole)


def test_what_only_one_was_asked_is_decided_with_the_paper(whole: Station) -> None:
    (serial,) = whole.received(1)
    key(whole, "Lan", 1, serial, **PAID)
    key(whole, "Mai", 2, serial)
    hoa = whole["Hòa"]
    assert not workflow.adjudicate(hoa, serial, "paid", Answer("1")).settled
    assert open_questions(whole) == ["cost", "whom"]
    with refused("adjudication.skipped"):
        workflow.adjudicate(hoa, serial, "cost", Answer(SKIPPED))
    workflow.adjudicate(hoa, serial, "cost", Answer("150"))
    assert workflow.adjudicate(hoa, serial, "whom", WHOLE_ANSWERS["whom"]).settled
    assert settled(whole, serial)["cost"] == "150"
    whole_check(whole)
    # A correction on the settled ballot: nothing was paid after all.
    assert workflow.adjudicate(hoa, serial, "paid", Answer("2"), "đọc lại").settled
    assert settled(whole, serial)["cost"] == SKIPPED
    assert workflow.adjudicate(hoa, serial, "paid", Answer("1"), "đúng là có").settled
    assert settled(whole, serial)["cost"] == "150"  # the decision on it stands again
    whole_check(whole)


def test_a_third_value_may_open_what_neither_keyed_and_skip_what_both_did(whole: Station) -> None:
    one, other = whole.received(2)
    hoa = whole["Hòa"]
    key(whole, "Lan", 1, one, **PAID)
    key(whole, "Mai", 2, one, **PAID)
    assert state(whole, one) == "settled"
    key(whole, "Lan", 1, other, paid=Answer("."))
    key(whole, "Mai", 2, other, paid=Answer("*"))
    assert workflow.adjudicate(hoa, other, "paid", Answer("2"), "có dấu X mờ").settled
    assert settled(whole, other)["cost"] == SKIPPED
    with whole.admin.reading() as conn:
        said = conn.execute(select(m.fact.c.payload).where(m.fact.c.kind == FactKind.BALLOT_SETTLED)).scalars().all()
    assert '"skipped":["cost","whom"]' in said[-1]
    whole_check(whole)


def test_neither_was_asked_but_the_ballot_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    source = WHOLE.replace('skips = [{ when = ["0"], to = "Q1" }]', 'skips = [{ when = ["0", "1"], to = "Q1" }]')
    with copied_station(tmp_path, preset_with(tmp_path, source, "whole")) as here:
        (serial,) = here.received(1)
        key(here, "Lan", 1, serial, late=Answer("0"), sorry=Answer(SKIPPED))
        key(here, "Mai", 2, serial, late=Answer("1"), sorry=Answer(SKIPPED))
        hoa = here["Hòa"]
        assert not workflow.adjudicate(hoa, serial, "late", Answer("4"), "số 4 viết xấu").settled
        assert open_questions(here) == ["sorry"]
        assert workflow.adjudicate(hoa, serial, "sorry", Answer("1"), "không ai nhập").settled
        assert (settled(here, serial)["late"], settled(here, serial)["sorry"]) == ("4", "1")
        whole_check(here)
        assert workflow.adjudicate(hoa, serial, "late", Answer("0"), "là số 0").settled
        assert settled(here, serial)["sorry"] == SKIPPED
        whole_check(here)


def test_reopening_changes_what_is_skipped(whole: Station) -> None:
    (serial,) = whole.received(1)
    key(whole, "Lan", 1, serial, **PAID)
    key(whole, "Mai", 2, serial, **PAID)
    lan = whole["Lan"]
    keying = workflow.reopen_keying(lan, serial, 1)
    workflow.record_answer(lan, keying, "paid", Answer("1"))
    with refused("keying.incomplete"):
        workflow.complete_keying(lan, keying)
    workflow.record_answer(lan, keying, "cost", Answer("100"))
    workflow.record_answer(lan, keying, "whom", Answer("."))
    workflow.complete_keying(lan, keying)
    assert open_questions(whole) == ["paid"]
    whole_check(whole)


# -- from a file, and facts that could not have been -------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [{"cost": Answer(SKIPPED)}, {"paid": Answer("2")}, {"comment": Answer(SKIPPED)}],
    ids=["skipped without a reason", "not skipped", "never skipped"],
)
def test_a_whole_pass_says_just_what_is_skipped(whole: Station, changed: Mapping[str, Answer]) -> None:
    (serial,) = whole.received(1)
    with refused("keying.skip_mismatch"):
        key(whole, "Lan", 1, serial, **changed)
    assert state(whole, serial) == "valid"


FORGED: list[dict[str, Any]] = [
    {"answers": {"cost": {"value": SKIPPED}}, "supersedes": {}},  # nothing skips it
    {"answers": {"paid": {"value": "2"}}, "supersedes": {}},  # what it skips is left as it was
    {"answers": {"paid": {"value": "2"}, "cost": {"value": SKIPPED}}, "supersedes": {}},  # one of two
    {"answers": {"age": {"value": "1"}}, "supersedes": {"late": "late"}},  # an answer taken away
    {"answers": {"comment": {"value": SKIPPED}}, "supersedes": {}},  # nothing leads past it
]


@pytest.mark.parametrize("said", FORGED)
def test_check_finds_skips_that_could_not_have_been(whole: Station, said: dict[str, Any]) -> None:
    (serial,) = whole.received(1)
    lan = whole["Lan"]
    keying = workflow.start_keying(lan, serial, 1)
    workflow.record_answer(lan, keying, "late", Answer("3"))
    with whole.admin.reading() as conn:
        late = answers(conn, keying.started)["late"].fact
        n = conn.execute(select(m.fact.c.n).where(m.fact.c.seq == late)).scalar()
    ref = keying.ref.split(":")[0] + f":{n}"
    named = dict.fromkeys(said["supersedes"], ref)
    with lan.writing() as tx:
        tx.append(FactKind.ANSWERS_KEYED, serial, keying=keying.ref, answers=said["answers"], supersedes=named)
    assert not queries.check_survey(whole.admin).ok


def test_check_finds_a_settling_that_skips_what_the_ballot_asks(whole: Station) -> None:
    (serial,) = whole.received(1)
    key(whole, "Lan", 1, serial, paid=Answer("."))
    key(whole, "Mai", 2, serial, paid=Answer("*"))
    with whole["Hòa"].writing() as tx:
        tx.append(FactKind.BALLOT_SETTLED, serial, unit_question="unit", skipped=["paid"])
    assert not queries.check_survey(whole.admin).ok


@pytest.mark.parametrize(("third", "left"), [("2", []), ("1", ["cost", "whom"])])
def test_a_third_clerk_keys_the_answer_that_skips_and_what_hangs_on_it_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, third: str, left: list[str]
) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    plan = preset_with(tmp_path, WHOLE, "whole")
    file = Path(plan) / "plan.toml"
    text = file.read_text(encoding="utf-8").replace("[keying]\n", '[keying]\nthird = "settles"\n')
    file.write_text(text, encoding="utf-8")
    with station(tmp_path, plan) as here:
        workflow.add_operator(here.admin, "Nga", ["keyer"], PASSWORD)
        (serial,) = here.received(1)
        key(here, "Lan", 1, serial)
        key(here, "Mai", 2, serial, **PAID)
        assert workflow.ask_rekeying(here["Hà"], serial) == ("paid",)
        keying = workflow.start_keying(here["Nga"], serial, 3)
        assert workflow.record_answer(here["Nga"], keying, "paid", Answer(third)).skipped == ()  # nothing else is hers
        workflow.complete_keying(here["Nga"], keying)
        assert open_questions(here) == left
        for question in left:
            workflow.adjudicate(here["Hòa"], serial, question, WHOLE_ANSWERS[question])
        found = settled(here, serial)
        assert (found["paid"], found["cost"]) == (third, SKIPPED if third == "2" else "150")
        assert state(here, serial) == "settled"
        whole_check(here)
