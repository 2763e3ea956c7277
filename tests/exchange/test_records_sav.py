"""Records as an SPSS file: read back with every label, every kind of missing value, nothing that names a ballot."""

from __future__ import annotations

import datetime
import string
import subprocess
import sys
from pathlib import Path

import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop import paths
from sipas_desktop.domain.answer import BLANK, ILLEGIBLE, NO_OPINION, OVERMARKED, SKIPPED
from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.plan_file import load_plan
from sipas_desktop.domain.records import Identity, Record
from sipas_desktop.domain.spss import MISSING, cut, names
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange import records_file
from sipas_desktop.exchange.records_file import write_records

PLAN, FORMS = load_plan(paths.forms() / "son-tay-2017")
FORM = FORMS["phieu"]
EVERY = read_form((Path(__file__).parents[1] / "data" / "every_kind.toml").read_text(encoding="utf-8"), "every")
NAMES = {"unit": {"07": "Phường Lê Lợi", "12": "Xã Đường Lâm"}, "procedure": {"1.001": "Chứng thực"}}


def record(serial: str, form: Form = FORM, **values: str) -> Record:
    answers = {question.code: BLANK for question in form.questions} | values
    return Record(serial, form.sha256, "07", "to-chuc-ca-nhan", "", "hom-phieu", answers)


def written(path: Path, records: list[Record], form: Form = FORM, **more: object) -> tuple[object, object]:
    write_records(path, records, PLAN, [form], NAMES, title="Khảo sát Sơn Tây", **more)  # type: ignore[arg-type]
    return pyreadstat.read_sav(str(path), user_missing=True, disable_datetime_conversion=True)


def test_wording_levels_and_measures_are_labels(tmp_path: Path) -> None:
    rows, meta = written(tmp_path / "kết quả.sav", [record("482130000017", Q1="5", unit="12", comment="+")])
    assert meta.file_label == "Khảo sát Sơn Tây"
    assert list(rows.columns)[:4] == ["ballot_row", "ballot_form", "ballot_version", "ballot_group"]
    by_code = FORM.by_code
    assert meta.column_names_to_labels["Q1"] == " ".join(by_code["Q1"].text.split())
    levels = {float(level.code): level.label for level in by_code["Q1"].scale.levels}
    assert levels.items() <= meta.variable_value_labels["Q1"].items()
    assert meta.variable_measure["Q1"] == "ordinal" and meta.variable_measure["unit"] == "nominal"
    assert meta.variable_measure["ballot_row"] == "scale"
    (row,) = rows.to_dict("records")
    assert row["Q1"] == 5.0
    assert meta.variable_value_labels["unit"][row["unit"]] == "12 · Xã Đường Lâm"
    assert meta.variable_value_labels["comment"][row["comment"]] == "Có ghi"
    assert meta.variable_value_labels["ballot_unit"][row["ballot_unit"]] == "07 · Phường Lê Lợi"
    assert b"482130000017" not in (tmp_path / "kết quả.sav").read_bytes()


def test_each_kind_of_no_answer_is_a_user_missing_value_of_its_own(tmp_path: Path) -> None:
    marks = [BLANK, OVERMARKED, ILLEGIBLE, SKIPPED]
    rows, meta = written(tmp_path / "a.sav", [record(f"48213000001{n}", Q1=mark) for n, mark in enumerate(marks)])
    assert sorted(rows["Q1"]) == sorted(MISSING[mark] for mark in marks)
    assert meta.missing_ranges["Q1"] == [{"lo": -5.0, "hi": -1.0}]
    labels = {meta.variable_value_labels["Q1"][MISSING[mark]] for mark in (BLANK, OVERMARKED, ILLEGIBLE)}
    assert labels == {"Bỏ trống", "Đánh dấu quá số cho phép", "Không đọc được"}
    assert len(set(MISSING.values())) == 5
    plain, _ = pyreadstat.read_sav(str(tmp_path / "a.sav"))
    assert plain["Q1"].isna().all()


def test_every_kind_of_question_reads_back(tmp_path: Path) -> None:
    by_kind = {question.kind: question for question in EVERY.questions}
    given = {
        Kind.NUMBER: ("0", 0.0),
        Kind.DATE: ("2024-09-05", (datetime.date(2024, 9, 5) - datetime.date(1582, 10, 14)).days * 86400.0),
        Kind.LONG_TEXT: ("+", 1.0),
    }
    values = {by_kind[kind].code: value for kind, (value, _) in given.items() if kind in by_kind}
    several = by_kind[Kind.CHOICES]
    first, second, *_ = several.options
    values[several.code] = f"{first.code};{second.code}"
    offered = next(question for question in EVERY.questions if question.no_opinion)
    values[offered.code] = NO_OPINION
    rows, meta = written(tmp_path / "a.sav", [record("482130000017", EVERY, **values)], EVERY)
    (row,) = rows.to_dict("records")
    for kind, (_, number) in given.items():
        if kind in by_kind:
            assert row[by_kind[kind].code] == number, kind
    ticked = [name for name in rows.columns if name.startswith(f"{several.code}_") and row[name] == 1.0]
    assert ticked == [f"{several.code}_{option.code}" for option in (first, second)]
    assert row[offered.code] == MISSING[NO_OPINION]
    assert meta.variable_value_labels[offered.code][-2.0] == offered.no_opinion
    if Kind.DATE in by_kind:
        assert meta.original_variable_types[by_kind[Kind.DATE].code] == "EDATE10"


def test_serial_day_and_words_are_there_only_where_they_are_given(tmp_path: Path) -> None:
    own = {"482130000017": Identity("2017-10-31", {"comment": "Ông Bình gắt"})}
    rows, _ = written(tmp_path / "a.sav", [record("482130000017", comment="+")], identities=own)
    (row,) = rows.to_dict("records")
    assert (row["ballot_received"], row["comment_text"]) == ("2017-10-31", "Ông Bình gắt")
    assert row["ballot_serial"].replace(" ", "") == "482130000017"
    rows, _ = written(tmp_path / "b.sav", [record("482130000017", comment="+")])
    assert not {"ballot_serial", "ballot_received", "comment_text"} & set(rows.columns)


def test_without_pyreadstat_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records_file, "find_spec", lambda name: None)
    with pytest.raises(Refusal) as caught:
        write_records(tmp_path / "a.sav", [record("482130000017")], PLAN, [FORM], NAMES)
    assert caught.value.code == "records.sav_missing" and "sipas-desktop[sav]" in caught.value.words("vi")
    assert list(tmp_path.iterdir()) == []


def test_a_record_of_another_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="not among those given"):
        write_records(tmp_path / "a.sav", [record("482130000017")], PLAN, [EVERY], NAMES)
    assert list(tmp_path.iterdir()) == []


@given(st.lists(st.text(max_size=90), max_size=12))
def test_names_are_those_that_spss_takes(codes: list[str]) -> None:
    found = names(codes)
    assert len(found) == len(codes) == len({name.lower() for name in found})
    for name in found:
        assert name[0].isalpha() and len(name.encode()) <= 64 and not name.endswith((".", "_"))
        assert set(name) <= {*string.ascii_letters, *string.digits, "_"}
        assert name.upper() not in {"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"}


@given(st.text(max_size=60), st.integers(10, 64))
def test_a_label_that_is_cut_keeps_whole_letters(text: str, most: int) -> None:
    found = cut(text, most)
    assert len(found.encode()) <= most
    assert found == " ".join(text.split()) or found.endswith("…")


def test_the_program_starts_without_the_optional_extra() -> None:
    """One module imports it, and that one only when a .sav is written."""
    sources = {
        path.name: path.read_text(encoding="utf-8") for path in Path(records_file.__file__).parents[1].rglob("*.py")
    }
    assert [name for name, text in sources.items() if "import pandas" in text or "import pyreadstat" in text] == [
        "records_sav.py"
    ]
    program = "import sys, sipas_desktop.cli.main; sys.exit('pandas' in sys.modules or 'pyreadstat' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
