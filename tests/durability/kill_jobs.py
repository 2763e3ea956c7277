"""The jobs of an office that are killed: each as people do it, and what its folder must hold whenever it died.

``work`` does the job in a process of its own and says what each verb that returned has acknowledged; done again, it
goes on with what an earlier process left. ``look`` tells, after that process died, how far it had come, and asserts
that everything which it had said is there. ``result`` is what must come out alike, killed or not.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import openpyxl

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.form import Kind
from sipas_desktop.jobs.backups import back_up_everywhere
from sipas_desktop.jobs.ballots import continue_run, print_run
from sipas_desktop.jobs.samples import accept_sample, preview_sample
from sipas_desktop.store import backups, keys, migrations, queries, workflow
from sipas_desktop.store.ballot_rows import answers, keyings
from sipas_desktop.store.database import OpenSurvey, open_survey
from sipas_desktop.store.engine import make_engine
from sipas_desktop.store.pages import Pages
from sipas_desktop.store.restoring import restore
from tests.durability.kill_accounts import ACCOUNT_JOBS
from tests.durability.kill_base import SURVEY, Job, Said, Say, acknowledged, came_out, opened, sound, states
from tests.durability.kill_stations import STATION_JOBS
from tests.stations import outcome
from tests.surveys import PASSWORD, drop_since, station

BACKUPS: Final = "khảo sát sao luu"
NAME: Final = "Phùng Thị Mười Lăm"
DOSSIER: Final = "H57.21-240105-0007"
PEOPLE: Final = 30


# -- keying ------------------------------------------------------------------------------------------------------------


def two_received(folder: Path) -> None:
    with station(folder) as desk:
        desk.received(2)


def _due(survey: OpenSurvey, serial: str, pass_no: int) -> Iterator[tuple[str, list[Answer]]]:
    """What is keyed into each question, in order: the first is keyed wrong and then right."""
    form = next(iter(survey.forms.values()))
    for number, question in enumerate(form.questions):
        if question.kind is not Kind.RATED:
            yield question.code, [Answer("+", f"Ghi tay ở {serial}") if number % 2 else Answer(".")]
        elif number % 5 == 4 and pass_no == 2:
            yield question.code, [Answer("2")]
        else:
            yield question.code, [Answer("1"), Answer("4")] if number % 7 == 0 else [Answer("4")]


_TO_KEY: Final = {State.VALID: 1, State.FIRST_KEYING: 1, State.FIRST_KEYED: 2, State.SECOND_KEYING: 2}


def key_all(folder: Path, say: Say) -> None:
    with opened(folder) as admin, opened(folder, "Lan") as lan, opened(folder, "Mai") as mai:
        for serial in sorted(states(admin)):
            while pass_no := _TO_KEY.get(states(admin)[serial]):  # keyers are not told
                survey = lan if pass_no == 1 else mai
                keying = workflow.start_keying(survey, serial, pass_no)
                due = dict(_due(survey, serial, pass_no))
                for question in keying.questions:
                    if keying.answers.get(question.code) == due[question.code][-1]:
                        continue  # an earlier process did
                    for answer in due[question.code]:
                        workflow.record_answer(survey, keying, question.code, answer)
                        say("answer", serial, pass_no, question.code, answer.value, answer.text)
                workflow.complete_keying(survey, keying)
                say("complete", serial, pass_no)


def look_at_keying(folder: Path, said: Said) -> str:
    told = {(serial, no, code): Answer(*answer) for _, serial, no, code, *answer in acknowledged(said, "answer")}
    with opened(folder) as survey:
        sound(survey)
        with survey.reading() as conn:
            for (serial, no, code), answer in told.items():
                stored = answers(conn, keyings(conn, serial)[no].started)[code].answer
                assert stored in (answer, dict(_due(survey, serial, no))[code][-1]), (serial, no, code)
            completed = {
                (serial, row.pass_no)
                for serial in states(survey)
                for row in keyings(conn, serial).values()
                if row.completed is not None
            }
        assert {(serial, no) for _, serial, no in acknowledged(said, "complete")} <= completed
        return f"{len(completed)} passes"


# -- adjudication ------------------------------------------------------------------------------------------------------


def three_differing(folder: Path) -> None:
    with station(folder) as desk:
        for serial in desk.received(3):
            desk.key("Lan", 1, serial)
            desk.key("Mai", 2, serial, Q1="1", Q2="2", Q3="5")


def adjudicate_all(folder: Path, say: Say) -> None:
    with opened(folder, "Hòa") as survey:
        for found in queries.open_discrepancies(survey):
            workflow.adjudicate(survey, found.serial, found.question, Answer("3"), "Xem lại phiếu")
            say("decided", found.serial, found.question)


def look_at_adjudication(folder: Path, said: Said) -> str:
    with opened(folder, "Hòa") as survey:
        left = {(found.serial, found.question) for found in queries.open_discrepancies(survey)}
        assert not left & {(serial, question) for _, serial, question in said}
    with opened(folder) as survey:
        sound(survey)
        assert {state for serial, state in states(survey).items() if serial not in dict(left)} <= {State.SETTLED}
    return f"{len(left)} open"


# -- a sample list -----------------------------------------------------------------------------------------------------


def with_list(folder: Path) -> None:
    with station(folder, "hue-2024"):
        pass
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["STT", "Họ và tên", "Địa chỉ", "Số điện thoại"])
    for number in range(PEOPLE):
        book.active.append([number + 1, f"Người thứ {number}", f"Tổ {number}", f"09123400{number:02}"])
    book.save(folder / "danh sách.xlsx")


def import_list(folder: Path, say: Say) -> None:
    with opened(folder) as survey:
        preview = preview_sample(survey, folder / "danh sách.xlsx", "official")
        if preview.members:  # else an earlier process took them
            say("imported", accept_sample(survey, preview))


def look_at_list(folder: Path, said: Said) -> str:
    with opened(folder) as survey:
        sound(survey)
        there = queries.sample_counts(survey).official
        assert there in ({PEOPLE} if said else {0, PEOPLE})
        return f"{there} people"


def people(folder: Path) -> object:
    with opened(folder) as survey:
        return [(row.position, row.name, row.list) for row in queries.sample_members(survey)]


# -- a print run -------------------------------------------------------------------------------------------------------


def with_people(folder: Path) -> None:
    with station(folder, "hue-2024") as desk:
        some = [workflow.MemberData("official", f"Người {n}", dossier=f"H57-{n}") for n in range(PEOPLE)]
        workflow.import_sample(desk.admin, some, "0" * 64)


def print_all(folder: Path, say: Say) -> None:
    with opened(folder) as survey:
        for run in queries.interrupted_runs(survey):
            say("printed", continue_run(survey, folder / "phiếu.pdf", run.id).sha256)
        if not queries.ballots(survey):
            say("printed", print_run(survey, folder / "phiếu.pdf").sha256)


def _published(survey: OpenSurvey) -> list[str]:
    with survey.reading() as conn:
        query = f"SELECT payload FROM fact WHERE kind = '{FactKind.BALLOTS_PRINTED}'"
        return [json.loads(payload)["pdf_sha256"] for payload in conn.exec_driver_sql(query).scalars()]


def look_at_print(folder: Path, said: Said) -> str:
    out = folder / "phiếu.pdf"
    with opened(folder) as survey:
        sound(survey)
        published, left = _published(survey), queries.interrupted_runs(survey)
        ledger = queries.ledger(survey)
        assert ledger.printed == sum(ledger.states.values()) == PEOPLE * len(published)
        assert queries.sample_counts(survey).with_ballot == ledger.printed
        assert [sha256 for _, sha256 in said] in ([], published)
        if out.exists():
            assert [hashlib.sha256(out.read_bytes()).hexdigest()] == published
        else:
            assert not said and (left or not published)
        return f"{len(left)} interrupted, {len(published)} published{', named' if out.exists() else ''}"


def printed(folder: Path) -> object:
    assert (folder / "phiếu.pdf").exists()
    with opened(folder) as survey, survey.reading() as conn:
        assert queries.interrupted_runs(survey) == []
        linked = conn.exec_driver_sql("SELECT count(DISTINCT member) FROM link").scalar()
        return queries.ledger(survey).printed, linked, len(_published(survey))


# -- a file of an older version ----------------------------------------------------------------------------------------

OLDER: Final = 6


def older(folder: Path) -> None:
    with station(folder) as desk:
        desk.settled(2)
        with desk.admin.writing() as tx:
            drop_since(tx.conn, OLDER)
            tx.conn.exec_driver_sql(f"PRAGMA user_version = {OLDER}")


def migrate(folder: Path, say: Say) -> None:
    with opened(folder):
        say("opened")


def look_at_migration(folder: Path, said: Said) -> str:
    path = folder / SURVEY
    engine = make_engine(path, keys.unlock(path, "admin", PASSWORD))
    with engine.connect() as conn:
        version = conn.exec_driver_sql("PRAGMA user_version").scalar()
        conn.rollback()
    engine.dispose()
    assert version in ({migrations.VERSION} if said else {OLDER, migrations.VERSION})
    whole = _whole_backups(folder)
    assert whole or version == OLDER
    with opened(folder) as survey:
        sound(survey)
    return f"version {version}, {len(whole)} backups"


# -- a backup, and its restoring ---------------------------------------------------------------------------------------


def two_settled(folder: Path) -> None:
    with station(folder) as desk:
        desk.settled(2)


def back_up(folder: Path, say: Say) -> None:
    with opened(folder) as survey:
        made = back_up_everywhere(survey)
        say("backup", made.paths[0].name, made.sha256)


def _whole_backups(folder: Path) -> dict[str, str]:
    """What bears the name of a backup, each whole: name → hash."""
    found = {}
    for path in (folder / BACKUPS).glob(f"*{backups.SUFFIX}"):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None and len(archive.namelist()) == 2
        found[path.name] = backups.sha256_of(path)
    return found


def look_at_backup(folder: Path, said: Said) -> str:
    found = _whole_backups(folder)
    assert {name: sha256 for _, name, sha256 in said}.items() <= found.items()
    with opened(folder) as survey:
        sound(survey)
    return f"{len(found)} backups"


def backed_up(folder: Path) -> object:
    """The newest backup is a survey as it was."""
    newest = max((folder / BACKUPS).iterdir())
    place = folder / "thử"
    place.mkdir()
    backups.unpack(newest, place / SURVEY)
    return came_out(place)


def with_backup(folder: Path) -> None:
    with station(folder) as desk:
        desk.settled(1)
        made = backups.back_up(desk.admin, [folder / BACKUPS])
        assert made.paths
        desk.settled(1)


def take_back(folder: Path, say: Say) -> None:
    (backup,) = (folder / BACKUPS).iterdir()
    done = restore(backup, folder / SURVEY, "admin", PASSWORD, replace=True)
    assert done.aside is not None
    say("restored", done.aside.name)


def look_at_restoring(folder: Path, said: Said) -> str:
    with opened(folder) as survey:
        sound(survey)
        settled = len(queries.records(survey))
    asides = list(folder.glob("* thay ra *.sipas"))
    assert {name for _, name in said} <= {path.name for path in asides}
    assert settled == 1 if said else settled in (1, 2)
    assert settled == 2 or 2 in [_settled_in(path) for path in asides], "what was there before is gone"
    return f"{settled} settled, {len(asides)} set aside"


def _settled_in(path: Path) -> int:
    with open_survey(path, "admin", PASSWORD) as survey:
        return len(queries.records(survey))


# -- erasing -----------------------------------------------------------------------------------------------------------


def with_her(folder: Path) -> None:
    with station(folder) as desk:
        desk.settled(1)
        others = [workflow.MemberData("official", f"Người {n}", dossier=f"H57-{n}") for n in range(5)]
        she = workflow.MemberData("official", NAME, "Số 171, tổ 33", "0912345671", dossier=DOSSIER)
        workflow.import_sample(desk.admin, [*others[:2], she, *others[2:]], "0" * 64)


def erase(folder: Path, say: Say) -> None:
    with opened(folder, "Hà") as survey:
        done = workflow.erase_person(survey, 3, "người dân yêu cầu")
        say("erased", done.clean)


def found_of_her(folder: Path) -> int:
    """How much of her stands in the file and its log, decrypted whole."""
    path = folder / SURVEY
    with Pages(path, keys.unlock(path, "admin", PASSWORD)) as held:
        raw = b"".join(content for _, content in held)
    assert len(raw) > 100_000
    return sum(raw.count(words.encode()) for words in (NAME, DOSSIER))


def look_at_erasing(folder: Path, said: Said) -> str:
    assert [clean for _, clean in said] in ([], [True])
    left = found_of_her(folder)
    assert not said or not left
    with opened(folder) as survey:
        sound(survey)
        named = [row.name for row in queries.sample_members(survey)].count(NAME)
        return f"named {named}, traces {bool(left)}"


def erased(folder: Path) -> object:
    assert found_of_her(folder) == 0
    with opened(folder) as survey:
        return sorted(str(row.name) for row in queries.sample_members(survey)), outcome(survey)


def _is_backup(name: str) -> bool:
    return name == BACKUPS or (name.startswith(f"{BACKUPS}/") and name.endswith(backups.SUFFIX))


def _is_aside(name: str) -> bool:
    return " thay ra " in name and name.endswith((".sipas", ".sipas.keys"))


JOBS: Final = {
    "keying": Job(two_received, key_all, look_at_keying, came_out),
    "adjudication": Job(three_differing, adjudicate_all, look_at_adjudication, came_out),
    "sample": Job(with_list, import_list, look_at_list, people),
    "print": Job(with_people, print_all, look_at_print, printed, lambda name: name == "phiếu.pdf"),
    "migration": Job(older, migrate, look_at_migration, came_out, _is_backup),
    "backup": Job(two_settled, back_up, look_at_backup, backed_up, _is_backup),
    "restore": Job(with_backup, take_back, look_at_restoring, came_out, _is_aside),
    "erasing": Job(with_her, erase, look_at_erasing, erased),
    **STATION_JOBS,
    **ACCOUNT_JOBS,
}
