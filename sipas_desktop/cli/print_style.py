"""The options of the print style: what is not given stays as the plan has it."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Final

from sipas_desktop.cli.terminal import language
from sipas_desktop.domain.print_style import SIDES, Fold, Paper, PrintStyle
from sipas_desktop.paper.notes import Note

_SWITCHES: Final = {
    "large": "large print, 14 points and more",
    "punch": "more room for punch holes",
    "corners": "corner marks for scanners",
    "logo": "the logo of the plan",
}


def add_style(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--paper", type=Paper, choices=list(Paper))
    parser.add_argument("--sides", type=int, choices=SIDES)
    parser.add_argument("--fold", type=Fold, choices=list(Fold), help="fold marks for a window envelope")
    for name, words in _SWITCHES.items():
        parser.add_argument(f"--{name}", action=argparse.BooleanOptionalAction, default=None, help=words)


def style_of(args: argparse.Namespace, plan: PrintStyle) -> PrintStyle:
    """The style of ``plan`` with what ``args`` say otherwise."""
    names = ("paper", "sides", "fold", *_SWITCHES)
    return replace(plan, **{name: getattr(args, name) for name in names if getattr(args, name) is not None})


def noted(notes: tuple[Note, ...], args: argparse.Namespace) -> list[str]:
    """The notes as lines."""
    return [note.words(language(args)) for note in notes]
