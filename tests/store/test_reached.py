"""How far each unit, sector, group and wave is, beside what the plan requires of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.form import Kind
from sipas_desktop.domain.quota_cells import Count
from sipas_desktop.domain.quota_rule import Per
from sipas_desktop.domain.reached import Reached
from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys, migrations, queries, workflow
from sipas_desktop.store.facts import Transaction
from tests.cli.test_quota import rules_in
from tests.stations import hand_out
from tests.surveys import CHEAP, Station, copied_station, station

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


@pytest.fixture
def ben_tre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A survey whose second group's ballot names its sector, and asks for no procedure."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path, "ben-tre-2021") as desk:
        yield desk


def test_ballots_printed_for_a_sector_count_there_until_they_say_another(ben_tre: Station) -> None:
    group = ben_tre.admin.plan.groups[1].code
    serials = ben_tre.print(20, group=group, sector="1")
    ben_tre.print(10, group=group, sector="2")
    ben_tre.print(3, group=group)
    form = ben_tre.admin.form_of_group(group)
    printed = {code: line.printed for code, line in lines(ben_tre, Per.SECTOR).items()}
    assert (printed["1"], printed["2"], printed["3"], printed[""]) == (20, 10, 0, 3)
    assert {run.sector for run in queries.runs(ben_tre.admin)} == {"1", "2", ""}
    blank = {code: Answer("4") if asked.kind is Kind.RATED else Answer(".") for code, asked in form.by_code.items()}
    for serial, sector in zip(serials, ("1", "3", "."), strict=False):
        workflow.receive(ben_tre.admin, serial)
        for clerk, pass_no in (("Lan", 1), ("Mai", 2)):
            workflow.key_ballot(ben_tre[clerk], serial, pass_no, blank | {"sector": Answer(sector)})
    found = lines(ben_tre, Per.SECTOR)
    assert [(found[code].printed, found[code].settled) for code in ("1", "2", "3", "")] == [
        (18, 1), (10, 0), (1, 1), (4, 1),
    ]  # fmt: skip
    assert queries.check_survey(ben_tre.admin).problems == ()


def test_of_linked_ballots_only_members_of_the_sector_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    folder = rules_in(tmp_path / "rieng", RULES)
    plan = folder / "plan.toml"
    source = plan.read_text(encoding="utf-8").replace('identity = "anonymous"', 'identity = "linked"')
    plan.write_text(source, encoding="utf-8")
    with station(tmp_path, str(folder)) as desk:
        people = [
            workflow.MemberData("official", name, sector=sector)
            for name, sector in (("Một", "ĐẤT ĐAI"), ("Hai", "Hộ tịch"), ("Ba", "1"), ("Bốn", ""))
        ]
        workflow.import_sample(desk.admin, people, "0" * 64)
        run = workflow.reserve_run(desk.admin, sector="1")
        assert [person.name for person in run.recipients] == ["Một", "Ba"]
        with pytest.raises(Refusal) as caught:
            workflow.reserve_run(desk.admin, sector="9")
        assert caught.value.code == "plan.unknown_sector"


def test_a_station_and_the_check_know_the_sector_of_a_run(ben_tre: Station, tmp_path: Path) -> None:
    (serial,) = ben_tre.print(1, group=ben_tre.admin.plan.groups[1].code, sector="4")
    workflow.receive(ben_tre.admin, serial, batch="L1")
    post = hand_out(ben_tre, tmp_path, ["L1"])
    assert queries.check_survey(post.admin).problems == ()
    with post.admin.reading() as conn:
        assert conn.exec_driver_sql("SELECT sector FROM print_run").scalar() == "4"
    post.close()
    with ben_tre.admin.writing() as tx:
        tx.conn.exec_driver_sql("UPDATE print_run SET sector = '1'")
    assert not queries.check_survey(ben_tre.admin).ok


@pytest.mark.parametrize("left_out", [False, True])
def test_the_check_takes_runs_from_before_sectors_and_no_unknown_one(ben_tre: Station, left_out: bool) -> None:
    run = workflow.reserve_run(ben_tre.admin, count=1)
    append = Transaction.append

    def as_written_before(tx: Transaction, kind: FactKind, /, *args: str, **said: object) -> Fact:
        if left_out:
            del said["sector"]
        else:
            said["sector"] = "99"
        return append(tx, kind, *args, **said)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transaction, "append", as_written_before)
        workflow.publish_run(ben_tre.admin, run, "0" * 64, 1)
    assert queries.check_survey(ben_tre.admin).ok is left_out


def test_a_file_with_runs_from_before_sectors_is_brought_up() -> None:
    """By the statements alone: today's program does not write the table of then."""
    engine = create_engine("sqlite://")
    with engine.connect() as conn:
        for statement in (each for name in migrations.SCRIPTS[:2] for each in migrations.script(name)):
            conn.exec_driver_sql(statement)
        conn.exec_driver_sql("INSERT INTO document VALUES ('f', 'form', 'phieu', '')")
        conn.exec_driver_sql("INSERT INTO form VALUES ('f', 'phieu', 1, NULL)")
        conn.exec_driver_sql("INSERT INTO print_run VALUES ('r', 'ballots', 'f', 'dan', 'u', 'q1', 7, 1, 9)")
        conn.exec_driver_sql("INSERT INTO ballot (serial, run, state, photocopy) VALUES ('s', 'r', 'stock', 0)")
        conn.exec_driver_sql(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
        conn.exec_driver_sql("PRAGMA user_version = 2")
        conn.commit()
        assert migrations.migrate(conn) == migrations.VERSION - 2
        run = conn.exec_driver_sql("SELECT * FROM print_run").mappings().one()
        assert dict(run) == {
            "id": "r", "purpose": "ballots", "form": "f", "group": "dan", "unit": "u", "wave": "q1", "sector": None,
            "first": 7, "count": 1, "published": 9,
        }  # fmt: skip
        assert conn.exec_driver_sql("SELECT run FROM ballot").scalar() == "r"
        assert migrations.strange_in(conn) == []
    engine.dispose()


def test_keyers_do_not_see_how_far_others_are(here: Station) -> None:
    with pytest.raises(Refusal) as caught:
        queries.reached(here["Lan"])
    assert caught.value.code == "operators.not_allowed"
