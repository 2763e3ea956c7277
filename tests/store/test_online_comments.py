"""Words of people who rate nothing: kept and listed with the comments, in no figure, and not twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import Filter
from sipas_desktop.store.workflow import OnlineAnswer
from tests.online import Day, online_answers
from tests.surveys import Station, copied_station


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Station]:
    """Đà Nẵng: online only, other people may comment."""
    with copied_station(tmp_path, "da-nang-2021") as here:
        yield here


def words(desk: Station, text: str, at: str = "2021-05-10") -> OnlineAnswer:
    """What somebody wrote who rates nothing."""
    (answer,) = online_answers(desk, [Day(at)])[1]
    return replace(answer, answers={"comment": Answer("+", text)}, comment=True)


def bring(desk: Station, *comments: str) -> None:
    """One answer that rates, and ``comments``."""
    told, answers = online_answers(desk, [Day("2021-05-10", "5")])
    answers += [words(desk, text) for text in comments]
    workflow.import_online(desk.admin, replace(told, rows=len(answers)), answers)


def test_they_are_listed_and_in_no_figure(desk: Station) -> None:
    bring(desk, "Chờ lâu", "Chờ lâu", "Cảm ơn")
    found = queries.figures(desk.admin)
    assert (found.ballots.valid, found.ballots.settled, found.ballots.online, found.index) == (1, 1, 1, 100)
    assert all(question.answered + question.blank in (0, 1) for question in found.questions)
    assert queries.figures(desk.admin, Filter(channel=queries.ballots(desk.admin)[0].channel)).ballots.settled == 1
    assert len(queries.records(desk.admin)) == 1
    ledger = queries.ledger(desk.admin)
    assert (ledger.online, ledger.comments, ledger.printed) == (1, 3, 0)
    process = queries.process(desk.admin)
    assert (process.comments, process.only_comments, process.online) == (0, 3, 1)
    assert sorted(each.text for each in queries.comments(desk.admin, "comment")) == ["Chờ lâu", "Chờ lâu", "Cảm ơn"]
    assert sum(line.online for line in queries.reached(desk.admin) if line.per == "group") == 1
    (source,) = queries.online_sources(desk.admin)
    assert (source.rows, source.added, source.comments) == (4, 1, 3)
    assert queries.check_survey(desk.admin).problems == ()


def test_what_tells_the_same_words_is_known(desk: Station) -> None:
    bring(desk, "Chờ lâu", "Chờ lâu", "Cảm ơn")
    held = queries.online_held(desk.admin, "HueS").held.comments
    assert held is not None
    assert sorted(count for count in held.values()) == [1, 2]
    assert {key[1:] for key in held} == {("Chờ lâu",), ("Cảm ơn",)}
    assert queries.online_held(desk.admin, "Nguồn khác").held.comments == {}


@pytest.mark.parametrize("lie", ["rates", "no words", "dossier", "miscounted"])
def test_the_check_takes_words_only(desk: Station, lie: str) -> None:
    """What the workflow does not write: a comment that rates, or has a dossier, or is counted as an answer."""
    append = workflow.online.Transaction.append

    def lying(tx: workflow.online.Transaction, kind: FactKind, /, *about: str, **said: object) -> object:
        if kind == FactKind.ONLINE_ANSWERED and "comment" in said:
            if lie == "rates":
                code = next(iter(desk.admin.forms.values())).rated[0].code
                said["answers"] = {code: {"value": "5"}}
            elif lie == "no words":
                said["answers"] = {}
            elif lie == "dossier":
                said["dossier"] = tx.personal("H1")
        if kind == FactKind.ONLINE_IMPORTED and lie == "miscounted":
            del said["comments"]
            said["added"] = 2
        return append(tx, kind, *about, **said)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workflow.online.Transaction, "append", lying)
        bring(desk, "Chờ lâu")
    assert "check.illegal" in {code for code, _ in queries.check_survey(desk.admin).problems}
