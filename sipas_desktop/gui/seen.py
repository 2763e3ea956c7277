"""Of which ballots somebody had both values before her, as long as she is signed in: she keys none of them again."""

from __future__ import annotations

from sipas_desktop.gui.page import Desk


def seen_on(desk: Desk) -> set[str]:
    """Serials of the ballots whose two values the window showed to who sits here; what is shown next is added to it."""
    seen: set[str] = desk.kept.setdefault("both values seen", set())
    return seen
