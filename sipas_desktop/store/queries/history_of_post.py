"""Facts about paper that goes from hand to hand, as the rows that an auditor reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.store.queries.history_teller import Said, Teller, Told


def _handover_opened(teller: Teller, fact: Fact, said: Said) -> list[Told]:
    """Which way, on which day; who the parties are stays where hand-overs are seen."""
    return [Told(str(said["handover"]), after=said["direction"], why=said["day"])]


def _handover_scanned(teller: Teller, fact: Fact, said: Said) -> list[Told]:
    """Which side has how many more, or fewer."""
    sign = "-" if said["undone"] else "+"
    return [Told(str(said["handover"]), after=f"{said['side']} {sign}{len(said['serials'])}")]


def _handover_explained(teller: Teller, fact: Fact, said: Said) -> list[Told]:
    return [Told(str(said["handover"]), after=str(len(said["serials"])), why=teller.text(said["reason"]) or "")]


def _handover_closed(teller: Teller, fact: Fact, said: Said) -> list[Told]:
    return [Told(str(said["handover"]), str(said["given"]), str(said["taken"]))]


def _box_opened(teller: Teller, fact: Fact, said: Said) -> list[Told]:
    """Which box, how many papers before and after a correction; who was there stays where boxes are seen."""
    before = teller.fact(said["supersedes"])
    note = teller.text(said["note"]) or ""
    return [Told(said["box"], None if before is None else str(before.said["papers"]), str(said["papers"]), note)]


def _reminded(teller: Teller, fact: Fact, said: Said) -> list[Told]:
    return [Told(after=str(len(said["serials"])), why=said["day"])]


TELL: Final[dict[str, Callable[[Teller, Fact, Said], list[Told]]]] = {
    FactKind.HANDOVER_OPENED: _handover_opened,
    FactKind.HANDOVER_SCANNED: _handover_scanned,
    FactKind.HANDOVER_EXPLAINED: _handover_explained,
    FactKind.HANDOVER_CLOSED: _handover_closed,
    FactKind.BOX_OPENED: _box_opened,
    FactKind.REMINDERS_PRINTED: _reminded,
}
