"""An office and its stations without network: handed out, keyed there, merged."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from sipas_desktop.domain.records import records_sha256
from sipas_desktop.errors import LANGUAGES, Refusal
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.database import OpenSurvey, open_like
from sipas_desktop.store.workflow import Merged
from tests.surveys import Station, opened_station


def hand_out(
    office: Station, folder: Path, batches: Collection[str], passes: Collection[int] = (1, 2), **how: object
) -> Station:
    """Hand ballots out and open the station's file as the administrator."""
    made = workflow.hand_out(office.admin, batches=tuple(batches), passes=passes, **how)  # type: ignore[arg-type]
    path = folder / f"trạm {made.number}.sipas"
    workflow.write_station(office.admin, made.id, path)
    return opened_station(path)


def merge(office: Station, station: Station) -> Merged:
    """Merge what the station holds now."""
    with open_like(office.admin, station.path) as survey:
        assert queries.check_survey(survey).ok
        return workflow.merge_return(office.admin, survey, "0" * 64)


def copied(station: Station, folder: Path) -> Station:
    """A copy of the survey as it stands, opened by the administrator; the original is closed."""
    station.close()
    folder.mkdir()
    for path in (station.path, keys.path_of(station.path)):
        shutil.copy(path, folder / path.name)
    return opened_station(folder / station.path.name)


def outcome(survey: OpenSurvey) -> tuple[object, ...]:
    """All that must not depend on the order of merging: records, states, conflicts, what is away."""
    records = records_sha256(record.values for record in queries.records(survey))
    states = tuple((each.serial, each.state, each.validity) for each in queries.ballots(survey))
    return records, states, queries.conflicts(survey), [each.away for each in queries.handouts(survey)]


def refuses(code: str, act: Callable[[], object]) -> None:
    """``act`` is refused with ``code``, and its words are there in both languages."""
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.code == code
    assert all(caught.value.words(lang) for lang in LANGUAGES)
