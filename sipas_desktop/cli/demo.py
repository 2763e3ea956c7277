"""``sipas demo``: the whole job with made-up respondents and simulated clerks."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from sipas_desktop.cli.terminal import Result, language, progress
from sipas_desktop.domain.vietnamese import percent
from sipas_desktop.errors import Refusal, words
from sipas_desktop.place import read_address


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("demo", parents=[common], help="the whole job with made-up respondents")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--plan", default="son-tay-2017", metavar="P")
    parser.add_argument("--ballots", type=int, metavar="N", help="default: as many as the plan fixes, else 200")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--error-rate", type=float, default=0.003, metavar="E", help="a clerk's slips per field")
    parser.add_argument("--at", type=read_address, metavar="ADDRESS", help="the survey in this empty database")
    parser.set_defaults(run=_demo)


def _demo(args: argparse.Namespace) -> Result:
    # Imported here: it loads every room, which no other command needs.
    from sipas_desktop.demo.people import PASSWORD
    from sipas_desktop.demo.run import run_demo

    if args.ballots is not None and not 1 <= args.ballots <= 100_000:
        raise Refusal("print.count", found=args.ballots, most=100_000)
    if not 0 <= args.error_rate <= 1:
        raise Refusal("cli.error_rate", found=args.error_rate)
    lang = language(args)
    password = os.environ.get("SIPAS_PASSWORD")
    errors = [] if password else [words("cli.demo_password", lang, password=PASSWORD)]
    made = run_demo(
        args.folder,
        plan=args.plan,
        ballots=args.ballots,
        seed=args.seed,
        error_rate=args.error_rate,
        password=password or PASSWORD,
        progress=progress(),
        at=args.at,
    )
    files = {"survey": str(args.at)} if args.at else {}
    files |= {name: str(path) for name, path in made.files.items()}
    data = vars(made) | {"online": vars(made.online), "files": files}
    shown = "-" if made.index is None else percent(made.index)
    summary = f"{made.plan}\t{made.ballots}\t{made.discrepancies}\t{made.adjudicated}\t{made.undetected}\t{shown}"
    return Result(data, [summary, *(f"{name}\t{path}" for name, path in files.items())], errors=errors)
