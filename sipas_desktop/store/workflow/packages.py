"""Taking in packages of other offices: the union of what they say, of each source the latest.

The records are laid down in short transactions, so that nobody who keys here waits, and count from the fact on that
says so. What became of no package, because a merge was broken off or a later one came, is cleared away by and by.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.package import fingerprint
from sipas_desktop.domain.package_records import own_records
from sipas_desktop.domain.package_zip import Package, held_in
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.signature import verify
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.on_package import (
    COUNTING,
    INSERT_ANSWERS,
    INSERT_BALLOTS,
    INSERT_COUNTS,
    INSERT_RUN,
    OFFICE,
    PACKAGE,
    is_withdrawn,
    units_for,
)
from sipas_desktop.store.package_rows import Run, keep, kinds_of, runs_of, units_of
from sipas_desktop.store.purposes import OF_PACKAGES
from sipas_desktop.store.statements import Statement
from sipas_desktop.store.workflow.bulk import PAUSE_SECONDS
from sipas_desktop.store.workflow.catalogues import KINDS, Entry, name_entries, usable
from sipas_desktop.store.workflow.permission import acting, require

BALLOTS = 50  # laid down at once
WORK_SECONDS = 0.02  # of one transaction, its commit aside: whoever keys waits for all of it


class Came(StrEnum):
    """What a package changed."""

    ADDED = "added"  # the first of its source
    REPLACED = "replaced"  # later than the one that counted until now
    WITHDRAWN = "withdrawn"  # its source was taken out: it is put by
    OLDER = "older"  # a later one of its source counts: it is put by
    KNOWN = "known"  # merged before


@dataclass(frozen=True)
class Taken:
    """One package that was taken in; ``records`` are its source's own."""

    sha256: str
    source: str
    title: str
    records: int
    came: Came


def packages_of(survey: OpenSurvey, package: Package, *, by_anybody: bool = False) -> list[Package]:
    """``package`` and those that it holds, all of which may be merged; nothing is changed.

    ``by_anybody``: who signed it will be registered, should she be unknown.

    Raises ``Refusal`` for another plan or form, a signer who is not registered, a unit that she may not speak for,
    records that are not what the manifest says, and packages of this survey itself.
    """
    require(survey, Verb.MERGE)
    found = [package, *held_in(package, verify)]
    with survey.reading() as conn:
        units = _units_of_signer(conn, package, by_anybody)
    for each in found:
        told = each.manifest
        if told.plan_sha256 != survey.plan.sha256:
            raise Refusal("package.other_plan", file=each.file, plan=told.plan_id)
        if other := sorted(form.code for form in told.forms if form.sha256 not in survey.forms):
            raise Refusal("package.other_form", file=each.file, forms=", ".join(other))
        if told.survey_id == survey.about.id:
            raise Refusal("package.own", file=each.file)
        own_records(each, survey.plan, survey.forms)
        for kind, names in told.names.items():
            if kind not in KINDS:
                raise Refusal("package.records", file=each.file, name="manifest.json")
            usable([Entry(code, name) for code, name in names.items()])
        if units and (strange := sorted(units_of(each) - units)):
            raise Refusal("package.other_units", file=each.file, units=", ".join(strange[:5]))
    return found


def _units_of_signer(conn: Connection, package: Package, by_anybody: bool) -> frozenset[str]:
    public = package.manifest.public_key
    office = OFFICE.first(conn, public=public)
    if office is None and by_anybody:
        return frozenset()
    if office is None or office[2]:
        title, shown = package.manifest.title, fingerprint(public)
        raise Refusal("package.unknown_key", file=package.file, title=title, fingerprint=shown)
    return units_for(office[1])


def merge_package(survey: OpenSurvey, packages: Iterable[Package]) -> list[Taken]:
    """Take in a package and those that it held, as ``packages_of`` gives them; merging them again adds nothing."""
    require(survey, Verb.MERGE)
    first, *others = packages
    taken = [_merge(survey, first, None)]
    taken += [_merge(survey, each, first.sha256) for each in others]
    clear_away(survey)
    return taken


def _merge(survey: OpenSurvey, package: Package, vouched: str | None) -> Taken:
    told = package.manifest
    with survey.reading() as conn:
        known, before = PACKAGE.first(conn, sha256=package.sha256), COUNTING.first(conn, source=told.survey_id)
        if known is None and vouched is not None and _may_speak_itself(conn, package):
            vouched = None  # whoever held it adds nothing to what its own office says
        out = is_withdrawn(conn, told.survey_id)
    if known is not None:
        return Taken(package.sha256, told.survey_id, told.title, told.own, Came.KNOWN)
    counts = not out and (before is None or (told.sequence, package.sha256) > tuple(before))
    ids = [secrets.token_hex(16) for _ in range(kinds_of(package))]
    runs = runs_of(package, ids) if counts else []
    lay_down(survey, runs, told.created.isoformat())
    with acting(survey, Verb.MERGE) as tx:
        _refuse_meanwhile(tx.conn, package, before, runs)
        if out != is_withdrawn(tx.conn, told.survey_id):
            raise Refusal("package.meanwhile", file=package.file)
        keep(tx.conn, package)
        _name(tx, told.names)
        superseded = before[1] if counts and before is not None else None
        tx.append(
            FactKind.PACKAGE_MERGED,
            package=package.sha256,
            source=told.survey_id,
            sequence=told.sequence,
            public=told.public_key,
            records=told.own,
            vouched=vouched,
            counts=counts,
            supersedes=superseded,
            runs=[run.id for run in runs],
        )
    came = (Came.REPLACED if superseded else Came.ADDED) if counts else Came.WITHDRAWN if out else Came.OLDER
    return Taken(package.sha256, told.survey_id, told.title, told.own, came)


def _may_speak_itself(conn: Connection, package: Package) -> bool:
    office = OFFICE.first(conn, public=package.manifest.public_key)
    if office is None or office[2]:
        return False
    units = units_for(office[1])
    return not units or units_of(package) <= units


def _refuse_meanwhile(conn: Connection, package: Package, before: Any, runs: list[Run]) -> None:
    """Raises ``Refusal`` where somebody else has merged something of this source since we looked."""
    now = COUNTING.first(conn, source=package.manifest.survey_id)
    laid = sum(_LAID.scalar(conn, run=run.id) or 0 for run in runs)
    if PACKAGE.first(conn, sha256=package.sha256) or now != before or laid != sum(len(run.records) for run in runs):
        raise Refusal("package.meanwhile", file=package.file)


def _name(tx: Transaction, names: Mapping[str, Mapping[str, str]]) -> None:
    """Codes that the catalogues here do not have get the names that the package has for them."""
    c = m.catalogue.c
    for kind in sorted(names):
        known = set(tx.conn.execute(select(c.code).where(c.kind == kind)).scalars())
        name_entries(tx, kind, usable([Entry(code, name) for code, name in names[kind].items() if code not in known]))


# By the index of states and runs.
_OF_RUN = (m.ballot.c.run == bindparam("run")) & (
    (m.ballot.c.state == State.SETTLED.value) | (m.ballot.c.state == State.SINGLE_KEYED.value)
)
_LAID = Statement(select(func.count()).select_from(m.ballot).where(_OF_RUN))


def lay_down(survey: OpenSurvey, runs: list[Run], created: str) -> None:
    """Put the rows of runs there, in short transactions; they count once a fact says so."""
    for run in runs:
        waiting = zip(run.ballots(created), run.answers(), strict=True)
        left = True
        first = True
        while left:
            with acting(survey, Verb.MERGE) as tx:
                began = time.perf_counter()
                if first:
                    INSERT_RUN.run(tx.conn, **run.row)
                    INSERT_COUNTS.run_many(tx.conn, run.counts())
                    first = False
                left = _insert(tx.conn, waiting)
                while left and time.perf_counter() - began < WORK_SECONDS:
                    left = _insert(tx.conn, waiting)
            time.sleep(PAUSE_SECONDS)


def _insert(conn: Connection, waiting: Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]) -> bool:
    """Some more ballots; False where there are none left."""
    chunk = list(islice(waiting, BALLOTS))
    INSERT_BALLOTS.run_many(conn, [ballot for ballot, _ in chunk])
    INSERT_ANSWERS.run_many(conn, [answer for _, answers in chunk for answer in answers])
    return len(chunk) == BALLOTS


_NOBODYS = select(m.print_run.c.id).where(m.print_run.c.purpose.in_(OF_PACKAGES), m.print_run.c.published.is_(None))
_SOME = Statement(select(m.ballot.c.serial).where(_OF_RUN).limit(BALLOTS))
_DELETE = tuple(
    Statement(delete(table).where(table.c.serial == bindparam("serial"))) for table in (m.settled, m.ballot)
)


def clear_away(survey: OpenSurvey) -> None:
    """Take away the rows of runs that count no more, in short transactions."""
    with survey.reading() as conn:
        runs = list(conn.execute(_NOBODYS).scalars())
    for run in runs:
        left = True
        while left:
            with acting(survey, Verb.MERGE) as tx:
                began = time.perf_counter()
                left = _clear_some(tx.conn, run)
                while left and time.perf_counter() - began < WORK_SECONDS:
                    left = _clear_some(tx.conn, run)
            time.sleep(PAUSE_SECONDS)


def _clear_some(conn: Connection, run: str) -> bool:
    """Some more ballots of a run that does not count, at last itself; False where nothing is left of it."""
    rows = [{"serial": serial} for (serial,) in _SOME.rows(conn, run=run)]
    for statement in _DELETE:
        statement.run_many(conn, rows)
    if not rows:
        conn.execute(delete(m.settled_count).where(m.settled_count.c.run == run))
        conn.execute(delete(m.print_run).where(m.print_run.c.id == run, m.print_run.c.published.is_(None)))
    return bool(rows)
