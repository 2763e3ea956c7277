"""Whether a fact about packages could have happened: the office's key, keys of other offices, packages merged."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.package_records import own_records
from sipas_desktop.domain.package_zip import Package, source_entry
from sipas_desktop.domain.plan import Plan
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store import models_package as p
from sipas_desktop.store.on_package import COUNTING, KEY_IN_USE, NEWEST, OFFICE, PACKAGE, is_withdrawn, units_for
from sipas_desktop.store.package_rows import held, kinds_of, units_of
from sipas_desktop.store.queries.legality_of_merges import unless
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement

Said = Mapping[str, Any]
Judge = Callable[[Fact, Said, str], str | None]

_KEY: Final = re.compile(r"[0-9a-f]{64}")
_SURVEY: Final = Statement(select(m.survey.c.id))
_VOUCHER: Final = Statement(
    select(p.package.c.public).where(p.package.c.sha256 == bindparam("sha256"), p.package.c.vouched.is_(None))
)


def judges(conn: Connection, plan: Plan, forms: Mapping[str, Form]) -> dict[str, Judge]:
    """Kind → what judges its facts before they are projected into the replay ``conn``."""
    return {
        FactKind.SIGNING_KEY_SET: lambda fact, said, operator: unless(_signing_key_set(conn, said)),
        FactKind.OFFICE_SET: lambda fact, said, operator: unless(_office_set(conn, said)),
        FactKind.PACKAGE_MERGED: lambda fact, said, operator: unless(_package_merged(conn, plan, forms, said)),
        FactKind.SOURCE_WITHDRAWN: lambda fact, said, operator: unless(_source_withdrawn(conn, fact, said)),
        FactKind.SOURCE_READMITTED: lambda fact, said, operator: unless(_source_readmitted(conn, fact, said)),
    }


def _signing_key_set(conn: Connection, said: Said) -> bool:
    public, fact = KEY_IN_USE.first(conn) or (None, None)
    named = said["supersedes"] == (None if fact is None else ref_of(conn, fact))
    return named and public != said["public"] and bool(_KEY.fullmatch(said["public"]))


def _office_set(conn: Connection, said: Said) -> bool:
    before = OFFICE.first(conn, public=said["public"])
    named = said["supersedes"] == (None if before is None else ref_of(conn, before[3]))
    units = said["units"]
    listed = all(isinstance(unit, str) for unit in units) and units == sorted(set(units))
    return named and listed and bool(said["name"]) and bool(_KEY.fullmatch(said["public"]))


def _package_merged(conn: Connection, plan: Plan, forms: Mapping[str, Form], said: Said) -> bool:
    """The package is here, of this plan and its forms, by an office that may say so; what counts follows from it."""
    try:
        package = held(conn, said["package"])
        if package is None or PACKAGE.first(conn, sha256=said["package"]) is not None:
            return False
        told = package.manifest
        if not {form.sha256 for form in told.forms} <= forms.keys() or told.plan_sha256 != plan.sha256:
            return False
        own_records(package, plan, forms)
    except Refusal:
        return False
    before = COUNTING.first(conn, source=told.survey_id)
    out = is_withdrawn(conn, told.survey_id)
    counts = not out and (before is None or (told.sequence, package.sha256) > tuple(before))
    due = {
        "package": package.sha256,
        "source": told.survey_id,
        "sequence": told.sequence,
        "public": told.public_key,
        "records": told.own,
        "counts": counts,
        "supersedes": before[1] if counts and before is not None else None,
    }
    runs = said["runs"]
    numbered = len(set(runs)) == len(runs) == (kinds_of(package) if counts else 0)
    same = {name: said[name] for name in due} == due
    return same and numbered and told.survey_id != _SURVEY.scalar(conn) and _may_speak(conn, package, said["vouched"])


def _source_withdrawn(conn: Connection, fact: Fact, said: Said) -> bool:
    counting = COUNTING.first(conn, source=said["source"])
    return fact.subject == said["source"] and counting is not None and counting[1] == said["package"]


def _source_readmitted(conn: Connection, fact: Fact, said: Said) -> bool:
    """It was taken out, and its latest package counts again."""
    newest = NEWEST.first(conn, source=said["source"])
    if fact.subject != said["source"] or newest is None or newest[1] != said["package"]:
        return False
    try:
        package = held(conn, said["package"])
    except Refusal:
        return False
    runs = said["runs"]
    numbered = package is not None and len(set(runs)) == len(runs) == kinds_of(package)
    return numbered and COUNTING.first(conn, source=said["source"]) is None


def _may_speak(conn: Connection, package: Package, vouched: str | None) -> bool:
    """Whether who signed it, or who signed the package that held it, is registered and may speak for its units."""
    signer: str | None = package.manifest.public_key
    if vouched is not None:
        voucher, signer = held(conn, vouched), _VOUCHER.scalar(conn, sha256=vouched)
        if voucher is None or source_entry(package) not in voucher.manifest.sources:
            return False
    office = OFFICE.first(conn, public=signer)
    if office is None or office[2]:
        return False
    units = units_for(office[1])
    return not units or units_of(package) <= units
