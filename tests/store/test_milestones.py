"""Milestones that the survey cannot see, ticked off by facts: what is refused, what the history and the check say."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.domain.calendar import Tick
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys, migrations, queries, workflow
from sipas_desktop.store.queries import HistoryFilter
from tests.surveys import CHEAP, Station, copied_station, station

CONTRACT = "hop-dong"  # of Huế: signed on paper, the survey cannot see it
DAY = datetime.date(2024, 9, 5)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path, "hue-2024") as found:
        yield found


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.words("vi") and caught.value.words("en")
    return caught.value.code


def test_ticked_corrected_and_taken_back_each_a_fact(here: Station) -> None:
    office = here["Hà"]
    assert workflow.milestone_done(office, CONTRACT, DAY, " Ông Nguyễn Văn  An ký ") == DAY
    assert queries.milestones_done(office) == {CONTRACT: Tick(DAY, "Ông Nguyễn Văn An ký")}
    workflow.milestone_done(office, CONTRACT, DAY + datetime.timedelta(days=1))
    workflow.milestone_undone(office, CONTRACT)
    assert queries.milestones_done(office) == {}
    assert refused(lambda: workflow.milestone_undone(office, CONTRACT)) == "milestones.not_done"
    workflow.milestone_done(office, CONTRACT, DAY)
    rows = [row for row in queries.history(office).rows if row.kind.startswith("milestone")]
    assert [(row.kind, row.what, row.before, row.after, row.why) for row in rows] == [
        (FactKind.MILESTONE_DONE, CONTRACT, None, "2024-09-05", ""),
        (FactKind.MILESTONE_UNDONE, CONTRACT, "2024-09-06", None, ""),
        (FactKind.MILESTONE_DONE, CONTRACT, "2024-09-05", "2024-09-06", ""),
        (FactKind.MILESTONE_DONE, CONTRACT, None, "2024-09-05", "Ông Nguyễn Văn An ký"),
    ]
    assert rows[-1] in queries.history(office, HistoryFilter(words="ong nguyen van an ky")).rows
    assert queries.check_survey(here.admin).problems == ()


def test_a_note_lies_apart_from_its_fact(here: Station) -> None:
    workflow.milestone_done(here.admin, CONTRACT, DAY, "Ông Nguyễn Văn An ký")
    with here.admin.reading() as conn:
        told = conn.exec_driver_sql("SELECT payload FROM fact WHERE kind = 'milestone_done'").scalar_one()
    assert "Nguyễn" not in told and set(json.loads(told)["note"]) == {"ref", "commitment"}


def test_today_is_what_is_meant_without_a_day(here: Station) -> None:
    today = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=7)).date()
    assert workflow.milestone_done(here.admin, CONTRACT) in (today, today + datetime.timedelta(days=1))


def test_what_is_refused_changes_nothing(here: Station) -> None:
    ahead = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=3)).date()
    workflow.milestone_done(here.admin, CONTRACT, DAY)
    tried: dict[str, Callable[[], Any]] = {
        "milestones.unknown": lambda: workflow.milestone_done(here.admin, "không có"),
        "milestones.seen": lambda: workflow.milestone_done(here.admin, "in-phieu"),
        "milestones.to_come": lambda: workflow.milestone_done(here.admin, "tap-huan", ahead),
        "milestones.done_already": lambda: workflow.milestone_done(here.admin, CONTRACT, DAY),
        "milestones.long_note": lambda: workflow.milestone_done(here.admin, "tap-huan", DAY, "x" * 501),
        "operators.not_allowed": lambda: workflow.milestone_done(here["Giám sát"], "tap-huan"),
    }
    before = queries.current_head(here.admin)
    assert {code: refused(act) for code, act in tried.items()} == {code: code for code in tried}
    assert refused(lambda: workflow.milestone_undone(here.admin, "in-phieu")) == "milestones.seen"
    assert queries.current_head(here.admin) == before


@pytest.mark.parametrize(
    "changed",
    [
        {"milestone": "in-phieu"},
        {"milestone": "không có"},
        {"day": "2999-01-01"},
        {"day": "05/9"},
        {"supersedes": "x:1"},
    ],
)
def test_the_check_finds_what_the_workflow_would_have_refused(here: Station, changed: dict[str, str]) -> None:
    said = {"milestone": CONTRACT, "day": "2024-09-05", "note": None, "supersedes": None} | changed
    with here.admin.writing() as tx:
        tx.append(FactKind.MILESTONE_DONE, **said)
    assert not queries.check_survey(here.admin).ok


def test_a_tick_behind_the_facts_is_found(here: Station) -> None:
    workflow.milestone_done(here.admin, CONTRACT, DAY)
    with here.admin.writing() as tx:
        tx.conn.exec_driver_sql("UPDATE milestone SET day = '2024-09-01'")
    assert not queries.check_survey(here.admin).ok


def test_a_file_from_before_milestones_is_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "SCRIPTS", migrations.SCRIPTS[:1])
        patch.setattr(migrations, "VERSION", 1)
        with station(tmp_path, "hue-2024") as old:
            path = old.path
    from tests.surveys import opened_station

    now = opened_station(path)
    workflow.milestone_done(now.admin, CONTRACT, DAY)
    assert queries.check_survey(now.admin).problems == ()
    now.close()
