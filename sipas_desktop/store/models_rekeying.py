"""The tables of third keyings: what is sent back, and where a third keying settled fields."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from sipas_desktop.store.models_base import RowNumber, metadata

rekeying = Table(  # what is sent back to a third clerk
    "rekeying",
    metadata,
    Column("fact", RowNumber, primary_key=True, autoincrement=False),
    Column("serial", ForeignKey("ballot.serial"), nullable=False, index=True),
    Column("questions", Text, nullable=False),  # codes, joined by spaces
    Column("operator", Text, nullable=False),  # who asked
    Column("ended", RowNumber),  # the fact that withdrew it, or opened one of the first two passes again
)

settling_by_third = Table(  # where a third keying settled fields by agreeing with one of the two
    "settling_by_third",
    metadata,
    Column("serial", ForeignKey("ballot.serial"), primary_key=True),
    Column("fields", Integer, nullable=False),
)
