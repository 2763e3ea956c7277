"""Says in the history that the survey stands on a backup or was put together from a damaged file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.gaps import Missing, told
from sipas_desktop.store.workflow.permission import acting

Heads = Mapping[str, tuple[int, str]]  # session → (n, hash in hex)


def record_restored(survey: OpenSurvey, backup: str, sha256: str, heads: Heads, replaced: Heads | None) -> Fact:
    """Append that ``survey`` is the backup file of that name and hash, which had ``heads``.

    ``replaced`` are the heads of the file whose place it takes: what lay beyond ``heads`` in it is not here. None
    where there was no such file, or it could not be read.
    """
    with acting(survey, Verb.RESTORE) as tx:
        return tx.append(
            FactKind.RESTORED,
            "",
            backup=backup,
            sha256=sha256,
            heads=_listed(heads),
            replaced=None if replaced is None else _listed(replaced),
        )


def record_salvaged(
    survey: OpenSurvey,
    damaged: str,
    facts: int,
    unread: int,
    left_out: int,
    kept: Mapping[str, int],
    backup: str | None,
    missing: Iterable[Missing] = (),
) -> Fact:
    """Append that ``survey`` was put together from the file ``damaged`` and, where one was at hand, a backup.

    ``facts`` were kept, ``unread`` could not be read, ``left_out`` were read but hang on lost ones; ``kept``: how many
    facts were kept of each session that lacks some; ``missing``: what the check shall accept, and
    nothing else; it does so only where this is the first thing that its session says.
    """
    with acting(survey, Verb.RESTORE) as tx:
        return tx.append(
            FactKind.SALVAGED,
            "",
            damaged=damaged,
            facts=facts,
            unread=unread,
            left_out=left_out,
            cut=dict(kept),
            backup=backup,
            **told(missing),
        )


def _listed(heads: Heads) -> dict[str, list[int | str]]:
    return {session: [n, digest] for session, (n, digest) in heads.items()}
