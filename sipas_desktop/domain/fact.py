"""The form of a fact and the hash chain that holds the facts of one session together.

A fact says what somebody did; it is appended and never changed. Its id is (session, n); its hash is over the hash of
the fact before it in its session and all that it says, so a changed, removed, inserted or reordered fact breaks the
chain of its session. A session's first fact carries the heads that it saw, which ties the chains together.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from json.encoder import encode_basestring
from typing import Any, Final

VIETNAM: Final = datetime.timedelta(hours=7)  # ahead of UTC, all the year
BEFORE_FIRST: Final = bytes(32)  # what stands for the hash before a session's first fact
# Kept, because json.dumps makes one anew for each of the two texts that a keystroke hashes.
_ENCODER: Final = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class FactKind(StrEnum):
    """All that can be said about a survey."""

    SESSION_OPENED = "session_opened"
    SURVEY_CREATED = "survey_created"
    OPERATOR_SET = "operator_set"
    KEYS_CHANGED = "keys_changed"
    FORM_CHANGED = "form_changed"
    CATALOGUE_SET = "catalogue_set"
    UNITS_SET = "units_set"
    TRANSACTIONS_SET = "transactions_set"
    TRANSACTIONS_IMPORTED = "transactions_imported"
    SAMPLE_IMPORTED = "sample_imported"
    SAMPLE_DRAWN = "sample_drawn"
    MEMBER_REPLACED = "member_replaced"
    BALLOTS_PRINTED = "ballots_printed"
    BALLOTS_REPRINTED = "ballots_reprinted"
    RUN_GIVEN_UP = "run_given_up"
    RUN_CLOSED = "run_closed"
    BATCH_OPENED = "batch_opened"
    BATCH_CLOSED = "batch_closed"
    BALLOT_RECEIVED = "ballot_received"
    RECEIPT_WITHDRAWN = "receipt_withdrawn"
    VALIDITY_SET = "validity_set"
    KEYING_SEEDED = "keying_seeded"
    KEYING_STARTED = "keying_started"
    KEYING_RESUMED = "keying_resumed"
    ANSWERS_KEYED = "answers_keyed"
    KEYING_COMPLETED = "keying_completed"
    KEYING_REOPENED = "keying_reopened"
    ADJUDICATED = "adjudicated"
    REKEYING_ASKED = "rekeying_asked"
    REKEYING_WITHDRAWN = "rekeying_withdrawn"
    BALLOT_SETTLED = "ballot_settled"
    SECOND_DEMANDED = "second_demanded"
    HEAD_PRINTED = "head_printed"
    RESTORED = "restored"
    HANDED_OUT = "handed_out"
    HANDOUT_TAKEN_BACK = "handout_taken_back"
    MERGED = "merged"
    CONFLICT_SETTLED = "conflict_settled"
    SALVAGED = "salvaged"
    OFFICERS_SET = "officers_set"
    ONLINE_BEGUN = "online_begun"
    ONLINE_ANSWERED = "online_answered"
    ONLINE_IMPORTED = "online_imported"
    ONLINE_JUDGED = "online_judged"
    ONLINE_TOTALS_SET = "online_totals_set"
    MILESTONE_DONE = "milestone_done"
    MILESTONE_UNDONE = "milestone_undone"
    BATCH_CLAIMED = "batch_claimed"
    BATCH_GIVEN_BACK = "batch_given_back"
    BATCH_TAKEN_OVER = "batch_taken_over"
    BATCH_COUNTED = "batch_counted"
    KEYING_SET_ASIDE = "keying_set_aside"
    INTERVIEWERS_SET = "interviewers_set"
    MEMBERS_ASSIGNED = "members_assigned"
    BALLOT_ISSUED = "ballot_issued"
    OUTCOME_SET = "outcome_set"
    STEP_WITHDRAWN = "step_withdrawn"
    BALLOT_SPOILED = "ballot_spoiled"
    BALLOT_VOIDED = "ballot_voided"
    CONSENT_SET = "consent_set"
    RECHECK_DRAWN = "recheck_drawn"
    RECHECK_SENT = "recheck_sent"
    RECHECK_ANSWERED = "recheck_answered"
    HANDOVER_OPENED = "handover_opened"
    HANDOVER_SCANNED = "handover_scanned"
    HANDOVER_EXPLAINED = "handover_explained"
    HANDOVER_CLOSED = "handover_closed"
    BOX_OPENED = "box_opened"
    REMINDERS_PRINTED = "reminders_printed"
    REMARK_WRITTEN = "remark_written"
    SIGNING_KEY_SET = "signing_key_set"
    OFFICE_SET = "office_set"
    PACKAGE_MERGED = "package_merged"
    SOURCE_WITHDRAWN = "source_withdrawn"
    SOURCE_READMITTED = "source_readmitted"
    TOPICS_SET = "topics_set"
    COMMENT_SORTED = "comment_sorted"
    RECORDS_TAKEN = "records_taken"
    PERSON_ERASED = "person_erased"
    LINKS_DESTROYED = "links_destroyed"


@dataclass(frozen=True)
class Fact:
    """One fact as it stands in the file. ``seq`` is its place in this file only: another file may hold it elsewhere."""

    seq: int
    session: str  # 32 hex digits
    n: int  # 1, 2, 3 … within the session
    kind: str
    subject: str  # the ballot's serial, or ""
    at: str  # UTC, ISO 8601; told to people, orders nothing
    payload: str  # canonical JSON
    hash: bytes

    @property
    def ref(self) -> str:
        """The fact's id as other facts name it."""
        return f"{self.session}:{self.n}"

    @property
    def said(self) -> dict[str, Any]:
        """The payload as a dictionary."""
        value: dict[str, Any] = json.loads(self.payload)
        return value


def day_of(at: str) -> str:
    """The day in Vietnam (UTC+7 all the year) of a fact's time ``at``, ISO 8601: what a plan's last day means."""
    return (datetime.datetime.fromisoformat(at) + VIETNAM).date().isoformat()


def day_start(day: datetime.date) -> str:
    """When ``day`` begins in Vietnam, as facts write time: what happened on it is not smaller as text."""
    midnight = datetime.datetime.combine(day, datetime.time(), datetime.UTC) - VIETNAM
    return midnight.isoformat(timespec="milliseconds")


def new_session() -> str:
    """128 random bits: copied or restored files never continue the same chain."""
    return secrets.token_hex(16)


def canonical(value: Any) -> str:
    """``value`` as JSON in the one spelling that is hashed: sorted keys, no spaces, no floats that are not numbers."""
    return _ENCODER.encode(value)


def chain_hash(before: bytes, session: str, n: int, kind: str, subject: str, at: str, payload: str) -> bytes:
    """The hash of a fact: SHA-256 over the hash ``before`` it and all that it says."""
    # What ``canonical`` makes of the list of these six, in a third of its time: it is done for every fact of a check.
    texts = ",".join(map(encode_basestring, (kind, subject, at, payload)))
    said = f"[{encode_basestring(session)},{n:d},{texts}]"
    return hashlib.sha256(before + said.encode()).digest()


def commitment(salt: str, value: str) -> str:
    """What a fact holds in place of a personal value: erasing value and salt leaves nothing that could be guessed."""
    return hashlib.sha256(f"{salt}\n{value}".encode()).hexdigest()


def commitments_root(commitments: Iterable[str]) -> str:
    """One hash over many commitments, whatever their order."""
    return hashlib.sha256("\n".join(sorted(commitments)).encode()).hexdigest()


def survey_head(heads: Mapping[str, tuple[int, str]]) -> str:
    """The head that documents carry: one hash over every session's last fact (session → n, hash in hex)."""
    return hashlib.sha256(canonical({key: list(value) for key, value in heads.items()}).encode()).hexdigest()
