"""The whole job in a database on a server is the whole job in a file: the same figures, the same records."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipas_desktop.demo.run import run_demo
from sipas_desktop.jobs.report import records_hash
from sipas_desktop.store import keys, queries
from sipas_desktop.store.database import open_survey
from tests.server import server, why_no_server
from tests.surveys import CHEAP, PASSWORD

pytestmark = pytest.mark.skipif(bool(why_no_server()), reason=why_no_server() or "-")


@pytest.mark.parametrize(("plan", "ballots"), [("son-tay-2017", 60), ("hue-2024", 20)])
def test_a_demonstration_on_a_server_equals_one_in_a_file(
    tmp_path: Path, plan: str, ballots: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    at = server().new_database()
    there = run_demo(tmp_path / "there", plan=plan, ballots=ballots, error_rate=0.02, password=PASSWORD, at=at)
    here = run_demo(tmp_path / "here", plan=plan, ballots=ballots, error_rate=0.02, password=PASSWORD)
    assert not (tmp_path / "there" / "survey.sipas").exists()
    told = [(each.index, each.records_sha256, each.discrepancies, each.adjudicated, each.undetected, each.ballots,
             each.single_keyed, vars(each.online)) for each in (there, here)]  # fmt: skip
    assert told[0] == told[1] and there.discrepancies > 0
    with open_survey(at, "admin", PASSWORD) as survey:
        checked = queries.check_survey(survey)
        assert checked.problems == ()
        assert records_hash(survey) == here.records_sha256
