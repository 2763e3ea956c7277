"""What one cell of an office's list means: text, name, phone, date, dossier code, list.

Each rule takes the cell as the file holds it (text, number, date, truth value) and returns the clean value with a code
that says what was done to it, "" where nothing was. The codes are worded in ``resources/messages/sample.toml``. No rule
raises.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Final, Literal

from sipas_desktop.domain.vietnamese import VIETNAMESE_LETTERS, date_short, fold, normalise

ListKind = Literal["frame", "official", "reserve"]

# ---------------------------------------------------------------------------------------------------------------- text

# Text that ``text`` leaves as it is: words of ASCII signs and Vietnamese letters with one space between.
_LETTERS = "".join(letter for letter in VIETNAMESE_LETTERS if not letter.isascii())
is_plain: Final = re.compile(rf"[!-\"$-&(-~{_LETTERS}][!-~{_LETTERS}]*(?: [!-~{_LETTERS}]+)*").fullmatch

_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE)


def text(value: object) -> tuple[str, str]:
    """The cell as clean text; codes ``text_tidied``, ``cell_error``, ``date_as_text`` (house no. 12/5 made a date)."""
    if isinstance(value, str):
        clean = normalise(value)
        if clean.startswith(("#", "'")):
            if _ERROR.fullmatch(clean):
                return "", "cell_error"
            clean = clean.lstrip("' ")  # the mark by which Excel is told that a number is text, copied along
        return clean, "" if clean == value else "text_tidied"
    if value is None:
        return "", ""
    return _plain(value), "date_as_text" if isinstance(value, datetime.date) else ""


def _plain(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.date):  # a datetime as well
        return date_short(value)
    return str(value)


def name(value: object) -> tuple[str, str]:
    """A person's or an organisation's name; codes ``name_missing``, ``name_without_letters`` (both: no name)."""
    clean, code = text(value)
    if not clean:
        return "", code if code == "cell_error" else "name_missing"
    if not any(c.isalpha() for c in clean):
        return "", "name_without_letters"
    return clean, code


# --------------------------------------------------------------------------------------------------------------- phones

_GOOD: Final = re.compile(r"0[35789]\d{8}|02\d{9}|1[89]00(?:\d{4}|\d{6})", re.ASCII)  # mobile, landline, hotline
_OLD: Final = re.compile(r"01\d{9}", re.ASCII)  # mobile numbers of eleven digits, changed to ten in 2018
_ODD: Final = re.compile(r"0\d{8,10}|[2-8]\d{6,7}", re.ASCII)  # old area codes; a landline without one
_BETWEEN: Final = re.compile(r"[/;,|\n]| - | – |\bhoặc\b|\bvà\b")
_SIGNS: Final = re.compile(r"[\s.\-–()_']")
_INSIDE: Final = re.compile(r"(?:\+?\s*84|0)(?:[ .\-()]*\d){8,10}(?!\d)", re.ASCII)
_DIGITS: Final = re.compile(r"\+?\d+", re.ASCII)
_POINT_ZERO: Final = re.compile(r"\d{7,12}[.,]0+", re.ASCII)
_SCIENTIFIC: Final = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}", re.ASCII)


def _number(digits: str) -> tuple[str, str]:
    """The phone number that ``digits`` (with or without +) stand for."""
    code = ""
    bare = digits.lstrip("+")
    if bare.startswith("0084"):
        bare = bare[2:]
    if bare.startswith("84") and len(bare) in (11, 12, 13) and not _GOOD.fullmatch(bare):
        bare = "0" + bare[2:].removeprefix("0")
        code = "phone_country_code"
    elif (len(bare) == 9 and bare[0] in "35789") or (len(bare) == 10 and bare[0] in "12" and not _GOOD.fullmatch(bare)):
        bare = "0" + bare
        code = "phone_zero_restored"
    if _GOOD.fullmatch(bare):
        return bare, code
    if _OLD.fullmatch(bare):
        return bare, "phone_old"
    if _ODD.fullmatch(bare):
        return bare, "phone_odd"
    return "", "phone_unreadable"


def _integral(number: str) -> str:
    """The digits of a number in scientific writing, "" where it is no whole number or has lost digits."""
    mantissa, _, exponent = number.replace(",", ".").upper().partition("E")
    digits = mantissa.replace(".", "")
    return digits if len(digits) == int(exponent) + 1 else ""


def phone(value: object) -> tuple[str, str]:
    """A phone number as digits, first the leading zero; "" where the cell cannot be one.

    Codes: ``phone_zero_restored``, ``phone_country_code``, ``phone_tidied``, ``phone_first_of_several``; kept but to be
    looked at: ``phone_old``, ``phone_odd``; emptied: ``phone_unreadable``, ``cell_error``.
    """
    if isinstance(value, str):
        if not value or _GOOD.fullmatch(value):
            return value, ""
        return _phone_of_text(value)
    if value is None:
        return "", ""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value // 1 and 0 < value < 10**14:
        return _number(str(int(value)))
    return "", "phone_unreadable"


def _phone_of_text(value: str) -> tuple[str, str]:
    clean, code = text(value)
    if not clean:
        return "", code if code == "cell_error" else ""
    if _POINT_ZERO.fullmatch(clean):
        clean = re.split("[.,]", clean)[0]
    elif _SCIENTIFIC.fullmatch(clean):
        clean = _integral(clean) or "?"
    parts = [part for part in _BETWEEN.split(value if "\n" in value else clean) if any(c.isdigit() for c in part)]
    first, why = "", "phone_unreadable"
    for part in parts:
        bare = _SIGNS.sub("", part)
        found = _number(bare) if _DIGITS.fullmatch(bare) else ("", "")
        if not found[0]:
            # Words around the number, two numbers with only a space between, the letter O for a zero.
            inside = _INSIDE.search(re.sub(r"(?<=\d)[oO]|\b[oO](?=\d)", "0", part))
            found = _number(_SIGNS.sub("", inside[0])) if inside else ("", "")
        if found[0] and (not first or why in ("phone_odd", "phone_old")):
            first, why = found
            if why not in ("phone_odd", "phone_old"):
                break
    if first and not why and first != value:
        why = "phone_tidied"
    if first and why not in ("phone_odd", "phone_old") and sum(c.isdigit() for c in clean) > len(first) + 4:
        why = "phone_first_of_several"
    return first, why


# ---------------------------------------------------------------------------------------------------------------- dates

EARLIEST: Final = datetime.date(1990, 1, 1)
LATEST: Final = datetime.date(2099, 12, 31)
_SERIAL_ZERO: Final = datetime.date(1899, 12, 30)  # day 0 of Excel from 1 March 1900 on

_DAY_FIRST: Final = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})", re.ASCII)
_YEAR_FIRST: Final = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})", re.ASCII)
_WORDS: Final = re.compile(r"(?:ngay )?(\d{1,2}) ?(?:thang|/) ?(\d{1,2}),? ?(?:nam|/)? ?(\d{4})", re.ASCII)
_COMPACT: Final = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})", re.ASCII)
_SERIAL: Final = re.compile(r"\d{5}(?:[.,]\d+)?", re.ASCII)
_TIME: Final = re.compile(
    r"(?:^|[\s,t-])\d{1,2}\s?(?:gio|[:hg])(?:\s?\d{2}(?:[:']\d{2}(?:\.\d+)?)?)?\s*(?:phut|am|pm|sa|ch|z)?(?=$|[\s,-])",
    re.ASCII,
)


def _checked(year: int, month: int, day_: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day_)
    except ValueError:
        return None


def _in_range(found: datetime.date | None, code: str) -> tuple[datetime.date | None, str]:
    if found is None:
        return None, "date_unreadable"
    if not EARLIEST <= found <= LATEST:
        return None, "date_out_of_range"
    return found, code


def _from_serial(number: float) -> tuple[datetime.date | None, str]:
    if not 1 <= number < 2_958_466:
        return None, "date_unreadable"
    return _in_range(_SERIAL_ZERO + datetime.timedelta(days=int(number)), "date_from_serial")


@lru_cache(maxsize=8192)  # a list has as many dates as the year has days
def _from_text(value: str) -> tuple[datetime.date | None, str]:
    clean, code = text(value)
    if not clean:
        return None, code if code == "cell_error" else ""
    bare = _TIME.sub(" ", fold(clean)).strip(" ,;.-")
    if match := _DAY_FIRST.fullmatch(bare):
        first, second, year = (int(part) for part in match.groups())
        code = ""
        if year < 100:
            year, code = 2000 + year, "date_two_digit_year"
        if second > 12 >= first:  # the American order: no other reading is left
            first, second, code = second, first, "date_month_first"
        return _in_range(_checked(year, second, first), code)
    if match := _YEAR_FIRST.fullmatch(bare):
        year, month, day_ = (int(part) for part in match.groups())
        return _in_range(_checked(year, month, day_), "")
    if match := _WORDS.fullmatch(bare):
        day_, month, year = (int(part) for part in match.groups())
        return _in_range(_checked(year, month, day_), "")
    if match := _COMPACT.fullmatch(bare):
        century, year, month, day_ = (int(part) for part in match.groups())
        return _in_range(_checked(century * 100 + year, month, day_), "date_compact")
    if _SERIAL.fullmatch(bare):
        return _from_serial(float(bare.replace(",", ".")))
    return None, "date_unreadable"


def day(value: object) -> tuple[datetime.date | None, str]:
    """A date, day before month; None where the cell is empty or is no date between 1990 and 2099.

    Codes: ``date_from_serial``, ``date_compact``, ``date_two_digit_year``, ``date_month_first`` (read, but to be looked
    at); ``date_unreadable``, ``date_out_of_range``, ``cell_error`` (no date).
    """
    if isinstance(value, datetime.datetime):
        return _in_range(value.date(), "")
    if isinstance(value, datetime.date):
        return _in_range(value, "")
    if isinstance(value, str):
        return _from_text(value)
    if value is None:
        return None, ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if value == value // 1 and 19_900_101 <= value <= 20_991_231:
            return _from_text(str(int(value)))
        return _from_serial(value)
    return None, "date_unreadable"


# -------------------------------------------------------------------------------------------------------- dossier codes

_DOSSIER: Final = re.compile(r"[A-Z0-9]{2,4}(?:\.[A-Z0-9]{1,4}){0,5}-\d{6}-\d{2,8}", re.ASCII | re.IGNORECASE)


def dossier(value: object) -> tuple[str, str]:
    """A dossier code; any is accepted. Spaces around its hyphens and dots go.

    Codes: ``dossier_odd`` (not like 000.00.04.G22-210305-0001), ``dossier_was_number``, ``text_tidied``; emptied:
    ``dossier_digits_lost`` (Excel made it a number of more digits than it can hold), ``cell_error``.
    """
    if isinstance(value, str):
        if _DOSSIER.fullmatch(value):
            return value, ""
        clean, code = text(value)
        if code == "cell_error" or not clean:
            return "", code if code == "cell_error" else ""
        if _SCIENTIFIC.fullmatch(clean):
            digits = _integral(clean)
            return digits, "dossier_was_number" if digits else "dossier_digits_lost"
        tidy = re.sub(r"\s*([.\-–])\s*", r"\1", clean).replace("–", "-")
        if not _DOSSIER.fullmatch(tidy):
            return tidy, "dossier_odd"
        return tidy, "" if tidy == value else "text_tidied"
    if value is None:
        return "", ""
    if isinstance(value, float) and not (value.is_integer() and abs(value) < 10**15):
        return "", "dossier_digits_lost"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(int(value)), "dossier_was_number"
    return _plain(value), "dossier_odd"


def dossier_key(code: str) -> str:
    """What makes two dossier codes the same: letters' case and spaces do not matter."""
    return code.upper().replace(" ", "")


# ------------------------------------------------------------------------------------------------------------- consent

_YES: Final = frozenset({"x", "co", "dong y", "1", "v", "yes", "y", "true", "✓", "✔"})
_NO: Final = frozenset({"", "khong", "khong dong y", "0", "no", "n", "false", "-"})


def consent(value: object) -> tuple[bool, str]:
    """Whether a cell says that somebody may be called; what is neither yes nor no is no, ``consent_unknown``."""
    said = ("1" if value else "0") if isinstance(value, bool) else fold(text(value)[0]).strip(" .")
    return said in _YES, "" if said in _YES or said in _NO else "consent_unknown"


# ----------------------------------------------------------------------------------------------------------- list kinds

_KINDS: Final[tuple[tuple[re.Pattern[str], ListKind], ...]] = (
    (re.compile(r"\bdu phong\b|\bdu bi\b|^dp$|^reserve$"), "reserve"),
    (re.compile(r"\bchinh thuc\b|^chinh$|^ct$|^official$"), "official"),
    (re.compile(r"\bdan mau\b|\btong the\b|^frame$"), "frame"),
)


def list_kind(value: object) -> ListKind | None:
    """The list that a cell, a title or a sheet name speaks of; None where it names none or several."""
    words = fold(text(value)[0])
    kinds = [kind for pattern, kind in _KINDS if pattern.search(words)]
    return kinds[0] if len(kinds) == 1 else None
