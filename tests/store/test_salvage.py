"""Salvaging what is more than ballots keyed in one office: links to people, hand-outs, merged returns."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.packages import merge_packages
from sipas_desktop.store import backups, keys, queries, workflow
from sipas_desktop.store.database import open_survey
from sipas_desktop.store.facts import all_heads
from sipas_desktop.store.salvage import salvage
from sipas_desktop.store.workflow import MemberData
from tests.packages import Office
from tests.stations import hand_out, merge
from tests.surveys import PASSWORD, Station, station

PAGE = 4096


def heads_of(path: Path) -> backups.Heads:
    with open_survey(path, "admin", PASSWORD) as survey, survey.reading() as conn:
        return all_heads(conn)


def salvaged(path: Path, tmp_path: Path) -> Path:
    """The survey at ``path``, closed and undamaged, page by page: all of it, and it passes its check."""
    before = heads_of(path)
    found = salvage(path, tmp_path / f"cứu {path.name}", "admin", PASSWORD)
    assert (found.whole, found.problems, found.cut) == (True, (), ())
    after = heads_of(found.path)
    assert before.items() <= after.items()
    return found.path


def test_links_and_members_are_salvaged(tmp_path: Path) -> None:
    with station(tmp_path, "hue-2024") as desk:
        people = [MemberData("official", f"Nguyễn Văn {n}", address="Huế", phone=f"09{n:08}") for n in range(30)]
        workflow.import_sample(desk.admin, people, "0" * 64)
        group = desk.admin.plan.groups[0].code
        run = workflow.reserve_run(desk.admin, count=20, group=group)
        workflow.publish_run(desk.admin, run, "0" * 64, 20)
        sheets = queries.sheets(desk.admin, run.serials)
        members = queries.sample_members(desk.admin)
        desk.close()
        out = salvaged(desk.path, tmp_path)
        with open_survey(out, "admin", PASSWORD) as survey:
            assert queries.sheets(survey, run.serials) == sheets
            assert queries.sample_members(survey) == members


def test_packages_and_the_office_s_key_are_salvaged(desk: Station, tmp_path: Path) -> None:
    office = Office(tmp_path, "A")
    workflow.register_office(desk.admin, "A", office.public)
    merge_packages(desk.admin, [office.package("4"), office.package("455")])
    public = workflow.signing_key(desk.admin)
    figures, sources = queries.figures(desk.admin), queries.sources(desk.admin)
    desk.close()
    out = salvaged(desk.path, tmp_path)
    with open_survey(out, "admin", PASSWORD) as survey:
        assert (queries.figures(survey), queries.sources(survey)) == (figures, sources)
        assert workflow.sign(survey, public, b"x")
        assert queries.check_survey(survey).problems == ()


def test_a_station_and_the_office_that_merged_it_are_salvaged(desk: Station, tmp_path: Path) -> None:
    serials = desk.received(4, batch="L1")
    post = hand_out(desk, tmp_path, ["L1"])
    for serial in serials[:2]:
        post.key("Lan", 1, serial)
        post.key("Mai", 2, serial)
    merge(desk, post)
    states = [(each.serial, each.state) for each in queries.ballots(desk.admin)]
    desk.close()
    post.close()
    with open_survey(salvaged(desk.path, tmp_path), "admin", PASSWORD) as survey:
        assert [(each.serial, each.state) for each in queries.ballots(survey)] == states
    salvaged(post.path, tmp_path)


def test_the_key_file_may_be_lost_where_there_is_a_backup(desk: Station, tmp_path: Path) -> None:
    desk.settled(1)
    made = backups.back_up(desk.admin, [tmp_path / "b"]).paths[0]
    desk.settled(1)
    desk.close()
    before = heads_of(desk.path)
    keys.path_of(desk.path).unlink()
    out = tmp_path / "cứu.sipas"
    with pytest.raises(Refusal) as caught:
        salvage(desk.path, out, "admin", PASSWORD)
    assert caught.value.code == "keys.missing"
    found = salvage(desk.path, out, "admin", PASSWORD, [tmp_path / "không có.zip", made])
    assert found.backup == made
    assert before.items() <= heads_of(out).items()


def test_only_an_administrator_salvages_and_nothing_is_left_of_another_s_try(desk: Station, tmp_path: Path) -> None:
    desk.close()
    out = tmp_path / "cứu.sipas"
    for name, password, code in (("Lan", PASSWORD, "operators.not_allowed"), ("admin", "sai", "keys.wrong_password")):
        with pytest.raises(Refusal) as caught:
            salvage(desk.path, out, name, password)
        assert caught.value.code == code
    assert sorted(path.name for path in tmp_path.iterdir()) == [desk.path.name, keys.path_of(desk.path).name]
