"""Reads ``[recheck]`` of a plan, and the usual wording that stands in a file of its own."""

from __future__ import annotations

from typing import Final

from sipas_desktop.domain.recheck_reply import words_of
from sipas_desktop.domain.recheck_rule import (
    SAID,
    Bound,
    Consequence,
    Expected,
    Recheck,
    RecheckChannel,
    Rule,
    Wording,
)
from sipas_desktop.domain.sms import FIELDS, unknown_fields
from sipas_desktop.domain.toml_reader import BadFile, Table, parse

MOST_EACH: Final = 1000  # ballots of one interviewer, at least
LONGEST: Final = 600  # letters of a text: four segments
REASON: Final = "recheck"  # code of the plan's reason by which a failed ballot is void


def read_recheck(table: Table) -> Recheck:
    """Take all of ``[recheck]``; what is wrong is noted there."""
    recheck = Recheck(
        channel=table.take_one_of("channel", RecheckChannel),
        percent=table.take_optional_number("percent"),
        minimum=table.take_int("minimum", 0),
        accents=table.take_flag("accents"),
        wording=_wording(table) if table.has("text") or table.has("replies") or table.has("ignored") else None,
        rules=tuple(map(_rule, table.take_tables("rules"))),
        honest_failed=table.take_optional_number("honest_failed"),
        expected=_expected(table.take_table("expected")) if table.has("expected") else None,
    )
    table.nothing_left()
    if recheck.percent is not None and not 0 <= recheck.percent <= 100:
        table.problem("P003", "plan.percent", found=recheck.percent)
    if recheck.honest_failed is not None and not 0 <= recheck.honest_failed < 100:
        table.problem("P003", "plan.percent", found=recheck.honest_failed)
    if not 0 <= recheck.minimum <= MOST_EACH:
        table.problem("P060", "plan.recheck_minimum", found=recheck.minimum, most=MOST_EACH)
    kinds = [rule.then for rule in recheck.rules]
    if len(set(kinds)) < len(kinds):
        table.problem("P064", "plan.recheck_rule_twice")
    if Consequence.REPLACE in kinds and Consequence.VOID not in kinds:
        table.problem("P066", "plan.recheck_replace")
    return recheck


def _expected(table: Table) -> Expected:
    """Whole per cents, all four."""
    given = {key: table.take_int(key) for key in ("invented", "denied", "replies", "reached")}
    table.nothing_left()
    for share in given.values():
        if not 0 <= share <= 100:
            table.problem("P003", "plan.percent", found=share)
    return Expected(**given)


def read_wording(source: str, file: str) -> Wording:
    """The wording in ``source``, a file of its own. Raises ``BadFile`` with every mistake."""
    table = parse(source, file)
    wording = _wording(table)
    table.nothing_left()
    if table.problems:
        raise BadFile(file, table.problems)
    return wording


def _wording(table: Table) -> Wording:
    replies = table.take_table("replies")
    wording = Wording(
        text=table.take_text("text"),
        replies={result: replies.take_texts(result.value, ()) for result in SAID},
        ignored=table.take_texts("ignored", ()),
    )
    replies.nothing_left()
    _check_text(wording.text, table)
    _check_replies(wording, replies)
    return wording


def _check_text(text: str, table: Table) -> None:
    if len(text) > LONGEST:
        table.problem("P061", "plan.recheck_text_long", found=len(text), most=LONGEST)
    try:
        unknown = unknown_fields(text)
    except ValueError:
        table.problem("T002", "plan.letter_braces", found=text[:60])
        return
    for name in unknown:
        expected = " ".join(f"{{{each}}}" for each in FIELDS)
        table.problem("P062", "plan.recheck_field", found=name, expected=expected)


def _check_replies(wording: Wording, table: Table) -> None:
    """Each word means one thing, and there are words for yes and for no."""
    known: dict[tuple[str, ...], str] = {words_of(phrase): "ignored" for phrase in wording.ignored}
    for result, phrases in wording.replies.items():
        for phrase in phrases:
            key = words_of(phrase)
            if not key or known.setdefault(key, result.value) != result.value:
                table.problem("P063", "plan.recheck_word", found=phrase)
    for result in SAID[:2]:
        if not wording.replies[result]:
            table.problem("P011", "plan.none_given", key=result.value)


def _rule(table: Table) -> Rule:
    then = table.take_one_of("then", Consequence)
    of_interviewer = then in (Consequence.RECHECK_ALL, Consequence.RECHECK_MORE)
    bound, limit = table.has("bound"), table.has("failed_above")
    if not bound == limit == of_interviewer:
        table.problem("P065", "plan.recheck_limit")
    more = then is Consequence.RECHECK_MORE
    rule = Rule(
        then,
        table.take_one_of("bound", Bound, Bound.LOWER),
        table.take_optional_number("failed_above") or 0.0,
        table.take_int("number") if more else 0,
    )
    table.nothing_left()
    if not 0 <= rule.failed_above < 100:
        table.problem("P003", "plan.percent", found=rule.failed_above)
    if more and not 1 <= rule.number <= MOST_EACH:
        table.problem("P060", "plan.recheck_number", found=rule.number, most=MOST_EACH)
    return rule
