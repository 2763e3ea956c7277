"""Backups without being asked: where they go, when one is due, which stay."""

from __future__ import annotations

import datetime
import os
import string
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sipas_desktop.errors import Refusal
from sipas_desktop.store import queries
from sipas_desktop.store.backups import (
    Backup,
    Made,
    back_up,
    folder_beside,
    folder_name,
    listed,
    prune,
    stand_back,
)
from sipas_desktop.store.database import OpenSurvey


def back_up_everywhere(survey: OpenSurvey, second: Path | None = None) -> Made:
    """Back ``survey`` up into every place, then let go of what need not be kept there.

    The places are the folder beside the survey, ``second`` where it is set, and every drive that holds a folder of
    that name. ``second`` must be there already: where a drive is not plugged in, nothing is made in its stead. It is
    told in ``failed`` then. Raises ``Refusal`` where no place could be written. For a thread of its own, which stands
    back behind all others.
    """
    stand_back()
    wanted = [folder_beside(survey.path), *_others(survey.path, second)]
    made = back_up(survey, wanted)
    if second is not None and not second.is_dir():
        absent = Refusal("backup.place_missing", path=second)
        made = replace(made, failed=(*made.failed, (second, absent)))
    for path in made.paths:
        prune(path.parent, survey.path, path)
    return made


def known_backups(survey: Path, second: Path | None = None) -> tuple[Backup, ...]:
    """The backups of the survey at ``survey`` in every place that can be reached, the newest first."""
    found = [
        backup for folder in (folder_beside(survey), *_others(survey, second)) for backup in listed(folder, survey)
    ]
    return tuple(sorted(found, key=lambda backup: backup.at, reverse=True))


def is_due(survey: OpenSurvey) -> bool:
    """Whether something was appended since the newest backup beside the survey was made, to the second.

    A backup of tomorrow, made before the clock was set back, is none that tells: else none would be due until then.
    """
    now = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=1)
    known = (each for each in listed(folder_beside(survey.path), survey.path) if each.at <= now)
    newest = next(known, None)
    last = queries.last_fact_at(survey)
    if newest is None or last is None:
        return newest is None
    return datetime.datetime.fromisoformat(last) >= newest.at + datetime.timedelta(seconds=1)


def _others(survey: Path, second: Path | None) -> Iterator[Path]:
    if second is not None and second.is_dir():
        yield second
    beside = folder_beside(survey).absolute()
    for root in _drives():
        folder = root / folder_name(survey)
        if folder.absolute() != beside and folder != second and _is_dir(folder):
            yield folder


def _drives() -> Iterator[Path]:
    """The roots of drives that can be taken away, as each system shows them."""
    if sys.platform == "win32":
        yield from (Path(f"{letter}:\\") for letter in string.ascii_uppercase)
        return
    user = os.environ.get("USER", "")
    for shelf in (Path("/media") / user, Path("/run/media") / user, Path("/Volumes")):
        try:
            yield from shelf.iterdir()
        except OSError:
            continue


def _is_dir(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:
        return False  # a drive without a disk in it
