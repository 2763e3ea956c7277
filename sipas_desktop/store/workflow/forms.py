"""A changed ballot form: it takes the place of one that nobody has printed, and stands beside one that was."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.sql import func

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.form_text import values_of, write
from sipas_desktop.domain.form_versions import due_version, other_meanings, says_the_same
from sipas_desktop.domain.plan_file import misfits
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.toml_reader import BadFile
from sipas_desktop.errors import Refusal, words
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.form_rows import current_sha, is_printed, of_code
from sipas_desktop.store.workflow.permission import acting, require


@dataclass(frozen=True)
class FormChange:
    """The version that is printed from now on, the one before it, and how many ballots that one has."""

    form: Form
    before: int
    ballots: int

    @property
    def copied(self) -> bool:
        """Whether the version before stays, since ballots are keyed on it."""
        return self.form.version != self.before

    def why(self, lang: str = "vi") -> str:
        """In one line what was done with the form and why."""
        said = "form.copied" if self.copied else "form.replaced"
        return words(said, lang, version=self.form.version, before=self.before, ballots=self.ballots)


def change_form(survey: OpenSurvey, source: str) -> FormChange:
    """Take the form in ``source`` (TOML) for the survey's form of the same code; its version is set here.

    Raises ``BadFile`` where the form has mistakes or does not fit the plan, and ``Refusal`` where the survey has no
    form of that code, nothing changed, or codes of a printed form would mean something else.
    """
    require(survey, Verb.CHANGE_FORM)
    asked = read_form(source, "form.toml")
    with acting(survey, Verb.CHANGE_FORM) as tx:
        known = survey.forms.current()
        held = current_sha(tx.conn, asked.code)
        if held is None:
            raise Refusal("form.unknown", found=asked.code, expected=" ".join(known))
        before = survey.forms[held]
        text = write({**values_of(source), "version": due_version(before.version, is_printed(tx.conn, held))})
        form = read_form(text, f"{asked.code}.toml")
        if says_the_same(form, before):
            raise Refusal("form.nothing_changed", form=form.code, version=before.version)
        if problems := misfits(survey.plan, {**known, form.code: form}):
            raise BadFile(f"{form.code}.toml", problems)
        printed = [survey.forms[sha] for sha in of_code(tx.conn, form.code) if is_printed(tx.conn, sha)]
        if others := other_meanings(form, printed):
            raise Refusal("form.other_meaning", questions=", ".join(others))
        _keep(tx, form)
        tx.append(FactKind.FORM_CHANGED, code=form.code, form=form.sha256, version=form.version, supersedes=held)
        ballots = _ballots(tx, held)
    return FormChange(form, before.version, ballots)


def _keep(tx: Transaction, form: Form) -> None:
    d = m.document.c
    if tx.conn.execute(select(d.sha256).where(d.sha256 == form.sha256)).first() is None:
        row = {"sha256": form.sha256, "kind": "form", "code": form.code, "source": form.source}
        tx.conn.execute(insert(m.document), row)


def _ballots(tx: Transaction, sha256: str) -> int:
    run = m.print_run.c
    published = select(func.sum(run["count"])).where(run.form == sha256, run.published.is_not(None))
    return tx.conn.execute(published).scalar() or 0
