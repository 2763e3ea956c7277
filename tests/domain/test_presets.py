"""What each shipped plan says: numbers, days and words of the five plans on paper, and the two shapes beside them."""

from __future__ import annotations

import datetime

import pytest

from sipas_desktop import paths
from sipas_desktop.domain.calendar import deadline
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_file import check_form
from sipas_desktop.domain.holidays import read_holidays
from sipas_desktop.domain.plan import Identity, Place, Plan, PlanRole
from sipas_desktop.domain.plan_file import load_plan, plan_folders
from sipas_desktop.domain.quota_rule import Per
from sipas_desktop.domain.recheck_rule import RecheckChannel

HOLIDAYS = read_holidays((paths.forms() / "holidays.toml").read_text(encoding="utf-8"), "holidays.toml")
PRESETS = {folder.name: load_plan(folder) for folder in plan_folders(paths.forms())}
SEEDS = ("ben-tre-2021", "da-nang-2021", "ha-tinh-2024", "hue-2024", "son-tay-2017")
day = datetime.date


def plan(name: str) -> Plan:
    return PRESETS[name][0]


def form(name: str, code: str = "phieu") -> Form:
    return PRESETS[name][1][code]


def last_days(name: str) -> dict[str, datetime.date]:
    """Milestone → its last day."""
    found = {each.code: deadline(each, plan(name), HOLIDAYS) for each in plan(name).milestones}
    assert all(last.sure for last in found.values() if last)
    return {code: last.day for code, last in found.items() if last}


def owner(name: str, code: str) -> tuple[str, str]:
    (milestone,) = (each for each in plan(name).milestones if each.code == code)
    return milestone.owner, milestone.support


def test_seven_presets_ship() -> None:
    assert set(PRESETS) == {*SEEDS, "quoc-gia-2023", "hai-cap-2026"}


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_form_of_a_preset_is_without_mistakes(name: str) -> None:
    for each in PRESETS[name][1].values():
        assert check_form(each.source, each.code).errors == ()


@pytest.mark.parametrize("name", SEEDS)
def test_a_ballot_that_the_plan_does_not_print_says_that_it_is_composed(name: str) -> None:
    for each in PRESETS[name][1].values():
        assert ("soạn" in each.composed) is (name != "son-tay-2017")


@pytest.mark.parametrize("name", SEEDS)
def test_the_values_of_a_plan_name_their_passages(name: str) -> None:
    source = plan(name).source
    assert source.startswith("# ")
    # A comment stands behind a value or before its table; that of a title, a month or a section of the plan.
    assert source.count(" # ") >= 20


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_no_officer_is_named(name: str) -> None:
    for text in (plan(name).source, *(each.source for each in PRESETS[name][1].values())):
        for person in ("Khôi", "Đặng Vũ", "Minh Long", "Viết Hồng", "Ngọc Thạch", "Thúy Hà"):
            assert person not in text


def test_ben_tre_has_two_groups_with_fixed_numbers() -> None:
    it = plan("ben-tre-2021")
    assert [(group.code, group.form) for group in it.groups] == [("nhom-1", "mau_01"), ("nhom-2", "mau_02")]
    agencies = it.groups[0].asked
    assert len(agencies) == len(set(agencies)) == 26
    assert [name.startswith("UBND ") for name in agencies] == [False] * 17 + [True] * 9
    first, second = it.quotas
    assert (first.per, first.groups, first.count) == ((Per.GROUP,), ("nhom-1",), 26)
    assert (second.per, second.groups) == ((Per.SECTOR,), ("nhom-2",))
    assert dict(second.table) == {"1": 20, "2": 10, "3": 15, "4": 5}
    assert sum(dict(second.table).values()) == 50
    assert [sector.title for sector in it.sectors] == ["Đất đai", "Tài nguyên nước", "Môi trường", "Phí, lệ phí"]
    assert it.groups[0].channels == ("phan-mem", "i-office", "thu-dien-tu")
    assert it.groups[1].channels == ("truc-tiep", "buu-dien", "thu-dien-tu")
    assert [channel.code for channel in it.channels if not channel.paper] == ["phan-mem"]
    assert [(report.code, report.group) for report in it.reports] == [("nhom-1", "nhom-1"), ("nhom-2", "nhom-2")]
    assert it.document.authority == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert it.recheck is None
    for code in ("mau_01", "mau_02"):
        titles = [factor.title for factor in form("ben-tre-2021", code).factors]
        assert titles[0] == "Tiếp cận dịch vụ" and len(titles) == 5
    assert last_days("ben-tre-2021") == {
        "trien-khai": day(2021, 10, 31), "khao-sat": day(2021, 11, 30), "tong-hop": day(2021, 11, 30),
        "bao-cao": day(2021, 11, 30),
    }  # fmt: skip


def test_son_tay_aims_at_more_than_80_percent_by_2018() -> None:
    it = plan("son-tay-2017")
    assert (it.target, it.target_year) == (80, 2018)
    assert it.identity is Identity.ANONYMOUS
    assert [duty.who for duty in it.duties if duty.role is PlanRole.OBSERVER] == [
        "Ủy ban Mặt trận Tổ quốc Việt Nam thị xã Sơn Tây"
    ]
    assert last_days("son-tay-2017") == {"khao-sat": day(2017, 10, 31)}


def test_hue_has_its_whole_calendar() -> None:
    assert last_days("hue-2024") == {  # each "trước ngày": the day before
        "hues": day(2024, 3, 29), "hues-phan-tich": day(2024, 10, 29), "huong-dan-mau": day(2024, 8, 14),
        "danh-sach": day(2024, 8, 27), "hoan-thien": day(2024, 8, 29), "tong-hop-mau": day(2024, 9, 4),
        "hop-dong": day(2024, 9, 4), "tap-huan": day(2024, 9, 4), "in-phieu": day(2024, 9, 7),
        "khao-sat": day(2024, 9, 25), "thu-phieu": day(2024, 9, 27), "phuc-tra": day(2024, 10, 2),
        "nhap-lieu": day(2024, 10, 14), "bao-cao": day(2024, 10, 29),
    }  # fmt: skip
    assert owner("hue-2024", "hop-dong") == ("Sở Nội vụ", "Bưu điện tỉnh")
    assert owner("hue-2024", "khao-sat") == ("Bưu điện tỉnh", "")
    assert owner("hue-2024", "danh-sach") == ("Các cơ quan, địa phương", "Sở Nội vụ")
    it = plan("hue-2024")
    assert it.recheck is not None and it.recheck.channel is RecheckChannel.SMS and it.recheck.percent is None
    assert (it.keying.by, it.keying.adjudicated_by) == (Place.OFFICE, Place.OFFICE)
    assert [each.code for each in it.milestones if each.due is None] == ["hues-danh-gia", "giam-sat", "de-cuong"]


def test_ha_tinh_asks_60_ballots_a_quarter_and_hands_them_over_in_5_working_days() -> None:
    it = plan("ha-tinh-2024")
    assert [wave.code for wave in it.waves] == ["quy-1", "quy-2", "quy-3", "quy-4"]
    assert (it.waves[0].start, it.waves[-1].end) == it.fieldwork == (day(2024, 1, 1), day(2024, 12, 31))
    for before, after in zip(it.waves, it.waves[1:], strict=False):
        assert after.start - before.end == datetime.timedelta(days=1)
    (quota,) = it.quotas
    assert (quota.per, quota.count) == ((Per.WAVE,), 60)
    assert [channel.paper for channel in it.channels] == [True, False]
    assert it.document.authority == ("GIÁM ĐỐC",)
    assert last_days("ha-tinh-2024") == {
        "ban-giao-quy-1": day(2024, 4, 5),  # 31/3 is a Sunday
        "ban-giao-quy-2": day(2024, 7, 5),
        "ban-giao-quy-3": day(2024, 10, 7),  # over a weekend
        "ban-giao-quy-4": day(2025, 1, 8),  # over New Year and a weekend
    }
    assert [report.wave for report in it.reports] == ["quy-1", "quy-2", "quy-3", "quy-4", None]


def test_da_nang_is_online_only_and_reports_before_the_survey_ends() -> None:
    it = plan("da-nang-2021")
    assert [channel.paper for channel in it.channels] == [False, False]
    assert it.fieldwork == (day(2021, 1, 1), day(2021, 12, 31))
    assert last_days("da-nang-2021")["bao-cao-nam"] == day(2021, 12, 24)
    six, year = it.reports
    assert six.section and six.until == day(2021, 6, 14)
    assert not year.section and year.until is not None and year.until < it.fieldwork[1]
    (quota,) = it.quotas
    (bracket,) = quota.brackets
    assert (bracket.start, bracket.end, bracket.count, bracket.percent) == (200, 1000, 200, 30)
    assert it.reason("before_result") and it.reason("official")


def test_the_national_shape_has_33_items() -> None:
    it = form("quoc-gia-2023")
    numbers = {factor.code: sum(question.factor == factor.code for question in it.rated) for factor in it.factors}
    assert len(it.rated) == sum(numbers.values()) == 33
    assert sum(number for code, number in numbers.items() if code.startswith("P")) == 14
    assert [number for code, number in numbers.items() if code.startswith("S")] == [4, 4, 5, 3, 3]
    assert "soạn" in it.composed


def test_the_two_tiers_have_no_district() -> None:
    it = plan("hai-cap-2026")
    assert [group.code for group in it.groups] == ["cap-tinh", "cap-xa"]
    assert "huyện" not in it.source.casefold()
    assert it.keying.by is Place.POST
    assert form("hai-cap-2026").composed
