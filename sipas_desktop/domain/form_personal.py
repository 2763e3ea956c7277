"""Personal data that a form asks for, and the words that it owes whoever is asked: notice and consent.

``docs/personal-data.md`` tells what a notice says. What the law demands is for the office to decide; the form is only
told where nothing at all is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sipas_desktop.domain.form import BOX_KINDS, CATALOGUE_KINDS, Form, Question
from sipas_desktop.domain.toml_reader import Problem
from sipas_desktop.domain.vietnamese import fold

LONGEST: Final = {"notice": 1500, "consent": 500}  # letters
# In words as people fold them: without accents, in small letters.
_WHO: Final = re.compile(r"\bho (?:va |, ?)?ten\b|\bdia chi\b|\be-?mail\b|\bthu dien tu\b|\bngay sinh\b|\bdan toc\b")
_PHONE: Final = re.compile(r"\bdien thoai\b|\bsdt\b|\bso dt\b")
_NUMBER: Final = re.compile(r"\bcccd\b|\bcmnd\b|\bcan cuoc\b|\bchung minh nhan dan\b|\bdinh danh ca nhan\b")
_OFFICERS: Final = re.compile(r"\b(?:cong chuc|vien chuc|can bo|nhan vien|nguoi giai quyet)\b")  # not the respondent


def too_long(form: Form) -> Iterator[Problem]:
    """Texts that leave no room for the questions."""
    for key, most in LONGEST.items():
        if (letters := len(getattr(form, key))) > most:
            yield Problem("F044", key, "form.text_too_long", (("found", letters), ("most", most)))


def unsaid(form: Form) -> Iterator[Problem]:
    """Where a form asks for personal data and says nothing about them."""
    asked = [each for each in form.questions if each.turn <= 1 and not _OFFICERS.search(_words(each))]
    written = [each for each in asked if each.kind not in BOX_KINDS | CATALOGUE_KINDS]
    who = [each for each in written if _WHO.search(_words(each)) or _PHONE.search(_words(each))]
    if who and not form.notice.strip():
        yield Problem("W014", who[0].code, "form.no_notice")
    phones = [each for each in written if _PHONE.search(_words(each))]
    if phones and not form.consent.strip():
        yield Problem("W015", phones[0].code, "form.no_consent")
    for question in asked:
        if _NUMBER.search(_words(question)):
            yield Problem("W016", question.code, "form.asks_id_number")


def _words(question: Question) -> str:
    return fold(f"{question.text} {question.label}")
