"""A scan in words, for the card and for the list of scans."""

from __future__ import annotations

from PySide6.QtCore import QObject

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.plan import Plan
from sipas_desktop.gui.receiving_scan import Outcome, Scan


class ScanWords(QObject):
    """Words in the language of the window."""

    def __init__(self, plan: Plan, language: str, parent: QObject) -> None:
        super().__init__(parent)
        self._plan, self._language = plan, language

    def headline(self, scan: Scan) -> str:
        """What happened, in two or three words."""
        match scan.outcome:
            case Outcome.ACCEPTED if scan.reason:
                return self.tr("Received, not counted")
            case Outcome.ACCEPTED:
                return self.tr("Received")
            case Outcome.ALREADY:
                return self.tr("Received before")
            case Outcome.UNKNOWN:
                return self.tr("Not of this survey")
            case Outcome.MISREAD:
                return self.tr("Number misread")
            case Outcome.WITHDRAWN:
                return self.tr("Receipt taken back")
        return self.tr("Not received")

    def detail(self, scan: Scan) -> str:
        """Particulars: batch, place and validity; or what is wrong and what to do."""
        if scan.outcome is Outcome.ACCEPTED:
            words = " · ".join(part for part in (self.place(scan), self.validity(scan), self.copy(scan)) if part)
            return f"{words[:1].upper()}{words[1:]}"
        if scan.outcome is Outcome.ALREADY and scan.label:
            offer = self.tr("A photocopy? Stick label {label} on it and scan the label, or press F7.")
            return f"{self._sentence(self.place(scan))} {offer.format(label=serials.show(scan.label))}".strip()
        if scan.outcome is Outcome.WITHDRAWN:
            return self.tr("The ballot is again where it was before it was scanned.")
        return self._sentence(scan.refusal.words(self._language)) if scan.refusal else ""

    def place(self, scan: Scan) -> str:
        """Batch and place in it; "" without a batch."""
        if not scan.batch:
            return ""
        return self.tr("batch {batch}, ballot {position}").format(batch=scan.batch, position=scan.position)

    def validity(self, scan: Scan) -> str:
        """Whether the ballot counts."""
        return self.reason(scan.reason) if scan.reason else self.tr("valid")

    def copy(self, scan: Scan) -> str:
        """ "photocopy", or "" for an original."""
        return self.tr("photocopy") if scan.photocopy else ""

    def reason(self, code: str) -> str:
        """Why a ballot does not count, in the plan's words."""
        reason = self._plan.reason(code)
        return reason.title if reason else code

    @staticmethod
    def _sentence(words: str) -> str:
        return f"{words[:1].upper()}{words[1:]}." if words else ""
