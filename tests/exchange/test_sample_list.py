"""Sample lists in the layouts that offices send."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain import cleaning
from sipas_desktop.domain.cleaning import ListKind
from sipas_desktop.errors import LANGUAGES, Refusal
from sipas_desktop.exchange.headers import find_header
from sipas_desktop.exchange.sample_fields import FIELDS, NAMES
from sipas_desktop.exchange.sample_list import CellNote, SampleListPreview, read_sample_list, write_notes
from sipas_desktop.exchange.workbook import Sheet

DATA = Path(__file__).resolve().parent.parent / "data"
TODAY = datetime.date(2024, 12, 31)
HEADER = ["STT", "Họ và tên", "Địa chỉ", "Số điện thoại", "Mã hồ sơ", "Ngày tiếp nhận", "Ngày trả kết quả"]
CODE = "000.00.04.G22-240305-%04d"
Rows = Sequence[Sequence[Any]]


def entry(number: int, **changed: Any) -> list[Any]:
    """A row that needs no correction, but for ``changed`` (by heading, spaces as underscores)."""
    row = [number, f"Nguyễn Thị {'ABCDEGHIKL'[number % 10]}n", f"Tổ {number}", f"09123456{number:02}", CODE % number]
    row += ["05/03/2024", "20/03/2024"]
    for heading, value in changed.items():
        row[HEADER.index(heading.replace("_", " "))] = value
    return row


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows to a workbook: ``saved(rows, merged=[…], title=…)``."""

    def save(rows: Rows, merged: Sequence[str] = (), title: str = "Sheet1", **more: Rows) -> Path:
        book = openpyxl.Workbook()
        book.active.title = title
        for sheet, content in ((book.active, rows), *((book.create_sheet(name), each) for name, each in more.items())):
            for row in content:
                sheet.append(list(row))
        for area in merged:
            book.active.merge_cells(area)
        book.save(tmp_path / "danh sách.xlsx")
        return tmp_path / "danh sách.xlsx"

    return save


def read(path: Path, default: ListKind = "official", **more: Any) -> SampleListPreview:
    """The preview; every note has words in both languages."""
    preview = read_sample_list(path, default, today=TODAY, **more)
    for note in (*preview.corrected, *preview.rejected, *preview.skipped):
        assert all(note.words(lang) for lang in LANGUAGES)
    return preview


def brief(notes: Sequence[CellNote]) -> list[tuple[int, str, str]]:
    """Row, column letter and what of the message, of each note."""
    return [(note.row, note.column.split(":")[0], note.message.split(".")[1]) for note in notes]


def mapping(preview: SampleListPreview) -> dict[str, str]:
    """Column letters by field of the first sheet."""
    return {column.field: column.letter for column in preview.sheets[0].columns}


# -------------------------------------------------------------------------------------------------------------- layout


def test_a_plain_list_is_taken_as_it_is(saved: Callable[..., Path]) -> None:
    preview = read(saved([HEADER, entry(1), entry(2)]))
    assert (preview.corrected, preview.rejected, preview.skipped, preview.duplicates) == ((), (), (), 0)
    member = preview.members[0]
    assert (member.name, member.address, member.phone) == ("Nguyễn Thị Bn", "Tổ 1", "0912345601")
    assert (member.dossier, member.list, member.row) == (CODE % 1, "official", 2)
    assert (member.received, member.resulted) == (datetime.date(2024, 3, 5), datetime.date(2024, 3, 20))
    assert preview.sheets[0].header_rows == (1, 1)


def test_titles_above_and_a_merged_header_of_two_rows(saved: Callable[..., Path]) -> None:
    rows: Rows = [
        ["UBND TỈNH A", None, None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["DANH SÁCH TỔ CHỨC, CÁ NHÂN GIAO DỊCH THỦ TỤC HÀNH CHÍNH"],
        [],
        ["STT", "Mã hồ sơ", "Thông tin người nộp hồ sơ", None, None, "Lĩnh vực", "Tiếp nhận", None, "Ngày trả kết quả"],
        [None, None, "Họ và tên", "Địa chỉ", "Số điện thoại", None, "Ngày", "Giờ", None],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"],
        [1, CODE % 1, "Nguyễn Thị An", "Tổ 1", "0912345678", "Đất đai", "05/03/2024", "08:00", "20/03/2024"],
    ]
    merged = ["A1:C1", "F1:I1", "A2:I2", "A4:A5", "B4:B5", "C4:E4", "F4:F5", "G4:H4", "I4:I5"]
    preview = read(saved(rows, merged))
    assert preview.sheets[0].header_rows == (4, 5)
    assert mapping(preview) == {
        "dossier": "B", "name": "C", "address": "D", "phone": "E", "sector": "F", "received": "G", "resulted": "I",
    }  # fmt: skip
    assert preview.sheets[0].unread == ("H: Tiếp nhận Giờ",)
    assert [member.name for member in preview.members] == ["Nguyễn Thị An"]
    assert brief(preview.skipped) == [(6, "", "row_column_numbers")]


def test_a_name_under_one_merged_heading_in_two_columns(saved: Callable[..., Path]) -> None:
    rows = [["STT", "Họ và tên", None, "Điện thoại"], [1, "Trần Thị", "Bình", "0912345678"]]
    assert read(saved(rows, ["B1:C1"])).members[0].name == "Trần Thị Bình"


def test_family_and_given_names_under_headings_of_their_own(saved: Callable[..., Path]) -> None:
    rows = [["STT", "Họ và tên đệm", "Tên", "Điện thoại"], [1, "Trần Thị", "Bình", "0912345678"]]
    assert read(saved(rows)).members[0].name == "Trần Thị Bình"


def test_an_address_in_parts_and_two_phones(saved: Callable[..., Path]) -> None:
    rows = [
        ["STT", "Họ tên", "Địa chỉ", None, None, "Điện thoại bàn", "Di động"],
        [None, None, "Thôn", "Xã", "Huyện", None, None],
        [1, "Trần Thị Bình", "Thôn Thượng", "Xã Đông", "Huyện Tây", None, 912345678],
    ]
    member = read(saved(rows, ["A1:A2", "B1:B2", "C1:E1", "F1:F2", "G1:G2"])).members[0]
    assert member.address == "Thôn Thượng, Xã Đông, Huyện Tây"
    assert member.phone == "0912345678"


def test_organisations_with_and_without_a_representative(saved: Callable[..., Path]) -> None:
    rows = [
        ["STT", "Tên tổ chức", "Người đại diện", "Cơ quan giải quyết"],
        [1, "Công ty Sông Xanh", "Lê Văn Cường", "Sở Tư pháp"],
        [2, "Hợp tác xã Đồng Lúa", None, "Sở Tư pháp"],
        [3, None, "Lê Thị Dung", "Sở Tư pháp"],
    ]
    preview = read(saved(rows))
    expected = ["Công ty Sông Xanh (Lê Văn Cường)", "Hợp tác xã Đồng Lúa", "Lê Thị Dung"]
    assert [member.name for member in preview.members] == expected
    assert {member.unit for member in preview.members} == {"Sở Tư pháp"}


def test_a_list_of_agencies_has_its_names_under_unit(saved: Callable[..., Path]) -> None:
    rows = [["STT", "Cơ quan, đơn vị", "Địa chỉ", "Điện thoại"], [1, "Sở Tư pháp", "1 Lê Lợi", "02343823456"]]
    preview = read(saved(rows))
    assert preview.members[0].name == "Sở Tư pháp"
    assert preview.members[0].unit == ""


def test_officers_appointments_and_identity_numbers_are_not_read(saved: Callable[..., Path]) -> None:
    rows = [
        ["STT", "Họ và tên", "Số CCCD", "Cán bộ tiếp nhận", "Ngày hẹn trả kết quả", "Ngày sinh", "Số điện thoại"],
        [1, "Trần Thị Bình", "001", "Lê Văn Cường", "01/02/2024", "01/01/1980", "0912345678"],
    ]
    preview = read(saved(rows))
    assert mapping(preview) == {"name": "B", "phone": "G"}
    assert preview.sheets[0].unread == (
        "C: Số CCCD", "D: Cán bộ tiếp nhận", "E: Ngày hẹn trả kết quả", "F: Ngày sinh",
    )  # fmt: skip
    assert brief(preview.corrected) == [(1, "C", "identity_not_read")]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Họ và tên", "name"),
        ("HỌ TÊN NGƯỜI NỘP", "name"),
        ("Tên tổ chức, cá nhân", "name"),
        ("Họ tên, năm sinh", "name"),
        ("Chủ hồ sơ", "name"),
        ("Khách hàng", "name"),
        ("Tên cơ quan, tổ chức", "organisation"),
        ("Cơ quan, đơn vị", "unit"),
        ("Đơn vị giải quyết", "unit"),
        ("Cơ quan giải quyết TTHC", "unit"),
        ("Địa chỉ liên hệ", "address"),
        ("Nơi cư trú", "address"),
        ("SĐT", "phone"),
        ("Số ĐT", "phone"),
        ("Điện thoại/Email", "phone"),
        ("Số điện thoại (nếu có)", "phone"),
        ("Số hồ sơ", "dossier"),
        ("Mã số hồ sơ", "dossier"),
        ("Số biên nhận", "dossier"),
        ("Mã HS", "dossier"),
        ("Lĩnh vực", "sector"),
        ("Lĩnh vực TTHC", "sector"),
        ("Tên thủ tục hành chính", "procedure"),
        ("Thủ tục/lĩnh vực", "procedure"),
        ("Loại hồ sơ", "procedure"),
        ("Nội dung giải quyết", "procedure"),
        ("Mã TTHC", "procedure_code"),
        ("Ngày nộp hồ sơ", "received"),
        ("Thời gian tiếp nhận", "received"),
        ("Ngày nhận", "received"),
        ("Ngày nhận kết quả", "resulted"),
        ("Thời gian trả kết quả", "resulted"),
        ("Ngày hoàn thành", "resulted"),
        ("Loại mẫu", "list"),
        ("Chính thức/Dự phòng", "list"),
        ("Ghi chú", "note"),
        ("Ngày hẹn trả", ""),
        ("Email", ""),
        ("Giới tính", ""),
        ("Họ tên cán bộ tiếp nhận", ""),
        ("Trạng thái hồ sơ", ""),
    ],
)
def test_headings(heading: str, field: str) -> None:
    for written in (heading, heading.upper(), unicodedata.normalize("NFD", heading), f" {heading}\n"):
        header = find_header(Sheet("", [["Full name", "Address", "Note", written]]), FIELDS, NAMES)
        assert header is not None
        assert header.columns[3].field == field


def test_several_sheets_hidden_ones_and_ones_without_a_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Hướng dẫn"
    book.active["A1"] = "Đề nghị điền đủ các cột"
    for name in ("Chính thức", "Dự phòng"):
        sheet = book.create_sheet(name)
        sheet.append(HEADER)
        sheet.append(entry(1 if name == "Chính thức" else 2))
    hidden = book.create_sheet("Năm trước")
    hidden.append(HEADER)
    hidden.append(entry(3))
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "x.xlsx")
    preview = read(tmp_path / "x.xlsx", "frame")
    assert [(member.list, member.sheet) for member in preview.members] == [
        ("official", "Chính thức"), ("reserve", "Dự phòng"),
    ]  # fmt: skip
    assert (preview.passed, preview.hidden) == (("Hướng dẫn",), ("Năm trước",))


def test_a_sheet_of_instructions_or_totals_is_no_second_list(saved: Callable[..., Path]) -> None:
    guide = [["Họ và tên"], ["Ghi đầy đủ, không viết tắt"]]
    totals = [["STT", "Đơn vị", "Số điện thoại"], [1, "Sở Tư pháp", "02343823456"]]
    preview = read(saved([HEADER, entry(1)], **{"Cách ghi": guide, "Tổng hợp": totals}))
    assert [member.sheet for member in preview.members] == ["Sheet1"]
    assert preview.passed == ("Cách ghi", "Tổng hợp")


# ---------------------------------------------------------------------------------------------------------------- rows


def test_rows_that_are_no_entries_are_passed_over_and_named(saved: Callable[..., Path]) -> None:
    rows = [
        HEADER,
        ["I", "Lĩnh vực đất đai"],
        entry(1),
        [],
        HEADER,
        ["II", "UBND phường Bắc"],
        entry(2),
        [None, "Tổng cộng", 2],
        [None, None, None, None, None, "Huế, ngày 05 tháng 9 năm 2024"],
        [None, "NGƯỜI LẬP BIỂU", None, None, None, "KT. GIÁM ĐỐC"],
        [None, "Lê Văn Cường"],
    ]
    preview = read(saved(rows))
    assert [(member.row, member.sector, member.unit) for member in preview.members] == [
        (3, "đất đai", ""), (7, "đất đai", "UBND phường Bắc"),
    ]  # fmt: skip
    assert preview.rejected == ()
    assert brief(preview.skipped) == [
        (2, "", "part_used"), (5, "", "row_header_again"), (6, "", "part_used"), (8, "", "row_total"),
        (9, "", "row_footer"), (10, "", "row_footer"), (11, "", "row_footer"),
    ]  # fmt: skip


def test_parts_of_a_table_name_the_list(saved: Callable[..., Path]) -> None:
    rows = [HEADER, ["A", "Danh sách chính thức"], entry(1), ["B", "Danh sách dự phòng"], entry(2)]
    preview = read(saved(rows), "frame")
    assert [member.list for member in preview.members] == ["official", "reserve"]
    assert "danh sách dự phòng" in preview.skipped[1].words("vi")


def test_a_person_named_like_a_total_is_kept(saved: Callable[..., Path]) -> None:
    rows = [["Họ và tên", "Số điện thoại"], ["Tống Công", "0912345678"], ["Cống Thị Hoa", ""], ["Cộng", ""]]
    preview = read(saved(rows))
    assert [member.name for member in preview.members] == ["Tống Công", "Cống Thị Hoa"]
    assert brief(preview.skipped) == [(4, "", "row_total")]


def test_a_full_row_after_the_signatures_is_an_entry_again(saved: Callable[..., Path]) -> None:
    rows = [HEADER, entry(1), [None, "Nơi nhận:"], [None, "- Như trên"], entry(2)]
    assert [member.row for member in read(saved(rows)).members] == [2, 5]


def test_list_columns(saved: Callable[..., Path]) -> None:
    rows = [["Họ và tên", "Điện thoại", "Loại mẫu"]]
    rows += [["Lê An", "0912345678", kind] for kind in ("Chính thức", "DP", "khác", "")]
    preview = read(saved(rows), "frame")
    assert [member.list for member in preview.members] == ["official", "reserve", "frame", "frame"]
    assert brief(preview.corrected) == [(4, "C", "list_unknown")]
    marks = [["Họ và tên", "Chính thức", "Dự phòng"], ["Lê An", "x", ""], ["Lê Ba", "", "x"], ["Lê Cam", "", ""]]
    assert [member.list for member in read(saved(marks), "frame").members] == ["official", "reserve", "frame"]


# --------------------------------------------------------------------------------------------------------------- cells


def test_corrections_name_row_and_column(saved: Callable[..., Path]) -> None:
    rows = [
        HEADER,
        entry(1, Họ_và_tên=unicodedata.normalize("NFD", "Trần Thị  Bình ")),
        entry(2, Số_điện_thoại=912345678.0),
        entry(3, Ngày_tiếp_nhận=45300, Ngày_trả_kết_quả=datetime.date(2024, 1, 20)),
        entry(4, Ngày_trả_kết_quả="01/03/2024"),
        entry(5, Ngày_trả_kết_quả="01/02/2025"),
        entry(6, Số_điện_thoại="không có", Ngày_tiếp_nhận="hôm qua"),
        entry(7, Mã_hồ_sơ=None),
        entry(8, Mã_hồ_sơ="HS 12"),
        entry(9, Mã_hồ_sơ=1.2e20),
    ]
    preview = read(saved(rows))
    assert len(preview.members) == 9
    assert brief(preview.corrected) == [
        (2, "B", "text_tidied"), (3, "D", "phone_zero_restored"), (4, "F", "date_from_serial"),
        (5, "G", "date_before_received"), (6, "G", "date_future"), (7, "D", "phone_unreadable"),
        (7, "F", "date_unreadable"), (8, "E", "dossier_missing"), (9, "E", "dossier_odd"),
        (10, "E", "dossier_digits_lost"),
    ]  # fmt: skip
    assert preview.members[0].name == "Trần Thị Bình"
    assert preview.corrected[0].column == "B: Họ và tên"
    assert preview.members[5].phone == ""
    assert preview.members[5].received is None
    assert preview.members[8].dossier == ""


def test_a_row_without_a_name_is_rejected(saved: Callable[..., Path]) -> None:
    preview = read(saved([HEADER, entry(1, Họ_và_tên=None), entry(2, Họ_và_tên="..."), entry(3)]))
    assert brief(preview.rejected) == [(2, "B", "name_missing"), (3, "B", "name_without_letters")]
    assert [member.row for member in preview.members] == [4]


def test_duplicates_name_the_first_row(saved: Callable[..., Path]) -> None:
    code = CODE % 1
    rows = [HEADER, entry(1), entry(2), entry(3, Mã_hồ_sơ=f" {code.lower()}"), entry(4)]
    preview = read(saved(rows), known_dossiers=frozenset({CODE % 2}))
    assert brief(preview.rejected) == [(3, "E", "already_known"), (4, "E", "duplicate")]
    assert preview.rejected[1].params["row"] == 2
    assert preview.duplicates == 2
    assert [member.row for member in preview.members] == [2, 5]


def test_an_office_with_dossier_codes_of_its_own_is_told_once(saved: Callable[..., Path]) -> None:
    preview = read(saved([HEADER, *(entry(n, Mã_hồ_sơ=f"{n}/BN") for n in range(1, 11))]))
    assert len(preview.members) == 10
    assert brief(preview.corrected) == [(1, "E", "dossier_own_style")]


def test_days_and_months_swapped_by_an_american_excel_are_noticed(saved: Callable[..., Path]) -> None:
    rows = [entry(n, Ngày_tiếp_nhận=datetime.date(2024, 3, n)) for n in range(1, 7)]
    rows += [entry(n, Ngày_tiếp_nhận=f"{n}/03/2024") for n in range(13, 16)]
    assert (1, "F", "dates_swapped") in brief(read(saved([HEADER, *rows])).corrected)


@pytest.mark.parametrize(("name", "encoding"), [("NguyÔn V¨n An", "tcvn3"), ("Nguyeãn Vaên An", "vni")])
def test_old_encodings_are_reported_and_never_converted(saved: Callable[..., Path], name: str, encoding: str) -> None:
    ambiguous = "Lý Tó" if encoding == "tcvn3" else "Lò Tú"
    rows = [HEADER, *(entry(n, Họ_và_tên=name) for n in range(1, 4)), entry(4, Họ_và_tên=ambiguous)]
    preview = read(saved([*rows, entry(5, Họ_và_tên="Le An")]))
    assert [member.name for member in preview.members] == ["Le An"]
    assert brief(preview.rejected) == [(row, "B", "legacy_text") for row in range(2, 6)]
    (column,) = preview.sheets[0].legacy
    assert (column.column, column.encoding, column.cells) == ("B: Họ và tên", encoding, 4)


@pytest.mark.parametrize(
    ("name", "encoding", "heading"),
    [("NguyÔn V¨n An", "TCVN3", ("Hä vµ tªn", "§Þa chØ")), ("Nguyeãn Vaên An", "VNI", ("Hoï vaø teân", "Ñòa chæ"))],
)
def test_old_encodings_are_converted_on_consent(
    saved: Callable[..., Path], name: str, encoding: str, heading: tuple[str, str]
) -> None:
    rows = [HEADER, *(entry(n, Họ_và_tên=name) for n in range(1, 4)), entry(4)]
    preview = read(saved(rows), convert=True)
    assert [member.name for member in preview.members[:3]] == ["Nguyễn Văn An"] * 3
    assert len(preview.members) == 4 and not preview.rejected
    told = [note for note in preview.corrected if note.message == "sample.legacy_converted"]
    assert [(note.row, note.found, note.result, note.params["encoding"]) for note in told] == [
        (row, name, "Nguyễn Văn An", encoding) for row in (2, 3, 4)
    ]
    whole = read(saved([heading, [name, "12"]]), convert=True)
    assert [member.name for member in whole.members] == ["Nguyễn Văn An"]


def test_one_odd_cell_does_not_condemn_a_column(saved: Callable[..., Path]) -> None:
    rows = [HEADER, *(entry(n, Họ_và_tên="Lý Văn Tó") for n in range(1, 9)), entry(9, Họ_và_tên="Hµ An")]
    preview = read(saved(rows))
    assert len(preview.members) == 8
    assert brief(preview.rejected) == [(10, "B", "legacy_text")]


def test_error_cells_and_hidden_rows_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(entry(1))
    book.active["C2"] = "#REF!"
    book.active["C2"].data_type = "e"
    book.active.row_dimensions[2].hidden = True
    book.save(tmp_path / "x.xlsx")
    preview = read(tmp_path / "x.xlsx")
    assert preview.members[0].address == ""
    assert brief(preview.corrected) == [(1, "", "hidden_rows"), (2, "C", "cell_error")]


# ---------------------------------------------------------------------------------------------------------- other files


@pytest.mark.parametrize("name", ["reserve_list.xls", "reserve_list.ods"])
def test_other_workbooks(name: str) -> None:
    preview = read(DATA / name)
    assert [(m.name, m.phone, m.list) for m in preview.members] == [
        ("Nguyễn Thị An", "0912345678", "reserve"), ("Trần Văn Bình", "0912345679", "reserve"),
    ]  # fmt: skip
    assert preview.members[0].received == datetime.date(2024, 3, 5)


def test_html_under_the_name_of_excel(tmp_path: Path) -> None:
    page = "<table><tr><th>Họ và tên</th><th>SĐT</th></tr><tr><td>Lê An</td><td>912345678</td></tr></table>"
    (tmp_path / "x.xls").write_text(page, encoding="utf-8")
    assert read(tmp_path / "x.xls").members[0].phone == "0912345678"


def test_csv_with_semicolons(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Họ và tên;SĐT\nLê An;912345678\n;\nLê Ba\n", encoding="utf-8-sig")
    preview = read(tmp_path / "x.csv")
    assert [(member.name, member.phone, member.row) for member in preview.members] == [
        ("Lê An", "0912345678", 2), ("Lê Ba", "", 4),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["a", "b"], [1, 2]], "sample.no_header"),
        ([["Số điện thoại", "Địa chỉ"], ["0912345678", "Tổ 1"]], "sample.no_header"),
        ([HEADER, []], "sample.no_rows"),
        ([["Hä vµ tªn", "§Þa chØ"], ["NguyÔn V¨n An", "Tæ 1"]], "sample.legacy_file"),
    ],
)
def test_refuses_files_without_a_list(saved: Callable[..., Path], rows: Rows, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        read(saved(rows))
    assert caught.value.code == code
    assert all("danh sách.xlsx" in caught.value.words(lang) for lang in LANGUAGES)


def test_progress_and_cancelling(saved: Callable[..., Path]) -> None:
    path = saved([HEADER, *(entry(n % 90, Mã_hồ_sơ=CODE % n) for n in range(2500))])
    heard: list[tuple[int, int]] = []
    read(path, progress=lambda done, total: heard.append((done, total)))
    assert heard == [(1000, 2501), (2000, 2501)]

    def stop(_done: int, _total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        read(path, progress=stop)


# --------------------------------------------------------------------------------------------------------------- notes


def test_notes_are_written_for_the_office(saved: Callable[..., Path], tmp_path: Path) -> None:
    preview = read(saved([HEADER, entry(1, Số_điện_thoại="=HYPERLINK(1)"), entry(2, Họ_và_tên=None)]))
    # The workbook has no calculated value for the formula: nothing to correct. A found text may still look like one.
    note = CellNote("Sheet1", 2, "D: Số điện thoại", "=1+1\x00", "sample.phone_unreadable")
    write_notes(SampleListPreview(**{**vars(preview), "corrected": (note,)}), tmp_path / "ghi chú.xlsx", "vi")
    book = openpyxl.load_workbook(tmp_path / "ghi chú.xlsx")
    assert book.sheetnames == ["Không nhận", "Đã sửa, cần xem", "Dòng bỏ qua"]
    rejected = list(book["Không nhận"].iter_rows(min_row=2, values_only=True))
    assert rejected == [("Sheet1", 3, "B: Họ và tên", None, None, preview.rejected[0].words("vi"))]
    cell = book["Đã sửa, cần xem"]["D2"]
    assert (cell.data_type, cell.value) == ("s", "=1+1\ufffd")
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


def test_notes_that_cannot_be_written_are_refused(saved: Callable[..., Path], tmp_path: Path) -> None:
    preview = read(saved([HEADER, entry(1)]))
    with pytest.raises(Refusal):
        write_notes(preview, tmp_path / "nowhere" / "x.xlsx")


# ------------------------------------------------------------------------------------------------------------ anything

CELL = st.one_of(
    st.sampled_from(
        ["", *HEADER, "Tổng cộng", "I", "Nơi nhận:", "x", "NguyÔn", "#REF!", "=1+1", "1.2E+11", "0912345678"]
    ),
    st.text(max_size=8),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
)


@given(rows=st.lists(st.lists(CELL, max_size=8), max_size=10), header_at=st.integers(0, 3))
def test_any_rows_give_a_list_or_a_refusal(rows: list[list[Any]], header_at: int) -> None:
    from sipas_desktop.exchange.sample_rows import Reading

    cells = [["" if cell is None else cell for cell in row] for row in [*rows[:header_at], HEADER, *rows[header_at:]]]
    sheet = Sheet("", cells)
    header = find_header(sheet, FIELDS, NAMES)
    assert header is not None
    reading = Reading(set(), len(cells), TODAY, None)
    use = reading.read_sheet(sheet, header, "frame")
    # A row of nothing but zeros is what formulas leave below a table.
    filled = [any(cleaning.text(cell)[0] for cell in row) and any(row) for row in cells]
    below = [number for number, yes in enumerate(filled, start=1) if yes and number > use.header_rows[1]]
    told = [entry.row for entry in (*reading.members, *reading.rejected, *reading.skipped)]
    assert sorted(told) == sorted(set(told)), "a row is an entry, rejected or passed over, and only one of them"
    assert set(told) == set(below), "no row is lost without a word"
    assert all(member.name for member in reading.members)
    for note in (*reading.corrected, *reading.rejected, *reading.skipped):
        assert all(note.words(lang) for lang in LANGUAGES)
