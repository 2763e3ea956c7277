"""Brings the projections up to facts about topics: the lists, and what answers were sorted by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select

from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.store import models as m
from sipas_desktop.store import models_topic as t
from sipas_desktop.store.statements import Statement, inserting

Said = Mapping[str, Any]

_INSERT_LIST, _INSERT_TOPIC, _INSERT_SORTED = map(inserting, (t.topic_list, t.topic, t.sorted_comment))
_DROP_LIST = Statement(delete(t.topic_list).where(t.topic_list.c.question == bindparam("question")))
_DROP_TOPICS = Statement(delete(t.topic).where(t.topic.c.question == bindparam("question")))
_DROP_SORTED = Statement(delete(t.sorted_comment).where(t.sorted_comment.c.comment == bindparam("comment")))

LIST_FACT = Statement(select(t.topic_list.c.fact).where(t.topic_list.c.question == bindparam("question")))
TOPICS = Statement(
    select(t.topic.c.code, t.topic.c.title).where(t.topic.c.question == bindparam("question")).order_by(t.topic.c.place)
)
SORTED = Statement(
    select(t.sorted_comment.c.fact, t.sorted_comment.c.topics).where(t.sorted_comment.c.comment == bindparam("comment"))
)
# The question that the settled words answer; nothing where they are settled nowhere.
QUESTION_OF = Statement(
    select(m.settled.c.question).where(m.settled.c.personal == bindparam("comment"), m.settled.c.personal.is_not(None))
)
# What settled answers to a question have been sorted by.
IN_USE = Statement(
    select(t.sorted_comment.c.topics)
    .join(m.settled, m.settled.c.personal == t.sorted_comment.c.comment)
    .where(t.sorted_comment.c.question == bindparam("question"), m.settled.c.personal.is_not(None))
)


def topics_in_use(conn: Connection, question: str) -> set[str]:
    """Codes of the topics that settled answers to ``question`` have."""
    return {code for (codes,) in IN_USE.rows(conn, question=question) for code in codes.split()}


def topics_set(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The question's list as the fact says it, in place of the one before."""
    question = said["question"]
    _DROP_TOPICS.run(conn, question=question)
    _DROP_LIST.run(conn, question=question)
    _INSERT_LIST.run(conn, question=question, fact=fact.seq)
    rows = [
        {"question": question, "code": entry["code"], "place": place, "title": entry["title"]}
        for place, entry in enumerate(said["topics"], start=1)
    ]
    _INSERT_TOPIC.run_many(conn, rows)


def comment_sorted(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The topics of an answer, in place of those that it had."""
    _DROP_SORTED.run(conn, comment=said["written"])
    _INSERT_SORTED.run(
        conn, comment=said["written"], question=said["question"], topics=" ".join(said["topics"]), fact=fact.seq
    )


PROJECT: Final[dict[str, Callable[[Connection, Fact, Said, str], None]]] = {
    FactKind.TOPICS_SET: topics_set,
    FactKind.COMMENT_SORTED: comment_sorted,
}
