"""``sipas ballots`` and ``sipas receive``: paper out, paper in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.cli.print_style import add_style, noted, style_of
from sipas_desktop.cli.terminal import REFUSED, Result, language, opened, progress
from sipas_desktop.domain.print_order import SortedBy
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.keyed_file import read_serials
from sipas_desktop.jobs.ballots import PrintedRun, continue_run, print_labels, print_run, reprint
from sipas_desktop.jobs.box_file import write_box_file
from sipas_desktop.jobs.fieldwork import spoil_all, void_all
from sipas_desktop.jobs.keyed import Bulk, receive_all
from sipas_desktop.place import read_place
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    ballots = commands.add_parser("ballots", parents=[common], help="print ballots, list them")
    ballots.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = ballots.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("print", parents=[common], help="personalised when linked to a sample, else numbered")
    parser.add_argument("out", type=Path, metavar="OUT.pdf")
    parser.add_argument("--count", type=int, metavar="N")
    parser.add_argument("--group", metavar="G")
    parser.add_argument("--unit", metavar="U")
    parser.add_argument("--wave", metavar="W")
    parser.add_argument("--sector", metavar="S")
    add_style(parser)
    parser.add_argument("--order", choices=[each.value for each in SortedBy], default=SortedBy.LIST.value)
    parser.add_argument("--spares", type=int, default=0, metavar="N", help="more of the unit, for nobody yet")
    parser.set_defaults(run=_print)
    parser = verbs.add_parser("interrupted", parents=[common], help="print runs that were broken off")
    parser.set_defaults(run=_interrupted)
    parser = verbs.add_parser("continue", parents=[common], help="print an interrupted run to the file it was to be")
    parser.add_argument("out", type=Path, metavar="OUT.pdf")
    parser.add_argument("--run", dest="interrupted", metavar="ID")
    parser.set_defaults(run=_continue)
    parser = verbs.add_parser("give-up", parents=[common], help="give an interrupted run up")
    parser.add_argument("--run", dest="interrupted", metavar="ID")
    parser.set_defaults(run=_give_up)
    parser = verbs.add_parser("labels", parents=[common], help="spare serial labels for photocopies that come back")
    parser.add_argument("out", type=Path, metavar="OUT.pdf")
    parser.add_argument("--count", type=int, required=True, metavar="N")
    parser.add_argument("--group", metavar="G")
    parser.add_argument("--format", metavar="F", help="the label sheets, by their code in forms/labels.toml")
    parser.add_argument("--start", type=int, default=1, metavar="K", help="the first label to use of a sheet begun")
    parser.set_defaults(run=_labels)
    parser = verbs.add_parser("reprint", parents=[common], help="print ballots once more, marked as reprints")
    parser.add_argument("out", type=Path, metavar="OUT.pdf")
    parser.add_argument("serials", nargs="+", metavar="SERIAL")
    parser.add_argument("--reason", required=True)
    parser.set_defaults(run=_reprint)
    parser = verbs.add_parser("boxes", parents=[common], help="where the boxes of a print run stand, for scanners")
    parser.add_argument("out", type=Path, metavar="OUT.json")
    parser.add_argument("--run", type=int, dest="number", metavar="N", help="default: the last run of ballots")
    parser.set_defaults(run=_boxes)
    parser = verbs.add_parser("list", parents=[common], help="every ballot with its state")
    parser.set_defaults(run=_list)
    parser = verbs.add_parser("ledger", parents=[common], help="every serial accounted for, and what waits too long")
    parser.set_defaults(run=_ledger)

    for name, about, run in (
        ("spoil", "ballots were spoiled in print or store", _spoil),
        ("void", "throw out ballots that came back", _void),
    ):
        parser = verbs.add_parser(name, parents=[common], help=about)
        parser.add_argument("serials", nargs="*", metavar="SERIAL")
        parser.add_argument("--from", dest="file", type=Path, metavar="FILE", help="a list of serials")
        parser.add_argument("--reason", required=name == "void", default="")
        parser.set_defaults(run=run)

    parser = commands.add_parser("receive", parents=[common], help="register returned paper")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.add_argument("serials", nargs="*", metavar="SERIAL")
    parser.add_argument("--from", dest="file", type=Path, metavar="FILE", help="a list of serials")
    parser.add_argument("--channel", metavar="C")
    parser.add_argument("--batch", metavar="B")
    parser.add_argument("--invalid", metavar="REASON", help="why these ballots do not count")
    parser.set_defaults(run=_receive)


def _printed(run: PrintedRun, out: Path, args: argparse.Namespace) -> Result:
    data = {**vars(run), "notes": [note.said() for note in run.notes]}
    return Result(data, [f"{run.ballots}\t{run.first_serial}\t{run.last_serial}\t{out}", *noted(run.notes, args)])


def _print(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        run = print_run(
            survey,
            args.out,
            count=args.count,
            group=args.group,
            unit=args.unit,
            wave=args.wave,
            sector=args.sector,
            style=style_of(args, survey.plan.ballot),
            sorted_by=SortedBy(args.order),
            spares=args.spares,
            progress=progress(),
            proving=progress(),
        )
    return _printed(run, args.out, args)


def _interrupted(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        runs = queries.interrupted_runs(survey)
    lines = [f"{run.id}\t{run.purpose}\t{run.count}\t{run.first_serial}\t{run.last_serial}" for run in runs]
    return Result({"runs": [vars(run) for run in runs]}, lines)


def _continue(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        run = continue_run(survey, args.out, _chosen(survey, args.interrupted), progress(), progress())
    return _printed(run, args.out, args)


def _give_up(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        run = _chosen(survey, args.interrupted)
        count = workflow.give_up_run(survey, run)
    return Result({"run": run, "ballots": count}, [f"{run}\t{count}"])


def _chosen(survey: OpenSurvey, run: str | None) -> str:
    """The interrupted run that is meant; where there is just one it need not be named."""
    if run is not None:
        return run
    waiting = queries.interrupted_runs(survey)
    if not waiting:
        raise Refusal("print.no_interrupted_run")
    if len(waiting) > 1:
        raise Refusal("print.several_interrupted", count=len(waiting), runs=" ".join(each.id for each in waiting))
    return waiting[0].id


def _labels(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        run = print_labels(
            survey,
            args.out,
            count=args.count,
            group=args.group,
            sheet=args.format,
            start=args.start,
            progress=progress(),
            proving=progress(),
        )
    return _printed(run, args.out, args)


def _reprint(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        return _printed(reprint(survey, args.out, args.serials, args.reason, progress()), args.out, args)


def _boxes(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        written = write_box_file(survey, args.out, args.number)
    return Result(vars(written), [f"{written.run}\t{written.pages}\t{written.boxes}\t{args.out}"])


def _list(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        found = queries.ballots(survey)
    data = {"ballots": [vars(ballot) for ballot in found]}
    return Result(data, [f"{ballot.serial}\t{ballot.state}\t{ballot.validity}\t{ballot.channel}" for ballot in found])


def _ledger(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        held = queries.ledger(survey)
        found = queries.standing(survey)
    data = {
        "printed": held.printed,
        "states": {state.value: count for state, count in held.states.items() if count},
        "labels_left": held.labels_left,
        "listed": [
            {
                "serial": each.serial,
                "reason": each.why,
                "since": each.since,
                "batch": each.batch,
                "position": each.position,
                "operator": each.who,
                "pass": each.pass_no,
            }
            for each in found
        ],
    }
    lines = [f"{each.serial}\t{each.why}\t{each.since}\t{each.batch}\t{each.who}" for each in found]
    return Result(data, lines)


def _spoil(args: argparse.Namespace) -> Result:
    typed = typed_serials(args)
    with opened(args) as survey:
        bulk = spoil_all(survey, typed, args.reason, progress())
    return bulk_result("spoiled", bulk, language(args))


def _void(args: argparse.Namespace) -> Result:
    typed = typed_serials(args)
    with opened(args) as survey:
        bulk = void_all(survey, typed, args.reason, progress())
    return bulk_result("voided", bulk, language(args))


def typed_serials(args: argparse.Namespace, *, need: bool = True) -> list[str]:
    """The serials of a bulk verb, as they are written. Raises ``Refusal`` for none where they ``need`` to be there."""
    typed = [*args.serials]
    if args.file is not None:
        typed += [text for _, text in read_serials(args.file)]
    if need and not typed:
        raise Refusal("cli.no_serials")
    return typed


def _receive(args: argparse.Namespace) -> Result:
    typed = typed_serials(args)
    with opened(args) as survey:
        bulk = receive_all(
            survey, typed, channel=args.channel, batch=args.batch, reason=args.invalid, progress=progress()
        )
    return bulk_result("received", bulk, language(args))


def bulk_result(verb: str, bulk: Bulk, lang: str, **more: int) -> Result:
    """What a bulk verb did, as a result: exit 2 only when nothing was done and nothing had been done before."""
    refused = [{"serial": each.serial, "message": each.refusal.words(lang)} for each in bulk.refused]
    data = {verb: bulk.done, "already": bulk.already, **more, "refused": refused}
    lines = [f"{verb} {bulk.done}, already {bulk.already}, refused {len(refused)}"]
    errors = [f"{each['serial']}: {each['message']}" for each in refused]
    return Result(data, lines, REFUSED if bulk.nothing else 0, errors)
