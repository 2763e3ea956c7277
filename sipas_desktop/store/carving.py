"""The rows on the pages of a damaged survey file, whichever table they are of.

Leaves are read each by itself: no page that leads to them need hold. Which table a row is of shows
by its shape; what it says is believed only where a hash says so (``salvage``). Format: SQLite's file format,
sections 1.6 and 2.1 (https://sqlite.org/fileformat2.html).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from sipas_desktop.store.pages import USABLE, Pages

Value = int | float | str | bytes | None  # as it is stored

_LEAF_OF_TABLE: Final = 13
_LEAF_OF_INDEX: Final = 10
_INSIDE_INDEX: Final = 2
_FIRST_PAGE_HEADER: Final = 100  # bytes that page 1 has before its own header
_MOST_LOCAL: Final = USABLE - 35  # bytes of a row that stay on its page
_LEAST_LOCAL: Final = (USABLE - 12) * 32 // 255 - 23
_MOST_OF_ROW: Final = 64 << 20  # bytes; a hand-out of 100,000 ballots has 10 MB
_INTEGER_BYTES: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def rows(pages: Pages) -> Iterator[tuple[int | None, tuple[Value, ...]]]:
    """Every row on every page that holds, with its rowid; of an index its entries, without.

    What is on several versions of a page comes several times.
    """
    for number, content in pages:
        header = _FIRST_PAGE_HEADER if number == 1 else 0
        kind = content[header]
        if kind not in (_LEAF_OF_TABLE, _LEAF_OF_INDEX, _INSIDE_INDEX):
            continue
        cells = struct.unpack_from(">H", content, header + 3)[0]
        places = header + (12 if kind == _INSIDE_INDEX else 8)
        for index in range(cells):
            try:
                place = struct.unpack_from(">H", content, places + 2 * index)[0]
                found = _cell(pages, content, kind, place)
            except (IndexError, struct.error, UnicodeDecodeError, ValueError):
                continue  # a page of something else that begins like one: an overflow page, a free one
            if found is not None:
                yield found


def _cell(pages: Pages, content: bytes, kind: int, place: int) -> tuple[int | None, tuple[Value, ...]] | None:
    if kind == _LEAF_OF_TABLE:
        return _row_at(pages, content, place)
    length, place = _varint(content, place + (4 if kind == _INSIDE_INDEX else 0))
    payload = content[place : place + length]
    # A long entry goes on elsewhere; those that are asked for are short.
    return (None, _columns(payload)) if length <= _LEAST_LOCAL and len(payload) == length else None


def _row_at(pages: Pages, content: bytes, place: int) -> tuple[int, tuple[Value, ...]] | None:
    length, place = _varint(content, place)
    rowid, place = _varint(content, place)
    if length <= _MOST_LOCAL:
        payload = content[place : place + length]
    else:
        local = _LEAST_LOCAL + (length - _LEAST_LOCAL) % (USABLE - 4)
        if local > _MOST_LOCAL:
            local = _LEAST_LOCAL
        (following,) = struct.unpack_from(">I", content, place + local)
        rest = _overflow(pages, following, length - local)
        if rest is None:
            return None
        payload = content[place : place + local] + rest
    if len(payload) != length:
        return None
    return rowid - (1 << 64) if rowid >= 1 << 63 else rowid, _columns(payload)


def _overflow(pages: Pages, number: int, length: int) -> bytes | None:
    if length > min(_MOST_OF_ROW, pages.count * USABLE):
        return None  # longer than the file: pages that go round in a circle would never end
    found = bytearray()
    while len(found) < length:
        content = pages.read(number) if number else None
        if content is None:
            return None
        (number,) = struct.unpack_from(">I", content)
        found += content[4:USABLE][: length - len(found)]
    return bytes(found)


def _columns(payload: bytes) -> tuple[Value, ...]:
    header_end, place = _varint(payload, 0)
    types = []
    while place < header_end:
        kind, place = _varint(payload, place)
        types.append(kind)
    values = []
    for kind in types:
        value, place = _value(payload, place, kind)
        values.append(value)
    return tuple(values)


def _value(payload: bytes, place: int, kind: int) -> tuple[Value, int]:
    if kind == 0:
        return None, place
    if kind in _INTEGER_BYTES:
        end = place + _INTEGER_BYTES[kind]
        return int.from_bytes(payload[place:end], "big", signed=True), end
    if kind == 7:
        return struct.unpack_from(">d", payload, place)[0], place + 8
    if kind in (8, 9):
        return kind - 8, place
    if kind < 12:
        raise ValueError(kind)
    end = place + (kind - 12) // 2
    if end > len(payload):
        raise ValueError(end)
    held = payload[place:end]
    return (held.decode("utf-8") if kind % 2 else held), end


def _varint(content: bytes, place: int) -> tuple[int, int]:
    value = 0
    for index in range(8):
        byte = content[place + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + index + 1
    return value << 8 | content[place + 8], place + 9
