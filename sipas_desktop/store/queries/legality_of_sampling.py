"""Whether a draw or a replacement could have happened: from a frame in no other draw, in the order of the reserve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.store import models as m
from sipas_desktop.store import sample_lists as lists
from sipas_desktop.store.queries.legality_of_merges import ILLEGAL, unless
from sipas_desktop.store.recheck_rows import MOBILE, PHONE
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow.drawing import BASES

Said = Mapping[str, Any]
Judge = Callable[[Fact, Said, str], str | None]


def judges(conn: Connection, source: Connection) -> dict[str, Judge]:
    """Kind → what judges its facts before they are projected into the replay ``conn``."""
    return {
        FactKind.SAMPLE_DRAWN: lambda fact, said, operator: drawn(conn, source, said),
        FactKind.MEMBER_REPLACED: lambda fact, said, operator: replaced(conn, source, said),
        FactKind.PERSON_ERASED: lambda fact, said, operator: erased(conn, source, said),
    }


def drawn(conn: Connection, source: Connection, said: Said) -> str | None:
    """A draw is made from imported rows that are in no other; drawn again, with a reason and before it was used."""
    imports, supersedes = said["imports"], said["supersedes"]
    if said["basis"] not in BASES or (supersedes is None) != (said["reason"] is None) or not _counts(said):
        return ILLEGAL
    superseding = None
    if supersedes is not None:
        last = lists.last_draw(conn)
        if last is None or ref_of(conn, last.published) != supersedes or lists.is_used(conn, last):
            return ILLEGAL
        superseding = last.id
    return unless(imports and imports == lists.open_imports(source, conn, superseding))


def _counts(said: Said) -> bool:
    """Whether it says what was counted where it was counted from transactions, and only there."""
    if said["basis"] != "transactions":
        return "counted" not in said and "years" not in said
    numbers = [*said.get("counted", {}).values(), *said.get("years", [])]
    return bool(said.get("counted")) and all(type(number) is int and number >= 0 for number in numbers)


def replaced(conn: Connection, source: Connection, said: Said) -> str | None:
    """Somebody of the official list who has not answered, by whose turn it is."""
    member = said["member"]
    if not lists.is_official(source, conn, member) or lists.has_answered(source, conn, member):
        return ILLEGAL
    by = lists.next_in_reserve(source, conn, member)
    if said["elsewhere"]:
        by = None if by else lists.next_in_reserve(source, conn, member, elsewhere=True)
    return unless(by is not None and by == said["by"])


def erased(conn: Connection, source: Connection, said: Said) -> str | None:
    """Somebody of a list that counts, once."""
    s, i, e = m.sample_member.c, m.sample_import.c, m.erased.c
    own = source.execute(select(s["import"]).where(s.id == said["member"])).scalar()
    counts = conn.execute(select(i.id).where(i.id == own, i.published.is_not(None))).first() is not None
    again = conn.execute(select(e.member).where(e.member == said["member"])).first() is not None
    return unless(counts and not again and said["phone"] in ("", PHONE, MOBILE))
