"""A person of the sample list is erased on request: nothing of her is left in any file, and all else is as it was."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.online_mapping import read_mapping
from sipas_desktop.domain.recheck_rule import RecheckChannel, Result
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.backups import back_up_everywhere
from sipas_desktop.jobs.handouts import hand_out_to, merge_files, return_to
from sipas_desktop.jobs.online import accept_online, preview_online
from sipas_desktop.paths import own_data
from sipas_desktop.store import backups, keys, queries, recheck_rows, restoring, salvage, workflow
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey, open_survey
from sipas_desktop.store.erasures import GONE, kept_sha256
from sipas_desktop.store.pages import Pages
from sipas_desktop.store.workflow import Erased, MemberData, Wanted
from tests.online import Day, mapping_text, online_answers, write_export
from tests.surveys import CHEAP, PASSWORD, Station, copied_station, station

NAME, ADDRESS, PHONE, DOSSIER = "Phùng Thị Mười Lăm", "Số 171, tổ 33", "0912345671", "H57.21-240105-0007"
DAY, NOTE = "2024-01-17", "nhờ con trai nghe máy"
REPLY, WHY = "bà Mười Lăm nói không nhớ", "bà Mười Lăm nằm viện"
HERS = (NAME, ADDRESS, PHONE, DOSSIER, DAY, NOTE, REPLY, WHY)


def people(kind: str, count: int = 6) -> list[MemberData]:
    """One of them is she; the others look like her only a little."""
    others = [
        MemberData(
            kind, f"Người {n}", f"Số {n}", f"09876543{n:02}", f"Đơn vị {n % 2}", dossier=f"{kind}-{n}", consent=True
        )
        for n in range(count)
    ]
    she = MemberData(
        kind, NAME, ADDRESS, PHONE, "Đơn vị 1", dossier=DOSSIER, received=DAY, resulted=DAY, note=NOTE, consent=True
    )
    return [*others[:2], she, *others[2:]]


def imported(survey: OpenSurvey, members: list[MemberData]) -> None:
    workflow.import_sample(survey, members, secrets.token_hex(32))


def position(survey: OpenSurvey, name: str = NAME) -> int:
    return next(row.position for row in queries.sample_members(survey) if row.name == name)


def found_in(desk: Station, *also: Path) -> set[str]:
    """Which of her data stand in any file of the survey's folder or the program's own, and in the survey's pages."""
    contents = [path.read_bytes() for folder in (desk.path.parent, own_data()) for path in all_files(folder)]
    contents += [pages(path, desk.admin.file_key) for path in (desk.path, *also)]
    return {said for said in HERS if any(said.encode() in content for content in contents)}


def all_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def pages(path: Path, key: bytes) -> bytes:
    """All pages of the file and its log, decrypted whole: free pages, free places, and what was overwritten."""
    with Pages(path, key) as held:
        raw = b"".join(content for _, content in held)
    assert len(raw) > 100_000
    return raw


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path) as here:
        yield here


def sound(survey: OpenSurvey) -> None:
    assert queries.check_survey(survey).problems == ()


def erase(desk: Station, reason: str = "người dân yêu cầu") -> Erased:
    return workflow.erase_person(desk["Hà"], position(desk.admin), reason)


def test_nothing_of_her_is_left(desk: Station) -> None:
    imported(desk.admin, people("official"))
    desk.settled(2)
    before = queries.figures(desk.admin)
    number = position(desk.admin)
    assert found_in(desk) >= {NAME, PHONE, DOSSIER, NOTE, DAY}, "the search must find what is there"
    assert erase(desk) == Erased(1, 0, already=False, clean=True)
    assert found_in(desk) == set()
    assert desk.path.with_name(desk.path.name + "-wal").stat().st_size == 0
    sound(desk.admin)
    assert queries.figures(desk.admin) == before
    (row,) = (row for row in queries.history(desk.admin).rows if row.kind == FactKind.PERSON_ERASED)
    assert (row.before, row.after, row.why, row.operator) == (str(number), None, "người dân yêu cầu", "Hà")
    again = workflow.erase_person(desk["Hà"], number, "lại")
    assert again == Erased(0, 0, already=True, clean=True)
    sound(desk.admin)


def test_after_phúc_tra_her_link_goes_first_and_then_she(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path, "hue-2024") as here:
        imported(here.admin, people("official"))
        serials = here.print(7)
        with here.admin.reading() as conn:
            hers = select(m.link.c.serial, m.link.c.member, m.link.c.salt, m.link.c.commitment).join(
                m.sample_member, m.sample_member.c.id == m.link.c.member
            )
            serial, member, *secret = conn.execute(hers.where(m.sample_member.c.name == NAME)).one()
        for each in serials:
            workflow.receive(here.admin, each)
        for drawn in workflow.draw_recheck(here["Hà"], 7, number=7, minimum=0).serials:
            workflow.answer_recheck(here["Hà"], drawn, Result.UNCLEAR, REPLY)
            workflow.answer_recheck(here["Hà"], drawn, Result.CONFIRMED)
        for each in serials:
            here.key("Lan", 1, each)
            here.key("Mai", 2, each)
        before = queries.figures(here.admin)
        assert found_in(here) >= {NAME, PHONE, DOSSIER, NOTE, DAY, REPLY}
        workflow.destroy_links(here["Hà"], "phúc tra đã xong", here.admin.about.number)
        assert NAME in found_in(here) and REPLY not in found_in(here)
        erase(here)
        assert found_in(here) == set()
        raw = pages(here.path, here.admin.file_key)
        assert [each for each in secret if each.encode() in raw] == [] and serial.encode() in raw
        assert member.encode() in raw  # the list's row without her stays
        sound(here.admin)
        assert queries.figures(here.admin) == before and before


def test_what_is_said_of_her_elsewhere_goes_too(desk: Station) -> None:
    """On every list, in words about her; what other people are or said stays."""
    imported(desk.admin, people("frame"))
    imported(desk.admin, [*people("official"), *people("reserve")])
    for name, why in (("Người 0", "Người 0 đi xa"), (NAME, WHY)):
        row = next(row for row in queries.sample_members(desk.admin, "official") if row.name == name)
        workflow.replace_member(desk["Hà"], row.position, why)
    assert found_in(desk) >= {NAME, WHY}
    assert erase(desk) == Erased(3, 1, already=False, clean=True)
    assert found_in(desk) == set()
    sound(desk.admin)
    assert {row.why for row in queries.history(desk.admin).rows if row.kind == FactKind.MEMBER_REPLACED} == {
        "Người 0 đi xa",
        "",
    }


def test_who_came_from_the_reserve_can_be_erased(desk: Station) -> None:
    """And nobody who was erased is called up."""
    reserve = people("reserve")
    imported(desk.admin, [*people("official")[:2], *(each for each in reserve if each.unit == "Đơn vị 1")])
    number = position(desk.admin, "Người 1")
    first = next(r for r in queries.sample_members(desk.admin, "reserve"))
    came = workflow.replace_member(desk["Hà"], number, "đi vắng")
    assert came == first.position
    erase(desk) if first.name == NAME else workflow.erase_person(desk["Hà"], came, "yêu cầu")
    sound(desk.admin)
    waiting = queries.sample_members(desk.admin, "reserve")
    workflow.erase_person(desk["Hà"], waiting[0].position, "yêu cầu")
    assert workflow.replace_member(desk["Hà"], came, "không còn") == waiting[1].position
    sound(desk.admin)


@pytest.mark.parametrize("method", ["simple", "stratified", "systematic"])
def test_the_frame_of_a_draw(desk: Station, method: str) -> None:
    imported(desk.admin, people("frame", 30))
    workflow.draw_sample(desk["Hà"], Wanted(5, method, "unit", 12, 6))
    lists = [(row.position, row.list) for row in queries.sample_members(desk.admin)]
    before = workflow.draw_sample(desk["Hà"], Wanted(5, method, "unit", 12, 6)).drawn
    erase(desk)
    sound(desk.admin)
    again = workflow.draw_sample(desk["Hà"], Wanted(5, method, "unit", 12, 6))
    assert again.already and (again.drawn.rows, again.drawn.strata) == (before.rows, before.strata)
    assert [(row.position, row.list) for row in queries.sample_members(desk.admin)] == lists
    workflow.draw_sample(desk["Hà"], Wanted(6, method, "unit", 12, 6), again=True, reason="sai số lượng")
    assert NAME not in {row.name for row in queries.sample_members(desk.admin)}
    workflow.erase_person(desk["Hà"], position(desk.admin, "Người 7"), "yêu cầu")
    sound(desk.admin)


def test_phúc_tra_that_was_drawn_with_her_stands_and_asks_her_no_more(tmp_path: Path, desk: Station) -> None:
    (tmp_path / "huế").mkdir()
    with station(tmp_path / "huế", "hue-2024") as here:
        imported(here.admin, people("official", 9))
        for serial in here.print(10):
            workflow.receive(here.admin, serial)
        workflow.draw_recheck(here["Hà"], 7, number=10)
        hers = next(row for row in queries.sample_members(here.admin, "official") if row.name == NAME).serial
        drawn = {row.serial: row.number for row in queries.rechecks(here["Hà"])}
        assert hers in drawn and drawn[hers] in queries.recheck_phones(here["Hà"])
        workflow.answer_recheck(here["Hà"], hers, Result.UNCLEAR, REPLY)
        assert REPLY in found_in(here)
        assert erase(here) == Erased(1, 1, already=False, clean=True)
        assert found_in(here) == set()
        sound(here.admin)
        assert {row.serial: row.number for row in queries.rechecks(here["Hà"])} == drawn
        assert drawn[hers] not in queries.recheck_phones(here["Hà"])
        with here.admin.reading() as conn:
            one_by_one = recheck_rows.answered(conn, conn, RecheckChannel.VISIT)
            counts = recheck_rows.answered_counts(conn, RecheckChannel.VISIT)
        assert [each.serial for each in one_by_one if not each.askable] == [hers]
        assert counts == Counter((each.interviewer, each.askable, each.drawn) for each in one_by_one)


@pytest.mark.parametrize("shared", [False, True])
def test_an_online_answer_on_her_dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: bool) -> None:
    """Its dossier goes too, unless somebody else has the same; that it was left out for her paper still follows."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, "hue-2024") as here:
        imported(here.admin, people("official"))
        if shared:
            imported(here.admin, [MemberData("official", "Người cùng hồ sơ", dossier=DOSSIER)])
        here.print(7 + shared)
        paper = next(row for row in queries.sample_members(here.admin, "official") if row.name == NAME).serial
        exported = tmp_path / "hues.xlsx"
        write_export(exported, [("10/9/2024", DOSSIER, "", "", "9/9/2024", "", "Hài lòng")])
        preview = preview_online(here.admin, exported, read_mapping(mapping_text(), "m.toml"))
        assert accept_online(here.admin, preview) == 1
        exported.unlink()
        workflow.receive(here["Hà"], paper, channel="buu-dien")
        before = queries.figures(here.admin)
        assert before.ballots.online == 0, "her paper takes its place"
        assert erase(here) == Erased(1, 0 if shared else 1, already=False, clean=True)
        assert found_in(here) == ({DOSSIER} if shared else set())
        sound(here.admin)
        assert queries.figures(here.admin) == before


def test_an_online_import_that_was_broken_off_keeps_nothing_of_her(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its answers count for nothing and stand in the history; her dossier on one of them is found all the same."""
    monkeypatch.setattr(keys, "COST", CHEAP)

    class Killed(BaseException):
        pass

    def stop(_: int) -> None:
        raise Killed

    with station(tmp_path, "hue-2024") as here:
        imported(here.admin, people("official"))
        told, answers = online_answers(here, [Day("2024-09-10", dossier=DOSSIER), Day("2024-09-11")])
        with pytest.raises(Killed):
            workflow.import_online(here.admin, told, answers, progress=stop)
        assert queries.figures(here.admin).ballots.online == 0 and DOSSIER in found_in(here)
        erase(here)
        assert found_in(here) == set()
        sound(here.admin)


def test_a_reason_that_tells_of_her_is_refused(desk: Station) -> None:
    imported(desk.admin, people("official"))
    for reason in ("", "  ", "x" * 301, f"bà {NAME.upper()} xin xóa", f"gọi từ {PHONE}"):
        with pytest.raises(Refusal):
            erase(desk, reason)
    with pytest.raises(Refusal) as refused:
        workflow.erase_person(desk["Hà"], 999, "yêu cầu")
    assert refused.value.code == "erase.no_member"
    assert NAME in found_in(desk)
    sound(desk.admin)


# -- behind the program's back --------------------------------------------------------------------------------------

Change = Callable[[Connection], object]


def altered(desk: Station, change: Change) -> list[str]:
    """What a check finds after ``change`` by somebody who has the key."""
    with desk.admin.writing() as tx:
        tx.conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        change(tx.conn)
    return [code for code, _ in queries.check_survey(desk.admin).problems]


def emptied(name: str) -> Change:
    nothing = dict.fromkeys((*GONE, "salt"))
    s = m.sample_member
    return lambda conn: conn.execute(s.update().where(s.c.name == name).values(nothing))


def of_her(**values: object) -> Change:
    s = m.sample_member
    return lambda conn: conn.execute(s.update().where(s.c.name.is_(None)).values(values))


TRICKS: dict[str, tuple[Change, str]] = {
    "another row": (emptied("Người 3"), "check.member"),
    "data put back": (of_her(name="Ai đó"), "check.member"),
    "another unit": (of_her(unit="Đơn vị khác"), "check.member"),
    "another place": (of_her(position=500), "check.member"),
    "another reason": (
        lambda conn: conn.execute(
            m.personal.update().where(m.personal.c.value == "Người 0 đi xa").values(salt=None, value=None)
        ),
        "check.personal",
    ),
    "the reason of the erasing": (
        lambda conn: conn.execute(
            m.personal.update().where(m.personal.c.value == "người dân yêu cầu").values(salt=None, value=None)
        ),
        "check.personal",
    ),
    "the reason put back": (
        lambda conn: conn.execute(
            m.personal.update().where(m.personal.c.value.is_(None)).values(salt="0" * 32, value="khác")
        ),
        "check.personal",
    ),
    "who was drawn": (
        lambda conn: conn.execute(m.drawn.update().values(place=m.drawn.c.place + 1)),
        "check.draw",
    ),
    "the table": (lambda conn: conn.execute(m.erased.delete()), "check.projection"),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_only_what_a_fact_explains_may_be_gone(desk: Station, trick: str) -> None:
    imported(desk.admin, people("frame"))
    workflow.draw_sample(desk["Hà"], Wanted(5, "simple", "unit", 7, 0))
    imported(desk.admin, [*people("official"), *people("reserve")])
    for name, why in (("Người 0", "Người 0 đi xa"), (NAME, WHY)):
        row = next(r for r in queries.sample_members(desk.admin, "official") if r.name == name and not r.place)
        workflow.replace_member(desk["Hà"], row.position, why)
    erase(desk)
    sound(desk.admin)
    change, code = TRICKS[trick]
    assert altered(desk, change)[:1] == [code]


def test_a_missing_value_without_any_such_fact(desk: Station) -> None:
    imported(desk.admin, people("official"))
    assert altered(desk, emptied(NAME)) == ["check.member"]


def forged(desk: Station, **other: object) -> list[str]:
    """What a check finds after a fact, right by its hash, that says otherwise than her erasing would."""
    imported(desk.admin, people("official"))
    s = m.sample_member
    with desk["Hà"].writing() as tx:
        row = tx.conn.execute(select(s).where(s.c.name == NAME)).mappings().one()
        emptied(NAME)(tx.conn)
        said = {
            "member": row["id"],
            "kept": kept_sha256(row),
            "phone": "mobile",
            "texts": [],
            "dossiers": [],
            "draws": {},
        } | other
        tx.append(FactKind.PERSON_ERASED, **said, reason=tx.personal("x"))
    return [code for code, _ in queries.check_survey(desk.admin).problems]


@pytest.mark.parametrize(
    ("other", "codes"),
    [
        ({}, []),
        ({"phone": "fax"}, ["check.illegal"]),
        ({"texts": ["0" * 32]}, ["check.erased"]),
        ({"draws": {"0" * 32: "0" * 64}}, ["check.erased"]),
        ({"kept": "0" * 64}, ["check.member", "check.erased"]),
    ],
)
def test_a_forged_fact(desk: Station, other: dict[str, object], codes: list[str]) -> None:
    assert forged(desk, **other) == codes


def test_other_words_cannot_be_taken_away_as_hers(desk: Station) -> None:
    """Who let records out, and why, is no part of what such a fact explains."""
    workflow.record_taken(desk.admin, 1, "0" * 64, "giám đốc", "thanh tra")
    p = m.personal
    with desk["Hà"].writing() as tx:
        ref = tx.conn.execute(select(p.c.id).where(p.c.value == "thanh tra")).scalar()
        tx.conn.execute(p.update().where(p.c.id == ref).values(salt=None, value=None))
    assert forged(desk, texts=[ref])[:1] == ["check.personal"]


# -- what erasing does not reach ------------------------------------------------------------------------------------


def test_a_backup_of_before_brings_her_back_and_she_is_erased_again(desk: Station, tmp_path: Path) -> None:
    imported(desk.admin, people("official"))
    (made,) = back_up_everywhere(desk.admin).paths[:1]
    erase(desk)
    other = tmp_path / "phục hồi.sipas"
    restoring.restore(made, other, "admin", PASSWORD)
    with open_survey(other, "admin", PASSWORD) as restored:
        assert NAME in {row.name for row in queries.sample_members(restored)}
        workflow.erase_person(restored, position(restored), "yêu cầu, sau khi phục hồi")
        sound(restored)
        assert NAME.encode() not in pages(other, restored.file_key)


def test_a_handout_holds_nothing_of_her_and_its_return_is_merged(desk: Station, tmp_path: Path) -> None:
    imported(desk.admin, people("official"))
    desk.received(2, batch="L1")
    out, back, path = tmp_path / "giao.zip", tmp_path / "trả.zip", tmp_path / "trạm.sipas"
    hand_out_to(desk.admin, out, batches=["L1"])
    backups.unpack(out, path)
    erase(desk)
    with open_survey(path, "Lan", PASSWORD) as lan:
        assert not any(said.encode() in pages(path, lan.file_key) for said in HERS)
        return_to(lan, back)
    merge_files(desk.admin, [back])
    sound(desk.admin)
    assert found_in(desk) == set()


def test_a_draw_from_a_frame_with_somebody_erased_is_salvaged(desk: Station, tmp_path: Path) -> None:
    """Who was drawn is read from the damaged file and must be as her fact has it by hash."""
    imported(desk.admin, people("frame", 30))
    workflow.draw_sample(desk["Hà"], Wanted(5, "stratified", "unit", 12, 6))
    erase(desk)
    lists = [(row.position, row.list, row.place) for row in queries.sample_members(desk.admin)]
    desk.close()
    out = tmp_path / "cứu.sipas"
    assert salvage.salvage(desk.path, out, "admin", PASSWORD).left_out == 0
    with open_survey(out, "admin", PASSWORD) as saved:
        sound(saved)
        assert [(row.position, row.list, row.place) for row in queries.sample_members(saved)] == lists
