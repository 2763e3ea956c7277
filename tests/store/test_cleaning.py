"""Suspicious ballots and duplicates: whose they are, what is compared, who is told, what a decision changes."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sipas_desktop.domain.answer import BLANK, WRITTEN, Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.duplicates import Duplicate, Returned, Why, duplicates
from sipas_desktop.domain.form import Kind
from sipas_desktop.domain.roles import Role
from sipas_desktop.domain.suspicion import Pattern, Sign
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.database import OpenSurvey, open_survey
from sipas_desktop.store.queries import Source
from sipas_desktop.store.workflow import InterviewerData, MemberData
from tests.online import Day, online_answers, take
from tests.surveys import CHEAP, PASSWORD, WHOLE, WHOLE_ANSWERS, Station, copied_station, preset_with, station

ODD = ("5", "2", "4", "1", "5", "3", "2")
COPIES = 9


def _rated(desk: Station) -> list[str]:
    return [
        question.code for question in next(iter(desk.admin.forms.values())).questions if question.kind is Kind.RATED
    ]


def _brought(desk: Station, count: int = 20) -> dict[str, list[str]]:
    """Ballots of two interviewers of one unit, received; nothing keyed."""
    workflow.set_interviewers(
        desk.admin, [InterviewerData("B1", "Trần Văn Ba", ""), InterviewerData("B2", "Lê Tư", "")]
    )
    workflow.open_batch(desk.admin, "L1", "1")
    serials = desk.print(2 * count)
    brought = {"B1": list(serials[:count]), "B2": list(serials[count:])}
    for code, own in brought.items():
        for serial in own:
            workflow.issue(desk.admin, serial, code)
            workflow.receive(desk.admin, serial, batch="L1")
    return brought


def _keyed(desk: Station, brought: dict[str, list[str]], passes: tuple[int, ...] = (1,)) -> None:
    """The first interviewer's first ballots are copies of one; the others are anybody's."""
    chance = random.Random(4)
    for code, own in brought.items():
        for place, serial in enumerate(own):
            levels = ODD if code == "B1" and place < COPIES else tuple(chance.choice("12345") for _ in ODD)
            for pass_no in passes:
                answers = desk.answers(unit="1", **dict(zip(_rated(desk), levels, strict=True)))
                workflow.key_ballot(desk[("Lan", "Mai")[pass_no - 1]], serial, pass_no, answers)


def sign(survey: OpenSurvey, source: str, pattern: Pattern, by: Source = Source.INTERVIEWER) -> Sign:
    found = queries.suspicious_ballots(survey, by, deals=199).signs
    return next(each for each in found if (each.source, each.pattern) == (source, pattern))


def test_copies_are_flagged_after_the_first_keying_and_not_before(desk: Station) -> None:
    brought = _brought(desk)
    before = queries.suspicious_ballots(desk["Hà"], deals=49)
    assert (before.ballots, before.flagged) == (40, ())
    assert sign(desk["Hà"], "B1", Pattern.SAME).count == 0
    _keyed(desk, brought)
    found = sign(desk["Hòa"], "B1", Pattern.SAME)
    assert found.flagged and found.count >= COPIES * (COPIES - 1) / 2
    assert set(found.serials[:COPIES]) == set(brought["B1"][:COPIES])
    assert not sign(desk["Hòa"], "B2", Pattern.SAME).flagged
    again = queries.suspicious_ballots(desk.admin, seed=99, deals=199)
    assert {each.source for each in again.flagged} == {"B1"}


def test_what_is_settled_counts_as_it_was_settled(desk: Station) -> None:
    brought = _brought(desk, 6)
    _keyed(desk, brought)
    changed = brought["B1"][0]
    other = desk.answers(unit="1", **dict.fromkeys(_rated(desk), "1"))
    workflow.key_ballot(desk["Mai"], changed, 2, other)
    assert changed not in sign(desk["Hà"], "B1", Pattern.STRAIGHT).serials  # the first keying still
    for each in queries.open_discrepancies(desk["Hòa"]):
        workflow.adjudicate(desk["Hòa"], each.serial, each.question, Answer("1"))
    assert queries.ballot(desk.admin, changed).state is State.SETTLED  # type: ignore[union-attr]
    assert changed in sign(desk["Hà"], "B1", Pattern.STRAIGHT).serials


def test_who_does_not_count_is_left_out(desk: Station) -> None:
    brought = _brought(desk, 5)
    workflow.set_validity(desk.admin, brought["B1"][0], "blank")
    assert queries.suspicious_ballots(desk["Hà"], deals=9).ballots == 9
    _keyed(desk, {"B1": brought["B1"][1:], "B2": brought["B2"]})
    workflow.void_ballot(desk.admin, brought["B1"][1], "official")
    assert queries.suspicious_ballots(desk["Hà"], deals=9).ballots == 8


def test_the_minutes_out_are_those_of_the_scans(desk: Station) -> None:
    """All are quick here; a ballot of which it was said later that it was issued the day before is not."""
    brought = _brought(desk, 4)
    assert sign(desk["Hà"], "B1", Pattern.QUICK).count == 4
    (late,) = desk.print(1)
    today = datetime.datetime.now(datetime.UTC).astimezone(datetime.timezone(datetime.timedelta(hours=7))).date()
    workflow.issue(desk.admin, late, "B1", today - datetime.timedelta(days=1))
    workflow.receive(desk.admin, late, batch="L1")
    found = sign(desk["Hà"], "B1", Pattern.QUICK)
    assert (found.count, set(found.serials)) == (4, set(brought["B1"]))


def test_by_batch_where_there_are_no_interviewers(desk: Station) -> None:
    for batch in ("L1", "L2"):
        workflow.open_batch(desk.admin, batch, "1")
        for serial in desk.print(3):
            workflow.receive(desk.admin, serial, batch=batch)
    assert queries.suspicious_ballots(desk["Hà"], deals=9).ballots == 0
    found = queries.suspicious_ballots(desk["Hà"], Source.BATCH, deals=9)
    assert (found.ballots, {each.source for each in found.signs}) == (6, {"L1", "L2"})


def test_a_member_s_interviewer_has_the_ballot_until_a_step_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, "hue-2024") as desk:
        listed = [MemberData("official", f"Người {n}", unit="Đơn vị 1", dossier=f"H57.{n}") for n in range(4)]
        workflow.import_sample(desk.admin, listed, "0" * 64)
        workflow.set_interviewers(desk.admin, [InterviewerData("B1", "Ba", ""), InterviewerData("B2", "Tư", "")])
        members = [each.id for each in queries.members_in_field(desk.admin)]
        workflow.assign_members(desk.admin, {"B1": members[:2], "B2": members[2:]})
        serials = desk.print(4)
        workflow.issue(desk.admin, serials[0], "B2")
        for serial in serials:
            workflow.receive(desk.admin, serial)
        of = {each.position: each.serial for each in queries.members_in_field(desk.admin)}
        with desk.admin.reading() as conn:
            by = queries.cleaning._interviewers(conn)  # type: ignore[attr-defined]
        assert by == {
            of[position]: "B2" if of[position] == serials[0] or place >= 2 else "B1"
            for place, position in enumerate(sorted(of))
        }


# ------------------------------------------------------------------------------------------------------ promise 4


def test_nobody_who_may_key_learns_of_a_ballot_that_waits_for_its_second_keying(desk: Station) -> None:
    brought = _brought(desk)
    _keyed(desk, brought)
    workflow.add_operator(desk.admin, "Vừa nhập vừa chốt", [Role.KEYER, Role.OFFICE], PASSWORD)
    with open_survey(desk.path, "Vừa nhập vừa chốt", PASSWORD) as both:
        found = queries.suspicious_ballots(both, deals=49)
        assert {each.source for each in found.flagged} == {"B1"}  # that much does not tell a value
        assert {serial for each in found.signs for serial in each.serials} == set()
        _finish(desk, brought["B1"][:3])
        named = {serial for each in queries.suspicious_ballots(both, deals=9).signs for serial in each.serials}
        assert named == set(brought["B1"][:3])


def _finish(desk: Station, serials: list[str]) -> None:
    for serial in serials:
        answers = desk.answers(unit="1", **dict(zip(_rated(desk), ODD, strict=True)))
        workflow.key_ballot(desk["Mai"], serial, 2, answers)


def test_whoever_keyed_a_ballot_is_not_told_of_it_whatever_she_is_now(desk: Station) -> None:
    brought = _brought(desk)
    _keyed(desk, brought)
    _finish(desk, brought["B1"][:3])
    workflow.set_roles(desk.admin, "Mai", [Role.OFFICE])
    named = {serial for each in queries.suspicious_ballots(desk["Mai"], deals=9).signs for serial in each.serials}
    assert named == set()


# ----------------------------------------------------------------------------------------------------- duplicates


def test_what_makes_two_ballots_one_person() -> None:
    given = [
        Returned("1", ("H57.1-240905-01",), "Nguyễn Văn An", "0912 345 678", "Ngõ 5"),
        Returned("2", ("h57.1-240905-01 ",)),
        Returned("3", (), "nguyễn văn an", "+84912345678"),
        Returned("4", (), "NGUYỄN  VĂN AN", "", "ngõ 5"),
        Returned("5", (), "Trần Văn An", "0912345678", "Ngõ 5"),  # another name at one phone
        Returned("6", (), "Nguyễn Văn An"),
        Returned("7", ("", "")),
    ]
    assert duplicates(given) == (
        Duplicate(Why.DOSSIER, ("1", "2")),
        Duplicate(Why.PERSON, ("1", "3")),
        Duplicate(Why.PERSON, ("1", "4")),
    )
    both = [Returned("1", ("A",), "An", "0912345678"), Returned("2", ("A",), "An", "0912345678")]
    assert duplicates(both) == (Duplicate(Why.DOSSIER, ("1", "2")),)
    assert duplicates([Returned("1", ("A", "A"))]) == ()


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A survey whose ballot asks for the dossier."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path, preset_with(tmp_path, WHOLE, "whole")) as here:
        yield here


def test_dossiers_written_on_ballots_and_what_a_decision_changes(written: Station) -> None:
    serials = written.received(4)
    codes = ["000.00.04.G22-240905-0001", "000.00.04.g22-240905-0001", "000.00.04.G22-240905-0002", ""]
    for serial, code in zip(serials, codes, strict=True):
        answer = Answer(WRITTEN, code) if code else Answer(BLANK)
        workflow.key_ballot(written["Lan"], serial, 1, WHOLE_ANSWERS | {"dossier": answer})
    pair = Duplicate(Why.DOSSIER, tuple(sorted(serials[:2])))
    assert queries.duplicates(written["Hà"]) == (pair,)
    workflow.add_operator(written.admin, "Vừa nhập vừa chốt", [Role.KEYER, Role.OFFICE], PASSWORD)
    with open_survey(written.path, "Vừa nhập vừa chốt", PASSWORD) as both:
        assert queries.duplicates(both) == ()
    workflow.void_ballot(written["Hà"], serials[1], "duplicate")
    assert queries.duplicates(written["Hà"]) == ()


def test_a_paper_ballot_and_an_online_answer_on_the_dossier_written_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the dossier of a sample member the online answer is left out by itself; here only the paper says it."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    preset = preset_with(tmp_path, WHOLE, "whole")
    plan = Path(preset) / "plan.toml"
    channel = '[[channels]]\ncode = "cong"\ntitle = "Cổng dịch vụ công"\nonline = true\n'
    plan.write_text(plan.read_text(encoding="utf-8") + "\n" + channel, encoding="utf-8")
    code = "000.00.04.G22-240905-0007"
    with station(tmp_path, preset) as desk:
        (serial,) = desk.received(1)
        told, answers = online_answers(desk, [Day("2017-08-01T08:00:00", dossier=code), Day("2017-08-02T08:00:00")])
        marked = {**WHOLE_ANSWERS, "dossier": Answer(BLANK)}
        workflow.import_online(desk.admin, told, [replace(each, answers=marked) for each in answers])
        assert queries.duplicates(desk["Hà"]) == ()
        workflow.key_ballot(desk["Lan"], serial, 1, WHOLE_ANSWERS | {"dossier": Answer(WRITTEN, code)})
        (found,) = queries.duplicates(desk["Hà"])
        assert found.why is Why.DOSSIER and serial in found.serials and len(found.serials) == 2
        workflow.void_ballot(desk["Hà"], serial, "duplicate")
        assert queries.duplicates(desk["Hà"]) == ()


def test_an_online_answer_that_its_paper_has_taken_the_place_of_is_no_duplicate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, "hue-2024") as desk:
        workflow.import_sample(desk.admin, [MemberData("official", "Lan", unit="Đơn vị 1", dossier="H57.1")], "0" * 64)
        take(desk, Day("2024-09-10T08:00:00", dossier="H57.1"))
        (serial,) = desk.print(1)
        workflow.receive(desk.admin, serial)
        assert queries.duplicates(desk["Hà"]) == ()


def test_members_who_are_one_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, "hue-2024") as desk:
        listed = [
            MemberData("official", "Trần Thị Lan", phone="0912345678", unit="Đơn vị 1", dossier="H57.1"),
            MemberData("official", "Trần Thị Lan", phone="0912345678", unit="Đơn vị 1", dossier="H57.2"),
            MemberData("official", "Lê Thị Lan", phone="0912345679", unit="Đơn vị 1", dossier="H57.3"),
        ]
        workflow.import_sample(desk.admin, listed, "0" * 64)
        serials = desk.print(3)
        assert queries.duplicates(desk["Hà"]) == ()  # none is back
        for serial in serials:
            workflow.receive(desk.admin, serial)
        (found,) = queries.duplicates(desk["Hà"])
        assert (found.why, len(found.serials)) == (Why.PERSON, 2)
        workflow.set_validity(desk["Hà"], found.serials[0], "duplicate")
        assert queries.duplicates(desk["Hà"]) == ()
        workflow.set_validity(desk["Hà"], found.serials[0], None)
        assert queries.duplicates(desk["Hà"]) == (found,)
