"""One scan at the counter: the ballot is taken, or it is said why not. Nothing here knows a widget."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import RETURNED
from sipas_desktop.errors import Refusal
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import BallotView

NEXT_BATCH = "batch of a box"  # in what the desk keeps: the batch that is received next
TRIES = 20  # numbers of a new batch that other stations may have taken meanwhile


class Outcome(StrEnum):
    """What came of a scan."""

    ACCEPTED = "accepted"
    ALREADY = "already"  # received before
    UNKNOWN = "unknown"  # never printed for this survey
    MISREAD = "misread"  # wrong check digit or wrong length
    REFUSED = "refused"  # something else; the refusal says what
    WITHDRAWN = "withdrawn"  # accepted, and then taken back


@dataclass(frozen=True)
class NewBatch:
    """A batch that is opened with its first ballot, so that nobody leaves empty ones behind.

    ``named``: its code is written down elsewhere, and stays; any other gives way to the next free number.
    """

    code: str
    unit: str | None = None
    named: bool = False


@dataclass(frozen=True)
class Scan:
    """A scan and what came of it. ``serial`` is "" where none could be read from what was typed."""

    outcome: Outcome
    typed: str
    serial: str = ""
    batch: str = ""
    position: int | None = None
    reason: str = ""  # why the ballot does not count
    photocopy: bool = False
    label: str = ""  # the next spare label, where the paper may be a photocopy
    refusal: Refusal | None = None

    @property
    def in_doubt(self) -> str:
        """What was typed, where nobody knows whether the receipt was recorded."""
        return self.typed if self.refusal is not None and self.refusal.code == "server.unknown" else ""

    @property
    def is_here(self) -> bool:
        """Whether the ballot is among the received ones: its validity can be set, its receipt taken back."""
        return self.outcome in (Outcome.ACCEPTED, Outcome.ALREADY)


def take(
    survey: OpenSurvey,
    typed: str,
    channel: str,
    batch: NewBatch | str | None,
    reason: str | None,
    in_doubt: str = "",
) -> Scan:
    """Receive the ballot whose serial was ``typed``; a ``NewBatch`` is opened first, under the next free number.

    ``in_doubt`` was scanned last and nobody knew whether it was recorded: if it is there now, that was this receipt.
    """
    try:
        if isinstance(batch, NewBatch):
            _refuse_hopeless(survey, typed)
            batch = _open(survey, batch)
        done = workflow.receive(survey, typed, channel=channel, batch=batch, reason=reason)
    except Refusal as refusal:
        scan = _refused(survey, typed, refusal)
        if scan.outcome is Outcome.ALREADY and typed == in_doubt and (view := queries.ballot(survey, scan.serial)):
            return known(view)
        return scan
    return Scan(
        Outcome.ACCEPTED, typed, done.serial, done.batch or "", done.position, done.reason or "", done.photocopy
    )


def known(view: BallotView) -> Scan:
    """A ballot that was received earlier, as if it had just been scanned."""
    reason = "" if view.validity == "valid" else view.validity
    return Scan(Outcome.ACCEPTED, view.serial, view.serial, view.batch, view.position, reason, view.photocopy)


def again(survey: OpenSurvey, scan: Scan) -> Scan:
    """``scan`` with what the survey says now of its batch, place and validity."""
    view = queries.ballot(survey, scan.serial)
    if view is None or view.state not in RETURNED:
        return replace(scan, outcome=Outcome.WITHDRAWN, reason="")
    now = known(view)
    return replace(scan, batch=now.batch, position=now.position, reason=now.reason, photocopy=now.photocopy)


def next_code(codes: Iterable[str]) -> str:
    """The code of the next batch: one above the highest number of L001, L002 …"""
    numbers = [int(found[1]) for code in codes if (found := re.fullmatch(r"L([0-9]{1,6})", code))]
    return f"L{max(numbers, default=0) + 1:03d}"


def _open(survey: OpenSurvey, batch: NewBatch) -> str:
    code = batch.code
    for left in reversed(range(TRIES)):
        try:
            workflow.open_batch(survey, code, batch.unit)
        except Refusal as refusal:  # another station has taken the number
            if refusal.code != "receive.batch_exists" or not left:
                raise
            if batch.named:
                break
            code = next_code([code, *(each.code for each in queries.batches(survey))])
        else:
            break
    return code


def _refuse_hopeless(survey: OpenSurvey, typed: str) -> None:
    """Before a batch is opened for it: a serial that cannot be read or was never printed, a ballot that is back."""
    serial = serials.read(typed, survey.about.number)
    view = queries.ballot(survey, serial)
    if view is None or view.state in RETURNED:
        workflow.receive(survey, typed)


def _refused(survey: OpenSurvey, typed: str, refusal: Refusal) -> Scan:
    match refusal.code:
        case "serial.length" | "serial.check_digit":
            return Scan(Outcome.MISREAD, typed, refusal=refusal)
        case "receive.unknown":
            return Scan(Outcome.UNKNOWN, typed, serials.read(typed, survey.about.number), refusal=refusal)
        case "receive.already" | "receive.already_label":
            serial = serials.read(typed, survey.about.number)
            label = re.sub(r"\D", "", refusal.params.get("label", ""))
            return again(survey, Scan(Outcome.ALREADY, typed, serial, label=label, refusal=refusal))
    return Scan(Outcome.REFUSED, typed, refusal=refusal)
