"""Brings the projections up to facts about packages: the office's own key, keys of other offices, what was merged.

Which of a source's packages counts follows from the packages alone, whatever order they came in: the one with the
highest sequence, of two with the same one that with the greater hash. Of a source that was taken out none does,
whatever comes of it, until it is taken in again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select, update

from sipas_desktop.domain.fact import Fact, FactKind, canonical
from sipas_desktop.domain.package_zip import Package
from sipas_desktop.store import models as m
from sipas_desktop.store import models_package as p
from sipas_desktop.store.package_rows import Run, held, runs_of
from sipas_desktop.store.statements import Statement, inserting

Said = Mapping[str, Any]

_INSERT_KEY: Final = inserting(p.signing_key)
KEY_IN_USE: Final = Statement(
    select(p.signing_key.c.public, p.signing_key.c.fact).order_by(p.signing_key.c.fact.desc()).limit(1)
)
_DROP_OFFICE: Final = Statement(delete(p.office).where(p.office.c.public == bindparam("public")))
_INSERT_OFFICE: Final = inserting(p.office)
OFFICE: Final = Statement(
    select(p.office.c.name, p.office.c.units, p.office.c.removed, p.office.c.fact).where(
        p.office.c.public == bindparam("public")
    )
)
PACKAGE: Final = Statement(select(p.package.c.fact).where(p.package.c.sha256 == bindparam("sha256")))
COUNTING: Final = Statement(
    select(p.package.c.sequence, p.package.c.sha256).where(
        p.package.c.source == bindparam("source"), p.package.c.counts
    )
)
NEWEST: Final = Statement(  # of a source, whether it counts or not
    select(p.package.c.sequence, p.package.c.sha256, p.package.c.counts)
    .where(p.package.c.source == bindparam("source"))
    .order_by(p.package.c.sequence.desc(), p.package.c.sha256.desc())
    .limit(1)
)
_INSERT_PACKAGE: Final = inserting(p.package)
_INSERT_RUN: Final = inserting(p.package_run)
_INSERT_UNIT: Final = inserting(p.package_unit)
_INSERT_REQUIRED: Final = inserting(p.package_required)
_RUNS: Final = Statement(select(p.package_run.c.run).where(p.package_run.c.package == bindparam("package")))
_PUBLISH: Final = Statement(
    update(m.print_run).where(m.print_run.c.id == bindparam("b_id")).values(published=bindparam("b_fact"))
)
_COUNT_NO_MORE: Final = Statement(
    update(p.package).where(p.package.c.sha256 == bindparam("b_package")).values(counts=False)
)
_COUNT_AGAIN: Final = Statement(
    update(p.package).where(p.package.c.sha256 == bindparam("b_package")).values(counts=True)
)
_OF_PACKAGE: Final = tuple(
    Statement(delete(table).where(table.c.package == bindparam("package")))
    for table in (p.package_run, p.package_unit, p.package_required)
)
_KNOWN_RUN: Final = Statement(select(m.print_run.c.id).where(m.print_run.c.id == bindparam("id")))
INSERT_RUN: Final = inserting(m.print_run)
INSERT_BALLOTS: Final = inserting(m.ballot, "serial", "run", "state", "unit", "channel", "photocopy", "received_on")
INSERT_ANSWERS: Final = inserting(m.settled)
INSERT_COUNTS: Final = inserting(m.settled_count)


def _signing_key_set(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    _INSERT_KEY.run(conn, fact=fact.seq, public=said["public"])


def _office_set(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    _DROP_OFFICE.run(conn, public=said["public"])
    row = {"name": said["name"], "units": canonical(said["units"]), "removed": said["removed"]}
    _INSERT_OFFICE.run(conn, public=said["public"], **row, fact=fact.seq)


def units_for(units: str) -> frozenset[str]:
    """The units that an office may speak for, as its row holds them; none: any."""
    return frozenset(json.loads(units))


def _package_merged(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """Its records count from here on, unless a later package of its source does."""
    package = held(conn, said["package"])
    assert package is not None  # whoever brings the fact has put it by
    told = package.manifest
    if said["supersedes"] is not None:
        _supersede(conn, said["supersedes"])
    _INSERT_PACKAGE.run(
        conn,
        sha256=package.sha256,
        source=told.survey_id,
        title=told.title,
        sequence=told.sequence,
        public=told.public_key,
        vouched=said["vouched"],
        records=told.own,
        created=told.created.isoformat(),
        counts=said["counts"],
        fact=fact.seq,
    )
    if said["counts"]:
        _count(conn, fact, package, said["runs"])


def _count(conn: Connection, fact: Fact, package: Package, runs: list[str]) -> None:
    created = package.manifest.created.isoformat()
    for run in runs_of(package, runs):
        if _KNOWN_RUN.first(conn, id=run.id) is None:  # else the writer laid its rows down before
            _lay_down(conn, run, created)
        _PUBLISH.run(conn, b_id=run.id, b_fact=fact.seq)
        _INSERT_RUN.run(conn, run=run.id, package=package.sha256)
    _tell_units(conn, package)


def is_withdrawn(conn: Connection, source: str) -> bool:
    """Whether the source was taken out: of every other one of which there is a package, one counts."""
    return NEWEST.first(conn, source=source) is not None and COUNTING.first(conn, source=source) is None


def _source_withdrawn(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    _supersede(conn, said["package"])


def _source_readmitted(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    package = held(conn, said["package"])
    assert package is not None  # it was merged
    _COUNT_AGAIN.run(conn, b_package=package.sha256)
    _count(conn, fact, package, said["runs"])


def _supersede(conn: Connection, package: str) -> None:
    """Its records count no more. Their rows are nobody's now; the writer clears them away when it has time."""
    _COUNT_NO_MORE.run(conn, b_package=package)
    for (run,) in _RUNS.rows(conn, package=package):
        _PUBLISH.run(conn, b_id=run, b_fact=None)
    for statement in _OF_PACKAGE:
        statement.run(conn, package=package)


def _lay_down(conn: Connection, run: Run, created: str) -> None:
    INSERT_RUN.run(conn, **run.row)
    INSERT_BALLOTS.run_many(conn, list(run.ballots(created)))
    for rows in run.answers():
        INSERT_ANSWERS.run_many(conn, rows)
    INSERT_COUNTS.run_many(conn, run.counts())


def _tell_units(conn: Connection, package: Package) -> None:
    names = package.manifest.names.get("unit", {})
    units = [
        vars(each) | {"package": package.sha256, "invalid": canonical(each.invalid), "name": names.get(each.unit, "")}
        for each in package.manifest.units
    ]
    _INSERT_UNIT.run_many(conn, units)
    required = package.manifest.required
    rows = [{"package": package.sha256, "unit": unit, "required": number} for unit, number in required.items()]
    _INSERT_REQUIRED.run_many(conn, rows)


PROJECT: Final[dict[str, Callable[[Connection, Fact, Said, str], None]]] = {
    FactKind.SIGNING_KEY_SET: _signing_key_set,
    FactKind.OFFICE_SET: _office_set,
    FactKind.PACKAGE_MERGED: _package_merged,
    FactKind.SOURCE_WITHDRAWN: _source_withdrawn,
    FactKind.SOURCE_READMITTED: _source_readmitted,
}
