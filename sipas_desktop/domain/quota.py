"""How many ballots must come back at least, by the plan's rule, from the number of transactions.

The rule is data (``[quota]`` in ``plan.toml``); nothing here knows a plan. Percentages are exact: 20 % of 101
transactions are 20.2, so 21 ballots, on every machine.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from sipas_desktop.domain.plan import Bracket, Quota
from sipas_desktop.domain.vietnamese import count as vi_count
from sipas_desktop.errors import Refusal, words


@dataclass(frozen=True)
class Required:
    """What the rule asks for.

    ``required`` ballots of ``transactions``; None where the plan states no number for so many transactions.
    ``bracket`` is the line of the rule that was applied, ``brackets`` all of them (to say which ones there are).
    """

    transactions: int
    required: int | None
    bracket: Bracket | None
    brackets: tuple[Bracket, ...] = ()

    @property
    def shortfall(self) -> int:
        """Ballots asked for beyond the transactions that there were: so many cannot come back at all."""
        return max(0, (self.required or 0) - self.transactions)

    @property
    def rule(self) -> str:
        """The code of the message that says why; ``words`` fills it."""
        if self.bracket is None:
            return "quota.outside" if self.brackets else "quota.no_rule"
        if self.bracket.everyone:
            return "quota.everyone"
        if self.bracket.percent is None:
            return "quota.count"
        return "quota.percent" if self.bracket.count is None else "quota.both"

    def words(self, lang: str = "vi") -> str:
        """The rule in words, with the numbers that were used."""
        params = {"transactions": _number(self.transactions, lang)}
        if self.bracket is None:
            params["brackets"] = "; ".join(_range(bracket, lang) for bracket in self.brackets)
        else:
            params["range"] = _range(self.bracket, lang)
            params["count"] = _number(self.bracket.count or 0, lang)
            params["percent"] = _percent(self.bracket.percent or 0, lang)
        text = words(self.rule, lang, **params)
        if self.shortfall:
            short = words("quota.shortfall", lang, shortfall=_number(self.shortfall, lang), **params)
            text = f"{text}; {short}"
        return text


def required(quota: Quota | None, transactions: int) -> Required:
    """The least number of ballots for ``transactions`` transactions (per what: ``quota.basis``).

    The greater of the bracket's count and its percentage of the transactions rounded up; all of them where the
    bracket asks for everyone. Outside every bracket ``required`` is None: the plan does not say. A count above the
    transactions is what the plan asks for and stays, with the ``shortfall`` beside it. Raises ``Refusal`` for a
    negative number.
    """
    if transactions < 0:
        raise Refusal("quota.negative", found=transactions)
    brackets = quota.brackets if quota else ()
    for bracket in brackets:
        if bracket.start <= transactions and (bracket.end is None or transactions <= bracket.end):
            return Required(transactions, _least(bracket, transactions), bracket, brackets)
    return Required(transactions, None, None, brackets)


def _least(bracket: Bracket, transactions: int) -> int:
    # str() first: 0.1 in a plan means one tenth, not the binary fraction nearest to it.
    share = math.ceil(Fraction(str(bracket.percent or 0)) * transactions / 100)
    return max(transactions if bracket.everyone else 0, bracket.count or 0, share)


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
