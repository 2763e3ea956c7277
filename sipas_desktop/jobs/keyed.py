"""Keying, adjudicating and receiving from files: the file is looked over first, then line by line.

One line, one transaction; so an interrupted run is simply run again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import OF_THE_MACHINE, Damaged, Refusal
from sipas_desktop.exchange.keyed_file import Decision, KeyedBallot, read_decisions, read_keyed
from sipas_desktop.jobs.catalogues import catalogue_names
from sipas_desktop.jobs.progress import Progress
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey

Line = TypeVar("Line")


@dataclass(frozen=True)
class RefusedLine:
    """A line that the workflow refused."""

    serial: str
    refusal: Refusal


@dataclass(frozen=True)
class Bulk:
    """What a bulk verb did: ``done`` lines now, ``already`` before, the rest ``refused``."""

    done: int
    already: int
    settled: int
    refused: tuple[RefusedLine, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing was done and nothing had been done before."""
        return not self.done and not self.already


def key_file(survey: OpenSurvey, path: Path, pass_no: int, form: Form, progress: Progress | None = None) -> Bulk:
    """Key one whole pass from ``path``; of the third pass what is sent back, whatever else the file has.

    Raises ``Refusal`` before the first ballot where the operator's role or the file is at fault.
    """
    workflow.require(survey, Verb.KEY)
    batches_with_unit = any(batch.unit for batch in queries.batches(survey))
    given = frozenset(question.code for question in form.questions if question.kind is Kind.UNIT)
    optional = given if batches_with_unit else frozenset()
    keyed = read_keyed(path, form, _catalogues(survey), optional, partial=pass_no == 3)

    def key(each: KeyedBallot) -> tuple[bool, bool]:
        return workflow.key_ballot(survey, each.serial_text, pass_no, each.answers), False

    return line_by_line(keyed, key, progress)


def adjudicate_file(survey: OpenSurvey, path: Path, form: Form, progress: Progress | None = None) -> Bulk:
    """Make the decisions in ``path``. Raises ``Refusal`` as ``key_file`` does."""
    workflow.require(survey, Verb.ADJUDICATE)

    def decide(each: Decision) -> tuple[bool, bool]:
        decided = workflow.adjudicate(survey, each.serial_text, each.question, each.answer, each.reason)
        return decided.new, decided.settled

    return line_by_line(read_decisions(path, form, _catalogues(survey)), decide, progress)


def decide_spellings(survey: OpenSurvey, fields: Sequence[tuple[str, str]], progress: Progress | None = None) -> Bulk:
    """Take as equal, one by one, the ``fields`` (serial, question) whose keyings differ only in spelling.

    An interrupted run is simply run again. Raises ``Refusal`` before the first one for a wrong role.
    """
    workflow.require(survey, Verb.ADJUDICATE)

    def decide(field: tuple[str, str]) -> tuple[bool, bool]:
        decided = workflow.adjudicate_spelling(survey, *field)
        return decided.new, decided.settled

    return line_by_line(fields, decide, progress)


def send_back(survey: OpenSurvey, typed: Sequence[str], progress: Progress | None = None) -> Bulk:
    """Send ballots back to a third clerk. Raises ``Refusal`` before the first one for a wrong role."""
    workflow.require(survey, Verb.ASK_REKEYING)

    def ask(each: str) -> tuple[bool, bool]:
        try:
            workflow.ask_rekeying(survey, each)
        except Refusal as refusal:
            if refusal.code == "rekeying.asked":
                return False, False  # done before
            raise
        return True, False

    return line_by_line(typed, ask, progress)


def withdraw_all(survey: OpenSurvey, typed: Sequence[str], progress: Progress | None = None) -> Bulk:
    """Withdraw what was sent back, where nobody has begun. Raises ``Refusal`` as ``send_back`` does."""
    workflow.require(survey, Verb.ASK_REKEYING)

    def withdraw(each: str) -> tuple[bool, bool]:
        workflow.withdraw_rekeying(survey, each)
        return True, False

    return line_by_line(typed, withdraw, progress)


def receive_all(
    survey: OpenSurvey,
    typed: Sequence[str],
    *,
    channel: str | None = None,
    batch: str | None = None,
    reason: str | None = None,
    progress: Progress | None = None,
) -> Bulk:
    """Receive many ballots. Raises ``Refusal`` before the first one for a wrong role, channel or reason."""
    workflow.check_receipt(survey, channel, batch, reason)

    def receive(each: str) -> tuple[bool, bool]:
        received = workflow.receive(survey, each, channel=channel, batch=batch, reason=reason, again=True)
        return received.new, False

    return line_by_line(typed, receive, progress)


def _catalogues(survey: OpenSurvey) -> dict[str, frozenset[str]]:
    return {kind: frozenset(names) for kind, names in catalogue_names(survey).items()}


def line_by_line(lines: Sequence[Line], act: Callable[[Line], tuple[bool, bool]], progress: Progress | None) -> Bulk:
    """``act`` on each line; it returns (whether that was new, whether it settled a ballot)."""
    done = settled = 0
    refused = []
    for number, line in enumerate(lines, start=1):
        try:
            new, settles = act(line)
            done += new
            settled += settles
        except Refusal as refusal:
            # A full disk stops the work here; run again, it goes on with the line that it could not write.
            if isinstance(refusal, Damaged) or refusal.code in OF_THE_MACHINE:
                raise
            refused.append(RefusedLine(_serial(line), refusal))
        if progress:
            progress(number, len(lines))
    return Bulk(done, len(lines) - done - len(refused), settled, tuple(refused))


def _serial(line: object) -> str:
    if isinstance(line, tuple):
        line = line[0]
    return line if isinstance(line, str) else str(getattr(line, "serial_text", ""))
