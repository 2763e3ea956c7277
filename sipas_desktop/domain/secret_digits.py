"""Secrets that pass over paper as digits: the recovery code of a survey, and what a badge holds.

Digits only, because a Vietnamese input method garbles letters, typed or scanned. Check digits are Damm's
(``domain.serial``). A recovery code is the survey's key of 256 bits as 13 groups of 7 digits; the last digit of a
group checks it and its place, so that a mistake is told by group and swapped groups show. A badge holds 128 bits as 40
digits, the last of which is the check digit.
"""

from __future__ import annotations

import re
from typing import Final

from sipas_desktop.domain.serial import check_digit
from sipas_desktop.errors import Refusal

KEY_BYTES: Final = 32
BADGE_BYTES: Final = 16
GROUPS: Final = 13
GROUP_DIGITS: Final = 7  # six of the number, one that checks them
BADGE_DIGITS: Final = 40


def recovery_code(key: bytes) -> tuple[str, ...]:
    """The groups that stand for ``key`` (32 bytes)."""
    digits = str(int.from_bytes(key, "big")).zfill(GROUPS * (GROUP_DIGITS - 1))
    step = GROUP_DIGITS - 1
    groups = (digits[start : start + step] for start in range(0, len(digits), step))
    return tuple(group + _check(place, group) for place, group in enumerate(groups, start=1))


def read_recovery_code(typed: str) -> bytes:
    """The key that somebody typed or scanned; spaces, dots and hyphens are skipped.

    Raises ``Refusal`` recovery.length for too many or too few digits, recovery.group naming the first wrong group.
    """
    digits = re.sub(r"[\s.\-]", "", typed)
    if not re.fullmatch(rf"[0-9]{{{GROUPS * GROUP_DIGITS}}}", digits):
        raise Refusal("recovery.length", found=len(digits), expected=GROUPS * GROUP_DIGITS)
    number = ""
    for place in range(1, GROUPS + 1):
        group = digits[(place - 1) * GROUP_DIGITS : place * GROUP_DIGITS]
        if _check(place, group[:-1]) != group[-1]:
            raise Refusal("recovery.group", number=place, found=group)
        number += group[:-1]
    if int(number) >= 1 << KEY_BYTES * 8:
        raise Refusal("recovery.group", number=1, found=digits[:GROUP_DIGITS])
    return int(number).to_bytes(KEY_BYTES, "big")


def _check(place: int, group: str) -> str:
    return check_digit(f"{place:02d}{group}")


def badge_code(secret: bytes) -> str:
    """The 40 digits that a badge holds for ``secret`` (16 bytes)."""
    digits = str(int.from_bytes(secret, "big")).zfill(BADGE_DIGITS - 1)
    return digits + check_digit(digits)


def read_badge_code(scanned: str) -> bytes | None:
    """The secret of a badge; None for any other text, such as a name."""
    digits = scanned.strip()
    if not re.fullmatch(rf"[0-9]{{{BADGE_DIGITS}}}", digits) or check_digit(digits) != "0":
        return None
    number = int(digits[:-1])
    return number.to_bytes(BADGE_BYTES, "big") if number < 1 << BADGE_BYTES * 8 else None
