"""Each benchmark runs on a tiny size and its rows are well formed. How fast it is, is not a test's business."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from bench import filler, million, page, scale, scale_jobs
from bench.__main__ import MODULES, main
from bench.page import HEAD, cells
from sipas_desktop.domain.ballot import State
from sipas_desktop.store import keys, queries
from tests.surveys import CHEAP

KINDS = {
    "name": str, "size": int, "value": float, "unit": str, "peer": str, "peer_value": float, "ratio": float,
    "bound": str, "holds": bool,
}  # fmt: skip
FEW = {
    "bench.startup.ROUNDS": 1,
    "bench.index.ROUNDS": 1,
    "bench.ballots.PEER_BALLOTS": 1,
    "bench.amc.COPIES": 1,
    "bench.keystroke.BALLOTS": 2,
    "bench.keystroke.BULK_BALLOTS": 500,
    "bench.double_keying.BALLOTS": 3000,
    "bench.double_keying.RUNS": 3,
    "bench.comparison.BALLOTS": 120,
    "bench.comparison.ROUNDS": 1,
    "bench.keying_day.KEYS": 220,
    "bench.invented.RUNS": 1,
    "bench.rechecked.RUNS": 1,
    "bench.fieldwork.ROUNDS": 2,
    "bench.rechecked.MANY": 2,
    "bench.province.BALLOTS": 5,
    "bench.province.LEAST": 1,
    "bench.invented.DEALS": 19,
    "bench.stations.ROUNDS": 1,
    "bench.stations.STATIONS": 2,
    "bench.scale.TURNS": 1,
    "bench.scale_jobs.RECEIVED": 5,
    "bench.scale_jobs.KEYED": 2,
    "bench.scale_jobs.DECIDED": 1,
    "bench.scale.DIFFERING": 3,
    "bench.stations.SECONDS": 0.5,
}


of_its_own = scale._took


def here(job: str, path: Path) -> tuple[float, float]:
    """A job of ``bench.scale`` in this process, which knows the small numbers; two have an application of their own."""
    if job in scale.OPENING:
        return of_its_own(job, path)
    took = scale_jobs.do(job, path)
    return max(took.cpu, 1e-6) / took.ballots, 1.0


@pytest.mark.parametrize("name", MODULES)
def test_a_benchmark_gives_rows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for constant, value in FEW.items():
        monkeypatch.setattr(constant, value)
    monkeypatch.setattr(scale, "_took", here)
    module = importlib.import_module(f"bench.{name}")
    rows = module.run((20,))
    assert rows
    assert module.__doc__
    for row in rows:
        assert row.keys() == KINDS.keys()
        assert {key for key, kind in KINDS.items() if not isinstance(row[key], (kind, int))} == set()
        assert row["value"] > 0
        assert row["bound"] == "" or row["peer_value"] > 0
        assert len(cells(row)) == len(HEAD)


def test_a_section_is_written_anew_and_the_others_stay(tmp_path: Path) -> None:
    path, titles = tmp_path / "page.md", {"ballots": "Printing", "index": "Index", "check": "Check"}
    row = {
        "name": "a thing", "size": 20, "value": 1.0, "unit": "ms", "peer": "another", "peer_value": 2.0, "ratio": 0.5,
        "bound": "≥ 4 × peer", "holds": False,
    }  # fmt: skip
    for name, value in (("check", 1.0), ("ballots", 2.0), ("check", 3.0), ("index", 4.0)):
        page.put(name, titles, [row | {"value": value}], 3, path)
    written = path.read_text("utf-8")
    assert [line for line in written.splitlines() if line.startswith("#")] == [
        *("# Benchmarks", "## Printing", "## Index", "## Check"),
    ]
    assert [line.split(" | ")[2] for line in written.splitlines() if "a thing" in line] == [
        "2.00 ms",
        "4.00 ms",
        "3.00 ms",
    ]
    assert written.count("\nMeasured on ") == 3


def test_a_bound_that_fails_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    row = {
        "name": "a thing", "size": 20, "value": 1.0, "unit": "ms", "peer": "another", "peer_value": 2.0, "ratio": 0.5,
        "bound": "≥ 4 × peer", "holds": False,
    }  # fmt: skip
    monkeypatch.setattr("bench.index.run", lambda sizes: [row])
    assert main(["--only", "index", "--sizes", "20"]) == 1
    told = capsys.readouterr()
    assert "NO" in told.out
    assert "a thing" in told.err
    row["holds"] = True
    assert main(["--only", "index", "--sizes", "20"]) == 0


def test_a_filled_survey_is_what_people_would_have_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    monkeypatch.setattr(filler, "SLIPS", 0.5)
    path = tmp_path / "survey.sipas"
    filler.fill(path, 60, 5, 7)
    with filler.opened(path) as survey:
        assert queries.check_survey(survey).problems == ()
        states = queries.ledger(survey).states
        assert (states[State.SETTLED], states[State.VALID], states[State.DIFFERING]) == (60, 5, 7)
        assert sum(states.values()) == 72
        assert queries.process(survey).discrepancies > 5
        assert len(queries.records(survey)) == 60
        assert list(queries.settled_values(survey)) == [record.values for record in queries.records(survey)]


def test_the_ballots_that_the_database_makes_are_counted_as_pandas_counts_them() -> None:
    size = 500
    found = million.rows(size)  # which raises where the two differ
    assert [row["size"] for row in found] == [size, size]
    assert all(row.keys() == KINDS.keys() and row["bound"] and row["peer_value"] > 0 for row in found)
