"""How much there is to key, kept up to date ballot by ballot without asking the file again."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QCoreApplication

from sipas_desktop.domain import serial as serials
from sipas_desktop.gui.keying_words import place_words
from sipas_desktop.store.queries import KeyingProgress, SentBack

NAMED = 50  # ballots sent back that are looked up at a time
SHOWN = 3  # serials of interrupted ballots that are named


class Tally:
    """Ballots that wait for each pass, what the keyer completed, what she left open."""

    def __init__(self, first: int = 0, second: int = 0, completed: int = 0, third: int = 0) -> None:
        self.waiting = {1: first, 2: second, 3: third}
        self.completed = completed
        self.left: list[tuple[str, int]] = []  # serial and pass
        self.sent: list[SentBack] = []  # what a third clerk has to find among the paper

    @classmethod
    def of(cls, progress: KeyingProgress, sent: Sequence[SentBack] = (), seen: Collection[str] = ()) -> Tally:
        """As the file has it now. Of what was ``sent`` back she is not offered what she has ``seen`` both values of."""
        offered = [each for each in sent if each.serial not in seen]
        third = progress.waiting_third - (len(sent) - len(offered))
        tally = cls(progress.waiting_first, progress.waiting_second, progress.completed, third)
        tally.sent = offered
        tally.left = list(progress.open_serials)
        return tally

    @property
    def again(self) -> int:
        """Ballots of which she may key again what differs, those among them that she left open."""
        return self.waiting[3] + sum(number == 3 for _, number in self.left)

    def opened(self, serial: str, pass_no: int, *, fresh: bool) -> None:
        """A ballot is on the screen; a fresh one waits no more."""
        if (serial, pass_no) in self.left:
            self.left.remove((serial, pass_no))
        elif fresh:
            self.waiting[pass_no] = max(0, self.waiting[pass_no] - 1)
        self.sent = [each for each in self.sent if pass_no != 3 or each.serial != serial]

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
        elsewhere = self.waiting[3 - pass_no] if pass_no in (1, 2) and not waiting else 0
        if elsewhere:
            parts.append(QCoreApplication.translate("tally", "%n wait for the other keying: F2", None, elsewhere))
        if pass_no == 3 and self.sent:
            words = QCoreApplication.translate("tally", "next: {serials}")
            parts.append(words.format(serials=", ".join(map(_paper, self.sent[:SHOWN]))))
        left = [serials.show(serial) for serial, number in self.left if number == pass_no]
        if left:
            words = QCoreApplication.translate("tally", "left open: {serials}")
            parts.append(words.format(serials=", ".join(left[:SHOWN])))
        return " · ".join(parts)


def _paper(sent: SentBack) -> str:
    place = place_words(sent.batch or None, sent.position)
    return serials.show(sent.serial) + (f" ({place})" if place else "")
