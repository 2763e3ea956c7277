"""The columns of an online channel's file: where its header is, what each column is by a mapping or by its words.

Only the columns that the mapping names are read; what a column holds beside that is looked at for a first guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sipas_desktop.domain import cleaning
from sipas_desktop.domain.form import CATALOGUE_KINDS, Form, Kind, Question
from sipas_desktop.domain.online_mapping import (
    OnlineField,
    OnlineMapping,
    Rules,
    guess_target,
    guess_values,
    is_verification,
    small,
)
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.headers import SEARCHED_ROWS, Column, Header
from sipas_desktop.exchange.workbook import Cell, Sheet, Workbook, read_workbook

MOST_TEXTS: Final = 200  # different texts of one column that are listed
_SEVERAL: Final = re.compile(r"[;\n|]")


@dataclass(frozen=True)
class OnlineColumn:
    """A column of the file. ``target``: what the mapping or a guess says it is, "" = not imported.

    ``texts``: of a column whose texts mean codes, each with the rows that have it.
    """

    heading: str
    label: str  # letter and heading
    target: str
    texts: Mapping[str, int]
    verification: bool = False


def look_at(path: Path, form: Form, mapping: OnlineMapping | None = None) -> tuple[OnlineColumn, ...]:
    """The columns of the file with what they are by ``mapping``, else by their headings.

    Raises ``Refusal``: the file cannot be read (see ``workbook``), no header.
    """
    sheet, header = table_of(read_workbook(path), mapping, form)
    columns: list[OnlineColumn] = []
    targets = targets_of(header, mapping) if mapping else {}
    for column in header.columns:
        taken = [each.target for each in columns]
        target = targets.get(column.index, "") if mapping else guess_target(column.heading, form, taken)
        texts: dict[str, int] = {}
        if is_coded(form, target):
            for row in sheet.rows[header.last + 1 :]:
                for text in texts_of(row[column.index] if column.index < len(row) else "", form.by_code.get(target)):
                    if text in texts or len(texts) < MOST_TEXTS:
                        texts[text] = texts.get(text, 0) + 1
        columns.append(OnlineColumn(column.heading, column.label, target, texts, is_verification(column.heading)))
    return tuple(columns)


def is_coded(form: Form, target: str) -> bool:
    """Whether the texts of a column mean codes."""
    if target.startswith("@"):
        return target[1:] in (OnlineField.UNIT, OnlineField.PROCEDURE, OnlineField.OFFICER, OnlineField.CHANNEL)
    question = form.by_code.get(target)
    return question is not None and bool(question.choices or question.kind in CATALOGUE_KINDS)


def guess_mapping(path: Path, form: Form, source: str, origin: str = "") -> OnlineMapping:
    """A first mapping for the file, to be edited. Raises as ``look_at``."""
    columns = look_at(path, form)
    return OnlineMapping(
        source=source,
        origin=origin,
        channel="",
        group="",
        columns={column.heading: column.target for column in columns if column.target},
        values=guess_values(form),
        rules=Rules(),
    )


def table_of(book: Workbook, mapping: OnlineMapping | None, form: Form) -> tuple[Sheet, Header]:
    """The sheet and the header row with most of the mapping's columns; of a guess, with most that tell something."""
    best: tuple[int, Sheet, Header] | None = None
    missing: list[str] = []
    for sheet in book.sheets:
        for number, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
            columns = tuple(
                Column(index, heading, "")
                for index, cell in enumerate(row)
                if isinstance(cell, str) and (heading := cleaning.text(cell)[0])
            )
            if len(columns) < 2:
                continue
            if mapping is None:
                score = sum(bool(guess_target(column.heading, form)) for column in columns)
            else:
                headings = {small(column.heading) for column in columns}
                absent = [heading for heading in mapping.columns if small(heading) not in headings]
                score = 0 if absent else len(mapping.columns)
                if absent and (not missing or len(absent) < len(missing)):
                    missing = absent
            if score and (best is None or score > best[0]):
                best = score, sheet, Header(number, number, columns)
    if best is None and mapping is not None and missing:
        raise Refusal("online.no_column", file=book.name, missing="; ".join(missing[:5]))
    if best is None:
        raise Refusal("online.no_header", file=book.name)
    return best[1], best[2]


def targets_of(header: Header, mapping: OnlineMapping) -> dict[int, str]:
    """Place of a column → what it is. Of two columns under one heading the first counts."""
    wanted = {small(heading): target for heading, target in mapping.columns.items()}
    found: dict[int, str] = {}
    for column in header.columns:
        target = wanted.get(small(column.heading))
        if target and target not in found.values() and not is_verification(column.heading):
            found[column.index] = target
    return found


def texts_of(cell: Cell, question: Question | None) -> list[str]:
    """The texts of a cell that mean codes: several, where several options may be ticked."""
    clean = cleaning.text(cell)[0]
    if question is None or question.kind is not Kind.CHOICES:
        return [clean] if clean else []
    return [part.strip() for part in _SEVERAL.split(clean) if part.strip()]
