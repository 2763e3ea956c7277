"""Hides in an answer's words what could say who somebody is: telephone numbers, e-mail, dossiers, names of people.

It errs on the side of hiding, and cannot be perfect: a name in small letters stays, and so does "cái anh ngồi quầy 3".
Whoever passes words on reads them first. Names are found in two ways: capitalised words after a title ("ông Bình",
"chị Lan"), and two or more capitalised words that begin with a common family name ("Nguyễn Văn An"). What the word
before makes a place stays ("xã Tân Tiến", "đường Lê Lợi"), and so does what begins like a name and is known not to be
one ("Hà Nội").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sipas_desktop.domain.toml_reader import BadFile, parse


class Hidden(StrEnum):
    """What was hidden; the words that stand in its place are the caller's."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    DOSSIER = "dossier"
    NUMBER = "number"  # of an identity card, an account: long, and no telephone's


@dataclass(frozen=True)
class FamilyNames:
    """Common family names, what begins with one and is nobody's, and posts that follow a title; in small letters."""

    names: frozenset[str]
    others: frozenset[str]
    posts: frozenset[str]


def read_family_names(source: str, file: str) -> FamilyNames:
    """The lists in ``source``. Raises ``BadFile`` with every mistake."""
    table = parse(source, file)
    table.take_text("source")
    lists = [table.take_texts(key) for key in ("names", "others", "posts")]
    table.nothing_left()
    if table.problems:
        raise BadFile(file, table.problems)
    return FamilyNames(*(frozenset(unicodedata.normalize("NFC", each).lower() for each in own) for own in lists))


def hide(text: str, known: FamilyNames, shown: Mapping[Hidden, str]) -> str:
    """``text`` with ``shown[…]`` in the place of what could say who somebody is."""
    text = unicodedata.normalize("NFC", text)
    text = _EMAIL.sub(shown[Hidden.EMAIL].replace("\\", r"\\"), text)
    text = _DOSSIER.sub(shown[Hidden.DOSSIER].replace("\\", r"\\"), text)
    text = _NUMBER.sub(lambda found: _number(found[0], shown), text)
    return _without_names(text, known, shown[Hidden.NAME])


# ------------------------------------------------------------------------------------------------------------- numbers

_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
# H29.19-240905-0001, 000.00.04.G22-240905-0001, BN-20240905/0123
_DOSSIER: Final = re.compile(r"\b[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*[-/]\d{6,8}[-/]\d{2,}\b")
_NUMBER: Final = re.compile(r"\(?\+?\d(?:[\s.()\u2011-]{0,2}\d){7,}")
_NO_SECRET: Final = re.compile(
    r"\d{1,2}[-.]\d{1,2}[-.](?:19|20)\d\d"  # a day
    r"|(?:19|20)\d\d\s?-\s?(?:19|20)\d\d"  # from year to year
    r"|[1-9]\d{0,2}(?:\.\d{3})+"  # an amount of money
)
_TELEPHONE: Final = re.compile(r"(?:0|84|0084)[1-9]\d{8,9}")


def _number(found: str, shown: Mapping[Hidden, str]) -> str:
    if _NO_SECRET.fullmatch(found):
        return found
    digits = "".join(filter(str.isdigit, found))
    return shown[Hidden.PHONE if _TELEPHONE.fullmatch(digits) else Hidden.NUMBER]


# --------------------------------------------------------------------------------------------------------------- names


def _ends_with(words: Iterable[str], after: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[^\w])(?:{'|'.join(map(re.escape, words))}){after}[ \u00a0]+$", re.IGNORECASE)


_TITLES: Final = (
    "ông", "bà", "anh", "chị", "cô", "chú", "em", "bác", "cậu", "dì", "thím", "mợ", "cụ", "thầy", "sếp", "bạn",
    "đồng chí", "cán bộ", "bác sĩ", "y tá", "luật sư", "chủ tịch", "bí thư", "công chức", "nhân viên", "chuyên viên",
    "phó phòng", "trưởng phòng", "giám đốc", "cô giáo", "thầy giáo", "trưởng thôn", "trưởng bản",
    "tổ trưởng", "tên là", "tên tôi là", "tôi tên", "tôi là", "tên", "họ tên",
)  # fmt: skip
_SHORT_TITLES: Final = ("ô", "đ/c", "đc", "bs")  # with a full stop or without: "Ô. Bình"
_LETTERS: Final = ("a", "b", "c")  # without one, which would end a sentence: "a Bình"
_NOBODY: Final = frozenset({"tôi", "chúng", "các", "nhà"})
_PLACES: Final = (
    "xã", "phường", "quận", "huyện", "tỉnh", "thành phố", "thị xã", "thị trấn", "thôn", "ấp", "bản", "làng", "xóm",
    "tổ", "đường", "phố", "ngõ", "ngách", "hẻm", "chợ", "cầu", "sông", "khu", "trường", "viện", "tp", "tx", "tt",
    "p", "q", "x", "thpt", "thcs", "tiểu học", "nhà văn hóa", "tnhh", "cổ phần",
)  # fmt: skip
_AFTER_TITLE: Final = (_ends_with((*_TITLES, *_LETTERS), ":?"), _ends_with(_SHORT_TITLES, r"\.?"))
_AFTER_PLACE: Final = _ends_with(_PLACES, r"\.?")
# Words that begin an office, and so end a name or are none. Not those that names have too: Văn, Công, Thành, Trung.
_OFFICES: Final = frozenset(
    {
        "sở", "ban", "cục", "ủy", "uỷ", "phòng", "bộ", "tòa", "toà", "phường", "quận", "huyện", "tỉnh", "xã", "ubnd",
        "hđnd", "tp",
    }
)  # fmt: skip
_WORD: Final = re.compile(r"[^\W\d_]+")
_LOOK_BACK: Final = 20  # letters before a word that tell a title or a place
_MOST_WORDS: Final = 8  # of names that follow one another
_MOST_CAPITALS: Final = 4  # where all is in capitals, and the sentence may go on behind the name


def _without_names(text: str, known: FamilyNames, instead: str) -> str:
    words = list(_WORD.finditer(text))
    parts: list[str] = []
    done, at = 0, 0
    while at < len(words):
        length = _name_at(text, words, at, known)
        if length:
            parts += [text[done : words[at].start()], instead]
            done = words[at + length - 1].end()
        at += max(length, 1)
    return "".join([*parts, text[done:]])


def _name_at(text: str, words: list[re.Match[str]], at: int, known: FamilyNames) -> int:
    """How many words from ``at`` on are somebody's name; 0 where none."""
    run = _capitals_from(text, words, at)
    first = words[at]
    small = first[0].lower()
    if not run or small in _OFFICES or small in _TITLES or small in _NOBODY:
        return 0
    if (at and _is_one_of(known.others, words, at - 1)) or (run == 1 and _is_one_of(known.posts, words, at)):
        return 0
    before = text[max(0, first.start() - _LOOK_BACK) : first.start()]
    if any(pattern.search(before) for pattern in _AFTER_TITLE):
        return 0 if _is_one_of(known.posts, words, at) else run
    if _AFTER_PLACE.search(before):
        return 0
    return run if run > 1 and small in known.names and not _is_one_of(known.others, words, at) else 0


def _capitals_from(text: str, words: list[re.Match[str]], at: int) -> int:
    """How many capitalised words stand from ``at`` on with nothing but spaces between them."""
    run = 0
    for word in words[at : at + _MOST_WORDS]:
        between = text[words[at + run - 1].end() : word.start()] if run else ""
        if not word[0][0].isupper() or between.strip() or (run and word[0].lower() in _OFFICES):
            break
        run += 1
    loud = all(word[0].isupper() for word in words[at : at + run])
    return min(run, _MOST_CAPITALS) if loud else run


def _is_one_of(phrases: frozenset[str], words: list[re.Match[str]], at: int) -> bool:
    """Whether the two or three words at ``at`` are among ``phrases``."""
    own = [word[0].lower() for word in words[at : at + 3]]
    return " ".join(own) in phrases or " ".join(own[:2]) in phrases
