"""Whether links could have been destroyed then, and that nothing that needs them is said afterwards.

Whose a ballot was the file does not know any more, so what is asked of that moment is what serials and states tell:
that phúc tra waited for nobody, that no print run was broken off, how many ballots nobody had decided on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.plan import Identity, Plan
from sipas_desktop.domain.recheck_rule import Consequence, Result
from sipas_desktop.store import models as m
from sipas_desktop.store.links import UNDECIDED, few_of, kept_in
from sipas_desktop.store.queries.legality_of_merges import ILLEGAL, unless
from sipas_desktop.store.statements import Statement
from sipas_desktop.store.unlinked import ENDED

Said = Mapping[str, Any]
Judge = Callable[[Fact, Said, str], str | None]

_DESTROYED = Statement(select(m.unlinking.c.fact).limit(1))
_STATES = Statement(select(m.ballot.c.serial, m.ballot.c.state, m.ballot.c.run))
_ASKED = Statement(select(m.recheck.c.result, m.ballot.c.state).join(m.ballot, m.ballot.c.serial == m.recheck.c.serial))
_UNRELEASED = Statement(
    select(m.unreleased.c.run)
    .join(m.print_run, m.print_run.c.id == m.unreleased.c.run)
    .where(m.print_run.c.purpose == "ballots")
)
_PRINTED = Statement(
    select(m.printed_head.c.fact).where(m.printed_head.c.head == bindparam("head"), m.printed_head.c.on == "unlink")
)
_CODES = Statement(select(m.interviewer.c.code))
_DRAWS = Statement(select(m.drawn.c.draw, m.drawn.c.stratum).distinct())


def until_destroyed(judges: Mapping[str, Judge], conn: Connection, source: Connection, plan: Plan) -> dict[str, Judge]:
    """``judges``, and one of the end of links, after which none lets a fact pass that needs them."""

    def ending(kind: str, judge: Judge | None) -> Judge:
        def judged(fact: Fact, said: Said, operator: str) -> str | None:
            needs = kind != FactKind.BALLOTS_PRINTED or bool(said["linked"])
            if needs and _DESTROYED.first(conn) is not None:
                return ILLEGAL
            return judge(fact, said, operator) if judge else None

        return judged

    own = {**judges, FactKind.LINKS_DESTROYED: lambda fact, said, operator: unless(_over(conn, source, plan, said))}
    kinds = map(str, (*ENDED, FactKind.BALLOTS_PRINTED, FactKind.LINKS_DESTROYED))
    return {**own, **{kind: ending(kind, own.get(kind)) for kind in kinds}}


def _over(conn: Connection, source: Connection, plan: Plan, said: Said) -> bool:
    """``source`` is the file that is checked, which holds what ballots kept; ``conn`` is the replay."""
    kept = kept_in(source)
    held = {serial: (state, run) for serial, state, run in _STATES.rows(conn)}
    if plan.identity is not Identity.LINKED or not kept or any(row[0] not in held for row in kept):
        return False
    undecided = sum(held[row[0]][0] in UNDECIDED for row in kept)
    codes = {code for (code,) in _CODES.rows(conn)}
    strata = set(_DRAWS.rows(conn))
    groups = [(held[serial][1], draw, stratum, interviewer) for serial, draw, stratum, interviewer, _ in kept]
    known = all(
        (draw is None) == (stratum is None)
        and (draw is None or (draw, stratum) in strata)
        and (interviewer is None or interviewer in codes)
        and askable in (0, 1)
        for _, draw, stratum, interviewer, askable in kept
    )
    return (
        known
        and (len(kept), undecided, few_of(groups)) == (said["links"], said["undecided"], said["few"])
        and _PRINTED.first(conn, head=said["head"]) is not None
        and not _UNRELEASED.rows(conn)
        and _is_answered(conn, plan)
    )


def _is_answered(conn: Connection, plan: Plan) -> bool:
    """Whether something is known of every ballot of phúc tra, and those that failed are void where the plan says so."""
    voids = plan.recheck is not None and any(rule.then is Consequence.VOID for rule in plan.recheck.rules)
    return all(
        result is not None
        and result != Result.UNCLEAR
        and not (voids and result == Result.FAILED and state != State.VOIDED)
        for result, state in _ASKED.rows(conn)
    )
