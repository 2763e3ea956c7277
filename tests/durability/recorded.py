"""A disk as a power cut leaves it, at any point of what a process was recorded to have done to a folder.

``record_writes.c`` writes the record. The model of the disk, stricter than the file systems of Linux are:

- The data of a file is on the disk after an fsync or fdatasync of that file. Until then each 512 bytes of it may be
  there or not, whatever was written before or after; a change of length likewise.
- A name that was made, changed or taken away is so on the disk after an fsync of its folder. Until then the newest
  changes may be missing; they reach the disk in the order in which they were made, as in a journal.
- The first fsync of a file makes the name durable under which it was created (ext4, XFS, btrfs and NTFS do that), not
  a name that it was given since. A folder that was made needs the fsync of the one above, as everything in it does.
- What an fsync that returned has made durable stays.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

SECTOR: Final = 512
_HEAD: Final = struct.Struct("=QQqQQQ")
State = dict[str, bytes | None]  # content by path, relative to the folder; None for a folder


@dataclass(frozen=True)
class Operation:
    """One thing done: C created, M made a folder, U took a name away, R renamed, W wrote, T cut or grew, S synced."""

    kind: str
    inode: int
    offset: int
    path: str
    other: str
    data: bytes


@dataclass(eq=False)
class File:
    """What was written to a file: all of it, what is durable, and what came since then."""

    now: bytearray = field(default_factory=bytearray)
    durable: bytearray = field(default_factory=bytearray)
    since: list[Operation] = field(default_factory=list)


@dataclass(frozen=True)
class Naming:
    """A change of names: ``path`` holds ``file`` now (None: a folder), or with ``gone`` nothing; ``was`` renamed."""

    path: str
    file: File | None = None
    gone: bool = False
    was: str = ""

    def into(self, names: dict[str, File | None]) -> None:
        """Make this change in ``names``."""
        if self.was:
            names.pop(self.was, None)
        if self.gone:
            names.pop(self.path, None)
        else:
            names[self.path] = self.file


def read(log: Path, folder: Path) -> Iterator[Operation]:
    """The record in ``log`` of what was done in ``folder``; the folder itself is the path "."."""
    raw, place = log.read_bytes(), 0
    while place < len(raw):
        op, inode, offset, *lengths = _HEAD.unpack_from(raw, place)
        place += _HEAD.size
        parts = []
        for length in lengths:
            parts.append(raw[place : place + length])
            place += length
        path, other = (
            str(Path(each.decode().removesuffix(" (deleted)")).relative_to(folder)) if each else ""
            for each in parts[:2]
        )
        yield Operation(chr(op), inode, offset, path, other, parts[2])


class Disk:
    """The folder after the operations that were ``done``, and what of them is durable."""

    def __init__(self) -> None:
        self.names: dict[str, File | None] = {}
        self.durable_names: dict[str, File | None] = {}
        self.namings: list[Naming] = []  # not durable yet, in order
        self._files: dict[int, File] = {}  # by inode; the newest where one is used again

    def name_of(self, inode: int) -> str:
        """The name that a file has now; "" where it has none."""
        file = self._files.get(inode)
        return next((path for path, held in self.names.items() if held is not None and held is file), "")

    def do(self, op: Operation) -> None:
        """One operation more."""
        match op.kind:
            case "C":
                self._files[op.inode] = File()
                self._name(Naming(op.path, self._files[op.inode]))
            case "M":
                self._name(Naming(op.path))
            case "U":
                self._name(Naming(op.path, gone=True))
            case "R" if op.path != op.other:
                self._name(Naming(op.other, self.names[op.path], was=op.path))
            case "W" | "T":
                file = self._files[op.inode]
                _write(file.now, op)
                file.since.append(op)
            case "S" if (op.path in self.names and self.names[op.path] is None) or op.path == ".":
                self._settle([each for each in self.namings if str(Path(each.path).parent) == op.path])
            case "S":
                file = self._files[op.inode]
                file.durable = bytearray(file.now)
                file.since.clear()
                created = next((each for each in self.namings if each.file is file and not each.was), None)
                if created is not None:  # and what was done before to the same name
                    before = self.namings[: self.namings.index(created) + 1]
                    self._settle([each for each in before if created.path in (each.path, each.was)])

    def _name(self, naming: Naming) -> None:
        naming.into(self.names)
        self.namings.append(naming)

    def _settle(self, namings: list[Naming]) -> None:
        for naming in namings:
            naming.into(self.durable_names)
            self.namings.remove(naming)

    def whole(self) -> State:
        """Everything that was done is on the disk."""
        return {path: None if file is None else bytes(file.now) for path, file in self.names.items()}

    def synced(self) -> State:
        """Only what was made durable is on the disk."""
        return _reachable(
            {path: None if file is None else bytes(file.durable) for path, file in self.durable_names.items()}
        )

    def torn(self, chance: random.Random) -> State:
        """What was made durable, and by chance some of what was not."""
        names = dict(self.durable_names)
        for naming in self.namings[: chance.randint(0, len(self.namings))]:
            naming.into(names)
        likely = chance.choice((0.1, 0.5, 0.9))
        return _reachable({path: None if file is None else _torn(file, chance, likely) for path, file in names.items()})


def _write(content: bytearray, op: Operation) -> None:
    if op.kind == "T":
        del content[op.offset :]
        content.extend(bytes(op.offset - len(content)))
        return
    content.extend(bytes(max(0, op.offset - len(content))))
    content[op.offset : op.offset + len(op.data)] = op.data


def _torn(file: File, chance: random.Random, likely: float) -> bytes:
    content = bytearray(file.durable)
    for op in file.since:
        if op.kind == "T":
            if chance.random() < likely:
                _write(content, op)
            continue
        start, end = op.offset, op.offset + len(op.data)
        while start < end:
            stop = min(end, start - start % SECTOR + SECTOR)
            if chance.random() < likely:
                piece = op.data[start - op.offset : stop - op.offset]
                _write(content, Operation("W", 0, start, "", "", piece))
            start = stop
    return bytes(content)


def _reachable(state: State) -> State:
    """Without what lies in folders that are not there."""
    return {
        path: content
        for path, content in state.items()
        if all(str(above) in state for above in Path(path).parents if str(above) != ".")
    }


def lay_out(state: State, folder: Path) -> None:
    """Write ``state`` into the empty ``folder``."""
    for path in sorted(state):
        content = state[path]
        if content is None:
            (folder / path).mkdir()
        else:
            (folder / path).write_bytes(content)
