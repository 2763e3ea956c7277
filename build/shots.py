"""A picture of every page of the window, light and dark, at 100 % and 150 %, into docs/screenshots/.

    python build/shots.py [FOLDER]

Works without a display. Names are PAGE-SCHEME-SIZE-LANGUAGE.png; English is taken once, light at 100 %.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("SIPAS_LANG", None)
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtWidgets import QApplication  # noqa: E402

from sipas_desktop import paths  # noqa: E402
from sipas_desktop.gui.access import NewSurvey, Signed, store_access  # noqa: E402
from sipas_desktop.gui.app import Program, make_app  # noqa: E402
from sipas_desktop.gui.places import places_for  # noqa: E402
from sipas_desktop.gui.settings import Settings  # noqa: E402

LOOKS = (("light", 100, "vi"), ("dark", 100, "vi"), ("light", 150, "vi"), ("dark", 150, "vi"), ("light", 100, "en"))
SIZE = (1280, 800)


def demonstration(folder: Path) -> Iterator[Signed]:
    """Signed-in operators of a demonstration survey who together see every page."""
    plan = paths.forms() / "son-tay-2017"
    new = NewSurvey(folder / "son-tay-2017.sipas", plan.name, "", "Người quản trị", "mật khẩu 2017")
    yield store_access().create(new)


def settle(app: QApplication) -> None:
    """Lets the window finish painting."""
    for _ in range(5):
        app.processEvents()


def main(out: Path) -> int:
    """Takes all pictures into ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    app = make_app()
    taken = 0
    with tempfile.TemporaryDirectory() as work:
        program = Program(app, store_access(), Settings(Path(work) / "window.ini"))
        window = program.window

        def picture(page: str, look: tuple[str, int, str]) -> int:
            settle(app)
            scheme, size, language = look
            return int(window.grab().save(str(out / f"{page}-{scheme}-{size}-{language}.png")))

        def dress(look: tuple[str, int, str]) -> None:
            program.theme.scheme = look[0]
            program.theme.set_size(look[1])
            if program.words.language != look[2]:
                window.toggle_language()
            else:
                window.rebuild()

        window.resize(*SIZE)
        window.show()
        for look in LOOKS:
            dress(look)
            taken += picture("welcome", look)
        for signed in demonstration(Path(work)):
            window.sign_in(signed)
            for look in LOOKS:
                dress(look)
                for place in places_for(signed.roles):
                    window.go(place.id)
                    taken += picture(place.id, look)
            window.sign_out()
        window.close()
    print(f"{taken} pictures in {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"))
