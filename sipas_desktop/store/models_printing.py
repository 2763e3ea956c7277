"""The table of how ballots were printed, a projection of the facts; ``models`` holds the runs themselves."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, Text

from sipas_desktop.store.models_base import metadata

print_style = Table(  # of runs of ballots
    "print_style",
    metadata,
    Column("run", ForeignKey("print_run.id"), primary_key=True),
    Column("style", Text, nullable=False),  # as canonical JSON
    Column("boxes", Text, nullable=False),  # SHA-256 of the map of its boxes
)
