"""The calendar on the plan page and on the overview: who, by when, next or late, with days as dd/mm/yyyy."""

import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from sipas_desktop.domain.calendar import Deadline
from sipas_desktop.gui import calendar_words
from sipas_desktop.gui.overview import OverviewPage
from sipas_desktop.gui.plan import PlanPage
from sipas_desktop.jobs.calendar import plan_calendar
from sipas_desktop.jobs.presets import find_preset
from tests.gui import surveys
from tests.gui.test_accessibility import check

DAY = datetime.date(2024, 9, 6)


@pytest.fixture
def page(shell: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlanPage:
    survey = surveys.make(tmp_path, monkeypatch, plan="hue-2024")
    for place in ("sipas_desktop.gui.plan.today", "sipas_desktop.jobs.calendar.today"):
        monkeypatch.setattr(place, lambda: DAY)
    shown = surveys.show(shell, survey, "plan")
    assert isinstance(shown, PlanPage)
    shown.show_calendar()
    return shown


def test_every_milestone_with_its_last_day_and_who_answers_for_it(page: PlanPage) -> None:
    rows = {row[1]: row for row in page.calendar.table.rows.shown}
    assert len(rows) == len(page.desk.survey.plan.milestones)
    contract = rows["Ký hợp đồng với đơn vị thực hiện khảo sát"]
    assert contract[:4] == ("04/09/2024", contract[1], "Sở Nội vụ, phối hợp: Bưu điện tỉnh", "đã qua ngày")
    assert rows["Tổng hợp danh sách mẫu điều tra"][3] == "quá hạn 2 ngày"
    assert rows["Phúc tra kết quả phát, thu phiếu (qua SMS)"][0] == "02/10/2024"
    assert rows["Giám sát, kiểm tra quá trình khảo sát"][0] == "–"
    assert not page.calendar.note.isVisibleTo(page)
    check(page.window())


def test_the_most_pressing_one_is_chosen_and_shown_whole(page: PlanPage) -> None:
    chosen = page.calendar.table.current()
    assert chosen is not None and chosen[3] == "quá hạn 2 ngày"
    assert "Tổng hợp danh sách mẫu điều tra\nSở Nội vụ\n04/09/2024" in page.calendar._chosen.text()


def test_the_overview_shows_the_late_and_the_next_milestone(page: PlanPage, shell: SimpleNamespace) -> None:
    shell.window.go("overview")
    overview = shell.window.page
    assert isinstance(overview, OverviewPage) and overview.milestones is not None
    late, coming = overview.milestones.text().split("\n")
    assert late == "Quá hạn 2 ngày: Tổng hợp danh sách mẫu điều tra (Sở Nội vụ), 04/09/2024"
    assert coming.startswith("Sắp đến: còn 1 ngày: ") and coming.endswith("(Sở Nội vụ), 07/09/2024")
    assert overview.milestones.property("role") == "attention"


def test_a_day_on_unchecked_holidays_says_so(page: PlanPage) -> None:
    plan = find_preset("hai-cap-2026").plan
    page.calendar.fill(plan_calendar(plan, datetime.date(2026, 8, 1)))
    assert any(str(row[0]).endswith(" ?") for row in page.calendar.table.rows.shown)
    assert "holidays.toml" in page.calendar.note.text()
    assert calendar_words.last_day(Deadline(datetime.date(2024, 10, 5), sure=False)) == "05/10/2024 ?"


def test_a_plan_without_milestones_says_so(page: PlanPage) -> None:
    from dataclasses import replace

    page.calendar.fill(plan_calendar(replace(page.desk.survey.plan, milestones=()), DAY))
    assert page.calendar.note.isVisibleTo(page)
    assert page.calendar._chosen.text() == ""


@pytest.mark.parametrize(("days", "words"), [(0, "hôm nay là hạn cuối"), (3, "sắp đến: còn 3 ngày")])
def test_the_next_one_counts_the_days(shell: SimpleNamespace, page: PlanPage, days: int, words: str) -> None:
    day = datetime.date(2024, 3, 29) - datetime.timedelta(days=days)
    first = plan_calendar(page.desk.survey.plan, day).entries[0]
    assert calendar_words.standing(first) == words
