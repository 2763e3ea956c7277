"""Two versions of a ballot form: what they may differ in while ballots of both are counted together.

Questions of one code are one question in every file and figure. So a version may say it in other words, print its
levels the other way round, drop it or have new ones; but where ballots were printed, an answer's code must go on to
mean what it meant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sipas_desktop.domain.form import Form, Question
from sipas_desktop.domain.toml_reader import Problem


def due_version(version: int, printed: bool) -> int:
    """The version that follows: a form that nobody has seen on paper is replaced, another one stays beside it."""
    return version + 1 if printed else version


def says_the_same(one: Form, other: Form) -> bool:
    """Whether the two differ in nothing but their version and the way that their files are written."""
    return replace(one, version=1, source="", sha256="") == replace(other, version=1, source="", sha256="")


def other_meanings(form: Form, printed: Iterable[Form]) -> tuple[str, ...]:
    """The codes of questions of ``form`` whose answers would mean something else than on one of the ``printed``."""
    found: dict[str, None] = {}
    for before in printed:
        for question in form.questions:
            earlier = before.by_code.get(question.code)
            if earlier is not None and not _means_the_same(earlier, question):
                found[question.code] = None
    return tuple(found)


def meaning_problems(form: Form, printed: Iterable[Form]) -> tuple[Problem, ...]:
    """The same as messages at the questions; of a repeated one once."""
    return tuple(
        Problem("", code, "form.other_meaning", (("questions", code),))
        for code in other_meanings(form, printed)
        if form.by_code[code].turn <= 1
    )


def _means_the_same(before: Question, now: Question) -> bool:
    if before.kind is not now.kind:
        return False
    if before.scale is not None and now.scale is not None:  # a "no opinion" box may come: it is in no denominator
        return before.scale.levels == now.scale.levels
    labels = {option.code: option.label for option in before.options}
    return all(labels.get(option.code, option.label) == option.label for option in now.options)
