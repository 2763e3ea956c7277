"""Somebody who has the key hides facts behind a gap that she names herself, the program's own salvage being her tool.

What she gets passes the check: so it must say that the survey was salvaged and what it lacks, a head that was printed
before must show the loss, and nothing but what is named may be missing or stand beside a gap.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from sipas_desktop.domain.fact import FactKind, canonical, chain_hash
from sipas_desktop.domain.history import Group
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import open_survey
from sipas_desktop.store.gaps import Gap, LostHead, LostPlace, Missing, told
from sipas_desktop.store.queries.problems import CheckResult, Salvages
from tests.lost import change, copied, lose, places
from tests.surveys import PASSWORD, Station, opened_station

SALVAGED = (
    "SELECT f.seq, s.id, f.n, f.payload FROM fact f JOIN session s ON s.no = f.session_no WHERE kind = 'salvaged'"
)


def checked(path: Path, head: str | None = None, name: str = "admin") -> CheckResult:
    with open_survey(path, name, PASSWORD) as survey:
        return queries.check_survey(survey, head)


def codes(result: CheckResult) -> list[str]:
    return [code for code, _ in result.problems]


def asked(path: Path, question: str) -> list[Any]:
    with open_survey(path, "admin", PASSWORD) as survey, survey.reading() as conn:
        return [tuple(row) for row in conn.exec_driver_sql(question)]


def judged(desk: Station) -> str:
    """Three ballots, one judged invalid, one settled; closed. Returns a head that was printed then."""
    for number, serial in enumerate(desk.print(3)):
        workflow.receive(desk["Hà"], serial, batch="L1")
        if not number:
            workflow.set_validity(desk["Hà"], serial, desk.admin.plan.reasons[0].code)
    desk.key("Lan", 1, serial)
    desk.key("Mai", 2, serial)
    head = workflow.record_head(desk.admin, "report")
    desk.close()
    return head


def test_whatever_is_hidden_shows_against_a_head_that_was_printed_before(desk: Station) -> None:
    head = judged(desk)
    (last,) = places(desk.path, "kind = 'head_printed'")
    first = places(desk.path, "kind = 'ballots_printed'")[0]
    assert codes(checked(desk.path, head)) == []
    shown = set()
    for gone in range(first, last + 1):
        _, found = lose(desk.path, [gone], str(gone))
        result = checked(found.path)
        assert result.problems == ()
        assert result.salvaged is not None and result.remarks[0][0] == "check.salvaged"
        against = codes(checked(found.path, head))
        assert against, gone
        shown |= set(against)
    assert shown == {"check.head_gap", "check.head_unknown"}


def test_a_sitting_that_is_hidden_as_a_whole_shows_against_the_head(desk: Station) -> None:
    head = judged(desk)
    hers = "SELECT session_no FROM opening WHERE operator = 'Mai'"
    _, found = lose(desk.path, places(desk.path, f"session_no IN ({hers})"), "giấu")
    assert checked(found.path).problems == ()
    assert codes(checked(found.path, head)) == ["check.head_unknown"]


def test_a_verdict_that_is_hidden_is_told_by_check_and_history(desk: Station) -> None:
    head = judged(desk)
    (verdict,) = places(desk.path, "kind = 'validity_set'")
    _, found = lose(desk.path, [verdict], "giấu")
    result = checked(found.path)
    assert (result.problems, result.salvaged) == ((), Salvages(times=1, gaps=1, facts=1, heads=0))
    assert [code for code, _ in result.remarks] == ["check.salvaged", "check.named_gap"]
    assert codes(checked(found.path, head)) == ["check.head_gap"]
    with open_survey(found.path, "admin", PASSWORD) as survey:
        (row,) = queries.history(survey, queries.HistoryFilter(group=Group.KEEPING)).rows
    assert (row.operator, row.what, row.before) == ("admin", "giấu.sipas", str(found.facts + 1))
    assert row.after == str(found.facts)


def test_a_head_that_was_printed_after_a_salvage_holds_and_shows_the_next(desk: Station) -> None:
    old = judged(desk)
    found = lose(desk.path, places(desk.path, "kind = 'validity_set'"), "một")[1]
    here = opened_station(found.path)
    here.settled(1)
    new = workflow.record_head(here.admin, "report")
    here.close()
    assert codes(checked(found.path, new)) == []
    assert codes(checked(found.path, old)) == ["check.head_gap"]
    again = lose(found.path, places(found.path, "kind = 'keying_completed'")[-1:], "hai")[1]
    result = checked(again.path)
    assert result.ok and result.salvaged is not None and result.salvaged.times == 2
    assert codes(checked(again.path, new))


# -- the fact that names gaps, rewritten -------------------------------------------------------------------------------


def rehashed(path: Path, otherwise: Callable[[str], str]) -> None:
    """The payload of the fact ``salvaged`` is changed by somebody who has the key: its hash is right again."""
    ((seq, session, n, payload),) = asked(path, SALVAGED)
    ((before, at),) = asked(
        path,
        "SELECT b.hash, f.at FROM fact f JOIN fact b ON b.session_no = f.session_no AND b.n = f.n - 1"
        f" WHERE f.seq = {seq}",
    )
    text = otherwise(payload)
    assert text != payload
    digest = chain_hash(before, session, n, FactKind.SALVAGED, "", at, text).hex()
    quoted = text.replace("'", "''")
    change(path, f"UPDATE fact SET payload = '{quoted}', hash = x'{digest}' WHERE seq = {seq}")


def rewritten(path: Path, **particulars: Any) -> None:
    """The same, particular by particular."""
    rehashed(path, lambda text: canonical(json.loads(text) | particulars))


def said_by(path: Path) -> dict[str, Any]:
    ((_, _, _, payload),) = asked(path, SALVAGED)
    return dict(json.loads(payload))


@pytest.fixture
def keyed(desk: Station) -> Station:
    """One ballot keyed answer by answer; closed."""
    (serial,) = desk.received(1)
    keying = workflow.start_keying(desk["Lan"], serial, 1)
    for question in [question.code for question in keying.questions if question.kind == "rated"][:6]:
        workflow.record_answer(desk["Lan"], keying, question, desk.answers()[question])
    desk.close()
    return desk


@pytest.mark.parametrize(
    ("gone", "named"), [((2, 3), (3,)), ((2, 3), (2,)), ((3,), (2, 3)), ((2,), (2, 3)), ((2, 3), (1, 2, 3))]
)
def test_nothing_is_put_into_a_gap_and_no_gap_grows(keyed: Station, gone: Iterable[int], named: Iterable[int]) -> None:
    answers = places(keyed.path, "kind = 'answers_keyed'")
    _, held = lose(keyed.path, [answers[each] for each in gone], "thật")
    _, other = lose(keyed.path, [answers[each] for each in named], "khai")
    rewritten(held.path, gaps=said_by(other.path)["gaps"])
    assert codes(checked(held.path))[0] == "check.gap"
    with open_survey(held.path, "admin", PASSWORD) as survey:
        assert "check.gap" in codes(queries.quick_check(survey))


def test_a_fact_beside_a_gap_is_altered_only_by_altering_who_names_it(keyed: Station) -> None:
    answers = places(keyed.path, "kind = 'answers_keyed'")
    _, found = lose(keyed.path, [answers[2]], "thật")
    with open_survey(found.path, "admin", PASSWORD) as survey:
        head = workflow.record_head(survey, "report")
    assert codes(checked(found.path, head)) == []
    altered = copied(found.path, "sửa.sipas")
    at = "2026-01-02T03:04:05.678+00:00"
    ((session, n),) = [(gap[0], gap[3]) for gap in said_by(altered)["gaps"]]
    ((number, kind, subject, payload),) = asked(
        altered,
        "SELECT f.session_no, f.kind, f.subject, f.payload FROM fact f JOIN session s ON s.no = f.session_no"
        f" WHERE s.id = '{session}' AND f.n = {n}",
    )
    change(altered, f"UPDATE fact SET at = '{at}' WHERE session_no = {number} AND n = {n}")
    assert codes(checked(altered)) == ["check.gap"]
    said = chain_hash(bytes(32), session, n, kind, subject, at, payload).hex()
    rewritten(altered, gaps=[[*gap[:5], said] for gap in said_by(altered)["gaps"]])
    # A rewrite, consistent but for the heads that later sessions and paper hold.
    assert "check.tie" in codes(checked(altered)) and "check.head_tie" in codes(checked(altered, head))


def receipt_lost(desk: Station) -> Path:
    """Three ballots of a batch, the receipt of the second lost."""
    desk.received(3)
    desk.close()
    found = lose(desk.path, places(desk.path, "kind = 'ballot_received'")[1:2], "thật")[1]
    assert checked(found.path).ok
    return found.path


@pytest.mark.parametrize("places_named", [[], ["later"], ["earlier"]])
def test_a_place_in_a_batch_is_skipped_only_where_that_is_named(desk: Station, places_named: list[str]) -> None:
    path = receipt_lost(desk)
    ((session, n, free),) = said_by(path)["lost_places"]
    assert free == 2
    named = [[session, n, free + {"later": 1, "earlier": -1}[each]] for each in places_named]
    rewritten(path, lost_places=named)
    assert codes(checked(path)) == ["check.illegal"]


def test_what_comes_after_the_salvage_skips_no_place(desk: Station) -> None:
    path = receipt_lost(desk)
    here = opened_station(path)
    serials = here.print(2)
    for serial in serials:
        workflow.receive(here.admin, serial, batch="L1")
    here.close()
    gone = places(path, "kind = 'ballot_received'")[2:3]
    again = lose(path, gone, "nữa")[1]
    assert checked(again.path).ok
    newest = json.loads(asked(again.path, SALVAGED)[-1][3])
    assert [free for _, _, free in newest["lost_places"]] == [2, 4]
    change(again.path, f"DELETE FROM fact WHERE seq IN ({', '.join(map(str, places(again.path)[-2:]))})")
    assert not checked(again.path).ok


# -- who may say that a survey was salvaged, and of what ---------------------------------------------------------------


def salvaged_by(path: Path, name: str, missing: Iterable[Missing] = (), late: bool = False) -> None:
    """The fact ``salvaged``, appended without asking the workflow."""
    with open_survey(path, name, PASSWORD) as survey, survey.writing() as tx:
        if late:
            tx.append(FactKind.KEYS_CHANGED, what="password_changed", name=name)
        particulars = {"damaged": "x", "facts": 1, "unread": 0, "left_out": 0, "cut": {}, "backup": None}
        tx.append(FactKind.SALVAGED, "", **particulars, **told(missing))


@pytest.mark.parametrize("name", ["Lan", "Hà", "Hòa", "Giám sát"])
def test_only_an_administrator_salvages(keyed: Station, name: str) -> None:
    salvaged_by(keyed.path, name)
    assert codes(checked(keyed.path)) == ["check.no_role"]


def test_it_is_the_first_thing_that_its_session_says(keyed: Station) -> None:
    salvaged_by(keyed.path, "admin", late=True)
    assert codes(checked(keyed.path)) == ["check.illegal"]


def test_nobody_names_today_what_will_be_missing_tomorrow(keyed: Station) -> None:
    """Nor what is there: else it could be taken away later, and heads printed meanwhile would know of it."""
    answers = places(keyed.path, "kind = 'answers_keyed'")
    found = lose(keyed.path, [answers[2]], "thật")[1]
    with open_survey(keyed.path, "admin", PASSWORD) as survey, survey.reading() as conn:
        receipt = receipt_in(conn)
    named = said_by(found.path)
    for number, missing in enumerate(
        ([Gap(*named["gaps"][0])], [LostPlace(*receipt, 1)], [LostHead(receipt[0], receipt[0], 99, "0" * 64)])
    ):
        copy = copied(keyed.path, f"trước {number}.sipas")
        salvaged_by(copy, "admin", missing)
        assert codes(checked(copy)) == ["check.illegal"]


def receipt_in(conn: Connection) -> tuple[str, int]:
    (row,) = conn.exec_driver_sql(
        "SELECT s.id, f.n FROM fact f JOIN session s ON s.no = f.session_no WHERE f.kind = 'ballot_received'"
    ).all()
    return str(row[0]), int(row[1])


HOSTILE = (
    *(
        "7",
        "[null]",
        "[{}]",
        '["x"]',
        '[["x"]]',
        "[[1,2,3,4,5,6]]",
        '[["x",1.5,"",3,"",""]]',
        '[["x",true,"",3,"",""]]',
        '[["x",-1,"",3,"",""]]',
    ),
    *(f'[["x",{"1" * digits},"",{"9" * digits},"",""]]' for digits in (100, 4200, 5000)),
)


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_what_names_nothing_is_a_problem_and_no_mishap(keyed: Station, hostile: str) -> None:
    salvaged_by(keyed.path, "admin")
    rehashed(keyed.path, lambda text: text.replace('"gaps":[]', f'"gaps":{hostile}'))
    assert codes(checked(keyed.path))[0] in ("check.impossible", "check.illegal")
    with open_survey(keyed.path, "admin", PASSWORD) as survey:
        queries.quick_check(survey)
