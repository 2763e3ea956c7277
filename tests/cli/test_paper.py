"""``sipas ballots`` and ``sipas receive``: every serial once, every paper accounted for."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pypdfium2
import pytest

from sipas_desktop.errors import Refusal
from sipas_desktop.store import workflow
from tests.cli.calls import Sipas


def _text(pdf: Path) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_printing_numbers_ballots(survey: Sipas) -> None:
    out = survey.folder / "in phiếu.pdf"
    made = survey.done("ballots", survey.survey, "print", out, "--count", 3)
    assert (made["ballots"], made["pages"]) == (3, 3)
    assert made["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    listed = survey.done("ballots", survey.survey, "list")["ballots"]
    serials = [each["serial"] for each in listed]
    assert (made["first_serial"], made["last_serial"]) == (serials[0], serials[-1])
    for serial, page in zip(serials, _text(out), strict=True):
        assert f"{serial[:5]} {serial[5:11]} {serial[11]}" in page
    assert listed[0].keys() >= {"serial", "form", "group", "unit", "state", "validity", "channel"}
    assert {(each["state"], each["validity"], each["channel"]) for each in listed} == {("stock", "", "")}
    again = survey.done("ballots", survey.survey, "print", survey.folder / "2.pdf", "--count", 1)
    assert again["first_serial"] not in serials


def test_a_unit_is_printed_with_the_code_that_is_keyed_for_it(survey: Sipas) -> None:
    out = survey.folder / "phường.pdf"
    survey.done("ballots", survey.survey, "print", out, "--count", 1, "--unit", "2")
    assert "UBND phường Lê Lợi (mã 2)" in _text(out)[0]
    (ballot,) = survey.done("ballots", survey.survey, "list")["ballots"]
    assert ballot["unit"] == "2"


@pytest.mark.parametrize(
    "words",
    [
        ["x.pdf"],
        ["x.pdf", "--count", "0"],
        ["x.pdf", "--count", "1", "--unit", "999"],
        ["x.pdf", "--count", "1", "--group", "khac"],
        ["x.pdf", "--count", "1", "--wave", "quy-1"],
        ["x.pdf", "--count", "1", "--sector", "1"],
        ["không có/x.pdf", "--count", "1"],
    ],
)
def test_what_cannot_be_printed_changes_nothing(survey: Sipas, words: list[str]) -> None:
    before = survey.facts()
    kept = set(survey.folder.iterdir())
    refused = survey("ballots", survey.survey, "print", survey.folder / words[0], *words[1:])
    assert (refused.code, refused.out) == (2, "")
    assert refused.line
    assert "None" not in refused.line
    assert survey.facts() == before
    assert set(survey.folder.iterdir()) == kept


def test_only_the_office_prints(survey: Sipas) -> None:
    call = ("ballots", survey.survey, "print", survey.folder / "x.pdf", "--count", 1)
    assert survey(*call, by="Lan").code == 2
    assert survey(*call, by="Hà").code == 0


def test_a_reprint_is_marked_and_gives_no_new_serial(survey: Sipas) -> None:
    serials = survey.printed(2)
    out = survey.folder / "in lại.pdf"
    call = ("ballots", survey.survey, "reprint", out, serials[1])
    made = survey.done(*call, "--reason", "bị ướt")
    assert (made["first_serial"], made["last_serial"]) == (serials[1], serials[1])
    assert "BẢN IN LẠI" in _text(out)[0]
    assert len(survey.done("ballots", survey.survey, "list")["ballots"]) == 2
    assert survey(*call).code == 2  # without a reason
    survey.done("receive", survey.survey, serials[1])
    assert survey(*call, "--reason", "bị ướt").line


def test_receiving_registers_channel_batch_and_place(survey: Sipas) -> None:
    serials = survey.printed(4)
    got = survey.done("receive", survey.survey, serials[1], serials[0][5:], "--batch", "L1", "--channel", "hom-phieu")
    assert got == {"received": 2, "already": 0, "refused": []}
    listed = {each["serial"]: each for each in survey.done("ballots", survey.survey, "list")["ballots"]}
    assert listed[serials[1]]["state"] == "valid"
    assert listed[serials[1]]["validity"] == "valid"
    assert listed[serials[1]]["channel"] == "hom-phieu"
    assert [listed[serial]["position"] for serial in serials[:2]] == [2, 1]
    assert listed[serials[2]]["state"] == "stock"


def test_receiving_from_a_list_again_and_again(survey: Sipas) -> None:
    serials = survey.printed(3)
    file = survey.folder / "số phiếu.csv"
    file.write_text("\n".join(serials[:2]), encoding="utf-8")
    assert survey.done("receive", survey.survey, "--from", file, "--batch", "L1")["received"] == 2
    before = survey.facts()
    again = survey.done("receive", survey.survey, "--from", file, "--batch", "L1")
    assert again == {"received": 0, "already": 2, "refused": []}
    assert survey.facts() == before
    file.write_text("\n".join(serials), encoding="utf-8")
    more = survey.done("receive", survey.survey, "--from", file, "--batch", "L1")
    assert (more["received"], more["already"]) == (1, 2)


def test_an_invalid_ballot_keeps_its_reason_and_is_not_counted(survey: Sipas) -> None:
    one, two = survey.printed(2)
    survey.done("receive", survey.survey, one, "--invalid", "torn")
    survey.done("receive", survey.survey, two)
    counted = survey.done("index", survey.survey)["ballots"]
    assert (counted["returned"], counted["invalid"], counted["valid"]) == (2, {"torn": 1}, 1)
    listed = {each["serial"]: each for each in survey.done("ballots", survey.survey, "list")["ballots"]}
    assert (listed[one]["state"], listed[one]["validity"]) == ("invalid", "torn")


@pytest.mark.parametrize(
    "options", [["--channel", "buu-dien"], ["--invalid", "vì sao"], ["--from", "không có.csv"], []]
)
def test_a_fault_of_the_whole_call_is_refused_first(survey: Sipas, options: list[str]) -> None:
    serials = survey.printed(2) if options and options[0] != "--from" else []
    before = survey.facts()
    refused = survey("receive", survey.survey, *serials, *options)
    assert (refused.code, refused.out) == (2, "")
    assert refused.line
    assert survey.facts() == before


def test_each_bad_serial_is_refused_by_itself(survey: Sipas) -> None:
    good, other = survey.printed(2)
    wrong = other[:-1] + str((int(other[-1]) + 1) % 10)
    swapped = good[:9] + good[10] + good[9] + good[11]
    done = survey("receive", survey.survey, wrong, "123", swapped, good)
    assert done.code == 0
    assert done.json["received"] == 1
    assert [each["serial"] for each in done.json["refused"]] == [wrong, "123", swapped]
    assert len(done.err.splitlines()) == 3
    nothing = survey("receive", survey.survey, wrong)
    assert (nothing.code, nothing.json["received"]) == (2, 0)


def test_a_photocopy_comes_in_under_a_spare_label(survey: Sipas) -> None:
    (original,) = survey.printed(1)
    survey.done("receive", survey.survey, original, by="Hà")
    made = survey.done("ballots", survey.survey, "labels", survey.folder / "tem.pdf", "--count", 2)
    label = made["first_serial"]
    # Somebody else receives the same number: not "already", since the operator and with it the paper is another one.
    refused = survey("receive", survey.survey, original)
    assert refused.code == 2
    assert f"{label[:5]} {label[5:11]} {label[11]}" in refused.line
    survey.done("receive", survey.survey, label)
    status = survey.done("status", survey.survey)
    assert (status["printed"], status["returned"], status["photocopies"], status["labels_left"]) == (2, 2, 1, 1)


def test_labels_are_printed_on_the_sheets_at_hand(survey: Sipas) -> None:
    out = survey.folder / "tem.pdf"
    chosen = ("--format", "65-38x21", "--start", 65)
    made = survey.done("ballots", survey.survey, "labels", out, "--count", 2, *chosen)
    assert (made["ballots"], made["pages"]) == (2, 2)
    for wrong in (("--format", "7160"), ("--start", 25), ("--format", "65-38x21", "--start", 0)):
        refused = survey("ballots", survey.survey, "labels", survey.folder / "x.pdf", "--count", 1, *wrong)
        assert refused.code == 2 and refused.line
    assert survey.done("status", survey.survey)["labels_left"] == 2, "what is refused reserves no serial"


def test_a_run_in_another_style_and_where_its_boxes_are(survey: Sipas) -> None:
    out, boxes = survey.folder / "a5.pdf", survey.folder / "ô.json"
    words = ("--paper", "A5", "--sides", 2, "--large", "--no-corners", "--punch")
    made = survey.done("ballots", survey.survey, "print", out, "--count", 2, *words)
    assert made["pages"] % 4 == 0
    assert {note["kind"] for note in made["notes"]} >= {"pages"}
    assert all(note.keys() == {"kind", "page", "question", "value"} for note in made["notes"])
    with pypdfium2.PdfDocument(out) as document:
        assert round(document[0].get_width() / 72 * 25.4) == 148
    written = survey.done("ballots", survey.survey, "boxes", boxes, "--run", 1)
    said = json.loads(boxes.read_text(encoding="utf-8"))
    assert written["sha256"] == hashlib.sha256(boxes.read_bytes()).hexdigest()
    assert (said["style"]["paper"], said["style"]["large"], said["corners"]) == ("A5", True, [])
    assert written["pages"] == len(said["pages"]) and written["run"] == 1
    again = survey.folder / "lại.pdf"
    survey.done("ballots", survey.survey, "reprint", again, made["first_serial"], "--reason", "ướt")
    with pypdfium2.PdfDocument(again) as document:
        assert round(document[0].get_width() / 72 * 25.4) == 148


def test_notes_are_lines_for_people_and_a_fold_of_a5_is_refused(survey: Sipas) -> None:
    words = ("print", survey.folder / "to.pdf", "--count", 1, "--large", "--operator", "admin", "--lang", "vi")
    told = survey.run("ballots", survey.survey, *words)
    assert told.code == 0 and "trang 2 bắt đầu từ câu" in told.out
    refused = survey(
        "ballots", survey.survey, "print", survey.folder / "x.pdf", "--count", 1, "--paper", "A5", "--fold", "DL"
    )
    assert (refused.code, refused.out) == (2, "")
    assert "A4" in refused.line and not (survey.folder / "x.pdf").exists()
    assert survey("ballots", survey.survey, "boxes", survey.folder / "ô.json", "--run", 9).code == 2


def test_a_specimen_in_large_print(survey: Sipas) -> None:
    form, out = survey.folder / "phieu.toml", survey.folder / "mẫu.pdf"
    survey.done("form", "export", survey.survey, "phieu", form)
    plain = survey.done("form", "preview", form, out)
    large = survey.done("form", "preview", form, out, "--large", "--sides", 2)
    assert (plain["pages"], [note["kind"] for note in plain["notes"]]) == (1, ["size"])
    assert large["pages"] == 2 and large["notes"][0]["kind"] == "pages"


def _refused(survey: Sipas, *words: object) -> str:
    told = survey(*words)
    assert told.code == 2
    return told.err


def test_an_interrupted_run_goes_on_or_is_given_up(survey: Sipas, monkeypatch: pytest.MonkeyPatch) -> None:
    out = survey.folder / "phiếu.pdf"
    assert "in dở" in _refused(survey, "ballots", survey.survey, "continue", out)

    def broken_off(*_arguments: object, **_more: object) -> None:
        raise Refusal("print.taken_meanwhile")

    for _ in range(2):
        with monkeypatch.context() as patch:
            patch.setattr(workflow, "publish_run", broken_off)
            _refused(survey, "ballots", survey.survey, "print", out, "--count", 3)
    assert not out.exists()
    second, first = survey.done("ballots", survey.survey, "interrupted")["runs"]
    assert (first["count"], first["purpose"], first["published"]) == (3, "ballots", False)
    assert first["id"] in _refused(survey, "ballots", survey.survey, "continue", out)
    given_up = survey.done("ballots", survey.survey, "give-up", "--run", second["id"])
    assert given_up == {"run": second["id"], "ballots": 3}
    made = survey.done("ballots", survey.survey, "continue", out)
    assert (made["first_serial"], made["last_serial"]) == (first["first_serial"], first["last_serial"])
    assert made["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert survey.done("ballots", survey.survey, "interrupted") == {"runs": []}
    assert len(survey.done("ballots", survey.survey, "list")["ballots"]) == 3


def test_an_order_needs_a_list(survey: Sipas) -> None:
    out = survey.folder / "x.pdf"
    words = _refused(survey, "ballots", survey.survey, "print", out, "--count", 3, "--order", "route")
    assert "danh sách mẫu" in words
