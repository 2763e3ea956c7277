"""Which verb a fact was done by: ``check`` looks whether its operator had it when the fact was appended."""

from __future__ import annotations

from functools import cache
from typing import Final

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import OFFICE_ONLY, Role, Verb, is_allowed

# Kind → the verbs that append it; any of them will do. None at all: whoever may open the survey.
VERBS: Final[dict[FactKind, frozenset[Verb]]] = {
    FactKind.SESSION_OPENED: frozenset(),
    FactKind.SURVEY_CREATED: frozenset(),  # nobody has a role yet
    FactKind.OPERATOR_SET: frozenset({Verb.MANAGE_OPERATORS}),
    FactKind.KEYS_CHANGED: frozenset({Verb.MANAGE_OPERATORS, Verb.CHANGE_OWN_PASSWORD}),
    FactKind.FORM_CHANGED: frozenset({Verb.CHANGE_FORM}),
    FactKind.CATALOGUE_SET: frozenset({Verb.SET_CATALOGUE, Verb.SET_TRANSACTIONS, Verb.MERGE}),  # names in packages
    FactKind.UNITS_SET: frozenset({Verb.SET_CATALOGUE}),
    FactKind.TRANSACTIONS_SET: frozenset({Verb.SET_TRANSACTIONS}),
    FactKind.TRANSACTIONS_IMPORTED: frozenset({Verb.SET_TRANSACTIONS}),
    FactKind.SAMPLE_IMPORTED: frozenset({Verb.IMPORT_SAMPLE}),
    FactKind.SAMPLE_DRAWN: frozenset({Verb.DRAW_SAMPLE}),
    FactKind.MEMBER_REPLACED: frozenset({Verb.DRAW_SAMPLE}),
    FactKind.BALLOTS_PRINTED: frozenset({Verb.PRINT_BALLOTS}),
    FactKind.BALLOTS_REPRINTED: frozenset({Verb.PRINT_BALLOTS}),
    FactKind.RUN_GIVEN_UP: frozenset({Verb.PRINT_BALLOTS}),
    FactKind.RUN_CLOSED: frozenset({Verb.PRINT_BALLOTS}),
    FactKind.BATCH_OPENED: frozenset({Verb.RECEIVE}),
    FactKind.BATCH_CLOSED: frozenset({Verb.CLOSE_BATCH}),
    FactKind.BALLOT_RECEIVED: frozenset({Verb.RECEIVE}),
    FactKind.RECEIPT_WITHDRAWN: frozenset({Verb.RECEIVE}),
    FactKind.VALIDITY_SET: frozenset({Verb.RECEIVE}),
    FactKind.KEYING_SEEDED: frozenset({Verb.PRINT_BALLOTS}),  # before there is a ballot that could be drawn
    FactKind.KEYING_STARTED: frozenset({Verb.KEY}),
    FactKind.KEYING_RESUMED: frozenset({Verb.KEY}),
    FactKind.ANSWERS_KEYED: frozenset({Verb.KEY}),
    FactKind.KEYING_COMPLETED: frozenset({Verb.KEY}),
    FactKind.KEYING_REOPENED: frozenset({Verb.KEY}),
    FactKind.ADJUDICATED: frozenset({Verb.ADJUDICATE}),
    FactKind.REKEYING_ASKED: frozenset({Verb.ASK_REKEYING}),
    FactKind.REKEYING_WITHDRAWN: frozenset({Verb.ASK_REKEYING}),
    FactKind.BALLOT_SETTLED: frozenset(
        {Verb.KEY, Verb.ADJUDICATE, Verb.MERGE, Verb.SETTLE_CONFLICT}
    ),  # whoever took away the last hindrance
    FactKind.SECOND_DEMANDED: frozenset({Verb.DEMAND_SECOND}),
    FactKind.HEAD_PRINTED: frozenset({Verb.REPORT, Verb.EXPORT, Verb.UNLINK}),
    FactKind.RESTORED: frozenset({Verb.RESTORE}),
    FactKind.HANDED_OUT: frozenset({Verb.HAND_OUT}),
    FactKind.HANDOUT_TAKEN_BACK: frozenset({Verb.TAKE_BACK}),
    FactKind.MERGED: frozenset({Verb.MERGE}),
    FactKind.CONFLICT_SETTLED: frozenset({Verb.SETTLE_CONFLICT}),
    FactKind.SALVAGED: frozenset({Verb.RESTORE}),
    FactKind.OFFICERS_SET: frozenset({Verb.SET_CATALOGUE}),
    FactKind.ONLINE_BEGUN: frozenset({Verb.IMPORT_ONLINE}),
    FactKind.ONLINE_ANSWERED: frozenset({Verb.IMPORT_ONLINE}),
    FactKind.ONLINE_IMPORTED: frozenset({Verb.IMPORT_ONLINE}),
    FactKind.ONLINE_JUDGED: frozenset(
        {Verb.IMPORT_ONLINE, Verb.RECEIVE, Verb.MERGE, Verb.SETTLE_CONFLICT}
    ),  # whoever changed whether the paper of its dossier counts
    FactKind.ONLINE_TOTALS_SET: frozenset({Verb.IMPORT_ONLINE}),
    FactKind.MILESTONE_DONE: frozenset({Verb.MARK_MILESTONE}),
    FactKind.MILESTONE_UNDONE: frozenset({Verb.MARK_MILESTONE}),
    FactKind.BATCH_CLAIMED: frozenset({Verb.KEY}),
    FactKind.BATCH_GIVEN_BACK: frozenset({Verb.KEY}),
    FactKind.BATCH_TAKEN_OVER: frozenset({Verb.TAKE_OVER}),
    FactKind.BATCH_COUNTED: frozenset({Verb.RECEIVE}),
    FactKind.KEYING_SET_ASIDE: frozenset({Verb.TAKE_OVER}),
    FactKind.INTERVIEWERS_SET: frozenset({Verb.SET_INTERVIEWERS}),
    FactKind.MEMBERS_ASSIGNED: frozenset({Verb.SET_INTERVIEWERS}),
    FactKind.BALLOT_ISSUED: frozenset({Verb.ISSUE}),
    FactKind.OUTCOME_SET: frozenset({Verb.ISSUE}),
    FactKind.STEP_WITHDRAWN: frozenset({Verb.ISSUE}),
    FactKind.BALLOT_SPOILED: frozenset({Verb.PRINT_BALLOTS}),  # in print or store
    FactKind.BALLOT_VOIDED: frozenset({Verb.VOID}),
    FactKind.CONSENT_SET: frozenset({Verb.IMPORT_SAMPLE, Verb.RECHECK}),
    FactKind.RECHECK_DRAWN: frozenset({Verb.RECHECK}),
    FactKind.RECHECK_SENT: frozenset({Verb.RECHECK}),
    FactKind.RECHECK_ANSWERED: frozenset({Verb.RECHECK}),
    FactKind.HANDOVER_OPENED: frozenset({Verb.HAND_OVER}),
    FactKind.HANDOVER_SCANNED: frozenset({Verb.HAND_OVER}),
    FactKind.HANDOVER_EXPLAINED: frozenset({Verb.HAND_OVER}),
    FactKind.HANDOVER_CLOSED: frozenset({Verb.HAND_OVER}),
    FactKind.BOX_OPENED: frozenset({Verb.OPEN_BOX}),
    FactKind.REMINDERS_PRINTED: frozenset({Verb.PRINT_BALLOTS}),
    FactKind.REMARK_WRITTEN: frozenset({Verb.WRITE_REMARK}),
    FactKind.SIGNING_KEY_SET: frozenset({Verb.SET_OFFICE_KEYS}),
    FactKind.OFFICE_SET: frozenset({Verb.SET_OFFICE_KEYS}),
    FactKind.PACKAGE_MERGED: frozenset({Verb.MERGE}),
    FactKind.SOURCE_WITHDRAWN: frozenset({Verb.MERGE}),
    FactKind.SOURCE_READMITTED: frozenset({Verb.MERGE}),
    FactKind.TOPICS_SET: frozenset({Verb.SORT_COMMENTS}),
    FactKind.COMMENT_SORTED: frozenset({Verb.SORT_COMMENTS}),
    FactKind.RECORDS_TAKEN: frozenset({Verb.TAKE_RECORDS}),
    FactKind.PERSON_ERASED: frozenset({Verb.IMPORT_SAMPLE}),
    FactKind.LINKS_DESTROYED: frozenset({Verb.UNLINK}),
}

# What a station says and a return may bring: some verb that appends it is not the office's alone. Of the key file it
# says only that somebody changed her own password; of online answers it has none.
OF_STATIONS: Final = frozenset(
    str(kind) for kind, verbs in VERBS.items() if verbs - OFFICE_ONLY or kind is FactKind.SESSION_OPENED
) - {FactKind.ONLINE_JUDGED}


def may_append(kind: FactKind, roles: frozenset[Role]) -> bool:
    """Whether somebody with ``roles`` may do what a fact of ``kind`` says."""
    verbs = VERBS[kind]
    return not verbs or any(is_allowed(verb, roles) for verb in verbs)


@cache
def kinds_open_to(roles: frozenset[Role]) -> frozenset[str]:
    """The kinds of facts that somebody with ``roles`` may append."""
    return frozenset(str(kind) for kind in FactKind if may_append(kind, roles))
