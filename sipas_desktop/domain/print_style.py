"""How ballots are printed: paper, sides, large print, room for holes, folds, what stands at their head.

The plan's ``[ballot]`` says it, an order to print may say otherwise, and the print run keeps what it was, so that a
ballot printed once more is the same and scans can be read by the run's box coordinates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from sipas_desktop.domain.toml_reader import Table
from sipas_desktop.errors import Refusal

LONGEST: Final = {"unit": 200, "instruction": 1000, "notice": 1500}  # letters
SIDES: Final = (1, 2)
_LOGO_FILE: Final = re.compile(r"[^/\\:]{1,100}\.png", re.IGNORECASE)  # in the plan's folder


class Paper(StrEnum):
    """The size of a page (ISO 216), upright."""

    A4 = "A4"
    A5 = "A5"


class Fold(StrEnum):
    """For which window envelope (DIN 680) a ballot is folded: its marks, and the address where the window is."""

    NONE = "none"
    C5 = "C5"  # once
    DL = "DL"  # twice


@dataclass(frozen=True)
class PrintStyle:
    """The style of a print run. ``unit`` is the name printed at the head, "" for none."""

    paper: Paper = Paper.A4
    sides: int = 1
    large: bool = False  # no letter of the form below 14 points
    punch: bool = False  # more room on the side that is filed
    fold: Fold = Fold.NONE
    corners: bool = True  # marks by which a scan is set straight
    logo: bool = False  # the survey's, which came with its plan
    unit: str = ""
    instruction: str = ""  # below the form's own
    notice: str = ""  # what becomes of the answers and of personal data

    def said(self) -> dict[str, Any]:
        """As a fact says it."""
        return {name: str(value) if isinstance(value, StrEnum) else value for name, value in asdict(self).items()}


PLAIN: Final = PrintStyle()
# Of runs printed before there were styles: they had no corner marks.
BEFORE: Final = PrintStyle(corners=False)


def read_style(said: Any) -> PrintStyle | None:
    """The style that a fact says; None where what it says is none."""
    plain = PLAIN.said()
    if not isinstance(said, Mapping) or said.keys() != plain.keys():
        return None
    if any(type(said[name]) is not type(value) for name, value in plain.items()):
        return None
    if said["paper"] not in list(Paper) or said["fold"] not in list(Fold):
        return None
    style = PrintStyle(**{**said, "paper": Paper(said["paper"]), "fold": Fold(said["fold"])})
    return None if _mistakes(style) else style


def may_be_printed(said: Mapping[str, Any]) -> bool:
    """Whether a fact that publishes a run says a style and the hash of its boxes, or, as long ago, neither."""
    if "style" not in said:
        return "boxes" not in said
    boxes = said.get("boxes")
    hashed = isinstance(boxes, str) and re.fullmatch("[0-9a-f]{64}", boxes) is not None
    return hashed and said["purpose"] == "ballots" and read_style(said["style"]) is not None


def take_style(table: Table) -> tuple[PrintStyle, str]:
    """The plan's ``[ballot]`` in ``table``, as it is printed unless an order says otherwise, and its logo's file.

    Notes what is wrong.
    """
    logo = table.take_text("logo", "")
    style = PrintStyle(
        paper=table.take_one_of("paper", Paper, Paper.A4),
        sides=table.take_int("sides", 1),
        large=table.take_flag("large"),
        punch=table.take_flag("punch"),
        fold=table.take_one_of("fold", Fold, Fold.NONE),
        corners=table.take_flag("corners") if table.has("corners") else True,
        logo=bool(logo),
        unit=table.take_text("unit", ""),
        instruction=table.take_text("instruction", ""),
        notice=table.take_text("notice", ""),
    )
    table.nothing_left()
    for mistake in _mistakes(style):
        table.problem("P050", mistake.code, **mistake.params)
    if logo and not _LOGO_FILE.fullmatch(logo):
        table.problem("P051", "plan.logo_name", found=logo)
    return style, logo


def check_style(style: PrintStyle) -> None:
    """Raises ``Refusal`` for what cannot be printed: another number of sides, a fold of A5, a text too long."""
    for mistake in _mistakes(style):
        raise mistake


def _mistakes(style: PrintStyle) -> list[Refusal]:
    found = []
    if style.sides not in SIDES:
        found.append(Refusal("print.sides", found=style.sides))
    if style.fold is not Fold.NONE and style.paper is not Paper.A4:
        found.append(Refusal("print.fold_of_a5"))
    for name, most in LONGEST.items():
        if len(text := getattr(style, name)) > most:
            found.append(Refusal("print.text_too_long", key=name, found=len(text), most=most))
    return found
