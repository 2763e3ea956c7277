"""``sipas`` on a database of a server: the whole job by its address, and what it refuses there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calls import Sipas, row, write_csv
from tests.cli.test_handouts import unpacked
from tests.server import PASSWORD, server, why_no_server

pytestmark = pytest.mark.skipif(bool(why_no_server()), reason=why_no_server() or "-")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty database, without its password, which stands where libpq looks for it."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    return str(server().new_database())


def test_the_whole_job(sipas: Sipas, at: str) -> None:
    made = sipas.done("new", at, "--plan", "son-tay-2017")
    assert made["survey"] == at
    for name, role in (("Lan", "keyer"), ("Mai", "keyer"), ("Hòa", "adjudicator")):
        sipas.done("operators", at, "add", name, "--role", role)
    sipas.done("ballots", at, "print", sipas.folder / "phiếu.pdf", "--count", 3)
    serials = [each["serial"] for each in sipas.done("ballots", at, "list")["ballots"]]
    assert sipas.done("receive", at, *serials, "--batch", "L1")["received"] == 3
    assert sipas.done("batches", at, "claim", "--pass", 1, by="Lan")["batch"] == "L1"
    first = write_csv(sipas.folder / "1.csv", [row(each) for each in serials])
    second = write_csv(sipas.folder / "2.csv", [row(serials[0], Q1="2"), *map(row, serials[1:])])
    assert sipas.done("key", at, "--pass", 1, "--from", first, by="Lan")["keyed"] == 3
    assert sipas("key", at, "--pass", 2, "--from", second, by="Lan").code == 2
    assert sipas.done("key", at, "--pass", 2, "--from", second, by="Mai")["keyed"] == 3
    assert sipas.done("key", at, "--pass", 2, "--from", second, by="Mai")["already"] == 3
    (found,) = sipas.done("differences", at, by="Hòa")["discrepancies"]
    decided = {"serial": found["serial"], "question": "Q1", "value": "4", "reason": "xem phiếu"}
    decisions = write_csv(sipas.folder / "chốt.csv", [decided])
    assert sipas.done("adjudicate", at, "--from", decisions, by="Hòa")["settled"] == 1
    assert sipas.done("index", at)["index"] == 100.0
    assert sipas.done("records", at, sipas.folder / "bản ghi.csv")["records"] == 3
    reported = sipas.done("report", at, sipas.folder / "báo cáo.pdf")
    assert sipas.done("report", at, "--verify", sipas.folder / "báo cáo.pdf")["ok"]
    assert len(reported["records_sha256"]) == 64
    assert sipas.done("check", at)["ok"]


def test_a_hand_out_leaves_the_server_and_comes_home(sipas: Sipas, at: str) -> None:
    sipas.done("new", at, "--plan", "son-tay-2017")
    for name in ("Lan", "Mai"):
        sipas.done("operators", at, "add", name, "--role", "keyer")
    sipas.done("ballots", at, "print", sipas.folder / "phiếu.pdf", "--count", 2)
    serials = [each["serial"] for each in sipas.done("ballots", at, "list")["ballots"]]
    sipas.done("receive", at, *serials, "--batch", "L1")
    out, home = sipas.folder / "giao.zip", sipas.folder / "trả.zip"
    assert sipas.done("handout", at, out, "--batches", "L1")["ballots"] == 2
    post = unpacked(sipas, out, "bưu điện")
    for number, by in ((1, "Lan"), (2, "Mai")):
        keyed = write_csv(post.folder / f"{number}.csv", [row(each) for each in serials])
        assert post.key(by, number, keyed).json["keyed"] == 2
    post.done("handout", post.survey, "--return", home)
    assert sipas.done("merge", at, home)["conflicts"] == []
    assert sipas.done("records", at) == {"records": 2, "open": 0}
    package = sipas.folder / "gói.zip"
    sipas.done("signing", at, "make")
    assert sipas.done("export", at, package)["ballots"] == 2
    assert sipas.done("check", at)["ok"]


def test_what_needs_a_file_is_refused_in_one_line(sipas: Sipas, at: str, tmp_path: Path) -> None:
    sipas.done("new", at, "--plan", "son-tay-2017")
    for words in (("backup", at, tmp_path), ("restore", tmp_path, at), ("salvage", at, tmp_path / "x")):
        refused = sipas(*words)
        assert refused.code == 2 and "pg_dump" in refused.line
    assert sipas("new", at, "--plan", "son-tay-2017").code == 2


@pytest.mark.parametrize("password", ["", "sai"])
def test_the_databases_password_is_asked_for_in_its_own_words(
    sipas: Sipas, at: str, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", password)
    refused = sipas("check", at)
    assert refused.code == 2 and "PGPASSWORD" in refused.line


def test_a_password_in_the_address_is_shown_nowhere(sipas: Sipas) -> None:
    address = str(server().new_database()).replace("sipas@", "sipas:b%C3%AD%20m%E1%BA%ADt@")
    refused = sipas("new", address, "--plan", "son-tay-2017")
    assert refused.code == 2
    for secret in ("b%C3%AD", "bí mật"):
        assert secret not in refused.err + refused.out
