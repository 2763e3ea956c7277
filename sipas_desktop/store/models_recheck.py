"""The tables of phúc tra: who may be called, which ballots were drawn, what is known of each."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from sipas_desktop.store.models_base import RowNumber, metadata

consent = Table(  # sample members who may be called or sent messages; who is not here may not
    "consent",
    metadata,
    Column("member", Text, primary_key=True),  # of an import that may still be running
    Column("fact", RowNumber, nullable=False),
    sqlite_with_rowid=False,
)

recheck_draw = Table(
    "recheck_draw",
    metadata,
    Column("fact", RowNumber, primary_key=True, autoincrement=False),
    Column("how", Text, nullable=False),  # random | interviewer | serials
)

recheck = Table(  # a ballot that was drawn, once and for all
    "recheck",
    metadata,
    Column("serial", ForeignKey("ballot.serial"), primary_key=True),
    Column("number", Integer, nullable=False, unique=True),  # in the order of drawing: what messages and replies name
    Column("draw", ForeignKey("recheck_draw.fact"), nullable=False),
    Column("sent", RowNumber),  # the fact that gave out her number last
    Column("result", Text),  # confirmed | failed | refused | unreached | unclear
    Column("reply", ForeignKey("personal.id")),  # the words of an unclear one
    Column("answered", RowNumber),  # the fact that said the result
)
