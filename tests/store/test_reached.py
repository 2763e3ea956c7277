"""How far each unit, sector, group and wave is, beside what the plan requires of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from sipas_desktop.domain.quota_cells import Count
from sipas_desktop.domain.quota_rule import Per
from sipas_desktop.domain.reached import Reached
from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys, queries, workflow
from tests.surveys import CHEAP, Station, station

RULES = """[[sectors]]
code = "1"
title = "Đất đai"
[[sectors]]
code = "2"
title = "Hộ tịch"
[[waves]]
code = "q1"
title = "Quý I"
start = 2017-01-01
end = 2017-03-31
[[waves]]
code = "q2"
title = "Quý II"
start = 2017-04-01
end = 2017-06-30
[[quota]]
basis = "quý"
per = ["wave"]
count = 3
[[quota]]
basis = "đơn vị"
per = ["unit"]
[[quota.brackets]]
from = 0
percent = 50
[[quota]]
basis = "lĩnh vực"
per = ["sector"]
table = { 1 = 20, 2 = 1 }
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A survey whose plan has sectors, waves and a rule for each kind of line."""
    from tests.cli.test_quota import rules_in

    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, str(rules_in(tmp_path / "rieng", RULES))) as desk:
        yield desk


def lines(desk: Station, per: Per) -> dict[str, Reached]:
    return {line.code: line for line in queries.reached(desk["Giám sát"]) if line.per is per}


def test_nothing_is_there_yet_but_what_the_plan_requires(here: Station) -> None:
    waves = lines(here, Per.WAVE)
    assert {code: (line.required, line.missing) for code, line in waves.items()} == {"q1": (3, 3), "q2": (3, 3)}
    assert {code: line.required for code, line in lines(here, Per.SECTOR).items()} == {"1": 20, "2": 1}
    units = lines(here, Per.UNIT).values()
    assert {(line.required, line.unknown, line.missing) for line in units} == {(None, 1, None)}


def test_ballots_count_for_their_wave_and_when_settled_for_their_unit_and_sector(here: Station) -> None:
    unit, procedure = (queries.catalogue(here.admin, kind)[0].code for kind in ("unit", "procedure"))
    name = queries.catalogue(here.admin, "procedure")[0].name
    workflow.set_catalogue(here.admin, "procedure", [workflow.Entry(procedure, name, "2")])
    workflow.set_transactions(here.admin, [Count(unit, procedure, 2016, 10)], "0" * 64)
    run = workflow.reserve_run(here.admin, count=4, wave="q1")
    workflow.publish_run(here.admin, run, "0" * 64, 4)
    for serial in run.serials[:3]:
        workflow.receive(here.admin, serial)
    workflow.set_validity(here.admin, run.serials[2], here.admin.plan.reasons[0].code)
    for clerk, pass_no in (("Lan", 1), ("Mai", 2)):
        here.key(clerk, pass_no, run.serials[0], unit=unit, procedure=procedure)
    first = lines(here, Per.WAVE)["q1"]
    assert (first.printed, first.returned, first.valid, first.settled, first.missing) == (4, 3, 2, 1, 1)
    assert first.response_percent == Fraction(100)
    own = lines(here, Per.UNIT)
    assert (own[unit].required, own[unit].valid, own[unit].missing) == (5, 1, 4)
    assert (own[""].printed, own[""].settled) == (3, 0)
    sectors = lines(here, Per.SECTOR)
    assert (sectors["2"].settled, sectors["2"].missing, sectors["1"].settled, sectors[""].printed) == (1, 0, 0, 3)
    for per in Per:
        if found := lines(here, per):
            assert sum(line.printed for line in found.values()) == 4, per


def test_who_was_drawn_counts_for_the_unit_that_the_list_names(here: Station) -> None:
    unit = queries.catalogue(here.admin, "unit")[0]
    people = [
        workflow.MemberData("official", "Người Một", unit=unit.name.upper(), sector="đất đai"),
        workflow.MemberData("official", "Người Hai", unit="Nơi lạ"),
        workflow.MemberData("reserve", "Người Ba", unit=unit.name),
    ]
    workflow.import_sample(here.admin, people, "0" * 64)
    assert (lines(here, Per.UNIT)[unit.code].drawn, lines(here, Per.UNIT)[""].drawn) == (1, 1)
    assert lines(here, Per.SECTOR)["1"].drawn == 1


TOTALS = """[[channels]]
code = "cong"
title = "Cổng thông tin"
online = true
[[waves]]
code = "q1"
title = "Quý I"
start = 2017-01-01
end = 2017-03-31
[[waves]]
code = "q2"
title = "Quý II"
start = 2017-04-01
end = 2017-06-30
[[quota]]
basis = "quý"
per = ["wave"]
count = 60
totals = true
[[quota]]
basis = "đơn vị"
per = ["unit"]
count = 5
"""


@pytest.fixture
def polled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A survey whose plan counts totals towards the number of a wave, not towards that of a unit."""
    from tests.cli.test_quota import rules_in

    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, str(rules_in(tmp_path / "rieng", TOTALS))) as desk:
        yield desk


def test_totals_count_only_where_the_plan_says_so(polled: Station) -> None:
    group, unit = polled.admin.plan.groups[0].code, queries.catalogue(polled.admin, "unit")[0].code
    first = workflow.OnlineTotal("Cổng", "công văn 1", "cong", group, unit, "q1", 40, {})
    workflow.set_online_total(polled.admin, first)
    workflow.set_online_total(polled.admin, replace(first, source="Trang khác", answers=5))
    workflow.set_online_total(polled.admin, replace(first, wave=None, answers=100))
    waves = {code: (line.totals, line.missing) for code, line in lines(polled, Per.WAVE).items()}
    assert waves == {"q1": (45, 15), "q2": (0, 60)}
    own = lines(polled, Per.UNIT)[unit]
    assert (own.totals, own.missing, own.online) == (0, 5, 0)
    workflow.set_online_total(polled.admin, replace(first, answers=70))  # in place of the 40
    assert (lines(polled, Per.WAVE)["q1"].totals, lines(polled, Per.WAVE)["q1"].missing) == (75, 0)


def test_keyers_do_not_see_how_far_others_are(here: Station) -> None:
    with pytest.raises(Refusal) as caught:
        queries.reached(here["Lan"])
    assert caught.value.code == "operators.not_allowed"
