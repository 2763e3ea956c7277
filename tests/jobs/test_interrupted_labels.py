"""A run of labels that was broken off goes on upon its own sheets, from its own first label, to the same file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.label_sheet import LabelsOn
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs import ballots
from sipas_desktop.jobs.ballots import continue_run, print_labels
from sipas_desktop.jobs.label_sheets import find_label_sheet, label_sheets
from sipas_desktop.paper.proof import label_pages, prove
from sipas_desktop.store import queries, workflow
from tests.jobs.test_interrupted_runs import cut_before, printed_fact, whole
from tests.store.test_interrupted import PowerCut
from tests.store.test_keying import refused
from tests.surveys import Station

CUTS = ("publish_run", "run_released")


def broken_off(
    desk: Station, out: Path, monkeypatch: pytest.MonkeyPatch, at: str, **how: Any
) -> queries.InterruptedRun:
    with monkeypatch.context() as patch:
        cut_before(patch, at)
        with pytest.raises(PowerCut):
            print_labels(desk.admin, out, **how)
    out.unlink(missing_ok=True)
    (left,) = queries.interrupted_runs(desk.admin)
    assert left.purpose == "labels" and left.published == (at == "run_released")
    return left


@pytest.mark.parametrize("at", CUTS)
@pytest.mark.parametrize(("sheet", "start"), [("65-38x21", 64), ("16-105x37", 1), ("40-52x30", 7)])
def test_labels_keep_their_sheet_and_their_first_label(
    desk: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sheet: str, start: int, at: str
) -> None:
    whole_file, out = tmp_path / "trọn.pdf", tmp_path / "tem.pdf"
    once = print_labels(desk.admin, whole_file, count=3, sheet=sheet, start=start)
    left = broken_off(desk, out, monkeypatch, at, count=3, sheet=sheet, start=start)
    done = continue_run(desk.admin, out, left.id)
    assert (done.ballots, done.pages) == (3, once.pages)
    first = int(done.first_serial[5:11])
    serials = [str(serial) for serial in unprinted(desk)][-3:]
    assert int(serials[0][5:11]) == first
    assert prove(out, label_pages(serials, find_label_sheet(sheet), start), done.pages).pages == done.pages
    with desk.admin.reading() as conn:
        query = "SELECT payload FROM fact WHERE kind = 'ballots_printed' ORDER BY seq"
        said = [json.loads(payload) for payload in conn.exec_driver_sql(query).scalars()]
    assert [(each["labels"]["code"], each["labels"]["start"]) for each in said] == [(sheet, start)] * 2
    assert said[-1]["pdf_sha256"] == done.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    whole(desk.admin)


def unprinted(desk: Station) -> list[str]:
    """The serials of all labels, in their order."""
    with desk.admin.reading() as conn:
        query = (
            "SELECT ballot.serial FROM ballot JOIN print_run ON print_run.id = ballot.run "
            "WHERE print_run.purpose = 'labels' ORDER BY ballot.serial"
        )
        return [str(serial) for serial in conn.exec_driver_sql(query).scalars()]


@pytest.mark.parametrize("at", CUTS)
def test_a_sheet_that_is_measured_anew_meanwhile_changes_nothing(
    desk: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    out, sheet = tmp_path / "tem.pdf", find_label_sheet("24-70x37")
    left = broken_off(desk, out, monkeypatch, at, count=5, sheet=sheet.code, start=20)
    monkeypatch.setattr(ballots, "find_label_sheet", lambda _code=None: replace(sheet, left=2.5, width=65))
    done = continue_run(desk.admin, out, left.id)
    assert prove(out, label_pages(unprinted(desk), sheet, 20), 1).pages == done.pages
    whole(desk.admin)


def test_labels_of_a_program_that_kept_no_sheet_are_printed_on_the_first(desk: Station, tmp_path: Path) -> None:
    workflow.reserve_run(desk.admin, count=2, labels=True)
    with desk.admin.writing() as tx:
        tx.conn.exec_driver_sql("DELETE FROM print_order")
    (left,) = queries.interrupted_runs(desk.admin)
    out = tmp_path / "tem.pdf"
    continue_run(desk.admin, out, left.id)
    assert prove(out, label_pages(unprinted(desk), label_sheets()[0]), 1).pages == 1
    whole(desk.admin)


def test_labels_that_fail_their_proof_have_no_file_and_stay_interrupted(
    desk: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, made = tmp_path / "tem.pdf", ballots.labels

    def elsewhere(*arguments: Any, start: int, **more: Any) -> Any:
        return made(*arguments, start=start + 1, **more)

    with monkeypatch.context() as patch:
        patch.setattr(ballots, "labels", elsewhere)
        with refused("proof.label"):
            print_labels(desk.admin, out, count=2)
    assert not out.exists() and list(tmp_path.glob("*tem*")) == []
    (left,) = queries.interrupted_runs(desk.admin)
    continue_run(desk.admin, out, left.id)
    whole(desk.admin)


@pytest.mark.parametrize("cancelled", ["progress", "proving"])
def test_labels_that_are_cancelled_leave_no_file_and_go_on(desk: Station, tmp_path: Path, cancelled: str) -> None:
    out, heard = tmp_path / "tem.pdf", []

    def cancel(done: int, total: int) -> None:
        heard.append((done, total))
        if len(heard) == 2:
            raise PowerCut

    with pytest.raises(PowerCut):
        print_labels(desk.admin, out, count=60, sheet="24-70x37", **{cancelled: cancel})
    assert not out.exists() and list(tmp_path.glob("*tem*")) == [] and queries.ledger(desk.admin).labels_left == 0
    assert heard == ([(24, 60), (48, 60)] if cancelled == "progress" else [(0, 3), (3, 3)])
    (left,) = queries.interrupted_runs(desk.admin)
    assert continue_run(desk.admin, out, left.id).ballots == 60
    whole(desk.admin)


def test_a_first_label_that_is_none_reserves_nothing(desk: Station, tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        print_labels(desk.admin, tmp_path / "tem.pdf", count=1, start=25)
    whole(desk.admin)


SAID = LabelsOn(find_label_sheet(), 24).said()


@pytest.mark.parametrize(
    ("forged", "legal"),
    [
        ({"labels": SAID}, True),
        ({}, True),  # a program that kept no sheet
        ({"labels": SAID, "purpose": "ballots"}, False),
        ({"labels": SAID | {"start": 25}}, False),
        ({"labels": SAID | {"start": 0}}, False),
        ({"labels": SAID | {"start": True}}, False),
        ({"labels": SAID | {"width": 71.0}}, False),
        ({"labels": SAID | {"width": 70}}, False),
        ({"labels": SAID | {"title": "Tem"}}, False),
        ({"labels": None}, False),
    ],
)
def test_labels_that_a_forger_prints_elsewhere_are_found(desk: Station, forged: dict[str, Any], legal: bool) -> None:
    with desk.admin.writing() as tx:
        tx.append(FactKind.BALLOTS_PRINTED, **printed_fact(desk.admin, **{"purpose": "labels"} | forged))
    found = [code for code, _ in queries.check_survey(desk.admin).problems]
    assert ("check.illegal" not in found) is legal, found
