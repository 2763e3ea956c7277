"""Phúc tra in the survey: consent, draws, results by facts; what is refused; what the check and the history say."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.history import Group
from sipas_desktop.domain.recheck import Due, How, rank
from sipas_desktop.domain.recheck_rule import Consequence, RecheckChannel, Result
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.rechecks import apply_rules
from sipas_desktop.store import keys, migrations, queries, recheck_rows, workflow
from sipas_desktop.store.queries import HistoryFilter
from sipas_desktop.store.workflow import InterviewerData, Reply, rechecks
from tests.surveys import CHEAP, Station, copied_station, opened_station, plan_with, station

PEOPLE = 20
CONSENTING = 15  # the first ones


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """Huế, with members of whom most may be called, and five drawn of each interviewer."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path, plan_with(tmp_path, "hue-2024", "minimum = 70", "minimum = 5")) as found:
        yield found


def answered(desk: Station, people: int = PEOPLE, consenting: int = CONSENTING) -> dict[str, int]:
    """Serial → number in the list of members whose ballots came back."""
    members = [
        workflow.MemberData(
            "official", f"Người {n}", phone=f"09120000{n:02}", unit="UBND xã Phú Đa", consent=n < consenting
        )
        for n in range(people)
    ]
    workflow.import_sample(desk.admin, members, "0" * 64)
    for serial in desk.print(people):
        workflow.receive(desk.admin, serial)
    rows = queries.sample_members(desk.admin, "official")
    return {row.serial: row.position for row in rows if row.serial}


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.words("vi") and caught.value.words("en")
    return caught.value.code


def facts(desk: Station, kind: FactKind) -> list[dict[str, Any]]:
    with desk.admin.reading() as conn:
        rows = conn.exec_driver_sql(f"SELECT payload FROM fact WHERE kind = '{kind}' ORDER BY seq").all()
    return [json.loads(payload) for (payload,) in rows]


def ok(desk: Station) -> bool:
    return queries.check_survey(desk.admin).problems == ()


def test_only_who_consented_and_answered_is_drawn_by_the_smallest_hashes(here: Station) -> None:
    people = answered(here)
    askable = [serial for serial, position in people.items() if position <= CONSENTING]
    invalid, pending = sorted(askable)[:2]
    workflow.set_validity(here.admin, invalid, "torn")
    workflow.withdraw_receipt(here.admin, pending)
    left = sorted((serial for serial in askable if serial not in (invalid, pending)), key=lambda each: rank(7, each))
    drawn = workflow.draw_recheck(here["Hà"], 7, number=5)
    assert drawn.serials == tuple(left[:5]) and (drawn.how, drawn.seed, drawn.short) == (How.RANDOM, 7, 0)
    more = workflow.draw_recheck(here["Hà"], 7, number=50)
    assert more.serials == tuple(left[5:]) and more.short == 50 - 8
    assert refused(lambda: workflow.draw_recheck(here["Hà"], 7, number=1)) == "recheck.nobody"
    rows = queries.rechecks(here["Hà"])
    assert [(row.number, row.serial) for row in rows] == list(enumerate(left, 1))
    whole = queries.recheck_figures(here["Giám sát"]).whole
    assert (whole.answered, whole.askable, whole.drawn, whole.waiting) == (18, 13, 13, 13)
    assert ok(here)


@pytest.mark.parametrize("channel", RecheckChannel)
def test_counts_of_ballots_are_those_of_the_ballots_one_by_one(here: Station, channel: RecheckChannel) -> None:
    """Members with and without consent, mobile, other or no telephone; ballots visited, assigned, void, not back."""
    phones = ("0912000001", "0612000001", "02343822111", "", "091200000", "09120000011")
    workflow.set_interviewers(here.admin, [InterviewerData(code, code) for code in ("B1", "B2")])
    workflow.import_sample(
        here.admin,
        [
            workflow.MemberData("official", f"Người {n}", phone=phones[n % 6], unit="UBND xã", consent=n % 4 > 0)
            for n in range(48)
        ],
        "0" * 64,
    )
    members = queries.members_in_field(here.admin)
    workflow.assign_members(here.admin, {"B1": [each.id for each in members[:20]]})
    serials = here.print(48)
    for serial in serials[::5]:
        workflow.issue(here.admin, serial, "B2")
    for number, serial in enumerate(serials[:40]):
        workflow.receive(here.admin, serial, reason="torn" if number % 9 == 8 else None)
    workflow.draw_recheck(here.admin, 3, number=6, minimum=0)
    workflow.void_ballot(here.admin, queries.rechecks(here.admin)[0].serial, "recheck")
    with here.admin.reading() as conn:
        one_by_one = recheck_rows.answered(conn, conn, channel)
        counts = recheck_rows.answered_counts(conn, channel)
    assert counts == Counter((each.interviewer, each.askable, each.drawn) for each in one_by_one)
    assert {who for who, _, _ in counts} == {"", "B1", "B2"} and counts.total() == 36


def test_a_share_is_of_all_that_came_back_less_what_was_drawn(here: Station) -> None:
    answered(here)
    assert refused(lambda: workflow.draw_recheck(here.admin, 1, minimum=0)) == "recheck.no_share"  # Huế states none
    assert len(workflow.draw_recheck(here.admin, 1, percent=10).serials) == 2
    assert len(workflow.draw_recheck(here.admin, 2, percent=26).serials) == 4  # 26 % of 20, rounded up, less 2
    (first, second) = queries.recheck_figures(here.admin).draws
    assert (first.seed, first.number, first.minimum, first.drawn, first.answered, first.pool) == (1, 2, 5, 2, 20, 15)
    assert (second.seed, second.number, second.drawn, second.pool) == (2, 4, 4, 13)
    assert ok(here)


def test_a_targeted_draw_has_a_reason_and_its_words_lie_apart(here: Station) -> None:
    people = answered(here)
    by_position = {position: serial for serial, position in people.items()}
    chosen = [by_position[3], by_position[1]]
    workflow.draw_recheck_serials(here["Hà"], chosen, " trùng nét chữ  của ông An ")
    assert [row.serial for row in queries.rechecks(here["Hà"])] == chosen
    (said,) = facts(here, FactKind.RECHECK_DRAWN)
    assert set(said["reason"]) == {"ref", "commitment"} and said["seed"] is None
    (row,) = queries.history(here["Hà"], HistoryFilter(words="trung net chu")).rows
    assert (row.what, row.after, row.why) == ("serials", "2", "trùng nét chữ của ông An")
    free = by_position[2]
    for tried, reason, code in (
        (by_position[1], "vì", "recheck.drawn_before"),
        (by_position[CONSENTING + 1], "vì", "recheck.not_askable"),
        (free, " ", "recheck.why"),
        (free, "x" * 501, "recheck.long_reason"),
    ):
        assert refused(lambda: workflow.draw_recheck_serials(here["Hà"], [tried], reason)) == code  # noqa: B023
    workflow.withdraw_receipt(here.admin, free)
    assert refused(lambda: workflow.draw_recheck_serials(here["Hà"], [free], "vì")) == "recheck.not_answered"
    assert refused(lambda: workflow.draw_recheck_serials(here["Hà"], [], "vì")) == "recheck.nobody"
    assert len(queries.rechecks(here["Hà"])) == 2 and ok(here)


def test_consent_is_by_default_none_and_can_be_given_and_taken_back(here: Station) -> None:
    people = answered(here, people=3, consenting=0)
    assert refused(lambda: workflow.draw_recheck(here.admin, 1, number=9)) == "recheck.nobody_consents"
    positions = sorted(people.values())
    assert workflow.set_consent(here["Hà"], [*positions, positions[0]], given=True) == 3
    assert workflow.set_consent(here["Hà"], positions, given=True) == 0
    assert workflow.set_consent(here["Hà"], positions[:1], given=False) == 1
    drawn = workflow.draw_recheck(here.admin, 1, number=9).serials
    assert {people[serial] for serial in drawn} == set(positions[1:])
    assert refused(lambda: workflow.set_consent(here["Hà"], [99], given=True)) == "recheck.no_member"
    assert {contact.serial for contact in queries.recheck_contacts(here["Hà"])} == set(drawn)
    workflow.set_consent(here["Hà"], positions[1:2], given=False)  # after the draw
    assert {people[contact.serial] for contact in queries.recheck_contacts(here["Hà"])} == {positions[2]}
    found = queries.history(here["Hà"], HistoryFilter(group=Group.RECHECKING)).rows
    rows = [row for row in found if row.kind == FactKind.CONSENT_SET]
    assert [(row.what, row.after) for row in rows][-2:] == [("1", "consent_withdrawn"), ("1, 2, 3", "consent_given")]
    assert ok(here)


def test_consent_comes_with_the_list_all_at_once_or_not_at_all(here: Station) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    members = [workflow.MemberData("official", f"Người {n}", phone="0912000000", consent=True) for n in range(600)]
    with pytest.raises(KeyboardInterrupt):
        workflow.import_sample(here.admin, members, "0" * 64, progress=stop)
    assert facts(here, FactKind.CONSENT_SET) == [] and queries.sample_members(here.admin) == []
    workflow.import_sample(here.admin, members, "0" * 64)
    assert [len(said["members"]) for said in facts(here, FactKind.CONSENT_SET)] == [250, 250, 100]
    assert ok(here)


def test_results_are_facts_and_a_person_s_word_stands(here: Station) -> None:
    answered(here)
    first, second, third, fourth = workflow.draw_recheck(here.admin, 1, number=4).serials
    replies = [
        Reply(first, Result.CONFIRMED),
        Reply(second, Result.FAILED),
        Reply(third, Result.UNCLEAR, " ai  đấy? "),
    ]
    taken = workflow.answer_rechecks(here["Hà"], replies)
    assert (taken.taken, taken.already, taken.differs) == (3, 0, ())
    again = workflow.answer_rechecks(here["Hà"], replies)
    assert (again.taken, again.already, again.differs) == (0, 3, ())
    rows = {row.serial: row for row in queries.rechecks(here["Hà"])}
    assert (rows[third].result, rows[third].reply, rows[first].reply) == (Result.UNCLEAR, "ai đấy?", "")
    assert rows[fourth].result is None and rows[fourth].answered == ""
    assert workflow.answer_recheck(here["Hà"], third, Result.CONFIRMED)
    assert not workflow.answer_recheck(here["Hà"], third, Result.CONFIRMED)
    late = workflow.answer_rechecks(
        here["Hà"], [*replies, Reply(first, Result.FAILED), Reply(fourth, Result.UNREACHED)]
    )
    assert (late.taken, late.already, late.differs) == (1, 3, (first,))
    assert {row.serial: row.result for row in queries.rechecks(here["Hà"])} == {
        first: Result.CONFIRMED, second: Result.FAILED, third: Result.CONFIRMED, fourth: Result.UNREACHED,
    }  # fmt: skip
    assert workflow.answer_recheck(here["Hà"], second, Result.CONFIRMED)  # typed, it takes the place of what was known
    payloads = json.dumps(facts(here, FactKind.RECHECK_ANSWERED), ensure_ascii=False)
    assert "ai đấy" not in payloads and "Người" not in payloads and "0912" not in payloads
    told = [row for row in queries.history(here["Hà"]).rows if row.kind == FactKind.RECHECK_ANSWERED]
    assert (told[0].serial, told[0].before, told[0].after) == (second, "failed", "confirmed")
    assert ok(here)


def test_what_no_result_can_be_is_refused(here: Station) -> None:
    people = answered(here)
    (drawn,) = workflow.draw_recheck(here.admin, 1, number=1, minimum=0).serials
    other = next(serial for serial in people if serial != drawn)
    before = queries.current_head(here.admin)
    assert refused(lambda: workflow.answer_recheck(here["Hà"], other, Result.CONFIRMED)) == "recheck.not_drawn"
    assert refused(lambda: workflow.answer_recheck(here["Hà"], drawn, Result.UNCLEAR, " ")) == (
        "recheck.unclear_without_words"
    )
    both = [Reply(drawn, Result.CONFIRMED), Reply(other, Result.CONFIRMED)]
    assert refused(lambda: workflow.answer_rechecks(here["Hà"], both)) == "recheck.not_drawn"
    assert refused(lambda: workflow.record_recheck_sent(here["Hà"], [drawn, other], "0" * 64)) == "recheck.not_drawn"
    assert refused(lambda: workflow.draw_recheck(here.admin, -1, number=1)) == "draw.seed"
    for odd in ({"number": -1}, {"percent": 101.0}, {"minimum": -1}):
        assert refused(lambda: workflow.draw_recheck(here.admin, 1, **odd)) == "recheck.bad_number"  # type: ignore[arg-type] # noqa: B023
    assert queries.current_head(here.admin) == before


def test_a_plan_without_phúc_tra_or_without_links_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    said = "[keying]\n", '[recheck]\nchannel = "visit"\n[keying]\n'
    for plan, code in (("son-tay-2017", "not_planned"), (plan_with(tmp_path, "son-tay-2017", *said), "not_linked")):
        (folder := tmp_path / code).mkdir()
        with station(folder, plan) as desk:
            assert refused(lambda: workflow.draw_recheck(desk.admin, 1, number=1)) == f"recheck.{code}"
            assert queries.recheck_figures(desk.admin).whole.drawn == 0


def test_a_visit_needs_neither_consent_nor_telephone_and_a_message_a_mobile_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    phones = {"0912345678": True, "02343822538": True, "": True, "0987654321": False}
    expected = {"visit": 4, "phone": 2, "sms": 1}
    for channel, number in expected.items():
        (folder := tmp_path / channel).mkdir()
        with station(folder, plan_with(folder, "hue-2024", 'channel = "sms"', f'channel = "{channel}"')) as desk:
            members = [
                workflow.MemberData("official", f"Người {n}", phone=phone, unit="Xã", consent=consent)
                for n, (phone, consent) in enumerate(phones.items())
            ]
            workflow.import_sample(desk.admin, members, "0" * 64)
            for serial in desk.print(4):
                workflow.receive(desk.admin, serial)
            assert len(workflow.draw_recheck(desk.admin, 1, number=9).serials) == number
            assert len(queries.recheck_contacts(desk.admin)) == number
            assert ok(desk)


def test_figures_and_what_the_plan_asks_for(here: Station) -> None:
    answered(here)
    drawn = workflow.draw_recheck(here.admin, 1, number=8).serials
    results = [Result.CONFIRMED] * 4 + [Result.FAILED, Result.UNREACHED, Result.REFUSED]
    workflow.answer_rechecks(here.admin, [Reply(*pair) for pair in zip(drawn, results, strict=False)])
    found = queries.recheck_figures(here["Giám sát"])
    assert [found.whole.count(result) for result in Result] == [4, 1, 1, 1, 0]
    assert (found.whole.waiting, found.whole.percent) == (1, 80)
    assert [(each.then, each.serial) for each in found.due] == [(Consequence.VOID, drawn[4])]
    assert [contact.serial for contact in queries.recheck_contacts(here.admin)] == [drawn[5], drawn[7]]


@pytest.mark.parametrize(
    "changed",
    [
        {"serials": ["swap"]},
        {"seed": 2},
        {"number": 3},
        {"answered": 19},
        {"pool": 14},
        {"pool_sha256": "0" * 64},
        {"rules": 2},
        {"how": "serials"},
        {"how": "interviewer", "interviewer": "DTV1", "seed": None},
        {"interviewer": "DTV1"},
    ],
)
def test_the_check_finds_a_draw_that_nobody_could_have_made(here: Station, changed: dict[str, Any]) -> None:
    answered(here)
    with pytest.MonkeyPatch.context() as patch:
        append = rechecks.Transaction.append

        def forged(tx: Any, kind: FactKind, *args: Any, **said: Any) -> Any:
            if kind is FactKind.RECHECK_DRAWN:
                said |= {"serials": said["serials"][::-1]} if "serials" in changed else changed
            return append(tx, kind, *args, **said)

        patch.setattr(rechecks.Transaction, "append", forged)
        workflow.draw_recheck(here.admin, 1, number=4, minimum=0)
    (problem,) = queries.check_survey(here.admin).problems
    assert problem[0] == "check.illegal"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (FactKind.RECHECK_ANSWERED, {"result": "fine", "reply": None, "supersedes": None}),
        (FactKind.RECHECK_ANSWERED, {"result": "unclear", "reply": None, "supersedes": None}),
        (FactKind.RECHECK_SENT, {"serials": [], "sha256": "", "supersedes": None}),
        (FactKind.CONSENT_SET, {"members": [], "given": True}),
        (FactKind.CONSENT_SET, {"members": ["Nguyễn Văn An"], "given": True}),
        (FactKind.CONSENT_SET, {"members": ["0" * 32], "given": False}),
    ],
)
def test_the_check_finds_other_facts_that_nobody_could_have_made(
    here: Station, kind: FactKind, said: dict[str, Any]
) -> None:
    answered(here)
    (drawn,) = workflow.draw_recheck(here.admin, 1, number=1, minimum=0).serials
    assert ok(here)
    with here.admin.writing() as tx:
        tx.append(kind, drawn if kind is FactKind.RECHECK_ANSWERED else "", **said)
    assert [code for code, _ in queries.check_survey(here.admin).problems] == ["check.illegal"]


def test_a_file_from_before_is_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    before = migrations.SCRIPTS.index("0012_rechecks.sql")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "SCRIPTS", migrations.SCRIPTS[:before])
        patch.setattr(migrations, "VERSION", before)
        with station(tmp_path, "hue-2024") as old:
            path = old.path
    now = opened_station(path)
    answered(now)
    workflow.draw_recheck(now.admin, 1, number=3)
    assert ok(now)
    now.close()


def test_the_history_has_them_in_a_group_of_their_own(here: Station) -> None:
    answered(here)
    drawn = workflow.draw_recheck(here.admin, 1, number=3).serials
    workflow.record_recheck_sent(here.admin, drawn, "a" * 64)
    workflow.answer_recheck(here.admin, drawn[0], Result.CONFIRMED)
    rows = queries.history(here["Hà"], HistoryFilter(group=Group.RECHECKING)).rows
    assert [row.kind for row in rows] == [
        FactKind.RECHECK_ANSWERED, FactKind.RECHECK_SENT, FactKind.RECHECK_DRAWN, FactKind.CONSENT_SET,
    ]  # fmt: skip


# -- interviewers ------------------------------------------------------------------------------------------------------


def with_interviewers(desk: Station) -> dict[str, list[str]]:
    """Two of them: twelve ballots that she was issued, and eight of members whom she is assigned."""
    workflow.set_interviewers(desk.admin, [InterviewerData("B1", "Trần Văn Ba"), InterviewerData("B2", "Lê Thị Tư")])
    members = [
        workflow.MemberData("official", f"Người {n}", phone=f"09120000{n:02}", unit="UBND xã", consent=True)
        for n in range(PEOPLE)
    ]
    members += [workflow.MemberData("reserve", f"Dự phòng {n}", unit="UBND xã") for n in range(3)]
    workflow.import_sample(desk.admin, members, "0" * 64)
    serials = desk.print(PEOPLE)
    own = {"B1": list(serials[:12]), "B2": list(serials[12:])}
    with desk.admin.reading() as conn:
        linked = dict(conn.exec_driver_sql("SELECT serial, member FROM link").all())
    workflow.assign_members(desk.admin, {"B2": [linked[serial] for serial in serials]})
    for serial in own["B1"]:
        workflow.issue(desk.admin, serial, "B1")
    for serial in serials:
        workflow.receive(desk.admin, serial)
    return own


def test_every_interviewer_has_her_least_number_and_her_rate(here: Station) -> None:
    own = with_interviewers(here)
    drawn = workflow.draw_recheck(here.admin, 3).serials  # five of each at least, by the plan
    by = {name: [serial for serial in drawn if serial in serials] for name, serials in own.items()}
    for name, serials in own.items():
        least = sorted(serials, key=lambda each: rank(3, each))
        assert by[name] == least[: len(by[name])] and len(by[name]) in (5, 6)
    workflow.answer_rechecks(here.admin, [Reply(serial, Result.CONFIRMED) for serial in by["B2"]])
    workflow.answer_rechecks(here.admin, [Reply(serial, Result.FAILED) for serial in by["B1"]])
    parts = {each.interviewer: each for each in queries.recheck_figures(here["Giám sát"]).parts}
    assert (parts["B1"].answered, parts["B1"].percent, parts["B2"].answered, parts["B2"].percent) == (12, 0, 8, 100)
    assert parts["B1"].passed is not None and parts["B1"].passed.population == 12
    assert {row.interviewer for row in queries.rechecks(here.admin)} == {"B1", "B2"}
    assert ok(here)


def test_of_whom_too_many_fail_all_are_rechecked_and_failed_ballots_are_void_and_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    replacing = '[[recheck.rules]]\nthen = "replace"\n[[roles]]'
    with copied_station(tmp_path, plan_with(tmp_path, "hue-2024", "[[roles]]", replacing)) as desk:
        own = with_interviewers(desk)
        drawn = workflow.draw_recheck(desk.admin, 3, number=1, minimum=5).serials
        first = [serial for serial in drawn if serial in own["B1"]]
        desk.key("Lan", 1, first[0])  # however far a ballot has come
        workflow.answer_rechecks(desk.admin, [Reply(serial, Result.FAILED) for serial in first])
        due = queries.recheck_figures(desk.admin).due
        assert [each.then for each in due].count(Consequence.VOID) == len(first)
        assert due[-1] == Due(Consequence.RECHECK_ALL, interviewer="B1", ballots=12 - len(first))
        done = apply_rules(desk["Hà"])
        assert set(done.void) == set(first) and len(done.replaced) == 3
        assert set(done.drawn) == set(own["B1"]) - set(first)
        assert [(due.then, refusal.code) for due, refusal in done.refused] == [
            (Consequence.REPLACE, "draw.nobody_left")
        ] * (len(first) - 3)
        figures = queries.recheck_figures(desk.admin)
        assert figures.void == len(first) and {each.then for each in figures.due} == {Consequence.REPLACE}
        again = apply_rules(desk["Hà"])
        assert (again.void, again.drawn, dict(again.replaced)) == ((), (), {})
        assert [each.how for each in figures.draws] == [How.RANDOM, How.INTERVIEWER]
        assert ok(desk)


@pytest.mark.parametrize("changed", [{"minimum": 9}, {"serials": []}, {"interviewer": "B2"}, {"interviewer": ""}])
def test_the_check_finds_a_draw_by_interviewers_that_nobody_could_have_made(
    here: Station, changed: dict[str, Any]
) -> None:
    with_interviewers(here)
    with pytest.MonkeyPatch.context() as patch:
        append = rechecks.Transaction.append

        def forged(tx: Any, kind: FactKind, *args: Any, **said: Any) -> Any:
            return append(tx, kind, *args, **said | (changed if kind is FactKind.RECHECK_DRAWN else {}))

        patch.setattr(rechecks.Transaction, "append", forged)
        if "minimum" in changed:
            workflow.draw_recheck(here.admin, 1, number=4)
        else:
            workflow.draw_recheck_of(here.admin, "B1", "nghi ngờ")
    assert [code for code, _ in queries.check_survey(here.admin).problems] == ["check.illegal"]


def test_what_is_void_does_not_hide_what_is_left_of_an_interviewer(here: Station) -> None:
    """Most of hers drawn, all of them denied and void: the others are rechecked all the same."""
    own = with_interviewers(here)
    workflow.draw_recheck_serials(here.admin, own["B1"][:1], "nghi ngờ")
    drawn = workflow.draw_recheck(here.admin, 3, number=0, minimum=8).serials
    failed = [serial for serial in drawn if serial in own["B1"]]
    workflow.answer_rechecks(here.admin, [Reply(serial, Result.FAILED) for serial in failed])
    done = apply_rules(here["Hà"])
    assert len(done.void) == len(failed) == 7 and len(done.drawn) == 12 - 8
    assert [each for each in queries.recheck_figures(here.admin).due if each.then is Consequence.RECHECK_ALL] == []
