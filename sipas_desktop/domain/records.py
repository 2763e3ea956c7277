"""Settled records: the coded answers of ballots, as they leave the survey, and the hash that names them.

A record holds codes only. What somebody wrote by hand may name people, so it stays in the survey; a record says
``+`` in its place.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

_ENCODER: Final = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))
_RUN: Final = 50_000  # lines that are sorted at once
_PIECE: Final = 1 << 16  # bytes of a run that are unpacked at once
SMALL_CELL: Final = 5  # figures over fewer ballots than this could be read as one person's answers
LEAST_SMALL_CELL: Final = 3  # of two ballots each knows the other's; no plan may publish that


@dataclass(frozen=True)
class Record:
    """One settled ballot. ``unit``, ``group``, ``wave``, ``channel`` are codes, "" where the survey has none.

    ``values``: question code → stored value (``domain.answer``), never text. ``serial`` is for the survey's own
    lists; no file that leaves the survey holds it. ``keyed``: how many keyings settled it, 0 for an online answer.
    ``source``: id of the survey whose package brought it, "" where it was settled here.
    """

    serial: str
    form_sha256: str
    unit: str
    group: str
    wave: str
    channel: str
    values: Mapping[str, str]
    keyed: int = 2
    source: str = ""


@dataclass(frozen=True)
class Identity:
    """What a file has of a ballot beside its record only where somebody allowed it.

    ``received``: the day in Vietnam, "" where it is not known. ``texts``: question code → what was written by hand.
    Never the member of the sample list: no file that leaves the survey tells who answered what.
    """

    received: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


def canonical(values: Mapping[str, str]) -> str:
    """One record's coded answers as one ASCII line: a JSON list of [question, value] pairs, sorted by question.

    No spaces; other letters as ``\\uXXXX`` escapes, so that nothing depends on an encoding:
    ``[["Q1","4"],["comment","+"]]``.
    """
    return _ENCODER.encode(sorted(values.items()))


def records_sha256(rows: Iterable[Mapping[str, str]]) -> str:
    """The hash over all settled coded answers, hexadecimal: equal answers give an equal hash on every system.

    ``rows``: one mapping a settled ballot, question code → stored value; words written by hand are the value ``+``.
    Neither serial, unit of the batch, time, free text nor salt enters. Definition, for other programs to repeat:

    1. each row becomes its ``canonical`` line;
    2. the lines are sorted by their bytes (rows that are alike stay as many lines);
    3. SHA-256 over all lines, each followed by one newline (0x0A). No ballots: the SHA-256 of nothing.

    Memory: ``_RUN`` lines of about 150 bytes, and of more rows than that a tenth as much for each.
    """
    lines = map(canonical, rows)
    runs = []
    while run := sorted(islice(lines, _RUN)):
        runs.append(run if len(run) < _RUN else _packed(run))
    digest = hashlib.sha256()
    for line in heapq.merge(*(run if isinstance(run, list) else _unpacked(run) for run in runs)):
        digest.update(line.encode("ascii"))
        digest.update(b"\n")
    return digest.hexdigest()


def _packed(lines: list[str]) -> bytes:
    """In memory and not in a file: what people answered lies nowhere in the clear."""
    return zlib.compress("\n".join(lines).encode("ascii"), level=1)


def _unpacked(packed: bytes) -> Iterator[str]:
    unpacking = zlib.decompressobj()
    left, rest = packed, b""
    while left:
        rest += unpacking.decompress(left, _PIECE)
        left = unpacking.unconsumed_tail
        *lines, rest = rest.split(b"\n")
        for line in lines:
            yield line.decode("ascii")
    rest += unpacking.flush()
    for line in rest.split(b"\n"):
        yield line.decode("ascii")


def content_order(record: Record) -> tuple[str, ...]:
    """The key by which records are sorted in files: by what they say, so that their order tells nothing of when and
    in which bundle a ballot came."""
    return (
        record.form_sha256, record.group, record.wave, record.unit, record.channel, canonical(record.values),
        str(record.keyed), record.source,
    )  # fmt: skip


def small_cells(settled: Mapping[str, int], limit: int = SMALL_CELL) -> frozenset[str]:
    """The cells (units, say) whose figures must not be published; ``settled``: cell → settled ballots.

    All with 1 to ``limit`` − 1 ballots. Where their ballots together are fewer than ``limit``, the total minus the
    published cells would still tell them, so the next smallest cells join them until it is not so.
    """
    by_size = sorted((count, cell) for cell, count in settled.items() if count > 0)
    hidden = [(count, cell) for count, cell in by_size if count < limit]
    rest = by_size[len(hidden) :]
    while hidden and rest and sum(count for count, _ in hidden) < limit:
        hidden.append(rest.pop(0))
    return frozenset(cell for _, cell in hidden)
