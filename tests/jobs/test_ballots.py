"""Printing a run: the file has its name only when every ballot in it can be received."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from sipas_desktop.domain.form import Form
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs import ballots
from sipas_desktop.jobs.ballots import print_labels, print_run, reprint
from sipas_desktop.paper.ballot import BallotSheet, Printed, print_ballots
from sipas_desktop.store import queries, workflow
from tests.store.test_keying import refused
from tests.surveys import Station


class StoppedError(Exception):
    """Raised by who hears how far a run is."""


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_a_run_is_printed_and_can_be_received(desk: Station, tmp_path: Path) -> None:
    out = tmp_path / "phiếu in.pdf"
    run = print_run(desk.admin, out, count=3)
    assert hashlib.sha256(out.read_bytes()).hexdigest() == run.sha256
    assert (run.ballots, run.pages) == (3, 3)
    for ballot in queries.ballots(desk.admin):
        workflow.receive(desk.admin, ballot.serial)
    assert queries.runs(desk.admin)[0].first_serial == run.first_serial
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".pdf") == ["phiếu in.pdf"]


def test_a_cancelled_run_leaves_no_file_and_no_ballot(desk: Station, tmp_path: Path) -> None:
    out = tmp_path / "phiếu.pdf"

    def stop(_done: int, _total: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        print_run(desk.admin, out, count=50, progress=stop)
    assert not list(tmp_path.glob("*.pdf")) and not list(tmp_path.glob(".*"))
    assert queries.ledger(desk.admin).printed == 0
    print_run(desk.admin, out, count=1)
    assert queries.ledger(desk.admin).printed == 1


def test_an_older_file_stays_when_printing_fails(desk: Station, tmp_path: Path) -> None:
    out = tmp_path / "phiếu.pdf"
    out.write_bytes(b"older")
    with refused("print.count"):
        print_run(desk.admin, out, count=0)
    assert out.read_bytes() == b"older"
    with pytest.raises(Refusal):
        print_run(desk.admin, tmp_path / "không có" / "phiếu.pdf", count=1)
    assert queries.ledger(desk.admin).printed == 0


def test_the_unit_of_a_run_is_printed_on_its_ballots(desk: Station, tmp_path: Path) -> None:
    out = tmp_path / "phiếu.pdf"
    print_run(desk.admin, out, count=1, unit="12")
    assert "UBND xã Đường Lâm" in text_of(out)
    with refused("catalogues.unknown_unit"):
        print_run(desk.admin, out, count=1, unit="999")


def test_a_reprint_says_so(desk: Station, tmp_path: Path) -> None:
    run = print_run(desk.admin, tmp_path / "phiếu.pdf", count=2)
    assert "IN LẠI" not in text_of(tmp_path / "phiếu.pdf")
    again = reprint(desk.admin, tmp_path / "lại.pdf", [run.last_serial], "kẹt giấy")
    assert (again.ballots, again.first_serial) == (1, run.last_serial)
    assert "IN LẠI" in text_of(tmp_path / "lại.pdf")
    assert queries.ledger(desk.admin).printed == 2


def test_labels_are_serials_of_their_own(desk: Station, tmp_path: Path) -> None:
    print_run(desk.admin, tmp_path / "phiếu.pdf", count=2)
    labels = print_labels(desk.admin, tmp_path / "tem.pdf", count=24)
    assert (labels.ballots, labels.pages) == (24, 1)
    assert queries.next_label(desk.admin) == labels.first_serial
    assert queries.ledger(desk.admin).labels_left == 24


def test_who_may_not_print_does_not(desk: Station, tmp_path: Path) -> None:
    with refused("operators.not_allowed"):
        print_run(desk["Lan"], tmp_path / "phiếu.pdf", count=1)
    assert not list(tmp_path.glob("*.pdf"))


def damaged(form: Form, sheets: Iterable[BallotSheet], out: Path, **how: Any) -> Printed:
    """As ``print_ballots``, and then the disk loses a bit of the second page."""
    printed = print_ballots(form, sheets, out, **how)
    data = out.read_bytes()
    at = data.index(b"BI/W 21", data.index(b"BI/W 21") + 1) + len(b"BI/W 21/H 21/IM true/F/AHx ID ")
    out.write_bytes(data[:at] + b"ffffffffffffffffffffffff" * 3 + data[at + 72 :])
    return printed


def test_a_run_that_fails_its_proof_is_not_released(
    desk: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "phiếu.pdf"
    out.write_bytes(b"older")
    monkeypatch.setattr(ballots, "print_ballots", damaged)
    with pytest.raises(Refusal) as refusal:
        print_run(desk.admin, out, count=3)
    assert (refusal.value.code, refusal.value.params["page"]) == ("proof.code", 2)
    assert out.read_bytes() == b"older" and not list(tmp_path.glob(".*"))
    assert queries.ledger(desk.admin).printed == 0 and queries.runs(desk.admin) == []


def test_a_reprint_that_fails_its_proof_is_not_recorded(
    desk: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    print_run(desk.admin, tmp_path / "phiếu.pdf", count=2)
    serials = [ballot.serial for ballot in queries.ballots(desk.admin)]
    monkeypatch.setattr(ballots, "print_ballots", damaged)
    with pytest.raises(Refusal) as refusal:
        reprint(desk.admin, tmp_path / "lại.pdf", serials, "kẹt giấy")
    assert refusal.value.params["page"] == 2
    assert not (tmp_path / "lại.pdf").exists()
    with desk.admin.reading() as conn:
        assert "ballots_reprinted" not in conn.exec_driver_sql("SELECT kind FROM fact").scalars().all()


def test_a_run_that_is_cancelled_during_its_proof_leaves_no_file(desk: Station, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        heard.append((done, total))
        if done:
            raise StoppedError

    with pytest.raises(StoppedError):
        print_run(desk.admin, tmp_path / "phiếu.pdf", count=60, proving=stop)
    assert heard == [(0, 60), (50, 60)]
    assert not list(tmp_path.glob("*.pdf")) and not list(tmp_path.glob(".*"))
    assert queries.ledger(desk.admin).printed == 0


def test_a_reprint_has_the_unit_that_was_printed(desk: Station, tmp_path: Path) -> None:
    run = print_run(desk.admin, tmp_path / "phiếu.pdf", count=1, unit="12")
    reprint(desk.admin, tmp_path / "lại.pdf", [run.first_serial], "rách")
    assert "UBND xã Đường Lâm" in text_of(tmp_path / "lại.pdf")
