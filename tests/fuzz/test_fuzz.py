"""Damaged files of every kind: a message or a success, never a traceback, never half of something written.

The suite takes a fixed share. ``make fuzz`` goes on for ``SIPAS_FUZZ_SECONDS`` from a seed that it prints.
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
from tests.fuzz.cases import CASES, Case
from tests.fuzz.mutate import damaged
from tests.surveys import CHEAP

FILES = int(os.environ.get("SIPAS_FUZZ_FILES", "2000"))  # of all cases together
SECONDS = float(os.environ.get("SIPAS_FUZZ_SECONDS", "0"))  # of each case; 0: the number of files counts
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
            _one(case, f"{SEED} {case.name} {number}", tmp_path, world)


def _one(case: Case, seed: str, folder: Path, world: object) -> None:
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
        assert all(words.strip() and len(words.splitlines()[0]) < 2000 for words in told), seed
        assert case.state(world) == before, f"{seed}: refused, and something is written"
    except Exception as error:  # the seed and the file are all that is needed to look at it again
        kept = Path("fuzz-found")
        if SECONDS:
            kept.mkdir(exist_ok=True)
            (kept / name).write_bytes(content)
        raise AssertionError(f"seed “{seed}”: {type(error).__name__}: {error}\n{content[:3000]!r}") from error


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
