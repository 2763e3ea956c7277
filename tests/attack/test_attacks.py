"""Every attack file is refused by the program: soon, in little memory, in one line, and nothing is left of it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from sipas_desktop.errors import LANGUAGES, _subject
from sipas_desktop.store import keys
from tests.attack.attacks import ATTACKS, Attack
from tests.surveys import CHEAP, PASSWORD, station

MOST_MEMORY: Final = 500 * 2**20
TIMEOUT_SECONDS: Final = 60
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")


@dataclass
class Office:
    """A folder with a survey in it, and the program to be attacked."""

    folder: Path
    server: subprocess.Popen[str]

    @property
    def survey(self) -> Path:
        return self.folder / "khảo sát.sipas"

    def call(self, words: tuple[str, ...], file: Path) -> dict[str, Any]:
        places = {
            "FILE": str(file),
            "SURVEY": str(self.survey),
            "LIST": str(self.folder / "danh sách.csv"),
            "OUT": str(self.folder / "out.xlsx"),
            "NEW": str(self.folder / "mới.sipas"),
            "MAPPING": str(self.folder / "ô.toml"),
        }
        asked = {
            "words": [places.get(word, word) for word in words],
            "folder": str(self.folder),
            "timeout": TIMEOUT_SECONDS,
        }
        assert self.server.stdin is not None and self.server.stdout is not None
        self.server.stdin.write(json.dumps(asked) + "\n")
        self.server.stdin.flush()
        answer: dict[str, Any] = json.loads(self.server.stdout.readline())
        return answer

    def lying(self) -> dict[str, str]:
        """Every file of the office, of its temporary folder, with the hash of what is in it."""
        return {
            str(path.relative_to(self.folder.parent)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.folder.parent.rglob("*"))
            if path.is_file()
        }


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    whole = tmp_path_factory.mktemp("attack")
    folder, temporary = whole / "Văn phòng", whole / "tmp"
    folder.mkdir()
    temporary.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        with station(folder, "hue-2024") as desk:
            assert desk.path.parent == folder
    (folder / "danh sách.csv").write_text("Ngày,Hài lòng\n2024-09-01,4\n", encoding="utf-8")
    (folder / "ô.toml").write_text('format = 1\n[cells]\n"A!A1" = "title"\n', encoding="utf-8")
    root = Path(__file__).resolve().parents[2]
    environment = os.environ | {
        "SIPAS_PASSWORD": PASSWORD,
        "TMPDIR": str(temporary),
        "PYTHONPATH": str(root),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "tests.attack.server"]
    with subprocess.Popen(
        command, cwd=root, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as server:
        yield Office(folder, server)
        assert server.stdin is not None
        server.stdin.close()
        server.wait(TIMEOUT_SECONDS)


def pattern(code: str, lang: str) -> str:
    """What the message ``code`` may look like in ``lang``, whatever fills its braces; any message of "subject."."""
    subject, what = code.split(".", 1)
    if not what:
        return "|".join(pattern(f"{subject}.{each}", lang) for each in _subject(subject))
    template = _subject(subject)[what][lang]
    return "".join(".*" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^}]*\})", template))


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_file_is_refused_and_leaves_nothing(office: Office, attack: Attack, tmp_path: Path) -> None:
    file = tmp_path / f"tấn công{attack.suffix}"
    attack.make(file)
    before = office.lying()
    for number, words in enumerate(attack.commands):
        lang = LANGUAGES[number % len(LANGUAGES)]
        told = office.call((*words, "--lang", lang), file)
        where = (attack.name, words, told)
        assert told["code"] in attack.exits, where
        assert told["out"] == "", where
        said = told["err"].strip()
        assert len(said.splitlines()) == 1 and "Traceback" not in said, where
        assert any(re.search(pattern(code, lang), said) for code in attack.codes), where
        assert told["peak"] <= MOST_MEMORY, where
        assert office.lying() == before, where
        print(f"{attack.name}: {told['peak'] >> 20} MB, {words[0]}: {said}")
    assert file.exists()
    file.unlink()
