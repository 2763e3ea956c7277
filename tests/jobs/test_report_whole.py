"""What a report reads beside its own figures: the wave before, units and fieldwork; and Đà Nẵng's section."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.remarks import draft_of
from sipas_desktop.jobs.report import Wanted, known_of, make_report, planned, report_content
from sipas_desktop.jobs.report_whole import fieldwork_of, is_whole, units_reached, wave_before
from sipas_desktop.paper.report_model import Heading, Paragraph, ReportContent
from sipas_desktop.store import keys, workflow
from sipas_desktop.store.queries import Filter
from tests.online import Day, take
from tests.surveys import CHEAP, Station, copied_station, station


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)


@pytest.fixture
def waves(tmp_path: Path) -> Iterator[Station]:
    """Hà Tĩnh with six settled ballots in each of two quarters, the second less content."""
    with copied_station(tmp_path, "ha-tinh-2024") as desk:
        for wave, level in (("quy-1", "5"), ("quy-2", "2")):
            for serial in desk.print(6, wave=wave):
                workflow.receive(desk.admin, serial)
                rated = next(iter(desk.admin.forms.values())).rated
                changed = {rated[0].code: level}
                desk.key("Lan", 1, serial, **changed)
                desk.key("Mai", 2, serial, **changed)
        yield desk


def words(content: ReportContent) -> str:
    return "\n".join(block.text for block in content.blocks if isinstance(block, Paragraph | Heading))


def test_a_wave_is_compared_with_the_one_before(waves: Station) -> None:
    office = waves.admin
    assert wave_before(office, Filter(), None) is None
    assert wave_before(office, Filter(wave="quy-1"), None) is None
    before = wave_before(office, Filter(wave="quy-2"), None)
    assert before is not None and (before.title, before.figures.ballots.settled) == ("Quý I", 6)
    text = words(report_content(office, Filter(wave="quy-2"), head=""))
    assert "Chỉ số hài lòng chung của Quý II là 100,00%, của Quý I là 100,00%: không đổi" in text
    assert "giảm 100,00 điểm phần trăm" in draft_of(office, Filter(wave="quy-2"), "shortcomings")
    assert "So với" not in words(report_content(office, Filter(wave="quy-1"), head=""))


def test_a_wave_of_few_ballots_is_not_compared_with(tmp_path: Path) -> None:
    with station(tmp_path, "ha-tinh-2024") as desk:
        for wave, number in (("quy-1", 4), ("quy-2", 6)):
            for serial in desk.print(number, wave=wave):
                workflow.receive(desk.admin, serial)
                desk.key("Lan", 1, serial)
                desk.key("Mai", 2, serial)
        assert wave_before(desk.admin, Filter(wave="quy-2"), None) is None


@pytest.mark.parametrize(
    ("chosen", "whole"),
    [
        (Filter(), True),
        (Filter(wave="quy-1"), False),
        (Filter(until=datetime.date(2024, 5, 1)), False),
        (Filter(unit="x"), False),
        (Filter(channel="x"), False),
    ],
)
def test_units_and_fieldwork_are_of_the_whole_survey_alone(waves: Station, chosen: Filter, whole: bool) -> None:
    assert is_whole(waves.admin, chosen) is whole
    if not whole:
        assert units_reached(waves.admin, chosen) == () and fieldwork_of(waves.admin, chosen) is None


def test_a_group_is_the_whole_where_there_is_one(waves: Station, tmp_path: Path) -> None:
    assert is_whole(waves.admin, Filter(group=waves.admin.plan.groups[0].code))
    (tmp_path / "hai").mkdir()
    with station(tmp_path / "hai", "ben-tre-2021") as desk:
        assert not is_whole(desk.admin, Filter(group="nhom-1"))


def test_fieldwork_and_units_as_the_ledger_has_them(tmp_path: Path) -> None:
    with station(tmp_path) as desk:
        serials = desk.print(4)
        workflow.spoil(desk.admin, serials[0], "lem mực")
        desk.settled(5)
        workflow.set_catalogue(desk.admin, "unit", [workflow.Entry("91", "Nơi mới")])
        field = fieldwork_of(desk.admin, Filter())
        assert field is not None and (field.spoiled, field.out, field.lost) == (1, 0, 0)
        units = units_reached(desk.admin, Filter())
        assert "Nơi mới" in {unit.name for unit in units}
        assert sum(unit.counted for unit in units) == 5
        (found,) = report_content(desk.admin, Filter(), head="").tables("excluded")
        assert [row.key for row in found.rows] == ["spoiled"]


def test_drafts_ask_for_settled_ballots_and_a_drafted_section(tmp_path: Path, waves: Station) -> None:
    for section, code in (("results", "remarks.no_draft"), ("Kết quả", "remarks.unknown")):
        with pytest.raises(Refusal) as caught:
            draft_of(waves.admin, Filter(), section)
        assert caught.value.code == code
    with pytest.raises(Refusal) as caught:
        known_of(waves.admin, Filter(wave="quy-3"))
    assert caught.value.code == "report.nothing_settled"


# --------------------------------------------------------------------------------------- Đà Nẵng's six months [plan]


@pytest.fixture
def da_nang(tmp_path: Path) -> Iterator[Station]:
    with copied_station(tmp_path, "da-nang-2021") as desk:
        take(desk, *(Day(f"2021-05-{n:02}") for n in range(10, 17)), Day("2021-06-14"), Day("2021-06-15"))
        yield desk


def test_the_six_months_are_a_section_up_to_their_day(da_nang: Station) -> None:
    """III.3.c: results, shortcomings, proposals, reflections, inside the report on administrative reform."""
    chosen, wanted = planned(da_nang.admin, "sau-thang")
    assert (chosen.until, wanted.section) == (datetime.date(2021, 6, 14), True)
    workflow.write_remark(da_nang.admin, "comments", "Không có phản ánh, kiến nghị.", about=about(chosen))
    content = report_content(da_nang.admin, chosen, head="f" * 64, wanted=wanted)
    assert content.section and content.title == "Kết quả khảo sát 6 tháng đầu năm 2021"
    sections = [block.text for block in content.body if isinstance(block, Heading) and block.level == 1]
    assert sections == [
        "I. KHÁI QUÁT VỀ CUỘC KHẢO SÁT",
        "II. KẾT QUẢ KHẢO SÁT",
        "III. TỒN TẠI, HẠN CHẾ",
        "IV. KIẾN NGHỊ",
        "V. CHẤT LƯỢNG DỮ LIỆU VÀ PHƯƠNG PHÁP TÍNH",
        "VI. THÔNG TIN KIỂM CHỨNG SỐ LIỆU",
    ]
    text = words(content)
    assert "Số liệu trong báo cáo này tính đến hết ngày 14/6/2021." in text
    assert "08 phiếu đã chốt" in text  # the answer of 15/6 is not among them
    assert "Không có phản ánh, kiến nghị." in text
    assert "CỘNG HÒA" not in text and "./." not in text


def test_the_year_is_a_whole_report_up_to_its_day(da_nang: Station, tmp_path: Path) -> None:
    chosen, wanted = planned(da_nang.admin, "nam")
    assert (chosen.until, wanted) == (datetime.date(2021, 12, 14), Wanted())
    content = report_content(da_nang.admin, chosen, head="", wanted=wanted)
    assert content.letterhead is not None and content.title.endswith("năm 2021, tính đến hết ngày 14/12/2021")
    with pytest.raises(Refusal) as caught:
        planned(da_nang.admin, "quy-1")
    assert caught.value.code == "report.not_planned"
    out = tmp_path / "phần.docx"
    make_report(da_nang.admin, out, chosen, wanted=wanted)
    assert out.stat().st_size > 10_000


def about(chosen: Filter) -> Any:
    from sipas_desktop.jobs.remarks import about_of

    return about_of(chosen)
