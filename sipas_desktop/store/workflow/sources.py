"""Taking a source out of the figures, where it was merged by mistake, and in again.

Its packages stay where they are kept. While it is out nothing of it counts, whatever package of it comes; once it is in
again, its latest one does.
"""

from __future__ import annotations

import secrets
from typing import Final

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.on_package import COUNTING, NEWEST
from sipas_desktop.store.package_rows import held, kinds_of, runs_of
from sipas_desktop.store.workflow.packages import clear_away, lay_down
from sipas_desktop.store.workflow.permission import acting, require

LONGEST: Final = 300  # letters of a reason


def withdraw_source(survey: OpenSurvey, source: str, reason: str) -> None:
    """Let nothing of the source count. Raises ``Refusal`` where nothing of it does, and without a reason."""
    require(survey, Verb.MERGE)
    reason = _reason(reason)
    with acting(survey, Verb.MERGE) as tx:
        counting = COUNTING.first(tx.conn, source=source)
        if counting is None:
            raise Refusal("package.not_counting", source=source)
        tx.append(FactKind.SOURCE_WITHDRAWN, source, source=source, package=counting[1], reason=tx.personal(reason))
    clear_away(survey)


def readmit_source(survey: OpenSurvey, source: str, reason: str) -> None:
    """Let a source that was taken out count again. Raises ``Refusal`` for another, and without a reason."""
    require(survey, Verb.MERGE)
    reason = _reason(reason)
    with survey.reading() as conn:
        newest = NEWEST.first(conn, source=source)
        if newest is None or COUNTING.first(conn, source=source) is not None:
            raise Refusal("package.not_withdrawn", source=source)
        package = held(conn, newest[1])
    if package is None:
        raise Damaged("file.damaged")
    runs = runs_of(package, [secrets.token_hex(16) for _ in range(kinds_of(package))])
    lay_down(survey, runs, package.manifest.created.isoformat())
    with acting(survey, Verb.MERGE) as tx:
        if NEWEST.first(tx.conn, source=source) != newest or COUNTING.first(tx.conn, source=source) is not None:
            raise Refusal("package.meanwhile", file=package.file)
        tx.append(
            FactKind.SOURCE_READMITTED,
            source,
            source=source,
            package=package.sha256,
            reason=tx.personal(reason),
            runs=[run.id for run in runs],
        )
    clear_away(survey)


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if not 0 < len(text) <= LONGEST:
        raise Refusal("package.no_reason", most=LONGEST)
    return text
