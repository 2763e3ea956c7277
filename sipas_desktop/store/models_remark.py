"""The table of remarks: what the office wrote into its reports beside the figures."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, Text

from sipas_desktop.store.models_base import RowNumber, metadata

remark = Table(
    "remark",
    metadata,
    Column("about", Text, primary_key=True),  # canonical JSON: of what part of the survey the report is
    Column("section", Text, primary_key=True),
    Column("text", ForeignKey("personal.id"), nullable=False),  # free text may name somebody
    Column("fact", RowNumber, nullable=False),  # the fact that said so last
    sqlite_with_rowid=False,
)
