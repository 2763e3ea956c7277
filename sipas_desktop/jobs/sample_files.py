"""What a survey's sample goes out as: the lists, and the frame that they were drawn from."""

from __future__ import annotations

from pathlib import Path

from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.sampling import COLUMNS, FrameRow
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.sample_export import write_frame, write_lists
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import SampleRow


def export_lists(survey: OpenSurvey, out: Path) -> dict[str, int]:
    """Write the lists as they stand now to the .xlsx or .csv file ``out``; how many members each has.

    Raises ``Refusal`` where there is no list yet, for another kind of file, and where it cannot be written.
    """
    workflow.require(survey, Verb.IMPORT_SAMPLE)
    with survey.snapshot():
        official, reserve = (queries.sample_members(survey, name) for name in ("official", "reserve"))
    if not official and not reserve:
        raise Refusal("draw.no_lists")
    write_lists([_listed(row) for row in official], [_listed(row) for row in reserve], out)
    return {"official": len(official), "reserve": len(reserve)}


def _listed(row: SampleRow) -> FrameRow:
    return FrameRow(str(row.position), *(getattr(row, column) for column in COLUMNS))


def frame_of_last_draw(survey: OpenSurvey) -> list[FrameRow]:
    """The rows that the last draw was made from. Raises ``Refusal`` where there is no draw."""
    rows = queries.drawn_from(survey)
    if not rows:
        raise Refusal("draw.none_before")
    return rows


def export_frame(survey: OpenSurvey, out: Path) -> int:
    """Write the frame of the last draw to ``out`` as it is hashed; how many lines it has. Raises ``Refusal``."""
    return write_frame(frame_of_last_draw(survey), out)
