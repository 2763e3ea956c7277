"""Fieldwork: ballots issued, visits reported, paper from hand to hand; one view a tab."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtWidgets import QSizePolicy, QTabWidget, QVBoxLayout, QWidget

from sipas_desktop.domain.roles import Verb, is_allowed
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.field_boxes import BoxesPanel
from sipas_desktop.gui.field_mail import MailPanel
from sipas_desktop.gui.field_panel import Action, FieldPanel, Work
from sipas_desktop.gui.fieldwork import FieldworkPanel
from sipas_desktop.gui.handovers import HandoversPanel
from sipas_desktop.gui.page import Desk, Page

Kind = TypeVar("Kind", bound=FieldPanel)


class FieldworkPage(Page):
    """Only the view that is shown is made and read; the buttons in the head are its own."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._made: dict[tuple[FieldPanel, str], KeyButton] = {}  # by view and key
        self._shown: list[KeyButton] = []
        self._rooms: dict[type[FieldPanel], QWidget] = {}  # what each tab has room for, in their order
        self._views: dict[type[FieldPanel], FieldPanel] = {}
        self._read_again = False
        self._says: dict[FieldPanel, str] = {}  # where things stand, by each view
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName(self.tr("Views of fieldwork"))
        self.tabs.tabBar().setAccessibleName(self.tabs.accessibleName())
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setTabBarAutoHide(True)
        whole = desk.survey.about.handout is None
        self._add(FieldworkPanel, self.tr("Interviewers and outcomes"))
        if whole and is_allowed(Verb.HAND_OVER, desk.roles):
            self._add(HandoversPanel, self.tr("Hand-overs"))
        self._add(MailPanel, self.tr("Mail"))
        if whole and is_allowed(Verb.OPEN_BOX, desk.roles):
            self._add(BoxesPanel, self.tr("Ballot boxes"))
        self.tabs.currentChanged.connect(self._turned)
        self.content.addWidget(self.tabs, 1)
        self.task_line.ended.connect(self._read_late)
        self._fit_tabs()
        self._show_buttons()

    def _add(self, kind: type[FieldPanel], title: str) -> None:
        room = QWidget(self.tabs)
        QVBoxLayout(room).setContentsMargins(0, self.desk.theme.unit, 0, 0)
        self._rooms[kind] = room
        self.tabs.addTab(room, title)

    def view(self, kind: type[Kind]) -> Kind:
        """The operator's view of this kind; made when it is first asked for."""
        if kind not in self._views:
            self._views[kind] = self._make(kind)
        made = self._views[kind]
        assert isinstance(made, kind)
        return made

    @property
    def panel(self) -> FieldPanel:
        """The view that is shown."""
        return self.view(list(self._rooms)[self.tabs.currentIndex()])

    def refresh(self) -> None:
        """Reads what the view shows, in the background; while other work runs, after it."""
        self._read_again = self.task_line.running
        if not self._read_again:
            self._read()

    def focus_first(self) -> None:
        """Where the work of the view goes on."""
        self.panel.focus_first()
        if (control := self.focusWidget()) is not None:
            self.show_in_body(control)

    def leave(self) -> None:
        """Nothing is read any more for whoever goes."""
        self._read_again = False

    def buttons(self) -> list[KeyButton]:
        """Those of the view that is shown."""
        return self._shown

    def keys(self) -> list[tuple[str, str]]:
        """The tabs' keys and the view's own."""
        turning = [("Ctrl+Tab", self.tr("next view")), ("Ctrl+Shift+Tab", self.tr("view before"))]
        return [*self.panel.keys(), *(turning if self.tabs.count() > 1 else [])]

    # -- inside ---------------------------------------------------------------------------------------------

    def _make(self, kind: type[Kind]) -> Kind:
        panel = kind(self.desk, self._rooms[kind])
        panel.wrote.connect(self.survey_changed)
        panel.scanned.connect(self.notice.clear)
        panel.told.connect(self.notify)
        panel.refused.connect(self.refuse_aloud)
        panel.wanted.connect(self._start_for_panel)
        panel.stale.connect(self.refresh)
        panel.turned.connect(self._show_buttons)
        panel.counted.connect(self._count)
        layout = self._rooms[kind].layout()
        assert layout is not None
        layout.addWidget(panel)
        return panel

    def _turned(self) -> None:
        self._fit_tabs()
        self.notice.clear()
        self._show_buttons()
        self.set_status(self._says.get(self.panel, ""))
        self.refresh()
        self.focus_first()

    def _fit_tabs(self) -> None:
        """Only the view that is shown asks for height: what scrolls for the sake of a hidden one is a nuisance."""
        for room in self._rooms.values():
            tall = QSizePolicy.Policy.Preferred if room is self.tabs.currentWidget() else QSizePolicy.Policy.Ignored
            room.setSizePolicy(QSizePolicy.Policy.Preferred, tall)

    def _show_buttons(self) -> None:
        panel = self.panel
        self._shown = [self._button(panel, action) for action in panel.page_actions()]
        for button in self._made.values():
            button.setVisible(button in self._shown)
        for button in self._shown:  # the primary one in the corner, the others in their order away from it
            self._actions.insertWidget(0, button)
        self.fit_head()

    def _button(self, panel: FieldPanel, action: Action) -> KeyButton:
        known = self._made.get((panel, action.key))
        if known is not None:
            known.set_words(action.words, action.key)
            return known
        made = self.add_action(action.words, action.key, action.slot, primary=action.primary)
        if action.typed:
            made.leave_key_to_page()
        self._made[panel, action.key] = made
        return made

    def _read(self) -> None:
        panel = self.panel
        title, work = panel.reading()

        def read(progress: Any) -> tuple[FieldPanel, Any]:
            return panel, work(progress)

        kind, words = self.notice.kind, self.notice.words
        self.start(title, read, self._show_found)
        if words:  # reading anew takes away nothing that was said
            self.notify(kind, words)

    def _read_late(self) -> None:
        self.notice.free_escape(True)
        if self._read_again:
            self.refresh()

    def _show_found(self, found: tuple[FieldPanel, Any]) -> None:
        panel, what = found
        panel.show_found(what)

    def _start_for_panel(self, title: str, work: Work) -> None:
        self.start(title, work, self.panel.show_done)

    def _count(self, words: str) -> None:
        panel = self.sender()
        assert isinstance(panel, FieldPanel)
        self._says[panel] = words
        if panel is self.panel:
            self.set_status(words)
