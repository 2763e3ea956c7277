"""Survey files of many settled ballots, made quickly: what the window would have written, in large transactions.

Every answer is a fact of its own, as in the window; each of the three sessions (office, two keyers) and the
adjudicator's has a real hash chain, and the projections are those that a replay of the facts gives (``check`` passes).
Only the clock (``at``) and the grouping into transactions are not those of people at work.
"""

from __future__ import annotations

import atexit
import contextlib
import datetime
import functools
import random
import secrets
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple
from unittest.mock import patch

from sqlalchemy import Connection, Table, insert, select
from sqlalchemy.sql import func

from sipas_desktop import __version__
from sipas_desktop.domain import answer as a
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fact import (
    BEFORE_FIRST,
    Fact,
    FactKind,
    canonical,
    chain_hash,
    commitment,
    day_of,
    new_session,
)
from sipas_desktop.domain.form import Form, Kind, Question
from sipas_desktop.domain.keying_sample import judge
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.store import models as m
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey, open_survey
from sipas_desktop.store.facts import open_heads
from sipas_desktop.store.projection import project
from sipas_desktop.store.workflow import bulk
from sipas_desktop.store.workflow.printing import MOST_AT_ONCE

PASSWORD: Final = "do tốc độ"
FIRST, SECOND, ADJUDICATOR, OFFICE = "Lan", "Mai", "Hòa", "Hà"
ROLES: Final = {FIRST: ["keyer"], SECOND: ["keyer"], ADJUDICATOR: ["adjudicator"], OFFICE: ["office"]}
BATCH: Final = 50  # ballots a bundle
AT_ONCE: Final = 2500  # ballots a transaction
WAITING: Final = 300  # ballots that came back and are to be keyed
SLIPS: Final = 0.02  # ballots on which the keyers differ in one field
WRITTEN: Final = 0.15  # respondents with a comment
CHANNEL: Final = "hom-phieu"
COMMENT: Final = "Thời gian chờ còn lâu, đề nghị bố trí thêm người tiếp nhận."
START: Final = datetime.datetime(2024, 10, 1, tzinfo=datetime.UTC)


@functools.lru_cache
def filled(ballots: int) -> Path:
    """A survey of ``ballots`` settled ballots and ``WAITING`` more, made once in this process; gone when it ends.

    All benchmarks read this one. Who writes works on a copy, key file and all.
    """
    folder = tempfile.TemporaryDirectory(prefix="sipas-bench-")
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "survey.sipas"
    fill(path, ballots, WAITING)
    return path


def opened(path: Path, name: str = "admin") -> OpenSurvey:
    """The survey at ``path``, opened by "admin" or one of ``ROLES``."""
    return open_survey(path, name, PASSWORD)


def fill(path: Path, ballots: int, waiting: int = 0, differing: int = 0) -> None:
    """Make a survey of the plan of Sơn Tây at ``path``.

    ``ballots`` are settled, then ``differing`` ones wait for the adjudicator, then ``waiting`` ones are received only.
    """
    with new_survey(path, find_preset("son-tay-2017"), "admin", PASSWORD) as survey:
        for name, roles in ROLES.items():
            workflow.add_operator(survey, name, roles, PASSWORD)
        total = ballots + differing + waiting
        form = survey.form_of_group(survey.plan.groups[0].code)
        catalogues = {kind: [entry.code for entry in queries.catalogue(survey, kind)] for kind in ("unit", "procedure")}
        work = _Work(form, catalogues)
        with _in_a_hurry(survey):
            for first in range(0, total, MOST_AT_ONCE):
                run = workflow.reserve_run(survey, count=min(MOST_AT_ONCE, total - first))
                workflow.publish_run(survey, run, "0" * 64, len(run.serials))
                for start in range(0, len(run.serials), AT_ONCE):
                    serials = run.serials[start : start + AT_ONCE]
                    with survey.writing() as tx:
                        work.begin(tx.conn)
                        for offset in range(0, len(serials), BATCH):
                            before = first + start + offset
                            settle, keyed = (
                                max(0, min(BATCH, upto - before)) for upto in (ballots, ballots + differing)
                            )
                            work.batch(serials[offset : offset + BATCH], settle, keyed)
                        work.write(tx.conn)
                with survey.writing() as tx:
                    work.write_counts(tx.conn, run.id)
            with survey.writing() as tx:
                work.write_sums(tx.conn)


@contextlib.contextmanager
def _in_a_hurry(survey: OpenSurvey) -> Iterator[None]:
    """A power cut may cost the file, and nobody else is to get a turn: a million ballots are to be there in minutes."""
    with patch.object(bulk, "PAUSE_SECONDS", 0), patch.object(bulk, "ROWS", AT_ONCE):
        for pragma in ("synchronous = OFF", "foreign_keys = OFF", "cache_size = -128000", "wal_autocheckpoint = 20000"):
            survey._held.exec_driver_sql(f"PRAGMA {pragma}")
        survey._held.rollback()
        yield


class _Chain:
    """One session of one operator, continued over many transactions."""

    def __init__(self, conn: Connection, operator: str) -> None:
        self.id = new_session()
        self.operator = operator
        self.no = (conn.execute(select(func.max(m.session.c.no))).scalar() or 0) + 1
        self.n = 0
        self.last = BEFORE_FIRST
        conn.execute(insert(m.session), {"no": self.no, "id": self.id})

    def fact(self, seq: int, at: str, kind: str, subject: str, payload: str) -> tuple[Any, ...]:
        """The row of the session's next fact."""
        self.n += 1
        self.last = chain_hash(self.last, self.id, self.n, kind, subject, at, payload)
        return (seq, self.no, self.n, kind, subject, at, payload, self.last)

    @property
    def ref(self) -> str:
        return f"{self.id}:{self.n}"


class _Work:
    """What the four people do, kept as rows until ``write``."""

    def __init__(self, form: Form, catalogues: Mapping[str, Sequence[str]]) -> None:
        self.form = form
        self.catalogues = catalogues
        self.unit = form.of_kind(Kind.UNIT)
        self.chance = random.Random(1)
        self.chains: dict[str, _Chain] = {}
        self.seq = 0
        self.batches = 0
        self.at = START.isoformat(timespec="milliseconds")
        self.day = day_of(self.at)
        self.rows: dict[Table, list[tuple[Any, ...]]] = {}
        self.ballots: list[list[Any]] = []
        self.counts: Counter[tuple[str, str]] = Counter()  # question, value
        self.judged: dict[str, Counter[str]] = {FIRST: Counter(), SECOND: Counter()}

    def begin(self, conn: Connection) -> None:
        """At the start of a transaction: open the four sessions if need be."""
        self.seq = conn.execute(select(func.max(m.fact.c.seq))).scalar() or 0
        self.rows = defaultdict(list)
        self.ballots = []
        for name in ROLES:
            if name not in self.chains:
                heads = {session: [n, digest] for session, (n, digest) in open_heads(conn).items()}
                self.chains[name] = chain = _Chain(conn, name)
                said = {"operator": name, "program": __version__, "heads": heads}
                seq = self._say(chain, FactKind.SESSION_OPENED, "", said)
                row = self.rows[m.fact].pop()
                _insert(conn, m.fact, [row])
                project(conn, Fact(seq, chain.id, *row[2:]), said, name)

    def write(self, conn: Connection) -> None:
        """At the end of a transaction: all rows, parents before children."""
        tables = (m.personal, m.fact, m.batch, m.keying, m.answer, m.adjudication, m.settling, m.settled)
        for table in (*tables, m.judged_ballot):
            if rows := self.rows.get(table):
                _insert(conn, table, rows)
        conn.exec_driver_sql(_UPDATE_BALLOT, [tuple(row) for row in self.ballots])

    def write_counts(self, conn: Connection, run: str) -> None:
        """At the end of each print run: how often each value was settled."""
        _insert(conn, m.settled_count, [(run, *key, count) for key, count in self.counts.items()])
        self.counts.clear()

    def write_sums(self, conn: Connection) -> None:
        """At the very end: what is known of the keyers' errors."""
        conn.execute(
            insert(m.judged_keyer), [{"operator": name, "errors": 0, **own} for name, own in self.judged.items()]
        )

    def batch(self, serials: Sequence[str], settle: int, keyed_twice: int) -> None:
        """A bundle comes back; its first ``keyed_twice`` ballots are keyed twice, the first ``settle`` settled.

        Those between differ in one field.
        """
        self.batches += 1
        # A bundle a minute.
        self.at = (START + datetime.timedelta(minutes=self.batches)).isoformat(timespec="milliseconds")
        self.day = day_of(self.at)
        code = f"L{self.batches:05d}"
        office = self.chains[OFFICE]
        opened_by = self._say(office, FactKind.BATCH_OPENED, "", {"batch": code, "unit": None})
        self.rows[m.batch].append((code, None, False, opened_by))
        ballots = [self._receive(office, serial, code, place) for place, serial in enumerate(serials, start=1)]
        self.ballots += ballots
        keyed = ballots[:keyed_twice]
        marked = [self._marked() for _ in keyed]
        slips = [
            self._slip(answers) if number >= settle or self.chance.random() < SLIPS else {}
            for number, answers in enumerate(marked)
        ]
        first = [self._key(FIRST, 1, each[-1], answers) for each, answers in zip(keyed, marked, strict=True)]
        for number, (ballot, answers, slip, one) in enumerate(zip(keyed, marked, slips, first, strict=True)):
            two = self._key(SECOND, 2, ballot[-1], answers | slip)
            if number < settle:
                self._settle(ballot, answers, slip, one, two)
            else:
                ballot[0] = State.DIFFERING.value

    def _receive(self, office: _Chain, serial: str, batch: str, position: int) -> list[Any]:
        """What ``_UPDATE_BALLOT`` takes."""
        said = {"channel": CHANNEL, "batch": batch, "position": position, "reason": None}
        more = {"photocopy": False, "before": State.STOCK.value}
        seq = self._say(office, FactKind.BALLOT_RECEIVED, serial, said | more)
        return [State.VALID.value, None, CHANNEL, batch, position, seq, seq, self.day, serial]

    def _marked(self) -> dict[str, str]:
        """What a respondent marked: most are satisfied, some leave gaps, some write."""
        centre = self.chance.gauss(4.1, 0.5)
        return {question.code: self._answer(question, centre) for question in self.form.questions}

    def _answer(self, question: Question, centre: float) -> str:
        if question.kind is Kind.LONG_TEXT:
            return a.WRITTEN if self.chance.random() < WRITTEN else a.BLANK
        odd = self.chance.random()
        if odd < 0.02:
            return (a.BLANK, a.OVERMARKED, a.ILLEGIBLE)[int(odd * 150)]
        if question.scale is not None:
            levels = question.scale.levels
            place = round(self.chance.gauss(centre, 0.7))
            return levels[min(max(place, 1), len(levels)) - 1].code
        return self.chance.choice(self.catalogues[question.kind])

    def _slip(self, answers: Mapping[str, str]) -> dict[str, str]:
        """One rated question, keyed wrong by the second keyer."""
        question = self.chance.choice(self.form.rated)
        assert question.scale is not None
        others = [level.code for level in question.scale.levels if level.code != answers[question.code]]
        return {question.code: self.chance.choice(others)}

    def _key(self, name: str, number: int, serial: str, keyed: Mapping[str, str]) -> dict[str, _Keyed]:
        """One pass, an answer a fact; returns by question what was keyed."""
        chain = self.chains[name]
        started = self._say(chain, FactKind.KEYING_STARTED, serial, {"pass": number})
        ref = chain.ref
        rows = {}
        answers = self.rows[m.answer]
        for question, value in keyed.items():
            personal = None
            if value == a.WRITTEN:
                text = self._personal(COMMENT)
                personal = text["ref"]
                payload = canonical(_keyed(question, {"value": value, "text": text}, ref))
            else:
                before, after = _around_ref(question, value)
                payload = f"{before}{ref}{after}"
            fact = self._append(chain, _ANSWERS_KEYED, serial, payload)
            answers.append((started, question, value, personal, fact))
            rows[question] = _Keyed(value, personal, fact, chain.n)
        completed = self._say(chain, FactKind.KEYING_COMPLETED, serial, {"keying": ref})
        self.rows[m.keying].append((started, serial, number, name, completed, None))
        return rows

    def _settle(
        self,
        ballot: list[Any],
        right: Mapping[str, str],
        slip: Mapping[str, str],
        one: Mapping[str, _Keyed],
        two: Mapping[str, _Keyed],
    ) -> None:
        serial = ballot[-1]
        differing = [question for question in slip if right[question] != slip[question]]
        for question in differing:
            self._adjudicate(serial, question, right[question], one[question], two[question])
        unit = self.unit.code if self.unit else None
        fact = self._say(self.chains[ADJUDICATOR if differing else SECOND], FactKind.BALLOT_SETTLED, serial,
                         {"unit_question": unit})  # fmt: skip
        self.rows[m.settling].append((serial, fact, len(differing)))
        # A comment is kept once a keying; two that say the same agree, and the first one's stands.
        self.rows[m.settled] += [(serial, question, row.value, row.personal) for question, row in one.items()]
        self.counts.update((question, row.value) for question, row in one.items())
        self._judge(serial, right, one, two)
        named = right[unit] if unit else None
        ballot[:2] = State.SETTLED.value, None if named in (*a.MARKS, a.WRITTEN) else named

    def _judge(self, serial: str, right: Mapping[str, str], *passes: Mapping[str, _Keyed]) -> None:
        """What is known of the two keyers' errors."""
        found: list[Any] = [serial]
        for keyer, rows in zip((FIRST, SECOND), passes, strict=True):
            fields, errors = judge({question: each.value for question, each in rows.items()}, right)
            found += [keyer, fields, errors]
            own = self.judged[keyer]
            own["ballots"] += 1
            own["fields"] += fields
            own["errors"] += errors
        self.rows[m.judged_ballot].append(tuple(found))

    def _adjudicate(self, serial: str, question: str, value: str, one: _Keyed, two: _Keyed) -> None:
        said = {
            "question": question,
            "answer": {"value": value},
            "a": f"{self.chains[FIRST].id}:{one.n}",
            "b": f"{self.chains[SECOND].id}:{two.n}",
            "reason": None,
            "supersedes": None,
            "unsettles": None,
        }
        fact = self._say(self.chains[ADJUDICATOR], FactKind.ADJUDICATED, serial, said)
        self.rows[m.adjudication].append(
            (fact, serial, question, one.fact, two.fact, value, None, ADJUDICATOR, None, None)
        )

    def _personal(self, text: str) -> dict[str, str]:
        ref, salt = secrets.token_hex(16), secrets.token_hex(16)
        self.rows[m.personal].append((ref, salt, text))
        return {"ref": ref, "commitment": commitment(salt, text)}

    def _say(self, chain: _Chain, kind: FactKind, subject: str, said: Mapping[str, Any]) -> int:
        return self._append(chain, str(kind), subject, canonical(said))

    def _append(self, chain: _Chain, kind: str, subject: str, payload: str) -> int:
        self.seq += 1
        self.rows[m.fact].append(chain.fact(self.seq, self.at, kind, subject, payload))
        return self.seq


class _Keyed(NamedTuple):
    """An answer of a pass: its fact, and that one's number in its session."""

    value: str
    personal: str | None
    fact: int
    n: int


def _keyed(question: str, answer: Mapping[str, Any], ref: str) -> dict[str, Any]:
    return {"keying": ref, "answers": {question: answer}, "supersedes": {}}


@functools.lru_cache
def _around_ref(question: str, value: str) -> tuple[str, str]:
    """What the fact of a coded answer says before and after the ref of its keying: the same of most ballots."""
    before, after = canonical(_keyed(question, {"value": value}, "REF")).split("REF")
    return before, after


def _insert(conn: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """``rows`` have the order of the table's columns. SQLAlchemy's care for each value would take longer than that."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    places = ", ".join("?" * len(table.columns))
    conn.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({places})", list(rows))


_ANSWERS_KEYED: Final = str(FactKind.ANSWERS_KEYED)
_UPDATE_BALLOT: Final = (
    "UPDATE ballot SET state = ?, settled_unit = ?, channel = ?, batch = ?, position = ?, received = ?, judged = ?, "
    "received_on = ? WHERE serial = ?"
)
