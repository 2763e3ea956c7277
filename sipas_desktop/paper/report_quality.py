"""The table of a report that says how the keyings went."""

from __future__ import annotations

from fractions import Fraction

from sipas_desktop.domain.residual import Residual
from sipas_desktop.paper import report_packages, report_third
from sipas_desktop.paper.report_formulas import follows
from sipas_desktop.paper.report_model import Align, Column, Process, Ref, Row, Table
from sipas_desktop.paper.report_sampling import facts as sampling_facts
from sipas_desktop.paper.report_tables import LINE, Cells, counted, number, words


def quality_table(process: Process, caption: str) -> Table:
    """The double keying in numbers; discrepancies also per 1,000 compared fields."""
    thousand = Fraction(1000 * process.discrepancies, process.compared_fields) if process.compared_fields else None
    title, left = "Số trường còn sai sau đối chiếu trên 1.000 trường (ước tính)", process.residual
    facts = [
        ("double_keyed", "Số phiếu được nhập hai lần độc lập", counted(process.double_keyed)),
        ("single_keyed", "Số phiếu chỉ nhập một lần", counted(process.single_keyed)),
        *sampling_facts(process),
        *([("online", "Số phiếu trực tuyến, không nhập hai lần", counted(process.online))] * bool(process.online)),
        ("operators", "Số nhân viên nhập liệu", counted(process.operators)),
        ("compared_fields", "Số trường dữ liệu đã đối chiếu giữa hai lần nhập", counted(process.compared_fields)),
        ("discrepancies", "Số chỗ khác nhau giữa hai lần nhập", counted(process.discrepancies)),
        ("per_thousand", "Số chỗ khác nhau trên 1.000 trường dữ liệu", _per_thousand(number(thousand))),
        ("adjudicated", "Số chỗ khác nhau đã được chốt theo phiếu gốc", counted(process.adjudicated)),
        *([("residual", title, number(Fraction(left.per_thousand), 3))] if isinstance(left, Residual) else []),
        *(report_third.facts(process) + report_packages.facts(process)),
        ("open", "Số phiếu còn chỗ khác nhau chưa chốt", counted(process.open)),
        ("photocopies", "Số phiếu phô tô (dán nhãn số dự phòng khi thu)", counted(process.photocopies)),
    ]
    columns = (Column("TT", 12, Align.CENTRE), Column("Nội dung", LINE - 12 - 38), Column("Số lượng", 38, Align.RIGHT))
    rows = tuple(Row(key, (words(str(at)), words(title), cells)) for at, (key, title, cells) in enumerate(facts, 1))
    return Table("quality", caption, columns, rows)


def _per_thousand(cells: Cells) -> Cells:
    return follows(cells, "1000*{0}/{1}", Ref("quality", "discrepancies", 2), Ref("quality", "compared_fields", 2))
