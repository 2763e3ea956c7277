"""Whether the links between ballots and members were destroyed: then what they were needed for stands in ``unlinked``.

Only a survey that had links has rows there. They are of the file as it is now, also where an earlier moment of it is
looked at: a link that was destroyed is not there for the report of last month either.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.statements import Statement

# What needs links or whoever may be asked, or would bring what tells whose a ballot is: not said any more afterwards.
ENDED: Final = frozenset(
    {
        FactKind.SAMPLE_IMPORTED,
        FactKind.SAMPLE_DRAWN,
        FactKind.MEMBER_REPLACED,
        FactKind.MEMBERS_ASSIGNED,
        FactKind.CONSENT_SET,
        FactKind.RECHECK_DRAWN,
        FactKind.RECHECK_SENT,
        FactKind.RECHECK_ANSWERED,
        FactKind.ONLINE_BEGUN,
        FactKind.ONLINE_ANSWERED,
        FactKind.ONLINE_IMPORTED,
    }
)

_ONE = Statement(select(m.unlinked.c.serial).where(m.unlinked.c.serial == bindparam("serial")))
_ANY = Statement(select(m.unlinked.c.serial).limit(1))


def are_gone(conn: Connection) -> bool:
    """Whether the links of this file were destroyed."""
    return _ANY.first(conn) is not None


def was_linked(conn: Connection, serial: str) -> bool:
    """Whether the ballot had a link that was destroyed."""
    return _ONE.first(conn, serial=serial) is not None


def refuse_gone(conn: Connection) -> None:
    """Raises ``Refusal`` where the links were destroyed."""
    if are_gone(conn):
        raise Refusal("unlink.after")
