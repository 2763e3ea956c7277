"""Links are destroyed whole or not at all: the process dies on the way, wherever it is, and the file holds together."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select

from sipas_desktop.domain.recheck_rule import Result
from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey, open_survey
from sipas_desktop.store.workflow import MemberData
from tests.surveys import CHEAP, PASSWORD, station

PEOPLE = 6
MOST = 120  # statements on the way: there are fewer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process cannot fork there")


def prepared(folder: Path) -> Path:
    with station(folder, "hue-2024") as here:
        listed = [MemberData("official", f"Người {n}", phone=f"09120000{n:02}", consent=True) for n in range(PEOPLE)]
        workflow.import_sample(here.admin, listed, "0" * 64)
        for serial in here.print(PEOPLE):
            workflow.receive(here.admin, serial)
        for serial in workflow.draw_recheck(here.admin, 7, number=2, minimum=0).serials:
            workflow.answer_recheck(here.admin, serial, Result.CONFIRMED)
        return here.path


def destroyed(path: Path, dies_at: int) -> bool:
    """Whether the process that destroys the links lived on: it kills itself at its statement ``dies_at``."""
    child = os.fork()
    if child == 0:
        try:
            with open_survey(path, "admin", PASSWORD) as survey:
                done = 0

                def count(*_: Any) -> None:
                    nonlocal done
                    done += 1
                    if done == dies_at:
                        os.kill(os.getpid(), signal.SIGKILL)

                event.listen(Engine, "before_cursor_execute", count)
                workflow.destroy_links(survey, "xong phúc tra", survey.about.number)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return not os.WIFSIGNALED(status)


def links(survey: OpenSurvey) -> tuple[int, int]:
    with survey.reading() as conn:
        return tuple(conn.execute(select(func.count()).select_from(t)).scalar() for t in (m.link, m.unlinked))  # type: ignore[return-value]


def test_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    path = prepared(tmp_path)
    held = set()
    for dies_at in range(1, MOST, 3):
        lived = destroyed(path, dies_at)
        with open_survey(path, "admin", PASSWORD) as survey:
            found = links(survey)
            held.add(found)
            assert found in ((PEOPLE, 0), (0, PEOPLE))
            assert queries.check_survey(survey).problems == ()
            if found == (0, PEOPLE):
                with pytest.raises(Refusal) as refused:  # which cleans out what the killed process left
                    workflow.destroy_links(survey, "xong phúc tra", survey.about.number)
                assert refused.value.code == "unlink.done"
                break
        assert not lived
    assert held == {(PEOPLE, 0), (0, PEOPLE)}
