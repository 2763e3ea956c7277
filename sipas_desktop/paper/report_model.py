"""The shape of a report: everything that is printed, already in words and numbers.

``report_content.content`` fills it; PDF, DOCX and XLSX only lay it out, so that the three say the same. A printed
figure carries its exact value beside its text, and every table and row has a key, so that it can be looked up again.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from sipas_desktop.domain.intervals import Interval
from sipas_desktop.domain.keying_sample import Stated
from sipas_desktop.domain.residual import NotEstimated, Residual
from sipas_desktop.paper.report_origin import Origin, keywords


@dataclass(frozen=True)
class Scope:
    """What part of the survey a report is about; None = all of it. ``group`` and ``wave`` are codes of the plan."""

    group: str | None = None
    unit: str | None = None  # the unit's name
    wave: str | None = None
    until: datetime.date | None = None  # ballots received up to and including this day
    channel: str | None = None  # a code of the plan
    title: str = ""  # what the plan calls a report that goes into another one


@dataclass(frozen=True)
class Process:
    """How the figures came about: the facts of the double keying."""

    double_keyed: int  # ballots with two complete keyings
    compared_fields: int  # fields of those ballots, each compared once
    discrepancies: int  # fields in which the two keyings differed
    adjudicated: int  # of these, decided by the adjudicator
    open: int = 0  # keyed twice, with differences that nobody has decided yet
    single_keyed: int = 0  # settled after one keying under a sampling plan
    operators: int = 0  # people who keyed
    photocopies: int = 0  # returned ballots that were photocopied and got a spare label
    comments: int = 0  # settled ballots with words in an open question (the words are never printed)
    required: int | None = None  # ballots that the plan's rule asks for, where it can be said
    keyers_settle: bool = False  # an office of two: both keyers settle together
    online: int = 0  # settled online answers, which nobody keyed
    only_comments: int = 0  # online answers that rate nothing, kept for their words: no ballots
    residual: Residual | NotEstimated | None = None  # wrong fields that double keying left; None where it is not told
    sampled: Stated | None = None  # how ballots are chosen to be keyed twice; None: every one is
    rekeyed: int = 0  # ballots of which a third clerk keyed again what differed
    by_third: int = 0  # fields decided since she agreed with one of the two, where the plan says so
    brought: int = 0  # settled ballots of other offices, which were keyed there
    packages: int = 0  # in which these came
    withdrawn: tuple[tuple[str, int], ...] = ()  # sources that were merged and taken out: title and ballots


@dataclass(frozen=True)
class Provenance:
    """From what the report was computed, so that anybody can compute it again."""

    program: str  # version
    head: str  # hexadecimal head of the survey's history
    records_sha256: str
    form_sha256: str
    plan_id: str
    printed: datetime.date
    seed_sha256: str = ""  # of the seed by which ballots were chosen to be keyed twice; "" where all are
    origin: Origin | None = None  # how to make the report again

    @property
    def keywords(self) -> str:
        """What the file tells of how it was made."""
        return keywords(self.origin, self.records_sha256, self.head, self.printed, self.program)


@dataclass(frozen=True)
class UnitFigures:
    """One unit of the report's table of units. ``index`` is the unit's index in per cent by the plan's definition.

    ``code`` tells units of one name apart; both are "" for the ballots that name no unit.
    """

    code: str
    name: str
    settled: int
    index: Fraction | None


# ------------------------------------------------------------------------------------------------------------ parts


class Align(StrEnum):
    """Where the text of a column stands."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Measure(StrEnum):
    """What a number is, which decides how a workbook shows it."""

    COUNT = "count"
    PERCENT = "percent"  # 0–100
    DECIMAL = "decimal"


@dataclass(frozen=True)
class Ref:
    """A figure of a table, by the keys of table and row; ``part`` of a cell in which several stand."""

    table: str
    row: str
    column: int
    part: int = 0


@dataclass(frozen=True)
class Formula:
    """How a figure follows from others: ``text`` is a spreadsheet's formula with ``{0}``, ``{1}`` … for ``refs``.

    Percentages are from 0 to 1 in it, as spreadsheets have them.
    """

    text: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True)
class Figure:
    """One printed value: its text, and its exact number where it is one, with what it follows from."""

    text: str
    value: Fraction | None = None
    measure: Measure | None = None
    formula: Formula | None = None


@dataclass(frozen=True)
class Column:
    """A column of a table. ``parts`` names the figures that stand above each other in one cell (ballots and share)."""

    head: str
    width: float  # millimetres; all columns of a table together fill the line
    align: Align = Align.LEFT
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A row of a table: one tuple of figures a column."""

    key: str
    cells: tuple[tuple[Figure, ...], ...]
    strong: bool = False  # printed bold


@dataclass(frozen=True)
class Table:
    """A table with its caption; ``key`` names it for lookups and workbooks."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""

    def row(self, key: str) -> Row:
        """The row ``key``. Raises ``KeyError``."""
        for row in self.rows:
            if row.key == key:
                return row
        raise KeyError(key)


@dataclass(frozen=True)
class Run:
    """Words of one style inside a paragraph."""

    text: str
    bold: bool = False
    italic: bool = False


class Style(StrEnum):
    """The place of a paragraph in the document."""

    BODY = "body"  # justified, first line indented
    ITEM = "item"  # begins with "- " or "1."
    LEAD = "lead"  # in italics, never parted from what follows
    FORMULA = "formula"  # centred
    COMMAND = "command"  # to be typed into a terminal as it stands


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text."""

    runs: tuple[Run, ...]
    style: Style = Style.BODY

    @property
    def text(self) -> str:
        """The words without their styles."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Heading:
    """A heading: level 1 "I. KHÁI QUÁT…", level 2 "1. Phạm vi"."""

    level: int
    text: str


@dataclass(frozen=True)
class LevelBar:
    """One question in the chart of levels: shares in per cent by ascending level, empty where nobody answered."""

    label: str
    shares: tuple[Fraction, ...]
    texts: tuple[str, ...]  # the shares as printed
    apart: str = ""  # how many had no opinion, where the question offers that


@dataclass(frozen=True)
class LevelBars:
    """The questions of one scale. ``levels`` are the level labels, ascending; ``apart`` heads what is no level."""

    levels: tuple[str, ...]
    bars: tuple[LevelBar, ...]
    apart: str = ""


@dataclass(frozen=True)
class FactorBar:
    """One factor in the chart of factors; ``share`` in per cent, None where nobody answered."""

    label: str
    share: Fraction | None
    text: str
    interval: Interval | None = None  # where the share is one of ballots


@dataclass(frozen=True)
class FactorBars:
    """The factors' shares, the plan's target with its label and the overall question, where there are such.

    ``note`` says which bars have an interval.
    """

    bars: tuple[FactorBar, ...]
    target: Fraction | None
    target_text: str = ""
    overall: FactorBar | None = None
    note: str = ""


@dataclass(frozen=True)
class RankBar:
    """One unit in the chart of ranks. Neighbours with one ``band`` cannot be told from the first of them."""

    label: str
    share: Fraction
    text: str
    interval: Interval
    ranks: str  # "2", or "1–3" where chance leaves several open
    band: int


@dataclass(frozen=True)
class RankBars:
    """The units from the best to the worst, under the heads of their columns."""

    bars: tuple[RankBar, ...]
    share_head: str
    ranks_head: str
    note: str = ""


@dataclass(frozen=True)
class ChangeBar:
    """What one figure was and is, in per cent; ``text`` the difference as printed, with its sign.

    ``beyond``: whether it is beyond chance, None where that is not known.
    """

    label: str
    before: Fraction
    now: Fraction
    text: str
    beyond: bool | None
    strong: bool = False


@dataclass(frozen=True)
class ChangeBars:
    """Figures before and now, with what the two times are called and the head of the column of differences."""

    bars: tuple[ChangeBar, ...]
    before: str
    now: str
    head: str
    note: str = ""


ChartData = LevelBars | FactorBars | RankBars | ChangeBars


@dataclass(frozen=True)
class Chart:
    """A chart with its caption."""

    key: str
    caption: str
    data: ChartData


Block = Heading | Paragraph | Table | Chart


@dataclass(frozen=True)
class Letterhead:
    """The head of the document, in the office's words (Nghị định 30/2020, Phụ lục I)."""

    superior: tuple[str, ...]  # lines; empty if there is no agency above
    issuer: tuple[str, ...]
    number: str  # "Số:       /BC-UBND"
    place_and_date: str  # "Sơn Tây, ngày       tháng       năm 2017"
    kind: str  # "BÁO CÁO"


@dataclass(frozen=True)
class Signature:
    """The foot of the document."""

    authority: tuple[str, ...]
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class Annex:
    """An annex (phụ lục): its name on two lines, to what it belongs, what it says."""

    name: str
    of: str  # "(Kèm theo Báo cáo số …)"
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class ReportContent:
    """A whole report. A section has no letterhead or signature of its own (both are None) and no annexes."""

    title: str
    author: str  # the issuing agency in one line, for the file's properties
    letterhead: Letterhead | None
    body: tuple[Block, ...]
    signature: Signature | None
    annexes: tuple[Annex, ...]
    method: tuple[Paragraph, ...]  # the notes of the last section once more, for a workbook
    summary: Table  # the index in a few rows, for a workbook: the document says it in words
    decimals: int
    provenance: Provenance

    @property
    def section(self) -> bool:
        """Whether it goes into another report."""
        return self.letterhead is None

    @property
    def blocks(self) -> Iterator[Block]:
        """All blocks in the order of the document."""
        yield from self.body
        for annex in self.annexes:
            yield from annex.blocks

    def tables(self, key: str) -> tuple[Table, ...]:
        """The tables whose key is ``key`` (one a scale for the tables of questions)."""
        return tuple(block for block in self.blocks if isinstance(block, Table) and block.key == key)

    def charts(self, key: str) -> tuple[Chart, ...]:
        """The charts whose key is ``key``."""
        return tuple(block for block in self.blocks if isinstance(block, Chart) and block.key == key)
