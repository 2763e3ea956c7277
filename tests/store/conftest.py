"""A small survey for every test of the store, with passwords that cost nothing."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys
from tests.surveys import CHEAP, ON_SERVER, Station, copied_station


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Station]:
    """A new survey with its clerks."""
    with copied_station(tmp_path) as here:
        yield here


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Iterator[None]:
    """On a server, what is about the file (its bytes, its copies, what stands beside it) says so and is skipped."""
    try:
        return (yield)
    except (AttributeError, TypeError, Refusal, DBAPIError) as error:
        if ON_SERVER and needs_file(error):
            pytest.skip("it is about the file")
        raise


def needs_file(error: Exception) -> bool:
    """Whether ``error`` comes of a test that took a server's address for a path, or spoke to it in SQLite's words."""
    if isinstance(error, Refusal):
        return error.code == "server.file_only"
    if isinstance(error, DBAPIError):
        frames = [Path(frame.filename).parts for frame in traceback.extract_tb(error.__traceback__)]
        ours = [parts for parts in frames if "site-packages" not in parts]
        return "tests" in ours[-1]
    return "ServerAddress" in str(error)
