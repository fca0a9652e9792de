"""A small law about households, and tables to make a population of."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from dsl.check import check
from dsl.parsing.corpus import load_corpus
from dsl.program import Program
from engine.case import Case, Obj
from engine.columns.population import Population
from engine.columns.routed import case_of
from engine.population.mapping_meaning import read_translation
from engine.population.own import Own, make_own

LAW = """Regeling Proefhuishoudens
    bron: Proefwet artikel 1

Opsomming de woonvorm
    huur
    koop

Objecttype het contract (mv: contracten)
    het uurtarief : bedrag per uur ligt tussen € 0 en € 100, in centen

Objecttype de persoon (mv: personen)
    de geboortedatum : datum
    het inkomen : bedrag per jaar ligt tussen € 0 en € 1.000.000, in hele euro's, per kalenderjaar
    het aandeel : percentage ligt tussen 0% en 100%
    kenmerk heeft werk
    rol contract (mv: contracten) : ten hoogste 3 contracten

Objecttype het huishouden (mv: huishoudens)
    de huur : bedrag per maand ligt tussen € 0 en € 10.000, in centen
    de woonvorm : woonvorm
    de gemeente : tekst
    kenmerk is gescheiden
    rol aanvrager : een persoon
    rol partner : hoogstens een persoon
    rol kind (mv: kinderen) : ten hoogste 4 personen
    de bijdrage : bedrag per maand, in centen

Regel bijdrage naar huur
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 2
    De bijdrage van een huishouden moet berekend worden als
        de huur van het huishouden
    indien het inkomen van de aanvrager van het huishouden groter is dan € 20.000 per jaar

Regel geen bijdrage
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 3
    in afwijking van: bijdrage naar huur
    De bijdrage van een huishouden moet gesteld worden op € 0 per maand
    indien het huishouden gescheiden is

Besluit Proefbijdrage
    over: een huishouden
    uitkomst: de bijdrage van het huishouden
    wijziging werkt door vanaf: de maand na de wijziging
    bezwaar: 6 weken bij het CAK
"""

HOMES = ("hh", "huur", "vorm", "gemeente", "gescheiden")
PEOPLE = ("nr", "hh", "rol", "geboren", "ink2023", "ink2024", "aandeel", "werk")
CONTRACTS = ("kind", "tarief")

MAPPING = """naam: Proef
jaar: 2024
tabellen:
  huishouden:
    bestand: huishoudens.csv
    sleutel: hh
    kolommen:
      huur: {gegeven: huur, eenheid: centen per maand}
      vorm: {gegeven: woonvorm, waarden: {H: huur, K: koop, O: onbekend, X: niet te krijgen}}
      gemeente: gemeente
      gescheiden: is gescheiden
    rollen:
      aanvrager: {verwijzing: hh, als: {rol: A}}
      partner: {verwijzing: hh, als: {rol: P}}
      kinderen: {verwijzing: hh, als: {rol: [K, S]}}
  persoon:
    bestand: personen.csv
    sleutel: nr
    kolommen:
      geboren: geboortedatum
      ink2023: {gegeven: inkomen, eenheid: euro per jaar, jaar: 2023}
      ink2024: {gegeven: inkomen, eenheid: euro per jaar}
      aandeel: {gegeven: aandeel, eenheid: procent}
      werk: {gegeven: heeft werk, leeg: nee}
    rollen:
      contracten: {verwijzing: kind}
  contract:
    bestand: contracten.csv
    kolommen:
      tarief: {gegeven: uurtarief, eenheid: euro per uur}
"""


@lru_cache
def program() -> Program:
    result, found = check(load_corpus({"proef": LAW}))
    assert result is not None, found
    return result


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(header)
        out.writerows(rows)


def make(folder: Path, mapping: str = MAPPING, place: str | None = None, out: str = "uit") -> Own:
    """Read the mapping, which must be right, and make the population of the tables in the folder."""
    translation, findings = read_translation(mapping, str(folder / "v.yaml"), program())
    assert translation is not None, [found.cause for found in findings]
    return make_own(program(), translation, place or str(folder), folder / out, "digest")


def problems(mapping: str) -> list[str]:
    """What is wrong with a mapping."""
    translation, findings = read_translation(mapping, "v.yaml", program())
    assert (translation is None) == bool(findings)
    return [found.cause for found in findings]


def spoken(obj: Obj, case: Case) -> object:
    """An object with everybody in its roles, without row numbers."""
    roles: dict[str, object] = {}
    for name, members in obj.roles.items():
        assert isinstance(members, tuple)
        roles[name] = [spoken(member, case) for member in members]
    return obj.type, sorted((name, repr(fact)) for name, fact in obj.facts.items()), sorted(roles.items())


def households(population: Population) -> list[object]:
    cases = [case_of(program(), population, "huishouden", row) for row in range(population.tables["huishouden"].rows)]
    return [spoken(case.root, case) for case in cases]


def all_households(own: Own) -> list[object]:
    assert own.stored is not None, [found.cause for found in own.findings]
    return [one for part in own.stored.parts for one in households(part.read())]
