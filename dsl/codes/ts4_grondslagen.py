"""TS480-TS489: grounds for using facts, and the signals that name them."""

from dsl.codes.entry import Code
from dsl.severity import Severity

CODES: tuple[Code, ...] = (
    Code(
        "TS480",
        "Onbekende grondslag",
        "Er is geen grondslag '{name}'.",
        "Neem de naam van een grondslag over, of beschrijf hem in een blok 'Grondslag'.",
        "Een signaal noemt met naam op welke grond het gegevens gebruikt. Die grond staat in een eigen blok, met bron en datums. Zo "
        "is te zien wanneer hij begint en eindigt.",
        "grondslag: inning eigen bijdrage",
        "grondslag: inning van de eigen bijdrage",
    ),
    Code(
        "TS481",
        "Onbekend gegeven in een grondslag",
        "'{name}' is geen objecttype, attribuut, kenmerk of rol.",
        "Neem de naam over zoals die beschreven is, en noem onder 'gebruikt:' het bestand waarin dat staat.",
        "Een grondslag noemt de gegevens die gelezen mogen worden. Een naam die niets aanwijst, staat niets toe.",
        "gegevens: facturatie",
        "gegevens: factuur",
    ),
    Code(
        "TS482",
        "Regelingen van een grondslag zijn geen waarden van één opsomming",
        "De regelingen ({names}) zijn niet de waarden van één opsomming die dit bestand kent.",
        "Neem waarden over uit de opsomming waarmee de gegevens hun regeling noemen.",
        "Een grondslag kan alleen voor enkele regelingen gelden. Gegevens van een andere regeling worden dan niet gelezen. Daarvoor "
        "moet duidelijk zijn in welk attribuut de regeling staat.",
        "regeling: Wmo, huurtoeslag",
        "regeling: Wmo, Wlz",
    ),
    Code(
        "TS483",
        "Geen grondslag voor dit gegeven",
        "Signaal '{signal}' leest '{name}', en geen van zijn grondslagen noemt dat.",
        "Haal het gegeven uit het signaal, of noem een grondslag die het gebruik ervan toestaat.",
        "Gegevens van burgers mogen alleen gebruikt worden als daar een grond voor is. Wat niet in een grondslag staat, mag een "
        "signaal niet lezen.",
        "Grondslag inning\n    gegevens: betalingsachterstand\n\n"
        "Signaal proef\n    grondslag: inning\n    indien er een bezwaar van de persoon is",
        "Grondslag inning en bezwaar\n    gegevens: betalingsachterstand, bezwaar\n\n"
        "Signaal proef\n    grondslag: inning en bezwaar\n    indien er een bezwaar van de persoon is",
    ),
    Code(
        "TS433",
        "Geen besluit toont dit signaal",
        "Niemand krijgt signaal '{signal}' te zien: {why}.",
        "Schrijf een Besluit met 'over: een {over}' in een regeling van deze uitvoerder, of verbeter 'uitvoerder:' van de regeling.",
        "Een signaal staat bij de besluiten van dezelfde uitvoerder waarvan het dossier kan bevatten waar het signaal over gaat: het "
        "onderwerp van het besluit zelf, of wat daarvan langs rollen te bereiken is. Is er zo'n besluit niet, dan wordt het signaal "
        "nooit beoordeeld.",
        "Regeling Signalen\n    uitvoerder: CAK\n\nSignaal stapeling\n    over: een huishouden",
        "Regeling Signalen\n    uitvoerder: CAK\n\nSignaal stapeling\n    over: een burger",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS484",
        "Grondslag is er niet voor ondersteuning",
        "Grondslag '{name}' is er voor {purposes}, niet voor ondersteunen.",
        "Noem een grondslag met 'doel: ondersteunen', of haal het signaal weg.",
        "Gegevens die er zijn voor toezicht of onderzoek, mogen niet zomaar voor iets anders worden gebruikt. Een signaal is er om "
        "een burger te helpen.",
        "Grondslag controle van aanvragen\n    doel: toezicht",
        "Grondslag dienstverlening bij de inning\n    doel: ondersteunen",
    ),
    Code(
        "TS485",
        "Grondslag is van een andere organisatie",
        "Grondslag '{name}' is er voor {receivers}, niet voor {executor}.",
        "Noem een grondslag waarvan de organisatie van deze regeling de ontvanger is.",
        "Wat de ene organisatie mag gebruiken, mag een andere niet zonder eigen grond.",
        "Regeling Signalen\n    uitvoerder: CAK\n\nGrondslag proef in vier gemeenten\n    ontvanger: gemeente",
        "Regeling Signalen\n    uitvoerder: CAK\n\nGrondslag inning\n    ontvanger: CAK",
    ),
    Code(
        "TS486",
        "Grondslag geldt niet voor alle regelingen",
        "Signaal '{signal}' neemt elke '{type}' samen, maar zijn grondslag geldt alleen voor enkele regelingen.",
        "Zoek de gegevens in een punt van het signaal ('er is een ...'), of noem een grondslag voor alle regelingen.",
        "In een punt van een signaal leest het programma alleen gegevens van de regelingen van de grondslag. Bij een telling in een "
        "regel kan dat niet.",
        "indien het aantal facturen van de persoon is groter dan 3",
        "indien er ten minste 4 facturen van de persoon zijn",
    ),
)
