"""Invented households as a population: drawn from a model, the same for the same seed.

A part is drawn from its own number and the seed alone, so parts can be made in any order and at the same time. Nobody in it exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dsl.program import BoolType, NumType, Program
from engine.columns.population import (
    NOBODY,
    UNKNOWN,
    Column,
    ColumnName,
    Fact,
    Nobody,
    Population,
    Role,
    Same,
    Table,
    ToMany,
    ToOne,
)
from engine.population.insurance import insured_facts
from engine.population.model import ABROAD, ADULTS, AOW_AGE, CARE, OTHERS, WITH_CHILDREN, Model

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

HOUSEHOLD, PERSON, CONTRACT, PROVISION = "leefeenheid", "persoon", "opvangcontract", "voorziening"
YEARS_BACK = (0, 1, 2)
DAYS_A_YEAR = 365.25
LONGEST_CARE = 30
_NUMBERS = tuple(str(number) for number in range(1, 21))


def households_for(model: Model, persons: int) -> int:
    """How many households hold about so many persons."""
    return max(1, round(persons * float(model.cells.sum()) / model.persons))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part, and how many households of each cell of the model it has."""

    population: Population
    cells: Ints


def synthetic_part(program: Program, model: Model, seed: int, number: int, households: int) -> Drawn:
    """Part ``number`` of a population, of so many households."""
    return _Draw(program, model, np.random.default_rng([seed, number]), households).drawn()


@dataclass(frozen=True, slots=True)
class _People:
    """The persons of a part: first all adults (clients, partners, others who live there), then the children by household."""

    client: Ints
    partner: Ints
    others: Ints
    children: Ints
    rows: int
    adults: int


class _Draw:
    def __init__(self, program: Program, model: Model, rng: np.random.Generator, households: int) -> None:
        self.program = program
        self.model = model
        self.rng = rng
        self.size = households
        self.first = date(model.year, 1, 1).toordinal()

    # ------------------------------------------------------------ draws

    def take(self, name: str) -> tuple[float, ...]:
        return self.model.assumptions[name]

    def chance(self, share: NDArray[Any] | float, size: int) -> Flags:
        """Ja with a chance of so many hundredths."""
        return self.rng.random(size) * 100 < share

    def spread(self, middle: NDArray[Any] | float, percents: float, size: int) -> Ints:
        """Whole numbers around a middle one, lognormal."""
        drawn = np.exp(self.rng.standard_normal(size) * (percents / 100)) * middle
        return np.clip(np.rint(drawn), 0, 9_000_000).astype(np.int64)

    # ------------------------------------------------------------ the whole

    def drawn(self) -> Drawn:
        counts = self._whole(self.model.cells.T).T
        cell = np.repeat(np.arange(counts.size), counts.ravel())
        self.rng.shuffle(cell)
        group, kind, care, insurance = np.unravel_index(cell, counts.shape)
        children = np.where(WITH_CHILDREN[kind], self._numbers_of_children(), 0)
        people = _people(kind, children)
        population = Population(self._tables(group, kind, care, insurance, people, children))
        return Drawn(population, counts)

    def _whole(self, cells: NDArray[np.float64]) -> Ints:
        """A whole number of households for each cell: its share, rounded up or down by one draw for all, such that cells beside each
        other are together right up to one household (systematic sampling). Of something rare there is never much too little."""
        reached = np.cumsum(cells.ravel())
        ends = np.floor(reached * (self.size / reached[-1]) + self.rng.random()).astype(np.int64)
        ends[-1] = self.size
        counts: Ints = np.diff(np.minimum(ends, self.size), prepend=0).reshape(cells.shape)
        return counts

    def _numbers_of_children(self) -> Ints:
        shares = np.array(self.take("kinderen per gezin"))
        return 1 + self.rng.choice(len(shares), self.size, p=shares / shares.sum())

    def _tables(
        self, group: Ints, kind: Ints, care: Ints, insurance: Ints, people: _People, children: Ints
    ) -> dict[str, Table]:
        born, age = self._births(group, people)
        works, income, wealth = self._money(people, age)
        abroad, household = ABROAD[insurance], self._households(people, children)
        share = self.take("inkomen van verdragsgerechtigden")[0] / 100
        income = np.where(abroad[household], np.rint(income * share).astype(np.int64), income)
        has_partner = people.partner >= 0
        all_work = works[people.client] & (~has_partner | works[np.maximum(people.partner, 0)])
        contract_of, contracts = self._contracts(people, children, age, all_work)
        provided_to, provisions = self._provisions(care, people)
        persons: dict[ColumnName, Fact] = {"geboortedatum": Column(born.astype(np.int32))}
        persons["heeft betaald werk"] = Column(works)
        persons["heeft een eigen inkomen"] = Column(income > 0)
        kids = np.zeros(people.rows, bool)
        kids[people.adults :] = True
        persons["is een kind met kinderbijslag"] = Column(kids)
        persons["gaat naar het voortgezet onderwijs"] = Column(kids & (age >= 12))
        persons |= self._care(care, people)
        persons |= self._yearly(income, wealth)
        persons |= insured_facts(self.rng, self.model, insurance, household, people.client, income)
        total = self._household(income, people.client, people.partner)
        home = self._homes(total, ~abroad) | {
            "heeft een minderjarig kind op het adres": Column(WITH_CHILDREN[kind]),
            "heeft een gezamenlijk of erkend kind": Column(WITH_CHILDREN[kind] & has_partner),
        }
        medebewoner = _ranges(people.others, OTHERS[kind])
        roles: dict[str, Role] = {
            "cliënt": ToOne(people.client.astype(np.int32)),
            "echtgenoot": ToOne(people.partner.astype(np.int32)),
            "medebewoner": medebewoner,
            "gezinslid": _ranges(people.partner[abroad & has_partner], abroad & has_partner),
            "kind": ToMany(people.children.astype(np.int32)),
        }
        return {
            HOUSEHOLD: self._table(HOUSEHOLD, self.size, home, roles),
            PERSON: self._table(
                PERSON, people.rows, persons, {"opvangcontract": contract_of, "maatwerkvoorziening": provided_to}
            ),
            CONTRACT: self._table(CONTRACT, len(contracts), self._prices(contracts), {}),
            PROVISION: self._table(PROVISION, provisions, {}, {}),
        }

    def _table(self, owner: str, rows: int, facts: dict[ColumnName, Fact], roles: dict[str, Role]) -> Table:
        """A table with, beside what was drawn, the facts that are the same for all; every other kenmerk is nee and nobody is in
        any other role."""
        info = self.program.types[owner]
        known = {name if isinstance(name, str) else name[0] for name in facts}
        columns: dict[ColumnName, Fact] = dict(facts)
        for name, value in self.model.same.get(owner, {}).items():
            if info.attributes[name].per_year:
                columns |= {(name, self.model.year - back): Same(value) for back in YEARS_BACK}
            else:
                columns[name] = Same(value)
            known.add(name)
        for name, attribute in info.attributes.items():
            if name not in known and isinstance(attribute.type, BoolType) and not attribute.derived:
                columns[name] = Same(False)
        held = {name: roles.get(name, Nobody()) for name in info.roles}
        return Table(rows, {name: self._scaled(owner, name, fact) for name, fact in columns.items()}, held)

    def _scaled(self, owner: str, name: ColumnName, fact: Fact) -> Fact:
        """A column of a number with its denominator said, where the grid of the attribute does not say it."""
        kind = self.program.types[owner].attributes[name if isinstance(name, str) else name[0]].type
        if isinstance(fact, Column) and isinstance(kind, NumType) and fact.scale is None and kind.grid is None:
            return Column(fact.values, fact.state, 1, fact.words)
        return fact

    # ------------------------------------------------------------ people

    def _births(self, group: Ints, people: _People) -> tuple[Ints, Ints]:
        """Days of birth and ages on 1 January of the year."""
        limits = np.array(self.model.ages)
        youngest, oldest = limits[group, 0], limits[group, 1]
        days = np.empty(people.rows)
        days[people.client] = (youngest + self.rng.random(self.size) * (oldest + 1 - youngest)) * DAYS_A_YEAR
        partners = np.flatnonzero(people.partner >= 0)
        near = days[people.client[partners]] + self.rng.normal(0, 3 * DAYS_A_YEAR, len(partners))
        floor = youngest[partners] * DAYS_A_YEAR
        days[people.partner[partners]] = np.clip(near, floor, (oldest[partners] + 1) * DAYS_A_YEAR - 1)
        days[people.others] = (18 + self.rng.random(len(people.others)) * 50) * DAYS_A_YEAR
        days[people.adults :] = self.rng.random(people.rows - people.adults) * 18 * DAYS_A_YEAR - 1
        whole = np.maximum(days, 0).astype(np.int64)
        return self.first - whole, (whole / DAYS_A_YEAR).astype(np.int64)

    def _money(self, people: _People, age: Ints) -> tuple[Flags, Ints, Ints]:
        """Who works, and income and wealth per person in whole euros of the year."""
        rows = people.rows
        adult = np.arange(rows) < people.adults
        old = age >= AOW_AGE
        works = adult & ~old & self.chance(self.take("aandeel met werk onder de AOW-leeftijd")[0], rows)
        middle, percents = self.take("jaarinkomen uit werk")
        wage = self.spread(np.where(age < 25, middle / 3, middle), percents, rows)
        least, some = self.take("jaarinkomen zonder werk")
        support = self.spread(least, some, rows)
        partners = people.partner[people.partner >= 0]
        support[partners] *= self.chance(self.take("partners met inkomen zonder werk")[0], len(partners))
        alone, together = self.take("AOW van een alleenstaande en van een partner")
        pension = np.full(rows, int(alone))
        both = people.partner >= 0
        pension[people.client[both]] = int(together)
        pension[people.partner[both]] = int(together)
        share, extra, wide = self.take("aanvullend pensioen")
        pension += self.spread(extra, wide, rows) * self.chance(share, rows)
        income = np.where(old, pension, np.where(works, wage, support)) * adult
        none, typical, far = self.take("vermogen")
        wealth = self.spread(typical, far, rows) * ~self.chance(none, rows) * adult
        return works, income, wealth

    def _yearly(self, income: Ints, wealth: Ints) -> dict[ColumnName, Fact]:
        growth = self.take("groei van het inkomen per jaar")[0] / 100
        free, rate = self.take("belasting")
        facts: dict[ColumnName, Fact] = {}
        for back in YEARS_BACK:
            year = self.model.year - back
            amount = np.rint(income / (1 + growth) ** back).astype(np.int32)
            capital = np.rint(wealth / (1 + growth) ** back).astype(np.int32)
            tax = np.rint(np.maximum(amount - free, 0) * (rate / 100)).astype(np.int32)
            facts |= {
                ("inkomen", year): Column(amount),
                ("te verwachten inkomen", year): Column(amount),
                ("arbeidsopbrengst", year): Column(np.minimum(amount, 1_000_000)),
                ("bijdrage-inkomen", year): Column(np.minimum(amount, 70_000)),
                ("belasting", year): Column(tax),
                ("rendementsgrondslag", year): Column(capital),
                ("te verwachten rendementsgrondslag", year): Column(capital),
            }
        return facts

    def _households(self, people: _People, children: Ints) -> Ints:
        """The household of each person."""
        numbers = np.arange(self.size)
        adults = np.diff(people.client, append=people.adults)
        return np.concatenate([np.repeat(numbers, adults), np.repeat(numbers, children)])

    def _household(self, income: Ints, client: Ints, partner: Ints) -> Ints:
        return income[client] + np.where(partner >= 0, income[np.maximum(partner, 0)], 0)

    # ------------------------------------------------------------ homes, care, children

    def _homes(self, total: Ints, here: Flags) -> dict[ColumnName, Fact]:
        share = self.take("huurders")[0]
        likely = np.where(total < 30_000, share * 1.6, np.where(total < 60_000, share, share * 0.4))
        rents = self.chance(np.minimum(likely, 95), self.size) & here
        middle, percents = self.take("kale huur per maand")
        return {
            "kale huur": Column(np.minimum(self.spread(middle, percents, self.size), 900_000).astype(np.int32) * rents),
            "heeft een hoofdverblijf in de gehuurde woning": Column(rents),
            "huurt een zelfstandige woning of onvrije etage": Column(rents),
        }

    def _care(self, care: Ints, people: _People) -> dict[ColumnName, Fact]:
        inside, home = CARE.index("Wlz in een instelling"), CARE.index("Wlz thuis")
        stays, at_home = care == inside, care == home
        packages = np.cumsum(self.take("leveringsvorm van Wlz thuis"))
        which = np.searchsorted(packages, self.rng.random(self.size) * packages[-1], side="right")
        deaths, among = self.take("maanden Wlz-zorg")
        begin = np.zeros(people.rows, np.int32)
        state = np.full(people.rows, UNKNOWN, np.uint8)
        cared = people.client[stays | at_home]
        days = self.rng.exponential(among / deaths * DAYS_A_YEAR / 12, len(cared))
        begin[cared] = self.first - np.minimum(days, LONGEST_CARE * DAYS_A_YEAR).astype(np.int32)
        state[cared] = 0

        def kept(flags: Flags) -> Column:
            out = np.zeros(people.rows, bool)
            out[people.client] = flags
            return Column(out)

        return {
            "verblijft in een instelling": kept(stays),
            "ontvangt een volledig pakket thuis": kept(at_home & (which == 0)),
            "ontvangt een modulair pakket thuis": kept(at_home & (which == 1)),
            "ontvangt een Wlz-budget": kept(at_home & (which == 2)),
            "begin van het verblijf": Column(begin, state),
        }

    def _provisions(self, care: Ints, people: _People) -> tuple[ToMany, int]:
        share = self.take("aandeel Wmo-huishoudens dat in een maand betaalt")[0]
        has = (care == CARE.index("Wmo")) & self.chance(share, self.size)
        per_person = np.zeros(people.rows, np.int32)
        per_person[people.client[has]] = 1
        return ToMany(_offsets(per_person)), int(has.sum())

    def _contracts(self, people: _People, children: Ints, age: Ints, all_work: Flags) -> tuple[ToMany, Ints]:
        share = self.take("kinderopvang")[0]
        working = np.repeat(all_work, children)
        kids = age[people.adults :]
        has = working & (kids < 12) & self.chance(share, len(kids))
        per_person = np.zeros(people.rows, np.int32)
        per_person[people.adults :] = has
        # Each contract of a household has a number of its own.
        household = np.repeat(np.arange(self.size), children)[has]
        first = np.searchsorted(household, household)
        return ToMany(_offsets(per_person)), np.arange(len(household)) - first

    def _prices(self, numbers: Ints) -> dict[ColumnName, Fact]:
        rows = len(numbers)
        _, hours, price, by_day = self.take("kinderopvang")
        sorts = np.where(self.chance(by_day, rows), 0, 1).astype(np.int8)
        return {
            "contracturen": Column(np.clip(self.spread(hours, 40, rows), 1, 230).astype(np.int16)),
            "uurprijs": Column(np.minimum(self.spread(price, 10, rows), 9_000).astype(np.int16)),
            "opvangsoort": Column(sorts),
            "contractnummer": Column(numbers.astype(np.int8), words=_NUMBERS),
        }


def _people(kind: Ints, children: Ints) -> _People:
    """Rows of persons: per household the client, then the partner or the other; all children behind all adults."""
    adults_each = ADULTS[kind] + OTHERS[kind]
    client = np.cumsum(adults_each) - adults_each
    adults = int(adults_each.sum())
    partner = np.where(ADULTS[kind] == 2, client + 1, NOBODY)
    others = (client + 1)[OTHERS[kind] > 0]
    starts = _offsets(children, adults).astype(np.int64)
    return _People(client, partner, others, starts, adults + int(children.sum()), adults)


def _offsets(counts: NDArray[Any], first: int = 0) -> NDArray[np.int32]:
    out = np.empty(len(counts) + 1, np.int32)
    out[0] = first
    np.cumsum(counts, out=out[1:])
    out[1:] += first
    return out


def _ranges(members: Ints, counts: NDArray[Any]) -> ToMany:
    return ToMany(_offsets(counts), members.astype(np.int32))
