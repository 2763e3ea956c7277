"""Some pages of a file as a small file of their own, for PDFium: it would hold a table of all objects of a large one.

What the pages draw is copied byte by byte under its own numbers; only the page tree above them is new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sipas_desktop.paper.pdf_reader import PdfFile, Ref, Stream


def excerpt(pdf: PdfFile, pages: Sequence[Ref], box: Sequence[float], resources: Ref) -> bytes:
    """A file of the ``pages``, in their order, with the ``box`` and ``resources`` that they inherit.

    Raises ``Unreadable``.
    """
    needed = {page.number: pdf.raw(page) for page in pages}
    for page in pages:
        needed |= _with_all_below(pdf, pdf.get(page)["Contents"])
    needed |= _with_all_below(pdf, resources)
    kids: dict[int, list[Ref]] = {}
    for page in pages:
        kids.setdefault(pdf.get(page)["Parent"].number, []).append(page)
    top, catalog = len(pdf) + 1, len(pdf) + 2
    for number, below in kids.items():
        entries = f"/Type/Pages/Parent {top} 0 R/Kids[{_refs(below)}]/Count {len(below)}"
        needed[number] = _object(number, entries)
    size = " ".join(f"{each:g}" for each in box)
    tree = f"/Type/Pages/Kids[{_refs([Ref(number) for number in kids])}]/Count {len(pages)}"
    needed[top] = _object(top, f"{tree}/MediaBox[{size}]/Resources {resources.number} 0 R")
    needed[catalog] = _object(catalog, f"/Type/Catalog/Pages {top} 0 R")
    return _file(needed, catalog)


def _file(objects: dict[int, bytes], catalog: int) -> bytes:
    parts, at = [b"%PDF-1.4\n"], 9
    table = ["xref\n0 1\n0000000000 65535 f \n"]
    for number in sorted(objects):
        table.append(f"{number} 1\n{at:010d} 00000 n \n")
        parts.append(objects[number])
        at += len(objects[number])
    end = f"trailer\n<</Size {catalog + 1}/Root {catalog} 0 R>>\nstartxref\n{at}\n%%EOF\n"
    return b"".join([*parts, "".join(table).encode(), end.encode()])


def _object(number: int, entries: str) -> bytes:
    return f"{number} 0 obj\n<<{entries}>>\nendobj\n".encode()


def _refs(refs: Sequence[Ref]) -> str:
    return " ".join(f"{ref.number} 0 R" for ref in refs)


def _with_all_below(pdf: PdfFile, start: Ref) -> dict[int, bytes]:
    """``start`` and all that it refers to, by number."""
    found: dict[int, bytes] = {}
    waiting = [start]
    while waiting:
        ref = waiting.pop()
        if ref.number not in found:
            found[ref.number] = pdf.raw(ref)
            waiting += _refs_in(pdf.get(ref))
    return found


def _refs_in(value: Any) -> Iterator[Ref]:
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, Stream):
        yield from _refs_in(value.entries)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _refs_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from _refs_in(each)
