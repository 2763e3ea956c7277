"""A sample import that was killed: whoever imports or erases next takes its rows away, the check tells of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow import bulk, samples
from tests.store.test_keying import refused
from tests.surveys import Station, station


class Killed(BaseException):
    """Ends the work at once, as a kill does."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A survey with a list of two; short transactions."""
    monkeypatch.setattr(bulk, "ROWS", 2)
    monkeypatch.setattr(samples, "ROWS", 2)
    with station(tmp_path, "hue-2024") as desk:
        workflow.import_sample(desk.admin, people("Một", 2), "0" * 64)
        yield desk


def people(name: str, number: int) -> list[workflow.MemberData]:
    return [
        workflow.MemberData("official", f"{name} {n}", phone="0912000000", dossier=f"{name}-{n}", consent=True)
        for n in range(number)
    ]


def killed_at(survey: OpenSurvey, monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    """An import of five that dies when so many rows are there; more than five: when all consents are written."""

    def stop(there: int) -> None:
        if there >= rows:
            raise Killed

    def kill(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(samples, "forget_import", lambda *_: None)
        if rows > 5:
            patch.setattr(samples, "commitments_root", kill)
        with pytest.raises(Killed):
            workflow.import_sample(survey, people("Hai", 5), "1" * 64, progress=stop)


def named(survey: OpenSurvey) -> list[tuple[int, str]]:
    """All rows of the table of members, whether a list shows them or not."""
    with survey.reading() as conn:
        found = conn.exec_driver_sql("SELECT position, name FROM sample_member ORDER BY position, name")
        return [(position, name) for position, name in found]


@pytest.mark.parametrize(("rows", "left"), [(2, 2), (5, 5), (6, 5)])
def test_the_check_tells_of_a_killed_import_and_the_next_takes_its_rows_away(
    here: Station, monkeypatch: pytest.MonkeyPatch, rows: int, left: int
) -> None:
    killed_at(here.admin, monkeypatch, rows)
    checked = queries.check_survey(here.admin)
    assert checked.ok and checked.remarks == (("check.interrupted_import", {"rows": str(left)}),)
    assert len(queries.sample_members(here.admin)) == 2 and len(named(here.admin)) == 2 + left
    workflow.import_sample(here.admin, people("Ba", 1), "2" * 64)
    assert named(here.admin) == [(1, "Một 0"), (2, "Một 1"), (3, "Ba 0")], "numbers go on behind the last list"
    checked = queries.check_survey(here.admin)
    assert checked.ok and not checked.remarks


def test_erasing_takes_away_what_a_killed_import_left(here: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    killed_at(here.admin, monkeypatch, 4)
    assert workflow.erase_person(here["Hà"], 1, "người dân yêu cầu").rows == 1
    assert [name for _, name in named(here.admin)] == [None, "Một 1"]
    assert queries.check_survey(here.admin).ok


def test_an_import_that_another_one_took_for_a_killed_one_is_refused(
    here: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At whatever step it is: before its first row, between two, before it is published."""
    steps = [0, 2, 4, 5]
    waiting = list(steps)
    insert = samples.insert_rows

    def other(there: int) -> None:
        if waiting and there == waiting[0]:
            step = waiting.pop(0)
            workflow.import_sample(here["Hà"], people(f"Lúc {step}", 1), "3" * 64)

    def other_first(*args: Any) -> None:
        other(0)
        insert(*args)

    monkeypatch.setattr(samples, "insert_rows", other_first)
    for _ in steps:
        with refused("members.meanwhile"):
            workflow.import_sample(here.admin, people("Hai", 5), "1" * 64, progress=other)
    assert not waiting
    assert [name for _, name in named(here.admin)] == ["Một 0", "Một 1", *(f"Lúc {step} 0" for step in steps)]
    assert queries.check_survey(here.admin).ok
