"""TS540-TS559: records and reported figures, of which norms are judged."""

from dsl.codes.entry import Code

CODES: tuple[Code, ...] = (
    Code(
        "TS540",
        "Bestand met records heeft geen kop",
        "'{name}' heeft geen eerste regel met namen van kolommen.",
        "Zet de namen van de kolommen op de eerste regel.",
        "De eerste regel zegt welke kolom wat is. Zonder kop zou de eerste zaak als kop gelezen worden en niet meetellen.",
        "F-001;01-02-2024;Wmo",
        "factuurnummer;dag van verzending;cluster\nF-001;01-02-2024;Wmo",
        language="console",
    ),
    Code(
        "TS541",
        "Bestand met records is niet tot het eind te lezen",
        "'{name}' is niet verder te lezen bij regel {line}: {reason}.",
        "Verbeter het bestand, of lever het opnieuw aan. Er is niets gemeten.",
        "Een cijfer over een deel van de records lijkt op een cijfer over alle records. Daarom komt er geen half rapport.",
        'F-001;"Bakker;Wmo',
        'F-001;"Bakker";Wmo',
        language="console",
    ),
    Code(
        "TS542",
        "Kolom ontbreekt",
        "'{name}' heeft geen kolom '{column}'.",
        'Voeg de kolom toe, of zet bij deze kolom van de registratie hoe het bestand haar noemt: kolom "...".',
        "Een norm die een kolom nodig heeft, kan zonder die kolom niet gemeten worden. Alleen een kolom met 'mag ontbreken' mag "
        "er helemaal niet zijn.",
        "factuurnummer;cluster",
        "factuurnummer;cluster;dag van verzending",
        language="console",
    ),
    Code(
        "TS543",
        "Twee kolommen voor hetzelfde",
        "'{name}' heeft meer dan een kolom voor '{column}': {found}.",
        "Laat een van de twee weg, of geef haar een andere naam.",
        "Staat dezelfde kolom er twee keer, dan is niet te zien welke telt.",
        "factuurnummer;FACTUUR_ID",
        "factuurnummer;klantnummer",
        language="console",
    ),
    Code(
        "TS545",
        "Opgave van cijfers klopt niet",
        "De opgave klopt niet: {problem}.",
        "Verbeter dit deel van de opgave.",
        "Een opgave zegt welk document de cijfers geeft, en per cijfer bij welke norm en periode het hoort, hoe het gedrukt staat en "
        "waar.",
        "cijfers:\n  - {norm: verzuim, waarde: veel}",
        "cijfers:\n  - {norm: verzuim, periode: 2024, waarde: 6,48%}",
        language="yaml",
    ),
    Code(
        "TS546",
        "Opgave noemt een onbekende norm",
        "Er is geen norm '{name}'.",
        "Neem de naam van een norm over, of schrijf 'kengetal' als er geen norm bij hoort.",
        "Een cijfer zonder norm wordt niet beoordeeld. Met een verkeerd gespelde naam zou dat ongemerkt gebeuren.",
        "- {norm: verzuimpercentages, periode: 2024, waarde: 6,48%}",
        "- {norm: verzuimpercentage, periode: 2024, waarde: 6,48%}",
        language="yaml",
    ),
)
