"""The calendar on the plan page and on the overview: who, by when, next or late, with days as dd/mm/yyyy."""

import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from sipas_desktop.domain.calendar import Deadline, Tick
from sipas_desktop.domain.roles import Role
from sipas_desktop.gui import calendar_words
from sipas_desktop.gui.overview import OverviewPage
from sipas_desktop.gui.plan import PlanPage
from sipas_desktop.jobs.calendar import plan_calendar
from sipas_desktop.jobs.presets import find_preset
from sipas_desktop.store import queries
from tests.gui import surveys
from tests.gui.test_accessibility import check

DAY = datetime.date(2024, 9, 6)


@pytest.fixture
def page(shell: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlanPage:
    survey = surveys.make(tmp_path, monkeypatch, plan="hue-2024")
    for place in ("sipas_desktop.gui.plan_views.today", "sipas_desktop.jobs.calendar.today"):
        monkeypatch.setattr(place, lambda: DAY)
    shown = surveys.show(shell, survey, "plan")
    assert isinstance(shown, PlanPage)
    shown.tabs.show_calendar()
    return shown


def test_every_milestone_with_its_last_day_and_who_answers_for_it(page: PlanPage) -> None:
    rows = {row[1]: row for row in page.tabs.calendar.table.rows.shown}
    assert len(rows) == len(page.desk.survey.plan.milestones)
    contract = rows["Ký hợp đồng với đơn vị thực hiện khảo sát"]
    assert contract[:4] == ("04/09/2024", contract[1], "Sở Nội vụ, phối hợp: Bưu điện tỉnh", "quá hạn 2 ngày")
    assert rows["Tổng hợp danh sách mẫu điều tra"][3] == "quá hạn 2 ngày"
    assert rows["Phúc tra kết quả phát, thu phiếu (qua SMS)"][0] == "02/10/2024"
    assert rows["Giám sát, kiểm tra quá trình khảo sát"][0] == "–"
    assert not page.tabs.calendar.note.isVisibleTo(page)
    check(page.window())


def test_the_most_pressing_one_is_chosen_and_shown_whole(page: PlanPage) -> None:
    chosen = page.tabs.calendar.table.current()
    assert chosen is not None and chosen[3] == "quá hạn 161 ngày"
    page.tabs.calendar.choose("tong-hop-mau")
    assert "Tổng hợp danh sách mẫu điều tra\nSở Nội vụ\n04/09/2024" in page.tabs.calendar._chosen.text()


def test_the_overview_shows_the_late_and_the_next_milestone(page: PlanPage, shell: SimpleNamespace) -> None:
    shell.window.go("overview")
    overview = shell.window.page
    assert isinstance(overview, OverviewPage) and overview.milestones is not None
    *late, more, coming = overview.milestones.label.text().split("\n")
    assert len(late) == 2 and all(line.startswith("Quá hạn ") for line in late)
    assert more == "Còn 5 mốc khác quá hạn: xem Kế hoạch, thẻ Tiến độ (Alt+5)"
    assert coming.startswith("Sắp đến: còn 1 ngày: ") and coming.endswith("(Sở Nội vụ), 07/09/2024")
    assert overview.milestones.label.property("role") == "attention"


def test_a_milestone_is_ticked_off_with_its_day_and_note_and_taken_back(page: PlanPage) -> None:
    view = page.tabs.calendar
    view.choose("hop-dong")
    assert page._next.words == "Đánh dấu đã xong" and view.day.text() == "06/09/2024"
    assert not view.take_back.isEnabled()
    view.day.setText("05/09/2024")
    view.remark.setText("bản gốc ở Sở")
    page._next.click()
    chosen = view.table.current()
    assert chosen is not None and chosen[3] == "xong 05/09/2024, chậm 1 ngày"
    assert queries.milestones_done(page.desk.survey) == {"hop-dong": Tick(datetime.date(2024, 9, 5), "bản gốc ở Sở")}
    check(page.window())
    view.day.setText("04/09/2024")
    page._next.click()
    chosen = view.table.current()
    assert chosen is not None and chosen[3] == "xong 04/09/2024"
    view.take_back.click()
    chosen = view.table.current()
    assert chosen is not None and chosen[3] == "quá hạn 2 ngày"
    assert queries.milestones_done(page.desk.survey) == {}


def test_what_cannot_be_ticked_off_says_why(page: PlanPage) -> None:
    view = page.tabs.calendar
    view.choose("in-phieu")
    assert "Chương trình tự biết khi nào xong: khi đã in phiếu." in view._chosen.text()
    assert not page._next.isEnabled() and not view.tick.isVisibleTo(page)
    view.choose("hop-dong")
    assert page._next.isEnabled()
    for text in ("5 tháng 9", ""):
        view.day.setText(text)
        assert not page._next.isEnabled()
    view.day.setText("01/01/2999")
    page._next.click()
    assert "chưa đến" in page.notice.words
    assert queries.milestones_done(page.desk.survey) == {}


def test_the_first_that_can_be_is_ticked_off_on_the_overview(page: PlanPage, shell: SimpleNamespace) -> None:
    shell.window.go("overview")
    view = shell.window.page.milestones
    assert view.first is not None and view.first.milestone.code == "hues"
    assert not view.take_back.isVisibleTo(shell.window)
    view.button.click()
    assert queries.milestones_done(page.desk.survey).keys() == {"hues"}
    assert view.first.milestone.code != "hues" and view.take_back.isVisibleTo(shell.window)
    check(shell.window)
    view.take_back.click()
    assert queries.milestones_done(page.desk.survey) == {}
    assert view.first.milestone.code == "hues" and not view.take_back.isVisibleTo(shell.window)


def test_who_may_not_tick_off_only_looks(shell: SimpleNamespace, page: PlanPage) -> None:
    shown = surveys.show(shell, page.desk.survey, "overview", frozenset({Role.OBSERVER}))
    assert isinstance(shown, OverviewPage) and shown.milestones is not None
    assert shown.milestones.label.text() and not shown.milestones.button.isVisibleTo(shown)


def test_a_day_on_unchecked_holidays_says_so(page: PlanPage) -> None:
    plan = find_preset("hai-cap-2026").plan
    page.tabs.calendar.fill(plan_calendar(plan, datetime.date(2026, 8, 1)))
    assert any(str(row[0]).endswith(" ?") for row in page.tabs.calendar.table.rows.shown)
    assert "holidays.toml" in page.tabs.calendar.note.text()
    assert calendar_words.last_day(Deadline(datetime.date(2024, 10, 5), sure=False)) == "05/10/2024 ?"


def test_a_plan_without_milestones_says_so(page: PlanPage) -> None:
    from dataclasses import replace

    page.tabs.calendar.fill(plan_calendar(replace(page.desk.survey.plan, milestones=()), DAY))
    assert page.tabs.calendar.note.isVisibleTo(page)
    assert page.tabs.calendar._chosen.text() == ""


@pytest.mark.parametrize(("days", "words"), [(0, "hôm nay là hạn cuối"), (3, "sắp đến: còn 3 ngày")])
def test_the_next_one_counts_the_days(shell: SimpleNamespace, page: PlanPage, days: int, words: str) -> None:
    day = datetime.date(2024, 3, 29) - datetime.timedelta(days=days)
    first = plan_calendar(page.desk.survey.plan, day).entries[0]
    assert calendar_words.standing(first) == words
