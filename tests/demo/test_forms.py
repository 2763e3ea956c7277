"""The national form and a form that has everything go the whole way: print, key twice, settle, records, index."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pypdfium2
import pytest

from sipas_desktop.demo.chance import Chance
from sipas_desktop.demo.people import respondent
from sipas_desktop.demo.run import run_demo
from sipas_desktop.domain.answer import SKIPPED
from sipas_desktop.jobs.catalogues import catalogue_names
from sipas_desktop.store import keys, queries
from sipas_desktop.store.database import open_survey
from tests.surveys import CHEAP, WHOLE, preset_with

BALLOTS = 12


@pytest.mark.parametrize("which", ["whole", "quoc-gia-2023"])
def test_print_key_twice_records_index(which: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    plan = preset_with(tmp_path, WHOLE, "whole") if which == "whole" else which
    made = run_demo(tmp_path / "demo", plan=plan, ballots=BALLOTS, seed=3, error_rate=0.01, password="mật khẩu")
    assert made.undetected == 0 and made.discrepancies > 0
    with open_survey(made.files["survey"], "admin", "mật khẩu") as survey:
        assert queries.check_survey(survey).ok
        group = survey.plan.groups[0].code
        form = survey.form_of_group(group)
        records = [record for record in queries.records(survey) if record.group == group]
        assert all(list(record.values) and record.values.keys() == form.by_code.keys() for record in records)
        catalogues = {kind: list(names) for kind, names in catalogue_names(survey).items()}
        printed = len(pypdfium2.PdfDocument(made.files["ballots"]))
        pages = printed // made.ballots
        assert pages * made.ballots == printed
        if which == "whole":
            rights = [respondent(form, Chance(3), number, catalogues) for number in range(BALLOTS)]
            wanted = sorted(sorted((code, each.value) for code, each in right.items()) for right in rights)
            assert sorted(sorted(record.values.items()) for record in records) == wanted
            assert sum(SKIPPED in record.values.values() for record in records) > 3
            overall = [right["overall"].value for right in rights]
            rated = [value for value in overall if value in "12345"]
            satisfied = sum(value in "45" for value in rated)
            assert queries.figures(survey).index == Fraction(100 * satisfied, len(rated))
        else:
            assert len(queries.figures(survey).questions) == 33 and pages == 2
