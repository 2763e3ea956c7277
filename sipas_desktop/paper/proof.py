"""Proves a finished file of ballots or labels: read back from the disk, page by page, before anybody may print it.

Each page shows the drawing that all ballots share, its serial in digits, and a QR code and bars that read back to that
serial from their own modules; the QR code of a ballot says the page and the form's version as well. An empty page is
only where a ballot would begin on the back of another. Size and sides are those of the print style. A sheet of labels
holds in each label, from the first to use on, its own codes and digits, and nothing between them. Every glyph that is
shown is in an embedded font, and no code or letter off the paper. Each ``EVERY``-th page, the first and the last are
drawn as a printer would draw them and their codes read from the picture. Nothing else may be in the file.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import zxingcpp

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.label_sheet import LabelSheet
from sipas_desktop.domain.print_style import PLAIN, PrintStyle
from sipas_desktop.errors import Refusal
from sipas_desktop.paper.labels import has_bars
from sipas_desktop.paper.pdf import A4, POINTS_PER_MM
from sipas_desktop.paper.pdf_reader import PdfFile, Ref, Unreadable
from sipas_desktop.paper.pdfium import ALONE
from sipas_desktop.paper.proof_excerpt import excerpt
from sipas_desktop.paper.proof_page import Box, Mask, Shown
from sipas_desktop.paper.proof_shared import Shared

if TYPE_CHECKING:
    import pypdfium2

EVERY: Final = 499  # pages between two that are drawn; odd, so that front and back take turns
_DPI: Final = 150 / 72  # a poor printer
_REPORT_EVERY: Final = 50  # pages
_QUIET: Final = {zxingcpp.BarcodeFormat.QRCode: 4, zxingcpp.BarcodeFormat.Code128: 10}  # modules
_BAR_ROWS: Final = 8
_INK: Final = bytes.maketrans(b"01", b"\x00\xff")
_SLACK: Final = 0.5  # points beyond the edge of a page or label: numbers are rounded


@dataclass(frozen=True)
class ProofPage:
    """What a page must show: its serials in their order, and the drawings that several pages share, by name.

    ``codes`` is what the QR code of each serial says, ``bars`` what its bars say, which small labels have none of;
    ``labels`` the box of the label of each serial, in points. A page without serials must be empty.
    """

    serials: Sequence[str] = ()
    codes: Sequence[str] = ()
    bars: Sequence[str] = ()
    shows: tuple[str, ...] = ()
    labels: Sequence[Box] = ()


@dataclass(frozen=True)
class Proof:
    """A file that holds what it shall; ``drawn`` pages were read from a picture as well."""

    pages: int
    drawn: int
    seconds: float


def ballot_pages(
    run: Iterable[str], pages: int, version: int, sides: int = 1, *, reprint: bool = False
) -> Iterator[ProofPage]:
    """The pages of ballots of ``pages`` pages each, of a form's ``version``, each on sheets of its own."""
    for serial in run:
        for n in range(1, pages + 1):
            more = (f"Reprint{n}",) if reprint else ()
            yield ProofPage((serial,), (serials.page_code(serial, n, version),), (serial,), (f"P{n}", *more))
        yield from (ProofPage() for _ in range(-pages % sides))


def label_pages(run: Iterable[str], sheet: LabelSheet, start: int = 1) -> Iterator[ProofPage]:
    """The pages of labels on ``sheet``, of which ``start`` is the first to use, from 1."""
    waiting, used = iter(run), start - 1
    while several := tuple(islice(waiting, sheet.count - used)):
        boxes = [_in_points(sheet.label(number)) for number in range(used, used + len(several))]
        yield ProofPage(several, several, several if has_bars(sheet) else (), labels=boxes)
        used = 0


def _in_points(label: Box) -> Box:
    """From millimetres, downwards, to points, upwards."""
    left, upper, right, lower = (each * POINTS_PER_MM for each in label)
    return left, A4[1] - lower, right, A4[1] - upper


def prove(
    path: Path,
    due: Iterable[ProofPage],
    pages: int,
    progress: Callable[[int], None] | None = None,
    *,
    style: PrintStyle = PLAIN,
) -> Proof:
    """Prove that the file at ``path`` holds the ``pages`` pages ``due``, in their order, and nothing else.

    Labels are printed in the plain style. ``progress`` hears the number of pages proven, and may raise. Raises
    ``Refusal`` that names the first page with a fault, and what is wrong with it.
    """
    began = time.perf_counter()
    with path.open("rb") as file:
        try:
            drawn = _prove(file, due, pages, progress, style)
        except Unreadable as fault:
            raise Refusal("proof.not_whole", part=fault) from fault
        except (LookupError, TypeError, ValueError, AttributeError) as fault:  # a part is missing, or another thing
            raise Refusal("proof.not_whole", part=type(fault).__name__) from fault
    return Proof(pages, drawn, time.perf_counter() - began)


def _prove(
    file: BinaryIO,
    due: Iterable[ProofPage],
    pages: int,
    progress: Callable[[int], None] | None,
    style: PrintStyle,
) -> int:
    pdf = PdfFile(file)
    frame = Shared(pdf, style)
    to_draw: dict[int, tuple[Ref, ProofPage]] = {}
    number = 0
    for number, (found, wanted) in enumerate(zip_longest(pdf.pages(), due), start=1):
        if progress is not None and number % _REPORT_EVERY == 1:
            progress(number - 1)
        if found is None or wanted is None or number > pages:
            shown = sum(1 for _ in PdfFile(file).pages())
            raise Refusal("proof.pages", page=min(number, shown), found=shown, expected=pages)
        ref, page, inherited = found
        _prove_page(number, frame, frame.drawing(number, page, inherited), wanted)
        if number % EVERY == 1 or number == pages:
            to_draw[number] = ref, wanted
    if number != pages:
        raise Refusal("proof.pages", page=number, found=number, expected=pages)
    frame.finish(pages)
    few = excerpt(pdf, [ref for ref, _ in to_draw.values()], frame.box, frame.resources)
    _draw(few, {number: page for number, (_, page) in to_draw.items()}, pages, progress)
    return len(to_draw)


def _prove_page(number: int, frame: Shared, shown: Shown, due: ProofPage) -> None:
    if not due.serials:
        if shown.begins:
            raise Refusal("proof.content", page=number, found=shown.begins)
        return
    if shown.missing:
        raise Refusal("proof.letter", page=number)
    if set(shown.forms) != set(due.shows) or len(shown.forms) != len(due.shows):
        raise Refusal("proof.shared", page=number, found=" ".join(shown.forms) or "–", expected=" ".join(due.shows))
    paper = 0.0, 0.0, frame.box[2], frame.box[3]
    boxes = [*(mask.box for mask in shown.masks), *(words.box for words in shown.words)]
    if not all(_within(box, paper) for box in boxes):
        raise Refusal("proof.outside", page=number)
    codes: dict[Any, list[str]] = {zxingcpp.BarcodeFormat.QRCode: [], zxingcpp.BarcodeFormat.Code128: []}
    for mask in shown.masks:
        kind = zxingcpp.BarcodeFormat.Code128 if mask.lines == 1 else zxingcpp.BarcodeFormat.QRCode
        codes[kind].append(_read(mask, kind))
    for kind, words, said in _codes_of(due):
        if codes[kind] != list(said):
            raise Refusal("proof.code", page=number, kind=words, **_differing(codes[kind], said))
    digits = _digits_in_labels(number, shown, due) if due.labels else _digits(shown)
    wanted = [serials.show(each) for each in due.serials]
    if digits != wanted:
        raise Refusal("proof.digits", page=number, **_differing(digits, wanted))


def _digits(shown: Shown) -> list[str]:
    """The serials that a ballot's page shows among its words."""
    return [words.text for words in shown.words if serials.is_valid(words.text.replace(" ", ""))]


def _digits_in_labels(number: int, shown: Shown, due: ProofPage) -> list[str]:
    """All that the labels of a sheet show in letters, each label's in one line.

    Raises ``Refusal`` that names the first label whose codes or letters are not in it, or lie upon each other.
    """
    bars = iter([mask.box for mask in shown.masks if mask.lines == 1])
    squares = iter([mask.box for mask in shown.masks if mask.lines != 1])
    words = list(shown.words)
    each = len(words) // len(due.labels)  # lines of a label
    found = []
    for place, (serial, label) in enumerate(zip(due.serials, due.labels, strict=True)):
        own = words[place * each : (place + 1) * each]
        boxes = [next(squares), *([next(bars)] if due.bars else []), *(line.box for line in own)]
        if not all(_within(box, label) for box in boxes) or any(_touch(*pair) for pair in combinations(boxes, 2)):
            raise Refusal("proof.label", page=number, serial=serials.show(serial))
        found.append(" ".join(line.text for line in own))
    return [*found, *(line.text for line in words[len(due.labels) * each :])]


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _within(box: Box, outer: Box) -> bool:
    left, foot, right, top = box
    inside = left >= outer[0] - _SLACK and foot >= outer[1] - _SLACK
    return inside and right <= outer[2] + _SLACK and top <= outer[3] + _SLACK


def _codes_of(due: ProofPage) -> tuple[tuple[Any, str, Sequence[str]], ...]:
    """Each kind of code, its name, what the codes of that kind say."""
    return (zxingcpp.BarcodeFormat.QRCode, "QR", due.codes), (zxingcpp.BarcodeFormat.Code128, "Code 128", due.bars)


def _differing(found: Sequence[str], expected: Sequence[str]) -> dict[str, str]:
    """The first two that differ."""
    pairs = zip_longest(found, expected, fillvalue="–")
    one, other = next(pair for pair in pairs if pair[0] != pair[1])
    return {"found": one or "–", "expected": other}


def _read(mask: Mask, kind: Any) -> str:
    """What the modules of ``mask`` say; empty where nothing can be read."""
    stride = len(mask.bits) // mask.lines
    quiet = _QUIET[kind]
    side = b"\xff" * quiet
    rows = []
    for start in range(0, len(mask.bits), stride):
        bits = f"{int(mask.bits[start : start + stride], 16):0{stride * 4}b}"[: mask.columns]
        rows += [side + bits.encode().translate(_INK) + side] * (_BAR_ROWS if mask.lines == 1 else 1)
    blank = [b"\xff" * len(rows[0])] * quiet
    image = memoryview(b"".join([*blank, *rows, *blank])).cast("B", (len(rows) + 2 * quiet, len(rows[0])))
    found = zxingcpp.read_barcodes(image, formats=kind, is_pure=True)  # type: ignore[arg-type]
    return found[0].text if found else ""


def _draw(few: bytes, due: dict[int, ProofPage], pages: int, progress: Callable[[int], None] | None) -> None:
    """Draw the pages ``due``, of which the file ``few`` consists, and read their codes from the pictures."""
    import pypdfium2  # heavy: a command that prints nothing does without

    with ALONE:
        document = pypdfium2.PdfDocument(few)
    try:
        for place, (number, page) in enumerate(due.items()):
            if progress is not None:
                progress(pages)
            with ALONE:
                picture = _picture(document[place])
            for kind, words, said in _codes_of(page):
                found = sorted(code.text for code in zxingcpp.read_barcodes(picture, formats=kind))  # type: ignore[arg-type]
                if found != sorted(said):
                    told = _differing(found, sorted(said))
                    raise Refusal("proof.picture", page=number, kind=words, **told)
    finally:
        with ALONE:
            document.close()


def _picture(page: pypdfium2.PdfPage) -> memoryview:
    """The page in grey, one byte a dot."""
    bitmap = page.render(scale=_DPI, grayscale=True)
    dots = memoryview(bytes(bitmap.buffer)).cast("B", (bitmap.height, bitmap.stride))
    bitmap.close()
    page.close()
    return dots
