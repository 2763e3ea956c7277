"""The tables of packages: the office's own key, keys of other offices, packages that were merged; ``models`` holds all
others.

``signing_secret`` and ``package_file`` hold what facts name by a key or a hash; all others are projections.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, Table, Text

from sipas_desktop.store.models_base import RowNumber, metadata

signing_secret = Table(  # private keys of this office
    "signing_secret",
    metadata,
    Column("public", Text, primary_key=True),
    Column("private", Text, nullable=False),
)

package_file = Table(  # packages that were merged, without those that they held
    "package_file",
    metadata,
    Column("sha256", Text, primary_key=True),  # of the manifest
    Column("content", LargeBinary, nullable=False),
)

signing_key = Table(  # public keys with which this office signed; the newest one is in use
    "signing_key",
    metadata,
    Column("fact", RowNumber, primary_key=True, autoincrement=False),
    Column("public", Text, nullable=False),
)

office = Table(  # offices whose packages are taken
    "office",
    metadata,
    Column("public", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("units", Text, nullable=False),  # JSON list of codes it may speak for; empty: any
    Column("removed", Boolean, nullable=False),
    Column("fact", RowNumber, nullable=False),  # the fact that said so last
)

package = Table(
    "package",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("source", Text, nullable=False, index=True),  # the survey that it is of
    Column("title", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("public", Text, nullable=False),  # who signed it
    Column("vouched", Text),  # the package that held it, where it did not come by itself
    Column("records", Integer, nullable=False),
    Column("created", Text, nullable=False),
    Column("counts", Boolean, nullable=False),  # of each source one does
    Column("fact", RowNumber, nullable=False),
)

package_run = Table(  # the runs in which the records of a package that counts lie
    "package_run",
    metadata,
    Column("run", ForeignKey("print_run.id"), primary_key=True),
    Column("package", ForeignKey("package.sha256"), nullable=False),
)

package_unit = Table(  # what became of the ballots of a package that counts, by unit, group and wave
    "package_unit",
    metadata,
    Column("package", ForeignKey("package.sha256"), primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("group", Text, primary_key=True),
    Column("wave", Text, primary_key=True),
    Column("name", Text, nullable=False),  # what its office calls the unit
    Column("printed", Integer, nullable=False),
    Column("issued", Integer, nullable=False),
    Column("returned", Integer, nullable=False),
    Column("invalid", Text, nullable=False),  # JSON: reason → ballots
    Column("valid", Integer, nullable=False),
    Column("settled", Integer, nullable=False),
    Column("online", Integer, nullable=False),
    Column("single_keyed", Integer, nullable=False),
    sqlite_with_rowid=False,
)

package_required = Table(  # the least numbers that the plan asks of a unit, as its office counted them
    "package_required",
    metadata,
    Column("package", ForeignKey("package.sha256"), primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("required", Integer, nullable=False),
    sqlite_with_rowid=False,
)

TABLES: Final = (signing_key, office, package, package_run, package_unit, package_required)
