"""A run in another style, its box file, its reprint; a logo that came with the plan."""

from __future__ import annotations

import hashlib
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from sipas_desktop import paths
from sipas_desktop.domain.print_style import Fold, Paper, PrintStyle
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.ballots import print_labels, print_run, reprint
from sipas_desktop.jobs.box_file import write_box_file
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.paper.logo import MOST_PIXELS, read_logo
from sipas_desktop.store import keys, queries
from tests.store.test_keying import refused
from tests.surveys import CHEAP, Station

A5 = PrintStyle(paper=Paper.A5, sides=2, large=True)


def png(size: tuple[int, int] = (40, 20), mode: str = "RGBA") -> bytes:
    """A black disc's worth of ink in the left half, nothing in the right."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, size[0] // 2, size[1]))
    white = Image.new("RGBA", size, "white")
    out = io.BytesIO()
    (image if mode == "RGBA" else Image.alpha_composite(white, image).convert(mode)).save(out, "PNG")
    return out.getvalue()


def size_of(path: Path) -> tuple[int, int]:
    document = pypdfium2.PdfDocument(path)
    width, height = (round(side / 72 * 25.4) for side in document[0].get_size())
    document.close()
    return width, height


def test_a_run_its_boxes_and_its_reprint_are_of_one_style(desk: Station, tmp_path: Path) -> None:
    print_run(desk.admin, tmp_path / "a4.pdf", count=1)
    run = print_run(desk.admin, tmp_path / "a5.pdf", count=2, style=A5)
    assert size_of(tmp_path / "a4.pdf") == (210, 297) and size_of(tmp_path / "a5.pdf") == (148, 210)
    assert run.pages % 4 == 0 and run.notes
    written = write_box_file(desk.admin, tmp_path / "boxes.json")
    data = (tmp_path / "boxes.json").read_bytes()
    assert hashlib.sha256(data).hexdigest() == written.sha256 == queries.runs(desk.admin)[0].boxes
    assert json.loads(data)["paper"] == {"width": 148.0, "height": 210.0} and written.run == 2
    assert write_box_file(desk.admin, tmp_path / "first.json", 1).sha256 != written.sha256
    again = reprint(desk.admin, tmp_path / "lại.pdf", [run.last_serial], "kẹt giấy")
    assert size_of(tmp_path / "lại.pdf") == (148, 210) and again.pages == run.pages // 2
    assert queries.check_survey(desk.admin).problems == ()


def test_what_has_no_boxes_is_refused(desk: Station, tmp_path: Path) -> None:
    out = tmp_path / "boxes.json"
    with refused("print.unknown_run"):
        write_box_file(desk.admin, out)
    print_labels(desk.admin, tmp_path / "tem.pdf", count=1)
    with refused("print.no_boxes"):
        write_box_file(desk.admin, out, 1)
    with refused("print.unknown_run"):
        write_box_file(desk.admin, out, 2)
    print_run(desk.admin, tmp_path / "phiếu.pdf", count=1)
    with desk.admin.writing() as tx:
        tx.conn.exec_driver_sql("UPDATE print_style SET boxes = 'another program''s'")
    with refused("print.boxes_changed"):
        write_box_file(desk.admin, out)
    assert not out.exists()
    with refused("print.fold_of_a5"):
        print_run(desk.admin, tmp_path / "gấp.pdf", count=1, style=replace(A5, fold=Fold.C5))
    assert queries.ledger(desk.admin).printed == 1


def preset_with(folder: Path, ballot: str, logo: bytes | None) -> Path:
    """An office's own copy of a preset with a table ``[ballot]``."""
    own = folder / "son-tay-2017"
    own.mkdir()
    for path in (paths.forms() / "son-tay-2017").glob("*.toml"):
        (own / path.name).write_bytes(path.read_bytes())
    with (own / "plan.toml").open("a", encoding="utf-8", newline="\n") as plan:
        plan.write(f"\n[ballot]\n{ballot}\n")
    if logo is not None:
        (own / "logo.png").write_bytes(logo)
    return own


def test_the_plan_says_how_ballots_are_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    ballot = 'paper = "A5"\nsides = 2\nunit = "UBND thị xã Mẫu"\nnotice = "Giữ kín."\nlogo = "logo.png"'
    ballot += "\ncorners = false"
    preset = find_preset(str(preset_with(tmp_path, ballot, png())))
    assert preset.plan.ballot == PrintStyle(
        Paper.A5, 2, corners=False, logo=True, unit="UBND thị xã Mẫu", notice="Giữ kín."
    )
    survey = new_survey(tmp_path / "a.survey", preset, "admin", "mật khẩu dài")
    assert queries.logo(survey) == png()
    print_run(survey, tmp_path / "phiếu.pdf", count=1)
    data = (tmp_path / "phiếu.pdf").read_bytes()
    assert re.search(rb"/Subtype/Image/Width 40/Height 20/", data)
    document = pypdfium2.PdfDocument(data)
    page = document[0].render(scale=150 / 72, grayscale=True).to_pil()
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    assert "UBND thị xã Mẫu" in text and "Giữ kín." in text
    mm = 150 / 25.4
    left, top = 15 * mm, 210 * mm - (210 - 13) * mm + 15 * mm  # where the band ends
    square = page.crop((int(left), int(top), int(left + 18 * mm), int(top + 18 * mm)))
    ink = square.point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert ink is not None
    assert ink[2] - ink[0] == pytest.approx(9 * mm, abs=3)  # the left half
    assert ink[3] - ink[1] == pytest.approx(9 * mm, abs=3)  # 40 × 20: half as high as wide
    assert queries.check_survey(survey).problems == ()
    (created,) = (row for row in queries.history(survey).rows if row.kind == "survey_created")
    whole = queries.fact_whole(survey, created.ref)
    assert whole is not None
    (told,) = (each for each in whole.particulars if each.name == "logo")
    assert len(told.values[0]) == 17  # no picture
    with survey.writing() as tx:
        tx.conn.exec_driver_sql("UPDATE personal SET value = 'AAAA'")
    assert not queries.check_survey(survey).ok
    survey.close()


@pytest.mark.parametrize(
    ("ballot", "code"),
    [
        ('paper = "A3"', "P001"), ("sides = 3", "P050"), ('paper = "A5"\nfold = "DL"', "P050"),
        (f'unit = "{"x" * 201}"', "P050"), ('logo = "../logo.png"', "P051"), ('logo = "logo.jpg"', "P051"),
        ('colour = "red"', "F004"),
    ],
)  # fmt: skip
def test_what_a_plan_cannot_ask(tmp_path: Path, ballot: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        find_preset(str(preset_with(tmp_path, ballot, None)))
    assert code in caught.value.words("vi")


def test_a_logo_that_is_not_there_or_no_png(tmp_path: Path) -> None:
    own = preset_with(tmp_path, 'logo = "logo.png"', None)
    with refused("plan.file_missing"):
        find_preset(str(own))
    for content, code in ((b"GIF89a", "paper.logo_no_png"), (png()[:60], "paper.logo_no_png")):
        (own / "logo.png").write_bytes(content)
        with refused(code):
            new_survey(tmp_path / "a.survey", find_preset(str(own)), "admin", "mật khẩu dài")
    assert not (tmp_path / "a.survey").exists()
    with refused("paper.logo_too_large"):
        read_logo(png((MOST_PIXELS + 1, 10)))


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "LA", "P", "1"])
def test_every_kind_of_png_gives_the_same_picture(mode: str) -> None:
    logo = read_logo(png(mode=mode))
    assert (logo.width, logo.height) == (40, 20)
    assert logo.grey == (b"\x00" * 20 + b"\xff" * 20) * 20
