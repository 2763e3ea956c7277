"""Ballots by mail: the channel is kept, a reminder is due and printed once, what came of each by date."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.domain.answer import BLANK, Answer
from sipas_desktop.domain.ballot import RETURNED, State
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.form import Kind
from sipas_desktop.domain.mail import Mailed
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.mail import due_reminders, make_reminders, print_for_agencies
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.workflow import InterviewerData
from tests.paper.geometry import pages_of
from tests.stations import hand_out, merge
from tests.surveys import CHEAP, Station, copied_station, plan_with, station

DAY = datetime.date(2021, 11, 1)


def later(days: int) -> datetime.date:
    return DAY + datetime.timedelta(days=days)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A survey of Bến Tre's plan with its stamped envelopes, where a reminder is due after ten days."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    plan = plan_with(tmp_path, "ben-tre-2021", 'postage = "stamp"\n', 'postage = "stamp"\nremind_after = 10\n')
    with copied_station(tmp_path, plan) as here:
        yield here


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.words("vi") and caught.value.words("en")
    return caught.value.code


def send(desk: Station, serial: str, day: datetime.date = DAY) -> bool:
    return workflow.issue(desk["Lan"], serial, day=day, channel="buu-dien").new


def of(desk: Station, serial: str) -> Mailed:
    return next(each for each in queries.mailed(desk["Lan"]) if each.serial == serial)


def test_what_was_sent_and_what_came_of_it_by_date(desk: Station) -> None:
    serials = desk.print(6, group="nhom-2")
    for serial in serials[:4]:
        assert send(desk, serial)
    assert not send(desk, serials[0])  # said before
    workflow.issue(desk["Lan"], serials[4], day=DAY)  # at the desk
    workflow.set_outcome(desk["Lan"], serials[1], "undelivered", day=later(3))
    workflow.receive(desk["Hà"], serials[2], channel="thu-dien-tu")
    workflow.receive(desk["Hà"], serials[3], channel="buu-dien", reason="blank")
    assert [each.serial for each in queries.mailed(desk["Lan"])] == list(serials[:4])
    assert of(desk, serials[0]) == Mailed(serials[0], "buu-dien", DAY, State.OUT)
    back = of(desk, serials[1])
    assert (back.state, back.outcome, back.outcome_on) == (State.UNDELIVERED, "undelivered", later(3))
    filled = of(desk, serials[2])
    assert (filled.channel, filled.back_by, filled.state in RETURNED, filled.back_on is None) == (
        "buu-dien",
        "thu-dien-tu",
        True,
        False,
    )
    assert send(desk, serials[1], later(4))  # once more, to the right address
    assert (of(desk, serials[1]).sent, of(desk, serials[1]).outcome) == (later(4), "")
    workflow.withdraw_step(desk["Lan"], serials[1])
    assert (of(desk, serials[1]).sent, of(desk, serials[1]).outcome) == (DAY, "undelivered")
    assert queries.check_survey(desk.admin).problems == ()


def test_one_ballot_is_told_as_the_list_tells_it(desk: Station) -> None:
    serials = desk.print(4, group="nhom-2")
    for serial in serials[:3]:
        send(desk, serial)
    workflow.set_outcome(desk["Lan"], serials[1], "moved", day=later(3))
    workflow.receive(desk["Hà"], serials[2], channel="buu-dien")
    listed = queries.mailed(desk["Lan"])
    assert [queries.mailed(desk["Lan"], each.serial) for each in listed] == [[each] for each in listed]
    assert queries.mailed(desk["Lan"], serials[3]) == []  # never sent


@pytest.mark.parametrize("roles", [["keyer"], ["keyer", "adjudicator", "office"]])
def test_who_keyed_a_ballot_hears_from_the_mail_of_no_difference(desk: Station, roles: list[str]) -> None:
    workflow.set_roles(desk.admin, "Lan", roles)
    same, other = desk.print(2, group="nhom-1")
    form = desk.admin.form_of_group("nhom-1")
    plain = {each.code: Answer("4") if each.kind is Kind.RATED else Answer(BLANK) for each in form.questions}
    rated = next(each.code for each in form.questions if each.kind is Kind.RATED)
    for serial in (same, other):
        workflow.issue(desk["Hà"], serial, day=DAY, channel="i-office")
        workflow.receive(desk["Hà"], serial, channel="i-office")
        workflow.key_ballot(desk["Lan"], serial, 1, plain)
    workflow.key_ballot(desk["Mai"], same, 2, plain)
    workflow.key_ballot(desk["Mai"], other, 2, plain | {rated: Answer("1")})
    assert [of.state for of in queries.mailed(desk["Hà"])] == [State.SETTLED, State.DIFFERING]
    states = {each.state for each in queries.mailed(desk["Lan"])}
    states |= {queries.mailed(desk["Lan"], serial)[0].state for serial in (same, other)}
    assert len(states) == 1


def test_a_reminder_is_due_by_the_plan_and_once(desk: Station, tmp_path: Path) -> None:
    serials, out = desk.print(4, group="nhom-2"), tmp_path / "nhắc.pdf"
    for serial, day in zip(serials, (DAY, later(1), DAY, DAY), strict=True):
        send(desk, serial, day)
    workflow.receive(desk["Hà"], serials[2])
    workflow.set_outcome(desk["Lan"], serials[3], "moved", day=later(2))
    assert [each.serial for each in due_reminders(desk.admin, day=later(9))] == []
    assert [each.serial for each in due_reminders(desk.admin, day=later(10))] == [serials[0]]
    assert [each.serial for each in due_reminders(desk.admin, 1, later(2))] == list(serials[:2])
    made = make_reminders(desk["Hà"], out)
    assert (made.documents, made.personal) == (2, False)
    text = "".join("".join(page.words.split()) for page in pages_of(out))
    assert all(serial in text for serial in serials[:2]) and serials[2] not in text
    assert of(desk, serials[0]).reminded is not None
    assert refused(lambda: make_reminders(desk["Hà"], tmp_path / "nữa.pdf")) == "mail.none_due"
    assert not (tmp_path / "nữa.pdf").exists()
    workflow.set_outcome(desk["Lan"], serials[0], "undelivered")
    send(desk, serials[0], later(20))
    assert of(desk, serials[0]).reminded is None  # not since it was sent again
    assert queries.check_survey(desk.admin).problems == ()


def test_what_is_refused_changes_nothing(desk: Station) -> None:
    serials = desk.print(3, group="nhom-2")
    send(desk, serials[0])
    workflow.issue(desk["Lan"], serials[1], day=DAY)
    before = queries.heads(desk.admin)
    for code, act in {
        "plan.unknown_channel": lambda: workflow.issue(desk["Lan"], serials[2], channel="phan-mem"),  # no paper
        "receive.not_now": lambda: workflow.issue(desk["Lan"], serials[0], day=DAY, channel="thu-dien-tu"),
        "mail.not_waited_for": lambda: workflow.record_reminders(desk["Hà"], serials[:2]),
        "fieldwork.to_come": lambda: workflow.record_reminders(desk["Hà"], serials[:1], datetime.date(2999, 1, 1)),
        "operators.not_allowed": lambda: workflow.record_reminders(desk["Lan"], serials[:1]),
        "mail.no_rule": lambda: due_reminders(desk.admin, 0),
    }.items():
        assert refused(act) == code
    assert refused(lambda: send(desk, serials[1])) == "receive.not_now"  # it went out at the desk
    assert queries.heads(desk.admin) == before


def test_without_a_rule_somebody_says_after_how_many_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, "ben-tre-2021") as here:
        send(here, here.print(1, group="nhom-2")[0])
        assert refused(lambda: due_reminders(here.admin)) == "mail.no_rule"
        assert len(due_reminders(here.admin, 5)) == 1


def test_what_a_station_sent_comes_home(desk: Station, tmp_path: Path) -> None:
    serials = desk.print(2, group="nhom-2")
    workflow.issue(desk["Hà"], serials[1], day=DAY, channel="buu-dien")
    there = hand_out(desk, tmp_path, [], serials_from=min(serials), serials_to=max(serials))
    workflow.issue(there["Lan"], serials[0], day=later(1), channel="buu-dien")
    assert [each.serial for each in queries.mailed(there["Lan"])] == [serials[0]]  # the office's channels stay there
    merge(desk, there)
    there.close()
    assert (of(desk, serials[0]).sent, of(desk, serials[1]).sent) == (later(1), DAY)
    assert queries.check_survey(desk.admin).problems == ()


def test_one_ballot_a_file_for_each_agency(desk: Station, tmp_path: Path) -> None:
    folder = tmp_path / "gửi I-OFFICE"
    made = print_for_agencies(desk["Hà"], folder, "nhom-1")
    assert len(made) == 26 == len(list(folder.iterdir()))
    assert made[0].file == "01-van-phong-uy-ban-nhan-dan-tinh.pdf"
    serials = [each.printed.first_serial for each in made if each.printed]
    assert len(set(serials)) == 26
    (folder / made[3].file).unlink()
    again = print_for_agencies(desk["Hà"], folder, "nhom-1")
    assert [each.agency for each in again if each.printed] == [made[3].agency]
    workflow.issue(desk["Lan"], serials[0], day=DAY, channel="i-office")
    workflow.receive(desk["Hà"], serials[0], channel="i-office")
    assert (of(desk, serials[0]).channel, of(desk, serials[0]).back_by) == ("i-office", "i-office")
    for code, group in {"mail.no_agencies": "nhom-2", "plan.unknown_group": "x"}.items():
        assert refused(lambda: print_for_agencies(desk["Hà"], folder, group)) == code  # noqa: B023


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        (FactKind.BALLOT_ISSUED, {"channel": "x"}),
        (FactKind.BALLOT_ISSUED, {"channel": "phan-mem"}),
        (FactKind.BALLOT_ISSUED, {"interviewer": "B1"}),
        (FactKind.REMINDERS_PRINTED, {"serials": []}),
        (FactKind.REMINDERS_PRINTED, {"serials": ["000000000000"]}),
        (FactKind.REMINDERS_PRINTED, {}),  # it was issued at the desk
        (FactKind.REMINDERS_PRINTED, {"day": "2999-01-01"}),
    ],
)
def test_the_check_finds_what_the_workflow_would_have_refused(
    desk: Station, kind: FactKind, changed: dict[str, Any]
) -> None:
    serials = desk.print(2, group="nhom-2")
    workflow.set_interviewers(desk["Hà"], [InterviewerData("B1", "Trần Văn Ba")])
    workflow.issue(desk["Lan"], serials[1], day=DAY, channel="buu-dien" if "day" in changed else None)
    plain: dict[FactKind, tuple[str, dict[str, Any]]] = {
        FactKind.BALLOT_ISSUED: (
            serials[0],
            {"interviewer": None, "day": "2021-11-01", "supersedes": None, "channel": "buu-dien"},
        ),
        FactKind.REMINDERS_PRINTED: ("", {"serials": [serials[1]], "day": "2021-11-11"}),
    }
    subject, said = plain[kind]
    with desk.admin.writing() as tx, pytest.MonkeyPatch.context() as patch:
        patch.setattr("sipas_desktop.store.facts.project", lambda *_: None)
        tx.append(kind, subject, **said | changed)
    (problem,) = queries.check_survey(desk.admin).problems
    assert problem[0] in ("check.illegal", "check.impossible")
