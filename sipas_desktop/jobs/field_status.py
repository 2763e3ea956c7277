"""Where fieldwork stands on a day: by unit, interviewer, channel and day, and what to expect at the deadline."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sipas_desktop.domain.holidays import Holidays
from sipas_desktop.domain.online import wave_of
from sipas_desktop.domain.pace import FieldDay, Forecast, field_days, forecast
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.quota_rule import Per
from sipas_desktop.domain.reached import Reached
from sipas_desktop.domain.roles import Verb, is_allowed
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.calendar import load_holidays, today
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import FieldCounts, Receipts


@dataclass(frozen=True)
class ChannelCount:
    """What came by one channel: paper back, of it valid, answers online."""

    code: str
    title: str
    returned: int
    valid: int
    online: int


@dataclass(frozen=True)
class FieldStatus:
    """All of it on ``day``. ``wave`` is the code of the wave that the day lies in, "" for the whole survey.

    ``to_come`` is None of a day that is past: see ``status_on``.

    ``required`` is None where the plan states no number, or one is not known yet; ``counted`` stands against it: valid
    paper, online answers, totals. ``names``: interviewers' by their codes; ``units``: catalogue code → name.
    """

    day: datetime.date
    wave: str
    span: tuple[datetime.date, datetime.date]
    required: int | None
    returned: int
    returned_today: int
    valid: int
    online: int
    counted: int
    to_come: int | None
    forecast: Forecast | None
    units: tuple[Reached, ...]
    channels: tuple[ChannelCount, ...]
    interviewers: tuple[FieldCounts, ...]
    names: dict[str, str]
    days: tuple[FieldDay, ...]

    @property
    def missing(self) -> int | None:
        """Ballots that are still to come to reach what is required."""
        return None if self.required is None else max(0, self.required - self.counted)


def status_on(survey: OpenSurvey, day: datetime.date | None) -> FieldStatus:
    """Where fieldwork stands today, or stood on an earlier ``day``. Raises ``Refusal`` for a day to come.

    Of an earlier day only what came back is told, by day and channel, and whether that counts as it is known now. What
    was out or in the cupboard, whose it was and what could still come is known of today alone, and so is a forecast.
    """
    now = today()
    if day is not None and day > now:
        raise Refusal("fieldwork.to_come", found=day.isoformat(), today=now.isoformat())
    return field_status(survey, day or now, past=day is not None and day < now)


def field_status(
    survey: OpenSurvey, day: datetime.date, holidays: Holidays | None = None, *, past: bool = False
) -> FieldStatus:
    """Where fieldwork stands at the end of ``day``; what came back later is not in the days, but in the sums.

    With ``past`` it is in neither, and what is known of today alone is left out. Interviewers are told to whom may
    issue ballots. Raises ``Refusal`` for holidays that cannot be read.
    """
    known = load_holidays() if holidays is None else holidays
    plan = survey.plan
    wave = wave_of(plan, day) or ""
    with survey.snapshot():
        lines = queries.reached(survey)
        received = [
            each
            for each in queries.receipts(survey)
            if (not wave or each.wave == wave) and not (past and each.day > day)
        ]
        left = queries.ballots_to_come(survey)
        sees = is_allowed(Verb.ISSUE, survey.operator.roles) and not past
        people = queries.interviewers(survey) if sees else []
        counts = queries.field_counts(survey) if sees else []
    span = _span(plan, wave)
    required, totals = _required(lines, wave)
    if past and totals:
        required, totals = None, 0  # nobody knows how much of the totals there was on that day
    returned = _by_day(received, "returned")
    valid, online = (sum(getattr(each, what) for each in received) for what in ("valid", "online"))
    to_come = left.get(wave, 0) if wave else sum(left.values())
    return FieldStatus(
        day=day,
        wave=wave,
        span=span,
        required=required,
        returned=sum(returned.values()),
        returned_today=returned[day],
        valid=valid,
        online=online,
        counted=valid + online + totals,
        to_come=None if past else to_come,
        forecast=None
        if past
        else forecast(
            _by_day(received, "valid"),
            day,
            span[1],
            known,
            to_come=to_come,
            required=None if required is None else required - online - totals,
        ),
        units=() if past else tuple(line for line in lines if line.per is Per.UNIT),
        channels=tuple(_channels(plan, received)),
        interviewers=tuple(counts) if people else (),
        names={each.code: each.name for each in people},
        days=field_days(returned, span[0], min(day, max([span[1], *returned])), known),
    )


def _span(plan: Plan, wave: str) -> tuple[datetime.date, datetime.date]:
    found = plan.wave(wave) if wave else None
    return plan.fieldwork if found is None else (found.start, found.end)


def _required(lines: Iterable[Reached], wave: str) -> tuple[int | None, int]:
    """What the plan asks for in all, and the totals of online sources that count towards it.

    Of a wave its own number; else those of the division that has numbers: all of a survey's numbers lie in one.
    """
    for per in (Per.WAVE,) if wave else (Per.UNIT, Per.SECTOR, Per.GROUP, Per.WAVE):
        own = [line for line in lines if line.per is per and (not wave or line.code == wave)]
        if any(line.required is not None for line in own):
            known = not any(line.unknown for line in own)
            return (sum(line.required or 0 for line in own) if known else None), sum(line.totals for line in own)
    return None, 0


def _by_day(received: Iterable[Receipts], what: str) -> Counter[datetime.date]:
    found: Counter[datetime.date] = Counter()
    for each in received:
        found[each.day] += getattr(each, what)
    return found


def _channels(plan: Plan, received: Iterable[Receipts]) -> list[ChannelCount]:
    sums: dict[str, Counter[str]] = {channel.code: Counter() for channel in plan.channels}
    for each in received:
        own = sums.setdefault(each.channel, Counter())
        own.update(returned=each.returned, valid=each.valid, online=each.online)
    titles = {channel.code: channel.title for channel in plan.channels}
    return [
        ChannelCount(code, titles.get(code, code), own["returned"], own["valid"], own["online"])
        for code, own in sums.items()
    ]


def status_json(found: FieldStatus) -> dict[str, Any]:
    """What ``sipas daily`` prints."""
    ahead = found.forecast
    numbers = ("required", "returned", "returned_today", "valid", "online", "counted", "missing", "to_come")
    return {
        "day": found.day.isoformat(),
        "wave": found.wave,
        "deadline": found.span[1].isoformat(),
        **{name: getattr(found, name) for name in numbers},
        "forecast": None
        if ahead is None
        else {
            "pace": ahead.pace,
            "days": ahead.days,
            "working_days_left": ahead.left,
            "valid": ahead.expected,
            "interval": [ahead.low, ahead.high],
            "reached_on": None if ahead.reached is None else ahead.reached.isoformat(),
            "holidays_sure": ahead.sure,
        },
    }
