"""The tables of online answers and of the officers whom respondents evaluate; ``models`` holds all others.

An online answer is a ballot of a run whose purpose is "online", settled at once. All are projections of the facts.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from sipas_desktop.store.models_base import RowNumber, metadata

online_import = Table(
    "online_import",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("begun", RowNumber, nullable=False),  # the fact that began it
    Column("published", RowNumber),  # the fact that made its answers count; empty while it runs
)

online_run = Table(  # the runs of an import: one a wave
    "online_run",
    metadata,
    Column("run", ForeignKey("print_run.id"), primary_key=True),
    Column("import", ForeignKey("online_import.id"), nullable=False),
)

online_answer = Table(  # what an online ballot has that one of paper has not
    "online_answer",
    metadata,
    Column("serial", ForeignKey("ballot.serial"), primary_key=True),
    Column("fact", RowNumber, nullable=False),
    Column("officer", Text, index=True),  # code of the officer who was evaluated
    Column("dossier", ForeignKey("personal.id")),
    Column("key", Text, nullable=False),  # of its content: the same file twice adds nothing
)

online_total = Table(  # a source that gives totals only
    "online_total",
    metadata,
    Column("fact", RowNumber, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("group", Text, nullable=False),
    Column("unit", Text),
    Column("wave", Text),
    Column("answers", Integer, nullable=False),
    Column("superseded", RowNumber),  # the later fact about the same source, group, unit and wave
)

officer = Table(  # whom respondents evaluate by name
    "officer",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", ForeignKey("personal.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("fact", RowNumber, nullable=False),  # the fact that named her last
)
