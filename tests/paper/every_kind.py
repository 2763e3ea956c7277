"""The form with every kind of question as paper tries it: more on its dotted lines, and a choice of many options."""

from __future__ import annotations

from pathlib import Path

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_file import read_form

SOURCE = (Path(__file__).parents[1] / "data" / "every_kind.toml").read_text(encoding="utf-8")
OPENING = "opening = ["
LINE = '"Họ và tên: {name} Năm sinh: {year} Ngày: {asked}", '
QUESTIONS = """
[[opening_questions]]
code = "name"
kind = "short_text"
text = "Họ và tên"
[[opening_questions]]
code = "year"
kind = "number"
text = "Năm sinh"
[[opening_questions]]
code = "asked"
kind = "date"
text = "Ngày"
[[body]]
number = "10"
code = "many"
kind = "choices"
text = "Các lĩnh vực mà Ông/Bà đã giao dịch"
options = [
"""
FIELDS = (
    "Đất đai", "Hộ tịch", "Chứng thực", "Xây dựng", "Kinh doanh", "Lao động", "Giáo dục", "Y tế", "Giao thông",
    "Văn hóa", "Nông nghiệp", "Môi trường qua cổng thông tin điện tử của cơ quan",
)  # fmt: skip


def every_kind() -> Form:
    """Two pages."""
    options = [f'{{code="{number}",label="{label}"}},' for number, label in enumerate(FIELDS, start=1)]
    options.append('{code="13",label="Khác:",words=true}]\n')
    return read_form(SOURCE.replace(OPENING, OPENING + LINE) + QUESTIONS + "\n".join(options), "every_kind.toml")
