"""Every kind of fact says by which verb it is appended, and has its words."""

from __future__ import annotations

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.fact_verbs import VERBS, may_append
from sipas_desktop.domain.roles import Role
from sipas_desktop.errors import words


def test_every_kind_has_its_verbs_and_its_words() -> None:
    assert set(VERBS) == set(FactKind)
    assert len({words(f"fact.{kind}", "vi") for kind in FactKind}) == len(FactKind)


def test_a_fact_needs_a_role_that_has_one_of_its_verbs() -> None:
    keyer, adjudicator = frozenset({Role.KEYER}), frozenset({Role.ADJUDICATOR})
    assert may_append(FactKind.ANSWERS_KEYED, keyer)
    assert not may_append(FactKind.ANSWERS_KEYED, adjudicator)
    assert may_append(FactKind.BALLOT_SETTLED, keyer)
    assert may_append(FactKind.BALLOT_SETTLED, adjudicator)
    assert may_append(FactKind.BALLOT_SETTLED, frozenset({Role.ADMINISTRATOR}))  # who merged, or settled a conflict
    assert not may_append(FactKind.BALLOT_SETTLED, frozenset({Role.OBSERVER}))
    assert may_append(FactKind.SESSION_OPENED, frozenset())
