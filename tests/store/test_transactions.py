"""Many transactions at once: written in pieces, all of it or none; what is stopped or overtaken counts for nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.quota_cells import Count
from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys, migrations, queries, workflow
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.workflow import transactions as module
from tests.surveys import CHEAP, Station, drop_since, opened_station, station

ROWS = 4
NO_FILE = "0" * 64


class _Stopped(Exception):
    """As the window stops long work."""


@pytest.fixture(autouse=True)
def _few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROWS", ROWS)
    monkeypatch.setattr(module, "PAUSE_SECONDS", 0)


def counts(desk: Station, years: int, more: int = 0) -> list[Count]:
    unit = queries.catalogue(desk.admin, "unit")[0].code
    return [Count(unit, "", 2000 + number, number + more) for number in range(years)]


def kinds(desk: Station) -> list[str]:
    with desk.admin.reading() as conn:
        told = conn.exec_driver_sql("SELECT kind FROM fact WHERE kind LIKE 'transactions%' ORDER BY seq").scalars()
        return list(told)


def test_a_large_file_is_written_in_short_transactions_and_counts_with_the_last_one(
    desk: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_one: list[int] = []
    seen: list[int] = []
    append = Transaction.append

    def told(tx: Transaction, kind: FactKind, /, *args: Any, **said: Any) -> Any:
        in_one.append(len(said.get("entries", ())))
        return append(tx, kind, *args, **said)

    monkeypatch.setattr(Transaction, "append", told)
    wanted = counts(desk, 10)
    done = workflow.set_transactions(
        desk.admin, wanted, NO_FILE, progress=lambda _: seen.append(len(queries.transactions(desk.admin)))
    )
    assert (done.added, done.changed, done.unchanged) == (10, 0, 0)
    assert in_one == [4, 4, 2, 0]
    assert seen == [0, 0, 0]  # nobody sees a part of it
    assert queries.transactions(desk.admin) == wanted
    assert kinds(desk) == [*["transactions_set"] * 3, "transactions_imported"]
    again = workflow.set_transactions(desk.admin, wanted, NO_FILE)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 10)
    assert len(kinds(desk)) == 4
    changed = workflow.set_transactions(desk.admin, counts(desk, 12, 1), NO_FILE)
    assert (changed.added, changed.changed) == (2, 10)
    assert queries.transactions(desk.admin) == counts(desk, 12, 1)
    assert queries.check_survey(desk.admin).problems == ()


def test_what_fits_into_one_fact_is_one(desk: Station) -> None:
    workflow.set_transactions(desk.admin, counts(desk, ROWS), NO_FILE)
    workflow.set_transactions(desk.admin, counts(desk, ROWS, 3), NO_FILE)
    assert kinds(desk) == ["transactions_set"] * 2
    assert queries.transactions(desk.admin) == counts(desk, ROWS, 3)
    assert queries.check_survey(desk.admin).problems == ()


def test_stopped_in_the_middle_nothing_counts_and_it_is_simply_done_again(desk: Station) -> None:
    workflow.set_transactions(desk.admin, counts(desk, 2), NO_FILE)

    def stop(done: int) -> None:
        if done > ROWS:
            raise _Stopped

    new = [workflow.Entry("mới", "Thủ tục mới")]
    with pytest.raises(_Stopped):
        workflow.set_transactions(desk.admin, counts(desk, 10, 5), NO_FILE, new, stop)
    assert queries.transactions(desk.admin) == counts(desk, 2)
    assert "mới" not in {entry.code for entry in queries.catalogue(desk.admin, "procedure")}
    assert queries.check_survey(desk.admin).problems == ()
    workflow.set_transactions(desk.admin, counts(desk, 10, 5), NO_FILE, new)
    assert queries.transactions(desk.admin) == counts(desk, 10, 5)
    assert "mới" in {entry.code for entry in queries.catalogue(desk.admin, "procedure")}
    assert queries.check_survey(desk.admin).problems == ()


@pytest.mark.parametrize("others", [1, 9])
def test_who_was_overtaken_is_told_and_changes_nothing(desk: Station, others: int) -> None:
    def meanwhile(done: int) -> None:
        if done == ROWS:
            workflow.set_transactions(desk["Hà"], counts(desk, others, 100), NO_FILE)

    with pytest.raises(Refusal) as caught:
        workflow.set_transactions(desk.admin, counts(desk, 10), NO_FILE, progress=meanwhile)
    assert caught.value.code == "transactions.meanwhile"
    assert queries.transactions(desk.admin) == counts(desk, others, 100)
    assert queries.check_survey(desk.admin).problems == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"rows": 9},
        {"import": "0" * 32},
        {"import": "twice"},
        {"import": "the same again"},
        {"import": "while it ran"},
    ],
    ids=str,
)
def test_the_check_finds_an_import_that_could_not_have_ended_so(desk: Station, changed: dict[str, Any]) -> None:
    append, own = Transaction.append, Transaction.append

    def forged(tx: Transaction, kind: FactKind, /, *args: Any, **said: Any) -> Any:
        if kind != FactKind.TRANSACTIONS_IMPORTED:
            return append(tx, kind, *args, **said)
        match changed.get("import"):
            case "twice":
                append(tx, kind, **said)
            case "the same again":
                with tx._writer._lock:
                    last = tx.conn.exec_driver_sql("SELECT payload FROM fact ORDER BY seq DESC LIMIT 1").scalar()
                append(tx, FactKind.TRANSACTIONS_SET, **json.loads(str(last)))
            case "while it ran":
                entry = {"unit": "", "procedure": "", "year": 1999, "count": 1, "supersedes": None}
                append(tx, FactKind.TRANSACTIONS_SET, entries=[entry], sha256=NO_FILE)
            case _:
                said |= changed
        return append(tx, kind, *args, **said)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transaction, "append", forged)
        if changed.get("import") == "the same again":
            patch.setattr("sipas_desktop.store.on_registry._INSERT_TRANSACTIONS.run_many", lambda *_: None)
        workflow.set_transactions(desk.admin, counts(desk, 10), NO_FILE)
    assert Transaction.append is own
    assert not queries.check_survey(desk.admin).ok


def test_transactions_from_before_imports_are_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table of then held the newest counts only; what they replaced comes from the facts."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path) as desk:
        unit = queries.catalogue(desk.admin, "unit")[0].code
        workflow.set_transactions(desk.admin, [Count(unit, "", 2001, 5), Count(unit, "", 2002, 6)], NO_FILE)
        workflow.set_transactions(desk.admin, [Count(unit, "", 2001, 7)], NO_FILE)
        held = queries.transactions(desk.admin)
        with desk.admin.writing() as tx:
            conn = tx.conn
            for name in ("transactions", "transactions_import", "print_run"):
                conn.exec_driver_sql(f"DROP TABLE {name}")
            old = {name.split("(")[0].split()[2]: name for name in migrations.script("0001_initial.sql")}
            for name in ("transactions", "print_run"):
                conn.exec_driver_sql(old[name])
            drop_since(conn, 1, but={"transactions", "transactions_import", "print_run"})
            conn.exec_driver_sql(
                "INSERT INTO transactions VALUES (?, '', 2001, 7, 9), (?, '', 2002, 6, 8)", (unit, unit)
            )
            conn.exec_driver_sql("PRAGMA user_version = 1")
    now = opened_station(desk.path)
    assert queries.transactions(now.admin) == held
    assert queries.check_survey(now.admin).problems == ()
    now.close()
