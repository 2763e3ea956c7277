"""HTML tables under the name of an .xls file."""

from __future__ import annotations

from sipas_desktop.exchange.html_table import read_table


def test_reads_rows_with_merged_cells_where_they_stand() -> None:
    page = """<html><body><table><tr><td colspan=3>DANH S&Aacute;CH</td></tr>
    <tr><th rowspan="2">STT</th><th colspan="2">Người nộp</th></tr>
    <tr><th>Họ và tên</th><th>Điện<br>thoại</th></tr>
    <tr><td>1</td><td>Nguyễn Thị&nbsp;An</td><td></td></tr></table></body></html>"""
    assert read_table("x.xls", page) == [
        ["DANH SÁCH", "", ""],
        ["STT", "Người nộp", ""],
        ["", "Họ và tên", "Điện\nthoại"],
        ["1", "Nguyễn Thị\u00a0An", ""],
    ]


def test_unclosed_cells_and_absurd_spans_do_not_matter() -> None:
    rows = read_table("x.xls", "<table><tr><td colspan=99999999>a<td rowspan=x>b<tr><td>c")
    assert rows[0][0] == "a"
    assert rows[0][-1] == "b"
    assert rows[1] == ["c"]
