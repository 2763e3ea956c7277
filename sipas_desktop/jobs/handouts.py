"""Hand-outs as files: one to take away, one to bring back, and the merge of what came back."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Damaged, Refusal, of_system
from sipas_desktop.store import backups, queries, workflow
from sipas_desktop.store.database import OpenSurvey, open_like
from sipas_desktop.store.queries import CheckResult, ConflictView
from sipas_desktop.unfinished import unfinished

Progress = Callable[[int, int], None]
STATION = "tram-{number}.sipas"


@dataclass(frozen=True)
class HandoutFile:
    """A hand-out on its way. ``skipped``: ballots of its batches in which there was nothing to do."""

    number: int
    ballots: int
    skipped: int
    sha256: str


@dataclass(frozen=True)
class MergedFiles:
    """What returns brought together, in facts, and the conflicts on the ballots that they speak of.

    ``salvaged``: what a check tells of returns that were put together from damaged files, as (code, parameters).
    """

    added: int
    already_there: int
    ballots: int
    conflicts: tuple[ConflictView, ...]
    salvaged: tuple[tuple[str, dict[str, str]], ...] = ()


def hand_out_to(
    survey: OpenSurvey,
    out: Path,
    *,
    batches: Sequence[str] = (),
    serials: tuple[str, str] | None = None,
    passes: Sequence[int] = (1, 2),
    operators: Sequence[str] | None = None,
    name: str = "",
) -> HandoutFile:
    """Hand ballots out and write the station's file to ``out``, a zip.

    Should the disk fail in between, the ballots are handed out and ``hand_out_again`` makes the file: ``Refusal``
    handout.not_written says so. Raises it as ``workflow.hand_out`` does, too, and where ``out`` cannot be written.
    """
    _refuse_folder(out)
    first, last = serials or (None, None)
    made = workflow.hand_out(
        survey,
        batches=batches,
        serials_from=first,
        serials_to=last,
        passes=passes,
        operators=operators,
        name=name,
    )
    try:
        sha256 = _write(survey, made.id, out)
    except (Refusal, OSError) as error:
        why = error if isinstance(error, Refusal) else of_system(error)
        raise Refusal("handout.not_written", number=made.number, why=why) from error
    return HandoutFile(made.number, made.ballots, made.skipped, sha256)


def hand_out_again(survey: OpenSurvey, number: int, out: Path) -> HandoutFile:
    """Write the file of hand-out ``number`` once more, as it was. Raises ``Refusal`` where there is none."""
    _refuse_folder(out)
    found = [each for each in queries.handouts(survey) if each.number == number]
    if not found:
        raise Refusal("handout.unknown", number=number)
    return HandoutFile(number, found[-1].ballots, 0, _write(survey, found[-1].id, out))


def return_to(station: OpenSurvey, out: Path) -> str:
    """Write the station's file and its key file to ``out``, to be merged; returns its SHA-256.

    Raises ``Refusal`` where the survey is the office's own.
    """
    if station.about.handout is None:
        raise Refusal("handout.no_station", title=station.about.title)
    _refuse_folder(out)
    return backups.pack_into(station, out)


def merge_files(survey: OpenSurvey, returns: Sequence[Path], progress: Progress | None = None) -> MergedFiles:
    """Merge what stations brought: zips of ``return_to``, or survey files with their key files beside.

    All are looked at before the first is merged: opened as the operator who acts here, checked like any survey,
    compared with their hand-outs. Raises ``Refusal`` for the first that fails, and then nothing was changed.
    """
    workflow.require(survey, Verb.MERGE)
    with ExitStack() as stack:
        stations = []
        remarks: list[tuple[str, dict[str, str]]] = []
        for path in returns:
            station, checked = stack.enter_context(_opened(survey, path))
            remarks += checked.remarks
            workflow.check_return(survey, station)
            stations.append((station, backups.sha256_of(path)))
        done = [workflow.merge_return(survey, station, sha256, progress) for station, sha256 in stations]
    serials = frozenset().union(*(each.serials for each in done))
    return MergedFiles(
        sum(each.added for each in done),
        sum(each.already_there for each in done),
        len(serials),
        queries.conflicts(survey, serials),
        tuple(remark for remark in remarks if remark[0] == "check.salvaged"),
    )


def _write(survey: OpenSurvey, handout: str, out: Path) -> str:
    with unfinished(out.parent) as folder:
        folder.mkdir(0o700)
        part = folder / "tram.sipas"
        number = workflow.write_station(survey, handout, part)
        named = part.with_name(STATION.format(number=number))
        for path in list(folder.iterdir()):
            path.rename(path.with_name(path.name.replace(part.name, named.name)))
        return backups.pack(named, named, out, datetime.datetime.now(backups.VIETNAM).replace(microsecond=0))


@contextmanager
def _opened(survey: OpenSurvey, path: Path) -> Iterator[tuple[OpenSurvey, CheckResult]]:
    """A checked copy of a return, opened: what was brought is not written to."""
    if not path.is_file():
        raise Refusal("file.missing", path=path)
    with unfinished(survey.home) as folder:
        folder.mkdir(0o700)
        part = folder / "tram.sipas"
        try:
            _copy(path, part)
            with open_like(survey, part) as station:
                checked = queries.check_survey(station)
                if checked.problems:
                    code, params = checked.problems[0]
                    raise Refusal("handout.damaged", problem=Refusal(code, **params))
                yield station, checked
        except Damaged as damaged:
            # The survey here is sound; only what came back is not.
            raise Refusal("handout.damaged", problem=damaged) from None


def _copy(path: Path, part: Path) -> None:
    if path.suffix.lower() == ".zip":
        backups.unpack(path, part)
        return
    if not path.with_name(path.name + ".keys").is_file():
        raise Refusal("handout.not_a_return", file=path.name)
    for ending in ("", ".keys", "-wal"):
        source = path.with_name(path.name + ending)
        if source.exists():
            shutil.copyfile(source, part.with_name(part.name + ending))


def _refuse_folder(out: Path) -> None:
    if not out.parent.is_dir():
        raise Refusal("file.no_folder", path=out.parent)
