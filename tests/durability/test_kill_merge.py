"""A merge killed by kill -9: what was taken is whole, the ballots stay the station's, and merging again ends alike."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form import TEXT_KINDS
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.database import open_like
from tests.durability import keyer
from tests.durability.test_kill import CONTEXT, POSIX
from tests.stations import hand_out, outcome
from tests.surveys import CHEAP, PASSWORD, Station, opened_station, station

KILLS = 20 if POSIX else 4
MOST_KILLS = 3 * KILLS
BALLOTS = 6


def merge_in_process(office: Path, home: Path, kill_after: float | None) -> tuple[float, bool]:
    """Seconds the merge ran until it ended or, ``kill_after`` its start, was killed; and whether it ended."""
    reader, writer = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=keyer.merge_home, args=(office, PASSWORD, home, writer))
    process.start()
    writer.close()
    assert reader.recv_bytes() == b"begins"
    began = time.monotonic()
    if kill_after is None:
        assert reader.recv_bytes() == b"ended"
        ran, ended = time.monotonic() - began, True
    else:
        time.sleep(kill_after)
        process.kill()
        ran = kill_after
        try:
            ended = reader.recv_bytes() == b"ended"
        except (EOFError, OSError):
            ended = False
    process.join()
    process.close()
    reader.close()
    return ran, ended


def opened_copy(of: Station, folder: Path) -> Station:
    """A copy of a closed survey."""
    folder.mkdir()
    for path in (of.path, keys.path_of(of.path)):
        shutil.copy(path, folder / path.name)
    return Station(folder / of.path.name, of.admin, {})


def test_a_merge_killed_at_any_moment_is_whole_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path) as desk:
        serials = desk.received(BALLOTS, "L1")
        post = hand_out(desk, tmp_path, ["L1"])
        (form,) = post.admin.forms.values()
        written = next(question.code for question in form.questions if question.kind in TEXT_KINDS)
        for number, serial in enumerate(serials):
            words = {written: Answer("+", f"Ghi tay {number}")} if number % 4 == 1 else {}
            workflow.key_ballot(post["Lan"], serial, 1, post.answers() | words)
            if number % 3:
                post.key("Mai", 2, serial, Q1="1" if number % 5 == 0 else "4")
        post.close()
        desk.close()
        whole = opened_copy(desk, tmp_path / "whole")
        lasts, _ = merge_in_process(whole.path, post.path, None)
        whole = opened_station(whole.path)
        expected = outcome(whole.admin)
        whole.close()
        chance = random.Random(20171031)
        broken_off: set[int] = set()
        for number in range(MOST_KILLS):
            if number >= KILLS and len(broken_off) >= KILLS // 4:
                break  # else it goes on: on a busy machine many kills come at one place
            office = opened_copy(desk, tmp_path / str(number))
            _, ended = merge_in_process(office.path, post.path, lasts * chance.random())
            office = opened_station(office.path)
            found = queries.check_survey(office.admin)
            assert found.problems == ()
            away = queries.handouts(office.admin)[0].away
            assert ended or away in (BALLOTS, expected[-1][0])  # type: ignore[index]
            if away == BALLOTS:
                broken_off.add(found.facts)
            with open_like(office.admin, post.path) as home:
                workflow.merge_return(office.admin, home, "0" * 64)
            assert outcome(office.admin) == expected
            if number % 5 == 0:
                assert queries.check_survey(office.admin).problems == ()
            office.close()
        assert len(broken_off) >= KILLS // 4, "most kills were to come in the middle of a merge"
