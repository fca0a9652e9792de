"""A part of a population comes back from its files as it was, without being copied."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine.columns.population import Column, Nobody, Population, Same, Table, ToMany, ToOne, shape_of
from engine.population.arrow import read_part, write_part

PEOPLE = Table(
    4,
    {
        "de geboortedatum": Column(np.array([730000, 730001, 0, 5], np.int32), np.array([0, 0, 1, 2], np.uint8)),
        ("het inkomen", 2024): Column(np.array([1, 2, 3, 4], np.int64), scale=100),
        ("de huur", 2024, 3): Column(np.array([1, 2, 3, 4], np.int64)),
        "het land": Column(np.array([0, 1, 1, 0], np.int8), words=("Nederland", "België")),
        "woont in Nederland": Column(np.array([True, False, True, True])),
        "het vermogen": Same(Fraction(1, 3)),
        "de peildatum": Same(date(2024, 1, 1)),
        "is gedetineerd": Same(False),
    },
    {"partner": ToOne(np.array([1, 0, -1, -2], np.int32), np.array([0, 0, 0, 1], np.uint8)), "ouder": Nobody()},
)
HOMES = Table(
    2,
    {},
    {
        "aanvrager": ToOne(),
        "bewoner": ToMany(np.array([0, 3, 4], np.int32)),
        "kind": ToMany(np.array([0, 1, 1], np.int32), np.array([2], np.int32), np.array([0, 1], np.uint8)),
    },
)


def test_a_part_comes_back_as_it_was(tmp_path: Path) -> None:
    before = Population({"persoon": PEOPLE, "leefeenheid": HOMES})
    write_part(tmp_path, before)
    after = read_part(tmp_path)
    assert shape_of(after) == shape_of(before)
    for name, table in before.tables.items():
        found = after.tables[name]
        assert found.rows == table.rows
        assert set(found.columns) == set(table.columns) and set(found.roles) == set(table.roles)
        for key, fact in table.columns.items():
            other = found.columns[key]
            if isinstance(fact, Same):
                assert other == fact
            else:
                assert isinstance(other, Column) and not other.values.flags.owndata
                np.testing.assert_array_equal(other.values, fact.values)
                if fact.state is not None:
                    np.testing.assert_array_equal(other.state, fact.state)
    kind = after.tables["leefeenheid"].roles["kind"]
    assert isinstance(kind, ToMany) and kind.members is not None
    assert kind.offsets.tolist() == [0, 1, 1] and kind.members.tolist() == [2]
    partner = after.tables["persoon"].roles["partner"]
    assert isinstance(partner, ToOne) and partner.index is not None and partner.index.tolist() == [1, 0, -1, -2]
    assert partner.state is not None and partner.state.tolist() == [0, 0, 0, 1]


def test_a_file_that_is_cut_off_or_of_something_else_is_refused(tmp_path: Path) -> None:
    write_part(tmp_path, Population({"persoon": PEOPLE}))
    file = tmp_path / "persoon.arrow"
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ValueError, match="persoon.arrow: geen deel van een populatie, of beschadigd"):
        read_part(tmp_path)
    file.write_bytes(b"geen arrow")
    with pytest.raises(ValueError, match="beschadigd"):
        read_part(tmp_path)


@pytest.mark.parametrize("members", [None, np.array([9, 8, 7, 6, 5, 4, 3], np.int32)])
def test_members_may_begin_anywhere_in_the_other_table(members: np.ndarray | None, tmp_path: Path) -> None:
    before = ToMany(np.array([4, 4, 6, 7], np.int32), members)
    write_part(tmp_path, Population({"leefeenheid": Table(3, {}, {"kind": before})}))
    after = read_part(tmp_path).tables["leefeenheid"].roles["kind"]
    assert isinstance(after, ToMany)

    def told(role: ToMany) -> list[list[int]]:
        ranges = [np.arange(start, stop) for start, stop in zip(role.offsets, role.offsets[1:], strict=False)]
        return [(rows if role.members is None else role.members[rows]).tolist() for rows in ranges]

    assert told(after) == told(before) and told(after)[1] == ([4, 5] if members is None else [5, 4])
