"""Stations hear of each other's work: by a connection of their own, only that there is some, and not of keystrokes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.errors import Refusal
from sipas_desktop.store import queries, server_listener, workflow
from sipas_desktop.store import server as server_of
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.server_listener import Listener
from sipas_desktop.store.server_writer import CHANGED
from tests.server import server, why_no_server
from tests.stations import refuses
from tests.surveys import ON_SERVER, Station, station

pytestmark = pytest.mark.skipif(bool(why_no_server()), reason=why_no_server() or "-")

SOON = 20.0  # s: far more than it takes, on a machine that does much else
END = "nobody"  # the session of what is sent last


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Station]:
    with station(tmp_path, at=server().new_database()) as here:
        yield here


def until(come_true: Callable[[], object]) -> None:
    deadline = time.monotonic() + SOON
    while not come_true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def knock(here: Station) -> None:
    server().run(f"SELECT pg_notify('{CHANGED}', '{END}')", here.path.name)


def listening(survey: OpenSurvey, heard: list[int]) -> Listener:
    """A listener that is connected; ``heard`` gets longer each time."""
    listener = survey.listen(lambda: heard.append(len(heard)))
    assert listener is not None
    until(lambda: heard)
    return listener


def test_who_did_it_is_told_and_nothing_else_and_no_answer_keyed(there: Station) -> None:
    import psycopg

    first, second = there.received(2)
    lan, mai, admin = there["Lan"], there["Mai"], there.admin
    keying = workflow.start_keying(lan, first, 1)

    def in_vain() -> None:
        with suppress(ZeroDivisionError), lan.writing() as tx:
            tx.append(FactKind.BATCH_OPENED, batch="L7", unit=None)
            raise ZeroDivisionError

    connected: Any = there.path
    with psycopg.connect(**connected.connecting, autocommit=True) as conn:
        conn.execute(f"LISTEN {CHANGED}".encode())
        for deed, who in (
            (lambda: workflow.open_batch(admin, "L8"), admin),
            (lambda: workflow.record_answer(lan, keying, "Q1", Answer("4")), None),
            (lambda: workflow.record_answer(lan, keying, "Q2", Answer("4")), None),
            (in_vain, None),
            (mai.begin_session, None),
            (lambda: workflow.start_keying(mai, second, 1), mai),
            (lambda: workflow.claim_batch(lan, "L1", 1), lan),
        ):
            deed()
            knock(there)
            told: list[str] = []
            while END not in told:
                told += [each.payload for each in conn.notifies(timeout=SOON, stop_after=1)]
            assert told == [*([who._writer.session] if who else []), END]


def test_one_hears_of_others_and_not_of_oneself(there: Station) -> None:
    there["Hà"].begin_session()
    heard: list[int] = []
    listener = listening(there["Hà"], heard)
    workflow.open_batch(there["Hà"], "L8")
    workflow.open_batch(there["Hà"], "L9")
    knock(there)
    until(lambda: len(heard) == 2)
    workflow.open_batch(there.admin, "L10")
    until(lambda: len(heard) == 3)
    listener.stop()
    workflow.open_batch(there.admin, "L11")
    until(lambda: not listener.running)
    assert len(heard) == 3 and not listener.connected
    left = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{there.path.name}' AND query ILIKE 'LISTEN%'"
    until(lambda: server().run(left) == [(0,)])


def test_it_connects_again_and_tells_that_it_may_have_missed_something(
    there: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_listener, "PAUSES", (0.05,))
    heard: list[int] = []
    listener = listening(there["Hà"], heard)
    place = there.path.name
    server().run(f'ALTER DATABASE "{place}" ALLOW_CONNECTIONS false')
    cut_off(there)
    until(lambda: not listener.connected)
    time.sleep(0.2)  # it tries in vain
    assert listener.running and len(heard) == 1
    server().run(f'ALTER DATABASE "{place}" ALLOW_CONNECTIONS true')
    until(lambda: len(heard) == 2)
    workflow.open_batch(there.admin, "L8")
    until(lambda: len(heard) == 3)
    listener.stop(SOON)
    assert not listener.running


def test_a_server_that_does_not_answer_is_waited_for_once_and_tried_beside(
    there: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a cable was pulled: what waits is slow to be refused, and whoever comes next is refused at once."""
    hana, tried = there["Hà"], []
    line = server_of.line_of(hana._engine)
    with monkeypatch.context() as patched:
        patched.setattr(server_of, "SLOW", 0.0)
        patched.setattr(server_of, "_connect_to", lambda address: nobody_answers(tried))
        cut_off(there)
        for _ in range(3):
            refuses("server.gone", lambda: workflow.open_batch(hana, "L8"))
        refuses("server.gone", lambda: queries.ledger(hana))
        assert len(tried) == 1
        refuses("server.gone", lambda: line.connect(all_the_same=True))
        assert len(tried) == 2
    refuses("server.gone", lambda: workflow.open_batch(hana, "L8"))
    line.connect(all_the_same=True).close()  # as the listener does, which tries on
    workflow.open_batch(hana, "L8")
    with monkeypatch.context() as patched:
        patched.setattr(server_of, "_connect_to", lambda address: nobody_answers(tried))
        cut_off(there)
        for _ in range(3):  # quick to be refused: as where the server is being started anew
            refuses("server.gone", lambda: workflow.open_batch(hana, "L9"))
        assert len(tried) == 5
    workflow.open_batch(hana, "L9")


def nobody_answers(tried: list[int]) -> None:
    tried.append(1)
    raise Refusal("server.gone", server="x")


def cut_off(here: Station) -> None:
    server().run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{here.path.name}'")


@pytest.mark.skipif(ON_SERVER, reason="a file")
def test_with_a_file_nobody_listens(tmp_path: Path) -> None:
    with station(tmp_path) as here:
        assert here.admin.listen(lambda: None) is None
