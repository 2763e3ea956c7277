"""Where the boxes of a print run stand, as a file by which scans can be read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sipas_desktop.beside import beside
from sipas_desktop.errors import Refusal
from sipas_desktop.paper.box_map import box_map, box_map_text
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey


@dataclass(frozen=True)
class BoxFile:
    """What was written. ``run`` is the run's number, ``sha256`` is over the file and kept by the run."""

    run: int
    pages: int
    boxes: int
    sha256: str


def write_box_file(survey: OpenSurvey, out: Path, number: int | None = None) -> BoxFile:
    """Write the map of the run with this number, or of the last run of ballots, to ``out``.

    Raises ``Refusal`` for an unknown run, one that keeps no map, and where this program lays its form out otherwise
    than the one that printed it: then nothing is written.
    """
    runs = [run for run in queries.runs(survey) if number in (None, run.number)]
    found = next((run for run in runs if number is not None or run.style is not None), None)
    if found is None:
        raise Refusal("print.unknown_run", found="" if number is None else number)
    if found.style is None:
        raise Refusal("print.no_boxes", run=found.number)
    said = box_map(survey.forms[found.form], found.style)
    text = box_map_text(said).encode()
    digest = hashlib.sha256(text).hexdigest()
    if digest != found.boxes:
        raise Refusal("print.boxes_changed", run=found.number)
    with beside(out) as part:
        part.write_bytes(text)
    boxes = sum(len(question["boxes"]) for page in said["pages"] for question in page["questions"])
    return BoxFile(found.number, len(said["pages"]), boxes, digest)
