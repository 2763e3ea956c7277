"""The index divided, as data and with the names of its cells."""

from __future__ import annotations

from typing import Any

from sipas_desktop.domain.breakdown import Breakdown, By, CellFigures, Division, Part, division_of
from sipas_desktop.domain.index import DefinitionFigures
from sipas_desktop.jobs.catalogues import catalogue_names
from sipas_desktop.jobs.numbers import as_interval, as_number
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Filter


def divisions_of(survey: OpenSurvey, chosen: Filter, words: list[str]) -> list[Division]:
    """The divisions that ``words`` name for the form of the chosen group. Raises ``Refusal`` for an unknown word."""
    form = survey.form_of_group(chosen.group or survey.plan.groups[0].code)
    return [division_of(word, form) for word in words]


class PartNames:
    """The names of the parts of a division, read once. Officers are staff: their names are for the report alone."""

    def __init__(self, survey: OpenSurvey) -> None:
        plan = survey.plan
        catalogues = catalogue_names(survey)
        self._names = {
            By.UNIT: catalogues["unit"],
            By.PROCEDURE: catalogues["procedure"],
            By.SECTOR: {sector.code: sector.title for sector in plan.sectors},
            By.GROUP: {group.code: group.title for group in plan.groups},
            By.WAVE: {wave.code: wave.title for wave in plan.waves},
            By.CHANNEL: {channel.code: channel.title for channel in plan.channels},
        }
        self._options: dict[str, dict[str, str]] = {}
        for form in (survey.form_of_group(group.code) for group in plan.groups):
            for question in form.questions:
                options = {option.code: option.label for option in question.choices}
                self._options[question.code] = options | self._options.get(question.code, {})

    def name(self, division: Division, part: Part) -> str:
        """The part's name; its code where it has none, "" where the ballot names no part."""
        if division.by is By.ANSWER:
            return self._options[division.question].get(part.code, part.code)
        return self._names.get(division.by, {}).get(part.code, part.code)


def breakdown_json(found: Breakdown, names: PartNames) -> dict[str, Any]:
    """``by``: a row for each cell; of one division its code stands in the row, of two both stand in ``cells``."""
    rows = []
    for cell in found.cells:
        parts = [
            {
                "code": part.code,
                "name": names.name(division, part),
                "unnamed": part.unnamed.value if part.unnamed else None,
            }
            for division, part in zip(found.divisions, cell.parts, strict=True)
        ]
        if len(parts) == 1:
            rows.append(parts[0] | _figures(cell))
        else:
            of = [division.word for division in found.divisions]
            rows.append({"cells": [{"by": by, **part} for by, part in zip(of, parts, strict=True)], **_figures(cell)})
    divided = {
        "by": [division.word for division in found.divisions],
        "small_cell": found.limit,
        "suppressed": found.suppressed,
    }
    return {"by": rows, "divided": divided}


def _figures(cell: CellFigures) -> dict[str, Any]:
    return {
        "settled": cell.settled,
        "index": as_number(cell.index),
        "satisfied": cell.satisfied,
        "answered": cell.answered,
        "interval": as_interval(cell.interval),
        "population": cell.interval.population if cell.interval else None,
        "population_from": cell.population_from.value if cell.population_from else None,
        "suppressed": cell.suppressed,
    }


def definitions_json(found: tuple[DefinitionFigures, ...]) -> list[dict[str, Any]]:
    """Every definition with its figure, or why there is none, and what is in no denominator of it."""
    return [
        {
            "definition": each.definition.value,
            "index": as_number(each.index),
            "satisfied": each.satisfied,
            "answered": each.answered,
            "interval": as_interval(each.interval),
            "left_out": vars(each.left_out) | {"without": list(each.left_out.without)},
            "why": each.why.value if each.why else None,
        }
        for each in found
    ]
