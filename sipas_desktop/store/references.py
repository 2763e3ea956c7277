"""Facts as others name them: session:n in every file, a number (seq) in this one."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import NoResultFound

from sipas_desktop.store import models as m
from sipas_desktop.store.statements import Statement

_SEQ = Statement(
    select(m.fact.c.seq)
    .join(m.session, m.session.c.no == m.fact.c.session_no)
    .where(m.session.c.id == bindparam("session"), m.fact.c.n == bindparam("n"))
)
_REF = Statement(
    select(m.session.c.id, m.fact.c.n)
    .join(m.session, m.session.c.no == m.fact.c.session_no)
    .where(m.fact.c.seq == bindparam("seq"))
)


def seq_of(conn: Connection, ref: str) -> int:
    """The place in this file of the fact that ``ref`` (session:n) names. Raises ``NoResultFound``."""
    session, _, n = ref.partition(":")
    seq = _SEQ.scalar(conn, session=session, n=int(n))
    if seq is None:
        raise NoResultFound(ref)
    return int(seq)


def ref_of(conn: Connection, seq: int) -> str:
    """The reverse of ``seq_of``."""
    row = _REF.first(conn, seq=seq)
    if row is None:
        raise NoResultFound(str(seq))
    return f"{row[0]}:{row[1]}"
