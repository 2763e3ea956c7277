"""Files that are kept: one for each way in which a damaged file of a kind came out, and what was found and mended.

``make fuzz`` adds a file where one comes out as none before it; whoever runs it commits what is new. They lie in
``corpus/KIND/OUTCOME NAME``; the outcome is what it was when the file was kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

TAKEN: Final = "taken"
LARGEST: Final = 12 * 2**10  # bytes: the outcomes of larger files are met by smaller ones too
_CORPUS: Final = Path(__file__).with_name("corpus")


def files(kind: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of each."""
    for path in sorted((_CORPUS / kind).glob("*")):
        yield path.name.split(" ", 1)[1], path.read_bytes()


def keep(kind: str, outcome: str, folder: Path, seeds: Mapping[str, bytes]) -> None:
    """Keep the file in ``folder`` that came out so, unless there is one."""
    if any((_CORPUS / kind).glob(f"{outcome} *")):
        return
    name = next(name for name in seeds if (folder / name).exists())
    content = (folder / name).read_bytes()
    if len(content) <= LARGEST:
        (_CORPUS / kind).mkdir(parents=True, exist_ok=True)
        (_CORPUS / kind / f"{outcome} {name}").write_bytes(content)
