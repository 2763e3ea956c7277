"""Online answers in the survey: they count as ballots do, all at once or not at all, and nobody keys them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.errors import Refusal
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import open_like, open_survey
from sipas_desktop.store.queries import Filter
from sipas_desktop.store.workflow import Entry
from tests.online import Day, online_answers, online_everything, take
from tests.surveys import PASSWORD, Station, copied_station


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Station]:
    """A survey whose plan has an online channel."""
    with copied_station(tmp_path, "hue-2024") as here:
        yield here


def settle_on_paper(desk: Station, dossiers: int = 1) -> tuple[str, ...]:
    """Settled paper ballots of members of the sample list."""
    people = [workflow.MemberData("official", f"Người {n}", dossier=f"H57-{n}") for n in range(dossiers)]
    workflow.import_sample(desk.admin, people, "0" * 64)
    run = workflow.reserve_run(desk.admin)
    workflow.publish_run(desk.admin, run, "0" * 64, dossiers)
    for serial in run.serials:
        workflow.receive(desk.admin, serial, channel="buu-dien")
        desk.key("Lan", 1, serial)
        desk.key("Mai", 2, serial)
    return run.serials


def test_they_count_with_paper_and_are_told_apart(desk: Station) -> None:
    settle_on_paper(desk)
    assert take(desk, Day("2024-09-10", "5"), Day("2024-09-11", "1"), Day("2024-09-12", "1")) == 3
    figures = queries.figures(desk.admin)
    counts = figures.ballots
    assert (counts.printed, counts.issued, counts.returned, counts.valid, counts.settled) == (1, 1, 4, 4, 4)
    assert (counts.online, figures.index) == (3, 50)
    process = queries.process(desk.admin)
    assert (process.double_keyed, process.online, process.unsettled, process.keyers) == (1, 3, 0, 2)
    assert process.fields == len(desk.answers())
    ledger = queries.ledger(desk.admin)
    assert (ledger.printed, ledger.settled, ledger.online) == (1, 1, 3)
    assert len(queries.runs(desk.admin)) == 1
    channels = sorted(record.channel for record in queries.records(desk.admin))
    assert channels == ["buu-dien", "hues", "hues", "hues"]
    assert queries.check_survey(desk.admin).problems == ()


def test_the_cut_off_is_the_day_of_the_answer(desk: Station) -> None:
    take(desk, Day("2024-09-10T23:59:00", "5"), Day("2024-09-11", "1"))
    until = queries.figures(desk.admin, Filter(until=datetime.date(2024, 9, 10)))
    assert (until.ballots.printed, until.ballots.settled, until.index) == (0, 1, 100)
    by_unit = queries.figures_by_unit(desk.admin, Filter(until=datetime.date(2024, 9, 10)))
    assert by_unit == {}


def test_nothing_is_keyed_received_or_adjudicated_on_them(desk: Station) -> None:
    take(desk, Day("2024-09-10"))
    (ballot,) = queries.ballots(desk.admin)
    assert (ballot.state, ballot.channel) == (State.SETTLED, "hues")
    for act in (
        lambda: workflow.start_keying(desk["Lan"], ballot.serial, 1),
        lambda: workflow.receive(desk["Hà"], ballot.serial),
        lambda: workflow.adjudicate(desk["Hòa"], ballot.serial, "Q1", Answer("1"), "vì sao"),
        lambda: workflow.withdraw_receipt(desk["Hà"], ballot.serial),
        lambda: workflow.set_validity(desk["Hà"], ballot.serial, "torn"),
        lambda: workflow.record_reprint(desk.admin, [ballot.serial], "rách"),
        lambda: workflow.hand_out(desk.admin, serials_from=ballot.serial),
    ):
        with pytest.raises(Refusal):
            act()
    assert queries.check_survey(desk.admin).problems == ()


class StoppedError(Exception):
    """Somebody pulled the plug."""


def test_an_import_that_breaks_off_counts_for_nothing_and_can_be_done_again(desk: Station) -> None:
    days = [Day("2024-09-10", "1", f"H57-{n}") for n in range(60)]
    told, answers = online_answers(desk, days)

    def stop(done: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        workflow.import_online(desk.admin, told, answers, stop)
    with desk.admin.reading() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM online_answer").scalar_one() > 0
    assert queries.figures(desk.admin).ballots.settled == 0
    assert queries.figures(desk.admin, Filter(unit=None, until=datetime.date(2024, 12, 1))).index is None
    assert queries.process(desk.admin).online == queries.ledger(desk.admin).online == 0
    assert queries.records(desk.admin) == queries.ballots(desk.admin) == queries.online_sources(desk.admin) == []
    assert queries.online_held(desk.admin, "HueS").held.dossiers == frozenset()
    assert queries.check_survey(desk.admin).problems == ()
    assert workflow.import_online(desk.admin, told, answers) == 60
    assert len(queries.records(desk.admin)) == 60
    assert len(desk.print(1, labels=True)) == 1  # serials go on behind them
    assert queries.check_survey(desk.admin).problems == ()


def test_another_import_in_between_asks_for_a_second_look(desk: Station) -> None:
    told, answers = online_answers(desk, [Day("2024-09-10")])
    take(desk, Day("2024-09-10"))
    with desk.admin.reading() as conn:
        before = conn.exec_driver_sql("SELECT count(*) FROM fact").scalar_one()
    with pytest.raises(Refusal) as caught:
        workflow.import_online(desk.admin, told, answers)
    assert caught.value.code == "online.meanwhile"
    with desk.admin.reading() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM fact").scalar_one() == before


def test_what_tells_duplicates_is_known(desk: Station) -> None:
    settle_on_paper(desk, 2)
    take(desk, Day("2024-09-10", dossier="H57-a1"), Day("2024-09-11"), Day("2024-09-11"))
    held = queries.online_held(desk.admin, "HueS").held
    assert held.dossiers == {"H57-A1"}
    assert sorted((held.keys or {}).values()) == [2]
    assert held.on_paper == {"H57-0", "H57-1"}
    assert queries.online_held(desk.admin, "Cổng").held.keys == {}


def test_sources_and_totals_are_listed_with_where_they_come_from(desk: Station) -> None:
    workflow.set_catalogue(desk.admin, "procedure", [Entry("PLan", "Thủ tục")])
    online_everything(desk)
    first, second = queries.online_sources(desk.admin)
    assert (first.source, first.rows, first.added, first.excluded) == ("Nguồn 1", 7, 3, {"official": 2})
    assert (first.first_day, second.last_day, second.operator) == ("2024-09-11", "2024-09-12", "admin")
    unit, whole = queries.online_totals(desk.admin)
    assert (unit.answers, unit.unit, unit.counts, whole.unit) == (61, "DV1", {"Q1": {"5": 40}}, "")
    assert queries.figures(desk.admin).ballots.settled == 6  # totals are in no figure
    assert [each.name for each in queries.officers(desk.admin)] == ["Cán bộ một", "Cán bộ hai, bưu điện"]
    with desk.admin.reading() as conn:
        said = " ".join(conn.exec_driver_sql("SELECT payload FROM fact").scalars())
    assert "Cán bộ" not in said
    assert "H57-0" not in said
    assert queries.check_survey(desk.admin).problems == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"channel": "buu-dien"}, "online.not_a_channel"),
        ({"unit": "X"}, "online.unknown_code"),
        ({"officer": "X"}, "online.unknown_code"),
        ({"wave": "quy-1"}, "plan.unknown_wave"),
        ({"answers": {"Q1": Answer("9")}}, "keying.not_an_answer"),
        ({"answers": {"Q77": Answer("4")}}, "keying.not_an_answer"),
        ({"answers": {"unit": Answer("X")}}, "catalogues.unknown_code"),
    ],
)
def test_what_the_survey_does_not_have_is_refused_and_nothing_written(
    desk: Station, change: dict[str, object], code: str
) -> None:
    told, answers = online_answers(desk, [Day("2024-09-10")])
    bad = [type(answers[0])(**{**vars(answers[0]), **change})]  # type: ignore[arg-type]
    with pytest.raises(Refusal) as caught:
        workflow.import_online(desk.admin, told, bad)
    assert caught.value.code == code
    with desk.admin.reading() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM online_import").scalar_one() == 0


@pytest.mark.parametrize("counts", [{"Q1": {"9": 1}}, {"Q1": {"5": 61}}, {"comment": {"1": 1}}, {"Q1": {"5": -1}}])
def test_totals_that_cannot_be_are_refused(desk: Station, counts: dict[str, dict[str, int]]) -> None:
    group = desk.admin.plan.groups[0].code
    total = workflow.OnlineTotal("Cổng", "công văn", "hues", group, None, None, 60, counts)
    with pytest.raises(Refusal) as caught:
        workflow.set_online_total(desk.admin, total)
    assert caught.value.code == "online.bad_counts"


def test_a_station_gets_none_of_them_and_imports_none(desk: Station) -> None:
    take(desk, Day("2024-09-10"))
    settle_on_paper(desk, 1)
    run = workflow.reserve_run(desk.admin, count=1, labels=True)
    workflow.publish_run(desk.admin, run, "0" * 64, 1)
    made = workflow.hand_out(desk.admin, serials_from=run.serials[0])
    path = desk.path.with_name("trạm.sipas")
    workflow.write_station(desk.admin, made.id, path)
    with open_survey(path, "Lan", PASSWORD) as there:
        assert [each.channel for each in queries.ballots(there)] == [""]
    told, answers = online_answers(desk, [Day("2024-09-10")])
    with open_like(desk.admin, path) as there, pytest.raises(Refusal) as caught:
        workflow.import_online(there, told, answers)
    assert caught.value.code == "handout.office_only"
