"""Tables of paper that goes from hand to hand: hand-overs between office and post, ballot boxes, mail."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text

from sipas_desktop.store.models_base import RowNumber, metadata

handover = Table(
    "handover",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 … as they were opened
    Column("direction", Text, nullable=False),
    Column("giver", ForeignKey("personal.id")),
    Column("receiver", ForeignKey("personal.id")),
    Column("day", Text, nullable=False),
    Column("milestone", Text),  # the one of the plan's calendar that asks for it
    Column("fact", RowNumber, nullable=False),  # the fact that opened it
    Column("closed", RowNumber),  # the fact that closed it
)

handover_ballot = Table(  # what either side scanned
    "handover_ballot",
    metadata,
    Column("handover", ForeignKey("handover.number"), primary_key=True),
    Column("serial", ForeignKey("ballot.serial"), primary_key=True, index=True),
    Column("given", Boolean, nullable=False),
    Column("taken", Boolean, nullable=False),
    Column("reason", ForeignKey("personal.id")),  # why only one side has it
    sqlite_with_rowid=False,
)

box_record = Table(  # a ballot box that was opened
    "box_record",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 … as they were recorded
    Column("box", Text, nullable=False),
    Column("unit", Text),
    Column("seal", Text, nullable=False),
    Column("whole", Boolean, nullable=False),  # the seal was unbroken
    Column("people", ForeignKey("personal.id")),  # one a line
    Column("day", Text, nullable=False),
    Column("papers", Integer, nullable=False),
    Column("valid", Integer, nullable=False),  # as they look
    Column("batch", Text, nullable=False, unique=True),  # its ballots are received into it; it may not be open yet
    Column("note", ForeignKey("personal.id")),
    Column("fact", RowNumber, nullable=False),  # the fact that said so last
)

mailing = Table(  # of ballots that were issued by a channel of the plan, as by mail: which one
    "mailing",
    metadata,
    Column("serial", ForeignKey("ballot.serial"), primary_key=True),
    Column("fact", RowNumber, primary_key=True),  # the one that issued it
    Column("channel", Text, nullable=False),
    sqlite_with_rowid=False,
)

reminder = Table(  # reminders that were printed
    "reminder",
    metadata,
    Column("serial", ForeignKey("ballot.serial"), primary_key=True),
    Column("fact", RowNumber, primary_key=True),
    Column("day", Text, nullable=False),
    sqlite_with_rowid=False,
)

TABLES: Final = (handover, handover_ballot, box_record, mailing, reminder)
