"""Random operators on random ballots, beside a simple model of what keying promises.

The model knows nothing of facts and tables: per ballot two passes with a person and answers, and decisions. It says of
each verb whether it must happen; after each step what is stored, and how the ballot stands, must be what it says.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import Pass, State, keying_state
from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.ballot_rows import answers, find_ballot, keyings
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow import Keying
from tests.surveys import CHEAP, PASSWORD, Station, opened_station, station

PEOPLE = {
    "Lan": {"keyer"}, "Mai": {"keyer"}, "Tâm": {"keyer", "adjudicator"}, "Hòa": {"adjudicator"}, "Hà": {"office"},
}  # fmt: skip
BALLOTS = 2
QUESTIONS = ("procedure", "unit", "Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "overall", "comment")
RATED = QUESTIONS[2:9]
LEVELS = ("1", "4", "5", ".", "*")
REASON = "xem phiếu"

people = st.sampled_from(sorted(PEOPLE))
ballots = st.integers(0, BALLOTS - 1)
passes = st.sampled_from((1, 2))
rated = st.sampled_from(RATED)
levels = st.sampled_from(LEVELS)


@dataclass
class OnePass:
    """Who keys it, what is keyed so far (with a number that tells an answer from the same one given again)."""

    who: str
    keying: Keying
    answers: dict[str, tuple[str, int]] = field(default_factory=dict)
    complete: bool = False


@dataclass
class Paper:
    """One ballot as the model sees it. ``decided``: question and the two answers → value; ``had_part``: for ever."""

    serial: str
    passes: dict[int, OnePass] = field(default_factory=dict)
    decided: dict[tuple[str, tuple[str, int], tuple[str, int]], str] = field(default_factory=dict)
    deciders: set[str] = field(default_factory=set)

    @property
    def keyers(self) -> set[str]:
        return {each.who for each in self.passes.values()}

    @property
    def both(self) -> bool:
        return len(self.passes) == 2 and all(each.complete for each in self.passes.values())

    def pair(self, question: str) -> tuple[str, tuple[str, int], tuple[str, int]]:
        return question, self.passes[1].answers[question], self.passes[2].answers[question]

    def open(self) -> list[str]:
        """The questions that wait for a decision."""
        pairs = [self.pair(question) for question in QUESTIONS]
        return [question for question, a, b in pairs if a[0] != b[0] and (question, a, b) not in self.decided]

    @property
    def state(self) -> State:
        how = {n: Pass.COMPLETE if each.complete else Pass.OPEN for n, each in self.passes.items()}
        settled = self.both and not self.open()
        return keying_state(how.get(1, Pass.NONE), how.get(2, Pass.NONE), settled=settled)

    def settled(self) -> dict[str, str]:
        found = {}
        for question in QUESTIONS:
            pair = self.pair(question)
            found[question] = self.decided.get(pair, pair[1][0])
        return found


def tried(verb: Callable[[], Keying]) -> Keying | None:
    """What ``verb`` gives; None where it is refused."""
    try:
        return verb()
    except Refusal:
        return None


def happens(verb: Callable[[], object]) -> bool:
    """Whether ``verb`` is not refused."""
    try:
        verb()
    except Refusal:
        return False
    return True


class KeyingModel(RuleBasedStateMachine):
    """``template``: a survey with ballots that came back, and nothing keyed."""

    template: Path

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        for file in self.template.parent.iterdir():
            shutil.copy(file, self.folder)
        self.desk: Station = opened_station(self.folder / self.template.name)
        self.papers = [Paper(ballot.serial) for ballot in queries.ballots(self.desk.admin)]
        self.given = 0

    def teardown(self) -> None:
        found = queries.check_survey(self.desk.admin)
        assert found.problems == ()
        self.desk.close()
        shutil.rmtree(self.folder)

    def new(self, value: str) -> tuple[str, int]:
        self.given += 1
        return value, self.given

    def may_start(self, who: str, paper: Paper, number: int) -> bool:
        """Whether ``who`` may begin a pass that nobody has begun."""
        others = who in paper.keyers | paper.deciders
        ready = number == 1 or (1 in paper.passes and paper.passes[1].complete)
        return "keyer" in PEOPLE[who] and not others and ready

    # -- verbs ----------------------------------------------------------------------------------------------

    @rule(who=people, at=ballots, number=passes)
    def start(self, who: str, at: int, number: int) -> None:
        paper = self.papers[at]
        own = paper.passes.get(number)
        may = own.who == who and not own.complete if own is not None else self.may_start(who, paper, number)
        keying = tried(lambda: workflow.start_keying(self.desk[who], paper.serial, number))
        assert (keying is not None) == may
        if keying is None:
            return
        if own is None:
            paper.passes[number] = OnePass(who, keying)
            assert keying.answers == {}
        else:
            own.keying = keying
            assert {code: each.value for code, each in keying.answers.items()} == {
                code: value for code, (value, _) in own.answers.items()
            }

    @rule(who=people, at=ballots, number=passes, question=rated, value=levels)
    def answer(self, who: str, at: int, number: int, question: str, value: str) -> None:
        own = self.papers[at].passes.get(number)
        if own is None:
            return
        may = own.who == who and not own.complete
        assert happens(lambda: workflow.record_answer(self.desk[who], own.keying, question, Answer(value))) == may
        if not may:
            return
        own.answers[question] = self.new(value)

    @rule(at=ballots, number=passes, question=rated, value=st.sampled_from(("6", "4;5", "a", "", "-")))
    def answer_badly(self, at: int, number: int, question: str, value: str) -> None:
        own = self.papers[at].passes.get(number)
        if own is not None:
            with pytest.raises(Refusal):
                workflow.record_answer(self.desk[own.who], own.keying, question, Answer(value))

    @rule(at=ballots, number=passes, value=levels, changed=st.dictionaries(rated, levels, max_size=2))
    def answer_the_rest(self, at: int, number: int, value: str, changed: dict[str, str]) -> None:
        own = self.papers[at].passes.get(number)
        if own is None or own.complete:
            return
        for question in QUESTIONS:
            if question not in own.answers:
                given = changed.get(question, "4") if question in RATED else "."
                workflow.record_answer(self.desk[own.who], own.keying, question, Answer(given))
                own.answers[question] = self.new(given)

    @rule(who=people, at=ballots, number=passes, question=rated)
    def undo(self, who: str, at: int, number: int, question: str) -> None:
        own = self.papers[at].passes.get(number)
        if own is None:
            return
        may = own.who == who and not own.complete
        assert happens(lambda: workflow.take_back_answer(self.desk[who], own.keying, question)) == may
        if not may:
            return
        own.answers.pop(question, None)

    @rule(who=people, at=ballots, number=passes)
    def complete(self, who: str, at: int, number: int) -> None:
        own = self.papers[at].passes.get(number)
        if own is None:
            return
        may = own.who == who and not own.complete and own.answers.keys() == set(QUESTIONS)
        assert happens(lambda: workflow.complete_keying(self.desk[who], own.keying)) == may
        if not may:
            return
        own.complete = True

    @rule(who=people, at=ballots, number=passes, changed=st.dictionaries(rated, levels, max_size=2))
    def whole_pass(self, who: str, at: int, number: int, changed: dict[str, str]) -> None:
        """All of a pass at once, as from a file; her own complete one with the same values is no fault."""
        paper = self.papers[at]
        given = {question: changed.get(question, "4") if question in RATED else "." for question in QUESTIONS}
        own = paper.passes.get(number)
        if own is None:
            may = self.may_start(who, paper, number)
        elif own.complete:
            may = own.who == who and {code: value for code, (value, _) in own.answers.items()} == given
        else:
            may = own.who == who
        values = {code: Answer(value) for code, value in given.items()}
        assert happens(lambda: workflow.key_ballot(self.desk[who], paper.serial, number, values)) == may
        if not may or (own is not None and own.complete):
            return
        if own is None:
            with self.desk[who].reading() as conn:
                started = keyings(conn, paper.serial)[number].started
                ref = ref_of(conn, started)
            form = next(iter(self.desk.admin.forms.values()))
            about = Keying(paper.serial, number, form.sha256, form.questions, {}, "L1", None, started, ref)
            own = paper.passes[number] = OnePass(who, about)
        own.answers = {code: self.new(value) for code, value in given.items()}
        own.complete = True

    @rule(who=people, at=ballots, number=passes)
    def reopen(self, who: str, at: int, number: int) -> None:
        paper = self.papers[at]
        own = paper.passes.get(number)
        may = own is not None and own.who == who and own.complete
        keying = tried(lambda: workflow.reopen_keying(self.desk[who], paper.serial, number))
        assert (keying is not None) == may
        if keying is not None and own is not None:
            own.keying, own.complete = keying, False

    @rule(who=people, at=ballots, question=rated, value=levels, reason=st.sampled_from(("", REASON)))
    def adjudicate(self, who: str, at: int, question: str, value: str, reason: str) -> None:
        paper = self.papers[at]
        if paper.both and paper.open() and value != "*":  # else chance seldom hits one
            question = paper.open()[0]
        may = "adjudicator" in PEOPLE[who] and paper.both and who not in paper.keyers
        before = None
        if may:
            pair = paper.pair(question)
            before = paper.decided.get(pair)
            may = pair[1][0] != pair[2][0] or before is not None
            if before != value:
                third = value not in (pair[1][0], pair[2][0])
                may = may and (bool(reason) or not (third or paper.state is State.SETTLED))
        assert (
            happens(lambda: workflow.adjudicate(self.desk[who], paper.serial, question, Answer(value), reason)) == may
        )
        if not may:
            return
        if before != value:
            paper.decided[paper.pair(question)] = value
            paper.deciders.add(who)

    # -- what always holds ----------------------------------------------------------------------------------

    @invariant()
    def the_file_says_what_was_done(self) -> None:
        if not hasattr(self, "papers"):
            return
        with self.desk.admin.reading() as conn:
            for paper in self.papers:
                row = find_ballot(conn, paper.serial)
                assert row is not None
                assert row.state is paper.state
                held = keyings(conn, paper.serial)
                assert {n: each.operator for n, each in held.items()} == {n: p.who for n, p in paper.passes.items()}
                for number, each in held.items():
                    stored = {code: found.answer.value for code, found in answers(conn, each.started).items()}
                    own = paper.passes[number]
                    assert stored == {code: value for code, (value, _) in own.answers.items()}
                    assert (each.completed is not None) == own.complete

    @invariant()
    def one_person_has_one_part(self) -> None:
        for paper in getattr(self, "papers", ()):
            assert len(paper.keyers) == len(paper.passes)
            assert not paper.keyers & paper.deciders

    @invariant()
    def what_is_settled_is_agreed_or_decided(self) -> None:
        if not hasattr(self, "papers"):
            return
        held = {record.serial: dict(record.values) for record in queries.records(self.desk.admin)}
        due = {paper.serial: paper.settled() for paper in self.papers if paper.state is State.SETTLED}
        assert held.keys() == due.keys()
        for serial, values in due.items():
            assert {code: held[serial][code] for code in RATED} == {code: values[code] for code in RATED}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        with station(tmp_path_factory.mktemp("model")) as desk:
            for name in PEOPLE.keys() - {"Lan", "Mai", "Hòa", "Hà"}:
                workflow.add_operator(desk.admin, name, sorted(PEOPLE[name]), PASSWORD)
            desk.received(BALLOTS)
            path = desk.path
        yield path


def test_random_operators_never_get_past_the_rules(template: Path) -> None:
    KeyingModel.template = template
    run_state_machine_as_test(KeyingModel, settings=settings(max_examples=25, stateful_step_count=60))


def test_the_model_sees_a_rule_that_is_gone(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    KeyingModel.template = template
    monkeypatch.setattr("sipas_desktop.store.workflow.keying._refuse_start", lambda *asked: None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(KeyingModel, settings=settings(phases=[Phase.generate]))
