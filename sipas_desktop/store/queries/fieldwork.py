"""Interviewers and what they have, the steps of a ballot, the members of the official list and what came of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import COUNTED, NOT_ISSUED, RETURNED, State
from sipas_desktop.domain.fieldwork import Outcome
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store import sample_lists as lists
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.field_steps import standing_step, steps_of
from sipas_desktop.store.personal import PERSONAL_OF_INTERVIEWER
from sipas_desktop.store.statements import Statement
from sipas_desktop.store.unlinked import are_gone
from sipas_desktop.store.workflow.dealing import linked_members
from sipas_desktop.store.workflow.permission import require

ANSWERED: Final = "answered"  # the ballot is back


@dataclass(frozen=True)
class Interviewer:
    """One interviewer of the list; at a station only code and area are known."""

    code: str
    name: str
    area: str
    phone: str
    note: str


@dataclass(frozen=True)
class FieldCounts:
    """The ballots of one interviewer (``code`` "": of nobody in particular) by state, and her members.

    A ballot is of whoever its last step names, and, where nothing was said of it, of whoever its member is assigned to.
    """

    code: str
    assigned: int = 0  # members of the official list
    to_issue: int = 0  # of these, who has not been issued a ballot
    states: dict[State, int] = field(default_factory=dict)  # of ballots that left the cupboard

    @property
    def issued(self) -> int:
        """All that left the cupboard: out + returned + refused + not met + undelivered + lost."""
        return sum(self.states.values())

    @property
    def returned(self) -> int:
        """Those that came back, valid or not."""
        return sum(count for state, count in self.states.items() if state in RETURNED)

    @property
    def valid(self) -> int:
        """Those that came back and count."""
        return sum(count for state, count in self.states.items() if state in COUNTED)

    @property
    def due(self) -> int:
        """What is still to be done: ballots to issue, ballots that are out, people who were not met yet."""
        return self.to_issue + self.at(State.OUT) + self.at(State.NOT_MET)

    def at(self, state: State) -> int:
        """How many are in ``state``."""
        return self.states.get(state, 0)


@dataclass(frozen=True)
class FieldStep:
    """One step of a ballot; ``stands``: it is the last one."""

    step: str  # issued | an outcome
    interviewer: str
    day: str
    at: str  # UTC, ISO 8601: when it was said
    operator: str
    stands: bool


@dataclass(frozen=True)
class MemberInField:
    """A member of the official list on the way. ``outcome`` is "" while nothing was said of her ballot."""

    id: str
    position: int
    name: str
    address: str
    unit: str
    interviewer: str  # who she is assigned to, "" for nobody
    serial: str  # "" while no ballot is linked
    outcome: str  # issued | answered | an outcome
    day: str
    not_met: int  # visits at which nobody was met


@dataclass(frozen=True)
class Replaceable:
    """A member in whose place the reserve is to come by the plan's rule.

    ``stratum_has`` and ``others_have``: whether the reserve of her own stratum, or of another one, has somebody left.
    """

    member: MemberInField
    stratum_has: bool
    others_have: bool


def interviewers(survey: OpenSurvey) -> list[Interviewer]:
    """The interviewers on the list, by code. Personal data: for who issues ballots."""
    require(survey, Verb.ISSUE)
    i = m.interviewer.c
    texts = [m.personal.alias(f"of_{name}") for name in PERSONAL_OF_INTERVIEWER]
    query = select(i.code, i.area, *(text.c.value for text in texts)).where(i.removed.is_(False)).order_by(i.code)
    for name, text in zip(PERSONAL_OF_INTERVIEWER, texts, strict=True):
        query = query.outerjoin(text, text.c.id == i[name])
    with survey.reading() as conn:
        rows = conn.execute(query).all()
    return [Interviewer(code, name or "", area, phone or "", note or "") for code, area, name, phone, note in rows]


def field_counts(survey: OpenSurvey, code: str | None = None) -> list[FieldCounts]:
    """The counts of each interviewer by code, or of the one with ``code``; of nobody in particular under "".

    Interviewers who were taken off the list are there while some ballot names them.
    """
    require(survey, Verb.ISSUE)
    with survey.reading() as conn:
        if code is None:
            return _of_everybody(conn)
        stepped = dict(_STEPPED_BY.rows(conn, interviewer=code) if code else _BY_NOBODY.rows(conn))
        members = dict((_KEPT_OF if are_gone(conn) else _MEMBERS_OF).rows(conn, interviewer=code))
        said = {serial for serial in members if serial and standing_step(conn, serial) is not None}
        return [_counted(code, stepped, members, said)]


_f, _a, _bal, _i = m.field_step.c, m.assignment.c, m.ballot.c, m.interviewer.c
_STEPPED_BY = Statement(
    select(_f.serial, _bal.state)
    .join(m.ballot, _bal.serial == _f.serial)
    .where(_f.interviewer == bindparam("interviewer"), _f.stands.is_(True))
)
_BY_NOBODY = Statement(
    select(_f.serial, _bal.state)
    .join(m.ballot, _bal.serial == _f.serial)
    .where(_f.interviewer.is_(None), _f.stands.is_(True))
)
_MEMBERS_OF = Statement(
    select(func.coalesce(m.link.c.serial, _a.member), _bal.state)
    .select_from(m.assignment)
    .outerjoin(m.link, m.link.c.member == _a.member)
    .outerjoin(m.ballot, _bal.serial == m.link.c.serial)
    .where(_a.interviewer == bindparam("interviewer"))
)
# Counted by the file itself, which lets the window's thread go on meanwhile; going through the rows here does not.
_STEPPED = Statement(
    select(_f.interviewer, _bal.state, func.count())
    .join(m.ballot, _bal.serial == _f.serial)
    .where(_f.stands.is_(True))
    .group_by(_f.interviewer, _bal.state)
)
_ASSIGNED = Statement(
    select(_a.interviewer, _bal.state, _f.serial.is_not(None), func.count())
    .select_from(m.assignment)
    .outerjoin(m.link, m.link.c.member == _a.member)
    .outerjoin(m.ballot, _bal.serial == m.link.c.serial)
    .outerjoin(m.field_step, (_f.serial == m.link.c.serial) & _f.stands.is_(True))
    .group_by(_a.interviewer, _bal.state, _f.serial.is_not(None))
)
# Once links are gone, ballots stand for the members whom they were for.
_KEPT_OF = Statement(
    select(m.unlinked.c.serial, _bal.state)
    .join(m.ballot, _bal.serial == m.unlinked.c.serial)
    .where(m.unlinked.c.interviewer == bindparam("interviewer"))
)
_KEPT = Statement(
    select(m.unlinked.c.interviewer, _bal.state, _f.serial.is_not(None), func.count())
    .select_from(m.unlinked)
    .join(m.ballot, _bal.serial == m.unlinked.c.serial)
    .outerjoin(m.field_step, (_f.serial == m.unlinked.c.serial) & _f.stands.is_(True))
    .where(m.unlinked.c.interviewer.is_not(None))
    .group_by(m.unlinked.c.interviewer, _bal.state, _f.serial.is_not(None))
)
_LISTED = Statement(select(_i.code).where(_i.removed.is_(False)))


def _of_everybody(conn: Connection) -> list[FieldCounts]:
    """As ``_counted`` says it of one."""
    states: dict[str, Counter[State]] = {code: Counter() for (code,) in _LISTED.rows(conn)}
    for code, state, ballots in _STEPPED.rows(conn):
        states.setdefault(code or "", Counter())[State(state)] += ballots
    assigned, waits = Counter[str](), Counter[str]()
    for code, state, said, members in (_KEPT if are_gone(conn) else _ASSIGNED).rows(conn):
        own = states.setdefault(code, Counter())
        assigned[code] += members
        if state is None or State(state) in NOT_ISSUED:
            waits[code] += members
        elif not said and State(state) in RETURNED:
            own[State(state)] += members
    return [FieldCounts(code, assigned[code], waits[code], dict(states[code])) for code in sorted(states)]


def _counted(code: str, stepped: Mapping[str, str], members: Mapping[str, str], said: Collection[str]) -> FieldCounts:
    """``stepped``: serial → state of ballots whose last step is hers; ``members``: the same of her members' ballots.

    ``said``: serials of which anything was said; of the others those that came back are hers as well.
    """
    waits = [serial for serial, state in members.items() if not state or State(state) in NOT_ISSUED]
    unsaid = [state for serial, state in members.items() if state and serial not in said and State(state) in RETURNED]
    states = Counter(map(State, [*stepped.values(), *unsaid]))
    return FieldCounts(code, len(members), len(waits), dict(states))


def field_steps(survey: OpenSurvey, serial: str) -> list[FieldStep]:
    """The steps of a ballot (12 digits) that were not taken back, as they came into this file."""
    require(survey, Verb.ISSUE)
    told = select(m.fact.c.at, m.opening.c.operator).join(m.opening, m.opening.c.session_no == m.fact.c.session_no)
    with survey.reading() as conn:
        last = standing_step(conn, serial)
        found = []
        for step in steps_of(conn, serial):
            at, operator = conn.execute(told.where(m.fact.c.seq == step.fact)).one()
            found.append(FieldStep(step.step, step.interviewer or "", step.day, at, operator, step == last))
    return found


def ballots_with(survey: OpenSurvey) -> dict[str, str]:
    """Serials of ballots that are on their way → the interviewer who has them."""
    require(survey, Verb.ISSUE)
    f, bal = m.field_step.c, m.ballot.c
    on_the_way = (State.OUT.value, State.NOT_MET.value)
    query = (
        select(f.serial, f.interviewer)
        .join(m.ballot, bal.serial == f.serial)
        .where(f.stands.is_(True), f.interviewer.is_not(None), bal.state.in_(on_the_way))
    )
    with survey.reading() as conn:
        return {row[0]: row[1] for row in conn.execute(query)}


def members_in_field(survey: OpenSurvey) -> list[MemberInField]:
    """The official list in its order, and how far each ballot is. Personal data, as the lists themselves."""
    require(survey, Verb.IMPORT_SAMPLE)
    with survey.reading() as conn:
        return [_member(row) for row in conn.execute(_in_field())]


def member_in_field(survey: OpenSurvey, position: int) -> MemberInField | None:
    """The member with this number; None where she is not on the official list now. Personal data, as the lists."""
    require(survey, Verb.IMPORT_SAMPLE)
    with survey.reading() as conn:
        row = conn.execute(_in_field().where(m.sample_member.c.position == position)).first()
    return None if row is None else _member(row)


def serial_of_member(survey: OpenSurvey, position: int) -> str | None:
    """The serial of the ballot that is linked to the member with this number; None where there is none."""
    require(survey, Verb.IMPORT_SAMPLE)
    s = m.sample_member.c
    query = (
        select(m.link.c.serial)
        .join(m.sample_member, s.id == m.link.c.member)
        .where(s.position == position, s.id.in_(linked_members()))
    )
    with survey.reading() as conn:
        serial: str | None = conn.execute(query).scalar()
        return serial


def replaceable(survey: OpenSurvey) -> list[Replaceable]:
    """Whom the reserve is to replace by the plan's rule, in the order of the list. Personal data, as the lists."""
    require(survey, Verb.DRAW_SAMPLE)
    rule = survey.plan.replacing
    with survey.reading() as conn:
        rows = conn.execute(_in_field().where(m.field_step.c.step.in_([*rule.after, Outcome.NOT_MET])))
        due = [each for each in map(_member, rows) if rule.is_due(each.outcome, each.not_met)]
        left = lists.reserve_left(conn, conn) if due else Counter()
        found = []
        for each in due:
            own = left[lists.stratum_of(conn, conn, each.id)]
            found.append(Replaceable(each, own > 0, left.total() > own))
        return found


def _in_field() -> Select[Any]:
    s, now, bal, f = m.sample_member.c, lists.standing(), m.ballot.c, m.field_step.c
    visit = m.field_step.alias("visit").c
    not_met = (
        select(func.count())
        .where(visit.serial == m.link.c.serial, visit.step == Outcome.NOT_MET.value, visit.withdrawn.is_(None))
        .correlate(m.link)
        .scalar_subquery()
    )
    return (
        select(
            s.id, s.position, s.name, s.address, s.unit, m.assignment.c.interviewer, m.link.c.serial, f.step, f.day,
            not_met, bal.state, bal.received_on,
        )
        .join(now, now.c.id == s.id)
        .outerjoin(m.link, (m.link.c.member == s.id) & s.id.in_(linked_members()))
        .outerjoin(m.ballot, bal.serial == m.link.c.serial)
        .outerjoin(m.field_step, (f.serial == bal.serial) & f.stands.is_(True))
        .outerjoin(m.assignment, m.assignment.c.member == s.id)
        .where(now.c.list == "official")
        .order_by(func.coalesce(now.c.stratum, -1), func.coalesce(now.c.place, 0), s.position)
    )  # fmt: skip


def _member(row: Any) -> MemberInField:
    own, position, name, address, unit, interviewer, serial, step, day, not_met, state, received_on = row
    back = state is not None and State(state) in RETURNED
    return MemberInField(
        own,
        position,
        name or "",
        address or "",
        unit or "",
        interviewer or "",
        serial or "",
        ANSWERED if back else step or "",
        (received_on if back else day) or "",
        not_met,
    )
