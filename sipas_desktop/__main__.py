"""``sipas-desktop [SURVEY] [--demo] [--self-test]``: the window."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from sipas_desktop import __version__
from sipas_desktop.cores import leave_none
from sipas_desktop.errors import LANGUAGES, Refusal, words
from sipas_desktop.place import read_place
from sipas_desktop.streams import speak_utf8

REFUSED = 2


def make_parser() -> argparse.ArgumentParser:
    """The arguments of the window's program."""
    parser = argparse.ArgumentParser(
        prog="sipas-desktop", allow_abbrev=False, description="The window of SIPAS Desktop."
    )
    parser.add_argument(
        "survey",
        nargs="?",
        type=read_place,
        metavar="SURVEY",
        help="a survey to sign in to: a file, or postgresql://user@host/database",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--demo", action="store_true", help="a survey with made-up people in the middle of its work")
    what.add_argument(
        "--self-test", action="store_true", help="do the main job once without anybody, in a temporary folder"
    )
    parser.add_argument("--version", action="version", version=f"sipas-desktop {__version__}")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window; the exit code. 0 closed, 1 the self-test failed, 2 wrong arguments or no display."""
    speak_utf8()
    leave_none()
    try:
        args = make_parser().parse_args(argv)
    except Refusal as refusal:  # an address that is none
        print(refusal.words(_language()), file=sys.stderr)
        return REFUSED
    if args.self_test:
        if not _has_display():
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from sipas_desktop.gui.self_test import self_test

        return self_test()
    if not _has_display():
        print(words("cli.no_display", _language()), file=sys.stderr)
        return REFUSED
    from sipas_desktop.gui.app import run

    return run(args.survey, demo=args.demo)


def _has_display() -> bool:
    """Whether Qt will find a screen; asked only where it would end the process without a word."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _language() -> str:
    wish = os.environ.get("SIPAS_LANG", "")
    return wish if wish in LANGUAGES else LANGUAGES[0]


if __name__ == "__main__":
    sys.exit(main())
