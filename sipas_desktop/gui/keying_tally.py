"""How much there is to key, kept up to date ballot by ballot without asking the file again."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sipas_desktop.domain import serial as serials
from sipas_desktop.store.queries import KeyingProgress

SHOWN = 3  # serials of interrupted ballots that are named


class Tally:
    """Ballots that wait for each pass, what the keyer completed, what she left open."""

    def __init__(self, first: int = 0, second: int = 0, completed: int = 0) -> None:
        self.waiting = {1: first, 2: second}
        self.completed = completed
        self.left: list[tuple[str, int]] = []  # serial and pass

    @classmethod
    def of(cls, progress: KeyingProgress) -> Tally:
        """As the file has it now."""
        tally = cls(progress.waiting_first, progress.waiting_second, progress.completed)
        tally.left = list(progress.open_serials)
        return tally

    def opened(self, serial: str, pass_no: int, *, fresh: bool) -> None:
        """A ballot is on the screen; a fresh one waits no more."""
        if (serial, pass_no) in self.left:
            self.left.remove((serial, pass_no))
        elif fresh:
            self.waiting[pass_no] = max(0, self.waiting[pass_no] - 1)

    def interrupted(self, serial: str, pass_no: int) -> None:
        """A ballot is left open."""
        self.left.append((serial, pass_no))

    def finished(self) -> None:
        """A ballot is completed."""
        self.completed += 1

    def reopened(self) -> None:
        """A completed ballot is open again."""
        self.completed = max(0, self.completed - 1)

    def words(self, pass_no: int) -> str:
        """One line; it says the same whatever the other keyer keyed."""
        waiting, completed = self.waiting[pass_no], self.completed
        parts = [
            QCoreApplication.translate("tally", "%n ballot(s) wait for this keying", None, waiting),
            QCoreApplication.translate("tally", "you completed %n", None, completed),
        ]
        left = [serials.show(serial) for serial, number in self.left if number == pass_no]
        if left:
            words = QCoreApplication.translate("tally", "left open: {serials}")
            parts.append(words.format(serials=", ".join(left[:SHOWN])))
        return " · ".join(parts)
