"""The full check of a survey, in seconds of processor time for 1,000 ballots (some 26 facts each).

The peer is the least that any check must do: read all facts, and hash the chain of each session.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from bench import filler
from sipas_desktop.domain.fact import BEFORE_FIRST, chain_hash
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries.chains import facts_of, sessions

MOST: Final = 15  # times the peer
UP_TO: Final = 10_000  # ballots: the check grows with the facts, and ten times as many would tell nothing more
PEER: Final = "reading all facts and hashing their chains"


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """For each of ``sizes`` (settled ballots) up to ``UP_TO`` one row."""
    return [_row(filler.filled(size), size) for size in sizes if size <= UP_TO]


def _row(path: Path, size: int) -> dict[str, Any]:
    with filler.opened(path) as survey:
        peer = _seconds(lambda: _hash_all(survey))
        value = _seconds(lambda: _check(survey))
    ratio = value / peer
    return {
        "name": "full check of 1,000 ballots", "size": size, "value": value * 1000 / size, "unit": "s CPU",
        "peer": PEER, "peer_value": peer * 1000 / size, "ratio": ratio, "bound": f"≤ {MOST} × peer",
        "holds": ratio <= MOST,
    }  # fmt: skip


def _seconds(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _check(survey: OpenSurvey) -> None:
    if problems := queries.check_survey(survey).problems:
        raise AssertionError(problems)


def _hash_all(survey: OpenSurvey) -> None:
    last: dict[str, bytes] = {}
    with survey.reading() as conn:
        for facts in facts_of(conn, sessions(conn)):
            for fact in facts:
                before = last.get(fact.session, BEFORE_FIRST)
                parts = (fact.session, fact.n, fact.kind, fact.subject, fact.at, fact.payload)
                last[fact.session] = chain_hash(before, *parts)
                if last[fact.session] != fact.hash:
                    raise AssertionError(fact.ref)
