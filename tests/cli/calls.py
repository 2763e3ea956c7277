"""The command line in process: one call, its exit code, what it printed; and the files that it is given."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PASSWORD = "mật khẩu số 1"
CLERKS = {
    "Lan": ["keyer"],
    "Mai": ["keyer"],
    "Hòa": ["adjudicator"],
    "Bình": ["keyer", "adjudicator"],
    "Hà": ["office"],
    "Giám sát": ["observer"],
}
QUESTIONS = ("procedure", "unit", "Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "overall", "comment")


@dataclass(frozen=True)
class Done:
    """What one call did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON object; fails where anything else stands beside it."""
        return json.loads(self.out)

    @property
    def line(self) -> str:
        """The one line on standard error."""
        assert self.err.count("\n") == 1, self.err
        return self.err.strip()


@dataclass
class Sipas:
    """Calls ``sipas`` as one operator after the other."""

    run: Callable[..., Done]
    folder: Path

    def __call__(self, *words: object, by: str = "admin") -> Done:
        """The call with ``--json``, as the operator ``by``."""
        return self.run(*words, "--operator", by, "--json")

    def done(self, *words: object, by: str = "admin") -> Any:
        """The JSON of a call that must succeed."""
        called = self(*words, by=by)
        assert called.code == 0, called.err
        return called.json

    @property
    def survey(self) -> Path:
        """The survey of this test."""
        return self.folder / "khảo sát 2017.sipas"

    def facts(self) -> int:
        """How many facts the survey holds: a refusal leaves it as it was."""
        return int(self.done("check", self.survey)["facts"])

    def printed(self, count: int) -> list[str]:
        """Serials of ballots printed just now."""
        before = {each["serial"] for each in self.done("ballots", self.survey, "list")["ballots"]}
        self.done("ballots", self.survey, "print", self.folder / "phiếu.pdf", "--count", count)
        listed = self.done("ballots", self.survey, "list")["ballots"]
        return [each["serial"] for each in listed if each["serial"] not in before]

    def received(self, count: int) -> list[str]:
        """Serials of ballots that came back into one batch."""
        serials = self.printed(count)
        self.done("receive", self.survey, *serials, "--batch", "L1")
        return serials

    def key(self, by: str, pass_no: int, file: Path) -> Done:
        """One pass from a file."""
        return self("key", self.survey, "--pass", pass_no, "--from", file, by=by)


def row(serial: str, **changed: str) -> dict[str, str]:
    """A line of keyed answers: everything satisfied, nothing written but for ``changed``."""
    return {"serial": serial, **dict.fromkeys(QUESTIONS, "4"), "procedure": "1", "unit": "2", "comment": "."} | changed


def write_csv(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """``rows`` as a CSV file with a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_xlsx(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """``rows`` as a workbook with a header, all cells as text."""
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.active.append(list(rows[0]))
    for each in rows:
        book.active.append(list(each.values()))
    book.save(path)
    return path
