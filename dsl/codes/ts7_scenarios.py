"""TS7nn: scenarios."""

from dsl.codes.entry import Code

CODES: tuple[Code, ...] = (
    Code(
        "TS701",
        "Scenario heeft niet de goede vorm",
        "Bij '{key}' hoort {expected}.",
        "Vul dit deel van het scenario aan of verbeter het.",
        "Een scenario heeft vaste onderdelen: de regeling, de rekendatum, de feiten, de verwachte uitkomst en de herkomst "
        "daarvan.",
        "rekendatum: volgende week",
        "rekendatum: 01-03-2024",
        language="yaml",
    ),
    Code(
        "TS702",
        "Onbekend besluit in een scenario",
        "Er is geen besluit '{name}'.",
        "Neem de naam over uit 'toetssteen regelingen'.",
        "Een scenario toetst een besluit uit een regeling. Dat besluit is niet gevonden.",
        "regeling: Eigenbijdrage Wmo",
        "regeling: Eigen bijdrage Wmo",
        language="yaml",
    ),
    Code(
        "TS703",
        "Onbekende uitkomst in een scenario",
        "'{name}' is geen uitkomst van '{besluit}'.",
        "Noem een uitkomst die bij het besluit staat.",
        "Een scenario kan alleen verwachten wat het besluit vaststelt. Anders zou het altijd slagen of altijd falen.",
        "verwacht:\n  de korting: € 5,00",
        "verwacht:\n  de bijdrage: € 19,00 per maand",
        language="yaml",
    ),
    Code(
        "TS704",
        "Herkomst ontbreekt",
        "Scenario '{name}' zegt niet waar de verwachte uitkomst vandaan komt.",
        "Voeg 'herkomst:' toe: officieel voorbeeld, met de hand berekend of praktijk, met de vindplaats.",
        "Een verwachting die uit het programma zelf komt, bewijst niets. Daarom staat erbij wie haar berekende.",
        "verwacht:\n  de bijdrage: € 19,00 per maand",
        "herkomst: officieel voorbeeld\nbron: hetcak.nl, rekenvoorbeeld 2\nverwacht:\n  de bijdrage: € 19,00 per maand",
        language="yaml",
    ),
    Code(
        "TS705",
        "Scenario staat er twee keer",
        "De naam '{name}' is al gebruikt voor een ander scenario.",
        "Geef elk scenario een eigen naam.",
        "Met de naam vindt u een scenario terug in het verslag. Twee dezelfde namen zijn daar niet te onderscheiden.",
        "- naam: alleenstaande\n- naam: alleenstaande",
        "- naam: alleenstaande zonder voorziening\n- naam: alleenstaande met voorziening",
        language="yaml",
    ),
    Code(
        "TS706",
        "Onbekend signaal in een scenario",
        "Er is geen signaal '{name}'.",
        "Neem de naam van het signaal precies over.",
        "Een scenario dat een onbekend signaal verwacht, kan nooit slagen. Verwacht het juist geen signaal, dan zou het altijd "
        "slagen.",
        "signalen: [stapeling van achterstanden]",
        "signalen: [stapeling van betalingsachterstanden]",
        language="yaml",
    ),
    Code(
        "TS707",
        "Geen scenario's gevonden",
        "In '{path}' staan geen scenario's.",
        "Controleer het pad en de filters.",
        "Een lege toets slaagt altijd. Daarom is het een fout als er niets te toetsen is.",
        "toetssteen toets scenarios/leeg",
        "toetssteen toets scenarios/wmo",
        language="console",
    ),
)
