"""Tells Vietnamese text in TCVN3 (fonts .VnTime …) or VNI (fonts VNI-Times …), the encodings from before Unicode.

Such text looks right only in its own font; read as Unicode, "Nguyễn" stands in the file as "NguyÔn" or "Nguyeãn". It is
detected here, and converted only where a person says so, because a short word may be right in both ("sè" is also "số"
in TCVN3).

A word speaks for an encoding when it is no Vietnamese syllable as it stands, and is one once decoded.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal

from sipas_desktop.domain.vietnamese import TONES

Encoding = Literal["tcvn3", "vni"]

# Each letter followed by what stands for it with huyền, hỏi, ngã, sắc, nặng (TCVN 5712:1993, VN3).
_TCVN3_TONES: Final = {
    "a": "µ¶·¸¹", "ă": "»¼½¾Æ", "â": "ÇÈÉÊË", "e": "ÌÎÏÐÑ", "ê": "ÒÓÔÕÖ", "i": "×ØÜÝÞ",
    "o": "ßáâãä", "ô": "åæçèé", "ơ": "êëìíî", "u": "ïñòóô", "ư": "õö÷øù", "y": "úûüýþ",
}  # fmt: skip
_TCVN3_LETTERS: Final = dict(zip("¨©®ª«¬\u00ad¡¢§£¤¥¦", "ăâđêôơưăâđêôơư", strict=True))
# VNI-Windows writes most marked letters as the bare vowel and a second character for what is above or below it.
_VNI_TONES: Final = {"": "øûõùï", "â": "àåãáä", "ă": "èúüéë"}
_VNI_SINGLE: Final = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

_RHYMES: Final = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et "
    "ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oc oi om on ong oong ooc op "
    "ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt "
    "ơ ơi ơm ơn ơp ơt u uc ui um un ung up ut ua uân uâng uât uây uê uêch uênh uêt uôc uôi uôm uôn uông uôt uơ uy uya "
    "uych uynh uyt uyu uyên uyêt ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y ych ynh yt yêm yên yêt yêu"
).replace(" ", "|")
_SYLLABLE: Final = re.compile("(?:b|ch?|đ|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?(?:" + _RHYMES + ")")
_STOPPED: Final = ("c", "ch", "p", "t")  # syllables that end so have sắc or nặng only


@lru_cache(maxsize=8192)  # the same few thousand syllables make up all names and places
def _is_syllable(word: str) -> bool:
    """Whether ``word`` (lower case, NFC) has the shape of one Vietnamese syllable with at most one tone."""
    marks = unicodedata.normalize("NFD", word)
    tones = [c for c in marks if c in TONES]
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(c for c in marks if c not in TONES))
    if not _SYLLABLE.fullmatch(bare):
        return False
    return not bare.endswith(_STOPPED) or tones in (["\u0301"], ["\u0323"])


def _tcvn3_table() -> dict[int, str]:
    table = {ord(sign): letter for sign, letter in _TCVN3_LETTERS.items()}
    for letter, signs in _TCVN3_TONES.items():
        for sign, tone in zip(signs, TONES, strict=True):
            table[ord(sign)] = unicodedata.normalize("NFC", letter + tone)
    return table


def _vni_pairs() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for vowel in "aeouyôö":
        letter = _VNI_SINGLE.get(vowel, vowel)
        for sign, tone in zip(_VNI_TONES[""], TONES, strict=True):
            pairs[vowel + sign] = unicodedata.normalize("NFC", letter + tone)
    for hat, vowels, sign in (("â", "aeo", "â"), ("ă", "a", "ê")):
        mark = "\u0302" if hat == "â" else "\u0306"
        for vowel in vowels:
            pairs[vowel + sign] = unicodedata.normalize("NFC", vowel + mark)
            for toned, tone in zip(_VNI_TONES[hat], TONES, strict=True):
                pairs[vowel + toned] = unicodedata.normalize("NFC", vowel + mark + tone)
    return pairs


_TCVN3: Final = _tcvn3_table()
_VNI_PAIRS: Final = _vni_pairs()
_VNI: Final = re.compile("|".join([*_VNI_PAIRS, *_VNI_SINGLE]))

_WORD: Final = re.compile(r"[^\s\d!-/:-@\[-`{-~]+")
_HIGH: Final = re.compile("[\u00a1-\u00ff]")
# Letters of Unicode Vietnamese that neither encoding has: where one of them stands, the text is Unicode.
is_modern: Final = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u0300-\u036f]").search


def _from_tcvn3(word: str) -> str:
    return word.translate(_TCVN3).lower()


def _from_vni(word: str) -> str:
    lowered = word.lower()
    return _VNI.sub(lambda found: _VNI_PAIRS.get(found[0]) or _VNI_SINGLE[found[0]], lowered)


def detect_legacy(text: str) -> Encoding | None:
    """The encoding from before Unicode that ``text`` is in, or None. Give the raw text, not the normalised one.

    None also where nothing speaks for it (only ASCII, only words that read well as Unicode) and where at least as many
    words are foreign to both encodings.
    """
    if text.isascii() or is_modern(text) or not _HIGH.search(text):
        return None
    tcvn3 = vni = foreign = 0
    for word in _WORD.findall(text):
        if word.isascii() or word == "µm" or _is_syllable(word.lower()):
            continue
        if len(word) > 1 and _is_syllable(_from_tcvn3(word)):
            tcvn3 += 1
        elif _is_syllable(_from_vni(word)):
            vni += 1
        else:
            foreign += 1
    if tcvn3 + vni <= foreign:
        return None
    return "tcvn3" if tcvn3 >= vni else "vni"


def _balance(words: list[str]) -> int:
    marked = [word for word in words if not word.isascii()]
    good = sum(1 for word in marked if _is_syllable(word))
    return good - (len(marked) - good)


def readable(text: str) -> int:
    """How well ``text`` reads as Unicode Vietnamese: its marked words that are syllables, less those that are none."""
    return _balance([word.lower() for word in _WORD.findall(text)])


def readable_if_legacy(text: str) -> int:
    """The same for ``text`` decoded as TCVN3 or as VNI, whichever reads better."""
    words = _WORD.findall(text)
    return max(_balance([_from_tcvn3(word) for word in words]), _balance([_from_vni(word) for word in words]))


_CAPITALS: Final = dict(zip(map(ord, "¡¢§£¤¥¦"), "ĂÂĐÊÔƠƯ", strict=True))


def convert_legacy(text: str, encoding: Encoding) -> str:
    """``text`` in ``encoding`` as Unicode. Words that are ASCII stay; case stays as far as the encoding has it.

    TCVN3 has no capitals with a tone (another font draws them): they are capitals where all other letters of the word
    are.
    """
    return _WORD.sub(lambda found: _converted(found[0], encoding), text)


def _converted(word: str, encoding: Encoding) -> str:
    if word.isascii():
        return word
    if encoding == "vni":
        parts, at = [], 0
        for found in _VNI.finditer(word.lower()):
            parts += [word[at : found.start()], _vni_letter(found[0], word[found.start()])]
            at = found.end()
        return "".join(parts) + word[at:]
    bare = [letter for letter in word if letter.isascii() or ord(letter) in _CAPITALS]
    unicode = word.translate(_TCVN3 | _CAPITALS)
    capital = bool(bare) and all(letter.isupper() or ord(letter) in _CAPITALS for letter in bare)
    return unicode.upper() if capital and len(bare) > 1 else unicode


def _vni_letter(pair: str, first: str) -> str:
    letter = _VNI_PAIRS.get(pair) or _VNI_SINGLE[pair]
    return letter.upper() if first.isupper() else letter
