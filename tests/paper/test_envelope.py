"""Envelopes of both sizes, measured: nothing near the edge, nothing overlapping, long names whole."""

from __future__ import annotations

import io
import itertools

import pytest

from sipas_desktop.domain.post import Addressee, Post, Postage
from sipas_desktop.errors import Refusal
from sipas_desktop.paper import envelope
from sipas_desktop.paper.envelope import EnvelopeSize, Sender, outer_marks, print_envelopes, return_marks
from sipas_desktop.paper.marks import Dots, Mark, Rule, Text, extent
from tests.paper.geometry import pages_of
from tests.test_project import LETTERS

MM = 72 / 25.4
SENDER = Sender("Sở Tài nguyên và Môi trường tỉnh Bến Tre", ("Văn phòng Sở", "Số 01 đường A, phường B"))
PERSON = Addressee(12, "Nguyễn Thị Ánh Nguyệt", "Thôn Phước Thạnh, xã An Phước, tỉnh Bến Tre")
LONG = ("Công ty trách nhiệm hữu hạn một thành viên thương mại dịch vụ xuất nhập khẩu Phước Thạnh " * 3)[:200].strip()
PAID = Post(postage=Postage.PAID, paid_mark="BƯU PHÍ ĐÃ TRẢ\nHợp đồng số 15/HĐ-BĐ ngày 05/9/2024")
SIZES = list(EnvelopeSize)


def check(marks: list[Mark], size: EnvelopeSize) -> None:
    """Every mark 10 mm clear of the edge, no two texts in one place, no text on a line."""
    wide, high = size.paper
    for mark in marks:
        left, low, right, top = extent(mark)
        assert left >= 10 * MM and low >= 10 * MM, mark
        assert right <= wide - 10 * MM and top <= high - 10 * MM, mark
    for a, b in itertools.combinations(marks, 2):
        if isinstance(a, Rule) and isinstance(b, Rule):
            continue
        (left, low, right, top), (left_b, low_b, right_b, top_b) = extent(a), extent(b)
        across, upright = min(right, right_b) - max(left, left_b), min(top, top_b) - max(low, low_b)
        assert not (across > 0.3 and upright > 0.3), (a, b)


def said(marks: list[Mark]) -> str:
    return " ".join(mark.text for mark in marks if isinstance(mark, Text))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "to",
    [
        PERSON,
        Addressee(3000, LONG, LONG),
        Addressee(1, "x" * 200, "y" * 200),
        Addressee(2, "Sở Tư pháp"),
        Addressee(2, LONG),
        Addressee(),
    ],
    ids=["person", "long", "one-word", "agency", "long-agency", "blank"],
)
def test_an_envelope_has_everything_in_its_place(to: Addressee, size: EnvelopeSize) -> None:
    marks = outer_marks(to, SENDER, size)
    check(marks, size)
    for words in (SENDER.agency, *SENDER.address, to.name, to.address):
        assert words.replace(" ", "") in said(marks).replace(" ", "")
    dots = [mark for mark in marks if isinstance(mark, Dots)]
    assert len(dots) == (0 if to.address else 2 if to.name else 3)
    texts = [mark for mark in marks if isinstance(mark, Text)]
    assert min(mark.size for mark in texts) >= 7
    corner = [mark for mark in marks if extent(mark)[2] > size.paper[0] - 60 * MM]
    assert all(extent(mark)[3] < size.paper[1] - 35 * MM for mark in corner), "the place of the stamp is free"
    assert all(mark.y > 16 * MM for mark in texts if not mark.text.startswith("STT")), "the foot is free"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("post", [Post(), Post(postage=Postage.STAMP), PAID], ids=["none", "stamp", "paid"])
def test_a_return_envelope_names_the_office_and_nobody_else(post: Post, size: EnvelopeSize) -> None:
    marks = return_marks(SENDER, post, size)
    check(marks, size)
    frame = [mark for mark in marks if isinstance(mark, Rule)]
    assert len(frame) == (0 if post.postage is Postage.NONE else 4)
    assert ("DÁN TEM" in said(marks)) == (post.postage is Postage.STAMP)
    assert ("BƯU PHÍ ĐÃ TRẢ" in said(marks)) == (post.postage is Postage.PAID)
    assert "Không ghi tên, địa chỉ người gửi" in said(marks) and SENDER.agency in said(marks)
    if frame:
        assert min(mark.x for mark in frame) > size.paper[0] / 2
        assert min(mark.y for mark in frame) > size.paper[1] / 2


@pytest.mark.parametrize("size", SIZES)
def test_the_file_has_pages_of_the_envelope_with_every_letter(size: EnvelopeSize) -> None:
    every = "".join(sorted(LETTERS))
    out = io.BytesIO()
    made = print_envelopes([PERSON, Addressee(13, every, LONG)], SENDER, size, out, title="Phong bì")
    assert (made.ballots, made.pages) == (2, 2)
    pages = pages_of(out.getvalue())
    wanted = {"C5": (229, 162), "DL": (220, 110)}[size.value]
    for page in pages:
        assert (round(page.width / MM), round(page.height / MM)) == wanted
        assert page.within(10, 10, 10, 10) and page.overlaps == []
    assert PERSON.name in pages[0].words and PERSON.address.replace(" ", "") in pages[0].words.replace(" ", "")
    assert every in pages[1].words.replace(" ", "") and LONG.replace(" ", "") in pages[1].words.replace(" ", "")
    assert b"/FontFile2" in out.getvalue() and b"Helvetica" not in out.getvalue()
    again = io.BytesIO()
    print_envelopes([PERSON, Addressee(13, every, LONG)], SENDER, size, again, title="Phong bì")
    assert again.getvalue() == out.getvalue()


def test_what_has_no_room_or_no_letter_is_refused_by_its_number_and_never_cut() -> None:
    for to, code in ((Addressee(7, LONG * 9, LONG * 9), "papers.no_room"), (Addressee(7, "山"), "papers.letter")):
        with pytest.raises(Refusal) as refused:
            print_envelopes([to], SENDER, EnvelopeSize.DL, io.BytesIO(), title="x")
        assert refused.value.code == code
        assert "Công ty" not in refused.value.words()
    with pytest.raises(Refusal) as refused:
        print_envelopes([], SENDER, EnvelopeSize.DL, io.BytesIO(), title="x")
    assert refused.value.code == "papers.nobody"
    with pytest.raises(Refusal) as refused:
        return_marks(SENDER, Post(postage=Postage.PAID, paid_mark=LONG * 2), EnvelopeSize.C5)
    assert refused.value.code == "papers.mark_too_long"
    assert envelope.LEAST * 13 > 7
