"""``sipas move``: to a server and back by the command line alone."""

from __future__ import annotations

import pytest

from tests.cli.calls import Sipas
from tests.server import server, why_no_server

pytestmark = pytest.mark.skipif(bool(why_no_server()), reason=why_no_server() or "-")


def test_to_a_server_and_back(survey: Sipas) -> None:
    there, back = server().new_database(), survey.folder / "Về lại.sipas"
    assert there.password
    address = str(there).replace("@", f":{there.password}@", 1)
    before = survey.done("check", survey.survey)
    assert before["ok"]
    moved = survey.done("move", survey.survey, address)
    assert (moved["survey"], moved["head"], moved["already"]) == (str(there), before["head"], False)
    assert moved["facts"] == before["facts"] and there.password not in str(moved)
    assert survey.done("check", address) == before
    refused = survey("check", survey.survey)
    assert refused.code == 2 and str(there) in refused.line
    assert survey.done("move", address, back)["head"] == before["head"]
    assert survey.done("check", back) == before
    assert survey("check", address).code == 2
