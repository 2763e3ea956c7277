"""The figures as data, the records as a file, the package upward."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from sipas_desktop import __version__
from sipas_desktop.beside import refuse_unwritable
from sipas_desktop.domain.change import standing
from sipas_desktop.domain.design_weights import Weighted
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.domain.package import added_up
from sipas_desktop.domain.plan import IndexDefinition, Weighting
from sipas_desktop.domain.quota_rule import Per
from sipas_desktop.domain.records import records_sha256
from sipas_desktop.domain.residual import NotEstimated, Residual
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.exchange.package import PackageContent, UnitFigures, write_package
from sipas_desktop.exchange.records_file import check_kind, write_records
from sipas_desktop.jobs.catalogues import catalogue_names
from sipas_desktop.jobs.numbers import as_interval, as_number
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Filter


def index_json(figures: IndexFigures, weighted: Weighted | None = None, target: float | None = None) -> dict[str, Any]:
    """The figures as the command line and the package give them: per cent from 0 to 100, not rounded.

    The ``weighted`` index stands beside them where there is one, and where it stands to the plan's ``target``.
    """
    ballots = figures.ballots
    interval = figures.interval
    beside = {} if weighted is None else {"weighted": weighted_json(weighted)}
    return {
        "definition": figures.definition.value,
        "ballots": {
            "printed": ballots.printed,
            "issued": ballots.issued,
            "online": ballots.online,
            "returned": ballots.returned,
            "invalid": ballots.invalid,
            "valid": ballots.valid,
            "settled": ballots.settled,
            "single_keyed": ballots.single_keyed,
        },
        "questions": [
            {
                "code": question.code,
                "factor": question.factor,
                "counts": question.counts,
                "no_opinion": question.no_opinion,
                "blank": question.blank,
                "overmarked": question.overmarked,
                "illegible": question.illegible,
                "skipped": question.skipped,
                "answered": question.answered,
                "satisfied": question.satisfied,
                "satisfied_percent": as_number(question.satisfied_percent),
                "mean": as_number(question.mean_level),
            }
            for question in figures.questions
        ],
        "factors": [
            {
                "code": factor.code,
                "title": factor.title,
                "satisfied_percent": as_number(factor.satisfied_percent),
                "mean": as_number(factor.mean_level),
            }
            for factor in figures.factors
        ],
        "index": as_number(figures.index),
        "satisfied": figures.satisfied,
        "answered": figures.answered,
        "interval": as_interval(interval),
        "population": figures.population,
        "target": None if target is None else {"percent": target, "standing": _standing(figures, target)},
        **beside,
    }


def _standing(figures: IndexFigures, target: float) -> str | None:
    return None if figures.index is None else standing(figures.index, figures.interval, target).value


def weighted_beside(survey: OpenSurvey, chosen: Filter, definition: IndexDefinition | None = None) -> Weighted | None:
    """The weighted index of the whole survey, where the plan weighs its strata; None elsewhere."""
    if survey.plan.weighting is not Weighting.DESIGN or chosen != Filter():
        return None
    return queries.figures_weighted(survey, definition)


def weighted_json(found: Weighted) -> dict[str, Any]:
    """The weighted index, what each stratum weighs, and what is not in it."""
    size = found.effective_size
    return {
        "index": as_number(found.index),
        "interval": as_interval(found.interval),
        "population": found.interval.population if found.interval else None,
        "effective_size": size if size is not None and math.isfinite(size) else None,
        "strata": [
            {"name": each.name, "rows": each.rows, "settled": each.settled, "weight": as_number(each.weight)}
            for each in found.strata
        ],
        "silent": len(found.silent),
        "outside": found.outside,
    }


def residual_json(found: Residual | NotEstimated) -> dict[str, Any]:
    """The errors that double keying leaves, as the command line gives them; ``reason`` where nothing is estimated."""
    if isinstance(found, NotEstimated):
        return {"residual": None, "residual_reason": found.value}
    told = {
        "fields": found.fields,
        "wrong": found.agreed,
        "wrong_interval": [found.low, found.high],
        "wrong_per_thousand": found.per_thousand,
        "correlation": found.correlation,
    }
    return {"residual": told, "residual_reason": None}


def export_records(survey: OpenSurvey, out: Path, lang: str = "vi") -> int:
    """Write the settled records to ``out`` (.csv, .xlsx, .sav), de-identified, with a codebook; returns how many."""
    workflow.require(survey, Verb.EXPORT)
    with survey.snapshot():
        found, catalogues = queries.records(survey), catalogue_names(survey)
    title = survey.about.title
    write_records(out, found, survey.plan, survey.forms.in_use(), catalogues, lang, title=title)
    return len(found)


def take_records(survey: OpenSurvey, out: Path, allowed_by: str, reason: str, lang: str = "vi") -> int:
    """As ``export_records``, with serials, days of receipt and written words; returns how many.

    Who allowed it and why becomes a fact before the file is there. Raises ``Refusal`` without both, and where the file
    could not be written; then there is no fact.
    """
    workflow.check_taken(survey, allowed_by, reason)
    check_kind(out)
    refuse_unwritable(out)
    with survey.snapshot():
        found, catalogues = queries.records(survey), catalogue_names(survey)
        identities = queries.identities(survey)
    digest = records_sha256(record.values for record in found)
    workflow.record_taken(survey, len(found), digest, allowed_by, reason)
    forms, title = survey.forms.in_use(), survey.about.title
    write_records(out, found, survey.plan, forms, catalogues, lang, title=title, identities=identities)
    return len(found)


@dataclass(frozen=True)
class Exported:
    """A package upward."""

    ballots: int
    sha256: str
    records_sha256: str
    head: str


def export_package(survey: OpenSurvey, out: Path) -> Exported:
    """Write the package for the province to ``out``. Raises ``Refusal`` where it cannot be written.

    All that it holds and the head over it are read from one snapshot, whatever is keyed meanwhile.
    """
    workflow.require(survey, Verb.EXPORT)
    refuse_unwritable(out)
    public = workflow.signing_key(survey)
    with survey.snapshot():
        codes = _unit_codes(survey)
        found = [replace(each, unit=codes.get(fold(each.unit), each.unit)) for each in queries.records(survey)]
        counts = [replace(each, unit=codes.get(fold(each.unit), each.unit)) for each in queries.own_counts(survey)]
        required = {line.code: line.required for line in queries.reached(survey) if line.per is Per.UNIT}
        ledger = queries.ledger(survey)
        units = [
            UnitFigures(unit, figures.ballots.settled, as_number(figures.index))
            for unit, figures in queries.figures_by_unit(survey).items()
        ]
        index = index_json(queries.figures(survey), weighted_beside(survey, Filter()), survey.plan.target)
        catalogues = catalogue_names(survey)
        heads = queries.heads(survey)
        held = queries.counting_packages(survey)
    digest = records_sha256(record.values for record in found)
    head = workflow.record_head(survey, "package", heads)
    content = PackageContent(
        program=__version__,
        survey_id=survey.about.id,
        title=survey.about.title,
        created=datetime.datetime.now().astimezone().date(),
        plan=survey.plan,
        forms=tuple(survey.forms.in_use()),
        records=tuple(found),
        records_sha256=digest,
        catalogues=catalogues,
        index=index,
        units=tuple(units),
        counts={
            "printed": ledger.printed,
            "issued": ledger.issued,
            "online": ledger.online,
            "returned": ledger.returned + ledger.online,
            "valid": ledger.valid + ledger.online,
            "settled": ledger.settled + ledger.online,
            "single_keyed": ledger.single_keyed,
            "brought": ledger.brought,
        },
        head=head,
        heads=heads,
        public_key=public,
        unit_counts=added_up(counts),
        required={unit: number for unit, number in required.items() if unit and number is not None},
        held=tuple(held),
    )
    _, sha256 = write_package(out, content, partial(workflow.sign, survey, public))
    return Exported(len(found), sha256, digest, head)


def _unit_codes(survey: OpenSurvey) -> dict[str, str]:
    """Name of a unit → its code: a linked ballot has the name that the sample list gave it."""
    found: dict[str, str] = {}
    for entry in queries.catalogue(survey, "unit"):
        found.setdefault(fold(entry.name), entry.code)
    return found
