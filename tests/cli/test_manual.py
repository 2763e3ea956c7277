"""The manual names every command, verb, argument and option of the parser, and every key of JSON that it promises."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sipas_desktop.cli.main import make_parser
from tests.cli.calls import Sipas, row, write_csv

MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
COMMON = {"--json", "--lang", "--operator", "--help", "-h", "--version"}
SHARED = {"index", "report"}  # options that the manual lists once, above both


def commands(
    parser: argparse.ArgumentParser, words: tuple[str, ...] = ()
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """("ballots SURVEY print", its parser) of every command that does something."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield " ".join(words), parser
    before = [str(action.metavar) for action in parser._actions if not action.option_strings and action not in below]
    for name, sub in (item for action in below for item in action.choices.items()):
        yield from commands(sub, (*words, *before, name))


COMMANDS = dict(commands(make_parser()))


def section(command: str) -> str:
    """The part of the manual under the heading that names ``command``."""
    for part in re.split(r"^#{2,3} ", MANUAL, flags=re.MULTILINE):
        if re.search(rf"`sipas {re.escape(command)}[ `]", part.split("\n", 1)[0]):
            return part
    raise AssertionError(f"the manual has no heading with `sipas {command}`")


def test_there_are_commands() -> None:
    assert len(COMMANDS) > 25
    assert "ballots SURVEY print" in COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_the_manual_names_command_arguments_and_options(command: str) -> None:
    text = section(command)
    for action in COMMANDS[command]._actions:
        for name in action.option_strings:
            where = MANUAL if name in COMMON or command.split()[0] in SHARED else text
            if name != "-h":
                assert f"{name}" in where, name
        if not action.option_strings:
            assert str(action.metavar).split("|")[0] in text, action.metavar
        for choice in action.choices or ():
            assert str(choice) in text if action.option_strings[0] not in COMMON else str(choice) in MANUAL


def test_the_manual_invents_no_command() -> None:
    headings = re.findall(r"`sipas ([^`]+)`", "\n".join(re.findall(r"^### .*$", MANUAL, flags=re.MULTILINE)))
    for heading in headings:
        words = [word for word in heading.split() if not word.startswith(("[", "-"))]
        named = [command for command in COMMANDS if words[: len(command.split())] == command.split()]
        assert len(named) == 1, heading
        for option in re.findall(r"--[a-z-]+", heading):
            assert option in COMMANDS[named[0]]._option_string_actions, option


def keys_of(value: object) -> set[str]:
    """All keys in ``value`` but those that are data: states, levels, reasons."""
    if isinstance(value, dict):
        nested = {
            name for key, part in value.items() if key not in ("states", "counts", "invalid") for name in keys_of(part)
        }
        return set(value) | nested
    return {name for part in value for name in keys_of(part)} if isinstance(value, list) else set()


def test_the_manual_names_every_key_that_is_printed(survey: Sipas) -> None:
    path, folder = survey.survey, survey.folder
    serials = survey.received(2)
    first = write_csv(folder / "1.csv", [row(serial) for serial in serials])
    second = write_csv(folder / "2.csv", [row(serials[0], Q1="5"), row(serials[1])])
    survey.key("Lan", 1, first)
    decisions = write_csv(folder / "c.csv", [{"serial": serials[0], "question": "Q1", "value": "5"}])
    units = write_csv(folder / "u.csv", [{"Mã": "", "Tên đơn vị": "Một cửa"}, {"Mã": "91", "Tên đơn vị": "Nơi mới"}])
    counts = write_csv(folder / "g.csv", [{"Đơn vị": "Nơi mới", "Năm": "2016", "Số lượt": n} for n in ("7", "x")])
    calls: list[tuple[str, tuple[object, ...], str]] = [
        ("plans", (), "admin"),
        ("quota", ("--plan", "son-tay-2017", "--transactions", 5), "admin"),
        ("operators SURVEY list", (), "admin"),
        ("units SURVEY import", (units,), "admin"),
        ("units SURVEY list", (), "admin"),
        ("transactions SURVEY import", (counts,), "admin"),
        ("transactions SURVEY list", (), "admin"),
        ("milestones SURVEY list", (), "admin"),
        ("status SURVEY", (), "admin"),
        ("status SURVEY", ("--by", "unit"), "admin"),
        ("check SURVEY", (), "admin"),
        ("sample SURVEY list", (), "admin"),
        ("ballots SURVEY print", (folder / "p.pdf", "--count", 1), "admin"),
        ("ballots SURVEY list", (), "admin"),
        ("batch SURVEY list", (), "admin"),
        ("paper SURVEY envelopes", (folder / "o.pdf",), "admin"),
        ("paper SURVEY handover", (folder / "h.pdf",), "admin"),
        ("receive SURVEY", ("123", serials[0], "--batch", "L1"), "admin"),
        ("key SURVEY", ("--pass", 2, "--from", second), "Mai"),
        ("differences SURVEY", (), "Hòa"),
        ("adjudicate SURVEY", ("--from", decisions), "Hòa"),
        ("operators SURVEY figures", (), "admin"),
        ("index SURVEY", ("--residual", "--all-definitions", "--rank", "--by", "unit"), "admin"),
        ("index SURVEY", ("--by", "unit", "--by", "procedure"), "admin"),
        ("records SURVEY", (), "admin"),
        ("report SURVEY", (folder / "r.xlsx",), "admin"),
        ("export SURVEY", (folder / "e.zip",), "admin"),
        ("compare SURVEY", (folder / "e.zip",), "admin"),
        ("backup SURVEY", (folder / "b",), "admin"),
        ("salvage SURVEY", (folder / "s.sipas",), "admin"),
    ]
    for command, words, by in calls:
        called = [path if word == "SURVEY" else word for word in command.split()]
        printed = keys_of(survey.done(*called, *words, by=by))
        text = " ".join(section(command).split())
        assert printed
        for key in printed:
            assert f'"{key}"' in text, f"{command}: {key}"
