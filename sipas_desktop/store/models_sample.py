"""The tables of the sample: members as imported, who was drawn, who came in whose place, who was erased, and links.

Members, who was drawn and links are what facts commit to or can be derived from; ``draw``, ``replacement`` and
``erased`` are projections.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from sipas_desktop.store.models_base import RowNumber, metadata

sample_import = Table(
    "sample_import",
    metadata,
    Column("id", Text, primary_key=True),
    Column("published", RowNumber),  # the fact that made its rows valid; empty while the import runs
    Column("draw", Text),  # the draw that its frame rows were last part of
)

sample_member = Table(
    "sample_member",
    metadata,
    Column("id", Text, primary_key=True),
    Column("import", ForeignKey("sample_import.id"), nullable=False),
    Column("position", Integer, nullable=False),  # order in the list
    Column("list", Text, nullable=False),  # frame | official | reserve
    Column("name", Text),
    Column("address", Text),
    Column("phone", Text),
    Column("unit", Text),
    Column("sector", Text),
    Column("procedure", Text),
    Column("dossier", Text, index=True),
    Column("received", Text),
    Column("resulted", Text),
    Column("note", Text),
    Column("salt", Text),
    Column("commitment", Text, nullable=False),
)

draw = Table(
    "draw",
    metadata,
    Column("id", Text, primary_key=True),
    Column("published", RowNumber),  # the fact that says it; empty while the draw is written down
    Column("superseded", RowNumber),  # the draw that took its place
)

drawn = Table(  # who was drawn; ``check`` draws again from the members and compares
    "drawn",
    metadata,
    Column("draw", Text, primary_key=True),
    Column("member", ForeignKey("sample_member.id"), primary_key=True, index=True),
    Column("list", Text, nullable=False),  # official | reserve
    Column("stratum", Integer, nullable=False),  # place of its stratum in the draw's fact, from 0
    Column("place", Integer, nullable=False),  # in the stratum's list, from 1
    sqlite_with_rowid=False,
)

replacement = Table(  # members of an official list in whose place one of the reserve came
    "replacement",
    metadata,
    Column("member", ForeignKey("sample_member.id"), primary_key=True),
    Column("by", ForeignKey("sample_member.id"), nullable=False, unique=True),
    Column("fact", RowNumber, nullable=False),
)

erased = Table(  # members of whom nothing is known any more but unit, sector and procedure
    "erased",
    metadata,
    Column("member", ForeignKey("sample_member.id"), primary_key=True),
    Column("phone", Text, nullable=False),  # what she had: "" | phone | mobile; earlier draws of phúc tra rest on it
    Column("fact", RowNumber, nullable=False),
    sqlite_with_rowid=False,
)

link = Table(  # the only place where a serial and a person meet
    "link",
    metadata,
    Column("serial", ForeignKey("ballot.serial"), primary_key=True),
    Column("member", ForeignKey("sample_member.id"), nullable=False, unique=True),
    Column("salt", Text, nullable=False),
    Column("commitment", Text, nullable=False),  # to serial and member; the print run's fact holds one hash over all
)

unlinked = Table(  # of a ballot whose link was destroyed: what figures need, committed to by the fact that says so
    "unlinked",
    metadata,
    Column("serial", ForeignKey("ballot.serial"), primary_key=True),
    Column("draw", Text),  # and stratum, where ballots are weighted by strata
    Column("stratum", Integer),
    Column("interviewer", Text),  # whom its member was assigned to
    Column("askable", Integer, nullable=False),  # 1: it was back, and its member could be asked by phúc tra; else 0
)

unlinking = Table(  # one row: the fact that says that links were destroyed
    "unlinking",
    metadata,
    Column("fact", RowNumber, primary_key=True, autoincrement=False),
)

PROJECTIONS: Final = (draw, drawn, replacement, erased, unlinking)
