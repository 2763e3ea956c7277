"""Ballot forms from TOML: Sơn Tây's ballot word for word, and every mistake found and named."""

import re
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sipas_desktop import paths
from sipas_desktop.domain.form import Heading, Kind, Question
from sipas_desktop.domain.form_file import check_form, read_form
from sipas_desktop.domain.toml_reader import BadFile, sha256
from sipas_desktop.errors import words

EVERY = (Path(__file__).parents[1] / "data" / "every_kind.toml").read_text(encoding="utf-8")

# The ballot that was issued with plan 302/KH-UBND, as its paper has it.
TITLE = ("PHIẾU KHẢO SÁT MỨC ĐỘ HÀI LÒNG CỦA TỔ CHỨC, CÁ NHÂN", "VỀ THỰC HIỆN THỦ TỤC HÀNH CHÍNH")
SUBTITLE = "(Ban hành kèm theo Kế hoạch số 302/KH-UBND ngày 07/6/2017 của UBND thị xã Sơn Tây)"
OPENING = (
    "Ông (bà) liên hệ để giải quyết công việc gì (tên thủ tục đã giải quyết:{procedure}",
    "tại bộ phận một cửa của {unit}",
)
INSTRUCTION = "(Lựa chọn trả lời bằng cách đánh dấu “X” vào ô “ “ ở cột phương án lựa chọn)."
LEVELS = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
BODY = (
    ("I", "MỨC ĐỘ HÀI LÒNG ĐỐI VỚI CÁC YẾU TỐ CỦA THỦ TỤC HÀNH CHÍNH"),
    ("1", "Mức độ hài lòng của ông/bà về tiếp cận thông tin đối với thủ tục hành chính"),
    ("2", "Mức độ hài lòng của ông/bà về điều kiện cơ sở vật chất tiếp đón và phục vụ tại cơ quan hành chính"),
    (
        "3",
        "Mức độ hài lòng của ông/bà đối với các quy định, yêu cầu, điều kiện, thành phần hồ sơ của thủ tục hành chính",
    ),
    ("4", "Mức độ hài lòng của ông/bà về sự phục vụ của cán bộ, công chức tại cơ quan hành chính"),
    ("5", "Mức độ hài lòng của ông/bà về kết quả giải quyết thủ tục hành chính"),
    ("6", "Mức độ hài lòng của ông/bà về việc tiếp nhận phản ánh, kiến nghị và xử lý thông tin phản hồi"),
    ("II", "MỨC ĐỘ HÀI LÒNG CỦA ÔNG/BÀ ĐỐI VỚI TOÀN BỘ QUÁ TRÌNH THỰC HIỆN THỦ TỤC HÀNH CHÍNH"),
    ("III", "Nếu có điều chưa hài lòng về thủ tục hành chính và sự phục vụ đề nghị ông/bà cho biết rõ:"),
)


def test_son_tay_s_ballot_word_for_word() -> None:
    source = (paths.forms() / "son-tay-2017" / "phieu.toml").read_text(encoding="utf-8")
    checked = check_form(source, "phieu.toml")
    assert (checked.errors, checked.warnings) == ((), ())
    form = checked.form
    assert form is not None
    assert (form.title, form.subtitle, form.opening, form.instruction) == (TITLE, SUBTITLE, OPENING, INSTRUCTION)
    assert form.columns == ("TT", "Nội dung khảo sát", "")
    assert tuple((row.number, row.text) for row in form.body) == BODY
    assert isinstance(form.body[0], Heading)
    assert [question.code for question in form.questions] == [
        "procedure", "unit", "Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "overall", "comment",
    ]  # fmt: skip
    assert [question.code for question in form.rated] == ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "overall"]
    for question in form.rated:
        assert [option.label for option in question.choices] == list(LEVELS)
        assert [option.code for option in question.choices] == ["1", "2", "3", "4", "5"]
        assert question.scale is not None
        assert question.scale.satisfied == {"4", "5"}
        assert question.no_opinion is None
    assert [question.factor for question in form.rated] == ["F1", "F2", "F3", "F4", "F5", "F6", None]
    assert form.overall is form.by_code["overall"]
    assert form.by_code["procedure"].kind is Kind.PROCEDURE
    assert form.by_code["unit"].kind is Kind.UNIT
    assert form.by_code["comment"].kind is Kind.LONG_TEXT
    assert form.sha256 == sha256(source)


def test_a_form_with_every_kind() -> None:
    form = read_form(EVERY, "every.toml")
    assert {question.kind for question in form.questions} == set(Kind)
    scale = form.scales[0]
    assert [level.code for level in scale.printed] == ["5", "4", "3", "2", "1"]
    assert scale.no_opinion == "Không có ý kiến"
    assert [option.label for option in form.by_code["again"].choices] == ["Có", "Không"]
    assert form.by_code["heard"].maximum == 3
    assert form.by_code["Q1"].label == form.by_code["Q1"].text  # where no short name is given
    assert check_form(EVERY, "every.toml").warnings == ()


def test_text_is_nfc_and_line_ends_do_not_change_the_hash() -> None:
    form = read_form(EVERY.replace("PHIẾU THỬ", "PHIE\u0302\u0301U"), "every.toml")
    assert form.title == ("PHIẾU",)
    assert read_form(EVERY.replace("\n", "\r\n"), "x").sha256 == read_form(EVERY, "x").sha256
    assert read_form(EVERY + "# \n", "x").sha256 != read_form(EVERY, "x").sha256


QUESTION = '\n[[body]]\ncode = "new"\ntext = "Mới"\n'
BOTH_LINES = 'opening = ["Đơn vị: {unit}", "Thủ tục: {procedure}"]'
HEADING = '[[body]]\nheading = "A"\n'
TWO_OPTIONS = '[{ code = "1", label = "a" }, { code = "2", label = "b" }]'
LEVEL3 = '  { code = "3", label = "Bình thường" },\n'
MISTAKES = [
    ("F000", lambda s: s + "[[body"),
    ("F000", lambda s: s + "x = " + "9" * 5000),
    ("F000", lambda s: s + "x = " + "[" * 5000),
    ("F001", lambda s: s.replace("version = 3\n", "")),
    ("F001", lambda s: s.replace("format = 1\n", "")),
    ("F001", lambda s: s.replace('text = "Góp ý"\n', "")),
    ("F002", lambda s: s.replace("version = 3", 'version = "3"')),
    ("F002", lambda s: s.replace("version = 3", "version = true")),
    ("F002", lambda s: s.replace("version = 3", f"version = 0x{'f' * 5000}")),
    ("F002", lambda s: s.replace("overall = true", "overall = 1")),
    ("F002", lambda s: s.replace('title = ["PHIẾU THỬ"]', "title = [1]")),
    ("F002", lambda s: s.replace('title = ["PHIẾU THỬ"]', 'title = "PHIẾU"')),
    ("F002", lambda s: "body = [1]\n" + s[: s.index("[[scales]]")]),
    ("F002", lambda s: "factors = { code = 1 }\n" + s.replace('[[factors]]\ncode = "F1"\ntitle = "Tiếp cận"\n', "")),
    ("F003", lambda s: s.replace('text = "Góp ý"', 'text = " "')),
    ("F003", lambda s: s.replace('title = ["PHIẾU THỬ"]', "title = []")),
    ("F004", lambda s: s.replace("descending = true", "decending = true")),
    ("F005", lambda s: s.replace("format = 1", "format = 2")),
    ("F010", lambda s: s.replace('kind = "date"', 'kind = "day"')),
    ("F011", lambda s: s.replace('scale = "five"', 'scale = "six"')),
    ("F012", lambda s: s.replace('code = "every"', 'code = "tất cả"')),
    ("F012", lambda s: s.replace('code = "day"', 'code = "serial"')),
    ("F012", lambda s: s.replace('code = "day"', 'code = "@form.version"')),
    ("F012", lambda s: s.replace('code = "day"', 'code = "' + "d" * 33 + '"')),
    ("F013", lambda s: s.replace('columns = ["Số", "Nội dung", "Ý kiến của Ông/Bà"]', 'columns = ["TT"]')),
    ("F014", lambda s: s[: s.index("[[opening_")].replace(BOTH_LINES, "") + HEADING),
    ("F015", lambda s: s.replace('factor = "F1"', 'factor = "F2"')),
    ("F016", lambda s: s + QUESTION + 'kind = "number"\noptions = ' + TWO_OPTIONS),
    ("F017", lambda s: s + QUESTION + 'kind = "number"\nminimum = 5\nmaximum = 0'),
    ("F017", lambda s: s + QUESTION + 'kind = "number"\nminimum = -1'),
    ("F017", lambda s: s + QUESTION + 'kind = "percent"\nmaximum = 10000000000'),
    ("F018", lambda s: s + QUESTION + 'kind = "number"\noverall = true'),
    ("F019", lambda s: s.replace("lines = 4", "lines = 0")),
    ("F019", lambda s: s.replace("lines = 4", "lines = 41")),
    ("F020", lambda s: s.replace('factor = "F1"', 'factor = "F1"\noverall = true')),
    ("F021", lambda s: s + QUESTION + 'kind = "unit"'),
    ("F022", lambda s: s.replace("{procedure}", "")),
    ("F022", lambda s: s.replace("Đơn vị: {unit}", "Đơn vị: {unit} {job}")),
    ("F023", lambda s: s.replace('code = "unit"\nkind = "unit"', 'code = "unit"\nkind = "yes_no"')),
    ("F024", lambda s: s + QUESTION + 'kind = "choice"\noptions = [{ code = "1", label = "a" }]'),
    ("F024", lambda s: s + QUESTION + 'kind = "choices"'),
    ("F025", lambda s: s.replace('code = "9", label = "Khác"', 'code = "0", label = "Khác"')),
    ("F025", lambda s: s.replace('code = "9", label = "Khác"', 'code = "+", label = "Khác"')),
    ("F026", lambda s: s.replace('code = "9", label = "Khác"', 'code = "2", label = "Khác"')),
    ("F026", lambda s: s.replace('code = "day"', 'code = "Q1"')),
    ("F026", lambda s: s + '\n[[factors]]\ncode = "F1"\ntitle = "Lặp"'),
    ("F027", lambda s: s.replace("version = 3", "version = 0")),
    ("F028", lambda s: s.replace(LEVEL3, "")),
    ("F028", lambda s: s.replace(LEVEL3, LEVEL3.replace("3", "6"))),
    ("F029", lambda s: s.replace("maximum = 3\n", "maximum = 6\n")),
    ("F029", lambda s: s.replace("maximum = 3\n", "maximum = 0\n")),
    ("F030", lambda s: s + QUESTION + 'kind = "yes_no"\nmaximum = 1'),
    ("F030", lambda s: s.replace("maximum = 3\n", "maximum = 3\nminimum = 1\n")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "change"), MISTAKES, ids=[f"{n}-{code}" for n, (code, _) in enumerate(MISTAKES)])
def test_every_mistake_is_found_and_worded(code: str, change) -> None:  # type: ignore[no-untyped-def]
    source = change(EVERY)
    assert source != EVERY
    checked = check_form(source, "mẫu.toml")
    assert checked.form is None
    assert code in [problem.code for problem in checked.errors]
    for problem in checked.errors:
        for lang in ("vi", "en"):
            assert problem.words(lang)
    with pytest.raises(BadFile) as caught:
        read_form(source, "mẫu.toml")
    assert re.search(rf"\b{code}\b", caught.value.words("vi"))
    assert caught.value.words("en").startswith("mẫu.toml: ")


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("W001", lambda s: s.replace("overall = true\n", "")),
        ("W002", lambda s: s.replace(", satisfied = true", "")),
        ("W002", lambda s: s.replace('" },\n  { code', '", satisfied = true },\n  { code', 3)),
        ("W003", lambda s: s.replace('factor = "F1"\n', "")),
    ],
)
def test_oddities_warn_and_do_not_stop(code: str, change) -> None:  # type: ignore[no-untyped-def]
    checked = check_form(change(EVERY), "mẫu.toml")
    assert checked.form is not None
    assert [warning.code for warning in checked.warnings] == [code]
    assert checked.warnings[0].words("vi") != checked.warnings[0].words("en")


def test_all_mistakes_come_at_once() -> None:
    source = EVERY.replace("lines = 4", "lines = 99").replace('factor = "F1"', 'factor = "F9"')
    assert [problem.code for problem in check_form(source, "x").errors] == ["F015", "F019"]


def test_the_found_value_is_shown_as_toml_writes_it() -> None:
    (problem,) = check_form(EVERY.replace("version = 3", "version = true"), "x").errors
    assert problem.words("en") == "“version” is true, expected a whole number"
    assert problem.words("vi") == "“version” là true, cần một số nguyên"


def test_text_that_looks_like_a_message_s_code_stays_text() -> None:
    assert words("serial.length", "en", found="@toml.a_flag.x", expected=12, short=7).startswith("“@toml.a_flag.x” is")
    assert words("serial.length", "en", found="@no.such", expected=12, short=7).startswith("“@no.such” is")


LINES = EVERY.splitlines()


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(LINES) - 1),
            st.sampled_from(["cut", "twice", "text"]),
            st.text(string.printable, max_size=12),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_damaged_form_is_read_or_refused(changes: list[tuple[int, str, str]]) -> None:
    lines = list(LINES)
    for place, how, text in changes:
        at = min(place, len(lines) - 1)
        if how == "cut":
            lines[at : at + 1] = [lines[at][: len(text)]]
        elif how == "twice":
            lines.insert(at, lines[at])
        else:
            lines[at] = lines[at].replace('"', f'"{text}', 1)
    checked = check_form("\n".join(lines), "mẫu.toml")
    assert (checked.form is None) == bool(checked.errors)
    for problem in (*checked.errors, *checked.warnings):
        assert problem.words("vi")
        assert problem.words("en")


def test_questions_of_a_kind() -> None:
    form = read_form(EVERY, "x")
    found = form.of_kind(Kind.DATE)
    assert isinstance(found, Question)
    assert found.code == "day"
    assert form.by_code["sex"].holds_text
    assert not form.by_code["again"].holds_text
