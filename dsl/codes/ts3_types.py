"""TS3nn: types and units."""

from dsl.codes.entry import Code

CODES: tuple[Code, ...] = (
    Code(
        "TS301",
        "Eenheden passen niet bij elkaar",
        "{operation} kan niet met {left} en {right}.",
        "Reken een van beide om, bijvoorbeeld met 'omgerekend naar een bedrag per maand'.",
        "Een bedrag per maand en een bedrag per jaar zijn verschillende dingen. Het programma rekent nooit ongemerkt om, want "
        "de wet zegt per geval hoe dat moet.",
        "de grondslag is het maandloon plus de jaarlijkse toelage",
        "de grondslag is het maandloon plus (de jaarlijkse toelage, omgerekend naar een bedrag per maand)",
    ),
    Code(
        "TS302",
        "Toegekende waarde heeft een andere eenheid",
        "'{target}' is {expected}, maar krijgt hier {found}.",
        "Reken de waarde om, of verander de eenheid in de beschrijving.",
        "De beschrijving van een attribuut of parameter legt zijn soort en eenheid vast. Elke waarde die het krijgt moet "
        "daarmee overeenkomen.",
        "Objecttype de verzekerde\n    de lage bijdrage : bedrag per maand\n"
        "Regel lage bijdrage\n    De lage bijdrage van een verzekerde moet gesteld worden op € 1.200,00 per jaar",
        "Objecttype de verzekerde\n    de lage bijdrage : bedrag per maand\n"
        "Regel lage bijdrage\n    De lage bijdrage van een verzekerde moet gesteld worden op € 100,00 per maand",
    ),
    Code(
        "TS303",
        "Verkeerde soort waarde",
        "Hier hoort {expected} te staan, maar dit is {found}.",
        "Gebruik een waarde van de goede soort.",
        "Een datum, een bedrag, een getal en een tekst zijn verschillende soorten waarden. Elke bewerking werkt op bepaalde "
        "soorten.",
        "indien de geboortedatum van de persoon hoger is dan 67",
        "indien de leeftijd van de persoon op de rekendatum hoger is dan 67 jaar",
    ),
    Code(
        "TS304",
        "Rechtsstatus gebruikt als getal",
        "De rechtsstatus van '{name}' is geen bedrag en kan niet in een berekening staan.",
        "Vraag de status op in een voorwaarde, bijvoorbeeld 'indien de bijdrage niet verschuldigd is'.",
        "'Niet verschuldigd' is iets anders dan nul euro: een bijdrage die niet verschuldigd is, kan andere gevolgen hebben dan "
        "een bijdrage die op nihil is gesteld. Daarom rekent het programma niet met een status.",
        "de rest is het inkomen min niet verschuldigd",
        "de rest is het inkomen min de bijdrage van de leefeenheid",
    ),
    Code(
        "TS305",
        "Omrekening bestaat niet",
        "{source} kan niet worden omgerekend naar {target}.",
        "Schrijf zelf hoe de omrekening gaat, met een bron.",
        "Alleen vaste omrekeningen zijn ingebouwd, zoals van jaar naar maand. Van maanden naar dagen bijvoorbeeld kan niet "
        "zonder te zeggen om welke maand het gaat.",
        "de termijn is 2 maanden, omgerekend naar dagen",
        "de termijn is 60 dagen",
    ),
    Code(
        "TS306",
        "Macht kan hier niet",
        "'tot de macht' werkt alleen op een getal zonder eenheid, met een vast geheel getal van 0 tot en met {limit}.",
        "Maak eerst een getal van het bedrag, bijvoorbeeld met 'het inkomen in hele euro's'.",
        "Euro's in het kwadraat bestaan niet. De wet bedoelt dan het getal van het inkomen in hele euro's. Schrijf dat ook zo.",
        "de uitkomst is het inkomen tot de macht 2",
        "de uitkomst is € 1 per jaar maal (het inkomen in hele euro's tot de macht 2)",
    ),
    Code(
        "TS307",
        "Eenheid ontbreekt",
        "'{name}' heeft geen eenheid.",
        "Zet de soort en de eenheid achter de dubbele punt, bijvoorbeeld ': aantal maanden' of ': bedrag per maand'.",
        "Zonder eenheid weet niemand of een bedrag per maand of per jaar is. Dat is een bekende oorzaak van verkeerde besluiten.",
        "Objecttype de persoon\n    de duur : aantal",
        "Objecttype de persoon\n    de duur : aantal maanden",
    ),
    Code(
        "TS308",
        "Tellen kan alleen over een lijst",
        "'{name}' is geen lijst, dus er valt niets te tellen of op te tellen.",
        "Gebruik een rol met meer objecten, of laat de telling weg.",
        "'het aantal', 'de som van', 'er is een' en 'alle' gaan over een rol waarin meer objecten kunnen staan.",
        "de grondslag is de som van het inkomen van de persoon",
        "de grondslag is de som van het inkomen van de kinderen van de persoon",
    ),
    Code(
        "TS309",
        "Lijst gebruikt als een waarde",
        "'{name}' kan meer objecten bevatten; hier hoort er een.",
        "Zeg wat er met de lijst moet gebeuren: de som, het aantal, de grootste of de kleinste.",
        "Een persoon kan meer kinderen hebben. 'het inkomen van de kinderen' is dan niet een bedrag.",
        "de grondslag is het inkomen van de kinderen van de persoon",
        "de grondslag is de som van het inkomen van de kinderen van de persoon",
    ),
    Code(
        "TS310",
        "Afronden kan hier niet",
        "{found} kan niet worden afgerond op {grid}.",
        "Kies een afronding die bij de soort waarde past.",
        "Een bedrag rondt u af op centen of hele euro's, een getal op decimalen. Een datum of een tekst valt niet af te ronden.",
        "de duur is het aantal maanden, naar beneden afgerond op centen",
        "de duur is het aantal maanden, naar beneden afgerond op gehelen",
    ),
    Code(
        "TS311",
        "Deze waarden zijn niet te vermenigvuldigen of te delen",
        "{operation} van {left} en {right} heeft geen betekenis.",
        "Maak van een van beide een getal zonder eenheid.",
        "Euro maal euro heeft geen betekenis. Meestal is een van beide eigenlijk een aantal of een percentage.",
        "de uitkomst is het inkomen maal de bijdrage",
        "de uitkomst is het inkomen maal het bijdragepercentage",
    ),
    Code(
        "TS312",
        "Kenmerk gebruikt als waarde",
        "'{name}' is een kenmerk en heeft alleen ja of nee als waarde.",
        "Gebruik het kenmerk in een voorwaarde.",
        "Een kenmerk geldt wel of niet. Het hoort dus achter 'indien', niet in een berekening.",
        "de bijdrage is heeft een voorziening maal € 19,00",
        "De bijdrage van een leefeenheid moet gesteld worden op € 19,00 per maand\n"
        "indien de cliënt van de leefeenheid een voorziening heeft",
    ),
    Code(
        "TS313",
        "'is onbekend' kan hier niet",
        "'{name}' wordt berekend; 'is onbekend' kan alleen bij een gegeven uit het dossier.",
        "Vraag naar het gegeven waar de berekening op steunt.",
        "'is onbekend' is alleen waar als iemand heeft vastgesteld dat het gegeven niet te verkrijgen is. Over een berekende "
        "waarde stelt niemand dat vast.",
        "indien de lage bijdrage van de verzekerde onbekend is",
        "indien het bijdrageplichtig inkomen van de verzekerde onbekend is",
    ),
    Code(
        "TS314",
        "Hier hoort een datum",
        "Na '{keyword}' hoort een datum, maar dit is {found}.",
        "Noem een datum of een naam die een datum is.",
        "'op', 'in het peiljaar' en 'geldig vanaf' kiezen het moment waarvoor iets gelezen wordt.",
        "de grondslag is het minimumloon op het inkomen",
        "de grondslag is het minimumloon op de eerste dag van het berekeningsjaar",
    ),
    Code(
        "TS315",
        "Soort van het oordeel is niet duidelijk",
        "Hier is niet te zien wat voor antwoord de behandelaar moet geven.",
        "Maak een attribuut voor het oordeel en stel dat vast met 'beoordelen door behandelaar'.",
        "Een behandelaar geeft een antwoord van een bepaalde soort: een bedrag, een datum, ja of nee. Dat volgt uit het "
        "attribuut dat de regel vaststelt.",
        'de grondslag is 2 maal (beoordelen door behandelaar: "Wat is het inkomen?")',
        'Het geschatte inkomen van een persoon: beoordelen door behandelaar: "Wat is het inkomen?"',
    ),
    Code(
        "TS316",
        "Bedrag is misschien niet in hele euro's",
        "Dit bedrag kan centen hebben; 'in hele euro's' zou die ongemerkt weglaten.",
        "Rond eerst af, bijvoorbeeld 'naar beneden afgerond op hele euro's', of beschrijf het attribuut met ', in hele euro's'.",
        "'in hele euro's' maakt van een bedrag het getal van zijn euro's. Dat kan alleen als het bedrag al in hele euro's is. "
        "Afronden staat altijd in de regel.",
        "€ 1 per jaar maal (het inkomen van de persoon in hele euro's)",
        "€ 1 per jaar maal ((het inkomen van de persoon, naar beneden afgerond op hele euro's) in hele euro's)",
    ),
)
