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
from tests.surveys import CHEAP, Station, station

DAY = datetime.date(2021, 12, 1)  # after every day that Bến Tre names


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, "ben-tre-2021") as found:
        yield found


def standings(here: Station) -> dict[str, Standing]:
    return {entry.milestone.code: entry.standing for entry in survey_calendar(here.admin, DAY).entries}


def test_work_is_done_when_the_survey_says_so(here: Station, tmp_path: Path) -> None:
    assert work_done(here.admin) == frozenset()
    assert standings(here)["trien-khai"] is standings(here)["tong-hop"] is Standing.LATE
    assert standings(here)["khao-sat"] is Standing.PAST
    serials = here.received(2, batch=None)
    assert work_done(here.admin) == {Work.PRINTING}
    here.key("Lan", 1, serials[0])
    here.key("Mai", 2, serials[0])
    assert work_done(here.admin) == {Work.PRINTING}  # one of two is settled
    workflow.set_validity(here.admin, serials[1], "blank")
    assert work_done(here.admin) == {Work.PRINTING, Work.KEYING}
    make_report(here.admin, tmp_path / "báo cáo.pdf")
    assert work_done(here.admin) == {Work.PRINTING, Work.KEYING, Work.REPORT}
    assert set(standings(here).values()) == {Standing.DONE, Standing.PAST}


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
