"""Hand-overs: both sides scan, a difference is explained before it closes, paper is always somewhere."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sipas_desktop.domain.ballot import RETURNED, State
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.fieldwork import Outcome
from sipas_desktop.domain.handover import Direction, Side
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.calendar import survey_calendar
from sipas_desktop.jobs.handovers import handovers_due, late_handovers
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Handover
from tests.surveys import CHEAP, Station, copied_station, station

DAY = datetime.date(2024, 4, 5)
OFFICE, POST = "Văn phòng Sở", "Bưu điện tỉnh"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A survey of Hà Tĩnh's plan, whose counter hands its ballots over after each quarter."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path, "ha-tinh-2024") as here:
        yield here


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.words("vi") and caught.value.words("en")
    return caught.value.code


def opened(desk: Station, direction: str = "to_post", **how: Any) -> int:
    return workflow.open_handover(desk["Hà"], direction, OFFICE, POST, **{"day": DAY} | how)


def one(survey: OpenSurvey, number: int) -> Handover:
    (found,) = queries.handovers(survey, number)
    return found


def test_with_a_missing_ballot_it_cannot_close_without_a_reason(desk: Station) -> None:
    serials, number = desk.print(5), opened(desk)
    assert workflow.scan_handover(desk["Hà"], number, "given", serials[:4]).done == 4
    assert workflow.scan_handover(desk["Hà"], number, "taken", serials[1:]).done == 4
    assert refused(lambda: workflow.close_handover(desk["Hà"], number)) == "handover.unexplained"
    workflow.explain_handover(desk["Hà"], number, [serials[0]], "còn trong tủ")
    assert refused(lambda: workflow.close_handover(desk["Hà"], number)) == "handover.unexplained"
    workflow.explain_handover(desk["Hà"], number, [serials[4]], "kẹp nhầm")
    held = workflow.close_handover(desk["Hà"], number)
    assert (held.missing, held.extra) == ((serials[0],), (serials[4],))
    found = one(desk.admin, number)
    assert found.closed_on is not None and (found.giver, found.receiver, found.day) == (OFFICE, POST, DAY)
    assert found.scanned.reasons == {serials[0]: "còn trong tủ", serials[4]: "kẹp nhầm"}
    assert queries.with_post(desk.admin) == set(serials[1:])
    assert queries.check_survey(desk.admin).problems == ()


def test_a_ballot_that_is_found_needs_no_reason_and_loses_the_one_it_had(desk: Station) -> None:
    serials, number = desk.print(3), opened(desk)
    workflow.scan_handover(desk["Hà"], number, "given", serials)
    workflow.scan_handover(desk["Hà"], number, "taken", serials[:2])
    workflow.explain_handover(desk["Hà"], number, serials[2:], "thất lạc")
    workflow.scan_handover(desk["Hà"], number, "taken", serials[2:])
    assert one(desk.admin, number).scanned.reasons == {}
    workflow.scan_handover(desk["Hà"], number, "taken", serials[2:], undo=True)
    assert refused(lambda: workflow.close_handover(desk["Hà"], number)) == "handover.unexplained"
    workflow.scan_handover(desk["Hà"], number, "given", serials[2:], undo=True)
    assert workflow.close_handover(desk["Hà"], number).missing == ()
    assert queries.check_survey(desk.admin).problems == ()


def test_scanning_twice_is_once_and_what_is_refused_is_told(desk: Station) -> None:
    serials, number = desk.print(4), opened(desk)
    workflow.receive(desk["Hà"], serials[2])
    workflow.spoil(desk["Hà"], serials[3])
    done = workflow.scan_handover(desk["Hà"], number, "given", [*serials, serials[0], "123"])
    assert (done.done, done.already, [code for code, _ in done.refused]) == (2, 1, [*serials[2:], "123"])
    assert workflow.scan_handover(desk["Hà"], number, "given", serials[:1]).already == 1
    assert workflow.scan_handover(desk["Hà"], number, "given", serials[2:3], undo=True).already == 1
    other = opened(desk)
    (refusal,) = workflow.scan_handover(desk["Hà"], other, "given", serials[:1]).refused
    assert refusal[1].code == "handover.given_elsewhere"
    assert workflow.scan_handover(desk["Hà"], other, "taken", serials).done == 4  # whatever lies in the bundle
    assert queries.check_survey(desk.admin).problems == ()


def test_what_is_refused_changes_nothing(desk: Station) -> None:
    serials, number = desk.print(2), opened(desk)
    workflow.scan_handover(desk["Hà"], number, "given", serials[:1])
    before = queries.heads(desk.admin)
    office = desk["Hà"]
    for code, act in {
        "handover.direction": lambda: workflow.open_handover(office, "up", OFFICE, POST),
        "handover.text": lambda: workflow.open_handover(office, "to_post", " ", POST),
        "fieldwork.to_come": lambda: opened(desk, day=datetime.date(2999, 1, 1)),
        "milestones.unknown": lambda: opened(desk, milestone="x"),
        "handover.side": lambda: workflow.scan_handover(office, number, "both", serials),
        "handover.unknown": lambda: workflow.scan_handover(office, 9, "given", serials),
        "handover.no_difference": lambda: workflow.explain_handover(office, number, serials, "x"),
        "operators.not_allowed": lambda: workflow.close_handover(desk["Lan"], number),
    }.items():
        assert refused(act) == code
    assert refused(lambda: workflow.explain_handover(office, number, serials[:1], "x" * 301)) == "handover.text"
    assert queries.heads(desk.admin) == before
    workflow.explain_handover(office, number, serials[:1], "thất lạc")
    workflow.close_handover(office, number)
    assert refused(lambda: workflow.scan_handover(office, number, "taken", serials)) == "handover.closed"
    assert refused(lambda: workflow.close_handover(office, number)) == "handover.closed"


def test_one_that_was_opened_by_mistake_is_closed_empty(desk: Station) -> None:
    number = opened(desk)
    assert workflow.close_handover(desk["Hà"], number).given == frozenset()
    assert opened(desk) == number + 1


@pytest.mark.parametrize(("day", "late"), [(datetime.date(2024, 4, 5), 0), (datetime.date(2024, 4, 9), 4)])
def test_within_five_working_days_of_the_quarters_end(desk: Station, day: datetime.date, late: int) -> None:
    """Quý I ends on Sunday 31/3/2024: five working days after it end on Friday 5/4."""
    number = opened(desk, "to_office", day=day, milestone="ban-giao-quy-1")
    (due,) = handovers_due(desk.admin)
    assert due.deadline is not None and due.deadline.day == datetime.date(2024, 4, 5)
    assert due.days_late == late
    (due,) = handovers_due(desk.admin, day=datetime.date(2024, 4, 8))
    assert due.days_late == max(late, 3)  # while it is open, the paper is not there
    entry = next(each for each in survey_calendar(desk.admin, day).entries if each.milestone.code == "ban-giao-quy-1")
    assert entry.tick is None
    workflow.close_handover(desk["Hà"], number)
    (due,) = handovers_due(desk.admin, day=datetime.date(2024, 4, 30))
    assert (due.days_late, late_handovers(desk["Lan"], day)) == (late, int(late > 0))
    entry = next(each for each in survey_calendar(desk.admin, day).entries if each.milestone.code == "ban-giao-quy-1")
    assert entry.tick is not None and (entry.tick.day, entry.days_late) == (day, late)


def test_parties_and_reasons_are_kept_apart_from_the_facts(desk: Station) -> None:
    serials, number = desk.print(1), opened(desk)
    workflow.scan_handover(desk["Hà"], number, "given", serials)
    workflow.explain_handover(desk["Hà"], number, serials, "bà Bưởi giữ")
    with desk.admin.reading() as conn:
        said = json.dumps([row[0] for row in conn.exec_driver_sql("SELECT payload FROM fact")], ensure_ascii=False)
    assert POST not in said and "Bưởi" not in said


FORGED: list[tuple[FactKind, dict[str, Any]]] = [
    (FactKind.HANDOVER_OPENED, {"handover": 1}),
    (FactKind.HANDOVER_OPENED, {"handover": 0}),
    (FactKind.HANDOVER_OPENED, {"direction": "up"}),
    (FactKind.HANDOVER_OPENED, {"day": "2999-01-01"}),
    (FactKind.HANDOVER_OPENED, {"milestone": "x"}),
    (FactKind.HANDOVER_SCANNED, {"handover": 7}),
    (FactKind.HANDOVER_SCANNED, {"side": "both"}),
    (FactKind.HANDOVER_SCANNED, {"serials": []}),
    (FactKind.HANDOVER_SCANNED, {"serials": ["000000000000"]}),
    (FactKind.HANDOVER_SCANNED, {"undone": True}),
    (FactKind.HANDOVER_EXPLAINED, {"handover": 7}),
    (FactKind.HANDOVER_EXPLAINED, {"serials": []}),
    (FactKind.HANDOVER_EXPLAINED, {}),  # both have it, or neither
    (FactKind.HANDOVER_CLOSED, {}),  # a difference has no reason
    (FactKind.HANDOVER_CLOSED, {"missing": []}),
]


@pytest.mark.parametrize(("kind", "changed"), FORGED)
def test_the_check_finds_what_the_workflow_would_have_refused(
    desk: Station, kind: FactKind, changed: dict[str, Any]
) -> None:
    serials, number = desk.print(2), opened(desk)
    workflow.scan_handover(desk["Hà"], number, "given", serials[:1])
    with desk.admin.writing() as tx, pytest.MonkeyPatch.context() as patch:
        words = tx.personal("lời")
        plain: dict[FactKind, dict[str, Any]] = {
            FactKind.HANDOVER_OPENED: {
                "handover": 2,
                "direction": "to_post",
                "giver": words,
                "receiver": words,
                "day": "2024-04-05",
                "milestone": None,
            },
            FactKind.HANDOVER_SCANNED: {"handover": 1, "side": "given", "serials": [serials[1]], "undone": False},
            FactKind.HANDOVER_EXPLAINED: {"handover": 1, "serials": [serials[1]], "reason": words},
            FactKind.HANDOVER_CLOSED: {"handover": 1, "given": 1, "taken": 0, "missing": [serials[0]], "extra": []},
        }
        patch.setattr("sipas_desktop.store.facts.project", lambda *_: None)
        tx.append(kind, "", **plain[kind] | changed)
    problems = queries.check_survey(desk.admin).problems
    assert any(problem[0] in ("check.illegal", "check.impossible") for problem in problems)


# -- at every moment ---------------------------------------------------------------------------------------------------

ACTS = ("open", "scan", "scan", "undo", "explain", "close", "issue", "send", "outcome", "receive", "spoil")


def adds_up(survey: OpenSurvey, has: dict[str, bool]) -> None:
    """The ledger of the survey and of each hand-over; ``has``: whether the post took a paper last."""
    held, at = queries.ledger(survey), queries.ledger(survey).states
    assert held.printed == at[State.STOCK] + at[State.SPOILED] + held.issued
    ended = (State.OUT, State.REFUSED, State.NOT_MET, State.UNDELIVERED, State.LOST)
    assert held.issued == held.returned + sum(at[each] for each in ended)
    for each in queries.handovers(survey):
        both = len(each.scanned.given & each.scanned.taken)
        assert len(each.scanned.given) == both + len(each.scanned.missing)
        assert len(each.scanned.taken) == both + len(each.scanned.extra)
        assert each.closed_on is None or not each.scanned.unexplained
    back = {each.serial for each in queries.ballots(survey) if each.state in RETURNED}
    assert queries.with_post(survey) == {serial for serial, there in has.items() if there} - back


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_ledger_adds_up_at_every_moment(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever is tried in whatever order: the ledger adds up, and each paper is where its last hand-over took it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        with station(tmp_path_factory.mktemp("ledger"), "ha-tinh-2024") as here:
            serials, has = here.print(6), dict[str, bool]()
            opened(here, "to_post")
            opened(here, "to_office")
            for _ in range(data.draw(st.integers(5, 25))):
                act = data.draw(st.sampled_from(ACTS))
                some = data.draw(st.lists(st.sampled_from(serials), min_size=1, max_size=6, unique=True))
                number = data.draw(st.integers(1, 4))
                try:
                    _do(here, act, some, number, data, has)
                except Refusal:
                    pass
                adds_up(here.admin, has)
            assert queries.check_survey(here.admin).problems == ()


def _do(here: Station, act: str, some: list[str], number: int, data: st.DataObject, has: dict[str, bool]) -> None:
    office = here["Hà"]
    if act == "open":
        opened(here, data.draw(st.sampled_from([each.value for each in Direction])))
    elif act in ("scan", "undo"):
        side = data.draw(st.sampled_from([each.value for each in Side]))
        workflow.scan_handover(office, number, side, some, undo=act == "undo")
    elif act == "explain":
        left = [each for held in queries.handovers(here.admin, number) for each in held.scanned.unexplained]
        workflow.explain_handover(office, number, left or some, "lý do")
    elif act == "close":
        workflow.close_handover(office, number)
        _recount(here.admin, has)
    elif act == "issue":
        workflow.issue(here["Lan"], some[0], day=DAY)
    elif act == "send":
        workflow.issue(here["Lan"], some[0], day=DAY, channel="truc-tiep")
        workflow.record_reminders(office, some[:1])
    elif act == "outcome":
        workflow.set_outcome(here["Mai"], some[0], data.draw(st.sampled_from(list(Outcome))), day=DAY)
    elif act == "receive":
        workflow.receive(here["Mai"], some[0])
    else:
        workflow.spoil(here["Hà"], some[0])


def _recount(survey: OpenSurvey, has: dict[str, bool]) -> None:
    """Who took each paper last: of the closed hand-overs the one that was opened last."""
    has.clear()
    for each in sorted(queries.handovers(survey), key=lambda each: each.number):
        if each.closed_on is not None:
            has |= dict.fromkeys(each.scanned.taken, each.direction is Direction.TO_POST)


def test_the_history_tells_of_it(desk: Station) -> None:
    serials, number = desk.print(2), opened(desk)
    workflow.scan_handover(desk["Hà"], number, "given", serials)
    workflow.scan_handover(desk["Hà"], number, "given", serials[1:], undo=True)
    workflow.explain_handover(desk["Hà"], number, serials[:1], "thất lạc")
    workflow.close_handover(desk["Hà"], number)
    rows = [(row.what, row.before, row.after, row.why) for row in queries.history(desk.admin).rows]
    told = {("1", None, "to_post", "2024-04-05"), ("1", None, "given +2", ""), ("1", None, "given -1", "")}
    assert told | {("1", None, "1", "thất lạc"), ("1", "1", "0", "")} <= set(rows)
