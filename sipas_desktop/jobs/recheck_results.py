"""What a report shows of phúc tra."""

from __future__ import annotations

from dataclasses import replace

from sipas_desktop.domain.recheck import How
from sipas_desktop.domain.recheck_power import power
from sipas_desktop.paper.report_recheck import Drawn, Rechecked
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey


def finds(survey: OpenSurvey) -> float | None:
    """Of 100 surveys, in how many the last random draw and the plan's rules find an interviewer who made up ballots.

    As many of hers as the plan expects, where she has the middle number of all interviewers' ballots. None where the
    plan states no rates, no interviewer is known, or she has too many ballots to work it out. Takes a second or more.
    """
    rule, found = survey.plan.recheck, queries.recheck_figures(survey)
    sizes = sorted(part.answered for part in found.parts if part.interviewer and part.answered)
    least = next((each.minimum for each in reversed(found.draws) if each.how is How.RANDOM), None)
    if rule is None or not sizes or least is None:
        return None
    own = power(replace(rule, minimum=least), sizes[len(sizes) // 2], len(sizes))
    return None if own is None else 100 * own.found


def recheck_part(survey: OpenSurvey) -> Rechecked | None:
    """Phúc tra of the whole survey; None where nothing was drawn."""
    rule = survey.plan.recheck
    if rule is None:
        return None
    found = queries.recheck_figures(survey)
    draws = [
        Drawn(each.how, each.drawn, each.answered, each.pool, each.seed, each.minimum, each.interviewer)
        for each in found.draws
    ]
    if not draws:
        return None
    return Rechecked(
        rule.channel,
        draws,
        found.parts,
        found.whole,
        found.void,
        found.due,
        found.flags,
        rule.honest_failed,
        rule.in_stages,
    )
