"""The jobs between an office and its stations that are killed: see ``kill_jobs``."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sipas_desktop.jobs.handouts import hand_out_again, hand_out_to, merge_files, return_to
from sipas_desktop.store import backups, queries
from sipas_desktop.store.database import OpenSurvey, open_survey
from tests.durability.kill_base import Job, Said, Say, acknowledged, came_out, opened, sound, states
from tests.stations import outcome
from tests.surveys import PASSWORD, Station, opened_station, station

# -- a merge -----------------------------------------------------------------------------------------------------------


def with_return(folder: Path) -> None:
    with station(folder) as desk:
        serials = desk.received(3)
        hand_out_to(desk.admin, folder / "trạm.zip", batches=["L1"])
        path = folder / "trạm" / "trạm.sipas"
        path.parent.mkdir()
        backups.unpack(folder / "trạm.zip", path)
        post = opened_station(path)
        for number, serial in enumerate(serials):
            post.key("Lan", 1, serial)
            if number:
                post.key("Mai", 2, serial, Q1="1" if number == 1 else "4")
        return_to(post.admin, folder / "về.zip")
        post.close()
        desk.key("Lan", 1, desk.received(1, batch=None)[0])


def merge(folder: Path, say: Say) -> None:
    with opened(folder) as survey:
        merge_files(survey, [folder / "về.zip"])
        say("merged")


def look_at_merge(folder: Path, said: Said) -> str:
    with opened(folder) as survey:
        sound(survey)
        (handed,) = queries.handouts(survey)
        assert not said or handed.away < 3
        return f"{handed.away} away, {len(set(states(survey).values()))} states"


# -- a hand-out, and its return ----------------------------------------------------------------------------------------


def with_batch(folder: Path) -> None:
    with station(folder) as desk:
        desk.received(3)
        desk.key("Lan", 1, desk.received(1, batch=None)[0])


def hand_out(folder: Path, say: Say) -> None:
    out = folder / "trạm.zip"
    with opened(folder) as survey:
        handed = queries.handouts(survey)
        if not handed:
            say("file", hand_out_to(survey, out, batches=["L1"]).sha256)
        else:  # even where the file is there: its maker may have died before it had put away what it was made of
            say("file", hand_out_again(survey, handed[0].number, out).sha256)


@contextmanager
def unpacked(path: Path) -> Iterator[OpenSurvey]:
    """The station's survey in ``path``, opened and found sound."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
    with tempfile.TemporaryDirectory() as place:
        backups.unpack(path, Path(place) / "trạm.sipas")
        with open_survey(Path(place) / "trạm.sipas", "admin", PASSWORD) as post:
            sound(post)
            yield post


def look_at_hand_out(folder: Path, said: Said) -> str:
    out = folder / "trạm.zip"
    with opened(folder) as survey:
        sound(survey)
        handed = queries.handouts(survey)
    assert len(handed) == 1 if out.exists() else not said and len(handed) < 2
    assert not out.exists() or [sha256 for _, sha256 in acknowledged(said, "file")] in ([], [backups.sha256_of(out)])
    return f"{len(handed)} handed out, file {out.exists()}"


def handed_out(folder: Path) -> object:
    with unpacked(folder / "trạm.zip") as post:
        assert post.about.handout is not None
        return came_out(folder), outcome(post)


def with_station(folder: Path) -> None:
    with station(folder) as desk:
        serials = desk.received(3)
        post = _station_of(desk, folder, "trạm")
        post.key("Lan", 1, serials[0])
        post.close()


def bring_back(folder: Path, say: Say) -> None:
    with open_survey(folder / "trạm" / "trạm.sipas", "admin", PASSWORD) as post:
        say("file", return_to(post, folder / "về.zip"))


def look_at_return(folder: Path, said: Said) -> str:
    out = folder / "về.zip"
    assert out.exists() or not said
    if not out.exists():
        return f"no file, {len(list(folder.glob('.*.part')))} begun here"
    assert [sha256 for _, sha256 in said] in ([], [backups.sha256_of(out)])
    with unpacked(out) as post:
        return f"{len(states(post))} ballots"


def brought_back(folder: Path) -> object:
    with unpacked(folder / "về.zip") as post:
        return outcome(post)


# -- two stations, merged at once --------------------------------------------------------------------------------------


def _station_of(desk: Station, folder: Path, name: str, passes: tuple[int, ...] = (1, 2)) -> Station:
    """A station with those passes of the batch L1, in a folder of its own."""
    hand_out_to(desk.admin, folder / f"{name}.zip", batches=["L1"], passes=passes)
    path = folder / name / "trạm.sipas"
    path.parent.mkdir()
    backups.unpack(folder / f"{name}.zip", path)
    (folder / f"{name}.zip").unlink()
    return opened_station(path)


def with_two_returns(folder: Path) -> None:
    """Each keyed one pass of the same ballots; on one of them something differs."""
    with station(folder) as desk:
        serials = desk.received(3)
        for pass_no, name in ((1, "Lan"), (2, "Mai")):
            post = _station_of(desk, folder, f"trạm {pass_no}", (pass_no,))
            for serial in serials:
                post.key(name, pass_no, serial, Q1="1" if pass_no == 2 and serial == serials[1] else "4")
            return_to(post.admin, folder / f"về {pass_no}.zip")
            post.close()
            shutil.rmtree(folder / f"trạm {pass_no}")


def merge_both(folder: Path, say: Say) -> None:
    with opened(folder) as survey:
        merge_files(survey, [folder / "về 1.zip", folder / "về 2.zip"])
        say("merged")


def look_at_both(folder: Path, said: Said) -> str:
    with opened(folder) as survey:
        sound(survey)
        away = [handed.away for handed in queries.handouts(survey)]
        assert not said or away == [0, 0]
        return f"{away} away, {len(queries.records(survey))} settled"


STATION_JOBS: Final = {
    "hand-out": Job(with_batch, hand_out, look_at_hand_out, handed_out, lambda name: name == "trạm.zip"),
    "return": Job(with_station, bring_back, look_at_return, brought_back, lambda name: name == "về.zip"),
    "merge": Job(with_return, merge, look_at_merge, came_out),
    "merge of two": Job(with_two_returns, merge_both, look_at_both, came_out),
}
