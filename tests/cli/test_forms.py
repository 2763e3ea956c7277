"""``sipas form export`` and ``sipas form replace``: a survey's form to a file and back."""

from __future__ import annotations

from tests.cli.calls import Sipas


def test_a_form_goes_out_is_changed_and_comes_back(survey: Sipas) -> None:
    sipas = survey
    file = sipas.folder / "phiếu mới.toml"
    assert sipas.done("form", "export", sipas.survey, "phieu", file)["version"] == 1
    source = file.read_text(encoding="utf-8")
    file.write_text(source.replace("Sơn Tây)", "Sơn Tây, sửa)"), encoding="utf-8")
    done = sipas.done("form", "replace", sipas.survey, file)
    assert (done["form"], done["version"], done["copied"]) == ("phieu", 1, False)
    assert sipas("form", "replace", sipas.survey, file).code == 2  # nothing changed
    sipas.printed(1)
    file.write_text(source, encoding="utf-8")
    done = sipas.done("form", "replace", sipas.survey, file)
    assert (done["version"], done["copied"]) == (2, True)
    assert sipas.done("form", "export", sipas.survey, "phieu", file)["sha256"] == done["sha256"]
    assert "version = 2\n" in file.read_text(encoding="utf-8")
    assert sipas("form", "export", sipas.survey, "khac", file).code == 2
    assert sipas.done("check", sipas.survey)["ok"]
