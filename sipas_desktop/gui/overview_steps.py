"""What to do next, for the roles of whoever is signed in: one line a step, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.form import Kind
from sipas_desktop.domain.plan import Identity, PlanRole
from sipas_desktop.domain.quota_rule import Per
from sipas_desktop.domain.roles import Role, Verb, is_allowed, only_keys
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.places import places_for
from sipas_desktop.gui.theme import Theme

if TYPE_CHECKING:
    from sipas_desktop.store.database import OpenSurvey
    from sipas_desktop.store.queries import BatchView, KeyingProgress, Ledger

KEYERS = 2  # two people key each ballot …
OVERVIEW = "overview"


@dataclass(frozen=True)
class Step:
    """Something that waits: where it is done, and why in words."""

    place: str
    words: str


@dataclass(frozen=True)
class InField:
    """Of a survey whose ballots interviewers bring to people."""

    interviewers: int
    rechecks: tuple[int, int] | None  # drawn, and of these without a reply; None: of no concern to her


@dataclass(frozen=True)
class Standing:
    """What the steps are worked out from."""

    ledger: Ledger
    batches: tuple[BatchView, ...]  # none for who only keys
    keying: KeyingProgress
    units_wanted: bool  # a form or a rule asks for units, and there are none
    sample_wanted: bool  # the ballots are linked to members, and there are none
    keyers: int
    adjudicators: int
    in_field: InField | None = None  # None: ballots are given to nobody in particular


def standing(survey: OpenSurvey, roles: frozenset[Role]) -> Standing:
    """Reads it from the survey: only what somebody with ``roles`` is shown, since each count is a wait at sign-in."""
    from sipas_desktop.store import queries

    each_ones = [operator.roles for operator in queries.operators(survey)]
    asks_for_sample = survey.plan.identity is Identity.LINKED and is_allowed(Verb.IMPORT_SAMPLE, roles)
    return Standing(
        queries.ledger(survey),
        () if only_keys(roles) else tuple(queries.batches(survey)),
        queries.keying_progress(survey),
        _asks_for_units(survey) and not queries.catalogue(survey, "unit"),
        asks_for_sample and not queries.has_official_members(survey),
        sum(Role.KEYER in each for each in each_ones),
        sum(Role.ADJUDICATOR in each for each in each_ones),
        _in_field(survey, roles),
    )


def _in_field(survey: OpenSurvey, roles: frozenset[Role]) -> InField | None:
    from sipas_desktop.store import queries

    plan = survey.plan
    brought = plan.identity is Identity.LINKED and any(each.role is PlanRole.INTERVIEWER for each in plan.duties)
    if not brought or not is_allowed(Verb.ISSUE, roles):
        return None
    asks = plan.recheck is not None and is_allowed(Verb.RECHECK, roles) and survey.about.handout is None
    return InField(len(queries.interviewers(survey)), queries.recheck_counts(survey) if asks else None)


def _asks_for_units(survey: OpenSurvey) -> bool:
    """Whether anything in the survey goes by unit: an agency that asks about itself alone needs no list of them."""
    by_unit = any(Per.UNIT in quota.per for quota in survey.plan.quotas)
    return by_unit or any(form.of_kind(Kind.UNIT) for form in survey.forms.values())


def closable(batch: BatchView) -> bool:
    """Whether nothing of the batch is left to do but to close it."""
    return not batch.closed and batch.ballots > 0 and batch.settled + batch.invalid == batch.ballots


def steps(now: Standing, roles: frozenset[Role]) -> list[Step]:
    """What somebody with ``roles`` can do now; only at places that she has."""
    known = {place.id for place in places_for(roles)}
    return [step for step in [*_before(now, roles), *_during(now, roles), *_after(now, roles)] if step.place in known]


def _before(now: Standing, roles: frozenset[Role]) -> list[Step]:
    """Preparing: people, lists, ballots."""
    translate, found = QCoreApplication.translate, []
    if is_allowed(Verb.MANAGE_OPERATORS, roles) and (now.keyers < KEYERS or not now.adjudicators):
        found.append(
            Step("administration", translate("steps", "Add operators: two keyers and an adjudicator are needed."))
        )
    if is_allowed(Verb.SET_CATALOGUE, roles) and now.units_wanted:
        found.append(Step("plan", translate("steps", "The list of units is empty: import it.")))
    if is_allowed(Verb.IMPORT_SAMPLE, roles) and now.sample_wanted:
        found.append(Step("sample", translate("steps", "The sample list is empty: import it.")))
    if is_allowed(Verb.SET_INTERVIEWERS, roles) and now.in_field is not None and not now.in_field.interviewers:
        words = translate("steps", "No interviewer is listed yet: take in the post’s list, then assign the members.")
        found += [] if now.sample_wanted else [Step("fieldwork", words)]
    if is_allowed(Verb.PRINT_BALLOTS, roles) and not now.ledger.printed:
        found.append(Step("print", translate("steps", "Nothing is printed yet: print the ballots.")))
    return found


def _during(now: Standing, roles: frozenset[Role]) -> list[Step]:
    """Keying, settling, receiving, closing: what others wait for comes first."""
    translate, found, at = QCoreApplication.translate, [], now.ledger.states
    if is_allowed(Verb.KEY, roles):
        if n := len(now.keying.open_serials):
            found.append(Step("keying", translate("steps", "Go on with %n ballot(s) that you began.", None, n)))
        if n := now.keying.waiting_second:
            found.append(Step("keying", translate("steps", "%n ballot(s) wait for your second keying.", None, n)))
        if n := now.keying.waiting_third:
            found.append(Step("keying", translate("steps", "%n ballot(s) wait to be keyed again: F11 there.", None, n)))
        if n := now.keying.waiting_first:
            found.append(Step("keying", translate("steps", "%n ballot(s) wait for the first keying.", None, n)))
    if is_allowed(Verb.ADJUDICATE, roles) and (n := at[State.DIFFERING]):
        found.append(Step("differences", translate("steps", "%n ballot(s) wait for the adjudicator.", None, n)))
    brought = now.in_field is not None and now.in_field.interviewers > 0
    if brought and (n := at[State.STOCK]):
        found.append(
            Step("fieldwork", translate("steps", "%n ballot(s) lie here: hand them over, issue them.", None, n))
        )
    if is_allowed(Verb.RECEIVE, roles) and (n := at[State.OUT] + (0 if brought else at[State.STOCK])):
        found.append(
            Step("receive", translate("steps", "%n ballot(s) have not come back: receive what comes.", None, n))
        )
    if is_allowed(Verb.CLOSE_BATCH, roles) and (n := sum(closable(batch) for batch in now.batches)):
        found.append(
            Step(
                OVERVIEW,
                translate("steps", "Batches that can be closed: %n. Choose one in the table, then F4.", None, n),
            )
        )
    if now.in_field is not None and now.in_field.rechecks is not None and now.ledger.returned:
        found += _of_recheck(*now.in_field.rechecks, now.ledger.returned)
    return found


def _of_recheck(drawn: int, waiting: int, returned: int) -> list[Step]:
    """Phúc tra comes before keying; who is asked does not reply at once."""
    translate = QCoreApplication.translate
    if not drawn:
        words = translate("steps", "%n ballot(s) came back: draw whom phúc tra asks.", None, returned)
    elif waiting:
        words = translate("steps", "%n ballot(s) of phúc tra wait for a reply.", None, waiting)
    else:
        return []
    return [Step("recheck", words)]


def _after(now: Standing, roles: frozenset[Role]) -> list[Step]:
    """Figures, report, package."""
    translate, found, ledger = QCoreApplication.translate, [], now.ledger
    done = ledger.settled and ledger.settled == ledger.valid
    if is_allowed(Verb.REPORT, roles) and done:
        found.append(Step("results", translate("steps", "Every valid ballot is settled: make the report.")))
    elif is_allowed(Verb.SEE_RESULTS, roles) and (n := ledger.settled):
        found.append(Step("results", translate("steps", "See the figures so far, from %n ballot(s).", None, n)))
    if is_allowed(Verb.EXPORT, roles) and done:
        found.append(Step("transfer", translate("steps", "Send the package to the province.")))
    return found


class StepsView(QFrame):
    """A card: what waits, in words, under each place's lines a button that goes there."""

    chosen = Signal(str)  # a place's id

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._theme = theme
        heading = QLabel(self.tr("What to do next"), self)
        heading.setProperty("role", "heading")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[theme.unit * 2] * 4)
        self._column.setSpacing(theme.unit)
        self._column.addWidget(heading)
        self._inside: QWidget | None = None
        self._found: list[Step] | None = None
        self._column.addStretch(1)
        self.places: dict[KeyButton, str] = {}

    def fill(self, found: list[Step], roles: frozenset[Role]) -> None:
        """Shows ``found``; a button that has the keyboard keeps it where its place is still there."""
        if found == self._found:
            return
        held = next((place for button, place in self.places.items() if button.hasFocus()), "")
        self._found = found
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = QWidget(self)
        self._inside.setObjectName("inside")
        rows = QVBoxLayout(self._inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(self._theme.unit)
        self.places = {}
        known = {place.id: place for place in places_for(roles)}
        for place in dict.fromkeys(step.place for step in found):
            for step in found:
                if step.place == place:
                    rows.addWidget(self._words(step.words))
            if place != OVERVIEW:
                # The key is the rail's own and only shown here: one that stands twice works nowhere.
                go = KeyButton(known[place].title, "", "", self._inside)
                go.show_key(known[place].key)
                go.clicked.connect(self._go)
                self.places[go] = place
                rows.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)
                rows.addSpacing(self._theme.unit)
        if not found:
            rows.addWidget(self._words(self.tr("Nothing waits for you now.")))
        self._column.insertWidget(1, self._inside)
        for button, place in self.places.items():
            if place == held:
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _words(self, words: str) -> QLabel:
        label = QLabel(words, self._inside)
        label.setWordWrap(True)
        return label

    def _go(self) -> None:
        sender = self.sender()
        if isinstance(sender, KeyButton):
            self.chosen.emit(self.places[sender])
