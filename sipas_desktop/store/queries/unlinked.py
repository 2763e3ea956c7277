"""What the fact that links were destroyed explains: links, replies and dossiers that are gone, and what stays.

It comes after what it took away, so it is read before the first fact is followed, like those about erased persons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.sql import func

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.store import models as m
from sipas_desktop.store.links import goes, kept_in, unlinked_sha256, words_to_go
from sipas_desktop.store.statements import Statement

Said = Mapping[str, Any]

_SAID = Statement(select(func.count()).where(m.fact.c.kind == FactKind.LINKS_DESTROYED.value))
_KEPT = Statement(
    select(func.count())
    .select_from(m.unlinked)
    .where(m.unlinked.c.serial.between(bindparam("first"), bindparam("last")))
)
_IN_ALL = Statement(select(func.count()).select_from(m.unlinked))
_LINKS = Statement(select(func.count()).select_from(m.link))
_VALUE = Statement(select(m.personal.c.salt, m.personal.c.value).where(m.personal.c.id == bindparam("id")))


class Unlinked:
    """``source`` is the file that is checked; ``destroyed``: whether a fact, wherever it lies, says it of its links."""

    def __init__(self, source: Connection, destroyed: bool | None = None) -> None:
        self._source = source
        self.destroyed = bool(_SAID.scalar(source)) if destroyed is None else destroyed

    def linked(self, first: str, last: str) -> int:
        """How many ballots between two serials had a link; it is gone."""
        return int(_KEPT.scalar(self._source, first=first, last=last) or 0)

    def explains_text(self, kind: str, said: Said, ref: str) -> bool:
        """Whether the value ``ref`` of that fact is gone with the links."""
        return self.destroyed and goes(kind, said, ref)

    def is_right(self, said: Said) -> bool:
        """Whether all is gone that had to go, and what stays is what the fact says."""
        kept = kept_in(self._source)
        return (
            not _LINKS.scalar(self._source)
            and len(kept) == said["links"]
            and unlinked_sha256(kept) == said["kept"]
            and self._are_empty(words_to_go(self._source))
        )

    def _are_empty(self, refs: Iterable[str]) -> bool:
        return all(_VALUE.first(self._source, id=ref) in ((None, None), None) for ref in refs)

    def strays(self) -> bool:
        """Whether something is kept of ballots although no fact says that their links were destroyed."""
        return not self.destroyed and bool(_IN_ALL.scalar(self._source))
