"""The package to the province: complete, the same bytes for the same content, and refused when anything was changed."""

import csv
import dataclasses
import datetime
import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sipas_desktop import paths
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.plan_file import load_plan
from sipas_desktop.domain.records import Record, records_sha256
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange import package
from sipas_desktop.exchange.package import (
    PackageContent,
    UnitFigures,
    open_package,
    read_manifest,
    write_package,
)

PLAN, FORMS = load_plan(paths.forms() / "son-tay-2017")
FORM = FORMS["phieu"]
RATED = ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "overall")


def record(number: int, level: str, unit: str) -> Record:
    values = {"procedure": "+", "unit": unit, **dict.fromkeys(RATED, level), "comment": "."}
    return Record(f"48213{number:06d}0", FORM.sha256, unit, "to-chuc-ca-nhan", "", "hom-phieu", values)


RECORDS = tuple(record(n, "5" if n % 3 else "2", "A" if n < 9 else "B") for n in range(12))
CONTENT = PackageContent(
    program="0.1.0",
    survey_id="5f1e",
    title=PLAN.title,
    created=datetime.date(2017, 11, 2),
    plan=PLAN,
    forms=(FORM,),
    records=RECORDS,
    records_sha256=records_sha256(each.values for each in RECORDS),
    catalogues={"unit": {"A": "Phường Lê Lợi", "B": "Xã Đường Lâm", "C": "Xã Cổ Đông"}},
    index={"definition": "overall", "index": Fraction(200, 3), "interval": None},
    units=(UnitFigures("B", 3, 66.7), UnitFigures("A", 9, 66.6), UnitFigures("C", 100, 90.0)),
    counts={"printed": 40, "returned": 13, "valid": 12, "settled": 12},
    head="ab" * 32,
)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "gói tỉnh.zip"
    write_package(path, CONTENT)
    return path


def code_of(path: Path) -> tuple[str, str]:
    with pytest.raises(Refusal) as caught:
        read_manifest(path)
    assert path.name in caught.value.words("vi")
    assert path.name in caught.value.words("en")
    return caught.value.code, str(caught.value.params.get("name", ""))


def test_the_package_holds_everything(made: Path) -> None:
    manifest, files = open_package(made)
    assert list(files) == ["codebook.csv", "forms/phieu.toml", "index.json", "plan.toml", "records.csv", "records.xlsx"]
    assert (manifest.survey_id, manifest.title, manifest.plan_id) == ("5f1e", PLAN.title, "son-tay-2017")
    assert (manifest.program, manifest.created) == ("0.1.0", datetime.date(2017, 11, 2))
    assert (manifest.head, manifest.records_sha256) == ("ab" * 32, CONTENT.records_sha256)
    assert manifest.counts == {"printed": 40, "returned": 13, "valid": 12, "settled": 12}
    assert manifest.forms[0].sha256 == FORM.sha256
    assert read_form(files["forms/phieu.toml"].decode(), "phieu") == FORM
    assert files["plan.toml"].decode() == PLAN.source
    for entry in manifest.files:
        assert hashlib.sha256(files[entry.name]).hexdigest() == entry.sha256
    with zipfile.ZipFile(made) as archive:
        assert archive.namelist()[0] == "manifest.json"
        assert archive.testzip() is None


def test_the_records_of_the_package_give_the_hash_of_the_manifest(made: Path) -> None:
    _, files = open_package(made)
    text = files["records.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    answers = [{code: row[code] for code in FORM.by_code} for row in rows]
    assert records_sha256(answers) == CONTENT.records_sha256
    sheet = openpyxl.load_workbook(io.BytesIO(files["records.xlsx"])).worksheets[0]
    assert sheet.max_row == len(RECORDS) + 1


def test_nothing_names_a_ballot(made: Path) -> None:
    for name, data in open_package(made)[1].items():
        if name == "records.xlsx":
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                data = b"".join(book.read(each) for each in book.namelist())
        assert b"48213" not in data, name


def test_figures_of_small_units_are_suppressed(made: Path) -> None:
    found = json.loads(open_package(made)[1]["index.json"])
    assert found["survey"] == {"definition": "overall", "index": 200 / 3, "interval": None}
    units = {unit["unit"]: unit for unit in found["units"]}
    assert units["C"] == {"unit": "C", "name": "Xã Cổ Đông", "settled": 100, "index": 90.0, "suppressed": False}
    assert (units["B"]["index"], units["B"]["suppressed"], units["B"]["settled"]) == (None, True, 3)
    assert units["A"]["index"] is None  # else B would be the survey minus A and C


def test_same_content_same_bytes(made: Path, tmp_path: Path) -> None:
    shuffled = random.sample(RECORDS, len(RECORDS))
    again = tmp_path / "again.zip"
    manifest, sha256 = write_package(again, dataclasses.replace(CONTENT, records=tuple(shuffled)))
    assert again.read_bytes() == made.read_bytes()
    assert sha256 == hashlib.sha256(made.read_bytes()).hexdigest()
    assert manifest == read_manifest(made)


def test_two_versions_of_a_form(tmp_path: Path) -> None:
    second = read_form(FORM.source.replace("version = 1", "version = 2"), "phieu")
    write_package(tmp_path / "a.zip", dataclasses.replace(CONTENT, forms=(FORM, second)))
    manifest, files = open_package(tmp_path / "a.zip")
    assert [(entry.code, entry.version) for entry in manifest.forms] == [("phieu", 1), ("phieu", 2)]
    assert [read_form(files[entry.file].decode(), "") for entry in manifest.forms] == [FORM, second]


def test_records_that_are_not_the_survey_s_are_not_exported(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="export again"):
        write_package(tmp_path / "a.zip", dataclasses.replace(CONTENT, records=RECORDS[1:]))
    assert list(tmp_path.iterdir()) == []


def test_what_reads_back_differently_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "read_manifest", lambda path: None)
    with pytest.raises(Refusal) as caught:
        write_package(tmp_path / "a.zip", CONTENT)
    assert caught.value.code == "package.check_failed"
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------------- changed packages


def packed(path: Path, files: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_changed_byte_in_any_file_is_found_and_the_file_named(made: Path) -> None:
    whole = made.read_bytes()
    for name, data in contents(made).items():
        start = whole.index(data)
        for place in (start, start + len(data) // 2, start + len(data) - 1):
            made.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            assert code_of(made) == ("package.changed", name)


def test_a_changed_byte_anywhere_is_found(made: Path) -> None:
    whole, chance = made.read_bytes(), random.Random(302)
    directory = whole.index(b"PK\x01\x02")
    places = [*range(64), *chance.sample(range(len(whole)), 150), *chance.sample(range(directory, len(whole)), 150)]
    for place in places:
        made.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :])
        code_of(made)
    for damaged in (whole[:-1], whole[1:], whole + b"\0", b"\0" + whole, whole[: len(whole) // 2]):
        made.write_bytes(damaged)
        code_of(made)
    made.write_bytes(whole)
    assert read_manifest(made).survey_id == "5f1e"


@pytest.mark.parametrize(
    "name", ["../evil.toml", "/etc/passwd", "C:\\evil", "forms\\x.toml", "forms/../x", ".hidden", "a/"]
)
def test_names_that_lead_elsewhere_are_refused(made: Path, name: str) -> None:
    packed(made, {**contents(made), name: b"x"})
    assert code_of(made)[0] == "package.bad_name"


def changed_manifest(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, bytes]], object]:
    def changed(files: dict[str, bytes]) -> None:
        manifest = json.loads(files["manifest.json"])
        change(manifest)
        files["manifest.json"] = json.dumps(manifest).encode()

    return changed


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda files: files.update(extra=b""), ("package.extra_file", "extra")),
        (lambda files: files.pop("records.csv"), ("package.missing_file", "records.csv")),
        (lambda files: files.update({"RECORDS.csv": b""}), ("package.name_twice", "records.csv")),
        (lambda files: files.pop("manifest.json"), ("package.foreign", "")),
        (lambda files: files.update({"manifest.json": b"[1]"}), ("package.foreign", "")),
        (lambda files: files.update({"manifest.json": b"[" * 100_000}), ("package.foreign", "")),
        (lambda files: files.update({"manifest.json": b"\xff"}), ("package.foreign", "")),
        (changed_manifest(lambda m: m.update(format="other")), ("package.foreign", "")),
        (changed_manifest(lambda m: m.update(format_version=2)), ("package.newer", "")),
        (changed_manifest(lambda m: m.update(format_version="1")), ("package.changed", "manifest.json")),
        (changed_manifest(lambda m: m.update(title=1)), ("package.changed", "manifest.json")),
        (changed_manifest(lambda m: m.update(counts=[])), ("package.changed", "manifest.json")),
        (changed_manifest(lambda m: m.update(records_sha256="x")), ("package.changed", "manifest.json")),
        (changed_manifest(lambda m: m.pop("created")), ("package.changed", "manifest.json")),
        (changed_manifest(lambda m: m["files"].append(m["files"][0])), ("package.changed", "manifest.json")),
        (changed_manifest(lambda m: m["files"][0].update(bytes=1)), ("package.changed", "codebook.csv")),
        (changed_manifest(lambda m: m.update(plan_sha256="0" * 64)), ("package.changed", "plan.toml")),
        (changed_manifest(lambda m: m["forms"][0].update(sha256="0" * 64)), ("package.changed", "forms/phieu.toml")),
        (changed_manifest(lambda m: m["forms"][0].update(file="forms/x.toml")), ("package.changed", "forms/x.toml")),
        (lambda files: None, ("package.changed_outside", "")),  # packed anew with the time of today
    ],
)
def test_changed_packages(made: Path, change: Callable[[dict[str, bytes]], object], code: tuple[str, str]) -> None:
    files = contents(made)
    change(files)
    assert code_of(packed(made, files)) == code


def test_a_compressed_package_is_refused_unread(made: Path) -> None:
    files = {**contents(made), "bomb": bytes(50 * 2**20)}
    assert code_of(packed(made, files, zipfile.ZIP_DEFLATED))[0] == "package.packed"


def test_files_that_are_no_package(tmp_path: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert code_of(tmp_path / "none.zip")[0] == "package.missing"
    assert code_of(tmp_path)[0] == "package.cannot_read"
    text = tmp_path / "a.zip"
    text.write_text("không phải zip", encoding="utf-8")
    assert code_of(text)[0] == "package.not_a_zip"
    assert code_of(packed(tmp_path / "b.zip", {"a.txt": b"a"}))[0] == "package.foreign"
    assert code_of(packed(tmp_path / "c.zip", {f"f{n}": b"" for n in range(200)}))[0] == "package.not_a_zip"
    monkeypatch.setattr(package, "MAX_BYTES", 100)
    assert code_of(made)[0] == "package.too_large"
