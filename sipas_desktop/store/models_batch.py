"""Tables of batches at work: who has which, and what was found when their papers were counted."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text

from sipas_desktop.store.models_base import RowNumber, metadata

batch_claim = Table(  # who keys on a batch here now; another file has claims of its own
    "batch_claim",
    metadata,
    Column("batch", ForeignKey("batch.code"), primary_key=True),
    Column("pass", Integer, primary_key=True),
    Column("operator", Text, nullable=False),
    Column("fact", RowNumber, nullable=False),  # the fact that gave it to her
    sqlite_with_rowid=False,
)

batch_count = Table(  # the last count of its papers
    "batch_count",
    metadata,
    Column("batch", ForeignKey("batch.code"), primary_key=True),
    Column("papers", Integer, nullable=False),
    Column("listed", Boolean, nullable=False),  # by their serials; else only their number is known
    Column("fact", RowNumber, nullable=False),
    sqlite_with_rowid=False,
)

batch_stray = Table(  # what that count found missing or extra
    "batch_stray",
    metadata,
    Column("batch", ForeignKey("batch.code"), primary_key=True),
    Column("serial", ForeignKey("ballot.serial"), primary_key=True),
    Column("extra", Boolean, nullable=False),  # in the bundle and not of the batch; else the reverse
    sqlite_with_rowid=False,
)
