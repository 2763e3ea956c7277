"""Forms in editing that nobody has saved, kept among the person's own data until they are saved or thrown away.

A form holds nothing about anybody, so its text lies there as it is, beside who left it and when.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from sipas_desktop.beside import beside
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_edit import Draft, Edits, draft_of
from sipas_desktop.domain.form_versions import meaning_problems
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.plan_file import misfits
from sipas_desktop.domain.toml_reader import Problem
from sipas_desktop.errors import Refusal, system_detail
from sipas_desktop.paths import own_data


@dataclass(frozen=True)
class Unsaved:
    """A form as somebody left it: its file, ``by`` whom, when (``at``: ISO 8601, UTC), and with what it ``began``."""

    text: str
    by: str
    at: str
    began: str  # the SHA-256 of the survey's form then

    @property
    def draft(self) -> Draft:
        """The form in editing."""
        return draft_of(self.text)


@dataclass
class Held:
    """A form in editing and the form that the survey has."""

    saved: Form
    edits: Edits
    began: str  # the SHA-256 of the form with which the editing began
    offer: Unsaved | None = None  # left here unsaved, and nobody has decided on it yet
    printed: tuple[Form, ...] = ()  # the versions that ballots were printed of
    typed: Draft | None = None  # with what stands in a field that is not left yet

    @property
    def differs(self) -> bool:
        """Whether there is something to save."""
        return self.edits.now.values != draft_of(self.saved.source).values

    def faults(self, plan: Plan, forms: Mapping[str, Form]) -> tuple[Problem, ...]:
        """What is to be mended before saving: mistakes, and what printed ballots and ``plan`` do not allow."""
        checked = self.edits.now.checked
        if checked.form is None:
            return checked.errors
        others = {**forms, self.saved.code: checked.form}
        return (*meaning_problems(checked.form, self.printed), *misfits(plan, others))

    @property
    def stays(self) -> bool:
        """Whether the survey's form stays as it is, and what is saved is its next version."""
        return any(form.sha256 == self.saved.sha256 for form in self.printed)


def begun(form: Form) -> Held:
    """An editing that begins with the survey's ``form``."""
    return Held(form, Edits((draft_of(form.source),)), form.sha256)


def leave(survey: str, form: str, held: Held, operator: str) -> None:
    """Keeps what is not saved of the form with that code, of the survey with that id; drops what is no longer needed.

    Raises ``Refusal`` where it cannot be written.
    """
    draft, out = held.typed or held.edits.now, _file(survey, form)
    try:
        if draft.values == draft_of(held.saved.source).values:
            out.unlink(missing_ok=True)
            return
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal("file.cannot_write", file=out, detail=system_detail(error)) from error
    at = datetime.datetime.now(datetime.UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    with beside(out) as part:
        said = asdict(Unsaved(draft.text, operator, at, held.began))
        part.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def kept(survey: str, form: str) -> Unsaved | None:
    """What is kept; None where nothing is, or nothing that can be read."""
    try:
        unsaved = Unsaved(**json.loads(_file(survey, form).read_text(encoding="utf-8")))
        draft_of(unsaved.text)
    except (OSError, ValueError, TypeError):
        return None
    return unsaved


def _file(survey: str, form: str) -> Path:
    name = hashlib.sha256(f"{survey}/{form}".encode()).hexdigest()[:32]
    return own_data() / "forms" / f"{name}.json"
