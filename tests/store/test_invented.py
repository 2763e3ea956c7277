"""The whole way, at Huế's size: who invented a tenth of her ballots is flagged by phúc tra and by pattern."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from bench import invented
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.recheck_power import power
from sipas_desktop.domain.recheck_rule import Result
from sipas_desktop.domain.suspicion import Pattern
from sipas_desktop.jobs.presets import find_preset
from sipas_desktop.jobs.recheck_results import finds, recheck_part
from sipas_desktop.jobs.rechecks import apply_rules, export_recheck, import_replies
from sipas_desktop.paper.report_recheck import said
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.workflow import InterviewerData
from tests.surveys import CHEAP, Station, station


def told(folder: Path, rows: list[tuple[int, str]]) -> Path:
    path = folder / "replies.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("id", "text"), *rows])
    return path


def brought(desk: Station) -> dict[str, str]:
    """Serial → interviewer: 400 ballots of three communes, six interviewers, all back."""
    codes = [f"I{n + 1}" for n in range(invented.INTERVIEWERS)]
    workflow.set_interviewers(desk.admin, [InterviewerData(code, code) for code in codes])
    members = [
        workflow.MemberData("official", f"Người {n}", phone=f"0912000{n:03}", unit=f"U{n % 3 + 1}", consent=True)
        for n in range(invented.BALLOTS)
    ]
    workflow.import_sample(desk.admin, members, "0" * 64)
    found = {}
    for number, serial in enumerate(desk.print(invented.BALLOTS)):
        found[serial] = codes[number % len(codes)]
        workflow.issue(desk.admin, serial, found[serial])
        workflow.receive(desk.admin, serial)
    return found


def test_who_invented_a_tenth_is_flagged_by_phuc_tra_and_by_pattern(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    chance = random.Random(11)
    with station(tmp_path, "hue-2024") as desk:
        owner = brought(desk)
        hers = [serial for serial, name in owner.items() if name == "I1"]
        made_up = set(hers[: round(len(hers) / 10)])
        assert len(made_up) == 7
        fails = {serial for serial in owner if chance.random() < (0.95 if serial in made_up else 0.02)}

        # Phúc tra by the plan's own numbers: nothing is chosen by hand, until nothing is due.
        workflow.draw_recheck(desk["Hà"], 7)
        assert len(queries.rechecks(desk["Hà"])) == invented.BALLOTS  # Huế has messages sent to seventy of each
        export_recheck(desk["Hà"], tmp_path / "sms.csv")
        rows = queries.rechecks(desk["Hà"])
        replies = [(row.number, "2" if row.serial in fails else "1") for row in rows if chance.random() < 0.4]
        import_replies(desk["Hà"], told(tmp_path, replies))
        called = 0
        for turn in range(12):
            figures = queries.recheck_figures(desk["Hà"])
            if not figures.calls:
                break
            made = export_recheck(desk["Hà"], tmp_path / f"calls{turn}.xlsx", calls=True)
            assert made.people == sum(each.ballots for each in figures.calls)
            called += made.people
            next_ones = {each.interviewer: each.ballots for each in figures.calls}
            for row in queries.rechecks(desk["Hà"]):
                if row.result is None and next_ones.get(row.interviewer, 0) > 0:
                    next_ones[row.interviewer] -= 1
                    word = "unreached" if chance.random() < 0.1 else "failed" if row.serial in fails else "confirmed"
                    workflow.answer_recheck(desk["Hà"], row.serial, Result(word))
        figures = queries.recheck_figures(desk["Hà"])
        assert not figures.calls and called < 250
        assert [each.interviewer for each in figures.flags if each.flagged] == ["I1"]
        part = recheck_part(desk.admin)
        assert part is not None and any("vượt quá mức đó: I1" in str(line) for line in said(part))
        assert (finds(desk["Hà"]) or 0) > 90
        denied = {row.serial for row in queries.rechecks(desk["Hà"]) if row.result is Result.FAILED}
        assert set(apply_rules(desk["Hà"]).void) == denied and len(denied & made_up) >= 5
        assert queries.check_survey(desk.admin).problems == ()


def test_who_copied_a_tenth_is_flagged_on_the_list_of_cleaning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    chance = random.Random(7)
    with station(tmp_path, "hue-2024") as desk:
        owner = brought(desk)
        form = next(iter(desk.admin.forms.values()))
        ballots = invented.invent(form, invented.survey(form, chance), "copies of one", 0.1, chance)
        codes = [question.code for question in form.rated]
        names = {"U1": "1", "U2": "2", "U3": "3"}
        for serial, each in zip(owner, ballots, strict=True):
            answers = desk.answers(unit=names[each.unit], **dict(zip(codes, each.answers, strict=True)))
            assert all(isinstance(value, Answer) for value in answers.values())
            workflow.key_ballot(desk["Lan"], serial, 1, answers)
        found = queries.suspicious_ballots(desk.admin)
        assert {(each.source, each.pattern) for each in found.flagged} == {("I1", Pattern.SAME)}


@pytest.mark.parametrize(("name", "least"), [("hue-2024", 0.95), ("quoc-gia-2023", 0.93), ("hai-cap-2026", 0.93)])
def test_a_preset_finds_who_invents_a_tenth(name: str, least: float) -> None:
    rule = find_preset(name).plan.recheck
    assert rule is not None
    found = power(rule, 67, 6)
    assert found is not None and found.found >= least
