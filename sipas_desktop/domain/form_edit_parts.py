"""Parts of a form in editing beside its questions: scales, blocks, the interviewer's part, the table's heads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any, Final

from sipas_desktop.domain.form import Kind
from sipas_desktop.domain.form_edit import Draft, Place, add_question, behind, fresh, insert, put, question_codes
from sipas_desktop.domain.form_file import COLUMNS

BLOCK: Final = "officer"
BLOCK_HEADING: Final = "Cán bộ thứ {n}"
BLOCK_QUESTION: Final = "Ông/Bà có làm việc với cán bộ thứ {n} không?"  # the rest can be skipped where there was none


def scale_users(draft: Draft, place: Place) -> tuple[str, ...]:
    """The codes of the questions that use the scale at ``place``."""
    code = draft.at(place).get("code")
    rows = [*draft.values.get("body", ()), *draft.values.get("interviewer", ())]
    rows += [row for block in draft.values.get("blocks", ()) for row in block.get("rows", ())]
    return tuple(str(row.get("code", "")) for row in rows if row.get("scale") == code)


def add_block(draft: Draft, after: Place | None = None) -> tuple[Draft, Place]:
    """A block of two repetitions, behind the row ``after`` of the body; returns the place of the block."""
    blocks = draft.values.get("blocks", ())
    taken = {str(block.get("code")) for block in blocks}
    code = next(name for n in count() if (name := BLOCK + "_b" * n) not in taken)
    question = {"code": fresh("Q", question_codes(draft)), "kind": Kind.YES_NO.value, "text": BLOCK_QUESTION}
    block = {"code": code, "times": 2, "rows": [{"heading": BLOCK_HEADING}, question]}
    place = behind(draft, after if after is not None and after[0] == "body" else None)
    placed = insert(draft, place, {"block": code})
    return put(placed, (), blocks=[*blocks, block]), ("blocks", len(blocks))


def block_position(draft: Draft, place: Place) -> int | None:
    """How many rows of the body stand before the block; None where it stands nowhere."""
    code = draft.at(place).get("code")
    return next((at for at, row in enumerate(draft.values.get("body", ())) if row.get("block") == code), None)


def place_block(draft: Draft, place: Place, position: int | None) -> Draft:
    """The block behind so many other rows of the body, or nowhere."""
    code = draft.at(place).get("code")
    body: list[Any] = [row for row in draft.values.get("body", ()) if row.get("block") != code]
    if position is not None:
        body.insert(position, {"block": code})
    return Draft({**draft.values, "body": body})


def add_interviewer_question(draft: Draft, after: Place | None = None) -> tuple[Draft, Place]:
    """One more question that the interviewer fills in, behind the row ``after`` of that part or at its end."""
    if after is None or after[0] != "interviewer":
        after = ("interviewer", len(draft.values.get("interviewer", ())) - 1)
    return add_question(draft, after)


def columns_of(draft: Draft) -> tuple[str, ...]:
    """The heads of the table's columns."""
    return tuple(str(each) for each in draft.values.get("columns", COLUMNS))


def set_columns(draft: Draft, heads: Sequence[str]) -> Draft:
    """Other heads of the columns; with fewer than three the rest are empty, with none they are the usual ones."""
    filled = (*heads, *[""] * (len(COLUMNS) - len(heads)))
    return put(draft, (), columns=None if not any(heads) or filled == COLUMNS else list(filled))
