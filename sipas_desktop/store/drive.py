"""What is the matter with a drive: SQLite says no more than "disk I/O error" of most that can happen to one."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

from sipas_desktop.errors import Refusal, has_no_room, system_detail
from sipas_desktop.shares import on_share
from sipas_desktop.unfinished import part_in

PROBE: Final = bytes(64 * 1024)  # as much as SQLite asks for at once
_READ_ONLY: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


def trouble_in(folder: Path) -> Refusal:
    """What keeps the survey in ``folder`` from being read or written, found out by writing a little beside it."""
    probe = part_in(folder)
    try:
        try:
            with probe.open("xb") as stream:
                stream.write(PROBE)
                stream.flush()
                os.fsync(stream.fileno())
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        if has_no_room(error):
            return Refusal("file.disk_full")
        if error.errno in _READ_ONLY:
            return Refusal("file.read_only")
        return Refusal("file.drive", detail=system_detail(error))
    if on_share(folder):  # most likely it lets no memory be shared, which the index of the log needs
        return Refusal("file.on_share")
    return Refusal("file.drive", detail="@file.drive_error")
