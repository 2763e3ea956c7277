"""An office's own topics, by which it groups what respondents wrote: several to an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sipas_desktop.domain.form import Form, Kind

OPEN_KINDS: Final = frozenset({Kind.SHORT_TEXT, Kind.LONG_TEXT})
MOST: Final = 99  # topics of one question: more than that nobody tells apart
LONGEST: Final = 100  # letters of a title
_CODE: Final = re.compile(r"[\w.-]{1,20}")


@dataclass(frozen=True)
class Topic:
    """One topic of a question. ``code`` has no spaces; ``title`` is what the office calls it."""

    code: str
    title: str


def is_code(code: Any) -> bool:
    """Whether ``code`` can be a topic's."""
    return isinstance(code, str) and _CODE.fullmatch(code) is not None


def is_list(topics: Sequence[Topic]) -> bool:
    """Whether ``topics`` can be the list of a question: codes and titles as they must be, none twice."""
    codes, titles = ({each.code for each in topics}, {each.title.casefold() for each in topics})
    return len(topics) <= MOST and len(codes) == len(titles) == len(topics) and all(map(_is_topic, topics))


def _is_topic(topic: Topic) -> bool:
    title = topic.title
    return is_code(topic.code) and 0 < len(title) <= LONGEST and title == " ".join(title.split())


def next_code(topics: Iterable[Topic]) -> str:
    """The code of one more topic: the next number that is free."""
    taken = {topic.code for topic in topics}
    return next(str(number) for number in range(1, MOST + 2) if str(number) not in taken)


def open_questions(forms: Iterable[Form]) -> dict[str, str]:
    """Code → label of the questions that ask for free words, over all ``forms``."""
    return {
        question.code: question.label for form in forms for question in form.questions if question.kind in OPEN_KINDS
    }
