"""Returns by somebody who holds a station's key: a sound cipher, a chain that holds, and payloads no program wrote.

Each is refused in one line, exit 2, by the command; the office's survey and its folder stay as they were.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Connection, insert

from sipas_desktop.cli.main import main
from sipas_desktop.domain.fact import BEFORE_FIRST, Fact, FactKind, canonical, chain_hash, new_session
from sipas_desktop.domain.fact_shapes import _SAYS
from sipas_desktop.domain.fact_verbs import OF_STATIONS
from sipas_desktop.errors import Refusal, words
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store import models as m
from sipas_desktop.store.database import open_like, open_survey
from sipas_desktop.store.engine import make_engine
from sipas_desktop.store.projection import project
from sipas_desktop.store.queries.problems import CheckResult
from tests.stations import hand_out
from tests.surveys import CHEAP, PASSWORD, Station, station

NOW: Final = "2026-01-02T03:04:05.678+00:00"
DEEP: Final = "[" * 100_000 + "]" * 100_000
ENDLESS: Final = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"


@dataclass
class Forger:
    """Writes facts into a station's file, one session, by whatever ``operator`` she says."""

    conn: Connection
    handout: str
    serial: str
    session: str = ""
    n: int = 0
    last: bytes = BEFORE_FIRST

    def open(self, operator: str = "Lan", **said: Any) -> None:
        """A session's first fact."""
        self.session = new_session()
        number = (self.conn.exec_driver_sql("SELECT max(no) FROM session").scalar() or 0) + 1
        self.conn.execute(insert(m.session), {"no": number, "id": self.session})
        opening = {"operator": operator, "program": "1", "heads": {}, "handout": self.handout}
        self.append(FactKind.SESSION_OPENED, said=opening | said, operator=operator)

    def append(
        self,
        kind: str,
        subject: str = "",
        said: Any = None,
        payload: str | None = None,
        at: str = NOW,
        operator: str = "Lan",
        n: int | None = None,
        projected: bool = True,
    ) -> None:
        """A fact whose hash is right; projected as far as the program can, or not at all."""
        text = canonical(said) if payload is None else payload
        self.n = self.n + 1 if n is None else n
        self.last = chain_hash(self.last, self.session, self.n, kind, subject, at, text)
        row = {"n": self.n, "kind": kind, "subject": subject, "at": at, "payload": text, "hash": self.last}
        numbered = self.conn.exec_driver_sql("SELECT no FROM session WHERE id = ?", (self.session,)).scalar()
        seq = self.conn.execute(insert(m.fact), {"session_no": numbered, **row}).inserted_primary_key[0]  # type: ignore[index]
        placed = Fact(seq, self.session, self.n, kind, subject, at, text, self.last)
        if not projected:
            return
        try:
            project(self.conn, placed, json.loads(text), operator)
        except Exception:  # noqa: BLE001
            return  # then it is not projected: the hostile file is what it is

    @property
    def office(self) -> str:
        """A session of the office's, which the hand-out brought along."""
        return str(self.conn.exec_driver_sql("SELECT id FROM session WHERE no = 1").scalar())

    def sql(self, statement: str) -> None:
        """Something else than a fact."""
        self.conn.exec_driver_sql(statement)


def said(**particulars: Any) -> Mapping[str, Any]:
    return particulars


def salvaged(**named: Any) -> Mapping[str, Any]:
    missing: dict[str, Any] = {"gaps": [], "lost_heads": [], "lost_places": []}
    return {"damaged": "x", "facts": 9, "unread": 1, "left_out": 0, "cut": {}, "backup": None} | missing | named


def lost_of_the_office(forger: Forger) -> None:
    """A session says that it saw what never was in a session of the office, and another that it was lost."""
    never = (forger.office, 999, "0" * 64)
    forger.open(heads={never[0]: [*never[1:]]})
    forger.append(FactKind.KEYING_STARTED, forger.serial, {"pass": 1})
    saw = forger.session
    forger.n, forger.last = 0, BEFORE_FIRST
    forger.open("admin")
    forger.append(FactKind.SALVAGED, said=salvaged(lost_heads=[[saw, *never]]), operator="admin")


def keyed(forger: Forger, **changed: Any) -> None:
    forger.open()
    forger.append(FactKind.KEYING_STARTED, forger.serial, {"pass": 1} | changed)


def settled_singly(forger: Forger) -> None:
    """A station has no seed to draw by, whatever its fact says."""
    keyed(forger)
    single = {"mode": "sampled", "seed": f"{forger.office}:1", "one_in": 5, "drawn": False}
    single |= {"ballots": 50, "fields": 900, "errors": 0}
    forger.append(FactKind.BALLOT_SETTLED, forger.serial, said(unit_question=None, single=single))


ATTACKS: Final[dict[str, Callable[[Forger], object]]] = {
    "nested": lambda f: (f.open(), f.append(FactKind.KEYS_CHANGED, payload=DEEP)),
    "no dictionary": lambda f: (f.open(), f.append(FactKind.KEYS_CHANGED, said=[1])),
    "no json": lambda f: (f.open(), f.append(FactKind.KEYS_CHANGED, payload="{")),
    "kind": lambda f: (f.open(), f.append("<b>không có</b>", said={})),
    "stranger": lambda f: f.open("Người lạ"),
    "name with tags": lambda f: f.open("<img src='//x/y'>\x1b[2J"),
    "program of a million letters": lambda f: f.open(program="x" * 1_000_000),
    "program no text": lambda f: f.open(program=["x"]),
    "heads that are none": lambda f: f.open(heads=[1]),
    "head of a huge number": lambda f: f.open(heads={"x": [2**200, "00"]}),
    "other hand-out": lambda f: f.open(handout="0" * 32),
    "a time that is none": lambda f: (f.open(), f.append(FactKind.KEYING_STARTED, f.serial, {"pass": 1}, at="=1+1")),
    "the end of time": lambda f: (
        f.open(),
        f.append(FactKind.KEYING_STARTED, f.serial, {"pass": 1}, at="9999-12-31T23:59:59.999+00:00"),
    ),
    "pass as a word": lambda f: keyed(f, **{"pass": "1"}),
    "pass 3": lambda f: keyed(f, **{"pass": 3}),
    "more than it says": lambda f: keyed(f, reason={}, answers=[]),
    "ten million": lambda f: (f.open(), f.append(FactKind.KEYING_STARTED, f.serial, {"pass": 1}, n=10_000_000)),
    "other survey's serial": lambda f: (f.open(), f.append(FactKind.KEYING_STARTED, "99999000001" + "0", {"pass": 1})),
    "roles raised": lambda f: (
        f.open(),
        f.append(FactKind.OPERATOR_SET, said=said(name="Lan", roles=["administrator"], supersedes=None)),
    ),
    "forged hand-out": lambda f: (
        f.open("admin"),
        f.append(FactKind.HANDED_OUT, said=said(handout="1" * 32, number=2, ballots=[]), operator="admin"),
    ),
    "merged": lambda f: (
        f.open("admin"),
        f.append(FactKind.MERGED, said=said(handout=f.handout, sessions={}, file="", facts=0), operator="admin"),
    ),
    "settled by nobody": lambda f: (
        f.open(),
        f.append(FactKind.BALLOT_SETTLED, f.serial, said(unit_question=None)),
    ),
    "settled after one keying": lambda f: settled_singly(f),
    "the office's batch": lambda f: (f.open(), f.append(FactKind.BATCH_OPENED, said=said(batch="L2", unit=None))),
    "a batch of its own choice": lambda f: (
        f.open(),
        f.append(FactKind.BATCH_OPENED, said=said(batch="T77-B", unit=None)),
    ),
    "a trillion ballots": lambda f: (
        f.open("admin"),
        f.append(FactKind.BALLOTS_PRINTED, said=said(count=10**12, first=1, linked=0, links=None), operator="admin"),
    ),
    "restored, nothing said": lambda f: (f.open("admin"), f.append(FactKind.RESTORED, said={}, operator="admin")),
    "salvaged in words": lambda f: (
        f.open("admin"),
        f.append(FactKind.SALVAGED, said=said(facts="=1", unread={}, left_out=0), operator="admin"),
    ),
    "a gap of the hand-out's session": lambda f: (
        f.open("admin"),
        f.append(FactKind.SALVAGED, said=salvaged(gaps=[[f.office, 1, "", 2, "", ""]]), operator="admin"),
    ),
    "a lost fact of the office's": lambda f: lost_of_the_office(f),
    "keys changed to a list": lambda f: (
        f.open(),
        f.append(FactKind.KEYS_CHANGED, said=said(what="password_changed", name="Lan", reason={"x": 1})),
    ),
    "a record smuggled in": lambda f: f.sql(f"INSERT INTO settling VALUES ('{f.serial}', 1, 0)"),
    "a role smuggled in": lambda f: f.sql("UPDATE operator SET roles = 'king' WHERE name = 'admin'"),
    "a trigger": lambda f: f.sql("CREATE TRIGGER t AFTER INSERT ON fact BEGIN DELETE FROM fact; END"),
    "a table that never ends": lambda f: (
        f.sql("ALTER TABLE operator RENAME TO o"),
        f.sql(f"CREATE VIEW operator AS {ENDLESS} SELECT '' AS name, '' AS roles, x AS fact FROM n"),
    ),
}


@dataclass(frozen=True)
class Out:
    """An office with a hand-out at a station, both closed."""

    office: Path
    station: Path
    handout: str
    serial: str

    def forged(self, folder: Path, attack: Callable[[Forger], object]) -> Path:
        """A copy of the station's file in which somebody with its key did ``attack``."""
        copy = folder / self.station.name
        for path in (self.station, keys.path_of(self.station)):
            shutil.copyfile(path, folder / path.name)
        engine = make_engine(copy, keys.unlock(copy, "admin", PASSWORD))
        with engine.connect() as conn:
            conn.exec_driver_sql("PRAGMA foreign_keys = OFF")
            conn.exec_driver_sql("BEGIN")
            attack(Forger(conn, self.handout, self.serial))
            conn.exec_driver_sql("COMMIT")
        engine.dispose()
        return copy


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Out:
    """One for all attacks, since none of them changes it."""
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        with station(folder) as desk:
            (serial,) = desk.received(1)
            desk.received(1, "L2")
            post = hand_out(desk, folder, ["L1"])
            handout = post.admin.about.handout or ""
            post.close()
            path = desk.path
    return Out(path, post.path, handout, serial)


def held(office: Path) -> tuple[CheckResult, set[str]]:
    """All that must not change."""
    with open_survey(office, "admin", PASSWORD) as survey:
        return queries.check_survey(survey), {path.name for path in office.parent.iterdir()}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_return_is_refused_in_one_line_and_changes_nothing(
    out: Out, tmp_path: Path, attack: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    brought = out.forged(tmp_path, ATTACKS[attack])
    before = held(out.office)
    monkeypatch.setenv("SIPAS_PASSWORD", PASSWORD)
    assert main(["merge", str(out.office), str(brought)]) in (2, 3)
    told = capsys.readouterr().err.strip()
    assert told and len(told.splitlines()) == 1 and "\x1b" not in told
    assert held(out.office) == before


@pytest.mark.parametrize("harmless", [keyed, lost_of_the_office])
def test_the_forger_can_write_what_is_taken_in(out: Out, tmp_path: Path, harmless: Callable[[Forger], object]) -> None:
    """Else the attacks would be refused for her mistakes and not for theirs; what is in one file no check can know."""
    with open_survey(out.forged(tmp_path, harmless), "admin", PASSWORD) as survey:
        assert queries.check_survey(survey).problems == ()


def test_no_run_has_more_ballots_than_there_are_serials(desk: Station) -> None:
    """A check lays a run's ballots down: a trillion of them would take all memory before anything is found."""
    desk.print(1)
    with desk.admin.writing() as tx, pytest.MonkeyPatch.context() as patch:
        last = tx.conn.exec_driver_sql("SELECT payload FROM fact WHERE kind = 'ballots_printed'").scalar()
        forged = json.loads(str(last)) | {"run": "0" * 32, "first": 2, "count": 10**12}
        patch.setattr("sipas_desktop.store.facts.project", lambda *_: None)
        tx.append(FactKind.BALLOTS_PRINTED, **forged)
    assert not queries.check_survey(desk.admin).ok


# What a return may bring, and why; everything else is the office's, whatever role who wrote it has.
LEGAL: Final[dict[FactKind, str]] = {
    FactKind.SESSION_OPENED: "who was there; the check asks whether the office named her",
    FactKind.KEYS_CHANGED: "only that she changed her own password, in the station's key file",
    FactKind.BATCH_OPENED: "a batch with the station's number in front, which meets no other file's",
    FactKind.BALLOT_RECEIVED: "of ballots that were handed out",
    FactKind.RECEIPT_WITHDRAWN: "of its own receipts",
    FactKind.VALIDITY_SET: "of ballots that were handed out",
    FactKind.BALLOT_ISSUED: "of ballots that were handed out, to an interviewer whom the hand-out names",
    FactKind.OUTCOME_SET: "likewise",
    FactKind.STEP_WITHDRAWN: "of its own steps",
    FactKind.KEYING_STARTED: "of the passes that were handed out",
    FactKind.KEYING_RESUMED: "her own",
    FactKind.ANSWERS_KEYED: "her own",
    FactKind.KEYING_COMPLETED: "her own",
    FactKind.KEYING_REOPENED: "her own",
    FactKind.KEYING_SET_ASIDE: "of keyings that were started there; here the pass is not hers any more either",
    FactKind.BATCH_CLAIMED: "who has a batch there, for one of the passes that were handed out; here it is history",
    FactKind.BATCH_GIVEN_BACK: "likewise",
    FactKind.BATCH_TAKEN_OVER: "likewise",
    FactKind.BATCH_COUNTED: "what lay there; here it is history",
    FactKind.ADJUDICATED: "by a third person, where both passes are there; here it may meet another: a conflict",
    FactKind.REKEYING_ASKED: "by who keyed neither pass, where both are there; of two requests one stands",
    FactKind.REKEYING_WITHDRAWN: "of what was sent back, while nobody has begun",
    FactKind.BALLOT_SETTLED: "follows from the facts before it, never of one keying; here it is settled anew",
    FactKind.HEAD_PRINTED: "the package that it brings, a report printed there",
    FactKind.RESTORED: "a station keeps backups of its own; it says so and gives nothing",
    FactKind.SALVAGED: "a station's file may be damaged; the gaps are of its own sessions alone",
}
# What these commit to, and the documents that these name, are looked at before who said it.
COMMITTING: Final = {
    FactKind.SURVEY_CREATED, FactKind.FORM_CHANGED, FactKind.HANDED_OUT,
    FactKind.SAMPLE_IMPORTED, FactKind.SAMPLE_DRAWN, FactKind.MEMBER_REPLACED, FactKind.BALLOTS_PRINTED,
    FactKind.BALLOTS_REPRINTED, FactKind.HANDOUT_TAKEN_BACK, FactKind.INTERVIEWERS_SET,
    FactKind.HANDOVER_OPENED, FactKind.HANDOVER_EXPLAINED, FactKind.BOX_OPENED, FactKind.SIGNING_KEY_SET,
    FactKind.PACKAGE_MERGED, FactKind.SOURCE_WITHDRAWN, FactKind.SOURCE_READMITTED, FactKind.RECORDS_TAKEN,
    FactKind.PERSON_ERASED, FactKind.LINKS_DESTROYED,
}  # fmt: skip
OF_KEYS: Final = ("password_reset", "badge_issued", "badge_taken", "recovery_printed", "recovered", "password_changed")


def shaped(kind: FactKind) -> Mapping[str, Any]:
    """Particulars of ``kind`` with all names and types as they are due: what they say is not why it is refused."""
    plain: dict[type, Any] = {str: "x", int: 1, dict: {}, list: [], bool: False, type(None): None}
    due = {name: types if isinstance(types, tuple) else (types,) for name, types in _SAYS.get(kind, {}).items()}
    return {name: plain[types[-1]] for name, types in due.items()}


def test_what_stations_may_say_is_just_what_is_told_here() -> None:
    assert {FactKind(kind) for kind in OF_STATIONS} == LEGAL.keys()


@pytest.mark.parametrize("kind", sorted(set(FactKind) - LEGAL.keys()))
def test_a_return_that_says_what_only_the_office_may_is_refused_whole(
    out: Out, tmp_path: Path, kind: FactKind, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the administrator, who may all of it in the office, after work that alone would have been taken in."""

    def smuggle(forger: Forger) -> None:
        keyed(forger)
        forger.n, forger.last = 0, BEFORE_FIRST
        forger.open("admin")
        forger.append(kind, said=shaped(kind), operator="admin", projected=False)

    brought = out.forged(tmp_path, smuggle)
    before = held(out.office)
    monkeypatch.setenv("SIPAS_PASSWORD", PASSWORD)
    assert main(["merge", str(out.office), str(brought)]) == 2
    told = capsys.readouterr().err.strip()
    assert len(told.splitlines()) == 1
    assert told.startswith("tệp trạm không qua kiểm tra: ")
    assert kind in COMMITTING or (words(f"fact.{kind}", "vi") in told and "không có vai trò làm việc này" in told)
    assert held(out.office) == before
    with open_survey(out.office, "admin", PASSWORD) as office, open_like(office, brought) as there:
        for act in (workflow.check_return, lambda *of: workflow.merge_return(*of, "0" * 64)):  # nobody checked before
            with pytest.raises(Refusal) as caught:
                act(office, there)
            assert caught.value.code == "handout.not_of_stations"
            assert words(f"fact.{kind}", "vi") in caught.value.words("vi")
    assert held(out.office) == before


@pytest.mark.parametrize("what", OF_KEYS)
@pytest.mark.parametrize("operator", ["admin", "Lan"])
def test_of_keys_a_station_says_only_that_she_changed_her_own_password(
    out: Out, tmp_path: Path, what: str, operator: str
) -> None:
    for name in ("Mai", operator):
        folder = tmp_path / name
        folder.mkdir()

        def changed(forger: Forger, name: str = name) -> None:
            forger.open(operator)
            forger.append(FactKind.KEYS_CHANGED, said={"what": what, "name": name}, operator=operator)

        with open_survey(out.forged(folder, changed), "admin", PASSWORD) as there:
            assert queries.check_survey(there).ok is (what == "password_changed" and name == operator)


@pytest.mark.parametrize("kind", sorted(set(FactKind) - LEGAL.keys()))
def test_the_office_s_check_finds_it_when_somebody_with_its_key_put_it_there(
    out: Out, tmp_path: Path, kind: FactKind
) -> None:
    def smuggle(forger: Forger) -> None:
        forger.open("admin")
        forger.append(kind, said=shaped(kind), operator="admin", projected=False)

    office = Out(out.station, out.office, out.handout, out.serial).forged(tmp_path, smuggle)
    with open_survey(office, "admin", PASSWORD) as survey:
        code, told = queries.check_survey(survey).problems[0]
    assert kind in COMMITTING or (code, told["kind"]) == ("check.no_role", f"@fact.{kind}")
