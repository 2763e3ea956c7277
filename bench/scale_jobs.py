"""One job on a survey of many ballots, run as a program of its own, so that its peak memory is its own.

``python -m bench.scale_jobs JOB SURVEY``. Prints seconds by the clock, seconds of
processor time, how many ballots or steps they were for, and the peak memory in MiB. Opening the survey is not in it,
but where that is the job.
"""

from __future__ import annotations

import contextlib
import datetime
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from bench import filler
from bench.peak import own_peak
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.jobs.compare import side_of_survey
from sipas_desktop.jobs.packages import merge_packages
from sipas_desktop.jobs.report import make_report
from sipas_desktop.store import backups, queries, workflow
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Filter

RECEIVED: Final = 500
KEYED: Final = 100
DECIDED: Final = 100
OPENED: Final = 20  # of the open discrepancies, as the page of differences reads ahead


class Took(NamedTuple):
    """What a job took, and of how many ballots (or steps)."""

    wall: float
    cpu: float
    ballots: int


@contextlib.contextmanager
def _clock(took: list[Took], count: int) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    took.append(Took(time.perf_counter() - wall, time.process_time() - cpu, count))


Job = Callable[[Path, list[Took]], None]


def _open(name: str, path: Path, took: list[Took]) -> None:
    """From name and password until the first page is painted and all that it reads in the background is there."""
    from PySide6.QtWidgets import QApplication

    from bench.fieldwork import settle
    from sipas_desktop.gui.access import store_access
    from sipas_desktop.gui.app import Program, make_app
    from sipas_desktop.gui.settings import Settings

    app, access = make_app(), store_access()
    with tempfile.TemporaryDirectory(prefix="sipas-bench-") as folder:
        program = Program(app, access, Settings(Path(folder) / "window.ini"))
        program.window.sound.on = False
        program.window.show()
        program.load_store().join()
        QApplication.processEvents()
        with _clock(took, 1):
            program.window.sign_in(access.open(path, name, filler.PASSWORD))
            settle(program.window)
        program.window.close()


def _receive(path: Path, took: list[Took]) -> None:
    with filler.opened(path, filler.OFFICE) as survey:
        run = workflow.reserve_run(survey, count=RECEIVED)
        workflow.publish_run(survey, run, "0" * 64, RECEIVED)
        with _clock(took, RECEIVED):
            for number, serial in enumerate(run.serials):
                workflow.receive(survey, serial, batch=f"{run.first}/{number // filler.BATCH}")


def _key(path: Path, took: list[Took]) -> None:
    """The first pass of ballots that wait for it, answer by answer."""
    with filler.opened(path, filler.FIRST) as survey:
        serials = _in_state(survey, State.VALID, KEYED)
        with _clock(took, len(serials)):
            for serial in serials:
                _pass(survey, serial, 1)


def _key_second(path: Path, took: list[Took]) -> None:
    """The second pass of the same, with the comparison and the settling at its end."""
    with filler.opened(path, filler.SECOND) as survey:
        serials = _in_state(survey, State.FIRST_KEYED, KEYED)
        with _clock(took, len(serials)):
            for serial in serials:
                _pass(survey, serial, 2)


def _pass(survey: OpenSurvey, serial: str, number: int) -> None:
    keying = workflow.start_keying(survey, serial, number)
    for question in keying.questions:
        workflow.record_answer(survey, keying, question.code, _answer(survey, question))
    workflow.complete_keying(survey, keying)


def _answer(survey: OpenSurvey, question: Any) -> Answer:
    if question.scale is not None:
        return Answer(question.scale.levels[-2].code)
    entries = survey.counted.setdefault(f"bench {question.kind}", None) or (
        queries.catalogue(survey, question.kind.value) if question.kind.value in ("unit", "procedure") else []
    )
    survey.counted[f"bench {question.kind}"] = entries
    return Answer(entries[0].code) if entries else Answer(".")  # type: ignore[index]


def _in_state(survey: OpenSurvey, state: State, count: int) -> list[str]:
    with survey.reading() as conn:
        query = select(m.ballot.c.serial).where(m.ballot.c.state == state.value).limit(count)
        found = list(conn.execute(query).scalars())
    if len(found) < count:
        raise AssertionError(f"{len(found)} ballots are {state}")
    return found


def _differences(path: Path, took: list[Took]) -> None:
    """The first open discrepancies, as the adjudicator sees them, and how many there are."""
    with filler.opened(path, filler.ADJUDICATOR) as survey, _clock(took, 1):
        queries.next_discrepancy(survey)
        queries.differences_left(survey)
        queries.open_discrepancies(survey, OPENED)


def _adjudicate(path: Path, took: list[Took]) -> None:
    with filler.opened(path, filler.ADJUDICATOR) as survey, _clock(took, DECIDED):
        for _ in range(DECIDED):
            found = queries.next_discrepancy(survey)
            assert found is not None
            workflow.adjudicate(survey, found.serial, found.question, found.a)


def _of_all(work: Callable[[OpenSurvey], object], path: Path, took: list[Took]) -> None:
    """What goes over all ballots, on a file just opened."""
    with filler.opened(path) as survey, _clock(took, _settled(path)):
        work(survey)


def _report(suffix: str, path: Path, took: list[Took]) -> None:
    with tempfile.TemporaryDirectory(prefix="sipas-bench-") as folder:
        _of_all(lambda survey: make_report(survey, Path(folder) / f"report{suffix}"), path, took)


def _back_up(path: Path, took: list[Took]) -> None:
    with tempfile.TemporaryDirectory(prefix="backup-", dir=path.parent) as folder:
        _of_all(lambda survey: backups.back_up(survey, [Path(folder)]), path, took)


def _check(survey: OpenSurvey) -> None:
    if problems := queries.check_survey(survey).problems:
        raise AssertionError(problems)


def _merge(path: Path, took: list[Took]) -> None:
    """A commune's package of records, looked at and taken in."""
    from bench import province

    with tempfile.TemporaryDirectory(prefix="sipas-bench-") as folder, filler.opened(path) as survey:
        package = province.package(Path(folder), survey, time.time_ns() % 1_000_000)
        with _clock(took, province.BALLOTS):
            merge_packages(survey, [package], register=True)


def _settled(path: Path) -> int:
    with filler.opened(path) as survey:
        return queries.figures(survey).ballots.settled


_UNTIL: Final = Filter(until=datetime.date.max)
JOBS: Final[dict[str, Job]] = {
    "open, keyer": partial(_open, filler.FIRST),
    "open, office": partial(_open, filler.OFFICE),
    "receive": _receive,
    "key, first pass": _key,
    "key, second pass": _key_second,
    "first differences": _differences,
    "adjudicate": _adjudicate,
    "compare all": partial(_of_all, queries.comparison),
    "survey beside another": partial(_of_all, lambda survey: side_of_survey(survey, Filter())),
    "index": partial(_of_all, queries.figures),
    "index of each unit": partial(_of_all, queries.figures_by_unit),
    "index up to a day": partial(_of_all, lambda survey: queries.figures(survey, _UNTIL)),
    "report, PDF": partial(_report, ".pdf"),
    "report, Word": partial(_report, ".docx"),
    "report, workbook": partial(_report, ".xlsx"),
    "merge a package": _merge,
    "backup": _back_up,
    "check": partial(_of_all, _check),
}


def do(job: str, path: Path) -> Took:
    """Do the ``job``."""
    took: list[Took] = []
    JOBS[job](path, took)
    return took[0]


if __name__ == "__main__":
    print(*do(sys.argv[1], Path(sys.argv[2])), own_peak())
