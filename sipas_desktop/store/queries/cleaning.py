"""Ballots that somebody should look at again before they count: patterns by who brought them, and duplicates.

No answer leaves this file. That a ballot is all alike would tell its second keyer what the first one keyed; so to
somebody who may key, only those ballots are named that are settled and that she has not keyed: the second keying stays
silent, whatever other roles she has.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import replace
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, case, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import COUNTED, IN_FIGURES
from sipas_desktop.domain.duplicates import Duplicate, Returned
from sipas_desktop.domain.duplicates import duplicates as grouped
from sipas_desktop.domain.fact import day_of
from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.domain.permutation import DEALS
from sipas_desktop.domain.roles import Role, Verb
from sipas_desktop.domain.suspicion import SEED, Filled, Suspicions, filled, suspicions
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.purposes import NOT_PRINTED
from sipas_desktop.store.workflow.permission import require

ISSUED: Final = "issued"  # the step of a ballot that leaves the cupboard
_UNIT: Final = func.coalesce(m.ballot.c.settled_unit, m.batch.c.unit, m.ballot.c.unit, "")
_COUNTED: Final = m.ballot.c.state.in_([state.value for state in COUNTED])
_IN_FIGURES: Final = m.ballot.c.state.in_([state.value for state in IN_FIGURES])


class Source(StrEnum):
    """Whose ballots are compared with each other's."""

    INTERVIEWER = "interviewer"
    BATCH = "batch"


def suspicious_ballots(
    survey: OpenSurvey,
    source: Source = Source.INTERVIEWER,
    *,
    seed: int = SEED,
    deals: int = DEALS,
    progress: Callable[[int, int], None] | None = None,
) -> Suspicions:
    """The patterns of each source over the ballots of paper that came back and count, whose source is known.

    A ballot's answers are the settled ones, else the first keying's, as soon as that is complete; before, only how long
    it was out is looked at. Whose it is: the interviewer's whom its last step names, else, where nothing was said of
    it, the one to whom its member is assigned.
    """
    require(survey, Verb.SEE_SUSPICIONS)
    bal = m.ballot.c
    query = (
        select(bal.serial, m.print_run.c.form, _UNIT.label("unit"), bal.batch)
        .join(m.print_run, m.print_run.c.id == bal.run)
        .outerjoin(m.batch, m.batch.c.code == bal.batch)
        .where(_COUNTED, m.print_run.c.published.is_not(None), m.print_run.c.purpose.not_in(NOT_PRINTED))
    )
    with survey.reading() as conn:
        names = {fold(name): code for code, name in conn.execute(_UNITS)}
        by = _interviewers(conn) if source is Source.INTERVIEWER else {}
        values, out = _answers(conn), _minutes_out(conn)
        given: list[Filled] = []
        for serial, form, unit, batch in conn.execute(query):
            brought = by.get(serial) if source is Source.INTERVIEWER else batch
            if brought:
                of_unit = names.get(fold(unit), unit)
                own = values.get(serial)
                given.append(filled(survey.forms[form], serial, brought, of_unit, own, out.get(serial)))
        named = _nameable(conn, survey)
    found = suspicions(given, seed, deals, progress)
    if named is None:
        return found
    signs = tuple(replace(sign, serials=tuple(s for s in sign.serials if s in named)) for sign in found.signs)
    return replace(found, signs=signs)


_UNITS: Final = select(m.catalogue.c.code, m.catalogue.c.name).where(m.catalogue.c.kind == "unit")


def _interviewers(conn: Connection) -> dict[str, str]:
    """Serial → code of the interviewer who has, or had, the ballot."""
    a, f = m.assignment.c, m.field_step.c
    assigned = select(m.link.c.serial, a.interviewer).join(m.assignment, a.member == m.link.c.member)
    kept = select(m.unlinked.c.serial, m.unlinked.c.interviewer).where(m.unlinked.c.interviewer.is_not(None))
    found: dict[str, str] = {row[0]: row[1] for query in (assigned, kept) for row in conn.execute(query)}
    for serial, interviewer in conn.execute(select(f.serial, f.interviewer).where(f.stands.is_(True))):
        if interviewer:
            found[serial] = interviewer
        else:
            found.pop(serial, None)
    return found


def _answers(conn: Connection) -> dict[str, dict[str, str]]:
    """Serial → question → stored value: as settled, else as the first keying has it; nothing while neither is whole."""
    k, bal = m.keying.c, m.ballot.c
    settled = select(m.settled.c.serial, m.settled.c.question, m.settled.c.value)
    settled = settled.join(m.ballot, bal.serial == m.settled.c.serial).where(_IN_FIGURES)
    keyed = (
        select(k.serial, m.answer.c.question, m.answer.c.value)
        .join(m.answer, m.answer.c.keying == k.started)
        .join(m.ballot, bal.serial == k.serial)
        .where(k["pass"] == 1, k.completed.is_not(None), k.aside.is_(None), ~_IN_FIGURES, _COUNTED)
    )
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for query in (settled, keyed):
        for serial, question, value in conn.execute(query):
            found[serial][question] = value
    return found


def _minutes_out(conn: Connection) -> dict[str, float]:
    """Serial → minutes between the scans of its issue and of its receipt, where both were made on the day itself.

    What is said later, of an earlier day, tells nothing of how long a ballot was out.
    """
    f, bal = m.field_step.c, m.ballot.c
    issue, receipt = m.fact.alias("issue"), m.fact.alias("receipt")
    last = func.max(case((f.withdrawn.is_(None), f.fact)))
    issued = select(f.serial, last.label("fact")).where(f.step == ISSUED).group_by(f.serial).subquery()
    query = (
        select(bal.serial, issue.c.at, receipt.c.at, f.day, bal.received_on)
        .join(issued, issued.c.serial == bal.serial)
        .join(m.field_step, (f.serial == issued.c.serial) & (f.fact == issued.c.fact))
        .join(issue, issue.c.seq == issued.c.fact)
        .join(receipt, receipt.c.seq == bal.received)
    )
    found = {}
    for serial, out, back, day, on in conn.execute(query):
        if day_of(out) == day and day_of(back) == on:
            apart = datetime.datetime.fromisoformat(back) - datetime.datetime.fromisoformat(out)
            found[serial] = apart.total_seconds() / 60
    return found


def _nameable(conn: Connection, survey: OpenSurvey) -> Collection[str] | None:
    """The only ballots that may be named to somebody who may key; None where all may."""
    name = survey.operator.name
    own = select(m.keying.c.serial).where(m.keying.c.operator == name)
    keyed = set(conn.execute(own).scalars())
    if Role.KEYER not in survey.operator.roles and not keyed:
        return None
    done = select(m.ballot.c.serial).where(_IN_FIGURES, m.ballot.c.serial.not_in(own))
    return frozenset(conn.execute(done).scalars())


def duplicates(survey: OpenSurvey) -> tuple[Duplicate, ...]:
    """Ballots and online answers that count and may be two of one person.

    Dossiers are those of the sample list, of the online source, and those written on a ballot, by the settled answers,
    else by the first keying. Neither dossier nor name leaves this file.
    """
    require(survey, Verb.SEE_SUSPICIONS)
    with survey.reading() as conn:
        named = _nameable(conn, survey)
        written = _written_dossiers(conn, survey.forms.values(), named)
        s, bal = m.sample_member.c, m.ballot.c
        linked = (
            select(bal.serial, s.dossier, s.name, s.phone, s.address)
            .join(m.link, m.link.c.serial == bal.serial)
            .join(m.sample_member, s.id == m.link.c.member)
            .where(_COUNTED)
        )
        online = (
            select(bal.serial, m.personal.c.value)
            .join(m.online_answer, m.online_answer.c.serial == bal.serial)
            .join(m.personal, m.personal.c.id == m.online_answer.c.dossier)
            .join(m.print_run, m.print_run.c.id == bal.run)
            .where(_COUNTED, m.print_run.c.published.is_not(None))
        )
        found = []
        for serial, dossier, *person in conn.execute(linked):
            codes = (dossier or "", written.pop(serial, ""))
            found.append(Returned(serial, codes, *(cell or "" for cell in person)))
        found += [Returned(serial, (dossier or "",)) for serial, dossier in conn.execute(online)]
    found += [Returned(serial, (dossier,)) for serial, dossier in written.items()]
    return grouped(found)


def _written_dossiers(conn: Connection, forms: Collection[Form], named: Collection[str] | None) -> dict[str, str]:
    questions = sorted(
        {question.code for form in forms for question in form.questions if question.kind is Kind.DOSSIER}
    )
    if not questions:
        return {}
    k, bal, p = m.keying.c, m.ballot.c, m.personal.c
    keyed = (
        select(k.serial, p.value)
        .join(m.answer, m.answer.c.keying == k.started)
        .join(m.personal, p.id == m.answer.c.personal)
        .join(m.ballot, bal.serial == k.serial)
        .where(k["pass"] == 1, k.completed.is_not(None), k.aside.is_(None), _COUNTED)
        .where(m.answer.c.question.in_(questions))
    )
    settled = (
        select(m.settled.c.serial, p.value)
        .join(m.personal, p.id == m.settled.c.personal)
        .join(m.ballot, bal.serial == m.settled.c.serial)
        .where(_IN_FIGURES, m.settled.c.question.in_(questions))
    )
    found: dict[str, str] = {}
    for query in (keyed, settled):
        found.update({serial: value for serial, value in conn.execute(query) if value})
    return found if named is None else {serial: value for serial, value in found.items() if serial in named}
