"""A form written as TOML is the form that was read, whatever it holds."""

import datetime
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sipas_desktop import paths
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_file import check_form, read_form
from sipas_desktop.domain.form_text import values_of, write

EVERY = Path(__file__).parents[1] / "data" / "every_kind.toml"
SHIPPED = [
    file for file in sorted([EVERY, *paths.forms().glob("*/*.toml")]) if "[[body]]" in file.read_text(encoding="utf-8")
]

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
scalars = words | st.integers(-(10**14), 10**14) | st.booleans() | st.dates() | st.floats(allow_nan=False)
keys = st.sampled_from(["code", "text", "label", "factor", "overall", "options", "rows", "levels", "body"]) | words
tables = st.recursive(
    st.dictionaries(keys, scalars | st.lists(scalars, max_size=3), max_size=4),
    lambda inside: st.dictionaries(keys, inside | st.lists(inside, max_size=3) | scalars, max_size=4),
    max_leaves=12,
)


def said(form: Form) -> Form:
    """``form`` without the text that it was read from."""
    return replace(form, source="", sha256="")


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_shipped_form_is_written_and_read_again(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    text = write(values_of(source))
    assert said(read_form(text, file.name)) == said(read_form(source, file.name))
    assert write(values_of(text)) == text  # there is one way to write it
    assert "\r" not in text


@given(tables)
def test_any_tables_are_written_and_read_again(values: dict[str, Any]) -> None:
    assert values_of(write(values)) == values


level_labels = st.lists(words.filter(str.strip), min_size=2, max_size=7)
option = st.fixed_dictionaries(
    {"code": st.sampled_from(["1", "2", "9", "A"]), "label": words.filter(str.strip)}, optional={"words": st.just(True)}
)
options = st.lists(option, min_size=2, max_size=4, unique_by=lambda each: each["code"])
question = st.fixed_dictionaries(
    {"text": words.filter(str.strip)}, optional={"label": words.filter(str.strip), "number": words}
)
more = st.one_of(
    st.fixed_dictionaries({"kind": st.just("rated"), "scale": st.just("s")}, optional={"factor": st.just("F1")}),
    st.fixed_dictionaries({"kind": st.sampled_from(["choice", "choices"]), "options": options}),
    st.fixed_dictionaries({"kind": st.sampled_from(["short_text", "dossier"])}, optional={"lines": st.integers(1, 40)}),
    st.fixed_dictionaries({"kind": st.sampled_from(["number", "percent"])}, optional={"maximum": st.integers(0, 999)}),
    st.fixed_dictionaries({"kind": st.sampled_from(["yes_no", "date"])}),
)  # fmt: skip
heading = st.fixed_dictionaries({"heading": words.filter(str.strip)}, optional={"number": words})


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    """The tables of a legal form."""
    asked = draw(st.lists(st.tuples(question, more), min_size=1, max_size=6))
    body: list[dict[str, Any]] = [{"code": f"Q{n}", **both, **kind} for n, (both, kind) in enumerate(asked)]
    for at, row in draw(st.lists(st.tuples(st.integers(0, 6), heading), max_size=2)):
        body.insert(at, row)
    scale: dict[str, Any] = {
        "code": "s",
        "levels": [{"code": str(n), "label": label} for n, label in enumerate(draw(level_labels), start=1)],
        **draw(st.fixed_dictionaries({}, optional={"descending": st.booleans(), "no_opinion": words})),
    }
    return {
        "format": 1,
        "code": "made",
        "version": draw(st.integers(1, 99)),
        "title": [draw(words.filter(str.strip))],
        "scales": [scale],
        "factors": [{"code": "F1", "title": draw(words.filter(str.strip))}],
        "body": body,
        **draw(st.fixed_dictionaries({}, optional={"subtitle": words, "instruction": words, "composed": words})),
    }


@given(forms())
@settings(deadline=None)
def test_a_legal_form_is_written_and_read_again(values: dict[str, Any]) -> None:
    text = write(values)
    checked = check_form(text, "made.toml")
    assert checked.errors == ()
    assert checked.form is not None
    again = read_form(write(values_of(text)), "made.toml")
    assert again == checked.form
    assert [row.text for row in again.body] == [
        row.text for row in read_form(write(dict(reversed(values.items()))), "made.toml").body
    ]


def test_lists_and_rows_of_blocks_are_tables_and_the_rest_is_inline() -> None:
    text = write(
        {
            "body": [{"text": "a", "code": "Q1", "options": [{"label": "x", "code": "1"}]}],
            "code": "made",
            "format": 1,
            "day": datetime.date(2024, 9, 5),
            "blocks": [{"code": "b", "rows": [{"code": "Q2", "words": "nói “x”\t\"y\"\x01"}]}],
        }
    )  # fmt: skip
    assert text == (
        "format = 1\n"
        'code = "made"\n'
        "day = 2024-09-05\n"
        "\n[[blocks]]\n"
        'code = "b"\n'
        "\n[[blocks.rows]]\n"
        'code = "Q2"\n'
        'words = "nói “x”\\t\\"y\\"\\u0001"\n'
        "\n[[body]]\n"
        'code = "Q1"\n'
        'text = "a"\n'
        "options = [\n"
        '  { code = "1", label = "x" },\n'
        "]\n"
    )
    assert tomllib.loads(text)["body"][0]["options"] == [{"code": "1", "label": "x"}]
