"""What facts commit to by hash, compared with what the file holds: documents, written words, sample members, links."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.sql import func

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.fact import Fact, FactKind, canonical, commitment, commitments_root
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.plan_file import read_plan
from sipas_desktop.domain.sampling import RULES, draw
from sipas_desktop.domain.toml_reader import sha256
from sipas_desktop.errors import Refusal
from sipas_desktop.signature import public_of
from sipas_desktop.store import models as m
from sipas_desktop.store.package_rows import KEEP_SECRET, PACKAGES_HELD, SECRET, SECRETS_HELD, held, keep
from sipas_desktop.store.personal import texts_of
from sipas_desktop.store.queries.erased import Erased, Said, said_in
from sipas_desktop.store.queries.problems import MALFORMED, Problems
from sipas_desktop.store.queries.unlinked import Unlinked
from sipas_desktop.store.sample_lists import drawn_rows, frame_rows
from sipas_desktop.store.statements import Statement, inserting

MEMBER_FIELDS: Final = tuple(
    column.name for column in m.sample_member.columns if column.name not in ("import", "salt", "commitment")
)
AT_ONCE: Final = 1000  # rows read at a time

_CREATED = Statement(select(m.fact.c.payload).where(m.fact.c.kind == bindparam("kind")))
_DOCUMENTS = Statement(select(m.document.c.sha256, m.document.c.kind, m.document.c.code, m.document.c.source))
_WORDS = Statement(
    select(m.personal.c.id, m.personal.c.salt, m.personal.c.value).where(m.personal.c.id == bindparam("id"))
)
_KEEP = inserting(m.personal)
_KEPT = Statement(select(m.personal.c.id).where(m.personal.c.id == bindparam("id")))
_WORDS_HELD = Statement(select(m.personal.c.id).order_by(m.personal.c.id))
_MEMBERS = Statement(
    select(m.sample_member.c.salt, m.sample_member.c.commitment, *(m.sample_member.c[name] for name in MEMBER_FIELDS))
    .where(m.sample_member.c["import"] == bindparam("import_"))
    .order_by(m.sample_member.c.position)
)
_LINKS = Statement(
    select(m.link.c.serial, m.link.c.member, m.link.c.salt, m.link.c.commitment)
    .where(m.link.c.serial.between(bindparam("first"), bindparam("last")))
    .order_by(m.link.c.serial)
)
_HELD_DRAW = Statement(select(m.drawn.c.draw).where(m.drawn.c.draw == bindparam("draw")).limit(1))
_DRAWN = inserting(m.drawn)
_DRAWN_ROWS = Statement(select(m.drawn).where(m.drawn.c.draw == bindparam("draw")))
_NUMBER = Statement(select(m.survey.c.number))
_LINKS_IN_ALL = Statement(select(func.count()).select_from(m.link))
_LINKS_OF_NO_RUN = Statement(
    select(func.count())
    .select_from(m.link)
    .join(m.ballot, m.ballot.c.serial == m.link.c.serial)
    .join(m.print_run, m.print_run.c.id == m.ballot.c.run)
    .where(m.print_run.c.published.is_(None))
)
_MEMBERS_IN_ALL = Statement(select(func.count()).select_from(m.sample_member))
_MEMBERS_OF_NO_LIST = Statement(
    select(func.count())
    .select_from(m.sample_member)
    .join(m.sample_import, m.sample_import.c.id == m.sample_member.c["import"])
    .where(m.sample_import.c.published.is_(None))
)


def documents(conn: Connection, problems: Problems) -> tuple[Plan, dict[str, Form]] | None:
    """The plan and the forms by hash, of every version; None where one of them is not what it was."""
    before = len(problems.found)
    promised: dict[str, tuple[str, str | None]] = {}  # hash → kind, code
    # A station's file has its documents by the hand-out.
    created = _CREATED.rows(conn, kind=FactKind.SURVEY_CREATED.value)
    for (payload,) in created or _CREATED.rows(conn, kind=FactKind.HANDED_OUT.value):
        try:
            said = json.loads(payload)
            promised[said["plan"]] = ("plan", None)
            promised |= {digest: ("form", code) for code, digest in said["forms"].items()}
            promised |= {digest: ("form", code) for digest, code in said.get("older", {}).items()}
        except MALFORMED:
            return None  # its chain tells more
    for (payload,) in _CREATED.rows(conn, kind=FactKind.FORM_CHANGED.value):
        try:
            said = json.loads(payload)
            promised[said["form"]] = ("form", said["code"])
        except MALFORMED:
            return None
    plans: list[Plan] = []
    forms: dict[str, Form] = {}
    for digest, kind, code, source in _DOCUMENTS.rows(conn):
        due_kind, due_code = promised.pop(digest, ("", None))
        if not isinstance(source, str) or sha256(source) != digest or kind != due_kind or due_code not in (None, code):
            problems.note("check.document", document=code)
        elif kind == "form":
            forms[digest] = read_form(source, f"{code}.toml")
        else:
            plan = read_plan(source, "plan.toml")
            plans.append(plan)
            if code != plan.id:
                problems.note("check.document", document=code)
    for digest in promised:
        problems.note("check.document", document=digest)
    return (plans[0], forms) if plans and len(problems.found) == before else None


class Commitments:
    """Compares while the facts go by; ``replay`` is handed the words that the facts commit to."""

    def __init__(
        self,
        source: Connection,
        replay: Connection,
        problems: Problems,
        erased: Iterable[Said] | None = None,
        unlinked: bool | None = None,
    ) -> None:
        """``erased``: what facts about erased persons say, where they lie elsewhere than in ``source``.

        ``unlinked``: whether one there says that links were destroyed.
        """
        self._source = source
        self._unlinked = Unlinked(source, unlinked)
        self._erased = Erased(source, said_in(source) if erased is None else erased)
        self._frames: dict[str, list[str]] = {}  # draw → the imports of its frame
        self._replay = replay
        self._problems = problems
        self._members = 0
        self._links = 0
        self._packages: set[str] = set()
        self._keys: set[str] = set()

    def check(self, fact: Fact, said: Mapping[str, Any], operator: str) -> None:
        """Whether what ``fact`` commits to is still what it was."""
        for text in texts_of(fact.kind, said):
            row = _WORDS.first(self._source, id=text["ref"])
            gone = row is not None and row[1] is None and row[2] is None
            explained = gone and (
                self._erased.explains_text(fact.kind, fact.subject, said, text["ref"])
                or self._unlinked.explains_text(fact.kind, said, text["ref"])
            )
            # What no fact explains was taken away behind the program's back.
            if row is None or not (explained or commitment(row[1] or "", row[2] or "") == text["commitment"]):
                self._problems.note_fact("check.personal", fact, operator)
            elif _KEPT.first(self._replay, id=text["ref"]) is not None:
                self._problems.note_fact("check.illegal", fact, operator)  # two facts share one value
            else:
                _KEEP.run(self._replay, id=row[0], salt=row[1], value=row[2])
        if fact.kind == FactKind.SAMPLE_IMPORTED:
            self._check_members(fact, said, operator)
        elif fact.kind == FactKind.SAMPLE_DRAWN:
            self._draw_again(fact, said, operator)
        elif fact.kind == FactKind.BALLOTS_PRINTED:
            self._check_links(fact, said, operator)
        elif fact.kind == FactKind.PERSON_ERASED:
            if not self._erased.is_right(self._replay, said, self._frames):
                self._problems.note_fact("check.erased", fact, operator)
        elif fact.kind == FactKind.LINKS_DESTROYED:
            if not self._unlinked.is_right(said):
                self._problems.note_fact("check.unlinked", fact, operator)
        elif fact.kind == FactKind.PACKAGE_MERGED:
            self._check_package(fact, said, operator)
        elif fact.kind == FactKind.SIGNING_KEY_SET:
            self._check_key(fact, said, operator)

    def _check_members(self, fact: Fact, said: Mapping[str, Any], operator: str) -> None:
        commitments = []
        for rows in _MEMBERS.stream(self._source, AT_ONCE, import_=said["import"]):
            for salt, digest, *fields in rows:
                details = dict(zip(MEMBER_FIELDS, fields, strict=True))
                whole = commitment(salt or "", canonical(details)) == digest
                if not whole and not self._erased.explains_member(salt, details):
                    self._problems.note_fact("check.member", fact, operator, position=details["position"])
                commitments.append(str(digest))
        if len(commitments) != said["rows"] or commitments_root(commitments) != said["commitments"]:
            self._problems.note_fact("check.sample", fact, operator)
        self._members += len(commitments)

    def _draw_again(self, fact: Fact, said: Mapping[str, Any], operator: str) -> None:
        """Who was drawn follows from the frame and what the fact says; the replay is handed it, to be compared."""
        self._frames[said["draw"]] = said["imports"]
        if self._erased.explains_draw(said["draw"]):
            self._take_over(fact, said, operator)
            return
        try:
            frame = frame_rows(self._source, said["imports"])
            drawn = draw(frame, said["seed"], said["method"], said["official"], said["reserve"], said["by"])
        except Refusal:
            self._problems.note_fact("check.draw", fact, operator)
            return
        strata = [[each.name, each.rows, each.asked, each.official, each.reserve] for each in drawn.strata]
        due = (RULES, drawn.rows, drawn.duplicates, drawn.frame_sha256, strata)
        twice = _HELD_DRAW.first(self._replay, draw=said["draw"]) is not None  # another fact has made it already
        if twice or due != tuple(said[name] for name in ("rules", "rows", "duplicates", "frame_sha256", "strata")):
            self._problems.note_fact("check.draw", fact, operator)
            return
        _DRAWN.run_many(self._replay, drawn_rows(said["draw"], drawn.chosen))

    def _take_over(self, fact: Fact, said: Mapping[str, Any], operator: str) -> None:
        """Somebody of the frame was erased since: the replay is handed who was drawn, as her fact has it by hash."""
        twice = _HELD_DRAW.first(self._replay, draw=said["draw"]) is not None
        if twice or not self._erased.drawn_holds(said["draw"]):
            self._problems.note_fact("check.draw", fact, operator)
            return
        columns = [column.name for column in m.drawn.columns]
        rows = [dict(zip(columns, row, strict=True)) for row in _DRAWN_ROWS.rows(self._source, draw=said["draw"])]
        _DRAWN.run_many(self._replay, rows)

    def _check_links(self, fact: Fact, said: Mapping[str, Any], operator: str) -> None:
        """A linked run has one link a ballot, those that its fact commits to; another run has none."""
        number = _NUMBER.scalar(self._replay)
        if number is None:
            return  # the replay stopped before it came to the survey's own fact, which tells more
        try:
            first, last = (serials.make(number, said["first"] + step) for step in (0, said["count"] - 1))
        except Refusal:  # more than there are serials
            self._problems.note_fact("check.links", fact, operator)
            return
        if self._unlinked.destroyed:  # it proves itself that none is left
            if said["linked"] != self._unlinked.linked(first, last):
                self._problems.note_fact("check.links", fact, operator)
            return
        commitments = []
        for rows in _LINKS.stream(self._source, AT_ONCE, first=first, last=last):
            for serial, member, salt, digest in rows:
                if commitment(salt or "", canonical({"serial": serial, "member": member})) != digest:
                    self._problems.note_fact("check.link", fact, operator, serial=serials.show(str(serial)))
                commitments.append(str(digest))
        root = commitments_root(commitments) if commitments else None
        if len(commitments) != said["linked"] or root != said["links"]:
            self._problems.note_fact("check.links", fact, operator)
        self._links += len(commitments)

    def _check_package(self, fact: Fact, said: Mapping[str, Any], operator: str) -> None:
        """The package is here as it was signed; the replay is handed it."""
        try:
            package = held(self._source, said["package"])
        except Refusal:
            package = None
        if package is None or package.sha256 != said["package"]:
            self._problems.note_fact("check.package", fact, operator, package=str(said["package"])[:12])
        elif said["package"] not in self._packages:
            keep(self._replay, package)
            self._packages.add(said["package"])

    def _check_key(self, fact: Fact, said: Mapping[str, Any], operator: str) -> None:
        """The private key to it is here; the replay is handed it, for what is put together from damaged files."""
        private = SECRET.scalar(self._source, public=said["public"])
        try:
            whole = private is not None and public_of(private) == said["public"]
        except ValueError:
            whole = False
        if not whole:
            self._problems.note_fact("check.signing_key", fact, operator)
        elif said["public"] not in self._keys:
            KEEP_SECRET.run(self._replay, public=said["public"], private=private)
            self._keys.add(said["public"])

    def finish(self) -> None:
        """After the last fact: nothing is there that no fact speaks of, but what an interrupted run left."""
        for rows in _WORDS_HELD.stream(self._source, AT_ONCE):
            for (stray,) in rows:
                if _KEPT.first(self._replay, id=stray) is None:
                    self._problems.note("check.stray_personal", id=stray)
        for stray, known in ((PACKAGES_HELD, self._packages), (SECRETS_HELD, self._keys)):
            if {found for (found,) in stray.rows(self._source)} != known:
                self._problems.note(
                    "check.stray_rows", table="package_file" if stray is PACKAGES_HELD else "signing_secret"
                )
        waiting = _MEMBERS_OF_NO_LIST.scalar(self._source) or 0
        if self._members + waiting != _MEMBERS_IN_ALL.scalar(self._source):
            self._problems.note("check.stray_rows", table=m.sample_member.name)
        if waiting:
            self._problems.tell("check.interrupted_import", rows=waiting)
        if self._links + (_LINKS_OF_NO_RUN.scalar(self._source) or 0) != _LINKS_IN_ALL.scalar(self._source):
            self._problems.note("check.stray_rows", table=m.link.name)
        if self._unlinked.strays():
            self._problems.note("check.stray_rows", table=m.unlinked.name)
