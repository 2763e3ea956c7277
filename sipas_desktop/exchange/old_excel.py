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
_DIMENSIONS, _SST, _CONTINUE, _MULTIPLE = 0x0200, 0x00FC, 0x003C, {0x00BD, 0x00BE}
_SHEET, _END_OF_SHEET, _MERGED, _SHOWN, _LABELS = 0x0085, 0x000A, 0x00E5, 0x00FD, {0x0204, 0x00D6, 0x0207}
# Cells of BIFF5 and BIFF8 that begin with row and column.
_CELLS = {0x0006, 0x0206, 0x0406, 0x0201, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E, *_MULTIPLE}
_MOST_MERGED = 200_000
_LARGEST = 65_536 * 256  # cells of a sheet


def measure(data: bytes) -> tuple[int, int] | None:
    """The cells that calamine allots for all sheets of the .xls file ``data``, and the bytes of their text.

    None where a number in it asks for more than there is.
    """
    try:
        cells = text = 0
        for stream in _workbook_streams(data):
            room, shown = _size(stream)
            cells, text = cells + room, text + shown
        return cells, text
    except (struct.error, IndexError, _Damaged):
        return None


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


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _size(stream: bytes) -> tuple[int, int]:
    """Sheets begin where the list of sheets says, several perhaps at the same place."""
    places: list[int] = []
    texts: list[int] = []
    table: list[bytes] = []
    for kind, body in _records(stream, 0):
        if kind == _SST or (kind == _CONTINUE and table):
            table.append(body)
        elif table:
            texts, table = _text_sizes(table, len(stream)), []
        if kind == _SHEET and len(body) >= 4:
            places.append(struct.unpack_from("<I", body)[0])
        elif kind == _END_OF_SHEET:
            break
    sizes = {place: _sheet_size(stream, place, texts) for place in set(places)}
    return sum(sizes[place][0] for place in places), sum(texts) + sum(sizes[place][1] for place in places)


def _sheet_size(stream: bytes, place: int, texts: list[int]) -> tuple[int, int]:
    rows = columns = text = merged = 0
    for kind, body in _records(stream, place):
        if kind in _CELLS and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            if kind in _MULTIPLE:
                column = max(column, struct.unpack_from("<H", body, len(body) - 2)[0])
            elif kind == _SHOWN and len(body) >= 10:
                number = struct.unpack_from("<I", body, 6)[0]
                text += texts[number] if number < len(texts) else 0
            elif kind in _LABELS:
                text += len(body) * 2
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind in _LABELS:
            text += len(body) * 2
        elif kind == _DIMENSIONS and len(body) >= 10:
            form = "<IIHH" if len(body) >= 14 else "<HHHH"
            first_row, last_row, first_column, last_column = struct.unpack_from(form, body)
            if first_row > last_row or first_column > last_column or last_row * last_column > _LARGEST:
                raise _Damaged  # room for so many cells is asked for, and given back where they are not there
        elif kind == _MERGED:
            merged += len(body) // 8
            if merged > _MOST_MERGED:
                raise _Damaged
        elif kind == _END_OF_SHEET:
            break
    return rows * columns, text


def _text_sizes(table: list[bytes], most: int) -> list[int]:
    """The bytes that each of the shared texts takes in Python. ``table``: the record and those that continue it."""
    if struct.unpack_from("<I", table[0], 4)[0] * 3 > most:
        raise _Damaged  # more texts than the stream holds at three bytes each
    sizes: list[int] = []
    part, at = 0, 8
    while True:
        while part < len(table) and at >= len(table[part]):
            part, at = part + 1, at - len(table[part])
        if part == len(table):
            return sizes
        count, flags = struct.unpack_from("<HB", table[part], at)
        at += 3
        runs = after = 0
        if flags & 8:
            runs, at = struct.unpack_from("<H", table[part], at)[0], at + 2
        if flags & 4:
            after, at = struct.unpack_from("<I", table[part], at)[0], at + 4
        sizes.append(count * 2)
        left = count
        while left > 0:
            if at >= len(table[part]):  # it goes on in the next record, which says anew how wide a letter is
                part, at = part + 1, 1
                flags = table[part][0]
            width = 2 if flags & 1 else 1
            taken = min(left, max((len(table[part]) - at) // width, 0))
            if not taken:
                at = len(table[part])
                continue
            left, at = left - taken, at + taken * width
        at += runs * 4 + after
