"""How many are drawn where nobody says it: by the plan's rule, else by the finite-population formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from sipas_desktop.domain import sampling
from sipas_desktop.domain.draw_rule import Known, RuleNumbers, not_in_frame, rule_numbers
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.quota_cells import Count
from sipas_desktop.domain.quota_rule import Per, Quota
from sipas_desktop.domain.sampling import COLUMNS, FrameRow, strata_asked
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs import draws
from sipas_desktop.jobs.draws import wanted
from sipas_desktop.jobs.minutes import make_minutes
from sipas_desktop.jobs.presets import find_preset
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.workflow import Entry, MemberData
from tests.surveys import CHEAP, Station, copied_station, station


def plan(name: str) -> Plan:
    return find_preset(name).plan


def frame(**units: int) -> list[FrameRow]:
    return [
        FrameRow(
            f"{unit}{n}", *({"unit": unit, "name": f"Người {n}", "procedure": f"T{n % 2}"}.get(c, "") for c in COLUMNS)
        )
        for unit, count in units.items()
        for n in range(count)
    ]


def test_hue_s_rule_is_asked_of_each_unit() -> None:
    asked = wanted(plan("hue-2024"), frame(A=99, B=150, C=1000), 1)
    assert (asked.official, asked.method, asked.by, asked.basis) == (
        {"A": 99, "B": 100, "C": 200},
        "stratified",
        "unit",
        "quota",
    )
    assert asked.reserve == 80  # 20 % of 399
    assert wanted(plan("hue-2024"), frame(A=99, B=150), 1, method="simple").official == 199


def numbers(name: str, rows: list[FrameRow], by: str | None, known: Known | None = None) -> object:
    found = rule_numbers(plan(name).quotas, rows, by, known or Known())
    assert found is not None
    return found.official


def test_son_tay_s_rule_counts_each_procedure_of_a_unit() -> None:
    """Not monotonic: 99 transactions ask for 30 ballots, 100 for 20."""
    assert numbers("son-tay-2017", frame(A=198, B=200), "unit") == {"A": 60, "B": 40}
    assert numbers("son-tay-2017", frame(A=198, B=200), "procedure") == {"T0": 50, "T1": 50}


def test_strata_by_something_else_share_what_the_rule_asks_in_all() -> None:
    """Huế's rule is of units: 150 rows ask for 100, whatever procedures they are of."""
    asked = wanted(plan("hue-2024"), frame(A=150), 1, by="procedure")
    assert (asked.official, asked.method, asked.by, asked.basis) == (100, "stratified", "procedure", "quota")
    assert wanted(plan("quoc-gia-2023"), frame(A=600, B=400), 1).official == 286, "a sample of all, not of each unit"


SECTORS = {"Đất đai": 30, "Tài nguyên nước": 4, "Môi trường": 20}


def sector_frame(column: str = "sector") -> list[FrameRow]:
    return [
        FrameRow(f"{sector}{n}", *({column: sector, "name": f"Người {n}"}.get(c, "") for c in COLUMNS))
        for sector, count in SECTORS.items()
        for n in range(count)
    ]


def test_ben_tre_s_table_is_asked_of_its_sectors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """20, 10, 15 and 5; the frame has four rows of the second sector, and none of the last."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, "ben-tre-2021") as desk:
        known = draws.known_of(desk.admin)
        titles = [each.title for each in desk.admin.plan.sectors]
        rows = sector_frame()
        asked = wanted(desk.admin.plan, rows, 1, known=known)
        spelled = {fold(name): name for name in SECTORS}
        due = dict(zip([spelled.get(fold(title), title) for title in titles], (20, 10, 15, 5), strict=True))
        assert (asked.official, asked.method, asked.by, asked.basis) == (due, "stratified", "sector", "fixed")
        drawn = sampling.draw(rows, 1, asked.method, asked.official, asked.reserve, asked.by)
        told = {each.name: (each.rows, each.asked, each.official) for each in strata_asked(drawn.strata, due)}
        assert told[spelled[fold(titles[1])]] == (4, 10, 4)
        assert told[titles[3]] == (0, 5, 0)
        assert wanted(desk.admin.plan, rows, 1, known=known, by="unit").basis == "formula"
        assert wanted(desk.admin.plan, sector_frame("unit"), 1, known=known).basis == "formula", "no sector is told"
        assert wanted(desk.admin.plan, rows, 1, known=known, method="simple").official == 50


def test_ha_tinh_s_sixty_are_of_one_draw() -> None:
    asked = wanted(plan("ha-tinh-2024"), frame(A=100, B=50), 1)
    assert (asked.official, asked.method, asked.basis) == (60, "simple", "fixed")
    assert wanted(plan("ha-tinh-2024"), frame(A=100, B=50), 1, by="unit").method == "stratified"


def test_a_number_for_each_unit_or_each_pair() -> None:
    each = Quota("", count=7, per=(Per.UNIT,))
    assert rule_numbers([each], frame(A=9, B=3), None, Known()) == RuleNumbers({"A": 7, "B": 7}, "unit", "fixed")
    pairs = Quota("", count=7, per=(Per.UNIT, Per.PROCEDURE))
    found = rule_numbers([pairs], frame(A=9, B=1), "unit", Known())
    assert found is not None and found.official == {"A": 14, "B": 7}
    assert rule_numbers([each], frame(A=9), "procedure", Known()) is None
    communes = replace(each, kinds=("xa",))
    found = rule_numbers([communes], frame(A=9, B=3), None, Known(kinds={"A": "so", "B": "xa"}))
    assert found is not None and found.official == {"A": 0, "B": 7}
    waves = [Quota("", count=60, per=(Per.WAVE,), waves=(wave,)) for wave in ("1", "2")]
    assert rule_numbers(waves, frame(A=9), None, Known()) is None, "nobody says of which wave the frame is"


@pytest.fixture
def hue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """Huế's plan with three agencies; the frame holds a part of the transactions of two."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path, "hue-2024") as desk:
        entries = [Entry(f"90{n}", f"Cơ quan {name}") for n, name in enumerate("ABC")]
        workflow.set_catalogue(desk.admin, "unit", entries)
        workflow.set_catalogue(desk.admin, "procedure", [Entry("T", "Thủ tục")])
        yield desk


def hue_frame(**units: int) -> list[FrameRow]:
    return [replace(row, unit=f"Cơ quan {row.unit}") for row in frame(**units)]


def counted(desk: Station, **units: int) -> None:
    counts = [Count(f"90{'ABC'.index(name)}", "T", 2023, number) for name, number in units.items()]
    workflow.set_transactions(desk.admin, counts, "0" * 64)


def test_the_rule_uses_the_transactions_that_were_imported(hue: Station) -> None:
    counted(hue, A=1200, B=80, C=6000)
    rows = hue_frame(A=150, B=90)
    asked = wanted(hue.admin.plan, rows, 1, known=draws.known_of(hue.admin))
    assert asked.official == {"Cơ quan A": 200, "Cơ quan B": 80}, "by the frame alone 100 and 90"
    assert (asked.basis, asked.years) == ("transactions", (2023,))
    assert asked.counted == {"Cơ quan A": 1200, "Cơ quan B": 80, "Cơ quan C": 6000}
    assert not_in_frame(asked.official, asked.counted) == {"Cơ quan C": 6000}
    simple = wanted(hue.admin.plan, rows, 1, known=draws.known_of(hue.admin), method="simple")
    assert (simple.official, simple.counted) == (280, {"": 1280})
    other = wanted(hue.admin.plan, rows, 1, known=draws.known_of(hue.admin), by="procedure")
    assert (other.official, other.by, other.counted) == (280, "procedure", {"": 1280})


def test_a_unit_without_transactions_counts_its_rows(hue: Station) -> None:
    counted(hue, A=1200)
    asked = wanted(hue.admin.plan, hue_frame(A=150, B=90, X=120), 1, known=draws.known_of(hue.admin))
    assert asked.official == {"Cơ quan A": 200, "Cơ quan B": 90, "Cơ quan X": 100}
    assert asked.counted == {"Cơ quan A": 1200}


def test_a_unit_written_in_two_ways_is_asked_once(hue: Station) -> None:
    counted(hue, A=1200)
    rows = hue_frame(A=150) + [replace(row, unit="Co quan A", id=f"x{row.id}") for row in frame(A=50)]
    asked = wanted(hue.admin.plan, rows, 1, known=draws.known_of(hue.admin))
    assert asked.official == {"Cơ quan A": 150, "Co quan A": 50}


def test_the_fact_and_the_minutes_say_what_was_counted(hue: Station, tmp_path: Path) -> None:
    counted(hue, A=1200, C=6000)
    members = [
        MemberData("frame", row.name, unit=row.unit, dossier=row.id, procedure=row.procedure)
        for row in hue_frame(A=150, B=90)
    ]
    workflow.import_sample(hue.admin, members, "0" * 64)
    asked = wanted(hue.admin.plan, workflow.frame_to_draw(hue.admin), 7, known=draws.known_of(hue.admin))
    draws.draw_sample(hue.admin, asked)
    (view,) = queries.draws(hue.admin)
    assert (view.basis, view.years, view.counted) == ("transactions", (2023,), {"Cơ quan A": 1200, "Cơ quan C": 6000})
    assert [(each.asked, each.official, each.short) for each in view.asked] == [(200, 150, 50), (90, 90, 0)]
    assert queries.check_survey(hue.admin).problems == ()
    out = tmp_path / "biên bản.docx"
    make_minutes(hue.admin, out)
    document = docx.Document(str(out))
    said = " ".join(paragraph.text for paragraph in document.paragraphs)
    assert "tính từ số lượt giao dịch năm 2023 đã nhập vào cuộc khảo sát; nơi chưa có" in said
    assert "Cơ quan A: cần 200, dàn mẫu có 150." in said
    assert "không có dòng nào trong dàn mẫu của lần chọn này: Cơ quan C (6.000 lượt)." in said
    lines = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert ["1", "Cơ quan A", "1.200", "150", "200", "150", "0"] in lines
    assert ["2", "Cơ quan B", "–", "90", "90", "90", "0"] in lines


@pytest.mark.parametrize(("rows", "size"), [(100, 80), (300, 172), (1000, 286)])
def test_a_plan_without_a_rule(rows: int, size: int) -> None:
    asked = wanted(replace(plan("hue-2024"), quotas=()), frame(A=rows), 1)
    assert (asked.official, asked.basis, asked.method) == (size, "formula", "simple")


@pytest.mark.parametrize(("given", "number"), [("0", 0), ("7", 7), ("20%", 21), (" 100 % ", 101)])
def test_the_reserve_is_a_number_or_a_share_rounded_up(given: str, number: int) -> None:
    assert wanted(plan("hue-2024"), frame(A=5), 1, official=101, reserve=given).reserve == number


@pytest.mark.parametrize("given", ["", "%", "-1", "1.5", "20 phần trăm", "٣", "9999999999"])
def test_another_reserve_is_refused(given: str) -> None:
    with pytest.raises(Refusal):
        wanted(plan("hue-2024"), frame(A=5), 1, official=1, reserve=given)
