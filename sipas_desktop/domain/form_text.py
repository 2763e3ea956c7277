"""Writes the tables of a ballot form as TOML (``docs/forms.md``): one order, one layout, comments aside.

It works on the tables of the file, not on ``Form``: a key that this file has never heard of is written like any
other, and a form with mistakes can be written as well, so that it can be checked and mended.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, Final

Values = Mapping[str, Any]  # a TOML table as ``tomllib`` reads it

LISTS: Final = ("scales", "factors", "opening_questions", "blocks", "body", "interviewer")
_ROWS: Final = "rows"  # of a repeated block: written as tables of their own, like the body
_ORDER: Final = (
    "format", "code", "version", "title", "subtitle", "opening", "instruction", "notice", "consent",
    "columns", "composed",
    "number", "heading", "kind", "scale", "factor", "overall", "label", "text", "satisfied", "words",
)  # fmt: skip
_WIDE: Final = 110  # letters of a line before a list is broken into lines
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def values_of(source: str) -> dict[str, Any]:
    """The tables of ``source``. Raises ``ValueError`` where it is no TOML."""
    return tomllib.loads(source)


def write(values: Values) -> str:
    """``values`` as the text of a form's file; reading it gives ``values`` again."""
    lines = [_pair(key, value) for key, value in _sorted(values) if not _is_tables(value)]
    lists = [key for key in values if _is_tables(values[key])]
    for key in sorted(lists, key=lambda key: LISTS.index(key) if key in LISTS else len(LISTS)):
        for table in values[key]:
            lines += ["", *_table(_key(key), table)]
    return "\n".join(lines) + "\n"


def _table(name: str, table: Values) -> list[str]:
    lines = [f"[[{name}]]"]
    lines += [_pair(key, value) for key, value in _sorted(table) if not _apart(key, value)]
    for key, value in table.items():
        if _apart(key, value):
            for row in value:
                lines += ["", *_table(f"{name}.{_key(key)}", row)]
    return lines


def _apart(key: str, value: object) -> bool:
    return key == _ROWS and _is_tables(value)


def _is_tables(value: object) -> bool:
    return isinstance(value, (list, tuple)) and bool(value) and all(isinstance(each, Mapping) for each in value)


def _sorted(table: Values) -> Iterable[tuple[str, Any]]:
    """Known keys in their order, then the others as they came."""
    return sorted(table.items(), key=lambda item: _ORDER.index(item[0]) if item[0] in _ORDER else len(_ORDER))


def _pair(key: str, value: object) -> str:
    line = f"{_key(key)} = {_value(value)}"
    if isinstance(value, (list, tuple)) and value and (len(line) > _WIDE or _is_tables(value)):
        return "\n".join([f"{_key(key)} = [", *(f"  {_value(each)}," for each in value), "]"])
    return line


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _text(value)
        case datetime.date() | datetime.time():
            return value.isoformat()
        case Mapping():
            inside = ", ".join(f"{_key(key)} = {_value(each)}" for key, each in _sorted(value))
            return f"{{ {inside} }}" if inside else "{}"
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case _:
            return str(value)  # numbers; inf and nan as TOML writes them


def _text(text: str) -> str:
    letters = (_ESCAPES.get(each) or (f"\\u{ord(each):04X}" if _is_control(each) else each) for each in text)
    return f'"{"".join(letters)}"'


def _is_control(letter: str) -> bool:
    return ord(letter) < 0x20 or ord(letter) == 0x7F
