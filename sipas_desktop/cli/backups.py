"""``sipas backup``, ``restore``: verified copies of a survey, and a copy in the survey's place."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.cli.terminal import Result, opened, operator, password
from sipas_desktop.store.backups import back_up
from sipas_desktop.store.restoring import look_into, lost_by, restore


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    parser = commands.add_parser("backup", parents=[common], help="one verified copy, while others go on working")
    parser.add_argument("survey", type=Path, metavar="SURVEY")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.set_defaults(run=_backup)

    parser = commands.add_parser("restore", parents=[common], help="make a survey from a backup")
    parser.add_argument("backup", type=Path, metavar="BACKUP")
    parser.add_argument("survey", type=Path, metavar="SURVEY")
    parser.add_argument("--replace", action="store_true", help="set the SURVEY that is there aside")
    parser.add_argument("--preview", action="store_true", help="only say what SURVEY holds and BACKUP does not")
    parser.set_defaults(run=_restore)


def _backup(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        made = back_up(survey, [args.folder])
    data = {"path": str(made.paths[0]), "sha256": made.sha256, "facts": made.facts}
    return Result(data, [str(made.paths[0]), made.sha256])


def _restore(args: argparse.Namespace) -> Result:
    if args.preview:
        return _preview(args)
    done = restore(args.backup, args.survey, operator(args), password(args), args.replace)
    aside = str(done.aside) if done.aside else None
    data = {"path": str(done.path), "sha256": done.sha256, "facts": done.facts, "set_aside": aside}
    return Result(data, [str(done.path), done.sha256, *([aside] if aside else [])])


def _preview(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        lost = lost_by(survey, look_into(args.backup, args.survey, operator(args), password(args)))
    data = {**vars(lost), "operators": list(lost.operators)}
    line = f"{lost.facts}\t{lost.answers}\t{lost.ballots}\t{lost.since or ''}\t{', '.join(lost.operators)}"
    return Result({"lost": data}, [line])
