"""Whether a fact of fieldwork could have happened: interviewers, assignments, steps of ballots, ballots thrown out."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain.ballot import Move, is_legal
from sipas_desktop.domain.fact import Fact, FactKind, day_of
from sipas_desktop.domain.fieldwork import ISSUED, MOVE_OF, SPOILED, Outcome
from sipas_desktop.domain.plan import Plan
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import BallotRow, find_ballot
from sipas_desktop.store.field_steps import standing_step
from sipas_desktop.store.on_fieldwork import INTERVIEWER_FACT
from sipas_desktop.store.personal import PERSONAL_OF_INTERVIEWER
from sipas_desktop.store.purposes import NOT_PRINTED
from sipas_desktop.store.queries.legality_of_merges import ILLEGAL, is_away, unless
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.sample_lists import official_members, sample_stands_at
from sipas_desktop.store.statements import Statement

Said = Mapping[str, Any]
Judge = Callable[[Fact, Said, str], str | None]

_OF_INTERVIEWER: Final = {"code", "area", *PERSONAL_OF_INTERVIEWER}
_HANDED_OUT = Statement(select(m.handout.c.id).where(m.handout.c.fact == bindparam("fact")))
_ASSIGNED_BY = Statement(select(m.assignment.c.fact).where(m.assignment.c.member == bindparam("member")))


def judges(conn: Connection, source: Connection, plan: Plan) -> dict[str, Judge]:
    """Kind → what judges its facts before they are projected into the replay ``conn``.

    ``source`` is the file that is checked, which has the list of members.
    """
    officials = _Officials(conn, source)
    return {
        FactKind.INTERVIEWERS_SET: lambda fact, said, operator: unless(_interviewers(conn, said)),
        FactKind.MEMBERS_ASSIGNED: lambda fact, said, operator: unless(_assigned(conn, officials, said)),
        FactKind.BALLOT_ISSUED: lambda fact, said, operator: unless(
            _by_channel(plan, said) and _stepped(conn, fact, said, ISSUED)
        ),
        FactKind.OUTCOME_SET: lambda fact, said, operator: unless(
            said["outcome"] in set(Outcome) and _stepped(conn, fact, said, said["outcome"])
        ),
        FactKind.STEP_WITHDRAWN: lambda fact, said, operator: unless(_withdrawn(conn, fact, said)),
        FactKind.BALLOT_SPOILED: lambda fact, said, operator: unless(
            (row := _paper(conn, fact)) is not None and is_legal(row.state, MOVE_OF[SPOILED])
        ),
        FactKind.BALLOT_VOIDED: lambda fact, said, operator: _voided(conn, plan, fact, said),
    }


def _by_channel(plan: Plan, said: Said) -> bool:
    """By a channel of the plan that paper goes by, where the fact says one, and then to no interviewer."""
    if "channel" not in said:
        return True
    channel = plan.channel(said["channel"])
    return channel is not None and channel.paper and said["interviewer"] is None


def _interviewers(conn: Connection, said: Said) -> bool:
    """Each is named once, by the fact that spoke of her before; who is removed was there."""
    entries, removed = said["entries"], said["removed"]
    codes = [entry["code"] for entry in entries] + removed
    known = {code: row for code in codes if (row := INTERVIEWER_FACT.first(conn, code=code)) is not None}
    named = {code: ref_of(conn, fact) for code, (fact, _) in known.items()} == said["supersedes"]
    once = bool(codes) and len(set(codes)) == len(codes)
    there = all(code in known and not known[code][1] for code in removed)
    return named and once and there and all(map(_is_interviewer, entries))


def _is_interviewer(entry: Said) -> bool:
    texts = all(type(entry[name]) is str for name in ("code", "area"))
    return entry.keys() == _OF_INTERVIEWER and texts and bool(entry["code"]) and entry["name"] is not None


def _is_on_list(conn: Connection, code: str | None) -> bool:
    row = None if code is None else INTERVIEWER_FACT.first(conn, code=code)
    return code is None or (row is not None and not row[1])


class _Officials:
    """The official list, read anew only when it may have changed: an assignment asks of everybody on it."""

    def __init__(self, conn: Connection, source: Connection) -> None:
        self._conn, self._source = conn, source
        self._at: tuple[int, ...] = ()
        self._members: frozenset[str] = frozenset()

    def members(self) -> frozenset[str]:
        """Their random ids."""
        at = sample_stands_at(self._conn)
        if at != self._at:
            self._at, self._members = at, official_members(self._source, self._conn)
        return self._members


def _assigned(conn: Connection, officials: _Officials, said: Said) -> bool:
    """Members of the official list, each once, by the facts that assigned them before."""
    members = said["members"]
    if not members or len(set(members)) != len(members) or not _is_on_list(conn, said["interviewer"]):
        return False
    facts = {fact for member in members if (fact := _ASSIGNED_BY.scalar(conn, member=member)) is not None}
    named = sorted(ref_of(conn, fact) for fact in facts) == said["supersedes"]
    return named and officials.members().issuperset(members)


def _paper(conn: Connection, fact: Fact) -> BallotRow | None:
    """The ballot, unless it is a label or no paper at all, or is at a station."""
    row = find_ballot(conn, fact.subject)
    return row if row is not None and row.printed_as == "ballots" and not is_away(conn, row.serial) else None


def _stepped(conn: Connection, fact: Fact, said: Said, step: str) -> bool:
    row = _paper(conn, fact)
    if row is None or not is_legal(row.state, MOVE_OF[step]):
        return False
    last = standing_step(conn, fact.subject)
    named = (None if last is None else ref_of(conn, last.fact)) == said["supersedes"]
    day = said["day"]
    dated = datetime.date.fromisoformat(day).isoformat() == day <= day_of(fact.at)
    # Whoever had the ballot may report of it although she was taken off the list meanwhile.
    hers = last is not None and last.interviewer == said["interviewer"] and step != ISSUED
    return named and dated and (hers or _is_on_list(conn, said["interviewer"]))


def _withdrawn(conn: Connection, fact: Fact, said: Said) -> bool:
    row, last = _paper(conn, fact), standing_step(conn, fact.subject)
    if row is None or last is None or not is_legal(row.state, Move.WITHDRAW_STEP):
        return False
    at_office = _HANDED_OUT.first(conn, fact=last.fact) is not None  # what a station was told is not its to take back
    return not at_office and ref_of(conn, last.fact) == said["supersedes"]


def _voided(conn: Connection, plan: Plan, fact: Fact, said: Said) -> str | None:
    row = find_ballot(conn, fact.subject)
    if row is None or row.judged is None or row.printed_as in NOT_PRINTED or not is_legal(row.state, Move.VOID):
        return ILLEGAL
    named = (row.reason, ref_of(conn, row.judged)) == (said["before"], said["supersedes"])
    return unless(named and plan.reason(said["reason"]) is not None and not is_away(conn, row.serial))


def as_handed_out(conn: Connection, said: Said) -> bool:
    """Whether a hand-out tells the station of the interviewers and the steps that are known here."""
    i = m.interviewer.c
    people = conn.execute(select(i.code, i.area).where(i.removed.is_(False)).order_by(i.code)).all()
    if "interviewers" not in said and "steps" not in said:
        return True  # from before there was such a thing
    due = []
    for serial, *_ in said["ballots"]:
        if (last := standing_step(conn, serial)) is not None:
            due.append([serial, last.step, last.interviewer, last.day])
    return bool(due == said["steps"] and [list(row) for row in people] == said["interviewers"])
