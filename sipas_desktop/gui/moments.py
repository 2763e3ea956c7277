"""A fact's time as people in Vietnam read it: their own clock, dd/mm/yyyy."""

from __future__ import annotations

import datetime

from sipas_desktop.domain.fact import VIETNAM


def moment(at: str, seconds: bool = False) -> str:
    """Day and time of ``at`` (ISO 8601, UTC), "31/10/2017 14:05"; "" stays as it is."""
    return _here(at).strftime("%d/%m/%Y %H:%M:%S" if seconds else "%d/%m/%Y %H:%M") if at else ""


def day(at: str) -> str:
    """The day of ``at`` (ISO 8601, UTC), "31/10/2017"; "" stays as it is."""
    return _here(at).strftime("%d/%m/%Y") if at else ""


def _here(at: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(at) + VIETNAM
