"""Whether a ballot could have been settled after one keying, and whether its second could have been demanded.

The draw is made again and the keyer's errors are counted again: the replay knows what was known then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain.ballot import Move, is_legal
from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.keying_sample import SEED_BYTES, is_drawn, is_under_all
from sipas_desktop.domain.plan import Plan
from sipas_desktop.store import models as m
from sipas_desktop.store.away import away
from sipas_desktop.store.ballot_rows import find_ballot, keyers_on, keyings, settling_of
from sipas_desktop.store.on_sampled_keying import is_demanded, judged_of, seed_of
from sipas_desktop.store.queries.legality_of_merges import ILLEGAL, NOT_THIRD, at_station, unless
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement
from sipas_desktop.store.workflow.settling import single_says

Said = Mapping[str, Any]
Judge = Callable[[Fact, Said, str], str | None]
_SEED: Final = re.compile(rf"[0-9a-f]{{{2 * SEED_BYTES}}}")

_PRINTED = Statement(
    select(m.form.c.code)
    .join(m.print_run, m.print_run.c.form == m.form.c.sha256)
    .where(
        m.print_run.c.published.is_not(None), (m.print_run.c.purpose == "ballots") | (m.print_run.c.purpose == "labels")
    )
    .distinct()
)
_AT_STATION = Statement(
    select(m.opening.c.handout)
    .join(m.fact, m.fact.c.session_no == m.opening.c.session_no)
    .where(m.fact.c.seq == bindparam("seq"))
)


def judges(conn: Connection, plan: Plan) -> dict[str, Judge]:
    """Kind of fact → who judges it, in a survey of ``plan``."""
    return {
        FactKind.KEYING_SEEDED: lambda fact, said, operator: _seeded(conn, plan, said),
        FactKind.SECOND_DEMANDED: lambda *told: _demanded(conn, *told),
    }


def _seeded(conn: Connection, plan: Plan, said: Said) -> str | None:
    """Once, and before there is a ballot of a sampled form: nobody could choose by it what is drawn."""
    printed = any(plan.keying.is_sampled(code) for (code,) in _PRINTED.rows(conn))
    return unless(plan.keying.samples and not printed and seed_of(conn) is None and _SEED.fullmatch(said["seed"]))


def settled_singly(conn: Connection, plan: Plan, forms: Mapping[str, Form], fact: Fact, said: Said) -> str | None:
    """One complete keying of a sampled form, whose ballot is not drawn, by who errs little; and the fact says so."""
    serial, rule = fact.subject, plan.keying
    row, seed = find_ballot(conn, serial), seed_of(conn)
    if row is None or seed is None or at_station(conn) or not is_legal(row.state, Move.SETTLE_SINGLY):
        return ILLEGAL
    passes = keyings(conn, serial)
    form = forms[row.form]
    if passes.keys() != {1} or passes[1].completed is None or not rule.is_sampled(form.code):
        return ILLEGAL
    if is_demanded(conn, serial) or 2 in away(conn, serial):
        return ILLEGAL
    keyer = passes[1].operator
    judged = judged_of(conn, keyer)
    if is_drawn(seed[1], keyer, serial, rule.one_in) or is_under_all(rule, judged):
        return ILLEGAL
    due = single_says(form, rule, ref_of(conn, seed[0]), judged)
    return unless(said == due and _at_once(conn, fact, passes[1].completed))


def _at_once(conn: Connection, fact: Fact, completed: int) -> bool:
    """A ballot that had to wait for its second keying does not cease to when its keyer's errors become fewer.

    So the decision is made with the end of the keying; of one that arrived from a station, when it is merged.
    """
    before = f"{fact.session}:{fact.n - 1}"
    return ref_of(conn, completed) == before or _AT_STATION.scalar(conn, seq=completed) is not None


def _demanded(conn: Connection, fact: Fact, said: Said, operator: str) -> str | None:
    """Of a ballot that one keying of somebody else settled, in an open batch."""
    row = find_ballot(conn, fact.subject)
    if row is None or not is_legal(row.state, Move.DEMAND_SECOND) or row.batch_closed:
        return ILLEGAL
    if operator in keyers_on(conn, fact.subject):
        return NOT_THIRD
    settling = settling_of(conn, fact.subject)
    return unless(settling is not None and said["unsettles"] == ref_of(conn, settling))
