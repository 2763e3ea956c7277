"""The only writer of a survey file: one verb, one decision, one transaction.

Every verb takes the open survey first, checks that its operator may do it, and raises ``Refusal`` with nothing changed
where it must not happen. Window, command line and tests call the same verbs.
"""

from sipas_desktop.store.workflow.adjudication import Decided, adjudicate, adjudicate_spelling
from sipas_desktop.store.workflow.batches import (
    TakenOver,
    claim_batch,
    count_batch,
    give_back_batch,
    set_aside_keying,
    take_over_batch,
)
from sipas_desktop.store.workflow.boxes import record_box
from sipas_desktop.store.workflow.catalogues import CatalogueChange, Entry, set_catalogue
from sipas_desktop.store.workflow.confirming import Unconfirmed
from sipas_desktop.store.workflow.conflicts import settle_conflict
from sipas_desktop.store.workflow.drawing import SampleDrawn, Wanted, draw_sample, frame_to_draw, replace_member
from sipas_desktop.store.workflow.erasing import Erased, erase_person
from sipas_desktop.store.workflow.fieldwork import (
    Stepped,
    check_step,
    issue,
    set_outcome,
    spoil,
    withdraw_step,
)
from sipas_desktop.store.workflow.forms import FormChange, change_form
from sipas_desktop.store.workflow.handing_out import HandedOut, hand_out, take_back, write_station
from sipas_desktop.store.workflow.handovers import (
    ScannedNow,
    close_handover,
    explain_handover,
    open_handover,
    scan_handover,
)
from sipas_desktop.store.workflow.interrupted_runs import continue_run, give_up_run
from sipas_desktop.store.workflow.interviewers import (
    InterviewerData,
    assign_members,
    remove_interviewer,
    set_interviewers,
)
from sipas_desktop.store.workflow.keying import (
    Keying,
    complete_keying,
    key_ballot,
    record_answer,
    reopen_keying,
    start_keying,
    take_back_answer,
)
from sipas_desktop.store.workflow.mail import record_reminders
from sipas_desktop.store.workflow.merging import Merged, check_return, merge_return
from sipas_desktop.store.workflow.milestones import milestone_done, milestone_undone
from sipas_desktop.store.workflow.moving import Moved, move_survey
from sipas_desktop.store.workflow.officers import set_officers
from sipas_desktop.store.workflow.online import OnlineAnswer, OnlineImport, import_online
from sipas_desktop.store.workflow.online_totals import OnlineTotal, set_online_total
from sipas_desktop.store.workflow.operators import add_operator, remove_operator, set_roles
from sipas_desktop.store.workflow.packages import Came, Taken, merge_package, packages_of
from sipas_desktop.store.workflow.passwords import change_password, issue_badge, reset_password, take_badge
from sipas_desktop.store.workflow.permission import require
from sipas_desktop.store.workflow.printing import (
    PrintRun,
    check_reprint,
    publish_run,
    record_reprint,
    reserve_run,
    run_released,
)
from sipas_desktop.store.workflow.provenance import record_head
from sipas_desktop.store.workflow.receiving import (
    Received,
    check_receipt,
    close_batch,
    open_batch,
    receive,
    set_validity,
    withdraw_receipt,
)
from sipas_desktop.store.workflow.rechecks import (
    RecheckDrawn,
    RepliesTaken,
    Reply,
    answer_recheck,
    answer_rechecks,
    draw_recheck,
    draw_recheck_of,
    draw_recheck_serials,
    record_recheck_sent,
    set_consent,
)
from sipas_desktop.store.workflow.records import check_taken, record_taken
from sipas_desktop.store.workflow.recovery import record_restored, record_salvaged
from sipas_desktop.store.workflow.recovery_sheet import restore_keys, take_recovery_code
from sipas_desktop.store.workflow.rekeying import ask_rekeying, withdraw_rekeying
from sipas_desktop.store.workflow.remarks import clear_remark, write_remark
from sipas_desktop.store.workflow.samples import MemberData, import_sample
from sipas_desktop.store.workflow.second_keying import (
    Demanded,
    demand_second,
    demand_second_of_batch,
    demand_second_of_operator,
)
from sipas_desktop.store.workflow.signing import (
    carry_signing_key,
    make_signing_key,
    register_office,
    remove_office,
    sign,
    signing_key,
)
from sipas_desktop.store.workflow.sources import readmit_source, withdraw_source
from sipas_desktop.store.workflow.topics import set_topics, sort_comment
from sipas_desktop.store.workflow.transactions import TransactionsChange, set_transactions
from sipas_desktop.store.workflow.units import set_units
from sipas_desktop.store.workflow.unlinking import LinksDestroyed, check_unlink, destroy_links
from sipas_desktop.store.workflow.voiding import check_void, void_ballot

__all__ = [
    "Came",
    "CatalogueChange",
    "Decided",
    "Demanded",
    "Entry",
    "Erased",
    "FormChange",
    "HandedOut",
    "InterviewerData",
    "Keying",
    "LinksDestroyed",
    "MemberData",
    "Merged",
    "Moved",
    "OnlineAnswer",
    "OnlineImport",
    "OnlineTotal",
    "PrintRun",
    "Received",
    "RecheckDrawn",
    "RepliesTaken",
    "Reply",
    "SampleDrawn",
    "ScannedNow",
    "Stepped",
    "Taken",
    "TakenOver",
    "TransactionsChange",
    "Unconfirmed",
    "Wanted",
    "add_operator",
    "adjudicate",
    "adjudicate_spelling",
    "answer_recheck",
    "answer_rechecks",
    "ask_rekeying",
    "assign_members",
    "carry_signing_key",
    "change_form",
    "change_password",
    "check_receipt",
    "check_reprint",
    "check_return",
    "check_step",
    "check_taken",
    "check_unlink",
    "check_void",
    "claim_batch",
    "clear_remark",
    "close_batch",
    "close_handover",
    "complete_keying",
    "continue_run",
    "count_batch",
    "demand_second",
    "demand_second_of_batch",
    "demand_second_of_operator",
    "destroy_links",
    "draw_recheck",
    "draw_recheck_of",
    "draw_recheck_serials",
    "draw_sample",
    "erase_person",
    "explain_handover",
    "frame_to_draw",
    "give_back_batch",
    "give_up_run",
    "hand_out",
    "import_online",
    "import_sample",
    "issue",
    "issue_badge",
    "key_ballot",
    "make_signing_key",
    "merge_package",
    "merge_return",
    "milestone_done",
    "milestone_undone",
    "move_survey",
    "open_batch",
    "open_handover",
    "packages_of",
    "publish_run",
    "readmit_source",
    "receive",
    "record_answer",
    "record_box",
    "record_head",
    "record_recheck_sent",
    "record_reminders",
    "record_reprint",
    "record_restored",
    "record_salvaged",
    "record_taken",
    "register_office",
    "remove_interviewer",
    "remove_office",
    "remove_operator",
    "reopen_keying",
    "replace_member",
    "require",
    "reserve_run",
    "reset_password",
    "restore_keys",
    "run_released",
    "scan_handover",
    "set_aside_keying",
    "set_catalogue",
    "set_consent",
    "set_interviewers",
    "set_officers",
    "set_online_total",
    "set_outcome",
    "set_roles",
    "set_topics",
    "set_transactions",
    "set_units",
    "set_validity",
    "settle_conflict",
    "sign",
    "signing_key",
    "sort_comment",
    "spoil",
    "start_keying",
    "take_back",
    "take_back_answer",
    "take_badge",
    "take_over_batch",
    "take_recovery_code",
    "void_ballot",
    "withdraw_receipt",
    "withdraw_rekeying",
    "withdraw_source",
    "withdraw_step",
    "write_remark",
    "write_station",
]
