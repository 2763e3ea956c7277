"""``sipas paper``: every document by command line, its JSON, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calls import Sipas
from tests.paper.geometry import pages_of


@pytest.fixture
def linked(sipas: Sipas) -> Sipas:
    """A survey of Huế's plan with three members and their ballots."""
    sipas.done("new", sipas.survey, "--plan", "hue-2024")
    rows = ["Cơ quan;Thủ tục;Mã hồ sơ;Họ và tên;Địa chỉ;Điện thoại"]
    rows += [f"Sở Tư pháp;Cấp phép;D-{n};Trần Văn {name};{n} Lê Lợi;0912345678" for n, name in enumerate("ABC")]
    (sipas.folder / "ds.csv").write_text("\n".join(rows), encoding="utf-8")
    sipas.done("sample", sipas.survey, "import", sipas.folder / "ds.csv", "--list", "official")
    sipas.done("ballots", sipas.survey, "print", sipas.folder / "p.pdf")
    return sipas


CALLS = {
    "envelopes": ("--size", "DL", "--unit", "sở tư pháp"),
    "return-envelopes": ("--size", "DL", "--count", 2),
    "letters": ("--deadline", "2024-09-20"),
    "reminders": (),
    "assignment": ("--phones",),
    "handover": ("--printed",),
    "instructions": (),
}


@pytest.mark.parametrize("verb", CALLS)
def test_every_paper_is_made(linked: Sipas, verb: str) -> None:
    out = linked.folder / "giấy tờ.pdf"
    made = linked.done("paper", linked.survey, verb, out, *CALLS[verb])
    pages = pages_of(out)
    assert made["pages"] == len(pages) and len(made["sha256"]) == 64
    named = any("Trần Văn A" in page.words for page in pages)
    assert made["personal"] == named == (verb in ("envelopes", "letters", "reminders", "assignment"))
    assert ("head" in made) == (verb == "handover")
    if verb == "handover":
        assert linked.done("check", linked.survey, "--head", made["head"])["ok"]


def test_a_file_with_personal_data_says_so(linked: Sipas) -> None:
    done = linked("paper", linked.survey, "envelopes", linked.folder / "x.pdf")
    assert done.code == 0 and "dữ liệu cá nhân" in done.err and "Trần Văn" not in done.err + done.out


@pytest.mark.parametrize(
    "words",
    [
        ("letters", "x.pdf", "--deadline", "20/9/2024"),
        ("letters", "x.pdf", "--text", "không có.toml"),
        ("letters", "x.docx"),
        ("envelopes", "x.txt"),
        ("envelopes", "x.pdf", "--size", "C4"),
        ("envelopes", "x.pdf", "--unit", "Sở Y tế"),
        ("return-envelopes", "x.pdf", "--count", 0),
        ("assignment", "không có/x.pdf"),
        ("assignment", "x.pdf", "--unit", "Sở Y tế"),
        ("handover", "x.pdf"),
        ("handover", "x.xlsx", "--printed"),
        ("handover", "x.pdf", "--printed", "--wave", "x"),
        ("instructions", "x.odt"),
    ],
)
def test_what_cannot_be_made_is_refused(
    linked: Sipas, words: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(linked.folder)
    done = linked("paper", linked.survey, *words)
    assert (done.code, done.out) == (2, "") and done.line
    assert not Path(str(words[1])).exists()
