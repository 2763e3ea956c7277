"""``sipas demo`` of every plan, from its first ballot to report and package, with the plan's own numbers."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from sipas_desktop.demo.parts import Part, parts
from sipas_desktop.demo.run import PASSWORD, DemoResult, run_demo
from sipas_desktop.jobs.presets import find_preset
from sipas_desktop.jobs.report import make_report
from sipas_desktop.store import keys, queries
from sipas_desktop.store.database import open_survey
from sipas_desktop.store.queries import Filter
from tests.surveys import CHEAP


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)


def runs(plan: str, ballots: int | None = None) -> list[Part]:
    preset = find_preset(plan)
    return parts(preset.plan, preset.forms, ballots)


def done(folder: Path, plan: str, **how: Any) -> DemoResult:
    """The demonstration, with its survey found in order and all its files there."""
    made = run_demo(folder, plan=plan, seed=3, error_rate=0.02, **how)
    assert made.discrepancies == made.injected == made.adjudicated
    for path in made.files.values():
        assert path.stat().st_size > 1000
    with open_survey(made.files["survey"], "admin", PASSWORD) as survey:
        assert queries.check_survey(survey).ok
        assert queries.ledger(survey).online == made.online.added
    return made


def pages(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize(
    ("plan", "counts"),
    [
        ("ben-tre-2021", [26, 50]),
        ("ha-tinh-2024", [60, 60, 60, 60]),
        ("son-tay-2017", [200]),
        ("hue-2024", [200]),
        ("hai-cap-2026", [100, 100]),
        ("da-nang-2021", []),  # online only
    ],
)
def test_what_is_printed_where_nobody_says_how_much(plan: str, counts: list[int]) -> None:
    assert [part.count for part in runs(plan)] == counts


@pytest.mark.parametrize("ballots", [1, 2, 7, 76, 1000])
@pytest.mark.parametrize("plan", ["ben-tre-2021", "ha-tinh-2024", "hai-cap-2026"])
def test_a_number_of_ballots_is_shared_without_loss(plan: str, ballots: int) -> None:
    found = runs(plan, ballots)
    assert sum(part.count for part in found) == ballots
    assert all(part.count > 0 and len(part.sectors) in (0, part.count) for part in found)


def test_ben_tre_prints_two_groups_apart_and_has_an_index_for_each(tmp_path: Path) -> None:
    made = done(tmp_path / "a", "ben-tre-2021")
    assert made.ballots == 76
    with open_survey(made.files["survey"], "admin", PASSWORD) as survey:
        ballots = Counter(ballot.group for ballot in queries.ballots(survey))
        assert ballots == {"nhom-1": 26, "nhom-2": 50}
        assert {ballot.channel for ballot in queries.ballots(survey) if ballot.group == "nhom-1"} == {
            "thu-dien-tu",
            "i-office",
        }
        both = [queries.figures(survey, Filter(group=group)) for group in ("nhom-1", "nhom-2")]
        assert [each.ballots.settled for each in both] == [26, 50]
        assert made.index == float(both[0].index or 0)
        sectors = Counter(record.values["sector"] for record in queries.records(survey) if record.group == "nhom-2")
        assert sectors.total() == 50
        make_report(survey, tmp_path / "cả hai.pdf")
    said = " ".join(pages(tmp_path / "cả hai.pdf").split())
    assert "Chỉ số hài lòng theo nhóm đối tượng" in said and "Mỗi nhóm trả lời một mẫu phiếu riêng" in said
    assert re.search(r"26 26 26 \d+,\d\d%", said) and re.search(r"50 50 50 \d+,\d\d%", said)
    assert Counter(runs("ben-tre-2021")[1].sectors) == {"1": 20, "2": 10, "3": 15, "4": 5}
    assert "CƠ QUAN, ĐƠN VỊ" in pages(made.files["ballots"])
    assert "TỔ CHỨC, CÁ NHÂN" in pages(made.files["ballots_nhom-2"])
    assert "nhóm “Tổ chức, cá nhân" in " ".join(pages(made.files["report_nhom-2"]).split())


def test_ha_tinh_has_four_quarters_of_at_least_60(tmp_path: Path) -> None:
    made = done(tmp_path / "a", "ha-tinh-2024")
    with open_survey(made.files["survey"], "admin", PASSWORD) as survey:
        for wave in survey.plan.waves:
            assert queries.figures(survey, Filter(wave=wave.code)).ballots.settled >= 60
            assert f"report_{wave.code}" in made.files
        assert queries.officers(survey) == []  # the plan has nobody evaluated by name
    assert made.online.added > 20
    said = " ".join(pages(made.files["report_pdf"]).split())
    assert "Chỉ số hài lòng theo đợt" in said
    assert "đều đạt số phiếu tối thiểu của kế hoạch" in said
    for wave in ("Quý I", "Quý II", "Quý III", "Quý IV"):
        assert re.search(rf"{wave} 60 \d\d \d\d \d\d,\d\d%", said)


def test_hue_merges_paper_and_online_and_counts_what_is_left_out(tmp_path: Path) -> None:
    made = done(tmp_path / "a", "hue-2024", ballots=120)
    online = made.online
    assert online.rows == 30
    assert online.excluded["official"] > 0
    assert online.rows == online.added + sum(online.excluded.values()) + online.duplicates + online.rejected
    assert made.ballots == 120 + online.added
    with open_survey(made.files["survey"], "admin", PASSWORD) as survey:
        assert queries.figures(survey).ballots.settled == made.ballots
        assert Counter(record.channel for record in queries.records(survey)) == {"buu-dien": 120, "hues": online.added}


def test_da_nang_is_online_only_with_two_sources_and_a_cut_off_before_the_end(tmp_path: Path) -> None:
    made = done(tmp_path / "a", "da-nang-2021", ballots=160)
    assert made.injected == 0
    assert made.online.rejected == 0
    with open_survey(made.files["survey"], "admin", PASSWORD) as survey:
        channels = Counter(record.channel for record in queries.records(survey))
        assert set(channels) == {"phan-mem", "cong-dvc"}
        assert len(queries.officers(survey)) == 3
        until = survey.plan.reports[1].until
        counted = queries.figures(survey, Filter(until=until)).ballots.settled
        assert 0 < counted < made.online.added  # some came after the cut-off
        six = queries.figures(survey, Filter(until=survey.plan.reports[0].until)).ballots.settled
        assert 0 < six < counted
    assert "14/12/2021" in pages(made.files["report_pdf"])


@pytest.mark.parametrize("plan", ["quoc-gia-2023", "hai-cap-2026"])
def test_the_two_shapes_run_to_report_and_package(tmp_path: Path, plan: str) -> None:
    assert done(tmp_path / "a", plan, ballots=8).index is not None
