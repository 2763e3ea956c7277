"""Report and package: what they carry agrees with the survey, and with each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.records import Record
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.package import open_package
from sipas_desktop.jobs.report import make_report
from sipas_desktop.jobs.results import export_package, export_records, index_json
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from tests.jobs.test_ballots import text_of
from tests.store.test_keying import refused
from tests.surveys import Station


@pytest.fixture
def surveyed(desk: Station) -> Station:
    desk.settled(6, overall="5", unit="2")
    desk.settled(1, overall="2", unit="3")
    (serial,) = desk.received(1)
    for name, pass_no in (("Lan", 1), ("Mai", 2)):
        written = {"comment": Answer("+", "Bà Nguyễn Thị Riêng Tư chờ lâu")}
        workflow.key_ballot(desk[name], serial, pass_no, desk.answers(overall="4", unit="2") | written)
    return desk


def test_report_and_package_rest_on_the_same_records(surveyed: Station, tmp_path: Path) -> None:
    report = make_report(surveyed.admin, tmp_path / "báo cáo.pdf")
    package = export_package(surveyed.admin, tmp_path / "gói.zip")
    assert report.records_sha256 == package.records_sha256
    for head in (report.head, package.head):
        assert queries.check_survey(surveyed.admin, head).ok
    printed = text_of(tmp_path / "báo cáo.pdf").replace("\r\n", "").replace("\n", "")
    assert report.head in printed.replace(" ", "")
    assert "87,50%" in printed


def test_nothing_personal_leaves_the_survey(surveyed: Station, tmp_path: Path) -> None:
    serials = {ballot.serial for ballot in queries.ballots(surveyed.admin)}
    export_package(surveyed.admin, tmp_path / "gói.zip")
    export_records(surveyed.admin, tmp_path / "bản ghi.csv")
    make_report(surveyed.admin, tmp_path / "báo cáo.xlsx")
    _, files = open_package(tmp_path / "gói.zip")
    written = b"".join(files.values()) + (tmp_path / "bản ghi.csv").read_bytes()
    for secret in ["Riêng Tư", *serials]:
        assert secret.encode() not in written


def test_the_index_as_data(surveyed: Station) -> None:
    data = index_json(queries.figures(surveyed.admin))
    assert (data["definition"], data["index"], data["satisfied"], data["answered"]) == ("overall", 87.5, 7, 8)
    low, high = data["interval"]
    assert 0 <= low < 87.5 < high <= 100
    assert [question["code"] for question in data["questions"]] == ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "overall"]


def test_what_is_refused(surveyed: Station, tmp_path: Path) -> None:
    with refused("report.suffix"):
        make_report(surveyed.admin, tmp_path / "báo cáo.txt")
    with refused("file.no_folder"):
        make_report(surveyed.admin, tmp_path / "không có" / "báo cáo.pdf")
    with refused("operators.not_allowed"):
        export_package(surveyed["Lan"], tmp_path / "gói.zip")
    before = queries.check_survey(surveyed.admin).facts
    with refused("operators.not_allowed"):
        make_report(surveyed["Giám sát"], tmp_path / "báo cáo.pdf")
    assert queries.check_survey(surveyed.admin).facts == before


def test_a_survey_without_settled_ballots_has_no_report(desk: Station, tmp_path: Path) -> None:
    with refused("report.nothing_settled"):
        make_report(desk.admin, tmp_path / "báo cáo.pdf")
    assert not list(tmp_path.glob("*.pdf"))


def test_report_and_package_are_of_one_moment(
    surveyed: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody settles a ballot between any two things that are read: nothing of it is in the document."""
    before = len(queries.records(surveyed.admin))
    spare = list(surveyed.print(6))
    read = queries.records

    def records(survey: OpenSurvey) -> list[Record]:
        serial = spare.pop()
        workflow.receive(surveyed["Hà"], serial)
        for name, pass_no in (("Lan", 1), ("Mai", 2)):
            surveyed.key(name, pass_no, serial, overall="1", unit="2")
        return read(survey)

    monkeypatch.setattr(queries, "records", records)
    package = export_package(surveyed.admin, tmp_path / "gói.zip")
    manifest, _ = open_package(tmp_path / "gói.zip")
    assert (package.ballots, manifest.counts["settled"]) == (before, before)
    monkeypatch.setattr(queries, "records", read)
    later = export_package(surveyed.admin, tmp_path / "gói sau.zip")
    assert later.ballots == before + 1
    assert later.records_sha256 != package.records_sha256
    assert queries.check_survey(surveyed.admin, package.head).ok


def test_a_snapshot_is_of_the_thread_that_took_it(surveyed: Station) -> None:
    (serial,) = surveyed.print(1)
    with surveyed.admin.snapshot():
        before = queries.ledger(surveyed.admin).returned
        workflow.receive(surveyed["Hà"], serial)
        with surveyed.admin.snapshot():  # one within the other is the same
            assert queries.ledger(surveyed.admin).returned == before
        assert queries.ledger(surveyed.admin).returned == before
        with ThreadPoolExecutor(1) as other:
            assert other.submit(lambda: queries.ledger(surveyed.admin).returned).result() == before + 1
    assert queries.ledger(surveyed.admin).returned == before + 1


def test_no_head_is_recorded_for_a_document_that_cannot_be_written(surveyed: Station, tmp_path: Path) -> None:
    before = queries.heads(surveyed.admin)
    for make, name in ((make_report, "báo cáo.pdf"), (export_package, "gói.zip")):
        (tmp_path / name).mkdir()  # a folder has the name
        with pytest.raises(Refusal) as told:
            make(surveyed.admin, tmp_path / name)
        assert told.value.code == "file.cannot_write"
    assert queries.heads(surveyed.admin) == before
    assert not list(tmp_path.glob("*.part"))
