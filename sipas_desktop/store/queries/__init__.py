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
from sipas_desktop.store.queries.figures import By, Filter, figures, figures_by, figures_by_unit
from sipas_desktop.store.queries.handouts import (
    ConflictsLeft,
    ConflictView,
    DeedView,
    HandoutView,
    conflicts,
    conflicts_left,
    handouts,
)
from sipas_desktop.store.queries.heads import current_head, has_report, heads, last_fact_at
from sipas_desktop.store.queries.history import MOST as HISTORY_ROWS
from sipas_desktop.store.queries.history import HistoryFilter, HistoryPage, history, who_acted
from sipas_desktop.store.queries.history_fact import FactWhole, Particular, fact_whole
from sipas_desktop.store.queries.history_rows import HistoryRow
from sipas_desktop.store.queries.keying import KeyedField, KeyingProgress, keyed_so_far, keying_progress
from sipas_desktop.store.queries.keying_sample import JudgedOperator, SampledKeying, sampled_keying
from sipas_desktop.store.queries.lists import (
    CatalogueEntry,
    SampleCounts,
    SampleRow,
    badge_holders,
    catalogue,
    has_official_list,
    known_dossiers,
    known_rows,
    operators,
    sample_counts,
    sample_members,
    units_of_members,
)
from sipas_desktop.store.queries.milestones import milestones_done
from sipas_desktop.store.queries.online import (
    OnlineHeld,
    OnlineSource,
    OnlineTotalView,
    officers,
    online_held,
    online_sources,
    online_totals,
)
from sipas_desktop.store.queries.operator_figures import operator_figures, own_figures
from sipas_desktop.store.queries.problems import CheckResult
from sipas_desktop.store.queries.process import ProcessCounts, process
from sipas_desktop.store.queries.progress import progress_by_day
from sipas_desktop.store.queries.quick_look import quick_check
from sipas_desktop.store.queries.reached import counted_totals, reached
from sipas_desktop.store.queries.records import comments, records
from sipas_desktop.store.queries.registry import least_numbers, registered_units, surveyed, transactions
from sipas_desktop.store.queries.residual import residual_error
from sipas_desktop.store.queries.sampling import DrawView, ReplacementView, drawn_from, draws, ready_lists, replacements

__all__ = [
    "HISTORY_ROWS",
    "BallotView",
    "BatchView",
    "By",
    "CatalogueEntry",
    "CheckResult",
    "Comparison",
    "ConflictView",
    "ConflictsLeft",
    "Decision",
    "DeedView",
    "DifferencesLeft",
    "DrawView",
    "FactWhole",
    "Filter",
    "HandoutView",
    "HistoryFilter",
    "HistoryPage",
    "HistoryRow",
    "JudgedOperator",
    "KeyedField",
    "KeyingProgress",
    "Ledger",
    "OnlineHeld",
    "OnlineSource",
    "OnlineTotalView",
    "OpenDiscrepancy",
    "Particular",
    "ProcessCounts",
    "ReplacementView",
    "RunView",
    "SampleCounts",
    "SampleRow",
    "SampledKeying",
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
    "counted_totals",
    "current_head",
    "decisions",
    "differences_left",
    "drawn_from",
    "draws",
    "fact_whole",
    "figures",
    "figures_by",
    "figures_by_unit",
    "handouts",
    "has_official_list",
    "has_report",
    "heads",
    "history",
    "keyed_so_far",
    "keying_progress",
    "known_dossiers",
    "known_rows",
    "last_fact_at",
    "least_numbers",
    "ledger",
    "milestones_done",
    "next_discrepancy",
    "next_label",
    "officers",
    "online_held",
    "online_sources",
    "online_totals",
    "open_discrepancies",
    "operator_figures",
    "operators",
    "own_figures",
    "process",
    "progress_by_day",
    "quick_check",
    "reached",
    "ready_lists",
    "records",
    "registered_units",
    "replacements",
    "residual_error",
    "runs",
    "sample_counts",
    "sample_members",
    "sampled_keying",
    "sheets",
    "surveyed",
    "transactions",
    "units_of_members",
    "who_acted",
]
