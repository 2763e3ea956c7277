"""What one clerk at one station of a server does, in a process of her own. Loaded before the fork.

She takes batch after batch as the keying room does, keys the first and the second pass of what is another's, and tries
again whatever the server did not take. Every answer is acknowledged once its verb has returned.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Final, TypeVar

from sqlalchemy import func, select

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.form import Kind, Question
from sipas_desktop.errors import Refusal
from sipas_desktop.place import ServerAddress
from sipas_desktop.store import models as m
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey, open_survey
from sipas_desktop.store.workflow import Keying

PATIENCE: Final = 90.0  # seconds that the server may be away
PAUSE: Final = 0.05
SLIPS: Final = 0.1  # of the answers are corrected at once
Found = TypeVar("Found")


class Clerk:
    """One operator. What she says through ``out`` is ``kind, serial, pass, question, value``, with tabs between.

    "A": acknowledged; "U": the server left open whether it took this; "R": it was away; "E": all is keyed.
    """

    def __init__(self, survey: OpenSurvey, seed: int, out: Connection) -> None:
        self.survey, self._out = survey, out
        self._chance = random.Random(seed)
        self._unknown = False  # the last try may have come about

    def say(self, *parts: str) -> None:
        self._out.send_bytes("\t".join(parts).encode())

    def tried(self, verb: Callable[[], Found], *about: str) -> Found:
        """``verb`` until the server takes it, the very same again, as who presses Enter again does."""
        self._unknown = False
        return patient(verb, lambda refusal: self._hear(refusal, about))

    def _hear(self, refusal: Refusal, about: tuple[str, ...]) -> None:
        unknown = refusal.code == "server.unknown"
        self._unknown |= unknown
        self.say("U" if unknown else "R", *about)

    def work(self) -> None:
        """Until no ballot waits for anybody."""
        while True:
            if not any(self._take(pass_no) for pass_no in self._chance.sample((1, 2), 2)):
                if not self.tried(self._unsettled):
                    return
                time.sleep(PAUSE)

    def _unsettled(self) -> int:
        query = select(func.count()).where(m.ballot.c.state != State.SETTLED.value)
        with self.survey.reading() as conn:
            return conn.execute(query).scalar_one()

    def _take(self, pass_no: int) -> bool:
        try:
            code = self.tried(lambda: queries.next_batch(self.survey, pass_no))
            self.tried(lambda: workflow.claim_batch(self.survey, code, pass_no))
        except Refusal:
            return False  # there is none, or another was quicker
        papers = self.tried(lambda: queries.batch_at_desk(self.survey, code, pass_no)).papers
        for paper in papers:
            self._key(paper.serial, pass_no)
        return True

    def _key(self, serial: str, pass_no: int) -> None:
        keying = self.tried(lambda: workflow.start_keying(self.survey, serial, pass_no))
        for question in keying.questions:
            due = answer_of(serial, question)
            if self._chance.random() < SLIPS and question.kind is Kind.RATED:
                self._answer(keying, question, Answer("*"))
            self._answer(keying, question, due)
        try:
            self.tried(lambda: workflow.complete_keying(self.survey, keying), serial)
        except Refusal as refusal:
            if not (self._unknown and refusal.code == "keying.own_done"):
                raise  # else it had come about

    def _answer(self, keying: Keying, question: Question, answer: Answer) -> None:
        about = (keying.serial, str(keying.pass_no), question.code, answer.value)
        self.tried(lambda: workflow.record_answer(self.survey, keying, question.code, answer), *about)
        self.say("A", *about)


def patient(verb: Callable[[], Found], heard: Callable[[Refusal], None]) -> Found:
    """``verb`` until the server takes it; what else it may refuse is raised."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return verb()
        except Refusal as refusal:
            away = refusal.code in ("server.lost", "server.gone", "server.unknown", "server.busy")
            if not away or time.monotonic() > deadline:
                raise
            heard(refusal)
        time.sleep(PAUSE)


def answer_of(serial: str, question: Question) -> Answer:
    """What stands on the paper."""
    chance = random.Random(f"{serial} {question.code}")
    return Answer(chance.choice("12345") if question.kind is Kind.RATED else chance.choice(".?"))


def key_at_station(place: ServerAddress, name: str, password: str, seed: int, out: Connection) -> None:
    """A whole day of one clerk."""
    with patient(lambda: open_survey(place, name, password), lambda _: None) as survey:
        Clerk(survey, seed, out).work()
    out.send_bytes(b"E")
