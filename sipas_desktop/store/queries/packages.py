"""The packages that were merged, the offices they come from, and where they say something against each other."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from sqlalchemy import case, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import IN_FIGURES
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.package import Manifest, fingerprint
from sipas_desktop.domain.package_zip import Package
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.errors import Damaged
from sipas_desktop.store import models as m
from sipas_desktop.store import models_package as p
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.on_package import KEY_IN_USE, units_for
from sipas_desktop.store.package_rows import held, manifest_of
from sipas_desktop.store.purposes import OF_PACKAGES
from sipas_desktop.store.workflow.permission import require

_ONE_WHERE_COUNTS = case((p.package.c.counts, 1), else_=0)


@dataclass(frozen=True)
class Office:
    """An office whose packages are taken; ``units`` are those it may speak for, none: any."""

    name: str
    public_key: str
    units: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """What people compare."""
        return fingerprint(self.public_key)


@dataclass(frozen=True)
class SourceView:
    """One source and the package of it that counts. ``office`` is "" where it came by another office's package."""

    source: str
    title: str
    office: str
    fingerprint: str
    package: str
    created: str
    units: tuple[str, ...]
    records: int
    packages: int  # of this source, those that count no more among them


class Against(StrEnum):
    """How packages say something against each other."""

    FORKED = "forked"  # a later package of a source does not know what an earlier one knew: a copy was worked on
    UNIT_TWICE = "unit_twice"  # two sources, or one and the survey itself, have ballots of one unit
    UNIT_NAMES = "unit_names"  # two sources call one code by different names


@dataclass(frozen=True)
class PackageConflict:
    """``about``: the unit, or of a fork the source; ``sources``: titles, or of a fork the two packages' hashes."""

    what: Against
    about: str
    sources: tuple[str, ...]


def key_in_use(survey: OpenSurvey) -> str | None:
    """The public key with which the office signs; None where it has not made one yet."""
    with survey.reading() as conn:
        row = KEY_IN_USE.first(conn)
    return None if row is None else str(row[0])


def offices(survey: OpenSurvey) -> list[Office]:
    """The registered offices, by name."""
    o = p.office.c
    with survey.reading() as conn:
        rows = conn.execute(select(o.name, o.public, o.units).where(o.removed.is_(False)).order_by(o.name)).all()
    return [Office(row.name, row.public, tuple(sorted(units_for(row.units)))) for row in rows]


def counting_packages(survey: OpenSurvey) -> list[Package]:
    """The packages that count, by their sources. Raises ``Damaged`` where one is gone."""
    require(survey, Verb.EXPORT)
    query = select(p.package.c.sha256).where(p.package.c.counts).order_by(p.package.c.source)
    found = []
    with survey.reading() as conn:
        for sha256 in conn.execute(query).scalars().all():
            package = held(conn, sha256)
            if package is None:
                raise Damaged("file.damaged")
            found.append(package)
    return found


def sources(survey: OpenSurvey) -> list[SourceView]:
    """Each source of which a package was merged, by office and title."""
    require(survey, Verb.SEE_RESULTS)
    k, u = p.package.c, p.package_unit.c
    with survey.reading() as conn:
        how_many = {row[0]: row[1] for row in conn.execute(select(k.source, func.count()).group_by(k.source))}
        rows = conn.execute(
            select(p.package, p.office.c.name)
            .outerjoin(p.office, (p.office.c.public == k.public) & k.vouched.is_(None))
            .where(k.counts)
        ).all()
        units: dict[str, list[str]] = defaultdict(list)
        for package, unit in conn.execute(select(u.package, u.unit).distinct().order_by(u.unit)):
            if unit:
                units[package].append(unit)
    views = [
        SourceView(
            source=row.source,
            title=row.title,
            office=row.name or "",
            fingerprint=fingerprint(row.public),
            package=row.sha256,
            created=row.created,
            units=tuple(units[row.sha256]),
            records=row.records,
            packages=how_many[row.source],
        )
        for row in rows
    ]
    return sorted(views, key=lambda view: (view.office, view.title, view.source))


@dataclass(frozen=True)
class WithdrawnSource:
    """A source that was taken out: its latest package, who took it out, when (UTC) and why ("" if erased)."""

    source: str
    title: str
    fingerprint: str
    package: str
    records: int
    by: str
    at: str
    reason: str


def withdrawn_sources(survey: OpenSurvey) -> list[WithdrawnSource]:
    """The sources that were taken out and are out, by title."""
    require(survey, Verb.SEE_RESULTS)
    k = p.package.c
    out = select(k.source).group_by(k.source).having(func.max(_ONE_WHERE_COUNTS) == 0)
    query = select(k.source, k.title, k.public, k.sha256, k.records).where(k.source.in_(out))
    with survey.reading() as conn:
        latest = {row.source: row for row in conn.execute(query.order_by(k.sequence, k.sha256))}
        if not latest:
            return []
        facts = select(m.fact.c.subject, m.fact.c.at, m.fact.c.payload, m.opening.c.operator)
        facts = facts.join(m.opening, m.opening.c.session_no == m.fact.c.session_no)
        facts = facts.where(m.fact.c.kind == FactKind.SOURCE_WITHDRAWN.value).order_by(m.fact.c.seq)
        told = {row.subject: row for row in conn.execute(facts)}
        refs = {source: json.loads(row.payload)["reason"]["ref"] for source, row in told.items()}
        personal = select(m.personal.c.id, m.personal.c.value).where(m.personal.c.id.in_(refs.values()))
        texts = {row.id: row.value for row in conn.execute(personal)}
    views = [
        WithdrawnSource(
            source,
            row.title,
            fingerprint(row.public),
            row.sha256,
            row.records,
            told[source].operator,
            told[source].at,
            texts.get(refs[source]) or "",
        )
        for source, row in latest.items()
    ]
    return sorted(views, key=lambda view: (view.title, view.source))


def package_conflicts(survey: OpenSurvey) -> list[PackageConflict]:
    """What packages say against each other. All of them count nonetheless: the office asks, and registers or corrects.

    It follows from the packages alone, whatever order they came in.
    """
    return [*_forks(survey), *_units_twice(survey), *_units_named_twice(survey)]


def _forks(survey: OpenSurvey) -> list[PackageConflict]:
    k = p.package.c
    several = select(k.source).group_by(k.source).having((func.count() > 1) & (func.max(_ONE_WHERE_COUNTS) == 1))
    query = select(k.source, k.sha256).where(k.source.in_(several)).order_by(k.source, k.sequence, k.sha256)
    of_source: dict[str, list[tuple[str, Manifest]]] = defaultdict(list)
    with survey.reading() as conn:
        for source, sha256 in conn.execute(query).all():
            of_source[source].append((sha256, manifest_of(conn, sha256)))
    return [
        PackageConflict(Against.FORKED, source, (earlier[0], later[0]))
        for source, packages in of_source.items()
        for earlier, later in pairwise(packages)
        if not _knows(later[1], earlier[1])
    ]


def _knows(later: Manifest, earlier: Manifest) -> bool:
    return all(session in later.heads and later.heads[session][0] >= n for session, (n, _) in earlier.heads.items())


def _units_twice(survey: OpenSurvey) -> list[PackageConflict]:
    u, bal, run = p.package_unit.c, m.ballot.c, m.print_run.c
    told = select(u.unit, p.package.c.title, p.package.c.source).join(p.package, p.package.c.sha256 == u.package)
    unit = func.coalesce(bal.settled_unit, m.batch.c.unit, bal.unit)
    own = (
        select(unit)
        .distinct()
        .join(m.print_run, run.id == bal.run)
        .outerjoin(m.batch, m.batch.c.code == bal.batch)
        .where(run.published.is_not(None), run.purpose.not_in(OF_PACKAGES))
        .where(bal.state.in_([state.value for state in IN_FIGURES]))
    )
    held_by: dict[str, dict[str, str]] = defaultdict(dict)
    with survey.reading() as conn:
        for code, title, source in conn.execute(told.where(u.settled > 0)):
            held_by[code][source] = title
        for code in conn.execute(own).scalars():
            held_by[code or ""][survey.about.id] = survey.about.title
    return [
        PackageConflict(Against.UNIT_TWICE, code, tuple(found[source] for source in sorted(found)))
        for code, found in sorted(held_by.items())
        if code and len(found) > 1
    ]


def _units_named_twice(survey: OpenSurvey) -> list[PackageConflict]:
    names: dict[str, dict[str, str]] = defaultdict(dict)
    u, c = p.package_unit.c, m.catalogue.c
    with survey.reading() as conn:
        for code, name in conn.execute(select(u.unit, u.name).where(u.name != "").order_by(u.unit, u.name)):
            names[code].setdefault(fold(name), name)
        for code, name in conn.execute(select(c.code, c.name).where(c.kind == "unit")):
            if code in names:
                names[code].setdefault(fold(name), name)
    return [
        PackageConflict(Against.UNIT_NAMES, code, tuple(sorted(found.values())))
        for code, found in sorted(names.items())
        if len(found) > 1
    ]
