"""What operators typed and when: one walk over the facts of keying in the order of their arrival."""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, or_, select
from sqlalchemy.sql import func

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.domain.keying_pace import Pace, keys_of, work_of
from sipas_desktop.store import models as m
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement

AT_ONCE: Final = 5000  # facts
KINDS: Final = (
    FactKind.KEYING_STARTED,
    FactKind.KEYING_RESUMED,
    FactKind.ANSWERS_KEYED,
    FactKind.KEYING_COMPLETED,
    FactKind.KEYING_REOPENED,
)
_ANSWERS: Final = FactKind.ANSWERS_KEYED.value
# Canonical JSON has its keys in order: what was answered comes first and is the same text for each same key, so it is
# read once; a question's own code "keying" is followed by an object, the reference to the keying is a text.
_BEHIND_ANSWERS: Final = ',"keying":"'
_KEYING: Final = '"keying":"'
_NOTHING_SUPERSEDED: Final = '"supersedes":{}}'
_SECONDS_AT: Final = len("2024-10-01T08:15:")
_ZONE_AT: Final = len("2024-10-01T08:15:07.250")

_OF_KEYING = Statement(
    select(m.fact.c.session_no, m.fact.c.kind, m.fact.c.at, m.fact.c.payload, m.fact.c.seq)
    .where(or_(*(m.fact.c.kind == kind.value for kind in KINDS)))
    .order_by(m.fact.c.seq)
)


def paces(
    conn: Connection, forms: Iterable[Form], only: str | None, progress: Callable[[int, int], None] | None = None
) -> dict[str, Pace]:
    """Operator → what she typed and how long that took; of ``only``, where one is named.

    Who keyed from a file (a whole ballot in one fact) typed its answers elsewhere: they count, but for no time. Of
    third keyings, of the few fields that differ, nothing counts.
    """
    reader = _Reader(conn, forms)
    who = dict(conn.execute(select(m.opening.c.session_no, m.opening.c.operator)).all())
    found: dict[str, Pace] = {}
    sessions: dict[int, Pace | None] = {}  # None: not asked for
    before: dict[int, float] = {}  # session → when its last fact of keying was
    between: dict[int, float] = {}  # session → seconds of work since its last answer: papers that were changed
    total = (conn.execute(select(func.max(m.fact.c.seq))).scalar() or 0) if progress is not None else 0
    seconds, known, thirds = _Clock(), reader.known, _third_keyings(conn)
    for rows in _OF_KEYING.stream(conn, AT_ONCE):
        for session, kind, at, payload, seq in rows:
            if session not in sessions:
                name = who[session]
                sessions[session] = found.setdefault(name, Pace()) if only in (None, name) else None
            pace = sessions[session]
            if pace is None:
                continue
            now = seconds[at[:_SECONDS_AT]] + float(at[_SECONDS_AT:_ZONE_AT])
            gap = now - before.get(session, -math.inf)
            before[session] = now
            if thirds and (seq in thirds or _keying_of(payload) in thirds):
                continue
            if kind != _ANSWERS:
                between[session] = between.get(session, 0.0) + work_of(gap)
                continue
            # Two million times in a large survey: what most of them need stands here.
            keystrokes, answered = known.get(payload[: payload.index(_BEHIND_ANSWERS)]) or reader.read(payload)
            again = 0 if payload.endswith(_NOTHING_SUPERSEDED) else reader.again(payload)
            pace.keystrokes += keystrokes
            pace.fields += answered - again
            pace.corrections += again
            papers = between.pop(session, 0.0)  # of a ballot from a file: the program's own time
            if answered == 1:
                pace.passed(gap, keystrokes, papers)
        if progress is not None:
            progress(rows[-1][-1], total)
    return found


def _third_keyings(conn: Connection) -> set[int | str]:
    """The third keyings, by the fact that began each and by its reference."""
    begun = conn.execute(select(m.keying.c.started).where(m.keying.c["pass"] == 3)).scalars().all()
    return {*begun, *(ref_of(conn, seq) for seq in begun)}


def _keying_of(payload: str) -> str:
    """The keying that a fact names; nothing where it begins one."""
    _, _, behind = payload.partition(_KEYING)
    return behind.partition('"')[0]


class _Clock(dict[str, float]):
    """The minute of a fact's time ("2024-10-01T08:15:") → its seconds since 1970, each worked out once."""

    def __missing__(self, minute: str) -> float:
        found = self[minute] = datetime.datetime.fromisoformat(f"{minute}00+00:00").timestamp()
        return found


class _Reader:
    """Reads what a fact of answers says of keys."""

    def __init__(self, conn: Connection, forms: Iterable[Form]) -> None:
        self._conn = conn
        # Where two forms of a survey use one code for two kinds, an Enter more or less is counted.
        self._kinds: dict[str, Kind] = {code: each.kind for form in forms for code, each in form.by_code.items()}
        self.known: dict[str, tuple[int, int]] = {}  # what is answered → keystrokes, questions answered by hand
        self._letters: dict[str, int] | None = None

    def read(self, payload: str) -> tuple[int, int]:
        """Keystrokes, and how many questions were answered by hand."""
        said = payload[: payload.index(_BEHIND_ANSWERS)]
        found = self._count(json.loads(f"{said}}}")["answers"])
        if '"text"' not in said:  # words are never the same twice
            self.known[said] = found
        return found

    def again(self, payload: str) -> int:
        """How many of the questions answered by hand were answered before in the same keying."""
        whole = json.loads(payload)
        answers: Mapping[str, Any] = whole["answers"]
        return sum(each["value"] != a.SKIPPED and question in whole["supersedes"] for question, each in answers.items())

    def _count(self, answers: Mapping[str, Any]) -> tuple[int, int]:
        by_hand = {question: each for question, each in answers.items() if each["value"] != a.SKIPPED}
        keystrokes = sum(
            keys_of(self._kinds.get(question), each["value"], self._length(each.get("text")))
            for question, each in by_hand.items()
        )
        return keystrokes, len(by_hand)

    def _length(self, text: Mapping[str, str] | None) -> int:
        """Letters of written words; 0 where they were erased."""
        if text is None:
            return 0
        if self._letters is None:
            lengths = select(m.personal.c.id, func.length(m.personal.c.value)).where(m.personal.c.value.is_not(None))
            self._letters = dict(self._conn.execute(lengths).all())
        return self._letters.get(text["ref"], 0)
