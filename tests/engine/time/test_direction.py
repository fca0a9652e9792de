"""A change that lowers the outcome counts from another month than one that raises it (AOW artikel 17)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.cache import load_program
from dsl.check import check
from dsl.parsing.corpus import load_corpus
from dsl.program import Program
from engine.case import Case, Dated, Fact, Obj
from engine.difference.people import case_change
from engine.dossier import load_case
from engine.paths import rules_dir
from engine.revision.revise import revise
from engine.time.amounts import amounts_of
from engine.time.timeline import timeline
from engine.time.units import next_first_day, periods

EARLY_UP = "de maand van de wijziging bij een verhoging, de maand daarna bij een verlaging"
EARLY_DOWN = "de maand van de wijziging bij een verlaging, de maand daarna bij een verhoging"
RULES = """Regeling Proef hoger en lager
    uitvoerder: SVB
    bron: Proefwet artikel 1

Objecttype de persoon (mv: personen)
    het loon : bedrag per maand ligt tussen € 0 en € 10.000, in hele euro's
    het ander inkomen : bedrag per maand ligt tussen € 0 en € 10.000, in hele euro's
    de uitkering : bedrag per maand, in hele euro's

Regel uitkering
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 2
    ruimte: gebonden, wet
    De uitkering van een persoon moet berekend worden als
        € 20.000 per maand min het loon van de persoon min het ander inkomen van de persoon

"""
BESLUIT = """Besluit {name}
    over: een persoon
    bron: Proefwet artikel 2
    per: maand
    uitkomst: de uitkering van de persoon
    wijziging werkt door vanaf: {words}
"""
START, END = date(2024, 1, 1), date(2024, 12, 31)


@cache
def program() -> Program:
    decisions = BESLUIT.format(name="Vroeg hoger", words=EARLY_UP) + BESLUIT.format(
        name="Vroeg lager", words=EARLY_DOWN
    )
    made, found = check(load_corpus({"proef.regels": RULES + decisions}))
    assert made is not None, [item.cause for item in found]
    return made


@cache
def law() -> Program:
    made, _, _ = load_program(rules_dir())
    assert made is not None
    return made


def case_of(**facts: Fact) -> Case:
    root = Obj("persoon", "persoon", {"ander inkomen": Fraction(0), **facts})
    return Case(root, {root.key: root})


def changing(*changes: tuple[date, int]) -> Dated:
    """The first value from of old, and each later one from its day."""
    ends = [day - timedelta(days=1) for day, _ in changes[1:]]
    starts = [None, *(day for day, _ in changes[1:])]
    values = [Fraction(value) for _, value in changes]
    return Dated(tuple(zip(starts, [*ends, None], values, strict=True)))


def by_month(besluit: str, case: Case) -> list[int]:
    told = timeline(program(), besluit, case, START, END)
    return [int(one.amount) for one in amounts_of(told, 0) if one.amount is not None]


def test_a_decrease_counts_a_month_later_than_an_increase() -> None:
    case = case_of(loon=changing((START, 1000), (date(2024, 3, 10), 1500), (date(2024, 6, 10), 1200)))
    assert by_month("Vroeg hoger", case) == [19000] * 3 + [18500] * 2 + [18800] * 7
    assert by_month("Vroeg lager", case) == [19000] * 2 + [18500] * 4 + [18800] * 6


def test_two_changes_of_one_month_count_by_what_they_come_to_together() -> None:
    loon = changing((START, 1000), (date(2024, 3, 10), 1500))
    other = Dated(((None, date(2024, 3, 19), Fraction(600)), (date(2024, 3, 20), None, Fraction(0))))
    assert by_month("Vroeg hoger", case_of(loon=loon, **{"ander inkomen": other})) == [18400] * 2 + [18500] * 10


history = st.lists(
    st.tuples(st.dates(date(2024, 1, 2), date(2024, 12, 30)), st.integers(0, 9_999)),
    unique_by=lambda one: one[0],
    max_size=6,
)


@given(history, st.integers(0, 9_999))
def test_each_month_is_the_higher_of_how_it_began_and_how_it_ended(changes: list[tuple[date, int]], first: int) -> None:
    """One fact: what the law says of a change, told month by month without moving anything."""
    walk = [(START, first), *sorted(changes)]
    case = case_of(loon=changing(*walk))

    def at(day: date) -> int:
        return 20_000 - [value for since, value in walk if since <= day][-1]

    ends = [(at(max(START, month - timedelta(days=1))), at(end)) for month, end in periods("maand", START, END)]
    assert by_month("Vroeg hoger", case) == [max(both) for both in ends]
    assert by_month("Vroeg lager", case) == [min(both) for both in ends]


def test_a_herziening_counts_a_decrease_a_month_later_too() -> None:
    was, known = case_of(loon=Fraction(1000)), case_of(loon=changing((START, 1000), (date(2024, 3, 10), 1500)))
    found = revise(case_change(program(), was, known), "Vroeg hoger", START, END, date(2025, 1, 15))
    assert [(row.start, row.difference) for row in found.rows] == [(START, 0), (date(2024, 4, 1), -500)]


def test_the_reason_has_the_day_of_the_change_itself() -> None:
    case = case_of(loon=changing((START, 1000), (date(2024, 3, 10), 1500)))
    (_, after) = timeline(program(), "Vroeg hoger", case, START, END).stretches
    assert [(one.kind, one.since) for one in after.reasons] == [("feit", date(2024, 3, 10))]


MARRIED = """
leefeenheid:
  woont in een land zonder AOW-verdrag: nee
  heeft een keuze gemaakt na opname: nee
  heeft een huwelijk of geregistreerd partnerschap: ja
  voert een gezamenlijke huishouding: nee
  is duurzaam gescheiden levend: nee
  echtgenoot:
    - {id: jan, geboortedatum: 01-06-1949, van: 10-03-2025, herkomst: BRP}
  cliënt:
    geboortedatum: 10-10-1950
    aantal niet-verzekerde jaren voor de AOW: 0
    heeft een korting wegens niet betaalde premie: nee
    is ten minste een maand gedetineerd: nee
    is voortvluchtig: nee
    is uitgereisd: nee
"""


@pytest.mark.parametrize("besluit", ["AOW-pensioen", "Vakantiegeld AOW"])
def test_who_marries_keeps_the_aow_of_the_unmarried_for_that_month(besluit: str) -> None:
    loaded, findings = load_case(law(), besluit, MARRIED, "dossier.yaml")
    assert loaded is not None, [one.cause for one in findings]
    told = timeline(law(), besluit, loaded.case, date(2025, 1, 1), date(2025, 6, 30))
    assert [one.start for one in told.stretches] == [date(2025, 1, 1), next_first_day("maand", date(2025, 3, 10))]
