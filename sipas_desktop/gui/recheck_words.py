"""Words of phúc tra: results, rates, what the rules ask for and what came of it, what lists and replies came to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.recheck import Call, Due, Tally
from sipas_desktop.domain.recheck_flag import ALARM, Flag
from sipas_desktop.domain.recheck_rule import Consequence, Result
from sipas_desktop.domain.vietnamese import count, decimal
from sipas_desktop.jobs.rechecks import ListMade, RepliesRead, RulesApplied

NOBODY_LEFT: Final = "draw.nobody_left"  # of the member's own part of the reserve


def result_words(result: Result) -> str:
    """What asking came to."""
    translate = QCoreApplication.translate
    return {
        Result.CONFIRMED: translate("recheck", "Confirmed"),
        Result.FAILED: translate("recheck", "Failed"),
        Result.REFUSED: translate("recheck", "Refused to say"),
        Result.UNREACHED: translate("recheck", "Not reached"),
        Result.UNCLEAR: translate("recheck", "Unclear"),
    }[result]


def rate_words(part: Tally) -> str:
    """The share that confirmed, with its interval: "75,0 (52,1–89,2)"; a dash where nothing is known."""
    interval, percent = part.passed, part.percent
    if interval is None or percent is None:
        return "–"
    return f"{decimal(percent, 1)} ({decimal(interval.low, 1)}–{decimal(interval.high, 1)})"


def flag_words(flags: Sequence[Flag]) -> str:
    """Whose failed ballots mistakes do not explain, and how often that is said wrongly; "" where it is nobody's."""
    odd = [each for each in flags if each.flagged]
    if not odd:
        return ""
    words = QCoreApplication.translate(
        "recheck",
        "Flagged: {names}: more failed than mistakes explain (false alarms: {alarms} of 100 surveys at most).",
    )
    names = ", ".join(f"{each.interviewer} ({each.failed}/{each.asked})" for each in odd)
    return words.format(names=names, alarms=round(100 * ALARM))


def due_words(due: Sequence[Due]) -> str:
    """What the plan's rules ask for, in one line; "" where it is nothing."""
    if not due:
        return ""
    translate, kinds = QCoreApplication.translate, {then: [e for e in due if e.then is then] for then in Consequence}
    parts = []
    if kinds[Consequence.VOID]:
        words = translate("recheck", "{count} failed ballots are to be void")
        parts.append(words.format(count=count(len(kinds[Consequence.VOID]))))
    if kinds[Consequence.REPLACE]:
        words = translate("recheck", "{count} members are to be replaced")
        parts.append(words.format(count=count(len(kinds[Consequence.REPLACE]))))
    if kinds[Consequence.RECHECK_ALL]:
        names = ", ".join(each.interviewer for each in kinds[Consequence.RECHECK_ALL])
        parts.append(translate("recheck", "all ballots of {names} are to be rechecked").format(names=names))
    if kinds[Consequence.RECHECK_MORE]:
        words = translate("recheck", "more is to be asked: {names}")
        parts.append(words.format(names=_numbers(kinds[Consequence.RECHECK_MORE])))
    return translate("recheck", "By the plan's rules (F7): {what}.").format(what="; ".join(parts))


def calls_words(calls: Sequence[Call]) -> str:
    """Who is called next; "" where it is nobody."""
    if not calls:
        return ""
    words = QCoreApplication.translate("recheck", "Once no more replies come in, call (Shift+F4): {names}.")
    return words.format(names=_numbers(calls))


def _numbers(each_of: Sequence[Due | Call]) -> str:
    words = QCoreApplication.translate("recheck", "{count} of {interviewer}")
    return ", ".join(words.format(count=count(each.ballots), interviewer=each.interviewer) for each in each_of)


def applied_words(done: RulesApplied, language: str) -> str:
    """What was done by the rules, what is to be done next for it, and what could not be done, with its reason."""
    translate, parts = QCoreApplication.translate, []
    if done.void:
        parts.append(translate("recheck", "Void now: {count}.").format(count=count(len(done.void))))
    if done.replaced:
        pair = translate("recheck", "no. {by} for no. {number}")
        pairs = "; ".join(pair.format(by=by, number=number) for number, by in done.replaced.items())
        words = translate("recheck", "Members replaced: {pairs}. Their ballots are to be printed (Ctrl+4).")
        parts.append(words.format(pairs=pairs))
    if done.drawn:
        words = translate("recheck", "Drawn now: {count}; F4 lists whom to ask.")
        parts.append(words.format(count=count(len(done.drawn))))
    if done.refused:
        words = translate("recheck", "Not done: {what}.")
        told = [f"{_whose(due)}: {why.words(language)}" for due, why in done.refused]
        parts.append(words.format(what="; ".join(told)))
    if any(why.code == NOBODY_LEFT for _, why in done.refused):
        parts.append(
            translate("recheck", "Somebody of another part comes on the page of the sample list (Ctrl+3, then F12).")
        )
    return " ".join(parts) or translate("recheck", "There was nothing left to do.")


def _whose(due: Due) -> str:
    return serials.show(due.serial) if due.serial else due.interviewer


def list_words(made: ListMade) -> str:
    """How many people a list has, and how much their messages take."""
    translate = QCoreApplication.translate
    if not made.segments:
        return translate("recheck", "{people} people are on the list.").format(people=count(made.people))
    words = translate("recheck", "{people} people are on the list; {segments} segments, {longest} at most for one.")
    return words.format(people=count(made.people), segments=count(made.segments), longest=count(made.longest))


def replies_words(found: RepliesRead, language: str) -> str:
    """What a file of replies came to, with the first row that is nobody's."""
    translate = QCoreApplication.translate
    words = translate("recheck", "{taken} replies taken, {already} known before.")
    parts = [words.format(taken=count(found.taken), already=count(found.already))]
    if found.differs:
        numbers = ", ".join(f"{number}" for number in found.differs)
        words = translate("recheck", "Nos. {numbers} reply otherwise than what is on record, which stands.")
        parts.append(words.format(numbers=numbers))
    if found.rejected:
        first = found.rejected[0]
        words = translate("recheck", "{rows} rows are left out; row {row}: {why}")
        parts.append(words.format(rows=count(len(found.rejected)), row=first.row, why=first.words(language)))
    return " ".join(parts)
