"""Small surveys to test on: one administrator, three clerks, some printed ballots."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from sipas_desktop import paths
from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form import Kind
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.place import Place
from sipas_desktop.store import keys, migrations, workflow
from sipas_desktop.store.database import OpenSurvey, open_survey
from tests.server import server

PASSWORD = "mật khẩu"
ON_SERVER = bool(os.environ.get("SIPAS_TEST_POSTGRESQL"))  # read here: tests see no such variable
CHEAP = keys.Cost(1, 8, 1)  # guessing passwords is not what most tests are about
CLERKS = {"Lan": ["keyer"], "Mai": ["keyer"], "Hòa": ["adjudicator"], "Hà": ["office"], "Giám sát": ["observer"]}


@dataclass
class Station:
    """A survey and the people who work on it, each signed in once."""

    path: Place
    admin: OpenSurvey
    people: dict[str, OpenSurvey]

    def __getitem__(self, name: str) -> OpenSurvey:
        if name not in self.people:
            self.people[name] = open_survey(self.path, name, PASSWORD)
        return self.people[name]

    def print(self, count: int, **how: object) -> tuple[str, ...]:
        """Serials of a published run."""
        run = workflow.reserve_run(self.admin, count=count, **how)  # type: ignore[arg-type]
        workflow.publish_run(self.admin, run, "0" * 64, count)
        return run.serials

    def received(self, count: int, batch: str | None = "L1") -> tuple[str, ...]:
        """Serials of ballots that came back."""
        serials = self.print(count)
        for serial in serials:
            workflow.receive(self.admin, serial, batch=batch)
        return serials

    def key(self, name: str, pass_no: int, serial: str, **changed: str) -> None:
        """Key a whole pass: every level 4, nothing written, but for ``changed``."""
        workflow.key_ballot(self[name], serial, pass_no, self.answers(**changed))

    def answers(self, **changed: str) -> dict[str, Answer]:
        """A complete set of answers."""
        form = next(iter(self.admin.forms.values()))
        keyed = {
            question.code: Answer("4") if question.kind is Kind.RATED else Answer(a.BLANK)
            for question in form.questions
        }
        return keyed | {question: Answer(value) for question, value in changed.items()}

    def settled(self, count: int, **changed: str) -> tuple[str, ...]:
        """Serials of settled ballots that agree at once."""
        serials = self.received(count, batch=None)
        for serial in serials:
            self.key("Lan", 1, serial, **changed)
            self.key("Mai", 2, serial, **changed)
        return serials

    def close(self) -> None:
        """Everybody signs out."""
        for survey in (self.admin, *self.people.values()):
            survey.close()


def drop_since(conn: Connection, version: int, but: Collection[str] = ()) -> None:
    """Takes from a file what the migrations after ``version`` made, ``but`` for some tables."""
    scripts = (statement for name in migrations.SCRIPTS[version:] for statement in migrations.script(name))
    whole = "\n".join(scripts)
    for name in re.findall(r"CREATE (?:UNIQUE )?INDEX (\w+)", whole):
        conn.exec_driver_sql(f"DROP INDEX IF EXISTS {name}")
    for name in re.findall(r"CREATE TABLE (\w+)", whole):
        if name not in but:
            conn.exec_driver_sql(f"DROP TABLE {name}")


def new_place(folder: Path) -> Place:
    """Where a test makes its survey: a file in ``folder``, or an empty database where the run is to be on a server."""
    return server().new_database() if ON_SERVER else folder / "khảo sát.sipas"


def opened_station(path: Place) -> Station:
    """The survey at ``path``, opened by its administrator."""
    return Station(path, open_survey(path, "admin", PASSWORD), {})


@contextmanager
def station(folder: Path, plan: str = "son-tay-2017", at: Place | None = None) -> Iterator[Station]:
    """A new survey in ``folder``, or ``at`` another place."""
    path = at if at is not None else new_place(folder)
    admin = new_survey(path, find_preset(plan), "admin", PASSWORD)
    for name, roles in CLERKS.items():
        workflow.add_operator(admin, name, roles, PASSWORD)
    here = Station(path, admin, {})
    try:
        yield here
    finally:
        here.close()


_MADE: dict[tuple[object, keys.Cost], tempfile.TemporaryDirectory[str]] = {}


@contextmanager
def copied_station(folder: Path, plan: str = "son-tay-2017") -> Iterator[Station]:
    """A station in ``folder`` that is a copy: the same survey for every test, made once."""
    if ON_SERVER:
        with station(folder, plan) as here:
            yield here
        return
    own = {file.name: file.read_bytes() for file in Path(plan).iterdir()} if Path(plan).is_dir() else {}
    kind = (plan if not own else tuple(sorted(own.items()))), keys.COST
    if kind not in _MADE:
        _MADE[kind] = tempfile.TemporaryDirectory(prefix="sipas-station-")
        with station(Path(_MADE[kind].name), plan):
            pass
    shutil.copytree(_MADE[kind].name, folder, dirs_exist_ok=True)
    here = opened_station(folder / "khảo sát.sipas")
    try:
        yield here
    finally:
        here.close()


WHOLE = (Path(__file__).parent / "data" / "whole_form.toml").read_text(encoding="utf-8")
# One ballot of the form "whole" on which nothing is skipped; "-" stands for what another answer leads past.
WHOLE_ANSWERS: dict[str, Answer] = {
    code: Answer(*value) if isinstance(value, tuple) else Answer(value)
    for code, value in {
        "unit": "1", "procedure": "3", "day": "2024-09-05",
        "age": "2", "heard": ("1;9", "hàng xóm"), "visits": "3",
        "paid": "1", "cost": "150", "whom": (a.WRITTEN, "khâu nộp"), "late": "3", "sorry": "2",
        "Q1": "4", "Q2": "5", "overall": "4",
        "officer1_met": "1", "officer1_name": (a.WRITTEN, "chị ở quầy 1"), "officer1_manner": "2",
        "officer2_met": "1", "officer2_name": ".", "officer2_manner": "1",
        "dossier": (a.WRITTEN, "000.00.04.G22-240905-0001"), "comment": ".", "place": "1", "note": ".",
    }.items()
}  # fmt: skip


def preset_with(folder: Path, source: str, code: str) -> str:
    """A preset in ``folder``: the plan of Sơn Tây with the form ``source``, whose code is ``code``; its path."""
    target = folder / f"plan-{code}"
    target.mkdir()
    for file in (paths.forms() / "son-tay-2017").iterdir():
        text = file.read_text(encoding="utf-8")
        if file.name == "plan.toml":
            text = text.replace('id = "son-tay-2017"', f'id = "plan-{code}"').replace('"phieu"', f'"{code}"')
        if file.name != "phieu.toml":
            (target / file.name).write_text(text, encoding="utf-8")
    (target / f"{code}.toml").write_text(source, encoding="utf-8")
    return str(target)


def sampled_plan(folder: Path, keying: str, plan: str = "son-tay-2017") -> str:
    """A copy of a preset in ``folder`` whose ``[keying]`` says also ``keying``; its path."""
    target = folder / f"{plan}-sampled"
    target.mkdir(parents=True)
    for file in (paths.forms() / plan).iterdir():
        text = file.read_text(encoding="utf-8")
        if file.name == "plan.toml":
            text = re.sub(r"^twice = 100.*$", keying, text, flags=re.MULTILINE)
            text = text.replace(f'id = "{plan}"', f'id = "{target.name}"')
        (target / file.name).write_text(text, encoding="utf-8")
    return str(target)


def plan_with(folder: Path, plan: str, old: str, new: str) -> str:
    """A copy of the preset ``plan`` in ``folder``, with ``old`` in its plan made ``new``; its path."""
    target = folder / f"{plan}-other"
    shutil.copytree(paths.forms() / plan, target)
    file = target / "plan.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1).replace(f'id = "{plan}"', f'id = "{target.name}"'), encoding="utf-8")
    return str(target)


def settled_by_third(folder: Path, plan: str) -> str:
    """The preset ``plan``, but that a third keying settles where it is one of the two."""
    return plan_with(folder, plan, "[keying]\n", '[keying]\nthird = "settles"\n')
