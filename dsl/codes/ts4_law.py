"""TS440-TS459: sources, dates of law, texts, signals, the Besluit."""

from dsl.codes.entry import Code
from dsl.severity import Severity

CODES: tuple[Code, ...] = (
    Code(
        "TS440",
        "Bron ontbreekt",
        "{kind} '{name}' heeft geen bron.",
        "Voeg 'bron:' toe met wet en artikel, of met het stuk waaruit dit komt.",
        "Elk bedrag en elke regel moet te herleiden zijn tot een wet of een ander stuk. Een burger kan ernaar vragen, en een "
        "rechter ook.",
        "Regel hoogte van de bijdrage\n    geldig vanaf 01-01-2020",
        "Regel hoogte van de bijdrage\n    geldig vanaf 01-01-2020\n    bron: Wmo 2015 artikel 2.1.4a lid 4",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS441",
        "Tekstdatum past niet bij de geldigheid",
        "De bron '{source}' is de tekst van {text_date}; dat valt buiten de geldigheid van {first_date} t/m {last_date}.",
        "Neem de wettekst die in deze periode gold, of pas de geldigheid aan.",
        "Een regel moet steunen op de tekst die gold toen de regel gold. Een latere tekst kan iets anders zeggen.",
        "geldig vanaf 01-01-2020 t/m 31-12-2023\nbron: Wmo 2015 artikel 2.1.4a (tekst 01-01-2026)",
        "geldig vanaf 01-01-2020 t/m 31-12-2023\nbron: Wmo 2015 artikel 2.1.4a (tekst 01-01-2022)",
    ),
    Code(
        "TS442",
        "Woord hoort niet in een uitleg",
        "'{word}' hoort niet in een tekst voor de burger.",
        "Beschrijf de situatie zonder etiket, bijvoorbeeld 'u heeft een betalingsachterstand'.",
        "De uitleg staat in een brief aan een mens. Woorden als 'wanbetaler' en 'fraudeur' plakken een etiket op de persoon en "
        "zeggen niet wat er aan de hand is.",
        'uitleg: "U bent wanbetaler, daarom betaalt u een hogere premie."',
        'uitleg: "U heeft zes maanden geen premie betaald, daarom betaalt u een hogere premie."',
    ),
    Code(
        "TS443",
        "Ingang van wijzigingen ontbreekt",
        "Besluit '{besluit}' zegt niet vanaf wanneer een wijziging doorwerkt.",
        "Voeg 'wijziging werkt door vanaf:' toe, bijvoorbeeld 'de maand na de wijziging'.",
        "De ene wet laat een wijziging meteen gelden, de andere pas de maand erna. Dat verschil kost een burger geld. Daarom is "
        "er geen standaardwaarde.",
        "Besluit Eigen bijdrage Wmo\n    over: een leefeenheid\n    per: maand\n    uitkomst: de bijdrage van de leefeenheid",
        "Besluit Eigen bijdrage Wmo\n    over: een leefeenheid\n    per: maand\n    uitkomst: de bijdrage van de leefeenheid\n"
        "    wijziging werkt door vanaf: de maand na de wijziging",
    ),
    Code(
        "TS444",
        "Signaal zonder grondslag",
        "Signaal '{signal}' noemt geen grondslag.",
        "Voeg 'grondslag:' toe: welke gegevens mag de organisatie waarvoor gebruiken?",
        "Gegevens van burgers mogen alleen gebruikt worden voor het doel waarvoor ze er zijn. Zonder grondslag mag een signaal "
        "niet draaien.",
        "Signaal stapeling van betalingsachterstanden\n    doel: ondersteunen",
        "Signaal stapeling van betalingsachterstanden\n"
        "    grondslag: eigen administratie van het CAK, voor dienstverlening\n    doel: ondersteunen",
    ),
    Code(
        "TS445",
        "Signaal gebruikt een verboden gegeven",
        "Signaal '{signal}' gebruikt '{name}'. Dat gegeven mag geen rol spelen in een signaal.",
        "Haal het gegeven weg. Kijk naar wat iemand nodig heeft, niet naar wie iemand is.",
        "Nationaliteit, geboorteland, verblijfsstatus, geslacht, gezondheid, taal, postcode en naam mogen geen signaal "
        "veroorzaken. Dat leidt tot discriminatie, ook als niemand dat bedoelt.",
        "indien de nationaliteit van de burger niet gelijk is aan Nederlandse",
        "indien er ten minste twee betalingsachterstanden van de burger zijn met een verschillende regeling",
    ),
    Code(
        "TS446",
        "Deze vorm kan niet in een signaal",
        "In een signaal kan dit niet: {form}.",
        "Bereken de waarde in een gewone regel en gebruik in het signaal de uitkomst.",
        "Een signaal zoekt gebeurtenissen en feiten bij elkaar. Het rekent niet met bedragen en kent daarom minder vormen dan "
        "een regel.",
        "indien het inkomen van de burger gedeeld door 12 kleiner is dan de woonlasten van de burger",
        "indien het maandinkomen van de burger kleiner is dan de woonlasten van de burger",
    ),
    Code(
        "TS447",
        "Signaal heeft een ander doel dan ondersteunen",
        "Het doel van signaal '{signal}' is '{found}'; alleen 'ondersteunen' is toegestaan.",
        "Schrijf 'doel: ondersteunen', of haal het signaal weg.",
        "Signalen zijn er om burgers te helpen. Ze zijn niet bedoeld voor toezicht, opsporing of het rangschikken van mensen.",
        "doel: opsporen",
        "doel: ondersteunen",
    ),
    Code(
        "TS448",
        "Blok mist een verplicht deel",
        "{kind} '{name}' mist '{part}'.",
        "Voeg '{part}' toe.",
        "Sommige kopregels zijn verplicht. Zonder die regels weet het programma niet waarover het gaat of wat het moet doen.",
        "Besluit Eigen bijdrage Wmo\n    over: een leefeenheid",
        "Besluit Eigen bijdrage Wmo\n    over: een leefeenheid\n    per: maand\n"
        "    uitkomst: de bijdrage van de leefeenheid\n    wijziging werkt door vanaf: de maand na de wijziging",
    ),
    Code(
        "TS449",
        "Zin in de uitleg is lang",
        "Deze zin heeft {count} woorden; gebruik er hoogstens {limit}.",
        "Knip de zin in tweeën.",
        "Korte zinnen zijn voor iedereen beter te begrijpen. Een brief op niveau B1 heeft gemiddeld hoogstens 15 woorden per zin.",
        'uitleg: "Omdat u of uw partner op de eerste dag van de maand de leeftijd waarop recht op AOW bestaat nog niet heeft '
        'bereikt, bent u deze bijdrage niet verschuldigd."',
        'uitleg: "U betaalt geen bijdrage. U of uw partner heeft de AOW-leeftijd nog niet."',
        Severity.OPMERKING,
    ),
    Code(
        "TS450",
        "Ruimte ontbreekt",
        "'{rule}' zegt niet of de bepaling gebonden is of ruimte laat.",
        "Voeg 'ruimte:' toe, bijvoorbeeld 'ruimte: gebonden, wet'.",
        "Een behandelaar moet weten waar hij mag afwijken en waar de wet geen keus laat. Dat verschilt per bepaling.",
        "Regel hoogte van de bijdrage\n    geldig vanaf 01-01-2020",
        "Regel hoogte van de bijdrage\n    geldig vanaf 01-01-2020\n    ruimte: gebonden, wet",
        Severity.OPMERKING,
    ),
    Code(
        "TS451",
        "BWB-nummer is verkeerd geschreven",
        "'{text}' is geen geldig BWB-nummer.",
        "Schrijf BWBR en zeven cijfers, zoals op wetten.overheid.nl staat.",
        "Met het BWB-nummer maakt het programma een link naar het artikel op wetten.overheid.nl.",
        "bron: Wmo 2015 (BWB35362) artikel 2.1.4a",
        "bron: Wmo 2015 (BWBR0035362) artikel 2.1.4a",
    ),
    Code(
        "TS452",
        "Onbekende kalender",
        "Er is geen kalender '{name}'.",
        "Neem de naam van een kalender over, of beschrijf de kalender.",
        "Termijnen en werkdagen hangen af van een kalender. Welke dat is, moet er staan: de Algemene termijnenwet kent andere "
        "dagen dan een bank.",
        "de rekendatum plus 10 werkdagen op de kalender Termijnenwet",
        "de rekendatum plus 10 werkdagen op de kalender Algemene termijnenwet",
    ),
    Code(
        "TS453",
        "Ingang van wijzigingen niet te lezen",
        "Besluit '{besluit}': het programma kan '{words}' niet lezen.",
        "Schrijf een van deze vormen: {forms}. In plaats van maand mag ook week, bijdrageperiode, kwartaal of jaar staan.",
        "Bij een overzicht over meer maanden moet het programma weten vanaf welke dag een wijziging telt. Uw eigen woorden blijven "
        "staan, maar het begin van de zin heeft een vaste vorm.",
        "wijziging werkt door vanaf: zodra het uitkomt",
        "wijziging werkt door vanaf: de maand na de wijziging",
    ),
    Code(
        "TS454",
        "Ingang van wijzigingen noemt geen gegeven",
        "Besluit '{besluit}': achter de puntkomma staat '{words}', en dat is geen leeftijd en geen gegeven.",
        "Noem achter de puntkomma een leeftijd, attributen, kenmerken of rollen.",
        "Wat achter de puntkomma staat, telt vanaf een andere dag. Het programma moet weten welke gegevens dat zijn.",
        "wijziging werkt door vanaf: de maand na de wijziging; burgerlijke staat vanaf de dag van vaststelling",
        "wijziging werkt door vanaf: de maand na de wijziging; de echtgenoot vanaf de dag van vaststelling",
    ),
    Code(
        "TS455",
        "Verhoging of verlaging zonder bedrag",
        "Besluit '{besluit}' heeft geen bedrag of getal als uitkomst, dus een verhoging of verlaging is er niet.",
        "Zeg zonder verhoging en verlaging vanaf wanneer een wijziging telt, of voeg een uitkomst met een bedrag toe.",
        "Of een wijziging de uitkomst hoger of lager maakt, blijkt uit het bedrag voor en na de wijziging.",
        "wijziging werkt door vanaf: de maand van de wijziging bij een verhoging, de maand daarna bij een verlaging",
        "wijziging werkt door vanaf: de maand van de wijziging",
    ),
)
