"""An office groups what respondents wrote by topics of its own. The words themselves never stand in a fact."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.topics import LONGEST, MOST, Topic, is_list, open_questions
from sipas_desktop.errors import Refusal
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.on_topics import LIST_FACT, QUESTION_OF, SORTED, TOPICS, topics_in_use
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow.permission import acting


def set_topics(survey: OpenSurvey, question: str, topics: Sequence[Topic]) -> bool:
    """Make ``topics`` the list of ``question``, in this order; whether anything is other than before.

    Raises ``Refusal`` for a question that does not ask for words, a code or title that is none or stands twice, and
    where a topic would be gone that answers are sorted by.
    """
    topics = [Topic(each.code.strip(), " ".join(each.title.split())) for each in topics]
    asked = open_questions(survey.forms.in_use())
    if question not in asked:
        raise Refusal("topics.question", found=question, expected=" ".join(asked))
    if not is_list(topics):
        raise Refusal("topics.list", most=MOST, longest=LONGEST)
    with acting(survey, Verb.SORT_COMMENTS) as tx:
        before = [Topic(*row) for row in TOPICS.rows(tx.conn, question=question)]
        if topics == before:
            return False
        codes = {topic.code for topic in topics}
        gone = [topic for topic in before if topic.code in topics_in_use(tx.conn, question) - codes]
        if gone:
            raise Refusal("topics.in_use", topic=gone[0].code, title=gone[0].title)
        tx.append(
            FactKind.TOPICS_SET,
            question=question,
            topics=[{"code": topic.code, "title": topic.title} for topic in topics],
            supersedes=_named(tx.conn, LIST_FACT.scalar(tx.conn, question=question)),
        )
    return True


def sort_comment(survey: OpenSurvey, comment: str, topics: Collection[str]) -> tuple[str, ...]:
    """Give the answer ``comment`` these topics, none or several; returns those that it had, by which to undo it.

    Raises ``Refusal`` for words that are settled nowhere and for a topic that its question does not have.
    """
    with acting(survey, Verb.SORT_COMMENTS) as tx:
        question = QUESTION_OF.scalar(tx.conn, comment=comment)
        if question not in open_questions(survey.forms.in_use()):
            raise Refusal("topics.comment", found=comment)
        known = [code for code, _ in TOPICS.rows(tx.conn, question=question)]
        for code in topics:
            if code not in known:
                raise Refusal("topics.unknown", found=code, expected=" ".join(known))
        fact, held = SORTED.first(tx.conn, comment=comment) or (None, "")
        before = tuple(code for code in held.split() if code in known)
        chosen = [code for code in known if code in topics]
        if chosen != list(before):
            tx.append(
                FactKind.COMMENT_SORTED,
                written=comment,
                question=question,
                topics=chosen,
                supersedes=_named(tx.conn, fact),
            )
    return before


def _named(conn: Connection, seq: int | None) -> str | None:
    return None if seq is None else ref_of(conn, seq)
