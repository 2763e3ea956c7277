"""Checks a survey from the bytes up: file, chains, ties between them, commitments, and every projection.

All facts are replayed into an empty database by the functions that projected them in the first place; then each table
must be equal. A cut tail, or a rewrite by somebody who holds the key, shows only against a head that was printed:
give it as ``printed_head``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.sql import func

from sipas_desktop.domain.fact import survey_head
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import all_heads
from sipas_desktop.store.queries.chains import Chains, facts_of, sessions
from sipas_desktop.store.queries.commitments import Commitments, documents
from sipas_desktop.store.queries.legality import Legality
from sipas_desktop.store.queries.named_gaps import Gaps, gaps_in
from sipas_desktop.store.queries.problems import MALFORMED, CheckResult, Problems, told_of
from sipas_desktop.store.queries.replay import Replay
from sipas_desktop.store.queries.structure import check_pages, check_structure
from sipas_desktop.store.statements import Statement

Progress = Callable[[int, int], None]
TELL_EVERY: Final = 250  # facts between two words of progress

_DECODER: Final = json.JSONDecoder()  # kept, and without its search for spaces, which no payload has around it
_HEX: Final = re.compile(r"[0-9a-f]{64}|")  # or none given
_COUNT = Statement(select(func.count()).select_from(m.fact))


def check_survey(survey: OpenSurvey, printed_head: str | None = None, progress: Progress | None = None) -> CheckResult:
    """Check everything. Raises ``Damaged`` where the file cannot be read to its end, ``Refusal`` for no head at all.

    ``progress`` hears facts done and facts to do.
    """
    printed = "".join((printed_head or "").split()).lower()
    if not _HEX.fullmatch(printed):
        raise Refusal("check.head_form")
    problems = Problems()
    facts, head = 0, ""
    with survey.reading() as conn:
        check_pages(conn, problems)
        check_structure(conn, problems)
        if problems.found:
            return CheckResult(tuple(problems.found), "", 0)
        gaps = gaps_in(conn)
        _tell_of_salvage(conn, gaps, problems)
        facts = _check_facts(conn, gaps, problems, progress)
        try:
            head = survey_head(all_heads(conn))
            if printed:
                _check_head(conn, printed, head, gaps, problems)
        except MALFORMED:
            problems.note("check.head_unknown", head=printed)
    return CheckResult(tuple(problems.found), head, facts, tuple(problems.remarks), gaps.summary())


def _tell_of_salvage(conn: Connection, gaps: Gaps, problems: Problems) -> None:
    """That the survey was salvaged is the first thing told of it, once for each time."""
    for naming in gaps.namings:
        missing = sum(gap.count for gap in naming.gaps)
        problems.tell("check.salvaged", **told_of(conn, naming.seq), gaps=len(naming.gaps), missing=missing)


def _check_facts(conn: Connection, gaps: Gaps, problems: Problems, progress: Progress | None) -> int:
    """Follow every fact once: its chain, what it commits to, whether it could have happened, what it leaves behind."""
    ids = sessions(conn)
    numbers = {session: number for number, session in ids.items()}
    total = _COUNT.scalar(conn) or 0
    count = 0
    chains = Chains(conn, problems, gaps)
    survey = documents(conn, problems)
    with Replay(conn) as replay:
        commitments = Commitments(conn, replay.conn, problems)
        legality = None if survey is None else Legality(replay.conn, conn, *survey, gaps)
        for facts in facts_of(conn, ids):
            replay.lay_down(facts, numbers)
            for fact in facts:
                count += 1
                chains.follow(fact)
                operator = chains.who(fact)
                try:
                    said, end = _DECODER.raw_decode(fact.payload)
                    if end != len(fact.payload):
                        raise ValueError(end)  # more than one value
                    commitments.check(fact, said, operator)
                except MALFORMED as error:
                    problems.note_malformed(fact, error, operator)
                # The first fault stops the replay: what comes after would only be its consequences.
                if legality is not None and not problems.found:
                    replay.step(legality, fact, said, operator, problems)
                if progress and count % TELL_EVERY == 0:
                    progress(count, total)
        chains.finish(ids)
        commitments.finish()
        if not problems.found:
            replay.finish(problems)
    return count


_PRINTED = Statement(select(m.printed_head.c.fact).where(m.printed_head.c.head == bindparam("head")))
_PAYLOAD = Statement(select(m.fact.c.payload).where(m.fact.c.seq == bindparam("seq")))
_HASH = Statement(
    select(m.fact.c.hash)
    .join(m.session, m.session.c.no == m.fact.c.session_no)
    .where(m.session.c.id == bindparam("session"), m.fact.c.n == bindparam("n"))
)


def _check_head(conn: Connection, printed: str, current: str, gaps: Gaps, problems: Problems) -> None:
    """A printed head is one that a fact of this file holds, and whose sessions still reach as far as it says.

    And no fact is missing that it saw: a gap that was named after it was printed is no fault of the file, but the
    paper tells of facts that are gone, and what stands beside a gap is not held by a later head of its session.
    """
    if printed == current:
        return
    seq = _PRINTED.scalar(conn, head=printed)
    if seq is None:
        problems.note("check.head_unknown", head=printed)
        return
    heads = json.loads(_PAYLOAD.scalar(conn, seq=seq) or "{}")["heads"]
    if survey_head({session: (n, digest) for session, (n, digest) in heads.items()}) != printed:
        problems.note("check.head_unknown", head=printed)
    for session, (n, digest) in heads.items():
        held = _HASH.scalar(conn, session=session, n=n)
        if held is None or held.hex() != digest:
            problems.note("check.head_tie", head=printed, missing=f"{session}:{n}")
    for gap in gaps.unknown_to(heads):
        problems.note("check.head_gap", head=printed, missing=f"{gap.session}:{gap.missing}")
