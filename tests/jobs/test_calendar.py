"""A survey's place on its calendar: what it can tell to be done, and a holidays file that cannot be read."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from sipas_desktop import paths
from sipas_desktop.domain.calendar import Standing
from sipas_desktop.domain.plan import Work
from sipas_desktop.jobs.calendar import survey_calendar, work_done
from sipas_desktop.jobs.report import make_report
from sipas_desktop.store import keys, workflow
from tests.stations import hand_out
from tests.surveys import CHEAP, Station, copied_station

DAY = datetime.date(2021, 12, 1)  # after every day that Bến Tre names


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path, "ben-tre-2021") as found:
        yield found


def standings(here: Station) -> dict[str, Standing]:
    return {entry.milestone.code: entry.standing for entry in survey_calendar(here.admin, DAY).entries}


def test_work_is_done_when_the_survey_says_so(here: Station, tmp_path: Path) -> None:
    assert work_done(here.admin) == frozenset()
    assert set(standings(here).values()) == {Standing.LATE}
    serials = here.received(2, batch=None)
    assert work_done(here.admin) == {Work.PRINTING}
    here.key("Lan", 1, serials[0])
    here.key("Mai", 2, serials[0])
    assert work_done(here.admin) == {Work.PRINTING}  # one of two is settled
    workflow.set_validity(here.admin, serials[1], "blank")
    assert work_done(here.admin) == {Work.PRINTING, Work.KEYING}
    make_report(here.admin, tmp_path / "báo cáo.pdf")
    assert work_done(here.admin) == {Work.PRINTING, Work.KEYING, Work.REPORT}
    assert [code for code, standing in standings(here).items() if standing is not Standing.DONE] == ["khao-sat"]


def test_what_the_survey_cannot_see_is_ticked_off(here: Station) -> None:
    (entry,) = (each for each in survey_calendar(here.admin, DAY).entries if each.milestone.code == "khao-sat")
    assert (entry.standing, entry.days_late) == (Standing.LATE, -(entry.days or 0))
    assert entry.deadline is not None
    late = entry.deadline.day + datetime.timedelta(days=2)
    workflow.milestone_done(here["Hà"], "khao-sat", late, "Xã Tân Phú sau cùng")
    (entry,) = (each for each in survey_calendar(here.admin, DAY).entries if each.milestone.code == "khao-sat")
    assert (entry.standing, entry.days_late) == (Standing.DONE, 2)
    assert entry.tick is not None and entry.tick.note == "Xã Tân Phú sau cùng"
    workflow.milestone_undone(here["Hà"], "khao-sat")
    assert standings(here)["khao-sat"] is Standing.LATE


def test_a_station_does_not_know_what_the_office_ticked_off(here: Station, tmp_path: Path) -> None:
    here.received(1)
    post = hand_out(here, tmp_path, ["L1"])
    assert standings(post)["khao-sat"] is Standing.PAST
    post.close()


@pytest.mark.parametrize(
    ("written", "code"), [(b"format = 1\nyears = 5\n", "toml.bad_file"), (b"\xff", "plan.not_utf8"), (None, None)]
)
def test_holidays_that_cannot_be_read_are_named_and_stop_nothing(
    here: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: bytes | None, code: str | None
) -> None:
    if written is not None:
        (tmp_path / "holidays.toml").write_bytes(written)
    monkeypatch.setattr(paths, "forms", lambda: tmp_path)
    found = survey_calendar(here.admin, DAY)
    assert len(found.entries) == 4
    assert (found.trouble.code if found.trouble else None) == code
