"""Whether another computer holds a file: what is safe on a drive of one's own may not be on a share."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

REMOTE: Final = 4  # what Windows calls the kind of a drive that is a share
# Linux's names of file systems that another computer holds.
_SHARES: Final = frozenset({"cifs", "smb3", "smbfs", "nfs", "nfs4", "ncpfs", "afs", "fuse.sshfs", "fuse.gvfsd-fuse"})
_SPELT: Final = {"\\040": " ", "\\011": "\t", "\\012": "\n", "\\134": "\\"}  # in the system's list of what is mounted


def on_share(path: Path) -> bool:
    """Whether another computer holds the file at ``path``, as far as the system tells."""
    whole = path.absolute()
    if sys.platform == "win32":
        return whole.drive.startswith("\\\\") or _drive_kind(whole.anchor) == REMOTE
    return _file_system(whole.resolve()) in _SHARES


def _drive_kind(root: str) -> int:
    import ctypes

    windll = getattr(ctypes, "windll")  # noqa: B009 (there is none elsewhere, and mypy looks at one system)
    return int(windll.kernel32.GetDriveTypeW(root))


def _file_system(path: Path, mounts: Path = Path("/proc/self/mountinfo")) -> str:
    """The kind of file system that holds ``path``; "" where the system does not say."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    found = ("", "")
    for line in lines:
        before, _, after = line.partition(" - ")
        point = before.split()[4]
        for spelt, meant in _SPELT.items():
            point = point.replace(spelt, meant)
        if path.is_relative_to(point) and len(point) >= len(found[0]):
            found = (point, after.split()[0])
    return found[1]
