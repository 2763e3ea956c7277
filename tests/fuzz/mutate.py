"""Damages files: bytes changed, cut, doubled, swapped; in workbooks inside their parts as well.

All from a seeded ``random.Random``, so that a run that found something can be repeated.
"""

from __future__ import annotations

import io
import random
import re
import zipfile

# What readers trip over: ends of strings and tables, numbers too large, wrong types, letters of several encodings.
WORDS = (
    b'"', b"'", b"[", b"]]", b"{", b"=", b"\n", b"\r", b"\t", b";", b",", b"\0", b"\xff", b"\xef\xbb\xbf", b"-", b"+",
    b"0", b"-1", b"1e309", b"nan", b"inf", b"999999999999999999999", b"true", b"2024-13-45", b"1970-01-01", b"[]",
    b'""',
    b"<", b"&", b"</row>", b"XFD1048576", b"{n}", b"end", b"serial", b"*", b"?", b".", b"0x" + b"f" * 40,
    "Ễ".encode(), "e\u0302\u0301".encode(), "\u202e".encode(), "\ud55c".encode(),
)  # fmt: skip
_TOKEN = re.compile(rb'"[^"\n]*"|[0-9]+|[A-Za-z_]+|\S')


def damaged(content: bytes, chance: random.Random) -> bytes:
    """``content`` with one to four changes; a zip (XLSX) as often within its parts as outside."""
    if content[:2] == b"PK" and chance.random() < 0.6:
        return _in_zip(content, chance)
    for _ in range(chance.choice((1, 1, 2, 3, 4))):
        content = _changed(content, chance)
    return content


def _changed(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    match chance.randrange(7):
        case 0:
            return content[:at] + chance.choice(WORDS) + content[at:]
        case 1:
            return content[:at] + content[at + chance.choice((1, 1, 2, 8, 60)) :]
        case 2:
            return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
        case 3:
            return content[:at]
        case 4:  # one word for another: the file stays well-formed and says something odd
            return _swapped(content, chance)
        case 5:
            lines = content.splitlines(keepends=True) or [b""]
            first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
            return b"".join((*lines[:first], lines[second], *lines[first:]))
        case _:
            lines = content.splitlines(keepends=True) or [b""]
            del lines[chance.randrange(len(lines))]
            return b"".join(lines)


def _swapped(content: bytes, chance: random.Random) -> bytes:
    found = list(_TOKEN.finditer(content))
    if not found:
        return content
    place = chance.choice(found)
    other = chance.choice(found).group() if chance.random() < 0.6 else chance.choice(WORDS)
    return content[: place.start()] + other + content[place.end() :]


def _in_zip(content: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))] or list(parts))
    if chance.random() < 0.1:
        del parts[name]
    else:
        for _ in range(chance.choice((1, 1, 2, 3))):
            parts[name] = _changed(parts[name], chance)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for each, data in parts.items():
            book.writestr(each, data)
    return made.getvalue()
