"""What is left to decide on a ballot: the two keyings and the decisions on them, read by what its form skips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from sipas_desktop.domain.answer import SKIPPED, Answer
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.plan import Third
from sipas_desktop.domain.skips import standing
from sipas_desktop.store.ballot_rows import AnswerRow, Difference, answers, differences_between, keyings


@dataclass(frozen=True)
class Discrepancies:
    """``open`` waits for a decision, in the order in which it can be decided; ``decided`` has one that stands.

    ``skipped``: questions that are not asked by what is settled, although at least one keying has something else.
    """

    open: tuple[Difference, ...] = ()
    decided: tuple[Difference, ...] = ()
    skipped: tuple[str, ...] = ()

    def find(self, question: str) -> Difference | None:
        """The one about ``question``, open or decided."""
        return next((each for each in (*self.open, *self.decided) if each.question == question), None)


def discrepancies(conn: Connection, serial: str, form: Form, third: Third) -> Discrepancies:
    """How the ballot stands; nothing while one of its keyings is not there. Both are taken to be complete.

    ``third``: what the plan lets the keying of a third clerk do, which counts once it is complete.
    """
    passes = keyings(conn, serial)
    if 1 not in passes or 2 not in passes:
        return Discrepancies()
    first, second = (answers(conn, passes[number].started) for number in (1, 2))
    found = differences_between(conn, serial, first, second)
    if 3 in passes and passes[3].completed is not None:
        again = answers(conn, passes[3].started)
        found = [_with_third(each, again.get(each.question), third) for each in found]
    if not form.gates:
        waiting = tuple(each for each in found if each.decision is None)
        return Discrepancies(waiting, tuple(each for each in found if each.decision is not None))
    return _with_skips(form, first, second, {each.question: each for each in found})


def _with_third(each: Difference, keyed: AnswerRow | None, third: Third) -> Difference:
    if keyed is None:
        return each
    agrees = keyed.answer in (each.a.answer, each.b.answer)
    if third is Third.SETTLES and each.decision is None and each.differs and agrees:
        return replace(each, third=keyed, decision=keyed, by_third=True)
    return replace(each, third=keyed)


def _with_skips(
    form: Form, first: Mapping[str, AnswerRow], second: Mapping[str, AnswerRow], found: Mapping[str, Difference]
) -> Discrepancies:
    stands = standing(
        form,
        {code: row.answer.value for code, row in first.items()},
        {code: row.answer.value for code, row in second.items()},
        [code for code, each in found.items() if each.differs],
        {code: each.decision.answer.value for code, each in found.items() if each.decision is not None},
    )
    waiting = tuple(
        found.get(code) or Difference(code, first[code], second[code], decision=None) for code in stands.open
    )
    passed = set(stands.skipped)
    decided = (each for code, each in found.items() if each.decision is not None and code not in passed)
    alike = {code for code in passed - found.keys() if first[code].answer == Answer(SKIPPED)}
    skipped = (code for code in stands.skipped if code not in alike)
    return Discrepancies(waiting, tuple(decided), tuple(skipped))
