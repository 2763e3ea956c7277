"""The least number of ballots: every number of the plans, both sides of each bracket."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop import paths
from sipas_desktop.domain.plan_file import load_plan, read_plan
from sipas_desktop.domain.quota import required, sample_size
from sipas_desktop.domain.quota_rule import Bracket, Per, Quota
from sipas_desktop.errors import Refusal

PLAN = """
format = 1
id = "p"
title = "Kế hoạch"
year = 2024
owner = "Sở"
identity = "linked"
[index]
definition = "overall"
[fieldwork]
start = 2024-09-09
end = 2024-09-25
[[groups]]
code = "g"
title = "Nhóm"
form = "phieu"
[[channels]]
code = "buu-dien"
title = "Bưu điện"
[[reasons]]
code = "blank"
title = "Phiếu trắng"
[document]
issuer = "SỞ NỘI VỤ"
number = "/BC-SNV"
place = "Huế"
title = "Kết quả"
authority = ["GIÁM ĐỐC"]
recipients = ["Lưu: VT"]
[quota]
basis = "số lượt giao dịch trong năm của từng đơn vị"
"""
HUE = """
[[quota.brackets]]
from = 0
to = 99
everyone = true
[[quota.brackets]]
from = 100
to = 999
count = 100
[[quota.brackets]]
from = 1000
to = 4999
count = 200
[[quota.brackets]]
from = 5000
count = 500
"""
DA_NANG = """
[[quota.brackets]]
from = 200
to = 1000
count = 200
percent = 30
"""


def quota(brackets: str) -> Quota:
    (found,) = read_plan(PLAN + brackets, "plan.toml").quotas
    return found


@pytest.mark.parametrize(
    ("transactions", "ballots"), [(99, 30), (100, 20), (101, 21), (0, 0), (1, 1), (10, 3), (11, 4)]
)
def test_son_tay(transactions: int, ballots: int) -> None:
    plan, _ = load_plan(paths.forms() / "son-tay-2017")
    assert required(plan.quotas[0], transactions).required == ballots


@pytest.mark.parametrize(
    ("transactions", "ballots"),
    [(0, 0), (99, 99), (100, 100), (999, 100), (1000, 200), (4999, 200), (5000, 500), (5_000_000, 500)],
)
def test_hue(transactions: int, ballots: int) -> None:
    assert required(quota(HUE), transactions).required == ballots


@pytest.mark.parametrize(("transactions", "ballots"), [(200, 200), (666, 200), (667, 201), (1000, 300)])
def test_da_nang(transactions: int, ballots: int) -> None:
    found = required(quota(DA_NANG), transactions)
    assert found.required == ballots
    assert found.rule == "quota.both"


@pytest.mark.parametrize("transactions", [0, 199, 1001])
def test_outside_every_bracket_there_is_no_number_and_the_rule_says_why(transactions: int) -> None:
    found = required(quota(DA_NANG), transactions)
    assert found.required is None
    assert found.bracket is None
    assert "không quy định" in found.words("vi")
    assert "từ 200 đến 1.000 lượt" in found.words("vi")
    assert "from 200 to 1,000 transactions" in found.words("en")


def test_a_plan_without_a_rule() -> None:
    found = required(None, 50)
    assert (found.required, found.rule) == (None, "quota.no_rule")
    assert found.words("vi") == "kế hoạch không quy định số phiếu tối thiểu"


def test_a_count_above_the_transactions_stays_and_the_shortfall_is_said() -> None:
    quarter = Quota("quý", (Bracket(0, None, count=60),))  # sixty a quarter, however few came
    found = required(quarter, 45)
    assert (found.required, found.shortfall) == (60, 15)
    assert found.words("vi") == (
        "từ 0 lượt trở lên: ít nhất 60 phiếu; chỉ có 45 lượt giao dịch, thiếu 15 phiếu so với quy định"
    )
    assert "15 ballots short" in found.words("en")
    assert required(quarter, 60).shortfall == 0


def test_words_of_each_rule() -> None:
    def said(bracket: Bracket) -> str:
        return required(Quota("", (bracket,)), 1500).words("vi")

    assert said(Bracket(0, None, percent=12.5)) == "từ 0 lượt trở lên: ít nhất 12,5% số lượt giao dịch, làm tròn lên"
    assert said(Bracket(1000, 4999, count=200)) == "từ 1.000 đến 4.999 lượt: ít nhất 200 phiếu"
    assert said(Bracket(0, None, everyone=True)) == "từ 0 lượt trở lên: toàn bộ số lượt giao dịch"
    assert "ít nhất 200 phiếu và ít nhất 30%" in said(Bracket(0, None, percent=30, count=200))


def test_percentages_are_exact() -> None:
    # 0.07 × 100 is 7.000000000000001 in binary, which would round up to 8.
    assert required(Quota("", (Bracket(0, None, percent=0.07),)), 10_000).required == 7
    assert required(Quota("", (Bracket(0, None, percent=55),)), 100).required == 55


def test_negative_transactions_are_refused() -> None:
    with pytest.raises(Refusal, match="cannot be negative, found -1"):
        required(quota(HUE), -1)


numbers = st.none() | st.integers(0, 2000)
percents = st.none() | st.decimals(0, 100, places=2).map(float)


@st.composite
def rules(draw: st.DrawFn) -> Quota:
    """Any rule that a plan can state: a fixed number, a table, or brackets with gaps between them."""
    way = draw(st.sampled_from(["count", "table", "brackets"]))
    if way == "count":
        return Quota("", count=draw(st.integers(0, 2000)))
    if way == "table":
        entries = draw(st.dictionaries(st.sampled_from("abcde"), st.integers(0, 500), min_size=1))
        return Quota("", table=tuple(entries.items()), per=(Per.SECTOR,))
    bounds = sorted(draw(st.sets(st.integers(0, 10_000), min_size=2, max_size=8)))
    lines = []
    for start, end in zip(bounds[::2], bounds[1::2], strict=False):
        count, percent, error = draw(numbers), draw(percents), draw(percents)
        everyone = draw(st.booleans()) or (count is None and percent is None and error is None)
        lines.append(Bracket(start, end, percent, count, everyone, error))
    if draw(st.booleans()):
        lines[-1] = replace(lines[-1], end=None)
    return Quota("", tuple(lines))


@given(rules(), st.integers(0, 12_000), st.sampled_from(["", "a", "e"]))
def test_any_rule_gives_at_most_everybody_or_a_stated_shortfall(rule: Quota, transactions: int, cell: str) -> None:
    found = required(rule, transactions, cell)
    said = {lang: found.words(lang) for lang in ("vi", "en")}
    assert not any("{" in words for words in said.values())
    if found.required is None:
        assert "không" in said["vi"] and found.shortfall == 0
        return
    assert 0 <= found.required <= transactions + found.shortfall
    assert ("thiếu" in said["vi"]) == (found.required > transactions)


@given(st.integers(0, 10**7), percents, numbers, st.booleans(), percents)
def test_a_bracket_gives_the_greatest_of_what_it_asks_for(
    transactions: int, percent: float | None, count: int | None, everyone: bool, error: float | None
) -> None:
    found = required(Quota("", (Bracket(0, None, percent, count, everyone, error),)), transactions).required
    assert found is not None
    least = [count or 0, Fraction(str(percent or 0)) * transactions / 100, transactions if everyone else 0]
    if error is not None:
        least.append(transactions / (1 + transactions * (Fraction(str(error)) / 100) ** 2))
    assert max(least) <= found < max(least) + 1


@pytest.mark.parametrize(("population", "sample"), [(0, 0), (1, 1), (100, 80), (300, 172), (10_000, 385)])
def test_the_sample_of_a_finite_population(population: int, sample: int) -> None:
    assert sample_size(population, 5) == sample
