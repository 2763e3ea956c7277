"""A print run killed by kill -9: no part of a file under its name, the ledger adds up, the run goes on to one file."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import time
from pathlib import Path

import pytest

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.jobs.ballots import continue_run, print_run
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.database import OpenSurvey
from tests.durability import keyer
from tests.durability.test_kill import CONTEXT, POSIX
from tests.surveys import CHEAP, PASSWORD, Station, opened_station, station

KILLS = 16 if POSIX else 4
PEOPLE = 260


def print_in_process(path: Path, out: Path, kill_after: float | None) -> tuple[float, bool]:
    """Seconds the run took, or when it was killed after its begin; and whether it ended."""
    reader, writer = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=keyer.print_all, args=(path, PASSWORD, out, writer))
    process.start()
    writer.close()
    assert reader.recv_bytes() == b"begins"
    began = time.monotonic()
    if kill_after is not None:
        time.sleep(kill_after)
        process.kill()
    try:
        ended = reader.recv_bytes() == b"ended"
    except (EOFError, OSError):
        ended = False
    lasted = time.monotonic() - began
    process.join()
    process.close()
    reader.close()
    return lasted, ended


def copy_of(of: Path, folder: Path) -> Path:
    """A copy of a closed survey."""
    folder.mkdir()
    for path in (of, keys.path_of(of)):
        shutil.copy(path, folder / path.name)
    return folder / of.name


def published_as(survey: OpenSurvey) -> list[str]:
    """The hashes that the facts say of printed files."""
    with survey.reading() as conn:
        query = f"SELECT payload FROM fact WHERE kind = '{FactKind.BALLOTS_PRINTED}'"
        return [json.loads(payload)["pdf_sha256"] for payload in conn.exec_driver_sql(query).scalars()]


def adds_up(here: Station, out: Path) -> int:
    """What a killed run left behind is whole; how many ballots are printed by the ledger."""
    ledger = queries.ledger(here.admin)
    assert queries.check_survey(here.admin).problems == ()
    assert ledger.printed == sum(ledger.states.values())
    assert ledger.printed == PEOPLE * len(published_as(here.admin))
    assert queries.sample_counts(here.admin).with_ballot == ledger.printed
    if out.exists():
        assert [hashlib.sha256(out.read_bytes()).hexdigest()] == published_as(here.admin)
    return ledger.printed


def test_a_print_run_killed_at_any_moment_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, "hue-2024") as desk:
        people = [workflow.MemberData("official", f"Người {n}", dossier=f"H57-{n}") for n in range(PEOPLE)]
        workflow.import_sample(desk.admin, people, "0" * 64)
        desk.close()
        lasts, ended = print_in_process(copy_of(desk.path, tmp_path / "whole"), tmp_path / "whole" / "phiếu.pdf", None)
        assert ended
        chance = random.Random(20240908)
        broken_off = set()
        for number in range(KILLS):
            folder = tmp_path / str(number)
            path, out = copy_of(desk.path, folder), folder / "phiếu.pdf"
            # Half of the kills in the last fifth, where the run is proven, published and gets its name.
            moment = chance.random() if number % 2 else 0.8 + 0.2 * chance.random()
            _, ended = print_in_process(path, out, lasts * moment)
            here = opened_station(path)
            printed = adds_up(here, out)
            left = queries.interrupted_runs(here.admin)
            assert not ended or (out.exists() and printed == PEOPLE)
            broken_off.add((len(left), printed, out.exists()))
            for run in left:
                done = continue_run(here.admin, out, run.id)
                assert [done.sha256] == published_as(here.admin)
            if not left and not printed:
                print_run(here.admin, out)
            assert adds_up(here, out) == PEOPLE and out.exists()
            assert queries.interrupted_runs(here.admin) == []
            with here.admin.reading() as conn:
                assert conn.exec_driver_sql("SELECT count(DISTINCT member) FROM link").scalar() == PEOPLE
            here.close()
            shutil.rmtree(folder)
        assert (1, 0, False) in broken_off, "some kills were to come before the run was published"
