"""Whether an online answer was left out, or taken in again, when the paper of its dossier asked for just that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import COUNTED, State
from sipas_desktop.domain.cleaning import dossier_key
from sipas_desktop.domain.fact import Fact
from sipas_desktop.domain.online import Reason
from sipas_desktop.store import models as m
from sipas_desktop.store.queries.erased import said_in
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement
from sipas_desktop.store.unlinked import are_gone

Said = Mapping[str, Any]

_ANSWER = Statement(
    select(m.ballot.c.run, m.ballot.c.state, m.ballot.c.reason, m.ballot.c.judged, m.online_answer.c.dossier)
    .join(m.ballot, m.ballot.c.serial == m.online_answer.c.serial)
    .where(m.online_answer.c.serial == bindparam("serial"))
)
_DOSSIER = Statement(select(m.personal.c.value).where(m.personal.c.id == bindparam("id")))
_STATE = Statement(select(m.ballot.c.state).where(m.ballot.c.serial == bindparam("serial")))
_LINKED = Statement(
    select(m.link.c.serial, m.sample_member.c.dossier)
    .join(m.sample_member, m.sample_member.c.id == m.link.c.member)
    .where(m.sample_member.c.dossier.is_not(None))
)
_SERIAL = Statement(select(m.link.c.serial).where(m.link.c.member == bindparam("member")))
_LINKS = Statement(select(func.count()).select_from(m.link))
_OF: Final = {(State.SETTLED, None): Reason.ON_PAPER.value, (State.VOIDED, Reason.ON_PAPER): None}


class Papers:
    """``conn`` is the replay, ``source`` the file that is checked, which has the links and the list of members."""

    def __init__(self, conn: Connection, source: Connection) -> None:
        self._conn, self._source = conn, source
        self._links = -1
        self._papers: dict[str, list[str]] = {}  # dossier → serials of paper
        self._erased: dict[str, list[str]] = {}  # dossier of an online answer → members erased who had it
        for said in said_in(source):
            for ref in said["dossiers"]:
                self._erased.setdefault(ref, []).append(said["member"])
        self.beside: set[str] = set()  # runs whose answers count beside the paper of their dossiers

    def may_judge(self, fact: Fact, said: Said) -> bool:
        """Whether ``fact`` says the other of the two than what stood, names the fact that said so, and is right."""
        row = _ANSWER.first(self._conn, serial=fact.subject)
        if row is None:
            return False
        run, state, reason, judged, dossier = row
        standing = (State(state), reason)
        if (
            run in self.beside
            or standing not in _OF
            or _OF[standing] != said["reason"]
            or ref_of(self._conn, judged) != said["supersedes"]
        ):
            return False
        value = _DOSSIER.scalar(self._source, id=dossier)
        if are_gone(self._source):
            return dossier is not None and value is None  # whose paper it was is gone with the links
        of_erased = self._counts_of_erased(dossier)
        if not isinstance(value, str):
            return of_erased is not None and of_erased == (said["reason"] is not None)
        return (bool(of_erased) or self._counts(dossier_key(value))) == (said["reason"] is not None)

    def _counts_of_erased(self, dossier: str | None) -> bool | None:
        """Whether the paper of somebody erased counts who had this dossier; None where nobody erased had it."""
        members = self._erased.get(dossier or "")
        if members is None:
            return None
        serials = [_SERIAL.scalar(self._source, member=member) for member in members]
        return any(serial is not None and _STATE.scalar(self._conn, serial=serial) in COUNTED for serial in serials)

    def _counts(self, dossier: str) -> bool:
        links = int(_LINKS.scalar(self._source) or 0)
        if self._links != links:
            self._links, self._papers = links, {}
            for serial, of in _LINKED.rows(self._source):
                self._papers.setdefault(dossier_key(of), []).append(serial)
        return any(_STATE.scalar(self._conn, serial=serial) in COUNTED for serial in self._papers.get(dossier, ()))
