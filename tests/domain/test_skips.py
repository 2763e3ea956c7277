"""What a ballot skips, against a finger that goes along the paper; and what is left to decide."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.form import END, Form
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.skips import Turned, skipped, skipped_by, standing, turned

HEAD = 'format = 1\ncode = "f"\nversion = 1\ntitle = ["T"]\n'
VALUES = ("1", "2", "3", ".", "*")
COUNT = 8


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Eight questions with three boxes each; any of them may lead forward."""
    rows = []
    for at in range(COUNT):
        skips = []
        for value in "12":  # 3 leads on, so that every question can be reached
            to = draw(st.sampled_from([None, *(f"q{n}" for n in range(at + 1, COUNT)), END]))
            if to is not None:
                skips.append(f'{{ when = ["{value}"], to = "{to}" }}')
        options = ", ".join(f'{{ code = "{n}", label = "{n}" }}' for n in "123")
        rows.append(f'[[body]]\ncode = "q{at}"\nkind = "choice"\ntext = "t"\noptions = [{options}]\n')
        rows.append(f"skips = [{', '.join(skips)}]\n")
    rows.append('[[interviewer]]\ncode = "who"\nkind = "short_text"\ntext = "t"\n')
    return read_form(HEAD + "".join(rows), "f.toml")


ballots = st.lists(st.sampled_from(VALUES), min_size=COUNT, max_size=COUNT).map(
    lambda values: {f"q{at}": value for at, value in enumerate(values)} | {"who": "."}
)


def walked(form: Form, values: dict[str, str]) -> set[str]:
    """The questions that a finger passes over that follows the paper's instructions."""
    order = [question.code for question in form.questions]
    touched, at = set(), 0
    while at < len(order):
        touched.add(order[at])
        to = next((skip.to for skip in form.questions[at].skips if values[order[at]] in skip.when), None)
        at = at + 1 if to is None else order.index("who") if to == END else order.index(to)
    return set(order) - touched


@given(forms(), ballots)
def test_what_is_skipped_is_what_the_paper_says(form: Form, values: dict[str, str]) -> None:
    found = skipped(form, values)
    assert found == walked(form, values)
    assert "q0" not in found and "who" not in found
    for code in values:
        by = skipped_by(form, values, code)
        assert (by is not None) == (code in found)
        assert by is None or (by < code and by not in found)


@given(forms(), ballots, ballots, st.lists(st.integers(0, COUNT - 1), max_size=12))
def test_answer_by_answer_the_marks_of_skipping_stay_true(
    form: Form, one: dict[str, str], other: dict[str, str], changes: list[int]
) -> None:
    """However a keyer goes about, what is held as skipped is just what the other answers lead past."""
    held: dict[str, str] = {}
    asked = list(one)
    for code, value in [*one.items(), *((f"q{at}", other[f"q{at}"]) for at in changes)]:
        if held.get(code) == a.SKIPPED:
            continue  # the workflow refuses it
        change = turned(form, asked, held, {code: value})
        held[code] = value
        held |= dict.fromkeys(change.skipped, a.SKIPPED)
        for opened in change.opened:
            del held[opened]
        answered = {code: value for code, value in held.items() if value != a.SKIPPED}
        assert {code for code, value in held.items() if value == a.SKIPPED} == skipped(form, answered)
    assert turned(form, asked, held, {}) == Turned()


@given(forms(), ballots, ballots, ballots)
def test_deciding_what_is_open_ends_with_the_paper_itself(
    form: Form, paper: dict[str, str], one: dict[str, str], other: dict[str, str]
) -> None:
    """Whatever two keyers made of it: an adjudicator with the paper in hand settles a ballot that follows its rules."""

    def keyed(values: dict[str, str]) -> dict[str, str]:
        return values | dict.fromkeys(skipped(form, values), a.SKIPPED)

    first, second = keyed(one), keyed(other)
    differing = [code for code in first if first[code] != second[code]]
    decided: dict[str, str] = {}
    for _ in range(COUNT + 2):
        stands = standing(form, first, second, differing, decided)
        if not stands.open:
            break
        assert not set(stands.open) & set(stands.skipped)
        decided |= {code: paper[code] for code in stands.open}
    assert not stands.open
    values = {code: decided.get(code, first[code]) for code in first if code not in stands.skipped}
    assert a.SKIPPED not in values.values()
    assert skipped(form, values) == set(stands.skipped)


def test_a_form_without_skips_skips_nothing() -> None:
    form = read_form(HEAD + '[[body]]\ncode = "q"\nkind = "yes_no"\ntext = "t"\n', "f.toml")
    assert (form.gates, form.skippable) == ({}, frozenset())
    assert standing(form, {"q": "1"}, {"q": "2"}, ["q"], {}).open == ("q",)
