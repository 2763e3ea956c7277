"""Destroys the links between ballots and members of the sample, once phúc tra is over: nobody says then whose one was.

The facts stay, and with them the one hash over each run's commitments to its links; salts and links go, so nothing can
be guessed from it. What figures need stays of each ballot (``store.links``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from sipas_desktop.domain.fact import FactKind, survey_head
from sipas_desktop.domain.plan import Identity
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.engine import overwrite_what_goes
from sipas_desktop.store.facts import all_heads
from sipas_desktop.store.links import COLUMNS, few_of, kept_of, links_in, needed, unlinked_sha256, words_to_go
from sipas_desktop.store.unlinked import are_gone
from sipas_desktop.store.workflow.permission import acting, require

LONGEST: Final = 300  # letters of the reason
_EMPTY = update(m.personal).where(m.personal.c.id == bindparam("ref")).values(salt=None, value=None)


@dataclass(frozen=True)
class LinksDestroyed:
    """``links`` are gone; of ``few`` ballots the group that is left is small. ``head``: of the history before.

    ``clean``: nothing of them is left in the survey's file. Else somebody else was reading it: ask once more, which is
    refused, and cleans out what is left.
    """

    links: int
    undecided: int
    few: int
    head: str
    clean: bool


def check_unlink(survey: OpenSurvey, reason: str, confirmed: str, *, even_so: bool = False) -> str:
    """The reason as it is kept. Raises ``Refusal`` as ``destroy_links`` would, before anything long is done."""
    require(survey, Verb.UNLINK)
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= LONGEST:
        raise Refusal("unlink.reason", most=LONGEST)
    with survey.reading() as conn:
        _refuse_needed(survey, conn, even_so=even_so)
    if confirmed.strip() != survey.about.number:
        raise Refusal("unlink.confirm", number=survey.about.number)
    return reason


def destroy_links(survey: OpenSurvey, reason: str, confirmed: str, *, even_so: bool = False) -> LinksDestroyed:
    """Destroy all links of the survey. Nothing leads back.

    ``confirmed`` is the survey's number, typed once more. ``even_so``: although fieldwork is not over for everybody
    (``Needed.is_open``). Raises ``Refusal`` without a reason, for another number, where ballots are linked to nobody,
    while phúc tra or a print run needs the links, and where they are gone.
    """
    require(survey, Verb.UNLINK)
    with survey.reading() as conn:
        gone = are_gone(conn)
    if gone:
        raise Refusal("unlink.done" if survey.clean_out() else "unlink.done_not_clean")
    reason = check_unlink(survey, reason, confirmed, even_so=even_so)
    with acting(survey, Verb.UNLINK) as tx:
        conn = tx.conn
        if are_gone(conn):
            raise Refusal("unlink.done")
        still = _refuse_needed(survey, conn, even_so=even_so)
        _ = tx.session_no  # the session's own first fact is among the heads
        heads = all_heads(conn)
        head = survey_head(heads)
        listed = {session: [n, digest] for session, (n, digest) in heads.items()}
        tx.append(FactKind.HEAD_PRINTED, on="unlink", head=head, heads=listed)
        rows = kept_of(conn, survey.plan.recheck.channel if survey.plan.recheck else None)
        few = few_of(_groups(conn, rows))
        overwrite_what_goes(conn)
        conn.execute(delete(m.link))
        refs = words_to_go(conn)
        if refs:
            conn.execute(_EMPTY, [{"ref": ref} for ref in refs])
        conn.execute(insert(m.unlinked), rows)
        tx.append(
            FactKind.LINKS_DESTROYED,
            links=len(rows),
            undecided=still,
            few=few,
            kept=unlinked_sha256(tuple(row[name] for name in COLUMNS) for row in rows),
            head=head,
            reason=tx.personal(reason),
        )
    return LinksDestroyed(len(rows), still, few, head, survey.clean_out())


def _refuse_needed(survey: OpenSurvey, conn: Connection, *, even_so: bool) -> int:
    """How many ballots nobody has decided on. Raises ``Refusal``, naming what still needs the links."""
    if survey.plan.identity is not Identity.LINKED:
        raise Refusal("unlink.not_linked")
    if not links_in(conn):
        raise Refusal("unlink.none")
    still = needed(conn, survey.plan)
    if still.blocks:
        raise Refusal(
            "unlink.recheck_open",
            waiting=still.waiting,
            unclear=still.unclear,
            due=still.due,
            undrawn=int(still.undrawn),
            interrupted=still.interrupted,
        )
    if still.is_open and not even_so:
        open_ = {"undecided": still.undecided, "unprinted": still.unprinted, "replaceable": still.replaceable}
        raise Refusal("unlink.field_open", **open_)
    return still.undecided


def _groups(conn: Connection, rows: list[dict[str, object]]) -> list[tuple[object, ...]]:
    runs = {row.serial: row.run for row in conn.execute(select(m.ballot.c.serial, m.ballot.c.run))}
    return [(runs[str(row["serial"])], row["draw"], row["stratum"], row["interviewer"]) for row in rows]
