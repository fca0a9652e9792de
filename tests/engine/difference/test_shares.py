"""Dividing a difference over its causes: exact, whatever the states are worth."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from engine.difference.shares import MOST_CAUSES, divide, to_grid

CENT = Fraction(1, 100)
NAMES = ("a", "b", "c", "d", "e", "f", "g", "h")


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[list[str]], dict[frozenset[str], tuple[Fraction | None, ...]]]:
    """Causes in moments, and amounts in cents of every mixture; some mixtures have none."""
    count = draw(st.integers(0, 5))
    names = list(NAMES[:count])
    cuts = sorted(draw(st.sets(st.integers(1, count - 1)))) if count > 1 else []
    moments = [names[low:high] for low, high in zip([0, *cuts], [*cuts, count], strict=True)]
    periods = draw(st.integers(1, 3))
    cents = st.integers(-5_000, 5_000).map(lambda amount: amount * CENT)
    table = {}
    for bits in range(2**count):
        mix = frozenset(name for number, name in enumerate(names) if bits >> number & 1)
        ends = len(mix) in (0, count)
        amounts = cents if ends else st.one_of(cents, cents, cents, st.none())
        table[mix] = tuple(draw(amounts) for _ in range(periods))
    return moments, table


@given(problems())
def test_parts_add_up_exactly(
    problem: tuple[list[list[str]], dict[frozenset[str], tuple[Fraction | None, ...]]],
) -> None:
    moments, table = problem
    everything = frozenset(name for moment in moments for name in moment)
    found = divide(moments, table.__getitem__, CENT)
    wanted = sum((new - old for old, new in zip(table[frozenset()], table[everything], strict=True)), Fraction(0))
    assert found.difference == wanted
    assert sum((share.exact for share in found.shares), Fraction(0)) == wanted
    assert sum((share.rounded for share in found.shares), Fraction(0)) == wanted
    assert all(abs(share.rounded - share.exact) < CENT for share in found.shares)
    assert sorted(cause for share in found.shares for cause in share.causes) == sorted(everything)


def test_each_moment_gets_what_it_added() -> None:
    table = {
        frozenset(): (Fraction(10),),
        frozenset("a"): (Fraction(12),),
        frozenset("b"): (Fraction(99),),
        frozenset("ab"): (Fraction(15),),
    }
    found = divide([["a"], ["b"]], table.__getitem__, CENT)
    assert [share.exact for share in found.shares] == [2, 3]
    assert [share.alone for share in found.shares] == [2, 89]


def test_causes_of_one_moment_share_what_they_do_together() -> None:
    """Each is worth 0 alone and 10 together: five each, and each is told to need the other."""
    table = {frozenset(): 0, frozenset("a"): 0, frozenset("b"): 0, frozenset("ab"): 10}
    found = divide([["a", "b"]], lambda mix: (Fraction(table[mix]),), CENT)
    assert [share.exact for share in found.shares] == [5, 5]
    assert [share.needs for share in found.shares] == [("b",), ("a",)]


def test_causes_whose_mixture_is_open_share_as_one() -> None:
    table = {frozenset(): 0, frozenset("a"): None, frozenset("b"): 4, frozenset("c"): 1}
    table |= {frozenset("ab"): 9, frozenset("ac"): None, frozenset("bc"): 5, frozenset("abc"): 10}
    worth = {mix: (None if amount is None else Fraction(amount),) for mix, amount in table.items()}
    found = divide([["a", "b", "c"]], worth.__getitem__, CENT)
    assert [(share.causes, share.exact) for share in found.shares] == [(("a", "b"), 9), (("c",), 1)]


def test_a_moment_after_which_nothing_was_settled_counts_with_the_next() -> None:
    table = {frozenset(): 0, frozenset("a"): None, frozenset("b"): 3, frozenset("ab"): 8}
    worth = {mix: (None if amount is None else Fraction(amount),) for mix, amount in table.items()}
    found = divide([["a"], ["b"]], worth.__getitem__, CENT)
    assert [share.causes for share in found.shares] == [("a", "b")]


def test_a_period_that_is_open_at_one_end_is_left_out() -> None:
    def worth(mix: frozenset[str]) -> tuple[Fraction | None, ...]:
        return (None, Fraction(5)) if mix else (Fraction(1), Fraction(2))

    found = divide([["a"]], worth, CENT)
    assert found.open_periods == (0,)
    assert found.difference == 3
    assert found.shares[0].per_period == (0, 3)


def test_of_many_causes_the_smallest_are_taken_together() -> None:
    names = list(NAMES)
    sizes = {name: Fraction(number + 1) for number, name in enumerate(names)}

    def worth(mix: frozenset[str]) -> tuple[Fraction | None, ...]:
        return (sum((sizes[name] for name in mix), Fraction(0)),)

    found = divide([names], worth, CENT)
    assert len(found.shares) == MOST_CAUSES
    assert found.shares[0].causes == ("a", "b", "c")
    assert found.shares[0].exact == 6


@given(st.lists(st.fractions(-100, 100, max_denominator=999), max_size=8))
def test_rounded_parts_stay_beside_the_exact_ones(parts: list[Fraction]) -> None:
    rounded = to_grid(parts, CENT)
    assert all((part / CENT).denominator == 1 for part in rounded)
    assert all(abs(low - high) < CENT for low, high in zip(parts, rounded, strict=True))
    assert 0 <= sum(parts, Fraction(0)) - sum(rounded, Fraction(0)) < CENT
