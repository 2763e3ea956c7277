"""What shall be printed: ballots, spare labels or some ballots once more; for whom, how many, into which file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sipas_desktop.domain.print_order import SortedBy
from sipas_desktop.domain.print_style import PrintStyle
from sipas_desktop.jobs.ballots import PrintedRun, continue_run, print_labels, print_run, reprint
from sipas_desktop.jobs.progress import Progress
from sipas_desktop.store.database import OpenSurvey

BALLOTS: Final = "ballots"
LABELS: Final = "labels"
REPRINT: Final = "reprint"
CONTINUE: Final = "continue"
KINDS: Final = (BALLOTS, LABELS, REPRINT)
STEMS: Final = {BALLOTS: "phieu", LABELS: "tem", REPRINT: "in-lai"}  # of file names: without accents, for old printers


@dataclass(frozen=True)
class Order:
    """One order to print. ``count`` None: one ballot for each member of the sample list without one."""

    kind: str
    out: Path
    count: int | None = None
    group: str | None = None
    unit: str | None = None
    wave: str | None = None
    sector: str | None = None
    serials: tuple[str, ...] = ()  # as typed, for a reprint
    reason: str = ""
    sheet: str | None = None  # the label sheets, by their code
    start: int = 1  # the first label to use
    style: PrintStyle | None = None  # None: as the plan says, and a reprint as its run was
    sorted_by: SortedBy = SortedBy.LIST
    spares: int = 0
    run: str = ""  # the interrupted one that is gone on with


def carry_out(survey: OpenSurvey, order: Order, progress: Progress, proving: Progress) -> PrintedRun:
    """Prints ``order`` and proves the file; off the GUI thread.

    Raises ``Refusal``, and whatever ``progress`` or ``proving`` raises to stop the work.
    """
    if order.kind == LABELS:
        assert order.count is not None
        return print_labels(
            survey,
            order.out,
            count=order.count,
            group=order.group,
            sheet=order.sheet,
            start=order.start,
            progress=progress,
            proving=proving,
        )
    if order.kind == REPRINT:
        return reprint(survey, order.out, order.serials, order.reason, proving)
    if order.kind == CONTINUE:
        return continue_run(survey, order.out, order.run, progress, proving)
    return print_run(
        survey,
        order.out,
        count=order.count,
        group=order.group,
        unit=order.unit,
        wave=order.wave,
        sector=order.sector,
        style=order.style,
        sorted_by=order.sorted_by,
        spares=order.spares,
        progress=progress,
        proving=proving,
    )


def free_path(folder: Path, kind: str) -> Path:
    """A file in ``folder`` that is not there yet: phieu-01.pdf, phieu-02.pdf …"""
    number = 1
    while (path := folder / f"{STEMS[kind]}-{number:02d}.pdf").exists():
        number += 1
    return path


def read_count(typed: str) -> int | None:
    """The number in ``typed``, dots and spaces between thousands aside; None where it is none."""
    digits = re.sub(r"[\s.,]", "", typed)
    return int(digits) if re.fullmatch(r"[0-9]{1,9}", digits) else None


def read_serials(typed: str) -> tuple[str, ...]:
    """The serials in ``typed``, apart by commas, semicolons or lines; spaces stand inside a serial."""
    return tuple(part.strip() for part in re.split(r"[,;\n]", typed) if part.strip())
