"""How far the sheets of an .xlsx workbook reach, all together, and what of that is too much.

Parts with cells are known by what is in them. What the workbook says of them, its sheets' names and which part is
whose, only decides which sheet is read by which library.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sipas_desktop.errors import Refusal
from sipas_desktop.exchange import sheet_names
from sipas_desktop.exchange.inside_zip import Inside
from sipas_desktop.exchange.shared_texts import MAX_TEXTS, WIDER, shown, sizes_of
from sipas_desktop.exchange.sheet_extent import MAX_CELLS, Extent, extent_of, parsed

MAX_ROOM: Final = 4_000_000  # of the rectangles that calamine allots for the sheets, filled or not
MAX_TEXT: Final = 100 * 2**20  # bytes of the text that all cells show, each with its own copy
MAX_MERGED: Final = 200_000  # areas
MAX_LOOKS: Final = 150_000  # elements beside the cells, where openpyxl has to read them


@dataclass(frozen=True)
class Extents:
    """``by_name`` has the visible sheets; ``spread`` is true where one of the workbook's sheets is."""

    by_name: Mapping[str, Extent] = field(default_factory=dict)
    spread: bool = False

    def of(self, sheet: str) -> Extent:
        """How far ``sheet`` reaches. Raises ``ValueError`` where it is not known and could be spread far."""
        if self.spread and sheet not in self.by_name:
            raise ValueError("a sheet that is spread far, and it is not certain which")
        return self.by_name.get(sheet, Extent())


def extents_of(name: str, archive: zipfile.ZipFile, inside: Inside) -> Extents:
    """How far each sheet reaches; those that together would take more than ``MAX_ROOM`` are marked as spread.

    Raises ``Refusal``, by ``name``, for too many cells, texts, merged areas, too much text; ``ValueError`` and
    ``office_zip.BROKEN`` for what is no workbook.
    """
    named = sheet_names.read(archive)
    times = 1 if named.sure else max(named.count, 1)  # each sheet could be any of the parts
    sizes = _sizes(name, archive, inside)
    found: dict[str, Extent] = {}
    cells, merged, room = 0, 0, 0
    parts = sorted(inside.sheets, key=lambda part: part.file_size)
    for part in parts:
        extent = extent_of(archive, part, MAX_ROOM // times - room if part is parts[-1] else 0)
        cells, merged = cells + extent.cells * times, merged + extent.merged * times
        if cells > MAX_CELLS:
            raise Refusal("workbook.too_many_cells", file=name, limit=MAX_CELLS)
        if merged > MAX_MERGED:
            raise Refusal("workbook.too_many_merged", file=name, limit=MAX_MERGED)
        extent.spread = (room + extent.room) * times > MAX_ROOM
        room += 0 if extent.spread else extent.room
        found[part.filename] = extent
    _check_text(name, archive, inside, found, sizes, times)
    spread = any(extent.spread for extent in found.values())
    if spread and not (named.sure and inside.others <= MAX_LOOKS):
        raise ValueError("a sheet that is spread far, and it is not certain which")
    return Extents({sheet: found[part] for sheet, part in named.visible.items() if part in found}, spread)


def _sizes(name: str, archive: zipfile.ZipFile, inside: Inside) -> Sequence[int]:
    sizes = sizes_of(archive, inside.texts) if inside.texts else ()
    if len(sizes) > MAX_TEXTS:
        raise Refusal("workbook.too_many_cells", file=name, limit=MAX_TEXTS)
    if sum(sizes) > MAX_TEXT:
        raise Refusal("workbook.too_much_text", file=name, limit=MAX_TEXT // 2**20)
    return sizes


def _check_text(
    name: str,
    archive: zipfile.ZipFile,
    inside: Inside,
    found: Mapping[str, Extent],
    sizes: Sequence[int],
    times: int,
) -> None:
    """Ever more closely, as long as it could be too much."""
    longest = max(sizes, default=0)
    if sum(extent.text * WIDER + extent.cells * longest for extent in found.values()) * times <= MAX_TEXT:
        return
    if sum(shown(archive, part, sizes) for part in inside.sheets) * times <= MAX_TEXT:
        return
    if sum(parsed(archive, part, sizes).text for part in inside.sheets) * times > MAX_TEXT:
        raise Refusal("workbook.too_much_text", file=name, limit=MAX_TEXT // 2**20)
