"""Mapping tables that were written from a population gives that population back."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unittest.mock import patch

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.columns.population import NOBODY, UNKNOWN, UNOBTAINABLE, Column, Population, Table, ToMany, ToOne, shape_of
from tests.engine.population.own_law import (
    CONTRACTS,
    HOMES,
    PEOPLE,
    all_households,
    households,
    make,
    write_table,
)


@dataclass(frozen=True)
class Person:
    born: int
    incomes: tuple[int | None, int | None]
    share: int | None  # in ten thousandths
    works: bool
    fees: tuple[int, ...] = ()


@dataclass(frozen=True)
class Home:
    rent: int | None
    form: int  # huur, koop, onbekend, niet te krijgen
    town: str
    apart: bool | None
    people: tuple[Person, ...]  # aanvrager first
    partner: bool


amounts = st.none() | st.integers(0, 1_000_000)
people = st.builds(
    Person,
    st.integers(date(1900, 1, 1).toordinal(), date(2024, 12, 31).toordinal()),
    st.tuples(amounts, amounts),
    st.none() | st.integers(0, 10_000),
    st.booleans(),
    st.lists(st.integers(0, 10_000), max_size=3).map(tuple),
)
homes = st.builds(
    Home,
    st.none() | st.integers(0, 1_000_000),
    st.integers(0, 3),
    st.sampled_from(("Ede", "Súdwest-Fryslân", "'s-Gravenhage")),
    st.none() | st.booleans(),
    st.lists(people, min_size=1, max_size=5).map(tuple),
    st.booleans(),
)


def column(values: list[int | None], kind: type = np.int64, scale: int | None = None) -> Column:
    state = np.array([UNKNOWN if value is None else 0 for value in values], np.uint8)
    return Column(np.array([value or 0 for value in values], kind), state, scale)


def population(made: list[Home]) -> Population:
    """The same households, made by hand. Persons stand by household."""
    persons = [person for home in made for person in home.people]
    fees = [fee for person in persons for fee in person.fees]
    first = np.cumsum([0, *(len(home.people) for home in made)])
    partner = [home.partner and len(home.people) > 1 for home in made]
    kids = [
        list(range(int(start) + 1 + has, int(start) + len(home.people)))
        for start, has, home in zip(first, partner, made, strict=False)
    ]
    towns = ("Ede", "Súdwest-Fryslân", "'s-Gravenhage")
    form_state = np.array([(0, 0, UNKNOWN, UNOBTAINABLE)[home.form] for home in made], np.uint8)
    return Population(
        {
            "huishouden": Table(
                len(made),
                {
                    "huur": column([home.rent for home in made]),
                    "woonvorm": Column(np.array([home.form % 2 for home in made], np.int8), form_state),
                    "gemeente": Column(np.array([towns.index(home.town) for home in made], np.int8), words=towns),
                    "is gescheiden": column([home.apart for home in made], np.bool_),
                },
                {
                    "aanvrager": ToOne(first[:-1].astype(np.int32)),
                    "partner": ToOne(
                        np.array([at + 1 if has else NOBODY for at, has in zip(first, partner, strict=False)], np.int32)
                    ),
                    "kind": ToMany(np.cumsum([0, *map(len, kids)]).astype(np.int32), np.array(sum(kids, []), np.int32)),
                },
            ),
            "persoon": Table(
                len(persons),
                {
                    "geboortedatum": Column(np.array([one.born for one in persons], np.int32)),
                    ("inkomen", 2023): column([one.incomes[0] for one in persons]),
                    ("inkomen", 2024): column([one.incomes[1] for one in persons]),
                    "aandeel": column([one.share for one in persons], np.int64, 10_000),
                    "heeft werk": Column(np.array([one.works for one in persons])),
                },
                {"contract": ToMany(np.cumsum([0, *(len(one.fees) for one in persons)]).astype(np.int32))},
            ),
            "contract": Table(len(fees), {"uurtarief": Column(np.array(fees, np.int64))}),
        }
    )


def said(value: int | None) -> str:
    return "" if value is None else str(value)


def hundredths(value: int | None) -> str:
    return "" if value is None else f"{value // 100},{value % 100:02}"


def tables(folder: Path, made: list[Home]) -> None:
    """The tables that somebody who keeps these households might have."""
    write_table(
        folder / "huishoudens.csv",
        HOMES,
        [
            (f"H{at}", said(home.rent), "HKOX"[home.form], home.town, {None: "", True: "ja", False: "nee"}[home.apart])
            for at, home in enumerate(made)
        ],
    )
    persons: list[tuple[str, ...]] = []
    fees: list[tuple[str, ...]] = []
    for at, home in enumerate(made):
        for place, one in enumerate(home.people):
            role = "A" if not place else "P" if home.partner and place == 1 else "KS"[place % 2]
            works = "ja" if one.works else ""
            key = f"P{len(persons)}"
            born = date.fromordinal(one.born).isoformat()
            persons.append((key, f"H{at}", role, born, *map(said, one.incomes), hundredths(one.share), works))
            fees += [(key, hundredths(fee)) for fee in one.fees]
    write_table(folder / "personen.csv", PEOPLE, persons)
    write_table(folder / "contracten.csv", CONTRACTS, fees)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(homes, min_size=1, max_size=7), st.integers(1, 4))
def test_a_population_comes_back_from_its_tables(made: list[Home], households_a_part: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        tables(Path(name), made)
        with patch("engine.population.mapping_parts.HOUSEHOLDS_A_PART", households_a_part):
            own = make(Path(name))
        found = all_households(own)
        assert own.stored is not None and own.account is not None and own.refused_in is None
        assert len(own.stored.parts) == -(-len(made) // households_a_part)
        assert len({shape_of(part.read()) for part in own.stored.parts}) == 1
        assert own.account.refused == own.account.aside == 0
        assert sorted(path.name for path in Path(name).iterdir() if path.suffix != ".csv") == ["uit"]
    assert found == households(population(made))
