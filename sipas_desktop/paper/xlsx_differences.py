"""A report as a workbook beside what it must hold: constants, formulas with the values that stand beside them, charts.

Rows that were put in or taken out move the others; formulas are compared as they have to read then.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import Final

from sipas_desktop.paper.docx_differences import Follows, chart_differences, everything, together
from sipas_desktop.paper.figures_held import Held, figures_of, plain, shortened
from sipas_desktop.paper.report_differences import Difference, Kind
from sipas_desktop.paper.report_model import Chart, ReportContent
from sipas_desktop.paper.report_xlsx import Named
from sipas_desktop.paper.xlsx_reader import ShownCell, ShownSheet

CLOSE: Final = 1e-9  # two numbers that are the same one
PROVENANCE: Final = "provenance"
_REF: Final = re.compile(r"(?:('(?:[^']|'')+'|[^\W\d]\w*)!)?\$?([A-Z]{1,3})\$?(\d+)\b(?!\()")
_HONEST: Final = re.compile(r"(?:General|@|[#0,.]+%?)(?:;-?[#0,.]+%?)?")  # number formats that show the number itself

Cells = Mapping[str, ShownCell]
Names = Mapping[tuple[str, str], Named]


def differences(
    due: ReportContent,
    drawn: Sequence[ShownSheet],
    names: Names,
    found: Sequence[ShownSheet],
    follows: Follows = everything,
) -> Held:
    """What ``found`` holds otherwise than ``drawn``, which is ``due`` as a workbook with the ``names`` of its cells."""
    others = {sheet.name: sheet for sheet in found}
    moved = {sheet.name: _pairs(sheet.rows, others[sheet.name].rows) for sheet in drawn if sheet.name in others}
    parts = [_sheet(sheet, names, others.get(sheet.name), moved, follows) for sheet in drawn]
    tables = {id(each.table): each.table for each in names.values()}
    parts.append(Held((), 0, 0, tuple(each.caption for each in tables.values() if not follows(each)), ()))
    known = {sheet.name for sheet in drawn}
    parts.append(Held((), 0, 0, (), tuple(sheet.name for sheet in found if sheet.name not in known and sheet.rows)))
    captions = [block.caption for block in due.blocks if isinstance(block, Chart) and not follows(block)]
    parts.append(Held((), 0, 0, tuple(captions), ()))
    return together(parts)


def _sheet(
    due: ShownSheet, names: Names, found: ShownSheet | None, moved: Mapping[str, Mapping[int, int]], follows: Follows
) -> Held:
    differs: list[Difference] = []
    compared = asked = 0
    pairs = moved.get(due.name, {})
    for row, cells in due.rows.items():
        for column, cell in cells.items():
            name = names.get((due.name, f"{column}{row}"))
            if name is None:
                differs += _sentence(cell, found, pairs.get(row), column) if follows is everything else ()
                continue
            if not follows(name.table):
                continue
            number = len(figures_of(name.text))
            asked += number
            if found is None:
                if name.table.key == PROVENANCE:
                    differs.append(_said(name, "", name.text))
                continue
            compared += number
            other = found.rows[pairs[row]].get(column) if row in pairs else None
            differs += _cell(due.name, name, cell, other, moved)
    if found is None:
        return Held(tuple(differs), compared, asked, (due.name,), ())
    taken = set(pairs.values())
    own = [_words(cells) for row, cells in found.rows.items() if row not in taken]
    beside = [
        _words({column: cell for column, cell in found.rows[there].items() if column not in due.rows[here]})
        for here, there in pairs.items()
    ]
    told = tuple(f"{due.name}: “{shortened(each)}”" for each in (*own, *beside) if figures_of(each))
    charts = list(_charts(due, found)) if all(follows(each.table) for each in names.values()) else []
    return together([Held(tuple(differs), compared, asked, (), told), *charts])


def _sentence(due: ShownCell, found: ShownSheet | None, row: int | None, column: str) -> Iterator[Difference]:
    """Words above and below the tables: by their figures."""
    other = found.rows[row].get(column) if found is not None and row is not None else None
    if due.words and other is not None and figures_of(due.value) != figures_of(other.value):
        yield Difference(
            Kind.PRINTED, 0, f"{found.name if found else ''}", shortened(other.value), shortened(due.value)
        )


def _words(cells: Cells) -> str:
    return " ".join(cell.value for cell in cells.values())


def _pairs(due: Mapping[int, Cells], found: Mapping[int, Cells]) -> dict[int, int]:
    """Which row of the file is which of the report."""
    mine = [(row, _key(cells)) for row, cells in sorted(due.items())]
    others = [(row, _key(cells)) for row, cells in sorted(found.items())]
    if [row for row, _ in mine] == [row for row, _ in others]:
        return {row: row for row, _ in mine}
    pairs: dict[int, int] = {}
    matcher = SequenceMatcher(None, [key for _, key in mine], [key for _, key in others], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal" or i2 - i1 == j2 - j1:
            pairs |= {mine[i][0]: others[j][0] for i, j in zip(range(i1, i2), range(j1, j2), strict=True)}
            continue
        start = j1
        for i in range(i1, i2):
            own = Counter(mine[i][1])
            likest = max(range(start, j2), key=lambda j: (own & Counter(others[j][1])).total(), default=None)
            if likest is not None and 2 * (own & Counter(others[likest][1])).total() >= own.total():
                pairs[mine[i][0]], start = others[likest][0], likest + 1
    return pairs


def _key(cells: Cells) -> tuple[tuple[str, str], ...]:
    """What a row says: words as they are, numbers without what a program that saved them anew may round."""
    return tuple((column, plain(cell.value) if cell.words else _rounded(cell.value)) for column, cell in cells.items())


def _rounded(value: str) -> str:
    number = _number(value)
    return value if number is None else f"{number:.9f}"


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _cell(
    sheet: str, name: Named, due: ShownCell, found: ShownCell | None, moved: Mapping[str, Mapping[int, int]]
) -> Iterator[Difference]:
    if found is None:
        yield _said(name, "", name.text)
        return
    wanted = _moved(due.formula, sheet, moved)
    computed = found.formula and not found.value  # saved by a program that computes nothing: Excel will
    if not computed and not _same(due, found):
        yield _said(name, _shown(due, found), name.text)
    if found.formula and not found.shared and _canonical(found.formula, sheet) != _canonical(wanted, sheet):
        yield Difference(Kind.FORMULA, 0, name.where, found.formula, wanted or name.text, name.table.key)
    elif not found.words and found.shown != due.shown and not _HONEST.fullmatch(found.shown):
        yield Difference(Kind.FORMAT, 0, name.where, found.shown, name.text, name.table.key)


def _said(name: Named, printed: str, expected: str) -> Difference:
    return Difference(Kind.PRINTED, 0, name.where, printed, expected, name.table.key)


def _same(due: ShownCell, found: ShownCell) -> bool:
    one, other = _number(due.value), _number(found.value)
    if due.words or found.words or one is None or other is None:
        return plain(due.value) == plain(found.value)
    return abs(one - other) <= CLOSE * max(1.0, abs(one))


def _shown(due: ShownCell, found: ShownCell) -> str:
    """The number as the report would print it, in full where that would show no difference."""
    places = len(due.shown.partition(".")[2].rstrip("%"))
    percent = due.shown.endswith("%")
    try:
        number, wanted = (Decimal(each.value) * (100 if percent else 1) for each in (found, due))
        unit = Decimal(1).scaleb(-places)
        short = number.quantize(unit, ROUND_HALF_UP)
        told = round(number, 9).normalize() if short == wanted.quantize(unit, ROUND_HALF_UP) else short
    except InvalidOperation:
        return plain(found.value)
    return f"{told:f}".replace(".", ",") + "%" * percent


def _moved(formula: str, sheet: str, moved: Mapping[str, Mapping[int, int]]) -> str:
    """The formula as it reads where rows stand now."""

    def put(found: re.Match[str]) -> str:
        name = found[1].strip("'").replace("''", "'") if found[1] else sheet
        row = moved.get(name, {}).get(int(found[3]), int(found[3]))
        return f"{found[1]}!{found[2]}{row}" if found[1] else f"{found[2]}{row}"

    return _REF.sub(put, formula)


def _canonical(formula: str, sheet: str) -> str:
    """Without what programs write each in their own way."""

    def put(found: re.Match[str]) -> str:
        name = found[1].strip("'").replace("''", "'") if found[1] else sheet
        return f"{name}!{found[2]}{found[3]}"

    return _REF.sub(put, "".join(plain(formula.removeprefix("=")).split()))


def _charts(due: ShownSheet, found: ShownSheet) -> Iterator[Held]:
    """Charts by the numbers that they keep; a program that saved the file without them draws from the cells."""
    left = list(found.charts)
    for chart in due.charts:
        size = sum(len(each.values) for each in chart.series)
        likest = max(left, key=lambda each: len(chart.names & each.names), default=None)
        if likest is None or 2 * len(chart.names & likest.names) < len(chart.names):
            yield Held((), 0, size, (f"{due.name}: biểu đồ",), ())
            continue
        left.remove(likest)
        yield Held(tuple(chart_differences(due.name, chart, likest)), size, size, (), ())
