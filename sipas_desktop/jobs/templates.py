"""Figures of a survey by name, and a province's Excel template filled with them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from sipas_desktop.beside import refuse_unwritable
from sipas_desktop.domain.index import IndexFigures, QuestionFigures
from sipas_desktop.domain.quota_rule import Per
from sipas_desktop.domain.records import small_cells
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.template import HIDDEN, Figures, Percent, Value, read_mapping
from sipas_desktop.domain.toml_reader import text_of
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.template_fill import fill_template
from sipas_desktop.jobs.catalogues import catalogue_names
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey

Line = dict[str, Value]
BALLOTS = ("printed", "issued", "returned", "valid", "settled", "online", "brought")
REACHED = ("required", "printed", "issued", "returned", "valid", "settled", "missing")


def fill(survey: OpenSurvey, template: Path, mapping: Path, out: Path) -> int:
    """Fill ``template`` as ``mapping`` says and write it to ``out``; how many cells. Raises ``Refusal``."""
    workflow.require(survey, Verb.REPORT)
    if out.suffix.lower() != ".xlsx":
        raise Refusal("template.suffix", found=out.suffix)
    refuse_unwritable(out)
    if out.exists() and template.exists() and out.samefile(template):
        raise Refusal("template.same_file", file=out.name)
    try:
        text = text_of(mapping).removeprefix("\ufeff")
    except FileNotFoundError:
        raise Refusal("package.missing", file=mapping.name) from None
    except (OSError, UnicodeDecodeError):
        raise Refusal("template.cannot_read", file=mapping.name) from None
    return fill_template(template, read_mapping(text, mapping.name), figures_of(survey), out, mapping.name)


def figures_of(survey: OpenSurvey) -> Figures:
    """All that a template may ask for, from one snapshot."""
    with survey.snapshot():
        whole = queries.figures(survey)
        units = _units(survey)
    form = survey.form_of_group(survey.plan.groups[0].code)
    wording = {question.code: question.text for question in form.questions}
    questions = {each.code: _question(each, wording[each.code]) for each in whole.questions}
    factors: dict[str, Line] = {
        each.code: {
            "code": each.code,
            "title": each.title,
            "satisfied_percent": _percent(each.satisfied_percent),
            "mean": each.mean_level,
        }
        for each in whole.factors
    }
    values: Line = {
        "title": survey.about.title,
        "index": _percent(whole.index),
        "definition": whole.definition.value,
        "satisfied": whole.satisfied,
        "answered": whole.answered,
        "units": len([unit for unit in units.values() if unit["settled"]]),
        "ballots.invalid": sum(whole.ballots.invalid.values()),
        **{f"ballots.{name}": getattr(whole.ballots, name) for name in BALLOTS},
    }
    for kind, lines in (("unit", units), ("question", questions), ("factor", factors)):
        for code, line in lines.items():
            values |= {f"{kind}.{code}.{name}": value for name, value in line.items()}
    rows = {"unit": tuple(units.values()), "question": tuple(questions.values()), "factor": tuple(factors.values())}
    return Figures(values, rows)


def _units(survey: OpenSurvey) -> dict[str, Line]:
    """Every unit of the catalogue; the index of small ones is not shown."""
    by_unit: dict[str, IndexFigures] = queries.figures_by_unit(survey)
    hidden = small_cells({unit: found.ballots.settled for unit, found in by_unit.items()})
    names = catalogue_names(survey)["unit"]
    lines: dict[str, Line] = {}
    for reached in queries.reached(survey):
        if reached.per is not Per.UNIT or not reached.code:
            continue
        code = reached.code
        found = by_unit.get(code)
        line: Line = {"code": code, "name": names.get(code, code)}
        line |= {name: getattr(reached, name) for name in REACHED}
        line["valid"] = reached.valid + reached.online
        line["settled"] = found.ballots.settled if found else 0
        line["response_percent"] = _percent(reached.response_percent)
        line["index"] = HIDDEN if code in hidden else _percent(found.index if found else None)
        lines[code] = line
    return lines


def _question(each: QuestionFigures, wording: str) -> Line:
    line: Line = {
        "code": each.code,
        "text": wording,
        "answered": each.answered,
        "satisfied": each.satisfied,
        "satisfied_percent": _percent(each.satisfied_percent),
        "mean": each.mean_level,
        "no_opinion": each.no_opinion,
        "blank": each.blank,
    }
    return line | {f"count.{level}": count for level, count in each.counts.items()}


def _percent(value: Fraction | None) -> Percent | None:
    return None if value is None else Percent(value)
