"""Whether a ballot could have been sent back to a third clerk when a fact says so, and keyed by her."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from sipas_desktop.domain.ballot import Move, is_legal
from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.form import Form, Question
from sipas_desktop.domain.plan import Third
from sipas_desktop.store.ballot_rows import find_ballot, keyers_on, keyings
from sipas_desktop.store.discrepancies import discrepancies
from sipas_desktop.store.queries.legality_of_merges import ILLEGAL, NOT_THIRD, unless
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.rekeyings import askers_on, rekeying_of

Said = Mapping[str, Any]
Judge = Callable[[Fact, Said, str], str | None]


def judges(conn: Connection, forms: Mapping[str, Form], third: Third) -> dict[str, Judge]:
    """Who judges which kind of fact."""
    return {
        FactKind.REKEYING_ASKED: lambda fact, said, operator: _asked(conn, forms, third, fact, said, operator),
        FactKind.REKEYING_WITHDRAWN: lambda fact, said, operator: _withdrawn(conn, fact, said, operator),
    }


def _asked(
    conn: Connection, forms: Mapping[str, Form], third: Third, fact: Fact, said: Said, operator: str
) -> str | None:
    """By somebody who did not key it, just what is open, and once."""
    row = find_ballot(conn, fact.subject)
    if row is None or not is_legal(row.state, Move.ASK_REKEYING) or row.batch_closed:
        return ILLEGAL
    if operator in keyers_on(conn, fact.subject):
        return NOT_THIRD
    waiting = [each.question for each in discrepancies(conn, fact.subject, forms[row.form], third).open]
    return unless(said["questions"] == waiting and 3 not in keyings(conn, fact.subject))


def _withdrawn(conn: Connection, fact: Fact, said: Said, operator: str) -> str | None:
    """Before anybody has begun."""
    row, asked = find_ballot(conn, fact.subject), rekeying_of(conn, fact.subject)
    if row is None or asked is None or not is_legal(row.state, Move.WITHDRAW_REKEYING):
        return ILLEGAL
    if operator in keyers_on(conn, fact.subject):
        return NOT_THIRD
    return unless(ref_of(conn, asked.fact) == said["supersedes"])


def started(conn: Connection, fact: Fact, said: Said, operator: str) -> str | None:
    """A third pass names who asked for it, and is of nobody who ever did; no other pass names anybody."""
    if said["pass"] != 3:
        return unless("asked" not in said)
    asked = rekeying_of(conn, fact.subject)
    if asked is None or said.get("asked") != ref_of(conn, asked.fact):
        return ILLEGAL
    return NOT_THIRD if operator in askers_on(conn, fact.subject) else None


def of_those(conn: Connection, serial: str, form: Form) -> dict[str, Question]:
    """The questions of a third pass, by code."""
    asked = rekeying_of(conn, serial)
    codes = asked.questions if asked is not None else ()
    return {code: form.by_code[code] for code in codes}
