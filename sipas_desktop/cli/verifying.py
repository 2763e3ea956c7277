"""``sipas report --verify``: whether a printed report agrees with the data."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path
from zipfile import is_zipfile

from sipas_desktop.cli.terminal import DAMAGED, DONE, Result, language, opened, progress
from sipas_desktop.jobs.verify_words import told
from sipas_desktop.jobs.verifying import verify_report
from sipas_desktop.jobs.verifying_package import verify_against_package


def verify(args: argparse.Namespace) -> Result:
    """Exit 3 where anything differs."""
    lang = language(args)
    if isinstance(args.survey, Path) and is_zipfile(args.survey):
        found = verify_against_package(args.survey, args.verify)
    else:
        with opened(args) as survey:
            found = verify_report(survey, args.verify, progress())
    data = {
        "ok": found.ok,
        "differs": [dataclasses.asdict(each) for each in found.differs],
        "not_checked": list(found.not_checked),
        "head": found.head,
        "since": found.since,
        "same_bytes": found.same_bytes,
        "program": found.program,
        "figures": None if found.figures is None else dict(zip(("compared", "due"), found.figures, strict=True)),
        "own": list(found.own),
    }
    lines = told(found, lang)
    if found.ok:
        return Result(data, lines, DONE)
    return Result(data, [], DAMAGED, lines)
