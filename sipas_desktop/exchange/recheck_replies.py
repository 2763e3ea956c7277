"""Reads replies to phúc tra: a gateway's export of what came in, or the list of those who called, filled in.

UTF-8 CSV or XLSX whose first row names the columns: ``id`` or ``phone`` (better both), ``text`` of the reply or
``result``, and ``time`` where there is one. A fault of the file as a whole refuses it; rows are judged by the caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sipas_desktop.domain.sms import sender
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.cells import read_cells

# Column → headings under which gateways and offices write it, folded.
HEADINGS: Final[Mapping[str, frozenset[str]]] = {
    "id": frozenset({"id", "ma", "ma phuc tra", "so phuc tra", "recheck", "number"}),
    "phone": frozenset({
        "phone", "so dien thoai", "dien thoai", "sdt", "so dt", "mobile", "msisdn", "sender", "from", "nguoi gui",
        "so gui", "thue bao",
    }),
    "text": frozenset({
        "text", "noi dung", "noi dung tin nhan", "tin nhan", "tra loi", "message", "content", "reply", "mo",
    }),
    "result": frozenset({"result", "ket qua"}),
    "time": frozenset({"time", "thoi gian", "ngay", "ngay gio", "thoi gian nhan", "received", "date", "timestamp"}),
}  # fmt: skip


@dataclass(frozen=True)
class ReplyRow:
    """One row: ``id`` and ``phone`` ("" = not given) say whose it is; ``result`` is a word where ``text`` is none."""

    row: int
    id: str
    phone: str
    text: str
    result: str
    time: str


def read_replies(path: Path) -> tuple[ReplyRow, ...]:
    """The rows that hold a reply or a result, in the file's order.

    Raises ``Refusal``: the file cannot be read (see ``cells``), a column is missing or there twice, nothing in it.
    """
    (_, heading), *rows = read_cells(path)
    columns = _columns(path.name, heading)
    found = []
    for number, cells in rows:
        held = {name: cells[place] if place < len(cells) else "" for name, place in columns.items()}
        row = ReplyRow(
            number,
            held.get("id", ""),
            sender(held.get("phone", "")),
            held.get("text", ""),
            held.get("result", ""),
            held.get("time", ""),
        )
        if row.text or row.result:
            found.append(row)
    if not found:
        raise Refusal("recheck.no_replies", file=path.name)
    return tuple(found)


def _columns(file: str, heading: list[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, cell in enumerate(heading):
        words = " ".join(fold(cell).replace("_", " ").split())
        for name, known in HEADINGS.items():
            if words in known:
                if name in columns:
                    raise Refusal("recheck.column_twice", file=file, column=name)
                columns[name] = place
    found = ", ".join(cell for cell in heading if cell)
    if not columns.keys() & {"id", "phone"}:
        raise Refusal("recheck.no_column", file=file, expected="id, phone", found=found)
    if not columns.keys() & {"text", "result"}:
        raise Refusal("recheck.no_column", file=file, expected="text, result", found=found)
    return columns
