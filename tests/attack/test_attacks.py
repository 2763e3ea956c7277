"""Every attack file is refused by the program: soon, in little memory, in one line, and nothing is left of it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
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

    def call(self, words: tuple[str, ...], file: Path, recovery: str) -> dict[str, Any]:
        places = {
            "FILE": str(file),
            "SURVEY": str(self.survey),
            "LIST": str(self.folder / "danh sách.csv"),
            "OUT": str(self.folder / "out.xlsx"),
            "NEW": str(self.folder / "mới.sipas"),
            "MAPPING": str(self.folder / "ô.toml"),
            "PLAN": str(file.parent / "hue-2024"),
        }
        asked = {
            "words": [places.get(word, word) for word in words],
            "folder": str(self.folder),
            "environment": {"SIPAS_RECOVERY": recovery},
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
        "SIPAS_NEW_PASSWORD": PASSWORD,
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
        told = office.call((*words, "--lang", lang), file, attack.recovery)
        where = (attack.name, words, told)
        assert told["code"] in attack.exits, where
        assert told["out"].strip() == attack.done, where
        said = told["err"].strip()
        assert len(said.splitlines()) == 1 and "Traceback" not in said, where
        assert not re.search(r"[\x00-\x1f\x7f\u202a-\u202e]", said), where
        assert any(re.search(pattern(code, lang), said) for code in attack.codes), where
        assert told["peak"] <= MOST_MEMORY, where
        assert office.lying() == before, where
        print(f"{attack.name}: {told['peak'] >> 20} MB, {words[0]}: {said}")
    assert file.exists()
    file.unlink()


def _swapped(data: bytes) -> bytes:
    """Two pages in each other's place."""
    return data[:4096] + data[8192:12288] + data[4096:8192] + data[12288:]


HARMS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "cut in the middle": lambda data: data[: len(data) // 2],
    "cut within a page": lambda data: data[:5000],
    "its first page alone": lambda data: data[:4096],
    "two pages in each other's place": _swapped,
    "another cipher's bytes": lambda data: bytes(each ^ 0x55 for each in data[:65536]),
    "the head of a file without a cipher": lambda data: b"SQLite format 3\0" + data[16:],
    "zeros after its head": lambda data: data[:4096] + bytes(len(data) - 4096),
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_survey_that_was_harmed_is_refused(office: Office, harm: str, tmp_path: Path) -> None:
    file = tmp_path / "hại.sipas"
    file.write_bytes(HARMS[harm](office.survey.read_bytes()))
    shutil.copyfile(keys.path_of(office.survey), keys.path_of(file))
    harmed = file.read_bytes()
    told = office.call(("check", "FILE", "--lang", "en"), file, "")
    assert told["code"] in (2, 3), told
    assert "Traceback" not in told["err"] and told["peak"] <= MOST_MEMORY, told
    said = told["out"] + told["err"]
    assert any(re.search(pattern(code, "en"), said) for code in ("file.", "keys.", "check.")), told
    assert file.read_bytes() == harmed
