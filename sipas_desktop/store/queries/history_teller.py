"""Looks up what the rows of the history need beside the facts themselves: facts that they name, texts, forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.store import models as m

Said = Mapping[str, Any]
AT_ONCE: Final = 500  # values in one IN (…)


def in_parts(values: Iterable[Any]) -> list[list[Any]]:
    """``values`` without repetition, in lists short enough for one IN (…)."""
    unique = list(dict.fromkeys(values))
    return [unique[start : start + AT_ONCE] for start in range(0, len(unique), AT_ONCE)]


@dataclass(frozen=True)
class Told:
    """What differs between the rows of one fact."""

    what: str = ""
    before: str | None = None
    after: str | None = None
    why: str = ""
    pass_no: int | None = None
    answers_before: tuple[Answer, ...] = ()
    answers_after: tuple[Answer, ...] = ()


class Teller:
    """Looks up what facts name within one reading; ``words`` says whether respondents' words are shown."""

    def __init__(self, conn: Connection, sessions: Mapping[int, tuple[str, str]], words: bool) -> None:
        self._conn = conn
        self._no = {session: number for number, (session, _) in sessions.items()}
        self._operators = dict(sessions.values())
        self._words = words
        self._facts: dict[str, Fact] = {}
        self._texts: dict[str, str | None] = {}

    def look_up(self, facts: Sequence[Fact]) -> None:
        """Read at once what rows of ``facts`` need: the facts that they name, and their texts."""
        said = [fact.said for fact in facts]
        self._fetch(ref for each in said for ref in _refs(each))
        self._fetch_texts(self._texts_near(each) for each in said)

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

    def forms(self, serials: Iterable[str]) -> dict[str, str]:
        """The form of each ballot, by serial."""
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
