"""TS9nn: maatwerk."""

from dsl.codes.entry import Code

CODES: tuple[Code, ...] = (
    Code(
        "TS901",
        "Maatwerkafweging heeft niet de goede vorm",
        "De afweging klopt niet: {problem}.",
        "Vul dit deel aan of verbeter het.",
        "Een afweging heeft vaste onderdelen, zodat een ander haar later kan volgen: de standaarduitkomst, wie is gehoord, drie "
        "perspectieven, de keuze en de motivering.",
        "keuze: misschien",
        "keuze: afwijken",
        language="yaml",
    ),
    Code(
        "TS902",
        "Opening bestaat niet in deze zaak",
        "De wet geeft in deze zaak geen opening '{name}'.",
        "Kies een opening uit het formulier.",
        "Ruimte om af te wijken moet uit de wet komen. Het formulier noemt de openingen die deze zaak vandaag heeft. Is er geen "
        "ruimte, dan kan de zaak naar boven: 'contra legem'.",
        "opening: hardheidsclausule",
        "opening: contra legem",
        language="yaml",
    ),
    Code(
        "TS903",
        "Afweging hoort bij een ander besluit",
        "Het bewijs van de standaarduitkomst klopt niet: {parts} verschilt van het besluit in deze zaak.",
        "Maak een nieuw formulier met 'toetssteen maatwerk formulier' en neem daaruit het bewijs over.",
        "Een afweging staat naast een standaarduitkomst. Zijn de regels of de feiten sindsdien veranderd, dan weegt u iets anders.",
        "bewijs: {programma: 12ab, feiten: 34cd, uitkomst: 56ef}",
        "bewijs: {programma: 98fe, feiten: 76dc, uitkomst: 54ba}",
        language="yaml",
    ),
    Code(
        "TS904",
        "Afweging is niet compleet",
        "In de afweging ontbreekt: {what}.",
        "Voeg dit deel toe.",
        "Wie afwijkt, zegt wat de burger dan krijgt, waarop dat berust en hoe lang. Wie tegen de wet in wil, gaat naar boven en vraagt "
        "een jurist.",
        "keuze: afwijken\nmotivering: schrijnend",
        "keuze: afwijken\nafwijkende uitkomst: {bijdrage: € 10}\ngrondslag: Awb artikel 4:84\nduur: {van: 01-03-2026}",
        language="yaml",
    ),
    Code(
        "TS905",
        "Afweging spreekt zichzelf tegen",
        "In de afweging klopt iets niet: {problem}.",
        "Verbeter een van de twee.",
        "Twee delen van de afweging kunnen niet allebei waar zijn, of de datums staan in een volgorde die niet kan.",
        "keuze: niet afwijken\nafwijkende uitkomst: {bijdrage: € 10}",
        "keuze: niet afwijken",
        language="yaml",
    ),
    Code(
        "TS907",
        "Kenmerk komt twee keer voor",
        "Het kenmerk '{name}' staat in twee bestanden: '{first}' en '{second}'.",
        "Laat een van de twee weg, of geef elk een eigen kenmerk.",
        "Elke afweging telt een keer. Wie een kopie meetelt, ziet een regel vaker knellen dan hij deed, en een groep zo klein dat zij "
        "naar een mens wijst, lijkt dan groot genoeg om te tonen.",
        "toetssteen maatwerk overzicht afwegingen/ kopie/",
        "toetssteen maatwerk overzicht afwegingen/",
        language="console",
    ),
    Code(
        "TS906",
        "Vergelijkbare afwegingen zijn niet bekeken",
        "Over deze regel zijn er eerdere afwegingen: {names}. Zij staan niet bij 'vergelijkbaar'.",
        "Lees ze, en zet hun kenmerken bij 'vergelijkbaar'. U mag anders kiezen, als u zegt waarom.",
        "Gelijke gevallen worden gelijk behandeld. Daarom leest wie ondertekent eerst wat in vergelijkbare zaken is gekozen, ook de "
        "weigeringen.",
        "vergelijkbaar: []",
        "vergelijkbaar: [MA-2026-007]",
        language="yaml",
    ),
)
