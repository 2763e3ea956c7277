"""A survey beside another one, beside a package of another one, or one wave of it beside another wave."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.change import Change
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.package import Manifest
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.plan_file import read_plan
from sipas_desktop.domain.survey_change import Side, SurveyChange, survey_change
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.package import open_package
from sipas_desktop.jobs.numbers import as_interval, as_number
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Filter

INDEX, PLAN = "index.json", "plan.toml"
_MARKS = {
    "no_opinion": a.NO_OPINION,
    "blank": a.BLANK,
    "overmarked": a.OVERMARKED,
    "illegible": a.ILLEGIBLE,
    "skipped": a.SKIPPED,
}


@dataclass(frozen=True)
class Told:
    """One side as the comparison tells it: the survey's title, the wave and the group, settled ballots."""

    title: str
    wave: str
    group: str
    settled: int


def side_of_survey(survey: OpenSurvey, chosen: Filter) -> tuple[Told, Side]:
    """The settled ballots of a survey that ``chosen`` lets through."""
    form = survey.form_of_group(chosen.group or survey.plan.groups[0].code)
    with survey.snapshot():
        figures = queries.figures(survey, chosen, IndexDefinition.FULLY_SATISFIED)
    counts = {
        question.code: {**question.counts, **{mark: getattr(question, kind) for kind, mark in _MARKS.items()}}
        for question in figures.questions
    }
    told = Told(survey.about.title, chosen.wave or "", chosen.group or "", figures.ballots.settled)
    return told, Side(form, counts, (figures.satisfied, figures.answered), figures.population)


def side_of_package(path: Path) -> tuple[Told, Side]:
    """The survey of which ``path`` is the package. Raises ``Refusal`` for what is no package, or was changed."""
    manifest, files = open_package(path)
    try:
        index: dict[str, Any] = json.loads(files[INDEX])["survey"]
        counts = {each["code"]: _counts(each) for each in index["questions"]}
        fully = None
        if index["definition"] == IndexDefinition.FULLY_SATISFIED:
            fully = int(index["satisfied"]), int(index["answered"])
        population = index.get("population")
        told = Told(manifest.title, "", "", int(index["ballots"]["settled"]))
        form = _form(manifest, files)
        return told, Side(form, counts, fully, None if population is None else int(population))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise Refusal("package.changed", file=path.name, name=INDEX) from None


def _counts(question: dict[str, Any]) -> dict[str, int]:
    levels = {str(level): int(count) for level, count in question["counts"].items()}
    return levels | {mark: int(question[kind]) for kind, mark in _MARKS.items()}


def _form(manifest: Manifest, files: Mapping[str, bytes]) -> Form:
    """The form that the package's figures are about: the newest of the plan's first group."""
    code = read_plan(files[PLAN].decode(), PLAN).groups[0].form
    newest = max((each for each in manifest.forms if each.code == code), key=lambda each: each.version)
    return read_form(files[newest.file].decode(), newest.file)


def compare(
    now: tuple[Told, Side], before: tuple[Told, Side], survey: OpenSurvey, definition: IndexDefinition | None
) -> SurveyChange:
    """What changed, by ``definition`` or that of the plan of ``survey``, with its weights of factors."""
    plan = survey.plan
    return survey_change(before[1], now[1], definition or plan.index, plan.weights)


def compare_json(now: Told, before: Told, found: SurveyChange, form: Form) -> dict[str, Any]:
    """The comparison as the command line gives it; ``form`` is that of now."""
    return {
        "definition": found.definition.value,
        "before": vars(before),
        "now": vars(now),
        "index": {**_change(found.index), "why": found.index_apart.value if found.index_apart else None},
        "questions": [
            {
                "code": each.code,
                "before_code": each.before_code,
                "label": form.by_code[each.code].label,
                **_change(each.change),
            }
            for each in found.questions
        ],
        "factors": [{"code": each.code, "title": each.title, **_change(each.change)} for each in found.factors],
        "not_compared": [{"code": each.code, "why": each.why.value} for each in found.not_compared],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "before": as_number(change.before),
        "now": as_number(change.now),
        "points": as_number(change.points),
        "interval": as_interval(change.interval),
        "beyond_chance": change.beyond_chance,
    }
