"""Where everything stands: numbers that add up, the next step of each role, nothing of differences for keyers."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.quota_cells import Count
from sipas_desktop.domain.recheck_rule import Result
from sipas_desktop.domain.roles import Role
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.gui import overview_day
from sipas_desktop.gui.overview import OverviewPage
from sipas_desktop.gui.overview_ledger import LedgerView
from sipas_desktop.gui.overview_steps import standing, steps
from sipas_desktop.gui.theme import Theme
from sipas_desktop.jobs.calendar import today
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.queries import Ledger
from sipas_desktop.store.workflow import InterviewerData, MemberData
from tests.cli.test_quota import rules_in
from tests.gui import surveys
from tests.gui.stations import cheap_station, shown
from tests.gui.test_accessibility import check
from tests.store.test_reached import TOTALS
from tests.surveys import CHEAP, Station, station


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    with cheap_station(tmp_path, monkeypatch) as station:
        yield station


def texts(page: OverviewPage) -> str:
    QApplication.processEvents()  # a layout shows what comes late a moment later
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def work(here: Station) -> tuple[str, ...]:
    """Five ballots back, one keyed once, one twice alike, one twice differently; one stays in the box."""
    a, b, c, d, e = here.received(5)
    here.print(1)
    for serial in (a, b, c):
        here.key("Lan", 1, serial)
    here.key("Mai", 2, b)
    here.key("Mai", 2, c, Q1="2")
    return a, b, c, d, e


def places(here: Station, name: str) -> list[str]:
    survey = here[name] if name != "admin" else here.admin
    return [step.place for step in steps(standing(survey, survey.operator.roles), survey.operator.roles)]


def test_each_role_is_told_its_own_next_step(here: Station) -> None:
    work(here)
    assert places(here, "Lan") == ["keying", "receive"]
    assert places(here, "Mai") == ["keying", "keying", "receive"]  # her second keying first, others wait for it
    assert places(here, "Hòa") == ["differences", "receive", "results"]
    assert places(here, "admin") == ["receive", "results"]
    assert places(here, "Giám sát") == ["results"]


def test_a_new_survey_begins_with_ballots(here: Station) -> None:
    assert places(here, "admin") == ["print"]
    assert places(here, "Lan") == []


def test_when_all_is_settled_the_report_and_the_package_are_next(here: Station) -> None:
    here.settled(3)
    assert places(here, "Hà") == ["results", "transfer"]


def test_interviewers_hand_out_and_phuc_tra_come_in_their_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with cheap_station(tmp_path, monkeypatch, "hue-2024") as here:
        assert places(here, "Hà") == ["sample", "print"]
        people = [MemberData("official", f"Người {n}", phone=f"091200000{n}", consent=True) for n in range(3)]
        workflow.import_sample(here.admin, people, "0" * 64)
        assert places(here, "Hà") == ["fieldwork", "print"] and places(here, "Lan") == []
        workflow.set_interviewers(here.admin, [InterviewerData("B1", "Trần Văn Ba")])
        assert places(here, "Hà") == ["print"]
        serials = here.print(3)
        assert places(here, "Hà") == places(here, "Lan") == ["fieldwork"]
        for serial in serials:
            workflow.issue(here.admin, serial, "B1")
        assert places(here, "Hà") == places(here, "Lan") == ["receive"]
        workflow.receive(here.admin, serials[0])
        assert places(here, "Hà") == ["receive", "recheck"] and places(here, "Lan") == ["keying", "receive"]
        workflow.draw_recheck(here.admin, 1, number=1)
        assert "reply" in steps(standing(here["Hà"], here["Hà"].operator.roles), here["Hà"].operator.roles)[1].words
        workflow.answer_recheck(here.admin, serials[0], Result.CONFIRMED)
        assert places(here, "Hà") == ["receive"]


def test_a_survey_without_keyers_asks_for_them(here: Station) -> None:
    short = dataclasses.replace(standing(here.admin, here.admin.operator.roles), keyers=1, adjudicators=1)
    assert steps(short, frozenset({Role.ADMINISTRATOR}))[0].place == "administration"
    assert [step.place for step in steps(short, frozenset({Role.OFFICE}))] == ["print"]


def test_ledger_lines_add_up(qapp: object, qtbot: Any) -> None:
    # A different count in every state, so that a line left out or counted twice shows.
    states = {state: 2**n for n, state in enumerate(State)}
    ledger = Ledger(states, photocopies=3, labels_left=4)
    theme = Theme("light")
    view = LedgerView(theme, None)  # type: ignore[arg-type]
    theme.setParent(view)
    qtbot.addWidget(view)
    left = None
    for line in view.lines(ledger):
        if line.total:
            assert left is None or left == line.count, line.words
            left = line.count
        else:
            assert left is not None
            left -= line.count
    assert left == ledger.settled


def test_the_page_shows_ledger_steps_and_batches(here: Station, tmp_path: Path, qtbot: Any) -> None:
    work(here)
    page = shown(OverviewPage, here.admin, tmp_path, qtbot)
    assert page.batches is not None
    (row,) = page.batches.rows.shown
    assert row[0] == "L1"
    assert row[2:7] == (5, 0, 3, 2, 1)
    assert row[7] == "1 · 20%"
    assert "Printed" in texts(page) and "wait for the adjudicator" in texts(page)
    assert "lost" not in texts(page)  # nothing is lost: no line


def test_the_primary_action_goes_to_the_first_step(here: Station, tmp_path: Path, qtbot: Any) -> None:
    work(here)
    page = shown(OverviewPage, here["Hòa"], tmp_path, qtbot)
    assert page.primary.words == "Settle differences"
    with qtbot.waitSignal(page.go) as gone:
        page.primary.click()
    assert gone.args == ["differences"]
    button = next(button for button, place in page.steps.places.items() if place == "receive")
    with qtbot.waitSignal(page.go) as gone:
        button.click()
    assert gone.args == ["receive"]


def test_a_keyer_sees_her_own_work_and_nothing_that_differs(here: Station, tmp_path: Path, qtbot: Any) -> None:
    before = work(here)
    page = shown(OverviewPage, here["Mai"], tmp_path, qtbot)
    assert page.ledger is None and page.batches is None
    told = texts(page)
    here.key("Mai", 2, before[0], Q1="1")  # one more that differs …
    here.key("Lan", 1, before[3])  # … and one more for her, so that the numbers below stay as they were
    page.refresh()
    assert "differ" not in told.lower() and "adjudicator" not in told.lower()
    assert page.own is not None
    assert [label.text() for label, _ in page.own._numbers] == ["3", "0", "1", "1"]


def test_what_differs_changes_nothing_on_a_keyers_page(tmp_path: Path, monkeypatch: Any, qtbot: Any) -> None:
    seen = []
    for folder, answer in ((tmp_path / "alike", "4"), (tmp_path / "not", "1")):
        folder.mkdir()
        with cheap_station(folder, monkeypatch) as here:
            (serial,) = here.received(1)
            here.key("Lan", 1, serial)
            here.key("Mai", 2, serial, Q1=answer)
            seen.append([texts(shown(OverviewPage, here[name], folder, qtbot)) for name in ("Lan", "Mai")])
    assert seen[0] == seen[1]


def test_a_finished_batch_is_closed_and_an_unfinished_one_refused(here: Station, tmp_path: Path, qtbot: Any) -> None:
    (serial,) = here.received(1, batch="xong")
    here.key("Lan", 1, serial)
    here.key("Mai", 2, serial)
    here.received(1, batch="dở")
    page = shown(OverviewPage, here.admin, tmp_path, qtbot)
    assert page.batches is not None
    page.close_batch()
    assert page.notice.kind == "attention"  # none is chosen
    page.batches.select("dở")
    page.close_batch()
    assert page.notice.kind == "error"
    page.batches.select("xong")
    with qtbot.waitSignal(page.survey_changed):
        page.close_batch()
    assert page.notice.kind == "ok"
    assert {row[0]: row[7] for row in page.batches.rows.shown} == {"xong": "1 · closed", "dở": "0 · 0%"}


def test_an_observer_cannot_close_batches(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(OverviewPage, here["Giám sát"], tmp_path, qtbot)
    assert [button.key for button in page.buttons()] == ["F2", "F3"]
    page.go_on()
    assert page.notice.kind == "ok"  # nothing waits


def test_a_page_read_again_leaves_nothing_of_before(here: Station, tmp_path: Path, qtbot: Any) -> None:
    work(here)
    page = shown(OverviewPage, here.admin, tmp_path, qtbot)
    before = sorted(texts(page).splitlines())
    page.refresh()
    assert sorted(texts(page).splitlines()) == before


def test_invalid_ballots_count_as_done(here: Station) -> None:
    serials = here.print(2)
    workflow.receive(here.admin, serials[0], batch="L1", reason=here.admin.plan.reasons[0].code)
    assert [step.words for step in steps(standing(here.admin, frozenset({Role.OFFICE})), frozenset({Role.OFFICE}))][
        -1
    ].startswith("Batches")


def test_the_picture_of_the_progress_is_drawn_when_its_tab_is_opened(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(OverviewPage, here["Hà"], tmp_path, qtbot)
    page.tabs.setCurrentWidget(page.progress)
    assert page.progress.empty.isVisibleTo(page)
    assert not page.progress.chart.isVisibleTo(page)
    work(here)
    page.refresh()
    assert page.progress.chart.isVisibleTo(page)
    assert "5" in page.progress.chart.accessibleName()


def test_units_groups_and_waves_stand_beside_what_the_plan_requires(here: Station, tmp_path: Path, qtbot: Any) -> None:
    unit, procedure = (queries.catalogue(here.admin, kind)[0] for kind in ("unit", "procedure"))
    here.settled(2, unit=unit.code, procedure=procedure.code)
    here.settled(1)  # whose unit was left blank
    page = shown(OverviewPage, here["Hà"], tmp_path, qtbot)
    page.tabs.setCurrentWidget(page.reached)
    rows = page.reached.table.rows.shown
    own = next(row for row in rows if row[1] == unit.name)
    assert own[2] == "(–)" and own[4:9] == (2, 2, 2, 0, 2)
    assert next(row for row in rows if row[1] == "not known yet")[8] == 1
    assert page.reached._note.isVisibleTo(page)
    workflow.set_transactions(here.admin, [Count(unit.code, procedure.code, 2016, 10)], "0" * 64)
    page.refresh()
    own = next(row for row in page.reached.table.rows.shown if row[1] == unit.name)
    assert (own[2], own[9], own[10]) == (3, "100,00%", 1)


def test_totals_that_the_plan_counts_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, str(rules_in(tmp_path / "rieng", TOTALS))) as made:
        group = made.admin.plan.groups[0].code
        total = workflow.OnlineTotal("Cổng", "công văn 1", "cong", group, None, "q1", 70, {})
        workflow.set_online_total(made.admin, total)
        page = shown(OverviewPage, made["Hà"], tmp_path, qtbot)
        page.tabs.setCurrentWidget(page.reached)
        rows = {row[1]: row for row in page.reached.table.rows.shown}
        assert (rows["Quý I"][7], rows["Quý I"][10]) == ("70 (Σ 70)", 0)
        assert (rows["Quý II"][7], rows["Quý II"][10]) == (0, 60)
        assert "Σ" in page.reached._note.text()


@pytest.mark.parametrize(("plan", "wanted"), [("ben-tre-2021", False), ("hai-cap-2026", True), ("da-nang-2021", True)])
def test_units_are_asked_for_only_where_something_goes_by_unit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plan: str, wanted: bool
) -> None:
    survey = surveys.make(tmp_path, monkeypatch, plan=plan)
    found = steps(standing(survey, survey.operator.roles), survey.operator.roles)
    assert ("plan" in [step.place for step in found]) is wanted
    survey.close()


def test_the_ledger_tells_how_many_of_the_settled_were_keyed_once(qapp: QApplication) -> None:
    states = dict.fromkeys(State, 0) | {State.SETTLED: 7, State.SINGLE_KEYED: 3}
    theme = Theme("light")
    view = LedgerView(theme, None)  # type: ignore[arg-type]
    theme.setParent(view)
    view.fill(Ledger(states, 0, 0))
    assert view.lines(Ledger(states, 0, 0))[-1].count == 10
    assert "3" in view._note.text()
    view.fill(Ledger(states | {State.SINGLE_KEYED: 0}, 0, 0))
    assert view._note.text() == ""


@pytest.fixture
def in_field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """Huế: six people assigned to two interviewers, four ballots out, three back, one of them does not count."""
    with cheap_station(tmp_path, monkeypatch, "hue-2024") as desk:
        people = [workflow.InterviewerData("B1", "Trần Văn Ba"), workflow.InterviewerData("B2", "Lê Tư")]
        workflow.set_interviewers(desk.admin, people)
        members = [workflow.MemberData("official", f"Người {n}", unit="UBND xã") for n in range(6)]
        workflow.import_sample(desk.admin, members, "0" * 64)
        ids = [each.id for each in queries.members_in_field(desk.admin)]
        workflow.assign_members(desk.admin, {"B1": ids[:4], "B2": ids[4:]})
        desk.print(6)
        for each in queries.members_in_field(desk.admin)[:4]:
            workflow.issue(desk.admin, each.serial)
        for at, each in enumerate(queries.members_in_field(desk.admin)[:3]):
            workflow.receive(desk.admin, each.serial, reason=None if at else desk.admin.plan.reasons[0].code)
        yield desk


def day_view(page: OverviewPage) -> dict[str, list[tuple[Any, ...]]]:
    """Heading → lines, all around by the key."""
    page.tabs.setCurrentWidget(page.day)
    found: dict[str, list[tuple[Any, ...]]] = {}
    while (heading := page.day.heading.text()) not in found:
        table = page.day.tables.table
        assert table is not None and table.isVisible()
        found[heading] = list(table.rows.shown)
        QTest.keyClick(page, Qt.Key.Key_F10)
    return found


def test_what_came_back_by_one_key_after_the_other(in_field: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(OverviewPage, in_field["Hà"], tmp_path, qtbot)
    found = day_view(page)
    assert list(found) == ["By unit", "By interviewer", "By channel", "By day"]
    assert sum(row[3] for row in found["By unit"]) == sum(row[1] for row in found["By channel"]) == 3
    first = found["By interviewer"][0]
    assert first == ("B1 Trần Văn Ba", 4, 4, 3, "75,0%", 2, 0, 0, 1)
    assert found["By day"][0][1:] == (3, 3)  # the last day first
    page.refresh()
    assert page.day.heading.text() == "By unit"  # what was shown stays
    check(page)
    QTest.keyClick(page, Qt.Key.Key_F10)
    workflow.set_validity(in_field.admin, queries.members_in_field(in_field.admin)[0].serial, None)
    page.refresh()
    table = page.day.tables.table
    assert page.day.heading.text() == "By interviewer" and table is not None and table.rows.shown[0][5] == 3


def test_who_only_sees_results_is_shown_no_interviewer(in_field: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(OverviewPage, in_field["Giám sát"], tmp_path, qtbot)
    assert list(day_view(page)) == ["By unit", "By channel", "By day"]


@pytest.mark.parametrize(("name", "kind"), [("trang.pdf", ".pdf"), ("trang.xlsx", ".xlsx"), ("trang", ".pdf")])
def test_the_page_of_the_day_is_saved_by_its_key_and_opened(
    in_field: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(overview_day.QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    monkeypatch.setattr(overview_day.QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name), "PDF (*.pdf)"))
    page = shown(OverviewPage, in_field["Hà"], tmp_path, qtbot)
    assert page.save_day.words == f"Page of {date_short(today())} …"
    QTest.keyClick(page, Qt.Key.Key_F3)
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=20_000)
    out = (tmp_path / name).with_suffix(kind)
    assert opened == [out] and out.read_bytes().startswith(b"%PDF" if kind == ".pdf" else b"PK")
    assert page.notice.kind == "ok" and out.name in page.notice.words


def test_who_only_keys_has_no_page_of_the_day(in_field: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(OverviewPage, in_field["Lan"], tmp_path, qtbot)
    assert [button.key for button in page.buttons()] == ["F2"]
