"""What the report sets beside each other, read from a survey: units ranked, the wave before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.jobs.report import make_report
from sipas_desktop.jobs.report_comparisons import changed_part, ranked_part
from sipas_desktop.store import keys, workflow
from sipas_desktop.store.queries import Filter
from tests.surveys import CHEAP, Station, copied_station, station


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path) as made:
        yield made


def test_units_with_enough_ballots_are_ranked(here: Station) -> None:
    here.settled(6, unit="2")
    assert ranked_part(here.admin, Filter(), None) is None  # nobody is first of one
    here.settled(6, unit="3", overall="1")
    here.settled(6, unit="4", overall="1")
    here.settled(3, unit="5")
    here.settled(3, unit=".")
    found = ranked_part(here.admin, Filter(), None)
    assert found is not None
    assert [(each.code, each.rank) for each in found.ranks] == [("2", 1), ("3", 2), ("4", 2)]
    assert (found.answered["2"], found.unranked, found.limit) == (6, 1, 5)
    assert ranked_part(here.admin, Filter(), IndexDefinition.POOLED) is None
    assert ranked_part(here.admin, Filter(unit="2"), None) is None
    assert make_report(here.admin, here.path.with_suffix(".pdf")).sha256


def test_a_wave_is_beside_the_one_before_where_both_have_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, "ha-tinh-2024") as made:
        admin = made.admin
        first, second, *_ = admin.plan.waves
        form = admin.form_of_group(admin.plan.groups[0].code)

        def settle(wave: str, levels: str) -> None:
            run = workflow.reserve_run(admin, count=len(levels), wave=wave)
            workflow.publish_run(admin, run, "0" * 64, len(levels))
            for serial, level in zip(run.serials, levels, strict=True):
                workflow.receive(admin, serial)
                answers = {q.code: Answer(level) if q.scale else Answer(a.BLANK) for q in form.questions}
                for clerk, number in (("Lan", 1), ("Mai", 2)):
                    workflow.key_ballot(made[clerk], serial, number, answers)

        settle(first.code, "555511")
        settle(second.code, "5511")
        assert changed_part(admin, Filter(), None) is None  # 4 ballots are shown nowhere
        assert changed_part(admin, Filter(wave=second.code), None) is None
        settle(second.code, "55")
        for chosen in (Filter(), Filter(wave=second.code)):
            found = changed_part(admin, chosen, None)
            assert found is not None
            assert (found.before, found.now) == (first.title, second.title)
            assert (found.found.index.before, found.found.index.now) == (
                pytest.approx(200 / 3), pytest.approx(200 / 3),
            )  # fmt: skip
        assert changed_part(admin, Filter(wave=first.code), None) is None
