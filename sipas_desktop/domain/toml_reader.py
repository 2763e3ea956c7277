"""Reads a TOML table key by key and collects what is wrong with it, each problem with its place.

Shared by forms and plans, so that an office that edits such a file by hand gets every mistake at once.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from sipas_desktop.errors import Refusal, words

FORMAT = 1  # the version of the TOML format that this program reads
Value = TypeVar("Value", bound=StrEnum)
TOO_LARGE = 10**15  # no number in a plan comes near
MOST_BYTES = 2**20  # of a file: the largest form or plan has some 60,000
# Tables within each other, which the parser takes ever longer for: a minute for 200,000 in one line.
_TOO_DEEP = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){64}""")


@dataclass(frozen=True)
class Problem:
    """One mistake in a file: a stable ``code`` (F… or P…), the place, and a message with its parameters."""

    code: str
    where: str
    message: str  # code of the message
    params: tuple[tuple[str, Any], ...] = ()

    def words(self, lang: str = "vi") -> str:
        """The message in ``lang``."""
        return words(self.message, lang, **dict(self.params))

    def line(self, lang: str = "vi") -> str:
        """Code, place and message in one line."""
        return " ".join(part for part in (self.code, self.where) if part) + f": {self.words(lang)}"


class BadFile(Refusal):
    """A form or plan that cannot be used, with all of its ``problems``."""

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.file = file
        self.problems = tuple(problems)
        super().__init__("toml.bad_file", file=file, count=len(self.problems))

    def words(self, lang: str = "vi") -> str:
        """The first line says it all for one problem; the others follow, a line each."""
        return "\n".join([f"{super().words(lang)}: {self.problems[0].line(lang)}", *self._others(lang)])

    def _others(self, lang: str) -> list[str]:
        return [problem.line(lang) for problem in self.problems[1:]]


class Table:
    """One TOML table. Each ``take_*`` returns a value of the right type and notes a problem where there is none."""

    def __init__(self, values: dict[str, Any], where: str, problems: list[Problem]) -> None:
        self._values = dict(values)
        self.where = where
        self.problems = problems

    def problem(self, code: str, message: str, where: str = "", **params: Any) -> None:
        """Note a problem at ``where`` (default: this table)."""
        self.problems.append(Problem(code, where or self.where, message, tuple(params.items())))

    def has(self, key: str) -> bool:
        """Whether ``key`` is there and not taken yet."""
        return key in self._values

    def keys(self) -> list[str]:
        """The keys that nobody took yet."""
        return list(self._values)

    def _take(self, key: str, kind: type | tuple[type, ...], expected: str, default: Any) -> Any:
        if key not in self._values:
            if default is None:
                self.problem("F001", "toml.missing", key=key)
            return default
        value = self._values.pop(key)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self._wrong_type(key, value, expected)
            return default
        return value

    def _wrong_type(self, key: str, value: Any, expected: str) -> None:
        self.problem("F002", "toml.wrong_type", key=key, found=_shown(value), expected=expected)

    def take_text(self, key: str, default: str | None = None) -> str:
        """A text in NFC; without ``default`` it must be there and not be empty."""
        value = self._take(key, str, "@toml.a_text", default)
        if default is None and value is not None and not value.strip():
            self.problem("F003", "toml.empty", key=key)
        return unicodedata.normalize("NFC", value or "")

    def take_flag(self, key: str) -> bool:
        """true or false; false where it is not given."""
        return bool(self._take(key, bool, "@toml.a_flag", False))

    def take_int(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        value = int(self._take(key, int, "@toml.a_whole_number", default) or 0)
        if abs(value) >= TOO_LARGE:
            self._wrong_type(key, value, "@toml.a_whole_number")
            return default or 0
        return value

    def take_optional_int(self, key: str) -> int | None:
        """A whole number, or None where it is not given."""
        return self.take_int(key, 0) if key in self._values else None

    def take_optional_number(self, key: str) -> float | None:
        """A number, or None where it is not given."""
        if key not in self._values:
            return None
        value = self._take(key, (int, float), "@toml.a_number", 0)
        if not abs(value) < TOO_LARGE:  # TOML knows inf and nan
            self._wrong_type(key, value, "@toml.a_number")
            return None
        return float(value)

    def take_date(self, key: str) -> datetime.date:
        """A date (TOML writes 2017-07-01)."""
        value = self._take(key, datetime.date, "@toml.a_date", None)
        if isinstance(value, datetime.datetime):  # is a date too
            self._wrong_type(key, value, "@toml.a_date")
            value = None
        return value if value is not None else datetime.date(1970, 1, 1)

    def take_texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts in NFC."""
        value = self._take(key, list, "@toml.a_list_of_texts", None if default is None else list(default))
        if value is None:
            return ()
        if not all(isinstance(item, str) for item in value):
            self._wrong_type(key, value, "@toml.a_list_of_texts")
            return ()
        return tuple(unicodedata.normalize("NFC", item) for item in value)

    def take_one_of(self, key: str, kind: type[Value], default: Value | None = None) -> Value:
        """One of the words of ``kind``; ``default`` where it is not given."""
        found = self.take_text(key, default)
        try:
            return kind(found)
        except ValueError:
            if found:
                self.problem("P001", "plan.not_one_of", key=key, found=found, expected=" ".join(kind))
            return next(iter(kind))

    def take_optional_date(self, key: str) -> datetime.date | None:
        """A date, or None where it is not given."""
        return self.take_date(key) if key in self._values else None

    def take_day_or_text(self, key: str) -> datetime.date | str:
        """A date, or a text that stands for one."""
        return self.take_date(key) if isinstance(self._values.get(key), datetime.date) else self.take_text(key)

    def take_dates(self, key: str) -> tuple[datetime.date, ...]:
        """A list of dates; an empty one where it is not given."""
        value = self._take(key, list, "@toml.a_list_of_dates", [])
        if not all(type(item) is datetime.date for item in value):
            self._wrong_type(key, value, "@toml.a_list_of_dates")
            return ()
        return tuple(value)

    def take_table(self, key: str) -> Table:
        """A table; an empty one where it is not given."""
        return Table(self._take(key, dict, "@toml.a_table", {}) or {}, f"{self.where}[{key}]", self.problems)

    def take_tables(self, key: str, required: bool = False) -> Iterator[Table]:
        """A list of tables, each with its place: ``[[key]] 3``."""
        values = self._take(key, list, "@toml.a_list_of_tables", None if required else [])
        for position, value in enumerate(values or [], start=1):
            where = f"{self.where}[[{key}]] {position}"
            if isinstance(value, dict):
                yield Table(value, where, self.problems)
            else:
                self._wrong_type(key, value, "@toml.a_table")

    def take_table_or_tables(self, key: str) -> Iterator[Table]:
        """A list of tables; a single table stands for a list of one."""
        if isinstance(self._values.get(key), dict):
            return iter([self.take_table(key)])
        return self.take_tables(key)

    def nothing_left(self) -> None:
        """Note every key that nobody took: most often a slip of spelling."""
        for key in self._values:
            self.problem("F004", "toml.unknown_key", key=key)


def _shown(value: object) -> str:
    """``value`` much as TOML writes it, short enough for one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value[:60]}"'
        case list():
            return "[…]"
        case dict():
            return "{…}"
        case int() if abs(value) >= TOO_LARGE:
            return "…"
        case _:
            return str(value)[:60]


def text_of(path: Path) -> str:
    """The text of the file at ``path``. Raises ``Refusal`` where it is too large, what Python raises for all else."""
    with path.open("rb") as stream:
        held = stream.read(MOST_BYTES + 1)
    if len(held) > MOST_BYTES:
        raise Refusal("toml.too_large", file=path.name, limit=MOST_BYTES // 2**20)
    return held.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def parse(source: str, file: str) -> Table:
    """``source`` as a table. Raises ``BadFile`` where it is no TOML or of another format version."""
    if _TOO_DEEP.search(source):
        raise BadFile(file, [Problem("F000", file, "toml.too_deep")])
    try:
        values = tomllib.loads(source)
    except (ValueError, RecursionError) as error:  # ValueError: also a number of thousands of digits
        raise BadFile(file, [Problem("F000", file, "toml.syntax", (("detail", str(error)),))]) from None
    table = Table(values, "", [])
    version = table.take_int("format")
    if table.problems:
        raise BadFile(file, table.problems)
    if version != FORMAT:
        found = Problem("F005", file, "toml.format", (("found", version), ("expected", FORMAT)))
        raise BadFile(file, [found])
    return table


def sha256(source: str) -> str:
    """The hash of a file's text, the same whatever line ends an editor left."""
    return hashlib.sha256(source.replace("\r\n", "\n").encode()).hexdigest()
