"""Who gets a ballot of a run, and which serial: dealt at random, and laid down before anything is printed.

The deal is durable before the file is written, so that a run that was interrupted is printed again to the same file.
Nobody sees it: a ballot and its link count from the fact that publishes their run on.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Select, delete, insert, select
from sqlalchemy.sql import func

from sipas_desktop.domain.fact import canonical, commitment
from sipas_desktop.domain.plan import Sector
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.projection import ballot_rows
from sipas_desktop.store.sample_lists import standing
from sipas_desktop.store.workflow.bulk import ROWS, insert_rows


@dataclass(frozen=True)
class Recipient:
    """Whom a linked ballot is for, as it is printed."""

    member: str
    name: str
    address: str
    unit: str
    procedure: str
    interviewer: str = ""  # the code of who brings it


def units_by_code(survey: OpenSurvey) -> dict[str, str]:
    """Code → name."""
    c = m.catalogue.c
    with survey.reading() as conn:
        rows = conn.execute(select(c.code, c.name).where(c.kind == "unit").order_by(c.position))
        return {row.code: row.name for row in rows}


def without_ballot(
    survey: OpenSurvey, unit: str | None, sector: Sector | None, but: Sequence[str] = ()
) -> list[Recipient]:
    """The official members without a ballot, of ``unit`` and ``sector`` in whatever case the list has them.

    Ballots of the serials ``but`` (ascending, of one run) are none.
    """
    s, now = m.sample_member.c, standing()
    others = linked_members()
    if but:
        others = others.where(~m.link.c.serial.between(but[0], but[-1]))
    query = (
        select(s.id, s.name, s.address, s.unit, s.procedure, s.sector, m.assignment.c.interviewer)
        .join(now, now.c.id == s.id)
        .outerjoin(m.assignment, m.assignment.c.member == s.id)
        .where(now.c.list == "official", s.id.not_in(others), s.name.is_not(None))
        .order_by(func.coalesce(now.c.stratum, -1), func.coalesce(now.c.place, 0), s.position, s.id)
    )
    with survey.reading() as conn:
        found = conn.execute(query).all()
    if unit is not None:
        found = [row for row in found if fold(row.unit or "") == fold(unit)]
    if sector is not None:
        found = [row for row in found if fold(row.sector or "") in (fold(sector.title), fold(sector.code))]
    return [
        Recipient(row.id, row.name, row.address or "", row.unit or "", row.procedure or "", row.interviewer or "")
        for row in found
    ]


def linked_members() -> Select[tuple[str]]:
    """The members whose ballot was printed. A run that was interrupted printed nothing, whatever it left behind."""
    return (
        select(m.link.c.member)
        .join(m.ballot, m.ballot.c.serial == m.link.c.serial)
        .join(m.print_run, m.print_run.c.id == m.ballot.c.run)
        .where(m.print_run.c.published.is_not(None))
    )


def lay_down_ballots(
    survey: OpenSurvey,
    run: str,
    first: int,
    serials: Sequence[str],
    unit: str | None,
    progress: Callable[[int], None] | None = None,
) -> None:
    """The rows of a run's ballots, but for those that it left when it was interrupted."""
    with survey.reading() as conn:
        # A run's serials are a range, so the key finds them; by the run, all ballots would be walked through.
        own = m.ballot.c.serial.between(min(serials), max(serials))
        held = set(conn.execute(select(m.ballot.c.serial).where(own)).scalars())
    rows = ballot_rows(run, survey.about.number, first, len(serials), unit)
    insert_rows(survey, m.ballot, [row for row in rows if row["serial"] not in held], progress)


def lay_down_links(survey: OpenSurvey, serials: Sequence[str], people: Sequence[Recipient]) -> None:
    """Links of ``serials`` to ``people``, in place of those that an interrupted run left for the same people.

    Raises ``Refusal`` where somebody else printed for one of them meanwhile.
    """
    pairs = zip(serials, people, strict=True)
    links = sorted((_committed(serial, person.member) for serial, person in pairs), key=_serial)
    for start in range(0, len(links), ROWS):
        chunk = links[start : start + ROWS]
        members = [row["member"] for row in chunk]
        with survey.writing() as tx:
            stale = m.link.c.member.in_(members) & m.link.c.member.not_in(linked_members())
            tx.conn.execute(delete(m.link).where(stale))
            own = m.link.c.serial.in_([row["serial"] for row in chunk])  # of a deal that was broken off
            tx.conn.execute(delete(m.link).where(own))
            if tx.conn.execute(select(m.link.c.member).where(m.link.c.member.in_(members))).first() is not None:
                raise Refusal("print.taken_meanwhile")
            tx.conn.execute(insert(m.link), chunk)


def forget_deal(survey: OpenSurvey, run: str, serials: Sequence[str]) -> None:
    """Take away what ``run``, which is not published, laid down."""
    own = select(m.ballot.c.serial).where(m.ballot.c.run == run)
    for start in range(0, len(serials), ROWS):
        chunk = serials[start : start + ROWS]
        with survey.writing() as tx:
            tx.conn.execute(delete(m.link).where(m.link.c.serial.in_(chunk), m.link.c.serial.in_(own)))
            tx.conn.execute(delete(m.ballot).where(m.ballot.c.serial.in_(chunk), m.ballot.c.run == run))


def links_of(conn: Connection, serials: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Member → serial and commitment, of a run's links."""
    own = m.link.c.serial.between(min(serials), max(serials))
    rows = conn.execute(select(m.link.c.member, m.link.c.serial, m.link.c.commitment).where(own))
    return {row.member: (row.serial, row.commitment) for row in rows}


def _committed(serial: str, member: str) -> dict[str, str]:
    salt = secrets.token_hex(16)
    pair = {"serial": serial, "member": member}
    return {**pair, "salt": salt, "commitment": commitment(salt, canonical(pair))}


def _serial(row: dict[str, str]) -> str:
    return row["serial"]
