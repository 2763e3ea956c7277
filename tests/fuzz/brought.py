"""Files that others bring: packages, returns, backups, key files, surveys, reports, templates; what is scanned.

Most are made of a survey, so each case makes them when it begins.
"""

from __future__ import annotations

import io
import shutil
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from sipas_desktop import signature
from sipas_desktop.domain.secret_digits import badge_code, read_badge_code, read_recovery_code, recovery_code
from sipas_desktop.domain.serial import make, page_code, read, read_page_code, scanned
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.handouts import hand_out_to, merge_files, return_to
from sipas_desktop.jobs.packages import merge_packages, read_public_key
from sipas_desktop.jobs.report import make_report
from sipas_desktop.jobs.templates import fill
from sipas_desktop.jobs.verifying import verify_report
from sipas_desktop.paper.logo import read_logo
from sipas_desktop.store import backups, keys, workflow
from sipas_desktop.store.database import OpenSurvey, open_survey
from sipas_desktop.store.restoring import restore
from sipas_desktop.store.salvage import salvage
from tests.packages import Office, of_survey
from tests.surveys import PASSWORD, Station, opened_station, station

SIGNER = "1f" * 32  # the private key of the office that packages come from
MAPPING = """format = 1
[cells]
"A!A1" = "title"
"A!B2" = "index"
[[rows]]
sheet = "A"
first = 4
per = "question"
[rows.columns]
A = "place"
B = "satisfied_percent"
"""


@dataclass
class World:
    """A survey with settled ballots in the folder ``folder``, and a folder for what is made of a file."""

    folder: Path
    desk: Station

    @property
    def survey(self) -> OpenSurvey:
        return self.desk.admin

    def place(self) -> Path:
        """A new empty folder."""
        made = self.folder / "made"
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
        return made


@contextmanager
def office(folder: Path) -> Iterator[World]:
    """An office that has settled some ballots, handed some out and knows another office."""
    with station(folder) as desk:
        desk.settled(3, overall="5")
        desk.received(2, batch="L9")
        workflow.register_office(desk.admin, "A", signature.public_of(SIGNER))
        yield World(folder, desk)


def facts(world: World) -> object:
    """What a refused file must leave as it was, and that no other file is left beside the survey."""
    with world.survey.reading() as conn:
        counted = conn.exec_driver_sql("SELECT count(*) FROM fact").scalar_one()
    return counted, sorted(path.name for path in world.folder.iterdir() if path.name != "made")


# ------------------------------------------------------------------------------------------------- packages and returns


def packages(world: World) -> Mapping[str, bytes]:
    """A package of another office."""
    sender = Office(world.place(), "A", private=SIGNER)
    path = sender.write(of_survey(sender, world.survey, "452"))
    return {"a.zip": path.read_bytes()}


def merge_package(path: Path, world: World) -> None:
    merge_packages(world.survey, [path])


def returns(world: World) -> Mapping[str, bytes]:
    """What a station brings home, as a zip."""
    place = world.place()
    hand_out_to(world.survey, place / "tram.zip", batches=["L9"])
    backups.unpack(place / "tram.zip", place / "tram.sipas")
    there = opened_station(place / "tram.sipas")
    return_to(there.admin, place / "ve.zip")
    there.close()
    return {"ve.zip": (place / "ve.zip").read_bytes()}


def merge_return(path: Path, world: World) -> None:
    merge_files(world.survey, [path])


def public_keys(world: None) -> Mapping[str, bytes]:
    return {"khoa.pem": signature.public_pem(signature.public_of(SIGNER))}


def register(path: Path, world: None) -> None:
    read_public_key(path)


# ---------------------------------------------------------------------------------------------- surveys and key files


def saved(world: World) -> Mapping[str, bytes]:
    """A backup."""
    made = backups.back_up(world.survey, [world.place()])
    return {"sao.zip": made.paths[0].read_bytes()}


def restored(path: Path, world: World) -> None:
    place = world.place()
    backups.listed(path.parent, world.survey.path)
    try:
        restore(path, place / "moi.sipas", "admin", PASSWORD)
    except Refusal:
        assert list(place.iterdir()) == [], "refused, and something is left"
        raise


def key_files(world: World) -> Mapping[str, bytes]:
    return {"a.sipas.keys": keys.path_of(world.survey.path).read_bytes()}


def unlock(path: Path, world: World) -> None:
    survey = path.with_name("a.sipas")
    assert keys.path_of(survey) == path
    keys.title_of(survey)
    keys.unlock(survey, "Lan", PASSWORD)


def surveys(world: World) -> Mapping[str, bytes]:
    """A copy of the survey, all of it in one file."""
    place = world.place()
    made = backups.back_up(world.survey, [place])
    backups.unpack(made.paths[0], place / "a.sipas")
    return {"a.sipas": (place / "a.sipas").read_bytes()}


def opened(path: Path, world: World) -> None:
    """Opened and checked; where it is damaged, what is whole of it is salvaged."""
    place = world.place()
    own = place / "a.sipas"
    shutil.copyfile(path, own)
    shutil.copyfile(keys.path_of(world.survey.path), keys.path_of(own))
    try:
        open_survey(own, "admin", PASSWORD).close()
    except Refusal:
        for left in place.glob("a.sipas-*"):
            left.unlink()
        salvage(own, place / "cuu.sipas", "admin", PASSWORD)


# ------------------------------------------------------------------------------------------------ reports and templates


def reports(world: World, *kinds: str) -> Mapping[str, bytes]:
    place = world.place()
    for kind in kinds:
        make_report(world.survey, place / f"bao cao.{kind}")
    return {path.name: path.read_bytes() for path in place.iterdir()}


def verify(path: Path, world: World) -> None:
    for each in verify_report(world.survey, path).differs:
        assert each.kind


@cache
def templates() -> Mapping[str, bytes]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "A"
    sheet.merge_cells("D1:E1")
    sheet["C2"] = "=B2*2"
    sheet["B2"].number_format = "0.00%"
    made = io.BytesIO()
    book.save(made)
    return {"mau.xlsx": made.getvalue()}


def fill_template(path: Path, world: World) -> None:
    place = world.place()
    (place / "o.toml").write_text(MAPPING, encoding="utf-8")
    _filled(world, path, place / "o.toml", place)


def fill_by(path: Path, world: World) -> None:
    place = world.place()
    (place / "mau.xlsx").write_bytes(templates()["mau.xlsx"])
    _filled(world, place / "mau.xlsx", path, place)


def _filled(world: World, template: Path, mapping: Path, place: Path) -> None:
    before = sorted(place.iterdir())
    try:
        fill(world.survey, template, mapping, place / "ra.xlsx")
    except Refusal:
        assert sorted(place.iterdir()) == before, "refused, and something is left"
        raise


# ----------------------------------------------------------------------------------------------------- pictures, codes


def png(width: int, height: int, *more: bytes) -> bytes:
    """A grey picture; ``more``: chunks before its end."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes(range(width)) for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"tEXt", b"a\0b"), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def logo(path: Path, world: None) -> None:
    read_logo(path.read_bytes())


CODES = {
    "serial.txt": make("48213", 7).encode(),
    "page.txt": page_code(make("48213", 7), 2, 3).encode(),
    "short.txt": make("48213", 7)[5:].encode(),
    "badge.txt": badge_code(bytes(range(16))).encode(),
    "sheet.txt": " ".join(recovery_code(bytes(range(32)))).encode(),
}


def typed(path: Path, world: None) -> None:
    """What a scanner types, or somebody from a sheet."""
    text = path.read_bytes().decode("utf-8", "replace")
    scanned(text)
    read_page_code(text)
    secret = read_badge_code(text)
    if secret is not None:
        assert badge_code(secret) == text.strip()
        return
    for reader in (lambda: read(text, "48213"), lambda: read_recovery_code(text)):
        try:
            reader()
        except Refusal as refusal:
            last = refusal
        else:
            return
    raise last
