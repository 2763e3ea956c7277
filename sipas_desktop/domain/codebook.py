"""The codebook of a records file: what each column asks and what each code in it means.

Long form, one row for each code of each column, so that a program can join it to the records and a person can read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Final

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.form import CATALOGUE_KINDS, Form, Kind, Question
from sipas_desktop.domain.plan import Plan
from sipas_desktop.errors import words

# The columns before the answers. The dot keeps them apart from question codes, which cannot hold one.
BALLOT_COLUMNS: Final = (
    "ballot.row",
    "ballot.form",
    "ballot.version",
    "ballot.group",
    "ballot.wave",
    "ballot.channel",
    "ballot.unit",
    "ballot.keyed",
    "ballot.source",
)
# Before and behind all others, only where somebody allowed it.
IDENTITY_COLUMNS: Final = ("ballot.serial", "ballot.received")
TEXT_COLUMN: Final = "{question}.text"


@dataclass(frozen=True)
class CodebookRow:
    """One code of one column. ``form`` is "" for the columns before the answers.

    ``code`` is "" where the row describes a range (numbers, dates) and not one code. ``satisfied``: "1" a level that
    counts as satisfied, "0" another level, "" not in the denominator of any share.
    """

    form: str
    column: str
    wording: str
    kind: str
    factor: str
    code: str
    label: str
    satisfied: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as cells, in the order of ``HEADER``."""
        return astuple(self)


HEADER: Final = tuple(field.name for field in fields(CodebookRow))


def codebook(
    plan: Plan,
    forms: Sequence[Form],
    catalogues: Mapping[str, Mapping[str, str]],
    lang: str = "vi",
) -> tuple[CodebookRow, ...]:
    """All rows for records keyed on ``forms``. ``catalogues``: "unit" and "procedure" → code → name."""
    rows = list(_ballot_rows(plan, forms, catalogues.get(Kind.UNIT, {}), lang))
    for form in forms:
        titles = {factor.code: f"{factor.code} {factor.title}" for factor in form.factors}
        for question in form.questions:
            factor = titles.get(question.factor or "", "")
            told = _codes(question, catalogues.get(question.kind, {}), question.code in form.skippable, lang)
            for code, label, satisfied in told:
                rows.append(
                    CodebookRow(form.code, question.code, question.text, question.kind, factor, code, label, satisfied)
                )
    return tuple(rows)


def text_questions(forms: Sequence[Form]) -> tuple[str, ...]:
    """Codes of the questions to which something may be written by hand."""
    return tuple(dict.fromkeys(each.code for form in forms for each in form.questions if each.holds_text))


def identity_rows(forms: Sequence[Form], lang: str = "vi") -> tuple[CodebookRow, ...]:
    """The rows of the columns that a file has only where somebody allowed it."""
    rows = [
        CodebookRow("", column, words(f"records.{column.replace('.', '_')}", lang), "", "", "", "")
        for column in IDENTITY_COLUMNS
    ]
    for form in forms:
        for question in form.questions:
            if question.holds_text:
                wording = words("records.words_of", lang, wording=question.text)
                column = TEXT_COLUMN.format(question=question.code)
                rows.append(CodebookRow(form.code, column, wording, question.kind, "", "", ""))
    return tuple(rows)


def _ballot_rows(plan: Plan, forms: Sequence[Form], units: Mapping[str, str], lang: str) -> Iterator[CodebookRow]:
    codes = {
        "ballot.row": {"": words("records.row_code", lang)},
        "ballot.form": {form.code: f"{' '.join(form.title)} (v{form.version})" for form in forms},
        "ballot.version": {"": words("records.version_code", lang)},
        "ballot.group": {group.code: group.title for group in plan.groups},
        "ballot.wave": {wave.code: wave.title for wave in plan.waves} | {"": words("records.no_wave", lang)},
        "ballot.channel": {channel.code: channel.title for channel in plan.channels},
        "ballot.unit": {**units, "": words("records.no_unit", lang)},
        "ballot.keyed": {str(times): words(f"records.keyed_{times}", lang) for times in (2, 1, 0)},
        "ballot.source": {"": words("records.own_ballot", lang)},
    }
    for column in BALLOT_COLUMNS:
        wording = words(f"records.{column.replace('.', '_')}", lang)
        for code, label in codes[column].items():
            yield CodebookRow("", column, wording, "", "", code, label)


def _codes(
    question: Question, catalogue: Mapping[str, str], skippable: bool, lang: str
) -> Iterator[tuple[str, str, str]]:
    """(code, label, satisfied) of everything that may stand in the question's column."""
    if question.scale:
        for level in question.scale.levels:
            yield level.code, level.label, "1" if level.satisfied else "0"
    if question.no_opinion:
        yield a.NO_OPINION, question.no_opinion, ""
    for option in question.options:
        label = f"{option.label} {words('records.words_left_out', lang)}" if option.words else option.label
        yield option.code, label, ""
    match question.kind:
        case Kind.CHOICES:
            yield "", words("records.several", lang), ""
        case Kind.NUMBER | Kind.PERCENT:
            low = question.minimum or 0
            high = "" if question.maximum is None else question.maximum
            yield "", words(f"records.{question.kind}", lang, low=low, high=high), ""
        case Kind.DATE:
            yield "", words("records.date", lang), ""
        case _ if question.kind in CATALOGUE_KINDS:
            for code, name in catalogue.items():
                yield code, name, ""
            yield a.WRITTEN, words("records.other_words", lang), ""
        case Kind.SHORT_TEXT | Kind.LONG_TEXT | Kind.DOSSIER:
            yield a.WRITTEN, words("records.text", lang), ""
    for mark, name in ((a.BLANK, "blank"), (a.OVERMARKED, "overmarked"), (a.ILLEGIBLE, "illegible")):
        yield mark, words(f"records.{name}", lang), ""
    if skippable:
        yield a.SKIPPED, words("records.skipped", lang), ""
