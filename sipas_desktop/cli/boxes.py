"""``sipas boxes``: ballot boxes opened, counted, beside what was received from them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.cli.fieldwork import day_of
from sipas_desktop.cli.terminal import Result, opened
from sipas_desktop.domain.box import BoxData
from sipas_desktop.jobs.boxes import make_box_record
from sipas_desktop.place import read_place
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import BoxRecord


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    boxes = commands.add_parser("boxes", parents=[common], help="ballot boxes that were opened, their records")
    boxes.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = boxes.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("open", parents=[common], help="record that a box was opened, or correct a record")
    parser.add_argument("box", metavar="BOX")
    parser.add_argument("--unit", metavar="U", help="whose box it is, by its code")
    parser.add_argument("--seal", required=True, metavar="S", help="the number of the seal")
    parser.add_argument("--broken", action="store_true", help="the seal was not whole; say how with --note")
    parser.add_argument("--people", required=True, nargs="+", metavar="WHO", help="who was there: “name, office”")
    parser.add_argument("--papers", required=True, type=int, metavar="N", help="papers in the box")
    parser.add_argument("--valid", required=True, type=int, metavar="N", help="of these, valid as they look")
    parser.add_argument("--batch", required=True, metavar="B", help="the batch that its ballots are received into")
    parser.add_argument("--note", default="", metavar="T")
    parser.add_argument("--day", metavar="D", help="2017-08-31 (default: today)")
    parser.add_argument("--correct", type=int, metavar="N", help="the record that this one corrects")
    parser.set_defaults(run=_open)
    parser = verbs.add_parser("list", parents=[common], help="counted at the box, and received from it")
    parser.set_defaults(run=_list)
    parser = verbs.add_parser("record", parents=[common], help="print the record, to be signed")
    parser.add_argument("number", type=int, metavar="N")
    parser.add_argument("out", type=Path, metavar="OUT.pdf|OUT.docx")
    parser.set_defaults(run=_record)


def _open(args: argparse.Namespace) -> Result:
    data = BoxData(
        args.box,
        args.seal,
        not args.broken,
        tuple(args.people),
        args.papers,
        args.valid,
        args.batch,
        args.unit,
        args.note,
        day_of(args),
    )
    with opened(args) as survey:
        number = workflow.record_box(survey, data, args.correct)
    return Result({"number": number}, [str(number)])


def _list(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        found = queries.box_records(survey)
    return Result({"boxes": [_data(each) for each in found]}, ["\t".join(map(str, _cells(each))) for each in found])


def _data(record: BoxRecord) -> dict[str, Any]:
    data = record.data
    return {
        "number": record.number,
        "box": data.box,
        "unit": data.unit,
        "seal": data.seal,
        "whole": data.whole,
        "people": list(data.people),
        "day": data.day.isoformat() if data.day else None,
        "papers": data.papers,
        "valid": data.valid,
        "spoiled": data.spoiled,
        "batch": data.batch,
        "note": data.note,
        "received": record.received,
        "received_valid": record.counted,
        "missing": record.missing,
        "differs": record.differs,
    }


def _cells(record: BoxRecord) -> tuple[object, ...]:
    """People are no part of a line that is only looked over."""
    data = record.data
    differs = f"{record.missing:+d}" if record.differs else "="
    return (record.number, data.day, data.box, data.batch, data.papers, data.valid, record.received, differs)


def _record(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        made = make_box_record(survey, args.number, args.out)
    data = {"number": args.number, "pages": made.pages, "sha256": made.sha256, "head": made.head}
    return Result(data, [f"{args.number}\t{made.pages}\t{args.out}"])
