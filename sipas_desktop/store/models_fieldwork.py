"""Tables of fieldwork: interviewers, whose members they are, and every step of a ballot on its way there and back."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from sipas_desktop.store.models_base import RowNumber, metadata

interviewer = Table(
    "interviewer",
    metadata,
    Column("code", Text, primary_key=True),
    Column("area", Text, nullable=False),  # units or parts of addresses, joined by "; "; empty: anywhere
    Column("name", ForeignKey("personal.id")),  # empty in a station's file, which gets codes only
    Column("phone", ForeignKey("personal.id")),
    Column("note", ForeignKey("personal.id")),
    Column("removed", Boolean, nullable=False),  # she gets nothing any more; what she had names her still
    Column("fact", RowNumber, nullable=False),  # the fact that said so last
)

assignment = Table(  # who brings a sample member her ballot
    "assignment",
    metadata,
    Column("member", ForeignKey("sample_member.id"), primary_key=True),
    Column("interviewer", ForeignKey("interviewer.code"), nullable=False, index=True),
    Column("fact", RowNumber, nullable=False),  # the fact that assigned her, or put her in an assigned member's place
    sqlite_with_rowid=False,
)

field_step = Table(
    "field_step",
    metadata,
    Column("serial", ForeignKey("ballot.serial"), primary_key=True),
    Column("fact", RowNumber, primary_key=True),  # at a station the hand-out, for what the office says
    Column("step", Text, nullable=False),  # issued | an outcome
    Column("interviewer", ForeignKey("interviewer.code")),  # empty: nobody in particular, as at a desk or by mail
    Column("day", Text, nullable=False),
    Column("before", Integer),  # the fact of the step that it came after
    Column("withdrawn", RowNumber),  # the fact that took it back
    Column("stands", Boolean, nullable=False),  # the ballot's last one
    Index(None, "interviewer", "stands"),
    sqlite_with_rowid=False,
)
