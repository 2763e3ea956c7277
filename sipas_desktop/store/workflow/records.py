"""Records that leave the survey with serials and words: somebody allowed it, and the history says who and why."""

from __future__ import annotations

from typing import Final

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow.permission import acting, require

LONGEST: Final = 300  # letters of who allowed it, and of the reason


def record_taken(survey: OpenSurvey, records: int, records_sha256: str, allowed_by: str, reason: str) -> None:
    """Write down that ``records`` go out with serials and words. Raises ``Refusal`` as ``check_taken``."""
    allowed_by, reason = check_taken(survey, allowed_by, reason)
    with acting(survey, Verb.TAKE_RECORDS) as tx:
        tx.append(
            FactKind.RECORDS_TAKEN,
            records=records,
            sha256=records_sha256,
            allowed_by=tx.personal(allowed_by),
            reason=tx.personal(reason),
        )


def check_taken(survey: OpenSurvey, allowed_by: str, reason: str) -> tuple[str, str]:
    """Both as they are written down. Raises ``Refusal`` where one of them is empty or too long, and by role."""
    require(survey, Verb.TAKE_RECORDS)
    texts = tuple(" ".join(text.split()) for text in (allowed_by, reason))
    if not all(0 < len(text) <= LONGEST for text in texts):
        raise Refusal("records.not_allowed", most=LONGEST)
    return texts[0], texts[1]
