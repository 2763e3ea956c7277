"""``sipas backup`` and ``sipas restore``: what they print, what they refuse."""

from __future__ import annotations

from pathlib import Path

from sipas_desktop.store.backups import sha256_of
from tests.cli.calls import Sipas

SALVAGED_WHOLE = {"times": 1, "gaps": 0, "facts": 0, "heads": 0}


def test_a_backup_is_made_and_restored(survey: Sipas) -> None:
    made = survey.done("backup", survey.survey, survey.folder / "Bản sao lưu", by="Lan")
    assert sha256_of(Path(made["path"])) == made["sha256"]
    survey.received(1)
    lost = survey.done("restore", made["path"], survey.survey, "--preview")["lost"]
    assert (lost["ballots"], lost["operators"]) == (1, ["admin"])
    refused = survey("restore", made["path"], survey.survey)
    assert refused.code == 2
    assert survey.survey.name in refused.line
    done = survey.done("restore", made["path"], survey.survey, "--replace")
    assert done["sha256"] == made["sha256"]
    assert done["facts"] == made["facts"]
    assert Path(done["set_aside"]).is_file()
    assert survey.done("ballots", survey.survey, "list")["ballots"] == []
    checked = survey.done("check", survey.survey)
    assert (checked["ok"], checked["salvaged"], checked["remarks"]) == (True, None, [])
    assert survey.done("restore", made["path"], survey.folder / "khác.sipas")["set_aside"] is None


def test_what_cannot_be_restored(survey: Sipas) -> None:
    made = Path(survey.done("backup", survey.survey, survey.folder)["path"])
    new = survey.folder / "mới.sipas"
    assert survey("restore", survey.folder / "không có.zip", new).code == 2
    assert survey("restore", made, survey.folder / "không có" / "mới.sipas").code == 2
    assert survey("restore", made, new, by="Lan").code == 2
    damaged = survey.folder / "hỏng.zip"
    raw = bytearray(made.read_bytes())
    raw[len(raw) // 2] ^= 8
    damaged.write_bytes(bytes(raw))
    called = survey("restore", damaged, new)
    assert called.code == 3
    assert "hỏng.zip" in called.line
    assert not new.exists()
    folder_is_a_file = survey("backup", survey.survey, made)
    assert folder_is_a_file.code == 2


def test_a_damaged_survey_is_salvaged(survey: Sipas) -> None:
    path = survey.survey
    serials = survey.received(3)
    out = survey.folder / "cứu.sipas"
    assert survey.done("salvage", path, out)["unread"] == 0  # a whole file gives all
    made = survey.done("backup", path, survey.folder / f"{path.stem} sao luu")
    survey.received(1)
    raw = bytearray(path.read_bytes())
    raw[-(4096 * 3) :: 4096] = bytes(3)  # a byte of each of the last pages
    path.write_bytes(bytes(raw))
    assert survey("check", path).code == 3
    assert survey("salvage", path, out).code == 2  # it is there already
    called = survey("salvage", path, survey.folder / "cứu 2.sipas")
    found = called.json
    assert found["backup"] == made["path"]
    assert called.code == 3
    assert not found["certain"]  # several pages are bad
    assert found["facts"] >= made["facts"]
    told = 1 + bool(found["unread"] or found["left_out"]) + len(found["sessions"]) + len(found["ballots"])
    assert len(called.err.splitlines()) == told
    again = survey.done("ballots", found["path"], "list")["ballots"]
    assert {ballot["serial"] for ballot in again if ballot["state"] == "valid"} >= set(serials)
    assert survey.done("check", survey.folder / "cứu.sipas")["salvaged"] == SALVAGED_WHOLE
    checked = survey("check", found["path"])
    assert (checked.code, checked.json["ok"], checked.json["salvaged"]["times"]) == (0, True, 1)
    assert "cứu" in checked.json["remarks"][0]  # in words, and without --json on standard error
    assert checked.err.splitlines() == checked.json["remarks"]
    assert survey("salvage", path, survey.folder / "cứu 3.sipas", by="Lan").code == 2
    assert not (survey.folder / "cứu 3.sipas").exists()
    path.write_bytes(bytes(10_000))
    alone = survey("salvage", path, survey.folder / "cứu 4.sipas", "--backup", survey.folder / "không có.zip")
    assert alone.code == 3
    assert not (survey.folder / "cứu 4.sipas").exists()
