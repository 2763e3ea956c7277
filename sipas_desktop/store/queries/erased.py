"""What facts about erased persons explain: values that are gone, and draws that cannot be made again.

They come after what they erase, so all of them are read before the first fact is followed. Each explains only what is
hers; where a fact is followed itself, it is looked at whether just that is gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.store import models as m
from sipas_desktop.store.erasures import GONE, KEPT, drawn_sha256, kept_sha256
from sipas_desktop.store.queries.problems import MALFORMED
from sipas_desktop.store.statements import Statement

Said = Mapping[str, Any]

_SAID = Statement(select(m.fact.c.payload).where(m.fact.c.kind == FactKind.PERSON_ERASED.value))
_MEMBER = Statement(
    select(m.sample_member.c["import"], m.sample_member.c.salt, *(m.sample_member.c[name] for name in (*GONE, *KEPT)))
    .where(m.sample_member.c.id == bindparam("id"))
)  # fmt: skip
_SERIAL = Statement(select(m.link.c.serial).where(m.link.c.member == bindparam("member")))
_WORDS = Statement(select(m.personal.c.salt, m.personal.c.value).where(m.personal.c.id == bindparam("id")))
_KEPT = Statement(select(m.personal.c.id).where(m.personal.c.id == bindparam("id")))
_COLUMNS: Final = ("import", "salt", *GONE, *KEPT)


def said_in(source: Connection) -> list[Said]:
    """What all facts about erased persons in the file say; those that cannot be read their chain tells of."""
    found = []
    for (payload,) in _SAID.rows(source):
        try:
            said = json.loads(payload)
            _ = said["member"], [*said["texts"], *said["dossiers"]], said["draws"].keys(), said["kept"]
            found.append(said)
        except MALFORMED:
            continue
    return found


class Erased:
    """``source`` is the file that is checked; ``facts`` what its facts about erased persons say."""

    def __init__(self, source: Connection, facts: Iterable[Said]) -> None:
        self._source = source
        self._members: dict[str, Said] = {}
        self._texts: dict[str, list[str]] = {}  # value → members whose fact says that it is gone
        self._drawn: dict[str, set[str]] = {}  # draw → what facts say its rows hash to
        for said in facts:
            self._members[said["member"]] = said
            for ref in said["texts"]:
                self._texts.setdefault(ref, []).append(said["member"])
            for draw, digest in said["draws"].items():
                self._drawn.setdefault(draw, set()).add(digest)

    def explains_text(self, kind: str, subject: str, said: Said, ref: str) -> bool:
        """Whether the value ``ref`` of that fact is gone since it was an erased person's."""
        members = self._texts.get(ref, ())
        if kind == FactKind.MEMBER_REPLACED:
            return any(member in (said["member"], said["by"]) for member in members)
        if kind == FactKind.RECHECK_ANSWERED:
            return any(_SERIAL.scalar(self._source, member=member) == subject for member in members)
        return kind == FactKind.ONLINE_ANSWERED and bool(members) and ref == (said["dossier"] or {}).get("ref")

    def explains_member(self, salt: str | None, row: Said) -> bool:
        """Whether the member in ``row`` was erased, wholly, and what stays of her is what it was."""
        said = self._members.get(row["id"])
        empty = salt is None and all(row[name] is None for name in GONE)
        return said is not None and empty and kept_sha256(row) == said["kept"]

    def explains_draw(self, draw: str) -> bool:
        """Whether somebody of the frame of ``draw`` was erased since."""
        return draw in self._drawn

    def drawn_holds(self, draw: str) -> bool:
        """Whether the file still holds who was drawn then, as all facts about persons of its frame say."""
        return self._drawn[draw] == {drawn_sha256(self._source, draw)}

    def is_right(self, replay: Connection, said: Said, frames: Mapping[str, list[str]]) -> bool:
        """Whether just that is gone which the fact says, all of it was there before, and it names the draws of her row.

        ``frames``: draw → its imports, of all draws so far.
        """
        row = _MEMBER.first(self._source, id=said["member"])
        if row is None:
            return False
        details = dict(zip(_COLUMNS, row, strict=True))
        own = details["import"]
        draws = {draw for draw, imports in frames.items() if own in imports} if details["list"] == "frame" else set()
        refs = said["texts"]
        return (
            self.explains_member(details["salt"], details)
            and draws == said["draws"].keys()
            and len(set(refs)) == len(refs)
            and all(_KEPT.first(replay, id=ref) is not None for ref in (*refs, *said["dossiers"]))
            and all(_WORDS.first(self._source, id=ref) == (None, None) for ref in refs)
        )
