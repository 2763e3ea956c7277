"""``sipas comments``: what respondents wrote, with numbers and names hidden, grouped by the office's own topics."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.cli.terminal import Result, language, opened
from sipas_desktop.jobs import comments as jobs
from sipas_desktop.place import read_place
from sipas_desktop.store import queries, workflow


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    asked = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    asked.add_argument("--question", metavar="Q", help="an open question by its code (default: the first)")
    which = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS, parents=[asked])
    one_of = which.add_mutually_exclusive_group()
    one_of.add_argument("--topic", metavar="T", help="only answers with this topic")
    one_of.add_argument("--unsorted", dest="topic", action="store_const", const="", help="only answers without a topic")

    parent = commands.add_parser("comments", parents=[common, which], help="what respondents wrote, by topics")
    parent.add_argument("survey", type=read_place, metavar="SURVEY")
    parent.set_defaults(run=_list)
    verbs = parent.add_subparsers(dest="verb")
    parser = verbs.add_parser("list", parents=[common, which], help="the answers, also without this word")
    parser.set_defaults(run=_list)
    parser = verbs.add_parser("topics", parents=[common], help="the office's topics of a question")
    of_topics = parser.add_subparsers(dest="what", required=True)
    each = of_topics.add_parser("list", parents=[common, asked], help="the topics, and how many answers have them")
    each.set_defaults(run=_topics)
    each = of_topics.add_parser("import", parents=[common, asked], help="set the list from a sheet: code, title")
    each.add_argument("file", type=Path, metavar="FILE")
    each.set_defaults(run=_import)
    parser = verbs.add_parser("sort", parents=[common], help="the topics of one answer, in place of those it has")
    parser.add_argument("id", metavar="ID")
    parser.add_argument("--topic", dest="topics", action="append", default=[], metavar="T")
    parser.set_defaults(run=_sort)
    parser = verbs.add_parser("export", parents=[common, which], help="the list as a workbook")
    parser.add_argument("out", type=Path, metavar="OUT.xlsx")
    parser.set_defaults(run=_export)


def _chosen(args: argparse.Namespace) -> tuple[str | None, str | None]:
    return getattr(args, "question", None), getattr(args, "topic", None)


def _list(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        found = jobs.comments(survey, *_chosen(args), language(args))
    ids = [each.id[: jobs.SHOWN_OF_ID] for each in found]
    rows = [{"id": own, "text": each.text, "topics": each.topics} for own, each in zip(ids, found, strict=True)]
    told = [(" ".join(each.topics) or "-", " ".join(each.text.split())) for each in found]
    lines = ["\t".join((own, *each)) for own, each in zip(ids, told, strict=True)]
    return Result({"comments": rows}, lines)


def _topics(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        question = jobs.question_of(survey, _chosen(args)[0])
        topics = queries.topics(survey).get(question, ())
        found = queries.comments(survey, question)
    counts = {topic.code: sum(topic.code in each.topics for each in found) for topic in topics}
    rows = [{"code": topic.code, "title": topic.title, "answers": counts[topic.code]} for topic in topics]
    told = {"question": question, "answers": len(found), "unsorted": sum(not each.topics for each in found)}
    return Result({**told, "topics": rows}, ["\t".join(map(str, row.values())) for row in rows])


def _import(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        count = jobs.import_topics(survey, args.file, _chosen(args)[0])
    return Result({"topics": count}, [str(count)])


def _sort(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        own = jobs.comment_of(survey, args.id)
        before = workflow.sort_comment(survey, own.id, args.topics)
    told = {"id": own.id[: jobs.SHOWN_OF_ID], "before": list(before), "topics": list(dict.fromkeys(args.topics))}
    return Result(told, [f"{told['id']}\t{' '.join(args.topics) or '-'}"])


def _export(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        count = jobs.export_comments(survey, args.out, *_chosen(args), language(args))
    return Result({"comments": count}, [f"{count}\t{args.out}"])
