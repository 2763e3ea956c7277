"""What respondents wrote, with telephone numbers and names hidden, by the office's topics; and the list as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from sipas_desktop import paths
from sipas_desktop.beside import beside
from sipas_desktop.domain.hiding import FamilyNames, Hidden, hide, read_family_names
from sipas_desktop.domain.topics import open_questions
from sipas_desktop.errors import Refusal, words
from sipas_desktop.exchange.plain_workbook import Sheet, write_workbook
from sipas_desktop.exchange.topic_list import read_topics
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Comment

SHOWN_OF_ID = 12  # hexadecimal digits of a comment's number that people see


@cache
def family_names() -> FamilyNames:
    """The names that ship with the program."""
    file = paths.resources() / "family_names.toml"
    return read_family_names(file.read_text(encoding="utf-8"), file.name)


def hidden(text: str, lang: str = "vi") -> str:
    """``text`` with what could say who somebody is hidden."""
    shown = {each: words(f"topics.hidden_{each}", lang) for each in Hidden}
    return hide(text, family_names(), shown)


def question_of(survey: OpenSurvey, question: str | None) -> str:
    """The open question that is meant; without one the first. Raises ``Refusal`` where it is none."""
    asked = open_questions(survey.forms.in_use())
    if question is None and asked:
        return next(iter(asked))
    if question not in asked:
        raise Refusal("topics.question", found=question or "", expected=" ".join(asked))
    return question


def comments(
    survey: OpenSurvey, question: str | None = None, topic: str | None = None, lang: str = "vi"
) -> list[Comment]:
    """What was written on ``question``, hidden; ``topic``: only those that have it, or with "" those that have none.

    Raises ``Refusal`` for a question or topic that is not there.
    """
    question = question_of(survey, question)
    known = [each.code for each in queries.topics(survey).get(question, ())]
    if topic and topic not in known:
        raise Refusal("topics.unknown", found=topic, expected=" ".join(known))
    found = queries.comments(survey, question)
    if topic is not None:
        found = [each for each in found if (topic in each.topics if topic else not each.topics)]
    return [replace(each, text=hidden(each.text, lang)) for each in found]


def comment_of(survey: OpenSurvey, typed: str) -> Comment:
    """The comment whose number begins with ``typed``. Raises ``Refusal`` where none or several do."""
    start = typed.strip().lower()
    asked = open_questions(survey.forms.in_use())
    found = [each for question in asked for each in queries.comments(survey, question) if each.id.startswith(start)]
    if not start or not found:
        raise Refusal("topics.comment", found=typed)
    if len({each.id for each in found}) > 1:
        raise Refusal("topics.several", found=typed)
    return found[0]


def import_topics(survey: OpenSurvey, path: Path, question: str | None = None) -> int:
    """Make the topics in the file at ``path`` the list of ``question``; returns how many. Raises ``Refusal``."""
    found = read_topics(path)
    workflow.set_topics(survey, question_of(survey, question), found)
    return len(found)


def export_comments(
    survey: OpenSurvey, out: Path, question: str | None = None, topic: str | None = None, lang: str = "vi"
) -> int:
    """Write what ``comments`` finds to the workbook ``out``, hidden; returns how many. Raises ``Refusal``."""
    if out.suffix.lower() != ".xlsx":
        raise Refusal("topics.suffix", found=out.suffix)
    with survey.snapshot():
        question = question_of(survey, question)
        titles = {each.code: each.title for each in queries.topics(survey).get(question, ())}
        found = comments(survey, question, topic, lang)
    rows: list[Sequence[str]] = [[words(f"topics.head_{name}", lang) for name in ("number", "comment", "topics")]]
    rows += [[each.id[:SHOWN_OF_ID], each.text, "; ".join(titles[code] for code in each.topics)] for each in found]
    with beside(out) as part:
        write_workbook(part, [Sheet(words("topics.sheet", lang), rows, widths=(16, 90, 40))])
    return len(found)
