"""Every kind of fact, altered or taken away by somebody who has the key: what it says, and all of it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Connection

from sipas_desktop.domain.fact import FactKind, canonical, chain_hash
from sipas_desktop.domain.fact_verbs import VERBS
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store import models as m
from sipas_desktop.store.database import open_survey, open_with_key
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.workflow import handing_out, keying, permission
from tests.store.test_check_attack import CHECKER, SAMPLED, Whole, everything, links_destroyed, rows_of
from tests.surveys import CHEAP, PASSWORD, Station, sampled_plan, station

TO_ANYBODY: Final = {FactKind.SESSION_OPENED, FactKind.SURVEY_CREATED}  # written under no verb
Deed = tuple[Verb, FactKind]


@contextmanager
def watched(patch: pytest.MonkeyPatch) -> Iterator[set[Deed]]:
    """The pairs of a verb that the workflow acted under and a kind of fact that it appended meanwhile."""
    done: set[Deed] = set()
    under: list[Verb] = []
    refuse_unless, append = permission.refuse_unless, Transaction.append

    def asked(verb: Verb, *of: Any) -> None:
        refuse_unless(verb, *of)
        under.append(verb)

    def appended(tx: Transaction, kind: FactKind, /, *args: Any, **said: Any) -> Any:
        if under:  # else the survey is being made
            done.add((under[-1], kind))
        return append(tx, kind, *args, **said)

    for module in (permission, keying, handing_out):
        patch.setattr(module, "refuse_unless", asked)
    patch.setattr(Transaction, "append", appended)
    yield done


def restored_and_salvaged(desk: Station) -> str:
    """What ``everything`` leaves out; returns a head that was printed."""
    survey = desk.admin
    workflow.record_restored(survey, "bản sao.zip", "0" * 64, {"0" * 32: (1, "0" * 64)}, None)
    with open_survey(desk.path, "admin", PASSWORD) as put_together:
        workflow.record_salvaged(put_together, "hỏng.sipas", 9, 1, 0, {"0" * 32: 3}, None)
    links_destroyed(survey)
    workflow.change_password(survey, PASSWORD, PASSWORD)
    return workflow.record_head(survey, "package")


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Whole, set[Deed]]:
    """One survey in which there are facts of all kinds, and by which verbs they came."""
    with pytest.MonkeyPatch.context() as patch, watched(patch) as done:
        patch.setattr(keys, "COST", CHEAP)
        folder = tmp_path_factory.mktemp("facts")
        with station(folder, sampled_plan(folder / "plans", f'{SAMPLED}\nthird = "settles"', "hue-2024")) as desk:
            everything(desk)
            head = restored_and_salvaged(desk)
            assert queries.check_survey(desk.admin, head).problems == ()
            with desk.admin.reading() as conn:
                conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            return Whole(desk.path, desk.admin.file_key, head), done


@pytest.fixture
def whole(walked: tuple[Whole, set[Deed]]) -> Whole:
    """The survey alone."""
    return walked[0]


def found(path: Path, key: bytes, head: str | None = None) -> list[tuple[str, dict[str, str]]]:
    """What a check finds."""
    with open_with_key(path, key, CHECKER) as survey:
        return list(queries.check_survey(survey, head).problems)


def some_fact(conn: Connection, kind: FactKind) -> dict[str, Any]:
    """One of the kind, but for the newest of all: without that the file would only have a cut tail."""
    return random.choice([row for row in rows_of(conn, m.fact)[:-1] if row["kind"] == kind])


def otherwise(said: Any) -> Any:
    """``said`` with one of its values another."""
    if isinstance(said, dict) and said:
        name = random.choice(sorted(said))
        return said | {name: otherwise(said[name])}
    if isinstance(said, list) and said:
        place = random.randrange(len(said))
        return [*said[:place], otherwise(said[place]), *said[place + 1 :]]
    if isinstance(said, bool):
        return not said
    if isinstance(said, int):
        return said + 1
    return f"{said}x" if isinstance(said, str) else "x"  # where nothing was said, something is


@pytest.mark.parametrize("kind", FactKind)
def test_what_a_fact_of_each_kind_says_cannot_be_altered(whole: Whole, tmp_path: Path, kind: FactKind) -> None:
    with whole.altered(tmp_path) as (path, conn):
        row = some_fact(conn, kind)
        payload = canonical(otherwise(json.loads(row["payload"])))
        assert payload != row["payload"]
        conn.execute(m.fact.update().where(m.fact.c.seq == row["seq"]).values(payload=payload))
        session = dict(conn.execute(m.session.select()).all())[row["session_no"]]
    changed = [params["fact"] for code, params in found(path, whole.key) if code == "check.changed"]
    assert changed == [f"{session}:{row['n']}"], payload


@pytest.mark.parametrize("kind", FactKind)
def test_a_fact_of_each_kind_cannot_be_taken_away(whole: Whole, tmp_path: Path, kind: FactKind) -> None:
    with whole.altered(tmp_path) as (path, conn):
        row = some_fact(conn, kind)
        conn.execute(m.fact.delete().where(m.fact.c.seq == row["seq"]))
    assert {code for code, _ in found(path, whole.key)} & {"check.gap", "check.order", "check.no_facts"}, row


@pytest.mark.parametrize("kind", FactKind)
def test_a_fact_of_each_kind_hashed_anew_shows_against_a_printed_head(
    whole: Whole, tmp_path: Path, kind: FactKind
) -> None:
    """Whatever else gives it away, its session's head is not the one that was printed."""
    with whole.altered(tmp_path) as (path, conn):
        row = some_fact(conn, kind)
        _hash_anew(conn, row | {"payload": canonical(otherwise(json.loads(row["payload"])))})
    problems = found(path, whole.key, whole.head)
    assert not {"check.changed", "check.gap"} & {code for code, _ in problems}, "the chain itself must hold"
    assert {"check.head_tie", "check.head_unknown"} & {code for code, _ in problems}, row


def _hash_anew(conn: Connection, changed: dict[str, Any]) -> None:
    """The chain of a session from a changed fact on."""
    (session,) = conn.execute(m.session.select().where(m.session.c.no == changed["session_no"])).all()
    own = [row for row in rows_of(conn, m.fact) if row["session_no"] == changed["session_no"]]
    before = bytes(32)
    for row in sorted(own, key=lambda each: int(each["n"])):
        row = changed if row["n"] == changed["n"] else row
        said = (row["n"], row["kind"], row["subject"], row["at"], row["payload"])
        before = chain_hash(before, session.id, *said) if row["n"] >= changed["n"] else row["hash"]
        values = {"payload": row["payload"], "hash": before}
        conn.execute(m.fact.update().where(m.fact.c.seq == row["seq"]).values(values))


def test_every_fact_was_written_by_a_verb_that_the_check_asks_for(walked: tuple[Whole, set[Deed]]) -> None:
    """What the workflow acted under stands in the table by which facts are judged, and every kind was written."""
    done = walked[1]
    assert {kind for _, kind in done} | TO_ANYBODY == set(FactKind)
    assert {(verb, kind) for verb, kind in done if VERBS[kind] and verb not in VERBS[kind]} == set()
    assert {kind for kind in FactKind if not VERBS[kind]} == TO_ANYBODY
