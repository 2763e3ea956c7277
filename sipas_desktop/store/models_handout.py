"""Tables of hand-outs: what went to stations, and which passes are keyed elsewhere."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from sipas_desktop.store.models_base import RowNumber, metadata

handout = Table(
    "handout",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("name", Text, nullable=False),  # where it went, in the office's words
    Column("passes", Text, nullable=False),  # 1 | 2 | 12
    Column("fact", RowNumber, nullable=False),
    Column("ballots", Integer, nullable=False),
    Column("merged", RowNumber),  # the last merge of its return
    Column("taken_back", RowNumber),
)

away = Table(  # the passes that are keyed elsewhere: in the office's file at stations, in a station's file not there
    "away",
    metadata,
    Column("serial", ForeignKey("ballot.serial"), primary_key=True),
    Column("pass", Integer, primary_key=True),
    Column("handout", ForeignKey("handout.id"), nullable=False),
    Column("operator", Text),  # in a station's file: who keyed it, where that was known
    sqlite_with_rowid=False,
)
