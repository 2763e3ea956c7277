"""Whether a fact could have happened when it was appended: roles, legal moves, three people, one's own keying.

The workflow refuses whatever is not so. A fact that says it all the same was written by somebody else than the
workflow, with the key in hand; its hashes hold, so only its meaning gives it away. What is asked at every ballot asks
the replay, which holds all that was before the fact and nothing of what came after.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.sql import func

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import IN_FIGURES, RETURNED, Move, State, is_legal
from sipas_desktop.domain.fact import Fact, FactKind, survey_head
from sipas_desktop.domain.fact_shapes import has_shape, is_time
from sipas_desktop.domain.fact_verbs import OF_STATIONS, kinds_open_to
from sipas_desktop.domain.form import Form, Question, accepts
from sipas_desktop.domain.plan import Identity, Plan
from sipas_desktop.domain.roles import Role
from sipas_desktop.domain.serial import LAST_RUNNING
from sipas_desktop.domain.spelling import SPELLING, spelled_alike, taken_spelling
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import find_ballot, keyers_on, operators_on, settling_of
from sipas_desktop.store.discrepancies import discrepancies
from sipas_desktop.store.gaps import named_in
from sipas_desktop.store.projection import has_arrived
from sipas_desktop.store.queries import legality_of_batches as batches
from sipas_desktop.store.queries import legality_of_fieldwork as fieldwork
from sipas_desktop.store.queries import legality_of_forms as forms_
from sipas_desktop.store.queries import legality_of_links as links
from sipas_desktop.store.queries import legality_of_merges as merges
from sipas_desktop.store.queries import legality_of_milestones as milestones
from sipas_desktop.store.queries import legality_of_packages as packages
from sipas_desktop.store.queries import legality_of_post as post
from sipas_desktop.store.queries import legality_of_receipts as receipts
from sipas_desktop.store.queries import legality_of_rechecks as rechecks
from sipas_desktop.store.queries import legality_of_registry as registry
from sipas_desktop.store.queries import legality_of_rekeying as rekeying
from sipas_desktop.store.queries import legality_of_remarks as remarks
from sipas_desktop.store.queries import legality_of_runs as runs
from sipas_desktop.store.queries import legality_of_sampling as sampling
from sipas_desktop.store.queries import legality_of_singles as singles
from sipas_desktop.store.queries import legality_of_topics as topics
from sipas_desktop.store.queries.legality_of_answers import OpenKeying, may_confirm
from sipas_desktop.store.queries.legality_of_merges import ILLEGAL, NO_ROLE, NOT_THIRD, unless
from sipas_desktop.store.queries.legality_of_online import OnlineLegality
from sipas_desktop.store.queries.named_gaps import Gaps
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement
from sipas_desktop.store.workflow.catalogues import KINDS, is_known
from sipas_desktop.store.workflow.keying import KEY_MOVE, REOPEN_MOVE, START_MOVE, asked
from sipas_desktop.store.workflow.settling import settling_says

Said = Mapping[str, Any]
FINISHED: Final = (*IN_FIGURES, State.INVALID, State.VOIDED)

_KEYING = Statement(
    select(
        m.keying.c.started,
        m.keying.c.serial,
        m.keying.c["pass"],
        m.keying.c.operator,
        m.keying.c.completed,
        m.ballot.c.state,
        m.print_run.c.form,
        m.batch.c.unit,
        m.batch.c.closed,
        m.claim.c.session_no,
        m.keying.c.aside,
    )
    .join(m.fact, m.fact.c.seq == m.keying.c.started)
    .join(m.session, m.session.c.no == m.fact.c.session_no)
    .join(m.ballot, m.ballot.c.serial == m.keying.c.serial)
    .join(m.print_run, m.print_run.c.id == m.ballot.c.run)
    .outerjoin(m.batch, m.batch.c.code == m.ballot.c.batch)
    .outerjoin(m.claim, (m.claim.c.serial == m.keying.c.serial) & (m.claim.c["pass"] == m.keying.c["pass"]))
    .where(m.session.c.id == bindparam("session"), m.fact.c.n == bindparam("n"))
)
_ROLES = Statement(select(m.operator.c.name, m.operator.c.roles))
_SESSIONS = Statement(select(m.session.c.id, m.session.c.no))
_ANSWERED = Statement(
    select(m.answer.c.question, m.answer.c.fact, m.answer.c.value).where(m.answer.c.keying == bindparam("keying"))
)
_HOW_MANY = Statement(select(func.count()).select_from(m.answer).where(m.answer.c.keying == bindparam("keying")))
_WORDS = Statement(select(m.personal.c.value).where(m.personal.c.id == bindparam("id")))
_SURVEYS = Statement(select(func.count()).select_from(m.survey))
_OPERATOR = Statement(select(m.operator.c.fact).where(m.operator.c.name == bindparam("name")))
_NAMED = Statement(
    select(m.catalogue.c.fact).where(m.catalogue.c.kind == bindparam("kind"), m.catalogue.c.code == bindparam("code"))
)
_BATCH = Statement(select(m.batch.c.closed, m.batch.c.fact).where(m.batch.c.code == bindparam("code")))
_UNFINISHED = Statement(
    select(func.count()).where(
        m.ballot.c.batch == bindparam("code"), *(m.ballot.c.state != state.value for state in FINISHED)
    )
)

_RECEIPTS: Final = (FactKind.BALLOT_RECEIVED, FactKind.RECEIPT_WITHDRAWN, FactKind.VALIDITY_SET)
_TO_ANYBODY: Final = kinds_open_to(frozenset())


class Legality:
    """Judges fact after fact, before each is projected into the replay ``conn``; ``source`` is the file checked."""

    def __init__(self, conn: Connection, source: Connection, plan: Plan, forms: Mapping[str, Form], gaps: Gaps) -> None:
        self._conn = conn
        self._source = source
        self._plan = plan
        self._forms = forms
        self._gaps = gaps
        self._allowed: dict[str, frozenset[str]] = {}  # operator → the kinds of facts that she may append now
        self._open: dict[str, dict[str, OpenKeying]] = {}  # ballot → keying that answers go into, until anything else
        self._sessions: dict[str, int] = dict(_SESSIONS.rows(source))
        self._third = plan.keying.third
        self._asked: dict[tuple[str, bool], dict[str, Question]] = {}
        self._accepted: dict[str, set[tuple[str, str]]] = {}  # form → question, value without words
        self._arrived: set[str] = set()  # sessions of stations that were merged
        judges: dict[str, Callable[[Fact, Said, str], str | None]] = {
            FactKind.SESSION_OPENED: lambda fact, said, operator: merges.opened(conn, operator, self._allowed),
            FactKind.SURVEY_CREATED: lambda *told: ILLEGAL if _SURVEYS.scalar(conn) else None,
            FactKind.OPERATOR_SET: self._operator_set,
            FactKind.KEYS_CHANGED: self._keys_changed,
            FactKind.FORM_CHANGED: lambda fact, said, operator: forms_.changed(conn, forms, said),
            FactKind.CATALOGUE_SET: self._catalogue_set,
            **registry.judges(conn),
            **milestones.judges(conn, plan),
            **rechecks.judges(conn, source, plan),
            **remarks.judges(conn, source, plan),
            **singles.judges(conn, plan),
            **sampling.judges(conn, source),
            FactKind.BALLOTS_PRINTED: self._ballots_printed,
            FactKind.BALLOTS_REPRINTED: self._ballots_reprinted,
            **runs.judges(conn),
            FactKind.BATCH_OPENED: self._batch_opened,
            FactKind.BATCH_CLOSED: self._batch_closed,
            **receipts.judges(conn, plan, gaps),
            FactKind.KEYING_STARTED: self._keying_started,
            FactKind.KEYING_RESUMED: self._keying,
            FactKind.KEYING_COMPLETED: self._keying_completed,
            FactKind.KEYING_REOPENED: self._keying,
            FactKind.ADJUDICATED: self._adjudicated,
            FactKind.BALLOT_SETTLED: self._ballot_settled,
            **rekeying.judges(conn, forms, plan.keying.third),
            FactKind.HEAD_PRINTED: self._head_printed,
            FactKind.HANDED_OUT: self._handed_out_legally,
            FactKind.HANDOUT_TAKEN_BACK: lambda fact, said, operator: merges.taken_back(conn, said),
            FactKind.SALVAGED: lambda fact, said, operator: unless(gaps.named_rightly(fact, named_in(said))),
            FactKind.MERGED: lambda fact, said, operator: merges.merged(conn, source, fact, said),
            FactKind.CONFLICT_SETTLED: lambda *told: merges.conflict_settled(conn, *told),
            **OnlineLegality(conn, source, plan, forms, self._may_be).judges,
            **batches.judges(conn, self._arrived),
            **fieldwork.judges(conn, source, plan),
            **post.judges(conn, plan),
            **packages.judges(conn, plan, forms),
            **topics.judges(conn, forms),
        }
        self._judges = links.until_destroyed(judges, conn, source, plan)
        self._handed_out = False  # until then no ballot is away

    def fault_of(self, fact: Fact, said: Said, operator: str) -> str | None:
        """Why ``fact`` could not have happened; None where it could.

        The answer is a code of a message: check.illegal | check.no_role | check.not_third. Raises what a payload
        raises that does not even have the parts that its kind has.
        """
        kind = fact.kind
        if not has_shape(kind, said) or not is_time(fact.at):
            return ILLEGAL
        if self.has_arrived(fact, said):
            return merges.arrived(self._conn, self._gaps, fact, said, operator)
        if kind not in self._allowed.get(operator, _TO_ANYBODY):
            # A survey begins with one person, who gives herself the first role.
            founding = kind == FactKind.OPERATOR_SET and not self._allowed and said["name"] == operator
            if not founding and not (kind == FactKind.HANDED_OUT and not _SURVEYS.scalar(self._conn)):
                return NO_ROLE
        elif kind not in OF_STATIONS and merges.at_station(self._conn):
            return NO_ROLE
        if kind == FactKind.ANSWERS_KEYED:
            return self._answers_keyed(fact, said, operator)
        if self._handed_out and kind in _RECEIPTS and merges.is_away(self._conn, fact.subject):
            return ILLEGAL
        judge = self._judges.get(kind)
        fault = judge(fact, said, operator) if judge else None
        if fact.subject:
            self._open.pop(fact.subject, None)
        else:
            self._open.clear()
        return fault

    def note(self, fact: Fact) -> None:
        """After ``fact`` was projected: it may have changed who has which roles, and where ballots are."""
        self._handed_out |= fact.kind == FactKind.HANDED_OUT
        if fact.kind in (FactKind.OPERATOR_SET, FactKind.HANDED_OUT) and fact.session not in self._arrived:
            self._allowed = {
                name: kinds_open_to(frozenset(map(Role, roles.split()))) for name, roles in _ROLES.rows(self._conn)
            }

    def take_back(self, fact: Fact) -> None:
        """``fact`` does not stay: forget what judging it left here."""
        self._open.pop(fact.subject, None)
        if fact.n == 1:
            self._arrived.discard(fact.session)

    def has_arrived(self, fact: Fact, said: Said) -> bool:
        """Whether ``fact`` is of a station's session that was merged into this file."""
        if fact.kind == FactKind.SESSION_OPENED and has_arrived(self._conn, said):
            self._arrived.add(fact.session)
        return fact.session in self._arrived

    def _ref(self, seq: int | None) -> str | None:
        return None if seq is None else ref_of(self._conn, seq)

    # -- the survey as a whole -----------------------------------------------------------------------------------------

    def _operator_set(self, fact: Fact, said: Said, operator: str) -> str | None:
        known = self._ref(_OPERATOR.scalar(self._conn, name=said["name"]))
        return unless(known == said["supersedes"] and set(said["roles"]) <= set(Role))

    def _keys_changed(self, fact: Fact, said: Said, operator: str) -> str | None:
        if said["what"] == "password_changed":
            return unless(said["name"] == operator)
        may = FactKind.OPERATOR_SET in self._allowed[operator] and not merges.at_station(self._conn)
        return None if may else NO_ROLE

    def _catalogue_set(self, fact: Fact, said: Said, operator: str) -> str | None:
        kind = said["kind"]
        held = {entry["code"]: _NAMED.scalar(self._conn, kind=kind, code=entry["code"]) for entry in said["entries"]}
        named = {code: self._ref(seq) for code, seq in held.items() if seq is not None}
        return unless(kind in KINDS and named == said["supersedes"] and len(held) == len(said["entries"]))

    def _is_unit(self, unit: str | None) -> bool:
        return unit is None or _NAMED.scalar(self._conn, kind="unit", code=unit) is not None

    def _ballots_printed(self, fact: Fact, said: Said, operator: str) -> str | None:
        group = self._plan.group(said["group"])
        form = self._forms.get(said["form"])
        to_people = self._plan.identity is Identity.LINKED and said["purpose"] == "ballots"
        linked = said["count"] - said.get("spares", 0) if to_people else 0
        known = linked > 0 or self._is_unit(said["unit"])
        known = known and runs.may_have_spares(said, to_people) and runs.is_free(self._conn, said)
        of_group = group is not None and form is not None and group.form == form.code
        of_group = of_group and forms_.may_be_printed(self._conn, self._forms, said["form"])
        numbered = 1 <= said["first"] <= said["first"] + said["count"] - 1 <= LAST_RUNNING
        known = known and (said.get("sector") is None or self._plan.sector(said["sector"]) is not None)
        return unless(of_group and numbered and said["linked"] == linked and known and runs.may_look_so(said))

    def _ballots_reprinted(self, fact: Fact, said: Said, operator: str) -> str | None:
        found = [find_ballot(self._conn, serial) for serial in said["serials"]]
        return unless(bool(found) and all(row is not None and row.state not in RETURNED for row in found))

    def _batch_opened(self, fact: Fact, said: Said, operator: str) -> str | None:
        new = _BATCH.first(self._conn, code=said["batch"]) is None and self._is_unit(said["unit"])
        return unless(new and merges.may_open_batch(self._conn, said["batch"]))

    def _batch_closed(self, fact: Fact, said: Said, operator: str) -> str | None:
        closed, last = _BATCH.first(self._conn, code=said["batch"]) or (True, None)
        unfinished = _UNFINISHED.scalar(self._conn, code=said["batch"])
        return unless(not closed and not unfinished and self._ref(last) == said["supersedes"])

    def _head_printed(self, fact: Fact, said: Said, operator: str) -> str | None:
        """The heads that it holds are those of facts before it, and the head over them is the one printed."""
        heads = {session: (n, digest) for session, (n, digest) in said["heads"].items()}
        return unless(merges.were_before(self._source, fact, heads) and survey_head(heads) == said["head"])

    def _handed_out_legally(self, fact: Fact, said: Said, operator: str) -> str | None:
        if not _SURVEYS.scalar(self._conn):
            return None  # a station's file begins with it
        return merges.handed_out(self._conn, said) or unless(fieldwork.as_handed_out(self._conn, said))

    # -- one ballot ----------------------------------------------------------------------------------------------------

    def _keying_started(self, fact: Fact, said: Said, operator: str) -> str | None:
        row = find_ballot(self._conn, fact.subject)
        if operator in operators_on(self._conn, fact.subject):
            return NOT_THIRD
        if self._handed_out and (fault := merges.keyed_elsewhere(self._conn, fact.subject, said["pass"], operator)):
            return fault
        if fault := rekeying.started(self._conn, fact, said, operator):
            return fault
        move = START_MOVE[said["pass"]]
        return unless(row is not None and is_legal(row.state, move) and not row.batch_closed)

    def _answers_keyed(self, fact: Fact, said: Said, operator: str) -> str | None:
        """Answers follow each other in a keying: it is looked up when they begin."""
        own = self._open.setdefault(fact.subject, {})
        keying = own.get(said["keying"])
        if keying is None:
            if fault := self._keying(fact, said, operator):
                return fault
            keying = own[said["keying"]]
        if keying.session != fact.session:
            return keying.fault_of_other(operator)
        return keying.fault_of_answers(fact.ref, said, self._may_be)

    def _keying_completed(self, fact: Fact, said: Said, operator: str) -> str | None:
        """Every question is answered; where the answers came just now, what they asked of the keying still holds."""
        keying = self._open.get(fact.subject, {}).get(said["keying"])
        if keying is None:
            return self._keying(fact, said, operator)
        if keying.session != fact.session:
            return keying.fault_of_other(operator)
        return keying.fault_of_completing(said)

    def _keying(self, fact: Fact, said: Said, operator: str) -> str | None:
        """Whatever goes on with a keying that was started."""
        session, _, n = said["keying"].partition(":")
        row = _KEYING.first(self._conn, session=session, n=int(n))
        if row is None:
            return ILLEGAL
        started, serial, number, keyer, completed, state, form, unit, closed, claimed_by, aside = row
        if serial != fact.subject or aside is not None:
            return ILLEGAL
        if keyer != operator:
            return NOT_THIRD
        if session in self._arrived:
            return ILLEGAL  # a station's keying goes on there
        if fact.kind == FactKind.KEYING_REOPENED:
            settling = self._ref(settling_of(self._conn, serial))
            named = (self._ref(completed), settling) == (said["supersedes"], said["unsettles"])
            legal = completed is not None and is_legal(State(state), REOPEN_MOVE[number])
            return unless(legal and named and not closed)
        if completed is not None or not is_legal(State(state), KEY_MOVE[number]):
            return ILLEGAL
        if fact.kind == FactKind.KEYING_RESUMED:
            return None
        if claimed_by != self._sessions[fact.session]:
            return ILLEGAL
        questions = self._questions(form, unit)
        if number == 3:
            questions = rekeying.of_those(self._conn, serial, self._forms[form])
        if fact.kind == FactKind.KEYING_COMPLETED:
            known = may_confirm(said, questions, third=number == 3)
            return unless(known and _HOW_MANY.scalar(self._conn, keying=started) == len(questions))
        rows = _ANSWERED.rows(self._conn, keying=started)
        self._open[serial][said["keying"]] = OpenKeying(
            operator,
            fact.session,
            self._forms[form],
            questions,
            {question: ref_of(self._conn, seq) for question, seq, _ in rows},
            {question: value for question, _, value in rows},
            self._accepted.setdefault(form, set()),
            number == 3,
        )
        return None

    def _questions(self, form: str, unit: str | None) -> dict[str, Question]:
        """The questions that are keyed, by code; the unit is not where the batch says it."""
        key = (form, unit is None)
        if key not in self._asked:
            self._asked[key] = {question.code: question for question in asked(self._forms[form], unit)}
        return self._asked[key]

    def _may_be(self, question: Question, given: Said) -> bool:
        """Whether ``given``, as a fact says it, is an answer that ``question`` may have."""
        answer = self._answer(given)
        return accepts(question, answer) and is_known(self._conn, question, answer)

    def _answer(self, given: Said) -> Answer:
        text = given.get("text")
        return Answer(given["value"], None if text is None else _WORDS.scalar(self._conn, id=text["ref"]))

    def _adjudicated(self, fact: Fact, said: Said, operator: str) -> str | None:
        serial, question = fact.subject, said["question"]
        row = find_ballot(self._conn, serial)
        if row is None or not is_legal(row.state, Move.ADJUDICATE) or row.batch_closed:
            return ILLEGAL
        if operator in keyers_on(self._conn, serial):
            return NOT_THIRD
        form = self._forms[row.form]
        found = discrepancies(self._conn, serial, form, self._third).find(question)
        if found is None or (said["a"], said["b"]) != (self._ref(found.a.fact), self._ref(found.b.fact)):
            return ILLEGAL
        before = self._ref(found.decision.fact) if found.decision and not found.by_third else None
        settling = self._ref(settling_of(self._conn, serial))
        if (said["supersedes"], said["unsettles"]) != (before, settling) or (settling and not found.decision):
            return ILLEGAL
        answer = self._answer(said["answer"])
        if "group" in said:
            alike = spelled_alike(found.a.answer, found.b.answer)
            as_taken = alike and answer == taken_spelling(found.a.answer, found.b.answer)
            return unless(said["group"] == SPELLING and as_taken and said["reason"] is before is settling is None)
        chosen = answer in (found.a.answer, found.b.answer, found.third and found.third.answer)
        explained = said["reason"] is not None or (chosen and settling is None)
        return unless(explained and self._may_be(form.by_code[question], said["answer"]))

    def _ballot_settled(self, fact: Fact, said: Said, operator: str) -> str | None:
        if "single" in said:
            return singles.settled_singly(self._conn, self._plan, self._forms, fact, said)
        row = find_ballot(self._conn, fact.subject)
        if row is None or not is_legal(row.state, Move.SETTLE):
            return ILLEGAL
        form = self._forms[row.form]
        found = discrepancies(self._conn, fact.subject, form, self._third)
        return unless(not found.open and said == settling_says(form, found))
