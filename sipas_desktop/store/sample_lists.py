"""Which list a member stands on now: as it was imported, as it was drawn, after replacements.

A check replays facts into another database than the one that holds the members. So whatever a draw or a replacement is
judged by is asked of two connections: ``members`` holds the table ``sample_member``, ``state`` what facts say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Subquery, case, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import RETURNED, State
from sipas_desktop.domain.sampling import COLUMNS, Chosen, FrameRow, stratum_key
from sipas_desktop.store import models as m

AT_ONCE: Final = 500  # values in one IN (…)
REPLACED: Final = "replaced"


def frame_rows(members: Connection, imports: Sequence[str]) -> list[FrameRow]:
    """The frame's rows that came with ``imports``."""
    s = m.sample_member.c
    query = select(s.id, *(s[column] for column in COLUMNS)).where(s.list == "frame", s.name.is_not(None))
    found = []
    for start in range(0, len(imports), AT_ONCE):
        part = query.where(s["import"].in_(list(imports[start : start + AT_ONCE])))
        found += [FrameRow(row[0], *(cell or "" for cell in row[1:])) for row in members.execute(part)]
    return found


def drawn_rows(draw: str, chosen: Iterable[Chosen]) -> list[dict[str, Any]]:
    """The rows of the table ``drawn`` for what was drawn."""
    return [
        {"draw": draw, "member": each.id, "list": each.list, "stratum": each.stratum, "place": each.place}
        for each in chosen
    ]


def standing(*more: ColumnElement[Any]) -> Subquery:
    """Every member of a published list: ``id``, ``list`` now, ``draw``, ``stratum`` and ``place`` of who was drawn.

    ``list`` is frame | official | reserve | replaced. ``more``: other columns of ``sample_member``.
    """
    s, d = m.sample_member.c, _drawn_now()
    out, into = m.replacement.alias("out"), m.replacement.alias("into")
    now = case(
        (out.c.member.is_not(None), REPLACED),
        (into.c.by.is_not(None), "official"),
        (d.c.list.is_not(None), d.c.list),
        else_=s.list,
    )
    return (
        select(s.id, now.label("list"), d.c.draw, d.c.stratum, d.c.place, *more)
        .join(m.sample_import, m.sample_import.c.id == s["import"])
        .outerjoin(d, d.c.member == s.id)
        .outerjoin(out, out.c.member == s.id)
        .outerjoin(into, into.c.by == s.id)
        .where(m.sample_import.c.published.is_not(None))
        .subquery("standing")
    )


def _drawn_now() -> Subquery:
    w = m.draw.c
    return (
        select(m.drawn)
        .join(m.draw, w.id == m.drawn.c.draw)
        .where(w.published.is_not(None), w.superseded.is_(None))
        .subquery("drawn_now")
    )


@dataclass(frozen=True)
class DrawNow:
    """A draw that no other took the place of: its id and the fact that says it."""

    id: str
    published: int


def last_draw(state: Connection) -> DrawNow | None:
    """The newest draw that counts."""
    w = m.draw.c
    current = select(w.id, w.published).where(w.published.is_not(None), w.superseded.is_(None))
    row = state.execute(current.order_by(w.published.desc())).first()
    return None if row is None else DrawNow(*row)


def is_used(state: Connection, draw: DrawNow) -> bool:
    """Whether ballots were printed since, or one of its members was replaced: then its lists are out of the house."""
    run, d, r = m.print_run.c, m.drawn.c, m.replacement.c
    printed = select(run.id).where(run.purpose == "ballots", run.published > draw.published).limit(1)
    replaced = select(r.member).join(m.drawn, (d.member == r.member) | (d.member == r.by)).where(d.draw == draw.id)
    return state.execute(printed).first() is not None or state.execute(replaced.limit(1)).first() is not None


def open_imports(members: Connection, state: Connection, superseding: str | None = None) -> list[str]:
    """The imports whose frame rows are in no draw that counts, or in the one that is drawn again."""
    i, s = m.sample_import.c, m.sample_member.c
    free = i.draw.is_(None) if superseding is None else (i.draw.is_(None)) | (i.draw == superseding)
    published = set(state.execute(select(i.id).where(i.published.is_not(None), free)).scalars())
    with_frame = members.execute(select(s["import"]).where(s.list == "frame").distinct()).scalars()
    return sorted(published.intersection(with_frame))


# -- replacing ---------------------------------------------------------------------------------------------------------


def is_official(members: Connection, state: Connection, member: str) -> bool:
    """Whether ``member`` stands on the official list now."""
    r = m.replacement.c
    if state.execute(select(r.member).where(r.member == member)).first() is not None:
        return False
    if state.execute(select(r.by).where(r.by == member)).first() is not None:
        return True
    return _came_to(members, state, member)[0] == "official"


def official_members(members: Connection, state: Connection) -> frozenset[str]:
    """Everybody who stands on the official list now, by random id: whoever ``is_official``, asked once for all."""
    s, i, d, r = m.sample_member.c, m.sample_import.c, _drawn_now(), m.replacement.c
    published = set(state.execute(select(i.id).where(i.published.is_not(None))).scalars())
    imported = members.execute(select(s.id, s["import"]).where(s.list == "official"))
    drawn = {row[0]: row[1] for row in state.execute(select(d.c.member, d.c.list))}
    found = {member for member, own in imported if own in published and member not in drawn}
    found |= {member for member, name in drawn.items() if name == "official"}
    changed = state.execute(select(r.member, r.by)).all()
    return frozenset((found | {by for _, by in changed}) - {member for member, _ in changed})


def sample_stands_at(state: Connection) -> tuple[int, ...]:
    """What changes with every import, draw and replacement: as long as it is the same, so are all lists."""
    newest = (m.sample_import.c.published, m.draw.c.published, m.replacement.c.fact)
    return tuple(state.execute(select(func.max(column))).scalar() or 0 for column in newest)


def has_answered(members: Connection, state: Connection, member: str) -> bool:
    """Whether the ballot of ``member`` is back, and was not thrown out since."""
    serial = members.execute(select(m.link.c.serial).where(m.link.c.member == member)).scalar()
    found = state.execute(select(m.ballot.c.state).where(m.ballot.c.serial == serial)).scalar()
    return found is not None and State(found) in RETURNED - {State.VOIDED}


def next_in_reserve(members: Connection, state: Connection, member: str, elsewhere: bool = False) -> str | None:
    """Whose turn it is to come in the place of ``member``: the first of her stratum's reserve who has not come yet.

    An imported list has a stratum for each unit, in the order of the list. With ``elsewhere`` it is the first of the
    others: of all draws by place, then stratum, then of the imported lists.
    """
    _, draw, stratum = _came_to(members, state, member)
    used = _used_up(state)
    d = _drawn_now()
    drawn = select(d.c.member).where(d.c.list == "reserve")
    if draw and not elsewhere:
        own = drawn.where(d.c.draw == draw, d.c.stratum == stratum).order_by(d.c.place)
        return _first(state.execute(own).scalars(), used)
    reserve = _imported_reserve(members, state)
    if not elsewhere:
        return _first((each for each, unit in reserve if unit == stratum), used)
    order = drawn.join(m.draw, m.draw.c.id == d.c.draw).order_by(m.draw.c.published, d.c.place, d.c.stratum)
    return _first([*state.execute(order).scalars(), *(each for each, _ in reserve)], used)


def stratum_of(members: Connection, state: Connection, member: str) -> tuple[str | None, int | str]:
    """Whose reserve is asked first for ``member``: draw and stratum there; None and the unit of an imported list."""
    _, draw, stratum = _came_to(members, state, member)
    return draw, stratum


def reserve_left(members: Connection, state: Connection) -> Counter[tuple[str | None, int | str]]:
    """How many of the reserve have not come yet, by ``stratum_of``."""
    used = _used_up(state)
    d = _drawn_now()
    drawn = state.execute(select(d.c.member, d.c.draw, d.c.stratum).where(d.c.list == "reserve"))
    left: Counter[tuple[str | None, int | str]] = Counter(
        (draw, stratum) for member, draw, stratum in drawn if member not in used
    )
    left.update((None, unit) for member, unit in _imported_reserve(members, state) if member not in used)
    return left


def _used_up(state: Connection) -> set[str]:
    """Who of the reserve does not come any more: she has come, or was erased."""
    come = state.execute(select(m.replacement.c.by)).scalars()
    return {*come, *state.execute(select(m.erased.c.member)).scalars()}


def _first(candidates: Iterable[str], used: set[str]) -> str | None:
    return next((each for each in candidates if each not in used), None)


def _came_to(members: Connection, state: Connection, member: str) -> tuple[str, str | None, int | str]:
    """The list that ``member`` was drawn or imported to, the draw, the stratum there; ("", None, "") of nobody."""
    d = _drawn_now()
    row = state.execute(select(d.c.list, d.c.draw, d.c.stratum).where(d.c.member == member)).first()
    if row is not None:
        return str(row[0]), str(row[1]), int(row[2])
    s, i = m.sample_member.c, m.sample_import.c
    imported = members.execute(select(s.list, s.unit, s["import"]).where(s.id == member)).first()
    if imported is None:
        return "", None, ""
    published = select(i.id).where(i.id == imported[2], i.published.is_not(None))
    if state.execute(published).first() is None:
        return "", None, ""
    return str(imported[0]), None, stratum_key(imported[1] or "")


def _imported_reserve(members: Connection, state: Connection) -> list[tuple[str, str]]:
    """Member and unit of the reserve lists that were imported ready, in their order."""
    s, i = m.sample_member.c, m.sample_import.c
    published = set(state.execute(select(i.id).where(i.published.is_not(None))).scalars())
    query = select(s.id, s.unit, s["import"]).where(s.list == "reserve").order_by(s.position)
    return [(row[0], stratum_key(row[1] or "")) for row in members.execute(query) if row[2] in published]
