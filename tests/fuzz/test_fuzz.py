"""Damaged files of every kind: a message or a success, never a traceback, never half of something written.

Alone the suite takes a fixed number of files. ``make test`` and CI go on for about a minute (``SIPAS_FUZZ_WORK``:
seconds of work, shared by the cases and two workers), always with the same seed, so that what is red was changed;
``make fuzz`` meets other files each time, for ``SIPAS_FUZZ_SECONDS`` of each case, from a seed that it prints.
"""

from __future__ import annotations

import os
import random
import time
import zlib
from pathlib import Path

import pytest

from sipas_desktop.errors import LANGUAGES, Refusal
from sipas_desktop.store import keys
from tests.fuzz.cases import CASES, Case, no_state, no_world
from tests.fuzz.mutate import damaged
from tests.surveys import CHEAP

FILES = int(os.environ.get("SIPAS_FUZZ_FILES", "2000"))  # of all cases together
WORK = float(os.environ.get("SIPAS_FUZZ_WORK", "0"))  # seconds of all cases together
SECONDS = max(float(os.environ.get("SIPAS_FUZZ_SECONDS", "0")), WORK / len(CASES))  # of each case, beyond those files
SEED = os.environ.get("SIPAS_FUZZ_SEED", "1")


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_damaged_file_is_taken_or_refused(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    end = time.monotonic() + SECONDS
    (tmp_path / "world").mkdir()
    with case.world(tmp_path / "world") as world:
        number = 0
        while number < -(-FILES // len(CASES)) or time.monotonic() < end:
            number += 1
            _one(case, number, tmp_path, world)


def again(case: Case, number: int) -> str:
    """What to type to meet the same files up to ``number`` again, whatever the time."""
    files = f"SIPAS_FUZZ_SEED={SEED} SIPAS_FUZZ_FILES={number * len(CASES)}"
    test = f"tests/fuzz/test_fuzz.py::test_a_damaged_file_is_taken_or_refused[{case.name}]"
    return f"file {number} of {case.name}; again: {files} .venv/bin/python -m pytest '{test}'"


def _one(case: Case, number: int, folder: Path, world: object) -> None:
    seed = f"{SEED} {case.name} {number}"
    chance = random.Random(zlib.crc32(seed.encode()))
    name = chance.choice(sorted(case.seeds))
    content = damaged(case.seeds[name], chance)
    path = folder / name
    path.write_bytes(content)
    before = case.state(world)
    try:
        case.use(path, world)
    except Refusal as refusal:
        told = [refusal.words(lang) for lang in LANGUAGES]
        assert all(words.strip() and len(words.splitlines()[0]) < 2000 for words in told), again(case, number)
        assert case.state(world) == before, f"refused, and something is written: {again(case, number)}"
    except Exception as error:  # the seed and the file are all that is needed to look at it again
        kept = Path("fuzz-found")
        if SECONDS:
            kept.mkdir(exist_ok=True)
            (kept / name).write_bytes(content)
        raise AssertionError(f"{type(error).__name__}: {error}\n{again(case, number)}\n{content[:3000]!r}") from error


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_file_is_taken_before_it_is_damaged(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the case would only try how a refusal is refused."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    (tmp_path / "world").mkdir()
    with case.world(tmp_path / "world") as world:
        for name, content in case.seeds.items():
            (tmp_path / name).write_bytes(content)
            case.use(tmp_path / name, world)


def test_files_are_damaged() -> None:
    """Nearly all are another file than before, and the same seed gives the same damage."""
    for case in CASES:
        content = next(iter(case.seeds.values()))
        made = [damaged(content, random.Random(number)) for number in range(50)]
        assert sum(each != content for each in made) > 40
        if content[:2] != b"PK":
            assert made == [damaged(content, random.Random(number)) for number in range(50)]


def test_a_failure_says_how_to_meet_its_file_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    met = []

    def fail(path: Path, world: object) -> None:
        met.append(path.read_bytes())
        raise ZeroDivisionError

    monkeypatch.chdir(tmp_path)  # what was found is kept there
    case = Case("broken", {"a.toml": b"format = 1\nyears = [2]\n"}, fail, no_world, no_state)
    for _ in range(2):
        with pytest.raises(AssertionError, match=rf"SIPAS_FUZZ_SEED={SEED} SIPAS_FUZZ_FILES={7 * len(CASES)} "):
            _one(case, 7, tmp_path, None)
    assert met[0] == met[1] != case.seeds["a.toml"]
