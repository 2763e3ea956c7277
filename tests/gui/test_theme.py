"""Colours can be read by everybody, and the style sheet uses roles only."""

import re
from dataclasses import asdict

import pytest

from sipas_desktop import paths
from sipas_desktop.gui import theme

BOTH = pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK, theme.CONTRAST], ids=["light", "dark", "contrast"])
# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB
BLINDNESS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def lab(rgb: list[float]) -> tuple[float, float, float]:
    red, green, blue = (min(1.0, max(0.0, part)) for part in rgb)
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
    )
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen_by(colour: str, kind: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    return lab([sum(weight * part for weight, part in zip(row, rgb, strict=True)) for row in BLINDNESS[kind]])


def test_contrast_of_known_colours() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert theme.contrast("#ffffff", "#767676") == theme.contrast("#767676", "#ffffff")


@BOTH
def test_every_text_can_be_read(colours: theme.Colours) -> None:
    named = asdict(colours)
    weak = {pair: theme.contrast(named[pair[0]], named[pair[1]]) for pair in theme.TEXT_PAIRS}
    assert {pair: value for pair, value in weak.items() if value < 4.5} == {}


@BOTH
def test_every_border_and_focus_ring_can_be_seen(colours: theme.Colours) -> None:
    named = asdict(colours)
    weak = {pair: theme.contrast(named[pair[0]], named[pair[1]]) for pair in theme.SHAPE_PAIRS}
    assert {pair: value for pair, value in weak.items() if value < 3} == {}


@BOTH
@pytest.mark.parametrize("kind", BLINDNESS)
def test_ok_attention_and_error_stay_apart_for_colour_blind_eyes(colours: theme.Colours, kind: str) -> None:
    named = asdict(colours)
    for one, other in (("ok", "attention"), ("ok", "error"), ("attention", "error")):
        a, b = seen_by(named[one], kind), seen_by(named[other], kind)
        assert sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5 >= 11, (one, other)


def test_style_sheet_names_no_colour_of_its_own() -> None:
    text = (paths.resources() / "style.qss").read_text(encoding="utf-8")
    without_selectors = re.sub(r"Q\w+#\w+", "", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb", without_selectors) == []


def test_code_names_no_colour_outside_the_theme() -> None:
    folder = paths.resources().parent / "sipas_desktop" / "gui"
    for file in folder.glob("*.py"):
        if file.name != "theme.py":
            assert re.findall(r"[\"']#[0-9a-fA-F]{6}[\"']", file.read_text(encoding="utf-8")) == [], file
