"""The slip of a hand-over: what is missing or extra, in as few lines as say the same."""

from __future__ import annotations

import datetime

import pytest

from sipas_desktop.domain import serial
from sipas_desktop.jobs.presets import find_preset
from sipas_desktop.paper.handover_content import Agreed, Handed, handover
from sipas_desktop.paper.report_model import Provenance, Table

DAY = datetime.date(2024, 4, 5)
PROVENANCE = Provenance("0", "", "", "", "", DAY)


def shown(running: int) -> str:
    return serial.show(serial.make("10000", running))


@pytest.mark.parametrize(
    ("differences", "lines"),
    [
        ([(7, True, "rách")], [(shown(7), "thiếu", "rách")]),
        ([(n, True, "") for n in range(1, 1201)], [(f"{shown(1)} – {shown(1200)} (1.200 phiếu)", "thiếu", "…")]),
        (
            [(1, True, "x"), (2, True, "x"), (4, True, "x")],  # one between them was taken
            [(f"{shown(1)} – {shown(2)} (2 phiếu)", "thiếu", "x"), (shown(4), "thiếu", "x")],
        ),
        (
            [(1, True, "x"), (2, False, "x"), (3, False, "y")],  # one thing is said of each line
            [(shown(1), "thiếu", "x"), (shown(2), "thừa", "x"), (shown(3), "thừa", "y")],
        ),
    ],
)
def test_ballots_that_differ_alike_share_a_line(
    differences: list[tuple[int, bool, str]], lines: list[tuple[str, str, str]]
) -> None:
    agreed = Agreed(1, DAY, "A", "B", True, 0, 0, tuple((shown(n), lacks, why) for n, lacks, why in differences))
    made = handover(find_preset("son-tay-2017").plan, Handed(False, (), "", agreed), PROVENANCE)
    (table,) = (each for each in made.body if isinstance(each, Table) and each.key == "differences")
    assert [tuple(cell[0].text for cell in row.cells[1:]) for row in table.rows] == lines
    assert [row.key for row in table.rows] == [str(n + 1) for n in range(len(lines))]
