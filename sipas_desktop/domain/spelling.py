"""Written words that are the same but for how they are spelled: spaces, capitals, the place of the tone mark.

"hòa" and "hoà" are one syllable in two habits of writing. "má" and "mà", "ban" and "bàn", "an" and "ân" are not the
same in any of them: every letter and every tone stays what it is. Nothing here decides; it says what a person may
decide for all such places together, and which of the two spellings is taken then.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.vietnamese import TONES, normalise, sort_key

SPELLING: Final = "spelling"  # the group that a fact names where it decided such a place together with others
_TONES: Final = frozenset(TONES)
_VOWELS: Final = "aăâeêioôơuưy"
_BEARERS: Final = "ăâêôơư"  # where one of these stands, the tone is on it; on the last where there are two
_NUCLEUS: Final = re.compile(f"[{_VOWELS}]+", re.IGNORECASE)


def modern_tones(text: str) -> str:
    """``text`` with each tone mark where the present spelling of textbooks puts it: "hoà", "thuý", "khoẻ", "toán".

    It stands on the main vowel: there it stays when the syllable goes on ("hoà", "hoàn"). Letters, tones, capitals and
    spaces stay as they are; a syllable with no tone or with several is left alone.
    """
    text = normalise(text)
    return text if text.isascii() else " ".join(map(_word, text.split(" ")))


def _word(word: str) -> str:
    """Letters apart from their tones, so that the vowels can be looked at; put together again syllable by syllable."""
    letters: list[str] = []
    tones: list[str] = []
    for letter in word:
        parts = unicodedata.normalize("NFD", letter)
        letters.append(unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES)))
        tones.append("".join(mark for mark in parts if mark in _TONES))
    if any(len(letter) != 1 for letter in letters) or not any(tones):
        return word
    plain = "".join(letters)
    for found in _NUCLEUS.finditer(plain):
        start, stop = found.span()
        given = [tone for tone in tones[start:stop] if tone]
        if len(given) == 1:
            place = start + _place(plain[:start][-1:].lower(), found[0].lower(), plain[stop : stop + 1].isalpha())
            tones[start:stop] = [""] * (stop - start)
            tones[place] = given[0]
    return unicodedata.normalize("NFC", "".join(map("".join, zip(letters, tones, strict=True))))


def _place(onset: str, vowels: str, closed: bool) -> int:
    """Which of a syllable's ``vowels`` bears its tone; ``onset``: the letter before; ``closed``: one follows."""
    first = 0
    if len(vowels) > 1 and ((onset == "q" and vowels[0] == "u") or (onset == "g" and vowels[0] == "i")):
        first = 1  # "qu" and "gi" begin the syllable
    bearers = [at for at in range(first, len(vowels)) if vowels[at] in _BEARERS]
    if bearers:
        return bearers[-1] if vowels[first:] != "ưu" else bearers[0]
    count = len(vowels) - first
    if closed:
        return len(vowels) - 1
    if count == 2:
        return first + (vowels[first:] in ("oa", "oe", "uy"))
    return first + (count > 2)


def spelling_key(text: str) -> str:
    """Equal for texts that differ in nothing but spaces, capitals and the place of tone marks."""
    return modern_tones(text).lower().replace(" ", "")


def spelled_alike(a: Answer, b: Answer) -> bool:
    """Whether two answers that are not the same have the same code, and words that differ only in their spelling."""
    if a == b or a.value != b.value or a.text is None or b.text is None:
        return False
    one, other = normalise(a.text), normalise(b.text)
    if len(one) - one.count(" ") != len(other) - other.count(" "):
        return False  # most words that differ: no letter need be looked at
    return spelling_key(one) == spelling_key(other)


def taken_spelling(a: Answer, b: Answer) -> Answer:
    """The one of two answers ``spelled_alike`` that is taken, whichever is named first.

    By the first of these in which they differ: fewer tone marks out of their modern place; not all in capitals; more
    capitals, since names lose them more easily than they gain them; more spaces, likewise; the Vietnamese order.
    """
    return min((a, b), key=_rank)


def _rank(answer: Answer) -> tuple[int, bool, int, int, str]:
    text = answer.text or ""
    modern = modern_tones(text)
    misplaced = sum(one != other for one, other in zip(normalise(text), modern, strict=True))
    capitals = sum(letter.isupper() for letter in text)
    return misplaced, text.isupper(), -capitals, -text.count(" "), sort_key(text)
