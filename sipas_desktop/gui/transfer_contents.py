"""What a package for the province holds and what it leaves out; what a package that is there says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sipas_desktop.domain.package import Manifest
from sipas_desktop.domain.vietnamese import count, date_short
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.gui.theme import Theme
from sipas_desktop.store.queries import Ledger


@dataclass(frozen=True)
class Looked:
    """A package that was read and found whole. ``same``: it is of the open survey and holds what is settled there."""

    path: Path
    manifest: Manifest
    own: bool
    same: bool


class ContentsCard(QFrame):
    """Two lists side by side: in the package, and not."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        unit = theme.unit
        self._records = QLabel(self)
        inside = [
            self._records,
            QLabel(self.tr("a codebook that explains every column and code"), self),
            QLabel(self.tr("the plan and the ballot forms"), self),
            QLabel(self.tr("the index, and that of each unit with enough ballots"), self),
            QLabel(self.tr("numbers of ballots, and the hash of every file"), self),
        ]
        outside = [
            QLabel(self.tr("serials and places in a batch"), self),
            QLabel(self.tr("names, addresses, phones, dossiers"), self),
            QLabel(self.tr("what respondents wrote in their own words"), self),
            QLabel(self.tr("who keyed, when, and what was corrected"), self),
        ]
        self._waiting = QLabel(self)
        self._waiting.setWordWrap(True)
        self._waiting.setProperty("role", "attention")
        row = QHBoxLayout()
        row.setSpacing(unit * 4)
        for heading, sign, role, labels in (
            (self.tr("In the package"), "✓", "ok", inside), (self.tr("Left out"), "✕", "muted", outside),
        ):  # fmt: skip
            column = QVBoxLayout()
            column.setSpacing(unit // 2)
            title = QLabel(heading, self)
            title.setProperty("role", "heading")
            column.addWidget(title)
            for label in labels:
                line = QHBoxLayout()
                mark = QLabel(sign, self)
                mark.setProperty("role", role)
                label.setWordWrap(True)
                line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
                line.addWidget(label, 1)
                column.addLayout(line)
            column.addStretch(1)
            row.addLayout(column, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(*[unit * 2] * 4)
        around.setSpacing(unit * 2)
        around.addLayout(row)
        around.addWidget(self._waiting)

    def fill(self, ledger: Ledger) -> None:
        """The numbers of ``ledger``."""
        self._records.setText(
            self.tr(
                "the coded answers of %n settled ballot(s), as CSV and XLSX, in no order",
                "",
                ledger.settled + ledger.online + ledger.brought,
            )
        )
        waiting = ledger.valid - ledger.settled
        self._waiting.setText(self.tr("! %n valid ballot(s) are not settled yet and will not be in it.", "", waiting))
        self._waiting.setVisible(waiting > 0)


class PackageView(QFrame):
    """A package that was read: what its manifest says, and its files."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        unit = theme.unit
        self._heading = QLabel(self)
        self._heading.setProperty("role", "heading")
        self._heading.setWordWrap(True)
        self._verdict = QLabel(self)
        self._verdict.setProperty("role", "ok")
        self._verdict.setWordWrap(True)
        form = QFormLayout()
        form.setHorizontalSpacing(unit * 3)
        form.setVerticalSpacing(unit // 2)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.values: dict[str, QLabel] = {}
        for name, words in (
            ("title", self.tr("Survey")), ("created", self.tr("Made on")), ("counts", self.tr("Ballots")),
            ("records", self.tr("Hash of the records")), ("head", self.tr("Head of the history")),
        ):  # fmt: skip
            label, value = QLabel(words, self), QLabel(self)
            label.setProperty("role", "muted")
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            form.addRow(label, value)
            self.values[name] = value
        self.files = Table(self.tr("Files of the package"), [
            Column(self.tr("File")), Column(self.tr("Bytes"), right=True, sort_by=3),
            Column(self.tr("SHA-256"), stretch=True),
        ], self)  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(*[unit * 2] * 4)
        column.setSpacing(unit)
        column.addWidget(self._heading)
        column.addWidget(self._verdict)
        column.addLayout(form)
        column.addWidget(self.files, 1)
        self.hide()

    def show_package(self, looked: Looked) -> None:
        """Shows what was read."""
        manifest = looked.manifest
        self._heading.setText(looked.path.name)
        words = [self.tr("✓ Whole: every byte is as it was written.")]
        if looked.same:
            words.append(self.tr("It holds just what is settled here now."))
        elif looked.own:
            words.append(self.tr("It is of this survey, but not of what is settled now."))
        else:
            words.append(self.tr("It is of another survey."))
        self._verdict.setText(" ".join(words))
        counts = {name: count(manifest.counts.get(name, 0)) for name in ("printed", "returned", "valid", "settled")}
        told = {
            "title": f"{manifest.title} ({manifest.plan_id})",
            "created": f"{date_short(manifest.created)} · SIPAS Desktop {manifest.program}",
            "counts": self.tr("{printed} printed, {returned} returned, {valid} valid, {settled} settled").format(
                **counts
            ),
            "records": manifest.records_sha256,
            "head": manifest.head,
        }
        for name, value in told.items():
            self.values[name].setText(value)
        self.files.fill([(each.name, count(each.bytes), each.sha256, each.bytes) for each in manifest.files])
        self.show()
