"""Peak memory of importing a list, computing the index and making a report; ``ballots`` measures printing."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from bench import filler
from bench.peak import own_peak, peak_of
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.jobs.report import report_content, write
from sipas_desktop.jobs.samples import accept_sample, preview_sample
from sipas_desktop.store import queries
from sipas_desktop.store.queries import Filter


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """For each job a row for each of ``sizes`` (rows of the list, settled ballots), in MiB, beside the smallest."""
    rows = []
    for job, name in NAMES.items():
        peaks = {size: _peak(job, size) for size in sizes}
        first = peaks[sizes[0]]
        for size, peak in peaks.items():
            rows.append(
                {
                    "name": f"peak memory of {name}", "size": size, "value": peak, "unit": "MiB",
                    "peer": f"the same for {sizes[0]}", "peer_value": first, "ratio": peak / first,
                    "bound": "", "holds": True,
                }
            )  # fmt: skip
    return rows


def _peak(job: str, size: int) -> float:
    if job != "import":
        return peak_of("bench.memory", job, str(filler.filled(size)))
    from bench.sample_import import write_list

    with tempfile.TemporaryDirectory(prefix="sipas-bench-") as folder:
        book = Path(folder) / "list.xlsx"
        write_list(book, size)
        return peak_of("bench.memory", job, str(book))


def _import(book: Path) -> None:
    with new_survey(book.with_suffix(".sipas"), find_preset("son-tay-2017"), "admin", filler.PASSWORD) as survey:
        accept_sample(survey, preview_sample(survey, book, "frame"))


def _index(path: Path) -> None:
    with filler.opened(path) as survey:
        queries.figures(survey)


def _report(path: Path) -> None:
    """As ``make_report``, but that no fact says so: others read the survey too."""
    with filler.opened(path) as survey, tempfile.TemporaryDirectory(prefix="sipas-bench-") as folder:
        write(report_content(survey, Filter(), head="0" * 64), Path(folder) / "report.pdf")


JOBS: Final[dict[str, Callable[[Path], None]]] = {"import": _import, "index": _index, "report": _report}
NAMES: Final = {"import": "importing a list", "index": "the index", "report": "the report"}

if __name__ == "__main__":
    JOBS[sys.argv[1]](Path(sys.argv[2]))
    print(own_peak())
