"""Brings the projections up to a hand-out: in the office's file it marks, in the station's it lays everything down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fact import Fact
from sipas_desktop.store import models as m
from sipas_desktop.store.field_steps import INSERT_STEP
from sipas_desktop.store.statements import Statement, inserting

Said = Mapping[str, Any]

# What a hand-out says of a ballot, in this order. ``run`` is the place of its print run in the hand-out's list;
# ``keyer`` who keyed the first pass, where the second is handed out and she was known.
BALLOT = ("serial", "run", "state", "unit", "channel", "batch", "position", "photocopy", "received_on", "keyer")

# And of a ballot that was issued before: its last step.
STEP = ("serial", "step", "interviewer", "day")

_INSERT_HANDOUT = inserting(m.handout)
_INSERT_AWAY = inserting(m.away)
_INSERT_SURVEY = inserting(m.survey)
_INSERT_FORM = inserting(m.form)
_INSERT_OPERATOR = inserting(m.operator)
_INSERT_CATALOGUE = inserting(m.catalogue)
_INSERT_RUN = inserting(m.print_run)
_INSERT_BATCH = inserting(m.batch)
_INSERT_BALLOT = inserting(m.ballot)
_INSERT_INTERVIEWER = inserting(m.interviewer)
_SURVEY = Statement(select(m.survey.c.id))


def handed_out(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """A file without a survey is the station's: it gets all of it, and knows which passes are keyed elsewhere."""
    at_station = _SURVEY.first(conn) is None
    ballots = [dict(zip(BALLOT, row, strict=True)) for row in said["ballots"]]
    if at_station:
        _lay_down(conn, fact, said, ballots)
    _INSERT_HANDOUT.run(
        conn,
        id=said["handout"],
        number=said["number"],
        name=said["name"],
        passes="".join(str(number) for number in said["passes"]),
        fact=fact.seq,
        ballots=len(ballots),
        merged=None,
        taken_back=None,
    )
    elsewhere = [number for number in (1, 2) if (number in said["passes"]) != at_station]
    _INSERT_AWAY.run_many(
        conn,
        [
            {
                "serial": ballot["serial"],
                "pass": number,
                "handout": said["handout"],
                "operator": ballot["keyer"] if at_station and number == 1 else None,
            }
            for ballot in ballots
            for number in elsewhere
        ],
    )


def _lay_down(conn: Connection, fact: Fact, said: Said, ballots: list[dict[str, Any]]) -> None:
    _INSERT_SURVEY.run(conn, **said["survey"], plan=said["plan"], handout=said["handout"])
    newest = [(sha, code, None) for code, sha in sorted(said["forms"].items())]
    older = [(sha, code, fact.seq) for sha, code in sorted(said["older"].items())]
    names = ("sha256", "code", "superseded")
    _INSERT_FORM.run_many(conn, [{**dict(zip(names, row, strict=True)), "fact": fact.seq} for row in (*newest, *older)])
    _INSERT_OPERATOR.run_many(
        conn,
        [{"name": each["name"], "roles": " ".join(each["roles"]), "fact": fact.seq} for each in said["operators"]],
    )
    _INSERT_CATALOGUE.run_many(
        conn,
        [
            {"kind": kind, "code": code, "name": name, "position": position, "sector": None, "fact": fact.seq}
            for kind, entries in sorted(said["catalogue"].items())
            for position, (code, name) in enumerate(entries, start=1)
        ],
    )
    _INSERT_RUN.run_many(conn, [{"sector": None, **run, "published": fact.seq} for run in said["runs"]])
    _INSERT_BATCH.run_many(conn, [{**batch, "closed": False, "fact": fact.seq} for batch in said["batches"]])
    _INSERT_BALLOT.run_many(conn, [_ballot_row(ballot, said["runs"], fact.seq) for ballot in ballots])
    nameless = {"name": None, "phone": None, "note": None, "removed": False, "fact": fact.seq}
    people = said.get("interviewers", [])  # hand-outs from before there were any have none
    _INSERT_INTERVIEWER.run_many(conn, [{"code": code, "area": area, **nameless} for code, area in people])
    alone = {"fact": fact.seq, "before": None, "withdrawn": None, "stands": True}
    INSERT_STEP.run_many(conn, [{**dict(zip(STEP, row, strict=True)), **alone} for row in said.get("steps", [])])


def _ballot_row(ballot: Mapping[str, Any], runs: Sequence[Mapping[str, Any]], handed_out: int) -> dict[str, Any]:
    row = {name: value for name, value in ballot.items() if name != "keyer"}
    receipt = None if ballot["received_on"] is None else handed_out  # the receipt itself is the office's fact
    return row | {
        "run": runs[ballot["run"]]["id"],
        "received": receipt,
        "judged": receipt,
        "settled_unit": None,
        "reason": None,
    }


def state_at_station(state: State, passes: tuple[int, ...]) -> State:
    """The state in which a station gets a ballot that is in ``state`` here: what was keyed does not travel."""
    if state not in (State.VALID, State.FIRST_KEYING, State.FIRST_KEYED, State.FIRST_ELSEWHERE, State.REOPENED):
        return state
    return State.VALID if 1 in passes else State.FIRST_ELSEWHERE
