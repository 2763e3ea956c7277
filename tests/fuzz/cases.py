"""What is fuzzed. To add a reader or an importer, write a ``Case`` and put it into ``CASES``; the rest is done.

    def _use_units(path: Path, world: OpenSurvey) -> None:      # returns, or raises Refusal
        accept_units(world, preview_units(world, path))

    Case("units", {"units.csv": b"code;name\\n1;UBND\\n"}, _use_units, survey_world, facts_of)

``world`` opens what the file is used on, once for the whole case; ``state`` says what of it must be the same after a
refusal: nothing is written by halves.
"""

from __future__ import annotations

import datetime
import io
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from sqlalchemy import select
from sqlalchemy.sql import func

from sipas_desktop import paths
from sipas_desktop.domain.form import show_answer
from sipas_desktop.domain.form_file import check_form, read_form
from sipas_desktop.domain.holidays import read_holidays
from sipas_desktop.domain.label_sheet import read_label_sheets
from sipas_desktop.domain.online_mapping import read_mapping
from sipas_desktop.domain.plan_file import misfits, read_plan
from sipas_desktop.domain.post import PLACEHOLDERS, filled
from sipas_desktop.domain.post_file import read_letter
from sipas_desktop.domain.serial import make
from sipas_desktop.errors import LANGUAGES, Refusal
from sipas_desktop.exchange.keyed_file import read_keyed, read_serials
from sipas_desktop.exchange.recheck_replies import read_replies
from sipas_desktop.exchange.sample_list import read_sample_list
from sipas_desktop.exchange.transactions import read_transactions
from sipas_desktop.jobs.catalogue_files import accept_entries, preview_entries
from sipas_desktop.jobs.comments import import_topics
from sipas_desktop.jobs.fieldwork import accept_interviewers, preview_interviewers
from sipas_desktop.jobs.keyed import adjudicate_file
from sipas_desktop.jobs.label_sheets import find_label_sheet
from sipas_desktop.jobs.online import accept_online, preview_online, read_officials
from sipas_desktop.jobs.rechecks import read_wording
from sipas_desktop.jobs.samples import accept_sample, preview_sample
from sipas_desktop.paper.ballot import BallotSheet, print_ballots
from sipas_desktop.paper.labels import labels
from sipas_desktop.paper.layout import lay_out
from sipas_desktop.paper.proof import ballot_pages, label_pages, prove
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from tests.fuzz import brought, mended
from tests.online import mapping_text, write_export
from tests.surveys import WHOLE, WHOLE_ANSWERS, station


@contextmanager
def no_world(folder: Path) -> Iterator[None]:
    """The file is only read."""
    yield None


def no_state(world: Any) -> object:
    """There is nothing that could be written by halves."""
    return None


@contextmanager
def survey_world(folder: Path) -> Iterator[OpenSurvey]:
    """A survey, opened by its administrator."""
    with station(folder) as here:
        yield here.admin


def facts_of(survey: OpenSurvey) -> object:
    """What a refused import must leave as it was: the facts, the members, the catalogue."""
    with survey.reading() as conn:
        counted = [
            conn.execute(select(func.count()).select_from(table)).scalar()
            for table in (m.fact, m.sample_member, m.catalogue, m.personal)
        ]
    return counted


@dataclass(frozen=True)
class Case:
    """One reader. ``seeds``: file name → content that it takes, or what makes them of the world; the ending is kept.

    ``mend`` puts sums and signatures of a damaged file right, as whoever made it up would: half of the files get it.
    ``slow``: so many times as long as usual a file takes; so many times fewer are tried where their number is given.
    """

    name: str
    seeds: Mapping[str, bytes] | Callable[[Any], Mapping[str, bytes]]
    use: Callable[[Path, Any], None]
    world: Callable[[Path], AbstractContextManager[Any]] = no_world
    state: Callable[[Any], object] = no_state
    mend: Callable[[bytes], bytes] | None = None
    slow: int = 1

    def files(self, world: Any) -> Mapping[str, bytes]:
        """The seeds."""
        return self.seeds(world) if callable(self.seeds) else self.seeds


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


def _form(path: Path, world: None) -> None:
    """Checked; where it is legal, laid out on paper as well."""
    checked = check_form(_text(path), path.name)
    assert (checked.form is None) == bool(checked.errors)
    for problem in (*checked.errors, *checked.warnings):
        assert all(problem.line(lang) for lang in LANGUAGES)
    if checked.form is not None:
        lay_out(checked.form)


_FORM = read_form((paths.forms() / "son-tay-2017" / "phieu.toml").read_text(encoding="utf-8"), "phieu.toml")


def _plan(path: Path, world: None) -> None:
    plan = read_plan(_text(path), path.name)
    for problem in misfits(plan, dict.fromkeys((group.form for group in plan.groups), _FORM)):
        assert problem.line("vi")


def _holidays(path: Path, world: None) -> None:
    read_holidays(_text(path), path.name)


def _labels(path: Path, world: None) -> None:
    """Read; a label of each legal format is printed as well."""
    for sheet in read_label_sheets(_text(path), path.name):
        labels([make("48213", 1)], io.BytesIO(), title="", sheet=sheet, start=sheet.count)


def _letter(path: Path, world: None) -> None:
    """Read; a legal letter is filled in for somebody with everything and for somebody with nothing."""
    letter = read_letter(_text(path), path.name)
    for value in ("", "{x}"):
        filled(letter, dict.fromkeys(PLACEHOLDERS, value))


def _mapping(path: Path, world: None) -> None:
    read_mapping(_text(path), path.name)


def _keyed(path: Path, world: None) -> None:
    read_keyed(path, read_form(WHOLE, "whole.toml"), {"unit": frozenset("12"), "procedure": frozenset("3")})


def _interviewers(path: Path, world: OpenSurvey) -> None:
    accept_interviewers(world, preview_interviewers(world, path))


def _replies(path: Path, world: None) -> None:
    read_replies(path)


def _sample(path: Path, world: OpenSurvey) -> None:
    preview = preview_sample(world, path, "official")
    if len(preview.members) < 50:
        accept_sample(world, preview)


def _sample_read(path: Path, world: None) -> None:
    read_sample_list(path, "official")


def _units(path: Path, world: OpenSurvey) -> None:
    accept_entries(world, preview_entries(world, path, "unit"))


def _online(path: Path, world: OpenSurvey) -> None:
    found = preview_online(world, path, read_mapping(mapping_text(), "m.toml"))
    if found.added:
        accept_online(world, found)


@contextmanager
def online_world(folder: Path) -> Iterator[OpenSurvey]:
    """A survey with an online channel."""
    with station(folder, "hue-2024") as here:
        yield here.admin


def _transactions(path: Path, world: None) -> None:
    read_transactions(path, 2023)


def workbook(*rows: tuple[object, ...]) -> bytes:
    """A small XLSX."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def csv(*rows: tuple[object, ...]) -> bytes:
    """The same as CSV."""
    return "".join(";".join(f'"{cell}"' for cell in row) + "\r\n" for row in rows).encode("utf-8-sig")


def _export() -> bytes:
    """What an online channel exports."""
    done = datetime.datetime(2024, 9, 10, 8, 30)  # noqa: DTZ001  Excel knows no zones
    row = (done, "H57.01-240901-0001", "998877", "0912345678", datetime.date(2024, 9, 9), "Cán bộ một", "Hài lòng")
    with tempfile.TemporaryDirectory() as folder:
        return write_export(Path(folder) / "hues.xlsx", [row]).read_bytes()


def _ballots_pdf() -> bytes:
    """Three ballots."""
    out = io.BytesIO()
    print_ballots(read_form(WHOLE, "whole.toml"), [BallotSheet(each, ("An",)) for each in _SERIALS], out, title="P")
    return out.getvalue()


def _proof_of_ballots(path: Path, world: None) -> None:
    form = read_form(WHOLE, "whole.toml")
    pages = len(lay_out(form).pages)
    prove(path, ballot_pages(_SERIALS, pages, form.version), pages * len(_SERIALS))


def _labels_pdf() -> bytes:
    """A sheet of small ones that was begun."""
    out = io.BytesIO()
    labels(_SERIALS, out, title="Tem", sheet=find_label_sheet("65-38x21"), start=9)
    return out.getvalue()


def _proof_of_labels(path: Path, world: None) -> None:
    prove(path, label_pages(_SERIALS, find_label_sheet("65-38x21"), 9), 1)


_SERIALS = [make("48213", n) for n in (1, 2, 3)]
_LETTERS = {path.name: path.read_bytes() for path in sorted((paths.resources() / "letters").glob("*.toml"))}
_PLANS = {f"{path.parent.name}.toml": path.read_bytes() for path in sorted(paths.forms().glob("*/plan.toml"))}
_MAPPING = b'format = 1\nsource = "Cong"\n[columns]\n"Hai long" = "overall"\n"Ngay" = "@answered"\n'
_ANSWERED = (
    ("serial", *WHOLE_ANSWERS),
    ("482130000017", *(show_answer(answer) for answer in WHOLE_ANSWERS.values())),
)
_MEMBERS = (
    ("STT", "Họ và tên", "Địa chỉ", "Số điện thoại", "Mã hồ sơ", "Ngày tiếp nhận"),
    *((n, "Nguyễn Thị An", "Tổ 1", f"091234567{n}", f"H57.18-240305-{n:04}", f"0{n}/03/2024") for n in range(1, 4)),
)
_COUNTS = (("Đơn vị", "Thủ tục", "2023"), ("UBND phường A", "Chứng thực", 120), ("UBND xã B", "Khai sinh", 31))
_UNITS = (("Mã", "Tên đơn vị"), ("01", "UBND phường An Cựu"), ("2", "Sở Nội vụ"))
_INTERVIEWERS = (
    ("STT", "Mã", "Họ và tên", "Địa bàn", "Số điện thoại"),
    *((n, f"B{n}", f"Trần Văn {n}", "Xuân Phú; Vỹ Dạ", f"091234567{n}") for n in range(1, 4)),
)
_REPLIES = (("id", "phone", "text", "time"), (1, "84912345678", "1", "08:00"), ("", "0912345679", "Không ạ", ""))
_DECISIONS = (("serial", "question", "value", "reason"), ("482130000017", "Q1", "4", "nhìn lại"))
_TOPICS = (("Mã", "Chủ đề"), ("1", "Thái độ"), ("2", "Thời gian chờ"))
_OFFICIALS = (("Họ tên", "Điện thoại", "Tài khoản"), ("Một người", "0900 000 001", "an@hue.vn"))
_HTML = "<html><meta charset=utf-8><table>" + "".join(
    "<tr>" + "".join(f"<td colspan=1>{cell}</td>" for cell in row) + "</tr>" for row in _MEMBERS
)
_OLD = {path.name: path.read_bytes() for path in sorted((Path(__file__).parents[1] / "data").glob("reserve_list.*"))}


def _decisions(path: Path, world: brought.World) -> None:
    adjudicate_file(world.desk["Hòa"], path, next(iter(world.survey.forms.values())))


def _serials(path: Path, world: None) -> None:
    read_serials(path)


def _topics(path: Path, world: OpenSurvey) -> None:
    import_topics(world, path)


def _officials(path: Path, world: None) -> None:
    read_officials(path)


def _wording(path: Path, world: None) -> None:
    read_wording(_text(path), path.name)


def _reports(*kinds: str) -> Callable[[brought.World], Mapping[str, bytes]]:
    return lambda world: brought.reports(world, *kinds)


BROUGHT = (
    Case("package", brought.packages, brought.merge_package, brought.office, brought.facts,
         mended.package(brought.SIGNER)),
    Case("return", brought.returns, brought.merge_return, brought.office, brought.facts, slow=5),
    Case("public key", brought.public_keys, brought.register),
    Case("backup", brought.saved, brought.restored, brought.office, brought.facts, slow=5),
    Case("key file", brought.key_files, brought.unlock, brought.office, brought.facts, mended.key_file),
    Case("survey", brought.surveys, brought.opened, brought.office, brought.facts, slow=10),
    Case("report, PDF", _reports("pdf"), brought.verify, brought.office, brought.facts, slow=12),
    Case("report, Word and Excel", _reports("docx", "xlsx"), brought.verify, brought.office, brought.facts, slow=8),
    Case("template", brought.templates(), brought.fill_template, brought.office, brought.facts),
    Case("template's mapping", {"o.toml": brought.MAPPING.encode()}, brought.fill_by, brought.office, brought.facts),
    Case("logo", {"grey.png": brought.png(8, 4)}, brought.logo),
    Case("codes", brought.CODES, brought.typed),
)  # fmt: skip
CASES = (
    *BROUGHT,
    Case(
        "decisions",
        {"d.csv": csv(*_DECISIONS), "d.xlsx": workbook(*_DECISIONS)},
        _decisions,
        brought.office,
        brought.facts,
    ),
    Case(
        "serials",
        {"s.csv": csv(("serial",), ("482130000017",)), "s.xlsx": workbook(("serial",), ("48213000",))},
        _serials,
    ),
    Case("topics", {"t.csv": csv(*_TOPICS), "t.xlsx": workbook(*_TOPICS)}, _topics, survey_world, facts_of),
    Case("officials", {"o.csv": csv(*_OFFICIALS), "o.xlsx": workbook(*_OFFICIALS)}, _officials),
    Case("lists of other programs", {"list.html": _HTML.encode(), **_OLD}, _sample_read),
    Case("wording of phúc tra", {"recheck.toml": (paths.resources() / "recheck.toml").read_bytes()}, _wording),
    Case("form", {"whole.toml": WHOLE.encode()}, _form),
    Case("plan", _PLANS, _plan),
    Case("holidays", {"holidays.toml": (paths.forms() / "holidays.toml").read_bytes()}, _holidays),
    Case("labels", {"labels.toml": (paths.forms() / "labels.toml").read_bytes()}, _labels),
    Case("letter", _LETTERS, _letter),
    Case("mapping", {"mapping.toml": _MAPPING}, _mapping),
    Case("keyed", {"keyed.csv": csv(*_ANSWERED), "keyed.xlsx": workbook(*_ANSWERED)}, _keyed),
    Case("sample", {"list.csv": csv(*_MEMBERS), "list.xlsx": workbook(*_MEMBERS)}, _sample_read),
    Case("sample, taken", {"list.csv": csv(*_MEMBERS)}, _sample, survey_world, facts_of),
    Case("units, taken", {"units.csv": csv(*_UNITS)}, _units, survey_world, facts_of),
    Case(
        "interviewers, taken",
        {"list.csv": csv(*_INTERVIEWERS), "list.xlsx": workbook(*_INTERVIEWERS)},
        _interviewers,
        survey_world,
        facts_of,
    ),
    Case("replies", {"replies.csv": csv(*_REPLIES), "replies.xlsx": workbook(*_REPLIES)}, _replies),
    Case("online, taken", {"hues.xlsx": _export()}, _online, online_world, facts_of),
    Case("proof of ballots", {"ballots.pdf": _ballots_pdf()}, _proof_of_ballots),
    Case("proof of labels", {"labels.pdf": _labels_pdf()}, _proof_of_labels),
    Case("transactions", {"counts.csv": csv(*_COUNTS), "counts.xlsx": workbook(*_COUNTS)}, _transactions),
)
__all__ = ["CASES", "Case", "Refusal", "csv", "facts_of", "survey_world", "workbook"]
