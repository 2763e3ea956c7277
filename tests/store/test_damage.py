"""A survey's files damaged in over 200 ways: each is noticed, restored, and salvaged with a list of what is lost.

Noticed: by opening the file, or by the reading of every page that follows sign-in. Every way is tried for that;
restoring and salvaging, which take longer, are tried on some of each kind.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.store import backups, keys, queries
from sipas_desktop.store.database import open_survey
from sipas_desktop.store.facts import all_heads
from sipas_desktop.store.restoring import restore
from sipas_desktop.store.salvage import Salvaged, salvage
from tests.surveys import CHEAP, PASSWORD, Station, station

PAGE, FRAME, WAL_HEADER = 4096, 4096 + 24, 32


@dataclass(frozen=True)
class Whole:
    """The files as they were: closed in order, and as a power cut would leave them, with a WAL."""

    closed: bytes
    crashed: bytes
    wal: bytes
    keys: bytes
    backup: Path
    in_backup: backups.Heads
    heads: backups.Heads
    crashed_heads: backups.Heads
    path: Path


Way = tuple[str, dict[str, bytes | None]]  # what was done; ending of the file's name → its bytes


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        with station(folder) as desk:
            desk.settled(3)
            made = backups.back_up(desk.admin, [folder / "b"]).paths[0]
            in_backup = heads_of(desk)
            desk.settled(5)
            with desk.admin.reading() as conn:
                conn.exec_driver_sql("ROLLBACK")
                conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            desk.settled(2)
            wal = desk.path.with_name(desk.path.name + "-wal").read_bytes()
            crashed, crashed_heads = desk.path.read_bytes(), heads_of(desk)
            desk.close()
            yield Whole(
                desk.path.read_bytes(),
                crashed,
                wal,
                keys.path_of(desk.path).read_bytes(),
                made,
                in_backup,
                crashed_heads,
                crashed_heads,
                desk.path,
            )


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)


def heads_of(desk: Station) -> backups.Heads:
    with desk.admin.reading() as conn:
        return all_heads(conn)


def flipped(raw: bytes, place: int, bit: int) -> bytes:
    changed = bytearray(raw)
    changed[place] ^= 1 << bit
    return bytes(changed)


def bits(whole: Whole) -> Iterator[Way]:
    chance = random.Random(3)
    for place in [0, 7, 15, 16, 99, 100, *(chance.randrange(len(whole.closed)) for _ in range(60))]:
        yield f"bit at {place}", {"": flipped(whole.closed, place, chance.randrange(8))}


def zeroed_pages(whole: Whole) -> Iterator[Way]:
    for start in range(0, len(whole.closed), PAGE):
        raw = whole.closed[:start] + bytes(PAGE) + whole.closed[start + PAGE :]
        yield f"page {start // PAGE + 1} zeroed", {"": raw}


def truncations(whole: Whole) -> Iterator[Way]:
    size = len(whole.closed)
    lengths = [0, 1, 15, 16, 511, 512, 4095, 4096, 4097, 8192, size - 1, size - 80, size - PAGE, size - PAGE + 1]
    for length in [*lengths, *range(3 * PAGE, size, size // 12)]:
        yield f"cut to {length}", {"": whole.closed[:length]}


def swapped_pages(whole: Whole) -> Iterator[Way]:
    chance = random.Random(5)
    count = len(whole.closed) // PAGE
    for _ in range(15):
        first, second = sorted(chance.sample(range(count), 2))
        pages = [whole.closed[at : at + PAGE] for at in range(0, len(whole.closed), PAGE)]
        pages[first], pages[second] = pages[second], pages[first]
        yield f"pages {first + 1} and {second + 1} swapped", {"": b"".join(pages)}


def headers(whole: Whole) -> Iterator[Way]:
    noise = random.Random(7).randbytes(PAGE)
    for words in (b"SQLite format 3\0", bytes(16), noise[:100], noise, b"PK\x03\x04" * 64):
        yield f"header overwritten with {words[:4]!r}", {"": words + whole.closed[len(words) :]}


def damaged_wals(whole: Whole) -> Iterator[Way]:
    """All but the last transaction: a torn one at the end looks as a power cut leaves it."""
    chance = random.Random(9)
    frames = (len(whole.wal) - WAL_HEADER) // FRAME
    commits = [n for n in range(frames) if any(whole.wal[WAL_HEADER + n * FRAME + 4 :][:4])]
    last = WAL_HEADER + (commits[-2] + 1) * FRAME
    for place in [*range(0, WAL_HEADER, 5), *(chance.randrange(WAL_HEADER, last) for _ in range(25))]:
        yield f"WAL, bit at {place}", {"": whole.crashed, "-wal": flipped(whole.wal, place, chance.randrange(8))}
    for start in (0, WAL_HEADER, WAL_HEADER + FRAME):
        raw = whole.wal[:start] + bytes(FRAME) + whole.wal[start + FRAME :]
        yield f"WAL, zeroed from {start}", {"": whole.crashed, "-wal": raw}


def last_torn(whole: Whole) -> Iterator[Way]:
    """The last transaction as a power cut may leave it: one of its sectors was not written, or not in this round."""
    frames = (len(whole.wal) - WAL_HEADER) // FRAME
    commits = [n for n in range(frames) if any(whole.wal[WAL_HEADER + n * FRAME + 4 :][:4])]
    first, second = struct.unpack_from(">II", whole.wal, 16)
    for number in range(commits[-2] + 1, commits[-1] + 1):
        start = WAL_HEADER + number * FRAME
        for salts in (bytes(8), struct.pack(">II", (first - 3) & 0xFFFFFFFF, second ^ 0x1357)):
            raw = whole.wal[: start + 8] + salts + whole.wal[start + 16 :]
            yield f"WAL, frame {number} with {salts.hex()}", {"": whole.crashed, "-wal": raw}


def pages_torn(whole: Whole) -> Iterator[Way]:
    """The file as a power cut may leave it while the log is written into it: pages half written, whole in the WAL."""
    for place in range(WAL_HEADER, len(whole.wal), FRAME):
        page = int.from_bytes(whole.wal[place : place + 4], "big")
        start = (page - 1) * PAGE
        if start + PAGE <= len(whole.crashed):
            raw = whole.crashed[: start + 512] + bytes(512) + whole.crashed[start + 1024 :]
            yield f"page {page} torn", {"": raw, "-wal": whole.wal}


def key_files(whole: Whole) -> Iterator[Way]:
    chance = random.Random(11)
    yield "no key file", {"": whole.closed, ".keys": None}
    for raw in (b"", b"{}", b"[]", whole.keys[: len(whole.keys) // 2], whole.keys[:-1], bytes(len(whole.keys))):
        yield f"key file of {len(raw)} bytes", {"": whole.closed, ".keys": raw}
    for _ in range(15):
        place = chance.randrange(len(whole.keys))
        if not whole.keys[place : place + 1].isspace():
            yield f"key file, bit at {place}", {"": whole.closed, ".keys": flipped(whole.keys, place, 1)}


KINDS: dict[str, Callable[[Whole], Iterator[Way]]] = {
    each.__name__: each for each in (bits, zeroed_pages, truncations, swapped_pages, headers, damaged_wals, key_files)
}


def lay(whole: Whole, folder: Path, files: dict[str, bytes | None]) -> Path:
    """The damaged survey in ``folder``, in place of the one before."""
    path = folder / whole.path.name
    for ending in ("", "-wal", "-shm", ".keys"):
        own = path.with_name(path.name + ending)
        raw = files.get(ending, whole.keys if ending == ".keys" else None)
        own.unlink(missing_ok=True)
        if raw is not None:
            own.write_bytes(raw)
    return path


def notice(path: Path) -> str:
    """The code of what is found at start-up; "" for nothing."""
    try:
        with open_survey(path, "admin", PASSWORD) as survey:
            backups.look_through(survey)
    except Refusal as found:
        return found.code
    return ""


def test_the_files_are_damaged_in_two_hundred_ways(whole: Whole) -> None:
    assert sum(len(list(ways(whole))) for ways in KINDS.values()) >= 200


def test_whole_files_are_found_whole(whole: Whole, tmp_path: Path) -> None:
    assert notice(lay(whole, tmp_path, {"": whole.closed})) == ""
    assert notice(lay(whole, tmp_path, {"": whole.crashed, "-wal": whole.wal})) == ""


@pytest.mark.parametrize("torn", [last_torn, pages_torn])
def test_what_a_power_cut_tore_is_no_damage(
    whole: Whole, tmp_path: Path, torn: Callable[[Whole], Iterator[Way]]
) -> None:
    ways = list(torn(whole))
    assert len(ways) >= 4, "the log was to have more frames"
    assert {way: notice(lay(whole, tmp_path, files)) for way, files in ways} == {way: "" for way, _ in ways}


@pytest.mark.parametrize("kind", KINDS)
def test_every_damage_is_noticed_at_start_up(whole: Whole, tmp_path: Path, kind: str) -> None:
    missed = [way for way, files in KINDS[kind](whole) if notice(lay(whole, tmp_path, files)) not in NOTICED]
    assert not missed, "; ".join(missed)


NOTICED = {"file.damaged", "file.wal_damaged", "keys.damaged", "keys.tampered", "keys.missing", "keys.wrong_password"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_takes_the_place_of_any(whole: Whole, tmp_path: Path, kind: str) -> None:
    for way, files in list(KINDS[kind](whole))[::15]:
        path = lay(whole, tmp_path, files)
        done = restore(whole.backup, path, "admin", PASSWORD, replace=True)
        assert done.aside is not None, way
        for ending, raw in files.items():
            if raw is not None:
                assert done.aside.with_name(done.aside.name + ending).read_bytes() == raw, way
        with open_survey(path, "admin", PASSWORD) as survey, survey.reading() as conn:
            assert whole.in_backup.items() <= all_heads(conn).items(), way


def kept_of(whole: Whole, found: Salvaged) -> backups.Heads:
    """The heads in the new file, which must be a part of the old history and pass the check."""
    with open_survey(found.path, "admin", PASSWORD) as survey:
        assert queries.check_survey(survey).ok
        with survey.reading() as conn:
            heads = all_heads(conn)
    for session, (n, digest) in heads.items():
        if session in whole.heads:
            reached, last = whole.heads[session]
            assert n < reached or (n, digest) == (reached, last)
    return heads


@pytest.mark.parametrize("kind", KINDS)
def test_salvaging_tells_what_is_lost(whole: Whole, tmp_path: Path, kind: str) -> None:
    total = sum(n for n, _ in whole.heads.values())
    for number, (way, files) in enumerate(list(KINDS[kind](whole))[3::17]):
        path = lay(whole, tmp_path, files)
        found = salvage(path, tmp_path / f"{number}.sipas", "admin", PASSWORD, [whole.backup])
        heads = kept_of(whole, found)
        assert found.problems == (), way
        kept = {
            cut.session: cut.kept for cut in found.cut
        }  # the head of one that was cut is past its gap, if it is known
        assert (
            sum(kept.get(session, n) for session, (n, _) in heads.items() if session in whole.heads) == found.facts
        ), way
        assert found.facts >= sum(n for n, _ in whole.in_backup.values()), way
        # The last facts may be lost without a trace, when no page tells that there were any.
        assert found.facts + found.left_out + found.unread <= total, way
        assert found.certain or kind != "zeroed_pages" or way == "page 1 zeroed", way
        if found.certain:
            assert found.facts + found.left_out + found.unread == total, way
        for ending, raw in files.items():
            if raw is not None:
                assert path.with_name(path.name + ending).read_bytes() == raw, way  # only read


def test_without_a_backup_each_lost_fact_is_counted(whole: Whole, tmp_path: Path) -> None:
    """Every page in turn; where the first facts are lost nothing can be salvaged, and nothing is left behind."""
    total = sum(n for n, _ in whole.heads.values())
    outcomes = set()
    for way, files in list(zeroed_pages(whole))[-7:]:
        path = lay(whole, tmp_path, files)
        out = tmp_path / "cứu.sipas"
        try:
            found = salvage(path, out, "admin", PASSWORD)
        except Damaged:
            assert not out.exists()
            outcomes.add("nothing")
            continue
        kept_of(whole, found)
        assert found.facts + found.left_out + found.unread == total, way
        if not found.whole:
            assert found.bad_pages == 1, way
            assert found.cut, way
            for cut in found.cut:
                assert cut.kept + cut.found + cut.unread == whole.heads[cut.session][0], way
            assert sum(cut.unread for cut in found.cut) == found.unread, way
            assert bool(found.ballots) == bool(found.left_out), way
            outcomes.add("part")
        for leftover in tmp_path.glob("cứu*"):
            leftover.unlink()
    assert outcomes == {"nothing", "part"}


def test_what_a_damaged_wal_holds_is_not_lost(whole: Whole, tmp_path: Path) -> None:
    """SQLite would throw the answers behind the bad frame away; their pages carry their own checksums."""
    for start in (WAL_HEADER + 40, 3):  # in the first frame; in the header
        path = lay(whole, tmp_path, {"": whole.crashed, "-wal": flipped(whole.wal, start, 2)})
        found = salvage(path, tmp_path / f"{start}.sipas", "admin", PASSWORD, [whole.backup])
        lost = sum(n for n, _ in whole.crashed_heads.values()) - found.facts
        assert lost == found.unread + found.left_out
        assert found.facts > sum(n for n, _ in whole.in_backup.values())
