"""Whether a fact about topics, or about records taken out with serials, could have happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.topics import Topic, is_list, open_questions
from sipas_desktop.store.on_topics import LIST_FACT, QUESTION_OF, SORTED, TOPICS, topics_in_use
from sipas_desktop.store.queries.legality_of_merges import ILLEGAL, unless
from sipas_desktop.store.references import ref_of

Said = Mapping[str, Any]
Judge = Callable[[Fact, Said, str], str | None]


def judges(conn: Connection, forms: Mapping[str, Form]) -> dict[str, Judge]:
    """Kind → what judges its facts before they are projected into the replay ``conn``."""
    asked = open_questions(forms.values())

    def named(seq: int | None) -> str | None:
        return None if seq is None else ref_of(conn, seq)

    def topics_set(fact: Fact, said: Said, operator: str) -> str | None:
        question, entries = said["question"], said["topics"]
        if any(set(entry) != {"code", "title"} for entry in entries) or question not in asked:
            return ILLEGAL
        topics = [Topic(**entry) for entry in entries]
        kept = topics_in_use(conn, question) <= {topic.code for topic in topics}
        return unless(
            is_list(topics) and kept and said["supersedes"] == named(LIST_FACT.scalar(conn, question=question))
        )

    def comment_sorted(fact: Fact, said: Said, operator: str) -> str | None:
        question, codes = said["question"], said["topics"]
        if QUESTION_OF.scalar(conn, comment=said["written"]) != question or question not in asked:
            return ILLEGAL
        of_question = [code for code, _ in TOPICS.rows(conn, question=question)]
        before = (SORTED.first(conn, comment=said["written"]) or (None, ""))[0]
        in_order = codes == [code for code in of_question if code in codes]
        return unless(in_order and said["supersedes"] == named(before))

    def records_taken(fact: Fact, said: Said, operator: str) -> str | None:
        return unless(said["records"] >= 0)

    return {
        FactKind.TOPICS_SET: topics_set,
        FactKind.COMMENT_SORTED: comment_sorted,
        FactKind.RECORDS_TAKEN: records_taken,
    }
