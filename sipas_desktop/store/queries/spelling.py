"""Discrepancies of spelling alone, which are looked at and decided together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, select

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.plan import Third
from sipas_desktop.domain.spelling import spelled_alike, taken_spelling
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.discrepancies import discrepancies
from sipas_desktop.store.queries.differences import OpenDiscrepancy, is_swapped, refuse_keyers


def _worded_otherwise() -> Select[Any]:
    """Undecided fields of differing ballots that both keyings have with the same code and with other words."""
    keyed, answer, words = ([table.alias() for _ in range(2)] for table in (m.keying, m.answer, m.personal))
    query = select(
        m.ballot.c.serial,
        m.ballot.c.batch,
        m.ballot.c.position,
        m.print_run.c.form,
        answer[0].c.question,
        answer[0].c.value,
        answer[0].c.fact.label("first"),
        answer[1].c.fact.label("second"),
        words[0].c.value.label("one"),
        words[1].c.value.label("other"),
    ).join(m.print_run, m.print_run.c.id == m.ballot.c.run)
    for number in (0, 1):
        query = (
            query.join(keyed[number], keyed[number].c.serial == m.ballot.c.serial)
            .join(answer[number], answer[number].c.keying == keyed[number].c.started)
            .join(words[number], words[number].c.id == answer[number].c.personal)
            .where(keyed[number].c["pass"] == number + 1, keyed[number].c.aside.is_(None))
        )
    d = m.adjudication.c
    decided = exists().where(d.serial == m.ballot.c.serial, d.a == answer[0].c.fact, d.b == answer[1].c.fact)
    return query.where(
        m.ballot.c.state == State.DIFFERING.value,
        answer[0].c.question == answer[1].c.question,
        answer[0].c.value == answer[1].c.value,
        words[0].c.value != words[1].c.value,
        ~decided.where(d.superseded.is_(None), d.question == answer[0].c.question),
    ).order_by(m.ballot.c.batch, m.ballot.c.position, m.ballot.c.serial, answer[0].c.question)


_WORDED_OTHERWISE = _worded_otherwise()


@dataclass(frozen=True)
class SpellingDifference:
    """One field whose two keyings differ only in the spelling of words, and the spelling that would be taken."""

    found: OpenDiscrepancy
    taken: Answer


def spelling_differences(
    survey: OpenSurvey, progress: Callable[[int, int], None] | None = None
) -> tuple[SpellingDifference, ...]:
    """The open discrepancies of spelling alone on ballots that the operator did not key, in the order of the bundles.

    All differing ballots are gone through, so this is asked when somebody wants the list, not at every
    look at the page. ``progress(fields, of)`` is called now and then.
    """
    refuse_keyers(survey)
    third = survey.plan.keying.third
    keyed = select(m.keying.c.serial).where(m.keying.c.operator == survey.operator.name)
    found = []
    with survey.reading() as conn:
        rows = conn.execute(_WORDED_OTHERWISE.where(m.ballot.c.serial.not_in(keyed))).all()
        for done, row in enumerate(rows, start=1):
            if progress is not None:
                progress(done, len(rows))
            a, b = Answer(row.value, row.one), Answer(row.value, row.other)
            if not spelled_alike(a, b):
                continue
            form = survey.forms[row.form]
            if form.gates or third is Third.SETTLES:  # it may not be asked by what was decided, or be decided already
                waiting = discrepancies(conn, row.serial, form, third).open
                if all(each.question != row.question for each in waiting):
                    continue
            swapped = is_swapped(row.serial, row.question, row.first, row.second)
            sides = (b, a) if swapped else (a, b)
            place = (row.batch or "", row.position)
            shown = OpenDiscrepancy(row.serial, row.question, row.form, *sides, *place)
            found.append(SpellingDifference(shown, taken_spelling(a, b)))
    return tuple(found)
