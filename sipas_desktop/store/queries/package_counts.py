"""What the offices whose packages were merged tell of their ballots, and what this office tells of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import COUNTED, IN_FIGURES, NOT_ISSUED, RETURNED, State
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import BallotCounts
from sipas_desktop.domain.package import NUMBERS, UnitCounts
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store import models_package as p
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.purposes import OF_PACKAGES, ONLINE
from sipas_desktop.store.workflow.permission import require


def told_by_packages(conn: Connection) -> Iterator[UnitCounts]:
    """The counts that stand in the packages that count."""
    for row in conn.execute(select(p.package_unit)).mappings():
        about = {name: row[name] for name in ("unit", "group", "wave")}
        yield UnitCounts(**about, **{name: row[name] for name in NUMBERS}, invalid=json.loads(row["invalid"]))


def counts_told(
    conn: Connection, form: Form, group: str | None, unit: str | None, wave: str | None
) -> Iterator[tuple[str, BallotCounts]]:
    """Unit → what packages tell of its ballots of ``form``, as the figures of the survey count them."""
    of_form = _groups_of(conn, form)
    for each in told_by_packages(conn):
        if each.group in of_form and group in (None, each.group) and unit in (None, each.unit) and wave in (
            None, each.wave,
        ):  # fmt: skip
            numbers = {name: getattr(each, name) for name in NUMBERS}
            yield each.unit, BallotCounts(**numbers, invalid=dict(each.invalid), brought=each.settled)


def added(one: BallotCounts, other: BallotCounts) -> BallotCounts:
    """The ballots of both together."""
    reasons = sorted(one.invalid.keys() | other.invalid.keys())
    numbers = {name: value + getattr(other, name) for name, value in vars(one).items() if name != "invalid"}
    invalid = {reason: one.invalid.get(reason, 0) + other.invalid.get(reason, 0) for reason in reasons}
    return BallotCounts(**numbers, invalid=invalid)


def _groups_of(conn: Connection, form: Form) -> frozenset[str]:
    """The groups that packages brought ballots of ``form`` for."""
    run = m.print_run.c
    versions = select(m.form.c.sha256).where(m.form.c.code == form.code)
    query = select(run.group).distinct().where(run.purpose.in_(OF_PACKAGES), run.form.in_(versions))
    return frozenset(conn.execute(query).scalars())


def own_counts(survey: OpenSurvey) -> list[UnitCounts]:
    """What became of the survey's own ballots, by unit, group and wave: what a package tells of them."""
    require(survey, Verb.SEE_RESULTS)
    bal, run = m.ballot.c, m.print_run.c
    unit = func.coalesce(bal.settled_unit, m.batch.c.unit, bal.unit, "")
    keys = (unit, run.group, func.coalesce(run.wave, ""), run.purpose, bal.state, bal.reason)
    query = (
        select(*keys, func.count())
        .join(m.print_run, run.id == bal.run)
        .outerjoin(m.batch, m.batch.c.code == bal.batch)
        .where(run.published.is_not(None), run.purpose.not_in(OF_PACKAGES))
        .group_by(*keys)
    )
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    reasons: dict[tuple[str, str, str], dict[str, int]] = {}
    with survey.reading() as conn:
        for *key, purpose, held, reason, count in conn.execute(query):
            state = State(held)
            if (purpose == ONLINE and state is not State.SETTLED) or (purpose == "labels" and state is State.STOCK):
                continue
            cell = (key[0], key[1], key[2])
            own = found.setdefault(cell, dict.fromkeys(NUMBERS, 0))
            invalid = reasons.setdefault(cell, {})
            paper = purpose != ONLINE
            own["printed"] += count * paper
            own["issued"] += count * (paper and state not in NOT_ISSUED)
            own["returned"] += count * (state in RETURNED)
            own["valid"] += count * (state in COUNTED)
            own["settled"] += count * (state in IN_FIGURES)
            own["online"] += count * (not paper)
            own["single_keyed"] += count * (state is State.SINGLE_KEYED)
            if reason is not None:
                invalid[reason] = invalid.get(reason, 0) + count
    return [UnitCounts(*cell, **own, invalid=reasons[cell]) for cell, own in sorted(found.items())]
