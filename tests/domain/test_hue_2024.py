"""Huế's preset says what the plan of 18/3/2024 says; its ballot, which the plan does not print, says so."""

from __future__ import annotations

import datetime

import pytest

from sipas_desktop import paths
from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.domain.form_file import check_form
from sipas_desktop.domain.plan import Identity, Plan
from sipas_desktop.domain.plan_file import load_plan, read_catalogue_file

FOLDER = paths.forms() / "hue-2024"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(FOLDER)[0]


@pytest.fixture(scope="module")
def form() -> Form:
    return load_plan(FOLDER)[1]["phieu"]


def test_the_plan(plan: Plan) -> None:
    assert plan.identity is Identity.LINKED
    assert plan.fieldwork == (datetime.date(2024, 9, 9), datetime.date(2024, 9, 25))
    assert [(channel.code, channel.paper) for channel in plan.channels] == [("buu-dien", True), ("hues", False)]
    assert plan.reason("official") and plan.reason("recheck")
    assert plan.target is None  # the plan sets none
    assert plan.document.issuer == "SỞ NỘI VỤ"
    assert plan.document.authority == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC PHỤ TRÁCH")
    assert plan.document.recipients[0] == "UBND tỉnh (b/c)"
    assert plan.document.recipients[-1] == "Lưu: VT, CCHC"
    assert any("không kèm mẫu phiếu" in note for note in plan.notes)


def test_the_ballot_is_composed_from_the_usual_factors(form: Form) -> None:
    assert "soạn" in form.composed
    checked = check_form(form.source, "phieu.toml")
    assert (checked.errors, checked.warnings) == ((), ())
    assert [factor.code for factor in form.factors] == ["F1", "F2", "F3", "F4", "F5"]
    assert all(sum(question.factor == factor.code for question in form.rated) == 2 for factor in form.factors)
    assert form.overall is not None
    assert {question.code for question in form.rated if question.no_opinion} == {"Q9", "Q10"}
    assert [question.kind for question in form.opening_questions] == [Kind.PROCEDURE, Kind.UNIT]
    for question in form.rated:
        assert question.scale is not None
        assert [level.satisfied for level in question.scale.levels] == [False, False, False, True, True]


def test_a_ballot_with_names_on_it_says_what_they_are_for(form: Form) -> None:
    assert "tên, địa chỉ trên phiếu chỉ dùng để" in form.instruction


def test_units_and_procedures_have_codes_of_their_own() -> None:
    catalogue = read_catalogue_file(FOLDER)
    assert catalogue.keys() == {"unit", "procedure"}
    for entries in catalogue.values():
        assert len({name.casefold() for name in entries.values()}) == len(entries)
