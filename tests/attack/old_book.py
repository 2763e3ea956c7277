"""Makes .xls files ([MS-CFB], [MS-XLS]) whose numbers ask for more than there is."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Final

from tests.attack.forge import Make, text

_SECTOR: Final = 512
_NONE: Final = 0xFFFFFFFF
_LAST: Final = 0xFFFFFFFE
_TABLE: Final = 0xFFFFFFFD


def record(kind: int, body: bytes) -> bytes:
    """A record of the workbook's stream."""
    return struct.pack("<HH", kind, len(body)) + body


def cell(row: int, column: int, text_number: int) -> bytes:
    """A cell that shows one of the shared texts."""
    return record(0x00FD, struct.pack("<HHHI", row, column, 0, text_number))


def shared(words: bytes) -> bytes:
    """One shared text, over as many records as it takes."""
    body = struct.pack("<IIHB", 1, 1, len(words), 0) + words
    parts = [body[:8000], *(b"\0" + body[at : at + 8000] for at in range(8000, len(body), 8000))]
    return b"".join(record(0x003C if number else 0x00FC, part) for number, part in enumerate(parts))


def book(sheet: Iterable[bytes], texts: bytes = b"", times: int = 1) -> bytes:
    """A workbook whose one sheet stands in its list so many ``times``."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    names = [f"A{number}".encode() for number in range(times)]
    size = sum(4 + 8 + len(name) for name in names)
    start = len(begin) + size + len(texts) + 4
    listed = b"".join(record(0x0085, struct.pack("<IHBB", start, 0, len(name), 0) + name) for name in names)
    inner = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + b"".join(sheet) + record(0x000A, b"")
    return begin + listed + texts + record(0x000A, b"") + inner


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """The file with ``stream`` in it."""
    stream = stream.ljust(4096, b"\0")  # smaller ones lie elsewhere
    count = -(-len(stream) // _SECTOR)
    tables = -(-(count + 2) // 127)
    chain = [*range(1, count), _LAST, _LAST, *[_TABLE] * tables]
    chain += [_NONE] * (tables * 128 - len(chain))
    entry = name.encode("utf-16-le")
    directory = b""
    for title, kind, first, size in (
        ("Root Entry", 5, _LAST, 0),
        (name, 2, 0, len(stream)),
        ("", 0, 0, 0),
        ("", 0, 0, 0),
    ):
        entry = title.encode("utf-16-le")
        links = (_NONE, _NONE, 1 if kind == 5 else _NONE)
        directory += entry.ljust(64, b"\0") + struct.pack("<HBB3I", len(entry) + 2 if title else 0, kind, 1, *links)
        directory += bytes(36) + struct.pack("<IQ", first, size)
    places = [count + 1 + number for number in range(tables)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIIII", 0, tables, count, 0, 4096, _LAST, 0, _LAST, 0, *places[:1])
    header += struct.pack(f"<{108}I", *(places[1:109] + [_NONE] * (108 - len(places[1:109]))))
    return header + stream.ljust(count * _SECTOR, b"\0") + directory + struct.pack(f"<{len(chain)}I", *chain)


def old_book(sheet: Iterable[bytes], texts: bytes = b"", times: int = 1) -> Make:
    """The file of such a workbook."""
    return text(compound(book(sheet, texts, times)))
