"""The linter: skips, blocks, marking, groups two deep, bands of numbers. Every code has its test."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sipas_desktop import paths
from sipas_desktop.domain.form import Form, Marking
from sipas_desktop.domain.form_bands import band_faults, band_of
from sipas_desktop.domain.form_file import check_form, read_form
from tests.domain.test_form_file import MISTAKES as PLAIN_MISTAKES
from tests.surveys import WHOLE

PAID = 'skips = [{ when = ["2"], to = "late" }]'
LATE = 'skips = [{ when = ["0"], to = "Q1" }]'
MET = 'skips = [{ when = ["2"], to = "dossier" }]'


def swap(old: str, new: str) -> Callable[[str], str]:
    assert old in WHOLE
    return lambda source: source.replace(old, new)


MISTAKES = [
    ("F015", "S1", swap('within = "S"', 'within = "T"')),
    ("F020", "officer1_manner", swap('scale = "two"', 'scale = "two"\noverall = true')),
    ("F026", "[[blocks]]", lambda s: s + s[s.index("[[blocks]]") : s.index("[[interviewer]]")]),
    ("F026", "[[body]]", swap('[[body]]\nblock = "officer"', '[[body]]\nblock = "officer"\n' * 2)),
    ("F031", "", swap('marking = "circle"', 'marking = "ring"')),
    ("F031", "[[scales]] 2", swap('marking = "box"\nlevels', 'marking = "cross"\nlevels')),
    ("F032", "[[blocks]] 1", swap("times = 2", "times = 0")),
    ("F032", "[[blocks]] 1", swap("times = 2", "times = 100000000")),
    ("F033", "[[body]] 15", swap('block = "officer"', 'block = "clerk"')),
    ("F034", "S2", swap('title = "Công chức"\nwithin = "S"', 'title = "Công chức"\nwithin = "S1"')),
    ("F034", "S1", swap('title = "Tiếp cận dịch vụ"\nwithin = "S"', 'title = "Tiếp cận dịch vụ"\nwithin = "S1"')),
    ("F035", "down", lambda s: s.replace(
        '  { code = "5", label', "".join(f'  {{ code = "{n}", label = "{n}" }},\n' for n in range(5, 10))
        + '  { code = "10", label')),
    ("F036", "r", lambda s: s + '\n[[interviewer]]\ncode = "r"\ntext = "t"\nkind = "rated"\nscale = "two"\n'),
    ("F037", "heard", swap("maximum = 2", 'maximum = 2\nskips = [{ when = ["1"], to = "late" }]')),
    ("F037", "place", swap('text = "Nơi trả lời"', 'text = "Nơi"\nskips = [{ when = ["1"], to = "end" }]')),
    ("F038", "paid", swap(PAID, PAID.replace('"2"', '"3"'))),
    ("F038", "paid", swap(PAID, PAID.replace('["2"]', "[]"))),
    ("F038", "late", swap(LATE, LATE.replace('"0"', '"100"'))),
    ("F038", "late", swap(LATE, LATE.replace('"0"', '"00"'))),
    ("F039", "paid", swap(PAID, PAID.replace("}]", '}, { when = ["2"], to = "Q1" }]'))),
    ("F040", "paid", swap(PAID, PAID.replace("late", "later"))),
    ("F041", "paid", swap(PAID, PAID.replace("late", "paid"))),
    ("F042", "late", swap(LATE, LATE.replace("Q1", "age"))),
    ("F043", "cost", swap(PAID, PAID.replace('["2"]', '["1", "2"]'))),
    ("F012", "end", swap('code = "place"', 'code = "end"')),
    ("F044", "notice", lambda s: f'notice = "{"a" * 1501}"\n{s}'),
    ("F044", "consent", lambda s: f'consent = "{"a" * 501}"\n{s}'),
]  # fmt: skip
ODDITIES = [
    ("W004", "age", swap("Từ 25 đến 34", "Từ 24 đến 34")),
    ("W004", "age", swap('"35 – 49"', '"34 – 49"')),
    ("W005", "age", swap('"35 – 49"', '"36 – 49"')),
    ("W006", "age", swap('"35 – 49"', '"Dưới 25 tuổi"')),
    ("W007", "whom", swap('"Trả ở khâu nào"', '"' + "Trả ở khâu nào " * 10 + '"')),
    ("W008", "officer1_met", swap('number = "12"\n', "")),
    ("W009", "paid", swap('number = "8"', 'number = "7"')),
    ("W010", "late", swap(LATE, LATE.replace("Q1", "sorry"))),
    ("W011", "late", swap(LATE, LATE.replace("Q1", "comment"))),
    ("W012", "officer", swap('[[body]]\nblock = "officer"', "")),
    ("W013", "two", lambda s: s.replace('scale = "two"', 'scale = "down"')),
    ("W014", "whom", swap('"Trả ở khâu nào"', '"Họ và tên ông (bà)"')),
    ("W014", "whom", swap('"Trả ở khâu nào"', '"Địa chỉ, email"')),
    ("W014", "whom", swap('"Trả ở khâu nào"', '"Số điện thoại"')),
    ("W015", "whom", swap('"Trả ở khâu nào"', '"Số điện thoại"')),
    ("W016", "whom", swap('"Trả ở khâu nào"', '"Số CCCD"')),
    ("W003", "S2", swap('factor = "S2"', 'factor = "S1"')),
]  # fmt: skip


def whole() -> Form:
    return read_form(WHOLE, "whole.toml")


def test_the_form_that_has_everything_is_without_fault() -> None:
    checked = check_form(WHOLE, "whole.toml")
    assert (checked.errors, checked.warnings) == ((), ())


@pytest.mark.parametrize(("code", "where", "change"), MISTAKES, ids=[f"{n}-{c[0]}" for n, c in enumerate(MISTAKES)])
def test_every_mistake_is_found_where_it_is(code: str, where: str, change: Callable[[str], str]) -> None:
    checked = check_form(change(WHOLE), "whole.toml")
    found = [problem for problem in checked.errors if problem.code == code]
    assert found and checked.form is None
    assert any(where in problem.where for problem in found), found
    assert all(problem.words("vi") != problem.words("en") for problem in found)


@pytest.mark.parametrize(("code", "where", "change"), ODDITIES, ids=[f"{n}-{c[0]}" for n, c in enumerate(ODDITIES)])
def test_every_oddity_warns_and_does_not_stop(code: str, where: str, change: Callable[[str], str]) -> None:
    checked = check_form(change(WHOLE), "whole.toml")
    assert checked.form is not None, checked.errors
    found = [problem for problem in checked.warnings if problem.code == code]
    assert found and all(where in problem.where for problem in found), checked.warnings
    assert all(problem.words("vi") != problem.words("en") for problem in found)


def test_a_form_that_says_what_becomes_of_personal_data_is_without_fault() -> None:
    asking = WHOLE.replace('"Trả ở khâu nào"', '"Số điện thoại"')
    said = 'notice = "Phòng Nội vụ thu thập …"\nconsent = "Ông (bà) có đồng ý …?"\n'
    assert {each.code for each in check_form(asking, "f.toml").warnings} == {"W014", "W015"}
    assert not check_form(said + asking, "f.toml").warnings
    form = read_form(said + asking, "f.toml")
    assert (form.notice, form.consent) == ("Phòng Nội vụ thu thập …", "Ông (bà) có đồng ý …?")


def test_every_code_is_tested_and_documented() -> None:
    folder = Path(paths.__file__).parent / "domain"
    names = ("form_file.py", "form_lint.py", "form_personal.py")
    source = "".join((folder / name).read_text(encoding="utf-8") for name in names)
    codes = set(re.findall(r'"([FW]\d{3})"', source))
    plain = {code for code, _ in PLAIN_MISTAKES} | {"W001", "W002", "W003"}
    assert codes <= plain | {code for code, _, _ in (*MISTAKES, *ODDITIES)}
    manual = (Path(paths.__file__).parents[1] / "docs" / "forms.md").read_text(encoding="utf-8")
    assert not [code for code in sorted(codes) if code not in manual]


def test_a_block_is_repeated_with_its_own_codes_numbers_and_words() -> None:
    form = whole()
    rows = [row for row in form.body if row.block == "officer"]
    assert [getattr(row, "code", "heading") for row in rows] == [
        "heading", "officer1_met", "officer1_name", "officer1_manner",
        "heading", "officer2_met", "officer2_name", "officer2_manner",
    ]  # fmt: skip
    assert [row.number for row in rows[5:]] == ["C2.1", "C2.2", "C2.3"]
    assert rows[4].text == "Công chức thứ 2"
    assert form.by_code["officer2_name"].label == "Họ tên công chức thứ 2"
    assert form.gates["officer2_met"]["2"] == {"officer2_name", "officer2_manner"}


def test_marking_is_the_form_s_unless_a_scale_or_question_says_otherwise() -> None:
    form = whole()
    assert form.by_code["Q1"].marked_by is form.by_code["age"].marked_by is Marking.CIRCLE
    assert form.by_code["paid"].marked_by is form.by_code["officer1_manner"].marked_by is Marking.BOX


def test_the_interviewer_s_part_comes_last_and_is_hers() -> None:
    assert [question.code for question in whole().questions if question.by_interviewer] == ["place", "note"]


@pytest.mark.parametrize(
    ("label", "band"),
    [
        ("Dưới 18 tuổi", (0, 17)),
        ("Từ 18 đến 30", (18, 30)),
        ("Từ 18 đến dưới 30 tuổi", (18, 29)),
        ("18–30", (18, 30)),
        ("18 - 30 tuổi", (18, 30)),
        ("Trên 30 đến 45", (31, 45)),
        ("Từ 60 tuổi trở lên", (60, 10**9)),
        ("60 trở lên", (60, 10**9)),
        ("Trên 60", (61, 10**9)),
        ("≥ 2", (2, 10**9)),
        ("≥ 2 lần", (2, 10**9)),
        ("1.000 đến 4.999", (1000, 4999)),
        ("Khoảng 3 ngày", None),
        ("Tiểu học", None),
        ("Từ tháng 5", None),
    ],
)
def test_bands_are_read_from_the_printed_words(label: str, band: tuple[int, int] | None) -> None:
    assert band_of(label) == band


def test_what_is_shared_or_missing_is_named() -> None:
    labels = ["Dưới 30", "30 đến 40", "40 đến 50", "Từ 55"]
    assert [(message, dict(params)["found"]) for message, params in band_faults(labels)] == [
        ("form.bands_overlap", "40"),
        ("form.bands_hole", "51–54"),
    ]
    assert not list(band_faults(["1 lần", "3 lần", "Khác"]))  # single numbers need not be complete
