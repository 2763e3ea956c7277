"""Handing ballots out to a station without network: what it needs to key them, and the mark that they are there.

A hand-out is a session of its own with two facts: who opened it and saw which heads, and all that the station gets.
The same two facts begin the station's file, so the chains are whole on both sides.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select
from sqlalchemy.sql import func

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import Move, State, is_legal
from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.batch_rows import refuse_claimed
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.form_rows import versions
from sipas_desktop.store.on_handout import BALLOT, STEP, state_at_station
from sipas_desktop.store.station_file import write_station_file
from sipas_desktop.store.workflow.permission import acting, refuse_unless, require, roles_of

# In which states a pass may be handed out. Where the first pass is open here, the second is nobody's yet.
_FOR_FIRST = (State.VALID, State.FIRST_ELSEWHERE)
_FOR_SECOND = (State.VALID, State.FIRST_KEYING, State.FIRST_KEYED)


@dataclass(frozen=True)
class HandedOut:
    """A hand-out. ``skipped`` counts the ballots of its batches in which there is nothing to do for its passes."""

    id: str
    number: int
    ballots: int
    skipped: int


@dataclass(frozen=True)
class _Chosen:
    """What is handed out, looked up while the newest fact was ``newest``."""

    newest: int
    said: Mapping[str, Any]
    ballots: int
    skipped: int


_NEWEST = select(func.max(m.fact.c.seq))


def hand_out(
    survey: OpenSurvey,
    *,
    batches: Sequence[str] = (),
    serials_from: str | None = None,
    serials_to: str | None = None,
    passes: Collection[int] = (1, 2),
    operators: Sequence[str] | None = None,
    name: str = "",
) -> HandedOut:
    """Hand out ``passes`` of the ballots in ``batches``, and those from one serial to another that are not back yet.

    From now on they are keyed there. ``operators`` (default: all) may sign in at the station. Raises ``Refusal`` for an
    unknown batch or operator, and where nothing is left to key.
    """
    require(survey, Verb.HAND_OUT)
    wanted = tuple(sorted(set(passes)))
    if not wanted or not set(wanted) <= {1, 2}:
        raise Refusal("handout.passes")
    span = _span(survey, serials_from, serials_to)
    if span and 1 not in wanted:
        raise Refusal("handout.first_too")
    codes = [normalise(code) for code in batches]

    def refuse_in_hand(conn: Connection) -> None:
        for code in codes:
            for number in wanted:
                refuse_claimed(conn, code, number, "")

    def look(conn: Connection) -> _Chosen:
        people = _operators(conn, operators, survey.operator.name)
        _refuse_unknown(conn, codes)
        refuse_in_hand(conn)
        ballots, skipped = _ballots(conn, codes, span, wanted)
        if not ballots:
            raise Refusal("handout.nothing")
        said = {"operators": people, **_survey(conn), **_said_of(conn, ballots)}
        return _Chosen(conn.execute(_NEWEST).scalar() or 0, said, len(ballots), skipped)

    with survey.reading() as conn:
        chosen = look(conn)
    with survey.another_session() as tx:
        refuse_unless(Verb.HAND_OUT, tx.operator, roles_of(tx.conn, tx.operator))
        if (tx.conn.execute(_NEWEST).scalar() or 0) != chosen.newest:
            chosen = look(tx.conn)  # somebody wrote meanwhile; else nobody has to wait for the looking
        else:
            refuse_in_hand(tx.conn)  # several write at once on a server: a claim may be older than the newest fact seen
        number = (tx.conn.execute(select(func.max(m.handout.c.number))).scalar() or 0) + 1
        handout = secrets.token_hex(16)
        tx.append(
            FactKind.HANDED_OUT,
            handout=handout,
            number=number,
            name=normalise(name),
            passes=list(wanted),
            **chosen.said,
        )
    return HandedOut(handout, number, chosen.ballots, chosen.skipped)


def write_station(survey: OpenSurvey, handout: str, target: Path) -> int:
    """Write the file of the hand-out's station to ``target``, and its key file beside; returns the station's number.

    The fact says all that the station gets, so a lost file is made again from it. Raises ``Refusal`` where the hand-out
    is unknown or was taken back, or somebody in it has no password here.
    """
    require(survey, Verb.HAND_OUT)
    with survey.reading() as conn:
        row = conn.execute(select(m.handout).where(m.handout.c.id == handout)).first()
        if row is None:
            raise Refusal("handout.unknown", number="")
        if row.taken_back is not None:
            raise Refusal("handout.taken_back", number=row.number)
        facts = session_facts(conn, row.fact)
        said = facts[1].said
        wanted = (said["plan"], *said["forms"].values(), *said["older"])
        held = conn.execute(select(m.document).where(m.document.c.sha256.in_(wanted)))
        documents = [dict(each) for each in held.mappings()]
    key = survey.share_keys(target, [each["name"] for each in said["operators"]])
    write_station_file(target, key, facts, documents)
    return int(row.number)


def take_back(survey: OpenSurvey, number: int, reason: str) -> None:
    """Key the hand-out's ballots here after all, for instance because the station's computer is lost.

    What the station brings all the same is merged as usual; where both keyed it is a conflict. Raises ``Refusal``
    without a reason, for an unknown number, and where it was taken back before.
    """
    if not reason.strip():
        raise Refusal("handout.reason")
    with acting(survey, Verb.TAKE_BACK) as tx:
        row = tx.conn.execute(
            select(m.handout).where(m.handout.c.number == number).order_by(m.handout.c.fact.desc())
        ).first()
        if row is None:
            raise Refusal("handout.unknown", number=number)
        if row.taken_back is not None:
            raise Refusal("handout.taken_back", number=number)
        tx.append(
            FactKind.HANDOUT_TAKEN_BACK,
            handout=row.id,
            supersedes=tx.fact(row.fact).ref,
            reason=tx.personal(reason.strip()),
        )


def session_facts(conn: Connection, seq: int) -> list[Fact]:
    """All facts of the session to which the fact ``seq`` belongs."""
    own = select(m.fact.c.session_no).where(m.fact.c.seq == seq).scalar_subquery()
    rows = conn.execute(
        select(m.fact, m.session.c.id)
        .join(m.session, m.session.c.no == m.fact.c.session_no)
        .where(m.fact.c.session_no == own)
        .order_by(m.fact.c.n)
    )
    return [Fact(row.seq, row.id, row.n, row.kind, row.subject, row.at, row.payload, row.hash) for row in rows]


def _span(survey: OpenSurvey, first: str | None, last: str | None) -> tuple[str, str] | None:
    if first is None and last is None:
        return None
    number = survey.about.number
    low, high = (serials.read(each or other or "", number) for each, other in ((first, last), (last, first)))
    return min(low, high), max(low, high)


def _operators(conn: Connection, names: Sequence[str] | None, acting: str) -> list[dict[str, Any]]:
    """The acting operator travels too: her slot opens the return when it comes home."""
    rows = conn.execute(select(m.operator).order_by(m.operator.c.name))
    held = {row.name: row.roles.split() for row in rows if row.roles}
    for name in names or ():
        if name not in held:
            raise Refusal("operators.not_listed", name=name)
    chosen = held if names is None else {name: held[name] for name in sorted({*names, acting})}
    return [{"name": name, "roles": roles} for name, roles in chosen.items()]


def _refuse_unknown(conn: Connection, codes: Sequence[str]) -> None:
    known = set(conn.execute(select(m.batch.c.code)).scalars())
    for code in codes:
        if code not in known:
            raise Refusal("receive.no_batch", batch=code)


def _ballots(
    conn: Connection, codes: Sequence[str], span: tuple[str, str] | None, passes: tuple[int, ...]
) -> tuple[list[dict[str, Any]], int]:
    bal = m.ballot.c
    inside: ColumnElement[bool] = bal.batch.in_(codes)
    if span:
        # Of ballots that came back, the batches say which travel.
        inside = or_(inside, bal.serial.between(*span) & bal.received.is_(None))
    rows = conn.execute(
        select(m.ballot)
        .join(m.print_run, m.print_run.c.id == bal.run)
        .where(m.print_run.c.published.is_not(None), inside)
        .order_by(bal.batch, bal.position, bal.serial)
    ).mappings()
    k = m.keying.c
    keyed: dict[str, dict[int, str]] = {}
    found = conn.execute(
        select(k.serial, k["pass"], k.operator).join(m.ballot, bal.serial == k.serial).where(inside, k.aside.is_(None))
    )
    for serial, number, keyer in found:
        keyed.setdefault(serial, {})[number] = keyer
    gone = {
        (serial, number)
        for serial, number in conn.execute(
            select(m.away.c.serial, m.away.c["pass"]).join(m.ballot, bal.serial == m.away.c.serial).where(inside)
        )
    }
    chosen, skipped = [], 0
    for row in rows:
        state, own = State(row["state"]), keyed.get(row["serial"], {})
        free = all((row["serial"], number) not in gone and number not in own for number in passes)
        if free and _can_travel(state, passes):
            keyer = own.get(1) if passes == (2,) else None
            chosen.append({**row, "state": state_at_station(state, passes).value, "keyer": keyer})
        else:
            skipped += 1
    return chosen, skipped


def _can_travel(state: State, passes: tuple[int, ...]) -> bool:
    if is_legal(state, Move.RECEIVE):
        return 1 in passes
    return all(state in (_FOR_FIRST if number == 1 else _FOR_SECOND) for number in passes)


def _survey(conn: Connection) -> dict[str, Any]:
    s = m.survey.c
    row = conn.execute(select(s.id, s.number, s.title, s.plan)).one()
    c = m.catalogue.c
    catalogue: dict[str, list[list[str]]] = {}
    for kind, code, name in conn.execute(select(c.kind, c.code, c.name).order_by(c.kind, c.position)):
        catalogue.setdefault(kind, []).append([code, name])
    about = {"id": row.id, "number": row.number, "title": row.title}
    return {"survey": about, "plan": row.plan, **versions(conn), "catalogue": catalogue}


def _said_of(conn: Connection, chosen: Sequence[dict[str, Any]]) -> dict[str, Any]:
    used = sorted({ballot["run"] for ballot in chosen})
    out = select(*(m.field_step.c[name] for name in STEP)).where(m.field_step.c.stands.is_(True))
    steps = {row.serial: list(row) for row in conn.execute(out)}
    people = select(m.interviewer.c.code, m.interviewer.c.area).where(m.interviewer.c.removed.is_(False))
    codes = sorted({ballot["batch"] for ballot in chosen if ballot["batch"] is not None})
    held = {row["id"]: dict(row) for row in conn.execute(select(m.print_run)).mappings()}
    units = {row.code: row.unit for row in conn.execute(select(m.batch.c.code, m.batch.c.unit))}
    runs = [{key: value for key, value in held[run].items() if key != "published"} for run in used]
    place = {run: number for number, run in enumerate(used)}
    ballots = [[place[ballot["run"]] if name == "run" else ballot[name] for name in BALLOT] for ballot in chosen]
    return {
        "runs": runs,
        "batches": [{"code": code, "unit": units[code]} for code in codes],
        "ballots": ballots,
        "interviewers": [list(row) for row in conn.execute(people.order_by(m.interviewer.c.code))],
        "steps": [steps[ballot["serial"]] for ballot in chosen if ballot["serial"] in steps],
    }
