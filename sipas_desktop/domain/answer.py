"""What one question of one ballot holds: a code, a number, a text, or one of the marks.

An answer is a pair (``value``, ``text``). ``value`` is what is stored, compared and counted; ``text`` is what
somebody wrote by hand, kept apart because it may name people. "Not yet keyed" is the absence of an answer and
has no value of its own. "Skipped" is no mark of the respondent: it follows from another answer of the same ballot
(``domain.skips``), so nobody keys it, and nobody can decide it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BLANK: Final = "."  # the respondent left it empty
NO_OPINION: Final = "0"  # the respondent ticked "no opinion / not used", where the form offers it
OVERMARKED: Final = "*"  # more marks than the question allows
ILLEGIBLE: Final = "?"  # something is there that nobody can read
WRITTEN: Final = "+"  # words instead of a code; they stand in ``text``
SKIPPED: Final = "-"  # another answer of the ballot leads past the question
JOIN: Final = ";"  # between the codes of a multiple choice

MARKS: Final = (BLANK, OVERMARKED, ILLEGIBLE)  # possible on every question, whatever its kind
RESERVED: Final = frozenset({BLANK, NO_OPINION, OVERMARKED, ILLEGIBLE, WRITTEN, SKIPPED, JOIN})


@dataclass(frozen=True)
class Answer:
    """One answer. ``text`` is given exactly where ``value`` is ``WRITTEN`` or an option that asks for words."""

    value: str
    text: str | None = None


def is_mark(value: str) -> bool:
    """Whether ``value`` says that there is no answer to count: blank, over-marked or illegible."""
    return value in MARKS
