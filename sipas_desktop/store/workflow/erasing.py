"""Erases a person of the sample list on request: her row, and what facts keep of her beside them.

The facts stay, and with them every commitment; salts and values go, so nothing can be guessed from what stays. What is
known afterwards is that a member with this random id was erased, when, by whom and why.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select, update

from sipas_desktop.domain.cleaning import dossier_key
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.sampling import draw
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.engine import overwrite_what_goes
from sipas_desktop.store.erasures import GONE, KEPT, drawn_sha256, kept_sha256
from sipas_desktop.store.recheck_rows import telephone
from sipas_desktop.store.sample_lists import drawn_rows, frame_rows
from sipas_desktop.store.workflow.interrupted_imports import forget_interrupted_imports
from sipas_desktop.store.workflow.permission import acting, require

LONGEST: Final = 300  # letters of the reason
_COLUMNS: Final = ("import", *KEPT, *GONE)
_SHORT: Final = 4  # letters of a cell that a reason may have by chance

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Erased:
    """How many rows and written words are gone. ``already``: they were before, and only their traces were looked for.

    ``clean``: nothing of them is left in the survey's file. Else somebody else was reading it: do it again.
    """

    rows: int
    texts: int
    already: bool
    clean: bool


def erase_person(survey: OpenSurvey, position: int, reason: str) -> Erased:
    """Erase the member at ``position`` of the list, in all rows that name her so.

    These are the rows with her name and her dossier, telephone or address, on whatever list. What a killed import left
    goes whole: it may name her. Done again for somebody who is erased, only what the file may still hold of it is
    cleaned out. Raises ``Refusal`` without a reason, for one
    that tells something of her, and for a position that no list has.
    """
    require(survey, Verb.IMPORT_SAMPLE)
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= LONGEST:
        raise Refusal("erase.reason", most=LONGEST)
    forget_interrupted_imports(survey)
    with acting(survey, Verb.IMPORT_SAMPLE) as tx:
        conn = tx.conn
        rows = _hers(conn, position)
        if already := not rows:
            texts: set[str] = set()
        else:
            _refuse_named(reason, rows)
            draws = {row["id"]: _draws(conn, row) for row in rows}
            online, alone = _dossiers_online(conn, rows)
            said = {row["id"]: [*_texts(conn, row["id"]), *alone.get(row["id"], ())] for row in rows}
            texts = {ref for refs in said.values() for ref in refs}
            _empty(conn, [row["id"] for row in rows], sorted(texts))
            for row in rows:
                tx.append(
                    FactKind.PERSON_ERASED,
                    member=row["id"],
                    kept=kept_sha256(row),
                    phone=telephone(row["phone"]),
                    texts=said[row["id"]],
                    dossiers=online.get(row["id"], []),
                    draws=draws[row["id"]],
                    reason=tx.personal(reason),
                )
    return Erased(len(rows), len(texts), already, survey.clean_out())


def _hers(conn: Connection, position: int) -> list[Row]:
    """All rows that name the member at ``position``; none where she is erased."""
    s, i, e = m.sample_member.c, m.sample_import.c, m.erased.c
    published = select(i.id).where(i.published.is_not(None))
    columns = [s[name] for name in _COLUMNS]
    found = conn.execute(select(*columns).where(s.position == position, s["import"].in_(published))).mappings().first()
    if found is None:
        raise Refusal("erase.no_member", found=position)
    if conn.execute(select(e.member).where(e.member == found["id"])).first() is not None:
        return []
    others = select(*columns).where(s["import"].in_(published), s.name.is_not(None), s.id != found["id"])
    same = [dict(row) for row in conn.execute(others).mappings() if _is_same(found, row)]
    return [dict(found), *same]


def _is_same(one: Any, other: Any) -> bool:
    """Whether two rows name one person: the name, and one of dossier, telephone and address."""
    if fold(one["name"] or "") != fold(other["name"] or ""):
        return False
    return any(one[cell] and fold(one[cell]) == fold(other[cell] or "") for cell in ("dossier", "phone", "address"))


def _refuse_named(reason: str, rows: Iterable[Row]) -> None:
    """The reason stays: it must tell nothing of her."""
    said = fold(reason)
    for row in rows:
        for cell in ("name", "address", "phone", "dossier"):
            if len(row[cell] or "") >= _SHORT and fold(row[cell]) in said:
                raise Refusal("erase.names_her")


def _draws(conn: Connection, row: Row) -> dict[str, str]:
    """The draws that her row was in the frame of, with who was drawn by hash: they cannot be made again without it.

    Raises ``Refusal`` where one of them does not give what its fact says even now.
    """
    if row["list"] != "frame":
        return {}
    known: dict[str, str] = {}
    for (payload,) in conn.execute(select(m.fact.c.payload).where(m.fact.c.kind == FactKind.PERSON_ERASED.value)):
        known |= json.loads(payload)["draws"]
    found = {}
    drawn = select(m.draw.c.id, m.fact.c.payload).join(m.fact, m.fact.c.seq == m.draw.c.published)
    for own, payload in conn.execute(drawn).all():
        said = json.loads(payload)
        if row["import"] not in said["imports"]:
            continue
        found[own] = drawn_sha256(conn, own)
        if found[own] != known.get(own, found[own]) or (own not in known and not _gives(conn, own, said)):
            raise Refusal("erase.draw")
    return found


def _gives(conn: Connection, own: str, said: Mapping[str, Any]) -> bool:
    frame = frame_rows(conn, said["imports"])
    made = draw(frame, said["seed"], said["method"], said["official"], said["reserve"], said["by"])
    columns = ("member", "list", "stratum", "place")
    due = sorted(tuple(row[name] for name in columns) for row in drawn_rows(own, made.chosen))
    d = m.drawn.c
    held = conn.execute(select(*(d[name] for name in columns)).where(d.draw == own))
    return made.frame_sha256 == said["frame_sha256"] and due == sorted(map(tuple, held))


def _texts(conn: Connection, member: str) -> list[str]:
    """What facts keep of her in words: why she was replaced or came in somebody's place, what she replied."""
    r, link = m.replacement.c, m.link.c
    replaced = select(m.fact.c.payload).join(m.replacement, r.fact == m.fact.c.seq)
    payloads = [*conn.execute(replaced.where((r.member == member) | (r.by == member))).scalars()]
    serial = conn.execute(select(link.serial).where(link.member == member)).scalar()
    if serial is not None and conn.execute(select(m.recheck.c.serial).where(m.recheck.c.serial == serial)).first():
        f = m.fact.c
        replies = select(f.payload).where(f.kind == FactKind.RECHECK_ANSWERED.value, f.subject == serial)
        payloads += conn.execute(replies).scalars()
    texts = [said.get("reason") or said.get("reply") for said in map(json.loads, payloads)]
    return _unerased(conn, [text["ref"] for text in texts if text])


def _dossiers_online(conn: Connection, rows: Sequence[Row]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Her rows → the dossiers of online answers on hers; and those of them that nobody else in the list has."""
    own: dict[str, list[str]] = {}  # dossier → rows
    for row in rows:
        if row["dossier"]:
            own.setdefault(dossier_key(row["dossier"]), []).append(row["id"])
    found: dict[str, list[str]] = {}
    alone: dict[str, list[str]] = {}
    if own:
        s, p = m.sample_member.c, m.personal.c
        others = select(s.dossier).where(s.dossier.is_not(None), s.id.not_in([row["id"] for row in rows]))
        shared = {dossier_key(dossier) for dossier in conn.execute(others).scalars()}
        said = select(p.id, p.value).join(m.online_answer, m.online_answer.c.dossier == p.id)
        for ref, value in conn.execute(said.where(p.value.is_not(None))):
            key = dossier_key(value)
            for member in own.get(key, ()):
                found.setdefault(member, []).append(ref)
                if key not in shared:
                    alone.setdefault(member, []).append(ref)
    return found, alone


def _unerased(conn: Connection, refs: Iterable[str]) -> list[str]:
    p = m.personal.c
    there = select(p.id).where(p.value.is_not(None))
    return [ref for ref in dict.fromkeys(refs) if conn.execute(there.where(p.id == ref)).first() is not None]


def _empty(conn: Connection, members: Sequence[str], texts: Sequence[str]) -> None:
    overwrite_what_goes(conn)
    nothing = dict.fromkeys((*GONE, "salt"))
    for member in members:
        conn.execute(update(m.sample_member).where(m.sample_member.c.id == member).values(nothing))
    for ref in texts:
        conn.execute(update(m.personal).where(m.personal.c.id == ref).values(salt=None, value=None))
