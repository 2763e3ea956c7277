"""Links between ballots and members of the sample: what still needs them, and what a ballot keeps when they are gone.

Once they are destroyed no row, no value and no fact says whose a ballot was. What figures and later checks need of it
stands in ``unlinked``: the stratum that its member was drawn from, whom she was assigned to, whether phúc tra could ask
her. That is of groups, and the fact says of how many ballots the group is small (``few_of``).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import COUNTED, RETURNED, State
from sipas_desktop.domain.fact import Fact, FactKind, canonical
from sipas_desktop.domain.fieldwork import Outcome
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.recheck import due
from sipas_desktop.domain.recheck_rule import RecheckChannel, Result
from sipas_desktop.store import models as m
from sipas_desktop.store.recheck_rows import asked_rows, can_be_asked, recheck_tallies, telephone
from sipas_desktop.store.sample_lists import reserve_left, standing, stratum_of
from sipas_desktop.store.statements import Statement

FEW: Final = 5  # ballots: whose group is smaller may be known by it
# Nobody knows yet what comes of these.
UNDECIDED: Final = (State.STOCK, State.OUT, State.NOT_MET)
COLUMNS: Final = ("serial", "draw", "stratum", "interviewer", "askable")
_u, _bal = m.unlinked.c, m.ballot.c
_ROWS = Statement(select(*(_u[name] for name in COLUMNS)).order_by(_u.serial))
_STATES = Statement(
    select(_bal.state, func.count())
    .select_from(m.link)
    .join(m.ballot, _bal.serial == m.link.c.serial)
    .join(m.print_run, m.print_run.c.id == _bal.run)
    .where(m.print_run.c.published.is_not(None))
    .group_by(_bal.state)
)
_LINKED = (
    select(m.link.c.serial, m.link.c.member, _bal.state, m.assignment.c.interviewer, m.sample_member.c.phone)
    .join(m.ballot, _bal.serial == m.link.c.serial)
    .join(m.print_run, m.print_run.c.id == _bal.run)
    .join(m.sample_member, m.sample_member.c.id == m.link.c.member)
    .outerjoin(m.assignment, m.assignment.c.member == m.link.c.member)
    .where(m.print_run.c.published.is_not(None))
    .order_by(m.link.c.serial)
)


@dataclass(frozen=True)
class Needed:
    """What still needs the links. The first five have to be done before they go; of the others the office says so."""

    waiting: int = 0  # drawn ballots of which nothing is known
    unclear: int = 0  # whose reply nobody has read
    due: int = 0  # what the plan's rules ask for after phúc tra
    undrawn: bool = False  # the plan has phúc tra, somebody could be asked, and nobody was drawn
    interrupted: int = 0  # print runs to go on with or to give up
    undecided: int = 0  # linked ballots in the cupboard, out, or not met
    unprinted: int = 0  # members of the official list without a ballot
    replaceable: int = 0  # members in whose place somebody of the reserve is to come

    @property
    def blocks(self) -> bool:
        """Whether phúc tra or a print run has to be brought to its end first."""
        return bool(self.waiting or self.unclear or self.due or self.undrawn or self.interrupted)

    @property
    def is_open(self) -> bool:
        """Whether fieldwork is open: somebody has to say that nothing comes of it any more."""
        return bool(self.undecided or self.unprinted or self.replaceable)


def links_in(conn: Connection) -> int:
    """How many ballots of published runs are linked."""
    return sum(_states(conn).values())


def _states(conn: Connection) -> dict[str, int]:
    """State → how many linked ballots are in it."""
    return dict(_STATES.rows(conn))


def needed(conn: Connection, plan: Plan) -> Needed:
    """What still needs the links."""
    waiting = unclear = asked_for = 0
    undrawn = False
    if rule := plan.recheck:
        asked = asked_rows(conn)
        waiting = sum(each.result is None for each in asked)
        unclear = sum(each.result is Result.UNCLEAR for each in asked)
        parts = recheck_tallies(conn, rule.channel, asked)
        asked_for = len(due(rule.rules, parts, asked))
        undrawn = not asked and any(part.askable for part in parts)
    states = Counter(_states(conn))
    now, own = standing(), select(m.link.c.member)
    without = (
        select(func.count())
        .select_from(now)
        .where(now.c.list == "official", now.c.id.not_in(own), now.c.id.not_in(select(m.erased.c.member)))
    )
    return Needed(
        waiting,
        unclear,
        asked_for,
        undrawn,
        _interrupted(conn),
        sum(states[state.value] for state in UNDECIDED),
        int(conn.execute(without).scalar() or 0),
        _replaceable(conn, plan),
    )


def _interrupted(conn: Connection) -> int:
    """Runs of ballots that were broken off: their file, which says whose each is, may still be made."""
    run = m.print_run.c
    waits = run.published.is_(None) | run.id.in_(select(m.unreleased.c.run))
    given_up = select(m.given_up.c.run)
    query = select(func.count()).where(run.purpose == "ballots", waits, run.id.not_in(given_up))
    return int(conn.execute(query).scalar() or 0)


def _replaceable(conn: Connection, plan: Plan) -> int:
    """Members who are due to be replaced by the plan's rule, as far as the reserve has somebody for them."""
    f, visit = m.field_step.c, m.field_step.alias("visit").c
    not_met = (
        select(func.count())
        .where(visit.serial == f.serial, visit.step == Outcome.NOT_MET.value, visit.withdrawn.is_(None))
        .correlate(m.field_step)
        .scalar_subquery()
    )
    rows = conn.execute(
        select(m.link.c.member, f.step, not_met)
        .join(m.link, m.link.c.serial == f.serial)
        .join(m.ballot, _bal.serial == f.serial)
        .where(
            f.stands.is_(True),
            f.step.in_([*plan.replacing.after, Outcome.NOT_MET.value]),
            _bal.state.not_in([state.value for state in RETURNED]),
            m.link.c.member.not_in(select(m.replacement.c.member)),
        )
    ).all()
    waiting = [member for member, step, visits in rows if plan.replacing.is_due(step, visits)]
    left = reserve_left(conn, conn) if waiting else Counter[Any]()
    return sum(1 for member in waiting if left[stratum_of(conn, conn, member)] > 0)


# -- what stays --------------------------------------------------------------------------------------------------------


def kept_of(conn: Connection, channel: RecheckChannel | None) -> list[dict[str, Any]]:
    """What every linked ballot keeps, in the order of serials; ``channel`` is that of the plan's phúc tra."""
    consenting = set(conn.execute(select(m.consent.c.member)).scalars())
    gone = set(conn.execute(select(m.erased.c.member)).scalars())
    strata = _strata(conn)
    counted = {state.value for state in COUNTED}
    rows = []
    for serial, member, state, interviewer, phone in conn.execute(_LINKED):
        draw, stratum = strata.get(member, (None, None))
        askable = (
            channel is not None
            and state in counted
            and member not in gone
            and can_be_asked(channel, member in consenting, telephone(phone))
        )
        row = (serial, draw, stratum, interviewer, int(askable))
        rows.append(dict(zip(COLUMNS, row, strict=True)))
    return rows


def _strata(conn: Connection) -> dict[str, tuple[str, int]]:
    """Member → draw and stratum, where figures may be weighted by strata: draws that count have more than one."""
    d, w = m.drawn.c, m.draw.c
    counts = (w.published.is_not(None), w.superseded.is_(None))
    payloads = conn.execute(select(m.fact.c.payload).join(m.draw, w.published == m.fact.c.seq).where(*counts))
    if sum(len(json.loads(payload)["strata"]) for payload in payloads.scalars()) < 2:
        return {}
    drawn = select(d.member, d.draw, d.stratum).join(m.draw, w.id == d.draw).where(*counts)
    return {member: (draw, stratum) for member, draw, stratum in conn.execute(drawn)}


def kept_in(conn: Connection) -> list[tuple[Any, ...]]:
    """What ballots kept, as the file holds it."""
    return [tuple(row) for row in _ROWS.rows(conn)]


def unlinked_sha256(rows: Iterable[tuple[Any, ...]]) -> str:
    """One hash over what ballots kept, ``rows`` in the order of serials."""
    return hashlib.sha256(canonical([list(row) for row in rows]).encode()).hexdigest()


def few_of(groups: Iterable[tuple[Any, ...]]) -> int:
    """Ballots whose group, of print run, stratum and interviewer, has fewer than ``FEW``."""
    return sum(count for count in Counter(groups).values() if count < FEW)


def words_to_go(conn: Connection) -> list[str]:
    """The personal values that say whose a ballot is: words of replies, dossiers of online answers."""
    f, o = m.fact.c, m.online_answer.c
    payloads = conn.execute(select(f.payload).where(f.kind == FactKind.RECHECK_ANSWERED.value)).scalars()
    replies = [text["ref"] for text in (json.loads(payload)["reply"] for payload in payloads) if text]
    return [*replies, *conn.execute(select(o.dossier).where(o.dossier.is_not(None))).scalars()]


def words_to_go_of(replies: Iterable[Fact], answers: Iterable[Fact]) -> list[str]:
    """The same of facts that lie elsewhere than in a survey's file."""
    said = [*(fact.said.get("reply") for fact in replies), *(fact.said.get("dossier") for fact in answers)]
    return [text["ref"] for text in said if text]


def goes(kind: str, said: Mapping[str, Any], ref: str) -> bool:
    """Whether the value ``ref`` of a fact is among ``words_to_go``."""
    part = {FactKind.RECHECK_ANSWERED: "reply", FactKind.ONLINE_ANSWERED: "dossier"}.get(FactKind(kind))
    return part is not None and ref == (said[part] or {}).get("ref")
