"""Every legal form parses, prints, and parses back; and so do the forms that ship."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from sipas_desktop import paths
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_file import check_form, read_form
from sipas_desktop.domain.form_text import write
from sipas_desktop.paper.ballot import specimen
from sipas_desktop.paper.layout import lay_out
from sipas_desktop.paper.marks import Box, Text
from tests.legal_forms import legal_forms, values_of
from tests.paper.test_ballot_layout import check_geometry

DATA = Path(__file__).parents[1] / "data"
SHIPPED = sorted(
    path for path in paths.forms().glob("*/*.toml") if path.name not in ("plan.toml", "catalogue.toml")
) + sorted(DATA.glob("*form.toml")) + [DATA / "every_kind.toml"]  # fmt: skip


def said(form: Form) -> Form:
    return replace(form, source="", sha256="")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(legal_forms())
def test_every_legal_form_parses_prints_and_parses_back(form: Form) -> None:
    text = write(values_of(form))
    checked = check_form(text, "f.toml")
    assert checked.form is not None, [problem.line("en") for problem in checked.errors]
    assert said(checked.form) == form
    assert write(values_of(checked.form)) == text
    pages = lay_out(checked.form).pages
    boxes = sum(isinstance(mark, Box) for page in pages for mark in page.marks)
    assert boxes >= sum(len(each.choices) for each in form.questions if each.choices and each.marked_by == "box")
    made = io.BytesIO()
    assert specimen(checked.form, made).pages == len(pages)
    assert made.getvalue().startswith(b"%PDF")


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(legal_forms())
def test_no_legal_form_leaves_the_margins_or_overlaps(form: Form) -> None:
    pages = lay_out(form).pages
    if sum(isinstance(mark, Text) for page in pages for mark in page.marks) < 400:  # the measuring is quadratic
        check_geometry(pages)


@pytest.mark.parametrize("path", SHIPPED, ids=[f"{path.parent.name}/{path.stem}" for path in SHIPPED])
def test_forms_that_ship_come_back_the_same(path: Path) -> None:
    form = read_form(path.read_text(encoding="utf-8"), path.name)
    assert said(read_form(write(values_of(form)), path.name)) == said(form)
