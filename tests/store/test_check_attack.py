"""Somebody with the key alters the file: every column of every table, rows gone, added and swapped, bits flipped.

Nothing here is listed by hand: the tables and columns are the models'. Each attack is made on a copy of one survey in
which everything has happened, and found by the command: exit 3, the first fault in words.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Integer, LargeBinary, Table, UniqueConstraint, text

from sipas_desktop.cli.main import main
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.box import BoxData
from sipas_desktop.domain.fact import FactKind, canonical, chain_hash, survey_head
from sipas_desktop.domain.form_edit import draft_of, put
from sipas_desktop.domain.label_sheet import LabelsOn
from sipas_desktop.domain.plan import Identity
from sipas_desktop.domain.print_order import SortedBy
from sipas_desktop.domain.print_style import PLAIN, PrintStyle
from sipas_desktop.domain.quota_cells import Count
from sipas_desktop.domain.recheck_rule import Result
from sipas_desktop.domain.remark import About
from sipas_desktop.domain.topics import Topic, open_questions
from sipas_desktop.domain.unit import Unit
from sipas_desktop.domain.unusual import Check
from sipas_desktop.errors import Damaged
from sipas_desktop.exchange.package import load_package
from sipas_desktop.jobs.label_sheets import find_label_sheet
from sipas_desktop.jobs.packages import merge_packages
from sipas_desktop.jobs.rechecks import apply_rules
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey, open_like, open_survey, open_with_key
from sipas_desktop.store.engine import make_engine
from sipas_desktop.store.workflow import transactions
from tests.online import online_beside_paper, online_everything
from tests.packages import Office, of_survey
from tests.surveys import CHEAP, PASSWORD, Station, sampled_plan, station

TABLES: Final = tuple(m.metadata.sorted_tables)
AFTER: Final = (m.unlinked, m.unlinking)  # filled only once links are destroyed, which empties others
COLUMNS: Final = tuple((table, column.name) for table in TABLES for column in table.columns)
PAGE: Final = 4096
CHECKER: Final = "Hà"
FLIPS: Final = 10_000


@dataclass(frozen=True)
class Whole:
    """A survey file, its key, and the last head that was printed of it."""

    path: Path
    key: bytes
    head: str

    @contextlib.contextmanager
    def altered(self, folder: Path) -> Iterator[tuple[Path, Connection]]:
        """A copy, open to somebody who has the key and no regard for references."""
        copy = folder / "bản sao.sipas"
        shutil.copyfile(self.path, copy)
        shutil.copyfile(keys.path_of(self.path), keys.path_of(copy))
        engine = make_engine(copy, self.key)
        try:
            with engine.connect() as conn:
                conn.exec_driver_sql("PRAGMA foreign_keys = OFF")
                conn.exec_driver_sql("BEGIN")
                yield copy, conn
                conn.exec_driver_sql("COMMIT")
        finally:
            engine.dispose()


def everything(desk: Station) -> str:
    """Everything that can happen has happened at least twice; returns a head that was printed."""
    people = [workflow.MemberData("official", f"Người {n}", unit=f"Đơn vị {n}", dossier=f"H57-{n}") for n in range(20)]
    for part in (people[:5], people[5:]):
        workflow.import_sample(desk.admin, part, "0" * 64)
    draws(desk)
    for name in ("Lan", "Mai"):
        workflow.set_catalogue(desk.admin, "procedure", [workflow.Entry(f"P{name}", f"Thủ tục {name}")])
    registered(desk)
    serials: list[str] = []
    for count, style in ((7, PLAIN), (2, PrintStyle(sides=2))):
        run = workflow.reserve_run(desk.admin, count=count)
        workflow.publish_run(desk.admin, run, "0" * 64, count, style=style, boxes=f"{count}" * 64)
        serials += run.serials
    unfinished(desk)
    changed(desk, "một")  # these are printed
    changed(desk, "hai")  # this one is not
    workflow.record_reprint(desk.admin, serials[-1:], "rách")
    for number, serial in enumerate(serials[:7]):
        workflow.receive(desk["Hà"], serial, batch=f"L{number % 2}")
    for serial in serials[5:7]:
        workflow.withdraw_receipt(desk["Hà"], serial)
    for reason in (desk.admin.plan.reasons[0].code, None, desk.admin.plan.reasons[0].code):
        workflow.set_validity(desk["Hà"], serials[4], reason)
    said = {"comment": Answer("+", "chờ lâu")}
    written = said if "comment" in desk.answers() else {}
    for serial, second in zip(serials[:3], ("5", "1", "1"), strict=True):
        workflow.key_ballot(desk["Lan"], serial, 1, desk.answers() | {rated(desk): Answer("5")} | written)
        workflow.key_ballot(desk["Mai"], serial, 2, desk.answers() | {rated(desk): Answer(second)} | written)
    for serial in serials[1:3]:
        workflow.adjudicate(desk["Hòa"], serial, rated(desk), Answer("2"), "xem phiếu")
    workflow.adjudicate(desk["Hòa"], serials[1], rated(desk), Answer("1"), "xem lại phiếu")
    for serial in serials[5:7]:
        workflow.receive(desk["Hà"], serial, batch="L2")
        keying = workflow.start_keying(desk["Mai"], serial, 1)
        workflow.record_answer(desk["Mai"], keying, rated(desk), Answer("3"))
        workflow.record_answer(desk["Mai"], keying, rated(desk), Answer("4"))
    keying = workflow.reopen_keying(desk["Mai"], serials[1], 2)
    with open_survey(desk.path, "Mai", PASSWORD) as elsewhere:
        keying = workflow.start_keying(elsewhere, serials[1], 2)
        workflow.record_answer(elsewhere, keying, rated(desk), Answer("2"))
        workflow.take_back_answer(elsewhere, keying, rated(desk))
        workflow.record_answer(elsewhere, keying, rated(desk), Answer("4"))
        workflow.complete_keying(elsewhere, keying, confirmed={check.value for check in Check})
    workflow.adjudicate(desk["Hòa"], serials[1], rated(desk), Answer("4"))
    at_work(desk, serials)
    sent_back(desk, serials[1:3])
    workflow.close_batch(desk["Hà"], "L0")
    ticked(desk)
    remarked(desk)
    workflow.reset_password(desk.admin, "Lan", PASSWORD)
    in_the_field(desk)
    handed_over(desk)
    stations(desk)
    singles(desk)
    online_everything(desk)
    online_beside_paper(desk)
    asked_again(desk)
    sent_up(desk)
    sorted_by_topics(desk)
    erased(desk)
    workflow.record_head(desk.admin, "report")
    return workflow.record_head(desk["Hà"], "report")


def erased(desk: Station) -> None:
    """Somebody of a frame that was drawn from, and somebody who was replaced."""
    replaced = queries.replacements(desk.admin)[0].position
    frame = next(row for row in queries.sample_members(desk.admin, "frame") if row.position != replaced)
    for number in (replaced, frame.position):
        assert not workflow.erase_person(desk["Hà"], number, "theo yêu cầu").already


def at_work(desk: Station, serials: list[str]) -> None:
    """Batches claimed, given back, taken over with half-keyed ballots in them, and counted."""
    workflow.claim_batch(desk["Lan"], "L1", 1)
    workflow.start_keying(desk["Lan"], serials[3], 1)
    for _ in range(2):
        workflow.give_back_batch(desk["Lan"], "L1", 1)
        workflow.claim_batch(desk["Lan"], "L1", 1)
    assert workflow.take_over_batch(desk["Hà"], "L1", 1).aside == (serials[3],)
    workflow.claim_batch(desk["Lan"], "L1", 1)
    assert workflow.take_over_batch(desk["Hòa"], "L2", 1, "Lan").aside == (serials[5], serials[6])
    for serial in serials[5:7]:
        keying = workflow.start_keying(desk["Lan"], serial, 1)
        workflow.record_answer(desk["Lan"], keying, rated(desk), Answer("3"))
    for scanned in (serials[:2], [serials[1], serials[5], serials[0]]):
        workflow.count_batch(desk["Hà"], "L1", scanned=scanned)
    workflow.count_batch(desk["Hà"], "L2", papers=1)
    workflow.count_batch(desk["Hà"], "L0", scanned=serials[4:5])


def sent_back(desk: Station, serials: list[str]) -> None:
    """Ballots sent back, withdrawn, keyed by a third clerk: set aside by a reopened pass, then settled by another."""
    for number, serial in enumerate(serials, start=1):
        questions = [question.code for question in next(iter(desk.admin.forms.values())).rated[:number]]
        for name in (f"Nga {number}", f"Vân {number}"):
            workflow.add_operator(desk.admin, name, ["keyer"], PASSWORD)
            keying = workflow.reopen_keying(desk["Mai"], serial, 2)
            for question in questions:
                workflow.record_answer(desk["Mai"], keying, question, Answer("3" if name.startswith("Nga") else "2"))
            workflow.complete_keying(desk["Mai"], keying)
            workflow.ask_rekeying(desk["Hà"], serial)
            workflow.withdraw_rekeying(desk["Hòa"], serial)
            workflow.ask_rekeying(desk["Hà"], serial)
            third = "1" if name.startswith("Nga") else "2"
            workflow.key_ballot(desk[name], serial, 3, dict.fromkeys(questions, Answer(third)))


def unfinished(desk: Station) -> None:
    """Two runs were given up; of three that were published before their file had a name one has it now; labels."""
    for _ in range(2):
        workflow.give_up_run(desk.admin, workflow.reserve_run(desk.admin, count=1).id)
    for by in (SortedBy.UNIT, SortedBy.ROUTE, SortedBy.LIST):
        run = (
            workflow.reserve_run(desk.admin, unit="Đơn vị 16", spares=1, sorted_by=by)
            if by is SortedBy.UNIT
            else (workflow.reserve_run(desk.admin, count=1, sorted_by=by))
        )
        workflow.publish_run(desk.admin, run, "0" * 64, len(run.serials), named=False)
    workflow.run_released(desk.admin, run.id)
    for start in (1, 24):
        run = workflow.reserve_run(desk.admin, count=1, labels=True, labels_on=LabelsOn(find_label_sheet(), start))
        workflow.publish_run(desk.admin, run, "0" * 64, 1)


def in_the_field(desk: Station) -> None:
    """Interviewers changed and removed, members assigned anew and replaced; ballots issued, spoiled, voided."""
    office, reason = desk["Hà"], desk.admin.plan.reasons[1].code
    people = [
        workflow.InterviewerData(f"B{n}", f"Trần Văn {n}", f"Đơn vị {n}", f"090000000{n}", "xe máy") for n in range(4)
    ]
    workflow.set_interviewers(office, people)
    workflow.set_interviewers(office, [replace(each, area="", note="", phone="") for each in people[:2]])
    members = [workflow.MemberData(name, f"Dân {n}", unit="Phố") for n in range(12) for name in ("official", "reserve")]
    workflow.import_sample(desk.admin, members, "0" * 64)
    official = [each for each in queries.members_in_field(desk.admin) if each.unit == "Phố"]
    for shift in (0, 1):
        given = {f"B{n}": [each.id for each in official[(n + shift) % 4 :: 4]] for n in range(4)}
        workflow.assign_members(office, given)
    run = (
        workflow.reserve_run(desk.admin, count=12, unit="Phố")
        if _linked(desk)
        else workflow.reserve_run(desk.admin, count=12)
    )
    workflow.publish_run(desk.admin, run, "0" * 64, 12)
    serials, day = run.serials, datetime.date(2024, 9, 10)
    for number, serial in enumerate(serials[:8]):
        workflow.issue(desk["Mai"], serial, f"B{number % 4}", day)
    for number, outcome in enumerate(("not_met", "not_met", "refused", "moved", "lost")):
        workflow.set_outcome(desk["Hòa"], serials[number], outcome, day=day + datetime.timedelta(days=1))
    workflow.set_outcome(desk["Hòa"], serials[0], "not_met", "B1", day + datetime.timedelta(days=2))
    for serial in (serials[1], serials[4]):
        workflow.withdraw_step(desk["Hòa"], serial)
    workflow.issue(office, serials[3], "B2", day + datetime.timedelta(days=3))
    for serial in serials[5:8]:
        workflow.receive(office, serial)
    workflow.key_ballot(desk["Lan"], serials[5], 1, desk.answers())
    for serial in serials[5:7]:
        workflow.void_ballot(desk["Hòa"], serial, reason)
    for serial in serials[8:10]:
        workflow.spoil(office, serial, "lem mực")
    for member in official[:2]:
        workflow.replace_member(office, member.position, "từ chối")
    last = workflow.InterviewerData("B9", "Lê Thị Chín")
    workflow.set_interviewers(office, [last])
    workflow.remove_interviewer(office, "B9")


def handed_over(desk: Station) -> None:
    """Hand-overs both ways, scanned by both sides, scans undone, differences explained, closed; ballot boxes; mail."""
    office = desk["Hà"]
    serials = [each.serial for each in queries.ballots(desk.admin) if each.state == State.STOCK][-4:]
    for direction, milestone in (("to_post", None), ("to_office", desk.admin.plan.milestones[0].code)):
        number = workflow.open_handover(
            office, direction, "Sở Nội vụ", "Bưu điện", day=datetime.date(2024, 9, 9), milestone=milestone
        )
        workflow.scan_handover(office, number, "given", serials)
        workflow.scan_handover(office, number, "given", serials[3:], undo=True)
        workflow.scan_handover(office, number, "taken", serials[1:])
        workflow.explain_handover(office, number, serials[:1], "để quên")
        workflow.explain_handover(office, number, serials[3:], "kẹp nhầm")
        workflow.close_handover(office, number)
    channel = desk.admin.plan.channels[0].code
    for serial in serials[2:]:
        workflow.issue(office, serial, day=datetime.date(2024, 9, 9), channel=channel)
        workflow.record_reminders(office, [serial], datetime.date(2024, 9, 19))
    for number in (None, None, 2):
        box = BoxData(
            "Hòm 1", "NP-01", False, ("Bà Lan", "Ông Năm"), 9, 7, f"H{number}-{len(queries.box_records(office))}"
        )
        workflow.record_box(office, replace(box, note="rách mép"), number)


def _linked(desk: Station) -> bool:
    return desk.admin.plan.identity is Identity.LINKED


def registered(desk: Station) -> None:
    """Two units merged and one split; what was counted of them was counted anew."""
    old = [Unit(code, f"Xã {code}", "", "2025-06-30", "xã") for code in ("X1", "X2", "X3")]
    both = (("X1", ""), ("X2", ""))
    new = [
        Unit("X1", "Phường Mới", "2025-07-01", "", "phường", "P", both),
        Unit("X3", "Xã Nửa", "2025-07-01", "", "xã", "P", (("X3", ""),)),
        Unit("X4", "Xã Kia", "2025-07-01", "2030-01-01", "xã", "X3", (("X3", ""), ("X2", ""))),
    ]
    workflow.set_units(desk.admin, [Unit("P", "Tỉnh"), *old])
    workflow.set_units(desk.admin, new)
    workflow.set_catalogue(desk.admin, "unit", [workflow.Entry(code, f"Nơi {code}", "S1") for code in ("X1", "X4")])
    for counts in ((4, 5), (6, 5)):
        rows = [Count("X1", "PLan", 2024, counts[0]), Count("X4", "", 2025, counts[1])]
        workflow.set_transactions(desk.admin, rows, "0" * 64, [workflow.Entry("PMới", "Thủ tục mới")])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transactions, "ROWS", 2)  # four are an import of two facts
        for more in (0, 1):
            rows = [Count(unit, code, 2023, 7 + more) for unit in ("X1", "X4") for code in ("PLan", "")]
            workflow.set_transactions(desk.admin, rows, "0" * 64)


def ticked(desk: Station) -> None:
    """One milestone is done, and on another day; one is done and not after all."""
    first, second = [each.code for each in desk.admin.plan.milestones if each.work is None][:2]
    workflow.milestone_done(desk["Hà"], first, datetime.date(2024, 9, 5), "ký ở Huế")
    workflow.milestone_done(desk["Hà"], first, datetime.date(2024, 9, 6), "ký ở Sở")
    workflow.milestone_done(desk.admin, second)
    workflow.milestone_undone(desk.admin, second)


def sent_up(desk: Station) -> None:
    """The office has had two keys; two packages of one commune, one of another that a town held."""
    workflow.signing_key(desk.admin)
    workflow.make_signing_key(desk.admin)
    folder = desk.path.parent
    commune, other, town = (Office(folder, unit) for unit in ("X1", "X4", "X9"))
    for office in (commune, town, other):
        workflow.register_office(desk["Hà"], office.unit, office.public)
    workflow.register_office(desk["Hà"], "Xã 1", commune.public)
    workflow.remove_office(desk["Hà"], other.public)
    content = of_survey(other, desk.admin, "51")
    package = load_package(other.write(content))
    brought = tuple(replace(each, source=content.survey_id) for each in content.records)
    held = town.write(of_survey(town, desk.admin, "2", (package,), brought))
    packages = [commune.write(of_survey(commune, desk.admin, levels)) for levels in ("45", "455")]
    merge_packages(desk["Hà"], [*packages, held])
    for source in (town.source, commune.source):
        workflow.withdraw_source(desk["Hà"], source, "gộp nhầm")
    workflow.readmit_source(desk["Hà"], commune.source, "đã hỏi lại")
    workflow.readmit_source(desk["Hà"], town.source, "đã hỏi lại")


def remarked(desk: Station) -> None:
    """A remark is written, written anew, taken away and written again; another belongs to a report up to a day."""
    workflow.write_remark(desk["Hà"], "proposals", "Thêm người.")
    workflow.write_remark(desk.admin, "proposals", "Thêm người ở một cửa.")
    workflow.clear_remark(desk.admin, "proposals")
    workflow.write_remark(desk.admin, "proposals", "Thêm người.")
    workflow.write_remark(desk.admin, "results", "Giữ mức như năm trước.", About(until=datetime.date(2024, 10, 1)))


def sorted_by_topics(desk: Station) -> None:
    """Two lists of topics, a comment sorted, sorted otherwise and not at all; records that somebody allowed to go."""
    question, found = next(
        (code, found)
        for code in open_questions(desk.admin.forms.in_use())
        if (found := queries.comments(desk.admin, code))
    )
    workflow.set_topics(desk["Hà"], question, [Topic("1", "Thời gian")])
    workflow.set_topics(desk["Hà"], question, [Topic("1", "Thời gian"), Topic("td", "Thái độ")])
    for topics in (["1"], ["1", "td"], []):
        workflow.sort_comment(desk["Hà"], found[0].id, topics)
    workflow.sort_comment(desk.admin, found[-1].id, ["td"])
    workflow.record_taken(desk["Hà"], 2, "0" * 64, "Bà Lê Thị Hai, Phó Chủ tịch", "thanh tra yêu cầu")


def asked_again(desk: Station) -> None:
    """Phúc tra at random and of one chosen ballot: given out twice, with results of every kind, one of them changed."""
    people = [
        workflow.MemberData("official", f"Hỏi {n}", phone=f"09120000{n:02}", unit="Đơn vị", consent=True)
        for n in range(8)
    ]
    workflow.import_sample(desk.admin, people, "0" * 64)
    count = sum(not row.serial for row in queries.sample_members(desk.admin, "official"))
    run = workflow.reserve_run(desk.admin, count=count)
    workflow.publish_run(desk.admin, run, "0" * 64, count)
    asked = [row for row in queries.sample_members(desk.admin, "official") if row.name.startswith("Hỏi")]
    workflow.set_consent(desk["Hà"], [row.position for row in asked[:2]], given=False)
    workflow.set_consent(desk["Hà"], [asked[0].position], given=True)
    workflow.set_interviewers(desk.admin, [workflow.InterviewerData("PT1", "Phạm Thị Một")])
    workflow.issue(desk.admin, asked[0].serial or "", "PT1")
    for row in asked:
        workflow.receive(desk["Hà"], row.serial or "", batch="LP")
    workflow.draw_recheck_of(desk["Hà"], "PT1", "nghi ngờ")
    chosen = asked[2].serial or ""
    workflow.draw_recheck_serials(desk.admin, [chosen], "trùng nét chữ")
    drawn = workflow.draw_recheck(desk["Hà"], 5, number=5, minimum=0).serials
    for _ in range(2):
        workflow.record_recheck_sent(desk["Hà"], drawn, "0" * 64)
    for serial, result in zip((*drawn, drawn[1]), (*Result, Result.CONFIRMED), strict=False):
        words = "ai đấy?" if result is Result.UNCLEAR else ""
        workflow.answer_recheck(desk["Hà"], serial, result, words)
    workflow.answer_recheck(desk.admin, drawn[1], Result.CONFIRMED)
    workflow.answer_recheck(desk.admin, chosen, Result.UNCLEAR, "sao lại hỏi?")


def draws(desk: Station) -> None:
    """Two draws, the second of them made again; two of the first called up, then two of a ready list."""
    place = 0
    for seed in (1, 2):
        units = [f"Đơn vị {number % 2}" for number in range(8)]
        frame = [workflow.MemberData("frame", f"Dân {place + n}", unit=unit) for n, unit in enumerate(units)]
        place += 8
        workflow.import_sample(desk.admin, frame, "0" * 64)
        workflow.draw_sample(desk["Hà"], workflow.Wanted(seed, "stratified", "unit", 4, 3))
        if seed == 1:
            official = [row.position for row in queries.sample_members(desk.admin, "official") if row.place]
            for position in official[:2]:
                workflow.replace_member(desk["Hà"], position, "không liên lạc được", elsewhere=False)
    for seed in (3, 4):
        again = workflow.Wanted(seed, "systematic", "unit", 4, 3)
        workflow.draw_sample(desk.admin, again, again=True, reason="sai số lượng")


def changed(desk: Station, subtitle: str) -> None:
    """The survey's form with another subtitle."""
    (form,) = desk.admin.forms.current().values()
    workflow.change_form(desk["Hà"], put(draft_of(form.source), (), subtitle=subtitle).text)


def stations(desk: Station) -> None:
    """Two stations came home after they had been given up: received twice, keyed twice; two more are out."""
    run = workflow.reserve_run(desk.admin, count=8)
    workflow.publish_run(desk.admin, run, "0" * 64, 8)
    dealt = sorted(run.serials)  # linked serials come in random order
    first, second = desk.admin.plan.reasons[0].code, desk.admin.plan.reasons[1].code
    channels = [channel.code for channel in desk.admin.plan.channels]
    for number, pair in enumerate((dealt[:2], dealt[2:4])):
        made = workflow.hand_out(desk.admin, serials_from=pair[0], serials_to=pair[1], name=f"Trạm {number}")
        path = desk.path.with_name(f"tram {number}.sipas")
        workflow.write_station(desk.admin, made.id, path)
        with open_like(desk.admin, path) as there:
            for place, serial in enumerate(pair):
                reason = (first, None)[place] if number else None
                workflow.receive(there, serial, batch="B", reason=reason, channel=channels[-1 - place % len(channels)])
        with open_survey(path, "Lan", PASSWORD) as lan:
            if not number:
                workflow.key_ballot(lan, pair[0], 1, desk.answers())
        workflow.take_back(desk.admin, made.number, "máy hỏng")
        for serial in pair:
            workflow.receive(desk["Hà"], serial, batch=f"L{3 + number}", reason=second if number else None)
        with open_like(desk.admin, path) as there:
            workflow.merge_return(desk.admin, there, "0" * 64)
    conflict = queries.conflicts(desk.admin)[0]
    kept = [deed.ref for deed in conflict.deeds if deed.station == 1]
    workflow.settle_conflict(desk["Hòa"], conflict.serial, kept)
    for pair in (dealt[4:6], dealt[6:]):
        workflow.hand_out(desk.admin, serials_from=pair[0], serials_to=pair[1])


SAMPLED: Final = 'mode = "sampled"\none_in = 10\nlearn = 6\nlimit = 200.0'


def singles(desk: Station) -> None:
    """Two who learned and key well: of the ballots that one keying settled, second ones are demanded of two."""
    count = desk.admin.plan.keying.learn + 10
    people = [workflow.MemberData("official", f"Thêm {n}", unit="Đơn vị", dossier=f"H58-{n}") for n in range(count)]
    workflow.import_sample(desk.admin, people, "0" * 64)
    for name in ("Bình", "Cúc"):
        workflow.add_operator(desk.admin, name, ["keyer"], PASSWORD)
    run = workflow.reserve_run(desk.admin, count=count)
    workflow.publish_run(desk.admin, run, "0" * 64, count)
    for number, serial in enumerate(run.serials):
        workflow.receive(desk["Hà"], serial, batch="LM")
        desk.key("Bình", 1, serial)
        if number < desk.admin.plan.keying.learn:
            desk.key("Cúc", 2, serial, **({rated(desk): "1"} if number < 2 else {}))
        if number < 2:
            workflow.adjudicate(desk["Hòa"], serial, rated(desk), Answer("4"))
    single = [each.serial for each in queries.ballots(desk.admin, "LM") if each.state is State.SINGLE_KEYED]
    for serial in single[:2]:
        workflow.demand_second(desk["Hòa"], serial)
    workflow.reopen_keying(desk["Bình"], single[2], 1)
    desk.key("Bình", 1, single[2], **{rated(desk): "1"})


def rated(desk: Station) -> str:
    """A rated question of the form."""
    return next(iter(desk.admin.forms.values())).rated[0].code


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """One survey for all attacks, closed and in one file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        folder = tmp_path_factory.mktemp("attack")
        with station(folder, sampled_plan(folder / "plans", f'{SAMPLED}\nthird = "settles"', "hue-2024")) as desk:
            head = everything(desk)
            assert queries.check_survey(desk.admin, head).problems == ()
            with desk.admin.reading() as conn:
                conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            return Whole(desk.path, desk.admin.file_key, head)


def links_destroyed(admin: OpenSurvey) -> None:
    """Phúc tra is brought to its end, print runs too; then links go."""
    for row in queries.rechecks(admin):
        if row.result in (None, Result.UNCLEAR):
            workflow.answer_recheck(admin, row.serial, Result.REFUSED)
    apply_rules(admin)
    for row in queries.rechecks(admin):
        if row.result is None:
            workflow.answer_recheck(admin, row.serial, Result.CONFIRMED)
    for run in queries.interrupted_runs(admin):
        workflow.give_up_run(admin, run.id)
    workflow.destroy_links(admin, "phúc tra đã xong", admin.about.number, even_so=True)


@pytest.fixture(scope="module")
def ended(whole: Whole, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """The same survey after phúc tra: links are destroyed."""
    path = tmp_path_factory.mktemp("ended") / whole.path.name
    shutil.copyfile(whole.path, path)
    shutil.copyfile(keys.path_of(whole.path), keys.path_of(path))
    with open_survey(path, "admin", PASSWORD) as admin:
        links_destroyed(admin)
        head = workflow.record_head(admin, "certificate")
        assert queries.check_survey(admin, head).problems == ()
        with admin.reading() as conn:
            conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return Whole(path, admin.file_key, head)


@pytest.fixture
def survey(request: pytest.FixtureRequest, table: Table) -> Whole:
    """The survey in which ``table`` has rows."""
    found: Whole = request.getfixturevalue("ended" if table in AFTER else "whole")
    return found


def check(path: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> tuple[int, list[str]]:
    """``sipas check`` by the office: exit code and problems."""
    monkeypatch.setenv("SIPAS_PASSWORD", PASSWORD)
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = main(["check", str(path), "--json", "--operator", CHECKER, *more])
    return code, json.loads(out.getvalue())["problems"]


def rows_of(conn: Connection, table: Table) -> list[dict[str, Any]]:
    """All rows, but for the account of who checks: without that she is not let in at all."""
    rows = [dict(row) for row in conn.execute(table.select()).mappings()]
    return [row for row in rows if table is not m.operator or row["name"] != CHECKER]


def where(table: Table, row: dict[str, Any]) -> Any:
    clause = None
    for column in table.primary_key.columns:
        own = column == row[column.name]
        clause = own if clause is None else clause & own
    return clause


def keys_of(table: Table) -> list[tuple[str, ...]]:
    """The columns that no two rows may share: the primary key and whatever else is unique."""
    found = [tuple(column.name for column in table.primary_key.columns)]
    found += [tuple(c.name for c in each.columns) for each in table.constraints if isinstance(each, UniqueConstraint)]
    return found


def is_free(table: Table, row: dict[str, Any], others: list[dict[str, Any]]) -> bool:
    """Whether ``row`` could stand beside ``others``."""
    return not any(all(row[name] == each[name] for name in key) for key in keys_of(table) for each in others)


def unused(table: Table, name: str, rows: list[dict[str, Any]]) -> Any:
    """A value that the column has in no row."""
    held = [row[name] for row in rows if row[name] is not None]
    if isinstance(table.c[name].type, LargeBinary):
        return bytes(32)
    if isinstance(table.c[name].type, Integer):  # a BigInteger is one too
        return max(held, default=0) + 1
    return f"{random.choice(held) if held else ''}x"


def altered(table: Table, name: str, rows: list[dict[str, Any]]) -> tuple[dict[str, Any], Any]:
    """A row, and a value for its column that another row has, or none where that may not be."""
    tries = [(row, other[name]) for row in rows for other in rows if other[name] not in (row[name], None)]
    if (name,) in keys_of(table):
        tries = []  # what another row has is never free
    random.shuffle(tries)
    for row, value in tries:
        if is_free(table, row | {name: value}, [each for each in rows if each is not row]):
            return row, value
    row = random.choice(rows)
    return row, not row[name] if isinstance(row[name], bool) else unused(table, name, rows)


def test_everything_is_there(whole: Whole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with whole.altered(tmp_path) as (path, conn):
        assert {table for table in TABLES if not rows_of(conn, table)} == set(AFTER)
        kinds = set(conn.execute(text("SELECT kind FROM fact")).scalars())
    never = {FactKind.RESTORED, FactKind.SALVAGED}  # nothing is derived from these
    assert set(FactKind) - kinds <= never | {FactKind.LINKS_DESTROYED}
    assert check(path, monkeypatch, "--head", whole.head) == (0, [])


@pytest.mark.parametrize(("table", "name"), COLUMNS, ids=lambda part: getattr(part, "name", part))
def test_an_altered_column_is_found(
    survey: Whole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: Table, name: str
) -> None:
    with survey.altered(tmp_path) as (path, conn):
        rows = rows_of(conn, table)
        row, new = altered(table, name, rows)
        assert conn.execute(table.update().where(where(table, row)).values({name: new})).rowcount == 1
    code, problems = check(path, monkeypatch)
    assert code == 3, (row, new)
    assert problems[0]


@pytest.mark.parametrize(
    ("table", "name"), [(t, n) for t, n in COLUMNS if t.c[n].nullable], ids=lambda part: getattr(part, "name", part)
)
def test_an_emptied_column_is_found(
    survey: Whole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: Table, name: str
) -> None:
    with survey.altered(tmp_path) as (path, conn):
        rows = [row for row in rows_of(conn, table) if row[name] is not None]
        if not rows:
            pytest.skip("nothing to empty")
        conn.execute(table.update().where(where(table, random.choice(rows))).values({name: None}))
    assert check(path, monkeypatch)[0] == 3


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_row_gone_is_found(survey: Whole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: Table) -> None:
    with survey.altered(tmp_path) as (path, conn):
        rows = rows_of(conn, table)
        if table is m.fact:
            rows = rows[:-1]  # the newest one is a cut tail, which only a printed head shows
        row = random.choice(rows)
        assert conn.execute(table.delete().where(where(table, row))).rowcount == 1
    assert check(path, monkeypatch)[0] == 3, row


@pytest.mark.parametrize("kind", FactKind)
def test_a_fact_of_each_kind_said_twice_is_found(
    whole: Whole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: FactKind
) -> None:
    with whole.altered(tmp_path) as (path, conn):
        rows = rows_of(conn, m.fact)
        own = [row for row in rows if row["kind"] == kind]
        if not own:
            pytest.skip("told in another survey")
        row = dict(random.choice(own))
        for key in keys_of(m.fact):
            if not is_free(m.fact, row, rows):
                row[key[-1]] = _pointing(conn, m.fact, key[-1], rows)
        conn.execute(m.fact.insert().values(row))
    assert check(path, monkeypatch)[0] == 3, row


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_row_added_is_found(survey: Whole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: Table) -> None:
    """Another of the same kind, under a key of its own and pointing to what is there, where that can be."""
    with survey.altered(tmp_path) as (path, conn):
        rows = rows_of(conn, table)
        row = dict(random.choice(rows))
        for key in keys_of(table):
            if not is_free(table, row, rows):
                row[key[-1]] = _pointing(conn, table, key[-1], rows)
        conn.execute(table.insert().values(row))
    assert check(path, monkeypatch)[0] == 3, row


def _pointing(conn: Connection, table: Table, name: str, rows: list[dict[str, Any]]) -> Any:
    """A value that the column has in no row, and that points to a row which is there, where it can."""
    taken = {row[name] for row in rows}
    for key in table.c[name].foreign_keys:
        held = [row[key.column.name] for row in conn.execute(key.column.table.select()).mappings()]
        if free := [value for value in held if value not in taken]:
            return random.choice(free)
    return unused(table, name, rows)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_two_rows_swapped_are_found(
    survey: Whole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: Table
) -> None:
    """Each gets what the other had, but for their keys."""
    keyed = {column.name for column in table.primary_key.columns}
    held = [column.name for column in table.columns if column.name not in keyed]
    with survey.altered(tmp_path) as (path, conn):
        rows = rows_of(conn, table)
        pairs = [(a, b) for a in rows for b in rows if any(a[name] != b[name] for name in held)]
        if not pairs:
            pytest.skip("no two rows that differ")
        one, other = random.choice(pairs)
        single = [name for name in held if table.c[name].unique or name in ("session_no", "n")]
        for name in single:  # out of the way first: it may not be there twice, even for a moment
            aside = -one[name] if isinstance(one[name], int) else f"~{one[name]}"
            conn.execute(table.update().where(where(table, one)).values({name: aside}))
        for to, source in ((other, one), (one, other)):
            conn.execute(table.update().where(where(table, to)).values({name: source[name] for name in held}))
    assert check(path, monkeypatch)[0] == 3, (one, other)


def _flip(content: bytearray, position: int) -> None:
    content[position // 8] ^= 1 << position % 8


def test_ten_thousand_flipped_bits_are_found(whole: Whole, tmp_path: Path) -> None:
    """At positions all over the file, one bit in each page at a time: the cipher signs every page by itself, and must
    name each of them. The first page decides whether the file opens at all; its bits are flipped one by one.
    """
    content = whole.path.read_bytes()
    pages = len(content) // PAGE
    assert len(content) == pages * PAGE
    assert pages > 50
    copy = tmp_path / "bản sao.sipas"
    rounds = FLIPS // pages + 1
    flipped = 0
    bits = random.sample(range(PAGE * 8), rounds)
    for bit in bits:
        damaged = bytearray(content)
        for page in range(1, pages):
            # Another place in each page, and none twice in one: multiplied by an odd number, all places occur.
            _flip(damaged, page * PAGE * 8 + (bit * (2 * page + 1)) % (PAGE * 8))
        copy.write_bytes(damaged)
        conn = driver.connect(str(copy))
        conn.execute(f"PRAGMA key = \"x'{whole.key.hex()}'\"")
        found = conn.execute("PRAGMA cipher_integrity_check").fetchall()
        conn.close()
        assert {int(line.rsplit(" ", 1)[1]) for (line,) in found} == set(range(2, pages + 1)), found[:3]
        flipped += pages - 1
    for bit in bits:
        damaged = bytearray(content)
        _flip(damaged, bit)
        copy.write_bytes(damaged)
        with pytest.raises(Damaged):
            _read(copy, whole.key)
        flipped += 1
    assert flipped >= FLIPS


def _read(path: Path, key: bytes) -> None:
    with open_with_key(path, key, CHECKER) as survey:
        queries.check_survey(survey)


def test_a_flipped_bit_is_exit_3(whole: Whole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same by the command, at places in all parts of the file."""
    content = whole.path.read_bytes()
    copy = tmp_path / "bản sao.sipas"
    shutil.copyfile(keys.path_of(whole.path), keys.path_of(copy))
    for page in random.sample(range(len(content) // PAGE), 25):
        damaged = bytearray(content)
        _flip(damaged, page * PAGE * 8 + random.randrange(PAGE * 8))
        copy.write_bytes(damaged)
        code, problems = check(copy, monkeypatch)
        assert (code, bool(problems)) == (3, True), page


def test_a_consistent_rewrite_shows_against_a_printed_head(
    whole: Whole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it is told anew with one fact at another time: every hash, what names a hash, projections and all."""
    with whole.altered(tmp_path) as (path, conn):
        _rewrite(conn)
    assert check(path, monkeypatch) == (0, [])
    code, problems = check(path, monkeypatch, "--head", whole.head)
    assert (code, len(problems)) == (3, 1)
    assert whole.head in problems[0]


def _rewrite(conn: Connection) -> None:
    ids = dict(conn.execute(m.session.select()).all())
    last: dict[str, bytes] = {}
    anew: dict[str, str] = {}  # hash or head as it was → as it is now
    for row in rows_of(conn, m.fact):
        session = ids[row["session_no"]]
        if row["kind"] == FactKind.BALLOTS_REPRINTED:
            row["at"] = "2017-10-30T08:00:00.000+00:00"
        for before, after in anew.items():
            row["payload"] = row["payload"].replace(before, after)
        if row["kind"] == FactKind.HEAD_PRINTED:
            said = json.loads(row["payload"])
            head = survey_head({key: (n, digest) for key, (n, digest) in said["heads"].items()})
            anew[said["head"]] = head
            row["payload"] = canonical(said | {"head": head})
        facts = (row["n"], row["kind"], row["subject"], row["at"], row["payload"])
        digest = chain_hash(last.get(session, bytes(32)), session, *facts)
        if digest != row["hash"]:
            anew[row["hash"].hex()] = digest.hex()
        last[session] = digest
        changed = {"at": row["at"], "payload": row["payload"], "hash": digest}
        conn.execute(m.fact.update().where(m.fact.c.seq == row["seq"]).values(changed))
    assert len(anew) > 3
    for before, after in anew.items():
        conn.execute(m.seen_head.update().where(m.seen_head.c.hash == before).values(hash=after))
        conn.execute(m.printed_head.update().where(m.printed_head.c.head == before).values(head=after))


def test_a_rolled_back_file_shows_against_a_printed_head(
    whole: Whole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older copy is whole in itself; the head that was printed later is not in its history."""
    with whole.altered(tmp_path) as (path, _):
        pass
    older = tmp_path / "bản cũ.sipas"
    shutil.copyfile(path, older)
    shutil.copyfile(keys.path_of(path), keys.path_of(older))
    with open_with_key(path, whole.key, CHECKER) as survey:
        head = workflow.record_head(survey, "report")
    assert check(path, monkeypatch, "--head", head)[0] == 0
    assert check(older, monkeypatch)[0] == 0
    assert check(older, monkeypatch, "--head", head)[0] == 3
