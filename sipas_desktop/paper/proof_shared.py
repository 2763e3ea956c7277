"""Proves what all pages of a file share: paper, sides, fonts, the drawings that every ballot shows, the logo."""

from __future__ import annotations

from typing import Any, Final

from sipas_desktop.domain.print_style import PrintStyle
from sipas_desktop.errors import Refusal
from sipas_desktop.paper.frame import frame_of
from sipas_desktop.paper.pdf_reader import PdfFile, Ref, Stream, Unreadable
from sipas_desktop.paper.proof_fonts import Font, embedded
from sipas_desktop.paper.proof_page import Shown, UnexpectedDrawing, shown_by

_PAGE_KEYS: Final = {"Type", "Parent", "Contents"}
_CATALOG_KEYS: Final = {"Type", "Pages", "Lang", "ViewerPreferences"}
_FORM_KEYS: Final = {"Type", "Subtype", "BBox", "Resources", "Length"}
_IMAGE: Final = {"Type": "XObject", "Subtype": "Image", "ColorSpace": "DeviceGray", "BitsPerComponent": 8}
_IMAGE_KEYS: Final = {*_IMAGE, "Width", "Height", "Length"}
# Which drawings another one shows (``logo.draw_logo``); all others show none.
_LOGO, _PICTURE, _FIRST = "Logo", "LogoImage", "P1"


class Shared:
    """What the pages of ``pdf`` share. Raises ``Unreadable`` where it is not what a run in ``style`` has."""

    def __init__(self, pdf: PdfFile, style: PrintStyle) -> None:
        self._pdf = pdf
        catalog = pdf.get(pdf.trailer["Root"])
        if set(catalog) - _CATALOG_KEYS or catalog["Type"] != "Catalog":
            raise Unreadable("catalog")
        duplex = {"Duplex": "DuplexFlipLongEdge"} if style.sides == 2 else {}
        if catalog["ViewerPreferences"] != {"DisplayDocTitle": True, "PrintScaling": "None"} | duplex:
            raise Unreadable("sides")
        root = pdf.get(catalog["Pages"])
        self.box = [float(each) for each in root["MediaBox"]]
        paper = frame_of(style, 1)
        if self.box != [0, 0, paper.width, paper.height]:
            raise Unreadable("paper")
        self.resources: Ref = root["Resources"]
        resources = pdf.get(self.resources)
        if set(resources) - {"Font", "XObject"}:
            raise Unreadable("resources")
        self.objects = 3  # catalog, resources, metadata
        self.fonts: dict[str, Font] = {}
        for name, ref in resources["Font"].items():
            self.fonts[name] = embedded(pdf, ref)
            self.objects += 5  # the font, its descendant, descriptor, program and letters
        drawings = resources.get("XObject", {})
        if style.logo != (_LOGO in drawings) or (_PICTURE in drawings and not style.logo):
            raise Unreadable(f"drawing {_LOGO}")
        shows = {_FIRST: [_LOGO]} if style.logo else {}
        if _PICTURE in drawings:
            shows[_LOGO] = [_PICTURE]
        for name, ref in drawings.items():
            drawing = pdf.get(ref)
            if name == _PICTURE:
                _prove_picture(drawing)
            else:
                self._prove_form(name, drawing, shows.get(name, []))
            self.objects += 1

    def _prove_form(self, name: str, form: Any, shows: list[str]) -> None:
        own = form.entries if isinstance(form, Stream) else {}
        if own.get("Subtype") != "Form" or set(own) - _FORM_KEYS or [float(n) for n in own["BBox"]] != self.box:
            raise Unreadable(f"drawing {name}")
        try:
            shown = shown_by(form.data, self.fonts)
        except UnexpectedDrawing as fault:
            raise Unreadable(f"drawing {name}: {fault}") from fault
        if shown.masks or shown.missing or shown.forms != shows:
            raise Unreadable(f"drawing {name}")

    def drawing(self, number: int, page: dict[str, Any], inherited: dict[str, Any]) -> Shown:
        """What the page ``number`` draws. Raises ``Refusal``."""
        if set(page) - _PAGE_KEYS or inherited["Resources"] != self.resources:
            raise Refusal("proof.content", page=number, found=" ".join(sorted(set(page) - _PAGE_KEYS)))
        try:
            content = self._pdf.get(page["Contents"])
            if not isinstance(content, Stream) or set(content.entries) != {"Length"}:
                raise UnexpectedDrawing("Contents")
            return shown_by(content.data, self.fonts)
        except (Unreadable, UnexpectedDrawing) as fault:
            raise Refusal("proof.content", page=number, found=fault) from fault

    def finish(self, pages: int) -> None:
        """After the last page: no object is there that no page needs. Raises ``Unreadable``."""
        if len(self._pdf) != self.objects + self._pdf.nodes + 2 * pages:
            raise Unreadable("objects that belong to no page")


def _prove_picture(picture: Any) -> None:
    """A shade of grey for each of its points, and nothing else."""
    own = picture.entries if isinstance(picture, Stream) else {}
    if set(own) != _IMAGE_KEYS or any(own[key] != value for key, value in _IMAGE.items()):
        raise Unreadable(f"drawing {_PICTURE}")
    if len(picture.data) != own["Width"] * own["Height"]:
        raise Unreadable(f"drawing {_PICTURE}")
