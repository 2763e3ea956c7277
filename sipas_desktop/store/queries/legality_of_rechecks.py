"""Whether a fact of phúc tra could have happened: who could be asked then, in which order, and what was known."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from sqlalchemy import Connection

from sipas_desktop.domain.ballot import COUNTED
from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.plan import Identity, Plan
from sipas_desktop.domain.recheck import RULES, How, draw, pool_sha256, some_of
from sipas_desktop.domain.recheck_rule import Result
from sipas_desktop.store.links import kept_in
from sipas_desktop.store.queries.legality_of_merges import ILLEGAL, unless
from sipas_desktop.store.recheck_rows import (
    ANSWERED,
    BALLOTS,
    DRAWN,
    Answered,
    answered,
    consents,
    last_sent,
    pool_of,
    rechecked,
)
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.unlinked import are_gone

Said = Mapping[str, Any]
Judge = Callable[[Fact, Said, str], str | None]
_COUNTED: Final = frozenset(map(str, COUNTED))
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
        if are_gone(source):
            return unless(_may_be_draw(said, conn, {row[0] for row in kept_in(source)}))
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
    how, seed, number = said["how"], said["seed"], said["number"]
    if not _says_how(said):
        return False
    match how:
        case How.RANDOM:
            return serials == list(draw(pool, seed, number, said["minimum"]))
        case How.INTERVIEWER:
            hers = (serial for serial, name in free.items() if name == of)
            return bool(of) and serials == list(some_of(hers, seed, number))
        case How.SERIALS:
            return len(set(serials)) == len(serials) and free.keys() >= set(serials)
    return False


def _says_how(said: Said) -> bool:
    """Whether it says why, or by which seed, and of which interviewer, as its kind of draw does."""
    at_random, of_one, number = said["how"] == How.RANDOM, said["how"] == How.INTERVIEWER, said["number"]
    some = of_one and number is not None  # not all of hers
    explained = at_random is (said["reason"] is None) and (at_random or some) is (said["seed"] is not None)
    return explained and (said["interviewer"] is not None) is of_one and not (some and number < 1)


def _may_be_draw(said: Said, conn: Connection, linked: Collection[str]) -> bool:
    """What still can be asked of a draw when the links are gone, and with them who could be asked then.

    It was made again before they went (``jobs.unlinking``): from linked ballots that were back and counted, none twice.
    """
    states, drawn = dict(BALLOTS.rows(conn)), {serial for (serial,) in DRAWN.rows(conn)}
    back = [serial for serial in linked if states.get(serial) in ANSWERED]
    free = {serial for serial in back if states[serial] in _COUNTED} - drawn
    serials: list[str] = said["serials"]
    return (
        bool(serials)
        and len(set(serials)) == len(serials)
        and free.issuperset(serials)
        and said["answered"] == len(back)
        and len(serials) <= said["pool"] <= len(free)
        and said["how"] in set(How)
        and _says_how(said)
    )
