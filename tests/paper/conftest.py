"""A report on Sơn Tây's ballots with made-up answers, changed by each test as it needs."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from sipas_desktop import paths
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import BallotCounts, IndexFigures, compute, share
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.plan_file import load_plan
from sipas_desktop.paper.report_before import Before
from sipas_desktop.paper.report_change import Changed
from sipas_desktop.paper.report_content import Process, Provenance, ReportContent, Scope, UnitFigures, content
from sipas_desktop.paper.report_excluded import Field
from sipas_desktop.paper.report_online import Online
from sipas_desktop.paper.report_ranking import Ranked
from sipas_desktop.paper.report_reached import UnitReached
from sipas_desktop.paper.report_recheck import Rechecked
from sipas_desktop.paper.report_remarks import Remarks
from sipas_desktop.paper.report_topics import SortedAnswers

# Bà Rịa – Vũng Tàu's published overall answers; the six criteria are made up so that every kind of answer occurs.
COUNTS: dict[str, dict[str, int]] = {
    "Q1": {"5": 9, "4": 14, "3": 4, "2": 3, ".": 1},
    "Q2": {"5": 6, "4": 13, "3": 1, "2": 5, "1": 3, ".": 2, "?": 1},
    "Q3": {"5": 12, "4": 10, "3": 3, "2": 3, "*": 2, "?": 1},
    "Q4": {"5": 5, "4": 21, "2": 2, "1": 1, "*": 1, ".": 1},
    "Q5": {"5": 9, "4": 16, "3": 5, ".": 1},
    "Q6": {"5": 11, "4": 11, "3": 5, "2": 2, "1": 2},
    "overall": {"5": 10, "4": 16, "3": 5},
}
BALLOTS = BallotCounts(printed=200, issued=0, returned=35, invalid={"blank": 2, "torn": 1}, valid=32, settled=31)
PROCESS = Process(31, 279, 7, 7, open=1, operators=2, photocopies=1, comments=6)
NO_ONLINE = Online()
UNITS = (
    UnitFigures("Bộ phận một cửa thị xã", "Bộ phận một cửa thị xã", 14, share(12, 14)),
    UnitFigures("Phường Lê Lợi", "Phường Lê Lợi", 9, share(7, 9)),
    UnitFigures("Phường Quang Trung", "Phường Quang Trung", 5, share(5, 5)),
    UnitFigures("Xã Đường Lâm", "Xã Đường Lâm", 3, share(2, 3)),
)


@dataclass(frozen=True)
class Sample:
    """What a report is made from."""

    plan: Plan
    form: Form
    figures: IndexFigures
    scope: Scope = field(default_factory=Scope)
    process: Process = PROCESS
    units: tuple[UnitFigures, ...] = UNITS
    section: bool = False
    rechecked: Rechecked | None = None
    remarks: Remarks = field(default_factory=dict)
    before: Before | None = None
    reached: tuple[UnitReached, ...] = ()
    field: Field | None = None
    online: Online = NO_ONLINE
    topics: tuple[SortedAnswers, ...] = ()
    ranked: Ranked | None = None
    changed: Changed | None = None

    def content(self) -> ReportContent:
        provenance = Provenance(
            program="1.2.3",
            head="0123456789abcdef" * 4,
            records_sha256="fedcba9876543210" * 4,
            form_sha256=self.form.sha256,
            plan_id=self.plan.id,
            printed=datetime.date(2017, 11, 6),
        )
        return content(
            self.plan,
            self.form,
            self.figures,
            scope=self.scope,
            process=self.process,
            provenance=provenance,
            by_unit=self.units,
            section=self.section,
            rechecked=self.rechecked,
            remarks=self.remarks,
            before=self.before,
            reached=self.reached,
            field=self.field,
            online=self.online,
            topics=self.topics,
            ranked=self.ranked,
            changed=self.changed,
        )


MakeSample = Callable[..., Sample]


@pytest.fixture(scope="session")
def sample() -> MakeSample:
    """``sample(counts=…, ballots=…, form=…, population=…, plan={…}, …)``: everything else as Sơn Tây has it."""

    def make(
        counts: dict[str, dict[str, int]] | None = None,
        ballots: BallotCounts = BALLOTS,
        form: Form | None = None,
        population: int | None = None,
        fully: tuple[int, int] = (0, 0),
        plan: dict[str, Any] | None = None,
        **more: Any,
    ) -> Sample:
        own_plan, forms = load_plan(paths.forms() / "son-tay-2017")
        own_plan = replace(own_plan, **(plan or {}))
        own_form = form or forms["phieu"]
        figures = compute(
            own_form,
            own_plan.index,
            COUNTS if counts is None else counts,
            ballots,
            fully=fully,
            weights=own_plan.weights,
            population=population,
        )
        return Sample(own_plan, own_form, figures, **more)

    return make
