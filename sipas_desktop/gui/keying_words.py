"""An answer in words, as the screen says it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form import CATALOGUE_KINDS, Kind, Question
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.gui.keying_catalogue import Catalogue


def mark_words(value: str) -> str:
    """Blank, over-marked or illegible in the language of the window."""
    return {
        a.BLANK: QCoreApplication.translate("answers", "left blank"),
        a.OVERMARKED: QCoreApplication.translate("answers", "over-marked"),
        a.ILLEGIBLE: QCoreApplication.translate("answers", "illegible"),
    }[value]


def skipped_words(question: Question, by: Question) -> str:
    """Why the cursor does not go to ``question``."""
    words = QCoreApplication.translate(
        "answers", "Question {question} is skipped by the answer to question {by}. Change that one if it is wrong."
    )
    return words.format(question=question.number or question.label, by=by.number or by.label)


def answer_words(question: Question, answer: Answer | None, catalogues: Mapping[Kind, Catalogue]) -> str:
    """``answer`` as a person reads it: "4 · Hài lòng", "12 · Chứng thực bản sao", "left blank"."""
    if answer is None:
        return QCoreApplication.translate("answers", "not yet keyed")
    if a.is_mark(answer.value):
        return mark_words(answer.value)
    if answer.value == a.SKIPPED:
        return QCoreApplication.translate("answers", "skipped")
    if answer.value == a.WRITTEN:
        return f"“{answer.text or ''}”"
    if question.kind in CATALOGUE_KINDS:
        name = catalogues[question.kind].name_of(answer.value) if question.kind in catalogues else ""
        return f"{answer.value} · {name}" if name else answer.value
    if question.kind is Kind.DATE:
        return date_short(datetime.date.fromisoformat(answer.value))
    if answer.value == a.NO_OPINION and question.no_opinion:
        return f"{a.NO_OPINION} · {question.no_opinion}"
    labels = {option.code: option.label for option in question.choices}
    told = [f"{code} · {labels[code]}" if code in labels else code for code in answer.value.split(a.JOIN)]
    return "; ".join(told) + (f" “{answer.text}”" if answer.text else "")


def shown_text(answer: Answer | None, question: Question) -> str:
    """What a field holds when the cursor comes back to an answered question; "" for marks and nothing."""
    if answer is None or a.is_mark(answer.value) or answer.value == a.SKIPPED:
        return ""
    if answer.value == a.WRITTEN:
        return answer.text or ""
    if question.kind is Kind.DATE:
        return date_short(datetime.date.fromisoformat(answer.value))
    return answer.value


def place_words(batch: str | None, position: int | None) -> str:
    """Where the paper lies: batch and place in the bundle; "" for a ballot without a batch."""
    if batch is None:
        return ""
    if position is None:
        return QCoreApplication.translate("place", "Batch {batch}").format(batch=batch)
    words = QCoreApplication.translate("place", "Batch {batch} · ballot {position} of the bundle")
    return words.format(batch=batch, position=position)
