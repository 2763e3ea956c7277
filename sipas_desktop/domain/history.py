"""The history as an auditor reads it: which facts belong together, and which of them nobody sees of her own ballots."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from sipas_desktop.domain.fact import FactKind


class Group(StrEnum):
    """Kinds of facts that one looks for together, in the order of the work."""

    SIGN_IN = "sign_in"
    ACCOUNTS = "accounts"
    PREPARING = "preparing"
    PRINTING = "printing"
    FIELDWORK = "fieldwork"
    RECEIVING = "receiving"
    RECHECKING = "rechecking"
    ONLINE = "online"
    KEYING = "keying"
    SETTLING = "settling"
    COMMENTS = "comments"
    SENDING = "sending"
    KEEPING = "keeping"


# Every kind stands in just one group; ``docs/history.md`` prints this table.
GROUPS: Final[dict[Group, tuple[FactKind, ...]]] = {
    Group.SIGN_IN: (FactKind.SESSION_OPENED,),
    Group.ACCOUNTS: (FactKind.OPERATOR_SET, FactKind.KEYS_CHANGED),
    Group.PREPARING: (
        FactKind.SURVEY_CREATED,
        FactKind.FORM_CHANGED,
        FactKind.CATALOGUE_SET,
        FactKind.UNITS_SET,
        FactKind.TRANSACTIONS_SET,
        FactKind.TRANSACTIONS_IMPORTED,
        FactKind.OFFICERS_SET,
        FactKind.SAMPLE_IMPORTED,
        FactKind.SAMPLE_DRAWN,
        FactKind.MEMBER_REPLACED,
        FactKind.PERSON_ERASED,
        FactKind.LINKS_DESTROYED,
        FactKind.MILESTONE_DONE,
        FactKind.MILESTONE_UNDONE,
        FactKind.KEYING_SEEDED,
        FactKind.INTERVIEWERS_SET,
        FactKind.MEMBERS_ASSIGNED,
    ),
    Group.PRINTING: (
        FactKind.BALLOTS_PRINTED,
        FactKind.BALLOTS_REPRINTED,
        FactKind.RUN_GIVEN_UP,
        FactKind.RUN_CLOSED,
        FactKind.BALLOT_SPOILED,
    ),
    Group.FIELDWORK: (
        FactKind.BALLOT_ISSUED,
        FactKind.OUTCOME_SET,
        FactKind.STEP_WITHDRAWN,
        FactKind.HANDOVER_OPENED,
        FactKind.HANDOVER_SCANNED,
        FactKind.HANDOVER_EXPLAINED,
        FactKind.HANDOVER_CLOSED,
        FactKind.REMINDERS_PRINTED,
    ),
    Group.RECEIVING: (
        FactKind.BOX_OPENED,
        FactKind.BATCH_OPENED,
        FactKind.BATCH_CLOSED,
        FactKind.BATCH_COUNTED,
        FactKind.BALLOT_RECEIVED,
        FactKind.RECEIPT_WITHDRAWN,
        FactKind.VALIDITY_SET,
        FactKind.BALLOT_VOIDED,
    ),
    Group.RECHECKING: (
        FactKind.CONSENT_SET,
        FactKind.RECHECK_DRAWN,
        FactKind.RECHECK_SENT,
        FactKind.RECHECK_ANSWERED,
    ),
    Group.ONLINE: (
        FactKind.ONLINE_BEGUN,
        FactKind.ONLINE_ANSWERED,
        FactKind.ONLINE_IMPORTED,
        FactKind.ONLINE_JUDGED,
        FactKind.ONLINE_TOTALS_SET,
    ),
    Group.KEYING: (
        FactKind.BATCH_CLAIMED,
        FactKind.BATCH_GIVEN_BACK,
        FactKind.BATCH_TAKEN_OVER,
        FactKind.KEYING_STARTED,
        FactKind.KEYING_RESUMED,
        FactKind.ANSWERS_KEYED,
        FactKind.KEYING_COMPLETED,
        FactKind.KEYING_REOPENED,
        FactKind.KEYING_SET_ASIDE,
    ),
    Group.SETTLING: (
        FactKind.ADJUDICATED,
        FactKind.REKEYING_ASKED,
        FactKind.REKEYING_WITHDRAWN,
        FactKind.BALLOT_SETTLED,
        FactKind.SECOND_DEMANDED,
        FactKind.CONFLICT_SETTLED,
    ),
    Group.COMMENTS: (FactKind.TOPICS_SET, FactKind.COMMENT_SORTED),
    Group.SENDING: (
        FactKind.REMARK_WRITTEN,
        FactKind.HEAD_PRINTED,
        FactKind.RECORDS_TAKEN,
        FactKind.HANDED_OUT,
        FactKind.HANDOUT_TAKEN_BACK,
        FactKind.MERGED,
        FactKind.SIGNING_KEY_SET,
        FactKind.OFFICE_SET,
        FactKind.PACKAGE_MERGED,
        FactKind.SOURCE_WITHDRAWN,
        FactKind.SOURCE_READMITTED,
    ),
    Group.KEEPING: (FactKind.RESTORED, FactKind.SALVAGED),
}

# What somebody sees of a ballot that she keyed herself. The rest would tell her whether the two keyings differ.
SEEN_BY_KEYER: Final = frozenset(
    {
        FactKind.BALLOT_RECEIVED,
        FactKind.RECEIPT_WITHDRAWN,
        FactKind.VALIDITY_SET,
        FactKind.KEYING_STARTED,
        FactKind.KEYING_RESUMED,
        FactKind.ANSWERS_KEYED,
        FactKind.KEYING_COMPLETED,
        FactKind.KEYING_REOPENED,
    }
)
ONLY_HER_OWN: Final = SEEN_BY_KEYER & frozenset(GROUPS[Group.KEYING]) - {FactKind.KEYING_STARTED}


def is_seen_by_keyer(kind: str, by_herself: bool, *, hides_passes: bool = False) -> bool:
    """Whether who keyed a ballot sees a fact about it: her own keys, the receipts, and that another pass began.

    ``hides_passes``: but not that it began. Where ballots are sampled, it would tell her which of hers were drawn; that
    a third keying began tells that the two differ.
    """
    if hides_passes and kind == FactKind.KEYING_STARTED and not by_herself:
        return False
    return kind in SEEN_BY_KEYER and (by_herself or kind not in ONLY_HER_OWN)


def kinds_of(group: str) -> tuple[FactKind, ...]:
    """The kinds in ``group``. Raises ``ValueError`` for a group that is none."""
    return GROUPS[Group(group)]
