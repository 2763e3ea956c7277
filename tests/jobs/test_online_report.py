"""Online answers in index and report: beside paper, by channel and officer, with what was left out."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.jobs.online_results import by_channel, by_officer
from sipas_desktop.jobs.report import make_report, report_content
from sipas_desktop.paper.report_model import Paragraph, ReportContent
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import Filter
from sipas_desktop.store.workflow import Entry
from tests.cli.test_quota import rules_in
from tests.online import Day, online_answers, take
from tests.store.test_reached import TOTALS
from tests.surveys import Station, copied_station, station


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Station]:
    """Huế: one settled ballot of paper, ten online answers about two officers, five left out."""
    with copied_station(tmp_path, "hue-2024") as here:
        workflow.import_sample(here.admin, [workflow.MemberData("official", "Người một")], "0" * 64)
        run = workflow.reserve_run(here.admin)
        workflow.publish_run(here.admin, run, "0" * 64, 1)
        (serial,) = run.serials
        workflow.receive(here.admin, serial, channel="buu-dien")
        here.key("Lan", 1, serial)
        here.key("Mai", 2, serial)
        workflow.set_officers(here.admin, [Entry("cb-1", "Cán bộ một"), Entry("cb-2", "Cán bộ hai")])
        days = [Day(f"2024-09-1{n}", "5" if n < 5 else "1", officer="cb-1" if n < 5 else "cb-2") for n in range(10)]
        told, answers = online_answers(here, days)
        told = replace(told, rows=16, excluded={"official": 3, "outside_dates": 1}, duplicates=1, rejected=1)
        workflow.import_online(here.admin, told, answers)
        yield here


def words_of(content: ReportContent) -> str:
    """All running text."""
    return " ".join(block.text for block in content.body if isinstance(block, Paragraph))


def test_the_report_tells_what_counts_and_what_was_left_out(desk: Station) -> None:
    content = report_content(desk.admin, Filter(), head="")
    text = words_of(content)
    assert "10 phiếu trực tuyến" in text
    assert "không nhập hai lần" in text
    assert "Đã loại 04 câu trả lời trực tuyến" in text
    assert "03 do cán bộ, công chức, viên chức trả lời thay; 01 ngoài thời gian khảo sát" in text
    (sources,) = content.tables("online")
    assert [cell[0].text for cell in sources.rows[0].cells[2:]] == ["16", "10", "4", "1", "1"]
    ballots = content.tables("ballots")[0]
    assert [ballots.row(key).cells[2][0].text for key in ("printed", "returned", "online", "settled")] == [
        "1", "11", "10", "11",
    ]  # fmt: skip
    quality = content.tables("quality")[0]
    assert [quality.row(key).cells[2][0].text for key in ("double_keyed", "online")] == ["1", "10"]


def test_channels_and_officers_have_an_index_of_their_own(desk: Station) -> None:
    assert [(part.code, part.settled, part.index) for part in by_officer(desk.admin, Filter())] == [
        ("cb-1", 5, 100),
        ("cb-2", 5, 0),
    ]
    assert [(part.code, part.settled) for part in by_channel(desk.admin, Filter())] == [("buu-dien", 1), ("hues", 10)]
    until = Filter(until=datetime.date(2024, 9, 12))
    assert [(part.code, part.settled) for part in by_officer(desk.admin, until)] == [("cb-1", 3)]
    assert queries.figures(desk.admin, Filter(channel="hues")).ballots.settled == 10
    assert queries.figures(desk.admin, Filter(channel="buu-dien")).index == 100
    content = report_content(desk.admin, Filter(), head="")
    (officers,) = content.tables("officers")
    assert [row.cells[1][0].text for row in officers.rows] == ["Cán bộ một", "Cán bộ hai"]
    (channels,) = content.tables("channels")
    assert channels.row("buu-dien").cells[3][0].text == "*"  # one ballot is one person


def test_totals_stand_apart(desk: Station) -> None:
    group = desk.admin.plan.groups[0].code
    total = workflow.OnlineTotal("Cổng của sở", "công văn 12", "hues", group, None, None, 60, {})
    workflow.set_online_total(desk.admin, total)
    content = report_content(desk.admin, Filter(), head="")
    (totals,) = content.tables("online_totals")
    assert [cell[0].text for cell in totals.rows[0].cells[1:]] == ["Cổng của sở", "công văn 12", "Toàn bộ", "60"]
    assert content.tables("ballots")[0].row("settled").cells[2][0].text == "11"


def test_the_report_says_where_totals_count_towards_the_plan_s_number(tmp_path: Path) -> None:
    with station(tmp_path, str(rules_in(tmp_path / "rieng", TOTALS))) as polled:
        group = polled.admin.plan.groups[0].code
        workflow.set_online_total(
            polled.admin, workflow.OnlineTotal("Cổng", "công văn 1", "cong", group, None, "q1", 40, {})
        )
        polled.settled(1)
        text = words_of(report_content(polled.admin, Filter(), head=""))
    assert "Quý I thiếu 20 phiếu; Quý II thiếu 60 phiếu" in text
    assert "trong đó Quý I có 40 phiếu theo số tổng" in text


def test_words_without_a_rating_are_told_apart(desk: Station) -> None:
    told, answers = online_answers(desk, [Day("2024-09-20")], "Cổng")
    written = replace(answers[0], answers={"comment": Answer("+", "Cảm ơn")}, comment=True)
    workflow.import_online(desk.admin, replace(told, rows=2), [*answers, written])
    content = report_content(desk.admin, Filter(), head="")
    assert "Ngoài ra có 01 ý kiến góp ý" in words_of(content)
    (sources,) = content.tables("online")
    rows = [[cell[0].text for cell in row.cells[2:]] for row in sources.rows]
    assert rows == [["16", "10", "0", "4", "1", "1"], ["2", "1", "1", "0", "0", "0"]]
    assert content.tables("ballots")[0].row("settled").cells[2][0].text == "12"


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_all_three_kinds_hold_it(desk: Station, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"báo cáo.{kind}"
    make_report(desk.admin, out)
    if kind == "xlsx":
        from openpyxl import load_workbook

        sheet = load_workbook(out)["Trực tuyến"]
        held = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
        assert {"Cán bộ một", "Hệ thống khảo sát mức độ hài lòng trên HueS"} <= held
    assert out.stat().st_size > 5000


def test_without_online_answers_nothing_is_said_of_them(tmp_path: Path) -> None:
    with station(tmp_path) as plain:
        plain.settled(1)
        content = report_content(plain.admin, Filter(), head="")
    assert not any(content.tables(key) for key in ("online", "online_totals", "channels", "officers"))
    assert "trực tuyến" not in words_of(content)


def test_a_second_source_is_listed_beside_the_first(desk: Station) -> None:
    take(desk, Day("2024-09-20"), source="Cổng của sở")
    (sources,) = report_content(desk.admin, Filter(), head="").tables("online")
    assert [row.cells[1][0].text.split(" (")[0] for row in sources.rows] == ["HueS", "Cổng của sở"]
