"""A run keeps how its ballots were printed; older files are brought up; the check judges what a run says of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from sipas_desktop import paths
from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.plan_file import load_plan
from sipas_desktop.domain.print_style import BEFORE, PLAIN, Fold, Paper, PrintStyle, may_be_printed, read_style
from sipas_desktop.store import keys, migrations, queries, workflow
from sipas_desktop.store.database import create_survey, open_survey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.salvage import salvage
from tests.store.test_keying import refused
from tests.surveys import CHEAP, PASSWORD, Station

A5 = PrintStyle(paper=Paper.A5, sides=2, unit="UBND phường Mẫu")
BOXES = "0123456789abcdef" * 4


def publish(desk: Station, style: PrintStyle | None, count: int = 1) -> tuple[str, ...]:
    run = workflow.reserve_run(desk.admin, count=count)
    workflow.publish_run(desk.admin, run, "0" * 64, count, style=style, boxes=BOXES if style else "")
    return run.serials


def test_a_run_keeps_its_style_and_the_check_knows_it(desk: Station) -> None:
    (serial,) = publish(desk, A5)
    (plain,) = publish(desk, PLAIN)
    (old,) = publish(desk, None)
    assert [(run.number, run.style, run.boxes) for run in queries.runs(desk.admin)] == [
        (3, None, ""), (2, PLAIN, BOXES), (1, A5, BOXES),
    ]  # fmt: skip
    assert [sheet.style for sheet in queries.sheets(desk.admin, [serial, plain, old])] == [A5, PLAIN, BEFORE]
    assert queries.check_survey(desk.admin).problems == ()
    with desk.admin.writing() as tx:
        tx.conn.exec_driver_sql("UPDATE print_style SET boxes = 'x'")
    assert not queries.check_survey(desk.admin).ok


def test_ballots_of_two_styles_are_not_printed_again_together(desk: Station) -> None:
    serials = publish(desk, A5) + publish(desk, PLAIN)
    with refused("print.one_style"):
        workflow.record_reprint(desk.admin, serials, "ướt")
    assert workflow.record_reprint(desk.admin, serials[:1], "ướt") == serials[:1]


@pytest.mark.parametrize(
    "changed",
    [
        {"style": {"paper": "A4"}}, {"style": None}, {"boxes": "x"}, {"boxes": "F" * 64}, {"purpose": "labels"},
        {"style": {**PLAIN.said(), "sides": 3}}, {"style": {**PLAIN.said(), "large": 1}},
        {"style": {**PLAIN.said(), "paper": "A3"}}, {"style": {**A5.said(), "fold": "DL"}},
        {"style": {**PLAIN.said(), "unit": "x" * 201}},
    ],
    ids=str,
)  # fmt: skip
def test_the_check_takes_no_style_that_nobody_could_print(desk: Station, changed: dict[str, Any]) -> None:
    run = workflow.reserve_run(desk.admin, count=1)
    append = Transaction.append

    def forged(tx: Transaction, kind: FactKind, /, *args: str, **said: object) -> Fact:
        assert may_be_printed(said)
        assert not may_be_printed(said | changed)
        return append(tx, kind, *args, **(said | changed))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transaction, "append", forged)
        workflow.publish_run(desk.admin, run, "0" * 64, 1, style=PLAIN, boxes=BOXES)
    assert not queries.check_survey(desk.admin).ok


def test_what_a_fact_says_is_read_back() -> None:
    styles = (PLAIN, BEFORE, A5, PrintStyle(fold=Fold.DL, large=True, notice="…", punch=True))
    for style in styles:
        assert read_style(json.loads(json.dumps(style.said()))) == style


def test_a_file_from_before_styles_is_brought_up() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as conn:
        before = migrations.SCRIPTS.index("0008_style_of_runs.sql")
        for statement in (each for name in migrations.SCRIPTS[:before] for each in migrations.script(name)):
            conn.exec_driver_sql(statement)
        conn.exec_driver_sql(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
        conn.exec_driver_sql(f"PRAGMA user_version = {before}")
        conn.commit()
        assert migrations.migrate(conn) == migrations.VERSION - before
        assert conn.exec_driver_sql("SELECT count(*) FROM print_style").scalar() == 0
        assert migrations.strange_in(conn) == []
    engine.dispose()


def test_a_salvaged_survey_has_its_logo_and_its_styles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    plan, forms = load_plan(paths.forms() / "son-tay-2017")
    path = tmp_path / "a.survey"
    with create_survey(path, plan, forms, "admin", PASSWORD, logo=b"\x89PNG") as survey:
        run = workflow.reserve_run(survey, count=1)
        workflow.publish_run(survey, run, "0" * 64, 1, style=A5, boxes=BOXES)
    found = salvage(path, tmp_path / "b.survey", "admin", PASSWORD)
    assert found.left_out == 0
    with open_survey(tmp_path / "b.survey", "admin", PASSWORD) as survey:
        assert queries.logo(survey) == b"\x89PNG"
        assert queries.runs(survey)[0].style == A5
        assert queries.check_survey(survey).problems == ()
