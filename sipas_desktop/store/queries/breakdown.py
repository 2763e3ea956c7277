"""The index by one or two divisions of the settled ballots, each ballot read once; and by every definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, null, select
from sqlalchemy.sql import func

from sipas_desktop.domain.breakdown import (
    Breakdown,
    By,
    CellCounts,
    Division,
    Part,
    Population,
    PopulationFrom,
    breakdown,
    check_divisions,
    part_of,
)
from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.domain.index import DefinitionFigures, all_definitions, tables_of
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.quota_cells import transactions_of
from sipas_desktop.domain.quota_rule import Per
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries.chosen import UNIT, Filter, form_of, population, refuse_unknown_unit
from sipas_desktop.store.queries.figures import column
from sipas_desktop.store.queries.registry import surveyed, transactions
from sipas_desktop.store.queries.tallies import Tally, tallies
from sipas_desktop.store.workflow.permission import require

# Of these a number of people or of transactions may be known, by what a list or a count of them says.
_COUNTED: Final = {By.UNIT: Per.UNIT, By.SECTOR: Per.SECTOR, By.PROCEDURE: Per.PROCEDURE}
_Parts = tuple[Part, ...]


def figures_divided(
    survey: OpenSurvey,
    divisions: Sequence[Division],
    chosen: Filter | None = None,
    definition: IndexDefinition | None = None,
) -> Breakdown:
    """The index of every cell of ``divisions`` among the ballots that ``chosen`` lets through.

    Where the groups have forms of their own and are a division, each has the figures of its form. Raises ``Refusal``
    as ``queries.figures``, and for divisions that the form does not have.
    """
    require(survey, Verb.SEE_RESULTS)
    chosen, plan = chosen or Filter(), survey.plan
    form = form_of(survey, chosen)
    forms = [form]
    if chosen.group is None and Division(By.GROUP) in divisions:
        forms = list({group.form: survey.form_of_group(group.code) for group in plan.groups}.values())
    for each in forms:
        check_divisions(divisions, each)
    with survey.snapshot(), survey.reading() as conn:  # transactions and sample list as they were at the ballots' time
        refuse_unknown_unit(conn, chosen.unit)
        names = _names(conn, survey)
        order = _order(conn, survey, forms)
        people = _populations(conn, survey, divisions, names) if chosen == Filter() and len(plan.groups) == 1 else {}
        cells: dict[_Parts, CellCounts] = {}
        for each in forms:
            for parts, tally in _tallies(conn, survey, each, chosen, divisions, names).items():
                known = people.get(tuple(part.code for part in parts)) if not any(p.unnamed for p in parts) else None
                fully = (tally.fully, tally.answering)
                cells[parts] = CellCounts(each, tally.settled, tally.counts, fully, known)

    def place(parts: _Parts) -> tuple[tuple[int, int, str], ...]:
        return tuple(
            (part.unnamed is not None, order.get((division, part.code), len(order)), part.key)
            for division, part in zip(divisions, parts, strict=True)
        )

    ordered = {parts: cells[parts] for parts in sorted(cells, key=place)}
    return breakdown(divisions, ordered, definition or plan.index, plan.weights, plan.small_cell)


def definitions(survey: OpenSurvey, chosen: Filter | None = None) -> tuple[DefinitionFigures, ...]:
    """The index by every definition over the ballots that ``chosen`` lets through. Raises as ``queries.figures``."""
    require(survey, Verb.SEE_RESULTS)
    chosen = chosen or Filter()
    form = form_of(survey, chosen)
    with survey.reading() as conn:
        refuse_unknown_unit(conn, chosen.unit)
        tally = tallies(conn, form, chosen, []).get((), Tally())
        people = population(conn, chosen)
    fully = (tally.fully, tally.answering)
    tables = tables_of(form, tally.counts, fully=fully, weights=survey.plan.weights, settled=tally.settled)
    return all_definitions(tables, people)


# ------------------------------------------------------------------------------------------------------ divisions


@dataclass(frozen=True)
class _Names:
    """From a name, folded, to its code, as lists write names; a sector of a procedure."""

    units: Mapping[str, str]
    procedures: Mapping[str, str]
    sectors: Mapping[str, str]
    known_units: frozenset[str]
    sector_of: Mapping[str, str]

    def unit(self, said: str | None) -> Part:
        """A linked ballot has its unit's name, any other its code."""
        if said is None or said in self.known_units:
            return part_of(said)
        return part_of(self.units.get(fold(said), said))


def _names(conn: Connection, survey: OpenSurvey) -> _Names:
    c = m.catalogue.c
    rows = conn.execute(select(c.kind, c.code, c.name, c.sector)).all()
    by_name = {kind: {fold(row.name): row.code for row in rows if row.kind == kind} for kind in ("unit", "procedure")}
    return _Names(
        by_name["unit"],
        by_name["procedure"],
        {fold(sector.title): sector.code for sector in survey.plan.sectors},
        frozenset(row.code for row in rows if row.kind == "unit"),
        {row.code: row.sector for row in rows if row.kind == "procedure" and row.sector},
    )


def _order(conn: Connection, survey: OpenSurvey, forms: Sequence[Form]) -> dict[tuple[Division, str], int]:
    """The place of every code that is known, in the order of its catalogue, of the plan or of the paper."""
    c, plan = m.catalogue.c, survey.plan
    codes = [(Division(By(kind)), code) for kind, code in conn.execute(select(c.kind, c.code).order_by(c.position))]
    codes += [
        (Division(By.OFFICER), code)
        for code in conn.execute(select(m.officer.c.code).order_by(m.officer.c.position)).scalars()
    ]
    for by, own in (
        (By.SECTOR, plan.sectors),
        (By.GROUP, plan.groups),
        (By.WAVE, plan.waves),
        (By.CHANNEL, plan.channels),
    ):
        codes += [(Division(by), each.code) for each in own]
    for question in (question for form in forms for question in form.questions):
        codes += [(Division(By.ANSWER, question.code), option.code) for option in question.choices]
    return {each: place for place, each in enumerate(dict.fromkeys(codes))}


def _tallies(
    conn: Connection, survey: OpenSurvey, form: Form, chosen: Filter, divisions: Sequence[Division], names: _Names
) -> dict[_Parts, Tally]:
    """The cells of one form's ballots."""
    reading = [_reading(survey, form, division, names) for division in divisions]
    columns = [column for own, _ in reading for column in own]
    found: dict[_Parts, Tally] = {}
    for said, tally in tallies(conn, form, chosen, columns).items():
        rest = list(said)
        parts = tuple(part([rest.pop(0) for _ in own]) for own, part in reading)
        found.setdefault(parts, Tally()).add(tally)
    return found


_Reading = tuple[list[ColumnElement[Any]], Callable[[list[str | None]], Part]]


def _reading(survey: OpenSurvey, form: Form, division: Division, names: _Names) -> _Reading:
    """The columns in which a ballot says its part of ``division``, and what they mean."""
    run = m.print_run.c
    match division.by:
        case By.UNIT:
            return [UNIT], lambda said: names.unit(said[0])
        case By.SECTOR:
            return _sector(survey, form, names)
        case By.PROCEDURE:
            return [_answer(_procedure(form))], _code
        case By.GROUP:
            return [run.group], _code
        case By.WAVE:
            return [run.wave], _code
        case By.CHANNEL | By.OFFICER:
            return [column(division.by)], _code
        case By.ANSWER:
            return [_answer(division.question)], _code


def _code(said: list[str | None]) -> Part:
    return part_of(said[0])


def _procedure(form: Form) -> str:
    asked = form.of_kind(Kind.PROCEDURE)
    return asked.code if asked else ""


def _answer(question: str) -> ColumnElement[Any]:
    """The stored answer of a ballot; nothing where no question is meant."""
    if not question:
        return null()
    s = m.settled.alias().c
    return (
        select(s.value)
        .where(s.serial == m.ballot.c.serial, s.question == question)
        .correlate(m.ballot)
        .scalar_subquery()
    )


def _sector(survey: OpenSurvey, form: Form, names: _Names) -> _Reading:
    """What the ballot itself names, else the sector of its procedure, else the one that its run was printed for."""
    known = {sector.code for sector in survey.plan.sectors}

    def part(said: list[str | None]) -> Part:
        named, procedure, printed_for = said
        if named in known:
            return part_of(named)
        of_procedure = names.sector_of.get(procedure or "")
        return part_of(of_procedure or (named if named is not None else printed_for))

    columns = [_answer(survey.plan.sector_question), _answer(_procedure(form)), m.print_run.c.sector]
    return columns, part


# ---------------------------------------------------------------------------------------------------- populations


def _populations(
    conn: Connection, survey: OpenSurvey, divisions: Sequence[Division], names: _Names
) -> dict[tuple[str, ...], Population]:
    """Codes of a cell → how many there are: rows of the sampling frame, else imported transactions."""
    if not all(division.by in _COUNTED for division in divisions):
        return {}
    by = [division.by for division in divisions]
    return _framed(conn, by, names) or _transacted(survey, by)


def _framed(conn: Connection, by: Sequence[By], names: _Names) -> dict[tuple[str, ...], Population]:
    s = m.sample_member.c
    published = select(m.sample_import.c.id).where(m.sample_import.c.published.is_not(None))
    query = (
        select(s.unit, s.sector, s.procedure, func.count())
        .where(s.list == "frame", s["import"].in_(published))
        .group_by(s.unit, s.sector, s.procedure)
    )
    found: dict[tuple[str, ...], int] = {}
    for unit, sector, procedure, count in conn.execute(query):
        said = {
            By.UNIT: names.unit(unit).code,
            By.SECTOR: names.sectors.get(fold(sector or ""), ""),
            By.PROCEDURE: names.procedures.get(fold(procedure or ""), ""),
        }
        codes = tuple(said[each] for each in by)
        found[codes] = found.get(codes, 0) + count
    return {codes: Population(count, PopulationFrom.FRAME) for codes, count in found.items() if all(codes)}


def _transacted(survey: OpenSurvey, by: Sequence[By]) -> dict[tuple[str, ...], Population]:
    per = tuple(_COUNTED[each] for each in by)
    average = any(quota.average for quota in survey.plan.quotas)
    places = {By.SECTOR: 0, By.UNIT: 1, By.PROCEDURE: 2}
    found = {
        tuple(place[places[each]] for each in by): Population(count, PopulationFrom.TRANSACTIONS)
        for place, count in transactions_of(per, surveyed(survey), transactions(survey), average=average).items()
    }
    return {codes: known for codes, known in found.items() if all(codes)}
