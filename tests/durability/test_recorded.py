"""The model of the disk by itself: what a power cut may take, and what it may not."""

from __future__ import annotations

import random

from tests.durability.recorded import Disk, Operation


def disk(*ops: Operation) -> Disk:
    """A disk after ``ops``."""
    made = Disk()
    for op in ops:
        made.do(op)
    return made


def op(kind: str, inode: int = 1, offset: int = 0, path: str = "", other: str = "", data: bytes = b"") -> Operation:
    """One operation."""
    return Operation(kind, inode, offset, path, other, data)


CREATED = op("C", path="a.part")
WRITTEN = op("W", data=b"x" * 1024)
SYNCED = op("S", path="a.part")
RENAMED = op("R", path="a.part", other="a")
FOLDER = op("S", 9, path=".")


def test_nothing_is_durable_before_its_sync() -> None:
    assert disk(CREATED, WRITTEN).whole() == {"a.part": b"x" * 1024}
    assert disk(CREATED, WRITTEN).synced() == {}
    assert disk(CREATED, FOLDER, WRITTEN).synced() == {"a.part": b""}
    assert disk(CREATED, WRITTEN, SYNCED).synced() == {"a.part": b"x" * 1024}


def test_a_new_name_needs_the_folder() -> None:
    steps = (CREATED, WRITTEN, SYNCED, RENAMED)
    assert disk(*steps).whole() == {"a": b"x" * 1024}
    assert disk(*steps).synced() == disk(*steps, SYNCED).synced() == {"a.part": b"x" * 1024}
    assert disk(*steps, FOLDER).synced() == {"a": b"x" * 1024}
    assert disk(*steps, FOLDER, op("U", path="a")).synced() == {"a": b"x" * 1024}
    assert disk(*steps, FOLDER, op("U", path="a"), FOLDER).synced() == {}


def test_what_lies_in_a_folder_needs_that_one() -> None:
    steps = (op("M", path="b"), op("C", path="b/a"), WRITTEN, op("S", path="b/a"))
    assert disk(*steps).synced() == {}
    assert disk(*steps, FOLDER).synced() == {"b": None, "b/a": b"x" * 1024}


def test_an_inode_that_is_used_again_is_another_file() -> None:
    steps = (CREATED, WRITTEN, SYNCED, FOLDER, op("U", path="a.part"), op("C", path="a.part"), op("W", data=b"y"))
    assert disk(*steps).whole() == {"a.part": b"y"}
    assert disk(*steps).synced() == {"a.part": b"x" * 1024}
    assert disk(*steps, SYNCED).synced() == {"a.part": b"y"}


def test_a_torn_file_has_some_sectors() -> None:
    made = disk(CREATED, FOLDER, op("W", data=b"x" * 512 + b"y" * 512), op("T", offset=700))
    chance = random.Random(3)
    x, y, nothing = b"x" * 512, b"y" * 512, bytes(512)
    found = {made.torn(chance)["a.part"] for _ in range(200)}
    uncut = {b"", x, nothing + y, x + y}
    assert found == uncut | {(content or b"").ljust(700, b"\0")[:700] for content in uncut}
