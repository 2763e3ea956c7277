"""The survey's head on paper: what ties a printed document to the history behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sipas_desktop.domain.fact import FactKind, survey_head
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import all_heads
from sipas_desktop.store.workflow.permission import acting

Heads = Mapping[str, tuple[int, str]]  # session → (n, hash in hex)


def record_head(survey: OpenSurvey, on: str, heads: Heads | None = None, **said: Any) -> str:
    """Append a fact that holds all session heads; returns the head that is printed on the document.

    ``on`` says on what: report | package. ``heads`` are those of the snapshot that the document was read from, so that
    the head is of just what it says; by default those of this moment. A cut or rewritten history shows against a
    printed head.
    """
    with acting(survey, Verb.EXPORT if on == "package" else Verb.REPORT) as tx:
        _ = tx.session_no  # the session's own first fact is among the heads
        heads = all_heads(tx.conn) if heads is None else heads
        head = survey_head(heads)
        listed = {session: [n, digest] for session, (n, digest) in heads.items()}
        tx.append(FactKind.HEAD_PRINTED, "", on=on, head=head, heads=listed, **said)
    return head
