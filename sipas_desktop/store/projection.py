"""Brings the projections up to a fact, one function a kind of fact.

The same functions serve the writer, fact by fact, and ``check``, which replays all facts into an empty database and
compares. So they read nothing but facts and projections, and the same facts always give the same rows. What happens
to single ballots stands in ``on_ballot``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.sql import func

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fact import Fact, FactKind, canonical
from sipas_desktop.store import models as m
from sipas_desktop.store import (
    on_ballot,
    on_batch,
    on_fieldwork,
    on_handout,
    on_merge,
    on_milestone,
    on_online,
    on_package,
    on_post,
    on_recheck,
    on_registry,
    on_remark,
    on_sampled_keying,
    on_topics,
)
from sipas_desktop.store.references import seq_of
from sipas_desktop.store.statements import Statement

Said = Mapping[str, Any]


def project(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """Bring the projections up to ``fact``, which says ``said`` and was appended by ``operator``."""
    _PROJECT[fact.kind](conn, fact, said, operator)


def project_arrived(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """Bring the projections of the office's file up to a fact of a station's session, which was merged into it."""
    project_one = _ARRIVED.get(FactKind(fact.kind), _nothing)
    project_one(conn, fact, said, operator)


def has_arrived(conn: Connection, opening: Said) -> bool:
    """Whether a session that opened with ``opening`` was another file's: a station's, merged into this one."""
    handout = opening.get("handout")
    return handout is not None and handout != conn.execute(select(m.survey.c.handout)).scalar()


_NUMBER = Statement(select(m.session.c.no).where(m.session.c.id == bindparam("session")))


def _session_opened(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    seen = {session: _NUMBER.scalar(conn, session=session) for session in said["heads"]}
    own = _NUMBER.scalar(conn, session=fact.session)
    row = {"session_no": own, "operator": operator, "program": said["program"], "handout": said.get("handout")}
    conn.execute(insert(m.opening), row)
    rows = [
        {"session_no": own, "seen": seen[session], "n": n, "hash": digest}
        for session, (n, digest) in said["heads"].items()
        if seen[session] is not None  # a station does not get the sessions that its hand-out saw in the office
    ]
    if rows:
        conn.execute(insert(m.seen_head), rows)


def _survey_created(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    row = {key: said[key] for key in ("id", "number", "title", "plan")}
    conn.execute(insert(m.survey), row)
    forms = [{"code": code, "sha256": sha, "fact": fact.seq} for code, sha in sorted(said["forms"].items())]
    conn.execute(insert(m.form), forms)


def _form_changed(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    f = m.form.c
    conn.execute(update(m.form).where(f.sha256 == said["supersedes"]).values(superseded=fact.seq))
    back = update(m.form).where(f.sha256 == said["form"]).values(fact=fact.seq, superseded=None)
    if conn.execute(back).rowcount == 0:  # else a form that nobody had printed is as it was before
        conn.execute(insert(m.form), {"sha256": said["form"], "code": said["code"], "fact": fact.seq})


def _operator_set(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    conn.execute(delete(m.operator).where(m.operator.c.name == said["name"]))
    conn.execute(insert(m.operator), {"name": said["name"], "roles": " ".join(said["roles"]), "fact": fact.seq})


def _catalogue_set(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    kind = said["kind"]
    c = m.catalogue.c
    position = conn.execute(select(func.max(c.position)).where(c.kind == kind)).scalar() or 0
    known = set(conn.execute(select(c.code).where(c.kind == kind)).scalars())
    new = []
    for entry in said["entries"]:
        if entry["code"] in known:
            where = (c.kind == kind) & (c.code == entry["code"])
            known_now = {"name": entry["name"], "sector": entry.get("sector"), "fact": fact.seq}
            conn.execute(update(m.catalogue).where(where).values(known_now))
        else:
            position += 1
            row = {name: entry.get(name) for name in ("code", "name", "sector")}
            new.append({"kind": kind, "position": position, "fact": fact.seq, **row})
    if new:
        conn.execute(insert(m.catalogue), new)


def _sample_imported(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    # The writer laid the row down before the members that belong to it; a replay has to make it.
    own = m.sample_import.c.id == said["import"]
    if conn.execute(update(m.sample_import).where(own).values(published=fact.seq)).rowcount == 0:
        conn.execute(insert(m.sample_import), {"id": said["import"], "published": fact.seq})


def _sample_drawn(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    # Who was drawn the writer laid down before; a check draws again.
    w = m.draw.c
    if said["supersedes"]:
        before = seq_of(conn, said["supersedes"])
        conn.execute(update(m.draw).where(w.published == before).values(superseded=fact.seq))
    if conn.execute(update(m.draw).where(w.id == said["draw"]).values(published=fact.seq)).rowcount == 0:
        conn.execute(insert(m.draw), {"id": said["draw"], "published": fact.seq, "superseded": None})
    for own in said["imports"]:
        conn.execute(update(m.sample_import).where(m.sample_import.c.id == own).values(draw=said["draw"]))


def _member_replaced(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    conn.execute(insert(m.replacement), {"member": said["member"], "by": said["by"], "fact": fact.seq})
    on_fieldwork.passed_on(conn, fact, said)


def _person_erased(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """Nobody may call her any more. What she and the facts had of her is gone from beside them before this one."""
    conn.execute(insert(m.erased), {"member": said["member"], "phone": said["phone"], "fact": fact.seq})
    conn.execute(delete(m.consent).where(m.consent.c.member == said["member"]))


def _links_destroyed(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """Nobody is visited or called any more. The links are gone from beside the facts before this one."""
    conn.execute(insert(m.unlinking), {"fact": fact.seq})
    conn.execute(delete(m.consent))
    conn.execute(delete(m.assignment))


def ballot_rows(run: str, number: str, first: int, count: int, unit: str | None) -> list[dict[str, Any]]:
    """The rows of a run's ballots, all in stock."""
    return [
        {
            "serial": serials.make(number, running),
            "run": run,
            "state": State.STOCK.value,
            "unit": unit,
            "photocopy": False,
        }
        for running in range(first, first + count)
    ]


def _ballots_printed(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    run = {key: said[key] for key in ("purpose", "form", "group", "unit", "wave", "first", "count")}
    run["sector"] = said.get("sector")  # runs printed before there was such a thing have none
    known = conn.execute(select(m.print_run.c.id).where(m.print_run.c.id == said["run"])).scalar()
    if known is None:
        conn.execute(insert(m.print_run), {"id": said["run"], **run, "published": fact.seq})
    else:
        conn.execute(update(m.print_run).where(m.print_run.c.id == said["run"]).values(published=fact.seq))
    style = canonical(said["style"]) if "style" in said else None  # runs printed before there was such a thing: none
    if style is not None:
        conn.execute(insert(m.print_style), {"run": said["run"], "style": style, "boxes": said["boxes"]})
    kept = {"style": style, "labels": canonical(said["labels"]) if "labels" in said else None}
    own = m.print_order.c.run == said["run"]
    if conn.execute(update(m.print_order).where(own).values(kept)).rowcount == 0:
        ordered = {"sorted_by": said.get("sorted_by", "list"), "spares": said.get("spares", 0)}
        conn.execute(insert(m.print_order), {"run": said["run"], **kept, **ordered})
    if "named" in said:
        conn.execute(insert(m.unreleased), {"run": said["run"], "fact": fact.seq})
    # The writer laid the rows down before it published the run; a replay has to make them.
    # Its first serial tells, by its key: to count the run's ballots is a walk through all of them while others wait.
    number = conn.execute(select(m.survey.c.number)).scalar_one()
    first = m.ballot.c.serial == serials.make(number, run["first"])
    if conn.execute(select(m.ballot.c.serial).where(first)).first() is None:
        conn.execute(insert(m.ballot), ballot_rows(said["run"], number, run["first"], run["count"], run["unit"]))


def _ballots_reprinted(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    conn.execute(insert(m.reprint), [{"fact": fact.seq, "serial": serial} for serial in dict.fromkeys(said["serials"])])


def _run_given_up(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    row = {name: said[name] for name in ("run", "purpose", "first", "count")}
    conn.execute(insert(m.given_up), {**row, "fact": fact.seq})


def _run_closed(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    conn.execute(delete(m.unreleased).where(m.unreleased.c.run == said["run"]))


def _nothing(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The fact stands for itself; nothing is derived from it."""


def _batch_opened(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    conn.execute(insert(m.batch), {"code": said["batch"], "unit": said["unit"], "closed": False, "fact": fact.seq})


def _batch_closed(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    conn.execute(update(m.batch).where(m.batch.c.code == said["batch"]).values(closed=True, fact=fact.seq))


def _answers_keyed(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    on_ballot.answers_keyed(conn, [(fact, said)])


def _head_printed(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    conn.execute(insert(m.printed_head), {"fact": fact.seq, "head": said["head"], "on": said["on"]})


_PROJECT: dict[str, Callable[[Connection, Fact, Said, str], None]] = {
    FactKind.SESSION_OPENED: _session_opened,
    FactKind.SURVEY_CREATED: _survey_created,
    FactKind.OPERATOR_SET: _operator_set,
    FactKind.KEYS_CHANGED: _nothing,
    FactKind.FORM_CHANGED: _form_changed,
    FactKind.CATALOGUE_SET: _catalogue_set,
    FactKind.UNITS_SET: on_registry.units_set,
    FactKind.TRANSACTIONS_SET: on_registry.transactions_set,
    FactKind.TRANSACTIONS_IMPORTED: on_registry.transactions_imported,
    FactKind.SAMPLE_IMPORTED: _sample_imported,
    FactKind.SAMPLE_DRAWN: _sample_drawn,
    FactKind.MEMBER_REPLACED: _member_replaced,
    FactKind.BALLOTS_PRINTED: _ballots_printed,
    FactKind.BALLOTS_REPRINTED: _ballots_reprinted,
    FactKind.RUN_GIVEN_UP: _run_given_up,
    FactKind.RUN_CLOSED: _run_closed,
    FactKind.BATCH_OPENED: _batch_opened,
    FactKind.BATCH_CLOSED: _batch_closed,
    FactKind.BALLOT_RECEIVED: on_ballot.ballot_received,
    FactKind.RECEIPT_WITHDRAWN: on_ballot.receipt_withdrawn,
    FactKind.VALIDITY_SET: on_ballot.validity_set,
    FactKind.KEYING_SEEDED: on_sampled_keying.keying_seeded,
    FactKind.KEYING_STARTED: on_ballot.keying_started,
    FactKind.KEYING_RESUMED: on_ballot.keying_resumed,
    FactKind.ANSWERS_KEYED: _answers_keyed,
    FactKind.KEYING_COMPLETED: on_ballot.keying_completed,
    FactKind.KEYING_REOPENED: on_ballot.keying_reopened,
    FactKind.ADJUDICATED: on_ballot.adjudicated,
    FactKind.REKEYING_ASKED: on_ballot.rekeying_asked,
    FactKind.REKEYING_WITHDRAWN: on_ballot.rekeying_withdrawn,
    FactKind.BALLOT_SETTLED: on_ballot.ballot_settled,
    FactKind.SECOND_DEMANDED: on_ballot.second_demanded,
    FactKind.HEAD_PRINTED: _head_printed,
    FactKind.RESTORED: _nothing,
    FactKind.SALVAGED: _nothing,
    FactKind.HANDED_OUT: on_handout.handed_out,
    FactKind.HANDOUT_TAKEN_BACK: on_merge.handout_taken_back,
    FactKind.MERGED: on_merge.merged,
    FactKind.CONFLICT_SETTLED: on_merge.conflict_settled,
    FactKind.OFFICERS_SET: on_online.officers_set,
    FactKind.ONLINE_BEGUN: on_online.online_begun,
    FactKind.ONLINE_ANSWERED: on_online.online_answered,
    FactKind.ONLINE_IMPORTED: on_online.online_imported,
    FactKind.ONLINE_JUDGED: on_online.online_judged,
    FactKind.ONLINE_TOTALS_SET: on_online.online_totals_set,
    FactKind.MILESTONE_DONE: on_milestone.milestone_done,
    FactKind.MILESTONE_UNDONE: on_milestone.milestone_undone,
    FactKind.BATCH_CLAIMED: on_batch.batch_claimed,
    FactKind.BATCH_GIVEN_BACK: on_batch.batch_given_back,
    FactKind.BATCH_TAKEN_OVER: on_batch.batch_taken_over,
    FactKind.BATCH_COUNTED: on_batch.batch_counted,
    FactKind.KEYING_SET_ASIDE: on_batch.keying_set_aside,
    FactKind.INTERVIEWERS_SET: on_fieldwork.interviewers_set,
    FactKind.MEMBERS_ASSIGNED: on_fieldwork.members_assigned,
    FactKind.BALLOT_ISSUED: on_fieldwork.field_step,
    FactKind.OUTCOME_SET: on_fieldwork.field_step,
    FactKind.STEP_WITHDRAWN: on_fieldwork.step_withdrawn,
    FactKind.BALLOT_SPOILED: on_fieldwork.ballot_spoiled,
    FactKind.BALLOT_VOIDED: on_fieldwork.ballot_voided,
    FactKind.CONSENT_SET: on_recheck.consent_set,
    FactKind.RECHECK_DRAWN: on_recheck.recheck_drawn,
    FactKind.RECHECK_SENT: on_recheck.recheck_sent,
    FactKind.RECHECK_ANSWERED: on_recheck.recheck_answered,
    FactKind.REMARK_WRITTEN: on_remark.remark_written,
    **on_package.PROJECT,
    **on_post.PROJECT,
    **on_topics.PROJECT,
    FactKind.RECORDS_TAKEN: _nothing,
    FactKind.PERSON_ERASED: _person_erased,
    FactKind.LINKS_DESTROYED: _links_destroyed,
}
# What a station says of the survey as a whole is history here: operators, catalogues and runs are the office's.
_ARRIVED = on_merge.ARRIVING | {
    FactKind.SESSION_OPENED: _session_opened,
    FactKind.BATCH_OPENED: _batch_opened,
    FactKind.HEAD_PRINTED: _head_printed,
}
