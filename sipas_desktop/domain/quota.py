"""How many ballots must come back at least, by the plan's rules.

The rules are data (``[[quota]]`` in ``plan.toml``); nothing here knows a plan. All arithmetic is exact: 20 % of 101
transactions are 20.2, so 21 ballots, on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sipas_desktop.domain.quota_rule import Bracket, Per, Quota
from sipas_desktop.domain.vietnamese import count as vi_count
from sipas_desktop.errors import Refusal, words


@dataclass(frozen=True)
class Required:
    """What a rule asks for.

    ``required`` ballots; None where the plan states no number. ``transactions`` is None where nobody gave their number.
    ``quota`` is the rule and ``bracket`` its line that was applied; ``cell`` the code for which a table was asked, ""
    where the whole of it was.
    """

    transactions: int | None
    required: int | None
    quota: Quota | None = None
    bracket: Bracket | None = None
    cell: str = ""

    @property
    def shortfall(self) -> int:
        """Ballots asked for beyond the transactions that there were: so many cannot come back at all."""
        return 0 if self.transactions is None else max(0, (self.required or 0) - self.transactions)

    @property
    def rule(self) -> str:
        """The code of the message that says why; ``words`` fills it."""
        if self.quota is None:
            return "quota.no_rule"
        if self.quota.table:
            return "quota.not_in_table" if self.required is None else "quota.fixed"
        if self.quota.count is not None:
            return "quota.fixed_each" if self.quota.per else "quota.fixed"
        if self.bracket is None:
            return "quota.no_transactions" if self.transactions is None else "quota.outside"
        return _way(self.bracket)

    def words(self, lang: str = "vi", titles: Mapping[str, str] | None = None) -> str:
        """The rule in words, with the numbers that were used; ``titles``: code → title of what a table names."""
        params = {
            "transactions": _number(self.transactions or 0, lang),
            "cell": (titles or {}).get(self.cell, self.cell),
        }
        if self.quota is not None and self.bracket is None:
            params["brackets"] = "; ".join(_range(bracket, lang) for bracket in self.quota.brackets)
            params["count"] = _fixed(self, lang, titles or {})
            params["per"] = per_words(self.quota.per, lang)
        elif self.bracket is not None:
            params["range"] = _range(self.bracket, lang)
            params["count"] = _number(self.bracket.count or 0, lang)
            params["percent"] = _percent(self.bracket.percent or 0, lang)
            params["error"] = _percent(self.bracket.error or 0, lang)
            if self.rule == "quota.greatest":
                params["parts"] = "; ".join(
                    words(f"quota.part_{part}", lang, **params) for part in _parts(self.bracket)
                )
        text = words(self.rule, lang, **params)
        if self.shortfall:
            short = words("quota.shortfall", lang, shortfall=_number(self.shortfall, lang), **params)
            text = f"{text}; {short}"
        if self.quota is not None and self.quota.totals:
            text = words("quota.with_totals", lang, rule=text)
        return text


def required(quota: Quota | None, transactions: int | None, cell: str = "") -> Required:
    """The least number of ballots for ``transactions`` transactions (per what: ``quota.basis``).

    A fixed number or table needs no transactions; ``cell`` is the code that a table is asked for, "" asks for the sum.
    Else the greatest of what the bracket asks for; outside every bracket ``required`` is None: the plan does not say. A
    count above the transactions is what the plan asks for and stays, with the ``shortfall`` beside it. Raises
    ``Refusal`` for a negative number.
    """
    if transactions is not None and transactions < 0:
        raise Refusal("quota.negative", found=transactions)
    if quota is None:
        return Required(transactions, None)
    if quota.table:
        fixed = dict(quota.table)
        number = fixed.get(cell) if cell else sum(fixed.values())
        return Required(transactions, number, quota, None, cell)
    if quota.count is not None:
        return Required(transactions, quota.count, quota, None)
    if transactions is None:
        return Required(None, None, quota)
    for bracket in quota.brackets:
        if bracket.start <= transactions and (bracket.end is None or transactions <= bracket.end):
            return Required(transactions, _least(bracket, transactions), quota, bracket)
    return Required(transactions, None, quota)


def sample_size(population: int, error: float) -> int:
    """Ballots that ``population`` people need for a margin of ``error`` per cent: n = N / (1 + N·e²), rounded up.

    The finite-population formula (Yamane) that the provinces' guides print.
    """
    margin = Fraction(str(error)) / 100
    return math.ceil(population / (1 + population * margin**2))


def _least(bracket: Bracket, transactions: int) -> int:
    # str() first: 0.1 in a plan means one tenth, not the binary fraction nearest to it.
    share = math.ceil(Fraction(str(bracket.percent or 0)) * transactions / 100)
    sample = 0 if bracket.error is None else sample_size(transactions, bracket.error)
    return max(transactions if bracket.everyone else 0, bracket.count or 0, share, sample)


def _parts(bracket: Bracket) -> list[str]:
    given = {"count": bracket.count, "percent": bracket.percent, "error": bracket.error}
    return [name for name, value in given.items() if value is not None]


def _way(bracket: Bracket) -> str:
    if bracket.everyone:
        return "quota.everyone"
    parts = _parts(bracket)
    if len(parts) == 1:
        return f"quota.{parts[0]}"
    return "quota.both" if parts == ["count", "percent"] else "quota.greatest"


def rule_lines(quota: Quota, lang: str = "vi", titles: Mapping[str, str] | None = None) -> list[str]:
    """The rule line by line, before anybody counted a transaction."""
    if quota.brackets:
        return [Required(None, None, quota, each).words(lang) for each in quota.brackets]
    return [required(quota, None).words(lang, titles)]


def per_words(per: Sequence[Per], lang: str = "vi") -> str:
    """Per what a rule gives its numbers: "đơn vị, thủ tục"."""
    return ", ".join(words(f"quota.{each}", lang) for each in per)


def _fixed(found: Required, lang: str, titles: Mapping[str, str]) -> str:
    shown = _number(found.required or 0, lang)
    if found.quota is None or not found.quota.table:
        return shown
    if found.cell:
        return f"{titles.get(found.cell, found.cell)}: {shown}"
    parts = [f"{titles.get(code, code)} {_number(number, lang)}" for code, number in found.quota.table]
    return f"{shown} ({' + '.join(parts)})"


def _number(number: int, lang: str) -> str:
    return vi_count(number) if lang == "vi" else f"{number:,}"


def _percent(percent: float, lang: str) -> str:
    text = f"{percent:.10g}"
    return text.replace(".", ",") if lang == "vi" else text


def _range(bracket: Bracket, lang: str) -> str:
    start = _number(bracket.start, lang)
    if bracket.end is None:
        return words("quota.from_on", lang, start=start)
    return words("quota.from_to", lang, start=start, end=_number(bracket.end, lang))
