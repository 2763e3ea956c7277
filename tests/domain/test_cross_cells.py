"""Tables of two divisions: no small cell can be told from what is published, shown by solving the equations."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.cross_cells import small_pairs
from sipas_desktop.domain.records import small_cells

LIMIT = 5
Table = dict[tuple[str, str], int]


def table(*rows: str) -> Table:
    """Rows a, b, … by columns A, B, …; 0 where there is no ballot."""
    return {
        ("abcdefgh"[r], "ABCDEFGH"[c]): int(count) for r, row in enumerate(rows) for c, count in enumerate(row.split())
    }


def test_a_table_without_small_cells_is_published_whole() -> None:
    assert small_pairs(table("5 9 0", "7 5 30")) == frozenset()
    assert small_pairs({}) == frozenset()


def test_a_small_cell_hides_the_rectangle_with_the_fewest_ballots() -> None:
    # 3 would follow from its row and from its column; so would a second hidden cell in either.
    hidden = small_pairs(table("3 20 90", "40 10 90", "50 60 70"))
    assert hidden == {("a", "A"), ("a", "B"), ("b", "A"), ("b", "B")}


def test_small_cells_that_guard_each_other_hide_no_more() -> None:
    assert small_pairs(table("3 4 90", "4 3 90", "50 60 70")) == {("a", "A"), ("a", "B"), ("b", "A"), ("b", "B")}


def test_few_ballots_in_all_hide_the_next_smallest() -> None:
    # Row a hides 1 + 2 ballots: too few to be one number.
    hidden = small_pairs(table("1 2 30 90", "2 1 40 90", "50 60 70 90"))
    assert {("a", "A"), ("a", "B"), ("a", "C"), ("b", "C")} <= hidden
    assert ("c", "D") not in hidden


def test_a_row_that_is_hidden_itself_guards_its_only_cell() -> None:
    # Rows a (3) and b (6) are not published, so column A must not give 3 away.
    hidden = small_pairs(table("3 0", "6 0", "50 60"))
    assert hidden == {("a", "A"), ("b", "A")}


def follow(hidden: frozenset[tuple[str, str]], counts: Table) -> set[tuple[str, str]]:
    """The hidden cells whose number follows from all that is published, by Gauss' elimination."""
    rows = {r: sum(n for (a, _), n in counts.items() if a == r) for r, _ in counts}
    columns = {c: sum(n for (_, b), n in counts.items() if b == c) for _, c in counts}
    unknown: list[tuple[str, str]] = [*sorted(hidden)]
    unknown += [(r, "") for r in sorted(small_cells(rows, LIMIT))] + [
        ("", c) for c in sorted(small_cells(columns, LIMIT))
    ]
    equations = []
    for r in (*rows, ""):
        equations.append([Fraction(1 if c else -1) if a == r else Fraction(0) for a, c in unknown])
    for c in (*columns, ""):
        equations.append([Fraction(1 if a else -1) if b == c else Fraction(0) for a, b in unknown])
    pivots: list[int] = []
    for place in range(len(unknown)):
        rest = [each for each in equations[len(pivots) :] if each[place]]
        if not rest:
            continue
        chosen = rest[0]
        equations.remove(chosen)
        chosen = [value / chosen[place] for value in chosen]
        equations = [[v - each[place] * w for v, w in zip(each, chosen, strict=True)] for each in equations]
        equations.insert(len(pivots), chosen)
        pivots.append(place)
    single = [each for each in equations if sum(1 for value in each if value) == 1]
    return {unknown[next(i for i, value in enumerate(each) if value)] for each in single}


def cells(most: int, least: int = 0) -> st.SearchStrategy[Table]:
    return st.tuples(st.integers(2, 5), st.integers(2, 5)).flatmap(
        lambda size: st.fixed_dictionaries(
            {(r, c): st.integers(least, most) for r in "abcde"[: size[0]] for c in "ABCDE"[: size[1]]}
        )
    )


@given(cells(most=12, least=1))
def test_no_small_cell_of_a_full_table_follows_from_what_is_published(counts: Table) -> None:
    hidden = small_pairs(counts, LIMIT)
    small = {pair for pair, count in counts.items() if count < LIMIT}
    assert small <= hidden
    assert not small & follow(hidden, counts)


@given(cells(most=9))
def test_in_a_table_with_empty_cells_it_follows_only_where_nothing_is_left_to_hide(counts: Table) -> None:
    hidden = small_pairs(counts, LIMIT)
    for row, column in follow(hidden, counts):
        if 0 < counts.get((row, column), 0) < LIMIT:
            beside = {pair for pair, count in counts.items() if count and (pair[0] == row or pair[1] == column)}
            assert beside <= hidden


@given(cells(most=12))
def test_what_is_hidden_does_not_depend_on_the_order_of_the_cells(counts: Table) -> None:
    assert small_pairs(dict(reversed(counts.items())), LIMIT) == small_pairs(counts, LIMIT)
