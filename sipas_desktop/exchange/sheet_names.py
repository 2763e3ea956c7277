"""Which part of an .xlsx workbook holds which of its sheets."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sipas_desktop import office_zip

_MOST_PART: Final = 16 * 2**20  # bytes
_VISIBLE: Final = "visible"


@dataclass
class Named:
    """``visible``: the part of each visible sheet. Not ``sure`` where another reader could take it differently."""

    visible: dict[str, str] = field(default_factory=dict)
    count: int = 0
    sure: bool = True


def read(archive: zipfile.ZipFile) -> Named:
    """The names of the workbook's sheets. A part that is not there is left to others to complain about.

    Raises ``ValueError`` and ``office_zip.BROKEN`` for what is no workbook.
    """
    named, parts = Named(), set(archive.namelist())
    targets: dict[str, str] = {}
    odd: set[str] = set()  # relations that readers follow differently
    seen: set[str] = set()

    def relation(name: str, attributes: Mapping[str, str]) -> None:
        if office_zip.local(name) == "Relationship":
            found, target = attributes.get("Id", ""), attributes.get("Target", "")
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            if found in targets or target not in (part.removeprefix("xl/"), f"/{part}"):
                odd.add(found)
            targets[found] = part

    def sheet(name: str, attributes: Mapping[str, str]) -> None:
        if office_zip.local(name) != "sheet":
            return
        named.count += 1
        ids = [value for key, value in attributes.items() if key.endswith("}id")]
        title, part = attributes.get("name", ""), targets.get(ids[0], "") if ids else ""
        named.sure &= (
            len(ids) == 1 and ids[0] not in odd and part in parts and part not in seen and title not in named.visible
        )
        seen.add(part)
        if attributes.get("state", _VISIBLE) == _VISIBLE:
            named.visible[title] = part

    for part, begin in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        office_zip.elements(office_zip.pieces(archive, part, _MOST_PART), begin)
    return named
