"""Eight stations that key into one survey on a PostgreSQL server, each answer durable, as fast as they can.

Beside it the same statements by bare psycopg: what one answer of each station sends to the server is written down, and
bare connections send it again and again with other numbers, prepared, with the same settings. Both take turns on the
same server, whose disk is told to write. Debian's PostgreSQL must be there.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.synchronize import Barrier
from typing import Any, Final
from unittest.mock import patch

from sipas_desktop.domain.answer import Answer
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.place import ServerAddress
from sipas_desktop.store import workflow
from sipas_desktop.store.database import OpenSurvey, open_survey
from tests.server import Server

STATIONS: Final = 8
ROUNDS: Final = 3
SECONDS: Final = 4.0  # of each turn
LEAST: Final = 0.35
PASSWORD: Final = "mật khẩu"
PLAN: Final = "son-tay-2017"

Sent = tuple[str, Any]


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """Answers a second of all stations together; ``sizes`` do not matter."""
    spawn = multiprocessing.get_context("spawn")
    with _survey() as (address, serials):
        answers = {"own": 0, "bare": 0}
        for _ in range(ROUNDS):
            for kind, work in (("own", _key), ("bare", _send)):
                start, counts = spawn.Barrier(STATIONS), spawn.Queue()
                each = [
                    spawn.Process(target=work, args=(address, number, serials[number], start, counts))
                    for number in range(STATIONS)
                ]
                for process in each:
                    process.start()
                answers[kind] += sum(counts.get(timeout=120) for _ in each)
                for process in each:
                    process.join()
    own, bare = (answers[kind] / (ROUNDS * SECONDS) for kind in ("own", "bare"))
    return [
        {
            "name": f"answers a second of {STATIONS} stations", "size": 0, "value": own, "unit": "a second",
            "peer": "the same statements by bare psycopg", "peer_value": bare, "ratio": own / bare,
            "bound": f"≥ {LEAST} × peer", "holds": own / bare >= LEAST,
        }
    ]  # fmt: skip


def _name(number: int) -> str:
    return f"Người nhập {number + 1}"


@contextmanager
def _survey() -> Iterator[tuple[ServerAddress, tuple[str, ...]]]:
    """A new survey on a server of its own, and one ballot for each station."""
    server = Server(durable=True)
    server.start()
    try:
        address = server.new_database()
        with new_survey(address, find_preset(PLAN), "admin", PASSWORD) as admin:
            for number in range(STATIONS):
                workflow.add_operator(admin, _name(number), ["keyer"], PASSWORD)
            run = workflow.reserve_run(admin, count=STATIONS)
            workflow.publish_run(admin, run, "0" * 64, STATIONS)
            for serial in run.serials:
                workflow.receive(admin, serial, batch=None)
        yield address, run.serials
    finally:
        server.stop()


def _answering(survey: OpenSurvey, serial: str) -> Callable[[int], object]:
    """Answers the same question of one ballot anew, every time otherwise."""
    keying = workflow.start_keying(survey, serial, 1)
    question = next(iter(survey.forms.values())).rated[0].code
    return lambda count: workflow.record_answer(survey, keying, question, Answer("45"[count % 2]))


def _key(address: ServerAddress, number: int, serial: str, start: Barrier, counts: Any) -> None:
    with open_survey(address, _name(number), PASSWORD) as survey:
        answer = _answering(survey, serial)
        counts.put(_counted(answer, start))


def _counted(answer: Callable[[int], object], start: Barrier) -> int:
    for count in range(20):
        answer(count)
    start.wait()
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < SECONDS:
        answer(count)
        count += 1
    return count


def _sent_by_one_answer(address: ServerAddress, number: int, serial: str) -> list[Sent]:
    """Statement and parameters, in their order, of an answer that corrects another one."""
    import psycopg

    sent: list[Sent] = []
    execute = psycopg.Cursor.execute

    def written_down(cursor: Any, query: Any, params: Any = None, **how: Any) -> Any:
        sent.append((query if isinstance(query, str) else query.decode(), params))
        return execute(cursor, query, params, **how)

    with open_survey(address, _name(number), PASSWORD) as survey:
        answer = _answering(survey, serial)
        for count in range(20):
            answer(count)
        with patch.object(psycopg.Cursor, "execute", written_down):
            answer(20)
    return sent


def _send(address: ServerAddress, number: int, serial: str, start: Barrier, counts: Any) -> None:
    """One bare station: a session of its own, whose facts have numbers of their own."""
    import psycopg

    sent = _sent_by_one_answer(address, number, serial)
    facts = next(params for query, params in sent if query.startswith("INSERT INTO fact"))
    with psycopg.connect(**address.connecting, autocommit=True) as conn:  # type: ignore[arg-type]
        conn.execute("SET synchronous_commit = on")
        session = conn.execute("SELECT coalesce(max(no), 0) + 1000 + %s FROM session", (number,)).fetchone()[0]  # type: ignore[index]
        conn.execute("INSERT INTO session (no, id) VALUES (%s, %s)", (session, f"bare {session} {time.time_ns()}"))
        own = {"session_no": session}

        def answer(_: int) -> None:
            own["n"] = own.get("n", 0) + 1
            for query, params in sent:
                if params is facts:
                    conn.execute(query, {**params, **own}, prepare=True)
                else:
                    conn.execute(query, params or None, prepare=bool(params))

        counts.put(_counted(answer, start))


if __name__ == "__main__":
    print(run(()))
