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
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cryptography.hazmat.primitives import serialization

from sipas_desktop import signature
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.package import UnitCounts
from sipas_desktop.domain.package_records import own_records
from sipas_desktop.domain.package_zip import held_in, zip_files
from sipas_desktop.domain.records import canonical, records_sha256
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange import package
from sipas_desktop.exchange.package import (
    PackageContent,
    UnitFigures,
    is_package,
    load_package,
    write_package,
)
from tests.packages import FORM, GROUP, PLAN, Office, record

KEY = signature.new_key()
SIGN = partial(signature.sign, KEY)
RECORDS = tuple(record("5" if n % 3 else "2", "A" if n < 9 else "B", n) for n in range(12))
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
    heads={"12" * 16: (40, "cd" * 32), "34" * 16: (2, "ef" * 32)},
    public_key=signature.public_of(KEY),
    unit_counts=(UnitCounts("A", GROUP, "", 30, 12, 10, {"blank": 1}, 9, 9, 0, 0),),
    required={"A": 30},
)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "gói tỉnh.zip"
    write_package(path, CONTENT, SIGN)
    return path


def code_of(path: Path) -> tuple[str, str]:
    with pytest.raises(Refusal) as caught:
        load_package(path)
    assert path.name in caught.value.words("vi")
    assert path.name in caught.value.words("en")
    return caught.value.code, str(caught.value.params.get("name", ""))


def starts_in(path: Path) -> dict[str, int]:
    """Name of a file in the zip → where its bytes begin."""
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: entry.header_offset + 30 + len(entry.filename) for entry in archive.infolist()}


def test_the_package_holds_everything(made: Path) -> None:
    package = load_package(made)
    manifest, files = package.manifest, package.files
    assert list(files) == ["codebook.csv", "forms/phieu.toml", "index.json", "plan.toml", "records.csv", "records.xlsx"]
    assert (manifest.survey_id, manifest.title, manifest.plan_id) == ("5f1e", PLAN.title, "son-tay-2017")
    assert (manifest.program, manifest.created) == ("0.1.0", datetime.date(2017, 11, 2))
    assert (manifest.head, manifest.records_sha256) == ("ab" * 32, CONTENT.records_sha256)
    assert manifest.counts == {"printed": 40, "returned": 13, "valid": 12, "settled": 12}
    assert (manifest.sequence, manifest.heads) == (42, CONTENT.heads)
    assert (manifest.own, manifest.own_sha256, manifest.sources) == (12, CONTENT.records_sha256, ())
    assert (manifest.units, manifest.required) == (CONTENT.unit_counts, {"A": 30})
    assert manifest.names == {"procedure": {}, "unit": {"A": "Phường Lê Lợi", "B": "Xã Đường Lâm"}}  # C has no ballot
    assert manifest.forms[0].sha256 == FORM.sha256
    assert read_form(files["forms/phieu.toml"].decode(), "phieu") == FORM
    assert files["plan.toml"].decode() == PLAN.source
    for entry in manifest.files:
        assert hashlib.sha256(files[entry.name]).hexdigest() == entry.sha256
    with zipfile.ZipFile(made) as archive:
        assert archive.namelist()[:2] == ["manifest.json", "manifest.sig"]
        assert archive.testzip() is None


def test_the_records_of_the_package_give_the_hash_of_the_manifest(made: Path) -> None:
    files = load_package(made).files
    text = files["records.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    answers = [{code: row[code] for code in FORM.by_code} for row in rows]
    assert records_sha256(answers) == CONTENT.records_sha256
    sheet = openpyxl.load_workbook(io.BytesIO(files["records.xlsx"])).worksheets[0]
    assert sheet.max_row == len(RECORDS) + 1


def test_nothing_names_a_ballot(made: Path) -> None:
    for name, data in load_package(made).files.items():
        if name == "records.xlsx":
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                data = b"".join(book.read(each) for each in book.namelist())
        assert b"48213" not in data, name


def test_figures_of_small_units_are_suppressed(made: Path) -> None:
    found = json.loads(load_package(made).files["index.json"])
    assert found["survey"] == {"definition": "overall", "index": 200 / 3, "interval": None}
    units = {unit["unit"]: unit for unit in found["units"]}
    assert units["C"] == {"unit": "C", "name": "Xã Cổ Đông", "settled": 100, "index": 90.0, "suppressed": False}
    assert (units["B"]["index"], units["B"]["suppressed"], units["B"]["settled"]) == (None, True, 3)
    assert units["A"]["index"] is None  # else B would be the survey minus A and C


def test_same_content_same_bytes(made: Path, tmp_path: Path) -> None:
    shuffled = random.sample(RECORDS, len(RECORDS))
    again = tmp_path / "again.zip"
    manifest, sha256 = write_package(again, dataclasses.replace(CONTENT, records=tuple(shuffled)), SIGN)
    assert again.read_bytes() == made.read_bytes()
    assert sha256 == hashlib.sha256(made.read_bytes()).hexdigest()
    assert manifest == load_package(made).manifest


def test_two_versions_of_a_form(tmp_path: Path) -> None:
    second = read_form(FORM.source.replace("version = 1", "version = 2"), "phieu")
    write_package(tmp_path / "a.zip", dataclasses.replace(CONTENT, forms=(FORM, second)), SIGN)
    package = load_package(tmp_path / "a.zip")
    manifest, files = package.manifest, package.files
    assert [(entry.code, entry.version) for entry in manifest.forms] == [("phieu", 1), ("phieu", 2)]
    assert [read_form(files[entry.file].decode(), "") for entry in manifest.forms] == [FORM, second]


def test_records_that_are_not_the_survey_s_are_not_exported(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="export again"):
        write_package(tmp_path / "a.zip", dataclasses.replace(CONTENT, records=RECORDS[1:]), SIGN)
    assert list(tmp_path.iterdir()) == []


def test_what_reads_back_differently_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "load_package", lambda path: dataclasses.replace(load_package(path), manifest=None))
    with pytest.raises(Refusal) as caught:
        write_package(tmp_path / "a.zip", CONTENT, SIGN)
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


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A package that holds two others."""
    communes = [Office(tmp_path, unit).package(levels) for unit, levels in (("A", "455"), ("B", "12"))]
    return Office(tmp_path, "T").holding("4", communes)


def test_a_changed_byte_in_any_file_is_found_and_the_file_named(town: Path) -> None:
    whole = town.read_bytes()
    files = contents(town)
    assert sum(name.startswith("packages/") for name in files) == 2
    for name, start in starts_in(town).items():
        data = files[name]
        assert whole[start : start + len(data)] == data
        for place in (start, start + len(data) // 2, start + len(data) - 1):
            town.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            assert code_of(town) == ("package.changed", name)


def test_a_changed_byte_anywhere_is_found(town: Path) -> None:
    whole, chance = town.read_bytes(), random.Random(302)
    files = contents(town)
    starts = starts_in(town)
    directory = whole.index(b"PK\x01\x02", max(start + len(files[name]) for name, start in starts.items()))
    places = [*range(64), *chance.sample(range(len(whole)), 1000), *chance.sample(range(directory, len(whole)), 150)]
    for place in places:
        town.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :])
        within = [name for name, start in starts.items() if start <= place < start + len(files[name])]
        assert code_of(town) == ("package.changed", within[0]) if within else code_of(town)
    for damaged in (whole[:-1], whole[1:], whole + b"\0", b"\0" + whole, whole[: len(whole) // 2]):
        town.write_bytes(damaged)
        code_of(town)
    town.write_bytes(whole)
    assert load_package(town).manifest.own == 1


def resigned(files: dict[str, bytes], key: str, **changed: bytes) -> None:
    """Change files as somebody would who has a key: with hashes and a signature that fit."""
    manifest = json.loads(files["manifest.json"])
    for name, data in changed.items():
        full = next(each for each in files if each.startswith(name))
        files[full] = data
        entry = next(each for each in manifest["files"] if each["name"] == full)
        entry |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    files["manifest.json"] = json.dumps(manifest).encode()
    files["manifest.sig"] = signature.sign(key, files["manifest.json"])


def zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    """A zip by the rules of packages."""
    path.write_bytes(zip_files(files))
    return path


def test_who_has_not_the_key_cannot_change_anything(made: Path) -> None:
    files = contents(made)
    resigned(files, signature.new_key(), index=b"{}")
    assert code_of(zipped(made, files)) == ("package.signature", "manifest.json")
    files = contents(made)
    resigned(files, KEY, index=b"{}")
    assert load_package(zipped(made, files)).files["index.json"] == b"{}"  # whose key it is, the receiver asks


def test_another_program_can_look_at_the_signature(made: Path) -> None:
    files = contents(made)
    pem = signature.public_pem(load_package(made).manifest.public_key)
    assert signature.read_pem(pem) == CONTENT.public_key
    key = serialization.load_pem_public_key(pem)
    key.verify(files["manifest.sig"], files["manifest.json"])  # type: ignore[call-arg, union-attr]


@pytest.mark.parametrize("data", [b"", b"abc", signature.public_pem(CONTENT.public_key)[:-40]], ids=["", "abc", "cut"])
def test_what_is_no_public_key(data: bytes) -> None:
    with pytest.raises(ValueError):
        signature.read_pem(data)


def test_packages_within_are_those_that_the_manifest_names(town: Path) -> None:
    package = load_package(town)
    assert [each.manifest.survey_id for each in sorted(held_in(package, signature.verify), key=lambda p: p.file)]
    assert {each.sha256 for each in held_in(package, signature.verify)} == {
        each.manifest for each in package.manifest.sources
    }
    for changed in ({"records": 9}, {"public_key": "0" * 64}, {"sequence": 1}, {"file": "packages/other.zip"}):
        sources = (dataclasses.replace(package.manifest.sources[0], **changed), *package.manifest.sources[1:])
        other = dataclasses.replace(package, manifest=dataclasses.replace(package.manifest, sources=sources))
        with pytest.raises(Refusal) as caught:
            held_in(other, signature.verify)
        assert caught.value.code == "package.sources"


def test_records_are_read_as_they_were_written(made: Path) -> None:
    found = own_records(load_package(made), PLAN, {FORM.sha256: FORM})
    assert sorted(canonical(each.values) for each in found) == sorted(canonical(each.values) for each in RECORDS)
    assert {(each.unit, each.group, each.channel, each.keyed, each.source) for each in found} == {
        (unit, GROUP, "hom-phieu", 2, "") for unit in "AB"
    }


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (b",5,", b",9,", "package.answer"),
        (b"hom-phieu", b"dien-thoai", "package.records"),
        (b",2,,", b",7,,", "package.records"),
        (GROUP.encode(), b"nhom-khac", "package.records"),
        (b"phieu,1,", b"phieu,3,", "package.records"),
        (b"ballot.unit", b"ballot.units", "package.records"),
    ],
)
def test_records_that_the_plan_does_not_know(made: Path, before: bytes, after: bytes, code: str) -> None:
    files = contents(made)
    data = files["records.csv"].replace(before, after)
    assert data != files["records.csv"]
    manifest = json.loads(files["manifest.json"])
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    said = records_sha256({code: row[code] for code in FORM.by_code} for row in rows)
    files["manifest.json"] = json.dumps(manifest | {"own_sha256": said, "records_sha256": said}).encode()
    resigned(files, KEY, records=data)
    files = {name: files.get(name, b"") for name in contents(made)}
    with pytest.raises(Refusal) as caught:
        own_records(load_package(zipped(made, files)), PLAN, {FORM.sha256: FORM})
    assert caught.value.code == code


def test_records_are_those_of_the_manifest(made: Path) -> None:
    files = contents(made)
    resigned(files, KEY, records=files["records.csv"].replace(b",5,5,", b",4,5,"))
    with pytest.raises(Refusal) as caught:
        own_records(load_package(zipped(made, files)), PLAN, {FORM.sha256: FORM})
    assert (caught.value.code, caught.value.params["name"]) == ("package.records", "records.csv")


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
        files["manifest.sig"] = SIGN(files["manifest.json"])

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
        (changed_manifest(lambda m: m.update(format_version=3)), ("package.newer", "")),
        (changed_manifest(lambda m: m.update(format_version=1)), ("package.unsigned", "")),
        (changed_manifest(lambda m: m.update(format_version="1")), ("package.changed", "manifest.json")),
        (lambda files: files.pop("manifest.sig"), ("package.missing_file", "manifest.sig")),
        (lambda files: files.update({"manifest.sig": b"x" * 64}), ("package.signature", "manifest.json")),
        (changed_manifest(lambda m: m.update(public_key="00" * 32)), ("package.signature", "manifest.json")),
        (changed_manifest(lambda m: m.update(sequence=-1)), ("package.changed", "manifest.json")),
        (changed_manifest(lambda m: m.update(sequence=True)), ("package.changed", "manifest.json")),
        (changed_manifest(lambda m: m["units"].append(m["units"][0])), ("package.changed", "manifest.json")),
        (changed_manifest(lambda m: m["heads"].update(x=[1])), ("package.changed", "manifest.json")),
        (changed_manifest(lambda m: m.update(title="\ud800")), ("package.changed", "manifest.json")),
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
    assert code_of(packed(tmp_path / "c.zip", {f"f{n}": b"" for n in range(10_001)}))[0] == "package.not_a_zip"
    monkeypatch.setattr(package, "MAX_BYTES", 100)
    assert code_of(made)[0] == "package.too_large"


def test_a_damaged_package_is_still_told_from_a_return(made: Path, tmp_path: Path) -> None:
    whole = made.read_bytes()
    for damaged in (whole, b"\0" * 100 + whole[100:], whole[: len(whole) // 2]):
        made.write_bytes(damaged)
        assert is_package(made)
    made.write_bytes(packed(tmp_path / "trạm.zip", {"tram.sipas": b"x", "tram.sipas.keys": b"{}"}).read_bytes())
    assert not is_package(made)
    assert not is_package(tmp_path)
    assert not is_package(tmp_path / "none.zip")
