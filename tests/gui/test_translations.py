"""Every text of the window is translated, and what is committed is what the sources say."""

import importlib.util
import re
import shutil
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from sipas_desktop import paths
from sipas_desktop.gui import language, places

FOLDER = paths.resources() / "translations"
SCRIPT = paths.resources().parent / "build" / "translations.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations_script", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def fresh(script: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogues brought up to the sources, in a folder of their own."""
    folder = tmp_path_factory.mktemp("translations")
    for name in script.CATALOGUES:
        shutil.copy(FOLDER / f"{name}.ts", folder)
    script.update(folder)
    script.release(folder)
    return folder


@pytest.mark.parametrize("name", language.LANGUAGES)
def test_nothing_is_left_untranslated(script: ModuleType, fresh: Path, name: str) -> None:
    assert script.unfinished(fresh / f"{name}.ts") == []


@pytest.mark.parametrize("name", language.LANGUAGES)
def test_catalogue_is_what_the_sources_say(fresh: Path, name: str) -> None:
    committed = (FOLDER / f"{name}.ts").read_text(encoding="utf-8")
    assert committed == (fresh / f"{name}.ts").read_text(encoding="utf-8"), "run build/translations.py"
    assert 'type="vanished"' not in committed and 'type="obsolete"' not in committed


@pytest.mark.parametrize("name", language.LANGUAGES)
def test_compiled_catalogue_is_up_to_date(fresh: Path, name: str) -> None:
    assert (FOLDER / f"{name}.qm").read_bytes() == (fresh / f"{name}.qm").read_bytes(), "run build/translations.py"


def test_an_untranslated_text_would_be_noticed(script: ModuleType, tmp_path: Path) -> None:
    text = (FOLDER / "vi.ts").read_text(encoding="utf-8")
    text = text.replace("<translation>Tổng quan</translation>", '<translation type="unfinished"></translation>')
    (tmp_path / "vi.ts").write_text(text, encoding="utf-8")
    assert script.unfinished(tmp_path / "vi.ts") == [("places", "Overview")]


def test_placeholders_survive_translation(script: ModuleType) -> None:
    for message in ElementTree.parse(FOLDER / "vi.ts").getroot().iter("message"):
        source = message.findtext("source") or ""
        translation = message.find("translation")
        assert translation is not None
        told = "".join(translation.itertext())
        assert sorted(re.findall(r"\{\w*\}|%n", source)) == sorted(re.findall(r"\{\w*\}|%n", told)), source


def test_language_is_that_of_the_environment_then_the_setting_then_vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIPAS_LANG", raising=False)
    assert language.chosen() == "vi"
    assert language.chosen("en") == "en"
    monkeypatch.setenv("SIPAS_LANG", "vi")
    assert language.chosen("en") == "vi"
    monkeypatch.setenv("SIPAS_LANG", "fr")
    assert language.chosen("en") == "en"


def test_words_and_plurals_change_with_the_language(qapp: QApplication) -> None:
    words = language.Words()
    words.use("vi")
    assert places.titles()["keying"] == "Nhập phiếu"
    assert QCoreApplication.translate("_Count", "%n row(s)", None, 2) == "2 dòng"
    words.use("en")
    assert places.titles()["keying"] == "Key ballots"
    assert QCoreApplication.translate("_Count", "%n row(s)", None, 1) == "1 row"
    assert QCoreApplication.translate("_Count", "%n row(s)", None, 2) == "2 rows"
    words.remove()


def test_words_of_a_program_that_is_gone_do_not_stay(qapp: QApplication) -> None:
    left, present = language.Words(), language.Words()
    left.use("vi")
    assert QCoreApplication.translate("places", "Overview") == "Tổng quan"
    present.use("en")
    assert QCoreApplication.translate("places", "Overview") == "Overview"
    present.remove()
