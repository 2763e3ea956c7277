"""The versions of ballot forms as the survey's file holds them, for the verbs, the hand-outs and the check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.store import models as m
from sipas_desktop.store.statements import Statement

_F = m.form.c
_ALL = Statement(select(_F.sha256, _F.code, _F.superseded).order_by(_F.fact, _F.code, _F.sha256))
_SOURCE = Statement(
    select(m.document.c.code, m.document.c.source)
    .join(m.form, _F.sha256 == m.document.c.sha256)
    .where(_F.sha256 == bindparam("sha256"))
)
_CURRENT = Statement(select(_F.sha256).where(_F.code == bindparam("code"), _F.superseded.is_(None)))
_OF_CODE = Statement(select(_F.sha256, _F.fact).where(_F.code == bindparam("code")))
_RUN = Statement(select(m.print_run.c.id).where(m.print_run.c.form == bindparam("sha256")).limit(1))


class FormsHeld(Mapping[str, Form]):
    """A survey's ballot forms by the hash of their text, every version, the oldest first.

    Each is read once. Another window may add a version at any time, so which there are is asked of the file.
    """

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._reading = reading
        self._read: dict[str, Form] = {}

    def __getitem__(self, sha256: str) -> Form:
        form = self._read.get(sha256)
        if form is None:
            with self._reading() as conn:
                row = _SOURCE.first(conn, sha256=sha256)
            if row is None:
                raise KeyError(sha256)
            form = self._read[sha256] = read_form(row[1], f"{row[0]}.toml")
        return form

    def __iter__(self) -> Iterator[str]:
        with self._reading() as conn:
            return iter([sha for sha, _, _ in _ALL.rows(conn)])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def current(self) -> dict[str, Form]:
        """The newest version of each form, by its code."""
        with self._reading() as conn:
            newest = {code: sha for sha, code, superseded in _ALL.rows(conn) if superseded is None}
        return {code: self[sha] for code, sha in sorted(newest.items())}

    def in_use(self) -> list[Form]:
        """The newest version of each form, and the older ones that ballots were printed on."""
        with self._reading() as conn:
            rows = _ALL.rows(conn)
            used = [sha for sha, _, superseded in rows if superseded is None or is_printed(conn, sha)]
        return [self[sha] for sha in used]

    def printed(self, code: str) -> tuple[Form, ...]:
        """The versions of the form ``code`` that there are ballots of."""
        with self._reading() as conn:
            found = [sha for sha in of_code(conn, code) if is_printed(conn, sha)]
        return tuple(self[sha] for sha in found)


def versions(conn: Connection) -> dict[str, Any]:
    """``forms``: code → hash of the newest version; ``older``: hash → code of the others. What a hand-out says."""
    rows = _ALL.rows(conn)
    return {
        "forms": {code: sha for sha, code, superseded in rows if superseded is None},
        "older": {sha: code for sha, code, superseded in rows if superseded is not None},
    }


def current_sha(conn: Connection, code: str) -> str | None:
    """The hash of the newest version of the form ``code``."""
    found = _CURRENT.scalar(conn, code=code)
    return None if found is None else str(found)


def of_code(conn: Connection, code: str) -> dict[str, int]:
    """Hash → the fact that brought it last, of every version of the form ``code``."""
    return {sha: int(fact) for sha, fact in _OF_CODE.rows(conn, code=code)}


def is_printed(conn: Connection, sha256: str) -> bool:
    """Whether there is a print run of the form, or one that was begun."""
    return _RUN.first(conn, sha256=sha256) is not None
