"""A ballot's serial: 12 digits, the survey's number (5), the ballot's running number (6), a check digit (1).

Digits only, because input methods garble letters. The survey's number is random and comes first, so that the
serials of two communes do not collide when their surveys are merged. The check digit is Damm's (H. M. Damm,
"Total anti-symmetrische Quasigruppen", Marburg 2004): it catches every single wrong digit and every swap of two
neighbours.

The QR code of a ballot's page holds 17 digits: the serial, the page's number (2), the last two digits of the form's
version, and Damm's check digit over all of it. Scanned into any field, it is read as the serial.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sipas_desktop.errors import Refusal

SURVEY_DIGITS: Final = 5
RUNNING_DIGITS: Final = 6
LENGTH: Final = SURVEY_DIGITS + RUNNING_DIGITS + 1
LAST_RUNNING: Final = 10**RUNNING_DIGITS - 1
PAGE_DIGITS: Final = 2
VERSION_DIGITS: Final = 2
CODE_LENGTH: Final = LENGTH + PAGE_DIGITS + VERSION_DIGITS + 1  # of what a page's QR code holds
LAST_PAGE: Final = 10**PAGE_DIGITS - 1

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


@dataclass(frozen=True)
class PageCode:
    """What the QR code of a page says; ``version`` is the last two digits of the form's."""

    serial: str
    page: int
    version: int


def page_code(serial: str, page: int, version: int) -> str:
    """The digits of the QR code on page ``page`` (1 to 99) of a ballot printed with version ``version`` of its form."""
    if not 1 <= page <= LAST_PAGE:
        raise ValueError(f"no ballot has a page {page}")
    body = f"{serial}{page:0{PAGE_DIGITS}d}{version % 10**VERSION_DIGITS:0{VERSION_DIGITS}d}"
    return body + check_digit(body)


def read_page_code(digits: str) -> PageCode | None:
    """What the digits of a page's QR code say; None where they are no such code."""
    if not re.fullmatch(rf"[0-9]{{{CODE_LENGTH}}}", digits) or check_digit(digits) != "0":
        return None
    serial, page = digits[:LENGTH], int(digits[LENGTH : LENGTH + PAGE_DIGITS])
    version = int(digits[LENGTH + PAGE_DIGITS : -1])
    return PageCode(serial, page, version) if is_valid(serial) and page else None


def running_number(serial: str) -> int:
    """The ballot's running number within its survey."""
    return int(serial[SURVEY_DIGITS:-1])


def show(serial: str) -> str:
    """The serial as people read it: "48213 000001 7"."""
    return f"{serial[:SURVEY_DIGITS]} {serial[SURVEY_DIGITS:-1]} {serial[-1]}"


def scanned(text: str) -> str | None:
    """The serial where ``text`` is what a scanner reads from a ballot, digit for digit; else None."""
    code = read_page_code(text)
    return code.serial if code else text if is_valid(text) else None


def read(typed: str, survey_number: str) -> str:
    """The serial that somebody scanned or typed; spaces, dots and hyphens are skipped.

    The last 7 digits are enough: they are completed with ``survey_number``. What the QR code of a page holds is read
    as its serial. Raises ``Refusal`` for a wrong length or a wrong check digit.
    """
    digits = re.sub(r"[\s.\-]", "", typed)
    if len(digits) == RUNNING_DIGITS + 1:
        digits = survey_number + digits
    if re.fullmatch(rf"[0-9]{{{CODE_LENGTH}}}", digits):
        if (code := read_page_code(digits)) is None:
            raise Refusal("serial.check_digit", found=show(digits[:LENGTH]))
        digits = code.serial
    if not re.fullmatch(rf"[0-9]{{{LENGTH}}}", digits):
        raise Refusal("serial.length", found=typed.strip()[:40], expected=LENGTH, short=RUNNING_DIGITS + 1)
    if not is_valid(digits):
        raise Refusal("serial.check_digit", found=show(digits))
    return digits
