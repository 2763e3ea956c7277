"""How figures came about: what was keyed and compared, by how many people, and what still waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import IN_FIGURES, OPEN, State
from sipas_desktop.domain.keying_sample import Stated
from sipas_desktop.domain.online import COMMENT
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.purposes import NOT_PRINTED
from sipas_desktop.store.queries.chosen import Filter, chosen_ballots, form_of
from sipas_desktop.store.queries.figures import ballot_counts
from sipas_desktop.store.queries.keying_sample import stated
from sipas_desktop.store.workflow.permission import require

# An online answer keeps what it says when it is left out for its paper.
_IN_FIGURES: Final = m.ballot.c.state.in_([state.value for state in IN_FIGURES])


@dataclass(frozen=True)
class ProcessCounts:
    """How the figures came about."""

    double_keyed: int  # settled ballots of paper: two complete keyings, compared
    fields: int  # fields of those that were compared
    discrepancies: int  # of these, fields that differed; an adjudicator decided each, but for those ``by_third``
    differing: int  # ballots whose discrepancies wait for the adjudicator or a third clerk
    unsettled: int  # valid ballots that are not in the figures yet
    keyers: int
    adjudicators: int
    photocopies: int
    comments: int  # settled ballots with words of the respondent
    online: int = 0  # settled online answers: nobody keyed them
    only_comments: int = 0  # online answers that rate nothing, kept for their words: in no other number here
    single_keyed: int = 0  # settled ballots of paper after one keying, under a sampling plan
    sampled: Stated | None = None  # how, where the form's ballots are not all keyed twice
    rekeyed: int = 0  # ballots of which a third clerk keyed what differed
    by_third: int = 0  # fields decided since she agreed with one of the two, where the plan says so
    brought: int = 0  # settled ballots of other offices' packages: keyed there


def process(survey: OpenSurvey, chosen: Filter | None = None) -> ProcessCounts:
    """How the chosen figures came about."""
    require(survey, Verb.SEE_RESULTS)
    chosen = chosen or Filter()
    form = form_of(survey, chosen)
    serials = chosen_ballots(chosen, form)
    with survey.reading() as conn:
        ballots = ballot_counts(survey, conn, form, chosen)
        settling = m.settling.c
        here = settling.serial.in_(serials)
        discrepancies = conn.execute(select(func.sum(settling.discrepancies)).where(here)).scalar() or 0
        differing = select(func.count()).where(m.ballot.c.state.in_(sorted(OPEN)), m.ballot.c.serial.in_(serials))
        waiting = conn.execute(differing).scalar() or 0
        by_third = m.settling_by_third.c
        thirds = select(func.sum(by_third.fields)).where(by_third.serial.in_(serials))
        k = m.keying.c
        again = select(func.count(k.serial.distinct())).where(
            k.serial.in_(serials), k["pass"] == 3, k.completed.is_not(None), k.aside.is_(None)
        )
        keyed = serials.where(m.print_run.c.purpose.not_in(NOT_PRINTED), m.ballot.c.state != State.SINGLE_KEYED.value)
        double = keyed.with_only_columns(func.count()).where(_IN_FIGURES)
        fields = conn.execute(select(func.count()).where(m.settled.c.serial.in_(keyed))).scalar() or 0
        keyers = select(func.count(m.keying.c.operator.distinct())).where(m.keying.c.serial.in_(serials))
        deciders = select(func.count(m.adjudication.c.operator.distinct())).where(m.adjudication.c.serial.in_(serials))
        copies = serials.with_only_columns(func.count()).where(m.ballot.c.photocopy)
        texts = [question.code for question in form.questions if question.kind.value == "long_text"]
        words = select(func.count(m.settled.c.serial.distinct())).where(
            m.settled.c.question.in_(texts), m.settled.c.personal.is_not(None)
        )
        of_ballots = words.where(m.settled.c.serial.in_(serials.where(_IN_FIGURES)))
        of_others = words.where(m.settled.c.serial.in_(serials.where(m.ballot.c.reason == COMMENT)))
        return ProcessCounts(
            double_keyed=conn.execute(double).scalar() or 0,
            fields=fields,
            discrepancies=discrepancies,
            differing=waiting,
            unsettled=ballots.valid - ballots.settled,
            keyers=conn.execute(keyers).scalar() or 0,
            adjudicators=conn.execute(deciders).scalar() or 0,
            photocopies=conn.execute(copies).scalar() or 0,
            comments=conn.execute(of_ballots).scalar() or 0,
            online=ballots.online,
            only_comments=conn.execute(of_others).scalar() or 0,
            single_keyed=ballots.single_keyed,
            sampled=stated(conn, survey.plan.keying) if survey.plan.keying.is_sampled(form.code) else None,
            rekeyed=conn.execute(again).scalar() or 0,
            by_third=conn.execute(thirds).scalar() or 0,
            brought=ballots.brought,
        )
