"""One dossier, one ballot: paper takes the online answer's place, whichever came first, and gives it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.online_mapping import read_mapping
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.online import accept_online, preview_online
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import By, Filter
from sipas_desktop.store.references import ref_of
from tests.online import Day, mapping_text, online_answers, take, write_export
from tests.stations import hand_out, merge
from tests.surveys import Station, copied_station

REASON = "blank"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Station]:
    """Huế: three people of the sample list with dossiers; their ballots are printed."""
    with copied_station(tmp_path, "hue-2024") as here:
        people = [workflow.MemberData("official", f"Người {n}", dossier=f"H57-{n}") for n in range(3)]
        workflow.import_sample(here.admin, people, "0" * 64)
        run = workflow.reserve_run(here.admin)
        workflow.publish_run(here.admin, run, "0" * 64, 3)
        yield here


def paper_of(desk: Station, dossier: str) -> str:
    """The serial of who has the dossier."""
    query = "SELECT l.serial FROM link l JOIN sample_member s ON s.id = l.member WHERE s.dossier = ?"
    with desk.admin.reading() as conn:
        return str(conn.exec_driver_sql(query, (dossier,)).scalar_one())


def receive(desk: Station, dossier: str, reason: str | None = None) -> str:
    """The paper of the dossier comes back."""
    serial = paper_of(desk, dossier)
    workflow.receive(desk["Hà"], serial, channel="buu-dien", reason=reason)
    return serial


def export(folder: Path, *dossiers: str) -> Path:
    """A file of the channel."""
    return write_export(folder / "hues.xlsx", [("10/9/2024", d, "", "", "9/9/2024", "", "Hài lòng") for d in dossiers])


def bring(desk: Station, folder: Path, *dossiers: str, rules: str = "") -> int:
    """Import answers on the dossiers."""
    mapping = read_mapping(mapping_text(rules=rules), "m.toml")
    return accept_online(desk.admin, preview_online(desk.admin, export(folder, *dossiers), mapping))


def standing(desk: Station) -> tuple[int, int, int, dict[str, int]]:
    """Valid ballots and online ones among them, what the ledger counts as online, what was left out; the check is
    content."""
    assert queries.check_survey(desk.admin).problems == ()
    counts = queries.figures(desk.admin).ballots
    (source,) = queries.online_sources(desk.admin)
    assert source.rows == source.added + sum(source.excluded.values()) + source.duplicates + source.rejected
    assert source.added == counts.online
    return counts.valid, counts.online, queries.ledger(desk.admin).online, source.excluded


@pytest.mark.parametrize("paper_first", [True, False])
def test_paper_counts_in_whatever_order_they_come(desk: Station, tmp_path: Path, paper_first: bool) -> None:
    if paper_first:
        receive(desk, "H57-0")
    assert bring(desk, tmp_path, "h57-0", "H57-1", "H57-9") == 3 - paper_first
    if not paper_first:
        assert standing(desk) == (3, 3, 3, {})
        receive(desk, "H57-0")
    assert standing(desk) == (3, 2, 2, {"on_paper": 1})
    assert len(queries.records(desk.admin)) == 2
    assert bring(desk, tmp_path, "h57-0", "H57-1", "H57-9") == 0


def test_the_figures_are_those_of_a_survey_without_it(desk: Station) -> None:
    workflow.set_officers(desk.admin, [workflow.Entry("cb-1", "Cán bộ một")])
    take(desk, Day("2024-09-10", "5", "H57-0", "cb-1"), Day("2024-09-10", "1", "H57-9", "cb-1"))
    assert queries.figures(desk.admin).index == 50
    receive(desk, "H57-0")
    for chosen in (Filter(), Filter(channel="hues")):
        assert queries.figures(desk.admin, chosen).index == 0
    for by in (By.CHANNEL, By.OFFICER):
        (only,) = queries.figures_by(desk.admin, by).values()
        assert (only.index, only.ballots.settled) == (0, 1)
    assert queries.process(desk.admin).online == 1


@pytest.mark.parametrize("gone", ["withdrawn", "invalid"])
def test_where_the_paper_does_not_count_any_more_the_answer_does(desk: Station, tmp_path: Path, gone: str) -> None:
    serial = receive(desk, "H57-0")
    bring(desk, tmp_path, "H57-0", "H57-1")
    assert standing(desk) == (2, 1, 1, {"on_paper": 1})
    if gone == "withdrawn":
        workflow.withdraw_receipt(desk["Hà"], serial)
        assert standing(desk) == (2, 2, 2, {})
        receive(desk, "H57-0")
    else:
        workflow.set_validity(desk["Hà"], serial, REASON)
        assert standing(desk) == (2, 2, 2, {})
        assert queries.figures(desk.admin).ballots.invalid == {REASON: 1}
        workflow.set_validity(desk["Hà"], serial, None)
    assert standing(desk) == (2, 1, 1, {"on_paper": 1})


def test_the_history_says_why_an_answer_counts_or_not(desk: Station, tmp_path: Path) -> None:
    bring(desk, tmp_path, "H57-0")
    serial = receive(desk, "H57-0")
    workflow.withdraw_receipt(desk["Hà"], serial)
    rows = [row for row in queries.history(desk.admin).rows if row.kind == FactKind.ONLINE_JUDGED]
    told = [(row.before, row.after, row.why, row.operator) for row in rows]
    assert told == [("on_paper", "valid", "", "Hà"), ("valid", "on_paper", "on_paper", "Hà")]


def test_paper_that_came_back_invalid_takes_nobodys_place(desk: Station, tmp_path: Path) -> None:
    receive(desk, "H57-0", REASON)
    assert bring(desk, tmp_path, "H57-0") == 1
    receive(desk, "H57-1")
    assert standing(desk) == (2, 1, 1, {})


def test_a_source_whose_mapping_says_so_counts_beside_paper(desk: Station, tmp_path: Path) -> None:
    receive(desk, "H57-0")
    assert bring(desk, tmp_path, "H57-0", "H57-1", rules="on_paper = false") == 2
    receive(desk, "H57-1")
    assert standing(desk) == (4, 2, 2, {})


def test_paper_that_comes_back_between_the_look_and_the_import(desk: Station, tmp_path: Path) -> None:
    away = receive(desk, "H57-1")
    mapping = read_mapping(mapping_text(), "m.toml")
    found = preview_online(desk.admin, export(tmp_path, "H57-0", "H57-1"), mapping)
    receive(desk, "H57-0")
    workflow.set_validity(desk["Hà"], away, REASON)
    assert accept_online(desk.admin, found) == 1
    assert standing(desk) == (2, 1, 1, {"on_paper": 1})


def test_paper_that_comes_back_while_the_import_runs(desk: Station) -> None:
    told, answers = online_answers(desk, [Day("2024-09-10", "4", "H57-0")])
    workflow.import_online(desk.admin, told, answers, lambda done: receive(desk, "H57-0") and None)
    assert standing(desk) == (1, 0, 0, {"on_paper": 1})


def test_two_stations_bring_the_paper_home(desk: Station, tmp_path: Path) -> None:
    bring(desk, tmp_path, "H57-0", "H57-1", "H57-2")
    there = []
    for number in range(3):
        serial = paper_of(desk, f"H57-{number}")
        out = hand_out(desk, tmp_path, [], serials_from=serial, serials_to=serial)
        workflow.receive(out["Hà"], serial, channel="buu-dien", batch="B", reason=REASON if number == 1 else None)
        assert queries.check_survey(out.admin).problems == ()
        there.append(out)
    for out in reversed(there):
        merge(desk, out)
        out.close()
    assert standing(desk) == (3, 1, 1, {"on_paper": 2})


def test_a_conflict_over_the_paper_settled_against_it_gives_the_answer_back(desk: Station, tmp_path: Path) -> None:
    bring(desk, tmp_path, "H57-0")
    serial = paper_of(desk, "H57-0")
    out = hand_out(desk, tmp_path, [], serials_from=serial, serials_to=serial)
    workflow.receive(out["Lan"], serial, channel="buu-dien", batch="B", reason=REASON)
    workflow.take_back(desk.admin, 1, "máy hỏng")
    workflow.receive(desk["Hà"], serial, channel="buu-dien")
    merge(desk, out)
    out.close()
    (conflict,) = queries.conflicts(desk.admin)
    assert standing(desk) == (1, 0, 0, {"on_paper": 1})
    workflow.settle_conflict(desk["Hòa"], serial, [deed.ref for deed in conflict.deeds if deed.station == 1])
    assert standing(desk) == (1, 1, 1, {})


def forged(desk: Station, reason: str | None) -> Callable[[], None]:
    """Appends the fact behind the workflow's back."""

    def act() -> None:
        with desk.admin.writing() as tx:
            ballot = next(each for each in queries.ballots(desk.admin) if each.channel == "hues")
            judged = tx.conn.exec_driver_sql(
                "SELECT judged FROM ballot WHERE serial = ?", (ballot.serial,)
            ).scalar_one()
            supersedes = ref_of(tx.conn, judged)
            tx.append(FactKind.ONLINE_JUDGED, ballot.serial, reason=reason, supersedes=supersedes)

    return act


@pytest.mark.parametrize("lie", ["no paper", "other reason", "counts already", "paper counts", "beside paper"])
def test_the_check_takes_nothing_else(desk: Station, tmp_path: Path, lie: str) -> None:
    bring(desk, tmp_path, "H57-0", rules="on_paper = false" if lie == "beside paper" else "")
    if lie in ("other reason", "paper counts", "beside paper"):
        receive(desk, "H57-0")
    if lie == "other reason":
        workflow.withdraw_receipt(desk["Hà"], paper_of(desk, "H57-0"))
    assert queries.check_survey(desk.admin).problems == ()
    forged(desk, {"other reason": "comment", "counts already": None, "paper counts": None}.get(lie, "on_paper"))()
    assert "check.illegal" in {code for code, _ in queries.check_survey(desk.admin).problems}


def test_nothing_is_keyed_or_received_on_an_answer_that_is_left_out(desk: Station, tmp_path: Path) -> None:
    receive(desk, "H57-0")
    bring(desk, tmp_path, "H57-0")
    serial = next(each.serial for each in queries.ballots(desk.admin) if each.channel == "hues")
    for act in (
        lambda: workflow.receive(desk["Hà"], serial),
        lambda: workflow.withdraw_receipt(desk["Hà"], serial),
        lambda: workflow.set_validity(desk["Hà"], serial, None),
        lambda: workflow.start_keying(desk["Lan"], serial, 1),
    ):
        with pytest.raises(Refusal):
            act()
