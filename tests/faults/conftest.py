"""A small survey to do damage to, with passwords that cost nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sipas_desktop.store import keys
from tests.surveys import CHEAP, Station, copied_station


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Station]:
    with copied_station(tmp_path) as here:
        yield here
