"""Makes the attack files: each small on the disk, each written piece by piece, so that the test itself stays small."""

from __future__ import annotations

import functools
import io
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, ParamSpec

MB: Final = 1 << 20
P = ParamSpec("P")
Make = Callable[[Path], None]
Part = bytes | Iterable[bytes]

_X: Final = "http://schemas.openxmlformats.org/"
_MAIN: Final = f'xmlns="{_X}spreadsheetml/2006/main"'.encode()
_CONTENT_TYPES: Final = (
    f'<Types xmlns="{_X}package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
).encode()
_HEADINGS: Final = ("STT", "Mã", "Họ và tên", "Tên đơn vị", "Thủ tục", "2023", "serial", "question", "value", "reason")


def _relations(*targets: tuple[str, str]) -> bytes:
    return (
        f'<Relationships xmlns="{_X}package/2006/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_X}officeDocument/2006/relationships/{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(targets, start=1)
        )
        + "</Relationships>"
    ).encode()


def _row(number: int, *cells: str) -> bytes:
    inside = "".join(
        f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for at, cell in enumerate(cells)
    )
    return f'<row r="{number}">{inside}</row>'.encode()


class _Again:
    """What a generator yields, from the beginning each time it is walked: a file may be made more than once."""

    def __init__(self, begin: Callable[[], Iterator[bytes]]) -> None:
        self._begin = begin

    def __iter__(self) -> Iterator[bytes]:
        return self._begin()


def again(parts: Callable[P, Iterator[bytes]]) -> Callable[P, Iterable[bytes]]:
    """For a function that yields the pieces of a part."""

    @functools.wraps(parts)
    def make(*args: P.args, **kwargs: P.kwargs) -> Iterable[bytes]:
        return _Again(lambda: parts(*args, **kwargs))

    return make


@again
def sheet(*inside: Part, head: bytes = b"", dimension: str = "") -> Iterator[bytes]:
    """A sheet with a row of headings and what stands ``inside`` below it."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>' + head + b"<worksheet " + _MAIN + b">"
    if dimension:
        yield f'<dimension ref="{dimension}"/>'.encode()
    yield b"<sheetData>" + _row(1, *_HEADINGS)
    for part in inside:
        yield from [part] if isinstance(part, bytes) else part
    yield b"</sheetData></worksheet>"


def workbook(**changed: Part | None) -> dict[str, Part]:
    """The parts of a workbook; ``changed``: "sheet", "shared", "book", …; None: no such part."""
    parts: dict[str, Part | None] = {
        "types": _CONTENT_TYPES,
        "root": _relations(("officeDocument", "xl/workbook.xml")),
        "book": b"<workbook "
        + _MAIN
        + f' xmlns:r="{_X}officeDocument/2006/relationships"><sheets>'.encode()
        + b'<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "relations": _relations(("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")),
        "sheet": sheet(_row(2, "1", "1", "Nguyễn Thị An", "UBND", "Chứng thực", "5", "1", "Q1", "4", "x")),
        "shared": b"<sst " + _MAIN + b'><si><t>"</t></si></sst>',
    }
    names = {
        "types": "[Content_Types].xml",
        "root": "_rels/.rels",
        "book": "xl/workbook.xml",
        "relations": "xl/_rels/workbook.xml.rels",
        "sheet": "xl/worksheets/sheet1.xml",
        "shared": "xl/sharedStrings.xml",
    }
    return {names.get(key, key): part for key, part in (parts | changed).items() if part is not None}


def zipped(parts: dict[str, Part] | Iterable[tuple[str, Part]], method: int = zipfile.ZIP_DEFLATED) -> Make:
    """A zip of ``parts``, each written piece by piece."""

    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", method, compresslevel=1) as archive:
            for name, part in parts.items() if isinstance(parts, dict) else parts:
                with archive.open(name, "w", force_zip64=True) as out:
                    for piece in [part] if isinstance(part, bytes) else part:
                        out.write(piece)

    return make


def bytes_of(make: Make, folder: Path) -> bytes:
    """What ``make`` makes."""
    path = folder / ".forged"
    make(path)
    try:
        return path.read_bytes()
    finally:
        path.unlink()


@again
def swollen(before: bytes, unit: bytes, total: int, after: bytes) -> Iterator[bytes]:
    """``before``, then ``unit`` until ``total`` bytes are there, then ``after``."""
    yield before
    piece = unit * max(1, MB // len(unit))
    for _ in range(total // len(piece)):
        yield piece
    yield after


def raw_bomb(name: str, before: bytes, after: bytes, megabytes: int, others: dict[str, Part]) -> Make:
    """A workbook whose part ``name`` unpacks to ``megabytes`` of spaces: deflated once, the same block repeated.

    Deflating gigabytes would take the test half a minute; a flushed block of deflate can be written as often as wanted.
    """

    def make(path: Path) -> None:
        block = _flushed(b" " * MB)
        packed = _flushed(before) + block * megabytes
        ending = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed += ending.compress(after) + ending.flush()
        zipped({**others, name: b""})(path)
        # Of the empty part, only name and place are used: the zip is written anew around the block.
        size = len(before) + megabytes * MB + len(after)
        _replace_part(path, name, packed, size)

    return make


def _flushed(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


def _replace_part(path: Path, name: str, packed: bytes, size: int) -> None:
    """Put ``packed`` in the place of the (last) part ``name``; its CRC is left wrong."""
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(name)
        kept = [(each, archive.read(each)) for each in archive.infolist() if each.filename != name]
    local, table = io.BytesIO(), io.BytesIO()
    for each, data in kept:
        body = zlib.compressobj(9, zlib.DEFLATED, -15)
        small = body.compress(data) + body.flush()
        _entry(local, table, each.filename, small, len(data), zlib.crc32(data))
    _entry(local, table, entry.filename, packed, size, 0)
    _finish(path, local, table, len(kept) + 1)


def _entry(
    local: io.BytesIO, table: io.BytesIO, name: str, packed: bytes, size: int, crc: int, flags: int = 0, method: int = 8
) -> None:
    raw = name.encode()
    at = local.tell()
    common = struct.pack("<HHHHHIIIHH", 20, flags, method, 0, 0x21, crc, len(packed), size & 0xFFFFFFFF, len(raw), 0)
    local.write(b"PK\x03\x04" + common + raw + packed)
    table.write(b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, at) + raw)


def _finish(path: Path, local: io.BytesIO, table: io.BytesIO, count: int) -> None:
    start, listed = local.tell(), table.getvalue()
    end = struct.pack("<HHHHIIH", 0, 0, min(count, 0xFFFF), min(count, 0xFFFF), len(listed), start, 0)
    path.write_bytes(local.getvalue() + listed + b"PK\x05\x06" + end)


def lying(parts: dict[str, Part], name: str, real: bytes, told: int) -> Make:
    """A zip whose part ``name`` says that it is ``told`` bytes long, and is ``real``."""

    def make(path: Path) -> None:
        zipped({**parts, name: b""})(path)
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        _replace_part(path, name, packer.compress(real) + packer.flush(), told)

    return make


def changed(make: Make, change: Callable[[bytearray], None]) -> Make:
    """What ``make`` makes, with its bytes changed."""

    def again(path: Path) -> None:
        make(path)
        data = bytearray(path.read_bytes())
        change(data)
        path.write_bytes(data)

    return again


def flagged(data: bytearray) -> None:
    """Say of each entry of a zip that it is encrypted."""
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(sign)
        while start >= 0:
            data[start + place] |= 1
            start = data.find(sign, start + 4)


def linked(name: str, target: str) -> Make:
    """A zip with a symbolic link in it."""

    def make(path: Path) -> None:
        entry = zipfile.ZipInfo(name)
        entry.create_system = 3
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(entry, target)

    return make


def twice(*names: str) -> Make:
    """A zip with these names, also where one stands twice."""

    def make(path: Path) -> None:
        local, table = io.BytesIO(), io.BytesIO()
        for name in names:
            _entry(local, table, name, b"x", 1, zlib.crc32(b"x"), method=0)
        _finish(path, local, table, len(names))

    return make


def text(content: str | bytes) -> Make:
    """A file of this content."""
    return lambda path: path.write_bytes(content.encode() if isinstance(content, str) else content) and None


def sparse(size: int, head: bytes = b"") -> Make:
    """A file of ``size`` bytes that takes no room on the disk."""

    def make(path: Path) -> None:
        with path.open("wb") as out:
            out.write(head)
            out.truncate(size)

    return make


def streamed(*parts: Part) -> Make:
    """A file written piece by piece."""

    def make(path: Path) -> None:
        with path.open("wb") as out:
            for part in parts:
                for piece in [part] if isinstance(part, bytes) else part:
                    out.write(piece)

    return make


def pdf(*objects: bytes, root: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer\n<< /Size %d /Root %d 0 R %s >>\n" % (len(objects) + 1, root, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % table)
    return out.getvalue()


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream of a PDF, deflated."""
    packed = zlib.compress(data, 9)
    return b"<< /Filter /FlateDecode /Length %d %s >>\nstream\n" % (len(packed), entries) + packed + b"\nendstream"


def png(width: int, height: int, *chunks: bytes) -> bytes:
    """A picture that says it is so large, and has almost nothing in it."""
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join([chunk(b"IHDR", size), *chunks, chunk(b"IDAT", b""), chunk(b"IEND", b"")])


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def beside_key(make: Make, key_file: Callable[[], bytes]) -> Make:
    """A survey of ``make``, with a key file beside it."""

    def both(path: Path) -> None:
        make(path)
        path.with_name(f"{path.name}.keys").write_bytes(key_file())

    return both


def with_plan(make: Make, plan: Path) -> Make:
    """What ``make`` makes, as the logo of a copy of the plan in the folder ``plan``, which lies beside it."""

    def all_of_it(path: Path) -> None:
        make(path)
        copied = path.parent / plan.name
        shutil.copytree(plan, copied, dirs_exist_ok=True)
        shutil.copyfile(path, copied / "logo.png")
        text = (copied / "plan.toml").read_text(encoding="utf-8")
        assert "[ballot]" not in text
        (copied / "plan.toml").write_text(f'{text}\n[ballot]\nlogo = "logo.png"\n', encoding="utf-8")

    return all_of_it
