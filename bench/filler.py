"""Survey files of many settled ballots, made quickly: what the window would have written, in large transactions.

Every answer is a fact of its own, as in the window; each of the three sessions (office, two keyers) and the
adjudicator's has a real hash chain, and the projections are those that a replay of the facts gives (``check`` passes).
Only the clock (``at``) and the grouping into transactions are not those of people at work.
"""

from __future__ import annotations

import atexit
import datetime
import functools
import random
import secrets
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, bindparam, insert, select, update
from sqlalchemy.sql import func

from sipas_desktop import __version__
from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
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

PASSWORD: Final = "do tốc độ"
FIRST, SECOND, ADJUDICATOR, OFFICE = "Lan", "Mai", "Hòa", "Hà"
ROLES: Final = {FIRST: ["keyer"], SECOND: ["keyer"], ADJUDICATOR: ["adjudicator"], OFFICE: ["office"]}
BATCH: Final = 50  # ballots a bundle
AT_ONCE: Final = 2500  # ballots a transaction
WAITING: Final = 300  # ballots that came back and are to be keyed
SLIPS: Final = 0.02  # ballots on which the keyers differ in one field
WRITTEN: Final = 0.15  # respondents with a comment
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
        run = workflow.reserve_run(survey, count=ballots + differing + waiting)
        workflow.publish_run(survey, run, "0" * 64, len(run.serials))
        catalogues = {kind: [entry.code for entry in queries.catalogue(survey, kind)] for kind in ("unit", "procedure")}
        work = _Work(survey.forms[run.form], catalogues)
        for start in range(0, len(run.serials), AT_ONCE):
            serials = run.serials[start : start + AT_ONCE]
            with survey.writing() as tx:
                work.begin(tx.conn)
                for offset in range(0, len(serials), BATCH):
                    settle, keyed = (
                        max(0, min(BATCH, upto - start - offset)) for upto in (ballots, ballots + differing)
                    )
                    work.batch(serials[offset : offset + BATCH], settle, keyed)
                work.write(tx.conn)
        with survey.writing() as tx:
            work.write_counts(tx.conn, run.id)


class _Chain:
    """One session of one operator, continued over many transactions."""

    def __init__(self, conn: Connection, operator: str) -> None:
        self.id = new_session()
        self.operator = operator
        self.no = (conn.execute(select(func.max(m.session.c.no))).scalar() or 0) + 1
        self.n = 0
        self.last = BEFORE_FIRST
        conn.execute(insert(m.session), {"no": self.no, "id": self.id})

    def fact(self, seq: int, at: str, kind: FactKind, subject: str, said: Mapping[str, Any]) -> dict[str, Any]:
        """The row of the session's next fact."""
        self.n += 1
        payload = canonical(said)
        self.last = chain_hash(self.last, self.id, self.n, kind, subject, at, payload)
        return {
            "seq": seq, "session_no": self.no, "n": self.n, "kind": str(kind), "subject": subject, "at": at,
            "payload": payload, "hash": self.last,
        }  # fmt: skip

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
        self.rows: dict[Table, list[dict[str, Any]]] = {}
        self.ballots: list[dict[str, Any]] = []
        self.counts: Counter[tuple[str, str]] = Counter()  # question, value
        self.judged: dict[str, Counter[str]] = {FIRST: Counter(), SECOND: Counter()}

    def begin(self, conn: Connection) -> None:
        """At the start of a transaction: open the four sessions if need be."""
        self.seq = conn.execute(select(func.max(m.fact.c.seq))).scalar() or 0
        self.rows = {}
        self.ballots = []
        for name in ROLES:
            if name not in self.chains:
                heads = {session: [n, digest] for session, (n, digest) in open_heads(conn).items()}
                self.chains[name] = chain = _Chain(conn, name)
                said = {"operator": name, "program": __version__, "heads": heads}
                seq = self._say(chain, FactKind.SESSION_OPENED, "", said)
                row = self.rows[m.fact].pop()
                conn.execute(insert(m.fact), row)
                project(conn, Fact(seq, chain.id, **{key: row[key] for key in _FACT}), said, name)

    def write(self, conn: Connection) -> None:
        """At the end of a transaction: all rows, parents before children."""
        tables = (m.personal, m.fact, m.batch, m.keying, m.answer, m.adjudication, m.settling, m.settled)
        for table in (*tables, m.judged_ballot):
            if rows := self.rows.get(table):
                # Without SQLAlchemy's care for each value, which takes longer than writing it.
                names = ", ".join(rows[0])
                places = ", ".join("?" * len(rows[0]))
                conn.exec_driver_sql(
                    f"INSERT INTO {table.name} ({names}) VALUES ({places})", [tuple(row.values()) for row in rows]
                )
        for state in (State.VALID, State.DIFFERING, State.SETTLED):
            if rows := [row for row in self.ballots if row["b_state"] == state.value]:
                conn.execute(_update_ballots(rows[0]), rows)

    def write_counts(self, conn: Connection, run: str) -> None:
        """At the very end: how often each value was settled."""
        rows = [
            {"run": run, "question": question, "value": value, "count": count}
            for (question, value), count in self.counts.items()
        ]
        conn.execute(insert(m.settled_count), rows)
        sums = [{"operator": keyer, "errors": 0, **own} for keyer, own in self.judged.items()]
        conn.execute(insert(m.judged_keyer), sums)

    def batch(self, serials: Sequence[str], settle: int, keyed_twice: int) -> None:
        """A bundle comes back; its first ``keyed_twice`` ballots are keyed twice, the first ``settle`` settled.

        Those between differ in one field.
        """
        self.batches += 1
        # A bundle a minute.
        self.at = (START + datetime.timedelta(minutes=self.batches)).isoformat(timespec="milliseconds")
        code = f"L{self.batches:05d}"
        office = self.chains[OFFICE]
        opened_by = self._say(office, FactKind.BATCH_OPENED, "", {"batch": code, "unit": None})
        self._row(m.batch, code=code, unit=None, closed=False, fact=opened_by)
        ballots = [self._receive(office, serial, code, place) for place, serial in enumerate(serials, start=1)]
        self.ballots += ballots
        keyed = ballots[:keyed_twice]
        marked = [self._marked() for _ in keyed]
        slips = [
            self._slip(answers) if number >= settle or self.chance.random() < SLIPS else {}
            for number, answers in enumerate(marked)
        ]
        first = [self._key(FIRST, 1, each["b_serial"], answers) for each, answers in zip(keyed, marked, strict=True)]
        for number, (ballot, answers, slip, one) in enumerate(zip(keyed, marked, slips, first, strict=True)):
            two = self._key(SECOND, 2, ballot["b_serial"], answers | slip)
            if number < settle:
                self._settle(ballot, answers, slip, one, two)
            else:
                ballot["b_state"] = State.DIFFERING.value

    def _receive(self, office: _Chain, serial: str, batch: str, position: int) -> dict[str, Any]:
        said = {"channel": "hom-phieu", "batch": batch, "position": position, "reason": None}
        more = {"photocopy": False, "before": State.STOCK.value}
        seq = self._say(office, FactKind.BALLOT_RECEIVED, serial, said | more)
        return {
            "b_serial": serial, "b_state": State.VALID.value, "b_channel": said["channel"], "b_batch": batch,
            "b_position": position, "b_received": seq, "b_judged": seq, "b_received_on": day_of(self.at),
        }  # fmt: skip

    def _marked(self) -> dict[str, Answer]:
        """What a respondent marked: most are satisfied, some leave gaps, some write."""
        centre = self.chance.gauss(4.1, 0.5)
        return {question.code: self._answer(question, centre) for question in self.form.questions}

    def _answer(self, question: Question, centre: float) -> Answer:
        if question.kind is Kind.LONG_TEXT:
            return Answer(a.WRITTEN, COMMENT) if self.chance.random() < WRITTEN else Answer(a.BLANK)
        odd = self.chance.random()
        if odd < 0.02:
            return Answer((a.BLANK, a.OVERMARKED, a.ILLEGIBLE)[int(odd * 150)])
        if question.scale is not None:
            levels = question.scale.levels
            place = round(self.chance.gauss(centre, 0.7))
            return Answer(levels[min(max(place, 1), len(levels)) - 1].code)
        return Answer(self.chance.choice(self.catalogues[question.kind]))

    def _slip(self, answers: Mapping[str, Answer]) -> dict[str, Answer]:
        """One rated question, keyed wrong by the second keyer."""
        question = self.chance.choice(self.form.rated)
        assert question.scale is not None
        others = [level.code for level in question.scale.levels if level.code != answers[question.code].value]
        return {question.code: Answer(self.chance.choice(others))}

    def _key(self, name: str, number: int, serial: str, keyed: Mapping[str, Answer]) -> dict[str, dict[str, Any]]:
        """One pass, an answer a fact; returns the answers' rows by question, each with the fact's ``ref``."""
        chain = self.chains[name]
        started = self._say(chain, FactKind.KEYING_STARTED, serial, {"pass": number})
        ref = chain.ref
        rows = {}
        for question, answer in keyed.items():
            said: dict[str, Any] = {"value": answer.value}
            personal = None
            if answer.text is not None:
                said["text"] = self._personal(answer.text)
                personal = said["text"]["ref"]
            fact = self._say(
                chain, FactKind.ANSWERS_KEYED, serial, {"keying": ref, "answers": {question: said}, "supersedes": {}}
            )
            row = {"keying": started, "question": question, "value": answer.value, "personal": personal, "fact": fact}
            self._row(m.answer, **row)
            rows[question] = row | {"ref": chain.ref}
        completed = self._say(chain, FactKind.KEYING_COMPLETED, serial, {"keying": ref})
        self._row(
            m.keying, **{"started": started, "serial": serial, "pass": number}, operator=name, completed=completed
        )
        return rows

    def _settle(
        self,
        ballot: dict[str, Any],
        right: Mapping[str, Answer],
        slip: Mapping[str, Answer],
        one: Mapping[str, dict[str, Any]],
        two: Mapping[str, dict[str, Any]],
    ) -> None:
        serial = ballot["b_serial"]
        differing = [question for question in slip if right[question] != slip[question]]
        # A comment is kept once a keying; two that say the same agree, and the first one's stands.
        values = {question: (row["value"], row["personal"]) for question, row in one.items()}
        for question in differing:
            self._adjudicate(serial, question, right[question], one[question], two[question])
        unit = self.unit.code if self.unit else None
        fact = self._say(self.chains[ADJUDICATOR if differing else SECOND], FactKind.BALLOT_SETTLED, serial,
                         {"unit_question": unit})  # fmt: skip
        self._row(m.settling, serial=serial, fact=fact, discrepancies=len(differing))
        for question, (value, personal) in values.items():
            self._row(m.settled, serial=serial, question=question, value=value, personal=personal)
            self.counts[question, value] += 1
        self._judge(serial, {question: value for question, (value, _) in values.items()}, one, two)
        ballot["b_state"] = State.SETTLED.value
        named = values[unit][0] if unit else None
        ballot["b_settled_unit"] = None if named in (*a.MARKS, a.WRITTEN) else named

    def _judge(self, serial: str, right: Mapping[str, str], *passes: Mapping[str, dict[str, Any]]) -> None:
        """What is known of the two keyers' errors."""
        row: dict[str, Any] = {"serial": serial}
        for name, keyer, rows in zip(("first", "second"), (FIRST, SECOND), passes, strict=True):
            fields, errors = judge({question: each["value"] for question, each in rows.items()}, right)
            row |= {name: keyer, f"{name}_fields": fields, f"{name}_errors": errors}
            self.judged[keyer].update(ballots=1, fields=fields, errors=errors)
        self._row(m.judged_ballot, **row)

    def _adjudicate(
        self, serial: str, question: str, answer: Answer, one: Mapping[str, Any], two: Mapping[str, Any]
    ) -> None:
        said = {
            "question": question,
            "answer": {"value": answer.value},
            "a": one["ref"],
            "b": two["ref"],
            "reason": None,
            "supersedes": None,
            "unsettles": None,
        }
        fact = self._say(self.chains[ADJUDICATOR], FactKind.ADJUDICATED, serial, said)
        self._row(
            m.adjudication, fact=fact, serial=serial, question=question, a=one["fact"], b=two["fact"],
            value=answer.value, personal=None, operator=ADJUDICATOR, reason=None,
        )  # fmt: skip

    def _personal(self, text: str) -> dict[str, str]:
        ref, salt = secrets.token_hex(16), secrets.token_hex(16)
        self._row(m.personal, id=ref, salt=salt, value=text)
        return {"ref": ref, "commitment": commitment(salt, text)}

    def _say(self, chain: _Chain, kind: FactKind, subject: str, said: Mapping[str, Any]) -> int:
        self.seq += 1
        self.rows.setdefault(m.fact, []).append(chain.fact(self.seq, self.at, kind, subject, said))
        return self.seq

    def _row(self, table: Table, **row: Any) -> None:
        self.rows.setdefault(table, []).append(row)


_FACT: Final = ("n", "kind", "subject", "at", "payload", "hash")


def _update_ballots(row: Mapping[str, Any]) -> Any:
    values = {key[2:]: bindparam(key) for key in row if key != "b_serial"}
    return update(m.ballot).where(m.ballot.c.serial == bindparam("b_serial")).values(values)
