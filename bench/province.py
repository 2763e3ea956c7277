"""A province merges the packages of its communes, ranks their units and reports: processor time for each package.

Each package holds 500 ballots of a unit of its own, is signed, and is looked at byte by byte before it is merged. Sizes
are ballots of all packages together. The peer is the same work on the smallest number of packages that is measured with
20 of them or more: work that grows with the number of packages alone takes as long for each.
"""

from __future__ import annotations

import datetime
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from sipas_desktop import __version__, signature
from sipas_desktop.domain.package import UnitCounts
from sipas_desktop.domain.records import Record, records_sha256
from sipas_desktop.exchange.package import PackageContent, write_package
from sipas_desktop.jobs.packages import merge_packages
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.jobs.report import make_report
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey

BALLOTS: Final = 500  # of a package
LEAST: Final = 20  # packages; with fewer, what is done once counts too much
MOST_GROWTH: Final = 1.3
PASSWORD: Final = "do tốc độ"
LEVELS: Final = ("1", "2", "3", "4", "5")
WEIGHTS: Final = (1, 3, 8, 50, 38)

Times = dict[str, float]


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """For each of ``sizes`` (ballots): what merging, ranking, the report and a full check take for each package."""
    rows: list[dict[str, Any]] = []
    smallest: Times = {}
    for size in sizes:
        packages = max(2, size // BALLOTS)
        found = _measure(packages)
        rows += [_row(name, size, value, smallest.get(name, 0.0)) for name, value in found.items()]
        if not smallest and packages >= LEAST:
            smallest = found
    return rows


def _row(name: str, size: int, value: float, peer: float) -> dict[str, Any]:
    ratio = value / peer if peer else 0.0
    return {
        "name": name, "size": size, "value": value * 1000, "unit": "ms CPU", "peer": "fewer packages" if peer else "",
        "peer_value": peer * 1000, "ratio": ratio, "bound": f"≤ {MOST_GROWTH} × peer" if peer else "",
        "holds": not peer or ratio <= MOST_GROWTH,
    }  # fmt: skip


def _measure(packages: int) -> Times:
    with tempfile.TemporaryDirectory(prefix="sipas-bench-") as name, _province(Path(name)) as survey:
        folder = Path(name)
        paths = [package(folder, survey, number) for number in range(packages)]
        times = {
            "merging a package": _seconds(lambda: merge_packages(survey, paths, register=True)),
            "ranking its unit": _seconds(lambda: _rank(survey, packages)),
            "reporting on it": _seconds(lambda: make_report(survey, folder / "báo cáo.pdf")),
            "checking it": _seconds(lambda: _check(survey)),
        }
        return {name: seconds / packages for name, seconds in times.items()}


@contextmanager
def _province(folder: Path) -> Iterator[OpenSurvey]:
    with new_survey(folder / "tỉnh.sipas", find_preset("son-tay-2017"), "admin", PASSWORD) as survey:
        yield survey


def package(folder: Path, survey: OpenSurvey, number: int) -> Path:
    """The signed package of one commune, in ``folder``; ``number`` tells it from others."""
    chance = random.Random(number)
    unit, group = f"X{number:03d}", survey.plan.groups[0].code
    form = survey.form_of_group(group)
    records = tuple(
        _record(chance, form.sha256, [each.code for each in form.rated], unit, group) for _ in range(BALLOTS)
    )
    key = signature.new_key()
    content = PackageContent(
        program=__version__,
        survey_id=f"{number:032x}",
        title=f"Khảo sát xã {number}",
        created=datetime.date(2017, 11, 2),
        plan=survey.plan,
        forms=(form,),
        records=records,
        records_sha256=records_sha256(each.values for each in records),
        catalogues={"unit": {unit: f"Xã số {number}"}, "procedure": {}},
        index={},
        units=(),
        counts={"printed": BALLOTS},
        head="0" * 64,
        heads={f"{number:032x}": (30 * BALLOTS, "0" * 64)},
        public_key=signature.public_of(key),
        unit_counts=(UnitCounts(unit, group, "", BALLOTS, BALLOTS, BALLOTS, {}, BALLOTS, BALLOTS, 0, 0),),
        required={unit: BALLOTS},
    )
    path = folder / f"{number}.zip"
    write_package(path, content, partial(signature.sign, key))
    return path


def _record(chance: random.Random, form: str, rated: Sequence[str], unit: str, group: str) -> Record:
    levels = dict(zip(rated, chance.choices(LEVELS, WEIGHTS, k=len(rated)), strict=True))
    return Record("", form, unit, group, "", "hom-phieu", {"unit": unit, "procedure": "+", "comment": "."} | levels)


def _rank(survey: OpenSurvey, packages: int) -> None:
    by_unit = queries.figures_by_unit(survey)
    ranked = sorted(by_unit, key=lambda unit: by_unit[unit].index or 0, reverse=True)
    reached = {line.code: line for line in queries.reached(survey) if line.per == "unit"}
    if len(ranked) != packages or any(reached[unit].missing for unit in ranked):
        raise AssertionError(f"{len(ranked)} of {packages} units")


def _check(survey: OpenSurvey) -> None:
    if problems := queries.check_survey(survey).problems:
        raise AssertionError(problems)


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
