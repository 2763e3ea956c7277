"""An import of online answers killed by kill -9: none of it counts, the survey is whole, and it can be done again."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from sipas_desktop.store import keys, queries
from tests.durability import keyer
from tests.durability.test_kill import CONTEXT, POSIX
from tests.surveys import CHEAP, PASSWORD, opened_station, station

ANSWERS = 150
KILLS = 5 if POSIX else 2


def import_in_process(path: Path, kill_after: float | None) -> bool:
    """Whether the import ended; ``kill_after`` so many seconds it is killed."""
    reader, writer = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=keyer.import_from_online, args=(path, PASSWORD, ANSWERS, writer))
    process.start()
    writer.close()
    assert reader.recv_bytes() == b"begins"
    if kill_after is not None:
        time.sleep(kill_after)
        process.kill()
    try:
        ended = reader.recv_bytes() == b"ended"
    except (EOFError, OSError):
        ended = False
    process.join()
    process.close()
    reader.close()
    return ended


def test_an_import_killed_at_any_moment_counts_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, "hue-2024") as desk:
        path = desk.path
    left_behind = 0
    for turn in range(1, KILLS + 1):
        ended = import_in_process(path, random.uniform(0.02, 0.06 * turn))
        here = opened_station(path)
        settled = queries.figures(here.admin).ballots.settled
        assert settled in ((ANSWERS,) if ended else (0, ANSWERS))  # it may die between the last commit and its word
        assert len(queries.records(here.admin)) == settled
        with here.admin.reading() as conn:
            left_behind += bool(conn.exec_driver_sql("SELECT count(*) FROM online_answer").scalar_one()) and not settled
        assert queries.check_survey(here.admin).problems == ()
        here.close()
        if settled:
            return
    assert left_behind, "every kill came before the first answer"
    assert import_in_process(path, None)
    here = opened_station(path)
    assert queries.figures(here.admin).ballots.settled == ANSWERS
    assert queries.check_survey(here.admin).problems == ()
    here.close()
