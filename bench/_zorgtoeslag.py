"""Zorgtoeslag 2026 written by hand in numpy and in polars, to measure against; and the people that all of them decide.

The rules are those of rules/toeslagen (awir, zorgtoeslag), figures of 1 January 2026. Both compute with flat columns, in which what is
known of a partner stands in the row of the leefeenheid; :func:`flattened` looks that up. Amounts are whole numbers; a percentage is a
whole number of hundred-thousandths, so that nothing is rounded but what the law rounds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from engine.columns.population import Column, Population, Same, Table, ToOne

Array = Any

TODAY = date(2026, 1, 1)
PREMIUM, THRESHOLD = 2_119, 29_736
ALONE, TOGETHER, SLOPE = 1_912, 4_289, 13_730
WEALTH_ALONE, WEALTH_TOGETHER = 146_011, 184_633
LEAST = 24
ADULT = date(2007, 12, 31).toordinal()
"""Who was born on this day or earlier was 18 on the day before 1 January 2026, the day that counts."""

MARRIED = "heeft een huwelijk of geregistreerd partnerschap"
SPLIT = "heeft een scheidingsverzoek met een ander adres"
EXCEPTED = "heeft een uitzondering op het toeslagpartnerschap"
SAME_ADDRESS = "is ingeschreven op hetzelfde adres"
TIES = (
    "heeft een notarieel samenlevingscontract",
    "heeft een gezamenlijk of erkend kind",
    "heeft een gezamenlijke pensioenregeling",
    "heeft een gezamenlijke eigen woning",
    "heeft een minderjarig kind op het adres",
    "had vorig jaar toeslagpartners",
)
ALL_YEAR = "heeft het hele jaar dezelfde toeslagpartner"
INSURED = "is verzekerd volgens de Zorgverzekeringswet"
SUSPENDED = "heeft een opgeschorte zorgverzekering"
TREATY = "valt onder de verdragsregeling voor zorg"
LAWFUL = "verblijft rechtmatig in Nederland"
PERSONAL = ("geboortedatum", "inkomen", "rendementsgrondslag", INSURED, SUSPENDED, LAWFUL)


@dataclass(frozen=True)
class People:
    """The same people as a population of tables with a role; as the arrays of these (``index``: of a leefeenheid the row of the partner, or
    -1); and as flat columns (of a partner with ``2`` behind the name)."""

    population: Population
    house: dict[str, Array]
    person: dict[str, Array]
    index: Array
    flat: dict[str, Array]


def people(rows: int, seed: int = 2026, partners: float = 0.4) -> People:
    """Leefeenheden with a cliënt each and now and then an echtgenoot, whom the table of persons has after all cliënten."""
    random = np.random.default_rng(seed)
    has = random.random(rows, np.float32) < partners
    index = np.full(rows, -1, np.int32)
    index[has] = rows + np.arange(int(has.sum()), dtype=np.int32)
    size = rows + int(has.sum())

    def chance(count: int, part: float) -> Array:
        return random.random(count, np.float32) < part

    first, last = date(1930, 1, 1).toordinal(), date(2008, 6, 1).toordinal()
    person: dict[Any, Array] = {
        "geboortedatum": random.integers(first, last, size, np.int32),
        "inkomen": np.minimum(random.exponential(32_000, size), 400_000).astype(np.int32),
        "rendementsgrondslag": np.minimum(random.exponential(60_000, size), 5_000_000).astype(np.int32),
        INSURED: chance(size, 0.995),
        SUSPENDED: chance(size, 0.004),
        LAWFUL: chance(size, 0.998),
    }
    house: dict[Any, Array] = {
        MARRIED: chance(rows, 0.75),
        SPLIT: chance(rows, 0.01),
        EXCEPTED: chance(rows, 0.02),
        SAME_ADDRESS: chance(rows, 0.97),
        ALL_YEAR: chance(rows, 0.95),
        **{tie: chance(rows, 0.2) for tie in TIES},
    }
    population = Population(
        {
            "persoon": Table(size, {name: Column(array) for name, array in person.items()} | {TREATY: Same(False)}),
            "leefeenheid": Table(
                rows,
                {name: Column(array) for name, array in house.items()},
                {"cliënt": ToOne(), "echtgenoot": ToOne(index)},
            ),
        }
    )
    found = People(population, house, person, index, {})
    return replace(found, flat=flattened(found))


def flattened(found: People) -> dict[str, Array]:
    """The flat columns of people in tables, by numpy."""
    place = np.maximum(found.index, 0)
    rows = len(place)
    flat = dict(found.house) | {"partner": found.index >= 0}
    for name, array in found.person.items():
        flat[name] = array[:rows]
        flat[name + "2"] = array[place]
    return flat


def by_numpy(flat: dict[str, Array]) -> dict[str, int]:
    """As somebody who knows numpy writes it: whole columns, one operation after another."""
    together = flat["partner"] & (
        (flat[MARRIED] & ~flat[SPLIT] & ~flat[EXCEPTED])
        | (~flat[MARRIED] & ~flat[EXCEPTED] & flat[SAME_ADDRESS] & np.logical_or.reduce([flat[tie] for tie in TIES]))
    )
    counts = flat[INSURED] & ~flat[SUSPENDED] & (flat["geboortedatum"] <= ADULT)
    counts2 = flat[INSURED + "2"] & ~flat[SUSPENDED + "2"] & (flat["geboortedatum2"] <= ADULT)
    income = flat["inkomen"].astype(np.int64) + np.where(together, flat["inkomen2"], 0)
    wealth = flat["rendementsgrondslag"].astype(np.int64) + np.where(together, flat["rendementsgrondslag2"], 0)
    above = np.maximum(income - THRESHOLD, 0)
    norm = np.where(together, TOGETHER, ALONE) * THRESHOLD + SLOPE * above
    claim = np.where(together, 2 * PREMIUM, PREMIUM) * 100_000 - norm
    half = together & ~counts2
    # In halves of hundred-thousandths, so that half of a claim is whole.
    claim = np.maximum(np.where(half, claim, 2 * claim), 0)
    rounded = (claim + 100_000) // 200_000
    refused = (
        ~counts
        | ~flat[LAWFUL]
        | (together & ~flat[LAWFUL + "2"])
        | (~together & (wealth > WEALTH_ALONE))
        | (together & flat[ALL_YEAR] & (wealth > WEALTH_TOGETHER))
        | (together & ~flat[ALL_YEAR] & (flat["rendementsgrondslag"] > WEALTH_ALONE))
        | (rounded < LEAST)
    )
    yearly = np.where(refused, 0, rounded)
    monthly = yearly // 12
    return {
        "toegekend": int(np.count_nonzero(~refused)),
        "per jaar": int(yearly.sum()),
        "per maand": int(monthly.sum()),
    }


def polars_frame(flat: dict[str, Array]) -> Any:
    import polars as pl

    return pl.DataFrame(flat)


def polars_tables(found: People) -> tuple[Any, Any]:
    """The tables of leefeenheden and of persons."""
    import polars as pl

    return pl.DataFrame(found.house | {"echtgenoot": found.index}), pl.DataFrame(found.person)


def polars_flattened(house: Any, person: Any) -> Any:
    """The flat columns of people in tables, by polars."""
    import polars as pl

    place = house["echtgenoot"].clip(lower_bound=0)
    own = person.head(house.height)
    partner = person.select(pl.all().gather(place).name.suffix("2"))
    return pl.concat(
        [house.select(pl.exclude("echtgenoot"), partner=pl.col("echtgenoot") >= 0), own, partner], how="horizontal"
    )


def polars_query(flat: Any) -> Any:
    """The same over a flat frame as one lazy query; ``collect(engine="streaming")`` runs it."""
    import polars as pl

    def column(name: str) -> Any:
        return pl.col(name)

    frame = flat.lazy()
    ties = pl.any_horizontal(*(column(tie) for tie in TIES))
    together = column("partner") & (
        (column(MARRIED) & ~column(SPLIT) & ~column(EXCEPTED))
        | (~column(MARRIED) & ~column(EXCEPTED) & column(SAME_ADDRESS) & ties)
    )
    frame = frame.with_columns(
        samen=together,
        telt=column(INSURED) & ~column(SUSPENDED) & (column("geboortedatum") <= ADULT),
        telt2=column(INSURED + "2") & ~column(SUSPENDED + "2") & (column("geboortedatum2") <= ADULT),
    )
    both = column("samen")

    def added(name: str) -> Any:
        return column(name).cast(pl.Int64) + pl.when(both).then(column(name + "2")).otherwise(0)

    frame = frame.with_columns(draagkracht=added("inkomen"), vermogen=added("rendementsgrondslag"))
    above = (column("draagkracht") - THRESHOLD).clip(lower_bound=0)
    norm = pl.when(both).then(TOGETHER).otherwise(ALONE).cast(pl.Int64) * THRESHOLD + SLOPE * above
    claim = pl.when(both).then(2 * PREMIUM).otherwise(PREMIUM).cast(pl.Int64) * 100_000 - norm
    frame = frame.with_columns(aanspraak=claim)
    doubled = pl.when(both & ~column("telt2")).then(column("aanspraak")).otherwise(2 * column("aanspraak"))
    frame = frame.with_columns(afgerond=(doubled.clip(lower_bound=0) + 100_000) // 200_000)
    refused = (
        ~column("telt")
        | ~column(LAWFUL)
        | (both & ~column(LAWFUL + "2"))
        | (~both & (column("vermogen") > WEALTH_ALONE))
        | (both & column(ALL_YEAR) & (column("vermogen") > WEALTH_TOGETHER))
        | (both & ~column(ALL_YEAR) & (column("rendementsgrondslag") > WEALTH_ALONE))
        | (column("afgerond") < LEAST)
    )
    frame = frame.with_columns(geweigerd=refused)
    frame = frame.with_columns(jaar=pl.when(column("geweigerd")).then(0).otherwise(column("afgerond")))
    return frame.select(
        (~column("geweigerd")).sum().alias("toegekend"),
        column("jaar").sum().alias("per jaar"),
        (column("jaar") // 12).sum().alias("per maand"),
    )


def by_polars(query: Any) -> dict[str, int]:
    found = query.collect(engine="streaming")
    return {name: int(found[name][0]) for name in ("toegekend", "per jaar", "per maand")}
