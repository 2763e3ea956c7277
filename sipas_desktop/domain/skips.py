"""What a ballot skips: an answer that leads past other questions ("nếu … chuyển câu …") makes them not asked.

A skipped question is neither blank nor missing. Which ones are skipped follows from the answers alone, in the order of
the paper: a question that is skipped itself leads past nothing, and neither does one that is blank, over-marked,
illegible or not yet keyed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.form import Form

NOTHING: frozenset[str] = frozenset()


def skipped(form: Form, values: Mapping[str, str]) -> frozenset[str]:
    """The questions that ``values`` (question → stored value) lead past; what stands on a skipped one leads nowhere."""
    found = NOTHING
    for code, leads in form.gates.items():
        if code not in found and code in values:
            found |= leads.get(values[code], NOTHING)
    return found


def skipped_by(form: Form, values: Mapping[str, str], question: str) -> str | None:
    """The question whose answer leads past ``question``; None where nothing does."""
    found = NOTHING
    for code, leads in form.gates.items():
        if code not in found and code in values:
            passed = leads.get(values[code], NOTHING)
            if question in passed:
                return code
            found |= passed
    return None


@dataclass(frozen=True)
class Turned:
    """What an answer does to other questions of its keying: these are ``skipped`` now, those ``opened`` again."""

    skipped: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()


def turned(form: Form, asked: Collection[str], before: Mapping[str, str], new: Mapping[str, str]) -> Turned:
    """What becomes of the questions ``asked`` when ``new`` answers join those keyed ``before``.

    Values are stored values; "skipped" among them says how far it came, not what was answered.
    """
    values = {code: value for code, value in {**before, **new}.items() if value != a.SKIPPED}
    due = skipped(form, values)
    return Turned(
        tuple(code for code in asked if code in due and before.get(code) != a.SKIPPED),
        tuple(code for code in asked if code not in due and before.get(code) == a.SKIPPED),
    )


@dataclass(frozen=True)
class Standing:
    """How far two complete keyings and the decisions on them have come; the codes in the order of the paper.

    ``open`` waits for a decision. ``skipped`` is not asked, by what is settled: what was keyed there does not count.
    What hangs on an open question is in neither: it waits for the decision on that.
    """

    open: tuple[str, ...]
    skipped: tuple[str, ...]


def standing(
    form: Form,
    first: Mapping[str, str],
    second: Mapping[str, str],
    differing: Collection[str],
    decided: Mapping[str, str],
) -> Standing:
    """What is left to decide on a ballot.

    ``first``, ``second``: the keyings, question → stored value; ``differing``: where they are not the same, words
    included; ``decided``: question → the value decided on. A question that neither keyer was asked, but that is asked
    by what was decided since, is open as well.
    """
    waiting: set[str] = set()
    gone: set[str] = set()
    to_decide, passed = [], []
    for question in form.questions:
        code = question.code
        if code not in first or code not in second or code in waiting:
            continue
        if code in gone:
            passed.append(code)
            continue
        value = decided.get(code, a.SKIPPED if code in differing else first[code])
        leads = form.gates.get(code, {})
        if value == a.SKIPPED:  # nobody has answered it, or not alike
            to_decide.append(code)
            waiting.update(*leads.values())
        else:
            gone |= leads.get(value, NOTHING)
    return Standing(tuple(to_decide), tuple(passed))
