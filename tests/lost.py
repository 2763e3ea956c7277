"""Facts that are lost from a survey's file, as by a bad page or by somebody who has the key, and what is salvaged."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from sipas_desktop.store import keys
from sipas_desktop.store.database import open_survey
from sipas_desktop.store.salvage import Salvaged, salvage
from tests.surveys import PASSWORD


def places(path: Path, where: str = "1") -> list[int]:
    with open_survey(path, "admin", PASSWORD) as survey, survey.reading() as conn:
        return [seq for (seq,) in conn.exec_driver_sql(f"SELECT seq FROM fact WHERE {where} ORDER BY seq")]


def change(path: Path, statement: str) -> None:
    """As somebody does who has the key, or a page that is lost."""
    with open_survey(path, "admin", PASSWORD) as survey, survey.reading() as conn:
        conn.exec_driver_sql("ROLLBACK")
        conn.exec_driver_sql("PRAGMA foreign_keys = OFF")
        conn.exec_driver_sql(statement)
        conn.commit()
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def copied(path: Path, name: str) -> Path:
    copy = path.with_name(name)
    for source, target in ((path, copy), (keys.path_of(path), keys.path_of(copy))):
        shutil.copyfile(source, target)
    return copy


def lose(path: Path, gone: Iterable[int], name: str) -> tuple[Path, Salvaged]:
    """A copy without the facts at ``gone``, and what was salvaged of it."""
    damaged = copied(path, f"{name}.sipas")
    change(damaged, f"DELETE FROM fact WHERE seq IN ({', '.join(map(str, gone))})")
    return damaged, salvage(damaged, path.with_name(f"{name} cứu.sipas"), "admin", PASSWORD)
