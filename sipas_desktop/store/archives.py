"""Zips that others made: opened so that none of them can fill the disk or the memory before it is refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

MOST_AT_ONCE: Final = 2 << 20  # bytes read in one piece: the table of contents of two entries is far smaller
# What a zip raises that is none, that is cut off, encrypted, packed in another way, or tells lies of its sizes.
BROKEN: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError),
    *(ValueError, OverflowError, struct.error, zlib.error),
)


class _Sparing(io.FileIO):
    """A file of which nobody reads more than a little at once."""

    def read(self, size: int | None = -1) -> bytes:
        """As any file's. Raises ``BadZipFile`` for more than ``MOST_AT_ONCE``."""
        if size is not None and size > MOST_AT_ONCE:
            raise zipfile.BadZipFile("contents")
        return super().read(-1 if size is None else size)


class _Spared(io.RawIOBase):
    """A stream that ends with an error where it is longer than it may be."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream = stream
        self._left = most

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer``; returns how many bytes there were. Raises ``BadZipFile`` past the most."""
        found = self._stream.read(len(buffer))
        buffer[: len(found)] = found
        self._left -= len(found)
        if self._left < 0:
            raise zipfile.BadZipFile("swollen")
        return len(found)


def spared(stream: IO[bytes], most: int) -> IO[bytes]:
    """What comes out of ``stream``; reading on after ``most`` bytes raises ``BadZipFile``."""
    return io.BufferedReader(_Spared(stream, most))


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The zip at ``path``, its entries stored or deflated. Raises one of ``BROKEN``, ``OSError`` of the system's."""
    with _Sparing(path, "r") as file, zipfile.ZipFile(file) as archive:
        known = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if any(entry.compress_type not in known for entry in archive.infolist()):
            raise zipfile.BadZipFile("compression")
        yield archive
