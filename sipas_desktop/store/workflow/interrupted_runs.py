"""Print runs that were interrupted: gone on with as they began, or given up for good.

One that was published, and the power went before its file had a name, is gone on with as well: to the same file.
"""

from __future__ import annotations

import json

from sqlalchemy import Connection, RowMapping, delete, select

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.label_sheet import read_labels_on
from sipas_desktop.domain.plan import Identity
from sipas_desktop.domain.print_order import SortedBy, in_order
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.print_styles import read_kept
from sipas_desktop.store.purposes import NOT_PRINTED
from sipas_desktop.store.workflow.dealing import Recipient, forget_deal, links_of, units_by_code, without_ballot
from sipas_desktop.store.workflow.permission import acting, require
from sipas_desktop.store.workflow.printing import PrintRun, deal, is_unreleased, refuse_finished, serials_of


def continue_run(survey: OpenSurvey, run: str) -> PrintRun:
    """The interrupted ``run`` (its id) as it was reserved: the same serials, for the same people, in the same order.

    One that was broken off before all serials were dealt is dealt anew. Raises ``Refusal`` where there is no such run,
    or the people that it was for are not to be printed for any more.
    """
    require(survey, Verb.PRINT_BALLOTS)
    with survey.reading() as conn:
        row = _row(conn, run)
        told = conn.execute(select(m.print_order).where(m.print_order.c.run == run)).mappings().first()
        published_as = _published_as(conn, row)
        own = serials_of(survey, row["first"], row["count"])
        held = links_of(conn, own)
    sorted_by, spares = (SortedBy(told["sorted_by"]), told["spares"]) if told else (SortedBy.LIST, 0)
    linked = survey.plan.identity is Identity.LINKED and row["purpose"] == "ballots"
    style = None
    if row["purpose"] == "ballots":  # an older program, which knew no styles, printed nothing either
        style = (read_kept(told["style"]) if told else None) or survey.plan.ballot
    people: list[Recipient] = []
    dealt = own
    if linked:
        units = units_by_code(survey)
        named = None if row["unit"] is None else units.get(row["unit"], row["unit"])
        waiting = without_ballot(survey, named, survey.plan.sector(row["sector"] or ""), own)
        due = row["count"] - spares
        if len(held) == due:
            people = in_order((each for each in waiting if each.member in held), sorted_by)
            to_people = [held[person.member][0] for person in people]
            dealt = to_people + sorted(set(own).difference(to_people))
        else:
            people = in_order(waiting[:due], sorted_by)
        if len(people) != due:
            raise Refusal("print.people_changed")
        if len(held) != due:
            dealt = deal(survey, run, row["first"], own, people, row["unit"])
    return PrintRun(
        id=run,
        purpose=row["purpose"],
        group=row["group"],
        form=row["form"],
        unit=row["unit"],
        wave=row["wave"],
        sector=row["sector"],
        first=row["first"],
        serials=tuple(dealt),
        recipients=tuple(people),
        linked=linked,
        spares=spares,
        sorted_by=sorted_by,
        style=style,
        labels_on=read_labels_on(json.loads(told["labels"])) if told and told["labels"] else None,
        published_as=published_as,
    )


def give_up_run(survey: OpenSurvey, run: str) -> int:
    """Record that the interrupted ``run`` will not be printed; returns how many serials are never given out with it.

    None are where it was published before its file had a name: its ballots count and may be printed as reprints. Raises
    ``Refusal`` where there is no such run.
    """
    require(survey, Verb.PRINT_BALLOTS)
    with survey.reading() as conn:
        row = _row(conn, run)
    if row["published"] is None:
        forget_deal(survey, run, serials_of(survey, row["first"], row["count"]))
    with acting(survey, Verb.PRINT_BALLOTS) as tx:
        row = _row(tx.conn, run)
        if row["published"] is not None:
            tx.append(FactKind.RUN_CLOSED, run=run)
            return 0
        tx.append(FactKind.RUN_GIVEN_UP, run=run, purpose=row["purpose"], first=row["first"], count=row["count"])
        tx.conn.execute(delete(m.print_order).where(m.print_order.c.run == run))
        tx.conn.execute(delete(m.print_run).where(m.print_run.c.id == run))
    return int(row["count"])


def _row(conn: Connection, run: str) -> RowMapping:
    row = conn.execute(select(m.print_run).where(m.print_run.c.id == run)).mappings().first()
    if not is_unreleased(conn, run):
        refuse_finished(conn, run)
    if row is None or row["purpose"] in NOT_PRINTED:
        raise Refusal("print.no_such_run", run=run)
    return row


def _published_as(conn: Connection, row: RowMapping) -> str | None:
    payload = conn.execute(select(m.fact.c.payload).where(m.fact.c.seq == row["published"])).scalar()
    return None if payload is None else str(json.loads(payload)["pdf_sha256"])
