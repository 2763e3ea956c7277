"""A changed form takes the place of one that nobody printed; a printed one stays, and its ballots count as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.form import Kind
from sipas_desktop.domain.form_edit import Draft, add_question, draft_of, put, remove, set_kind, set_levels, set_options
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.toml_reader import BadFile
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.results import export_records
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import open_like, open_survey
from sipas_desktop.store.salvage import salvage
from tests.surveys import PASSWORD, Station


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    """What is done in it is refused with ``code``."""
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def draft(desk: Station) -> Draft:
    """The survey's form, to be changed."""
    (form,) = desk.admin.forms.current().values()
    return draft_of(form.source)


def test_a_form_that_nobody_printed_is_replaced(desk: Station) -> None:
    new, _ = add_question(draft(desk), ("body", 1))
    change = workflow.change_form(desk["Hà"], new.text)
    assert (change.copied, change.form.version, change.before, change.ballots) == (False, 1, 1, 0)
    assert desk.admin.form_of_group(desk.admin.plan.groups[0].code) == change.form  # another window sees it at once
    assert "Q7" in change.form.by_code
    back = workflow.change_form(desk["Hà"], draft(desk).text.replace("Câu hỏi mới", "Câu khác"))
    again = workflow.change_form(desk["Hà"], new.text)
    assert again.form.sha256 == change.form.sha256 != back.form.sha256
    assert desk.admin.forms.in_use() == [again.form]
    desk.print(3)
    assert queries.check_survey(desk.admin).problems == ()


def test_a_printed_form_stays_beside_its_next_version(desk: Station) -> None:
    (old,) = desk.admin.forms.current().values()
    desk.settled(2)
    new, place = add_question(draft(desk), ("body", 1))
    change = workflow.change_form(desk["Hà"], put(remove(new, ("body", 3)), ("body", 1), text="Nói khác đi").text)
    assert (change.copied, change.form.version, change.before, change.ballots) == (True, 2, 1, 2)
    assert "phiên bản 1" in change.why()
    assert "2 ballots" in change.why("en")
    assert place == ("body", 2)
    (late,) = desk.print(1)
    workflow.receive(desk.admin, late)
    assert workflow.start_keying(desk["Lan"], late, 1).form == change.form.sha256
    answers = {q.code: Answer("5") if q.kind is Kind.RATED else Answer(".") for q in change.form.questions}
    workflow.key_ballot(desk["Lan"], late, 1, answers)
    workflow.key_ballot(desk["Mai"], late, 2, answers)
    figures = queries.figures(desk.admin, definition=IndexDefinition.POOLED)
    assert figures.ballots.settled == 3
    counts = {question.code: question.counts for question in figures.questions}
    assert (counts["Q1"]["4"], counts["Q1"]["5"]) == (2, 1)
    assert counts["Q7"]["5"] == sum(counts["Q7"].values()) == 1
    assert "Q2" not in counts  # dropped; its answers are in the records
    assert {record.form_sha256 for record in queries.records(desk.admin)} == {old.sha256, change.form.sha256}
    assert desk.admin.forms.in_use() == [old, change.form]
    out = desk.path.parent / "phiếu.csv"
    assert export_records(desk.admin, out) == 3
    assert queries.check_survey(desk.admin).problems == ()


def test_a_run_that_was_only_begun_counts_as_printed(desk: Station) -> None:
    run = workflow.reserve_run(desk.admin, count=1)
    change = workflow.change_form(desk["Hà"], put(draft(desk), (), subtitle="khác").text)
    assert (change.copied, change.ballots) == (True, 0)
    workflow.publish_run(desk.admin, run, "0" * 64, 1)
    assert queries.check_survey(desk.admin).problems == ()


def test_codes_on_a_printed_form_keep_their_meaning(desk: Station) -> None:
    desk.print(1)
    now = draft(desk)
    fewer = set_levels(now, ("scales", 0), [("Kém", False), ("Vừa", False), ("Tốt", True)])
    for other, named in ((fewer, "Q1, Q2"), (set_kind(now, ("body", 1), Kind.YES_NO), "Q1")):
        with refused("form.other_meaning") as told:
            workflow.change_form(desk["Hà"], other.text)
        assert str(told.value.params["questions"]).startswith(named)
    turned = put(now, ("scales", 0), descending=True, no_opinion="Không dùng")
    assert workflow.change_form(desk["Hà"], turned.text).copied
    asked, place = add_question(draft(desk), ("body", 1))
    asked = set_kind(asked, place, Kind.CHOICE)
    workflow.change_form(desk["Hà"], asked.text)  # not printed: still free
    desk.print(1)
    options = [("1", "Phương án 1", False), ("2", "Khác hẳn", False)]
    with refused("form.other_meaning"):
        workflow.change_form(desk["Hà"], set_options(asked, place, options).text)
    more = set_options(asked, place, [("1", "Phương án 1", False), ("3", "Khác hẳn", True)])
    assert workflow.change_form(desk["Hà"], more.text).form.version == 3


def test_what_is_refused_changes_nothing(desk: Station) -> None:
    now = draft(desk)
    facts = desk["Hà"].appended
    overall = next(n for n, row in enumerate(now.values["body"]) if row.get("overall"))
    for text, code in (
        (now.text, "form.nothing_changed"),
        (put(now, (), version=9).text, "form.nothing_changed"),  # the program sets the version
        (put(now, (), code="khac").text, "form.unknown"),
        (put(now, ("body", 1), factor="F9").text, "toml.bad_file"),
        (put(now, ("body", overall), overall=None).text, "toml.bad_file"),  # the plan's index needs it
    ):
        with pytest.raises(Refusal) as refused:
            workflow.change_form(desk["Hà"], text)
        assert refused.value.code == code
    assert isinstance(refused.value, BadFile)
    assert desk["Hà"].appended == facts
    assert desk.admin.forms.current()[str(now.values["code"])].version == 1


def test_printing_with_a_form_that_changed_meanwhile_is_refused(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    old = desk.admin.form_of_group(desk.admin.plan.groups[0].code)
    workflow.change_form(desk["Hà"], put(draft(desk), (), subtitle="khác").text)
    monkeypatch.setattr(type(desk.admin), "form_of_group", lambda survey, code: old)
    with refused("print.form_meanwhile"):
        workflow.reserve_run(desk.admin, count=1)


def test_a_station_brings_home_ballots_of_the_version_before(desk: Station, tmp_path: Path) -> None:
    serial, other = sorted(desk.print(2))
    workflow.change_form(desk["Hà"], put(draft(desk), (), subtitle="khác").text)
    desk.print(1)
    made = workflow.hand_out(desk.admin, serials_from=serial, serials_to=other, passes=(1,), name="Trạm")
    workflow.change_form(desk["Hà"], put(draft(desk), (), subtitle="khác nữa").text)  # while it is out
    path = tmp_path / "trạm.sipas"
    workflow.write_station(desk.admin, made.id, path)
    with open_like(desk.admin, path) as there:
        assert sorted(form.version for form in there.forms.values()) == [1, 2]
        workflow.receive(there, serial)
        with refused("handout.office_only"):
            workflow.change_form(there, put(draft(desk), (), subtitle="trạm").text)
    with open_survey(path, "Lan", PASSWORD) as lan:
        workflow.key_ballot(lan, serial, 1, {**desk.answers()})
    with open_like(desk.admin, path) as there:
        assert queries.check_survey(there).problems == ()
        workflow.merge_return(desk.admin, there, "0" * 64)
    assert queries.check_survey(desk.admin).problems == ()
    desk.key("Mai", 2, serial)
    assert queries.figures(desk.admin).ballots.settled == 1


def test_the_history_tells_it(desk: Station) -> None:
    workflow.change_form(desk["Hà"], put(draft(desk), (), subtitle="khác").text)
    page = queries.history(desk.admin)
    (row,) = [each for each in page.rows if each.kind == FactKind.FORM_CHANGED]
    assert (row.operator, row.what, row.after) == ("Hà", "phieu", "1")


def test_every_version_is_salvaged(desk: Station, tmp_path: Path) -> None:
    for subtitle in ("một", "hai"):
        desk.settled(1)
        workflow.change_form(desk["Hà"], put(draft(desk), (), subtitle=subtitle).text)
    forms = dict(desk.admin.forms)
    desk.close()
    found = salvage(desk.path, tmp_path / "cứu.sipas", "admin", PASSWORD)
    assert (found.whole, found.problems, found.cut) == (True, (), ())
    with open_survey(found.path, "admin", PASSWORD) as survey:
        assert dict(survey.forms) == forms
        assert queries.figures(survey).ballots.settled == 2
