"""A small survey from its making to a backup, in a process of its own whose writes are recorded.

    python -m tests.durability.power_session FOLDER FULL|NORMAL|NAMES

NORMAL and NAMES do less than the program does, for the tests to find out: SQLite does not sync at every commit, or
the program syncs no folder.

Every verb that returned is acknowledged by a line in ``FOLDER/said``; what is being tried is told before it. The
write-ahead log is small, so that it goes round several times while she keys.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.pool import Pool

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form import Kind
from sipas_desktop.jobs.backups import back_up_everywhere
from sipas_desktop.jobs.ballots import print_run
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.database import OpenSurvey
from tests.online import Day, online_answers
from tests.surveys import CHEAP, CLERKS, PASSWORD, Station

SURVEY: Final = "khảo sát.sipas"
SAID: Final = "said"
PDF: Final = "phiếu.pdf"
PEOPLE: Final = 4
ONLINE: Final = 3
PAGES_IN_WAL: Final = 80


class Says:
    """Writes what is tried (T) and what is acknowledged (A) to the record, one line at a time."""

    def __init__(self, folder: Path) -> None:
        self.stream = os.open(folder / SAID, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def __call__(self, kind: str, *what: Any) -> None:
        os.write(self.stream, json.dumps([kind, *what], ensure_ascii=False).encode() + b"\n")


def key(says: Says, survey: OpenSurvey, serial: str, pass_no: int, level: str) -> None:
    """One pass of one ballot, each answer acknowledged; the first rated question is keyed wrong and then right."""
    keying = workflow.start_keying(survey, serial, pass_no)
    rated = [question.code for question in keying.questions if question.kind is Kind.RATED]
    for question in keying.questions:
        values = [Answer("4") if question.kind is Kind.RATED else Answer(".")]
        if question.code == rated[0]:
            values = [Answer("1"), *values]
        elif question.code == rated[-1]:
            values = [Answer(level)]
        elif question.kind is Kind.LONG_TEXT:
            values = [Answer("+", f"Ghi tay ở phiếu {serial}")]
        for answer in values:
            what = ("answer", serial, pass_no, question.code, answer.value, answer.text)
            says("T", *what)
            workflow.record_answer(survey, keying, question.code, answer)
            says("A", *what)
    workflow.complete_keying(survey, keying)
    says("A", "complete", serial, pass_no)


def work(folder: Path) -> None:
    """The whole session."""
    says = Says(folder)
    path = folder / SURVEY
    admin = new_survey(path, find_preset("hue-2024"), "admin", PASSWORD)
    says("A", "operator", "admin")
    for name, roles in CLERKS.items():
        workflow.add_operator(admin, name, roles, PASSWORD)
        says("A", "operator", name)
    here = Station(path, admin, {})
    people = [workflow.MemberData("official", f"Người {n}", dossier=f"H57-{n}") for n in range(PEOPLE)]
    says("T", "members", PEOPLE)
    workflow.import_sample(admin, people, "0" * 64)
    says("A", "members", PEOPLE)
    done = print_run(admin, folder / PDF)
    says("A", "printed", PEOPLE, done.sha256)
    for number, row in enumerate(queries.ballots(admin)):
        workflow.receive(admin, row.serial, batch="L1")
        says("A", "received", row.serial)
        key(says, here["Lan"], row.serial, 1, "4")
        if number == PEOPLE - 1:
            continue
        key(says, here["Mai"], row.serial, 2, "2" if number % 2 else "4")
        for found in queries.open_discrepancies(here["Hòa"]):
            workflow.adjudicate(here["Hòa"], found.serial, found.question, Answer("2"), "Xem lại phiếu")
        says("A", "settled", row.serial)
    says("T", "online", ONLINE)
    told, answers = online_answers(here, [Day("2024-09-10", "1", f"H57-9{n}") for n in range(ONLINE)])
    workflow.import_online(admin, told, answers)
    says("A", "online", ONLINE)
    made = back_up_everywhere(admin)
    says("A", "backup", str(made.paths[0].relative_to(folder)), made.sha256)
    here.close()
    os.close(says.stream)


def settings(fault: str) -> None:
    """What this session has otherwise than the program: a small log, cheap passwords, and what must be found."""
    sync = os.fsync

    def no_folder(opened: int) -> None:
        if not stat.S_ISDIR(os.fstat(opened).st_mode):
            sync(opened)

    def connected(connection: Any, _: object) -> None:
        connection.execute(f"PRAGMA wal_autocheckpoint = {PAGES_IN_WAL}")
        if fault == "NORMAL":
            connection.execute("PRAGMA synchronous = NORMAL")

    event.listen(Pool, "connect", connected)
    if fault == "NAMES":
        os.fsync = no_folder  # type: ignore[assignment]
    keys.COST = CHEAP  # type: ignore[misc]


if __name__ == "__main__":
    settings(sys.argv[2])
    work(Path(sys.argv[1]))
