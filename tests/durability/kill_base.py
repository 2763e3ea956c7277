"""What the jobs that are killed have in common: see ``kill_jobs``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sipas_desktop.domain.ballot import State
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey, open_survey
from tests.stations import outcome
from tests.surveys import PASSWORD

Say = Callable[..., None]
Said = Sequence[Sequence[Any]]
SURVEY: Final = "khảo sát.sipas"


@dataclass(frozen=True)
class Job:
    """``make`` prepares an empty folder and leaves nothing open; ``names`` are the files that may be there then."""

    make: Callable[[Path], None]
    work: Callable[[Path, Say], None]
    look: Callable[[Path, Said], str]
    result: Callable[[Path], object]
    names: Callable[[str], bool] = lambda _: False


@contextmanager
def opened(folder: Path, name: str = "admin") -> Iterator[OpenSurvey]:
    """The survey of ``folder``."""
    with open_survey(folder / SURVEY, name, PASSWORD) as survey:
        yield survey


def sound(survey: OpenSurvey) -> None:
    """Nothing is wrong with the survey: chains, projection, and every move of every ballot."""
    with survey.reading() as conn:
        assert conn.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert queries.check_survey(survey).problems == ()


def states(survey: OpenSurvey) -> dict[str, State]:
    """Each ballot's state."""
    return {row.serial: row.state for row in queries.ballots(survey)}


def came_out(folder: Path) -> object:
    """Records, states, conflicts, what is away."""
    with opened(folder) as survey:
        return outcome(survey)


def acknowledged(said: Said, kind: str) -> Iterator[Sequence[Any]]:
    """What ``said`` of one kind."""
    return (each for each in said if each[0] == kind)
