"""``sipas cleaning``: the lists with and without their verb, decisions, who may not see them."""

from __future__ import annotations

from tests.cli.calls import Sipas, row, write_csv

KEYS = {"by", "seed", "ballots", "false_alarm_percent", "alone", "signs", "recheck", "duplicates"}
SIGN = {"source", "pattern", "count", "expected", "p", "adjusted", "flagged", "serials"}
LEVELS = [f"{a}{b}{c}{d}{e}" for a in "345" for b in "345" for c in "345" for d, e in ("34", "53")]


def _batches(survey: Sipas) -> tuple[list[str], list[str]]:
    """Two batches of 20, first keyed: nine of the first are copies of one that nobody else's is like."""
    serials = survey.printed(40)
    first, second = serials[:20], serials[20:]
    survey.done("receive", survey.survey, *first, "--batch", "L1")
    survey.done("receive", survey.survey, *second, "--batch", "L2")
    rows = []
    for place, serial in enumerate(serials):
        levels = "15242" if place < 9 else LEVELS[place]
        changed = {f"Q{number}": level for number, level in enumerate(levels, start=1)}
        rows.append(row(serial, **changed, Q6="345"[place % 3] if place >= 9 else "1"))
    assert survey.key("Lan", 1, write_csv(survey.folder / "một.csv", rows)).json["keyed"] == 40
    return first, second


def test_the_lists_name_ballots_and_no_answers(survey: Sipas) -> None:
    first, _ = _batches(survey)
    found = survey.done("cleaning", survey.survey, "--by", "batch", by="Hòa")
    assert set(found) == KEYS
    assert found == survey.done("cleaning", survey.survey, "list", "--by", "batch", by="Hà")
    assert (found["by"], found["seed"], found["ballots"], found["false_alarm_percent"]) == ("batch", 2016, 40, 5.0)
    assert all(set(sign) == SIGN for sign in found["signs"])
    flagged = [sign for sign in found["signs"] if sign["flagged"]]
    assert (flagged[0]["source"], flagged[0]["pattern"]) == ("L1", "same_answers")
    assert {each["serial"] for each in found["recheck"][:9]} == set(first[:9])
    assert all(sign["serials"] == [] for sign in found["signs"] if not sign["flagged"])
    assert found["duplicates"] == []


def test_in_words(survey: Sipas) -> None:
    _batches(survey)
    vi = survey.run("cleaning", survey.survey, "--by", "batch", "--operator", "Hà").out.splitlines()
    assert vi[0].startswith("Nếu không ai làm sai") and "khoảng 5 cuộc" in vi[0]
    assert vi[1].startswith("L1\tcác cặp phiếu") and vi[1].endswith("cần kiểm tra lại (phúc tra), chưa phải kết luận")
    en = survey.run("cleaning", survey.survey, "--by", "batch", "--operator", "Hà", "--lang", "en").out
    assert "to be rechecked; no verdict" in en


def test_another_seed_is_told_and_flags_the_same(survey: Sipas) -> None:
    _batches(survey)
    one, other = (survey.done("cleaning", survey.survey, "--by", "batch", "--seed", seed) for seed in (1, 2))
    assert (one["seed"], other["seed"]) == (1, 2)
    assert one["signs"] != other["signs"]
    assert one["recheck"] == other["recheck"]


def test_a_ballot_is_taken_out_and_back(survey: Sipas) -> None:
    (serial,) = survey.received(1)
    assert survey.done("cleaning", survey.survey, "decide", serial, "duplicate", by="Hà") == {
        "serial": serial,
        "validity": "duplicate",
    }
    (listed,) = survey.done("ballots", survey.survey, "list")["ballots"]
    assert (listed["state"], listed["validity"]) == ("invalid", "duplicate")
    survey.done("cleaning", survey.survey, "decide", serial, "valid", by="Hà")
    (listed,) = survey.done("ballots", survey.survey, "list")["ballots"]
    assert (listed["state"], listed["validity"]) == ("valid", "valid")
    refused = survey("cleaning", survey.survey, "decide", serial, "no_such", by="Hà")
    assert refused.code == 2 and "no_such" in refused.line


def test_who_only_keys_or_observes_sees_nothing(survey: Sipas) -> None:
    for name in ("Lan", "Giám sát"):
        refused = survey("cleaning", survey.survey, by=name)
        assert refused.code == 2 and "xem phiếu cần kiểm tra lại" in refused.line
    refused = survey("cleaning", survey.survey, "--by", "unit", by="Hà")
    assert refused.code == 2
