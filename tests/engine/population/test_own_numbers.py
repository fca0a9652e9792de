"""Numbers read in bulk are those that are read one by one; the rest is left to be read one by one."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.program import NumType
from engine.normen.parsing import Refused
from engine.normen.sources.arrays import Plain
from engine.population.mapping_units import factor_of, unit_words
from engine.population.mapping_values import FactColumn, cell_reader
from engine.population.mapping_whole import whole_numbers
from tests.engine.population.own_law import program

written = st.one_of(
    st.integers(0, 10**7).map(str),
    st.integers(0, 10**7).map(lambda cents: f"{cents // 100},{cents % 100:02}"),
    st.sampled_from(("", "007", "1.000", "12,5", "-3", " 4", "1\n2", "x", "9" * 13, "1_0", "\u0663")),
)
facts = st.builds(
    lambda where, factor, empty: FactColumn(
        "k", where[1], program().types[where[0]].attributes[where[1]], False, factor, None, empty
    ),
    st.sampled_from((("huishouden", "huur"), ("persoon", "inkomen"), ("contract", "uurtarief"))),
    st.sampled_from((Fraction(1), Fraction(1, 100), Fraction(12), Fraction(1, 12))),
    st.sampled_from(("onbekend", "niet te krijgen")),
)


@given(facts, st.lists(written, max_size=6))
def test_in_bulk_and_one_by_one_agree(fact: FactColumn, texts: list[str]) -> None:
    found = whole_numbers(fact, texts)
    if found is None:
        return
    read = cell_reader(program(), fact)
    values, state, filled = found
    assert list(zip(values.tolist(), state.tolist(), strict=True)) == [read(text) for text in texts]
    assert filled == sum(1 for text in texts if text)


@given(facts, st.lists(st.integers(-5, 10**7), max_size=6))
def test_numbers_of_a_typed_source_agree(fact: FactColumn, numbers: list[int]) -> None:
    column = Plain("geheel", np.array(numbers, np.int64), None, str)
    found = whole_numbers(fact, column)
    read = cell_reader(program(), fact)
    if found is not None:
        assert found[0].tolist() == [read(str(number))[0] for number in numbers]
    elif fact.factor == 1:
        with pytest.raises(Refused):
            for number in numbers:
                read(str(number))


def test_the_plainest_batches_are_read_in_bulk() -> None:
    rent = FactColumn("k", "huur", program().types["huishouden"].attributes["huur"], factor=Fraction(1))
    found = whole_numbers(rent, ["650,50", "", "700"])
    assert found is not None and found[0].tolist() == [65050, 0, 70000] and found[1].tolist() == [0, 1, 0]
    assert whole_numbers(rent, ["650,5"]) is None


@pytest.mark.parametrize(
    ("owner", "name", "words", "factor"),
    [
        ("huishouden", "huur", "centen per maand", Fraction(1, 100)),
        ("huishouden", "huur", "euro per jaar", Fraction(1, 12)),
        ("huishouden", "huur", "Euro per kwartaal", Fraction(1, 3)),
        ("huishouden", "huur", "euro", None),
        ("huishouden", "huur", "euro per dag", None),
        ("huishouden", "huur", "euro per maand per maand", None),
        ("persoon", "inkomen", "euro per maand", Fraction(12)),
        ("persoon", "aandeel", "procent", Fraction(1, 100)),
        ("persoon", "aandeel", "fractie", Fraction(1)),
        ("persoon", "aandeel", "euro", None),
        ("contract", "uurtarief", "cent per uur", Fraction(1, 100)),
    ],
)
def test_units(owner: str, name: str, words: str, factor: Fraction | None) -> None:
    kind = program().types[owner].attributes[name].type
    assert isinstance(kind, NumType)
    assert factor_of(words, kind) == factor
    assert factor_of(unit_words(kind), kind) is not None
