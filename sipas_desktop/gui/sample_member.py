"""What is known of the chosen member on the way: who visits her, what came of each visit, whether she may be called."""

from __future__ import annotations

import datetime

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from sipas_desktop.domain.roles import Verb, is_allowed
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.errors import Refusal, words
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.moments import day
from sipas_desktop.gui.page import Page, PagePart
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import Consent
from sipas_desktop.store.queries.fieldwork import ANSWERED


class MemberCard(PagePart):
    """Two lines under the list; F10 says that she consents to calls and messages, or does not any more."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._position: int | None = None
        self._name = ""
        self._consent: Consent | None = None
        desk = page.desk
        office = desk.survey.about.handout is None
        self._asks = office and desk.survey.plan.recheck is not None and is_allowed(Verb.RECHECK, desk.roles)
        card = QFrame(self)
        card.setProperty("role", "card")
        self.visits, self.consent = QLabel(card), QLabel(card)
        self.visits.setWordWrap(True)
        self.consent.setWordWrap(True)
        self.consent.setProperty("role", "muted")
        self.turn = KeyButton("", "", "", card)
        self.turn.clicked.connect(self.turn_consent)
        line = QHBoxLayout()
        line.setSpacing(desk.theme.unit)
        line.addWidget(self.consent, 1)
        line.addWidget(self.turn)
        column = QVBoxLayout(card)
        column.setContentsMargins(desk.theme.unit * 2, desk.theme.unit, desk.theme.unit * 2, desk.theme.unit)
        column.setSpacing(desk.theme.unit // 2)
        column.addWidget(self.visits)
        column.addLayout(line)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(card)
        for part in (self.consent, self.turn):
            part.setVisible(self._asks)
        self._offered = False

    def offer(self, offered: bool) -> None:
        """Whether the list is shown, and somebody in it can be chosen."""
        self._offered = offered
        self.setVisible(offered and self._position is not None)

    def show_member(self, position: int | None, name: str) -> None:
        """The member with this number; None: nobody is chosen."""
        self._position, self._name = position, name
        self.offer(self._offered)
        self.tell()

    def tell(self) -> None:
        """What is known of her now."""
        if self._position is None:
            return
        self.visits.setText(self._about(self._position))
        if not self._asks:
            return
        self._consent = given = queries.consent_of(self._page.desk.survey, self._position)
        if given is None:
            told = self.tr("No consent to calls and messages.")
            self.turn.set_words(self.tr("She consents"), "F10")
        else:
            told = self.tr("Consents to calls and messages: by the list of {day}, taken by {operator}.")
            if not given.with_list:
                told = self.tr("Consents to calls and messages: recorded on {day} by {operator}.")
            told = told.format(day=day(given.at), operator=given.operator)
            self.turn.set_words(self.tr("Consent taken back"), "F10")
        self.consent.setText(told)

    def end_consent(self) -> None:
        """Nobody is asked any more: the links were destroyed."""
        self._asks = False
        self.consent.hide()
        self.turn.hide()

    def turn_consent(self) -> None:
        """She consents from now on, or does not any more."""
        if self._position is None:
            return
        page, given = self._page, self._consent is None
        try:
            workflow.set_consent(page.desk.survey, [self._position], given=given)
        except Refusal as refusal:
            page.refuse(refusal)
            return
        self.tell()
        told = self.tr("No. {number} may be called and sent messages.")
        if not given:
            told = self.tr("No. {number} is not called nor sent messages any more.")
        page.notify("ok", told.format(number=self._position))
        page.survey_changed.emit()

    def _about(self, position: int) -> str:
        """Number and name, who visits her, every step of her ballot in its order, where it is now."""
        survey, language = self._page.desk.survey, self._page.desk.language
        found = queries.member_in_field(survey, position)
        parts = [self.tr("No. {number}, {name}").format(number=position, name=self._name)]
        if found is None:
            return parts[0]
        if found.interviewer:
            parts.append(self.tr("interviewer {code}").format(code=found.interviewer))
        steps = queries.field_steps(survey, found.serial) if found.serial else []
        for step in steps:
            who = f" ({step.interviewer})" if step.interviewer and step.interviewer != found.interviewer else ""
            parts.append(f"{_short(step.day)} {words(f'outcome.{step.step}', language)}{who}")
        if found.outcome == ANSWERED:
            parts.append(f"{_short(found.day)} {words('outcome.answered', language)}")
        elif not found.serial and queries.links_are_gone(survey):
            parts.append(self.tr("which ballot was hers is not known any more"))
        elif not found.serial:
            parts.append(self.tr("no ballot yet"))
        elif not steps:
            parts.append(self.tr("not issued yet"))
        return " · ".join(parts)


def _short(iso: str) -> str:
    return date_short(datetime.date.fromisoformat(iso))
