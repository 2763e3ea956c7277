"""The rows of a form in editing as a tree: opening questions, headings, factor → criterion, scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from sipas_desktop.domain.form_edit import OPENING, Draft, Place
from sipas_desktop.domain.form_text import Values
from sipas_desktop.domain.toml_reader import Problem
from sipas_desktop.gui.tips import tip

Found = Mapping[Place, Sequence[Problem]]
_Parent = QTreeWidget | QTreeWidgetItem


class FormTree(QTreeWidget):
    """What the linter says of a row stands below its words."""

    chosen = Signal()  # another row

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setWordWrap(True)
        self.setMinimumWidth(200)
        self.setAccessibleName(self.tr("Questions of the form"))
        self._places: dict[str, Place] = {}
        self._items: dict[Place, QTreeWidgetItem] = {}
        self._problems: Found = {}
        self._language, self._colour = "vi", ""
        self.currentItemChanged.connect(self._turned)

    @property
    def place(self) -> Place:
        """The row that is chosen; the form as a whole where none is."""
        item = self.currentItem()
        return self._places.get(str(item.data(0, Qt.ItemDataRole.UserRole)), ()) if item is not None else ()

    def words_at(self, place: Place) -> str:
        """What stands in the tree for ``place``."""
        return self._items[place].text(0)

    def fill(self, draft: Draft, problems: Found, place: Place, language: str, colour: str) -> None:
        """The rows of ``draft`` anew, with ``place`` chosen; messages in ``colour``."""
        self._problems, self._language, self._colour = problems, language, colour
        before = self.blockSignals(True)
        self.clear()
        self._places, self._items = {}, {}
        values = draft.values
        self._item(self, (), self.tr("The form as a whole"))
        if values.get(OPENING):
            group = self._item(self, (OPENING,), self.tr("Lines before the table"))
            for at, row in enumerate(values[OPENING]):
                self._item(group, (OPENING, at), row_words(row))
        self._rows(draft, ("body",), self)
        blocks = values.get("blocks", ())
        for at, block in enumerate(blocks):
            group = self._item(self, ("blocks", at), self.tr("Repeated part {code}").format(code=block.get("code")))
            self._rows(draft, ("blocks", at, "rows"), group)
        if values.get("interviewer"):
            group = self._item(self, ("interviewer",), self.tr("Filled in by the interviewer"))
            self._rows(draft, ("interviewer",), group)
        unused = [at for at in range(len(values.get("factors", ()))) if ("factors", at) not in self._items]
        for at in unused:
            factor = values["factors"][at]
            holds_others = any(each.get("within") == factor.get("code") for each in values["factors"])
            words = self.tr("Factor {title}") if holds_others else self.tr("Factor without questions: {title}")
            self._item(self, ("factors", at), words.format(title=factor.get("title", "")))
        for at, scale in enumerate(values.get("scales", ())):
            self._item(self, ("scales", at), self.tr("Scale {code}").format(code=scale.get("code")))
        self.expandAll()
        self.select(place)
        self.blockSignals(before)

    def select(self, place: Place) -> None:
        """Chooses the row at ``place``; where it is gone, the one that stands there now, else the form."""
        while place and place not in self._items:
            *way, last = place
            place = (*way, last - 1) if isinstance(last, int) and last > 0 else ()
        item = self._items[place]
        if item is not self.currentItem():
            self.setCurrentItem(item)
        self.scrollToItem(item)

    def _rows(self, draft: Draft, way: Place, parent: _Parent) -> None:
        factors = {factor.get("code"): at for at, factor in enumerate(draft.values.get("factors", ()))}
        group: _Parent = parent
        run: object = None
        for at, row in enumerate(draft.list_of((*way, 0))):
            place = (*way, at)
            if "heading" in row or "block" in row:
                run, group = None, parent
                self._item(parent, place, row_words(row), bold="heading" in row)
                continue
            if row.get("factor") != run:
                run, group = row.get("factor"), parent
                if run in factors:
                    where = ("factors", factors[run])
                    group = self._item(parent, where, str(draft.at(where).get("title", "")))
            self._item(group, place, row_words(row))

    def _item(self, parent: _Parent, place: Place, words: str, bold: bool = False) -> QTreeWidgetItem:
        item = QTreeWidgetItem(parent)
        told = [problem.words(self._language) for problem in self._problems.get(place, ())]
        if place not in self._items:  # a factor may stand in two places: its messages once
            self._items[place] = item
            words = "\n".join([words, *(f"▲ {line}" for line in told)])
        item.setText(0, words)
        key = "/".join(str(step) for step in place)
        self._places[key] = place
        item.setData(0, Qt.ItemDataRole.UserRole, key)
        if told:
            item.setToolTip(0, tip("\n".join(told)))
            item.setForeground(0, QBrush(QColor(self._colour)))
        if bold:
            font = item.font(0)
            font.setBold(True)
            item.setFont(0, font)
        return item

    def _turned(self, _now: object = None, _before: object = None) -> None:
        self.chosen.emit()


def row_words(row: Values) -> str:
    """A row of the paper in one line: its number and its heading or short name."""
    if "block" in row:
        return QCoreApplication.translate("FormTree", "Repeated part {code}").format(code=row.get("block"))
    said = row.get("heading") or row.get("label") or row.get("text") or row.get("code", "")
    return ". ".join(part for part in (str(row.get("number", "")), str(said)) if part)
