"""Who may do what: the roles and the one table of verbs that each may use (printed in ``docs/roles.md``)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What an operator is there for; one person may hold several."""

    KEYER = "keyer"
    ADJUDICATOR = "adjudicator"
    OFFICE = "office"
    OBSERVER = "observer"
    ADMINISTRATOR = "administrator"


class Verb(StrEnum):
    """What the workflow does on an operator's behalf."""

    MANAGE_OPERATORS = "manage_operators"
    CHANGE_OWN_PASSWORD = "change_own_password"
    CHANGE_FORM = "change_form"
    SET_CATALOGUE = "set_catalogue"
    SET_TRANSACTIONS = "set_transactions"
    MARK_MILESTONE = "mark_milestone"
    IMPORT_SAMPLE = "import_sample"
    DRAW_SAMPLE = "draw_sample"
    IMPORT_ONLINE = "import_online"
    PRINT_BALLOTS = "print_ballots"
    RECEIVE = "receive"
    CLOSE_BATCH = "close_batch"
    TAKE_OVER = "take_over"
    KEY = "key"
    ADJUDICATE = "adjudicate"
    ASK_REKEYING = "ask_rekeying"
    REPORT = "report"
    EXPORT = "export"
    RESTORE = "restore"
    MOVE = "move"
    SEE_RESULTS = "see_results"
    SEE_HISTORY = "see_history"
    SEE_OPERATORS = "see_operators"
    SEE_SUSPICIONS = "see_suspicions"
    HAND_OUT = "hand_out"
    MERGE = "merge"
    TAKE_BACK = "take_back"
    SETTLE_CONFLICT = "settle_conflict"
    DEMAND_SECOND = "demand_second"
    SET_INTERVIEWERS = "set_interviewers"
    ISSUE = "issue"
    VOID = "void"
    RECHECK = "recheck"
    HAND_OVER = "hand_over"
    OPEN_BOX = "open_box"
    WRITE_REMARK = "write_remark"
    SET_OFFICE_KEYS = "set_office_keys"
    SORT_COMMENTS = "sort_comments"
    TAKE_RECORDS = "take_records"
    UNLINK = "unlink"


# The administrator stands in for the office: a survey begins with one person.
ALLOWED: Final[dict[Verb, frozenset[Role]]] = {
    Verb.MANAGE_OPERATORS: frozenset({Role.ADMINISTRATOR}),
    Verb.CHANGE_OWN_PASSWORD: frozenset(Role),
    Verb.CHANGE_FORM: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.SET_CATALOGUE: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.SET_TRANSACTIONS: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.MARK_MILESTONE: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.IMPORT_SAMPLE: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.DRAW_SAMPLE: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.IMPORT_ONLINE: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.PRINT_BALLOTS: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.RECEIVE: frozenset({Role.OFFICE, Role.ADMINISTRATOR, Role.KEYER, Role.ADJUDICATOR}),
    Verb.CLOSE_BATCH: frozenset({Role.OFFICE, Role.ADMINISTRATOR, Role.ADJUDICATOR}),
    Verb.TAKE_OVER: frozenset({Role.OFFICE, Role.ADMINISTRATOR, Role.ADJUDICATOR}),
    Verb.KEY: frozenset({Role.KEYER}),
    Verb.ADJUDICATE: frozenset({Role.ADJUDICATOR}),
    Verb.ASK_REKEYING: frozenset({Role.OFFICE, Role.ADMINISTRATOR, Role.ADJUDICATOR}),
    Verb.REPORT: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.EXPORT: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.RESTORE: frozenset({Role.ADMINISTRATOR}),
    Verb.MOVE: frozenset({Role.ADMINISTRATOR}),
    Verb.SEE_RESULTS: frozenset({Role.OFFICE, Role.ADMINISTRATOR, Role.OBSERVER, Role.ADJUDICATOR}),
    Verb.SEE_HISTORY: frozenset({Role.OFFICE, Role.ADMINISTRATOR, Role.OBSERVER}),
    Verb.SEE_OPERATORS: frozenset({Role.ADJUDICATOR, Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.SEE_SUSPICIONS: frozenset({Role.ADJUDICATOR, Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.HAND_OUT: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.MERGE: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.TAKE_BACK: frozenset({Role.ADMINISTRATOR}),
    Verb.SETTLE_CONFLICT: frozenset({Role.ADJUDICATOR, Role.ADMINISTRATOR}),
    Verb.DEMAND_SECOND: frozenset({Role.ADJUDICATOR, Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.SET_INTERVIEWERS: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.ISSUE: frozenset({Role.OFFICE, Role.ADMINISTRATOR, Role.KEYER, Role.ADJUDICATOR}),
    Verb.VOID: frozenset({Role.OFFICE, Role.ADMINISTRATOR, Role.ADJUDICATOR}),
    Verb.RECHECK: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.HAND_OVER: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.OPEN_BOX: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.WRITE_REMARK: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.SET_OFFICE_KEYS: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.SORT_COMMENTS: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.TAKE_RECORDS: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
    Verb.UNLINK: frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
}

# What is the office's alone: a station that got a hand-out keys, receives and adjudicates, and brings that back.
OFFICE_ONLY: Final = frozenset(
    {
        Verb.MANAGE_OPERATORS,
        Verb.CHANGE_FORM,
        Verb.SET_CATALOGUE,
        Verb.SET_TRANSACTIONS,
        Verb.MARK_MILESTONE,
        Verb.IMPORT_SAMPLE,
        Verb.DRAW_SAMPLE,
        Verb.IMPORT_ONLINE,
        Verb.PRINT_BALLOTS,
        Verb.CLOSE_BATCH,
        Verb.SEE_SUSPICIONS,
        Verb.HAND_OUT,
        Verb.MERGE,
        Verb.TAKE_BACK,
        Verb.SETTLE_CONFLICT,
        Verb.DEMAND_SECOND,
        Verb.SET_INTERVIEWERS,
        Verb.VOID,
        Verb.RECHECK,
        Verb.HAND_OVER,
        Verb.OPEN_BOX,
        Verb.WRITE_REMARK,
        Verb.SET_OFFICE_KEYS,
        Verb.SORT_COMMENTS,
        Verb.TAKE_RECORDS,
        Verb.MOVE,
        Verb.UNLINK,
    }
)


def only_keys(roles: frozenset[Role]) -> bool:
    """Whether somebody with ``roles`` must not learn what differs: the second keying is silent."""
    return roles <= {Role.KEYER}


def is_allowed(verb: Verb, roles: frozenset[Role]) -> bool:
    """Whether somebody with ``roles`` may use ``verb``."""
    return bool(ALLOWED[verb] & roles)
