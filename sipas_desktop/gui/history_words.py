"""The history in words: what a fact was about, what stood before and after, in the window's language."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from sipas_desktop.domain import answer as a
from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.form import CATALOGUE_KINDS, Kind, Question
from sipas_desktop.domain.history import Group
from sipas_desktop.domain.online import REASON_WORDS
from sipas_desktop.domain.roles import Role
from sipas_desktop.domain.spelling import SPELLING
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.errors import words
from sipas_desktop.gui.keying_catalogue import Catalogue
from sipas_desktop.gui.keying_words import answer_words
from sipas_desktop.gui.moments import moment
from sipas_desktop.gui.role_words import role_name
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import FactWhole, HistoryRow

HASH: int = 16  # characters of a hash that are shown: enough to tell it from others
_ABOUT_BATCHES = (
    FactKind.BATCH_OPENED,
    FactKind.BATCH_CLOSED,
    FactKind.BATCH_CLAIMED,
    FactKind.BATCH_GIVEN_BACK,
    FactKind.BATCH_TAKEN_OVER,
    FactKind.BATCH_COUNTED,
)
_ABOUT_RECEIPTS = (
    FactKind.BALLOT_RECEIVED,
    FactKind.RECEIPT_WITHDRAWN,
    FactKind.VALIDITY_SET,
    FactKind.ONLINE_JUDGED,
    FactKind.BALLOT_VOIDED,
)
_SAID_AS_VALUES = (
    FactKind.KEYS_CHANGED,
    FactKind.CONSENT_SET,
    FactKind.RECHECK_ANSWERED,
    FactKind.HANDOVER_OPENED,
)
_FIELD_STEPS = (FactKind.BALLOT_ISSUED, FactKind.OUTCOME_SET, FactKind.STEP_WITHDRAWN)


class HistoryWords:
    """Words for the facts of one survey."""

    def __init__(self, survey: OpenSurvey, language: str) -> None:
        self._survey, self._plan, self._forms = survey, survey.plan, survey.forms
        self._language = language
        self._catalogues: Mapping[Kind, Catalogue] | None = None  # not read yet
        self._written = QCoreApplication.translate("history", "(written words)")

    def read_anew(self) -> None:
        """Units and procedures may have been changed: they are read when next needed."""
        self._catalogues = None

    def time(self, at: str, seconds: bool = True) -> str:
        """Day and time in Vietnam by the station's clock."""
        return moment(at, seconds)

    def kind(self, kind: str) -> str:
        """What was done."""
        return self._capital(words(f"history.kind_{kind}", self._language))

    def group(self, group: Group) -> str:
        """Kinds that one looks for together."""
        return words(f"history.group_{group}", self._language)

    def part(self, name: str) -> str:
        """What a particular of a fact is called."""
        try:
            return words(f"history.part_{name}", self._language)
        except KeyError:
            return name

    def serial(self, row: HistoryRow | FactWhole) -> str:
        """The ballot's serial as people read it."""
        return serials.show(row.serial) if row.serial else ""

    def short_serial(self, row: HistoryRow) -> str:
        """The serial without the survey's number, which all have: those digits are enough wherever one types it."""
        return self.serial(row).partition(" ")[2]

    def what(self, row: HistoryRow) -> str:
        """What it was about: the question and the pass, a name, a batch."""
        what = row.what
        about_answers = row.answers_after or row.answers_before
        if about_answers and (question := self._question(row)) is not None:
            number = QCoreApplication.translate("history", "Question {number}").format(number=question.number)
            what = number if question.number else question.label
        elif row.kind in (*_ABOUT_BATCHES, *_ABOUT_RECEIPTS) and what:
            what = QCoreApplication.translate("history", "Batch {batch}").format(batch=what)
        elif row.kind in (
            FactKind.HEAD_PRINTED,
            FactKind.BALLOTS_PRINTED,
            FactKind.RUN_GIVEN_UP,
            FactKind.RECHECK_DRAWN,
        ):
            what = self._value(what)
        elif row.kind == FactKind.CATALOGUE_SET:
            kind, _, code = what.partition(" ")
            what = f"{self._value(kind)} {code}".strip()
        elif row.kind in (FactKind.MILESTONE_DONE, FactKind.MILESTONE_UNDONE):
            what = next((each.title for each in self._plan.milestones if each.code == what), what)
        elif row.kind == FactKind.REMARK_WRITTEN:
            section, _, about = what.partition(" ")
            what = f"{words(f'remarks.section_{section}', self._language)} {about}".strip()
        elif row.kind == FactKind.SESSION_OPENED:
            what = QCoreApplication.translate("history", "version {version}").format(version=what)
        if row.pass_no is not None:
            keying = QCoreApplication.translate("history", "keying {number}").format(number=row.pass_no)
            what = f"{what} · {keying}" if what else keying
        return self._capital(what)

    def before(self, row: HistoryRow, written: bool = True) -> str:
        """What stood before; without ``written`` no respondent's words."""
        if row.answers_before:
            return " / ".join(self._answer(row, answer, written) for answer in row.answers_before)
        if row.kind == FactKind.BALLOT_RECEIVED:
            return words(f"state.{row.before}", self._language)
        return self._plain(row, row.before)

    def after(self, row: HistoryRow, written: bool = True) -> str:
        """What stands since; without ``written`` no respondent's words."""
        if row.answers_after:
            return " / ".join(self._answer(row, answer, written) for answer in row.answers_after)
        if row.answers_before:  # an answer that skipped it changed
            return QCoreApplication.translate("answers", "not yet keyed")
        if row.kind == FactKind.RECEIPT_WITHDRAWN:
            return words(f"state.{row.after}", self._language)
        return self._plain(row, row.after)

    def change(self, row: HistoryRow) -> str:
        """What it was about, before and after, in one line: "Câu 1 · lần 1: 4 · Hài lòng → 5 · Rất hài lòng"."""
        changed = " → ".join(part for part in (self.before(row), self.after(row)) if part)
        return ": ".join(part for part in (self.what(row), changed) if part)

    def why(self, row: HistoryRow) -> str:
        """The reason that was given; a reason of the plan by its title."""
        if row.kind == FactKind.ADJUDICATED and row.why == f"@{SPELLING}":
            return self._value(SPELLING)
        if row.kind in _FIELD_STEPS and row.why:  # the day on which it was
            return date_short(datetime.date.fromisoformat(row.why))
        return self._reason(row.why) if row.kind in _ABOUT_RECEIPTS else row.why

    def whole(self, fact: FactWhole) -> str:
        """All that a fact says, a line for each particular."""
        lines = []
        for part in fact.particulars:
            if part.count:
                more = f"; … ({part.count})" if part.count > len(part.values) else ""
                lines.append(f"{self._capital(self.part(part.name))}: {'; '.join(part.values)}{more}")
        return "\n".join(lines)

    def _plain(self, row: HistoryRow, text: str | None) -> str:
        if text is None:
            return ""
        if row.kind == FactKind.OPERATOR_SET:
            return ", ".join(role_name(Role(role)) for role in text.split()) or self._value("nobody")
        if row.kind in _ABOUT_RECEIPTS:
            return self._value("valid") if text == "valid" else self._reason(text)
        if row.kind in _SAID_AS_VALUES:
            return self._value(text)
        if row.kind == FactKind.HANDOVER_SCANNED:
            side, _, count = text.partition(" ")
            return f"{self._value(side)} {count}"
        if row.kind in _FIELD_STEPS:
            return words(f"outcome.{text}", self._language)
        if row.kind in (FactKind.HEAD_PRINTED, FactKind.RESTORED):
            return text if len(text) <= HASH else f"{text[:HASH]}…"
        return text

    def _question(self, row: HistoryRow) -> Question | None:
        form = self._forms.get(row.form)
        return form.by_code.get(row.what) if form else None

    def _answer(self, row: HistoryRow, answer: Answer, written: bool) -> str:
        question = self._question(row)
        if question is None:
            return answer.value
        if not written:
            answer = Answer(answer.value)
        if answer.value == a.WRITTEN and answer.text is None:
            return self._written
        if self._catalogues is None:
            kinds = CATALOGUE_KINDS
            self._catalogues = {kind: Catalogue(queries.catalogue(self._survey, kind.value)) for kind in kinds}
        return answer_words(question, answer, self._catalogues)

    def _reason(self, code: str) -> str:
        reason = self._plan.reason(code)
        if reason:
            return reason.title
        return words(REASON_WORDS[code], self._language) if code in REASON_WORDS else code

    def _value(self, code: str) -> str:
        try:
            return words(f"history.value_{code}", self._language)
        except KeyError:
            return code

    @staticmethod
    def _capital(text: str) -> str:
        return text[:1].upper() + text[1:]
