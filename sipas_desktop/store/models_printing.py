"""Print runs: how they are printed, which were given up, whose file has no name yet, reprints; all projections."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from sipas_desktop.store.models_base import RowNumber, metadata

print_run = Table(
    "print_run",
    metadata,
    Column("id", Text, primary_key=True),
    Column("purpose", Text, nullable=False),  # ballots | labels | online | package | package_online
    Column("form", ForeignKey("form.sha256"), nullable=False),
    Column("group", Text, nullable=False),
    Column("unit", Text),
    Column("wave", Text),
    Column("sector", Text),  # code of one of the plan's sectors
    Column("first", Integer, nullable=False),  # running number of the first ballot
    Column("count", Integer, nullable=False),
    Column("published", RowNumber),  # the fact that made its ballots valid; empty while the run is printed
)

print_order = Table(  # laid down with the reserved run, which needs it to go on as it began
    "print_order",
    metadata,
    Column("run", ForeignKey("print_run.id"), primary_key=True),
    Column("sorted_by", Text, nullable=False),  # list | unit | interviewer | route
    Column("spares", Integer, nullable=False),
    Column("style", Text),  # as canonical JSON; NULL for labels, and for runs of older programs
    Column("labels", Text),  # on which sheets, from which label on, as canonical JSON; NULL for ballots, and for older
)

print_style = Table(  # of published runs of ballots
    "print_style",
    metadata,
    Column("run", ForeignKey("print_run.id"), primary_key=True),
    Column("style", Text, nullable=False),  # as canonical JSON
    Column("boxes", Text, nullable=False),  # SHA-256 of the map of its boxes
)

unreleased = Table(  # published runs whose file had no name yet
    "unreleased",
    metadata,
    Column("run", ForeignKey("print_run.id"), primary_key=True),
    Column("fact", RowNumber, nullable=False),
)

reprint = Table(
    "reprint",
    metadata,
    Column("fact", RowNumber, primary_key=True),
    Column("serial", Text, primary_key=True),
    sqlite_with_rowid=False,
)

given_up = Table(
    "given_up",
    metadata,
    Column("run", Text, primary_key=True),  # its row in print_run is gone
    Column("purpose", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("count", Integer, nullable=False),  # serials that are never given out again
    Column("fact", RowNumber, nullable=False),
)
