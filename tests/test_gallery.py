"""The gallery shows a picture of every document, each once, and no picture is left over."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

from sipas_desktop.cli.main import make_parser
from tests.cli.test_manual import commands

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = (DOCS / "gallery.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"!\[([^\]]+)\]\(gallery/([a-z0-9-]+)\.png\)", PAGE)
# The command of each paper → the beginning of its pictures' names.
OF_COMMAND = {
    "envelopes": "envelope-",
    "return-envelopes": "return-envelope-",
    "letters": "letter-cover",
    "reminders": "letter-reminder",
    "assignment": "assignment",
    "handover": "handover-",
    "instructions": "instructions-",
}


def test_every_picture_is_there_and_shown_once() -> None:
    names = [name for _, name in SHOWN]
    assert sorted(names) == sorted({path.stem for path in (DOCS / "gallery").glob("*.png")})
    assert len({about for about, _ in SHOWN}) == len(SHOWN) > 20


def test_every_paper_and_every_look_of_a_ballot_has_a_picture() -> None:
    verbs = {name.split()[-1] for name, _ in commands(make_parser()) if name.startswith("paper ")}
    assert verbs == set(OF_COMMAND)
    names = {name for _, name in SHOWN}
    for start in (*OF_COMMAND.values(), "labels-", "batch-cover", "daily", "ballot-linked", "ballot-reprint"):
        assert any(name.startswith(start) for name in names), start
    looks = {f"ballot-{marking}-{direction}" for marking in ("box", "circle") for direction in ("up", "down")}
    assert looks <= names


def test_the_pictures_are_small_and_unlike_each_other() -> None:
    pictures = sorted((DOCS / "gallery").glob("*.png"))
    assert sum(path.stat().st_size for path in pictures) < 2_000_000
    assert len({path.read_bytes() for path in pictures}) == len(pictures)
    for path in pictures:
        with Image.open(path) as picture:
            assert picture.width < 600, path.name
