"""The only reader of a survey file: each query returns frozen dataclasses, never rows or connections."""

from sipas_desktop.store.queries.ballots import (
    BallotView,
    BatchView,
    Ledger,
    RunView,
    ballot,
    ballots,
    batch_at_work,
    batches,
    ledger,
    next_label,
    runs,
    sheets,
)
from sipas_desktop.store.queries.check import check_survey
from sipas_desktop.store.queries.differences import (
    Comparison,
    Decision,
    DifferencesLeft,
    OpenDiscrepancy,
    comparison,
    decisions,
    differences_left,
    next_discrepancy,
    open_discrepancies,
)
from sipas_desktop.store.queries.figures import Filter, ProcessCounts, figures, figures_by_unit, process
from sipas_desktop.store.queries.handouts import (
    ConflictsLeft,
    ConflictView,
    DeedView,
    HandoutView,
    conflicts,
    conflicts_left,
    handouts,
)
from sipas_desktop.store.queries.heads import current_head, heads, last_fact_at
from sipas_desktop.store.queries.history import MOST as HISTORY_ROWS
from sipas_desktop.store.queries.history import HistoryFilter, HistoryPage, history, who_acted
from sipas_desktop.store.queries.history_fact import FactWhole, Particular, fact_whole
from sipas_desktop.store.queries.history_rows import HistoryRow
from sipas_desktop.store.queries.keying import KeyedField, KeyingProgress, keyed_so_far, keying_progress
from sipas_desktop.store.queries.lists import (
    CatalogueEntry,
    SampleCounts,
    SampleRow,
    badge_holders,
    catalogue,
    known_dossiers,
    operators,
    sample_counts,
    sample_members,
)
from sipas_desktop.store.queries.problems import CheckResult
from sipas_desktop.store.queries.quick_look import quick_check
from sipas_desktop.store.queries.records import comments, records
from sipas_desktop.store.queries.registry import least_numbers, registered_units, surveyed, transactions

__all__ = [
    "HISTORY_ROWS",
    "BallotView",
    "BatchView",
    "CatalogueEntry",
    "CheckResult",
    "Comparison",
    "ConflictView",
    "ConflictsLeft",
    "Decision",
    "DeedView",
    "DifferencesLeft",
    "FactWhole",
    "Filter",
    "HandoutView",
    "HistoryFilter",
    "HistoryPage",
    "HistoryRow",
    "KeyedField",
    "KeyingProgress",
    "Ledger",
    "OpenDiscrepancy",
    "Particular",
    "ProcessCounts",
    "RunView",
    "SampleCounts",
    "SampleRow",
    "badge_holders",
    "ballot",
    "ballots",
    "batch_at_work",
    "batches",
    "catalogue",
    "check_survey",
    "comments",
    "comparison",
    "conflicts",
    "conflicts_left",
    "current_head",
    "decisions",
    "differences_left",
    "fact_whole",
    "figures",
    "figures_by_unit",
    "handouts",
    "heads",
    "history",
    "keyed_so_far",
    "keying_progress",
    "known_dossiers",
    "last_fact_at",
    "least_numbers",
    "ledger",
    "next_discrepancy",
    "next_label",
    "open_discrepancies",
    "operators",
    "process",
    "quick_check",
    "records",
    "registered_units",
    "runs",
    "sample_counts",
    "sample_members",
    "sheets",
    "surveyed",
    "transactions",
    "who_acted",
]
