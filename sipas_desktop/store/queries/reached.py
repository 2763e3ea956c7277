"""How far each unit, sector, group and wave is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import Connection, select
from sqlalchemy.sql import func

from sipas_desktop.domain.answer import RESERVED
from sipas_desktop.domain.ballot import COUNTED, IN_FIGURES, NOT_ISSUED, RETURNED, State
from sipas_desktop.domain.form import Kind
from sipas_desktop.domain.online_totals import CountedTotal, totals_of
from sipas_desktop.domain.quota_rule import Per
from sipas_desktop.domain.reached import DIVISIONS, Reached, required_of
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.store import models as m
from sipas_desktop.store import models_package as p
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.purposes import OF_PACKAGES, ONLINE
from sipas_desktop.store.queries.package_counts import told_by_packages
from sipas_desktop.store.queries.registry import least_numbers, surveyed
from sipas_desktop.store.sample_lists import standing
from sipas_desktop.store.workflow.permission import require

_Counts = dict[str, Counter[str]]  # code → what → ballots
_UNIT: Final = func.coalesce(m.ballot.c.settled_unit, m.batch.c.unit, m.ballot.c.unit)


def reached(survey: OpenSurvey) -> list[Reached]:
    """Every unit of the catalogue, and every sector, group and wave of the plan, in their order.

    Last, with the code "", the ballots of no unit or sector known: those in a box are known only when they are settled.
    A sector is what the settled ballot itself names, else that of its procedure in the catalogue, else the one that its
    run was printed for; a settled ballot that was asked for it and left it open has none. Packages tell of units,
    groups and waves; what is required of a unit they say where its transactions are not known here.
    """
    require(survey, Verb.SEE_RESULTS)
    plan = survey.plan
    cells = least_numbers(survey)
    totals = counted_totals(survey)
    with survey.reading() as conn:
        c = m.catalogue.c
        rows = conn.execute(select(c.kind, c.code, c.name, c.sector).order_by(c.position)).all()
        names = {fold(row.name): row.code for row in rows if row.kind == "unit"}
        sectors = {fold(each.title): each.code for each in plan.sectors}
        of_procedure = {row.code: row.sector for row in rows if row.kind == "procedure" and row.sector}
        counts = _ballots(conn)
        counts[Per.UNIT] = _by_code(counts[Per.UNIT], {row.code for row in rows if row.kind == "unit"}, names)
        if plan.sectors:
            counts[Per.SECTOR] = _by_sector(conn, survey, of_procedure)
        _drawn(conn, counts, names, sectors)
        q = p.package_required.c
        told_by_offices = conn.execute(select(q.unit, func.sum(q.required)).group_by(q.unit))
        required = {row[0]: row[1] for row in told_by_offices}
    codes = {
        Per.UNIT: [row.code for row in rows if row.kind == "unit"],
        Per.SECTOR: [each.code for each in plan.sectors],
        Per.GROUP: [each.code for each in plan.groups],
        Per.WAVE: [each.code for each in plan.waves],
    }
    found = []
    for per in DIVISIONS:
        own: _Counts = counts.get(per, {})
        listed = [*codes[per], *sorted(code for code in own if code and code not in codes[per]), ""]
        for code in listed if codes[per] else ():
            number, unknown = required_of(cells, per, code)
            if number is None and per is Per.UNIT and code in required:
                number, unknown = required[code], 0
            told = totals_of(cells, per, code, totals)
            line = Reached(per, code, number, unknown, **own.get(code, Counter()), totals=told)
            if code or not line.is_empty:
                found.append(line)
    return found


def counted_totals(survey: OpenSurvey) -> list[CountedTotal]:
    """The totals of online sources as they stand, for the numbers of the plan."""
    kinds = surveyed(survey).units
    t = m.online_total.c
    query = select(t.group, t.unit, t.wave, t.answers).where(t.superseded.is_(None)).order_by(t.fact)
    with survey.reading() as conn:
        rows = conn.execute(query).all()
    return [
        CountedTotal(row.group, row.unit or "", kinds.get(row.unit or "", ""), row.wave or "", row.answers)
        for row in rows
    ]


def _add(counts: _Counts, code: str | None, state: str, purpose: str, count: int) -> None:
    if purpose in OF_PACKAGES:
        return  # their offices tell of all their ballots
    own = counts.setdefault(code or "", Counter())
    if purpose == ONLINE:
        own["online"] += count * (state == State.SETTLED)  # not what is left out, or words only
        return
    now = State(state)
    if purpose == "labels" and now == State.STOCK:
        return
    own["printed"] += count
    own["stock"] += count * (now == State.STOCK)
    own["spoiled"] += count * (now == State.SPOILED)
    own["issued"] += count * (now not in NOT_ISSUED)
    own["returned"] += count * (now in RETURNED)
    own["valid"] += count * (now in COUNTED)
    own["settled"] += count * (now in IN_FIGURES)


def _ballots(conn: Connection) -> dict[Per, _Counts]:
    bal, run = m.ballot.c, m.print_run.c
    counts: dict[Per, _Counts] = {Per.UNIT: {}, Per.GROUP: {}, Per.WAVE: {}}
    query = (
        select(bal.state, run.purpose, run.group, run.wave, _UNIT.label("unit"), func.count().label("count"))
        .join(m.print_run, run.id == bal.run)
        .outerjoin(m.batch, m.batch.c.code == bal.batch)
        .where(run.published.is_not(None))
        .group_by(bal.state, run.purpose, run.group, run.wave, _UNIT)
    )
    for row in conn.execute(query).mappings():
        for per in counts:
            _add(counts[per], row[per], row["state"], row["purpose"], row["count"])
    for told in told_by_packages(conn):
        paper = {name: getattr(told, name) for name in ("printed", "issued")}
        paper |= {name: getattr(told, name) - told.online for name in ("returned", "valid", "settled")}
        not_issued = told.printed - told.issued  # in stock or spoiled: which, only the office itself knows
        for per in counts:
            own = counts[per].setdefault(getattr(told, per), Counter())
            own.update({**paper, "online": told.online, "stock": not_issued})
    return counts


def _by_code(counts: _Counts, known: Collection[str], names: Mapping[str, str]) -> _Counts:
    """The counts of units by their codes: a linked ballot has its unit's name, a blank or unreadable answer none."""
    found: _Counts = {}
    for word, own in counts.items():
        code = word if word in known else names.get(fold(word), "" if word in RESERVED else word)
        found.setdefault(code, Counter()).update(own)
    return found


def _by_sector(conn: Connection, survey: OpenSurvey, of_procedure: Mapping[str, str]) -> _Counts:
    bal, run = m.ballot.c, m.print_run.c
    forms = survey.forms.values()
    procedures = sorted({question.code for form in forms if (question := form.of_kind(Kind.PROCEDURE)) is not None})
    named, done = m.settled.alias("named"), m.settled.alias("done")
    query = (
        select(bal.state, run.purpose, run.sector, named.c.value, done.c.value, func.count())
        .join(m.print_run, run.id == bal.run)
        .outerjoin(named, (named.c.serial == bal.serial) & (named.c.question == survey.plan.sector_question))
        .outerjoin(done, (done.c.serial == bal.serial) & done.c.question.in_(procedures))
        .where(run.published.is_not(None))
        .group_by(bal.state, run.purpose, run.sector, named.c.value, done.c.value)
    )
    known = {each.code for each in survey.plan.sectors}
    counts: _Counts = {}
    for state, purpose, printed_for, said, procedure, count in conn.execute(query):
        left_open = "" if said is not None else printed_for
        code = said if said in known else of_procedure.get(procedure or "", left_open)
        _add(counts, code, state, purpose, count)
    return counts


def _drawn(conn: Connection, counts: dict[Per, _Counts], units: Mapping[str, str], sectors: Mapping[str, str]) -> None:
    """Members of the official list as it stands now, whose unit or sector is written out in it."""
    s, now = m.sample_member.c, standing()
    query = (
        select(s.unit, s.sector, func.count())
        .join(now, now.c.id == s.id)
        .where(now.c.list == "official")
        .group_by(s.unit, s.sector)
    )
    for unit, sector, count in conn.execute(query):
        for per, word, codes in ((Per.UNIT, unit, units), (Per.SECTOR, sector, sectors)):
            if per in counts:
                code = codes.get(fold(word or ""), "")
                counts[per].setdefault(code, Counter())["drawn"] += count
