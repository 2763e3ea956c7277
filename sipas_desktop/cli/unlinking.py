"""``sipas sample … unlink`` and ``certificate``: the links between ballots and members are destroyed after phúc tra."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.cli.terminal import Result, language, opened, progress
from sipas_desktop.errors import words
from sipas_desktop.jobs.unlinking import make_certificate, stale_backups, unlink
from sipas_desktop.store import backups, queries
from sipas_desktop.store.database import OpenSurvey


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add both to those of ``sipas sample``."""
    told = "destroy the links between ballots and members; without --reason: what there is, what still needs them"
    parser = verbs.add_parser("unlink", parents=[common], help=told)
    parser.add_argument("--reason", metavar="TEXT", help="why, without anybody's data: it stays")
    parser.add_argument("--confirm", default="", metavar="NUMBER", help="the survey's number, typed once more")
    parser.add_argument("--even-so", action="store_true", help="although fieldwork is not over for everybody")
    parser.set_defaults(run=_unlink)
    parser = verbs.add_parser("certificate", parents=[common], help="the certificate that links were destroyed")
    parser.add_argument("out", type=Path, metavar="OUT.pdf|.docx")
    parser.set_defaults(run=_certificate)


def _unlink(args: argparse.Namespace) -> Result:
    lang = language(args)
    with opened(args) as survey:
        if args.reason is None:
            return _standing(survey)
        gone = unlink(survey, args.reason, args.confirm, even_so=args.even_so, progress=progress())
        folder = survey.home if survey.on_server else backups.folder_beside(survey.path)
        held = len(stale_backups(survey))
    told = [] if gone.clean else [words("unlink.not_clean", lang)]
    told += [words("unlink.backups", lang, count=held, folder=folder.name)] if held else []
    return Result({**vars(gone), "backups": held}, [f"-{gone.links}"], errors=[*told, words("unlink.elsewhere", lang)])


def _standing(survey: OpenSurvey) -> Result:
    found = queries.link_state(survey)
    data: dict[str, Any] = {
        "number": survey.about.number,
        "linked": found.linked,
        "links": found.links,
        "needed": vars(found.needed),
        "may": found.links > 0 and not found.needed.blocks,
        "destroyed": None if found.destroyed is None else vars(found.destroyed),
    }
    lines = [f"{survey.about.number}\t{found.links}"]
    lines += [f"{name}\t{int(value)}" for name, value in vars(found.needed).items() if value]
    if done := found.destroyed:
        lines.append(f"{done.at}\t{done.operator}\t-{done.links}\t{done.reason}")
    return Result(data, lines)


def _certificate(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        made = make_certificate(survey, args.out)
    return Result({"pages": made.pages, "sha256": made.sha256, "head": made.head}, [f"{made.pages}\t{args.out}"])
