"""What plans say about the post, and letters with their placeholders: read, filled in, every slip named."""

from __future__ import annotations

import pytest

from sipas_desktop import paths
from sipas_desktop.domain.plan_file import read_plan
from sipas_desktop.domain.post import DOTS, PLACEHOLDERS, Letter, LetterKind, Post, Postage, filled
from sipas_desktop.domain.post_file import read_letter
from sipas_desktop.domain.toml_reader import BadFile

SOURCE = (paths.forms() / "son-tay-2017" / "plan.toml").read_text(encoding="utf-8")
LETTER = """
format = 1
subject = "V/v mời trả lời phiếu"
to = "Kính gửi: {name}"
paragraphs = ["{owner} mời Ông (Bà).", "Số phiếu: {serial}.", "Gọi {phone}, trước {deadline}."]
privacy = "Dữ liệu chỉ dùng để gửi phiếu."
"""


def test_what_bến_tre_says_of_its_return_envelopes() -> None:
    plan = read_plan((paths.forms() / "ben-tre-2021" / "plan.toml").read_text(encoding="utf-8"), "plan.toml")
    assert plan.post.postage is Postage.STAMP
    assert plan.post.return_address == ("Văn phòng Sở Tài nguyên và Môi trường tỉnh Bến Tre",)
    assert read_plan(SOURCE, "plan.toml").post == Post()


@pytest.mark.parametrize(
    ("post", "code"),
    [
        ('postage = "free"', "P001"),
        ('postage = "paid"', "P040"),
        ('paid_mark = "BƯU PHÍ ĐÃ TRẢ"', "P040"),
        ('return_address = ["1", "2", "3", "4", "5", "6", "7"]', "P041"),
        ('return_address = ["Văn phòng", " "]', "P041"),
        (f'phone = "{"0" * 401}"', "P042"),
        ("stamp = true", "F004"),
    ],
)
def test_a_mistake_in_the_post_is_named(post: str, code: str) -> None:
    with pytest.raises(BadFile) as bad:
        read_plan(f"{SOURCE}\n[post]\n{post}\n", "plan.toml")
    assert [problem.code for problem in bad.value.problems] == [code]


def test_a_plan_may_word_its_own_letters() -> None:
    own = "\n[letters.cover]\n" + LETTER.replace("format = 1", "")
    plan = read_plan(SOURCE + own, "plan.toml")
    assert set(plan.letters) == {LetterKind.COVER}
    assert plan.letters[LetterKind.COVER].to == "Kính gửi: {name}"
    with pytest.raises(BadFile) as bad:
        read_plan(SOURCE + own.replace("letters.cover", "letters.thanks"), "plan.toml")
    assert [problem.code for problem in bad.value.problems] == ["F004"]


@pytest.mark.parametrize("kind", list(LetterKind))
def test_the_letters_that_ship_can_be_read_and_are_for_everybody(kind: LetterKind) -> None:
    path = paths.resources() / "letters" / f"{kind}.toml"
    letter = read_letter(path.read_text(encoding="utf-8"), path.name)
    nobody = filled(letter, dict.fromkeys(PLACEHOLDERS, ""))
    everything = filled(letter, {name: f"<{name}>" for name in PLACEHOLDERS})
    assert "dữ liệu cá nhân" in letter.privacy and "xóa" in letter.privacy
    assert any("tự nguyện" in text for text in nobody.paragraphs)
    assert len(nobody.paragraphs) < len(everything.paragraphs) == len(letter.paragraphs)
    assert "<deadline>" in " ".join(everything.paragraphs) and "<name>" in everything.to
    assert not any(brace in text for text in nobody.paragraphs for brace in "{}")


def test_a_paragraph_about_what_nobody_has_is_left_out_and_other_gaps_are_dots() -> None:
    letter = read_letter(LETTER, "cover.toml")
    values = dict.fromkeys(PLACEHOLDERS, "") | {"owner": "Sở A", "deadline": "ngày 25 tháng 9 năm 2024"}
    made = filled(letter, values)
    assert made.paragraphs == ("Sở A mời Ông (Bà).", f"Gọi {DOTS}, trước ngày 25 tháng 9 năm 2024.")
    assert made.to == f"Kính gửi: {DOTS}"
    assert filled(letter, values | {"serial": "48213 000001 5"}).paragraphs[1] == "Số phiếu: 48213 000001 5."


def test_braces_in_names_stay_as_they_are() -> None:
    letter = Letter("V/v", "Kính gửi: {name}", ("{{x}}",), "…")
    made = filled(letter, dict.fromkeys(PLACEHOLDERS, "") | {"name": "Công ty {A}"})
    assert made.to == "Kính gửi: Công ty {A}" and made.paragraphs == ("{x}",)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{name}", "{tên}", "T001"),
        ("{serial}", "{phone_of_member}", "T001"),
        ("{owner}", "{}", "T001"),
        ("{owner}", "{owner", "T002"),
        ("{owner}", "owner}", "T002"),
        ("{owner}", "{owner!r}", "T002"),
        ("{owner}", "{owner:>9}", "T002"),
        ("{owner}", "{owner.__class__}", "T001"),
        ('paragraphs = ["{owner} mời Ông (Bà).", "Số phiếu: {serial}.", "Gọi {phone}, trước {deadline}."]',
         "paragraphs = []", "P011"),
        ('privacy = "Dữ liệu chỉ dùng để gửi phiếu."', "", "F001"),
        ('subject = "V/v mời trả lời phiếu"', 'subject = ""', "F003"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_letter_is_named(old: str, new: str, code: str) -> None:
    assert old in LETTER
    with pytest.raises(BadFile) as bad:
        read_letter(LETTER.replace(old, new), "cover.toml")
    assert [problem.code for problem in bad.value.problems] == [code]
