"""Answers of an online channel: many ballots that were never on paper, which count all at once or not at all.

The import begins with a fact that reserves serials, goes on with one fact an answer in short transactions, and ends
with the fact that publishes it. One that is broken off stays in the history as begun; nobody sees its answers, and
importing the file again takes all of them.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.answer import RESERVED, Answer
from sipas_desktop.domain.cleaning import dossier_key
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.form import CATALOGUE_KINDS, Form, accepts
from sipas_desktop.domain.online import Reason
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.workflow.bulk import PAUSE_SECONDS
from sipas_desktop.store.workflow.online_paper import dossiers_on_paper, judge, judge_anew, last_import
from sipas_desktop.store.workflow.permission import acting, require
from sipas_desktop.store.workflow.printing import first_free

WORK_SECONDS = 0.02  # of one transaction, its commit aside: whoever keys waits for all of it


@dataclass(frozen=True)
class OnlineAnswer:
    """One answer that counts. ``at``: a day or a time of one, ISO 8601; codes are None where there is none."""

    at: str
    channel: str
    wave: str | None
    unit: str | None
    procedure: str | None
    officer: str | None
    dossier: str
    answers: Mapping[str, Answer]
    comment: bool = False  # words only: kept, and in no figure


@dataclass(frozen=True)
class OnlineImport:
    """What an import says of itself: source, origin, hashes of file and mapping, and the rows that do not count.

    ``on_paper``: an answer is left out where the paper ballot of its dossier counts; such are not in ``excluded``.
    ``seen``: the last import that the exclusion of duplicates knew of (``queries.online_held``).
    """

    source: str
    origin: str
    group: str
    file_sha256: str
    mapping_sha256: str
    rows: int
    excluded: Mapping[str, int]
    duplicates: int
    rejected: int
    seen: int
    on_paper: bool = True


def import_online(
    survey: OpenSurvey,
    told: OnlineImport,
    answers: Sequence[OnlineAnswer],
    progress: Callable[[int], None] | None = None,
) -> int:
    """Take the ``answers``; returns how many. ``progress`` may raise to stop the import: then none of them counts.

    Raises ``Refusal`` where there are none, for an answer that the form, the catalogues or the plan do not have, and
    where another import came between.
    """
    require(survey, Verb.IMPORT_ONLINE)
    form = survey.form_of_group(told.group)
    if not answers:
        raise Refusal("online.nothing_new")
    if told.rows != len(answers) + sum(told.excluded.values()) + told.duplicates + told.rejected:
        raise ValueError("the counts do not add up to the rows")
    if not told.excluded.keys() <= set(Reason):
        raise ValueError(sorted(told.excluded))
    with survey.reading() as conn:
        on_paper = dossiers_on_paper(conn) if told.on_paper else frozenset()
    comments = sum(answer.comment for answer in answers)
    ordered = sorted(answers, key=lambda answer: answer.wave or "")  # stable: a run a wave, in the file's order
    with acting(survey, Verb.IMPORT_ONLINE) as tx:
        _refuse_meanwhile(tx, told)
        _refuse_unknown(tx, survey, form, ordered)
        run_id = secrets.token_hex(16)
        runs = _reserve(tx, ordered)
        tx.append(
            FactKind.ONLINE_BEGUN,
            **{"import": run_id},
            source=told.source,
            origin=told.origin,
            form=form.sha256,
            group=told.group,
            runs=runs,
            file=told.file_sha256,
            mapping=told.mapping_sha256,
            **({} if told.on_paper else {"on_paper": False}),
        )
    places = [(run["run"], run["first"] + step) for run in runs for step in range(run["count"])]
    _take_all(survey, list(zip(places, ordered, strict=True)), on_paper, progress)
    with acting(survey, Verb.IMPORT_ONLINE) as tx:
        _refuse_meanwhile(tx, told)
        tx.append(
            FactKind.ONLINE_IMPORTED,
            **{"import": run_id},
            rows=told.rows,
            added=len(ordered) - comments,
            excluded=dict(told.excluded),
            duplicates=told.duplicates,
            rejected=told.rejected,
            **({"comments": comments} if comments else {}),
        )
        if told.on_paper:
            judge_anew(tx, on_paper)
    return len(ordered)


def _refuse_meanwhile(tx: Transaction, told: OnlineImport) -> None:
    """Raises ``Refusal`` where another import came after duplicates were looked for: they would not be complete."""
    if last_import(tx.conn) != told.seen:
        raise Refusal("online.meanwhile")


def _reserve(tx: Transaction, ordered: Sequence[OnlineAnswer]) -> list[dict[str, Any]]:
    first = first_free(tx.conn)
    if first + len(ordered) - 1 > serials.LAST_RUNNING:
        raise Refusal("serial.none_left", last=serials.LAST_RUNNING)
    runs: list[dict[str, Any]] = []
    for answer in ordered:
        if not runs or runs[-1]["wave"] != answer.wave:
            runs.append({"run": secrets.token_hex(16), "wave": answer.wave, "first": first, "count": 0})
        runs[-1]["count"] += 1
        first += 1
    return runs


def _refuse_unknown(tx: Transaction, survey: OpenSurvey, form: Form, answers: Sequence[OnlineAnswer]) -> None:
    """Raises ``Refusal`` for whatever a fact about one of ``answers`` may not say."""
    c = m.catalogue.c
    known = {(row.kind, row.code) for row in tx.conn.execute(select(c.kind, c.code))}
    known |= {("officer", code) for code in tx.conn.execute(select(m.officer.c.code)).scalars()}
    plan = survey.plan
    online = {channel.code for channel in plan.channels if not channel.paper}
    waves = {wave.code for wave in plan.waves} | {None}
    accepted: set[tuple[str, Answer]] = set()
    for each in answers:
        if each.channel not in online:
            raise Refusal("online.not_a_channel", found=each.channel, expected=" ".join(sorted(online)) or "—")
        if each.wave not in waves:
            raise Refusal("plan.unknown_wave", found=each.wave, expected=" ".join(sorted(filter(None, waves))))
        named = {"unit": each.unit, "procedure": each.procedure, "officer": each.officer}
        for kind, code in named.items():
            if code is not None and (kind, code) not in known:
                raise Refusal("online.unknown_code", found=code, kind=f"@online.field_{kind}")
        for code, answer in each.answers.items():
            if (code, answer) in accepted:
                continue
            question = form.by_code.get(code)
            if question is None or not accepts(question, answer):
                raise Refusal("keying.not_an_answer", question=code, found=answer.value)
            has_code = question.kind in CATALOGUE_KINDS and answer.value not in RESERVED
            if has_code and (question.kind.value, answer.value) not in known:
                raise Refusal("catalogues.unknown_code", question=question.number or code, found=answer.value)
            if answer.text is None:
                accepted.add((code, answer))


def _take_all(
    survey: OpenSurvey,
    placed: Sequence[tuple[tuple[str, int], OnlineAnswer]],
    on_paper: frozenset[str],
    progress: Callable[[int], None] | None,
) -> None:
    number, done = survey.about.number, 0
    while done < len(placed):
        if done:
            time.sleep(PAUSE_SECONDS)
        with acting(survey, Verb.IMPORT_ONLINE) as tx:
            began, here = time.perf_counter(), done
            while here < len(placed) and (here == done or time.perf_counter() - began < WORK_SECONDS):
                (run, running), answer = placed[here]
                serial = serials.make(number, running)
                _append(tx, serial, run, answer)
                if answer.dossier and dossier_key(answer.dossier) in on_paper:
                    judge(tx, [serial], on_paper=True)
                here += 1
        done = here
        if progress:
            progress(done)


def _append(tx: Transaction, serial: str, run: str, answer: OnlineAnswer) -> None:
    tx.append(
        FactKind.ONLINE_ANSWERED,
        serial,
        run=run,
        at=answer.at,
        channel=answer.channel,
        unit=answer.unit,
        procedure=answer.procedure,
        officer=answer.officer,
        dossier=tx.personal(answer.dossier) if answer.dossier else None,
        answers={question: tx.answer(each) for question, each in answer.answers.items()},
        **({"comment": True} if answer.comment else {}),
    )
