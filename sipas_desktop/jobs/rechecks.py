"""Phúc tra with files: the list that goes to a gateway or to callers, and the replies that come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from sipas_desktop import paths
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.recheck import Due
from sipas_desktop.domain.recheck_file import REASON, read_wording
from sipas_desktop.domain.recheck_reply import read_reply
from sipas_desktop.domain.recheck_rule import SAID, Consequence, RecheckChannel, Result, Wording
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.sms import Encoding, Numbers, filled, recipient, size
from sipas_desktop.errors import Refusal, words
from sipas_desktop.exchange.notes import CellNote
from sipas_desktop.exchange.recheck_list import MESSAGES, TO_ASK, Line, recheck_list, without_formula
from sipas_desktop.exchange.recheck_replies import ReplyRow, read_replies
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Contact
from sipas_desktop.store.workflow import Reply

TO_SAY = (*SAID, Result.UNREACHED)  # what a caller's list may say in its column of results


@dataclass(frozen=True)
class ListMade:
    """A list for a gateway or for callers: its people, what the messages take, the file's hash."""

    people: int
    segments: int
    longest: int  # segments of the longest message
    encodings: Mapping[Encoding, int]
    sha256: str


@dataclass(frozen=True)
class RepliesRead:
    """What an import came to: ``results`` of all rows that are somebody's, by ballots; ``rejected`` rows are kept out.

    ``differs``: numbers of rechecks of which something else is known already; a person decides.
    """

    taken: int
    already: int
    differs: tuple[int, ...]
    results: Mapping[Result, int]
    rejected: tuple[CellNote, ...]


@dataclass(frozen=True)
class RulesApplied:
    """What the plan's rules asked for and was done: ballots void, members replaced (number → by), ballots drawn.

    ``refused``: what could not be, with its reason; ``drawn`` are all that is left of interviewers.
    """

    void: tuple[str, ...]
    replaced: Mapping[int, int]
    drawn: tuple[str, ...]
    refused: tuple[tuple[Due, Refusal], ...]


def wording_of(plan: Plan) -> Wording:
    """The plan's words, or the usual ones."""
    if plan.recheck is not None and plan.recheck.wording is not None:
        return plan.recheck.wording
    path = paths.resources() / "recheck.toml"
    return read_wording(path.read_text(encoding="utf-8"), path.name)


def export_recheck(
    survey: OpenSurvey,
    out: Path,
    *,
    numbers: Numbers = Numbers.INTERNATIONAL,
    accents: bool | None = None,
    again: bool = False,
    calls: bool = False,
) -> ListMade:
    """Write whom to ask to ``out`` and record that it was; without ``again`` those alone who stand on no list yet.

    ``accents`` None: as the plan says. ``calls``: a list for callers, though the plan asks by messages; of all who are
    to be asked, or, where a rule of the plan asks about some more at a time, of those who are called next; refused
    where it asks by visits, for which nobody consents to calls. Raises ``Refusal`` where nobody is to be asked, and as
    ``recheck_list``.
    """
    workflow.require(survey, Verb.RECHECK)
    rule = survey.plan.recheck
    if rule is None:
        raise Refusal("recheck.not_planned")
    if calls and rule.channel is RecheckChannel.VISIT:
        raise Refusal("recheck.calls_by_visit")
    people = [each for each in queries.recheck_contacts(survey) if again or calls or not each.sent]
    if calls and rule.channel is RecheckChannel.SMS and rule.in_stages and not again:
        people = _called_next(survey, people)
        if not people:
            raise Refusal("recheck.nobody_to_call")
    if not people:
        raise Refusal("recheck.nobody_to_ask")
    by_messages = rule.channel is RecheckChannel.SMS and not calls
    if by_messages:
        with_accents = rule.accents if accents is None else accents
        lines = _messages(survey, people, numbers, with_accents)
    else:
        lines = [
            Line(each.number, each.phone, "", each.name, each.unit, each.procedure, each.address) for each in people
        ]
    sizes = [size(line.text) for line in lines]
    columns = MESSAGES if by_messages else TO_ASK
    with recheck_list(out, lines, columns) as sha256:
        workflow.record_recheck_sent(survey, [each.serial for each in people], sha256)
    return ListMade(
        len(lines),
        sum(each.segments for each in sizes),
        max(each.segments for each in sizes),
        Counter(each.encoding for each in sizes if each.units),
        sha256,
    )


def _called_next(survey: OpenSurvey, people: Sequence[Contact]) -> list[Contact]:
    """Of each interviewer as many as the rules ask for, in the order of drawing."""
    left = {each.interviewer: each.ballots for each in queries.recheck_figures(survey).calls}
    found = []
    for each in people:
        if each.sent and not each.unreached and left.get(each.interviewer, 0) > 0:
            left[each.interviewer] -= 1
            found.append(each)
    return found


def _messages(survey: OpenSurvey, people: Sequence[Contact], numbers: Numbers, accents: bool) -> list[Line]:
    text, owner = wording_of(survey.plan).text, survey.plan.owner
    lines = []
    for each in people:
        values = {
            "name": each.name,
            "unit": each.unit,
            "procedure": each.procedure,
            "owner": owner,
            "number": str(each.number),
        }
        own = without_formula(filled(text, values, accents=accents))
        lines.append(Line(each.number, recipient(each.phone, numbers), own))
    return lines


def import_replies(survey: OpenSurvey, path: Path, *, dry_run: bool = False) -> RepliesRead:
    """Take the replies in ``path``. With ``dry_run`` nothing is recorded, and ``taken`` is what would be looked at.

    Several of one person that say the same are one; that do not, a person reads. Raises ``Refusal`` as
    ``read_replies``.
    """
    workflow.require(survey, Verb.RECHECK)
    wording = wording_of(survey.plan)
    by_number = {row.number: row for row in queries.rechecks(survey)}
    by_phone: dict[str, list[int]] = {}
    for number, phone in queries.recheck_phones(survey).items():
        by_phone.setdefault(phone, []).append(number)
    rows = read_replies(path)
    rejected: list[CellNote] = []
    said: dict[int, list[tuple[Result, str]]] = {}
    for row in sorted(rows, key=lambda row: row.time):  # those without one keep the file's order
        own = _whose(row, by_number.keys(), by_phone, rejected)
        result = None if own is None else _result(row, wording, rejected)
        if own is not None and result is not None:
            said.setdefault(own, []).append((result, row.text or row.result))
    replies = {number: _one(by_number[number].serial, each) for number, each in said.items()}
    results = Counter(reply.result for reply in replies.values())
    rejected.sort(key=lambda note: note.row)
    if dry_run or not replies:
        return RepliesRead(len(replies), 0, (), results, tuple(rejected))
    taken = workflow.answer_rechecks(survey, list(replies.values()))
    numbers = {reply.serial: number for number, reply in replies.items()}
    differs = tuple(sorted(numbers[serial] for serial in taken.differs))
    return RepliesRead(taken.taken, taken.already, differs, results, tuple(rejected))


def apply_rules(survey: OpenSurvey, lang: str = "vi") -> RulesApplied:
    """Do what the plan's rules ask for. Reasons are worded in ``lang``. Done a second time it does nothing more."""
    workflow.require(survey, Verb.RECHECK)
    void, replaced, drawn = list[str](), dict[int, int](), list[str]()
    refused: list[tuple[Due, Refusal]] = []
    denied, too_many, perhaps = (
        words(f"recheck.because_{why}", lang) for why in ("failed", "too_many", "perhaps_too_many")
    )
    # One kind after the other: a member is replaced after her ballot is void.
    for then in Consequence:
        due = [each for each in queries.recheck_figures(survey).due if each.then is then]
        positions = {row.serial: row.position for row in queries.sample_members(survey, "official")} if due else {}
        for each in due:
            try:
                match then:
                    case Consequence.VOID:
                        workflow.void_ballot(survey, each.serial, REASON)
                        void.append(each.serial)
                    case Consequence.REPLACE:
                        position = positions[each.serial]
                        replaced[position] = workflow.replace_member(survey, position, denied)
                    case Consequence.RECHECK_ALL:
                        drawn += workflow.draw_recheck_of(survey, each.interviewer, too_many).serials
                    case Consequence.RECHECK_MORE:
                        more = workflow.draw_recheck_of(survey, each.interviewer, perhaps, each.ballots)
                        drawn += more.serials
            except Refusal as refusal:
                refused.append((each, refusal))
    return RulesApplied(tuple(void), replaced, tuple(drawn), tuple(refused))


def _whose(
    row: ReplyRow, known: Set[int], by_phone: Mapping[str, Sequence[int]], rejected: list[CellNote]
) -> int | None:
    """The number of the recheck that a row is about, by its id, else by its telephone."""
    if row.id:
        number = int(row.id) if row.id.isascii() and row.id.isdecimal() and len(row.id) < 10 else 0
        if number in known:
            return number
        rejected.append(CellNote("", row.row, "id", row.id, "recheck.row_unknown_id"))
        return None
    held = by_phone.get(row.phone, ())
    if len(held) == 1:
        return held[0]
    several = ", ".join(map(str, sorted(held)))
    code = "recheck.row_several" if held else "recheck.row_unknown_phone"
    rejected.append(CellNote("", row.row, "phone", row.phone, code, params={"ids": several} if held else {}))
    return None


def _result(row: ReplyRow, wording: Wording, rejected: list[CellNote]) -> Result | None:
    """What it says: by the column of results, where there is something in it, else by the words of the reply."""
    if not row.result:
        return read_reply(row.text, wording)
    if row.result in set(TO_SAY):
        return Result(row.result)
    result = read_reply(row.result, wording)
    if result is not Result.UNCLEAR:
        return result
    expected = ", ".join(TO_SAY)
    rejected.append(CellNote("", row.row, "result", row.result, "recheck.row_result", params={"expected": expected}))
    return None


def _one(serial: str, said: Sequence[tuple[Result, str]]) -> Reply:
    results = {result for result, _ in said}
    if len(results) == 1 and Result.UNCLEAR not in results:
        return Reply(serial, results.pop())
    return Reply(serial, Result.UNCLEAR, " | ".join(dict.fromkeys(text for _, text in said)))
