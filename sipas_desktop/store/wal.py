"""The write-ahead log that a crash left beside a survey: looked over before SQLite uses it.

The newest answers lie in it alone until SQLite writes them into the file. At the first frame whose checksum is wrong
SQLite takes the rest for a transaction that never ended, and throws it away without a word. After a power cut that is
so; but only the last transaction can be torn like that, since each is on the disk before the next begins. Where
another one stands whole behind the bad frame, acknowledged answers are about to be lost. Format: SQLite's file
format, section 4.1 (https://sqlite.org/fileformat2.html#walformat).
"""

from __future__ import annotations

import struct
import time
from pathlib import Path
from typing import Final

from sipas_desktop.errors import Damaged
from sipas_desktop.store.pages import SIZE

_HEADER: Final = 32
_FRAME: Final = 24 + SIZE
_SECTOR: Final = 512  # bytes that are on the disk together or not at all
_MAGIC: Final = {0x377F0682: "<", 0x377F0683: ">"}  # byte order of the checksums' words
_ROUNDS: Final = 1 << 16  # of the log that may have left frames behind the newest
_LOOKS: Final = 3  # somebody may be writing to it
_BETWEEN_SECONDS: Final = 0.05


def refuse_damaged_wal(survey: Path) -> None:
    """Raises ``Damaged`` where SQLite would throw away transactions that were durable. Changes nothing."""
    wal = survey.with_name(survey.name + "-wal")
    for look in range(_LOOKS):
        try:
            raw = wal.read_bytes()
        except FileNotFoundError:
            return
        if not _has_lost(raw):
            return
        if look + 1 < _LOOKS:
            time.sleep(_BETWEEN_SECONDS)
    raise Damaged("file.wal_damaged")


def _has_lost(raw: bytes) -> bool:
    """Whether a whole transaction stands behind one that SQLite would stop at."""
    frames = (len(raw) - _HEADER) // _FRAME
    if frames <= 0:
        return False
    magic, salts = struct.unpack_from(">I", raw)[0], raw[16:24]
    order = _MAGIC.get(magic)
    sums = _sums(raw[:24], (0, 0), order) if order else None
    if order is None or sums is None or sums != struct.unpack_from(">II", raw, 24):
        # Written once and whole before the first frame: a bad one is damage, if there is anything behind it.
        places = range(_HEADER + 8, _HEADER + frames * _FRAME, _FRAME)
        found = {raw[place : place + 8] for place in places} - {bytes(8)}
        return any(_is_commit_of(raw, 0, salts, frames) for salts in found)
    for number in range(frames):
        place = _HEADER + number * _FRAME
        if raw[place + 8 : place + 16] != salts:
            # A frame of an earlier round ends the log. So does one that a power cut kept from the disk in the midst of
            # the last transaction, whose end may stand behind it. A damaged one stands before others of this round.
            unwritten = _is_unwritten(raw[place + 8 : place + 16], salts)
            torn = _end_of(raw, number, salts, order) if unwritten else number
            return _is_commit_of(raw, torn + 1, salts, frames)
        sums = _sums(raw[place : place + 8], sums, order)
        sums = _sums(raw[place + 24 : place + _FRAME], sums, order)
        if sums != struct.unpack_from(">II", raw, place + 16):
            return _is_commit_of(raw, _end_of(raw, number, salts, order) + 1, salts, frames)
    return False


def _is_unwritten(found: bytes, salts: bytes) -> bool:
    """Whether ``found`` is what stands where nothing was written in this round: zeros, or the salts of one before.

    From round to round the first salt is one more and the second another random number. Both lie in one sector.
    """
    (first, second), (before, other) = struct.unpack(">II", salts), struct.unpack(">II", found)
    return found == bytes(8) or (other != second and 0 < (first - before) & 0xFFFFFFFF <= _ROUNDS)


def _end_of(raw: bytes, first: int, salts: bytes, order: str) -> int:
    """The frame that ends the transaction which frame ``first`` is a part of.

    One frame in 64 begins 8 bytes before the end of a sector: a power cut may leave in front of its salts what an
    earlier round wrote there, the end of a transaction. It ends one where its checksum follows from the frame before.
    """
    frames = (len(raw) - _HEADER) // _FRAME
    ends = (n for n in range(first, frames) if _commits(raw, n, salts))
    return next((n for n in ends if not _is_split(n) or _follows(raw, n, order)), frames)


def _is_split(number: int) -> bool:
    """Whether the salts of a frame lie in another sector than what is before them."""
    return (_HEADER + number * _FRAME + 8) % _SECTOR == 0


def _follows(raw: bytes, number: int, order: str) -> bool:
    """Whether the checksum of a frame goes on from the one that the frame before it tells."""
    place = _HEADER + number * _FRAME
    before = struct.unpack_from(">II", raw, place - _FRAME + 16)
    sums = _sums(raw[place : place + 8], before, order)
    return _sums(raw[place + 24 : place + _FRAME], sums, order) == struct.unpack_from(">II", raw, place + 16)


def _is_commit_of(raw: bytes, first: int, salts: bytes, frames: int) -> bool:
    """Whether a frame from ``first`` on ends a transaction of the round with ``salts``."""
    return any(_commits(raw, number, salts) for number in range(first, frames))


def _commits(raw: bytes, number: int, salts: bytes) -> bool:
    place = _HEADER + number * _FRAME
    return raw[place + 8 : place + 16] == salts and raw[place + 4 : place + 8] != bytes(4)


def _sums(content: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    first, second = sums
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for one, other in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return first, second
