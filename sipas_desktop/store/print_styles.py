"""How ballots were printed, as their run keeps it, and the logo at their head, as the survey keeps it."""

from __future__ import annotations

import base64
import json
from typing import Final

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.print_style import BEFORE, PrintStyle, read_style
from sipas_desktop.store import models as m
from sipas_desktop.store.statements import Statement

_STYLE: Final = Statement(
    select(m.print_style.c.style)
    .join(m.ballot, m.ballot.c.run == m.print_style.c.run)
    .where(m.ballot.c.serial == bindparam("serial"))
)

_CREATED: Final = Statement(select(m.fact.c.payload).where(m.fact.c.kind == bindparam("kind")))
_VALUE: Final = Statement(select(m.personal.c.value).where(m.personal.c.id == bindparam("id")))


def style_of(conn: Connection, serial: str) -> PrintStyle:
    """The style in which the ballot with this serial was printed."""
    return read_kept(_STYLE.scalar(conn, serial=serial)) or BEFORE


def read_kept(kept: str | None) -> PrintStyle | None:
    """The style that a row of ``print_style`` holds; None where there is no row."""
    return read_style(json.loads(kept)) if kept else None


def logo_said(png: bytes) -> str:
    """The logo as a value that the fact which creates a survey commits to."""
    return base64.b64encode(png).decode("ascii")


def logo_of(conn: Connection) -> bytes | None:
    """The survey's logo, a PNG; None where its plan came without one, and in a station's file."""
    payload = _CREATED.scalar(conn, kind=FactKind.SURVEY_CREATED.value)
    said = json.loads(payload).get("logo") if payload else None
    value = _VALUE.scalar(conn, id=said["ref"]) if said else None
    return base64.b64decode(value) if value else None
