"""Next year's survey is a copied folder: every preset, without a line of Python."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from sipas_desktop import paths
from sipas_desktop.domain.plan_file import plan_folders
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.store import keys, queries
from tests.surveys import CHEAP, PASSWORD

FOLDERS = plan_folders(paths.forms())


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_next_years_survey_is_a_copied_folder(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    copy = Path(shutil.copytree(folder, tmp_path / f"{folder.name}-sau"))
    source = (copy / "plan.toml").read_text(encoding="utf-8")
    source = source.replace(f'id = "{folder.name}"', f'id = "{copy.name}"')
    (copy / "plan.toml").write_text(re.sub(r"(?m)^year = .*$", "year = 2027", source), encoding="utf-8", newline="\n")
    with new_survey(tmp_path / "khảo sát.sipas", find_preset(str(copy)), "admin", PASSWORD) as survey:
        assert (survey.plan.id, survey.plan.year) == (copy.name, 2027)
        assert survey.plan.milestones == find_preset(folder.name).plan.milestones
        assert set(survey.forms) == {form.sha256 for form in find_preset(folder.name).forms.values()}
        assert queries.check_survey(survey).ok
