"""What the processes of these tests do: key until killed, merge, or write in bulk. Loaded before the fork."""

from __future__ import annotations

import random
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form import Kind
from sipas_desktop.jobs.ballots import print_run
from sipas_desktop.store import workflow
from sipas_desktop.store.database import OpenSurvey, open_like, open_survey
from sipas_desktop.store.workflow import merging
from tests.online import Day, online_answers
from tests.surveys import Station

LEVELS = "12345.*?"


def key_until_killed(path: Path, key: bytes, name: str, serials: Sequence[str], seed: int, out: Connection) -> None:
    """Keys ballot after ballot. Before each write it says "T…" (trying), after it returned "A…" (acknowledged).

    A line is kind, serial, question, value, words, with tabs between. A ballot that an earlier process left open is
    gone on with; some answers are changed at once, so that superseding is interrupted too.
    """
    chance = random.Random(seed)

    def say(*parts: str) -> None:
        out.send_bytes("\t".join(parts).encode())

    with OpenSurvey(path, key, name) as survey:
        for serial in serials:
            keying = workflow.start_keying(survey, serial, 1)
            for question in keying.questions:
                if question.code in keying.answers:
                    continue
                for _ in range(2 if chance.random() < 0.3 else 1):
                    answer = Answer(chance.choice(LEVELS))
                    if question.kind is not Kind.RATED:
                        words = f"Ghi tay số {chance.randrange(10**6)}"
                        answer = chance.choice([Answer("+", words), Answer("."), Answer("?")])
                    parts = (serial, question.code, answer.value, answer.text or "")
                    say("T", *parts)
                    workflow.record_answer(survey, keying, question.code, answer)
                    say("A", *parts)
            say("T", serial, "", "", "")
            workflow.complete_keying(survey, keying)
            say("A", serial, "", "", "")
    say("E", "", "", "", "")


def print_in_bulk(path: Path, key: bytes, runs: int, ballots: int, out: Connection) -> None:
    """Reserves and publishes ``runs`` print runs of ``ballots`` each, and says how many when done."""
    with OpenSurvey(path, key, "admin") as survey:
        for _ in range(runs):
            run = workflow.reserve_run(survey, count=ballots)
            workflow.publish_run(survey, run, "0" * 64, ballots)
    out.send_bytes(str(runs * ballots).encode())


def merge_home(path: Path, password: str, home: Path, out: Connection) -> None:
    """Merges what the station's file ``home`` holds, and says when it begins and when it has ended.

    Three facts at once: how many go into one transaction follows the machine's speed, and a fast one needs four for
    the whole return, which is too few places to be killed at.
    """
    merging.FACTS = 3
    with open_survey(path, "admin", password) as survey, open_like(survey, home) as station:
        out.send_bytes(b"begins")
        workflow.merge_return(survey, station, "0" * 64)
        out.send_bytes(b"ended")


def import_from_online(path: Path, password: str, number: int, out: Connection) -> None:
    """Imports ``number`` online answers, and says when it begins and when it has ended."""
    with open_survey(path, "admin", password) as survey:
        days = [Day("2024-09-10", "1", f"H57-{n}") for n in range(number)]
        told, answers = online_answers(Station(path, survey, {}), days)
        out.send_bytes(b"begins")
        workflow.import_online(survey, told, answers)
        out.send_bytes(b"ended")


def print_all(path: Path, password: str, file: Path, out: Connection) -> None:
    """Prints a ballot for everybody into ``file``, and says when it begins and when it has ended."""
    with open_survey(path, "admin", password) as survey:
        out.send_bytes(b"begins")
        print_run(survey, file)
        out.send_bytes(b"ended")
