"""A tab's place for a view that is made when it is first shown: a page with many of them opens at once."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

View = TypeVar("View", bound=QWidget)


class Room(QWidget, Generic[View]):
    """``make`` is a bound method that makes the view from its parent. It is held weakly, as a page's parts hold it."""

    entered = Signal(object)  # the view, just made

    def __init__(self, make: Callable[[QWidget], View], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = weakref.WeakMethod(make)
        self.made: View | None = None  # None until it is first asked for
        QVBoxLayout(self).setContentsMargins(0, 0, 0, 0)

    @property
    def view(self) -> View:
        """The view; made when it is first asked for."""
        if self.made is None:
            make = self._make()
            assert make is not None
            view = self.made = make(self)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(view)
            view.show()
            self.entered.emit(view)
        return self.made

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody comes in."""
        _ = self.view
        super().showEvent(event)


class Rooms(QTabWidget):
    """Tabs, some of them rooms. Who asks for a tab's widget gets the view; the one that is shown is made for that."""

    entered = Signal(object)  # a view, just made

    def add_room(self, make: Callable[[QWidget], View], title: str) -> Room[View]:
        """Another tab, whose view ``make`` makes when it is first shown."""
        room = Room(make, self)
        room.entered.connect(self.entered)
        self.addTab(room, title)
        return room

    def views(self) -> list[QWidget]:
        """Those that are there by now."""
        found = [shown.made if isinstance(shown, Room) else shown for shown in map(self.widget, range(self.count()))]
        return [view for view in found if view is not None]

    def currentWidget(self) -> QWidget:
        """The view that is shown."""
        shown = super().currentWidget()
        return shown.view if isinstance(shown, Room) else shown

    def indexOf(self, widget: QWidget) -> int:
        """Where a view stands, -1 where it is in no tab."""
        around = widget.parentWidget()
        return super().indexOf(around if isinstance(around, Room) else widget)

    def setCurrentWidget(self, widget: QWidget) -> None:
        """Turns to a view."""
        self.setCurrentIndex(self.indexOf(widget))
