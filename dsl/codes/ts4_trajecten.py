"""TS460-TS469: trajecten."""

from dsl.codes.entry import Code
from dsl.severity import Severity

CODES: tuple[Code, ...] = (
    Code(
        "TS460",
        "Onbekende toestand",
        "Dit traject heeft geen toestand '{name}'.",
        "Neem de naam van een toestand over, of beschrijf de toestand met 'Toestand'.",
        "Een overgang gaat van een toestand naar een toestand. Met een verkeerd gespelde naam zou een dossier ergens komen waar "
        "niets meer kan gebeuren.",
        "Overgang melding\n    van: vier maandpremie\n    naar: gemeld bij het CAK",
        "Overgang melding\n    van: vier maandpremies\n    naar: gemeld bij het CAK",
    ),
    Code(
        "TS461",
        "Onbekende gebeurtenis",
        "Dit traject heeft geen gebeurtenis '{name}'.",
        "Neem de naam van een gebeurtenis over, of beschrijf haar met 'Gebeurtenis'.",
        "Een traject kijkt alleen naar de gebeurtenissen die het noemt. Elke gebeurtenis zegt welke gegevens uit het dossier "
        "ermee bedoeld zijn, en op welke dag ze telt.",
        "Overgang melding\n    bij: meldingen",
        "Overgang melding\n    bij: melding",
    ),
    Code(
        "TS462",
        "Toestand wordt nooit bereikt",
        "Geen enkele weg leidt van het begin van traject '{traject}' naar toestand '{state}'.",
        "Voeg een overgang naar deze toestand toe, of haal de toestand weg.",
        "Een toestand die nooit bereikt wordt, is meestal een teken dat een overgang ontbreekt of naar de verkeerde toestand gaat.",
        "Toestand gemeld bij het CAK\n\nOvergang melding\n    van: vier maandpremies\n    naar: vier maandpremies",
        "Toestand gemeld bij het CAK\n\nOvergang melding\n    van: vier maandpremies\n    naar: gemeld bij het CAK",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS463",
        "Uitweg van een toestand klopt niet",
        "Toestand '{state}' {what}.",
        "Voeg een overgang uit de toestand toe, of schrijf 'eindtoestand' als het traject daar eindigt.",
        "Wie in een toestand zonder uitweg komt, komt er nooit meer uit. Dat moet een keuze zijn, en die keuze staat er dan.",
        "Toestand afgerond",
        "Toestand afgerond\n    eindtoestand",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS464",
        "Twee overgangen kunnen tegelijk",
        "In toestand '{state}' kunnen bij een '{event}' zowel '{first}' als '{second}' gebeuren.",
        "Geef beide een voorwaarde die de andere uitsluit, bijvoorbeeld 'ten minste A' tegenover 'lager dan A'.",
        "Een gebeurtenis brengt een dossier in één toestand. Kunnen twee overgangen tegelijk, dan zou de volgorde in het bestand "
        "bepalen wat er met iemand gebeurt. Het programma ziet dat voorwaarden elkaar uitsluiten als het precies dezelfde "
        "gegevens zijn met tegengestelde uitkomst.",
        "Overgang a\n    van: begin\n    naar: eerste\n    bij: betaling\n\n"
        "Overgang b\n    van: begin\n    naar: tweede\n    bij: betaling",
        "Overgang a\n    van: begin\n    naar: eerste\n    bij: betaling\n    indien de betaling volledig is\n\n"
        "Overgang b\n    van: begin\n    naar: tweede\n    bij: betaling\n    indien de betaling niet volledig is",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS465",
        "Termijn zonder kalender",
        "Deze termijn in traject '{traject}' zegt niet op welke kalender zij eindigt.",
        "Schrijf ', kalender Algemene termijnenwet', of ', zonder kalender' als geen kalender de termijn verlengt. Werkdagen hebben "
        "altijd een kalender nodig.",
        "Een termijn uit een wet die op een zondag eindigt, loopt door tot de volgende werkdag. Voor een termijn uit een "
        "ministeriële regeling of een contract geldt dat niet. Daarom moet het er staan.",
        "na: 4 weken",
        "na: 4 weken, kalender Algemene termijnenwet",
    ),
    Code(
        "TS466",
        "Gebeurtenis heeft nooit gevolg",
        "Geen overgang van traject '{traject}' gebeurt bij '{event}'.",
        "Voeg een overgang toe, of haal de gebeurtenis weg.",
        "Een gebeurtenis die niets verandert, hoort niet in het traject. Wie haar opschrijft, bedoelde er iets mee.",
        "Gebeurtenis betaling\n    is: een betaling van de persoon\n    op: de datum van de betaling",
        "Gebeurtenis betaling\n    is: een betaling van de persoon\n    op: de datum van de betaling\n\n"
        "Overgang afbetaald\n    van: achterstand\n    naar: geen achterstand\n    bij: betaling",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS467",
        "Kalender verlengt deze termijn niet",
        "De termijn van overgang '{transition}' is langer dan kalender '{calendar}' verlengt.",
        "Schrijf ', zonder kalender', of noem de kalender die wel geldt.",
        "De Algemene termijnenwet geldt niet voor termijnen van meer dan twaalf weken, drie maanden of negentig dagen. Met de naam "
        "van de kalender erbij lijkt het of die termijn toch opschuift.",
        "na: 13 weken, kalender Algemene termijnenwet",
        "na: 13 weken, zonder kalender",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS468",
        "Dag van een gebeurtenis staat niet vast",
        "De dag van gebeurtenis '{event}' hangt af van de rekendatum of van een berekening.",
        "Neem een datum van het object zelf, zoals 'de datum van de betaling'.",
        "Wanneer iets gebeurde, mag niet veranderen met de dag waarop iemand ernaar kijkt. Daarom is de dag van een gebeurtenis een "
        "datum uit het dossier, eventueel met dagen, weken of maanden erbij.",
        "op: de rekendatum",
        "op: de datum van de betaling",
    ),
    Code(
        "TS469",
        "Termijn zonder begin",
        "Uit de eerste toestand '{state}' loopt een termijn, maar traject '{traject}' zegt niet wanneer het begint.",
        "Voeg 'begint op:' met een datum toe.",
        "Een termijn loopt vanaf de dag waarop de toestand begon. Van de eerste toestand moet die dag dus ergens staan.",
        "begint als: bezwaar mogelijk",
        "begint als: bezwaar mogelijk\n    begint op: de bekendmaking van de bezwaarzaak",
    ),
)
