"""A plan: everything about a survey that its office decided on paper, as data (``forms/<plan>/plan.toml``)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sipas_desktop.domain.batch import SIZE
from sipas_desktop.domain.fieldwork import Replacing
from sipas_desktop.domain.post import Letter, LetterKind, Post
from sipas_desktop.domain.print_style import PrintStyle
from sipas_desktop.domain.quota_rule import Quota
from sipas_desktop.domain.recheck_rule import Recheck
from sipas_desktop.domain.unusual import Checks


class Identity(StrEnum):
    """How far a ballot can be joined to a person. A value of the plan; importing a list never changes it."""

    LINKED = "linked"  # a ballot belongs to a member of the sample list
    NUMBERED = "numbered"  # handed out by number, to nobody in particular
    ANONYMOUS = "anonymous"  # ballot box: nobody can know who had which number


class IndexDefinition(StrEnum):
    """How the index is computed; the report prints which one was used and its formula."""

    OVERALL = "overall"
    POOLED = "pooled"
    MEAN_OF_CRITERIA = "mean_of_criteria"
    WEIGHTED_FACTORS = "weighted_factors"
    MEAN_SCORE = "mean_score"
    FULLY_SATISFIED = "fully_satisfied"


class Weighting(StrEnum):
    """What every ballot of a sample weighs."""

    NONE = "none"  # the same
    DESIGN = "design"  # as many people as the ballots of its stratum stand for; told beside the figures without it


class Place(StrEnum):
    """Where work on the ballots is done."""

    OFFICE = "office"
    POST = "post"


class PlanRole(StrEnum):
    """Parts that a plan gives out. Who signs in to the program, and may do what, is ``roles.Role``."""

    OWNER = "owner"
    CONTRACTOR = "contractor"  # hands out and collects ballots
    INTERVIEWER = "interviewer"
    KEYER = "keyer"
    ADJUDICATOR = "adjudicator"
    OBSERVER = "observer"
    PROVINCE = "province"  # the next level up
    UNIT = "unit"  # whom the survey is about, and who helps


class Work(StrEnum):
    """Work that the survey itself can tell to be done; a milestone may be about it."""

    SAMPLE = "sample"  # the official list is there
    PRINTING = "printing"
    KEYING = "keying"  # every valid ballot is settled
    REPORT = "report"


class KeyingMode(StrEnum):
    """How many ballots of a form are keyed twice."""

    FULL = "full"  # every ballot
    SAMPLED = "sampled"  # one in so many of each operator, all of hers while she makes too many errors


@dataclass(frozen=True)
class Group:
    """People asked with one form (Bến Tre: agencies, and people)."""

    code: str
    title: str
    form: str
    asked: tuple[str, ...] = ()  # the agencies that are asked, where the plan lists them
    channels: tuple[str, ...] = ()  # codes; empty = all of the plan


@dataclass(frozen=True)
class Wave:
    """A round of the survey with its own first and last day (Hà Tĩnh: quarters)."""

    code: str
    title: str
    start: datetime.date
    end: datetime.date


@dataclass(frozen=True)
class Channel:
    """A way by which a ballot comes back."""

    code: str
    title: str
    paper: bool = True
    officers: bool = False  # respondents evaluate an officer by name


@dataclass(frozen=True)
class Sector:
    """A field of procedures (lĩnh vực) that the plan counts apart."""

    code: str
    title: str


@dataclass(frozen=True)
class Reason:
    """Why a ballot is not counted; ``rule`` says when, where the title alone does not."""

    code: str
    title: str
    rule: str = ""


class Third(StrEnum):
    """What the third keying of a field that differs is worth."""

    SHOWN = "shown"  # it stands beside the two; a person decides
    SETTLES = "settles"  # where it is one of the two, the field is decided


@dataclass(frozen=True)
class Keying:
    """Who keys and who adjudicates, and how many ballots are keyed twice.

    ``forms``: code of a ballot form → its mode, where it is not ``mode``. What follows ``forms`` is for the sampled
    forms alone, up to ``limit``. ``twice``: as plans said it before there were modes.
    """

    by: Place = Place.OFFICE
    adjudicated_by: Place = Place.OFFICE
    twice: float = 100  # per cent; a plan that asks for less is refused
    third: Third = Third.SHOWN
    mode: KeyingMode = KeyingMode.FULL
    forms: Mapping[str, KeyingMode] = field(default_factory=dict)
    one_in: int = 0  # of so many ballots of an operator one is keyed twice; 0 = not given
    learn: int = 50  # so many ballots of each operator are keyed twice, and settled, before any is keyed once
    limit: float = 5.0  # errors per 1,000 fields
    batch: int = SIZE  # ballots that fill a batch
    checks: Checks = field(default_factory=Checks)  # what is unusual enough to ask the keyer about

    def is_sampled(self, form: str) -> bool:
        """Whether ballots of the form with this code may be settled after one keying."""
        return self.forms.get(form, self.mode) is KeyingMode.SAMPLED

    @property
    def samples(self) -> bool:
        """Whether any form may be sampled."""
        return KeyingMode.SAMPLED in (self.mode, *self.forms.values())


@dataclass(frozen=True)
class Duty:
    """Who has a part in the survey (an agency or a post, nobody by name), and what it does."""

    role: PlanRole
    who: str
    does: str = ""


@dataclass(frozen=True)
class Before:
    """Done before ``day``, as plans write "trước ngày": the day before is the last one."""

    day: datetime.date


@dataclass(frozen=True)
class By:
    """Done on ``day`` at the latest."""

    day: datetime.date


@dataclass(frozen=True)
class WorkingDaysAfter:
    """Done within so many working days after a day, or after the last day of fieldwork or of a wave."""

    count: int
    after: datetime.date | str  # a day, FIELDWORK, or the code of a wave


FIELDWORK = "fieldwork"
Due = Before | By | WorkingDaysAfter


@dataclass(frozen=True)
class Milestone:
    """One line of the plan's calendar. ``due`` is None where the plan sets no day; ``when`` is then what it says."""

    code: str
    title: str
    owner: str
    support: str = ""  # who helps
    start: datetime.date | None = None
    due: Due | None = None
    when: str = ""
    work: Work | None = None


@dataclass(frozen=True)
class PlannedReport:
    """A report that the plan asks for, on the ballots received up to ``until``, or of one wave or group."""

    code: str
    title: str
    until: datetime.date | None = None
    wave: str | None = None
    group: str | None = None
    section: bool = False  # goes into another report, so it has no letterhead of its own


@dataclass(frozen=True)
class Document:
    """What the report's letterhead and foot need (Nghị định 30/2020)."""

    superior: str  # agency above, "" if none
    issuer: str  # issuing agency
    number: str  # "Số: …/BC-UBND", the number itself is written by hand
    place: str
    title: str  # abstract under "BÁO CÁO"
    authority: tuple[str, ...]  # "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"
    recipients: tuple[str, ...]
    legal_basis: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()  # why the survey is made, in the plan's words


@dataclass(frozen=True)
class Plan:
    """One preset. ``source`` is its TOML text, kept by the survey; ``sha256`` is over it."""

    id: str
    title: str
    year: int
    owner: str
    identity: Identity
    decimals: int
    index: IndexDefinition
    weights: dict[str, float]  # factor → weight, for ``weighted_factors``
    weighting: Weighting
    small_cell: int  # figures over fewer ballots than this are not published
    target: float | None  # per cent, None where the plan sets none
    target_year: int | None  # by when, where it is not the survey's own year
    fieldwork: tuple[datetime.date, datetime.date]
    replacing: Replacing
    groups: tuple[Group, ...]
    waves: tuple[Wave, ...]
    channels: tuple[Channel, ...]
    sectors: tuple[Sector, ...]
    sector_question: str  # code of the choice by which a ballot names its sector, "" where no form asks
    quotas: tuple[Quota, ...]
    reasons: tuple[Reason, ...]
    keying: Keying
    recheck: Recheck | None
    duties: tuple[Duty, ...]
    milestones: tuple[Milestone, ...]
    reports: tuple[PlannedReport, ...]
    document: Document
    post: Post
    letters: Mapping[LetterKind, Letter]  # those that the plan words itself
    ballot: PrintStyle  # how ballots are printed unless an order says otherwise
    logo: str  # the file of the logo at their head, "" where there is none
    notes: tuple[str, ...]  # what the seed leaves open and how it was read
    source: str = field(repr=False)
    sha256: str

    @property
    def titles(self) -> dict[str, str]:
        """The titles of its groups, waves and sectors by their codes."""
        titles = {group.code: group.title for group in self.groups}
        titles |= {wave.code: wave.title for wave in self.waves}
        return titles | {sector.code: sector.title for sector in self.sectors}

    def group(self, code: str) -> Group | None:
        """The group with ``code``, or None."""
        return next((group for group in self.groups if group.code == code), None)

    def wave(self, code: str) -> Wave | None:
        """The wave with ``code``, or None."""
        return next((wave for wave in self.waves if wave.code == code), None)

    def channel(self, code: str) -> Channel | None:
        """The channel with ``code``, or None."""
        return next((channel for channel in self.channels if channel.code == code), None)

    def channels_of(self, group: Group) -> tuple[Channel, ...]:
        """The channels by which ballots of ``group`` come back, in the plan's order."""
        return tuple(channel for channel in self.channels if not group.channels or channel.code in group.channels)

    def sector(self, code: str) -> Sector | None:
        """The sector with ``code``, or None."""
        return next((sector for sector in self.sectors if sector.code == code), None)

    def reason(self, code: str) -> Reason | None:
        """The reason with ``code``, or None."""
        return next((reason for reason in self.reasons if reason.code == code), None)
