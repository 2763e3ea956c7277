"""``sipas online``: a channel's file, taken once; what is refused changes nothing."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from sipas_desktop.jobs.presets import find_preset
from tests.cli.calls import Sipas
from tests.online import mapping_text, write_export

TEN = datetime.datetime(2024, 9, 10, 8, 30)  # noqa: DTZ001  Excel knows no zones
DAY = datetime.date(2024, 9, 9)


def row(
    dossier: str, words: str = "Hài lòng", phone: str = "0912345678", resulted: datetime.date = DAY
) -> tuple[object, ...]:
    """A line of an export."""
    return (TEN, dossier, "998877", phone, resulted, "Cán bộ một", words)


@pytest.fixture
def sipas_hue(sipas: Sipas) -> Sipas:
    """A survey whose plan has an online channel."""
    sipas.done("new", sipas.survey, "--plan", "hue-2024")
    return sipas


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """An export, its mapping, a list of officials."""
    rows = [
        row("H57-1"),
        row("H57-2", "Rất không hài lòng"),
        row("H57-2"),
        row("H57-3", phone="0900000001"),
        row("H57-4", resulted=datetime.date(2024, 9, 11)),
        row("H57-5", "Tạm được"),
    ]
    mapping = tmp_path / "bảng ghép.toml"
    mapping.write_text(mapping_text(), encoding="utf-8")
    officials = tmp_path / "cán bộ.csv"
    officials.write_text("Họ tên,Số điện thoại\nMột người,0900 000 001\n", encoding="utf-8")
    return {"export": write_export(tmp_path / "hues.xlsx", rows), "mapping": mapping, "officials": officials}


def test_a_file_is_taken_once_and_every_row_is_told(sipas_hue: Sipas, files: dict[str, Path]) -> None:
    asked = ("online", sipas_hue.survey, "import", files["export"], "--mapping", files["mapping"])
    asked = (*asked, "--officials", files["officials"])
    assert sipas_hue.done(*asked, "--dry-run")["added"] == 0
    found = sipas_hue.done(*asked)
    assert (found["added"], found["duplicates"], found["rows"]) == (2, 1, 6)
    assert found["excluded"] == {"official": 1, "before_result": 1}
    assert [(each["row"], each["found"]) for each in found["rejected"]] == [(8, "Tạm được")]
    before = sipas_hue.facts()
    again = sipas_hue.done(*asked)
    assert (again["added"], again["duplicates"], sipas_hue.facts()) == (0, 3, before)
    index = sipas_hue.done("index", sipas_hue.survey)
    assert (index["ballots"]["online"], index["ballots"]["printed"], index["index"]) == (2, 0, 50)
    assert sipas_hue.done("records", sipas_hue.survey)["records"] == 2
    (source,) = sipas_hue.done("online", sipas_hue.survey, "list")["imports"]
    assert (source["source"], source["origin"], source["added"]) == ("HueS", "xuất ngày 01/10/2024", 2)
    assert sipas_hue.done("check", sipas_hue.survey)["ok"]


def test_a_mapping_is_guessed_and_can_be_kept(sipas_hue: Sipas, files: dict[str, Path], tmp_path: Path) -> None:
    made = sipas_hue.done("online", sipas_hue.survey, "mapping", files["export"], "--out", tmp_path / "m.toml")
    assert made["columns"]["Đánh giá chung"] == "overall"
    assert "Mã xác thực" not in made["columns"]
    taken = sipas_hue.done("online", sipas_hue.survey, "import", files["export"], "--mapping", tmp_path / "m.toml")
    assert taken["added"] == 3


def test_totals_are_entered_apart(sipas_hue: Sipas) -> None:
    asked = ("online", sipas_hue.survey, "totals", "--source", "Cổng", "--origin", "công văn 5", "--answers", "60")
    assert sipas_hue.done(*asked, "--count", "Q1:5=40", "--count", "Q1:4=20")["entered"]
    (total,) = sipas_hue.done("online", sipas_hue.survey, "list")["totals"]
    assert (total["answers"], total["counts"]) == (60, {"Q1": {"4": 20, "5": 40}})
    assert sipas_hue.done("index", sipas_hue.survey)["ballots"]["settled"] == 0
    for bad in ("Q1:5", "Q1=5", "Q1:5=x", "Q1:5=²"):
        assert sipas_hue(*asked, "--count", bad).code == 2


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('"Mã hồ sơ" =', '"Mã xác thực" ='), "xác thực"),
        (('"Mã hồ sơ" =', '"Số hồ sơ" ='), "Số hồ sơ"),
        (("[rules]", "[x"), "TOML"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(
    sipas_hue: Sipas, files: dict[str, Path], change: tuple[str, str], told: str
) -> None:
    files["mapping"].write_text(mapping_text().replace(*change), encoding="utf-8")
    before = sipas_hue.facts()
    done = sipas_hue("online", sipas_hue.survey, "import", files["export"], "--mapping", files["mapping"])
    assert (done.code, sipas_hue.facts()) == (2, before)
    assert told in done.err


def test_a_plan_without_an_online_channel_and_a_keyer_take_nothing(survey: Sipas, files: dict[str, Path]) -> None:
    asked = ("online", survey.survey, "import", files["export"], "--mapping", files["mapping"])
    assert "kênh" in survey(*asked).line
    assert (survey(*asked).code, survey(*asked, by="Lan").code) == (2, 2)


def test_words_without_a_rating_are_counted_apart_and_taken_once(sipas: Sipas, tmp_path: Path) -> None:
    sipas.done("new", sipas.survey, "--plan", "da-nang-2021")
    form = next(iter(find_preset("da-nang-2021").forms.values()))
    rated = form.rated[0]
    assert rated.scale is not None
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        'format = 1\nsource = "Cổng"\n[columns]\n"Ngày" = "@answered"\n"Mã" = "@dossier"\n'
        f'"Câu" = "{rated.code}"\n"Góp ý" = "comment"\n[rules]\ncomments = true\n',
        encoding="utf-8",
    )
    day = find_preset("da-nang-2021").plan.fieldwork[0]
    rows = [f"{day},H1,,Chờ lâu", f"{day},H1,5,", f"{day},,,Chờ lâu", f"{day},,,Cảm ơn", f"{day},,9,"]
    export = tmp_path / "cổng.csv"
    export.write_text("\n".join(["Ngày,Mã,Câu,Góp ý", *rows]), encoding="utf-8")
    asked = ("online", sipas.survey, "import", export, "--mapping", mapping)
    found = sipas.done(*asked)
    assert (found["rows"], found["added"], found["comments"], len(found["rejected"])) == (5, 1, 3, 1)
    again = sipas.done(*asked)
    assert (again["added"], again["comments"], again["duplicates"]) == (0, 0, 4)
    status = sipas.done("status", sipas.survey)
    assert (status["online"], status["comments"]) == (1, 3)
    assert sipas.done("records", sipas.survey)["records"] == 1
    (source,) = sipas.done("online", sipas.survey, "list")["imports"]
    assert (source["added"], source["comments"], source["rejected"]) == (1, 3, 1)
    assert sipas.done("check", sipas.survey)["ok"]
