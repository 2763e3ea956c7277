"""A report file is there whole or not at all, and the same content gives the same bytes on every system."""

from __future__ import annotations

import datetime
import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from sipas_desktop.beside import beside


def publish(data: bytes, out: Path) -> str:
    """Write ``data`` beside ``out``, then rename it; returns its SHA-256. Raises ``Refusal`` where that fails.

    What stood at ``out`` stays untouched until the new file is complete on the disk.
    """
    with beside(out) as part:
        part.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def pinned_zip(data: bytes, day: datetime.date, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """The office file ``data`` with every member dated ``day`` and nothing compressed; ``replaced`` swaps members.

    Not compressed because zlib's output differs between builds of Python.
    """
    replaced = replaced or {}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            member.create_system = 0  # else the system it was made on
            target.writestr(member, replaced.get(name, source.read(name)))
    return out.getvalue()
