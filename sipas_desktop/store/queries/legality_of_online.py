"""Whether facts about online answers and officers could have happened when they were appended."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.sql import func

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.answer import RESERVED
from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.form import Form, Kind, Question
from sipas_desktop.domain.online import COMMENT, Reason
from sipas_desktop.domain.online_totals import are_counts
from sipas_desktop.domain.plan import Plan
from sipas_desktop.store import models as m
from sipas_desktop.store.on_online import same_total
from sipas_desktop.store.queries.legality_of_merges import unless
from sipas_desktop.store.queries.legality_of_papers import Papers
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement

Said = Mapping[str, Any]
MayBe = Callable[[Question, Said], bool]  # whether what a fact says is an answer to the question

_HEX: Final = re.compile(r"[0-9a-f]{64}")
_RUN = Statement(
    select(
        m.print_run.c.form, m.print_run.c.first, m.print_run.c["count"], m.online_import.c.begun,
        m.online_import.c.published,
    )
    .join(m.online_run, m.online_run.c.run == m.print_run.c.id)
    .join(m.online_import, m.online_import.c.id == m.online_run.c["import"])
    .where(m.print_run.c.id == bindparam("run"))
)  # fmt: skip
_OVERLAPPING = Statement(
    select(m.print_run.c.id).where(
        m.print_run.c.first < bindparam("end"), m.print_run.c.first + m.print_run.c["count"] > bindparam("first")
    )
)
_SERIAL = Statement(select(m.ballot.c.serial).where(m.ballot.c.serial == bindparam("serial")))
_NAMED = Statement(
    select(m.catalogue.c.code).where(m.catalogue.c.kind == bindparam("kind"), m.catalogue.c.code == bindparam("code"))
)
_OFFICER = Statement(select(m.officer.c.fact).where(m.officer.c.code == bindparam("code")))
_IMPORT = Statement(
    select(m.online_import.c.begun, m.online_import.c.published).where(m.online_import.c.id == bindparam("id"))
)
_LAID_DOWN = Statement(
    select(func.count())
    .select_from(m.ballot)
    .join(m.online_run, m.online_run.c.run == m.ballot.c.run)
    .where(m.online_run.c["import"] == bindparam("id"))
)
_RESERVED_FOR = Statement(
    select(func.sum(m.print_run.c["count"]))
    .join(m.online_run, m.online_run.c.run == m.print_run.c.id)
    .where(m.online_run.c["import"] == bindparam("id"))
)
_COMMENTS = Statement(
    select(func.count())
    .select_from(m.ballot)
    .join(m.online_run, m.online_run.c.run == m.ballot.c.run)
    .where(m.online_run.c["import"] == bindparam("id"), m.ballot.c.reason == COMMENT)
)
_NUMBER = Statement(select(m.survey.c.number))


class OnlineLegality:
    """Judges the facts of one survey; ``conn`` is the replay, ``may_be`` knows what a question may hold."""

    def __init__(
        self, conn: Connection, source: Connection, plan: Plan, forms: Mapping[str, Form], may_be: MayBe
    ) -> None:
        self._conn, self._plan, self._forms, self._may_be = conn, plan, forms, may_be
        self._papers = Papers(conn, source)
        self.judges: dict[str, Callable[[Fact, Said, str], str | None]] = {
            FactKind.OFFICERS_SET: self.officers_set,
            FactKind.ONLINE_BEGUN: self.begun,
            FactKind.ONLINE_ANSWERED: self.answered,
            FactKind.ONLINE_IMPORTED: self.imported,
            FactKind.ONLINE_JUDGED: lambda fact, said, operator: unless(self._papers.may_judge(fact, said)),
            FactKind.ONLINE_TOTALS_SET: self.totals_set,
        }

    def begun(self, fact: Fact, said: Said, operator: str) -> str | None:
        """The runs are of the group's form, of the plan's waves, and of numbers that nobody has."""
        group, form = self._plan.group(said["group"]), self._forms.get(said["form"])
        waves = {wave.code for wave in self._plan.waves} | {None}
        end = 0
        for run in said["runs"]:
            free = run["first"] > 0 and run["count"] > 0 and run["first"] >= end
            end = run["first"] + run["count"]
            if not free or run.keys() != {"run", "wave", "first", "count"} or run["wave"] not in waves:
                return unless(False)
            if _OVERLAPPING.first(self._conn, first=run["first"], end=end) is not None:
                return unless(False)
        of_group = group is not None and form is not None and group.form == form.code
        hashed = all(_HEX.fullmatch(said[name]) for name in ("file", "mapping"))
        if "on_paper" in said:
            self._papers.beside |= {run["run"] for run in said["runs"]}
        told = said.get("on_paper", False) is False  # true goes without saying
        return unless(of_group and hashed and told and bool(said["runs"]) and end - 1 <= serials.LAST_RUNNING)

    def answered(self, fact: Fact, said: Said, operator: str) -> str | None:
        """By who began the import and before it ended, a serial of its run, answers that the form has."""
        row = _RUN.first(self._conn, run=said["run"])
        if row is None:
            return unless(False)
        form, first, count, begun, published = row
        number = _NUMBER.scalar(self._conn)
        numbered = (
            serials.is_valid(fact.subject)
            and fact.subject.startswith(str(number))
            and first <= serials.running_number(fact.subject) < first + count
            and _SERIAL.first(self._conn, serial=fact.subject) is None
        )
        channel = self._plan.channel(said["channel"])
        came = channel is not None and not channel.paper and is_moment(said["at"])
        if not numbered or not came or published is not None or not self._same_session(fact, begun):
            return unless(False)
        may_say = self._is_comment if "comment" in said else self._are_answers
        return unless(self._is_about(said) and may_say(self._forms[form], said))

    def _same_session(self, fact: Fact, begun: int) -> bool:
        return ref_of(self._conn, begun).partition(":")[0] == fact.session

    def _is_about(self, said: Said) -> bool:
        codes = (("unit", said["unit"]), ("procedure", said["procedure"]))
        known = all(code is None or _NAMED.first(self._conn, kind=kind, code=code) is not None for kind, code in codes)
        dossier = said["dossier"] is None or said["dossier"].keys() == {"ref", "commitment"}
        officer = said["officer"] is None or _OFFICER.first(self._conn, code=said["officer"]) is not None
        return known and dossier and officer

    def _is_comment(self, form: Form, said: Said) -> bool:
        """Words on open questions and nothing else: no dossier, or the answer of who it is of would be a duplicate."""
        asked, answers = form.by_code, said["answers"]
        written = all(
            code in asked
            and asked[code].kind is Kind.LONG_TEXT
            and "text" in given
            and self._may_be(asked[code], given)
            for code, given in answers.items()
        )
        return said["comment"] is True and bool(answers) and written and said["dossier"] is None

    def _are_answers(self, form: Form, said: Said) -> bool:
        asked, answers = form.by_code, said["answers"]
        rated = any(code in asked and asked[code].kind is Kind.RATED for code in answers)
        return rated and all(code in asked and self._may_be(asked[code], given) for code, given in answers.items())

    def imported(self, fact: Fact, said: Said, operator: str) -> str | None:
        """Its answers are all there, and the counts add up to the rows of the file."""
        row = _IMPORT.first(self._conn, id=said["import"])
        if row is None or row[1] is not None or not self._same_session(fact, row[0]):
            return unless(False)
        laid_down = _LAID_DOWN.scalar(self._conn, id=said["import"])
        comments = said.get("comments", 0)
        whole = laid_down == _RESERVED_FOR.scalar(self._conn, id=said["import"]) == said["added"] + comments
        whole = whole and comments == _COMMENTS.scalar(self._conn, id=said["import"])
        counts = [*said["excluded"].values(), said["duplicates"], said["rejected"], comments]
        adds_up = said["added"] + sum(counts) == said["rows"] and all(type(n) is int and n >= 0 for n in counts)
        return unless(whole and adds_up and said["excluded"].keys() <= set(Reason))

    def totals_set(self, fact: Fact, said: Said, operator: str) -> str | None:
        """Of a group, unit, wave and channel that there are, in place of the totals before them."""
        t = m.online_total.c
        before = self._conn.execute(select(t.fact).where(same_total(said), t.superseded.is_(None))).scalar()
        named = said["supersedes"] == (None if before is None else ref_of(self._conn, before))
        unit, channel = said["unit"], self._plan.channel(said["channel"])
        known = (
            (unit is None or _NAMED.first(self._conn, kind="unit", code=unit) is not None)
            and (said["wave"] is None or any(wave.code == said["wave"] for wave in self._plan.waves))
            and channel is not None
            and not channel.paper
        )
        group = self._plan.group(said["group"])
        form = next((form for form in self._forms.values() if group and form.code == group.form), None)
        return unless(named and known and form is not None and are_counts(form, said["answers"], said["counts"]))

    def officers_set(self, fact: Fact, said: Said, operator: str) -> str | None:
        """Each code once, and it names what it renames."""
        held = {entry["code"]: _OFFICER.scalar(self._conn, code=entry["code"]) for entry in said["entries"]}
        named = {code: ref_of(self._conn, seq) for code, seq in held.items() if seq is not None}
        shaped = all(
            entry.keys() == {"code", "name"} and entry["name"].keys() == {"ref", "commitment"}
            for entry in said["entries"]
        )
        usable = all(isinstance(code, str) and code and code not in RESERVED for code in held)
        return unless(shaped and usable and bool(held) and named == said["supersedes"]
                      and len(held) == len(said["entries"]))  # fmt: skip


def is_moment(at: str) -> bool:
    """Whether ``at`` is a day or a time of one, ISO 8601 without a zone: as the people of Vietnam tell it."""
    try:
        found = datetime.datetime.fromisoformat(at)
    except ValueError:
        return False
    return found.tzinfo is None and at in (found.isoformat(), found.date().isoformat())
