"""Without a password nothing but the survey's title is readable: in no file, beside it, temporary, or sent away."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from sipas_desktop.domain.answer import WRITTEN, Answer
from sipas_desktop.domain.form import Kind
from sipas_desktop.jobs.backups import back_up_everywhere
from sipas_desktop.jobs.handouts import hand_out_to, merge_files, return_to
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.jobs.samples import accept_sample, preview_sample
from sipas_desktop.store import backups, keys, queries, workflow
from sipas_desktop.store.database import OpenSurvey, open_survey
from tests.surveys import CHEAP, CLERKS, PASSWORD, Station

PEOPLE = ("Phùng Thị Mười Lăm", "Quách Văn Hai Bảy", "Lục Thị Ba Chín")
PHONES = ("0912345671", "0912345672", "0912345673")
ADDRESSES = ("Số 171, tổ 33", "Số 272, tổ 44", "Số 373, tổ 55")
SAID = "Chờ quá lâu ở quầy số bảy"
REASON = "Đọc lại thấy dấu ở ô năm"
TITLE = "Khảo sát thử của một sở"


@dataclass(frozen=True)
class Work:
    """A survey in the middle of its work, with everything that it leaves on the disk in ``folders``."""

    path: Path
    folders: tuple[Path, ...]
    known: tuple[str, ...]  # what nobody may find there


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    """The whole job on a linked survey; still open, so that its WAL lies there too; temporary files stay."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    temporary, place = tmp_path / "tmp", tmp_path / "work"
    for folder in (temporary, place):
        folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setattr(tempfile.TemporaryDirectory, "_rmtree", classmethod(lambda *_, **__: None))
    for variable in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(variable, str(temporary))
    path = place / "khảo sát.sipas"
    admin = new_survey(path, find_preset("hue-2024"), "admin", PASSWORD, title=TITLE)
    for name, roles in CLERKS.items():
        workflow.add_operator(admin, name, roles, PASSWORD)
    here = Station(path, admin, {})
    accept_sample(admin, preview_sample(admin, _list(tmp_path / "danh sách.xlsx"), "official"))
    group = admin.plan.groups[0].code
    serials = here.print(3, group=group)
    for serial in serials:
        workflow.receive(admin, serial, batch="L1")
    _key(here["Lan"], serials[0], 1, "4")
    _key(here["Mai"], serials[0], 2, "5")
    for found in queries.open_discrepancies(here["Hòa"]):
        workflow.adjudicate(here["Hòa"], found.serial, found.question, Answer("3"), REASON)
    back_up_everywhere(admin)
    out = place / "giao.zip"
    hand_out_to(admin, out, batches=["L1"])
    station = place / "tram.sipas"
    backups.unpack(out, station)
    with open_survey(station, "Lan", PASSWORD) as lan, open_survey(station, "Mai", PASSWORD) as mai:
        for pass_no, keyer in ((1, lan), (2, mai)):
            _key(keyer, serials[1], pass_no, "4")
        return_to(lan, place / "trả.zip")
    merge_files(admin, [place / "trả.zip"])
    questions = [
        question.text for form in admin.forms.values() for question in form.questions if len(question.text) > 12
    ]
    clerks = tuple(name for name in CLERKS if len(name) > 3)
    known = (*PEOPLE, *PHONES, *ADDRESSES, SAID, REASON, *questions, *clerks, *serials, admin.plan.owner)
    try:
        yield Work(path, (place, temporary), known)
    finally:
        here.close()


def _list(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["STT", "Họ và tên", "Địa chỉ", "Số điện thoại"])
    for number, row in enumerate(zip(PEOPLE, ADDRESSES, PHONES, strict=True), start=1):
        book.active.append([number, *row])
    book.save(path)
    return path


def _key(survey: OpenSurvey, serial: str, pass_no: int, level: str) -> None:
    keying = workflow.start_keying(survey, serial, pass_no)
    for question in keying.questions:
        match question.kind:
            case Kind.RATED:
                answer = Answer(level if question.code == keying.questions[-2].code else "4")
            case Kind.SHORT_TEXT | Kind.LONG_TEXT | Kind.UNIT | Kind.PROCEDURE:
                answer = Answer(WRITTEN, SAID)
            case _:
                answer = Answer(".")
        workflow.record_answer(survey, keying, question.code, answer)
    workflow.complete_keying(survey, keying)


def found_in(content: bytes, known: tuple[str, ...]) -> set[str]:
    """Which of ``known`` stand in ``content``, however a program would write them."""
    spellings = {words: (words.encode(), words.encode("utf-16-le"), words.encode("unicode_escape")) for words in known}
    return {words for words, written in spellings.items() if any(each in content for each in written)}


def test_no_file_tells_anything(work: Work) -> None:
    files = [path for folder in work.folders for path in folder.rglob("*") if path.is_file()]
    kinds = {path.suffix for path in files}
    assert {".sipas", ".keys", ".sipas-wal", ".zip"} <= kinds, kinds
    assert any(path.is_relative_to(work.folders[1]) for path in files), "temporary files were to stay"
    for path in files:
        assert not found_in(path.read_bytes(), work.known), path.name
        assert not found_in(path.name.encode(), work.known), path.name
    assert TITLE.encode() in keys.path_of(work.path).read_bytes()


def test_the_search_finds_what_is_not_encrypted(work: Work) -> None:
    with open_survey(work.path, "admin", PASSWORD) as survey, survey.reading() as conn:
        tables = [row[0] for row in conn.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        dump = "\n".join(str(tuple(row)) for name in tables for row in conn.exec_driver_sql(f'SELECT * FROM "{name}"'))
    missing = set(work.known) - found_in(dump.encode(), work.known)
    assert not {each for each in missing if "\n" not in each}, "what the search is to miss must be there with the key"
