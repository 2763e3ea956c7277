"""Facts as the rows that an auditor reads. What stood before is read from the facts that a fact supersedes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.fieldwork import ISSUED
from sipas_desktop.domain.online import Reason
from sipas_desktop.store.queries import history_of_comments, history_of_packages, history_of_post
from sipas_desktop.store.queries.history_teller import Said, Teller
from sipas_desktop.store.queries.history_teller import Told as _Told

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


def rows_of(teller: Teller, facts: Sequence[Fact], question: str | None = None) -> dict[str, list[HistoryRow]]:
    """The rows of each of ``facts`` by its ref; with ``question`` only those about it."""
    teller.look_up(facts)
    forms = teller.forms({fact.subject for fact in facts if fact.subject})
    found: dict[str, list[HistoryRow]] = {}
    for fact in facts:
        own = found.setdefault(fact.ref, [])
        for told in _TELL.get(fact.kind, _tell_nothing)(teller, fact, fact.said):
            if question is None or told.what == question:
                own.append(
                    HistoryRow(
                        ref=fact.ref,
                        at=fact.at,
                        operator=teller.operator(fact),
                        kind=fact.kind,
                        serial=fact.subject,
                        form=forms.get(fact.subject, ""),
                        **vars(told),
                    )
                )
    return found


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


def _remark(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    """The section and what it is about; the words before and after."""
    before = teller.fact(said["supersedes"])
    what = " ".join((said["section"], *said["about"].values()))
    return [_Told(what, teller.text(before.said["text"]) if before else None, teller.text(said["text"]))]


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


def _person_erased(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    """Her number in the list, which is nobody's name."""
    return [_Told("", teller.position(said["member"]), None, teller.text(said["reason"]) or "")]


def _links_destroyed(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told("", str(said["links"]), "0", teller.text(said["reason"]) or "")]


def _ballots_printed(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said["purpose"], after=str(said["count"]))]


def _run_given_up(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said["purpose"], after=str(said["count"]))]


def _ballots_reprinted(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(after=str(len(said["serials"])), why=teller.text(said["reason"]) or "")]


def _batch(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said["batch"], after=said.get("unit"))]


def _batch_given(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    """From whom to whom; who claims it or gives it back is told by the row anyway."""
    before = teller.fact(said.get("supersedes"))
    holder = (before.said.get("to") or teller.operator(before)) if before and "to" in said else None
    return [_Told(said["batch"], holder, said.get("to"), pass_no=said["pass"])]


def _batch_counted(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said["batch"], after=str(said["papers"]))]


def _ballot_received(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said["batch"] or "", said["before"], said["reason"] or VALID, said["reason"] or "")]


def _receipt_withdrawn(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    receipt = teller.fact(said["supersedes"])
    before = (receipt.said["reason"] or VALID) if receipt else None
    return [_Told((receipt.said["batch"] or "") if receipt else "", before, said["state"])]


def _validity_set(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told("", said["before"] or VALID, said["reason"] or VALID, said["reason"] or "")]


def _interviewers_set(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    """By their codes: names stay where interviewers are seen."""
    codes = [*(entry["code"] for entry in said["entries"]), *(f"-{code}" for code in said["removed"])]
    more = f"; … ({len(codes)})" if len(codes) > NAMED else ""
    return [_Told(after="; ".join(codes[:NAMED]) + more)]


def _members_assigned(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said["interviewer"], after=str(len(said["members"])))]


def _field_step(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    """Who had it or was there, the step before and this one, on which day."""
    before = teller.fact(said["supersedes"])
    after = said.get("outcome", ISSUED)
    return [_Told(said["interviewer"] or "", _step_of(before), after, said["day"])]


def _step_of(fact: Fact | None) -> str | None:
    return None if fact is None or fact.kind == FactKind.HANDED_OUT else fact.said.get("outcome", ISSUED)


def _step_withdrawn(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    withdrawn = teller.fact(said["supersedes"])
    earlier = teller.fact(withdrawn.said["supersedes"]) if withdrawn else None
    who = (withdrawn.said["interviewer"] or "") if withdrawn else ""
    return [_Told(who, _step_of(withdrawn), _step_of(earlier))]


def _ballot_spoiled(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(why=teller.text(said["reason"]) or "")]


def _ballot_voided(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told("", said["before"] or VALID, said["reason"], said["reason"])]


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
    why = f"@{said['group']}" if "group" in said else teller.text(said["reason"]) or ""
    return [_changed(question, before, (teller.answer(said["answer"]),), why=why)]


def _rekeying_asked(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(after=" ".join(said["questions"]))]


def _head_printed(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said["on"], after=said["head"])]


def _restored(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said.get("backup") or "", after=said.get("sha256"))]


def _salvaged(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    whole = said["facts"] + said["unread"] + said["left_out"]
    return [_Told(said["damaged"], before=str(whole), after=str(said["facts"]))]


def _ballot_settled(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    """With the number of the pass where one alone settled it."""
    return [_Told(pass_no=1 if "single" in said else None)]


def _handed_out(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(said["name"] or str(said["number"]), after=str(len(said["ballots"])))]


def _handout_taken_back(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(why=teller.text(said["reason"]) or "")]


def _merged(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(after=str(said["facts"]))]


def _consent_set(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    """By the numbers of the list: the first of them, and how many there are."""
    shown = [teller.position(member) or "?" for member in said["members"][:NAMED]]
    more = f", … ({len(said['members'])})" if len(said["members"]) > NAMED else ""
    return [_Told(", ".join(shown) + more, after="consent_given" if said["given"] else "consent_withdrawn")]


def _recheck_drawn(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    drawn = str(len(said["serials"]))
    return [_Told(said["interviewer"] or said["how"], after=drawn, why=teller.text(said["reason"]) or "")]


def _recheck_sent(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    return [_Told(after=str(len(said["serials"])))]


def _recheck_answered(teller: Teller, fact: Fact, said: Said) -> list[_Told]:
    earlier = teller.fact(said["supersedes"])
    return [_Told(before=earlier.said["result"] if earlier else None, after=said["result"])]


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
    FactKind.CONSENT_SET: _consent_set,
    FactKind.RECHECK_DRAWN: _recheck_drawn,
    FactKind.RECHECK_SENT: _recheck_sent,
    FactKind.RECHECK_ANSWERED: _recheck_answered,
    FactKind.MILESTONE_DONE: _milestone,
    FactKind.MILESTONE_UNDONE: _milestone,
    FactKind.SAMPLE_IMPORTED: _sample_imported,
    FactKind.SAMPLE_DRAWN: _sample_drawn,
    FactKind.MEMBER_REPLACED: _member_replaced,
    FactKind.PERSON_ERASED: _person_erased,
    FactKind.LINKS_DESTROYED: _links_destroyed,
    FactKind.BALLOTS_PRINTED: _ballots_printed,
    FactKind.BALLOTS_REPRINTED: _ballots_reprinted,
    FactKind.RUN_GIVEN_UP: _run_given_up,
    FactKind.RUN_CLOSED: lambda teller, fact, said: [_Told()],
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
    FactKind.BALLOT_SETTLED: _ballot_settled,
    FactKind.REKEYING_ASKED: _rekeying_asked,
    FactKind.HEAD_PRINTED: _head_printed,
    FactKind.RESTORED: _restored,
    FactKind.SALVAGED: _salvaged,
    FactKind.HANDED_OUT: _handed_out,
    FactKind.HANDOUT_TAKEN_BACK: _handout_taken_back,
    FactKind.MERGED: _merged,
    FactKind.BATCH_CLAIMED: _batch_given,
    FactKind.BATCH_GIVEN_BACK: _batch_given,
    FactKind.BATCH_TAKEN_OVER: _batch_given,
    FactKind.BATCH_COUNTED: _batch_counted,
    FactKind.KEYING_SET_ASIDE: _keying_moved,
    FactKind.INTERVIEWERS_SET: _interviewers_set,
    FactKind.MEMBERS_ASSIGNED: _members_assigned,
    FactKind.BALLOT_ISSUED: _field_step,
    FactKind.OUTCOME_SET: _field_step,
    FactKind.STEP_WITHDRAWN: _step_withdrawn,
    FactKind.BALLOT_SPOILED: _ballot_spoiled,
    FactKind.BALLOT_VOIDED: _ballot_voided,
    FactKind.REMARK_WRITTEN: _remark,
    **history_of_packages.TELL,
    **history_of_post.TELL,
    **history_of_comments.TELL,
}
