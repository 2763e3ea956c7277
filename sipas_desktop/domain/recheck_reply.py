"""What a reply to phúc tra says, by the plan's words; where that is not plain, a person reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sipas_desktop.domain.recheck_rule import Result, Wording
from sipas_desktop.domain.vietnamese import fold

_WORD = re.compile(r"[0-9]+|[^\W\d_]+")


def words_of(text: str) -> tuple[str, ...]:
    """The words and numbers of ``text``, lower case without marks: "Đúng rồi!" → dung, roi."""
    return tuple(_WORD.findall(fold(text)))


def read_reply(text: str, wording: Wording) -> Result:
    """What ``text`` says: one of its results' words, perhaps several times, and nothing else but what is ignored.

    Everything else is unclear, "không đúng" as much as "1 lần thôi": a ballot is not thrown out, nor kept, on a guess.
    """
    keys = _keys(wording.replies)
    ignored = {word for phrase in wording.ignored for word in words_of(phrase)}
    left, found = words_of(text), set()
    while left:
        # The longest first: "không trả lời" is not "không".
        key = next((key for key in keys if left[: len(key)] == key), None)
        if key is not None:
            found.add(keys[key])
            left = left[len(key) :]
        elif left[0] in ignored:
            left = left[1:]
        else:
            return Result.UNCLEAR
    return found.pop() if len(found) == 1 else Result.UNCLEAR


def _keys(replies: Mapping[Result, tuple[str, ...]]) -> dict[tuple[str, ...], Result]:
    keys = {words_of(phrase): result for result, phrases in replies.items() for phrase in phrases}
    return {key: keys[key] for key in sorted(keys, key=len, reverse=True) if key}
