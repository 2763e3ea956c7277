"""The paper of a form in editing, drawn anew a moment after the last key."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipas_desktop.domain.form_edit import Draft
from sipas_desktop.gui.page import Desk
from sipas_desktop.gui.pdf_preview import PdfPreview
from sipas_desktop.gui.task import Task
from sipas_desktop.paper.ballot import specimen

PAUSE_MS = 250  # after the last key, before the paper is drawn anew


class FormPaper(QWidget):
    """Shows the specimen of a form; of one with mistakes the last one without."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.preview = PdfPreview(desk.theme, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._draw)
        self._task: Task | None = None
        self._wanted: Draft | None = None  # the form that the paper is to show
        self._stopped = False  # the page was left: what ends after that begins nothing anew
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.preview)

    @property
    def up_to_date(self) -> bool:
        """Whether the paper shows the form that was shown last."""
        return self._task is None and self._wanted is None

    def show_draft(self, draft: Draft) -> None:
        """Draws ``draft`` in the background, when nobody has typed for a moment."""
        self._wanted = draft
        self._timer.start()

    def resume(self) -> None:
        """Draws what was left before it was drawn."""
        self._stopped = False
        if self._wanted is not None:
            self._timer.start()

    def stop(self) -> None:
        """Nothing works behind the window any more."""
        self._stopped = True
        self._timer.stop()
        if self._task is not None:
            self._task.wait()

    def _draw(self) -> None:
        """Draws in the background; what was typed meanwhile is drawn next."""
        if self._task is not None or self._wanted is None or self._stopped:
            return
        draft, author, self._wanted = self._wanted, self._desk.survey.plan.owner, None

        def work(_progress: Callable[[int, int], None]) -> bytes:
            form = draft.checked.form
            pdf = BytesIO()
            if form is not None:
                specimen(form, pdf, author=author)
            return pdf.getvalue()

        self._task = Task(work, self)
        self._task.connect_to("done", self._drawn)
        self._task.connect_to("refused", self._not_drawn)
        self._task.connect_to("finished", self._ended)
        self._task.start()

    def _drawn(self, pdf: bytes) -> None:
        if pdf:
            page = self.preview.page
            self.preview.show_bytes(pdf, self.tr("Specimen"))
            self.preview.go(page)

    def _not_drawn(self, refusal: object) -> None:
        self.preview.show_words(refusal.words(self._desk.language))  # type: ignore[attr-defined]

    def _ended(self) -> None:
        if self._task is not None:
            self._task.deleteLater()
        self._task = None
        if not self._stopped:
            self.resume()
