"""Damaged files of every kind: a message or a success, never a traceback, never half of something written.

Alone the suite takes a fixed number of files. ``make test`` and CI go on for a minute (``SIPAS_FUZZ_WORK``: seconds
of work, shared by the cases and all workers), always with the same seed, so that what is red was changed;
``make fuzz`` meets other files each time, for ``SIPAS_FUZZ_SECONDS`` of each case, from a seed that it prints.
"""

from __future__ import annotations

import os
import random
import shutil
import time
import traceback
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from sipas_desktop.errors import LANGUAGES, Refusal
from sipas_desktop.store import keys
from tests.fuzz import corpus
from tests.fuzz.cases import CASES, Case, no_state, no_world
from tests.fuzz.mutate import damaged
from tests.surveys import CHEAP

FILES = int(os.environ.get("SIPAS_FUZZ_FILES", "2000"))  # of all cases together
WORK = float(os.environ.get("SIPAS_FUZZ_WORK", "0"))  # seconds of all cases together
SECONDS = max(float(os.environ.get("SIPAS_FUZZ_SECONDS", "0")), WORK / len(CASES))  # of each case, beyond those files
MOST_FOUND = 20  # different mistakes of one case, after which a long run goes on to the next
SEED = os.environ.get("SIPAS_FUZZ_SEED", "1")
KEEPING = not WORK and SECONDS  # a long run adds to the corpus


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_damaged_file_is_taken_or_refused(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    end = time.monotonic() + SECONDS
    (tmp_path / "world").mkdir()
    found: dict[object, AssertionError] = {}
    with case.world(tmp_path / "world") as world:
        seeds, number = case.files(world), 0
        while number < -(-FILES // (len(CASES) * case.slow)) or time.monotonic() < end:
            number += 1
            try:
                outcome = _one(case, number, tmp_path, world, seeds)
                if KEEPING:
                    corpus.keep(case.name, outcome, tmp_path, seeds)
            except AssertionError as error:
                if SECONDS and _place(error) not in found:
                    _keep(case, number, tmp_path, seeds)
                found.setdefault(_place(error), error)
                if not SECONDS or len(found) > MOST_FOUND:
                    break
    print(f"{case.name}: {number} files")
    if found:
        raise AssertionError("\n\n".join(map(str, found.values()))) from next(iter(found.values()))


def _keep(case: Case, number: int, folder: Path, seeds: Mapping[str, bytes]) -> None:
    kept = Path("fuzz-found")
    kept.mkdir(exist_ok=True)
    for name in seeds.keys() & {path.name for path in folder.iterdir()}:
        shutil.copyfile(folder / name, kept / f"{case.name} {number} {name}")


def _place(error: AssertionError) -> object:
    """Where the program failed: the same mistake is told once."""
    last = traceback.extract_tb((error.__cause__ or error).__traceback__)[-1]
    return type(error.__cause__), last.filename, last.lineno


def again(case: Case, number: int) -> str:
    """What to type to meet the same files up to ``number`` again, whatever the time."""
    files = f"SIPAS_FUZZ_SEED={SEED} SIPAS_FUZZ_FILES={number * len(CASES) * case.slow}"
    test = f"tests/fuzz/test_fuzz.py::test_a_damaged_file_is_taken_or_refused[{case.name}]"
    return f"file {number} of {case.name}; again: {files} .venv/bin/python -m pytest '{test}'"


def _one(case: Case, number: int, folder: Path, world: object, seeds: Mapping[str, bytes]) -> str:
    """What became of the file: the code of its refusal, or TAKEN."""
    seed = f"{SEED} {case.name} {number}"
    chance = random.Random(zlib.crc32(seed.encode()))
    name = chance.choice(sorted(seeds))
    content = damaged(seeds[name], chance)
    if case.mend is not None and chance.random() < 0.5:
        content = case.mend(content)
    path = folder / name
    for other in seeds:
        (folder / other).unlink(missing_ok=True)
    path.write_bytes(content)
    try:
        return _used(case, path, world)
    except Exception as error:
        told = f"{type(error).__name__}: {error}\n{again(case, number)}\n{content[:3000]!r}"
        raise AssertionError(told) from error


def _used(case: Case, path: Path, world: object) -> str:
    before = case.state(world)
    try:
        case.use(path, world)
    except Refusal as refusal:
        told = [refusal.words(lang) for lang in LANGUAGES]
        assert all(words.strip() and len(words.splitlines()[0]) < 2000 for words in told)
        assert case.state(world) == before, "refused, and something is written"
        return refusal.code
    return corpus.TAKEN


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_file_of_the_corpus_is_taken_or_refused(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What once came out of damage in a way of its own, and what was found and mended."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    (tmp_path / "world").mkdir()
    with case.world(tmp_path / "world") as world:
        for name, content in corpus.files(case.name):
            (tmp_path / name).write_bytes(content)
            _used(case, tmp_path / name, world)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_file_is_taken_before_it_is_damaged(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the case would only try how a refusal is refused."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    (tmp_path / "world").mkdir()
    with case.world(tmp_path / "world") as world:
        for name, content in case.files(world).items():
            (tmp_path / name).write_bytes(content)
            case.use(tmp_path / name, world)


def test_files_are_damaged() -> None:
    """Nearly all are another file than before, and the same seed gives the same damage."""
    for content in [next(iter(case.seeds.values())) for case in CASES if not callable(case.seeds)]:
        made = [damaged(content, random.Random(number)) for number in range(50)]
        assert sum(each != content for each in made) > 40
        if content[:2] != b"PK":
            assert made == [damaged(content, random.Random(number)) for number in range(50)]


def test_a_failure_says_how_to_meet_its_file_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    met = []

    def fail(path: Path, world: object) -> None:
        met.append(path.read_bytes())
        raise ZeroDivisionError

    seeds = {"a.toml": b"format = 1\nyears = [2]\n"}
    case = Case("broken", seeds, fail, no_world, no_state)
    for _ in range(2):
        with pytest.raises(AssertionError, match=rf"SIPAS_FUZZ_SEED={SEED} SIPAS_FUZZ_FILES={7 * len(CASES)} "):
            _one(case, 7, tmp_path, None, seeds)
    assert met[0] == met[1] != seeds["a.toml"]
