"""The small laws on which the passes rest: units, circles, folding of names, depth, sources."""

from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

from hypothesis import given
from hypothesis import strategies as st

from dsl.names.circles import circles
from dsl.names.fold import folded
from dsl.names.sources import LawIds
from dsl.program import Unit
from dsl.syntax import Bron, Expr, Niet, Regeling, Som, Voorwaarde
from dsl.types.units import conversion_factor, divide, fraction_gcd, multiply, unit_of
from tests.dsl.check.trees import attr, codes, geld, heeft, kenmerk, module, objecttype, regel, stelt

BASES = ("euro", "dag", "week", "maand", "kwartaal", "jaar", "bijdrageperiode", "uur")
UNITS: st.SearchStrategy[Unit] = st.lists(st.tuples(st.sampled_from(BASES), st.integers(-2, 2)), max_size=4).map(
    lambda parts: unit_of(*parts)
)


@given(UNITS, UNITS)
def test_dividing_undoes_multiplying(left: Unit, right: Unit) -> None:
    assert divide(multiply(left, right), right) == left
    assert multiply(left, right) == multiply(right, left)


@given(st.sampled_from(BASES), st.sampled_from(BASES), st.sampled_from(BASES))
def test_conversions_agree_with_each_other(one: str, two: str, three: str) -> None:
    first, second, whole = conversion_factor(one, two), conversion_factor(two, three), conversion_factor(one, three)
    if first is not None and second is not None:
        assert whole == first * second


def test_no_month_has_a_fixed_number_of_days() -> None:
    assert conversion_factor("jaar", "maand") == 12
    assert conversion_factor("week", "dag") == 7
    for long in ("maand", "kwartaal", "jaar"):
        for short in ("dag", "week", "uur", "bijdrageperiode"):
            assert conversion_factor(long, short) is None and conversion_factor(short, long) is None


@given(st.fractions(min_value=0, max_value=10), st.fractions(min_value=0, max_value=10))
def test_both_numbers_lie_on_their_common_grid(left: Fraction, right: Fraction) -> None:
    grid = fraction_gcd(left, right)
    if grid:
        assert (left / grid).denominator == (right / grid).denominator == 1


@given(st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=4), max_size=8))
def test_a_graph_has_circles_exactly_when_it_has_no_order(graph: dict[int, list[int]]) -> None:
    found = circles(graph)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        assert found
    else:
        assert not found
    for circle in found:
        for node, after in zip(circle, [*circle[1:], circle[0]], strict=True):
            assert after in graph[node]


def test_capitals_and_the_coding_of_accents_do_not_count() -> None:
    assert folded("Cliënt") == folded("CLIE\u0308NT") == folded("cli\u00ebnt")


def test_the_longest_name_of_a_law_wins() -> None:
    laws = LawIds(
        [
            Regeling("x", bronnen=(Bron("Besluit zorg (BWBR0000001) artikel 1", "BWBR0000001"),)),
            Regeling("y", bronnen=(Bron("Besluit zorg BES (BWBR0000002)", "BWBR0000002"),)),
        ]
    )
    assert laws.source(Bron("Besluit zorg BES artikel 3")).bwb == "BWBR0000002"
    assert laws.source(Bron("Besluit zorg artikel 3")).bwb == "BWBR0000001"
    assert laws.source(Bron("Besluit zorgverzekering artikel 3")).bwb is None


PERSON = objecttype("de persoon", attr("de toeslag"), kenmerk("is jong"), kenmerk("is rijk"))


def test_a_tree_that_is_too_deep_is_a_finding() -> None:
    value: Expr = geld("1")
    test: Voorwaarde = heeft("de persoon", "is jong")
    for _ in range(3000):
        value = Som(((1, value), (1, geld("1"))))
        test = Niet(test)
    assert codes(module(PERSON, regel("A", stelt("de toeslag van een persoon", value), test))) == ["TS005"]
