"""A ballot's serial: 12 digits, the survey's number (5), the ballot's running number (6), a check digit (1).

Digits only, because input methods garble letters. The survey's number is random and comes first, so that the
serials of two communes do not collide when their surveys are merged. The check digit is Damm's (H. M. Damm,
"Total anti-symmetrische Quasigruppen", Marburg 2004): it catches every single wrong digit and every swap of two
neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from sipas_desktop.errors import Refusal

SURVEY_DIGITS: Final = 5
RUNNING_DIGITS: Final = 6
LENGTH: Final = SURVEY_DIGITS + RUNNING_DIGITS + 1
LAST_RUNNING: Final = 10**RUNNING_DIGITS - 1

# Damm's quasigroup of order 10: no digit but the right one ends at 0.
_DAMM: Final = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def check_digit(digits: str) -> str:
    """The digit that makes ``digits`` a valid serial when it is put behind them."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return str(interim)


def is_valid(serial: str) -> bool:
    """Whether ``serial`` has 12 digits and the right check digit."""
    return bool(re.fullmatch(rf"[1-9][0-9]{{{LENGTH - 1}}}", serial)) and check_digit(serial) == "0"


def make(survey_number: str, running: int) -> str:
    """The serial of the ballot with the number ``running`` (1 to 999999)."""
    if not 1 <= running <= LAST_RUNNING:
        raise Refusal("serial.none_left", last=LAST_RUNNING)
    body = f"{survey_number}{running:0{RUNNING_DIGITS}d}"
    return body + check_digit(body)


def running_number(serial: str) -> int:
    """The ballot's running number within its survey."""
    return int(serial[SURVEY_DIGITS:-1])


def show(serial: str) -> str:
    """The serial as people read it: "48213 000001 7"."""
    return f"{serial[:SURVEY_DIGITS]} {serial[SURVEY_DIGITS:-1]} {serial[-1]}"


def read(typed: str, survey_number: str) -> str:
    """The serial that somebody scanned or typed; spaces, dots and hyphens are skipped.

    The last 7 digits are enough: they are completed with ``survey_number``. Raises ``Refusal`` for a wrong length
    or a wrong check digit.
    """
    digits = re.sub(r"[\s.\-]", "", typed)
    if len(digits) == RUNNING_DIGITS + 1:
        digits = survey_number + digits
    if not re.fullmatch(rf"[0-9]{{{LENGTH}}}", digits):
        raise Refusal("serial.length", found=typed.strip()[:40], expected=LENGTH, short=RUNNING_DIGITS + 1)
    if not is_valid(digits):
        raise Refusal("serial.check_digit", found=show(digits))
    return digits


def ranges(serials: Iterable[str]) -> list[tuple[str, str, int]]:
    """``serials`` of one survey, in any order, as runs without a gap: first serial, last one, how many."""
    found: list[tuple[str, str, int]] = []
    for each in sorted(set(serials)):
        if found and running_number(each) == running_number(found[-1][1]) + 1:
            first, _, count = found[-1]
            found[-1] = (first, each, count + 1)
        else:
            found.append((each, each, 1))
    return found
