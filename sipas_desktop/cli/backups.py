"""``sipas backup``, ``restore``, ``salvage``, ``move``: copies, what a damage left, a move elsewhere."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.cli.terminal import DAMAGED, DONE, Result, language, opened, operator, password, progress
from sipas_desktop.domain import serial as serials
from sipas_desktop.errors import words
from sipas_desktop.jobs.backups import known_backups
from sipas_desktop.place import read_file, read_place
from sipas_desktop.store import workflow
from sipas_desktop.store.backups import back_up
from sipas_desktop.store.restoring import look_into, lost_by, restore
from sipas_desktop.store.salvage import salvage


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    parser = commands.add_parser("backup", parents=[common], help="one verified copy, while others go on working")
    parser.add_argument("survey", type=read_file, metavar="SURVEY")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.set_defaults(run=_backup)

    parser = commands.add_parser("restore", parents=[common], help="make a survey from a backup")
    parser.add_argument("backup", type=Path, metavar="BACKUP")
    parser.add_argument("survey", type=read_file, metavar="SURVEY")
    parser.add_argument("--replace", action="store_true", help="set the SURVEY that is there aside")
    parser.add_argument("--preview", action="store_true", help="only say what SURVEY holds and BACKUP does not")
    parser.set_defaults(run=_restore)

    words = "move the survey from its file into an empty PostgreSQL database, or back into a file"
    parser = commands.add_parser("move", parents=[common], help=words)
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.add_argument("target", type=read_place, metavar="TARGET", help="a postgresql:// address, or a new file")
    parser.set_defaults(run=_move)

    parser = commands.add_parser("salvage", parents=[common], help="what a damaged survey still holds, as a new one")
    parser.add_argument("survey", type=read_file, metavar="SURVEY")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--backup", type=Path, metavar="BACKUP", help="fills the gaps (default: the newest whole one)")
    parser.set_defaults(run=_salvage)


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


def _move(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        done = workflow.move_survey(survey, args.target, progress())
    data = {"survey": str(args.target), **vars(done)}
    return Result(data, [f"{args.target}\t{done.facts}\t{done.head}"])


def _preview(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        lost = lost_by(survey, look_into(args.backup, args.survey, operator(args), password(args)))
    data = {**vars(lost), "operators": list(lost.operators)}
    line = f"{lost.facts}\t{lost.answers}\t{lost.ballots}\t{lost.since or ''}\t{', '.join(lost.operators)}"
    return Result({"lost": data}, [line])


def _salvage(args: argparse.Namespace) -> Result:
    lang = language(args)
    backups = [args.backup] if args.backup else [backup.path for backup in known_backups(args.survey)]
    found = salvage(args.survey, args.out, operator(args), password(args), backups, progress())
    problems = [words(code, lang, **params) for code, params in found.problems]
    cut = [
        {
            "session": each.session,
            "operator": each.operator,
            "kept": each.kept,
            "left_out": each.found,
            "unread": each.unread,
        }
        for each in found.cut
    ]
    data = {
        "path": str(found.path),
        "facts": found.facts,
        "bad_pages": found.bad_pages,
        "certain": found.certain,
        "unread": found.unread,
        "left_out": found.left_out,
        "sessions": cut,
        "ballots": list(found.ballots),
        "backup": str(found.backup) if found.backup else None,
        "problems": problems,
    }
    told = [] if found.certain else [words("salvage.uncertain", lang, pages=found.bad_pages)]
    if found.unread or found.left_out:
        told.append(words("salvage.missing", lang, unread=found.unread, left_out=found.left_out))
    told += [words("salvage.session", lang, **each) for each in cut]
    told += [words("salvage.ballot", lang, serial=serials.show(serial)) for serial in found.ballots]
    return Result(data, [str(found.path)], DONE if found.whole else DAMAGED, [*told, *problems])
