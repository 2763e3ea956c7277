"""The index by one or two divisions of the settled ballots, each ballot read once; and by every definition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, select
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
)
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import DefinitionFigures, all_definitions, tables_of
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.quota_cells import transactions_of
from sipas_desktop.domain.quota_rule import Per
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries.chosen import Filter, form_of, population, refuse_unknown_unit
from sipas_desktop.store.queries.divisions import Names, names_of, reading_of
from sipas_desktop.store.queries.held_tallies import held_tallies
from sipas_desktop.store.queries.registry import surveyed, transactions
from sipas_desktop.store.queries.tallies import Tally, tallies
from sipas_desktop.store.workflow.permission import require

# Of these a number of people or of transactions may be known, by what a list or a count of them says.
_COUNTED: Final = {By.UNIT: Per.UNIT, By.SECTOR: Per.SECTOR, By.PROCEDURE: Per.PROCEDURE}
Parts = tuple[Part, ...]


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
    forms = forms_of(survey, divisions, chosen)
    for each in forms:
        check_divisions(divisions, each)
    with survey.snapshot(), survey.reading() as conn:  # transactions and sample list as they were at the ballots' time
        refuse_unknown_unit(conn, chosen.unit)
        names = names_of(conn, survey)
        order = _order(conn, survey, forms)
        people = _populations(conn, survey, divisions, names) if chosen == Filter() and len(plan.groups) == 1 else {}
        cells: dict[Parts, CellCounts] = {}
        for each in forms:
            for parts, tally in _tallies(conn, survey, each, chosen, divisions, names).items():
                known = people.get(tuple(part.code for part in parts)) if not any(p.unnamed for p in parts) else None
                fully = (tally.fully, tally.answering)
                cells[parts] = CellCounts(each, tally.settled, tally.counts, fully, known)

    def place(parts: Parts) -> tuple[tuple[int, int, str], ...]:
        return tuple(
            (part.unnamed is not None, order.get((division, part.code), len(order)), part.key)
            for division, part in zip(divisions, parts, strict=True)
        )

    ordered = {parts: cells[parts] for parts in sorted(cells, key=place)}
    return breakdown(divisions, ordered, definition or plan.index, plan.weights, plan.small_cell)


def forms_of(survey: OpenSurvey, divisions: Sequence[Division], chosen: Filter) -> list[Form]:
    """The form of the chosen group; of every group, where they are a division and none is chosen."""
    form = form_of(survey, chosen)
    if chosen.group is None and Division(By.GROUP) in divisions:
        return list({group.form: survey.form_of_group(group.code) for group in survey.plan.groups}.values())
    return [form]


def definitions(survey: OpenSurvey, chosen: Filter | None = None) -> tuple[DefinitionFigures, ...]:
    """The index by every definition over the ballots that ``chosen`` lets through. Raises as ``queries.figures``."""
    require(survey, Verb.SEE_RESULTS)
    chosen = chosen or Filter()
    form = form_of(survey, chosen)
    with survey.reading() as conn:
        refuse_unknown_unit(conn, chosen.unit)
        held = held_tallies(survey, conn, form, chosen)
        tally = (tallies(conn, form, chosen, []) if held is None else held).get((), Tally())
        people = population(conn, chosen)
    fully = (tally.fully, tally.answering)
    tables = tables_of(form, tally.counts, fully=fully, weights=survey.plan.weights, settled=tally.settled)
    return all_definitions(tables, people)


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
    conn: Connection, survey: OpenSurvey, form: Form, chosen: Filter, divisions: Sequence[Division], names: Names
) -> dict[Parts, Tally]:
    """The cells of one form's ballots."""
    reading = [reading_of(survey, form, division, names) for division in divisions]
    columns = [column for own, _ in reading for column in own]
    found: dict[Parts, Tally] = {}
    cells = held_tallies(survey, conn, form, chosen, [division.by for division in divisions])
    for said, tally in (tallies(conn, form, chosen, columns) if cells is None else cells).items():
        rest = list(said)
        parts = tuple(part([rest.pop(0) for _ in own]) for own, part in reading)
        found.setdefault(parts, Tally()).add(tally)
    return found


# ---------------------------------------------------------------------------------------------------- populations


def _populations(
    conn: Connection, survey: OpenSurvey, divisions: Sequence[Division], names: Names
) -> dict[tuple[str, ...], Population]:
    """Codes of a cell → how many there are: rows of the sampling frame, else imported transactions."""
    if not all(division.by in _COUNTED for division in divisions):
        return {}
    by = [division.by for division in divisions]
    return _framed(conn, by, names) or _transacted(survey, by)


def _framed(conn: Connection, by: Sequence[By], names: Names) -> dict[tuple[str, ...], Population]:
    s = m.sample_member.c
    published = select(m.sample_import.c.id).where(m.sample_import.c.published.is_not(None))
    query = (
        select(s.unit, s.sector, s.procedure, func.count())
        .where(s.list == "frame", s["import"].in_(published))
        .group_by(s.unit, s.sector, s.procedure)
    )
    found: dict[tuple[str, ...], int] = {}
    for unit, sector, procedure, count in conn.execute(query):
        said = {By.UNIT: unit, By.SECTOR: sector, By.PROCEDURE: procedure}
        codes = tuple(names.code(each, said[each]) for each in by)
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
