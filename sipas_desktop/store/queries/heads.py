"""The survey's head: one hash over the last fact of every session."""

from __future__ import annotations

from sipas_desktop.domain.fact import survey_head
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import all_heads


def current_head(survey: OpenSurvey) -> str:
    """The head as it is now; the next fact changes it."""
    with survey.reading() as conn:
        return survey_head(all_heads(conn))
