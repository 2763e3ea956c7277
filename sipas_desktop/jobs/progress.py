"""How a job says how far it is. What hears it may raise: that is how a person stops the job."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]  # done, in all


def of_total(total: int, progress: Progress | None) -> Callable[[int], None] | None:
    """``progress`` for a room that knows what is done, but not how much there is in all."""
    if progress is None:
        return None

    def hear(done: int) -> None:
        progress(done, total)

    return hear
