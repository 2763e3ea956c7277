"""``sipas signing``, ``offices``: the office's key, and the offices whose packages are merged."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.cli.terminal import Result, language, opened, operator, password
from sipas_desktop.domain.package import fingerprint
from sipas_desktop.errors import Refusal, words
from sipas_desktop.jobs.packages import MergedPackages, read_public_key, save_public_key
from sipas_desktop.place import read_place
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import open_survey
from sipas_desktop.store.queries import PackageConflict


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    signing = commands.add_parser("signing", parents=[common], help="the key with which this office signs its packages")
    signing.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = signing.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("show", parents=[common], help="its fingerprint")
    parser.set_defaults(run=_show)
    parser = verbs.add_parser("make", parents=[common], help="a new key in place of the one there is")
    parser.set_defaults(run=_make)
    parser = verbs.add_parser("carry", parents=[common], help="take over the key of another survey of this office")
    parser.add_argument("source", type=read_place, metavar="FROM_SURVEY")
    parser.set_defaults(run=_carry)
    parser = verbs.add_parser("export-public", parents=[common], help="the public key, for the office above")
    parser.add_argument("out", type=Path, metavar="OUT.pem")
    parser.set_defaults(run=_export_public)

    offices = commands.add_parser("offices", parents=[common], help="offices whose packages are merged here")
    offices.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = offices.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("register", parents=[common], help="take packages that are signed with a key")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("key", type=Path, metavar="PUBLIC_KEY.pem")
    parser.add_argument("--unit", action="append", default=[], metavar="CODE", help="only of these units")
    parser.set_defaults(run=_register)
    parser = verbs.add_parser("list", parents=[common], help="offices, what they sent, what does not agree")
    parser.set_defaults(run=_list)
    parser = verbs.add_parser("remove", parents=[common], help="take no more packages with a key; what is merged stays")
    parser.add_argument("fingerprint", metavar="FINGERPRINT")
    parser.set_defaults(run=_remove)
    for verb, run, told in (
        ("withdraw", _withdraw, "let nothing that a survey sent count, whatever comes of it"),
        ("readmit", _readmit, "let what a survey sent count again"),
    ):
        parser = verbs.add_parser(verb, parents=[common], help=told)
        parser.add_argument("source", metavar="SOURCE", help="the survey's id as list shows it, or its beginning")
        parser.add_argument("--reason", required=True, metavar="TEXT", help="why; it stands in the history")
        parser.set_defaults(run=run)


def _key(public: str | None) -> Result:
    shown = None if public is None else fingerprint(public)
    return Result({"public_key": public, "fingerprint": shown}, [shown or "-"])


def _show(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        return _key(queries.key_in_use(survey))


def _make(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        return _key(workflow.make_signing_key(survey))


def _carry(args: argparse.Namespace) -> Result:
    with opened(args) as survey, open_survey(args.source, operator(args), password(args)) as source:
        return _key(workflow.carry_signing_key(survey, source))


def _export_public(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        return _key(save_public_key(survey, args.out))


def _register(args: argparse.Namespace) -> Result:
    public = read_public_key(args.key)
    with opened(args) as survey:
        workflow.register_office(survey, args.name, public, args.unit)
    data = {"name": args.name, "public_key": public, "fingerprint": fingerprint(public), "units": args.unit}
    return Result(data, [f"{args.name}\t{fingerprint(public)}"])


def _list(args: argparse.Namespace) -> Result:
    lang = language(args)
    with opened(args) as survey:
        offices, sources = queries.offices(survey), queries.sources(survey)
        found = queries.package_conflicts(survey)
        out = queries.withdrawn_sources(survey)
    data = {
        "offices": [vars(each) | {"fingerprint": each.fingerprint} for each in offices],
        "sources": [vars(each) for each in sources],
        "withdrawn": [vars(each) for each in out],
        "conflicts": conflicts_json(found),
    }
    lines = [f"{each.name}\t{each.fingerprint}\t{' '.join(each.units)}" for each in offices]
    lines += [f"{each.office or each.title}\t{each.created}\t{each.records}\t{each.source[:12]}" for each in sources]
    for each in out:
        told = words("package.is_withdrawn", lang, by=each.by, day=each.at[:10], reason=each.reason)
        lines.append(f"{each.title}\t{told}\t{each.records}\t{each.source[:12]}")
    return Result(data, lines, errors=conflict_lines(found, lang))


def _remove(args: argparse.Namespace) -> Result:
    wanted = "".join(args.fingerprint.split()).lower()
    with opened(args) as survey:
        matching = [each for each in queries.offices(survey) if each.fingerprint.replace(" ", "") == wanted]
        if not matching:
            raise Refusal("offices.unknown", fingerprint=args.fingerprint)
        workflow.remove_office(survey, matching[0].public_key)
    return Result({"name": matching[0].name, "fingerprint": matching[0].fingerprint}, [matching[0].name])


def _withdraw(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        source = _one(args.source, [(each.source, each.title) for each in queries.sources(survey)])
        workflow.withdraw_source(survey, source[0], args.reason)
    return Result({"source": source[0], "title": source[1]}, [source[1]])


def _readmit(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        source = _one(args.source, [(each.source, each.title) for each in queries.withdrawn_sources(survey)])
        workflow.readmit_source(survey, source[0], args.reason)
    return Result({"source": source[0], "title": source[1]}, [source[1]])


def _one(begins: str, sources: list[tuple[str, str]]) -> tuple[str, str]:
    """The one source whose id begins so. Raises ``Refusal`` for none and for several."""
    found = [each for each in sources if begins and each[0].startswith(begins.lower())]
    if len(found) != 1:
        raise Refusal("package.no_source", found=begins, number=len(found))
    return found[0]


def merged_json(done: MergedPackages) -> dict[str, Any]:
    """What packages brought, as JSON."""
    return {
        "added": done.added,
        "already_there": done.already_there,
        "conflicts": conflicts_json(done.conflicts),
        "packages": [vars(each) | {"came": each.came.value} for each in done.taken],
    }


def conflicts_json(found: Any) -> list[dict[str, Any]]:
    """What packages say against each other, as JSON."""
    return [{"what": each.what.value, "about": each.about, "sources": list(each.sources)} for each in found]


def conflict_lines(found: Any, lang: str) -> list[str]:
    """The same for people."""
    return [_words(each, lang) for each in found]


def _words(conflict: PackageConflict, lang: str) -> str:
    sources = "; ".join(conflict.sources)
    return words(f"package.conflict_{conflict.what.value}", lang, about=conflict.about, sources=sources)
