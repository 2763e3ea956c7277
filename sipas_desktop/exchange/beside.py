"""A file is written beside its place and takes it only when it is complete: a reader never meets half of one."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sipas_desktop.errors import Refusal


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A name beside ``path`` to write to. After the block it replaces ``path``; after an exception it is deleted and
    ``path`` stays as it was. Raises ``Refusal`` where the system does not let the file be written."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        yield part
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError:
        raise Refusal("records.cannot_write", file=path.name) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
