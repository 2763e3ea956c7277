"""The index of a stratified sample with design weights, from the draws that count and their settled ballots."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from sipas_desktop.domain.breakdown import By, Division
from sipas_desktop.domain.design_weights import StratumCounts, Weighted, weighted
from sipas_desktop.domain.plan import Identity, IndexDefinition
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries.chosen import Filter, form_of
from sipas_desktop.store.queries.divisions import Names, names_of, reading_of
from sipas_desktop.store.queries.sampling import DrawView, draws
from sipas_desktop.store.queries.tallies import Tally, tallies
from sipas_desktop.store.unlinked import are_gone
from sipas_desktop.store.workflow.permission import require

_Stratum = tuple[str, int]  # the draw and the place of the stratum in it


def figures_weighted(survey: OpenSurvey, definition: IndexDefinition | None = None) -> Weighted | None:
    """The index of the whole survey in which every stratum of its draws weighs as many people as it has.

    None where nobody was drawn by strata, and where several groups have forms of their own: the frame is of all of
    them. A linked ballot is of its member's stratum, any other of that of the unit, sector or procedure that it names.
    """
    require(survey, Verb.SEE_RESULTS)
    if len({group.form for group in survey.plan.groups}) > 1:
        return None
    with survey.snapshot(), survey.reading() as conn:
        counted = [draw for draw in draws(survey) if draw.counts]
        if sum(len(draw.strata) for draw in counted) < 2:
            return None
        form = form_of(survey, Filter())
        linked = survey.plan.identity is Identity.LINKED
        found = _by_link(conn, survey) if linked else _by_name(conn, survey, counted)
    strata, known = [], set()
    for draw in counted:
        for place, stratum in enumerate(draw.strata):
            own = found.get((draw.id, place), Tally())
            known.add((draw.id, place))
            fully = (own.fully, own.answering)
            strata.append(StratumCounts(stratum.name, stratum.rows, own.settled, own.counts, fully))
    outside = sum(tally.settled for place, tally in found.items() if place not in known)
    weights = survey.plan.weights
    return weighted(form, definition or survey.plan.index, strata, outside=outside, factor_weights=weights)


def _by_link(conn: Connection, survey: OpenSurvey) -> dict[_Stratum | None, Tally]:
    """By the stratum from which a ballot's member was drawn; None: of ballots that no member was sent."""
    columns = [_of_member(m.drawn.c.draw), _of_member(m.drawn.c.stratum)]
    if are_gone(conn):
        columns = [_kept(m.unlinked.c.draw), _kept(m.unlinked.c.stratum)]
    cells = tallies(conn, form_of(survey, Filter()), Filter(), columns)
    return {None if draw is None else (draw, int(place or 0)): tally for (draw, place), tally in cells.items()}


def _of_member(wanted: ColumnElement[Any]) -> ColumnElement[Any]:
    w = m.draw.c
    return (
        select(wanted)
        .select_from(m.link)
        .join(m.drawn, m.drawn.c.member == m.link.c.member)
        .join(m.draw, w.id == m.drawn.c.draw)
        .where(m.link.c.serial == m.ballot.c.serial, w.published.is_not(None), w.superseded.is_(None))
        .correlate(m.ballot)
        .scalar_subquery()
    )


def _kept(wanted: ColumnElement[Any]) -> ColumnElement[Any]:
    """What the ballot kept when its link was destroyed."""
    return select(wanted).where(m.unlinked.c.serial == m.ballot.c.serial).correlate(m.ballot).scalar_subquery()


def _by_name(conn: Connection, survey: OpenSurvey, counted: list[DrawView]) -> dict[_Stratum | None, Tally]:
    """By what a ballot says of itself, as far as one draw alone has strata of that name."""
    form, names = form_of(survey, Filter()), names_of(conn, survey)
    found: dict[_Stratum | None, Tally] = {}
    by = By(counted[0].by)
    columns, part = reading_of(survey, form, Division(by), names)
    strata: dict[str, _Stratum] = {}
    if len(counted) == 1:
        strata = {_code(names, by, each.name): (counted[0].id, place) for place, each in enumerate(counted[0].strata)}
    for said, tally in tallies(conn, form, Filter(), columns).items():
        found.setdefault(strata.get(part(list(said)).code), Tally()).add(tally)
    return found


def _code(names: Names, by: By, name: str) -> str:
    """The code of a stratum by its name in the sample list; the name where it has none."""
    return names.code(by, name) or name
