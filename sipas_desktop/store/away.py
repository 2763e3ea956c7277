"""Which passes of a ballot are keyed elsewhere, and which keyings are another file's to go on with."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain import serial as serials
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.statements import Statement


@dataclass(frozen=True)
class AwayRow:
    """A pass that is keyed elsewhere: in the office's file at a station, in a station's file not there."""

    pass_no: int
    number: int  # of the hand-out
    name: str
    keyer: str | None  # who keyed it, where a station was told

    @property
    def station(self) -> str:
        """How people call the station: its number, and its name where it was given one."""
        return f"{self.number} ({self.name})" if self.name else f"{self.number}"


_AWAY = Statement(
    select(m.away.c["pass"], m.handout.c.number, m.handout.c.name, m.away.c.operator)
    .join(m.handout, m.handout.c.id == m.away.c.handout)
    .where(m.away.c.serial == bindparam("serial"))
)
_STATION = Statement(
    select(m.opening.c.handout, m.handout.c.number)
    .join(m.fact, m.fact.c.session_no == m.opening.c.session_no)
    .outerjoin(m.handout, m.handout.c.id == m.opening.c.handout)
    .where(m.fact.c.seq == bindparam("seq"))
)


def away(conn: Connection, serial: str) -> dict[int, AwayRow]:
    """The passes of the ballot that are keyed elsewhere."""
    return {row[0]: AwayRow(*row) for row in _AWAY.rows(conn, serial=serial)}


def refuse_away(conn: Connection, serial: str) -> None:
    """Raises ``Refusal`` where any pass of the ballot is at a station: its receipt is not to be changed meanwhile."""
    for row in away(conn, serial).values():
        raise Refusal("handout.away", serial=serials.show(serial), station=row.station)


def refuse_of_other_file(conn: Connection, serial: str, started: int, own: str | None) -> None:
    """Raises ``Refusal`` where the keying that ``started`` tells of began in another file than this.

    Two files that go on with one keying would say two things of it that no later fact could put in order.
    """
    row = _STATION.first(conn, seq=started)
    if row is not None and row[0] != own:
        raise Refusal("handout.keyed_there", serial=serials.show(serial), number=row[1])
