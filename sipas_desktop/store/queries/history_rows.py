"""Facts as the rows that an auditor reads. What stood before is read from the facts that a fact supersedes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.online import Reason
from sipas_desktop.store import models as m

Said = Mapping[str, Any]
AT_ONCE: Final = 500  # values in one IN (…)
NAMED: Final = 3  # new entries of a catalogue that are named one by one
VALID: Final = "valid"


@dataclass(frozen=True)
class HistoryRow:
    """One line of the history; several of one fact have the same ``ref``.

    ``what``, ``before`` and ``after`` are codes as they stand in the fact ("Q1", "4", "keyer office"), None where
    there is nothing to say. Of a question they come as answers too, without the respondent's words for who may not
    read them; an adjudication has the two answers that it chose between in ``answers_before``.
    """

    ref: str
    at: str  # UTC, ISO 8601
    operator: str
    kind: str
    serial: str
    what: str
    before: str | None = None
    after: str | None = None
    why: str = ""
    pass_no: int | None = None
    form: str = ""  # sha256 of the ballot's form
    answers_before: tuple[Answer, ...] = ()
    answers_after: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class _Told:
    """What differs between the rows of one fact."""

    what: str = ""
    before: str | None = None
    after: str | None = None
    why: str = ""
    pass_no: int | None = None
    answers_before: tuple[Answer, ...] = ()
    answers_after: tuple[Answer, ...] = ()


def in_parts(values: Iterable[Any]) -> list[list[Any]]:
    """``values`` without repetition, in lists short enough for one IN (…)."""
    unique = list(dict.fromkeys(values))
    return [unique[start : start + AT_ONCE] for start in range(0, len(unique), AT_ONCE)]


class Teller:
    """Makes rows of facts within one reading; ``words`` says whether respondents' words are shown."""

    def __init__(self, conn: Connection, sessions: Mapping[int, tuple[str, str]], words: bool) -> None:
        self._conn = conn
        self._no = {session: number for number, (session, _) in sessions.items()}
        self._operators = dict(sessions.values())
        self._words = words
        self._facts: dict[str, Fact] = {}
        self._texts: dict[str, str | None] = {}

    def rows(self, facts: Sequence[Fact], question: str | None = None) -> dict[str, list[HistoryRow]]:
        """The rows of each of ``facts`` by its ref; with ``question`` only those about it."""
        said = {fact.seq: fact.said for fact in facts}
        self._fetch(ref for each in said.values() for ref in _refs(each))
        self._fetch_texts(self._texts_near(each) for each in said.values())
        forms = self._forms({fact.subject for fact in facts if fact.subject})
        rows: dict[str, list[HistoryRow]] = {}
        for fact in facts:
            own = rows.setdefault(fact.ref, [])
            for told in _TELL.get(fact.kind, _tell_nothing)(self, fact, said[fact.seq]):
                if question is None or told.what == question:
                    own.append(
                        HistoryRow(
                            ref=fact.ref,
                            at=fact.at,
                            operator=self._operators.get(fact.session, ""),
                            kind=fact.kind,
                            serial=fact.subject,
                            form=forms.get(fact.subject, ""),
                            **vars(told),
                        )
                    )
        return rows

    def fact(self, ref: str | None) -> Fact | None:
        """The fact that another one names, where it is in this file."""
        if ref and ref not in self._facts:
            self._fetch([ref])
        return self._facts.get(ref) if ref else None

    def operator(self, fact: Fact) -> str:
        """Who said it."""
        return self._operators.get(fact.session, "")

    def answer(self, said: Said) -> Answer:
        """An answer as a fact says it, with its words where they may be read and were not erased."""
        text = said.get("text")
        return Answer(said["value"], self.text(text) if text and self._words else None)

    def text(self, said: Said | None) -> str | None:
        """A text that a fact only commits to; None without one, and where it was erased."""
        if said is None:
            return None
        if said["ref"] not in self._texts:
            self._fetch_texts([[said["ref"]]])
        return self._texts.get(said["ref"])

    def position(self, member: str) -> str | None:
        """The number of a sample member in the list."""
        found = self._conn.execute(select(m.sample_member.c.position).where(m.sample_member.c.id == member)).scalar()
        return None if found is None else str(found)

    def answered(self, ref: str | None, question: str) -> tuple[Answer, ...]:
        """What the fact ``ref`` answered to ``question``, whether keyed or decided; () where it is not here."""
        fact = self.fact(ref)
        if fact is None:
            return ()
        said = fact.said
        found = said["answer"] if fact.kind == FactKind.ADJUDICATED else said["answers"].get(question)
        return (self.answer(found),) if found else ()

    def pass_of(self, said: Said) -> int | None:
        """The pass of the keying that a fact is about."""
        started = self.fact(said.get("keying"))
        return started.said["pass"] if started else None

    def _texts_near(self, said: Said) -> list[str]:
        """The written words in a fact and in those that it names, for who may read them; reasons are for everybody."""
        refs = [said[name]["ref"] for name in ("reason", "note") if isinstance(said.get(name), dict)]
        if self._words:
            named = [self._facts[ref].said for ref in _refs(said) if ref in self._facts]
            for each in (said, *named):
                several = each.get("answers", {})  # totals of an online source say how many instead
                answers = [*(several.values() if isinstance(several, dict) else ()), each.get("answer", {})]
                refs += [answer["text"]["ref"] for answer in answers if answer.get("text")]
        return refs

    def _fetch(self, refs: Iterable[str]) -> None:
        wanted: dict[int, list[int]] = {}
        for ref in refs:
            session, _, n = ref.partition(":")
            if ref not in self._facts and session in self._no:
                wanted.setdefault(self._no[session], []).append(int(n))
        f = m.fact.c
        sessions = {number: session for session, number in self._no.items()}
        for number, ns in wanted.items():
            for part in in_parts(ns):
                found = select(m.fact).where(f.session_no == number, f.n.in_(part))
                for row in self._conn.execute(found):
                    fact = fact_of(row, sessions[number])
                    self._facts[fact.ref] = fact

    def _fetch_texts(self, refs: Iterable[Iterable[str]]) -> None:
        wanted = {ref for some in refs for ref in some} - self._texts.keys()
        for part in in_parts(wanted):
            query = select(m.personal.c.id, m.personal.c.value).where(m.personal.c.id.in_(part))
            self._texts.update((row[0], row[1]) for row in self._conn.execute(query))

    def _forms(self, serials: Iterable[str]) -> dict[str, str]:
        forms: dict[str, str] = {}
        joined = select(m.ballot.c.serial, m.print_run.c.form).join(m.print_run, m.print_run.c.id == m.ballot.c.run)
        for part in in_parts(serials):
            rows = self._conn.execute(joined.where(m.ballot.c.serial.in_(part)))
            forms.update((row[0], row[1]) for row in rows)
        return forms


def fact_of(row: Any, session: str) -> Fact:
    """A row of the table ``fact`` with its session's id."""
    return Fact(row.seq, session, row.n, row.kind, row.subject, row.at, row.payload, row.hash)


def _refs(said: Said) -> list[str]:
    """The facts that a fact names and its rows need."""
    supersedes = said.get("supersedes")
    named = list(supersedes.values()) if isinstance(supersedes, dict) else [supersedes]
    return [ref for ref in (*named, said.get("keying"), said.get("a"), said.get("b")) if isinstance(ref, str) and ref]


def _code(answers: Sequence[Answer]) -> str | None:
    """Answers as one text: "4", "4 / 5", "+: words"."""
    told = [answer.value if answer.text is None else f"{answer.value}: {answer.text}" for answer in answers]
    return " / ".join(told) or None


def _changed(what: str, before: tuple[Answer, ...], after: tuple[Answer, ...], **more: Any) -> _Told:
    return _Told(what, _code(before), _code(after), answers_before=before, answers_after=after, **more)


def _tell_nothing(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told()]


def _session_opened(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said["program"])]


def _survey_created(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said["title"], after=said["number"])]


def _operator_set(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    earlier = teller.fact(said["supersedes"])
    before = " ".join(earlier.said["roles"]) if earlier else None
    return [_Told(said["name"], before, " ".join(said["roles"]))]


def _keys_changed(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said["name"], after=said["what"])]


def _form_changed(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said["code"], after=str(said["version"]))]


def _catalogue_set(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    """A line for each new name; entries that are new altogether in one line."""
    told, new = [], []
    for entry in said["entries"]:
        ref = said["supersedes"].get(entry["code"])
        if ref is None:
            new.append(f"{entry['code']} · {entry['name']}")
            continue
        earlier = teller.fact(ref)
        names = {each["code"]: each["name"] for each in earlier.said["entries"]} if earlier else {}
        told.append(_Told(f"{said['kind']} {entry['code']}", names.get(entry["code"]), entry["name"]))
    if new:
        more = f"; … ({len(new)})" if len(new) > NAMED else ""
        told.insert(0, _Told(said["kind"], after="; ".join(new[:NAMED]) + more))
    return told


def _entries_set(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(after=str(len(said["entries"])))]


def _milestone(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    """The day before and after; where it is not done after all there is no day after."""
    before = teller.fact(said["supersedes"])
    day = before.said["day"] if before else None
    return [_Told(said["milestone"], day, said.get("day"), teller.text(said.get("note")) or "")]


def _sample_imported(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(after=str(said["rows"]))]


def _sample_drawn(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    """The numbers on the two lists, and those of the draw in whose place it came."""
    before = teller.fact(said["supersedes"])
    why = teller.text(said["reason"]) or ""
    return [_Told(said["method"], _lists(before.said) if before else None, _lists(said), why)]


def _lists(said: Said) -> str:
    official, reserve = (sum(stratum[place] for stratum in said["strata"]) for place in (3, 4))
    return f"{official} + {reserve}"


def _member_replaced(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    """The two by their numbers in the list: names stay where members are seen."""
    out, into = (teller.position(said[name]) for name in ("member", "by"))
    return [_Told("", out, into, teller.text(said["reason"]) or "")]


def _ballots_printed(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said["purpose"], after=str(said["count"]))]


def _ballots_reprinted(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(after=str(len(said["serials"])), why=teller.text(said["reason"]) or "")]


def _batch(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said["batch"], after=said.get("unit"))]


def _ballot_received(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said["batch"] or "", said["before"], said["reason"] or VALID, said["reason"] or "")]


def _receipt_withdrawn(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    receipt = teller.fact(said["supersedes"])
    before = (receipt.said["reason"] or VALID) if receipt else None
    return [_Told((receipt.said["batch"] or "") if receipt else "", before, said["state"])]


def _validity_set(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told("", said["before"] or VALID, said["reason"] or VALID, said["reason"] or "")]


def _online_judged(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    before, after = (Reason.ON_PAPER.value, VALID) if said["reason"] is None else (VALID, said["reason"])
    return [_Told("", before, after, said["reason"] or "")]


def _keying_started(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(pass_no=said["pass"])]


def _answers_keyed(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    """A line for each answer, and for each question that is not skipped any more and so not yet keyed again."""
    pass_no, supersedes = teller.pass_of(said), said["supersedes"]
    after = {question: (teller.answer(answer),) for question, answer in said["answers"].items()}
    after |= {question: () for question in supersedes if question not in after}
    return [
        _changed(question, teller.answered(supersedes.get(question), question), now, pass_no=pass_no)
        for question, now in after.items()
    ]


def _keying_moved(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(pass_no=teller.pass_of(said), why=" ".join(said.get("unusual", ())))]


def _adjudicated(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    """Between the two answers, or, where she thought again, from her first decision to the second."""
    question = said["question"]
    if said["supersedes"]:
        before = teller.answered(said["supersedes"], question)
    else:
        before = (*teller.answered(said["a"], question), *teller.answered(said["b"], question))
    return [_changed(question, before, (teller.answer(said["answer"]),), why=teller.text(said["reason"]) or "")]


def _head_printed(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said["on"], after=said["head"])]


def _restored(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said.get("backup") or "", after=said.get("sha256"))]


def _salvaged(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    whole = said["facts"] + said["unread"] + said["left_out"]
    return [_Told(said["damaged"], before=str(whole), after=str(said["facts"]))]


def _handed_out(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said["name"] or str(said["number"]), after=str(len(said["ballots"])))]


def _handout_taken_back(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(why=teller.text(said["reason"]) or "")]


def _merged(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(after=str(said["facts"]))]


_TELL: dict[str, Callable[[Teller, Fact, Said], list[_Told]]] = {
    FactKind.SESSION_OPENED: _session_opened,
    FactKind.SURVEY_CREATED: _survey_created,
    FactKind.OPERATOR_SET: _operator_set,
    FactKind.KEYS_CHANGED: _keys_changed,
    FactKind.FORM_CHANGED: _form_changed,
    FactKind.CATALOGUE_SET: _catalogue_set,
    FactKind.UNITS_SET: _entries_set,
    FactKind.TRANSACTIONS_SET: _entries_set,
    FactKind.TRANSACTIONS_IMPORTED: _sample_imported,
    FactKind.MILESTONE_DONE: _milestone,
    FactKind.MILESTONE_UNDONE: _milestone,
    FactKind.SAMPLE_IMPORTED: _sample_imported,
    FactKind.SAMPLE_DRAWN: _sample_drawn,
    FactKind.MEMBER_REPLACED: _member_replaced,
    FactKind.BALLOTS_PRINTED: _ballots_printed,
    FactKind.BALLOTS_REPRINTED: _ballots_reprinted,
    FactKind.BATCH_OPENED: _batch,
    FactKind.BATCH_CLOSED: _batch,
    FactKind.BALLOT_RECEIVED: _ballot_received,
    FactKind.RECEIPT_WITHDRAWN: _receipt_withdrawn,
    FactKind.VALIDITY_SET: _validity_set,
    FactKind.ONLINE_JUDGED: _online_judged,
    FactKind.KEYING_STARTED: _keying_started,
    FactKind.ANSWERS_KEYED: _answers_keyed,
    FactKind.KEYING_RESUMED: _keying_moved,
    FactKind.KEYING_COMPLETED: _keying_moved,
    FactKind.KEYING_REOPENED: _keying_moved,
    FactKind.ADJUDICATED: _adjudicated,
    FactKind.HEAD_PRINTED: _head_printed,
    FactKind.RESTORED: _restored,
    FactKind.SALVAGED: _salvaged,
    FactKind.HANDED_OUT: _handed_out,
    FactKind.HANDOUT_TAKEN_BACK: _handout_taken_back,
    FactKind.MERGED: _merged,
}
