"""Where fieldwork stands on a day, and the lead's page: the numbers add up, on paper and in the workbook."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from sipas_desktop.domain.fieldwork import Outcome
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.calendar import today
from sipas_desktop.jobs.daily import daily_page, write_daily
from sipas_desktop.jobs.field_status import FieldStatus, field_status, status_json, status_on
from sipas_desktop.paper.daily_content import DailyPage, UnitLine, summary, tables
from sipas_desktop.paper.daily_pdf import daily_pdf
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store import models as m
from sipas_desktop.store.workflow import InterviewerData, MemberData
from tests.online import Day, take
from tests.surveys import CHEAP, Station, copied_station, station

START = datetime.date(2024, 9, 9)  # Huế: fieldwork 09–25/9/2024, a Monday
BACK = {0: 3, 1: 4, 2: 5, 3: 4, 4: 4}  # day of fieldwork → ballots that came back


@pytest.fixture
def hue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """40 members of two units, two interviewers; 30 ballots out, 20 back in the first week, one of them invalid."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path, "hue-2024") as here:
        listed = [MemberData("official", f"Người {n}", unit=f"Đơn vị {n % 2}") for n in range(40)]
        workflow.import_sample(here.admin, listed, "0" * 64)
        people = [InterviewerData("B1", "Trần Văn Ba", ""), InterviewerData("B2", "Lê Thị Tư", "")]
        workflow.set_interviewers(here.admin, people)
        ids = [each.id for each in queries.members_in_field(here.admin)]
        workflow.assign_members(here.admin, {"B1": ids[:20], "B2": ids[20:]})
        serials = here.print(40)
        for serial in serials[:30]:
            workflow.issue(here.admin, serial, day=START)
        for serial in serials[:20]:
            workflow.receive(here.admin, serial, channel=here.admin.plan.channels[0].code)
        workflow.set_validity(here.admin, serials[0], "blank")
        workflow.set_outcome(here.admin, serials[20], Outcome.REFUSED, day=START)
        workflow.set_outcome(here.admin, serials[21], Outcome.NOT_MET, day=START)
        _came_on(here, serials)
        yield here


def _came_on(desk: Station, serials: tuple[str, ...]) -> None:
    """The receipts as if they had been made in the first week: a test cannot wait for Friday."""
    days = [START + datetime.timedelta(days=ahead) for ahead, many in BACK.items() for _ in range(many)]
    with desk.admin.writing() as tx:
        for serial, day in zip(serials, days, strict=False):
            tx.conn.execute(update(m.ballot).where(m.ballot.c.serial == serial).values(received_on=day.isoformat()))


def friday(desk: Station) -> FieldStatus:
    """At the end of the first week."""
    return field_status(desk["Hà"], START + datetime.timedelta(days=4))


def test_every_number_adds_up(hue: Station) -> None:
    found = friday(hue)
    assert (found.returned, found.valid, found.online, found.counted) == (20, 19, 0, 19)
    assert (found.returned_today, found.to_come) == (4, 10 + 8 + 1)  # in the cupboard, out, not met
    assert found.span == (START, datetime.date(2024, 9, 25))
    assert [each.returned for each in found.days] == list(BACK.values())
    assert found.days[-1].total == found.returned == sum(each.returned for each in found.channels)
    assert sum(each.returned for each in found.interviewers) == found.returned
    assert sum(each.valid for each in found.channels) == sum(each.valid for each in found.interviewers) == found.valid
    assert sum(line.returned for line in found.units) == found.returned
    assert sum(line.issued for line in found.units) == 30


def test_the_forecast_is_of_valid_ballots_and_of_no_more_than_can_come(hue: Station) -> None:
    ahead = friday(hue).forecast
    assert ahead is not None
    assert (ahead.pace, ahead.days, ahead.left) == (pytest.approx(19 / 5), 5, 8)  # 2, 4, 5, 4, 4
    assert ahead.expected == 19 + 19  # not 19 + 30.4
    assert 19 <= ahead.low <= ahead.high == 38
    assert ahead.reached is None  # nothing is required


def test_of_an_earlier_day_is_told_what_had_come_back_by_then_and_nothing_of_today(
    hue: Station, tmp_path: Path
) -> None:
    wednesday = START + datetime.timedelta(days=2)
    found = status_on(hue["Hà"], wednesday)
    assert (found.returned, found.returned_today, found.valid) == (12, 5, 11)
    assert [each.returned for each in found.days] == [3, 4, 5]
    assert sum(each.returned for each in found.channels) == 12
    assert (found.to_come, found.forecast, found.units, found.interviewers) == (None, None, (), ())
    assert status_json(found)["to_come"] is None
    page = daily_page(hue["Hà"], found)
    assert [table.key for table in tables(page)] == ["channels", "days"]
    told = " ".join(summary(page))
    assert "Đã thu 12 phiếu (trong ngày 5)" in told and "ngày đã qua" in told and "dự báo." not in told[:80]
    write_daily(hue["Hà"], found, tmp_path / "thứ tư.pdf")
    assert "ĐẾN HẾT NGÀY 11/9/2024" in text_of(tmp_path / "thứ tư.pdf")


def test_of_today_all_is_told_and_of_no_day_to_come(hue: Station) -> None:
    now = today()
    assert status_on(hue["Hà"], now) == status_on(hue["Hà"], None) == field_status(hue["Hà"], now)
    with pytest.raises(Refusal) as caught:
        status_on(hue["Hà"], now + datetime.timedelta(days=1))
    assert caught.value.code == "fieldwork.to_come"


def test_nothing_is_forecast_after_the_deadline_or_too_early(hue: Station) -> None:
    assert field_status(hue["Hà"], datetime.date(2024, 9, 26)).forecast is None
    assert field_status(hue["Hà"], START + datetime.timedelta(days=1)).forecast is None
    assert "đã qua" in " ".join(summary(daily_page(hue["Hà"], field_status(hue["Hà"], datetime.date(2024, 9, 26)))))


def test_online_answers_stand_beside_the_paper(hue: Station) -> None:
    take(hue, Day("2024-09-10T08:00:00"), Day("2024-09-11T08:00:00", "2"))
    found = friday(hue)
    assert (found.returned, found.valid, found.online, found.counted) == (20, 19, 2, 21)
    assert [(each.returned, each.online) for each in found.channels if each.online] == [(0, 2)]
    assert sum(each.returned for each in found.days) == 20  # the days are of paper
    assert found.forecast == friday(hue).forecast


def test_of_a_plan_with_waves_the_day_s_own_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hà Tĩnh: 60 ballots a quarter."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, "ha-tinh-2024") as desk:
        for wave, printed, back in (("quy-1", 80, 61), ("quy-2", 70, 9)):
            serials = desk.print(printed, wave=wave)
            for serial in serials[:back]:
                workflow.receive(desk.admin, serial)
        second = field_status(desk["Hà"], datetime.date(2024, 5, 20))
        assert (second.wave, second.span) == ("quy-2", (datetime.date(2024, 4, 1), datetime.date(2024, 6, 30)))
        assert (second.required, second.returned, second.counted, second.missing, second.to_come) == (60, 9, 9, 51, 61)
        assert daily_page(desk["Hà"], second).part
        first = field_status(desk["Hà"], datetime.date(2024, 3, 1))
        assert (first.required, first.counted, first.missing, first.to_come) == (60, 61, 0, 19)
        outside = field_status(desk["Hà"], datetime.date(2025, 2, 1))
        assert (outside.wave, outside.required, outside.counted, outside.to_come) == ("", 240, 70, 80)


def test_who_only_sees_results_is_told_of_no_interviewer(hue: Station) -> None:
    found = field_status(hue["Giám sát"], START)
    assert (found.interviewers, found.names, found.returned) == ((), {}, 20)
    with pytest.raises(Refusal) as caught:
        field_status(hue["Lan"], START)
    assert caught.value.code == "operators.not_allowed"


def text_of(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def test_the_page_says_on_paper_and_in_the_workbook_what_was_found(hue: Station, tmp_path: Path) -> None:
    found = friday(hue)
    pdf, xlsx = tmp_path / "ngày 13.pdf", tmp_path / "ngày 13.xlsx"
    assert len(write_daily(hue["Hà"], found, pdf)) == 64
    write_daily(hue["Hà"], found, xlsx)
    told = text_of(pdf)
    for words in (
        "ĐẾN HẾT NGÀY 13/9/2024",
        "Đã thu 20 phiếu (trong ngày 4), hợp lệ 19",
        "B1 Trần Văn Ba",
        "còn 8 ngày làm việc",
    ):
        assert words in told, words
    assert "Người 1" not in told  # of respondents nothing
    book = load_workbook(xlsx)
    assert book.sheetnames == ["Tóm tắt", "Theo cơ quan, đơn vị", "Theo điều tra viên", "Theo kênh", "Theo ngày"]
    days = list(book["Theo ngày"].values)
    assert [row[1] for row in days[1:]] == list(BACK.values())
    people = list(book["Theo điều tra viên"].values)
    assert sum(row[3] for row in people[1:]) == 20


def test_the_same_day_gives_the_same_page(hue: Station, tmp_path: Path) -> None:
    found = friday(hue)
    assert write_daily(hue["Hà"], found, tmp_path / "một.pdf") == write_daily(hue["Hà"], found, tmp_path / "hai.pdf")


def test_another_kind_of_file_is_refused_and_nothing_written(hue: Station, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        write_daily(hue["Hà"], friday(hue), tmp_path / "trang.docx")
    assert caught.value.code == "papers.daily_suffix"
    assert not (tmp_path / "trang.docx").exists()


@pytest.mark.parametrize(
    ("required", "missing", "words"),
    [
        (None, None, "Đã thu 20"),
        (19, 0, "đã đủ"),
        (30, 11, "kịp hạn"),
        (400, 381, "KHÔNG ĐỦ"),
    ],
)
def test_what_the_lead_is_told_of_the_plan_s_number(
    hue: Station, required: int | None, missing: int | None, words: str
) -> None:
    page = daily_page(hue["Hà"], friday(hue))
    ahead = page.forecast
    assert ahead is not None
    page = replace(page, required=required, missing=missing)
    if required == 30:
        page = replace(page, forecast=replace(ahead, reached=datetime.date(2024, 9, 18)))
    assert words in " ".join(summary(page))
    late = replace(page, required=30, missing=11, forecast=replace(ahead, reached=datetime.date(2024, 9, 30)))
    assert "QUÁ HẠN" in " ".join(summary(late))


def test_a_long_list_of_units_goes_on_over_the_page(hue: Station) -> None:
    page = daily_page(hue["Hà"], friday(hue))
    units = tuple(UnitLine(f"Xã Tân Tiến {n}", 100, 100, 40 + n % 50, 40, 0, 60) for n in range(90))
    data, sheets = daily_pdf(replace(page, units=units), "1")
    assert sheets > 2 and data.startswith(b"%PDF")
    (table,) = (each for each in tables(replace(page, units=units)) if each.key == "units")
    assert len(table.rows) == 91 and table.rows[-1].strong
    assert table.rows[-1].cells[3][0].value == sum(line.returned for line in units)


def test_a_letter_that_the_typeface_lacks_is_refused(hue: Station) -> None:
    page: DailyPage = replace(daily_page(hue["Hà"], friday(hue)), survey="漢")
    with pytest.raises(Refusal):
        daily_pdf(page, "1")


def test_as_json(hue: Station) -> None:
    told = status_json(friday(hue))
    assert (told["day"], told["deadline"], told["returned"], told["missing"]) == ("2024-09-13", "2024-09-25", 20, None)
    assert told["forecast"]["working_days_left"] == 8
    assert told["forecast"]["interval"][0] <= told["forecast"]["valid"] <= told["forecast"]["interval"][1]
