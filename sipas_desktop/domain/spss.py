"""Records as SPSS has them: every answer a number, with labels; what is no answer a user-missing value of its own."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.codebook import BALLOT_COLUMNS, CodebookRow
from sipas_desktop.domain.form import CATALOGUE_KINDS, Form, Kind, Question
from sipas_desktop.domain.records import Record
from sipas_desktop.domain.vietnamese import strip_marks
from sipas_desktop.errors import words

Measure = Literal["nominal", "ordinal", "scale"]

# What is no answer, as distinct user-missing values. A question that is not on a ballot's form is system-missing.
MISSING: Final = {a.BLANK: -1.0, a.NO_OPINION: -2.0, a.OVERMARKED: -3.0, a.ILLEGIBLE: -4.0, a.SKIPPED: -5.0}
MISSING_WORDS: Final = {
    a.BLANK: "blank", a.NO_OPINION: "no_opinion", a.OVERMARKED: "overmarked", a.ILLEGIBLE: "illegible",
    a.SKIPPED: "skipped",
}  # fmt: skip
DAY_FORMAT: Final = "EDATE10"  # 31.10.2017
_FIRST_DAY: Final = datetime.date(1582, 10, 14)  # from which SPSS counts seconds
_NAME_BYTES, _LABEL_BYTES, _VALUE_LABEL_BYTES = 64, 255, 120
_RESERVED: Final = frozenset(["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"])
_WHOLE: Final = re.compile(r"0|[1-9][0-9]{0,14}")


@dataclass(frozen=True)
class Variable:
    """One column. ``labels``: number → label; ``missing``: whether the values of ``MISSING`` are user-missing in it."""

    name: str
    label: str
    measure: Measure
    values: Sequence[float | None]
    labels: Mapping[float, str] = field(default_factory=dict)
    missing: bool = True
    format: str = ""


def variables(
    records: Sequence[Record],
    forms: Sequence[Form],
    rows: Sequence[CodebookRow],
    catalogues: Mapping[str, Mapping[str, str]],
    lang: str = "vi",
) -> list[Variable]:
    """The columns of ``records``, in their order; ``rows``: the codebook of ``forms``.

    Several options to one question become a variable each, ticked or not.
    """
    found = _of_ballots(records, forms, rows)
    questions: dict[str, list[Question]] = {}
    for form in forms:
        for question in form.questions:
            questions.setdefault(question.code, []).append(question)
    skippable = {code for form in forms for code in form.skippable}
    for code, alike in questions.items():
        held = [record.values.get(code) for record in records]
        marks = _marks(alike, lang, skipped=code in skippable)
        if alike[0].kind is Kind.CHOICES:
            found += _of_options(alike, held, marks, lang)
        else:
            found.append(_of_question(alike, held, marks, catalogues, lang))
    unique = names(each.name for each in found)
    return [_named(each, name) for each, name in zip(found, unique, strict=True)]


def names(codes: Iterable[str]) -> list[str]:
    """Names that SPSS takes: at most 64 bytes, a letter first, letters, digits and _ only, none twice in any case."""
    taken: set[str] = set()
    found = []
    for code in codes:
        bare = re.sub(r"[^A-Za-z0-9]+", "_", strip_marks(code)).strip("_")
        if not bare[:1].isalpha() or bare.upper() in _RESERVED:
            bare = f"q_{bare}".rstrip("_")
        name, turn = bare[:_NAME_BYTES].rstrip("_"), 1
        while name.lower() in taken:
            turn += 1
            end = f"_{turn}"
            name = bare[: _NAME_BYTES - len(end)].rstrip("_") + end
        taken.add(name.lower())
        found.append(name)
    return found


def cut(text: str, most: int) -> str:
    """``text`` in at most ``most`` bytes of UTF-8, whole letters, "…" at the end where something is gone."""
    text = " ".join(text.split())
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - 3].decode(errors="ignore") + "…"


def seconds_of(day: str) -> float:
    """A day, ISO, as SPSS counts it."""
    return float((datetime.date.fromisoformat(day) - _FIRST_DAY).days * 86400)


# -------------------------------------------------------------------------------------------------------------- inside


def _named(variable: Variable, name: str) -> Variable:
    labels = {number: cut(label, _VALUE_LABEL_BYTES) for number, label in variable.labels.items() if label}
    label = cut(variable.label, _LABEL_BYTES)
    return Variable(name, label, variable.measure, variable.values, labels, variable.missing, variable.format)


def _of_ballots(records: Sequence[Record], forms: Sequence[Form], rows: Sequence[CodebookRow]) -> list[Variable]:
    form_of = {form.sha256: form for form in forms}
    held = {
        "ballot.form": [form_of[record.form_sha256].code for record in records],
        "ballot.version": [str(form_of[record.form_sha256].version) for record in records],
        "ballot.group": [record.group for record in records],
        "ballot.wave": [record.wave for record in records],
        "ballot.channel": [record.channel for record in records],
        "ballot.unit": [record.unit for record in records],
        "ballot.keyed": [str(record.keyed) for record in records],
        "ballot.source": [record.source for record in records],
    }
    wording = {row.column: row.wording for row in rows if not row.form}
    numbered: list[float | None] = [float(number) for number in range(1, len(records) + 1)]
    found = [Variable("ballot.row", wording["ballot.row"], "scale", numbered, missing=False)]
    for column in BALLOT_COLUMNS[1:]:
        titles = {row.code: row.label for row in rows if row.column == column and not row.form and row.code}
        numbers = _numbers([*titles, *sorted(set(held[column]) - titles.keys() - {""})])
        labels = {number: _titled(code, titles.get(code, "")) for code, number in numbers.items()}
        values = [numbers.get(code) for code in held[column]]
        found.append(Variable(column, wording[column], "nominal", values, labels, missing=False))
    return found


def _of_options(
    alike: Sequence[Question], held: Sequence[str | None], marks: Mapping[float, str], lang: str
) -> list[Variable]:
    options = {option.code: option.label for question in alike for option in question.options}
    yes_no = {0.0: words("records.not_ticked", lang), 1.0: words("records.ticked", lang)}
    return [
        Variable(
            f"{alike[0].code}_{code}",
            f"{alike[0].text}: {label}",
            "nominal",
            [_ticked(value, code) for value in held],
            {**yes_no, **marks},
        )
        for code, label in options.items()
    ]


def _ticked(value: str | None, code: str) -> float | None:
    if value is None or value in MISSING:
        return None if value is None else MISSING[value]
    return float(code in value.split(a.JOIN))


def _of_question(
    alike: Sequence[Question],
    held: Sequence[str | None],
    marks: Mapping[float, str],
    catalogues: Mapping[str, Mapping[str, str]],
    lang: str,
) -> Variable:
    first = alike[0]
    if first.kind in (Kind.NUMBER, Kind.PERCENT):
        values = [_missing(value, number=True) or (None if value is None else float(value)) for value in held]
        return Variable(first.code, first.text, "scale", values, marks)
    if first.kind is Kind.DATE:
        values = [_missing(value) or (None if value is None else seconds_of(value)) for value in held]
        return Variable(first.code, first.text, "scale", values, marks, format=DAY_FORMAT)
    titles = _titles(alike, catalogues)
    known = {value for value in held if value is not None and value not in MISSING and value != a.WRITTEN}
    numbers = _numbers([*titles, *sorted(known - titles.keys())])
    labels = {number: titles.get(code) or code for code, number in numbers.items()}
    if first.kind in CATALOGUE_KINDS:
        labels = {number: _titled(code, titles.get(code, "")) for code, number in numbers.items()}
        numbers, labels = {**numbers, a.WRITTEN: 0.0}, {**labels, 0.0: words("records.other_words", lang)}
    elif first.kind in (Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.DOSSIER):
        numbers, labels = {a.WRITTEN: 1.0}, {1.0: words("records.written", lang)}
    measure: Measure = "ordinal" if first.kind is Kind.RATED else "nominal"
    coded = [None if value is None else _missing(value) or numbers[value] for value in held]
    return Variable(first.code, first.text, measure, coded, {**labels, **marks})


def _missing(value: str | None, *, number: bool = False) -> float | None:
    """The user-missing value of a mark; the digit 0 is a number where numbers are asked for."""
    return None if value is None or (number and value == a.NO_OPINION) else MISSING.get(value)


def _titles(alike: Sequence[Question], catalogues: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Code → label of everything that the question offers."""
    found: dict[str, str] = dict(catalogues.get(alike[0].kind, {}))
    for question in alike:
        levels = question.scale.levels if question.scale else ()
        found |= {level.code: level.label for level in levels} | {each.code: each.label for each in question.options}
    return found


def _numbers(codes: Sequence[str]) -> dict[str, float]:
    """Each code as the number that it is; where any of them is none, all numbered from 1."""
    if all(map(_WHOLE.fullmatch, codes)):
        return {code: float(code) for code in codes}
    return {code: float(place) for place, code in enumerate(codes, start=1)}


def _titled(code: str, title: str) -> str:
    return f"{code} · {title}" if title and title != code else code


def _marks(alike: Sequence[Question], lang: str, *, skipped: bool) -> dict[float, str]:
    offered = next((question.no_opinion for question in alike if question.no_opinion), None)
    told = {a.BLANK, a.OVERMARKED, a.ILLEGIBLE} | ({a.SKIPPED} if skipped else set())
    marks = {MISSING[mark]: words(f"records.{MISSING_WORDS[mark]}", lang) for mark in MISSING if mark in told}
    return marks | ({MISSING[a.NO_OPINION]: offered} if offered else {})
