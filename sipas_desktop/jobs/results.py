"""The figures as data, the records as a file, the package upward."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from sipas_desktop import __version__
from sipas_desktop.beside import refuse_unwritable
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.domain.records import records_sha256
from sipas_desktop.domain.residual import NotEstimated, Residual
from sipas_desktop.domain.roles import Verb
from sipas_desktop.exchange.package import PackageContent, UnitFigures, write_package
from sipas_desktop.exchange.records_file import check_kind, write_records
from sipas_desktop.jobs.catalogues import catalogue_names
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey


def index_json(figures: IndexFigures) -> dict[str, Any]:
    """The figures as the command line and the package give them: per cent from 0 to 100, not rounded."""
    ballots = figures.ballots
    interval = figures.interval
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
                "satisfied_percent": _number(question.satisfied_percent),
                "mean": _number(question.mean_level),
            }
            for question in figures.questions
        ],
        "factors": [
            {
                "code": factor.code,
                "title": factor.title,
                "satisfied_percent": _number(factor.satisfied_percent),
                "mean": _number(factor.mean_level),
            }
            for factor in figures.factors
        ],
        "index": _number(figures.index),
        "satisfied": figures.satisfied,
        "answered": figures.answered,
        "interval": [interval.low, interval.high] if interval else None,
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


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


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
    with survey.snapshot():
        found = queries.records(survey)
        ledger = queries.ledger(survey)
        units = [
            UnitFigures(unit, figures.ballots.settled, _number(figures.index))
            for unit, figures in queries.figures_by_unit(survey).items()
        ]
        index = index_json(queries.figures(survey))
        catalogues = catalogue_names(survey)
        heads = queries.heads(survey)
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
        },
        head=head,
    )
    _, sha256 = write_package(out, content)
    return Exported(len(found), sha256, digest, head)
