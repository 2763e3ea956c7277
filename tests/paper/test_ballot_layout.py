"""Where things stand on a ballot's pages, measured without rendering: margins, overlaps, rows that stay whole."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sipas_desktop import paths
from sipas_desktop.domain.form import Form, Heading, Kind, Level, Option, Question, Scale
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.errors import Refusal
from sipas_desktop.paper import codes, fonts, layout
from sipas_desktop.paper.filling import in_band, on_dots
from sipas_desktop.paper.fonts import Face
from sipas_desktop.paper.frame import SERIAL_SIZE
from sipas_desktop.paper.marks import Box, Dots, Mark, Rule, Text, extent
from sipas_desktop.paper.notes import NoteKind
from sipas_desktop.paper.row_style import Row
from sipas_desktop.paper.splitting import split
from tests.paper.every_kind import every_kind
from tests.surveys import WHOLE

NEAR = 0.6  # points: half a rule
MM = 72 / 25.4


def son_tay() -> Form:
    path = paths.forms() / "son-tay-2017" / "phieu.toml"
    return read_form(path.read_text(encoding="utf-8"), path.name)


def texts(page: layout.Page) -> list[Text]:
    return [mark for mark in page.marks if isinstance(mark, Text)]


def all_words(page: layout.Page) -> str:
    return " ".join(text.text for text in texts(page))


def overlaps(a: Mark, b: Mark) -> bool:
    left, low, right, high = extent(a)
    left_b, low_b, right_b, high_b = extent(b)
    tolerance = 0.3
    across = min(right, right_b) - max(left, left_b)
    upright = min(high, high_b) - max(low, low_b)
    return across > tolerance and upright > tolerance


def check_geometry(pages: tuple[layout.Page, ...]) -> None:
    for page in pages:
        *marks, page_number = page.marks
        for mark in marks:
            left, low, right, high = extent(mark)
            assert left >= 15 * MM and right <= layout.RIGHT + NEAR, mark
            assert low >= layout.BOTTOM - NEAR, mark
            # Below the codes and the paper that must stay white under them.
            assert high <= layout.QR_AT[1] - codes.QR_QUIET + NEAR, mark
        assert extent(page_number)[1] > 9 * MM and extent(page_number)[3] < layout.BOTTOM
        solid = [mark for mark in marks if isinstance(mark, Text | Box)]
        for a, b in itertools.combinations(solid, 2):
            assert not overlaps(a, b), (a, b)
        for rule in (mark for mark in marks if isinstance(mark, Rule)):
            for mark in solid:
                assert not overlaps(rule, mark), (rule, mark)
        dots = [mark for mark in marks if isinstance(mark, Dots)]
        assert all(line.x2 - line.x > 20 for line in dots)
        for line, mark in itertools.product(dots, solid):
            across = min(line.x2, extent(mark)[2]) - max(line.x, extent(mark)[0])
            assert across < 0.3 or not extent(mark)[1] < line.y < extent(mark)[3] - fonts.ascent(6), (line, mark)


def preset(name: str) -> Form:
    return read_form((paths.forms() / name / "phieu.toml").read_text(encoding="utf-8"), f"{name}.toml")


def whole() -> Form:
    return read_form(WHOLE, "whole.toml")


@pytest.mark.parametrize(
    "form", [son_tay(), every_kind(), whole(), preset("quoc-gia-2023")], ids=["son-tay", "every", "whole", "quoc-gia"]
)
def test_nothing_leaves_the_margins_or_overlaps(form: Form) -> None:
    check_geometry(layout.lay_out(form).pages)


def test_codes_and_their_white_borders_are_within_the_margins() -> None:
    assert layout.QR_AT[0] + codes.QR_SIDE <= layout.RIGHT + 0.01
    assert layout.QR_AT[1] + codes.QR_SIDE <= layout.TOP + 0.01
    assert layout.QR_AT[0] - (layout.BARS_AT[0] + codes.BAR_WIDTH) >= max(codes.BAR_QUIET, codes.QR_QUIET) - 0.01
    assert layout.BARS_AT[0] - layout.BAND_LEFT_END >= codes.BAR_QUIET - 0.01
    serial_top = layout.SERIAL_Y + 0.7 * SERIAL_SIZE  # digits have no accents
    assert serial_top < layout.BARS_AT[1]
    assert codes.QR_MODULE >= 0.5 * MM and codes.BAR_MODULE >= 0.33 * MM


def test_son_tay_is_one_page_of_twelve_points() -> None:
    made = layout.lay_out(son_tay())
    assert len(made.pages) == 1
    assert made.style.size >= 12 and made.style.answer >= 11
    (page,) = made.pages
    assert sum(isinstance(mark, Box) for mark in page.marks) == 7 * 5
    assert len(page.dots("procedure")) == 2
    assert len(page.dots("unit")) == 1
    assert len(page.dots("comment")) == 4
    assert {text.face for text in texts(page) if text.text in son_tay().title} == {Face.BOLD}
    assert [text.text for text in texts(page)][-1] == "Trang 1/1"


def test_levels_of_a_question_stand_one_below_the_other() -> None:
    page = layout.lay_out(son_tay()).pages[0]
    boxes = [mark for mark in page.marks if isinstance(mark, Box)]
    labels = [text for text in texts(page) if text.text in ("Rất không hài lòng", "Rất hài lòng", "Bình thường")]
    assert len({round(box.x, 2) for box in boxes}) == 1
    assert [box.y for box in boxes] == sorted((box.y for box in boxes), reverse=True)
    assert len(labels) == 7 * 3 and len({round(label.x, 2) for label in labels}) == 1
    assert labels[0].x > boxes[0].x + boxes[0].side


def test_every_question_is_whole_on_one_page_and_heads_repeat() -> None:
    form = every_kind()
    pages = layout.lay_out(form).pages
    assert len(pages) == 2
    for row in form.body:
        wanted = [fonts.clean(row.text)]
        if isinstance(row, Question):
            wanted += [fonts.clean(option.label) for option in row.choices]
        holding = [page for page in pages if all(words in all_words(page) for words in wanted)]
        assert holding, row
    for n, page in enumerate(pages, start=1):
        assert all(head in all_words(page) for head in form.columns)
        assert texts(page)[-1].text == f"Trang {n}/2"
    assert all(title in all_words(pages[0]).replace("  ", " ") for title in form.title)
    assert form.title[0] not in all_words(pages[1])


def test_a_heading_is_never_the_last_row_of_a_page() -> None:
    question = next(q for q in every_kind().questions if q.code == "Q1")
    for filling in range(3, 12):
        form = changed(body=(*(numbered(question, n) for n in range(filling)), Heading("B", "PHẦN B"), question))
        for page in layout.lay_out(form).pages:
            words = [text.text for text in texts(page)]
            if "PHẦN B" in words:
                assert words.index("PHẦN B") < len(words) - 5


def test_descending_scale_and_no_opinion_are_printed_in_the_order_of_the_paper() -> None:
    words = [text.text for page in layout.lay_out(every_kind()).pages for text in texts(page)]
    first = words.index("Rất hài lòng")
    assert words[first : first + 6] == [
        "Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng", "Rất không hài lòng", "Không có ý kiến",
    ]  # fmt: skip


def test_a_skip_stands_beside_its_option_or_under_its_question() -> None:
    words = [text.text for page in layout.lay_out(whole()).pages for text in texts(page)]
    assert "Không → chuyển câu 7" in words
    assert words.count("Không → chuyển câu 12") == 2  # of each officer
    assert "Nếu 0 → chuyển câu 9" in words
    ending = read_form(WHOLE.replace('to = "dossier"', 'to = "end"').replace('number = "9"\n', ""), "whole.toml")
    words = [text.text for page in layout.lay_out(ending).pages for text in texts(page)]
    assert "Không → kết thúc" in words
    assert "Nếu 0 → chuyển đến “Nơi ngồi chờ”" in words


def test_codes_to_circle_stand_where_boxes_would() -> None:
    first = layout.lay_out(whole()).pages[0]
    boxes = [mark for mark in first.marks if isinstance(mark, Box)]
    assert len(boxes) == 2  # only those of the question that asks for an X
    label = next(text for text in texts(first) if text.text == "Dưới 25 tuổi")
    code = next(text for text in texts(first) if text.text == "1" and abs(text.y - label.y) < 0.1)
    assert label.x - code.x - code.width > 4  # a ring needs room


def test_a_matrix_has_its_codes_under_the_words_of_the_levels() -> None:
    first = layout.lay_out(whole()).pages[0]
    row = next(text for text in texts(first) if text.text == "Nơi ngồi chờ")
    codes_there = sorted((text.x, text.text) for text in texts(first) if abs(text.y - row.y) < 2 and text.x > row.x)
    assert [code for _, code in codes_there] == ["5", "4", "3", "2", "1", "0"]  # printed descending
    above = next(text for text in texts(first) if text.text == "thường")
    middle = next(x for x, code in codes_there if code == "3")
    assert abs(above.x + above.width / 2 - middle - 3) < 2


def test_the_levels_words_stand_once_on_each_page_of_a_matrix() -> None:
    pages = layout.lay_out(preset("quoc-gia-2023")).pages
    assert len(pages) == 2
    for page in pages:
        words = [text.text for text in texts(page)]
        scales = 2 if "TIẾP NHẬN" in " ".join(words).upper() else 1
        assert 1 <= words.count("thường") <= scales + 1
        assert sum(isinstance(mark, Box) for mark in page.marks) > 60


def test_the_interviewer_s_part_is_under_a_double_rule() -> None:
    (page,) = [page for page in layout.lay_out(whole()).pages if "PHẦN DÀNH CHO ĐIỀU TRA VIÊN" in all_words(page)]
    heading = next(text for text in texts(page) if text.text.startswith("PHẦN DÀNH"))
    across = [mark.y for mark in page.marks if isinstance(mark, Rule) and mark.y == mark.y2 and mark.y > heading.y]
    first, second = sorted(across)[:2]
    assert 1 < second - first < 4


def test_a_row_taller_than_a_page_goes_on_and_the_office_is_told() -> None:
    long = Question("idea", Kind.LONG_TEXT, "Ý kiến khác của Ông/Bà", "Ý kiến", lines=60)
    made = layout.lay_out(changed(body=(long,)))
    check_geometry(made.pages)
    assert len(made.pages) == 3  # the head has its own
    assert sum(len(page.dots("idea")) for page in made.pages) == 60
    assert [note.question for note in made.notes if note.kind is NoteKind.SPLIT] == ["idea"]


def test_a_head_taller_than_a_page_goes_on_too() -> None:
    words = " ".join(f"hướng dẫn {n}" for n in range(1500))
    made = layout.lay_out(changed(instruction=words, body=(numbered(every_kind().questions[-1], 1),)))
    check_geometry(made.pages)
    assert len(made.pages) > 2
    assert words in " ".join(all_words(layout.Page(page.marks[:-1])) for page in made.pages)


def test_a_row_that_cannot_be_cut_is_refused_by_name() -> None:
    huge = Box(60, -900, 900)
    assert split(Row(1000, (huge,), spanning=True), 500) is None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "split", lambda row, room: None)
        with pytest.raises(Refusal) as refused:
            layout.lay_out(changed(body=(Question("idea", Kind.LONG_TEXT, "Ý kiến khác", "Ý kiến", lines=60),)))
    assert refused.value.code == "paper.row_too_tall"
    assert "Ý kiến khác" in refused.value.words("vi")


def test_a_letter_that_the_typeface_lacks_is_refused_by_name() -> None:
    with pytest.raises(Refusal) as refused:
        layout.lay_out(changed(title=("PHIẾU 漢",)))
    assert refused.value.code == "paper.letter_of_form"
    assert "漢" in refused.value.words("vi")


def test_a_long_unit_name_is_written_whole_and_stays_on_its_dotted_line() -> None:
    made = layout.lay_out(son_tay())
    (line,) = made.pages[0].dots("unit")
    name = ("Ủy ban nhân dân phường Ngô Quyền thuộc thị xã " * 5)[:200]
    written = on_dots(name, [line], made.style.size, made.style.pitch)
    assert " ".join(text.text for text in written) == fonts.clean(name)
    for text in written:
        assert line.x <= text.x and text.x + text.width <= line.x2
        assert line.y < text.y < line.y + made.style.pitch - fonts.ascent(text.size) + 1
    assert not any(overlaps(a, b) for a, b in itertools.combinations(written, 2))


def test_a_short_unit_name_is_written_in_the_size_of_the_text() -> None:
    made = layout.lay_out(son_tay())
    (text,) = on_dots("UBND phường Ngô Quyền", made.pages[0].dots("unit"), made.style.size, made.style.pitch)
    assert text.size == made.style.size


@given(st.text("abc đếư", min_size=1, max_size=3000))
def test_no_text_on_dotted_lines_ever_overflows(name: str) -> None:
    dots = [Dots(300, 700, 500), Dots(60, 680, 500)]
    written = on_dots(name, dots, 12, 18)
    whole = " ".join(text.text for text in written)
    assert whole == fonts.clean(name) or whole.endswith("…")
    for text in written:
        assert any(line.x <= text.x and text.x + text.width <= line.x2 for line in dots)


@given(st.lists(st.text("abc đếư", max_size=400), max_size=6))
def test_no_recipient_ever_leaves_the_band(lines: list[str]) -> None:
    for text in in_band(lines, 60, 800, 340, 36):
        left, low, right, high = extent(text)
        assert left >= 60 and right <= 400.01
        assert low >= 800 - 36 - 0.5 and high <= 800.01


SYLLABLES = ["Ông", "Bà", "đánh", "giá", "thủ", "tục", "nghiêng", "HƯỚNG", "Ỹ", "phường", "nhân-dân/tổ-chức", "x" * 90]
PHRASES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=60).map(" ".join)
SHORT = st.lists(st.sampled_from(SYLLABLES[:-2]), min_size=1, max_size=6).map(" ".join)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    kind = draw(st.sampled_from(list(Kind)))
    scale, options = None, ()
    if kind is Kind.RATED:
        count = draw(st.integers(2, 5))
        levels = tuple(Level(str(n), draw(SHORT)) for n in range(1, count + 1))
        scale = Scale("s", levels, descending=draw(st.booleans()), no_opinion=draw(st.none() | SHORT))
    elif kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO):
        count = draw(st.integers(2, 14))
        options = tuple(Option(str(n), draw(SHORT), words=draw(st.booleans())) for n in range(count))
    lines = draw(st.integers(1, 5))
    return Question("Q", kind, draw(PHRASES), "", number="1", scale=scale, options=options, lines=lines)


@settings(max_examples=25)
@given(st.lists(questions(), min_size=1, max_size=8))
def test_any_form_keeps_within_its_margins(body: list[Question]) -> None:
    made = layout.lay_out(changed(body=tuple(numbered(question, n) for n, question in enumerate(body))))
    check_geometry(made.pages)
    boxes = sum(isinstance(mark, Box) for page in made.pages for mark in page.marks)
    assert boxes == sum(len(question.choices) + bool(question.no_opinion) for question in body)


def changed(**fields: object) -> Form:
    """A form without a name in its opening, and with ``fields``."""
    base: dict[str, object] = {
        "code": "x", "version": 1, "title": ("PHIẾU",), "subtitle": "", "opening": (), "instruction": "",
        "columns": ("TT", "Nội dung", "Trả lời"), "body": (), "opening_questions": (), "factors": (), "scales": (),
        "composed": "", "source": "", "sha256": "",
    }  # fmt: skip
    return Form(**(base | fields))  # type: ignore[arg-type]


def numbered(question: Question, n: int) -> Question:
    fields = {name: getattr(question, name) for name in question.__dataclass_fields__}
    return Question(**(fields | {"code": f"Q{n}", "number": str(n)}))
