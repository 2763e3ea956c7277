"""``sipas backup`` and ``sipas restore``: what they print, what they refuse."""

from __future__ import annotations

from pathlib import Path

from sipas_desktop.store.backups import sha256_of
from tests.cli.calls import Sipas


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
    assert survey.done("check", survey.survey)["ok"]
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
