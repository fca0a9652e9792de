"""TS490-TS499: registraties and norms."""

from dsl.codes.entry import Code

_REGISTER = "Registratie de factuur (mv: facturen)\n    sleutel: factuurnummer\n    het factuurnummer : tekst"

CODES: tuple[Code, ...] = (
    Code(
        "TS490",
        "Een registratie heeft geen rollen",
        "'{name}' is een rol, maar een registratie heeft alleen kolommen.",
        "Schrijf een kolom met een type, zoals 'het klantnummer : tekst'.",
        "Een registratie is een lijst van records: elke regel van het bestand is er een. Een record kan niet naar een ander "
        "record verwijzen; wel kan het een nummer of een kenmerk daarvan bevatten.",
        f"{_REGISTER}\n    rol klant : een persoon",
        f"{_REGISTER}\n    het klantnummer : tekst",
    ),
    Code(
        "TS491",
        "Kolomnaam hoort bij twee kolommen",
        "De kolom '{name}' zou zowel '{first}' als '{second}' vullen.",
        "Geef elke kolom van de bron aan één kolom van de registratie.",
        "Een bestand noemt een kolom soms anders dan de registratie. Zou één naam bij twee kolommen horen, dan is niet te zien "
        "welke er gevuld wordt.",
        'het factuurnummer : tekst, kolom "NR"\nhet klantnummer : tekst, kolom "NR"',
        'het factuurnummer : tekst, kolom "NR"\nhet klantnummer : tekst, kolom "KLANT"',
    ),
    Code(
        "TS492",
        "Sleutel van een registratie klopt niet",
        "De sleutel '{name}' is geen kolom die altijd gevuld is.",
        "Noem een kolom van deze registratie zonder 'mag ontbreken'.",
        "De sleutel houdt records uit elkaar. Een oordeel over een norm noemt de records die tegen de norm tellen, met hun "
        "sleutel. Zonder sleutel is een oordeel niet na te gaan.",
        "Registratie de factuur\n    sleutel: nummer\n    het factuurnummer : tekst",
        "Registratie de factuur\n    sleutel: factuurnummer\n    het factuurnummer : tekst",
    ),
    Code(
        "TS493",
        "Norm gaat niet over een registratie",
        "'{name}' is geen registratie.",
        "Noem een registratie bij 'over:', of haal 'over:' weg als u alleen opgegeven cijfers beoordeelt.",
        "Een norm wordt gemeten over records. Een objecttype van een dossier is geen lijst van records.",
        "Norm tijdige facturen\n    over: een persoon",
        "Norm tijdige facturen\n    over: een factuur",
    ),
    Code(
        "TS494",
        "Norm meet zonder registratie",
        "Deze norm meet iets over records, maar zegt niet over welke.",
        "Schrijf 'over:' met een registratie, of haal dit deel weg: dan worden alleen opgegeven cijfers beoordeeld.",
        "Een voorwaarde, datum of bedrag in een norm gaat over één record. Zonder registratie is er geen record.",
        "Norm tijdige facturen\n    meet: aantal\n    norm: ten hoogste 10",
        "Norm tijdige facturen\n    over: een factuur\n    meet: aantal\n    norm: ten hoogste 10",
    ),
    Code(
        "TS495",
        "Een norm kiest één lezing",
        "Norm '{norm}' kiest {count} lezingen.",
        "Schrijf 'gekozen:' met de reden bij precies één lezing.",
        "Een norm die op meer manieren te lezen is, krijgt op elke manier een oordeel. Welk oordeel het onze is, moet er staan, "
        "met de reden. De andere staan ernaast.",
        "Lezing als aandeel\n    norm: ten minste 72%\n\nLezing als gemiddelde\n    norm: ten hoogste 30 dagen",
        'Lezing als aandeel\n    gekozen: "De norm is een percentage."\n    norm: ten minste 72%\n\n'
        "Lezing als gemiddelde\n    norm: ten hoogste 30 dagen",
    ),
    Code(
        "TS496",
        "Deel van een norm ontbreekt",
        "Deze norm mist {what}.",
        "Schrijf {what} erbij.",
        "Zonder dit deel is niet te zeggen wat er gemeten wordt. Een stilzwijgende keuze zou een ander cijfer geven dan de bron "
        "bedoelt.",
        "Norm tijdige facturen\n    over: een factuur\n    meet: aandeel",
        "Norm tijdige facturen\n    over: een factuur\n    meet: aandeel\n    voldoet indien de factuur op tijd is",
    ),
    Code(
        "TS497",
        "Richting van een norm klopt niet",
        "Bij deze norm staat {what}.",
        "Schrijf bijvoorbeeld 'ten minste' of 'ten hoogste'; of schrijf een kaal getal met 'richting: onbekend' als de bron het niet zegt.",
        "Veel normen zijn gedrukt als een kaal getal. Stilzwijgend 'ten minste' lezen keert normen om waarbij minder beter is, "
        "zoals een percentage klanten bij de deurwaarder.",
        "norm: 98%",
        "norm: 98%\nrichting: onbekend",
    ),
    Code(
        "TS498",
        "Waarde van een norm ligt niet vast",
        "De waarde van deze norm is geen vast getal.",
        "Schrijf een getal, percentage, bedrag of aantal.",
        "Een norm is een afspraak vooraf. Een waarde die uit de records zelf volgt, kan geen afspraak zijn.",
        "norm: ten minste het totaalbedrag van de factuur",
        "norm: ten minste € 1.000",
    ),
    Code(
        "TS499",
        "Norm gebruikt iets wat een record niet heeft",
        "Norm '{norm}' gebruikt {what}; dat kan niet per record gemeten worden.",
        "Gebruik alleen kolommen van de registratie, vaste getallen, parameters en de rekendatum.",
        "Een norm wordt over veel records tegelijk gemeten. Vragen aan een behandelaar, rollen en uitkomsten van regels bestaan "
        "daar niet.",
        'voldoet indien beoordelen door behandelaar: "Is de factuur goed?"',
        "voldoet indien de factuur correct is",
    ),
)
