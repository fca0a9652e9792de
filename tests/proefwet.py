"""A small law with all that scenarios can meet: a parameter, an exception, a rule that never applies, a table, a question."""

from functools import cache

from dsl.check import check
from dsl.parsing.corpus import load_corpus
from dsl.program import Program
from dsl.severity import Severity

TEXT = """Regeling Proefbijdrage
    uitvoerder: CAK
    bron: Proefwet artikel 1

Opsomming de vorm
    verblijf
    thuis

Objecttype de persoon (mv: personen)
    het inkomen : bedrag per jaar ligt tussen € 0 en € 1.000.000, in hele euro's
    de vorm : vorm
    kenmerk heeft de pensioengerechtigde leeftijd bereikt

Objecttype de leefeenheid (mv: leefeenheden)
    de bijdrage : bedrag per maand, in centen, met rechtsstatus
    de draagkracht : bedrag per maand
    de klasse : bedrag per maand, in centen
    rol cliënt : een persoon
    rol echtgenoot : hoogstens een persoon

Parameter het tarief : bedrag per maand
    bron: Proefwet artikel 2
    vanaf 01-01-2020: € 19,00
    vanaf 01-01-2024: € 20,60

Regel hoogte van de bijdrage
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 3
    De bijdrage van een leefeenheid moet gesteld worden op het tarief
    indien de draagkracht van de leefeenheid ten minste € 100 per maand is

Regel geen bijdrage
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 4
    in afwijking van: hoogte van de bijdrage
    De bijdrage van een leefeenheid is niet verschuldigd
    indien de cliënt van de leefeenheid de pensioengerechtigde leeftijd niet heeft bereikt

Regel draagkracht
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 5
    De draagkracht van een leefeenheid moet berekend worden als
        het inkomen van de cliënt van de leefeenheid, omgerekend naar een bedrag per maand

Regel later
    geldig vanaf 01-01-2030
    bron: Proefwet artikel 6
    De bijdrage van een leefeenheid wordt op nihil gesteld
    indien de draagkracht van de leefeenheid kleiner is dan € 1 per maand

Beslistabel klasse
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 7
    treffer: eerste
    | de klasse van een leefeenheid | indien de vorm van de cliënt van de leefeenheid |
    | € 10 | verblijf |
    | € 5 | thuis |

Besluit Proefbijdrage
    over: een leefeenheid
    per: maand
    uitkomst: de bijdrage van de leefeenheid
    wijziging werkt door vanaf: de maand na de wijziging
    bezwaar: 6 weken bij het CAK

Besluit Proefklasse
    over: een leefeenheid
    uitkomst: de klasse van de leefeenheid
    wijziging werkt door vanaf: de maand na de wijziging
    bezwaar: 6 weken bij het CAK

Grondslag eigen administratie
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 8
    ontvanger: CAK
    doel: ondersteunen
    gegevens: draagkracht

Signaal weinig draagkracht
    over: een leefeenheid
    bron: Proefwet artikel 8
    grondslag: eigen administratie
    doel: ondersteunen
    ernst: hoog
    indien de draagkracht van de leefeenheid kleiner is dan € 500 per maand
    advies: "Bied een betalingsregeling aan."
    verwijs naar: maatwerktafel
"""


@cache
def program() -> Program:
    made, found = check(load_corpus({"proef.regels": TEXT}))
    errors = [item for item in found if item.severity is Severity.FOUT]
    assert made is not None, errors
    return made


TARIEF = """\
- naam: tarief van 2024
  id: tarief-2024
  op: 01-03-2024
  herkomst: met de hand berekend
  bron: Proefwet artikel 2 en 3
  zekerheid: hoog
  feiten:
    cliënt: {inkomen: "€ 24.000", heeft de pensioengerechtigde leeftijd bereikt: ja}
  verwacht:
    status: vastgesteld
    rechtsstatus: verschuldigd
    uitkomst: {bijdrage: € 20,60}
    tussenuitkomsten: {draagkracht: € 2.000 per maand}
    finaliteit: definitief
    ontbreekt: []
    gronden: [hoogte van de bijdrage]
"""
TE_JONG = """\
- naam: te jong
  id: te-jong
  op: 01-03-2023
  herkomst: praktijk
  bron: [dossier 1, dossier 2]
  feiten:
    cliënt: {inkomen: 24000, heeft de pensioengerechtigde leeftijd bereikt: nee}
  verwacht: {status: vastgesteld, rechtsstatus: {bijdrage: niet verschuldigd}, uitkomst: niet van toepassing}
"""
SIGNAAL = """\
- naam: weinig draagkracht
  id: signaal
  op: 01-03-2024
  herkomst: praktijk
  bron: dossier 3
  feiten:
    cliënt: {inkomen: 2400, heeft de pensioengerechtigde leeftijd bereikt: ja}
  verwacht:
    status: vastgesteld
    signalen: [weinig draagkracht]
"""
ONBEKEND = """\
- naam: inkomen niet gegeven
  id: onbekend
  op: 01-03-2024
  herkomst: officieel voorbeeld
  bron: folder
  feiten:
    cliënt: {heeft de pensioengerechtigde leeftijd bereikt: ja}
  verwacht:
    status: nog niet vast te stellen
    uitkomst: {bijdrage: {minstens: 0, hoogstens: '20,60'}}
    ontbreekt: [inkomen van de cliënt]
"""
KLASSE = """\
- naam: klasse bij verblijf
  id: klasse
  regeling: Proefklasse
  op: 01-03-2024
  herkomst: officieel voorbeeld
  bron: folder
  feiten: {cliënt: {vorm: verblijf}}
  verwacht: {status: vastgesteld, uitkomst: € 10 per maand}
"""


def suite_text(*scenarios: str) -> str:
    entries = "".join(scenarios)
    return "regeling: Proefbijdrage\nscenarios:\n" + "".join(f"  {line}\n" for line in entries.splitlines())
