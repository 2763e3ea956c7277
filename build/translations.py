"""Reads the window's texts into resources/translations/*.ts and compiles them to *.qm beside.

    python build/translations.py               texts → .ts, .ts → .qm; lists what is not translated yet
    python build/translations.py WORDS.toml    also fills in translations: [Context] "English" = "Tiếng Việt"

Only Vietnamese is a full catalogue. English holds the plurals, made from the source: "%n ballot(s)" → "%n ballot",
"%n ballots"; its other texts are the source itself.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
CATALOGUES = {"vi": [], "en": ["-pluralonly"]}


def tool(name: str) -> str:
    """The path of a PySide6 tool, beside this Python first."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is missing: install PySide6-Essentials")
    return found


def update(folder: Path = FOLDER) -> None:
    """Brings the .ts files in ``folder`` up to the texts in sipas_desktop/gui; what is gone from there goes."""
    sources = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "sipas_desktop" / "gui").rglob("*.py"))]
    for language, options in CATALOGUES.items():
        command = [tool("pyside6-lupdate"), "-silent", "-locations", "none", "-no-obsolete", *options]
        command += ["-source-language", "en", "-target-language", language, *sources]
        subprocess.run([*command, "-ts", str(folder / f"{language}.ts")], check=True, cwd=ROOT)


def release(folder: Path = FOLDER) -> None:
    """Compiles the .ts files in ``folder``."""
    for language in CATALOGUES:
        command = [tool("pyside6-lrelease"), "-silent", str(folder / f"{language}.ts")]
        part = folder / f".{language}.qm.part"  # a window that is open maps the file: writing into it would kill it
        subprocess.run([*command, "-qm", str(part)], check=True)
        part.replace(folder / f"{language}.qm")


def unfinished(file: Path) -> list[tuple[str, str]]:
    """(context, source) of every text in the .ts ``file`` without a whole translation."""
    missing = []
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = [form.text for form in translation.iter("numerusform")] or [translation.text]
            if translation.get("type") is not None or not all(forms):
                missing.append((context.findtext("name", ""), message.findtext("source", "")))
    return missing


def fill(words: dict[str, dict[str, str | list[str]]], file: Path) -> None:
    """Puts translations into the .ts ``file``: context → source → translation (a list: one for each plural form)."""
    tree = ElementTree.parse(file)
    known = set()
    for context in tree.getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            source = message.findtext("source", "")
            told = words.get(name, {}).get(source)
            if told is None:
                continue
            known.add((name, source))
            translation = message.find("translation")
            translation.attrib.pop("type", None)
            forms = list(translation.iter("numerusform"))
            if forms:
                for form, text in zip(forms, [told] if isinstance(told, str) else told, strict=True):
                    form.text = text
            else:
                translation.text = told
    for name, texts in words.items():
        for source in texts:
            if (name, source) not in known:
                print(f"{file.name}: no such text in {name}: {source!r}", file=sys.stderr)
    tree.write(file, encoding="utf-8", xml_declaration=True)


def fill_english_plurals(file: Path) -> None:
    """Singular and plural of every "(s)" in the .ts ``file``."""
    words: dict[str, dict[str, str | list[str]]] = {}
    for context, source in unfinished(file):
        words.setdefault(context, {})[source] = [source.replace("(s)", ""), source.replace("(s)", "s")]
    fill(words, file)


def main(arguments: list[str]) -> int:
    """The command line of this script."""
    update()
    for argument in arguments:
        fill(tomllib.loads(Path(argument).read_text(encoding="utf-8")), FOLDER / "vi.ts")
    fill_english_plurals(FOLDER / "en.ts")
    update()  # again: it writes the file in its own layout
    release()
    missing = [(lang, *text) for lang in CATALOGUES for text in unfinished(FOLDER / f"{lang}.ts")]
    for lang, context, source in missing:
        print(f"{lang}.ts: not translated in {context}: {source!r}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
