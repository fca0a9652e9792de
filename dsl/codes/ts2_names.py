"""TS2nn: names, declarations, imports."""

from dsl.codes.entry import Code

CODES: tuple[Code, ...] = (
    Code(
        "TS201",
        "Onbekende naam",
        "'{name}' is nergens beschreven.",
        "Controleer de spelling, of beschrijf de naam in een objecttype, parameter of onder 'Daarbij geldt'.",
        "Elke naam moet ergens staan beschreven: als attribuut, kenmerk of rol van een objecttype, als parameter, of onder "
        "'Daarbij geldt'. Zo leidt een tikfout nooit tot een andere uitkomst. Staat de naam in een ander bestand, noem dat dan "
        "bij 'gebruikt:'.",
        "De bijdrage van een leefeenheid moet gesteld worden op het abbonementstarief",
        "De bijdrage van een leefeenheid moet gesteld worden op het abonnementstarief",
    ),
    Code(
        "TS202",
        "Naam is twee keer beschreven",
        "'{name}' is al eerder beschreven.",
        "Geef een van de twee een andere naam, of haal er een weg.",
        "Een naam betekent een ding. Staat dezelfde naam er twee keer, dan is niet te zeggen welke bedoeld is. De eerste plaats "
        "staat bij de melding.",
        "Parameter het tarief : bedrag per maand\n    vanaf 01-01-2024: € 20,60\n"
        "Parameter het tarief : bedrag per jaar\n    vanaf 01-01-2024: € 247,20",
        "Parameter het maandtarief : bedrag per maand\n    vanaf 01-01-2024: € 20,60\n"
        "Parameter het jaartarief : bedrag per jaar\n    vanaf 01-01-2024: € 247,20",
    ),
    Code(
        "TS203",
        "Naam is een woord van de taal",
        "'{name}' is een vaste uitdrukking van de taal en kan geen naam zijn.",
        "Kies een andere naam, bijvoorbeeld met een woord erbij.",
        "Vaste uitdrukkingen, zoals 'de rekendatum' en 'is ten minste', hebben een eigen betekenis. Als naam zouden ze de zinnen "
        "waarin ze staan veranderen.",
        "Objecttype de persoon\n    de rekendatum : datum",
        "Objecttype de persoon\n    de onderzoeksdatum : datum",
    ),
    Code(
        "TS204",
        "Naam kan ook anders gelezen worden",
        "'{name}' kan ook gelezen worden als {reading}.",
        "Kies een naam die maar op een manier te lezen is, of gebruik overal de andere lezing.",
        "Een naam van meer woorden mag niet ook een zin over andere namen zijn. Bestaat de rol 'kinderen', dan is 'aantal "
        "kinderen' al een telling. Anders zou de regel iets anders doen dan de lezer denkt.",
        "Objecttype de persoon\n    rol kind (mv: kinderen) : ten hoogste 20 personen\n    het aantal kinderen : getal",
        "Objecttype de persoon\n    rol kind (mv: kinderen) : ten hoogste 20 personen\n    het opgegeven kindertal : getal",
    ),
    Code(
        "TS205",
        "Onbekend bestand bij 'gebruikt'",
        "Er is geen regelbestand '{path}'.",
        "Controleer de naam. Schrijf het pad vanaf de map met regels en zonder '.regels'.",
        "Met 'gebruikt:' neemt een bestand de namen van een ander bestand over. Dat andere bestand is niet gevonden.",
        "gebruikt: begrippen/huishoudens",
        "gebruikt: begrippen/huishouden",
    ),
    Code(
        "TS206",
        "Bestanden gebruiken elkaar in een kring",
        "Deze bestanden gebruiken elkaar in een kring: {cycle}.",
        "Zet wat beide nodig hebben in een derde bestand en gebruik dat in beide.",
        "Als A gebruikmaakt van B en B van A, is er geen begin. Gedeelde begrippen horen in een eigen bestand, bijvoorbeeld "
        "onder 'begrippen'.",
        "// in wmo/bijdrage:\ngebruikt: wmo/tarief\n// in wmo/tarief:\ngebruikt: wmo/bijdrage",
        "// in wmo/bijdrage en in wmo/tarief:\ngebruikt: begrippen/huishouden",
    ),
    Code(
        "TS207",
        "Naam is niet eenduidig",
        "'{name}' kan meer dan een ding betekenen: {options}.",
        "Schrijf erbij waarvan het is, bijvoorbeeld 'het inkomen van de aanvrager'.",
        "Meer objecttypen mogen een attribuut met dezelfde naam hebben. Dan moet uit de zin blijken welk attribuut bedoeld is.",
        "indien het inkomen hoger is dan € 20.000,00",
        "indien het inkomen van de aanvrager hoger is dan € 20.000,00",
    ),
    Code(
        "TS208",
        "Onbekend objecttype",
        "Er is geen objecttype '{name}'.",
        "Controleer de naam, of beschrijf het objecttype.",
        "Een regel gaat over een objecttype, zoals een persoon of een leefeenheid. Dat type moet beschreven zijn, met zijn "
        "meervoud als dat gebruikt wordt.",
        "De bijdrage van een huishouding moet gesteld worden op het abonnementstarief",
        "De bijdrage van een leefeenheid moet gesteld worden op het abonnementstarief",
    ),
    Code(
        "TS209",
        "Objecttype heeft deze eigenschap niet",
        "'{name}' is geen eigenschap van {owner}.",
        "Volg eerst de rol naar het goede object, of beschrijf de eigenschap ook hier.",
        "De naam bestaat wel, maar bij een ander objecttype. Vaak ontbreekt er een stap: niet 'de geboortedatum van de "
        "leefeenheid', maar 'de geboortedatum van de cliënt van de leefeenheid'.",
        "indien de geboortedatum van de leefeenheid na 01-01-1960 ligt",
        "indien de geboortedatum van de cliënt van de leefeenheid na 01-01-1960 ligt",
    ),
    Code(
        "TS210",
        "Naam staat in een bestand dat niet gebruikt wordt",
        "'{name}' is beschreven in '{file}', maar dit bestand gebruikt dat niet.",
        "Zet bovenaan: gebruikt: {file}",
        "Een bestand kent alleen zijn eigen namen en die van de bestanden onder 'gebruikt:'. Zo ziet de lezer waar elke naam "
        "vandaan komt.",
        "Regeling Eigen bijdrage Wmo\n    uitvoerder: CAK",
        "Regeling Eigen bijdrage Wmo\n    uitvoerder: CAK\n    gebruikt: begrippen/huishouden",
    ),
    Code(
        "TS211",
        "Onbekende waarde van een opsomming",
        "'{value}' is geen waarde van '{domain}'.",
        "Neem een van de waarden uit de beschrijving over: {allowed}.",
        "Een opsomming heeft een gesloten lijst van waarden. Een vergelijking met een andere waarde zou nooit waar zijn.",
        "indien de leveringsvorm van de verzekerde gelijk is aan hoog",
        "indien de leveringsvorm van de verzekerde gelijk is aan verblijf",
    ),
    Code(
        "TS213",
        "Niet duidelijk om welk object het gaat",
        "'{name}' komt in deze regel niet eerder voor, dus is niet duidelijk om welk object het gaat.",
        "Begin bij het onderwerp van de regel, bijvoorbeeld 'de cliënt van de leefeenheid'.",
        "'een leefeenheid' in de eerste zin maakt de leefeenheid het onderwerp. Alles wat volgt moet vanaf dat onderwerp te "
        "bereiken zijn. Over een los ander object weet de regel niets.",
        "De bijdrage van een leefeenheid is niet verschuldigd indien de cliënt een echtgenoot heeft",
        "De bijdrage van een leefeenheid is niet verschuldigd indien de cliënt van de leefeenheid een echtgenoot heeft",
    ),
    Code(
        "TS214",
        "Naam is te lang of leeg",
        "Een naam heeft 1 tot {limit} tekens; deze heeft er {count}.",
        "Kies een kortere naam, of vul de naam in.",
        "Een lange naam is vaak een hele zin die per ongeluk als naam gelezen is, bijvoorbeeld doordat de dubbele punt op een "
        "andere plaats hoort.",
        "Objecttype\n    de bijdrage : bedrag per maand",
        "Objecttype de leefeenheid\n    de bijdrage : bedrag per maand",
    ),
    Code(
        "TS216",
        "'een' op een verkeerde plaats",
        "Hier staat 'een {name}', maar het is niet duidelijk welke.",
        "Schrijf 'de {name}', of 'er is een {name} van ...' als er een moet bestaan.",
        "'een' met een objecttype noemt het onderwerp, en dat gebeurt alleen in de eerste zin van een regel. Daarna wijst 'de' "
        "naar dat onderwerp.",
        "De bijdrage van een leefeenheid is niet verschuldigd indien een leefeenheid een echtgenoot heeft",
        "De bijdrage van een leefeenheid is niet verschuldigd indien de leefeenheid een echtgenoot heeft",
    ),
    Code(
        "TS217",
        "Waarde gebruikt als object",
        "'{name}' is een waarde en geen object, dus er is geen '{part} van {name}'.",
        "Begin bij een object, zoals het onderwerp van de regel.",
        "Alleen een object heeft eigenschappen. Een bedrag, een datum of een parameter heeft die niet.",
        "de grondslag is de toeslag van het inkomen van de persoon",
        "de grondslag is de toeslag van de persoon",
    ),
    Code(
        "TS218",
        "Alleen parameters en gegevens hebben een waarde op een andere dag",
        "'{name}' is geen parameter en geen gegeven uit het dossier.",
        "Lees op die dag de parameters en gegevens waaruit de waarde volgt.",
        "'op' en 'in het jaar' lezen een parameter of een gegeven zoals dat op een andere dag was. Een berekende waarde hoort "
        "bij de dag van het besluit.",
        "de grondslag is de bijdrage van de leefeenheid op 01-01-2024",
        "de grondslag is het abonnementstarief op 01-01-2024",
    ),
    Code(
        "TS219",
        "Twee objecten heten hetzelfde",
        "'{name}' heet hier al een ander object.",
        "Geef het nieuwe object een eigen naam, bijvoorbeeld '(noem: het andere {name})'.",
        "In een telling binnen een telling moet duidelijk zijn over welk object elke voorwaarde gaat.",
        "er is een kind van het kind",
        "er is een kind van het kind (noem: het kleinkind)",
    ),
    Code(
        "TS220",
        "Tabel gaat over twee soorten objecten",
        "De uitkomsten van deze tabel gaan over '{first}' en over '{second}'.",
        "Maak per objecttype een eigen tabel.",
        "Alle kolommen van een tabel gaan over hetzelfde onderwerp, dat 'een' krijgt in de eerste kolom.",
        "| de soort van een verzekerde | de bijdrage van een leefeenheid |",
        "| de soort van een verzekerde | de bijdrage van de verzekerde |",
    ),
    Code(
        "TS221",
        "Regel stelt niets van haar onderwerp vast",
        "Een regel stelt een eigenschap van haar eigen onderwerp vast; hier is het onderwerp '{owner}'.",
        "Schrijf 'de <eigenschap> van een {owner}'. Gaat het om een ander object, maak dat dan het onderwerp.",
        "Zo staat elke waarde bij het object waar zij bij hoort, en is altijd duidelijk welke regel haar vaststelt.",
        "De korting van de cliënt van een leefeenheid moet gesteld worden op € 5,00 per maand",
        "De korting van een cliënt moet gesteld worden op € 5,00 per maand",
    ),
    Code(
        "TS222",
        "Weg terug ontbreekt",
        "Een '{target}' weet niet van welke '{owner}' hij is.",
        "Zet bij de rol '{role}': ', omgekeerd: ...' met de naam van de rol terug naar '{owner}'.",
        "Een verdeling stelt het aandeel van elk deel vast. Vanuit dat deel moet het geheel te bereiken zijn.",
        "Objecttype de leefeenheid\n    rol lid (mv: leden) : ten hoogste 10 personen",
        "Objecttype de leefeenheid\n    rol lid (mv: leden) : ten hoogste 10 personen, omgekeerd: leefeenheid\n"
        "Objecttype de persoon\n    rol leefeenheid : hoogstens een leefeenheid",
    ),
    Code(
        "TS230",
        "Onbekend kenmerk",
        "'{text}' is nergens als kenmerk of rol beschreven.",
        "Controleer de spelling, of beschrijf het bij een objecttype met 'kenmerk' of 'rol'.",
        "Een zin als 'de persoon is minderjarig' kan alleen over een kenmerk gaan dat bij een objecttype staat, of over een rol: "
        "'heeft een echtgenoot'. Let ook op de woorden in het midden: 'heeft de leeftijd bereikt' is een ander kenmerk dan 'heeft "
        "leeftijd bereikt'.",
        "indien aan alle volgende voorwaarden is voldaan:\n    • de persoon is minderjaarig",
        "indien aan alle volgende voorwaarden is voldaan:\n    • de persoon is minderjarig",
    ),
    Code(
        "TS231",
        "Dit kan geen naam zijn",
        "'{name}' kan niet als naam worden gelezen.",
        "Gebruik woorden met letters, en cijfers pas na het eerste woord. Een volledige datum of een leesteken kan niet.",
        "Een naam moet in een zin te herkennen zijn. Tekens als haakjes, punten en dubbele punten hebben daar een eigen betekenis.",
        "Objecttype de persoon\n    de 2e (tweede) nationaliteit : tekst",
        "Objecttype de persoon\n    de tweede nationaliteit : tekst",
    ),
    Code(
        "TS232",
        "Onderdeel van een norm bestaat niet",
        "Er is geen norm '{name}'.",
        "Neem de naam van een norm over.",
        "Een samengestelde norm is behaald als al haar onderdelen behaald zijn. Elk onderdeel is zelf een norm.",
        "samengesteld uit: tijdigheid klacht",
        "samengesteld uit: tijdigheid klachten",
    ),
)
