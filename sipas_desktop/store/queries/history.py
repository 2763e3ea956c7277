"""The history: the newest facts first, and those that a filter asks for.

Facts are read backwards from the newest by their place in this file, so the newest few hundred are there at once. A
filter walks, a part of the file at a time, telling how far it is: an index that would spare the walk lies on the path
of every keystroke.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, func, or_, select

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.fact import Fact, FactKind, day_start, survey_head
from sipas_desktop.domain.history import Group, is_seen_by_keyer, kinds_of
from sipas_desktop.domain.roles import Verb, is_allowed
from sipas_desktop.domain.vietnamese import fold, normalise, sort_key
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import all_heads
from sipas_desktop.store.queries.history_rows import HistoryRow, rows_of
from sipas_desktop.store.queries.history_teller import Teller, fact_of
from sipas_desktop.store.workflow.permission import require

STRETCH: Final = 20_000  # facts read between two calls of ``progress``
FACTS: Final = 100  # facts worded at once: some say ten things
MOST: Final = 500  # rows of one page
_OF_MANY: Final = (FactKind.BALLOTS_PRINTED, FactKind.BALLOTS_REPRINTED, FactKind.HANDED_OUT)  # ballots at once
# Codes and nothing else; there are so many of them that looking for words there would take a minute.
_WORDLESS: Final = (
    *(FactKind.ANSWERS_KEYED, FactKind.KEYING_STARTED, FactKind.KEYING_RESUMED),
    *(FactKind.KEYING_COMPLETED, FactKind.BALLOT_SETTLED, FactKind.SECOND_DEMANDED),
    FactKind.KEYING_SEEDED,  # and nobody finds out the seed digit by digit
)
_ABOUT_QUESTIONS: Final = (FactKind.ANSWERS_KEYED, FactKind.ADJUDICATED)
# Hashes, ids and the names of other facts: nobody looks for words in them.
_NO_WORDS: Final = frozenset(
    {"supersedes", "heads", "replaced", "head", "sha256", "pdf_sha256", "file_sha256", "commitments", "import"}
    | {"ballots", "runs", "survey", "catalogue", "sessions", "file", "handout", "keep", "aside"}
    | {"run", "form", "forms", "links", "keying", "a", "b", "unsettles", "text", "plan", "id"}
    | {"cut", "gaps", "lost_heads", "lost_places"}
)

Sessions = Mapping[int, tuple[str, str]]  # number in this file → (id, operator)


@dataclass(frozen=True)
class HistoryFilter:
    """Which facts; what is None limits nothing. ``since`` and ``until`` are days in Vietnam, both included.

    ``serial`` in any form that one types; ``words`` without accents, in names, reasons, batches and names of files.
    """

    operator: str | None = None
    group: Group | None = None
    serial: str | None = None
    question: str | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    words: str = ""

    @property
    def limits(self) -> bool:
        """Whether it leaves anything out."""
        return self != HistoryFilter()


@dataclass(frozen=True)
class HistoryPage:
    """Some rows, newest first. ``older`` continues: the ``before`` of the next page, None where nothing is older."""

    rows: tuple[HistoryRow, ...]
    older: int | None
    head: str


def history(
    survey: OpenSurvey,
    wanted: HistoryFilter | None = None,
    before: int | None = None,
    most: int = MOST,
    progress: Callable[[int, int], None] | None = None,
) -> HistoryPage:
    """The newest facts that ``wanted`` asks for, older than the place ``before``: ``most`` rows or a few more.

    ``progress`` is told facts read and all facts; where it raises, the reading stops. Raises ``Refusal`` for a name,
    question or serial that the survey does not know. Of a ballot that she keyed nobody sees more than
    ``domain.history.is_seen_by_keyer`` says.
    """
    acting = require(survey, Verb.SEE_HISTORY)
    wanted = wanted or HistoryFilter()
    with survey.reading() as conn:
        sessions = sessions_of(conn)
        looked_for = _Wanted(survey, conn, wanted, sessions)
        own = keyed_by(conn, acting.name)
        teller = Teller(conn, sessions, words=is_allowed(Verb.REPORT, acting.roles))
        newest = conn.execute(select(func.max(m.fact.c.seq))).scalar() or 0
        start = high = min(newest + 1, before or newest + 1)
        rows: list[HistoryRow] = []
        while high > 1 and len(rows) < most:
            low = max(1, high - STRETCH)
            room = min(most - len(rows), FACTS)
            query = looked_for.query.where(m.fact.c.seq >= low, m.fact.c.seq < high).limit(room)
            found = [fact_of(row, sessions[row.session_no][0]) for row in conn.execute(query)]
            high = found[-1].seq if len(found) == room else low
            kept = [fact for fact in found if is_open_to(survey, acting.name, own, teller, fact)]
            made = rows_of(teller, [fact for fact in kept if looked_for.holds(fact, teller)], wanted.question)
            for fact in found:
                rows += made.get(fact.ref, ())
                if len(rows) >= most:  # the rest of what was found belongs to the next page
                    high = fact.seq
                    break
            if progress:
                progress(start - high, start - 1)
        if progress:
            progress(start - 1, start - 1)
        head = survey_head(all_heads(conn))
    return HistoryPage(tuple(rows), high if high > 1 else None, head)


def facts_held(survey: OpenSurvey) -> int:
    """How many facts the file holds."""
    require(survey, Verb.SEE_HISTORY)
    with survey.reading() as conn:
        # A file numbers them without a gap; to count them is a walk through all.
        held = func.max(m.fact.c.seq) if conn.dialect.name == "sqlite" else func.count(m.fact.c.seq)
        return conn.execute(select(held)).scalar() or 0


def who_acted(survey: OpenSurvey) -> list[str]:
    """Everybody who ever had an account or opened the survey, in Vietnamese order: whose facts can be asked for."""
    require(survey, Verb.SEE_HISTORY)
    with survey.reading() as conn:
        names = set(conn.execute(select(m.operator.c.name)).scalars()) | {who for _, who in sessions_of(conn).values()}
    return sorted(names - {""}, key=sort_key)


def sessions_of(conn: Connection) -> Sessions:
    """All sessions in the file and who opened them."""
    joined = select(m.session.c.no, m.session.c.id, func.coalesce(m.opening.c.operator, "")).outerjoin(
        m.opening, m.opening.c.session_no == m.session.c.no
    )
    return {number: (session, operator) for number, session, operator in conn.execute(joined)}


def keyed_by(conn: Connection, name: str) -> set[str]:
    """The ballots on which ``name`` has a keying."""
    return set(conn.execute(select(m.keying.c.serial).where(m.keying.c.operator == name)).scalars())


def is_open_to(survey: OpenSurvey, name: str, own: set[str], teller: Teller, fact: Fact) -> bool:
    """Whether the operator ``name``, who keyed the ballots ``own``, may see the fact."""
    by_herself = teller.operator(fact) == name
    third = fact.kind == FactKind.KEYING_STARTED and fact.said["pass"] == 3
    hides = survey.plan.keying.samples or third
    return fact.subject not in own or is_seen_by_keyer(fact.kind, by_herself, hides_passes=hides)


class _Wanted:
    """A filter made ready: what the database can tell, and what has to be looked at."""

    def __init__(self, survey: OpenSurvey, conn: Connection, wanted: HistoryFilter, sessions: Sessions) -> None:
        self._words = fold(wanted.words).split()
        self._serial = serials.read(wanted.serial, survey.about.number) if wanted.serial else None
        f = m.fact.c
        query: Select[Any] = select(m.fact).order_by(f.seq.desc())
        if wanted.operator is not None:
            # "+ 0" keeps SQLite from going by the session's index, which would have to sort all that it finds.
            query = query.where((f.session_no + 0).in_(_opened_by(conn, wanted.operator, sessions)))
        if wanted.group is not None:
            query = query.where(f.kind.in_([kind.value for kind in kinds_of(wanted.group)]))
        if self._words:
            query = query.where(f.kind.not_in([kind.value for kind in _WORDLESS]))
        if self._serial is not None:
            _refuse_unknown(conn, self._serial)
            query = query.where(or_(f.subject == self._serial, f.kind.in_([kind.value for kind in _OF_MANY])))
        if wanted.question is not None:
            _refuse_no_question(survey, wanted.question)
            query = query.where(f.kind.in_([kind.value for kind in _ABOUT_QUESTIONS]))
            query = query.where(f.payload.contains(f'"{wanted.question}"', autoescape=True))
        if wanted.since is not None:
            query = query.where(f.at >= day_start(wanted.since))
        if wanted.until is not None:
            query = query.where(f.at < day_start(wanted.until + datetime.timedelta(days=1)))
        self.query = query

    def holds(self, fact: Fact, teller: Teller) -> bool:
        """What is not in the query: runs and hand-outs that hold the ballot, words."""
        if self._serial is not None and fact.subject != self._serial and not _is_among(fact, self._serial):
            return False
        return not self._words or self._has_words(fact, teller)

    def _has_words(self, fact: Fact, teller: Teller) -> bool:
        said = fact.said
        written = [teller.text(said.pop(name)) or "" for name in ("reason", "note") if isinstance(said.get(name), dict)]
        text = fold(" ".join([teller.operator(fact), *written, *_texts(said)]))
        return all(word in text for word in self._words)


def _texts(said: Any) -> list[str]:
    """The texts of a payload that people wrote or would look for."""
    if isinstance(said, dict):
        return [text for key, value in said.items() if key not in _NO_WORDS for text in _texts(value)]
    if isinstance(said, list):
        return [text for value in said for text in _texts(value)]
    return [str(said)] if isinstance(said, str | int) and not isinstance(said, bool) else []


def _is_among(fact: Fact, serial: str) -> bool:
    """Whether a fact about many ballots is about this one too."""
    said = fact.said
    if fact.kind == FactKind.HANDED_OUT:
        return any(ballot[0] == serial for ballot in said["ballots"])
    if fact.kind == FactKind.BALLOTS_REPRINTED:
        return serial in said["serials"]
    return bool(0 <= serials.running_number(serial) - said["first"] < said["count"])


def _opened_by(conn: Connection, operator: str, sessions: Sessions) -> list[int]:
    name = normalise(operator)
    found = [number for number, (_, who) in sessions.items() if who == name]
    if not found and conn.execute(select(m.operator.c.name).where(m.operator.c.name == name)).first() is None:
        raise Refusal("history.unknown_operator", found=operator)
    return found


def _refuse_unknown(conn: Connection, serial: str) -> None:
    if conn.execute(select(m.ballot.c.serial).where(m.ballot.c.serial == serial)).first() is None:
        raise Refusal("receive.unknown", serial=serials.show(serial))


def _refuse_no_question(survey: OpenSurvey, question: str) -> None:
    known = dict.fromkeys(each.code for form in survey.forms.values() for each in form.questions)
    if question not in known:
        raise Refusal("history.unknown_question", found=question, expected=" ".join(known))
