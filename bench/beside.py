"""What a keyer waits for an answer to be durable while long work goes on beside her: a backup, a merge.

The backup runs in a thread of her own program, as it does in the window; the merge in another one, as at the office.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from bench import filler
from sipas_desktop.domain.answer import BLANK, Answer
from sipas_desktop.domain.form import Kind, Question
from sipas_desktop.jobs import backups, handouts
from sipas_desktop.store import backups as store_backups
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey

STROKE_S: Final = 0.02  # between two answers: nobody keys faster
ALONE: Final = 500  # answers with nobody beside
HANDED_OUT: Final = 200  # ballots that a station keys once
MOST_P99_MS: Final = 40


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """For each of ``sizes`` (settled ballots in the file): p99 and longest wait for an answer, in ms."""
    rows: list[dict[str, Any]] = []
    for size in sizes:
        with _survey(size) as path:
            returned = _returned(path)
            with filler.opened(path, filler.SECOND) as survey:
                keys = _Keys(survey)
                alone = [keys.answer() for _ in range(ALONE)]
                backup = _while_backing_up(survey, keys)
                merge = _while_merging(path, returned, keys)
            for name, waits in (("a backup", backup), ("a merge", merge)):
                rows.append(_row(f"p99 of an answer beside {name}", size, _p99(waits), _p99(alone), MOST_P99_MS))
                rows.append(_row(f"longest wait for an answer beside {name}", size, max(waits), max(alone), None))
    return rows


class _Keys:
    """One question of one ballot, answered again and again: every time a correction, so a fact and a commit."""

    def __init__(self, survey: OpenSurvey) -> None:
        ballot = next(each for each in reversed(queries.ballots(survey)) if str(each.state) == "valid")
        self._survey = survey
        self._keying = workflow.start_keying(survey, ballot.serial, 1)
        self._question = next(iter(survey.forms.values())).rated[0].code
        self._count = 0

    def answer(self) -> float:
        """Milliseconds until the answer is durable; then she looks at the paper."""
        self._count += 1
        began = time.perf_counter()
        workflow.record_answer(self._survey, self._keying, self._question, Answer("45"[self._count % 2]))
        waited = (time.perf_counter() - began) * 1000
        time.sleep(STROKE_S)
        return waited


@contextlib.contextmanager
def _survey(size: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="sipas-bench-") as folder:
        source = filler.filled(size)
        for file in source.parent.glob(f"{source.name}*"):
            shutil.copy(file, folder)
        yield Path(folder) / source.name


def _returned(path: Path) -> Path:
    """What a station brings back that keyed ``HANDED_OUT`` ballots once."""
    out, station, back = (path.with_name(name) for name in ("giao.zip", "tram.sipas", "tra.zip"))
    with filler.opened(path) as office:
        # The last batch stays, for who keys here.
        codes = [batch.code for batch in queries.batches(office)][-1 - HANDED_OUT // filler.BATCH : -1]
        handouts.hand_out_to(office, out, batches=codes, passes=(1,))
    store_backups.unpack(out, station)
    with filler.opened(station, filler.FIRST) as survey:
        answers = {question.code: _answer(question) for question in next(iter(survey.forms.values())).questions}
        for ballot in queries.ballots(survey):
            workflow.key_ballot(survey, ballot.serial, 1, answers)
        handouts.return_to(survey, back)
    return back


def _answer(question: Question) -> Answer:
    return Answer("1" if question.kind in (Kind.UNIT, Kind.PROCEDURE) else "4" if question.scale else BLANK)


def _while_backing_up(survey: OpenSurvey, keys: _Keys) -> list[float]:
    work = threading.Thread(target=backups.back_up_everywhere, args=(survey,))
    work.start()
    return [keys.answer() for _ in iter(work.is_alive, False)]


def _while_merging(path: Path, returned: Path, keys: _Keys) -> list[float]:
    context = multiprocessing.get_context("spawn")
    reader, writer = context.Pipe(duplex=False)
    process = context.Process(target=merge, args=(path, returned, writer))
    process.start()
    writer.close()
    reader.recv_bytes()  # it begins now
    waits = []
    while not reader.poll():
        waits.append(keys.answer())
    reader.recv_bytes()
    process.join()
    return waits


def merge(path: Path, returned: Path, out: Connection) -> None:
    """In the other process: the office merges what a station brought back."""
    with filler.opened(path) as survey:
        out.send_bytes(b"begins")
        handouts.merge_files(survey, [returned])
    out.send_bytes(b"done")


def _p99(waits: Sequence[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.99)]


def _row(name: str, size: int, value: float, peer_value: float, most: float | None) -> dict[str, Any]:
    return {
        "name": name, "size": size, "value": value, "unit": "ms", "peer": "with nobody beside",
        "peer_value": peer_value, "ratio": value / peer_value, "bound": f"≤ {most} ms" if most else "",
        "holds": most is None or value <= most,
    }  # fmt: skip
