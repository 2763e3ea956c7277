"""What an interruption leaves behind, at each step of a job of several transactions: nothing half-done."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.jobs import presets
from sipas_desktop.jobs.ballots import print_run, reprint
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.database import OpenSurvey, open_survey
from sipas_desktop.store.facts import Writer
from tests.store.test_keying import refused
from tests.surveys import PASSWORD, Station, copied_station, station


class PowerCut(BaseException):
    """Ends the work at once, as a kill does."""


@pytest.fixture
def linked(tmp_path: Path) -> Iterator[Station]:
    """A survey whose ballots are linked to three people."""
    with copied_station(tmp_path, "hue-2024") as here:
        members = [workflow.MemberData("official", f"Người {n}", dossier=f"H57-{n}") for n in range(3)]
        workflow.import_sample(here.admin, members, "0" * 64)
        yield here


def cut_at(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """The power goes at the beginning of transaction number ``step`` (from 1) from now on."""
    left = step
    begin = Writer.transaction

    def transaction(self: Writer, **how: bool) -> object:
        nonlocal left
        left -= 1
        if not left:
            raise PowerCut
        return begin(self, **how)

    monkeypatch.setattr(Writer, "transaction", transaction)


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_an_interrupted_linked_run_is_simply_printed_again(
    linked: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    out = tmp_path / "phiếu.pdf"
    with monkeypatch.context() as patch:
        cut_at(patch, step)
        with pytest.raises(PowerCut):
            print_run(linked.admin, out)
    assert not out.exists()
    assert queries.ballots(linked.admin) == []
    assert queries.sample_counts(linked.admin).with_ballot == 0
    assert {row.serial for row in queries.sample_members(linked.admin)} == {""}
    assert sum(queries.members_without_ballot(linked.admin).values()) == 3
    assert print_run(linked.admin, out).ballots == 3
    assert queries.sample_counts(linked.admin).with_ballot == 3
    assert set(queries.members_without_ballot(linked.admin).values()) == {0}, "their units are told all the same"
    assert queries.check_survey(linked.admin).ok


def test_two_stations_printing_for_the_same_people_at_once_print_once(linked: Station) -> None:
    first, second = (workflow.reserve_run(survey) for survey in (linked.admin, linked["Hà"]))
    workflow.publish_run(linked["Hà"], second, "0" * 64, 3)
    with refused("print.taken_meanwhile"):
        workflow.publish_run(linked.admin, first, "0" * 64, 3)
    assert {row.serial for row in queries.sample_members(linked.admin)} == set(second.serials)
    assert queries.ledger(linked.admin).printed == 3
    assert queries.check_survey(linked.admin).ok


def test_links_that_another_run_took_are_missed(linked: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    run = workflow.reserve_run(linked.admin)
    with monkeypatch.context() as patch:
        cut_at(patch, 1)  # ballots and links are there, the fact is not
        with pytest.raises(PowerCut):
            workflow.publish_run(linked.admin, run, "0" * 64, 3)
    other = workflow.reserve_run(linked["Hà"])
    workflow.publish_run(linked["Hà"], other, "0" * 64, 3)
    assert {row.serial for row in queries.sample_members(linked.admin)} == set(other.serials)


@pytest.mark.parametrize("count", [0, -1])
def test_no_ballots_or_fewer_cannot_be_printed(linked: Station, count: int) -> None:
    with refused("print.count"):
        workflow.reserve_run(linked.admin, count=count)


def test_a_file_that_cannot_be_replaced_prints_nothing(desk: Station, tmp_path: Path) -> None:
    (tmp_path / "thư mục.pdf").mkdir()
    for out in (tmp_path / "thư mục.pdf", tmp_path / ("x" * 300), tmp_path / "không có" / "phiếu.pdf", Path()):
        with pytest.raises(Refusal):
            print_run(desk.admin, out, count=2)
    assert queries.ballots(desk.admin) == []
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".part"]


def test_a_refused_reprint_records_nothing(tmp_path: Path) -> None:
    with station(tmp_path, "hue-2024") as desk:
        groups = [group.code for group in desk.admin.plan.groups]
        members = [workflow.MemberData("official", f"Người {n}", dossier=f"H57-{n}") for n in range(4)]
        workflow.import_sample(desk.admin, members, "0" * 64)
        serials = [desk.print(1, group=group)[0] for group in groups[:2]]
        forms = {desk.admin.form_of_group(group).sha256 for group in groups[:2]}
        before = queries.check_survey(desk.admin).facts
        with refused("print.one_form"):
            reprint(desk.admin, tmp_path / "lại.pdf", serials if len(forms) > 1 else [], "rách")
        assert queries.check_survey(desk.admin).facts == before


@pytest.mark.parametrize("step", [1, 2, 3])
def test_an_interrupted_start_leaves_no_survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    path = tmp_path / "mới.sipas"
    with monkeypatch.context() as patch:
        cut_at(patch, step)
        with pytest.raises(PowerCut):
            new_survey(path, find_preset("son-tay-2017"), "admin", PASSWORD)
    assert list(tmp_path.iterdir()) == []
    with new_survey(path, find_preset("son-tay-2017"), "admin", PASSWORD) as survey:
        assert queries.catalogue(survey, "unit")
    with open_survey(path, "admin", PASSWORD) as survey:
        assert queries.check_survey(survey).ok
    assert sorted(each.name for each in tmp_path.iterdir()) == [path.name, keys.path_of(path).name]


def test_a_refused_catalogue_leaves_no_survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presets, "read_catalogue_file", lambda _folder: {"unit": {".": "Mã trống"}})
    with refused("catalogues.bad_code"):
        new_survey(tmp_path / "mới.sipas", find_preset("son-tay-2017"), "admin", PASSWORD)
    assert list(tmp_path.iterdir()) == []


def test_a_key_file_without_its_survey_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "mới.sipas"
    keys.path_of(path).write_text("quý", encoding="utf-8")
    with refused("file.exists"):
        new_survey(path, find_preset("son-tay-2017"), "admin", PASSWORD)
    assert keys.path_of(path).read_text(encoding="utf-8") == "quý"


def test_an_empty_file_is_damaged_and_stays_as_it_is(desk: Station) -> None:
    desk.close()
    desk.path.write_bytes(b"")
    with pytest.raises(Damaged):
        open_survey(desk.path, "admin", PASSWORD)
    assert desk.path.read_bytes() == b""


def test_a_damaged_file_is_let_go_of(desk: Station) -> None:
    desk.close()
    desk.path.write_bytes(b"\1" * 8192)
    try:
        open_survey(desk.path, "admin", PASSWORD)
    except Damaged as damaged:  # held on to, with all its frames, as a window does that shows it
        held = damaged
    descriptors = Path("/proc/self/fd")
    if descriptors.is_dir():
        assert str(desk.path) not in {os.path.realpath(each) for each in descriptors.iterdir()}, held
    desk.path.unlink()  # which Windows refuses for a file that is still open


def test_a_name_that_sqlite_takes_for_memory_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with new_survey(Path(":memory:"), find_preset("son-tay-2017"), "admin", PASSWORD):
        pass
    with open_survey(Path(":memory:"), "admin", PASSWORD) as survey:
        assert isinstance(survey, OpenSurvey)
