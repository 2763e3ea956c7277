"""What a plan's rules together say for one number of transactions, before there is a survey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sipas_desktop.domain.quota import Required, required
from sipas_desktop.domain.quota_rule import Per, Quota
from sipas_desktop.errors import words


@dataclass(frozen=True)
class Answer:
    """``parts`` are what each rule that holds says; ``required`` is None where they state no one number together."""

    required: int | None
    parts: tuple[Required, ...]
    stated: bool = True  # whether the plan has any rule at all

    @property
    def shortfall(self) -> int:
        """Ballots that cannot come back, for there were fewer transactions."""
        transactions = self.parts[0].transactions if self.parts else None
        return 0 if transactions is None else max(0, (self.required or 0) - transactions)

    def words(self, lang: str = "vi", titles: Mapping[str, str] | None = None, asked: str = "") -> str:
        """Why, in words; ``asked`` names the group or wave that was asked for."""
        if not self.parts:
            return words("quota.not_for", lang, found=asked) if self.stated else Required(None, None).words(lang)
        if len(self.parts) == 1:
            return self.parts[0].words(lang, titles)
        rules = "; ".join(f"{_whom(part, titles or {})}{part.words(lang, titles)}" for part in self.parts)
        code = "quota.several" if self.required is None else "quota.sum"
        return words(code, lang, count=len(self.parts), rules=rules)


def answer(quotas: Sequence[Quota], transactions: int, asked: Mapping[Per, str]) -> Answer:
    """The number for ``transactions``; ``asked``: the group, wave, sector and unit that were named, if any.

    Where several rules hold, fixed numbers of different groups, waves or sectors add up; anything else is no one
    number. Raises ``Refusal`` for a negative number.
    """
    named = [asked.get(per) for per in (Per.GROUP, Per.WAVE, Per.SECTOR)]
    holding = [quota for quota in quotas if quota.holds_for(*named)]
    parts = tuple(required(each, transactions, _cell(each, asked)) for each in holding)
    if not quotas:
        required(None, transactions)  # a negative number is refused whatever the plan says
    if len(parts) == 1:
        return Answer(parts[0].required, parts)
    numbers = [part.required for part in parts if part.required is not None]
    adds_up = bool(parts) and len(numbers) == len(parts) and _apart(holding) and not any(q.brackets for q in holding)
    return Answer(sum(numbers) if adds_up else None, parts, bool(quotas))


def _cell(quota: Quota, asked: Mapping[Per, str]) -> str:
    return asked.get(quota.per[0], "") if quota.table else ""


def _apart(quotas: Sequence[Quota]) -> bool:
    """Whether no ballot counts for two of the rules: each pair differs in its groups, its waves or its sectors."""
    return all(
        any(one and other and not set(one) & set(other) for one, other in zip(_limits(a), _limits(b), strict=True))
        for position, a in enumerate(quotas)
        for b in quotas[position + 1 :]
    )


def _limits(quota: Quota) -> tuple[tuple[str, ...], ...]:
    return quota.groups, quota.waves, quota.sectors


def _whom(part: Required, titles: Mapping[str, str]) -> str:
    quota = part.quota
    codes = [] if quota is None else [*quota.groups, *quota.waves, *quota.sectors, *quota.kinds]
    return f"{', '.join(titles.get(code, code) for code in codes)}: " if codes else ""
