"""Charts one below the other, each on a card, in an area that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from sipas_desktop.gui.theme import Theme


def scrolled(name: str, theme: Theme, parent: QWidget, *views: QWidget) -> QScrollArea:
    """``views`` in an area that is called ``name``."""
    unit = theme.unit
    inside = QWidget(parent)
    inside.setObjectName("body")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, unit * 2, unit, 0)
    column.setSpacing(unit * 2)
    for view in views:
        card = QFrame(inside)
        card.setProperty("role", "card")
        around = QVBoxLayout(card)
        around.setContentsMargins(*[unit * 2] * 4)
        around.addWidget(view)
        column.addWidget(card)
    column.addStretch(1)
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else the charts change width twice
    area.setWidget(inside)
    area.setAccessibleName(name)
    return area
