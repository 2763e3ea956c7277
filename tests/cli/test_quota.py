"""``sipas quota``: every number of the plans' tables, through the command line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from sipas_desktop import paths
from tests.cli.calls import Sipas

TABLES = (Path(__file__).parents[1] / "data" / "quotas.md").read_text(encoding="utf-8")
PAIR = re.compile(r"([\d.]+) → ([\d.]+|–)")

SAMPLE = """[[quota]]
basis = "hồ sơ"
[[quota.brackets]]
from = 0
error = 5
"""
FIXED = """[[sectors]]
code = "dat"
title = "Đất đai"
[[sectors]]
code = "nuoc"
title = "Tài nguyên nước"
[[waves]]
code = "q1"
title = "Quý I"
start = 2017-01-01
end = 2017-03-31
[[groups]]
code = "nhom-2"
title = "Tổ chức"
form = "phieu"
[[quota]]
basis = "cơ quan"
per = ["group"]
groups = ["to-chuc-ca-nhan"]
count = 26
[[quota]]
basis = "lĩnh vực"
per = ["sector"]
groups = ["nhom-2"]
table = { dat = 20, nuoc = 30 }
"""


def table(title: str) -> list[tuple[int, int | None]]:
    """(transactions, ballots) of a part of the tables."""
    part = next(part for part in TABLES.split("\n## ") if part.startswith(f"{title}\n"))

    def number(text: str) -> int | None:
        return None if text == "–" else int(text.replace(".", ""))

    return [(number(found[1]) or 0, number(found[2])) for found in PAIR.finditer(part)]


def with_rules(sipas: Sipas, rules: str) -> Path:
    """A copy of a preset whose rules are ``rules``."""
    return rules_in(sipas.folder / "rieng", rules)


def rules_in(folder: Path, rules: str) -> Path:
    """A copy of a preset in ``folder``, named ``rieng``, whose rules are ``rules``."""
    shutil.copytree(paths.forms() / "son-tay-2017", folder)
    plan = folder / "plan.toml"
    text = plan.read_text(encoding="utf-8").replace('id = "son-tay-2017"', 'id = "rieng"')
    start, end = text.index("[[quota]]"), text.index("[[reasons]]")
    plan.write_text(text[:start] + text[end:] + rules, encoding="utf-8")
    return folder


@pytest.mark.parametrize("plan", ["son-tay-2017", "hue-2024", "da-nang-2021", "finite population, e = 5 %"])
def test_every_number_of_the_tables(sipas: Sipas, plan: str) -> None:
    rows = table(plan)
    assert len(rows) > 6
    source = with_rules(sipas, SAMPLE) if plan.startswith("finite") else plan
    for transactions, ballots in rows:
        found = sipas.done("quota", "--plan", source, "--transactions", transactions)
        assert (transactions, found["required"]) == (transactions, ballots)
        assert found["shortfall"] == 0
        assert ("không quy định" in found["rule"]) == (ballots is None)


def test_the_fixed_numbers_of_ben_tre_and_ha_tinh(sipas: Sipas) -> None:
    call = ("quota", "--plan", "ben-tre-2021", "--transactions", 500)
    assert sipas.done(*call, "--group", "nhom-1")["required"] == 26
    assert sipas.done(*call, "--group", "nhom-2")["required"] == 50
    parts = [sipas.done(*call, "--group", "nhom-2", "--sector", code)["required"] for code in "1234"]
    assert parts == [20, 10, 15, 5]
    for wave in ("quy-1", "quy-2", "quy-3", "quy-4"):
        quarter = ("quota", "--plan", "ha-tinh-2024", "--wave", wave, "--transactions")
        assert [sipas.done(*quarter, n)["shortfall"] for n in (59, 60)] == [1, 0]
        assert sipas.done(*quarter, 60)["required"] == 60


def test_fixed_numbers_by_group_and_sector(sipas: Sipas) -> None:
    call = ("quota", "--plan", with_rules(sipas, FIXED), "--transactions", 1000)
    assert sipas.done(*call, "--group", "to-chuc-ca-nhan")["required"] == 26
    people = sipas.done(*call, "--group", "nhom-2")
    assert people["required"] == 50 and "Đất đai 20 + Tài nguyên nước 30" in people["rule"]
    assert sipas.done(*call, "--group", "nhom-2", "--sector", "dat")["required"] == 20
    both = sipas.done(*call)
    assert both["required"] == 76 and "cộng 2 quy định" in both["rule"]
    assert "dat nuoc" in sipas(*call, "--sector", "khoáng sản").line


def test_a_minimum_for_each_wave_and_its_shortfall(sipas: Sipas) -> None:
    wave = FIXED[FIXED.index("[[waves]]") : FIXED.index("[[groups]]")]
    rules = wave + '[[quota]]\nbasis = "quý"\nper = ["wave"]\ncount = 60\n'
    call = ("quota", "--plan", with_rules(sipas, rules), "--wave", "q1", "--transactions")
    found = sipas.done(*call, 45)
    assert (found["required"], found["shortfall"]) == (60, 15)
    assert "ít nhất 60 phiếu cho mỗi đợt" in found["rule"] and "thiếu 15 phiếu" in found["rule"]
    assert sipas.done(*call, 60)["shortfall"] == 0


def test_rules_that_are_no_one_number_say_so(sipas: Sipas) -> None:
    rules = FIXED.replace("count = 26", "[[quota.brackets]]\nfrom = 0\npercent = 10\n")
    call = ("quota", "--plan", with_rules(sipas, rules), "--transactions", 1000)
    both = sipas.done(*call)
    assert both["required"] is None and "nêu rõ nhóm" in both["rule"]
    assert sipas.done(*call, "--group", "to-chuc-ca-nhan")["required"] == 100
    only = sipas.done(*call, "--group", "nhom-2", "--sector", "nuoc")
    assert only["required"] == 30


def test_a_group_without_a_rule_has_no_number(sipas: Sipas) -> None:
    rules = FIXED[: FIXED.rindex("[[quota]]")]
    found = sipas.done("quota", "--plan", with_rules(sipas, rules), "--transactions", 10, "--group", "nhom-2")
    assert found["required"] is None and "Tổ chức" in found["rule"]
    none = FIXED[: FIXED.index("[[quota]]")]
    shutil.rmtree(sipas.folder / "rieng")
    found = sipas.done("quota", "--plan", with_rules(sipas, none), "--transactions", 10)
    assert (found["required"], found["rule"]) == (None, "kế hoạch không quy định số phiếu tối thiểu")


def test_totals_of_online_sources_stand_beside_the_numbers_that_they_count_for(sipas: Sipas) -> None:
    online = '[[channels]]\ncode = "cong"\ntitle = "Cổng"\nonline = true\n'
    waves = FIXED[FIXED.index("[[waves]]") : FIXED.index("[[groups]]")]
    rules = online + waves + '[[quota]]\nbasis = "quý"\nper = ["wave"]\ncount = 60\ntotals = true\n'
    rules += '[[quota]]\nbasis = "nhóm"\nper = ["group"]\ncount = 10\n'
    plan = with_rules(sipas, rules)
    sipas.done("new", sipas.survey, "--plan", plan)
    totals = ("online", sipas.survey, "totals", "--source", "Cổng", "--origin", "công văn 5", "--answers", "40")
    sipas.done(*totals, "--wave", "q1")
    rows = sipas.done("quota", sipas.survey, "--all")["rows"]
    assert [(row["required"], row["totals"]) for row in rows] == [(60, 40), (10, None)]
    assert "tính cả số tổng" in rows[0]["rule"] and "số tổng" not in rows[1]["rule"]
    (wave,) = sipas.done("status", sipas.survey, "--by", "wave")["rows"]
    assert (wave["totals"], wave["online"], wave["missing"]) == (40, 0, 20)
    (group,) = sipas.done("status", sipas.survey, "--by", "group")["rows"]
    assert (group["totals"], group["missing"]) == (0, 10)
