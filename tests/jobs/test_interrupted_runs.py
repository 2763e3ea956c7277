"""A run that was broken off is printed after all, to the same file, or given up; its numbers are nobody else's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.print_order import SortedBy
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs import ballots
from sipas_desktop.jobs.ballots import continue_run, print_labels, print_run, reprint
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction
from tests.store.test_interrupted import PowerCut, cut_at
from tests.store.test_keying import refused
from tests.surveys import Station, copied_station

UNITS = ("Sở Y tế", "Sở Tư pháp", "Sở Công Thương")


@pytest.fixture
def linked(tmp_path: Path) -> Iterator[Station]:
    """A survey whose ballots are linked to nine people of three units."""
    with copied_station(tmp_path, "hue-2024") as here:
        members = [
            workflow.MemberData(
                "official", f"Người {n}", dossier=f"H57-{n}", unit=UNITS[n % 3], address=f"Số {20 - n}, Lê Lợi, Huế"
            )
            for n in range(9)
        ]
        workflow.import_sample(here.admin, members, "0" * 64)
        yield here


def cut_before(monkeypatch: pytest.MonkeyPatch, what: str) -> list[Any]:
    """The power goes when the job comes to ``what``; the list gets what it was called with."""
    heard: list[Any] = []

    def cut(*arguments: Any, **_more: Any) -> None:
        heard.extend(arguments)
        raise PowerCut

    monkeypatch.setattr(workflow, what, cut)
    return heard


def whole(survey: OpenSurvey) -> None:
    assert queries.check_survey(survey).problems == ()
    assert queries.interrupted_runs(survey) == []


@pytest.mark.parametrize("how", [{}, {"sorted_by": SortedBy.ROUTE}, {"unit": "Sở Y tế", "spares": 4}])
def test_a_linked_run_goes_on_to_the_same_file(
    linked: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: dict[str, Any]
) -> None:
    out = tmp_path / "phiếu.pdf"
    with monkeypatch.context() as patch:
        heard = cut_before(patch, "publish_run")
        with pytest.raises(PowerCut):
            print_run(linked.admin, out, **how)
    assert not out.exists() and queries.ballots(linked.admin) == []
    (left,) = queries.interrupted_runs(linked.admin)
    assert not left.published and left.count == len(heard[1].serials)
    done = continue_run(linked.admin, out, left.id)
    assert (done.sha256, done.ballots) == (heard[2], left.count)
    assert hashlib.sha256(out.read_bytes()).hexdigest() == done.sha256
    assert queries.ledger(linked.admin).printed == left.count
    whole(linked.admin)
    with refused("print.run_finished"):
        continue_run(linked.admin, out, left.id)


def test_a_run_whose_file_had_no_name_yet_gets_it(
    linked: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "phiếu.pdf"

    def no_name(self: Path, target: Path) -> None:
        if target == out:
            raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", no_name)
        with pytest.raises(PowerCut):
            print_run(linked.admin, out, sorted_by=SortedBy.UNIT)
    assert not out.exists() and queries.ledger(linked.admin).printed == 9
    (left,) = queries.interrupted_runs(linked.admin)
    assert left.published
    with linked.admin.reading() as conn:
        printed = "SELECT payload FROM fact WHERE kind = 'ballots_printed'"
        before = conn.exec_driver_sql(printed).scalars().all()
    done = continue_run(linked.admin, out, left.id)
    assert queries.ledger(linked.admin).printed == 9 and hashlib.sha256(out.read_bytes()).hexdigest() == done.sha256
    with linked.admin.reading() as conn:
        assert conn.exec_driver_sql(printed).scalars().all() == before, "it was published once"
    assert len(before) == 1 and done.sha256 in before[0]
    whole(linked.admin)


def test_a_run_that_was_published_is_not_given_up_but_left(
    desk: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        cut_before(patch, "run_released")
        with pytest.raises(PowerCut):
            print_run(desk.admin, tmp_path / "phiếu.pdf", count=3)
    (left,) = queries.interrupted_runs(desk.admin)
    assert left.published and workflow.give_up_run(desk.admin, left.id) == 0
    assert queries.ledger(desk.admin).printed == 3
    whole(desk.admin)


@pytest.mark.parametrize("step", [1, 2, 3, 4, 5])
def test_a_run_cut_at_any_step_goes_on_and_no_number_is_used_twice(
    linked: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    out = tmp_path / "phiếu.pdf"
    with monkeypatch.context() as patch:
        cut_at(patch, step)
        with pytest.raises(PowerCut):
            print_run(linked.admin, out)
    left = queries.interrupted_runs(linked.admin)
    assert len(left) == (step > 1)
    for run in left:
        assert continue_run(linked.admin, out, run.id).ballots == 9
    if not left:
        print_run(linked.admin, out)
    assert queries.ledger(linked.admin).printed == 9 == len({row.serial for row in queries.ballots(linked.admin)})
    whole(linked.admin)


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_a_numbered_run_and_labels_go_on(
    desk: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    out = tmp_path / "in.pdf"
    for number, make in enumerate((print_run, print_labels)):
        with monkeypatch.context() as patch:
            cut_at(patch, step)
            with pytest.raises(PowerCut):
                make(desk.admin, out, count=5)
        for run in queries.interrupted_runs(desk.admin):
            done = continue_run(desk.admin, out, run.id)
            assert (done.first_serial, done.last_serial) == (run.first_serial, run.last_serial)
            assert hashlib.sha256(out.read_bytes()).hexdigest() == done.sha256
        assert len(queries.runs(desk.admin)) == (number + 1) * (step > 1)
    whole(desk.admin)


def test_a_run_that_was_given_up_is_over_and_its_numbers_with_it(desk: Station, tmp_path: Path) -> None:
    run = workflow.reserve_run(desk.admin, count=7)
    assert workflow.give_up_run(desk.admin, run.id) == 7
    for verb in (workflow.give_up_run, workflow.continue_run):
        with refused("print.run_finished"):
            verb(desk.admin, run.id)
    with refused("print.run_finished"):
        workflow.publish_run(desk.admin, run, "0" * 64, 7)
    with refused("print.no_such_run"):
        workflow.give_up_run(desk.admin, "x")
    with desk.admin.writing() as tx:  # as after a salvage: only facts are left
        tx.conn.exec_driver_sql("DELETE FROM ballot")
        tx.conn.exec_driver_sql("DELETE FROM print_order")
        tx.conn.exec_driver_sql("DELETE FROM print_run")
    done = print_run(desk.admin, tmp_path / "phiếu.pdf", count=1)
    assert serials.running_number(done.first_serial) == 8
    told = [row for row in queries.history(desk.admin).rows if row.kind == FactKind.RUN_GIVEN_UP]
    assert [(row.what, row.after) for row in told] == [("ballots", "7")]
    whole(desk.admin)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"first": 4}, id="a number of a printed run"),
        pytest.param({"first": 6}, id="a number of a run given up"),
        pytest.param({"run": "known"}, id="a run given up before"),
        pytest.param({"run": "printed"}, id="a run that was printed"),
        pytest.param({"purpose": "online"}, id="not a print run"),
        pytest.param({"count": 0}, id="no number at all"),
        pytest.param({"first": serials.LAST_RUNNING}, id="more numbers than there are"),
    ],
)
def test_forged_ends_of_runs_are_found(desk: Station, said: dict[str, Any]) -> None:
    desk.print(4)
    known = workflow.reserve_run(desk.admin, count=2).id
    workflow.give_up_run(desk.admin, known)
    assert queries.check_survey(desk.admin).ok
    ids = {"known": known, "printed": queries.runs(desk.admin)[0].id}
    said = {"run": "x", "purpose": "ballots", "first": 20, "count": 2} | said
    with desk.admin.writing() as tx:
        tx.conn.exec_driver_sql("DELETE FROM given_up")  # which would not take a run twice
        tx.append(FactKind.RUN_GIVEN_UP, **said | {"run": ids.get(said["run"], said["run"])})
    assert "check.illegal" in [code for code, _ in queries.check_survey(desk.admin).problems]


def printed_fact(survey: OpenSurvey, **more: Any) -> dict[str, Any]:
    """What the fact of a numbered run says."""
    form, group = next(iter(survey.forms.values())).sha256, survey.plan.groups[0].code
    said = {"run": "p", "purpose": "ballots", "form": form, "group": group, "unit": None, "wave": None, "sector": None}
    said |= {"first": 4, "count": 1, "linked": 0, "links": None, "pages": 1, "pdf_sha256": "0" * 64}
    return said | more


@pytest.mark.parametrize(
    "forged",
    [{"given up": True}, {"first": 3, "count": 2}, {"named": True}, {"sorted_by": "unit"}, {"sorted_by": "list"}, {}],
)
def test_a_run_that_a_forger_prints_is_found(desk: Station, forged: dict[str, Any]) -> None:
    run = workflow.reserve_run(desk.admin, count=3)
    workflow.give_up_run(desk.admin, run.id)
    said = {"run": run.id, "first": 9} if forged.pop("given up", False) else forged
    with desk.admin.writing() as tx:
        tx.append(FactKind.BALLOTS_PRINTED, **printed_fact(desk.admin, **said))
    found = [code for code, _ in queries.check_survey(desk.admin).problems]
    assert ("check.illegal" in found) is bool(said), found


def test_a_run_is_closed_once_and_only_where_it_waits(desk: Station) -> None:
    run = workflow.reserve_run(desk.admin, count=1)
    workflow.publish_run(desk.admin, run, "0" * 64, 1, named=False)
    for _ in range(2):
        workflow.run_released(desk.admin, run.id)
    assert queries.check_survey(desk.admin).problems == ()
    with desk.admin.writing() as tx:
        tx.append(FactKind.RUN_CLOSED, run=run.id)
    assert [code for code, _ in queries.check_survey(desk.admin).problems] == ["check.illegal"]


@pytest.mark.parametrize("forged", [{"spares": 0}, {"spares": -1}, {"spares": 99}, {"spares": True}, {"unit": None}])
def test_forged_spares_are_found(linked: Station, monkeypatch: pytest.MonkeyPatch, forged: dict[str, Any]) -> None:
    run = workflow.reserve_run(linked.admin, unit="Sở Y tế", spares=2)
    append = Transaction.append

    def forge(self: Transaction, kind: FactKind, subject: str = "", **said: Any) -> Any:
        return append(self, kind, subject, **(said | forged if kind is FactKind.BALLOTS_PRINTED else said))

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "append", forge)
        workflow.publish_run(linked.admin, run, "0" * 64, 5)
    assert "check.illegal" in [code for code, _ in queries.check_survey(linked.admin).problems]


def test_people_who_left_the_list_are_not_printed_for(
    linked: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "phiếu.pdf"
    with monkeypatch.context() as patch:
        cut_before(patch, "publish_run")
        with pytest.raises(PowerCut):
            print_run(linked.admin, out, count=5)
    (left,) = queries.interrupted_runs(linked.admin)
    print_run(linked.admin, out)
    with refused("print.people_changed"):
        continue_run(linked.admin, tmp_path / "tiếp.pdf", left.id)
    workflow.give_up_run(linked.admin, left.id)
    assert queries.ledger(linked.admin).printed == 9
    whole(linked.admin)


def text_of_pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def people_of(path: Path) -> list[int]:
    """Whose ballots lie there, in order, by number."""
    pages = [page for page in text_of_pages(path) if "Người " in page]
    return [int(page.partition("Người ")[2][0]) for page in pages]


def test_the_pile_lies_as_it_was_ordered_and_the_serials_do_not(linked: Station, tmp_path: Path) -> None:
    out = tmp_path / "phiếu.pdf"
    by_unit = [n for unit in sorted(UNITS) for n in range(9) if UNITS[n % 3] == unit]
    print_run(linked.admin, out, sorted_by=SortedBy.UNIT)
    assert people_of(out) == by_unit
    held = {member.name: member.serial for member in queries.sample_members(linked.admin, "official")}
    dealt = [held[f"Người {n}"] for n in by_unit]
    assert sorted(dealt) != dealt, "one in 362,880 fails"
    whole(linked.admin)


def test_the_postman_walks_from_house_to_house(linked: Station, tmp_path: Path) -> None:
    out = tmp_path / "phiếu.pdf"
    print_run(linked.admin, out, sorted_by=SortedBy.ROUTE)
    assert people_of(out) == list(range(8, -1, -1))  # Số 12, Số 13 …


def test_each_interviewer_has_her_ballots_together(
    linked: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [workflow.InterviewerData(code, f"Trần {code}") for code in ("B2", "B10", "C")]
    workflow.set_interviewers(linked.admin, people)
    ids = [each.id for each in queries.members_in_field(linked.admin)]
    brought = {"B10": (4, 1), "B2": (8, 7, 0)}
    workflow.assign_members(linked.admin, {code: [ids[n] for n in own] for code, own in brought.items()})
    out = tmp_path / "phiếu.pdf"
    with monkeypatch.context() as patch:
        heard = cut_before(patch, "publish_run")
        with pytest.raises(PowerCut):
            print_run(linked.admin, out, sorted_by=SortedBy.INTERVIEWER)
    (left,) = queries.interrupted_runs(linked.admin)
    assert continue_run(linked.admin, out, left.id).sha256 == heard[2]
    assert people_of(out) == [0, 7, 8, 1, 4, 2, 3, 5, 6]
    whole(linked.admin)


def test_spares_lie_last_and_are_for_nobody(linked: Station, tmp_path: Path) -> None:
    out = tmp_path / "phiếu.pdf"
    done = print_run(linked.admin, out, unit="sở y tế", spares=2)
    assert done.ballots == 5
    members = {member.serial for member in queries.sample_members(linked.admin, "official") if member.serial}
    spare = {ballot.serial for ballot in queries.ballots(linked.admin)} - members
    assert len(members) == 3 and len(spare) == 2
    last = text_of_pages(out)[-done.pages // 5 * 2 :]
    assert all(any(serials.show(each) in page for each in spare) and "Người" not in page for page in last)
    again = tmp_path / "lại.pdf"
    reprint(linked.admin, again, sorted(spare), "rách")
    assert "Người" not in "".join(text_of_pages(again))
    for each in sorted(spare):
        workflow.receive(linked.admin, each)
    whole(linked.admin)


def test_spares_and_an_order_need_a_list(desk: Station) -> None:
    with refused("print.needs_list"):
        workflow.reserve_run(desk.admin, count=3, spares=1)
    with refused("print.needs_list"):
        workflow.reserve_run(desk.admin, count=3, sorted_by=SortedBy.ROUTE)
    assert queries.interrupted_runs(desk.admin) == []


def test_spares_need_a_unit(linked: Station) -> None:
    with refused("print.spares_of_unit"):
        workflow.reserve_run(linked.admin, spares=1)
    with refused("print.count"):
        workflow.reserve_run(linked.admin, unit="Sở Y tế", spares=-1)
    with refused("print.nobody_left"):
        workflow.reserve_run(linked.admin, unit="Sở nào", spares=1)
    assert queries.interrupted_runs(linked.admin) == []


def test_names_that_changed_make_another_file_which_is_not_released(
    desk: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "phiếu.pdf"
    with monkeypatch.context() as patch:
        cut_before(patch, "run_released")
        with pytest.raises(PowerCut):
            print_run(desk.admin, out, count=2)
    out.unlink()
    (left,) = queries.interrupted_runs(desk.admin)
    monkeypatch.setattr(ballots, "_recipient", lambda name, address: ())
    monkeypatch.setattr("sipas_desktop.paper.pdf.__version__", "another")
    with pytest.raises(Refusal) as refusal:
        continue_run(desk.admin, out, left.id)
    assert refusal.value.code == "print.another_file" and not out.exists()


def test_reprints_are_counted_and_the_ledger_of_each_unit_adds_up(desk: Station, tmp_path: Path) -> None:
    first = print_run(desk.admin, tmp_path / "1.pdf", count=3, unit="12").first_serial
    print_run(desk.admin, tmp_path / "2.pdf", count=2, unit="2")
    for number in (1, 2):
        reprint(desk.admin, tmp_path / f"lại-{number}.pdf", [first], "rách")
    workflow.receive(desk.admin, first)
    ledger = queries.ledger(desk.admin)
    assert (ledger.printed, ledger.reprinted) == (5, 2)
    units = {line.code: line for line in queries.reached(desk.admin) if line.per == "unit"}
    assert (units["12"].printed, units["12"].stock, units["12"].issued) == (3, 2, 1)
    assert (units["2"].printed, units["2"].stock, units["2"].issued) == (2, 2, 0)
    for line in units.values():
        assert line.printed == line.stock + line.spoiled + line.issued
    with desk.admin.writing() as tx:
        tx.conn.exec_driver_sql("DELETE FROM reprint")
    assert [code for code, _ in queries.check_survey(desk.admin).problems] == ["check.projection"]
