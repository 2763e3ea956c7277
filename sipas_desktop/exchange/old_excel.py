"""Looks through an .xls file before it is read: calamine sets aside the memory that the file's numbers ask for, and
ends the whole program where a damaged file asks for too much.

Formats: [MS-CFB] for the sectors and directory, [MS-XLS] for the records of the workbook stream.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here on are marks
_STREAMS = {"workbook", "book"}
_DIMENSIONS, _SST, _MULTIPLE = 0x0200, 0x00FC, {0x00BD, 0x00BE}
# Cells of BIFF5 and BIFF8 that begin with row and column.
_CELLS = {0x0006, 0x0206, 0x0406, 0x0201, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E, *_MULTIPLE}


def is_sound(data: bytes, max_cells: int) -> bool:
    """Whether no number in the .xls file ``data`` asks for more than the file's size or ``max_cells`` cells a sheet."""
    try:
        return all(_is_sound_stream(stream, max_cells) for stream in _workbook_streams(data))
    except (struct.error, IndexError, _Damaged):
        return False


class _Damaged(Exception):
    """A number that cannot be."""


def _workbook_streams(data: bytes) -> Iterator[bytes]:
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    if shift not in (9, 12) or mini_shift != 6:
        raise _Damaged
    size = 1 << shift
    sectors = len(data) // size
    counts = (
        struct.unpack_from("<II", data, 40) + struct.unpack_from("<I", data, 64) + struct.unpack_from("<I", data, 72)
    )
    if any(count > sectors for count in counts):
        raise _Damaged
    directory_at, cutoff, mini_fat_at = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))

    def sector(number: int) -> bytes:
        if number >= sectors:
            raise _Damaged
        return data[(number + 1) * size : (number + 2) * size]

    table_sectors = [number for number in struct.unpack_from("<109I", data, 76) if number < _END]
    more, length = struct.unpack_from("<II", data, 68)
    for _ in range(length):
        if more >= _END:
            break
        numbers = _numbers(sector(more))
        table_sectors += [number for number in numbers[:-1] if number < _END]
        more = numbers[-1]
    table = [number for each in table_sectors for number in _numbers(sector(each))]

    def chain(first: int) -> bytes:
        parts: list[bytes] = []
        while first < _END:
            parts.append(sector(first))
            first = table[first]
            if len(parts) > sectors:
                raise _Damaged
        return b"".join(parts)

    directory = chain(directory_at)
    entries = []
    for at in range(0, len(directory) - 127, 128):
        name_length, kind = struct.unpack_from("<HB", directory, at + 64)
        first, length = struct.unpack_from("<II", directory, at + 116)
        if kind and length > len(data):
            raise _Damaged
        entries.append(
            (directory[at : at + max(min(name_length, 64) - 2, 0)].decode("utf-16-le", "replace"), first, length)
        )
    for name, first, length in entries:
        if name.lower() not in _STREAMS:
            continue
        if length >= cutoff:
            yield chain(first)[:length]
            continue
        # Small streams lie in pieces of 64 bytes inside the first entry's stream.
        mini, mini_table = chain(entries[0][1]), _numbers(chain(mini_fat_at))
        parts: list[bytes] = []
        while first < _END and len(parts) * 64 < length:
            parts.append(mini[first * 64 : (first + 1) * 64])
            first = mini_table[first]
        yield b"".join(parts)[:length]


def _numbers(block: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4]))


def _is_sound_stream(stream: bytes, max_cells: int) -> bool:
    at = rows = columns = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        at += 4 + length
        if kind in _CELLS and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            if kind in _MULTIPLE:
                column = max(column, struct.unpack_from("<H", body, len(body) - 2)[0])
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind == _DIMENSIONS and len(body) >= 10:
            form = "<IIHH" if len(body) >= 14 else "<HHHH"
            first_row, last_row, first_column, last_column = struct.unpack_from(form, body)
            if first_row > last_row or first_column > last_column:
                return False
            rows, columns = max(rows, last_row), max(columns, last_column)
        elif kind == _SST and len(body) >= 8 and struct.unpack_from("<I", body, 4)[0] * 3 > len(stream):
            return False  # more texts than the stream holds at three bytes each
        if rows * columns > max_cells:
            return False
    return True
