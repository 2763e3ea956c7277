"""``sipas report --verify`` on all that a report holds: remarks, waves, notices, phúc tra, topics, planned reports."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from sipas_desktop.cli import main
from sipas_desktop.domain.remark import Section
from sipas_desktop.store import keys
from tests.cli.calls import PASSWORD, Sipas, write_csv
from tests.cli.reports import doctor, reported, verified, words_of
from tests.surveys import CHEAP

SEED = 90817  # of the draw for phúc tra; it stands in the report


def _demo(folder: Path, plan: str, ballots: int) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        patch.setenv("SIPAS_PASSWORD", PASSWORD)
        assert main(["demo", str(folder), "--plan", plan, "--ballots", str(ballots), "--seed", "3"]) == 0
        patch.setenv("SIPAS_NEW_PASSWORD", PASSWORD)
        survey = str(folder / "survey.sipas")
        assert main(["operators", survey, "add", "Hà", "--role", "office", "--operator", "admin"]) == 0
    return folder


@pytest.fixture(scope="session")
def _waves(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _demo(tmp_path_factory.mktemp("waves") / "made", "ha-tinh-2024", 48)


@pytest.fixture(scope="session")
def _hue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _demo(tmp_path_factory.mktemp("hue") / "made", "hue-2024", 24)


def _copied(sipas: Sipas, made: Path) -> Sipas:
    shutil.copy(made / "survey.sipas", sipas.survey)
    shutil.copy(keys.path_of(made / "survey.sipas"), keys.path_of(sipas.survey))
    shutil.copy(made / "package.zip", sipas.folder / "gói.zip")
    return sipas


@pytest.fixture
def waves(sipas: Sipas, _waves: Path) -> Sipas:
    """Hà Tĩnh's four waves, on paper and online, with the package."""
    return _copied(sipas, _waves)


@pytest.fixture
def hue(sipas: Sipas, _hue: Path) -> Sipas:
    """Huế's survey with phúc tra and topics, and the package of all that."""
    made = _copied(sipas, _hue)
    made.done("recheck", made.survey, "consent", *range(1, 13))
    made.done("recheck", made.survey, "draw", "--seed", SEED, "--number", 4, "--minimum", 0)
    made.done("recheck", made.survey, "set", "confirmed", "#1", "#2")
    made.done("recheck", made.survey, "set", "failed", "#3")
    rows = [{"Mã": "1", "Chủ đề": "Chờ lâu"}, {"Mã": "2", "Chủ đề": "Máy 4417"}]
    made.done("comments", made.survey, "topics", "import", write_csv(made.folder / "chủ đề.csv", rows))
    first = made.done("comments", made.survey)["comments"][0]["id"]
    made.done("comments", made.survey, "sort", first, "--topic", "2")
    made.done("export", made.survey, made.folder / "gói.zip")
    return made


def remark(survey: Sipas, text: str, *about: str) -> None:
    """Write ``text`` into every section of the report."""
    file = survey.folder / "nhận xét.txt"
    file.write_text(text, encoding="utf-8")
    for section in Section:
        survey.done("report", survey.survey, "remarks", "set", section.value, "--from", file, *about)


@pytest.mark.parametrize(
    ("form", "about"),
    [
        ((), ()),
        (("--section",), ("--wave", "quy-3")),
        (("--notice",), ()),
        (("--notice",), ("--wave", "quy-2")),
        ((), ("--planned", "quy-2")),
    ],
)
def test_a_report_with_remarks_is_right_whatever_becomes_of_them(
    waves: Sipas, form: tuple[str, ...], about: tuple[str, ...]
) -> None:
    remark(waves, "Cần thêm 7731 người.\n- Chỉ số hài lòng chung: 99,99%.", *about)
    out = reported(waves, *form, *about)
    assert words_of(out).count("7731") == (1 if form == ("--notice",) else len(Section) - 1)
    assert waves.done("report", waves.survey, "--verify", out)["same_bytes"]
    remark(waves, "Không còn cần ai.", *about)
    found = waves.done("report", waves.survey, "--verify", out)
    assert (found["ok"], found["since"]) == (True, len(Section))
    found = waves.done("report", waves.folder / "gói.zip", "--verify", out)
    assert (found["ok"], found["differs"]) == (True, [])
    assert any("nhận xét của cơ quan" in each for each in found["not_checked"])


def test_a_doctored_remark_is_named_against_the_survey_alone(waves: Sipas) -> None:
    remark(waves, "Cần thêm 7731 người, trong 8842 ngày.")
    out = reported(waves)
    doctor(out, "7731", "1731", 1)
    doctor(out, "8842", "1842", 1)
    differs = verified(waves, out)
    assert {(each["printed"].strip(","), each["expected"].strip(",")) for each in differs} == {
        ("1731", "7731"),
        ("1842", "8842"),
    }
    assert waves.done("report", waves.folder / "gói.zip", "--verify", out)["ok"]


def test_a_remark_that_was_written_later_is_no_part_of_an_older_report(waves: Sipas) -> None:
    remark(waves, "Cần thêm 7731 người.")
    out = reported(waves)
    remark(waves, "Cần thêm 1731 người.")
    doctor(out, "7731", "1731")
    differs = verified(waves, out)
    assert {(each["printed"], each["expected"]) for each in differs} == {("1731", "7731")}
    assert len(differs) == len(Section) - 1


def test_a_planned_section_until_a_day_passes_and_is_refused_against_a_package(sipas: Sipas) -> None:
    made = _demo(sipas.folder / "made", "da-nang-2021", 40)
    out = made / "report-sau-thang.pdf"
    found = sipas.done("report", made / "survey.sipas", "--verify", out, by="Hà")
    assert (found["ok"], found["differs"]) == (True, [])
    assert "ngày" in sipas("report", made / "package.zip", "--verify", out).line


def test_the_wave_before_is_told_by_the_survey_and_not_by_a_package(waves: Sipas) -> None:
    out = reported(waves, "--wave", "quy-2")
    before = re.search(r"của Quý I là (\d\d,\d\d%)", words_of(out))
    assert before is not None
    assert waves.done("report", waves.survey, "--verify", out)["ok"]
    found = waves.done("report", waves.folder / "gói.zip", "--verify", out)
    assert found["ok"] and any("Quý I" in each for each in found["not_checked"])
    doctor(out, before[1], "11,11%")
    differs = verified(waves, out)
    assert {(each["printed"].strip(":"), each["expected"].strip(":")) for each in differs} == {("11,11%", before[1])}


def test_a_table_is_named_by_its_number_in_the_report(waves: Sipas) -> None:
    out = reported(waves)
    caption = re.search(r"Bảng \d+\. Chỉ số hài lòng theo kênh", words_of(out))
    assert caption is not None
    share = re.search(r"(\d\d,\d\d%)", words_of(out)[caption.end() :])
    assert share is not None
    doctor(out, f"({share[1]})", "(11,11%)")
    told = waves("report", waves.folder / "gói.zip", "--verify", out)
    assert told.code == 3
    assert any(each["where"].startswith(caption[0]) for each in told.json["differs"])
    assert {each["printed"].strip("()") for each in told.json["differs"]} == {"11,11%"}


def test_phuc_tra_and_topics_are_checked_against_the_survey_and_not_against_a_package(hue: Sipas) -> None:
    out = reported(hue)
    assert hue.done("report", hue.survey, "--verify", out)["same_bytes"]
    found = hue.done("report", hue.folder / "gói.zip", "--verify", out)
    assert (found["ok"], found["differs"]) == (True, [])
    units = "Số phiếu phát ra, thu về và được tính của từng đơn vị"
    for caption in ("Kết quả phúc tra", "Ý kiến theo chủ đề", units):
        assert sum(each.endswith(caption) for each in found["not_checked"]) == 1
    doctor(out, "4417", "1417")
    doctor(out, "90817", "10817")
    assert {each["expected"] for each in verified(hue, out)} == {"4417", "90817"}
    assert hue.done("report", hue.folder / "gói.zip", "--verify", out)["ok"]


def test_the_index_of_a_notice_is_checked_against_a_package(waves: Sipas) -> None:
    out = reported(waves, "--notice")
    index = re.search(r"Chỉ số hài lòng chung: (\d\d,\d\d%)", words_of(out))
    assert index is not None
    doctor(out, index[1], "11,11%", 1)
    told = waves("report", waves.folder / "gói.zip", "--verify", out)
    assert told.code == 3
    assert [(each["printed"], each["expected"]) for each in told.json["differs"]] == [("11,11%", index[1])]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize(("made", "options"), [("waves", ("--wave", "quy-2")), ("waves", ()), ("hue", ())])
def test_a_document_and_a_workbook_hold_with_all_that_a_report_may_have(
    request: pytest.FixtureRequest, made: str, options: tuple[str, ...], kind: str
) -> None:
    survey: Sipas = request.getfixturevalue(made)
    remark(survey, "Cần thêm 7731 người.", *options)
    out = survey.folder / f"báo cáo.{kind}"
    survey.done("report", survey.survey, out, *options)
    found = survey.done("report", survey.survey, "--verify", out)
    assert (found["ok"], found["differs"], found["not_checked"]) == (True, [], [])
    assert found["figures"]["compared"] == found["figures"]["due"]
    assert all("7731" in each for each in found["own"])
    package = survey.done("report", survey.folder / "gói.zip", "--verify", out)
    assert (package["ok"], package["differs"]) == (True, [])
