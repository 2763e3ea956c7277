"""What both sides of an open hand-over have scanned, kept beside the survey: a scan must not count everything anew."""

from __future__ import annotations

from collections.abc import Iterable

from sipas_desktop.domain.handover import Scanned, Side


class Tally:
    """Serials of each side and the reasons given; all numbers are at hand without counting."""

    def __init__(self, scanned: Scanned) -> None:
        self._has = {Side.GIVEN: set(scanned.given), Side.TAKEN: set(scanned.taken)}
        self._both = len(scanned.given & scanned.taken)
        self._reasons = dict(scanned.reasons or {})
        self.scans = 0  # made since it was read

    def __contains__(self, scan: tuple[Side, str]) -> bool:
        side, serial = scan
        return serial in self._has[side]

    def put(self, side: Side, serial: str) -> None:
        """``side`` has the ballot; what was said of a difference is said of another one now."""
        self.scans += 1
        if serial not in self._has[side]:
            self._has[side].add(serial)
            self._both += serial in self._has[_other(side)]
            self._reasons.pop(serial, None)

    def take_out(self, side: Side, serial: str) -> None:
        """It has not, after all."""
        self.scans += 1
        if serial in self._has[side]:
            self._has[side].remove(serial)
            self._both -= serial in self._has[_other(side)]
            self._reasons.pop(serial, None)

    def explain(self, serials: Iterable[str], reason: str) -> None:
        """Why only one side has them."""
        self.scans += 1
        self._reasons |= dict.fromkeys(serials, reason)

    def count(self, side: Side) -> int:
        """How many ``side`` has scanned."""
        return len(self._has[side])

    @property
    def missing(self) -> int:
        """How many were given and not taken."""
        return len(self._has[Side.GIVEN]) - self._both

    @property
    def extra(self) -> int:
        """How many were taken although nobody gave them."""
        return len(self._has[Side.TAKEN]) - self._both

    @property
    def unexplained(self) -> int:
        """How many differences nobody has given a reason for."""
        return self.missing + self.extra - len(self._reasons)

    def scanned(self) -> Scanned:
        """All of it as it is now."""
        return Scanned(frozenset(self._has[Side.GIVEN]), frozenset(self._has[Side.TAKEN]), dict(self._reasons))


def _other(side: Side) -> Side:
    return Side.TAKEN if side is Side.GIVEN else Side.GIVEN
