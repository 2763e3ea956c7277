"""Ballots in every print style, by geometry: margins, what must stay white, sheets, windows, large print, notes."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sipas_desktop.domain import serial
from sipas_desktop.domain.form import Form, Kind, Question
from sipas_desktop.domain.print_style import PLAIN, Fold, Paper, PrintStyle
from sipas_desktop.paper import codes, fonts
from sipas_desktop.paper.ballot import BallotSheet, print_ballots, specimen
from sipas_desktop.paper.filling import on_dots
from sipas_desktop.paper.fonts import Face
from sipas_desktop.paper.frame import frame_of
from sipas_desktop.paper.layout import Layout, Page, lay_out
from sipas_desktop.paper.marks import Box, Mark, Ring, Rule, Text, extent
from sipas_desktop.paper.notes import NoteKind
from tests.legal_forms import legal_forms
from tests.paper.every_kind import every_kind
from tests.paper.test_ballot_layout import NEAR, changed, numbered, overlaps, preset, son_tay, whole

MM = 72 / 25.4
NAME = ("Ủy ban nhân dân phường Ngô Quyền thuộc thị xã Sơn Tây, thành phố Hà Nội " * 4)[:199] + "x"
NOTICE = "Thông tin cá nhân chỉ dùng cho khảo sát này và được giữ kín theo quy định của pháp luật. " * 4
STYLES = st.builds(
    PrintStyle,
    paper=st.sampled_from(Paper),
    sides=st.sampled_from([1, 2]),
    large=st.booleans(),
    punch=st.booleans(),
    fold=st.just(Fold.NONE),
    corners=st.booleans(),
    unit=st.sampled_from(["", "UBND phường Mẫu", NAME]),
    instruction=st.sampled_from(["", "Gửi lại phiếu trong phong bì kèm theo."]),
    notice=st.sampled_from(["", NOTICE]),
) | st.builds(PrintStyle, fold=st.sampled_from(Fold), large=st.booleans(), unit=st.sampled_from(["", NAME]))


def check_pages(made: Layout) -> None:
    """Margins kept, 5 mm clear of the paper's edge, codes and corner marks in white, nothing over anything."""
    for page in made.pages:
        frame = page.frame
        *marks, number = page.marks
        for mark in marks:
            left, low, right, high = extent(mark)
            assert left >= frame.left - NEAR and right <= frame.right + NEAR, mark
            assert low >= frame.bottom - NEAR and high <= frame.qr_at[1] - codes.QR_QUIET + NEAR, mark
        assert extent(number)[3] < frame.bottom
        for mark in page.all_marks:
            left, low, right, high = extent(mark)
            assert min(left, low, frame.width - right, frame.height - high) >= 5 * MM - 0.3, mark
        boxes = [mark for mark in page.all_marks if isinstance(mark, Box | Ring)]
        for a, b in itertools.combinations(boxes, 2):
            assert not overlaps(a, b), (a, b)
        solid = sorted((mark for mark in page.all_marks if isinstance(mark, Text | Box)), key=lambda mark: -mark.y)
        for n, a in enumerate(solid):
            for b in itertools.takewhile(lambda each, a=a: each.y > a.y - 30, solid[n + 1 :]):
                assert not overlaps(a, b), (a, b)
        for corner in frame.corners:
            left, low, right, high = extent(corner)
            quiet = (left - 2 * MM, low - 2 * MM, right + 2 * MM, high + 2 * MM)
            for mark in (*page.marks, *frame.folds):
                own = extent(mark)
                assert own[2] < quiet[0] or own[0] > quiet[2] or own[3] < quiet[1] or own[1] > quiet[3], (corner, mark)


def words_of(made: Layout) -> str:
    return " ".join(mark.text for page in made.pages for mark in page.marks if isinstance(mark, Text))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(legal_forms(), STYLES)
def test_any_form_in_any_style_keeps_its_place_and_loses_nothing(form: Form, style: PrintStyle) -> None:
    made = lay_out(form, style)
    check_pages(made)
    wanted = {(each.code, option.code) for each in form.questions for option in each.choices}
    found = [(m.code, m.value) for page in made.pages for m in page.marks if isinstance(m, Box | Ring)]
    assert len(found) == len(set(found))
    assert wanted <= set(found)
    if style.unit:
        assert fonts.clean(style.unit) in words_of(made)
    if style.large:
        texts = [mark for page in made.pages for mark in page.marks if isinstance(mark, Text)]
        assert all(mark.size >= 14 for mark in texts if not mark.text[0].isdigit())


@pytest.mark.parametrize("style", [
    PLAIN, PrintStyle(paper=Paper.A5), PrintStyle(paper=Paper.A5, sides=2, punch=True), PrintStyle(large=True),
    PrintStyle(paper=Paper.A5, large=True), PrintStyle(fold=Fold.DL, unit=NAME), PrintStyle(notice=NOTICE, unit=NAME),
], ids=["plain", "a5", "a5-duplex", "large", "a5-large", "dl", "notice"])  # fmt: skip
@pytest.mark.parametrize(
    "form", [son_tay(), every_kind(), whole(), preset("quoc-gia-2023")], ids=lambda form: form.code
)
def test_the_known_forms_in_known_styles(form: Form, style: PrintStyle) -> None:
    made = lay_out(form, style)
    check_pages(made)
    out = io.BytesIO()
    assert specimen(form, out, style=style).pages == -(-len(made.pages) // style.sides) * style.sides


LONG = " ".join(["Ông (bà) đánh giá thế nào về thái độ của công chức?"] * 12)[:600]


@pytest.mark.parametrize("paper", list(Paper))
def test_six_hundred_letters_in_large_print_with_a_unit_of_two_hundred(paper: Paper) -> None:
    assert len(LONG) == 600 and len(NAME) == 200
    body = [numbered(replace(question, text=LONG), n) for n, question in enumerate(every_kind().questions, start=1)
            if not question.in_opening]  # fmt: skip
    form = changed(
        body=tuple(body), opening=("Tại {unit}",), opening_questions=(Question("unit", Kind.UNIT, "Tại", "Tại"),)
    )
    made = lay_out(form, PrintStyle(paper=paper, large=True, unit=NAME))
    check_pages(made)
    assert words_of(made).count(LONG) == len(body)
    assert NAME in words_of(made)
    (line,) = made.pages[0].dots("unit")
    written = on_dots(NAME, [line], made.style.size, made.style.pitch)
    assert " ".join(text.text for text in written) == NAME
    for text in written:
        assert line.x <= text.x and text.x + text.width <= line.x2
        assert text.size >= 6
    kinds = {note.kind for note in made.notes}
    assert {NoteKind.PAGES, NoteKind.HEAD} <= kinds


def test_large_print_gives_each_level_a_line_and_says_so() -> None:
    made = lay_out(preset("quoc-gia-2023"), PrintStyle(large=True))
    boxes = [mark for page in made.pages for mark in page.marks if isinstance(mark, Box)]
    rated = [question for question in preset("quoc-gia-2023").questions if question.kind is Kind.RATED]
    one = [box for box in boxes if box.code == rated[0].code]
    assert len({round(box.x, 1) for box in one}) == 1 and len({round(box.y, 1) for box in one}) == len(one) > 4
    listed = [note for note in made.notes if note.kind is NoteKind.LISTED]
    assert [note.page for note in listed] == list(range(1, len(listed) + 1))
    assert sum(note.value for note in listed) == len(rated)
    words = next(note for note in made.notes if note.kind is NoteKind.LISTED).words("vi")
    assert f"“{rated[0].number}”" in words and "mỗi mức in một dòng" in words


def test_a_ballot_never_shares_a_sheet() -> None:
    form = every_kind()
    for style in (PrintStyle(sides=2), PrintStyle(sides=2, paper=Paper.A5)):
        pages = len(lay_out(form, style).pages)
        out = io.BytesIO()
        sheets = [BallotSheet(serial.make("48213", n)) for n in range(1, 4)]
        made = print_ballots(form, sheets, out, title="t", style=style)
        assert made.pages == 3 * (pages + pages % 2)
        assert b"/Duplex/DuplexFlipLongEdge" in out.getvalue()
    one = print_ballots(son_tay(), [BallotSheet(serial.make("48213", 1))], io.BytesIO(), title="t",
                        style=PrintStyle(sides=2))  # fmt: skip
    assert one.pages == 2  # an empty back
    assert print_ballots(form, sheets, io.BytesIO(), title="t").pages == 3 * len(lay_out(form).pages)


def test_backs_have_the_margin_for_filing_on_the_right() -> None:
    front, back = lay_out(every_kind(), PrintStyle(sides=2)).pages[:2]
    assert front.frame.left == pytest.approx(20 * MM) and back.frame.left == pytest.approx(15 * MM)
    assert back.frame.width - back.frame.right == pytest.approx(20 * MM)
    assert [page.frame.left for page in lay_out(every_kind()).pages] == [20 * MM] * 2


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("page", [1, 2])
def test_holes_of_a_punch_meet_no_ink(paper: Paper, page: int) -> None:
    """ISO 838: holes of 6 mm, 80 mm apart, 12 mm from the edge; A4 may have four."""
    style = PrintStyle(paper=paper, sides=2, punch=True, unit=NAME)
    made = lay_out(preset("quoc-gia-2023"), style).pages[page - 1]
    frame = made.frame
    for offset in (-40, 40, *((-120, 120) if paper is Paper.A4 else ())):
        x, y = 12 * MM, frame.height / 2 + offset * MM
        x = frame.width - x if page == 2 else x
        for mark in made.all_marks:
            left, low, right, high = extent(mark)
            assert x + 4 * MM < left or x - 4 * MM > right or y + 4 * MM < low or y - 4 * MM > high, mark
    filed = frame.left if page == 1 else frame.width - frame.right
    plain = frame_of(replace(style, punch=False), 1).left
    assert filed == pytest.approx(plain + 5 * MM)


def clear_of(page: Page, left: float, low: float, right: float, high: float) -> bool:
    def apart(mark: Mark) -> bool:
        own = extent(mark)
        return own[2] < left or own[0] > right or own[3] < low or own[1] > high

    return all(apart(mark) for mark in page.all_marks if not isinstance(mark, Rule) or mark.x2 - mark.x > 20)


@pytest.mark.parametrize("fold", [Fold.C5, Fold.DL])
def test_only_the_recipient_shows_in_the_window(fold: Fold) -> None:
    style = PrintStyle(fold=fold, unit=NAME)
    made = lay_out(son_tay(), style)
    first = made.pages[0]
    height = first.frame.height
    assert clear_of(first, 20 * MM, height - 90 * MM, 100 * MM, height - 60 * MM)
    at = [height - rule.y for rule in first.frame.folds]
    assert at == pytest.approx([148.5 * MM] if fold is Fold.C5 else [105 * MM, 210 * MM])
    assert all(not page.frame.folds for page in made.pages[1:])
    out = io.BytesIO()
    lines = ("Bà Người Được Hỏi", "Số 1, ngõ rất dài, tổ dân phố 3, phường Mẫu, thị xã Mẫu, tỉnh Mẫu")
    print_ballots(son_tay(), [BallotSheet(serial.make("48213", 1), lines)], out, title="t", style=style)
    import pypdfium2

    document = pypdfium2.PdfDocument(out.getvalue())
    text = document[0].get_textpage().get_text_bounded(25 * MM, height - 88 * MM, 95 * MM, height - 62 * MM)
    document.close()
    assert " ".join(text.split()) == " ".join(lines)


def test_notes_tell_of_names_that_are_small_or_cut() -> None:
    run = [
        BallotSheet(serial.make("48213", 1), prefilled={"unit": "UBND phường Mẫu"}),
        BallotSheet(serial.make("48213", 2), prefilled={"unit": NAME}),
        BallotSheet(serial.make("48213", 3), prefilled={"unit": NAME * 5}),
    ]
    made = print_ballots(son_tay(), run, io.BytesIO(), title="t")
    assert [(n.kind, n.value) for n in made.notes if n.value and n.kind in (NoteKind.CUT, NoteKind.WRITTEN)] == [
        (NoteKind.CUT, 1), (NoteKind.WRITTEN, 1)
    ]  # fmt: skip


def test_small_print_stands_below_the_form_s_own_instruction() -> None:
    style = PrintStyle(instruction="Gửi lại trước ngày 30/9.", notice=NOTICE)
    words = words_of(lay_out(son_tay(), style))
    assert words.index(son_tay().instruction[:20]) < words.index("Gửi lại") < words.index(NOTICE[:30])
    assert words.index(NOTICE[:30]) < words.index(son_tay().columns[1])
    texts = [mark for mark in lay_out(son_tay(), style).pages[0].marks if isinstance(mark, Text)]
    assert next(mark for mark in texts if mark.text.startswith(NOTICE[:20])).face is Face.ITALIC


def test_the_form_s_notice_is_printed_where_nobody_has_another() -> None:
    form = replace(son_tay(), notice=NOTICE)
    texts = [mark for mark in lay_out(form, PrintStyle()).pages[0].marks if isinstance(mark, Text)]
    assert next(mark for mark in texts if mark.text.startswith(NOTICE[:20])).face is Face.ITALIC
    own = words_of(lay_out(form, PrintStyle(notice="Thông báo của cơ quan.")))
    assert "Thông báo của cơ quan." in own and NOTICE[:30] not in own
    assert lay_out(son_tay(), PrintStyle(notice=" ")).pages == lay_out(son_tay(), PrintStyle()).pages
