"""A picture of every document that is printed for a survey, into docs/gallery/, and the page that shows them.

    python build/gallery.py [FOLDER]

Everybody on them is made up by the demonstration. Look at them after a change of anything in ``sipas_desktop/paper``.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.pop("SIPAS_LANG", None)
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pypdfium2  # noqa: E402
from PIL import Image, ImageOps  # noqa: E402

from sipas_desktop import paths  # noqa: E402
from sipas_desktop.demo.chance import Chance  # noqa: E402
from sipas_desktop.demo.people import PASSWORD  # noqa: E402
from sipas_desktop.demo.run import run_demo, start_survey  # noqa: E402
from sipas_desktop.demo.sample_workbook import write_sample_workbook  # noqa: E402
from sipas_desktop.domain import serial  # noqa: E402
from sipas_desktop.domain.box import BoxData  # noqa: E402
from sipas_desktop.domain.fieldwork import Outcome  # noqa: E402
from sipas_desktop.domain.form_file import read_form  # noqa: E402
from sipas_desktop.domain.pace import field_days, forecast  # noqa: E402
from sipas_desktop.domain.post import LetterKind, Post, Postage  # noqa: E402
from sipas_desktop.domain.print_style import Fold, Paper, PrintStyle  # noqa: E402
from sipas_desktop.jobs.ballots import print_labels, print_run, print_specimen  # noqa: E402
from sipas_desktop.jobs.batch_covers import make_cover  # noqa: E402
from sipas_desktop.jobs.boxes import make_box_record  # noqa: E402
from sipas_desktop.jobs.calendar import load_holidays  # noqa: E402
from sipas_desktop.jobs.daily import write_daily  # noqa: E402
from sipas_desktop.jobs.field_status import field_status  # noqa: E402
from sipas_desktop.jobs.papers import (  # noqa: E402
    Wanted,
    make_assignment,
    make_envelopes,
    make_letters,
    make_return_envelopes,
)
from sipas_desktop.jobs.presets import find_preset  # noqa: E402
from sipas_desktop.jobs.report import Wanted as Report  # noqa: E402
from sipas_desktop.jobs.report import make_report  # noqa: E402
from sipas_desktop.jobs.samples import accept_sample, preview_sample  # noqa: E402
from sipas_desktop.jobs.slips import make_handover, make_handover_slip, make_instructions  # noqa: E402
from sipas_desktop.jobs.unlinking import make_certificate, unlink  # noqa: E402
from sipas_desktop.paper.ballot import BallotSheet, print_ballots  # noqa: E402
from sipas_desktop.paper.envelope import EnvelopeSize, Sender, print_return_envelopes  # noqa: E402
from sipas_desktop.store import queries, workflow  # noqa: E402
from sipas_desktop.store.database import OpenSurvey, open_survey  # noqa: E402

WIDTH = 480  # points of a picture, whatever the paper
GREYS = 16
PEOPLE = 24
BATCH = "L-01"
REPORTED = 90  # ballots behind the report
REMARK = "Một là, bố trí thêm người ở bộ phận một cửa.\nHai là, niêm yết lại thành phần hồ sơ."
PERSON = ("Nguyễn Thị Hoà", "Thôn 3, xã Đường Lâm, thị xã Sơn Tây")
NOTICE = "Thông tin cá nhân chỉ dùng để gửi phiếu, không ghi kèm câu trả lời và được xoá khi cuộc khảo sát kết thúc."
DAY = datetime.date(2021, 11, 3)
DAILY = datetime.date(2024, 9, 17)  # in the fieldwork of Huế
MARK = "BƯU PHÍ ĐÃ TRẢ\nHợp đồng số 15/HĐ-BĐ\nBưu điện tỉnh"


class Unavailable(Exception):
    """What draws the picture is not installed here: the one that is there stays."""


@dataclass(frozen=True)
class Picture:
    """One picture: the name of its file, what it shows, and what makes the PDF whose ``page`` it is."""

    name: str
    about: str
    make: Callable[[Path], object]
    page: int = 0


def form_with(plan: str, keys: str) -> Callable[[Path], object]:
    """Prints a specimen of a plan's form with ``keys`` added to its scales."""

    def make(out: Path) -> None:
        file = paths.forms() / plan / "phieu.toml"
        source = re.sub(r"^(\[\[scales\]\].*\n)", rf"\1{keys}", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        print_specimen(read_form(source, file.name), out, "")

    return make


def styled(style: PrintStyle, reprint: bool = False) -> Callable[[Path], object]:
    """Prints one ballot of Sơn Tây's form in ``style``."""

    def make(out: Path) -> None:
        file = paths.forms() / "son-tay-2017" / "phieu.toml"
        form = read_form(file.read_text(encoding="utf-8"), file.name)
        sheet = BallotSheet(serial.make("48213", 17), PERSON, reprint=reprint)
        print_ballots(form, [sheet], out, title="", style=style)

    return make


def handed_over(survey: OpenSurvey, out: Path) -> None:
    """The slip of a hand-over with a ballot that is missing."""
    serials = [each.serial for each in queries.ballots(survey)][:20]  # the rest are labels
    number = workflow.open_handover(survey, "to_post", "Văn phòng Sở", "Bộ phận một cửa", day=DAY)
    workflow.scan_handover(survey, number, "given", serials)
    workflow.scan_handover(survey, number, "taken", serials[1:])
    workflow.explain_handover(survey, number, serials[:1], "Để lại làm phiếu mẫu")
    workflow.close_handover(survey, number)
    make_handover_slip(survey, number, out)


def box_opened(survey: OpenSurvey, out: Path) -> None:
    """The record of a box whose ballots have not been received yet."""
    people = ("Bà Âu Thị Bưởi, Chánh Văn phòng", "Ông Trần Ỷ, Thanh tra Sở")
    box = BoxData("Hòm số 1", "NP-017", True, people, 40, 37, "H1", day=DAY)
    make_box_record(survey, workflow.record_box(survey, box), out)


def links_destroyed(survey: OpenSurvey, out: Path) -> None:
    """The certificate that whose ballots were is forgotten; nothing of the survey that needs it comes after."""
    unlink(survey, "Phúc tra đã xong", survey.about.number, even_so=True)
    make_certificate(survey, out)


def day_of_the_lead(survey: OpenSurvey, out: Path) -> None:
    """The page of a day in fieldwork; what is back is told as if it had come on the days up to it."""
    people = [workflow.InterviewerData("B1", "Trần Văn Ba"), workflow.InterviewerData("B2", "Lê Thị Tư")]
    workflow.set_interviewers(survey, people)
    members = queries.members_in_field(survey)
    half = len(members) // 2
    workflow.assign_members(
        survey, {"B1": [each.id for each in members[:half]], "B2": [each.id for each in members[half:]]}
    )
    there = {ballot.serial for ballot in queries.ballots(survey) if ballot.validity}
    for place, member in enumerate(each for each in members if each.serial not in there):
        if place % 6:
            workflow.issue(survey, member.serial)
        if place % 6 == 1:
            workflow.set_outcome(survey, member.serial, Outcome.NOT_MET)
        elif place % 6 > 2:
            workflow.receive(survey, member.serial)
    found = field_status(survey, DAILY)
    first, last = found.span
    worked = [each.day for each in field_days({}, first, DAILY, load_holidays())]
    back = Counter(worked[place % len(worked)] for place in range(found.returned))
    ahead = forecast(back, DAILY, last, load_holidays(), to_come=found.to_come or 0)
    days = field_days(back, first, DAILY, load_holidays())
    units = tuple(line for line in found.units if line.printed)  # one page has no room for all
    write_daily(survey, replace(found, days=days, returned_today=back[DAILY], forecast=ahead, units=units), out)


def reported(survey: OpenSurvey, out: Path) -> tuple[Picture, ...]:
    """The report of a survey whose ballots are settled, made once into ``out``; its notice and its section."""
    workflow.write_remark(survey, "proposals", REMARK)
    make_report(survey, out)
    with pypdfium2.PdfDocument(out) as document:
        labels = [document.get_page_label(place) for place in range(len(document))]

    def whole(name: str, about: str, label: str) -> Picture:
        return Picture(name, about, lambda made: made.write_bytes(out.read_bytes()), labels.index(label))

    last = sum(label.isdigit() for label in labels)
    return (
        whole("report-1", "the report", "1"),
        whole("report-2", "ballots, and the levels of each question", "2"),
        whole("report-3", "charts and missing answers", "3"),
        whole("report-drafts", "units ranked, the target, and shortcomings drafted from the figures", str(last - 1)),
        whole("report-sign", "proposals in the office's words, and the foot of the report", str(last)),
        whole("report-annex-1", "the first annex: how the data came about", "Phụ lục I, 1"),
        whole("report-annex-2", "the second annex: how to check the report", "Phụ lục II, 1"),
        Picture("report-section", "a section for another report, without letterhead",
                lambda made: make_report(survey, made, wanted=Report(section=True))),
        Picture("notice", "the notice that publishes the results",
                lambda made: make_report(survey, made, wanted=Report(notice=True))),
        Picture("report-docx-1", "the report as DOCX, laid out by LibreOffice", by_libreoffice(survey, ".docx")),
        Picture("report-docx-3", "charts in the DOCX", by_libreoffice(survey, ".docx"), 2),
        Picture("report-xlsx-1", "the report as XLSX, printed by LibreOffice", by_libreoffice(survey, ".xlsx")),
        Picture("report-xlsx-2", "levels of each question in the XLSX", by_libreoffice(survey, ".xlsx"), 1),
    )  # fmt: skip


def by_libreoffice(survey: OpenSurvey, suffix: str) -> Callable[[Path], object]:
    """What makes a PDF of the report as LibreOffice lays out its DOCX or XLSX, in the program's own typeface."""

    def make(out: Path) -> None:
        if shutil.which("soffice") is None:
            raise Unavailable
        folder = Path(tempfile.mkdtemp(dir=out.parent))
        source = folder / f"report{suffix}"
        make_report(survey, source)
        same = "<family>Times New Roman</family><prefer><family>Liberation Serif</family></prefer>"
        fonts = f"<dir>{paths.resources() / 'fonts'}</dir><alias binding='same'>{same}</alias>"
        (folder / "fonts.conf").write_text(f"<fontconfig>{fonts}</fontconfig>", encoding="utf-8")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
        around = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
        subprocess.run(command, check=True, capture_output=True, timeout=120, env=around)
        source.with_suffix(".pdf").replace(out)

    return make


def pictures(
    hue: OpenSurvey, ben_tre: OpenSurvey, ballots: Path, report: tuple[Picture, ...]
) -> tuple[tuple[str, tuple[Picture, ...]], ...]:
    """All pictures by what they are about."""
    circle, down = 'marking = "circle"\n', "descending = true\n"
    everybody = Wanted()
    sender = Sender(ben_tre.plan.owner, ben_tre.plan.post.return_address)
    paid = Post(postage=Postage.PAID, paid_mark=MARK)
    window = PrintStyle(fold=Fold.DL, unit="UBND xã Đường Lâm", notice=NOTICE)
    two_sides = styled(PrintStyle(Paper.A5, 2))
    return (
        (
            "Ballots",
            (
                Picture("ballot-box-up", "an X in a box, levels ascending", form_with("son-tay-2017", "")),
                Picture("ballot-box-down", "an X in a box, levels descending", form_with("son-tay-2017", down)),
                Picture("ballot-circle-up", "a ring around the code, ascending", form_with("son-tay-2017", circle)),
                Picture("ballot-circle-down", "a ring around the code, descending",
                        form_with("son-tay-2017", circle + down)),
                Picture("ballot-national-up", "33 items, ascending", form_with("quoc-gia-2023", "")),
                Picture("ballot-national-down", "33 items, a ring around the code, descending",
                        form_with("quoc-gia-2023", circle + down)),
                Picture("ballot-linked", "linked to a member of the list",
                        lambda out: out.write_bytes(ballots.read_bytes())),
                Picture("ballot-window", "for a DL window envelope, with a unit's name and a notice", styled(window)),
                Picture("ballot-large-1", "in large print, with room for punch holes",
                        styled(PrintStyle(large=True, punch=True))),
                Picture("ballot-large-2", "the second page in large print",
                        styled(PrintStyle(large=True, punch=True)), 1),
                Picture("ballot-a5-front", "A5 on two sides: the front", two_sides),
                Picture("ballot-a5-back", "A5 on two sides: the back", two_sides, 1),
                Picture("ballot-reprint", "printed once more", styled(PrintStyle(), reprint=True)),
            ),
        ),
        (
            "Labels",
            tuple(
                Picture(f"labels-{code}", f"`--format {code} --start 4`",
                        lambda out, code=code: print_labels(ben_tre, out, count=50, sheet=code, start=4))
                for code in ("24-70x37", "65-38x21")
            ),
        ),
        (
            "Envelopes",
            (
                Picture("envelope-c5", "C5", lambda out: make_envelopes(hue, out, everybody, EnvelopeSize.C5)),
                Picture("envelope-dl", "DL", lambda out: make_envelopes(hue, out, everybody, EnvelopeSize.DL)),
                Picture("envelope-agency", "to an agency of the plan",
                        lambda out: make_envelopes(ben_tre, out, everybody, EnvelopeSize.DL)),
                Picture("envelope-blank", "to be written on",
                        lambda out: make_envelopes(ben_tre, out, Wanted(group="nhom-2"), EnvelopeSize.DL)),
                Picture("return-envelope-stamp", "back, with the place of the stamp",
                        lambda out: make_return_envelopes(ben_tre, out, EnvelopeSize.C5)),
                Picture("return-envelope-paid", "back, with a mark of paid postage (made up)",
                        lambda out: print_return_envelopes(sender, paid, EnvelopeSize.DL, out, count=1, title="")),
            ),
        ),
        (
            "Letters",
            (
                Picture("letter-cover", "cover letter",
                        lambda out: make_letters(hue, out, LetterKind.COVER, everybody)),
                Picture("letter-cover-agency", "to an agency",
                        lambda out: make_letters(ben_tre, out, LetterKind.COVER, everybody)),
                Picture("letter-reminder", "reminder",
                        lambda out: make_letters(hue, out, LetterKind.REMINDER, everybody)),
            ),
        ),
        (
            "Lists, slips, instructions",
            (
                Picture("assignment", "the interviewers' list, by unit", lambda out: make_assignment(hue, out)),
                Picture("assignment-numbered", "of ballots handed out by number",
                        lambda out: make_assignment(ben_tre, out)),
                Picture("batch-cover", "the cover of a batch", lambda out: make_cover(hue, BATCH, out)),
                Picture("handover-1", "slip of a hand-over", lambda out: make_handover(hue, out)),
                Picture("handover-2", "its second page", lambda out: make_handover(hue, out), 1),
                Picture("handover-scanned", "slip of a hand-over that both sides scanned",
                        lambda out: handed_over(ben_tre, out)),
                Picture("box-record", "record of an opened ballot box", lambda out: box_opened(ben_tre, out)),
                Picture("instructions-1", "instructions for interviewers", lambda out: make_instructions(hue, out)),
                Picture("instructions-2", "their second page", lambda out: make_instructions(hue, out), 1),
                Picture("daily", "the lead's page of a day", lambda out: day_of_the_lead(hue, out)),
                Picture("certificate-1", "certificate of destroyed links", lambda out: links_destroyed(hue, out)),
                Picture("certificate-2", "what stays, and what else is to be destroyed",
                        lambda out: make_certificate(hue, out), 1),
            ),
        ),
        ("Report", report),
    )  # fmt: skip


def draw(pdf: Path, page: int, out: Path) -> None:
    """One page as a small grey picture with a thin frame."""
    with pypdfium2.PdfDocument(pdf) as document:
        sheet = document[page]
        picture = sheet.render(scale=2 * WIDTH / sheet.get_width(), grayscale=True).to_pil()
    picture = picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS)
    ImageOps.expand(picture, 1, 160).quantize(GREYS).save(out, optimize=True)


def main(out: Path) -> int:
    """Draws all pictures into ``out`` and writes the page beside it."""
    out.mkdir(parents=True, exist_ok=True)
    lines = [
        "# Gallery: what is printed for a survey\n",
        "Every person here is made up. `make gallery` draws the pictures from the very files; the commands are in",
        "[command-line.md](command-line.md#paper), the data behind them in [forms.md](forms.md).",
    ]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        with (
            start_survey(work / "hue.sipas", find_preset("hue-2024"), PASSWORD) as hue,
            start_survey(work / "ben-tre.sipas", find_preset("ben-tre-2021"), PASSWORD) as ben_tre,
            open_survey(run_demo(work / "demo", ballots=REPORTED).files["survey"], "admin", PASSWORD) as son_tay,
        ):
            write_sample_workbook(work / "list.xlsx", Chance(2024), PEOPLE)
            accept_sample(hue, preview_sample(hue, work / "list.xlsx", "official"))
            print_run(hue, work / "ballots.pdf")
            print_run(ben_tre, work / "numbered.pdf", count=20, group="nhom-2")
            for ballot in queries.ballots(hue)[: PEOPLE // 2 : 2]:
                workflow.receive(hue, ballot.serial, batch=BATCH)
            report = reported(son_tay, work / "report.pdf")
            for title, shown in pictures(hue, ben_tre, work / "ballots.pdf", report):
                lines += ["", f"## {title}"]
                for each in shown:
                    with contextlib.suppress(Unavailable):
                        each.make(work / f"{each.name}.pdf")
                        draw(work / f"{each.name}.pdf", each.page, out / f"{each.name}.png")
                    caption = f"*{each.about[:1].upper()}{each.about[1:]}.*"
                    lines += ["", f"![{each.about}]({out.name}/{each.name}.png)", caption]
    text = "\n".join(lines).rstrip() + "\n"
    (out.parent / "gallery.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "gallery"))
