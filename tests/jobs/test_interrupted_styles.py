"""A run that was broken off keeps its print style; files from before orders and styles were remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import Connection, insert, select

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.fact import Fact, FactKind, canonical
from sipas_desktop.domain.print_style import Fold, Paper, PrintStyle
from sipas_desktop.jobs.ballots import continue_run, print_run, reprint
from sipas_desktop.store import keys, migrations, projection, queries
from sipas_desktop.store import models as m
from tests.jobs.test_interrupted_runs import cut_before, printed_fact, whole
from tests.store.test_interrupted import PowerCut
from tests.surveys import CHEAP, Station, opened_station, station


@pytest.mark.parametrize("at", ["publish_run", "run_released"])
@pytest.mark.parametrize(
    "style", [PrintStyle(Paper.A5, 2, large=True), PrintStyle(fold=Fold.DL, corners=False, unit="UBND phường Mẫu")]
)
def test_a_run_goes_on_in_its_style_and_is_printed_again_in_it(
    desk: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, style: PrintStyle, at: str
) -> None:
    whole_file = tmp_path / "trọn.pdf"
    print_run(desk.admin, whole_file, count=2, style=style)
    out = tmp_path / "phiếu.pdf"
    with monkeypatch.context() as patch:
        cut_before(patch, at)
        with pytest.raises(PowerCut):
            print_run(desk.admin, out, count=2, style=style)
    (left,) = queries.interrupted_runs(desk.admin)
    assert left.published == (at == "run_released")
    done = continue_run(desk.admin, out, left.id)
    kept = [run for run in queries.runs(desk.admin) if run.purpose == "ballots"]
    assert [run.style for run in kept] == [style, style] and len({run.boxes for run in kept}) == 1
    with pypdfium2.PdfDocument(out) as found, pypdfium2.PdfDocument(whole_file) as expected:
        assert (len(found), found[0].get_size()) == (len(expected), expected[0].get_size())
    again = reprint(desk.admin, tmp_path / "lại.pdf", [done.first_serial], "rách")
    assert again.pages * 2 == done.pages
    whole(desk.admin)


def printed_before(conn: Connection, fact: Fact, said: Any, operator: str) -> None:
    """A print run as the program laid it down before it remembered orders."""
    row = {name: said[name] for name in ("purpose", "form", "group", "unit", "wave", "sector", "first", "count")}
    conn.execute(insert(m.print_run), row | {"id": said["run"], "published": fact.seq})
    number = conn.execute(select(m.survey.c.number)).scalar_one()
    conn.execute(insert(m.ballot), projection.ballot_rows(said["run"], number, said["first"], said["count"], None))
    if "style" in said:
        kept = {"run": said["run"], "style": canonical(said["style"]), "boxes": said["boxes"]}
        conn.execute(insert(m.print_style), kept)


@pytest.mark.parametrize("style", [None, PrintStyle(Paper.A5, unit="UBND phường “Mẫu”\n2")])
def test_a_file_from_before_is_brought_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, style: PrintStyle | None
) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    at = migrations.SCRIPTS.index("0009_interrupted_runs.sql")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "SCRIPTS", migrations.SCRIPTS[:at])
        patch.setattr(migrations, "VERSION", at)
        with station(tmp_path) as old:
            with old.admin.writing() as tx, pytest.MonkeyPatch.context() as patch_before:
                patch_before.setitem(projection._PROJECT, FactKind.BALLOTS_PRINTED, printed_before)
                patch_before.setitem(projection._PROJECT, FactKind.BALLOTS_REPRINTED, projection._nothing)
                styled = {} if style is None else {"style": style.said(), "boxes": "0" * 64}
                tx.append(FactKind.BALLOTS_PRINTED, **printed_fact(old.admin, **styled))
                serial = serials.make(old.admin.about.number, 4)
                tx.append(FactKind.BALLOTS_REPRINTED, serials=[serial], reason=tx.personal("rách"))
            with old.admin.writing() as tx:  # what an interrupted run left then
                tx.conn.exec_driver_sql(
                    'INSERT INTO print_run (id, purpose, form, "group", first, count) '
                    "VALUES ('r', 'ballots', ?, ?, 1, 3)",
                    (next(iter(old.admin.forms.values())).sha256, old.admin.plan.groups[0].code),
                )
            path = old.path
    now = opened_station(path)
    assert queries.ledger(now.admin).reprinted == 1
    assert [run.count for run in queries.interrupted_runs(now.admin)] == [3]
    assert continue_run(now.admin, tmp_path / "phiếu.pdf", "r").ballots == 3
    whole(now.admin)
    now.close()
