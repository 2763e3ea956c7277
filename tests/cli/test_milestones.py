"""``sipas milestones``: the calendar, ticked off and taken back."""

from __future__ import annotations

import pytest

from tests.cli.calls import Sipas

KEYS = {
    "code", "title", "owner", "support", "deadline", "sure", "seen_by", "standing", "done", "done_on", "note",
    "days_left", "days_late",
}  # fmt: skip


@pytest.fixture
def hue(sipas: Sipas) -> Sipas:
    """A survey of Huế's plan."""
    sipas.done("new", sipas.survey, "--plan", "hue-2024")
    return sipas


def test_the_list_with_and_without_its_verb(hue: Sipas) -> None:
    found = hue.done("milestones", hue.survey)["milestones"]
    assert found == hue.done("milestones", hue.survey, "list")["milestones"]
    assert all(set(each) == KEYS for each in found)
    contract = next(each for each in found if each["code"] == "hop-dong")
    assert (contract["deadline"], contract["standing"], contract["done"]) == ("2024-09-04", "late", False)
    assert contract["days_late"] == -contract["days_left"] > 700
    lines = hue.run("milestones", hue.survey).out.splitlines()
    assert len(lines) == len(found) and f"quá hạn {contract['days_late']} ngày" in hue.run("milestones", hue.survey).out


def test_done_and_undone(hue: Sipas) -> None:
    done = hue.done("milestones", hue.survey, "done", "hop-dong", "--day", "2024-09-06", "--note", "bản gốc ở Sở")
    assert (done["done"], done["done_on"], done["note"]) == (True, "2024-09-06", "bản gốc ở Sở")
    assert (done["days_left"], done["days_late"]) == (None, 2)
    assert "xong 2024-09-06, chậm 2 ngày" in hue.run("milestones", hue.survey).out
    assert hue.done("milestones", hue.survey, "done", "tap-huan", "--day", "2024-09-04")["days_late"] == 0
    undone = hue.done("milestones", hue.survey, "undone", "hop-dong")
    assert (undone["done"], undone["done_on"], undone["note"]) == (False, None, "")
    assert hue.done("check", hue.survey)["ok"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("done", "in-phieu"), "chương trình tự biết khi nào xong (khi đã in phiếu)"),
        (("done", "xong-het"), "kế hoạch không có mốc"),
        (("done", "hop-dong", "--day", "2999-01-01"), "chưa đến"),
        (("done", "hop-dong", "--day", "5/9"), "5/9"),
        (("undone", "hop-dong"), "chưa được đánh dấu xong"),
    ],
)
def test_refused_in_one_line(hue: Sipas, words: tuple[str, ...], told: str) -> None:
    before = hue.facts()
    called = hue("milestones", hue.survey, *words)
    assert called.code == 2 and told in called.line
    assert hue.facts() == before


def test_who_only_keys_does_not_learn_whether_all_is_settled(survey: Sipas) -> None:
    assert survey("milestones", survey.survey, by="Lan").code == 2
