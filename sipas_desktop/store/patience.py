"""Who guesses passwords at this station waits longer each time: 0, 0, then 1, 2, 4 … 60 seconds.

Counted for each survey and kept over restarts in the person's own data folder, one small file a survey, in which no
name, password or title stands. A guess counts once it turned out wrong: several commands that sign in at once with the
right password do not hold each other up. This slows down hands at a keyboard; whoever takes a copy of the key file
elsewhere meets Argon2id only.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from sipas_desktop import paths
from sipas_desktop.errors import Refusal

FREE: Final = 2  # wrong guesses that cost no time
LONGEST: Final = 60.0  # seconds
PINS: Final = 5  # wrong PINs that end a badge's use at this station
WRONG: Final = frozenset({"keys.wrong_password", "badge.wrong_pin", "badge.unknown", "recovery.wrong_code"})

clock: Callable[[], float] = time.time  # wall clock: the delay outlives the program


@dataclass(frozen=True)
class Guesses:
    """Wrong guesses in a row at one survey, when the last one was, and wrong PINs by badge."""

    wrong: int = 0
    at: float = 0.0
    pins: dict[str, int] = field(default_factory=dict)


def delay_after(wrong: int) -> float:
    """Seconds until the next try after ``wrong`` guesses in a row."""
    return 0.0 if wrong <= FREE else min(LONGEST, 2.0 ** (wrong - FREE - 1))


def seconds_left(survey_id: str) -> int:
    """Whole seconds until somebody may try again at this station."""
    kept = _read(survey_id)
    delay = delay_after(kept.wrong)
    if delay and clock() < kept.at:
        # The clock was set back: she waits the whole delay once more from now on, and not until that day comes again.
        kept = replace(kept, at=clock())
        _write(survey_id, kept)
    return math.ceil(max(0.0, delay - (clock() - kept.at)))


@contextmanager
def guess(survey_id: str) -> Iterator[None]:
    """Around one try: a wrong one is counted, a right one makes good. Raises ``Refusal`` keys.wait, too soon."""
    if left := seconds_left(survey_id):
        raise Refusal("keys.wait", seconds=left)
    try:
        yield
    except Refusal as refusal:
        if refusal.code in WRONG:
            kept = _read(survey_id)
            _write(survey_id, replace(kept, wrong=kept.wrong + 1, at=clock()))
        raise
    if (kept := _read(survey_id)).wrong:
        _write(survey_id, replace(kept, wrong=0))


@contextmanager
def pin(survey_id: str, badge: str) -> Iterator[None]:
    """Around one PIN for ``badge``. Raises ``Refusal`` badge.locked after too many of them."""
    if _read(survey_id).pins.get(badge, 0) >= PINS:
        raise Refusal("badge.locked", most=PINS)
    try:
        yield
    except Refusal as refusal:
        if refusal.code == "badge.wrong_pin":
            kept = _read(survey_id)
            _write(survey_id, replace(kept, pins=kept.pins | {badge: kept.pins.get(badge, 0) + 1}))
        raise
    forgive(survey_id, [badge])


def forgive(survey_id: str, badges: list[str]) -> None:
    """Let ``badges`` be used again: their owner has signed in."""
    kept = _read(survey_id)
    pins = {badge: count for badge, count in kept.pins.items() if badge not in badges}
    if len(pins) < len(kept.pins):
        _write(survey_id, replace(kept, pins=pins))


def _file(survey_id: str) -> Path:
    return paths.own_data() / "sign-in" / f"{hashlib.sha256(survey_id.encode()).hexdigest()[:32]}.json"


def _read(survey_id: str) -> Guesses:
    try:
        said: Any = json.loads(_file(survey_id).read_text(encoding="utf-8"))
        pins = {str(badge): int(count) for badge, count in said["pins"].items()}
        return Guesses(int(said["wrong"]), float(said["at"]), pins)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return Guesses()  # absent or damaged: the delay is lost, nobody is locked out


def _write(survey_id: str, kept: Guesses) -> None:
    """Best effort: a folder that cannot be written costs the delay, not the day."""
    file = _file(survey_id)
    with contextlib.suppress(OSError):
        if not kept.wrong and not kept.pins:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f"{file.name}.{secrets.token_hex(4)}.new")
        try:
            beside.write_text(
                json.dumps({"wrong": kept.wrong, "at": kept.at, "pins": kept.pins}), encoding="utf-8", newline="\n"
            )
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
