"""The words of refusals: in both languages, with the braces that the code fills, none missing and none left over."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
MESSAGES: dict[str, dict[str, Any]] = {
    f"{path.stem}.{what}": words
    for path in sorted((ROOT / "resources" / "messages").glob("*.toml"))
    for what, words in tomllib.loads(path.read_text(encoding="utf-8")).items()
}
SUBJECTS = {code.split(".")[0] for code in MESSAGES}
CODE = re.compile(r"@?([a-z_]+)\.([a-z0-9_]+)")
# "index.json" is a file, not a code.
ENDINGS = {"toml", "json", "xlsx", "csv", "pdf", "docx", "zip", "txt", "qm", "svg", "png", "survey", "keys"}
# Calls whose first text is a code and whose keywords are its parameters.
WORDED = {"Refusal", "Damaged", "words", "problem"}

SOURCES = sorted((ROOT / "sipas_desktop").rglob("*.py"))


def tree_of(path: Path) -> ast.AST:
    """A module as Python reads it; not kept, since all of them take a gigabyte from every test that follows."""
    return ast.parse(path.read_text(encoding="utf-8"))


def braces(text: str) -> set[str]:
    """The names in a message's braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def called(node: ast.Call) -> str:
    """The last name of what is called: Refusal, problem, ForeignKey."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def texts(tree: ast.AST) -> list[str]:
    """The texts written out whole in a module, but for columns ("answer.id") of foreign keys."""
    parts = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) == "ForeignKey":
            parts.update(id(argument) for argument in node.args)
        elif isinstance(node, ast.JoinedStr):
            parts.update(id(piece) for piece in node.values)
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in parts]
    return [node.value for node in constants if isinstance(node.value, str)]


def is_code(text: str) -> bool:
    """Whether a text is a message's code rather than a file's name or anything else with a dot."""
    match = CODE.fullmatch(text)
    return match is not None and match[1] in SUBJECTS and match[2] not in ENDINGS


def composed(tree: ast.AST) -> set[str]:
    """The beginnings ("state.") of codes that a module puts together: f"state.{state}"."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            start = str(node.values[0].value).removeprefix("@")
            if start.split(".")[0] in SUBJECTS and "." in start:
                found.add(start)
    return found


def calls(tree: ast.AST) -> list[tuple[str, str, set[str], bool]]:
    """(callable, code, keywords, whether more come by **) of the calls that word a literal code."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = called(node)
        codes = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        code = next((text for text in codes if CODE.fullmatch(text)), None)
        if name in WORDED and code is not None:
            keywords = {keyword.arg for keyword in node.keywords if keyword.arg is not None}
            found.append((name, code, keywords, any(keyword.arg is None for keyword in node.keywords)))
    return found


@pytest.mark.parametrize("subject", sorted(SUBJECTS))
def test_a_message_says_the_same_in_both_languages(subject: str) -> None:
    for code, words in MESSAGES.items():
        if code.startswith(f"{subject}."):
            assert set(words) == {"vi", "en"}, code
            assert words["vi"].strip() and words["en"].strip(), code
            assert braces(words["vi"]) == braces(words["en"]), code
            assert all(name.isidentifier() for name in braces(words["vi"])), code


@pytest.mark.parametrize("folder", sorted({path.parent for path in SOURCES}), ids=lambda path: path.name)
def test_every_code_has_its_words(folder: Path) -> None:
    for path in folder.glob("*.py"):
        tree = tree_of(path)
        unknown = [text for text in texts(tree) if is_code(text) and text.removeprefix("@") not in MESSAGES]
        assert unknown == [], path
        for name, code, keywords, more in calls(tree):
            assert code in MESSAGES, f"{path}: {name}({code!r}) has no words in resources/messages"
            if not more:
                assert braces(MESSAGES[code]["vi"]) == keywords - {"where", "lang"}, f"{path}: {name}({code!r})"


def test_no_message_is_left_over() -> None:
    used: set[str] = set()
    starts: set[str] = set()
    for path in SOURCES:
        tree = tree_of(path)
        used.update(text.removeprefix("@") for text in texts(tree))
        starts |= composed(tree)
    assert [code for code in MESSAGES if code not in used and not code.startswith(tuple(starts))] == []
