"""Operator figures as data and as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sipas_desktop.beside import beside
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.keying_pace import PAUSE_S
from sipas_desktop.domain.operator_figures import ErrorRate, OperatorFigures
from sipas_desktop.errors import Refusal, words
from sipas_desktop.exchange.plain_workbook import Sheet, write_workbook
from sipas_desktop.exchange.records_file import csv_file

Cell = str | int | float
_OF_OPERATOR: Final = (
    "operators.column_name",
    "operators.column_ballots",
    "operators.column_fields",
    "operators.column_keystrokes",
    "operators.column_hours",
    "operators.column_an_hour",
    "operators.column_corrections",
    "operators.column_compared",
    "operators.column_errors",
    "operators.column_per_thousand",
    "operators.column_low",
    "operators.column_high",
    "operators.column_row_shifts",
    "operators.column_rated",
    "operators.column_straight",
    "operators.column_straight_settled",
)
_OF_QUESTION: Final = (
    "operators.column_name",
    "operators.column_form",
    "operators.column_question",
    "operators.column_label",
    "operators.column_compared",
    "operators.column_errors",
    "operators.column_per_thousand",
    "operators.column_low",
    "operators.column_high",
)
_OF_PAIR: Final = (
    "operators.column_name",
    "operators.column_keyed",
    "operators.column_settled",
    "operators.column_times",
)


def figures_json(found: Sequence[OperatorFigures]) -> dict[str, Any]:
    """The figures as the command line gives them: rates per 1,000 fields, not rounded."""
    return {"pause_seconds": PAUSE_S, "operators": [_json(each) for each in found]}


def _json(each: OperatorFigures) -> dict[str, Any]:
    straight = each.straight
    return {
        "name": each.name,
        "ballots": each.ballots,
        "fields": each.fields,
        "keystrokes": each.keystrokes,
        "work_seconds": each.seconds,
        "keystrokes_an_hour": each.keystrokes_an_hour,
        "corrections": each.corrections,
        **_rate(each.rate),
        "questions": [
            {"form": question.form, "question": question.question, **_rate(question.rate)}
            for question in each.questions
        ],
        "mistaken": [{"keyed": pair.keyed, "settled": pair.settled, "times": pair.times} for pair in each.mistaken],
        "row_shifts": each.row_shifts,
        "straight": {"ballots": straight.ballots, "keyed": straight.keyed, "settled": straight.settled},
    }


def _rate(rate: ErrorRate) -> dict[str, Any]:
    per_thousand = rate.per_thousand
    return {
        "compared": rate.fields,
        "errors": rate.errors,
        "per_thousand": None if per_thousand is None else float(per_thousand),
        "interval": None if rate.interval is None else list(rate.interval),
    }


def write_figures(found: Sequence[OperatorFigures], forms: Mapping[str, Form], out: Path, lang: str = "vi") -> None:
    """Write the figures to ``out``: .xlsx with the questions and pairs on sheets of their own, .csv without them.

    ``forms``: the newest version of each form, by its code. Raises ``Refusal`` for another kind of file, or one that
    cannot be written.
    """
    tables = {
        "operators.sheet_figures": [_header(_OF_OPERATOR, lang), *map(_of_operator, found)],
        "operators.sheet_questions": [_header(_OF_QUESTION, lang), *_of_questions(found, forms)],
        "operators.sheet_mistaken": [_header(_OF_PAIR, lang), *_of_pairs(found)],
    }
    match out.suffix.lower():
        case ".csv":
            with beside(out) as part:
                part.write_bytes(csv_file(out.name, tables["operators.sheet_figures"]))
        case ".xlsx":
            with beside(out) as part:
                write_workbook(part, [Sheet(words(code, lang), rows, _widths(rows)) for code, rows in tables.items()])
        case _:
            raise Refusal("operators.figures_suffix", file=out.name)


def _header(codes: Sequence[str], lang: str) -> list[Cell]:
    return [words(code, lang) for code in codes]


def _widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    return [min(40, max(10, len(str(head)) + 2)) for head in rows[0]]


def _of_operator(each: OperatorFigures) -> list[Cell]:
    straight = each.straight
    pace: Cell = "" if each.keystrokes_an_hour is None else round(each.keystrokes_an_hour)
    return [
        each.name, each.ballots, each.fields, each.keystrokes, round(each.seconds / 3600, 2), pace, each.corrections,
        *_cells(each.rate), each.row_shifts, straight.ballots, straight.keyed, straight.settled,
    ]  # fmt: skip


def _cells(rate: ErrorRate) -> list[Cell]:
    per_thousand, interval = rate.per_thousand, rate.interval
    if per_thousand is None or interval is None:
        return [rate.fields, rate.errors, "", "", ""]
    return [rate.fields, rate.errors, *(round(float(value), 2) for value in (per_thousand, *interval))]


def _of_questions(found: Sequence[OperatorFigures], forms: Mapping[str, Form]) -> list[list[Cell]]:
    return [
        [each.name, question.form, question.question, _label(forms, question.form, question.question),
         *_cells(question.rate)]
        for each in found
        for question in each.questions
    ]  # fmt: skip


def _label(forms: Mapping[str, Form], form: str, code: str) -> str:
    question = forms[form].by_code.get(code) if form in forms else None
    return "" if question is None else question.label


def _of_pairs(found: Sequence[OperatorFigures]) -> list[list[Cell]]:
    return [[each.name, pair.keyed, pair.settled, pair.times] for each in found for pair in each.mistaken]
