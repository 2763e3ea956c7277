"""A report as a Word document that an office went on writing in, beside what it must say: its tables cell by cell, its
sentences by their figures, its charts by the numbers that they draw. What the office wrote itself is not judged.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sipas_desktop.paper.docx_reader import Grid, ShownDocument
from sipas_desktop.paper.figures_held import Held, figures_of, plain, sentences_held, shortened
from sipas_desktop.paper.office_charts import ChartSeries, ShownChart
from sipas_desktop.paper.report_captions import without_number
from sipas_desktop.paper.report_differences import Difference, Kind
from sipas_desktop.paper.report_model import Block, Chart, Figure, Paragraph, ReportContent, Table
from sipas_desktop.paper.report_places import NEXT, of_cell, of_head

ALIKE: Final = 0.4  # of its cells a table must share to be the same one under another caption
NAMED: Final = 0.15  # likewise under the same caption
CLOSE: Final = 1e-9  # two numbers of a chart that are the same one
PROVENANCE: Final = "provenance"  # a report without it is tied to no history

Follows = Callable[[Block], bool]


def everything(block: Block) -> bool:
    """Compares all that the report says."""
    return True


@dataclass(frozen=True)
class _Cell:
    """A cell that is due: its figures one above the other, each with its name."""

    figures: tuple[tuple[str, str], ...]  # name and text

    @property
    def text(self) -> str:
        return plain("\n".join(text for _, text in self.figures))


def differences(
    due: ReportContent,
    drawn: ShownDocument,
    found: ShownDocument,
    follows: Follows = everything,
    remarks: Collection[str] = (),
) -> Held:
    """What ``found`` says otherwise than ``due``; ``drawn`` is ``due`` as a Word document of this program.

    ``follows`` says which blocks are compared; ``remarks`` are lines that the office wrote in the program.
    """
    tables = [block for block in due.blocks if isinstance(block, Table)]
    owner = _matched(tables, found.grids)
    parts = [_table(table, owner.get(at, None), follows(table)) for at, table in enumerate(tables)]
    lines = [due.title]
    lines += [block.text for block in due.blocks if isinstance(block, Paragraph) and follows(block)]
    lines += [table.note for table in tables if table.note and follows(table)]
    remarked = {plain(each) for each in remarks}
    captions = {plain(without_number(block.caption)) for block in due.blocks if isinstance(block, Table | Chart)}
    beside = {plain(each) for each in drawn.paragraphs} - {plain(each) for each in lines} | captions
    shown = [
        each
        for each in found.paragraphs
        if plain(each) not in beside and plain(without_number(each.strip())) not in captions
    ]
    parts.append(sentences_held([each for each in lines if plain(each) not in remarked], shown))
    parts += _charts([block for block in due.blocks if isinstance(block, Chart)], drawn, found)
    known = [*owner.values(), *drawn.grids]
    parts.append(_of_office(grid for grid in found.grids if all(grid != each for each in known)))
    return together(parts)


def together(parts: Sequence[Held]) -> Held:
    """All parts as one."""
    return Held(
        tuple(each for part in parts for each in part.differs),
        sum(part.compared for part in parts),
        sum(part.due for part in parts),
        tuple(each for part in parts for each in part.missing),
        tuple(each for part in parts for each in part.own),
    )


def _of_office(grids: Iterator[Grid]) -> Held:
    own = []
    for grid in grids:
        text = " ".join(cell for row in grid.rows for cell in row)
        if figures_of(text):
            own.append(f"“{shortened(text)}”")
    return Held((), 0, 0, (), tuple(own))


# ------------------------------------------------------------------------------------------------------------ tables


def _matched(tables: Sequence[Table], grids: Sequence[Grid]) -> dict[int, Grid]:
    """Which table of the file is which of the report: the likest first."""
    counted = [Counter(plain(cell) for row in grid.rows for cell in row) for grid in grids]
    scored = []
    for at, table in enumerate(tables):
        own = Counter(cell.text for row in _rows(table) for cell in row)
        title = plain(without_number(table.caption))
        for number, (grid, its) in enumerate(zip(grids, counted, strict=True)):
            like = 2 * sum((own & its).values()) / max(own.total() + its.total(), 1)
            named = bool(title) and plain(without_number(grid.caption.strip())) == title
            if like >= (NAMED if named else ALIKE):
                scored.append((-like - named, at, number))
    found: dict[int, Grid] = {}
    taken: set[int] = set()
    for _, at, number in sorted(scored):
        if at not in found and number not in taken:
            found[at] = grids[number]
            taken.add(number)
    return found


def _rows(table: Table) -> list[list[_Cell]]:
    head = [_Cell(((NEXT.join(of_head(table, column).names), column.head),)) for column in table.columns]
    rows = [head]
    for row in table.rows:
        rows.append(
            [
                _Cell(_named(NEXT.join(of_cell(table, row, column, figures).names), column.parts, figures))
                for column, figures in zip(table.columns, row.cells, strict=True)
            ]
        )
    return rows


def _named(where: str, parts: Sequence[str], figures: Sequence[Figure]) -> tuple[tuple[str, str], ...]:
    if len(parts) == len(figures) > 1:
        return tuple((f"{where}{NEXT}{part}", each.text) for part, each in zip(parts, figures, strict=True))
    return ((where, "\n".join(each.text for each in figures)),)


def _table(table: Table, grid: Grid | None, asked: bool) -> Held:
    rows = _rows(table)
    due = sum(len(figures_of(cell.text)) for row in rows for cell in row)
    if not asked:
        return Held((), 0, 0, (table.caption,), ())
    if grid is None:
        if table.key != PROVENANCE:
            return Held((), 0, due, (table.caption,), ())
        gone = [figure for row in rows[1:] for cell in row for figure in cell.figures if figures_of(figure[1])]
        return Held(tuple(_said(table, name, "", text) for name, text in gone), 0, due, (), ())
    differs: list[Difference] = []
    mine, others = dict(enumerate(rows)), dict(enumerate(grid.rows))
    pairs = _pairs({at: [cell.text for cell in row] for at, row in mine.items()}, others)
    for at, row in mine.items():
        if at not in pairs:
            differs += (_said(table, name, "", text) for cell in row for name, text in cell.figures if figures_of(text))
            continue
        differs += _row(table, row, others[pairs[at]])
    taken = set(pairs.values())
    for at, cells in others.items():
        if at not in taken and figures_of(" ".join(cells)):
            differs.append(_said(table, table.caption, shortened(" ".join(cells)), ""))
    return Held(tuple(differs), due, due, (), ())


def _pairs(mine: dict[int, list[str]], others: dict[int, tuple[str, ...]]) -> dict[int, int]:
    """Rows that are the same, wherever they stand now; of the others those in the same order, or the likest."""
    pairs: dict[int, int] = {}
    free: dict[tuple[str, ...], list[int]] = {}
    for at, cells in others.items():
        free.setdefault(tuple(plain(cell) for cell in cells), []).append(at)
    for at, texts in mine.items():
        if same := free.get(tuple(texts)):
            pairs[at] = same.pop(0)
    taken = set(pairs.values())
    left, over = [at for at in mine if at not in pairs], [at for at in others if at not in taken]
    if len(left) == len(over):
        return pairs | dict(zip(left, over, strict=True))
    for at in left:
        own = Counter(mine[at])
        likest = max(over, key=lambda each: (own & Counter(map(plain, others[each]))).total(), default=None)
        if likest is not None and (own & Counter(map(plain, others[likest]))).total():
            pairs[at] = likest
            over.remove(likest)
    return pairs


def _row(table: Table, due: Sequence[_Cell], found: Sequence[str]) -> Iterator[Difference]:
    for at, cell in enumerate(due):
        text = found[at] if at < len(found) else ""
        if plain(text) == cell.text:
            continue
        lines = [each for each in text.split("\n") if each.strip()]
        if len(lines) == len(cell.figures):
            for (name, expected), line in zip(cell.figures, lines, strict=True):
                if plain(line) != plain(expected):
                    yield _said(table, name, plain(line), plain(expected))
        else:
            yield _said(table, cell.figures[0][0], plain(text), cell.text)
    for text in found[len(due) :]:
        if figures_of(text):
            yield _said(table, table.caption, plain(text), "")


def _said(table: Table, where: str, printed: str, expected: str) -> Difference:
    return Difference(Kind.PRINTED, 0, where, printed, expected, table.key)


# ------------------------------------------------------------------------------------------------------------ charts


def _charts(blocks: Sequence[Chart], drawn: ShownDocument, found: ShownDocument) -> Iterator[Held]:
    """Charts that Word draws by their numbers; pictures only as they are."""
    from sipas_desktop.paper.docx_charts import is_picture, picture_bytes

    own, left = list(drawn.charts), list(found.charts)
    for block in blocks:
        if is_picture(block.data):
            same = hashlib.sha256(picture_bytes(block.data)).hexdigest() in found.pictures
            yield Held((), 0, 0, () if same else (block.caption,), ())
            continue
        due = own.pop(0)
        likest = max(left, key=lambda each: len(due.names & each.names), default=None)
        if likest is None or 2 * len(due.names & likest.names) < len(due.names):
            yield Held((), 0, _count(due), (block.caption,), ())
            continue
        left.remove(likest)
        yield Held(tuple(chart_differences(block.caption, due, likest)), _count(due), _count(due), (), ())
    if left:
        yield Held((), 0, 0, (), tuple(shortened(" ".join(sorted(each.names))) for each in left))


def _count(chart: ShownChart) -> int:
    return sum(len(each.values) for each in chart.series)


def chart_differences(caption: str, due: ShownChart, found: ShownChart) -> Iterator[Difference]:
    """What one chart draws otherwise than the other, number by number."""
    for number, series in enumerate(due.series):
        other = found.series[number] if number < len(found.series) else ChartSeries()
        for point in sorted(series.values.keys() | other.values.keys() | series.labels.keys()):
            label = series.labels.get(point, "")
            where = NEXT.join(each for each in (caption, label, series.name.strip()) if each)
            if plain(label) != plain(other.labels.get(point, "")):
                yield Difference(Kind.PRINTED, 0, where, other.labels.get(point, ""), label)
            one, two = series.values.get(point, ""), other.values.get(point, "")
            if not _close(one, two):
                yield Difference(Kind.PRINTED, 0, where, _percent(two), _percent(one))


def _close(one: str, other: str) -> bool:
    if one == other:
        return True
    try:
        return abs(float(one) - float(other)) < CLOSE
    except ValueError:
        return False


def _percent(number: str) -> str:
    try:
        return f"{float(number) * 100:.4f}".rstrip("0").rstrip(".").replace(".", ",") + "%"
    except (ValueError, OverflowError):
        return number
