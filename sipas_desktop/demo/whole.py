"""A demonstration is there whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sipas_desktop.errors import Refusal, system_detail
from sipas_desktop.unfinished import unfinished


@contextmanager
def made_whole(folder: Path, survey: str) -> Iterator[Path]:
    """A folder inside ``folder`` to work in. After the block its files move up; after an error all of it goes.

    The file named ``survey`` moves last: where it is, everything is. Raises ``Refusal`` where ``folder`` cannot be
    made or written to.
    """
    new = not folder.exists()
    try:
        with unfinished(folder) as part:
            part.mkdir(parents=True)
            yield part
            for made in sorted(part.iterdir(), key=lambda file: file.name == survey):
                made.replace(folder / made.name)
    except OSError as error:
        raise Refusal("file.cannot_write", file=folder, detail=system_detail(error)) from error
    finally:
        if new and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def made_once(folder: Path, survey: str, make: Callable[[Path], None]) -> Path:
    """The file named ``survey`` in ``folder``; ``make`` makes it in the folder that it gets, where it is not there yet.

    Raises ``Refusal`` where ``folder`` cannot be written.
    """
    made = folder / survey
    if not made.is_file():
        with made_whole(folder, survey) as part:
            make(part)
    return made
