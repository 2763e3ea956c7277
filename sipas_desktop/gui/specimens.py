"""Ballots marked as specimens, each laid out once, beside the window."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PySide6.QtCore import QObject, Signal

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.print_style import PrintStyle
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.latest import Latest
from sipas_desktop.paper.ballot import Printed, specimen
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey

Wanted = tuple[str, PrintStyle]  # the form's hash and the style


@dataclass(frozen=True)
class Specimen:
    """The PDF of one ballot, and what is to be said of it."""

    pdf: bytes
    printed: Printed


class Specimens(QObject):
    """``find`` answers at once with what is known; what is not is laid out in the background."""

    laid_out = Signal()  # what was asked for last is known now
    broken = Signal(object)

    def __init__(self, survey: OpenSurvey, parent: QObject) -> None:
        super().__init__(parent)
        self._survey = survey
        self._known: dict[Wanted, Specimen | Refusal] = {}
        self._wanted: Wanted | None = None  # what is laid out now
        self._latest = Latest(self)
        self._latest.broken.connect(self.broken)

    def find(self, form: Form, style: PrintStyle) -> Specimen | Refusal | None:
        """The specimen of ``form``, or why it cannot be laid out; None: ``laid_out`` will tell."""
        wanted = form.sha256, style
        if wanted in self._known:
            return self._known[wanted]
        if wanted != self._wanted or not self._latest.running:
            self._wanted = wanted
            survey = self._survey

            def work() -> tuple[Wanted, Specimen | Refusal]:
                return wanted, _laid_out(survey, form, style)

            self._latest.ask(work, self._found, beside=True)
        return None

    def wait(self) -> None:
        """Ends what runs; before the survey is closed."""
        self._latest.wait()

    def _found(self, found: tuple[Wanted, Specimen | Refusal]) -> None:
        wanted, what = found
        self._known[wanted] = what
        self.laid_out.emit()


def _laid_out(survey: OpenSurvey, form: Form, style: PrintStyle) -> Specimen | Refusal:
    pdf = BytesIO()
    try:
        logo = queries.logo(survey) if style.logo else None
        printed = specimen(form, pdf, author=survey.plan.owner, style=style, logo=logo)
    except Refusal as refusal:
        return refusal
    return Specimen(pdf.getvalue(), printed)
