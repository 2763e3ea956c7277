"""Which cells of a template get which figures: the mapping file, read and checked (``docs/templates.md``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from sipas_desktop.errors import Refusal

FORMAT: Final = 1
PER: Final = ("unit", "question", "factor")
ORDERS: Final = ("listed", "index")
HIDDEN: Final = "*"  # in place of a figure that could be read as one person's answers
LAST_ROW: Final = 1_048_576

_CELL: Final = re.compile(r"(?P<sheet>.+)!(?P<column>[A-Z]{1,3})(?P<row>[1-9][0-9]{0,6})")
_COLUMN: Final = re.compile(r"[A-Z]{1,3}")


@dataclass(frozen=True)
class Percent:
    """A percentage: a template's cell shows it as a share of 1 where it is formatted so."""

    value: Fraction


Value = int | str | Fraction | Percent | None


@dataclass(frozen=True)
class Place:
    """One cell."""

    sheet: str
    column: str
    row: int

    @property
    def cell(self) -> str:
        """As a workbook names it: "C5"."""
        return f"{self.column}{self.row}"


@dataclass(frozen=True)
class Rows:
    """Rows going down from ``first``, one for each unit, question or factor; column → what stands in it."""

    sheet: str
    first: int
    per: str
    order: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class TemplateMapping:
    """A mapping file."""

    cells: Mapping[Place, str]
    rows: tuple[Rows, ...]


@dataclass(frozen=True)
class Figures:
    """Everything that a template may ask for: single ``values`` by name, and ``rows`` of each kind in their order."""

    values: Mapping[str, Value]
    rows: Mapping[str, tuple[Mapping[str, Value], ...]]


def read_mapping(text: str, file: str) -> TemplateMapping:
    """The mapping in ``text``. Raises ``Refusal`` that names ``file`` and the key of what is wrong."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refusal("template.not_toml", file=file, detail=str(error)) from None
    if found.get("format") != FORMAT:
        raise Refusal("template.format", file=file, known=FORMAT)
    if strange := sorted(found.keys() - {"format", "cells", "rows"}):
        raise Refusal("template.unknown_key", file=file, key=strange[0])
    cells = {_place(key, file): _text(name, key, file) for key, name in _table(found.get("cells", {}), "cells", file)}
    listed = found.get("rows", [])
    if not isinstance(listed, list):
        raise Refusal("template.bad_value", file=file, key="rows")
    rows = tuple(_rows(each, f"rows[{number}]", file) for number, each in enumerate(listed, start=1))
    if not cells and not rows:
        raise Refusal("template.empty", file=file)
    return TemplateMapping(cells, rows)


def check_names(mapping: TemplateMapping, figures: Figures, file: str) -> None:
    """Raises ``Refusal`` for the first name that the survey does not have, with its key in ``file``."""
    for place, name in mapping.cells.items():
        if name not in figures.values:
            raise Refusal("template.unknown_name", file=file, key=f"{place.sheet}!{place.cell}", name=name)
    for number, rows in enumerate(mapping.rows, start=1):
        known = {"place"}.union(*figures.rows[rows.per]) if figures.rows[rows.per] else None
        for column, name in rows.columns.items():
            if known is not None and name not in known:
                raise Refusal("template.unknown_name", file=file, key=f"rows[{number}].{column}", name=name)


def ordered(rows: Rows, figures: Figures) -> list[Mapping[str, Value]]:
    """What goes into ``rows``, one line each, with its ``place`` from 1."""
    lines = list(figures.rows[rows.per])
    if rows.order == "index":
        lines.sort(key=lambda line: _by_index(line.get("index", line.get("satisfied_percent"))))
    return [{"place": number, **line} for number, line in enumerate(lines, start=1)]


def _by_index(value: Value) -> tuple[bool, Fraction]:
    """The highest first; what has no figure, or one that is not shown, last."""
    return (False, -value.value) if isinstance(value, Percent) else (True, Fraction(0))


def _rows(each: Any, key: str, file: str) -> Rows:
    said = dict(_table(each, key, file))
    if strange := sorted(said.keys() - {"sheet", "first", "per", "order", "columns"}):
        raise Refusal("template.unknown_key", file=file, key=f"{key}.{strange[0]}")
    first: Any = said.get("first")
    per: Any = said.get("per")
    order: Any = said.get("order", ORDERS[0])
    if type(first) is not int or not 1 <= first <= LAST_ROW:
        raise Refusal("template.bad_value", file=file, key=f"{key}.first")
    for name, value, allowed in (("per", per, PER), ("order", order, ORDERS)):
        if value not in allowed:
            raise Refusal("template.one_of", file=file, key=f"{key}.{name}", expected=" ".join(allowed))
    columns = {
        column: _text(name, f"{key}.{column}", file)
        for column, name in _table(said.get("columns", {}), f"{key}.columns", file)
    }
    for column in columns:
        if not _COLUMN.fullmatch(column):
            raise Refusal("template.bad_value", file=file, key=f"{key}.columns.{column}")
    if not columns:
        raise Refusal("template.bad_value", file=file, key=f"{key}.columns")
    return Rows(_text(said.get("sheet"), f"{key}.sheet", file), first, per, order, columns)


def _place(key: str, file: str) -> Place:
    found = _CELL.fullmatch(key)
    if found is None or int(found["row"]) > LAST_ROW:
        raise Refusal("template.not_a_cell", file=file, key=key)
    return Place(found["sheet"], found["column"], int(found["row"]))


def _table(value: Any, key: str, file: str) -> list[tuple[str, Any]]:
    if not isinstance(value, dict):
        raise Refusal("template.bad_value", file=file, key=key)
    return list(value.items())


def _text(value: Any, key: str, file: str) -> str:
    if not isinstance(value, str) or not value:
        raise Refusal("template.bad_value", file=file, key=key)
    return value
