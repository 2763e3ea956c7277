"""What a killed sample import has left: personal data that no list shows, taken away by whoever comes next.

Nobody can tell an import that was killed from one that still runs elsewhere. So both are forgotten, the first row
first, and one that still runs finds that out in its next transaction (``refuse_forgotten``): it is refused, and leaves
nothing.
"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, select

from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.engine import overwrite_what_goes
from sipas_desktop.store.statements import Statement
from sipas_desktop.store.workflow.bulk import ROWS

_WAITING = Statement(select(m.sample_import.c.id).where(m.sample_import.c.published.is_(None)))
_IS_WAITING = Statement(
    select(m.sample_import.c.id).where(m.sample_import.c.id == bindparam("id"), m.sample_import.c.published.is_(None))
)
_MEMBERS = Statement(
    select(m.sample_member.c.id)
    .where(m.sample_member.c["import"] == bindparam("id"))
    .order_by(m.sample_member.c.position)
)
_ANY_MEMBER = Statement(select(m.sample_member.c.id).where(m.sample_member.c["import"] == bindparam("id")).limit(1))
_MEMBER = Statement(select(m.sample_member.c.id).where(m.sample_member.c.id == bindparam("id")))


def forget_interrupted_imports(survey: OpenSurvey) -> None:
    """Take away all rows of imports that were never published."""
    with survey.reading() as conn:
        waiting = [own for (own,) in _WAITING.rows(conn)]
    for own in waiting:
        forget_import(survey, own)


def forget_import(survey: OpenSurvey, own: str) -> None:
    """Take away what the import has laid down, in short transactions; nothing where it was published meanwhile."""
    while True:
        with survey.reading() as conn:
            members = [member for (member,) in _MEMBERS.rows(conn, id=own)]
        for start in range(0, max(1, len(members)), ROWS):
            with survey.writing() as tx:
                if _IS_WAITING.first(tx.conn, id=own) is None:
                    return
                if members:
                    overwrite_what_goes(tx.conn)
                    chunk = members[start : start + ROWS]
                    tx.conn.execute(delete(m.sample_member).where(m.sample_member.c.id.in_(chunk)))
                elif _ANY_MEMBER.first(tx.conn, id=own) is None:
                    tx.conn.execute(delete(m.sample_import).where(m.sample_import.c.id == own))
                    return


def refuse_forgotten(conn: Connection, own: str, first: str | None) -> None:
    """Raises ``Refusal`` where the import was forgotten meanwhile. ``first``: its first row, if that is laid down."""
    if _IS_WAITING.first(conn, id=own) is None or (first is not None and _MEMBER.first(conn, id=first) is None):
        raise Refusal("members.meanwhile")
