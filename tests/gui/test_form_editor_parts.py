"""Any form of docs/forms.md by keyboard alone: skips, scales, markings, blocks, the interviewer's part."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.form_versions import says_the_same
from sipas_desktop.gui.form_lines import Boxes, Choice, Line
from sipas_desktop.jobs.ballots import print_run
from sipas_desktop.store.database import OpenSurvey
from tests.gui import surveys
from tests.gui.form_keys import ALT, CTRL, Typist, say
from tests.gui.test_accessibility import check

WHOLE = Path(__file__).parents[1] / "data" / "whole_form.toml"


@pytest.fixture
def survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenSurvey:
    return surveys.make(tmp_path, monkeypatch)


@pytest.fixture
def typist(qtbot: Any, shell: SimpleNamespace, survey: OpenSurvey) -> Typist:
    return Typist(qtbot, shell, survey)


def items(field: Any) -> list[str]:
    assert isinstance(field, Choice)
    return [field.itemText(at) for at in range(field.count())]


def test_a_skip_is_added_changed_and_taken_away(typist: Typist, shell: SimpleNamespace) -> None:
    typist.go("body", 1)
    before = typist.draft
    typist.press(Qt.Key.Key_J, ALT, typist.field("text"))
    assert typist.draft.at(("body", 1))["skips"] == [{"when": ["1"], "to": "Q3"}]
    assert typist.field("when0").hasFocus()
    assert items(typist.field("when0"))[::4] == ["1 Rất không hài lòng", "5 Rất hài lòng"]
    assert items(typist.field("to0"))[0].startswith("2. ") and items(typist.field("to0"))[-1] == (
        "hết phần của người trả lời"
    )
    check(shell.window)
    typist.choose("when0", "2")
    typist.choose("to0", "end")
    assert typist.draft.at(("body", 1))["skips"] == [{"when": ["2"], "to": "end"}]
    to, panel = typist.field("to0"), typist.editor.fields
    assert to.hasFocus() and panel.verticalScrollBar().value() > 0
    assert panel.viewport().rect().contains(to.rect().translated(to.mapTo(panel.viewport(), QPoint(0, 0))))
    typist.press(Qt.Key.Key_J, ALT, typist.field("to0"))
    assert typist.draft.at(("body", 1))["skips"] == [{"when": ["2"], "to": "end"}, {"when": ["1"], "to": "Q3"}]
    for _ in range(2):
        typist.field("away0").setFocus()
        typist.press(Qt.Key.Key_Space)
    assert typist.draft == before
    for expected in (1, 2, 1):
        typist.press(Qt.Key.Key_Z, CTRL, typist.editor.tree)
        assert len(typist.draft.at(("body", 1))["skips"]) == expected
    typist.press(Qt.Key.Key_Y, CTRL, typist.editor.tree)
    assert len(typist.draft.at(("body", 1))["skips"]) == 2


def test_numbers_that_skip_are_typed(typist: Typist) -> None:
    typist.go("body", 1)
    typist.choose("kind", "number")
    typist.press(Qt.Key.Key_J, ALT, typist.field("kind"))
    assert isinstance(typist.field("when0"), Line)
    typist.write("when0", "0, 2 3")
    assert typist.draft.at(("body", 1))["skips"] == [{"when": ["0", "2", "3"], "to": "Q3"}]
    typist.write("when0", "zero")
    assert "F038" in [each.code for each in typist.draft.checked.errors]
    assert "zero" in typist.editor.tree.words_at(("body", 1)) and "zero" in typist.editor.fields._told.text()
    assert not typist.page._next.isEnabled()


def test_answers_of_a_skip_have_the_words_of_the_options_as_they_are_changed(typist: Typist) -> None:
    typist.go("body", 1)
    typist.choose("kind", "choice")
    typist.boxes("options", [("1", "Nam", False), ("2", "Nữ", False), ("3", "Khác", True)])
    typist.press(Qt.Key.Key_J, ALT, typist.field("options"))
    typist.choose("when0", "3")
    typist.cell("options", 2, 1, "Giới khác")
    assert items(typist.field("when0")) == ["1 Nam", "2 Nữ", "3 Giới khác"]
    typist.cell("options", 2, 0, "9")
    assert typist.draft.at(("body", 1))["skips"] == [{"when": ["9"], "to": "Q3"}]
    assert typist.field("when0").currentData() == "9"  # type: ignore[attr-defined]
    typist.to_cell(typist.field("options"), 2, 1)  # type: ignore[arg-type]
    typist.press(Qt.Key.Key_PageUp, ALT, typist.field("options"))
    assert [each["code"] for each in typist.draft.at(("body", 1))["options"]] == ["1", "9", "2"]
    typist.press(Qt.Key.Key_Delete, ALT, typist.field("options"))
    assert "skips" not in typist.draft.at(("body", 1))


def test_a_question_gets_a_new_scale_and_a_scale_in_use_stays(
    typist: Typist, shell: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(typist.page.notice, "say", lambda kind, words: said.append(words))
    typist.go("body", 1)
    typist.choose("scale", "+")
    assert typist.draft.at(("body", 1))["scale"] == "scale1"
    typist.go("scales", 1)
    typist.boxes("levels", [("1", "Kém", False), ("2", "Khá", True), ("3", "Tốt", True)])
    typist.tick("columns")
    typist.tick("descending")
    typist.write("no_opinion", "Không rõ")
    typist.choose("marking", "circle")
    typist.write("code", "three")
    check(shell.window)
    form = typist.draft.checked.form
    assert form is not None
    scale = form.by_code["Q1"].scale
    assert scale is not None and scale is form.scales[1]
    assert (scale.code, scale.columns, scale.descending, scale.no_opinion) == ("three", True, True, "Không rõ")
    assert (scale.marking, scale.satisfied, [each.label for each in scale.printed]) == (
        "circle", {"2", "3"}, ["Tốt", "Khá", "Kém"],
    )  # fmt: skip
    typist.press(Qt.Key.Key_Delete, CTRL, typist.editor.tree)
    assert typist.draft.scale_codes == ("satisfaction", "three")
    assert "Q1" in said[-1]
    typist.go("body", 1)
    typist.choose("scale", "satisfaction")
    typist.go("scales", 1)
    assert "W013" in [each.code for each in typist.draft.checked.warnings]
    typist.press(Qt.Key.Key_Delete, CTRL, typist.editor.tree)
    assert typist.draft.scale_codes == ("satisfaction",)
    typist.press(Qt.Key.Key_Z, CTRL, typist.editor.tree)
    assert typist.draft.scale_codes == ("satisfaction", "three")


def test_what_is_being_typed_is_not_lost_by_a_key_that_changes_the_form(typist: Typist) -> None:
    typist.go("body", 1)
    for key, held in ((Qt.Key.Key_J, ALT), (Qt.Key.Key_N, CTRL), (Qt.Key.Key_H, CTRL)):
        typist.go("body", 1)
        field = typist.field("label")
        field.setFocus()
        typist.press(Qt.Key.Key_A, CTRL, field)
        say(field, f"Được gõ {key.name}")
        typist.press(key, held, field)
        assert typist.draft.at(("body", 1))["label"] == f"Được gõ {key.name}"


def test_what_is_being_typed_in_a_cell_is_saved_with_the_form(typist: Typist, survey: OpenSurvey) -> None:
    typist.go("scales", 0)
    table = typist.field("levels")
    assert isinstance(table, Boxes)
    typist.to_cell(table, 2, 1)
    typist.press(Qt.Key.Key_X, at=table)
    line = table.viewport().findChild(QLineEdit)
    assert line is not None
    typist.bot.keyClicks(line, "yz")
    typist.editor.add_factor()  # a key that changes the form
    assert typist.draft.at(("scales", 0, "levels", 2))["label"] == "xyz"
    typist.go("scales", 0)
    table = typist.field("levels")
    assert isinstance(table, Boxes)
    typist.to_cell(table, 0, 1)
    typist.press(Qt.Key.Key_Q, at=table)
    typist.page.go_on()
    assert survey.form_of_group(survey.plan.groups[0].code).scales[0].levels[0].label == "q"


def test_arrows_open_a_choice_and_change_nothing_on_the_way(typist: Typist) -> None:
    typist.go("body", 1)
    before = typist.draft
    field = typist.field("kind")
    assert isinstance(field, Choice)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space, Qt.Key.Key_N, Qt.Key.Key_End):
        field.setFocus()
        typist.press(key, at=field)
        assert field.view().isVisible()
        typist.press(Qt.Key.Key_Escape, at=field.view())
        assert not field.view().isVisible()
    assert typist.draft is before


def test_a_block_is_added_filled_placed_and_taken_away(typist: Typist, shell: SimpleNamespace) -> None:
    before = typist.draft
    typist.go("body", 2)
    typist.part(2)
    assert typist.editor.tree.place == ("blocks", 0) and typist.field("times").hasFocus()
    assert typist.draft.values["body"][3] == {"block": "officer"}
    typist.write("times", "3")
    typist.press(Qt.Key.Key_N, CTRL, typist.editor.tree)
    assert typist.editor.tree.place == ("blocks", 0, "rows", 2)
    check(shell.window)
    typist.go("blocks", 0)
    typist.choose("where", "7")
    assert typist.draft.values["body"][7] == {"block": "officer"}
    form = typist.draft.checked.form
    assert form is not None and [each for each in form.by_code if each.endswith("Q8")][-1] == "officer3_Q8"
    typist.go("body", 7)
    typist.press(Qt.Key.Key_Up, ALT, typist.editor.tree)
    assert typist.draft.values["body"][6] == {"block": "officer"}
    typist.go("blocks", 0)
    typist.press(Qt.Key.Key_Delete, CTRL, typist.editor.tree)
    assert typist.draft == before
    typist.press(Qt.Key.Key_Z, CTRL, typist.editor.tree)
    assert typist.draft.values["blocks"][0]["times"] == 3


def test_a_printed_form_gets_its_skips_in_the_next_version(
    qtbot: Any, shell: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = surveys.make(tmp_path, monkeypatch, ballots=2)
    typist = Typist(qtbot, shell, survey)
    said: list[str] = []
    monkeypatch.setattr(typist.page.notice, "say", lambda kind, words: said.append(words))
    typist.go("body", 1)
    typist.press(Qt.Key.Key_J, ALT, typist.field("text"))
    typist.go("body", 2)
    typist.part(2)
    typist.press(Qt.Key.Key_F2, at=typist.editor.tree)
    first, second = survey.forms.values()
    assert (first.version, second.version) == (1, 2)
    assert not first.by_code["Q1"].skips and not first.blocks
    assert second.by_code["Q1"].skips[0].to == "Q3" and second.blocks[0].times == 2
    assert "phiên bản 2" in said[-1] and "2 phiếu" in said[-1]


def rebuilt(typist: Typist) -> None:
    """Every row of the form that the survey has goes; then tests/data/whole_form.toml is made of nothing."""
    typist.go("body", 1)
    typist.part(3)  # a second scale, so that the first may be made anew
    while len(typist.draft.values["body"]) > 1:
        typist.go("body", 1)
        typist.press(Qt.Key.Key_Delete, CTRL, typist.editor.tree)
    while "opening_questions" in typist.draft.values:
        typist.go("opening_questions", 0)
        typist.press(Qt.Key.Key_Delete, CTRL, typist.editor.tree)
    while "factors" in typist.draft.values:
        typist.go("factors", 0)
        typist.press(Qt.Key.Key_Delete, CTRL, typist.editor.tree)

    # the form as a whole
    typist.go()
    typist.write("title", "PHIẾU KHẢO SÁT Ý KIẾN\nVỀ SỰ PHỤC VỤ CỦA CƠ QUAN HÀNH CHÍNH NHÀ NƯỚC")
    typist.write("subtitle", "")
    words = "Đề nghị Ông/Bà khoanh tròn vào số, hoặc đánh dấu X vào ô, ứng với ý kiến của mình."
    typist.write("instruction", words)
    typist.write("columns", "Số\nNội dung\nÝ kiến của Ông/Bà")
    typist.choose("marking", "circle")

    # scales
    typist.go("scales", 0)
    for name in ("descending", "columns"):
        typist.tick(name)
    typist.write("no_opinion", "Không có ý kiến")
    typist.write("code", "down")
    typist.go("scales", 1)
    typist.boxes("levels", [("1", "Chưa tốt", False), ("2", "Tốt", True)])
    typist.choose("marking", "box")
    typist.write("code", "two")

    # factors
    for code, title in (("S", "Sự phục vụ hành chính công"), ("S1", "Tiếp cận dịch vụ"), ("S2", "Công chức")):
        typist.part(4)
        typist.write("title", title)
        typist.write("code", code)
        if code != "S":
            typist.choose("within", "S")

    # before the table
    for at, (kind, code, text) in enumerate(
        (("unit", "unit", "Đơn vị"), ("procedure", "procedure", "Thủ tục"), ("date", "day", "Ngày nhận kết quả"))
    ):
        typist.part(0)
        typist.question(("opening_questions", at), kind, code, text)
    typist.go()
    typist.write("opening", "Đơn vị giải quyết: {unit}\nThủ tục: {procedure} nhận kết quả ngày {day}.")

    # the body: its heading is there
    typist.go("body", 0)
    typist.write("number", "A")
    typist.write("heading", "THÔNG TIN CHUNG")
    body = Rows(typist, ("body",))
    body.question("choice", "age", "Tuổi của Ông/Bà", number="1")
    ages = ("Dưới 25 tuổi", "Từ 25 đến 34 tuổi", "35 – 49", "Từ 50 tuổi trở lên")
    typist.boxes("options", [(str(n), age, False) for n, age in enumerate(ages, start=1)])
    body.question("choices", "heard", "Ông/Bà biết thông tin qua đâu (chọn nhiều nhất 2)?", number="2", maximum="2")
    heard = [("1", "Chính quyền", False), ("2", "Mạng Internet", False), ("3", "Báo, đài", False), ("9", "Khác:", True)]
    typist.boxes("options", heard)
    body.question("choice", "visits", "Ông/Bà đi lại mấy lần?", number="3")
    typist.boxes("options", [("1", "1 lần", False), ("2", "2 lần", False), ("3", "≥ 3 lần", False)])
    body.question("yes_no", "paid", "Ông/Bà có phải trả thêm tiền không?", number="4")
    typist.choose("marking", "box")
    body.question("percent", "cost", "Chi phí so với mức quy định", number="5")
    body.question("short_text", "whom", "Trả ở khâu nào", number="6")
    body.question("number", "late", "Cơ quan trễ hẹn mấy ngày?", number="7", maximum="99")
    body.question("yes_no", "sorry", "Có được xin lỗi không?", number="8")
    body.heading("B", "MỨC ĐỘ HÀI LÒNG")
    for number, code, text in (("9", "Q1", "Nơi ngồi chờ"), ("10", "Q2", "Trang thiết bị phục vụ")):
        body.question("rated", code, text, number=number)
        typist.choose("factor", "S1")
    body.question("rated", "overall", "Nhìn chung, Ông/Bà hài lòng ở mức nào?", number="11", label="Hài lòng chung")
    typist.choose("factor", "")
    typist.tick("overall")
    body.heading("C", "TỪNG CÔNG CHỨC MÀ ÔNG/BÀ ĐÃ GẶP")
    typist.part(2)
    body.at += 1
    body.heading("D", "Ý KIẾN KHÁC")
    body.question("dossier", "dossier", "Mã hồ sơ", number="12")
    body.question("long_text", "comment", "Góp ý", number="13", lines="3")

    # the block
    typist.go("blocks", 0, "rows", 0)
    typist.write("heading", "Công chức thứ {n}")
    typist.question(
        ("blocks", 0, "rows", 1), "yes_no", "met", "Ông/Bà có gặp công chức thứ {n} không?", number="C{n}.1"
    )
    block = Rows(typist, ("blocks", 0, "rows"), at=1)
    block.question("short_text", "name", "Họ tên công chức thứ {n}", number="C{n}.2")
    block.question("rated", "manner", "Thái độ giao tiếp", number="C{n}.3")
    typist.choose("scale", "two")
    typist.choose("factor", "S2")

    # the interviewer
    typist.part(1)
    typist.question(("interviewer", 0), "choice", "place", "Nơi trả lời")
    typist.boxes("options", [("1", "Tại nhà", False), ("2", "Tại trụ sở", False)])
    typist.press(Qt.Key.Key_H, CTRL, typist.editor.tree)
    typist.write("heading", "PHẦN DÀNH CHO ĐIỀU TRA VIÊN")
    typist.press(Qt.Key.Key_Up, ALT, typist.editor.tree)
    typist.go("interviewer", 1)
    typist.part(1)
    typist.question(("interviewer", 2), "short_text", "note", "Ghi chú của điều tra viên")

    # skips, now that the questions they lead to are there
    for code, when, to in (("paid", "2", "late"), ("met", "2", "dossier")):
        typist.go(*body.of(code) if code != "met" else ("blocks", 0, "rows", 1))
        typist.press(Qt.Key.Key_J, ALT, typist.field("text"))
        typist.choose("when0", when)
        typist.choose("to0", to)
    typist.go(*body.of("late"))
    typist.press(Qt.Key.Key_J, ALT, typist.field("text"))
    typist.choose("to0", "Q1")


class Rows:
    """Rows of one list, one behind the other."""

    def __init__(self, typist: Typist, way: tuple[str | int, ...], at: int = 0) -> None:
        self.typist, self.way, self.at = typist, way, at

    def of(self, code: str) -> tuple[str | int, ...]:
        """The place of a question."""
        rows = self.typist.draft.list_of((*self.way, 0))
        return (*self.way, next(at for at, row in enumerate(rows) if row.get("code") == code))

    def question(self, kind: str, code: str, text: str, **more: str) -> None:
        """One more question behind the last row."""
        self._add(Qt.Key.Key_N)
        self.typist.question((*self.way, self.at), kind, code, text, **more)

    def heading(self, number: str, words: str) -> None:
        """One more heading behind the last row."""
        self._add(Qt.Key.Key_H)
        self.typist.write("number", number)
        self.typist.write("heading", words)

    def _add(self, key: Qt.Key) -> None:
        self.typist.go(*self.way, self.at)
        self.typist.press(key, CTRL, self.typist.editor.tree)
        self.at += 1


def test_a_form_that_uses_everything_is_made_by_keyboard_saved_and_printed(
    typist: Typist, survey: OpenSurvey, tmp_path: Path
) -> None:
    rebuilt(typist)
    checked = typist.draft.checked
    assert checked.form is not None, [each.line("en") for each in checked.errors]
    wanted = read_form(WHOLE.read_text(encoding="utf-8"), WHOLE.name)
    made = replace(checked.form, code=wanted.code)
    for name in ("title", "opening", "scales", "factors", "opening_questions", "blocks", "body"):
        assert getattr(made, name) == getattr(wanted, name), name
    assert says_the_same(made, wanted)
    typist.press(Qt.Key.Key_F2, at=typist.editor.tree)
    assert not typist.editor.unsaved
    saved = survey.form_of_group(survey.plan.groups[0].code)
    assert says_the_same(replace(saved, code=wanted.code), wanted)
    print_run(survey, tmp_path / "phiếu.pdf", count=2)
    assert (tmp_path / "phiếu.pdf").read_bytes().startswith(b"%PDF")
    QApplication.processEvents()
