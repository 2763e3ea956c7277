"""Ballots that one side of a hand-over scanned elsewhere: a file of serials."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.keyed_file import read_serials
from sipas_desktop.jobs.progress import Progress
from sipas_desktop.store import workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow import ScannedNow

AT_ONCE: Final = 500  # serials between two looks whether to go on


def scan_file(survey: OpenSurvey, number: int, side: str, path: Path, progress: Progress) -> ScannedNow:
    """Say of the serials in ``path`` that one side has them; whoever breaks it off does it again.

    Raises ``Refusal`` for a file that cannot be read, and as ``workflow.scan_handover``.
    """
    typed = [text for _, text in read_serials(path)]
    done = already = 0
    refused: list[tuple[str, Refusal]] = []
    for start in range(0, max(len(typed), 1), AT_ONCE):
        part = workflow.scan_handover(survey, number, side, typed[start : start + AT_ONCE])
        done, already = done + part.done, already + part.already
        refused += part.refused
        progress(min(start + AT_ONCE, len(typed)), len(typed))
    return ScannedNow(done, already, tuple(refused))
