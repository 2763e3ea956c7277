"""Tables of an office's topics: the list of each question, and which of them an answer has."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from sipas_desktop.store.models_base import RowNumber, metadata

topic_list = Table(
    "topic_list",
    metadata,
    Column("question", Text, primary_key=True),
    Column("fact", RowNumber, nullable=False),  # the fact that said the list last
)

topic = Table(
    "topic",
    metadata,
    Column("question", ForeignKey("topic_list.question"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("place", Integer, nullable=False),  # in the office's order, from 1
    Column("title", Text, nullable=False),
    sqlite_with_rowid=False,
)

sorted_comment = Table(
    "sorted_comment",
    metadata,
    Column("comment", ForeignKey("personal.id"), primary_key=True),  # the words, wherever they are settled
    Column("question", Text, nullable=False),
    Column("topics", Text, nullable=False),  # codes in their order, a space between; empty: none any more
    Column("fact", RowNumber, nullable=False),
)

TABLES = (topic_list, topic, sorted_comment)
