"""Links between ballots and members are destroyed after phúc tra: no file says whose a ballot was, all figures stay."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select, update

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.fieldwork import Outcome
from sipas_desktop.domain.recheck_rule import Result
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.backups import back_up_everywhere
from sipas_desktop.jobs.papers import Wanted as Papers
from sipas_desktop.jobs.papers import addressees
from sipas_desktop.jobs.recheck_results import recheck_part
from sipas_desktop.jobs.rechecks import apply_rules
from sipas_desktop.store import keys, links, migrations, queries, restoring, salvage, workflow
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey, open_survey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.pages import Pages
from sipas_desktop.store.queries.cleaning import Source
from sipas_desktop.store.workflow import InterviewerData, MemberData, Reply, Wanted
from tests.online import Day, take
from tests.surveys import CHEAP, PASSWORD, Station, copied_station, opened_station, station

REPLY = "bà cụ nói là không nhớ rõ"
WHY = "phúc tra đã xong"
DOSSIER = "H57.21-240105-0007"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """Huế: ballots are linked, and there is phúc tra."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path, "hue-2024") as here:
        yield here


def people(count: int, kind: str = "official", unit: Callable[[int], str] = lambda n: f"Đơn vị {n % 2}") -> list[Any]:
    return [
        MemberData(kind, f"Họ Tên Số {n}", f"Số nhà {n}", f"09876543{n:02}", unit(n), dossier=f"HS-{n}", consent=True)
        for n in range(count)
    ]


def listed(survey: OpenSurvey, members: list[Any]) -> None:
    workflow.import_sample(survey, members, secrets.token_hex(32))


def fielded(desk: Station, count: int = 8) -> dict[str, str]:
    """Ballots by two interviewers, back, phúc tra drawn and answered; serial → the member's name."""
    listed(desk.admin, people(count))
    codes = [InterviewerData("B1", "Trần Văn Ba"), InterviewerData("B2", "Lê Thị Tư")]
    workflow.set_interviewers(desk.admin, codes)
    ids = [each.id for each in queries.members_in_field(desk.admin)]
    workflow.assign_members(desk.admin, {"B1": ids[: count // 2], "B2": ids[count // 2 :]})
    serials = desk.print(count)
    workflow.issue(desk.admin, serials[0])
    workflow.issue(desk.admin, serials[1], "B2")
    for serial in serials:
        workflow.receive(desk.admin, serial, channel="buu-dien")
    drawn = workflow.draw_recheck(desk["Hà"], 7, number=4, minimum=0).serials
    rest = workflow.draw_recheck(desk["Hà"], 8).serials  # of so few ballots the plan asks about all
    workflow.answer_rechecks(desk["Hà"], [Reply(serial, Result.CONFIRMED) for serial in rest])
    for serial, result in zip(drawn, (Result.CONFIRMED, Result.CONFIRMED, Result.REFUSED), strict=False):
        workflow.answer_recheck(desk["Hà"], serial, result)
    workflow.answer_recheck(desk["Hà"], drawn[3], Result.UNCLEAR, REPLY)
    workflow.answer_recheck(desk["Hà"], drawn[3], Result.CONFIRMED)
    return whose(desk)


def whose(desk: Station) -> dict[str, str]:
    with desk.admin.reading() as conn:
        pairs = select(m.link.c.serial, m.sample_member.c.name).join(
            m.sample_member, m.sample_member.c.id == m.link.c.member
        )
        return {row.serial: row.name for row in conn.execute(pairs)}


def unlink(desk: Station, **how: Any) -> workflow.LinksDestroyed:
    return workflow.destroy_links(desk["Hà"], WHY, desk.admin.about.number, **how)


def sound(survey: OpenSurvey) -> None:
    assert queries.check_survey(survey).problems == ()


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.words("vi") and caught.value.words("en")
    return caught.value.code


def pages(path: Path, key: bytes) -> bytes:
    """All pages of the file and its log, decrypted whole: free pages, free places, and what was overwritten."""
    with Pages(path, key) as held:
        return b"".join(content for _, content in held)


def figures(survey: OpenSurvey) -> tuple[Any, ...]:
    """All that a report tells."""
    return (
        queries.figures(survey),
        queries.figures_weighted(survey),
        queries.records(survey),
        queries.process(survey),
        recheck_part(survey),
        [dataclasses.replace(each, assigned=0) for each in queries.field_counts(survey)],
        queries.ledger(survey),
    )


def test_nothing_tells_whose_a_ballot_was(desk: Station) -> None:
    pairs = fielded(desk)
    with desk.admin.reading() as conn:
        salts = [*conn.execute(select(m.link.c.salt)).scalars()]
        marks = [*salts, *conn.execute(select(m.link.c.commitment)).scalars(), REPLY]
        ids = {row.serial: row.member for row in conn.execute(select(m.link.c.serial, m.link.c.member))}
    before = figures(desk.admin)
    odd = queries.suspicious_ballots(desk.admin, source=Source.INTERVIEWER)
    raw = pages(desk.path, desk.admin.file_key)
    assert all(mark.encode() in raw for mark in marks), "the search must find what is there"
    done = unlink(desk)
    assert (done.links, done.undecided, done.clean) == (8, 0, True)
    raw = pages(desk.path, desk.admin.file_key)
    assert [mark for mark in marks if mark.encode() in raw] == []
    for path in (each for each in desk.path.parent.rglob("*") if each.is_file()):
        content = path.read_bytes()
        assert [said for said in (*marks, *pairs, *pairs.values()) if said.encode() in content] == [], path.name
    assert desk.path.with_name(desk.path.name + "-wal").stat().st_size == 0
    for serial, member in ids.items():
        assert raw.count(serial.encode()) and raw.count(member.encode()), "both are there, apart"
        assert near(raw, serial, member) == near(raw, serial, pairs[serial]) == []
    with desk.admin.reading() as conn:
        for row in conn.execute(select(m.fact.c.subject, m.fact.c.payload)):
            said = row.subject + row.payload
            assert not (any(s in said for s in ids) and any(member in said for member in ids.values()))
    sound(desk.admin)
    assert figures(desk.admin) == before
    assert whose(desk) == {} and queries.recheck_contacts(desk.admin) == [] and queries.recheck_phones(desk.admin) == {}
    assert {row.serial for row in queries.sample_members(desk.admin)} == {""}
    assert queries.duplicates(desk.admin) == ()
    assert queries.suspicious_ballots(desk.admin, source=Source.INTERVIEWER) == odd
    (row,) = (row for row in queries.history(desk.admin).rows if row.kind == FactKind.LINKS_DESTROYED)
    assert (row.before, row.after, row.why, row.operator) == ("8", "0", WHY, "Hà")


def near(raw: bytes, serial: str, other: str, within: int = 80) -> list[int]:
    """Where ``other`` stands close to ``serial``, as in one row or its trace."""
    found, at = [], raw.find(serial.encode())
    while at >= 0:
        if other.encode() in raw[max(0, at - within) : at + within]:
            found.append(at)
        at = raw.find(serial.encode(), at + 1)
    return found


def test_a_second_time_is_refused_and_so_is_what_needs_links(desk: Station) -> None:
    fielded(desk)
    unlink(desk)
    assert refused(lambda: unlink(desk)) == "unlink.done"
    drawn = queries.rechecks(desk.admin)[0].serial
    for act in (
        lambda: listed(desk.admin, people(1)),
        lambda: workflow.draw_sample(desk["Hà"], Wanted(5, "simple", "unit", 1, 0)),
        lambda: workflow.replace_member(desk["Hà"], 1, "đi xa"),
        lambda: workflow.set_consent(desk["Hà"], [1], given=True),
        lambda: workflow.draw_recheck(desk["Hà"], 8, number=1),
        lambda: workflow.answer_recheck(desk["Hà"], drawn, Result.FAILED),
        lambda: workflow.reserve_run(desk.admin),
        lambda: workflow.assign_members(desk.admin, {"B1": [each.id for each in queries.members_in_field(desk.admin)]}),
        lambda: take(desk, Day("2024-09-10", "5", DOSSIER)),
        lambda: workflow.check_reprint(desk.admin, [drawn], "rách"),
        lambda: addressees(desk.admin, Papers()),
    ):
        assert refused(act) in ("unlink.after", "recheck.nobody_consents", "draw.frame_empty", "draw.nobody_left")
    sound(desk.admin)
    with desk.admin.reading() as conn:
        held = conn.execute(select(m.sample_member.c.id)).all()
        assert len(held) == 8, "a list that was refused left nobody"


def test_work_goes_on_after_it(desk: Station) -> None:
    """Keying, voiding, erasing, reprinting: nothing of it asks whose a ballot was."""
    pairs = fielded(desk)
    unlink(desk)
    first, second, third, *_ = sorted(pairs)
    for serial in (first, second):
        desk.key("Lan", 1, serial)
        desk.key("Mai", 2, serial)
    workflow.void_ballot(desk.admin, third, "recheck")
    assert queries.figures(desk.admin).ballots.settled == 2
    assert workflow.erase_person(desk["Hà"], 1, "người dân yêu cầu").rows == 1
    assert queries.member_in_field(desk.admin, 2) is not None
    assert sum(queries.members_without_ballot(desk.admin).values()) == 0
    assert sum(each.assigned for each in queries.field_counts(desk.admin)) == 8
    sound(desk.admin)


# -- when -------------------------------------------------------------------------------------------------------------


def test_while_phúc_tra_needs_them_it_is_refused(desk: Station) -> None:
    listed(desk.admin, people(6))
    assert refused(lambda: unlink(desk)) == "unlink.none"
    serials = desk.print(6)
    for serial in serials:
        workflow.receive(desk.admin, serial)
    still = queries.link_state(desk["Hà"]).needed
    assert still.undrawn and refused(lambda: unlink(desk, even_so=True)) == "unlink.recheck_open"
    drawn = workflow.draw_recheck(desk["Hà"], 7, number=2, minimum=0).serials
    assert queries.link_state(desk["Hà"]).needed == links.Needed(waiting=2)
    workflow.answer_recheck(desk["Hà"], drawn[0], Result.UNCLEAR, REPLY)
    workflow.answer_recheck(desk["Hà"], drawn[1], Result.FAILED)
    still = queries.link_state(desk["Hà"]).needed
    assert (still.waiting, still.unclear, still.due > 0) == (0, 1, True)
    assert refused(lambda: unlink(desk, even_so=True)) == "unlink.recheck_open"
    workflow.answer_recheck(desk["Hà"], drawn[0], Result.CONFIRMED)
    assert refused(lambda: unlink(desk, even_so=True)) == "unlink.recheck_open"
    assert whose(desk) and not queries.links_are_gone(desk.admin)
    sound(desk.admin)


def test_whom_nobody_decided_on_the_office_lets_go_in_words(desk: Station) -> None:
    listed(desk.admin, [*people(6), *people(2, "reserve")])
    serials = desk.print(6)
    for serial in serials[:3]:
        workflow.receive(desk.admin, serial)
    workflow.issue(desk.admin, serials[3])
    workflow.issue(desk.admin, serials[4])
    workflow.set_outcome(desk.admin, serials[4], Outcome.REFUSED)
    drawn = workflow.draw_recheck(desk["Hà"], 7, number=3, minimum=0).serials
    for serial in drawn:
        workflow.answer_recheck(desk["Hà"], serial, Result.CONFIRMED)
    still = queries.link_state(desk["Hà"]).needed
    assert (still.undecided, still.replaceable, still.blocks, still.is_open) == (2, 1, False, True)
    assert refused(lambda: unlink(desk)) == "unlink.field_open"
    assert unlink(desk, even_so=True).undecided == 2
    workflow.receive(desk.admin, serials[3])  # it comes back all the same
    sound(desk.admin)


def test_a_print_run_that_was_broken_off_comes_first(desk: Station) -> None:
    fielded(desk)
    listed(desk.admin, people(1, unit=lambda n: "Đơn vị khác"))
    run = workflow.reserve_run(desk.admin)
    assert refused(lambda: unlink(desk, even_so=True)) == "unlink.recheck_open"
    workflow.give_up_run(desk.admin, run.id)
    assert unlink(desk, even_so=True).links == 8
    sound(desk.admin)


@pytest.mark.parametrize(
    ("reason", "number", "code"),
    [
        ("", None, "unlink.reason"),
        ("x" * 301, None, "unlink.reason"),
        (WHY, "", "unlink.confirm"),
        (WHY, "00000", "unlink.confirm"),
    ],
)
def test_it_asks_why_and_the_number_once_more(desk: Station, reason: str, number: str | None, code: str) -> None:
    fielded(desk)
    typed = desk.admin.about.number if number is None else number
    assert refused(lambda: workflow.destroy_links(desk["Hà"], reason, typed)) == code
    assert whose(desk)


def test_a_plan_that_links_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path) as here:
        here.received(2)
        assert refused(lambda: unlink(here)) == "unlink.not_linked"
        assert not queries.link_state(here["Hà"]).linked


# -- figures ----------------------------------------------------------------------------------------------------------


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_index_and_records_are_the_same_before_and_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: st.DataObject
) -> None:
    """For small surveys of every shape: strata, interviewers, outcomes, answers, phúc tra; for a head of before too."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    folder = tmp_path / secrets.token_hex(4)
    folder.mkdir()
    draw = data.draw
    with station(folder, "hue-2024") as here:
        units = draw(st.lists(st.sampled_from("ABC"), min_size=4, max_size=10))
        listed(here.admin, people(len(units), "frame", lambda n: units[n]))
        size = draw(st.integers(3, len(units)))
        workflow.draw_sample(here["Hà"], Wanted(draw(st.integers(0, 99)), "stratified", "unit", size, 0))
        workflow.set_interviewers(here.admin, [InterviewerData("B1", "Ba"), InterviewerData("B2", "Tư")])
        ids = [each.id for each in queries.members_in_field(here.admin)]
        cut = draw(st.integers(0, len(ids)))
        workflow.assign_members(here.admin, {"B1": ids[:cut], "B2": ids[cut:]})
        for serial in here.print(len(ids)):
            came = draw(st.sampled_from(("valid", "torn", "out", "stock", "keyed", "keyed")))
            if (came == "out" or draw(st.booleans())) and came != "stock":
                workflow.issue(here.admin, serial, draw(st.sampled_from((None, "B1", "B2"))))
            if came in ("valid", "torn", "keyed"):
                workflow.receive(here.admin, serial, reason="torn" if came == "torn" else None)
            if came == "keyed":
                level = draw(st.sampled_from("12345"))
                here.key("Lan", 1, serial, overall=level)
                here.key("Mai", 2, serial, overall=level)
        if any(part.askable for part in queries.recheck_figures(here.admin).parts):
            drawn = workflow.draw_recheck(here["Hà"], 7, number=draw(st.integers(1, 5)), minimum=1).serials
            while drawn:  # then the plan's rules ask for more
                for serial in drawn:
                    result = draw(st.sampled_from((Result.CONFIRMED, Result.UNREACHED)))
                    workflow.answer_recheck(here["Hà"], serial, result)
                drawn = apply_rules(here["Hà"]).drawn
        before = figures(here.admin)
        heads = queries.heads(here.admin)
        done = unlink(here, even_so=True)
        assert done.clean and figures(here.admin) == before
        sound(here.admin)
        with queries.as_of(here.admin, heads):
            assert figures(here.admin) == before


def test_an_online_answer_on_a_dossier_of_the_list(desk: Station) -> None:
    """That it was left out for its paper stands; on which dossier nobody can tell any more."""
    listed(desk.admin, [MemberData("official", "Bà Có Hồ Sơ", dossier=DOSSIER), *people(5)])
    serials = desk.print(6)
    take(desk, Day("2024-09-10", "5", DOSSIER), Day("2024-09-11", "4", "H57.21-240105-0008"))
    for serial in serials:
        workflow.receive(desk.admin, serial, channel="buu-dien")
    for serial in workflow.draw_recheck(desk["Hà"], 7, number=6, minimum=0).serials:
        workflow.answer_recheck(desk["Hà"], serial, Result.CONFIRMED)
    before = figures(desk.admin)
    assert before[0].ballots.online == 1
    unlink(desk)
    assert b"H57.21-240105-0008" not in pages(desk.path, desk.admin.file_key)
    sound(desk.admin)
    assert figures(desk.admin) == before


# -- behind the program's back ----------------------------------------------------------------------------------------

Change = Callable[[Connection], object]


def altered(desk: Station, change: Change) -> list[str]:
    with desk.admin.writing() as tx:
        tx.conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        change(tx.conn)
    return [code for code, _ in queries.check_survey(desk.admin).problems]


def _one_back(conn: Connection) -> None:
    serial = conn.execute(select(m.unlinked.c.serial)).scalar()
    member = conn.execute(select(m.sample_member.c.id)).scalar()
    conn.execute(m.link.insert().values(serial=serial, member=member, salt="0" * 32, commitment="0" * 64))


TRICKS: dict[str, tuple[Change, str]] = {
    "a link put back": (_one_back, "check.unlinked"),
    "another interviewer": (lambda conn: conn.execute(update(m.unlinked).values(interviewer="B2")), "check.unlinked"),
    "a ballot less": (
        lambda conn: conn.execute(
            delete(m.unlinked).where(m.unlinked.c.serial == select(m.unlinked.c.serial).limit(1).scalar_subquery())
        ),
        "check.links",
    ),
    "the reason": (
        lambda conn: conn.execute(update(m.personal).where(m.personal.c.value == WHY).values(salt=None, value=None)),
        "check.personal",
    ),
    "the table": (lambda conn: conn.execute(delete(m.unlinking)), "check.projection"),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_only_what_the_fact_explains_may_be_gone(desk: Station, trick: str) -> None:
    fielded(desk)
    unlink(desk)
    change, code = TRICKS[trick]
    assert altered(desk, change)[:1] == [code]


def test_links_taken_away_without_a_fact(desk: Station) -> None:
    fielded(desk)
    assert altered(desk, lambda conn: conn.execute(delete(m.link)))[:1] == ["check.links"]


def test_a_fact_at_a_moment_when_it_could_not_be(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody with the key destroys the links while phúc tra waits."""
    listed(desk.admin, people(6))
    for serial in desk.print(6):
        workflow.receive(desk.admin, serial)
    drawn = workflow.draw_recheck(desk["Hà"], 7, number=2, minimum=0).serials
    workflow.answer_recheck(desk["Hà"], drawn[0], Result.CONFIRMED)
    monkeypatch.setattr("sipas_desktop.store.workflow.unlinking._refuse_needed", lambda *told, **how: 0)
    unlink(desk)
    assert [code for code, _ in queries.check_survey(desk.admin).problems] == ["check.illegal"]


@pytest.mark.parametrize(
    "changed", [{"links": 7}, {"undecided": 1}, {"few": 0}, {"head": "0" * 64}, {"kept": "0" * 64}, {"more": 1}]
)
def test_a_fact_that_says_otherwise(desk: Station, changed: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    fielded(desk)
    append = Transaction.append

    def forged(tx: Transaction, kind: FactKind, subject: str = "", /, **said: Any) -> Any:
        return append(tx, kind, subject, **(said | changed if kind == FactKind.LINKS_DESTROYED else said))

    monkeypatch.setattr(Transaction, "append", forged)
    unlink(desk)
    found = [code for code, _ in queries.check_survey(desk.admin).problems]
    assert found[:1] in (["check.illegal"], ["check.unlinked"])


def test_what_needs_links_cannot_be_said_afterwards(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    fielded(desk)
    unlink(desk)
    monkeypatch.setattr("sipas_desktop.store.facts.refuse_gone", lambda conn: None)
    workflow.set_consent(desk["Hà"], [1], given=True)
    assert [code for code, _ in queries.check_survey(desk.admin).problems] == ["check.illegal"]


# -- what it does not reach -------------------------------------------------------------------------------------------


def test_a_backup_of_before_brings_the_links_back(desk: Station, tmp_path: Path) -> None:
    pairs = fielded(desk)
    (made,) = back_up_everywhere(desk.admin).paths[:1]
    unlink(desk)
    other = tmp_path / "phục hồi.sipas"
    restoring.restore(made, other, "admin", PASSWORD)
    with open_survey(other, "admin", PASSWORD) as restored:
        assert len(whose(Station(other, restored, {}))) == len(pairs)
        workflow.destroy_links(restored, WHY, restored.about.number)
        sound(restored)


def test_what_is_salvaged_with_the_help_of_such_a_backup_has_no_links(desk: Station, tmp_path: Path) -> None:
    fielded(desk)
    (made,) = back_up_everywhere(desk.admin).paths[:1]
    unlink(desk)
    before = figures(desk.admin)
    desk.close()
    out = tmp_path / "cứu.sipas"
    salvage.salvage(desk.path, out, "admin", PASSWORD, [made])
    with open_survey(out, "admin", PASSWORD) as saved:
        assert whose(Station(out, saved, {})) == {} and queries.links_are_gone(saved)
        sound(saved)
        assert figures(saved) == before
        assert REPLY.encode() not in pages(out, saved.file_key)


def test_a_file_from_before_is_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    before = migrations.SCRIPTS.index("0017_unlinked.sql")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "SCRIPTS", migrations.SCRIPTS[:before])
        patch.setattr(migrations, "VERSION", before)
        with station(tmp_path, "hue-2024") as old:
            path = old.path
    now = opened_station(path)
    fielded(now)
    assert unlink(now).links == 8
    sound(now.admin)
    now.close()
