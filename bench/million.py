"""The index of a million ballots of 22 questions, beside pandas and beside one bare scan of a covering index.

Only the rows that the index is read from are there, no facts and no keyings: the database makes them itself. By facts,
as ``filler`` does it, a million ballots would take the better part of an hour.
"""

from __future__ import annotations

import statistics
import time
import warnings
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pandas
import sqlcipher3.dbapi2

from bench import filler
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.store import keys, queries

BALLOTS: Final = 1_000_000
QUESTIONS: Final = 22
FASTER_THAN_PANDAS: Final = 8
OF_A_SCAN: Final = 1.5
ROUNDS: Final = 5
PLAN: Final = "quoc-gia-2023"  # its form rates 33 questions
PANDAS: Final = "pandas.read_sql of the settled answers, groupby"
SCAN: Final = "a bare scan of the ballots' covering index"
_NUMBERS: Final = "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
_SERIAL: Final = "printf('Z%07d', n.i)"
_PLACE: Final = "(n.i * 7919 + n.i / 13 + question.place * 104729)"  # any level, but the same in every run


def rows(ballots: int = BALLOTS) -> list[dict[str, Any]]:
    """ms for the index, twice: beside pandas, and beside the scan that nobody can do without."""
    with TemporaryDirectory(prefix="sipas-bench-") as folder:
        path = Path(folder) / "survey.sipas"
        with new_survey(path, find_preset(PLAN), "admin", filler.PASSWORD) as survey:
            group = survey.plan.groups[0]
            form = survey.form_of_group(group.code)
        with closing(connect(path)) as connection:
            _lay_down(connection, form, group.code, ballots)
        own: list[float] = []
        scan: list[float] = []
        peer: list[float] = []
        with filler.opened(path) as survey, closing(connect(path)) as connection:
            for _ in range(ROUNDS):  # in turns, so that what else the machine does strikes both
                figures = _timed(own, partial(queries.figures, survey))
                _timed(scan, partial(_bare_scan, connection))
            shares = _timed(peer, partial(_pandas_shares, connection, form))
    if figures.ballots.settled != ballots or _shares(figures) != shares:
        raise AssertionError(f"pandas counts {shares}, the program {_shares(figures)}")
    took, bare, by_pandas = map(statistics.median, (own, scan, peer))
    name = f"index figures, {QUESTIONS} questions"
    return [
        _row(name, ballots, took, PANDAS, by_pandas, f"≥ {FASTER_THAN_PANDAS} × peer",
             by_pandas / took >= FASTER_THAN_PANDAS),
        _row(name, ballots, took, SCAN, bare, f"≤ {OF_A_SCAN} × the scan", took <= OF_A_SCAN * bare),
    ]  # fmt: skip


def connect(path: Path) -> Any:
    """The file without the program, as an analyst would open it who has the key."""
    connection = sqlcipher3.dbapi2.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA cipher_log = off")
    connection.execute(f"PRAGMA key = \"x'{keys.unlock(path, 'admin', filler.PASSWORD).hex()}'\"")
    connection.execute("PRAGMA cache_size = -32000")
    return connection


def _lay_down(connection: Any, form: Form, group: str, ballots: int) -> None:
    """``ballots`` settled ballots of one run, which answer the first questions that ``form`` has rated."""
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TEMP TABLE question (place INTEGER PRIMARY KEY, code TEXT, levels INTEGER)")
    connection.execute("CREATE TEMP TABLE level (question, place, code, PRIMARY KEY (question, place)) WITHOUT ROWID")
    for place, question in enumerate(sorted(form.rated[:QUESTIONS], key=lambda each: each.code)):
        assert question.scale is not None
        codes = [level.code for level in question.scale.levels]
        connection.execute("INSERT INTO question VALUES (?, ?, ?)", (place, question.code, len(codes)))
        connection.executemany("INSERT INTO level VALUES (?, ?, ?)", [(place, *each) for each in enumerate(codes)])
    connection.execute("BEGIN")
    connection.execute(
        'INSERT INTO print_run (id, purpose, form, "group", first, count, published) VALUES (?, ?, ?, ?, 1, ?, 1)',
        ("run", "ballots", form.sha256, group, ballots),
    )
    connection.execute(
        f"INSERT INTO ballot (serial, run, state, channel, photocopy, received_on) {_NUMBERS}"
        f"SELECT {_SERIAL}, 'run', ?, 'hom-phieu', 0, '2024-10-01' FROM n",
        (ballots, State.SETTLED.value),
    )
    connection.execute(
        f"INSERT INTO settled (serial, question, value) {_NUMBERS}"
        f"SELECT {_SERIAL}, question.code, level.code FROM n CROSS JOIN question CROSS JOIN level "
        f"ON level.question = question.place AND level.place = {_PLACE} % question.levels",
        (ballots,),
    )
    connection.execute(
        "INSERT INTO settled_count (run, question, value, count) "
        "SELECT 'run', question, value, COUNT(*) FROM settled GROUP BY question, value"
    )
    connection.execute("COMMIT")


def _bare_scan(connection: Any) -> list[Any]:
    counted = connection.execute("SELECT state, run, reason, COUNT(*) FROM ballot GROUP BY state, run, reason")
    return list(counted)


def _pandas_shares(connection: Any, form: Form) -> dict[str, tuple[int, int]]:
    """Only the two columns that are counted: with the serials, memory would not suffice everywhere."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that it was not made by SQLAlchemy, which would be slower
        settled = pandas.read_sql("SELECT question, value FROM settled", connection)
    return shares_of(settled.groupby(["question", "value"]).size(), form)


def shares_of(counts: Mapping[Any, int], form: Form) -> dict[str, tuple[int, int]]:
    """Question → (satisfied ballots, ballots with a level), of ``counts`` by question and value."""
    shares = {}
    for question in form.rated:
        assert question.scale is not None
        own = {level.code: int(counts.get((question.code, level.code), 0)) for level in question.scale.levels}
        shares[question.code] = (sum(own[code] for code in question.scale.satisfied), sum(own.values()))
    return shares


def _shares(figures: IndexFigures) -> dict[str, tuple[int, int]]:
    return {question.code: (question.satisfied, question.answered) for question in figures.questions}


def _timed(times: list[float], work: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    result = work()
    times.append(time.perf_counter() - start)
    return result


def _row(
    name: str, size: int, seconds: float, peer: str, peer_seconds: float, bound: str, holds: bool
) -> dict[str, Any]:
    return {
        "name": name, "size": size, "value": seconds * 1000, "unit": "ms", "peer": peer,
        "peer_value": peer_seconds * 1000, "ratio": peer_seconds / seconds, "bound": bound, "holds": holds,
    }  # fmt: skip
