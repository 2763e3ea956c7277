"""What a report shows of phúc tra."""

from __future__ import annotations

from sipas_desktop.paper.report_recheck import Drawn, Rechecked
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey


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
        rule.channel, draws, found.parts, found.whole, found.void, found.due, found.flags, rule.honest_failed
    )
