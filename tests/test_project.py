"""What ships beside the code: fonts, icons, pinned dependencies, the wheel, the manual's links."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import unicodedata
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
FONTS = sorted((ROOT / "resources" / "fonts").glob("*.[ot]tf"))
ICONS = sorted((ROOT / "resources" / "icons").glob("*.svg"))
PINS = ("requirements.txt", "requirements-dev.txt", "requirements-sav.txt", "build/requirements.txt")
PINNED = {name: ROOT / name for name in PINS}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

LOWER = {
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưy"
    for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
} | {"đ"}
LETTERS = LOWER | {letter.upper() for letter in LOWER}


def test_the_alphabet_of_this_test_is_the_vietnamese_one() -> None:
    assert len(LETTERS) == 146
    assert {"Ặ", "ỡ", "Đ", "ỵ"} <= LETTERS


@pytest.mark.parametrize("font", FONTS, ids=lambda path: path.name)
def test_a_bundled_font_has_every_vietnamese_letter(font: Path) -> None:
    has = {chr(code) for code in TTFont(font).getBestCmap()}
    assert LETTERS - has == set()
    assert set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") - has == set()
    assert set("“”‘’–…%.,:;/()+-×≥≤ \u00a0") - has == set()


def test_the_fonts_are_those_promised_and_carry_their_licences() -> None:
    names = {path.name for path in FONTS}
    assert names == {f"LiberationSerif-{face}.ttf" for face in ("Regular", "Bold", "Italic", "BoldItalic")} | {
        f"Inter-{weight}.otf" for weight in ("Regular", "Medium", "SemiBold", "Bold")
    }
    for path in FONTS:
        licence = path.with_name(path.stem.split("-")[0] + "-LICENSE.txt").read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE" in licence
    for path in FONTS:
        if path.name.startswith("Liberation"):
            assert TTFont(path)["name"].getDebugName(5) == "Version 2.1.5"


@pytest.mark.parametrize("icon", ICONS, ids=lambda path: path.name)
def test_an_icon_is_a_drawing_of_its_own(icon: Path) -> None:
    drawing = ElementTree.fromstring(icon.read_text(encoding="utf-8"))
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    assert drawing.get("viewBox")
    assert "href" not in icon.read_text(encoding="utf-8")


def pins(path: Path) -> dict[str, list[str]]:
    """Package → the versions it is pinned to, one for each environment marker."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==([^ \\]+)", path.read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(name, []).append(version)
    return found


@pytest.mark.parametrize("name", PINNED)
def test_pinned_files_hold_pins_with_hashes_and_nothing_else(name: str) -> None:
    text = PINNED[name].read_text(encoding="utf-8")
    text = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)
    pin = r"[a-z0-9-]+==[0-9][^ \\]*(?: ; [a-z_]+ [<>=!]+ '[^']+')? (?:\\\n    --hash=sha256:[0-9a-f]{64}[ ]?)+\n"
    assert re.fullmatch(f"(?:{pin})+", text)


def test_every_dependency_is_pinned_and_alike_in_all_files() -> None:
    run, dev = pins(PINNED["requirements.txt"]), pins(PINNED["requirements-dev.txt"])
    installing = pins(PINNED["build/requirements.txt"])
    wanted = PROJECT["project"]["dependencies"]
    tools = PROJECT["project"]["optional-dependencies"]["dev"]
    names = {re.split(r"[<>=[]", line)[0].lower() for line in wanted}
    assert names <= set(run)
    assert {re.split(r"[<>=[]", line)[0].lower() for line in tools} <= set(dev)
    assert {name: dev[name] for name in run} == run
    sav = pins(PINNED["requirements-sav.txt"])
    assert {"pyreadstat", "pandas", *run} <= set(sav) and {name: dev[name] for name in sav} == sav
    assert {name: version for name, version in installing.items() if name in dev and dev[name] != version} == {}
    assert {"pandas", "numpy", "pyreadstat", "pytest"} & set(run) == set()


def test_every_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs" / "decisions" / "dependencies.md").read_text(encoding="utf-8")
    extras = [line for lines in PROJECT["project"]["optional-dependencies"].values() for line in lines]
    for line in PROJECT["project"]["dependencies"] + extras + PROJECT["build-system"]["requires"]:
        name = re.split(r"[<>=[]", line)[0]
        assert re.search(rf"^\| {re.escape(name)} ", reasons, re.MULTILINE), name


def test_the_wheel_carries_the_presets_and_the_resources(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("forms", "resources"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert f"sipas_desktop/{path.relative_to(ROOT).as_posix()}" in names
    assert not [name for name in names if name.startswith(("tests/", "build/", "bench/"))]


def test_the_manual_links_to_files_that_are_there() -> None:
    missing = []
    for page in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", link) and not (page.parent / link).exists():
                missing.append(f"{page.relative_to(ROOT).as_posix()}: {link}")
    assert missing == []


def test_the_makefile_documents_every_target() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", text, re.MULTILINE)) - {"ready"}
    documented = set(re.findall(r"^#   make ([a-z]+)", text, re.MULTILINE))
    assert targets == documented
