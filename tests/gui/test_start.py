"""A quick start: nothing heavy is loaded before somebody asks for it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.gui import surveys

HEAVY = {"reportlab", "openpyxl", "pandas", "numpy", "pypdfium2", "sqlalchemy", "sqlcipher3", "docx", "zxingcpp"}


def test_the_window_stands_without_heavy_imports() -> None:
    code = (
        "import sys\n"
        "from sipas_desktop.gui.access import store_access\n"
        "from sipas_desktop.gui.app import Program, make_app\n"
        "from sipas_desktop.gui.settings import Settings\n"
        "from pathlib import Path\n"
        "import tempfile\n"
        "app = make_app()\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    program = Program(app, store_access(), Settings(Path(folder) / 'window.ini'))\n"
        "    program.window.show()\n"
        "    app.processEvents()\n"
        "    program.window.close()\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    loaded = set(done.stdout.split())
    assert "PySide6" in loaded
    assert loaded & HEAVY == set()


def test_what_opens_a_survey_is_loaded_while_somebody_signs_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    survey = surveys.make(tmp_path, monkeypatch)
    survey.close()
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from sipas_desktop.gui.access import store_access\n"
        "from sipas_desktop.gui.app import _import_store\n"
        "_import_store()\n"
        "before = set(sys.modules)\n"
        "store_access().open(Path(sys.argv[1]), *sys.argv[2:]).survey.close()\n"
        "print('then', *sorted(set(sys.modules) - before))\n"
    )
    call = [sys.executable, "-c", code, str(survey.path), survey.operator.name, surveys.PASSWORD]
    done = subprocess.run(call, capture_output=True, text=True, check=True, encoding="utf-8")
    assert set(done.stdout.split()) <= {"then", "encodings.latin_1"}


def test_the_first_pages_are_loaded_while_somebody_signs_in() -> None:
    code = (
        "import sys\n"
        "from sipas_desktop.gui.app import _import_store\n"
        "from sipas_desktop.gui.places import FIRST_PLACES, PLACES\n"
        "_import_store()\n"
        "print(*sys.modules)\n"
        "print(*(place.page.split(':')[0] for place in PLACES if place.id in FIRST_PLACES))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    loaded, pages = (line.split() for line in done.stdout.splitlines())
    assert pages == ["overview", "keying_batch"]
    assert {f"sipas_desktop.gui.{page}" for page in pages} <= set(loaded)
