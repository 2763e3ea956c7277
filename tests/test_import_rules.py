"""The rooms' import rules, read from the source of every module; nothing is imported for it but the standard library.

Imports go down only: gui, cli → demo → jobs → store (workflow, queries, database), paper, exchange → domain. Imports
inside functions and under TYPE_CHECKING count like any other.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = "sipas_desktop"
SOURCE = Path(__file__).resolve().parent.parent / PACKAGE
MOST_LINES = 400

# What a room may import: other rooms, and libraries beyond the standard one.
LEAVES = {"", "paths", "errors", "beside", "unfinished", "streams", "interrupt"}
LEAVES |= {"taking_place", "place", "bug_report", "cores", "shares", "office_zip"}
SIGNATURE = {"signature"}  # a leaf that the domain does without: it is made of a library
ROOMS: dict[str, tuple[set[str], set[str]]] = {
    "": (set(), set()),
    "paths": ({""}, set()),
    "errors": ({"", "paths"}, set()),
    "unfinished": (set(), set()),
    "beside": ({"", "errors", "unfinished"}, set()),
    "streams": (set(), set()),
    "interrupt": (set(), set()),
    "taking_place": ({"", "errors", "beside"}, set()),
    "place": ({"", "errors"}, set()),
    "bug_report": ({""}, set()),
    "cores": (set(), set()),
    "shares": (set(), set()),
    "office_zip": (set(), set()),
    "signature": (set(), {"cryptography"}),
    "domain": (LEAVES, set()),
    "store": (LEAVES | SIGNATURE | {"domain"}, {"sqlalchemy", "sqlcipher3", "psycopg", "argon2", "cryptography"}),
    "paper": (LEAVES | {"domain"}, {"reportlab", "docx", "openpyxl", "zxingcpp", "pypdfium2"}),
    "exchange": (
        LEAVES | SIGNATURE | {"domain"},
        {"openpyxl", "python_calamine", "cryptography", "pandas", "pyreadstat"},
    ),
    "jobs": (LEAVES | SIGNATURE | {"domain", "store", "paper", "exchange"}, set()),
    "demo": (LEAVES | {"domain", "store", "exchange", "jobs"}, {"openpyxl"}),
    "cli": (LEAVES | {"domain", "store", "paper", "exchange", "jobs", "demo"}, set()),
    "gui": (LEAVES | {"domain", "store", "paper", "exchange", "jobs", "demo"}, {"PySide6", "pypdfium2", "zxingcpp"}),
    "__main__": (LEAVES | {"domain", "store", "paper", "exchange", "jobs", "demo", "cli", "gui"}, {"PySide6"}),
}
ABOVE_STORE = {"jobs", "demo", "gui", "cli", "__main__"}
DOORS_OF_STORE = ("workflow", "queries", "database", "backups", "restoring", "salvage")


def module_name(path: Path) -> str:
    """sipas_desktop/domain/form.py → sipas_desktop.domain.form"""
    parts = list(path.relative_to(SOURCE.parent).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_name(path): path for path in sorted(SOURCE.rglob("*.py"))}


def room_of(module: str) -> str:
    """The room that a module of the program lies in; "" is the package itself."""
    return [*module.split("."), ""][1]


def nearest(name: str) -> str:
    """The module that ``name`` is, or lies in: sipas_desktop.errors.Refusal → sipas_desktop.errors"""
    while name not in FILES:
        name = name.rpartition(".")[0]
    return name


def targets(node: ast.AST, importer: str) -> Iterator[str]:
    """The dotted names that one statement or call imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            package = importer if FILES[importer].name == "__init__.py" else importer.rpartition(".")[0]
            for _ in range(node.level - 1):
                package = package.rpartition(".")[0]
            base = f"{package}.{base}".rstrip(".")
        yield from (f"{base}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in {"import_module", "__import__"}:
            yield str(node.args[0].value)


@cache
def imports(module: str) -> frozenset[str]:
    """What ``module`` imports: modules of the program by full name, libraries by the name of their top package."""
    found = set()
    for node in ast.walk(ast.parse(FILES[module].read_text(encoding="utf-8"))):
        for name in targets(node, module):
            found.add(nearest(name) if name.split(".")[0] == PACKAGE else name.split(".")[0])
    return frozenset(found - {module})


def own(module: str) -> list[str]:
    """The modules of the program that ``module`` imports."""
    return sorted(name for name in imports(module) if name.split(".")[0] == PACKAGE)


def libraries(module: str) -> set[str]:
    """The libraries beyond the standard one that ``module`` imports."""
    return {name for name in imports(module) if "." not in name and name != PACKAGE} - sys.stdlib_module_names


def modules_in(room: str) -> list[str]:
    return [module for module in FILES if room_of(module) == room]


@pytest.mark.parametrize("room", sorted(set(map(room_of, FILES))))
def test_a_module_imports_only_what_its_room_may(room: str) -> None:
    assert room in ROOMS, f"{modules_in(room)} lie in no room: say in ROOMS what they may import"
    rooms, allowed = ROOMS[room]
    for module in modules_in(room):
        for target in own(module):
            assert room_of(target) in rooms | {room}, f"{module} imports {target}"
        assert libraries(module) <= allowed, module


@pytest.mark.parametrize("room", sorted(ABOVE_STORE))
def test_the_rooms_above_enter_the_store_by_its_doors(room: str) -> None:
    for module in modules_in(room):
        for target in own(module):
            if room_of(target) == "store":
                assert [*target.split("."), ""][2] in DOORS_OF_STORE, f"{module} imports {target}"


def test_the_models_know_sqlalchemy_and_the_domain_only() -> None:
    models = f"{PACKAGE}.store.models"
    for module in [name for name in FILES if name.startswith(models)]:
        assert libraries(module) <= {"sqlalchemy"}, module
        for target in own(module):
            assert room_of(target) == "domain" or target.startswith(models), f"{module} imports {target}"


def test_no_room_is_entered_twice() -> None:
    graph: dict[str, set[str]] = {}
    for module in FILES:
        graph.setdefault(room_of(module), set()).update(room_of(target) for target in own(module))
    for room, reached in graph.items():
        reached.discard(room)
        reached.discard("")  # the package itself holds the version only
    TopologicalSorter(graph).prepare()  # raises CycleError


def test_the_command_line_reaches_no_window() -> None:
    start = [name for name in FILES if room_of(name) == "cli"]
    assert start
    reached: set[str] = set()
    while start:
        module = start.pop()
        if module not in reached:
            reached.add(module)
            start += own(module)
    assert {module for module in reached if "PySide6" in imports(module)} == set()


def test_importing_the_command_line_loads_no_window_and_no_orm() -> None:
    # Core is enough for every query; the ORM would be a tenth of what starting the window takes.
    code = f"import sys, {PACKAGE}.cli, {PACKAGE}.store.queries; print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=SOURCE.parent, capture_output=True, encoding="utf-8", check=True
    )
    loaded = done.stdout.split()
    assert f"{PACKAGE}.store.queries.fieldwork" in loaded
    assert not [name for name in loaded if name.split(".")[0] == "PySide6" or name.startswith("sqlalchemy.orm")]


def test_a_file_stays_short_enough_to_have_one_subject() -> None:
    lines = {module: path.read_text(encoding="utf-8").count("\n") for module, path in FILES.items()}
    assert {module: count for module, count in lines.items() if count > MOST_LINES} == {}
