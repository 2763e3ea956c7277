"""Fieldwork at a station: issued, reported and received there, and what it adds up to at home in every order."""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fieldwork import Outcome
from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow import InterviewerData
from tests.stations import copied, hand_out, merge, outcome, refuses
from tests.surveys import CHEAP, Station, copied_station

DAY = datetime.date(2024, 9, 10)
PEOPLE = [InterviewerData("B1", "Trần Văn Ba", "Xuân Phú", "0900000001"), InterviewerData("B2", "Lê Thị Tư")]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """An office with two interviewers."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path) as here:
        workflow.set_interviewers(here.admin, PEOPLE)
        yield here


def of_range(office: Station, folder: Path, serials: tuple[str, ...]) -> Station:
    return hand_out(office, folder, [], serials_from=min(serials), serials_to=max(serials))


def states(survey: OpenSurvey) -> dict[str, State]:
    return {each.serial: each.state for each in queries.ballots(survey)}


def steps(survey: OpenSurvey, serial: str) -> list[tuple[str, str, str]]:
    return [(each.step, each.interviewer, each.day) for each in queries.field_steps(survey, serial)]


def whole(survey: OpenSurvey) -> object:
    """All that must not depend on the order of merging, with the step that stands."""
    standing = {
        serial: [(step.step, step.interviewer, step.day) for step in queries.field_steps(survey, serial) if step.stands]
        for serial in states(survey)
    }
    return outcome(survey), standing, queries.field_counts(survey)


def test_what_a_station_issued_reported_and_received_comes_home(office: Station, tmp_path: Path) -> None:
    serials = office.print(5)
    workflow.issue(office.admin, serials[0], "B1", DAY)
    post = of_range(office, tmp_path, serials)
    assert [(each.code, each.name, each.area) for each in queries.interviewers(post.admin)] == [
        ("B1", "", "Xuân Phú"), ("B2", "", ""),
    ]  # fmt: skip
    assert steps(post.admin, serials[0]) == [("issued", "B1", "2024-09-10")]
    refuses("handout.received_there", lambda: workflow.withdraw_step(post["Mai"], serials[0]))
    for act in (workflow.issue, workflow.spoil):
        refuses("handout.away", lambda act=act: act(office.admin, serials[1]))  # type: ignore[misc]
    refuses("handout.away", lambda: workflow.set_outcome(office.admin, serials[0], "lost"))
    refuses("handout.office_only", lambda: workflow.spoil(post.admin, serials[1]))
    refuses("handout.office_only", lambda: workflow.set_interviewers(post.admin, PEOPLE))
    workflow.set_outcome(post["Mai"], serials[0], "not_met", day=DAY)
    for serial in serials[1:4]:
        workflow.issue(post["Mai"], serial, "B2", DAY)
    workflow.set_outcome(post["Mai"], serials[1], "refused", day=DAY)
    workflow.receive(post["Mai"], serials[2])
    merge(office, post)
    held = states(office.admin)
    assert [held[serial] for serial in serials] == [
        State.NOT_MET, State.REFUSED, State.VALID, State.OUT, State.STOCK,
    ]  # fmt: skip
    assert steps(office.admin, serials[0]) == [("issued", "B1", "2024-09-10"), ("not_met", "B1", "2024-09-10")]
    workflow.withdraw_step(post["Mai"], serials[0])
    workflow.withdraw_step(post["Mai"], serials[3])
    merge(office, post)
    held = states(office.admin)
    assert (held[serials[0]], held[serials[3]]) == (State.OUT, State.STOCK)
    ledger = queries.ledger(office.admin)
    assert ledger.printed == ledger.states[State.STOCK] + ledger.issued == 5
    assert queries.check_survey(office.admin).problems == ()
    post.close()


def test_no_name_travels(office: Station, tmp_path: Path) -> None:
    post = of_range(office, tmp_path, office.print(2))
    with post.admin.reading() as conn:
        told = conn.exec_driver_sql("SELECT payload FROM fact WHERE kind = 'handed_out'").scalar_one()
        assert conn.exec_driver_sql("SELECT count(*) FROM personal").scalar() == 0
    assert json.loads(told)["interviewers"] == [["B1", "Xuân Phú"], ["B2", ""]]
    post.close()


def test_what_is_said_of_one_ballot_in_two_places_adds_up_alike_in_every_order(office: Station, tmp_path: Path) -> None:
    """Each station was given up before the next got the ballots; then all of them come home."""
    serials = office.print(6)
    chance = random.Random(7)
    workflow.issue(office.admin, serials[0], "B1", DAY)
    posts = []
    for number in range(3):
        post = of_range(office, tmp_path, serials)
        posts.append(post)
        workflow.take_back(office.admin, number + 1, "máy hỏng")
        if number == 1:
            workflow.issue(office.admin, serials[1], "B2", DAY)
    for post in posts:
        for serial in serials:
            day = DAY + datetime.timedelta(days=chance.randrange(9))
            acts = (
                lambda: workflow.issue(post["Mai"], serial, chance.choice(["B1", "B2"]), day),  # noqa: B023
                lambda: workflow.set_outcome(post["Mai"], serial, chance.choice(list(Outcome)), day=day),  # noqa: B023
                lambda: workflow.withdraw_step(post["Mai"], serial),  # noqa: B023
                lambda: workflow.receive(post["Mai"], serial),  # noqa: B023
            )
            for _ in range(4):
                try:
                    chance.choices(acts, (4, 4, 1, 1))[0]()
                except Refusal:
                    pass
    found = []
    for number, order in enumerate(((0, 1, 2), (2, 1, 0), (1, 0, 2))):
        here = copied(office, tmp_path / f"thứ tự {number}")
        for place in order:
            merge(here, posts[place])
        assert queries.check_survey(here.admin).problems == ()
        found.append(whole(here.admin))
        office = here
        office.close()
        office = Station(tmp_path / "khảo sát.sipas", here.admin, {})
    assert found[0] == found[1] == found[2]
    for post in posts:
        post.close()


def test_what_was_thrown_out_here_stays_thrown_out(office: Station, tmp_path: Path) -> None:
    spoiled, voided = office.print(2)
    post = of_range(office, tmp_path, (spoiled, voided))
    reason, other = office.admin.plan.reasons[0].code, office.admin.plan.reasons[1].code
    for serial in (spoiled, voided):
        workflow.issue(post["Mai"], serial, "B1", DAY)
        workflow.receive(post["Mai"], serial)
    post.key("Lan", 1, voided)
    workflow.take_back(office.admin, 1, "máy hỏng")
    workflow.spoil(office.admin, spoiled)
    workflow.receive(office.admin, voided)
    workflow.void_ballot(office.admin, voided, reason)
    merge(office, post)
    workflow.set_validity(post["Mai"], spoiled, other)
    merge(office, post)
    assert states(office.admin) == {spoiled: State.SPOILED, voided: State.VOIDED}
    assert {each.serial: each.validity for each in queries.ballots(office.admin)} == {spoiled: "", voided: reason}
    assert not queries.conflicts(office.admin)
    ledger = queries.ledger(office.admin)
    assert ledger.printed == ledger.states[State.SPOILED] + ledger.issued == 2
    assert queries.check_survey(office.admin).problems == ()
    post.close()
