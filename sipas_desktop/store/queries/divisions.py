"""Where a ballot says to which part of a division it belongs, and what its codes and names mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, null, select

from sipas_desktop.domain.breakdown import By, Division, Part, part_of_answer, part_of_code
from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.domain.vietnamese import fold, normalise
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries.chosen import UNIT
from sipas_desktop.store.queries.figures import column


class CodeByName:
    """Code by name, as lists write names. Marks tell names apart where they differ in nothing else; a name that several
    have (there is more than one Xã Tân Tiến) is nobody's."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._codes: dict[str, str | None] = {}
        self._folded: dict[str, str | None] = {}
        for code, name in names:
            for known, key in ((self._codes, _exact(name)), (self._folded, fold(name))):
                known[key] = None if known.get(key, code) != code else code

    def get(self, name: str) -> str | None:
        """The code of the one that has this name; None where there is none or several."""
        exact = _exact(name)
        return self._codes[exact] if exact in self._codes else self._folded.get(fold(name))


def _exact(name: str) -> str:
    return normalise(name).casefold()


@dataclass(frozen=True)
class Names:
    """The codes of units, procedures and sectors by their names; the sectors of procedures by code."""

    units: CodeByName
    procedures: CodeByName
    sectors: CodeByName
    known_units: frozenset[str]
    sector_of: Mapping[str, str]

    def unit(self, said: str | None) -> Part:
        """A linked ballot has its unit's name, any other its code."""
        if said is None or said in self.known_units:
            return part_of_code(said)
        return part_of_code(self.units.get(said) or said)

    def code(self, by: By, name: str | None) -> str:
        """The code of a unit, sector or procedure by its name in a list; "" where it has none."""
        known = {By.UNIT: self.units, By.SECTOR: self.sectors, By.PROCEDURE: self.procedures}[by]
        return known.get(name or "") or ""


def names_of(conn: Connection, survey: OpenSurvey) -> Names:
    """The names and codes of the survey's catalogues and of its plan's sectors."""
    c = m.catalogue.c
    rows = conn.execute(select(c.kind, c.code, c.name, c.sector)).all()
    units, procedures = ([row for row in rows if row.kind == kind] for kind in ("unit", "procedure"))
    return Names(
        CodeByName((row.code, row.name) for row in units),
        CodeByName((row.code, row.name) for row in procedures),
        CodeByName((sector.code, sector.title) for sector in survey.plan.sectors),
        frozenset(row.code for row in units),
        {row.code: row.sector for row in procedures if row.sector},
    )


# The columns in which a ballot says its part of a division, and what their values mean.
Reading = tuple[list[ColumnElement[Any]], Callable[[list[str | None]], Part]]


def reading_of(survey: OpenSurvey, form: Form, division: Division, names: Names) -> Reading:
    """The columns in which a ballot says its part of ``division``, and what they mean."""
    run = m.print_run.c
    match division.by:
        case By.UNIT:
            return [UNIT], lambda said: names.unit(said[0])
        case By.SECTOR:
            return _sector(survey, form, names)
        case By.PROCEDURE:
            return [_answer(_procedure(form))], _said
        case By.GROUP:
            return [run.group], _code
        case By.WAVE:
            return [run.wave], _code
        case By.CHANNEL | By.OFFICER:
            return [column(division.by)], _code
        case By.ANSWER:
            return [_answer(division.question)], _said


def _code(said: list[str | None]) -> Part:
    return part_of_code(said[0])


def _said(said: list[str | None]) -> Part:
    return part_of_answer(said[0])


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


def _sector(survey: OpenSurvey, form: Form, names: Names) -> Reading:
    """What the ballot itself names, else the sector of its procedure, else the one that its run was printed for."""
    known = {sector.code for sector in survey.plan.sectors}

    def part(said: list[str | None]) -> Part:
        named, procedure, printed_for = said
        of_procedure = named if named in known else names.sector_of.get(procedure or "")
        if of_procedure or named is None:
            return part_of_code(of_procedure or printed_for)
        return part_of_answer(named)

    columns = [_answer(survey.plan.sector_question), _answer(_procedure(form)), m.print_run.c.sector]
    return columns, part
