"""The proof of ballots in every print style: the file passes, and one that is tampered with does not."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from sipas_desktop.domain import serial
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.print_style import PLAIN, Fold, Paper, PrintStyle
from sipas_desktop.errors import Refusal
from sipas_desktop.paper import codes
from sipas_desktop.paper.ballot import BallotSheet, Printed, print_ballots
from sipas_desktop.paper.proof import ballot_pages, prove
from tests.paper.every_kind import every_kind
from tests.paper.test_ballot import son_tay

SERIALS = [serial.make("48213", n) for n in (1, 2)]
STYLES = [
    PrintStyle(paper, sides, large, punch, fold, corners, bool(head), *head)
    for (paper, fold), sides, large, punch, corners, head in itertools.product(
        [(Paper.A4, Fold.NONE), (Paper.A4, Fold.C5), (Paper.A4, Fold.DL), (Paper.A5, Fold.NONE)],
        [1, 2],
        [False, True],
        [False, True],
        [False, True],
        [(), ("UBND phường Mẫu", "Gửi lại trong phong bì.", "Thông tin được giữ kín.")],
    )
]
TWO_SIDES = PrintStyle(sides=2)
FORMS = {"Sơn Tây": son_tay, "every kind": every_kind}


def short() -> Form:
    """One page, on two sides as well."""
    form = son_tay()
    return replace(form, body=form.body[:2])


def named(style: PrintStyle) -> str:
    """The style in one word."""
    told = [style.paper.value, f"{style.sides}", style.fold.value]
    told += [name for name in ("large", "punch", "corners", "logo") if getattr(style, name)]
    return "-".join(told)


def png() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((30, 20)).save(out, "png")
    return out.getvalue()


def printed(form: Form, style: PrintStyle, path: Path, *, logo: bytes | None = None, reprint: bool = False) -> Printed:
    sheets = [BallotSheet(each, ("Nguyễn Thị Hoà", "Thôn 3"), reprint=reprint) for each in SERIALS]
    return print_ballots(form, sheets, path, title="Phiếu", style=style, logo=logo or png())


def proven(path: Path, made: Printed, form: Form, style: PrintStyle, *, reprint: bool = False) -> int:
    due = ballot_pages(SERIALS, made.each, form.version, style.sides, reprint=reprint)
    return prove(path, due, made.pages, style=style).pages


def fault(path: Path, data: bytes, made: Printed, form: Form, style: PrintStyle) -> Refusal:
    """What the proof says of ``data``."""
    path.write_bytes(data)
    with pytest.raises(Refusal) as refusal:
        proven(path, made, form, style)
    return refusal.value


def swapped(data: bytes, one: bytes, other: bytes) -> bytes:
    """``other`` in the one place of ``one``, which is as long."""
    assert data.count(one) == 1 and len(one) == len(other) and one != other
    return data.replace(one, other)


def qr(form: Form, ballot: int, page: int, *, version: int | None = None) -> bytes:
    said = serial.page_code(SERIALS[ballot], page, form.version if version is None else version)
    return codes.qr_rows(said).encode()


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("style", STYLES, ids=named)
def test_every_style_is_proven_and_a_tampered_page_is_not(
    form: Callable[[], Form], style: PrintStyle, tmp_path: Path
) -> None:
    ballot, path = form(), tmp_path / "phiếu.pdf"
    made = printed(ballot, style, path)
    assert made.pages == proven(path, made, ballot, style) == 2 * (made.each + made.each % style.sides)
    data = path.read_bytes()
    of_another = swapped(data, qr(ballot, 1, made.each), qr(ballot, 0, made.each))
    found = fault(path, of_another, made, ballot, style)
    assert (found.code, found.params["page"]) == ("proof.code", made.pages // 2 + made.each)


@pytest.mark.parametrize("style", [PLAIN, PrintStyle(Paper.A5, 2), PrintStyle(large=True, sides=2)], ids=named)
def test_the_page_and_the_version_in_a_code_are_proven(style: PrintStyle, tmp_path: Path) -> None:
    form, path = every_kind(), tmp_path / "phiếu.pdf"
    made = printed(form, style, path)
    data = path.read_bytes()
    first = made.pages // 2 + 1
    for other in (qr(form, 1, 2), qr(form, 1, 1, version=form.version + 1), codes.qr_rows(SERIALS[1]).encode()):
        found = fault(path, swapped(data, qr(form, 1, 1), other), made, form, style)
        assert (found.code, found.params["page"]) == ("proof.code", first)
    path.write_bytes(data)
    proven(path, made, form, style)


def test_reprints_are_proven_page_by_page(tmp_path: Path) -> None:
    form, style, path = every_kind(), PrintStyle(Paper.A5, 2, fold=Fold.NONE), tmp_path / "lại.pdf"
    made = printed(form, style, path, reprint=True)
    assert proven(path, made, form, style, reprint=True) == made.pages
    data = path.read_bytes()
    assert data.count(b"/Reprint2 Do") == 2
    path.write_bytes(data.replace(b"/Reprint2 Do", b"/Reprint1 Do", 1))
    with pytest.raises(Refusal) as refusal:
        proven(path, made, form, style, reprint=True)
    assert (refusal.value.code, refusal.value.params["page"]) == ("proof.shared", 2)


def test_the_back_of_a_last_page_stays_empty(tmp_path: Path) -> None:
    form, style, path = short(), TWO_SIDES, tmp_path / "phiếu.pdf"
    made = printed(form, style, path)
    assert (made.each, made.pages) == (1, 4)
    assert path.read_bytes().count(b"<</Length 0>>") == 2
    with pytest.raises(Refusal) as refusal:
        prove(path, ballot_pages(SERIALS, 1, form.version), 2, style=style)
    assert (refusal.value.code, refusal.value.params["page"]) == ("proof.shared", 2)
    inked = write_on_the_back(form, path)
    found = fault(path, inked, made, form, style)
    assert (found.code, found.params["page"]) == ("proof.content", 2)


def write_on_the_back(form: Form, path: Path) -> bytes:
    """The file as it is where the back of each sheet has one rule."""
    from sipas_desktop.paper import ballot

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ballot, "_fill_sheet", lambda _layout, _style, writer: writer.page("0 0 m 99 99 l S\n"))
        printed(form, TWO_SIDES, path)
    return path.read_bytes()


def test_paper_and_sides_are_those_of_the_style(tmp_path: Path) -> None:
    form, path = son_tay(), tmp_path / "phiếu.pdf"
    made = printed(form, PLAIN, path)
    data = path.read_bytes()
    for style in (PrintStyle(Paper.A5), PrintStyle(sides=2), PrintStyle(logo=True)):
        assert fault(path, data, made, form, style).code == "proof.not_whole"
    smaller = data.replace(b"[0 0 595.28 841.89]", b"[0 0 419.53 595.28]")
    assert fault(path, smaller, made, form, PLAIN).code == "proof.not_whole"


def test_a_logo_is_a_picture_and_nothing_else(tmp_path: Path) -> None:
    form, style, path = son_tay(), PrintStyle(logo=True), tmp_path / "phiếu.pdf"
    made = printed(form, style, path)
    data = path.read_bytes()
    for one, other in (
        (b"/LogoImage Do", b"/LogoImagx Do"),
        (b"/Logo Do", b"/Lugo Do"),
        (b"/Width 30", b"/Width 31"),
        (b"/ColorSpace/DeviceGray", b"/ColorSpace/DeviceGrey"),
    ):
        assert fault(path, swapped(data, one, other), made, form, style).code == "proof.not_whole"
    without = print_ballots(form, [BallotSheet(each) for each in SERIALS], path, title="Phiếu", style=style)
    assert proven(path, without, form, style) == without.pages, "its place stays empty where the survey has none"
