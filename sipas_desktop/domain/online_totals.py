"""Totals of an online source that gives no single answers: what such numbers can be."""

from __future__ import annotations

from collections.abc import Mapping

from sipas_desktop.domain.form import Form


def are_counts(form: Form, answers: int, counts: Mapping[str, Mapping[str, int]]) -> bool:
    """Whether ``counts`` (rated question → level → answers) can be counts of so many ``answers`` on ``form``."""
    rated = {question.code: question for question in form.rated}
    for code, by_level in counts.items():
        scale = rated[code].scale if code in rated else None
        if scale is None or not by_level.keys() <= {level.code for level in scale.levels}:
            return False
        if any(type(n) is not int or n < 0 for n in by_level.values()) or sum(by_level.values()) > answers:
            return False
    return type(answers) is int and answers > 0
