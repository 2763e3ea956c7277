"""The names of a survey's two files: a survey is made under a passing name, and gets its own when it is whole."""

from __future__ import annotations

import datetime
import secrets
from pathlib import Path
from typing import Final

from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys
from sipas_desktop.store.backups import STAMP, VIETNAM
from sipas_desktop.taking_place import go_on, note_of, take_place

ASIDE: Final = "{name} thay ra {at}{suffix}"  # the name of a file that another one took the place of


def refuse_taken(path: Path) -> None:
    """Raises ``Refusal`` where no new survey file can be made at ``path``."""
    if "\x00" in path.name:
        raise Refusal("file.not_text")
    if not path.name:
        raise Refusal("file.exists", path=path)  # "." or "/"
    go_on(path)
    for taken in (path, keys.path_of(path), note_of(path)):
        if taken.exists():
            raise Refusal("file.exists", path=taken)
    if not path.parent.is_dir():
        raise Refusal("file.no_folder", path=path.parent)


def take_name(part: Path, survey: Path) -> Path | None:
    """Give the whole survey at ``part`` the name ``survey``; returns under which name what bore it is set aside.

    Killed at whatever instant, the one or the other bears it when it is opened next. Raises what ``take_place`` does.
    """
    at = datetime.datetime.now(datetime.UTC).astimezone(VIETNAM).strftime(STAMP)
    aside = survey.with_name(ASIDE.format(name=survey.stem, at=at, suffix=survey.suffix))
    while aside.exists() or keys.path_of(aside).exists():
        aside = aside.with_name(f"{aside.stem}-{secrets.token_hex(2)}{survey.suffix}")
    return aside if take_place(part, survey, aside) else None
