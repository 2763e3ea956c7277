"""Operator figures from a survey: what was typed and when, what was decided, and who may know it when."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.operator_figures import ErrorRate, Mistaken, OperatorFigures, Straight
from sipas_desktop.errors import Refusal
from sipas_desktop.store import facts, queries, workflow
from sipas_desktop.store.database import OpenSurvey
from tests.store.test_skips import PAID, WHOLE_ANSWERS
from tests.store.test_skips import whole as whole  # the survey whose form has everything
from tests.surveys import Station

RATED = ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "overall")
FIELDS = 10  # of a ballot of the small form: unit, procedure, seven rated questions, comment


class Clock:
    """The station's clock, moved by hand."""

    def __init__(self) -> None:
        self.at = datetime.datetime(2024, 10, 1, 8, 59, 30, tzinfo=datetime.UTC)

    def now(self, zone: datetime.tzinfo) -> datetime.datetime:
        return self.at.astimezone(zone)

    def wait(self, seconds: float) -> None:
        self.at += datetime.timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    here = Clock()
    monkeypatch.setattr(facts, "datetime", SimpleNamespace(datetime=here, UTC=datetime.UTC))
    return here


def of(survey: OpenSurvey, name: str) -> OperatorFigures:
    return next(each for each in queries.operator_figures(survey) if each.name == name)


def levels(text: str) -> dict[str, str]:
    return dict(zip(RATED, text, strict=True))


def decide(desk: Station, serial: str, right: dict[str, str]) -> None:
    """Hòa settles all that differs on ``serial``."""
    for each in queries.open_discrepancies(desk["Hòa"]):
        if each.serial == serial:
            workflow.adjudicate(desk["Hòa"], serial, each.question, Answer(right[each.question]), "trên phiếu là thế")


def test_keys_times_and_corrections(desk: Station, clock: Clock) -> None:
    (serial,) = desk.received(1)
    lan = desk["Lan"]
    keying = workflow.start_keying(lan, serial, 1)
    for code, answer in desk.answers().items():
        clock.wait(2.5)
        workflow.record_answer(lan, keying, code, answer)
    clock.wait(3)
    workflow.record_answer(lan, keying, "Q2", Answer("5"))
    clock.wait(61)  # a pause
    workflow.record_answer(lan, keying, "Q3", Answer("5"))
    clock.wait(20)
    workflow.record_answer(lan, keying, "comment", Answer("+", "chờ lâu"))
    clock.wait(1)
    workflow.complete_keying(lan, keying)
    found = of(desk.admin, "Lan")
    assert (found.ballots, found.fields, found.corrections) == (1, FIELDS, 3)
    assert found.keystrokes == FIELDS + 2 + len("chờ lâu") + 1
    assert found.seconds == pytest.approx(FIELDS * 2.5 + 3 + 20)
    assert found.keystrokes_an_hour is None  # less than a minute of work
    clock.wait(30)
    (other,) = desk.received(1)
    keying = workflow.start_keying(lan, other, 1)
    clock.wait(2)
    workflow.record_answer(lan, keying, "Q1", Answer("5"))
    found = of(desk.admin, "Lan")
    typed = FIELDS + 1 + len("chờ lâu") + 1 + 1  # how long what came after the pause took, nobody knows
    assert found.keystrokes_an_hour == pytest.approx(typed * 3600 / (FIELDS * 2.5 + 3 + 20 + 1 + 30 + 2))


def test_a_ballot_from_a_file_took_no_time(desk: Station, clock: Clock) -> None:
    for serial in desk.received(9):
        clock.wait(10)
        desk.key("Lan", 1, serial)
    found = of(desk.admin, "Lan")
    assert (found.ballots, found.fields, found.seconds, found.keystrokes_an_hour) == (9, 9 * FIELDS, 0, None)


def test_two_stations_keep_their_own_time(desk: Station, clock: Clock) -> None:
    """Two keyers type by turns: the time between two keys of one is not cut by the other's."""
    one, two = desk.received(2)
    keyings = {"Lan": workflow.start_keying(desk["Lan"], one, 1), "Mai": workflow.start_keying(desk["Mai"], two, 1)}
    for code, answer in desk.answers().items():
        for name, keying in keyings.items():
            clock.wait(4)
            workflow.record_answer(desk[name], keying, code, answer)
    assert of(desk.admin, "Lan").seconds == pytest.approx(4 + 8 * (FIELDS - 1))
    assert of(desk.admin, "Mai").seconds == pytest.approx(8 * FIELDS)


def test_errors_are_what_the_adjudicator_decided_against_her(desk: Station) -> None:
    agreed, differing, waiting = desk.received(3)
    for serial in (agreed, differing, waiting):
        desk.key("Lan", 1, serial, Q1="4", Q2="5")
        desk.key("Mai", 2, serial, **({} if serial == agreed else {"Q1": "5"}), Q2="5")
    decide(desk, differing, {"Q1": "5"})
    lan, mai = of(desk.admin, "Lan"), of(desk.admin, "Mai")
    assert lan.rate == ErrorRate(1, 2 * FIELDS)  # what nobody has decided yet counts on neither side
    assert mai.rate == ErrorRate(0, 2 * FIELDS)
    assert lan.mistaken == (Mistaken("4", "5", 1),)
    assert [(each.form, each.question, each.rate) for each in lan.questions] == [("phieu", "Q1", ErrorRate(1, 2))]
    decide(desk, waiting, {"Q1": "1"})  # neither was right
    assert of(desk.admin, "Lan").mistaken == (Mistaken("4", "1", 1), Mistaken("4", "5", 1))
    assert of(desk.admin, "Mai").mistaken == (Mistaken("5", "1", 1),)


def test_a_decision_that_is_corrected_counts_as_it_stands(desk: Station) -> None:
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial, Q1="4")
    desk.key("Mai", 2, serial, Q1="5")
    decide(desk, serial, {"Q1": "4"})
    workflow.adjudicate(desk["Hòa"], serial, "Q1", Answer("5"), "xem lại phiếu")
    assert (of(desk.admin, "Lan").rate.errors, of(desk.admin, "Mai").rate.errors) == (1, 0)
    workflow.reopen_keying(desk["Lan"], serial, 1)
    desk.key("Lan", 1, serial, Q1="5")  # she saw it herself: now both agree, and the decision is no more
    assert of(desk.admin, "Lan").rate == ErrorRate(0, FIELDS)
    assert of(desk.admin, "Lan").corrections == FIELDS  # the file that was keyed again gave all of them anew


def test_words_that_differ_are_one_error_and_no_pair(desk: Station) -> None:
    (serial,) = desk.received(1)
    for name, number, text in (("Lan", 1, "chờ lâu"), ("Mai", 2, "chờ lau")):
        workflow.key_ballot(desk[name], serial, number, desk.answers() | {"comment": Answer("+", text)})
    workflow.adjudicate(desk["Hòa"], serial, "comment", Answer("+", "chờ lâu"))
    mai = of(desk.admin, "Mai")
    assert (mai.rate.errors, mai.mistaken, of(desk.admin, "Lan").rate.errors) == (1, (), 0)


def test_row_shifts_and_straight_lines(desk: Station) -> None:
    shifted, straight, honest = desk.received(3)
    right = levels("5432154")
    desk.key("Lan", 1, shifted, **levels("5543215"))
    desk.key("Mai", 2, shifted, **right)
    decide(desk, shifted, right)
    mixed = levels("4444434")
    desk.key("Lan", 1, straight, **levels("4444444"))
    desk.key("Mai", 2, straight, **mixed)
    decide(desk, straight, mixed)
    desk.key("Lan", 1, honest, **levels("3333333"))  # the respondent's own
    desk.key("Mai", 2, honest, **levels("3333333"))
    lan, mai = of(desk.admin, "Lan"), of(desk.admin, "Mai")
    assert (lan.row_shifts, mai.row_shifts) == (1, 0)
    assert lan.straight == Straight(3, keyed=2, settled=1)
    assert mai.straight == Straight(3, keyed=1, settled=1)


def test_what_was_skipped_counts_on_neither_side(whole: Station) -> None:
    (serial,) = whole.received(1)
    workflow.key_ballot(whole["Lan"], serial, 1, WHOLE_ANSWERS | PAID)  # wrong: skips two
    workflow.key_ballot(whole["Mai"], serial, 2, WHOLE_ANSWERS)
    workflow.adjudicate(whole["Hòa"], serial, "paid", Answer("1"))
    for each in queries.open_discrepancies(whole["Hòa"]):
        workflow.adjudicate(whole["Hòa"], serial, each.question, WHOLE_ANSWERS[each.question])
    lan, mai = of(whole.admin, "Lan"), of(whole.admin, "Mai")
    assert mai.rate == ErrorRate(0, len(WHOLE_ANSWERS))
    assert lan.rate == ErrorRate(1, len(WHOLE_ANSWERS) - 2)
    assert lan.mistaken == (Mistaken("2", "1", 1),)
    assert lan.fields == len(WHOLE_ANSWERS) - 2


@pytest.fixture
def compared(desk: Station) -> Station:
    """Two ballots, settled; Lan was wrong on one of them."""
    for serial in desk.received(2):
        desk.key("Lan", 1, serial, Q1="4")
        desk.key("Mai", 2, serial, Q1="5")
        decide(desk, serial, {"Q1": "5"})
    return desk


def test_her_own_errors_wait_until_the_batch_is_closed(compared: Station) -> None:
    mine = queries.own_figures(compared["Lan"])
    assert (mine.name, mine.ballots, mine.rate) == ("Lan", 2, ErrorRate(0, 0))
    assert of(compared.admin, "Lan").rate == ErrorRate(2, 2 * FIELDS)
    workflow.close_batch(compared.admin, "L1")
    assert queries.own_figures(compared["Lan"]) == of(compared.admin, "Lan")


def test_a_lead_who_keyed_waits_as_well(compared: Station) -> None:
    workflow.set_roles(compared.admin, "Lan", ["keyer", "adjudicator"])
    assert [each.rate for each in queries.operator_figures(compared["Lan"])] == [ErrorRate(0, 0)] * 2
    workflow.close_batch(compared.admin, "L1")
    assert [each.rate.errors for each in queries.operator_figures(compared["Lan"])] == [2, 0]


def test_nobody_else_hears_of_her(compared: Station) -> None:
    for name in ("Lan", "Giám sát"):
        with pytest.raises(Refusal) as caught:
            queries.operator_figures(compared[name])
        assert caught.value.code == "operators.not_allowed"


def test_a_keyer_who_has_not_begun(desk: Station) -> None:
    assert queries.own_figures(desk["Mai"]).fields == 0
    assert queries.operator_figures(desk.admin) == ()
