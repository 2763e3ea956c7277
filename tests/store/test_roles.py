"""Every role tries every function of the workflow: allowed or refused exactly as ``docs/roles.md`` says."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.box import BoxData
from sipas_desktop.domain.breakdown import Division, part_of_code
from sipas_desktop.domain.package_zip import Package
from sipas_desktop.domain.quota_cells import Count
from sipas_desktop.domain.recheck_rule import Result
from sipas_desktop.domain.roles import ALLOWED, Role, Verb
from sipas_desktop.domain.secret_digits import recovery_code
from sipas_desktop.domain.topics import Topic
from sipas_desktop.domain.unit import Unit
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.package import load_package
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.jobs.results import export_records
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey, open_like, open_survey
from sipas_desktop.store.workflow import Entry, InterviewerData, MemberData, Wanted
from tests.online import Day, online_answers
from tests.packages import Office
from tests.surveys import PASSWORD, Station, copied_station, sampled_plan

DOC = (Path(__file__).resolve().parents[2] / "docs" / "roles.md").read_text(encoding="utf-8")
Act = Callable[[], object]
Prepare = Callable[[Station, OpenSurvey], Act]


def table(first: str) -> list[list[str]]:
    """The cells of the documented table whose header begins with ``first``, header first."""
    lines = DOC.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(first))
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return [rows[0], *rows[2:]]


def documented() -> dict[Verb, frozenset[Role]]:
    """The table of roles in the docs."""
    header, *rows = table("| verb | keyer")
    return {
        Verb(row[0].strip("`")): frozenset(
            Role(name) for name, cell in zip(header[1:], row[1:], strict=True) if cell == "✓"
        )
        for row in rows
    }


def functions() -> dict[Verb, set[str]]:
    """The table of functions in the docs."""
    return {Verb(row[0].strip("`")): set(re.findall(r"`(\w+)`", row[1])) for row in table("| verb | functions")[1:]}


def test_the_page_and_the_program_have_the_same_table() -> None:
    assert documented() == ALLOWED


def test_the_page_names_every_function_of_the_workflow() -> None:
    named = set().union(*functions().values())
    public = {name for name in workflow.__all__ if name.islower()}
    assert public - named == {"require", "record_answer", "take_back_answer"}


def _one(desk: Station, state: str) -> str:
    """The serial of a ballot in ``state``, brought there by others."""
    (serial,) = desk.print(1)
    if state != "stock":
        workflow.receive(desk.admin, serial)
    if state in ("first_keyed", "differing"):
        desk.key("Lan", 1, serial)
    if state == "differing":
        desk.key("Mai", 2, serial, Q1="1")
    return serial


def _empty_batch(desk: Station) -> str:
    code = f"L{len(queries.batches(desk.admin))}"
    workflow.open_batch(desk.admin, code)
    return code


def _add_operator(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.add_operator(actor, "Người mới", ["observer"], PASSWORD)


def _single_keyed(desk: Station) -> str:
    """The serial of a ballot that one keying settled."""
    if not queries.sampled_keying(desk.admin).operators:
        desk.settled(desk.admin.plan.keying.learn)
    while True:  # one in a thousand is drawn
        (serial,) = desk.received(1, "LS")
        desk.key("Lan", 1, serial)
        found = queries.ballot(desk.admin, serial)
        if found is not None and found.state is State.SINGLE_KEYED:
            return serial


def _demand_second(desk: Station, actor: OpenSurvey) -> Act:
    serial = _single_keyed(desk)
    return lambda: workflow.demand_second(actor, serial)


def _demand_second_of_batch(desk: Station, actor: OpenSurvey) -> Act:
    _single_keyed(desk)
    return lambda: workflow.demand_second_of_batch(actor, "LS")


def _demand_second_of_operator(desk: Station, actor: OpenSurvey) -> Act:
    _single_keyed(desk)
    return lambda: workflow.demand_second_of_operator(actor, "Lan", datetime.date(2024, 1, 1))


def _set_roles(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.set_roles(actor, "Giám sát", ["observer", "adjudicator"])


def _reset_password(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.reset_password(actor, "Giám sát", PASSWORD)


def _change_form(desk: Station, actor: OpenSurvey) -> Act:
    (form,) = desk.admin.forms.current().values()
    title = f"PHIẾU {form.version} {form.sha256}"
    return lambda: workflow.change_form(actor, form.source.replace(form.title[0], title))


def _issue_badge(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.issue_badge(actor, "Giám sát", "2468")


def _take_badge(desk: Station, actor: OpenSurvey) -> Act:
    workflow.issue_badge(desk.admin, "Giám sát", "2468")
    return lambda: workflow.take_badge(actor, "Giám sát")


def _take_recovery_code(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.take_recovery_code(actor)


def _restore_keys(desk: Station, actor: OpenSurvey) -> Act:
    code, name = " ".join(recovery_code(actor.file_key)), actor.operator.name
    return lambda: workflow.restore_keys(desk.path, code, name, PASSWORD).close()


def _remove_operator(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.remove_operator(actor, "Giám sát")


def _change_password(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.change_password(actor, PASSWORD, PASSWORD)


def _set_catalogue(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.set_catalogue(actor, "unit", [Entry("77", "Nơi mới")])


def _set_units(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.set_units(actor, [Unit("77", "Nơi mới", "2025-07-01")])


def _set_transactions(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.set_transactions(actor, [Count("", "", 2023, 667)], "0" * 64)


def _milestone_done(desk: Station, actor: OpenSurvey) -> Act:
    return _past_the_roles(lambda: workflow.milestone_done(actor, "không có"), "milestones.unknown")


def _milestone_undone(desk: Station, actor: OpenSurvey) -> Act:
    return _past_the_roles(lambda: workflow.milestone_undone(actor, "không có"), "milestones.unknown")


def _of_recheck(act: Callable[[OpenSurvey], object]) -> Callable[[Station, OpenSurvey], Act]:
    return lambda desk, actor: _past_the_roles(lambda: act(actor), "recheck.not_planned")


def _of_links(act: Callable[[OpenSurvey, str, str], object]) -> Callable[[Station, OpenSurvey], Act]:
    return lambda desk, actor: _past_the_roles(
        lambda: act(actor, "phúc tra đã xong", desk.admin.about.number), "unlink.not_linked"
    )


def _record_recheck_sent(desk: Station, actor: OpenSurvey) -> Act:
    (serial,) = desk.print(1)
    return _past_the_roles(lambda: workflow.record_recheck_sent(actor, [serial], "0" * 64), "recheck.not_drawn")


def _answer_recheck(desk: Station, actor: OpenSurvey) -> Act:
    (serial,) = desk.print(1)
    return _past_the_roles(lambda: workflow.answer_recheck(actor, serial, Result.FAILED), "recheck.not_drawn")


def _import_sample(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.import_sample(actor, [MemberData("official", "Nguyễn Thị An")], "0" * 64)


def _interviewer(desk: Station) -> str:
    """The code of a new interviewer."""
    code = f"B{len(queries.interviewers(desk.admin)) + 1}"
    workflow.set_interviewers(desk.admin, [InterviewerData(code, "Trần Văn Ba")])
    return code


def _set_interviewers(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.set_interviewers(actor, [InterviewerData("B0", "Trần Văn Ba")])


def _remove_interviewer(desk: Station, actor: OpenSurvey) -> Act:
    code = _interviewer(desk)
    return lambda: workflow.remove_interviewer(actor, code)


def _assign_members(desk: Station, actor: OpenSurvey) -> Act:
    code = _interviewer(desk)
    workflow.import_sample(desk.admin, [MemberData("official", "Nguyễn Thị An")], "0" * 64)
    member = queries.members_in_field(desk.admin)[-1].id
    return lambda: workflow.assign_members(actor, {code: [member]})


def _issue(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "stock")
    return lambda: workflow.issue(actor, serial)


def _set_outcome(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "stock")
    workflow.issue(desk.admin, serial)
    return lambda: workflow.set_outcome(actor, serial, "refused")


def _withdraw_step(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "stock")
    workflow.issue(desk.admin, serial)
    return lambda: workflow.withdraw_step(actor, serial)


def _spoil(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "stock")
    return lambda: workflow.spoil(actor, serial)


def _void_ballot(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "first_keyed")
    return lambda: workflow.void_ballot(actor, serial, desk.admin.plan.reasons[0].code)


def _handover(desk: Station) -> int:
    """The number of a new hand-over."""
    return workflow.open_handover(desk.admin, "to_post", "Văn phòng", "Bưu điện")


def _open_handover(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.open_handover(actor, "to_post", "Văn phòng", "Bưu điện")


def _scan_handover(desk: Station, actor: OpenSurvey) -> Act:
    number, serial = _handover(desk), _one(desk, "stock")
    return lambda: workflow.scan_handover(actor, number, "taken", [serial])


def _explain_handover(desk: Station, actor: OpenSurvey) -> Act:
    number, serial = _handover(desk), _one(desk, "stock")
    workflow.scan_handover(desk.admin, number, "taken", [serial])
    return lambda: workflow.explain_handover(actor, number, [serial], "kẹp nhầm")


def _close_handover(desk: Station, actor: OpenSurvey) -> Act:
    number = _handover(desk)
    return lambda: workflow.close_handover(actor, number)


def _record_box(desk: Station, actor: OpenSurvey) -> Act:
    box = BoxData("Hòm 1", "NP-01", True, ("Bà Lan",), 9, 7, f"H{len(queries.box_records(desk.admin))}")
    return lambda: workflow.record_box(actor, box)


def _record_reminders(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "stock")
    workflow.issue(desk.admin, serial, channel=desk.admin.plan.channels[0].code)
    return lambda: workflow.record_reminders(actor, [serial])


def _past_the_roles(act: Act, code: str = "online.not_a_channel") -> Act:
    """This plan has no online channel, and no such milestone: whoever hears that was asked for her role before."""

    def tried() -> None:
        with pytest.raises(Refusal) as caught:
            act()
        if caught.value.code != code:
            raise caught.value

    return tried


def _import_online(desk: Station, actor: OpenSurvey) -> Act:
    told, answers = online_answers(desk, [Day("2017-07-01")])
    return _past_the_roles(lambda: workflow.import_online(actor, told, answers))


def _set_online_total(desk: Station, actor: OpenSurvey) -> Act:
    total = workflow.OnlineTotal("Cổng", "công văn", "cong", desk.admin.plan.groups[0].code, None, None, 5, {})
    return _past_the_roles(lambda: workflow.set_online_total(actor, total))


def _set_officers(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.set_officers(actor, [Entry("cb-1", "Cán bộ một")])


def _sample_members(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: queries.sample_members(actor)


def _frame(desk: Station) -> None:
    frame = [MemberData("frame", f"Người {number}") for number in range(4)]
    workflow.import_sample(desk.admin, frame, "0" * 64)


def _erase_person(desk: Station, actor: OpenSurvey) -> Act:
    workflow.import_sample(desk.admin, [MemberData("official", "Người Xin Xóa")], "0" * 64)
    number = next(r.position for r in queries.sample_members(desk.admin) if r.name == "Người Xin Xóa")
    return lambda: workflow.erase_person(actor, number, "theo yêu cầu")


def _draw_sample(desk: Station, actor: OpenSurvey) -> Act:
    _frame(desk)
    return lambda: workflow.draw_sample(actor, Wanted(1, "simple", "unit", 2, 1))


def _frame_to_draw(desk: Station, actor: OpenSurvey) -> Act:
    _frame(desk)
    return lambda: workflow.frame_to_draw(actor)


def _replace_member(desk: Station, actor: OpenSurvey) -> Act:
    ready = [MemberData("official", "Người A"), MemberData("reserve", "Người B")]
    workflow.import_sample(desk.admin, ready, "0" * 64)
    position = queries.sample_members(desk.admin, "official")[0].position
    return lambda: workflow.replace_member(actor, position, "không liên lạc được")


def _reserve_run(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.reserve_run(actor, count=1)


def _publish_run(desk: Station, actor: OpenSurvey) -> Act:
    run = workflow.reserve_run(desk.admin, count=1)
    return lambda: workflow.publish_run(actor, run, "0" * 64, 1)


def _record_reprint(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "stock")
    return lambda: workflow.record_reprint(actor, [serial], "bị ướt")


def _run_released(desk: Station, actor: OpenSurvey) -> Act:
    run = workflow.reserve_run(desk.admin, count=1)
    workflow.publish_run(desk.admin, run, "0" * 64, 1, named=False)
    return lambda: workflow.run_released(actor, run.id)


def _continue_run(desk: Station, actor: OpenSurvey) -> Act:
    run = workflow.reserve_run(desk.admin, count=1)
    return lambda: workflow.continue_run(actor, run.id)


def _give_up_run(desk: Station, actor: OpenSurvey) -> Act:
    run = workflow.reserve_run(desk.admin, count=1)
    return lambda: workflow.give_up_run(actor, run.id)


def _check_reprint(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "stock")
    return lambda: workflow.check_reprint(actor, [serial], "bị ướt")


def _sheets(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "stock")
    return lambda: queries.sheets(actor, [serial])


def _receive(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "stock")
    return lambda: workflow.receive(actor, serial)


def _check_receipt(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.check_receipt(actor, None, None, None)


def _withdraw_receipt(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "valid")
    return lambda: workflow.withdraw_receipt(actor, serial)


def _set_validity(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "valid")
    return lambda: workflow.set_validity(actor, serial, "torn")


def _open_batch(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.open_batch(actor, "Lô mới")


def _close_batch(desk: Station, actor: OpenSurvey) -> Act:
    code = _empty_batch(desk)
    return lambda: workflow.close_batch(actor, code)


def _start_keying(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "valid")
    return lambda: workflow.start_keying(actor, serial, 1)


def _key_ballot(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "first_keyed")
    return lambda: workflow.key_ballot(actor, serial, 2, desk.answers())


@contextmanager
def as_keyer(desk: Station, actor: OpenSurvey) -> Iterator[None]:
    """The actor has a keyer's role too, for as long as it takes to make a keying that is hers."""
    name, roles = actor.operator.name, actor.operator.roles
    workflow.set_roles(desk.admin, name, [*roles, "keyer"])
    yield
    workflow.set_roles(desk.admin, name, roles)


def _complete_keying(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "valid")
    with as_keyer(desk, actor):
        keying = workflow.start_keying(actor, serial, 1)
        for question, answer in desk.answers().items():
            workflow.record_answer(actor, keying, question, answer)
    return lambda: workflow.complete_keying(actor, keying)


def _reopen_keying(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "valid")
    with as_keyer(desk, actor):
        workflow.key_ballot(actor, serial, 1, desk.answers())
    return lambda: workflow.reopen_keying(actor, serial, 1)


def _batch(desk: Station) -> str:
    """A batch with one ballot that waits for its first keying."""
    code = _empty_batch(desk)
    (serial,) = desk.print(1)
    workflow.receive(desk.admin, serial, batch=code)
    return code


def _count_batch(desk: Station, actor: OpenSurvey) -> Act:
    code = _empty_batch(desk)
    return lambda: workflow.count_batch(actor, code, 0)


def _claim_batch(desk: Station, actor: OpenSurvey) -> Act:
    code = _batch(desk)
    return lambda: workflow.claim_batch(actor, code, 1)


def _give_back_batch(desk: Station, actor: OpenSurvey) -> Act:
    code = _batch(desk)
    with as_keyer(desk, actor):
        workflow.claim_batch(actor, code, 1)
    return lambda: workflow.give_back_batch(actor, code, 1)


def _take_over_batch(desk: Station, actor: OpenSurvey) -> Act:
    code = _batch(desk)
    workflow.claim_batch(desk["Lan"], code, 1)
    return lambda: workflow.take_over_batch(actor, code, 1)


def _set_aside_keying(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "valid")
    workflow.start_keying(desk["Lan"], serial, 1)
    return lambda: workflow.set_aside_keying(actor, serial, 1)


def _adjudicate(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "differing")
    return lambda: workflow.adjudicate(actor, serial, "Q1", Answer("1"))


def _adjudicate_spelling(desk: Station, actor: OpenSurvey) -> Act:
    (serial,) = desk.received(1, batch=None)
    for name, number, words in (("Lan", 1, "hòa"), ("Mai", 2, "hoà")):
        workflow.key_ballot(desk[name], serial, number, desk.answers() | {"comment": Answer("+", words)})
    return lambda: workflow.adjudicate_spelling(actor, serial, "comment")


def _ask_rekeying(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "differing")
    return lambda: workflow.ask_rekeying(actor, serial)


def _withdraw_rekeying(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "differing")
    workflow.ask_rekeying(desk["Hà"], serial)
    return lambda: workflow.withdraw_rekeying(actor, serial)


def _report_head(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.record_head(actor, "report")


def _package_head(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.record_head(actor, "package")


def _export_records(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: export_records(actor, desk.path.with_name("dữ liệu.csv"))


def _comments(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: queries.comments(actor, "comment")


def _set_topics(desk: Station, actor: OpenSurvey) -> Act:
    topics = (*queries.topics(desk.admin).get("comment", ()), Topic("moi", "Mới"))
    return lambda: workflow.set_topics(actor, "comment", topics)


def _sort_comment(desk: Station, actor: OpenSurvey) -> Act:
    return _past_the_roles(lambda: workflow.sort_comment(actor, "0" * 32, ["1"]), "topics.comment")


def _record_restored(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.record_restored(actor, "bản sao.zip", "0" * 64, {}, None)


def _record_salvaged(desk: Station, actor: OpenSurvey) -> Act:
    return lambda: workflow.record_salvaged(actor, "hỏng.sipas", 9, 1, 0, {}, None)


def _query(name: str) -> Prepare:
    return lambda desk, actor: lambda: getattr(queries, name)(actor)


def _fact_whole(desk: Station, actor: OpenSurvey) -> Act:
    (newest, *_) = queries.history(desk.admin).rows
    return lambda: queries.fact_whole(actor, newest.ref)


def _hand_out(desk: Station, actor: OpenSurvey) -> Act:
    serial = _one(desk, "stock")
    return lambda: workflow.hand_out(actor, serials_from=serial)


def _handed_out(desk: Station) -> tuple[str, int]:
    made = workflow.hand_out(desk.admin, serials_from=_one(desk, "stock"))
    return made.id, made.number


def _write_station(desk: Station, actor: OpenSurvey) -> Act:
    made, number = _handed_out(desk)
    return lambda: workflow.write_station(actor, made, desk.path.with_name(f"trạm {number}.sipas"))


def _merge_return(desk: Station, actor: OpenSurvey) -> Act:
    made, number = _handed_out(desk)
    path = desk.path.with_name(f"trạm {number}.sipas")
    workflow.write_station(desk.admin, made, path)

    def act() -> None:
        with open_like(desk.admin, path) as station:
            workflow.merge_return(actor, station, "0" * 64)

    return act


def _check_return(desk: Station, actor: OpenSurvey) -> Act:
    made, number = _handed_out(desk)
    path = desk.path.with_name(f"trạm {number}.sipas")
    workflow.write_station(desk.admin, made, path)

    def act() -> None:
        with open_like(desk.admin, path) as station:
            workflow.check_return(actor, station)

    return act


def _package(desk: Station) -> list[Package]:
    """A package of an office that is registered."""
    office = Office(desk.path.parent, "Xã A", private="11" * 32)
    with suppress(Refusal):  # it is registered since the function before
        workflow.register_office(desk.admin, "Xã A", office.public)
    content = replace(office.content(""), plan=desk.admin.plan, forms=tuple(desk.admin.forms.in_use()))
    return [load_package(office.write(content))]


def _merge_package(desk: Station, actor: OpenSurvey) -> Act:
    packages = _package(desk)
    return lambda: workflow.merge_package(actor, packages)


def _packages_of(desk: Station, actor: OpenSurvey) -> Act:
    (package,) = _package(desk)
    return lambda: workflow.packages_of(actor, package)


def _source(desk: Station, counts: bool) -> str:
    """A source whose package counts, or one that was taken out."""
    packages = _package(desk)
    source = Office(desk.path.parent, "Xã A", private="11" * 32).source
    with suppress(Refusal):  # it was merged for the function before
        workflow.merge_package(desk.admin, packages)
    with suppress(Refusal):  # it is so already
        (workflow.readmit_source if counts else workflow.withdraw_source)(desk.admin, source, "thử")
    return source


def _withdraw_source(desk: Station, actor: OpenSurvey) -> Act:
    source = _source(desk, counts=True)
    return lambda: workflow.withdraw_source(actor, source, "nhầm")


def _readmit_source(desk: Station, actor: OpenSurvey) -> Act:
    source = _source(desk, counts=False)
    return lambda: workflow.readmit_source(actor, source, "đúng")


def _carry_signing_key(desk: Station, actor: OpenSurvey) -> Act:
    other = desk.path.with_name("năm ngoái.sipas")
    with suppress(Refusal):  # it is there from the function before
        new_survey(other, find_preset("son-tay-2017"), "admin", PASSWORD).close()

    def act() -> None:
        with open_survey(other, "admin", PASSWORD) as source:
            workflow.signing_key(source)
            workflow.carry_signing_key(actor, source)

    return act


def _remove_office(desk: Station, actor: OpenSurvey) -> Act:
    with suppress(Refusal):
        workflow.register_office(desk.admin, "Xã B", "cd" * 32)
    return lambda: workflow.remove_office(actor, "cd" * 32)


def _sign(desk: Station, actor: OpenSurvey) -> Act:
    public = workflow.signing_key(desk.admin)
    return lambda: workflow.sign(actor, public, b"x")


def _take_back(desk: Station, actor: OpenSurvey) -> Act:
    _, number = _handed_out(desk)
    return lambda: workflow.take_back(actor, number, "mất máy")


def _settle_conflict(desk: Station, actor: OpenSurvey) -> Act:
    """Keyed at a station and, since that was taken back, in the office too."""
    serial = _one(desk, "stock")
    made = workflow.hand_out(desk.admin, serials_from=serial)
    path = desk.path.with_name(f"trạm {made.number}.sipas")
    workflow.write_station(desk.admin, made.id, path)
    workflow.take_back(desk.admin, made.number, "mất máy")
    with open_like(desk.admin, path) as station:
        workflow.receive(station, serial)
        workflow.receive(desk.admin, serial)
        workflow.merge_return(desk.admin, station, "0" * 64)
    (conflict,) = (each for each in queries.conflicts(desk.admin) if each.serial == serial)
    return lambda: workflow.settle_conflict(actor, serial, [conflict.deeds[0].ref])


TRIED: dict[Verb, dict[str, Prepare]] = {
    Verb.MANAGE_OPERATORS: {
        "add_operator": _add_operator,
        "set_roles": _set_roles,
        "reset_password": _reset_password,
        "issue_badge": _issue_badge,
        "take_badge": _take_badge,
        "take_recovery_code": _take_recovery_code,
        "restore_keys": _restore_keys,
        "badge_holders": lambda desk, actor: lambda: queries.badge_holders(actor),
        "remove_operator": _remove_operator,
    },
    Verb.CHANGE_OWN_PASSWORD: {"change_password": _change_password},
    Verb.CHANGE_FORM: {"change_form": _change_form},
    Verb.SET_CATALOGUE: {"set_catalogue": _set_catalogue, "set_units": _set_units, "set_officers": _set_officers},
    Verb.SET_TRANSACTIONS: {"set_transactions": _set_transactions},
    Verb.MARK_MILESTONE: {"milestone_done": _milestone_done, "milestone_undone": _milestone_undone},
    Verb.IMPORT_ONLINE: {
        "import_online": _import_online,
        "set_online_total": _set_online_total,
        "online_held": lambda desk, actor: lambda: queries.online_held(actor, "HueS"),
    },
    Verb.IMPORT_SAMPLE: {
        "import_sample": _import_sample,
        "erase_person": _erase_person,
        "sample_members": _sample_members,
        "members_in_field": _query("members_in_field"),
        "member_in_field": lambda desk, actor: lambda: queries.member_in_field(actor, 1),
        "serial_of_member": lambda desk, actor: lambda: queries.serial_of_member(actor, 1),
    },
    Verb.DRAW_SAMPLE: {
        "draw_sample": _draw_sample,
        "drawn_from": lambda desk, actor: lambda: queries.drawn_from(actor),
        "frame_to_draw": _frame_to_draw,
        "replace_member": _replace_member,
        "replacements": lambda desk, actor: lambda: queries.replacements(actor),
        "replaceable": _query("replaceable"),
    },
    Verb.PRINT_BALLOTS: {
        "reserve_run": _reserve_run,
        "publish_run": _publish_run,
        "run_released": _run_released,
        "continue_run": _continue_run,
        "give_up_run": _give_up_run,
        "check_reprint": _check_reprint,
        "record_reprint": _record_reprint,
        "sheets": _sheets,
        "spoil": _spoil,
        "record_reminders": _record_reminders,
    },
    Verb.SET_INTERVIEWERS: {
        "set_interviewers": _set_interviewers,
        "remove_interviewer": _remove_interviewer,
        "assign_members": _assign_members,
    },
    Verb.ISSUE: {
        "issue": _issue,
        "set_outcome": _set_outcome,
        "check_step": lambda desk, actor: lambda: workflow.check_step(actor, None, None, None),
        "withdraw_step": _withdraw_step,
        "interviewers": _query("interviewers"),
        "field_counts": _query("field_counts"),
        "ballots_with": _query("ballots_with"),
        "mailed": _query("mailed"),
        "field_steps": lambda desk, actor: lambda: queries.field_steps(actor, "0" * 12),
    },
    Verb.VOID: {
        "void_ballot": _void_ballot,
        "check_void": lambda desk, actor: lambda: workflow.check_void(actor, desk.admin.plan.reasons[0].code),
    },
    Verb.HAND_OVER: {
        "open_handover": _open_handover,
        "scan_handover": _scan_handover,
        "explain_handover": _explain_handover,
        "close_handover": _close_handover,
        "handovers": _query("handovers"),
        "with_post": _query("with_post"),
    },
    Verb.WRITE_REMARK: {
        "write_remark": lambda desk, actor: lambda: workflow.write_remark(actor, "proposals", "Thêm người."),
        "clear_remark": lambda desk, actor: _past_the_roles(
            lambda: workflow.clear_remark(actor, "results"), "remarks.none"
        ),
    },
    Verb.OPEN_BOX: {"record_box": _record_box, "box_records": _query("box_records")},
    Verb.RECEIVE: {
        "receive": _receive,
        "check_receipt": _check_receipt,
        "withdraw_receipt": _withdraw_receipt,
        "set_validity": _set_validity,
        "open_batch": _open_batch,
        "count_batch": _count_batch,
    },
    Verb.CLOSE_BATCH: {"close_batch": _close_batch},
    Verb.TAKE_OVER: {
        "take_over_batch": _take_over_batch,
        "set_aside_keying": _set_aside_keying,
        "standing": _query("standing"),
    },
    Verb.KEY: {
        "start_keying": _start_keying,
        "complete_keying": _complete_keying,
        "reopen_keying": _reopen_keying,
        "key_ballot": _key_ballot,
        "own_figures": _query("own_figures"),
        "claim_batch": _claim_batch,
        "give_back_batch": _give_back_batch,
    },
    Verb.ADJUDICATE: {"adjudicate": _adjudicate, "adjudicate_spelling": _adjudicate_spelling},
    Verb.ASK_REKEYING: {"ask_rekeying": _ask_rekeying, "withdraw_rekeying": _withdraw_rekeying},
    Verb.REPORT: {
        "record_head": _report_head,
        "comments": _comments,
        "remarks": _query("remarks"),
        "topics": _query("topics"),
        "topic_counts": _query("topic_counts"),
        "ballots_of_cell": lambda desk, actor: (
            lambda: queries.ballots_of_cell(actor, [Division(queries.By.UNIT)], [part_of_code("1")])
        ),
    },
    Verb.EXPORT: {
        "record_head": _package_head,
        "export_records": _export_records,
        "sign": _sign,
        "counting_packages": _query("counting_packages"),
    },
    Verb.SORT_COMMENTS: {"set_topics": _set_topics, "sort_comment": _sort_comment},
    Verb.TAKE_RECORDS: {
        "record_taken": lambda desk, actor: lambda: workflow.record_taken(actor, 0, "0" * 64, "Bà Hà", "đối chiếu"),
        "check_taken": lambda desk, actor: lambda: workflow.check_taken(actor, "Bà Hà", "đối chiếu"),
        "identities": _query("identities"),
    },
    Verb.RESTORE: {"record_restored": _record_restored, "record_salvaged": _record_salvaged},
    Verb.MOVE: {
        "move_survey": lambda desk, actor: _past_the_roles(
            lambda: workflow.move_survey(actor, actor.place), "move.same_kind"
        ),
    },
    Verb.SEE_HISTORY: {
        "history": _query("history"),
        "who_acted": _query("who_acted"),
        "fact_whole": _fact_whole,
    },
    Verb.SEE_OPERATORS: {"operator_figures": _query("operator_figures")},
    Verb.SEE_SUSPICIONS: {
        "suspicious_ballots": _query("suspicious_ballots"),
        "duplicates": _query("duplicates"),
    },
    Verb.HAND_OUT: {"hand_out": _hand_out, "write_station": _write_station},
    Verb.MERGE: {
        "merge_return": _merge_return,
        "check_return": _check_return,
        "merge_package": _merge_package,
        "packages_of": _packages_of,
        "withdraw_source": _withdraw_source,
        "readmit_source": _readmit_source,
    },
    Verb.SET_OFFICE_KEYS: {
        "signing_key": lambda desk, actor: lambda: workflow.signing_key(actor),
        "make_signing_key": lambda desk, actor: lambda: workflow.make_signing_key(actor),
        "carry_signing_key": _carry_signing_key,
        "register_office": lambda desk, actor: lambda: workflow.register_office(actor, "Xã A", "ab" * 32),
        "remove_office": _remove_office,
    },
    Verb.TAKE_BACK: {"take_back": _take_back},
    Verb.SETTLE_CONFLICT: {"settle_conflict": _settle_conflict},
    Verb.DEMAND_SECOND: {
        "demand_second": _demand_second,
        "demand_second_of_batch": _demand_second_of_batch,
        "demand_second_of_operator": _demand_second_of_operator,
        "sampled_keying": _query("sampled_keying"),
    },
    Verb.RECHECK: {
        "draw_recheck": _of_recheck(lambda actor: workflow.draw_recheck(actor, 1, number=1)),
        "draw_recheck_of": _of_recheck(lambda actor: workflow.draw_recheck_of(actor, "DTV1", "nghi ngờ")),
        "draw_recheck_serials": _of_recheck(lambda actor: workflow.draw_recheck_serials(actor, [], "nghi ngờ")),
        "record_recheck_sent": _record_recheck_sent,
        "answer_recheck": _answer_recheck,
        "answer_rechecks": lambda desk, actor: lambda: workflow.answer_rechecks(actor, []),
        "set_consent": lambda desk, actor: lambda: workflow.set_consent(actor, [], given=True),
        "rechecks": lambda desk, actor: lambda: queries.rechecks(actor),
        "consent_of": lambda desk, actor: lambda: queries.consent_of(actor, 1),
        "recheck_contacts": lambda desk, actor: lambda: queries.recheck_contacts(actor),
        "recheck_counts": lambda desk, actor: lambda: queries.recheck_counts(actor),
        "recheck_phones": lambda desk, actor: lambda: queries.recheck_phones(actor),
    },
    Verb.UNLINK: {
        "check_unlink": _of_links(workflow.check_unlink),
        "destroy_links": _of_links(workflow.destroy_links),
        "link_state": _query("link_state"),
        "linked_runs": _query("linked_runs"),
    },
    Verb.SEE_RESULTS: {
        "figures_by": lambda desk, actor: lambda: queries.figures_by(actor, queries.By.CHANNEL),
        "figures_divided": lambda desk, actor: lambda: queries.figures_divided(actor, [Division(queries.By.UNIT)]),
        **{
            name: _query(name)
            for name in (
                "figures",
                "figures_by_unit",
                "definitions",
                "figures_weighted",
                "process",
                "records",
                "officers",
                "reached",
                "receipts",
                "ballots_to_come",
                "residual_error",
                "recheck_figures",
                "own_counts",
                "sources",
            )
        },
    },
}


def test_this_file_tries_every_function_that_the_page_names() -> None:
    assert {verb: set(named) for verb, named in TRIED.items()} == functions()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Station]:
    """A survey that keys a sample twice, in which therefore a second keying can be demanded."""
    said = 'mode = "sampled"\none_in = 1000\nlearn = 2\nlimit = 150.0'
    with copied_station(tmp_path, sampled_plan(tmp_path / "plans", said)) as here:
        yield here


@pytest.fixture
def actor(desk: Station, role: Role) -> Iterator[OpenSurvey]:
    """Somebody with no other role than ``role``."""
    workflow.add_operator(desk.admin, f"Chỉ {role}", [role], PASSWORD)
    with open_survey(desk.path, f"Chỉ {role}", PASSWORD) as survey:
        yield survey


def _facts(desk: Station) -> int:
    with desk.admin.reading() as conn:
        return int(conn.exec_driver_sql("SELECT count(*) FROM fact").scalar_one())


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_just_what_the_page_says(desk: Station, actor: OpenSurvey, role: Role, verb: Verb) -> None:
    for name, prepare in TRIED[verb].items():
        act = prepare(desk, actor)
        before = _facts(desk)
        if role in documented()[verb]:
            act()
            continue
        with pytest.raises(Refusal) as caught:
            act()
        assert caught.value.code == ("recovery.nobody" if name == "restore_keys" else "operators.not_allowed"), name
        assert _facts(desk) == before, name
