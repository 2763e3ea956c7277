"""Whether a fact of phúc tra could have happened: who could be asked then, in which order, and what was known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection

from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.plan import Identity, Plan
from sipas_desktop.domain.recheck import RULES, How, draw, pool_sha256
from sipas_desktop.domain.recheck_rule import Result
from sipas_desktop.store.queries.legality_of_merges import ILLEGAL, unless
from sipas_desktop.store.recheck_rows import Answered, answered, consents, last_sent, pool_of, rechecked
from sipas_desktop.store.references import ref_of

Said = Mapping[str, Any]
Judge = Callable[[Fact, Said, str], str | None]
_ID: Final = re.compile(r"[0-9a-f]{32}")


def judges(conn: Connection, source: Connection, plan: Plan) -> dict[str, Judge]:
    """Kind → what judges its facts before they are projected into the replay ``conn``."""

    def consent_set(fact: Fact, said: Said, operator: str) -> str | None:
        members = said["members"]
        named = bool(members) and len(set(members)) == len(members) and all(map(_ID.fullmatch, members))
        return unless(named and all(consents(conn, member) is not said["given"] for member in members))

    def drawn(fact: Fact, said: Said, operator: str) -> str | None:
        if plan.recheck is None or plan.identity is not Identity.LINKED or said["rules"] != RULES:
            return ILLEGAL
        return unless(is_draw(said, answered(source, conn, plan.recheck.channel)))

    def sent(fact: Fact, said: Said, operator: str) -> str | None:
        last, serials = last_sent(conn), said["serials"]
        named = bool(serials) and len(set(serials)) == len(serials)
        known = all(rechecked(conn, serial) is not None for serial in serials)
        return unless(named and known and said["supersedes"] == (None if last is None else ref_of(conn, last)))

    def told(fact: Fact, said: Said, operator: str) -> str | None:
        row = rechecked(conn, fact.subject)
        if row is None or said["result"] not in set(Result):
            return ILLEGAL
        before = None if row.answered is None else ref_of(conn, row.answered)
        has_words = said["reply"] is not None
        return unless(said["supersedes"] == before and has_words is (said["result"] == Result.UNCLEAR))

    return {
        FactKind.CONSENT_SET: consent_set,
        FactKind.RECHECK_DRAWN: drawn,
        FactKind.RECHECK_SENT: sent,
        FactKind.RECHECK_ANSWERED: told,
    }


def is_draw(said: Said, ballots: list[Answered]) -> bool:
    """Whether what is ``said`` was drawn from ``ballots`` by the rules, and says from how many."""
    pool = pool_of(ballots)
    counted = (len(ballots), sum(not each.drawn for each in pool), pool_sha256(pool))
    if not said["serials"] or counted != (said["answered"], said["pool"], said["pool_sha256"]):
        return False
    free = {each.serial: each.interviewer for each in pool if not each.drawn}
    serials: list[str] = said["serials"]
    of = said["interviewer"]
    at_random = said["how"] == How.RANDOM
    if at_random is not (said["reason"] is None) or at_random is not (said["seed"] is not None):
        return False
    if (of is not None) is not (said["how"] == How.INTERVIEWER):
        return False
    match said["how"]:
        case How.RANDOM:
            return serials == list(draw(pool, said["seed"], said["number"], said["minimum"]))
        case How.INTERVIEWER:
            return bool(of) and serials == sorted(serial for serial, name in free.items() if name == of)
        case How.SERIALS:
            return len(set(serials)) == len(serials) and free.keys() >= set(serials)
    return False
