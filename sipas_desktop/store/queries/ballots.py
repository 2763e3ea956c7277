"""Where the ballots are: one by one, by batch, by print run, and the ledger over all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, Select, bindparam, select
from sqlalchemy.sql import func

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import COMPARED, COUNTED, IN_FIGURES, NOT_ISSUED, RETURNED, State, seen_by_keyer
from sipas_desktop.domain.online import COMMENT
from sipas_desktop.domain.print_style import PrintStyle
from sipas_desktop.domain.roles import Verb, only_keys
from sipas_desktop.store import models as m
from sipas_desktop.store import models_post as p
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.print_styles import logo_of, read_kept, style_of
from sipas_desktop.store.purposes import NOT_PRINTED, OF_PACKAGES, ONLINE
from sipas_desktop.store.workflow import receiving
from sipas_desktop.store.workflow.permission import require


@dataclass(frozen=True)
class BallotView:
    """One ballot. ``validity`` is "" until it is back, then "valid" or the reason why it is not.

    Whether a ballot differs or is settled nobody is told who only keys, or who keyed this one.
    """

    serial: str
    form: str  # code
    group: str
    unit: str
    wave: str
    state: State
    validity: str
    channel: str
    batch: str
    position: int | None
    photocopy: bool


@dataclass(frozen=True)
class BatchView:
    """One batch and how far its ballots are. Who only keys is told 0 in ``settled`` and ``differing``.

    Where ballots are sampled she is told 0 in ``second_keyed``, too: it would say how many were drawn.
    """

    code: str
    unit: str
    closed: bool
    ballots: int
    first_keyed: int  # first pass complete
    second_keyed: int  # both passes complete
    settled: int
    differing: int
    invalid: int
    single_keyed: int = 0  # of the settled, those after one keying
    of_box: bool = False  # the record of a ballot box names it: it is as large as that box is full


@dataclass(frozen=True)
class RunView:
    """One published print run. ``number`` counts them from 1 in the order in which they were published."""

    id: str
    number: int
    purpose: str  # ballots | labels
    group: str
    unit: str
    wave: str
    sector: str
    first_serial: str
    last_serial: str
    count: int
    at: str  # UTC, ISO 8601
    operator: str
    form: str  # sha256
    style: PrintStyle | None  # None: printed before there were styles, or labels
    boxes: str  # SHA-256 of the map of its boxes, "" where there is no style


@dataclass(frozen=True)
class Ledger:
    """All ballots at this moment: printed = stock + spoiled + issued; issued = out + returned + the rest.

    Labels for photocopies count as printed when one is stuck on a ballot that came back, not before.
    """

    states: dict[State, int]
    photocopies: int
    labels_left: int
    online: int = 0  # settled answers of online channels, which are on no paper and in no other number here
    comments: int = 0  # online answers that rate nothing, kept for their words; in no other number here
    reprinted: int = 0  # sheets that were printed again, each marked; no serial of their own
    brought: int = 0  # records of other offices' packages, in no other number here

    @property
    def printed(self) -> int:
        """Every serial that stands for a ballot."""
        return sum(self.states.values())

    @property
    def issued(self) -> int:
        """Ballots that left the cupboard, among them those found in a ballot box."""
        return sum(count for state, count in self.states.items() if state not in NOT_ISSUED)

    @property
    def returned(self) -> int:
        """Ballots that came back, valid or not."""
        return sum(count for state, count in self.states.items() if state in RETURNED)

    @property
    def valid(self) -> int:
        """Ballots that came back and count."""
        return sum(count for state, count in self.states.items() if state in COUNTED)

    @property
    def settled(self) -> int:
        """Ballots in the figures."""
        return sum(self.states[state] for state in IN_FIGURES)

    @property
    def single_keyed(self) -> int:
        """Of these, ballots that one keying settled under a sampling plan."""
        return self.states[State.SINGLE_KEYED]


def ledger(survey: OpenSurvey) -> Ledger:
    """The ledger over the whole survey."""
    bal, run = m.ballot.c, m.print_run.c
    # First by run, which is one scan of one covering index; then the few sums are put to their runs.
    kinds = (bal.state, bal.run, bal.reason)
    by_run = select(*kinds, func.count().label("count")).group_by(*kinds).subquery()
    query = (
        select(by_run.c.state, by_run.c.reason, run.purpose, by_run.c.count)
        .join(m.print_run, run.id == by_run.c.run)
        .where(run.published.is_not(None))
    )
    states = dict.fromkeys(State, 0)
    hidden, sampled = only_keys(survey.operator.roles), survey.plan.keying.samples
    photocopies = labels_left = online = comments = brought = 0
    with survey.reading() as conn:
        for held, reason, purpose, count in conn.execute(query):
            state = seen_by_keyer(State(held), sampled=sampled) if hidden else State(held)
            if purpose in OF_PACKAGES:
                brought += count
                continue
            if purpose == ONLINE:
                online += count if held == State.SETTLED else 0
                comments += count if reason == COMMENT else 0
                continue
            if purpose == "labels":
                if state == State.STOCK:
                    labels_left += count
                    continue
                photocopies += count
            states[state] += count
        reprinted = conn.execute(select(func.count()).select_from(m.reprint)).scalar() or 0
    return Ledger(states, photocopies, labels_left, online, comments, reprinted, brought)


def ballots(survey: OpenSurvey, batch: str | None = None) -> list[BallotView]:
    """Every ballot by serial, or those of one batch by their place in it."""
    bal = m.ballot.c
    query = (
        _views().order_by(bal.serial) if batch is None else _views().where(bal.batch == batch).order_by(bal.position)
    )
    operator = survey.operator
    hidden = only_keys(operator.roles)
    with survey.reading() as conn:
        own = set(conn.execute(_KEYED_BY, {"name": operator.name}).scalars())
        rows = conn.execute(query).mappings().all()
    return [_view(survey, row, hidden=hidden or row["serial"] in own) for row in rows]


def ballot(survey: OpenSurvey, serial: str) -> BallotView | None:
    """The ballot with ``serial`` (12 digits); None where the survey never printed it."""
    operator = survey.operator
    with survey.reading() as conn:
        row = conn.execute(_views().where(m.ballot.c.serial == serial)).mappings().first()
        own = conn.execute(_KEYED_BY.where(m.keying.c.serial == serial), {"name": operator.name}).first() is not None
    return _view(survey, row, hidden=own or only_keys(operator.roles)) if row else None


_KEYED_BY = select(m.keying.c.serial).where(m.keying.c.operator == bindparam("name"))


def _views() -> Select[Any]:
    bal, run, f = m.ballot.c, m.print_run.c, m.form.c
    return (
        select(m.ballot, f.code.label("form"), run.group, run.wave, m.batch.c.unit.label("batch_unit"))
        .join(m.print_run, run.id == bal.run)
        .join(m.form, f.sha256 == run.form)
        .outerjoin(m.batch, m.batch.c.code == bal.batch)
        .where(run.published.is_not(None), run.purpose.not_in(OF_PACKAGES))
    )


def _view(survey: OpenSurvey, row: RowMapping, *, hidden: bool) -> BallotView:
    state = State(row["state"])
    return BallotView(
        serial=row["serial"],
        form=row["form"],
        group=row["group"],
        unit=(None if hidden else row["settled_unit"]) or row["batch_unit"] or row["unit"] or "",
        wave=row["wave"] or "",
        state=seen_by_keyer(state, sampled=survey.plan.keying.samples) if hidden else state,
        validity=_validity(row["state"], row["reason"]),
        channel=row["channel"] or "",
        batch=row["batch"] or "",
        position=row["position"],
        photocopy=row["photocopy"],
    )


def _validity(state: str, reason: str | None) -> str:
    if State(state) not in RETURNED:
        return ""
    return reason or "valid"


def batches(survey: OpenSurvey) -> list[BatchView]:
    """All batches by code."""
    bal = m.ballot.c
    counts: dict[str, dict[str, int]] = {}
    with survey.reading() as conn:
        rows = conn.execute(select(m.batch).order_by(m.batch.c.code)).all()
        boxes = set(conn.execute(select(p.box_record.c.batch)).scalars())
        grouped = select(bal.batch, bal.state, func.count()).where(bal.batch.is_not(None))
        for batch, state, count in conn.execute(grouped.group_by(bal.batch, bal.state)):
            counts.setdefault(batch, {})[state] = count
    hidden = only_keys(survey.operator.roles)
    views = []
    for row in rows:
        own = counts.get(row.code, {})
        both = sum(own.get(state, 0) for state in COMPARED)
        one = (State.FIRST_KEYED, State.SECOND_KEYING, State.SINGLE_KEYED)
        first = sum(own.get(state, 0) for state in one) + both
        views.append(
            BatchView(
                code=row.code,
                unit=row.unit or "",
                closed=row.closed,
                ballots=sum(own.values()),
                first_keyed=first,
                second_keyed=0 if hidden and survey.plan.keying.samples else both,
                settled=0 if hidden else sum(own.get(state, 0) for state in IN_FIGURES),
                differing=0 if hidden else own.get(State.DIFFERING, 0),
                invalid=own.get(State.INVALID, 0),
                single_keyed=0 if hidden else own.get(State.SINGLE_KEYED, 0),
                of_box=row.code in boxes,
            )
        )
    return views


def batch_at_work(survey: OpenSurvey) -> str | None:
    """The open batch that the operator received a ballot into last; None where there is none."""
    bal, f = m.ballot.c, m.fact.c
    last = (
        select(bal.batch, func.max(bal.received).label("received"))
        .join(m.batch, m.batch.c.code == bal.batch)
        .where(m.batch.c.closed.is_(False))
        .group_by(bal.batch)
        .subquery()
    )
    query = (
        select(last.c.batch)
        .join(m.fact, f.seq == last.c.received)
        .join(m.opening, m.opening.c.session_no == f.session_no)
        .where(m.opening.c.operator == survey.operator.name)
        .order_by(last.c.received.desc())
    )
    with survey.reading() as conn:
        return conn.execute(query).scalars().first()


def runs(survey: OpenSurvey) -> list[RunView]:
    """The published print runs, the last one first."""
    run, f = m.print_run.c, m.fact.c
    query = (
        select(m.print_run, f.at, m.opening.c.operator, m.print_style.c.style, m.print_style.c.boxes)
        .join(m.fact, f.seq == run.published)
        .join(m.opening, m.opening.c.session_no == f.session_no)
        .outerjoin(m.print_style, m.print_style.c.run == run.id)
        .where(run.purpose.not_in(NOT_PRINTED))
        .order_by(run.published.desc())
    )
    number = survey.about.number
    with survey.reading() as conn:
        rows = conn.execute(query).mappings().all()
    return [
        RunView(
            id=row["id"],
            number=len(rows) - place,
            purpose=row["purpose"],
            group=row["group"],
            unit=row["unit"] or "",
            wave=row["wave"] or "",
            sector=row["sector"] or "",
            first_serial=serials.make(number, row["first"]),
            last_serial=serials.make(number, row["first"] + row["count"] - 1),
            count=row["count"],
            at=row["at"],
            operator=row["operator"],
            form=row["form"],
            style=read_kept(row["style"]),
            boxes=row["boxes"] or "",
        )
        for place, row in enumerate(rows)
    ]


def logo(survey: OpenSurvey) -> bytes | None:
    """The PNG that came with the survey's plan for the head of its ballots; None where there is none."""
    with survey.reading() as conn:
        return logo_of(conn)


def next_label(survey: OpenSurvey) -> str | None:
    """The first printed label that is not stuck on a ballot yet."""
    with survey.reading() as conn:
        return receiving.next_label(conn)


@dataclass(frozen=True)
class Sheet:
    """What a reprint needs to know of one ballot; ``name`` and ``address`` are empty where it is not linked."""

    serial: str
    form: str  # sha256
    style: PrintStyle
    name: str = ""
    address: str = ""
    unit: str = ""
    procedure: str = ""
    of_unit: str = ""  # code of the unit that a ballot for nobody was printed for


def sheets(survey: OpenSurvey, wanted: Sequence[str]) -> list[Sheet]:
    """The ballots ``wanted`` (serials) as they are printed, with whom a linked one is for."""
    require(survey, Verb.PRINT_BALLOTS)
    s = m.sample_member.c
    query = (
        select(
            m.ballot.c.serial,
            m.print_run.c.form,
            s.name,
            s.address,
            s.unit,
            s.procedure,
            m.print_run.c.unit.label("of_unit"),
        )
        .join(m.print_run, m.print_run.c.id == m.ballot.c.run)
        .outerjoin(m.link, m.link.c.serial == m.ballot.c.serial)
        .outerjoin(m.sample_member, s.id == m.link.c.member)
        .where(m.print_run.c.published.is_not(None))
    )
    found = []
    with survey.reading() as conn:
        for serial in wanted:
            row = conn.execute(query.where(m.ballot.c.serial == serial)).one()
            about = (part or "" for part in row[2:])
            found.append(Sheet(row.serial, row.form, style_of(conn, serial), *about))
    return found
