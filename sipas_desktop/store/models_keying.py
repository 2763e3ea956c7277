"""The tables of sampled double keying: the seed, what is known of each operator's errors, second keyings demanded."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from sipas_desktop.store.models_base import RowNumber, metadata

keying_seed = Table(
    "keying_seed",
    metadata,
    Column("fact", RowNumber, primary_key=True, autoincrement=False),
    Column("seed", Text, nullable=False),  # 64 hex digits; no page and no command shows it
)

judged_ballot = Table(  # a settled ballot that was keyed twice: whose fields they were, and how many settled otherwise
    "judged_ballot",
    metadata,
    Column("serial", ForeignKey("ballot.serial"), primary_key=True),
    Column("first", Text, nullable=False),  # operator
    Column("first_fields", Integer, nullable=False),
    Column("first_errors", Integer, nullable=False),
    Column("second", Text, nullable=False),
    Column("second_fields", Integer, nullable=False),
    Column("second_errors", Integer, nullable=False),
    sqlite_with_rowid=False,
)

judged_keyer = Table(  # the sums of those, which are asked for at every ballot
    "judged_keyer",
    metadata,
    Column("operator", Text, primary_key=True),
    Column("ballots", Integer, nullable=False),  # at least 1
    Column("fields", Integer, nullable=False),
    Column("errors", Integer, nullable=False),
    sqlite_with_rowid=False,
)

second_demanded = Table(  # ballots that one keying never settles again
    "second_demanded",
    metadata,
    Column("serial", ForeignKey("ballot.serial"), primary_key=True),
    Column("fact", RowNumber, nullable=False),
    sqlite_with_rowid=False,
)
