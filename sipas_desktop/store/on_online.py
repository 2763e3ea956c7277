"""Brings the projections up to facts about online answers and about the officers whom respondents evaluate.

An online answer is a ballot: it has a serial of the survey, in a run whose purpose is "online", and is settled at once.
So the index, records, report and package read it where they read any other. Until its import is published the run
is not, and nobody sees it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fact import Fact
from sipas_desktop.domain.online import ABOUT, COMMENT, content_key
from sipas_desktop.store import models as m
from sipas_desktop.store.on_ballot import set_ballot
from sipas_desktop.store.purposes import ONLINE
from sipas_desktop.store.settled_counts import count_in, count_out
from sipas_desktop.store.statements import Statement, inserting

Said = Mapping[str, Any]

_INSERT_BALLOT = inserting(
    m.ballot, "serial", "run", "state", "unit", "channel", "reason", "photocopy", "received", "judged", "received_on"
)
_INSERT_SETTLED = inserting(m.settled)
_INSERT_ANSWER = inserting(m.online_answer)


def online_begun(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The runs are reserved; nothing of them counts yet."""
    row = {"id": said["import"], "source": said["source"], "begun": fact.seq, "published": None}
    conn.execute(insert(m.online_import), row)
    for run in said["runs"]:
        of_form = {"form": said["form"], "group": said["group"], "unit": None, "purpose": ONLINE, "published": None}
        numbered = {"id": run["run"], "wave": run["wave"], "first": run["first"], "count": run["count"]}
        conn.execute(insert(m.print_run), {**of_form, **numbered})
        conn.execute(insert(m.online_run), {"run": run["run"], "import": said["import"]})


def online_answered(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """A ballot that was never on paper, with its settled answers; or words that are in no figure."""
    serial, comment = fact.subject, "comment" in said
    _INSERT_BALLOT.run(
        conn,
        serial=serial,
        run=said["run"],
        state=(State.VOIDED if comment else State.SETTLED).value,
        unit=said["unit"],
        channel=said["channel"],
        reason=COMMENT if comment else None,
        photocopy=False,
        received=fact.seq,
        judged=fact.seq,
        received_on=said["at"][:10],
    )
    rows = []
    for question, answer in said["answers"].items():
        text = answer.get("text")
        personal = text["ref"] if text else None
        rows.append({"serial": serial, "question": question, "value": answer["value"], "personal": personal})
    _INSERT_SETTLED.run_many(conn, rows)
    if not comment:
        count_in(conn, serial)
    dossier = said["dossier"]
    _INSERT_ANSWER.run(
        conn,
        serial=serial,
        fact=fact.seq,
        officer=said["officer"],
        dossier=dossier["ref"] if dossier else None,
        key=key_of(said),
    )


def online_judged(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """It is out of the figures, or in them again; what it says stays as it is."""
    serial, reason = fact.subject, said["reason"]
    (count_in if reason is None else count_out)(conn, serial)
    state = State.SETTLED if reason is None else State.VOIDED
    set_ballot(conn, serial, state=state.value, reason=reason, judged=fact.seq)


def key_of(said: Said) -> str:
    """The key of an answer's content, as ``domain.online`` makes it of a row."""
    values = {question: answer["value"] for question, answer in said["answers"].items()}
    about = [str(said[name] or "") for name in ABOUT]
    return content_key(said["at"], about, values)


def online_imported(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """All its answers count from here on."""
    own = select(m.online_run.c.run).where(m.online_run.c["import"] == said["import"])
    conn.execute(update(m.print_run).where(m.print_run.c.id.in_(own)).values(published=fact.seq))
    conn.execute(update(m.online_import).where(m.online_import.c.id == said["import"]).values(published=fact.seq))


def same_total(said: Said) -> Any:
    """Which totals are about the same: those of one source, group, unit and wave."""
    t = m.online_total.c
    return (
        (t.source == said["source"])
        & (t.group == said["group"])
        & (t.unit.is_not_distinct_from(said["unit"]))
        & (t.wave.is_not_distinct_from(said["wave"]))
    )


def online_totals_set(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """Later totals of the same source, group, unit and wave take the place of earlier ones."""
    current = m.online_total.c.superseded.is_(None)
    conn.execute(update(m.online_total).where(same_total(said), current).values(superseded=fact.seq))
    row = {name: said[name] for name in ("source", "group", "unit", "wave", "answers")}
    conn.execute(insert(m.online_total), {"fact": fact.seq, **row, "superseded": None})


_NAME_OFFICER = Statement(
    update(m.officer)
    .where(m.officer.c.code == bindparam("b_code"))
    .values(name=bindparam("b_name"), fact=bindparam("b_fact"))
)


def officers_set(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """New officers, and new names of known ones."""
    position = conn.execute(select(func.max(m.officer.c.position))).scalar() or 0
    for entry in said["entries"]:
        name = entry["name"]["ref"]
        if entry["code"] in said["supersedes"]:
            _NAME_OFFICER.run(conn, b_code=entry["code"], b_name=name, b_fact=fact.seq)
        else:
            position += 1
            row = {"code": entry["code"], "name": name, "position": position, "fact": fact.seq}
            conn.execute(insert(m.officer), row)
