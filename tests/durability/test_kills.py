"""kill -9 at any instant of any job: nothing acknowledged is lost, no state is outside the diagram, the job goes on.

The jobs are in ``kill_jobs``. Half of the kills strike after a random time, half at a random one of the calls that
change a file. The suite makes a few of each; ``make kills`` 1,000 (``SIPAS_KILLS``), by another seed each time.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from sipas_desktop.store import keys
from tests.durability.kill_jobs import JOBS
from tests.durability.zygote import Ran, Zygote
from tests.surveys import CHEAP

KILLS = int(os.environ.get("SIPAS_KILLS", "15"))
SEED = os.environ.get("SIPAS_KILLS_SEED", "20171031")
EACH = -(-KILLS // len(JOBS))
COMPILER = shutil.which("cc") or shutil.which("gcc")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the processes are forked")


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)


@pytest.fixture(scope="module")
def zygote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zygote]:
    folder = tmp_path_factory.mktemp("zygote")
    counter = None
    if COMPILER and sys.platform == "linux":
        counter = folder / "counter.so"
        source = Path(__file__).with_name("kill_at.c")
        subprocess.run([COMPILER, "-O1", "-shared", "-fPIC", "-o", counter, source], check=True)
    with Zygote(folder, counter) as running:
        yield running


def copied(made: Path, folder: Path) -> Path:
    """A copy of a folder that a job is prepared in."""
    shutil.rmtree(folder, ignore_errors=True)
    return Path(shutil.copytree(made, folder))


def files_in(folder: Path) -> set[str]:
    """The names of all that is in ``folder``."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def end(ran: Ran, chance: random.Random) -> dict[str, float | int]:
    """When the next process is to die, of what the undisturbed one took."""
    if ran.calls and chance.random() < 0.5:
        return {"calls": 1 + chance.randrange(ran.calls)}
    return {"seconds": ran.seconds * chance.random()}


@pytest.mark.parametrize("kind", JOBS)
def test_a_job_killed_at_any_instant_loses_nothing_and_goes_on(kind: str, zygote: Zygote, tmp_path: Path) -> None:
    job, chance = JOBS[kind], random.Random(f"{SEED} {kind}")
    made = tmp_path / "made"
    made.mkdir()
    job.make(made)
    before = files_in(made)
    undisturbed = zygote.run(kind, copied(made, tmp_path / "whole"))
    assert not undisturbed.killed and undisturbed.said
    expected = job.result(tmp_path / "whole")
    places: Counter[str] = Counter()
    killed = 0
    for number in range(EACH):
        folder = copied(made, tmp_path / "killed")
        when = end(undisturbed, chance)
        told = f"{kind}, kill {number} of seed {SEED}: {when}"
        try:
            ran = zygote.run(kind, folder, **when)  # type: ignore[arg-type]
            killed += ran.killed
            places[f"{job.look(folder, ran.said)}, {len(ran.said)} said"] += 1
            assert not zygote.run(kind, folder).killed
            left = {name for name in files_in(folder) - before if not job.names(name)}
            assert not left, f"left behind: {left}"
            assert job.result(folder) == expected
        except Exception as error:
            error.add_note(told)
            raise
    print(
        f"{kind}: {killed} of {EACH} killed, seed {SEED}, {undisturbed.calls} calls, met at",
        dict(sorted(places.items())),
    )
    if EACH >= 10:
        assert killed > EACH // 5, "more were to be killed before they ended"
        assert len(places) > 1, "they were to be met at several places"
