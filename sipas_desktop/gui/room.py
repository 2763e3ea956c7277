"""A tab's place for a view that is made when it is first shown: a page with many of them opens at once."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

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
