"""TS6nn: deciding a case."""

from dsl.codes.entry import Code
from dsl.severity import Severity

CODES: tuple[Code, ...] = (
    Code(
        "TS601",
        "Regels spreken elkaar tegen",
        "'{first}' geeft {first_value} en '{second}' geeft {second_value} voor '{attribute}'.",
        "Laat een van de regels afwijken van de andere ('in afwijking van:'), of maak de voorwaarden verschillend.",
        "Beide regels gelden voor dit geval en geen van beide gaat voor. Het programma kiest dan niet, maar meldt de "
        "tegenspraak met beide vindplaatsen.",
        "Regel A\n    De bijdrage van een persoon moet gesteld worden op € 5,00 per maand\n"
        "    indien de persoon minderjarig is\n"
        "Regel B\n    De bijdrage van een persoon moet gesteld worden op € 9,00 per maand\n"
        "    indien de persoon een echtgenoot heeft",
        "Regel A\n    De bijdrage van een persoon moet gesteld worden op € 5,00 per maand\n"
        "    indien de persoon minderjarig is\n"
        "Regel B\n    in afwijking van: A\n"
        "    De bijdrage van een persoon moet gesteld worden op € 9,00 per maand\n"
        "    indien de persoon een echtgenoot heeft",
    ),
    Code(
        "TS602",
        "Deling door nul",
        "De deler '{expression}' is in dit geval 0.",
        "Controleer de gegevens, of sluit dit geval uit in de voorwaarde van de regel.",
        "Delen door nul heeft geen uitkomst. Het besluit wordt niet genomen en zegt waar het misging.",
        "de bijdrage gedeeld door het aantal leden van de groep",
        "... indien het aantal leden van de groep ten minste 1 is",
    ),
    Code(
        "TS603",
        "Parameter heeft geen waarde op deze datum",
        "'{parameter}' heeft geen waarde op {date}.",
        "Vul de waarde in de regeling aan, of kies een andere datum.",
        "Het bedrag voor dit jaar is nog niet ingevuld. Het programma neemt nooit vanzelf het bedrag van een ander jaar.",
        "toetssteen besluit 'Eigen bijdrage Wmo' --dossier anna.yaml --op 01-01-2035",
        "toetssteen besluit 'Eigen bijdrage Wmo' --dossier anna.yaml --op 01-01-2025",
        language="console",
    ),
    Code(
        "TS604",
        "Rekenen met iets wat niet van toepassing is",
        "'{name}' is in dit geval niet van toepassing, maar wordt wel gebruikt.",
        "Vraag eerst of de waarde van toepassing is, of schrijf een regel voor dit geval.",
        "Geen enkele regel geeft hier een waarde. Dat is iets anders dan nul. Daarom rekent het programma er niet mee verder.",
        "de rest is het inkomen min de korting van de persoon",
        "indien de korting van de persoon van toepassing is",
    ),
    Code(
        "TS605",
        "Minimum is hoger dan maximum",
        "Het minimum {minimum} is in dit geval hoger dan het maximum {maximum}.",
        "Controleer de parameters of de gegevens waaruit de grenzen komen.",
        "'met een minimum van A en een maximum van B' heeft alleen betekenis als A niet hoger is dan B.",
        "met een minimum van € 200,00 en een maximum van € 100,00",
        "met een minimum van € 100,00 en een maximum van € 200,00",
    ),
    Code(
        "TS606",
        "Regeling geldt niet op deze datum",
        "Geen enkele regel voor '{name}' geldt op {date}.",
        "Kies een andere datum, of vul de regeling aan.",
        "De regels in dit bestand gelden vanaf een bepaalde dag. Voor eerdere of latere dagen is er niets om op te beslissen.",
        "toetssteen besluit Zorgtoeslag --dossier anna.yaml --op 01-01-1990",
        "toetssteen besluit Zorgtoeslag --dossier anna.yaml --op 01-01-2025",
        language="console",
    ),
    Code(
        "TS607",
        "Berekende waarde ligt buiten het bereik",
        "'{attribute}' komt uit op {value}, maar moet liggen tussen {minimum} en {maximum}.",
        "Controleer de gegevens, de regel en het bereik.",
        "Het bereik van een berekende waarde is een belofte waar andere regels op steunen. Wordt zij geschonden, dan is er een "
        "fout in de regel of in het bereik.",
        "de bijdrage : bedrag per maand ligt tussen € 0 en € 30",
        "de bijdrage : bedrag per maand ligt tussen € 0 en € 3.000",
    ),
    Code(
        "TS608",
        "Niemand om over te beslissen",
        "Het dossier bevat {count} objecten van het type '{name}'; er moet er een gekozen worden.",
        "Voeg het object toe, of noem bij het besluit over wie het gaat.",
        "Een besluit gaat over een object, zoals een leefeenheid. Dat moet in het dossier staan, en het moet duidelijk zijn "
        "welk object bedoeld is.",
        "personen:\n  anna:\n    de geboortedatum: 12-03-1950",
        "personen:\n  anna:\n    de geboortedatum: 12-03-1950\nleefeenheden:\n  thuis:\n    cliënt: anna",
        language="yaml",
    ),
    Code(
        "TS609",
        "Signalen niet beoordeeld",
        "De signalen zijn niet beoordeeld: {reason}.",
        "Probeer het opnieuw. Blijft dit zo, kies dan een andere signaalmotor.",
        "Het beoordelen van signalen is mislukt. Dat er geen signalen staan, betekent dus niet dat er niets aan de hand is.",
        "toetssteen besluit Zorgtoeslag --dossier anna.yaml --op 01-01-2025",
        "toetssteen besluit Zorgtoeslag --dossier anna.yaml --op 01-01-2025 --signaalmotor python",
        Severity.WAARSCHUWING,
        language="console",
    ),
    Code(
        "TS610",
        "Fout zonder gevolg voor de uitkomst",
        "Onderweg ging iets mis dat de uitkomst niet verandert: {reason}",
        "Kijk of de regel of het gegeven verbeterd moet worden.",
        "Een deel van de berekening gaf een fout, maar de uitkomst hangt daar niet van af. Bij een ander geval kan dat anders "
        "zijn.",
        "indien de persoon minderjarig is of de bijdrage gedeeld door het aantal leden groter is dan € 5,00",
        "indien de persoon minderjarig is of (het aantal leden ten minste 1 is en ...)",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS611",
        "Kalender kent deze datum niet",
        "De kalender '{calendar}' is niet ingevuld voor {date}.",
        "Vul de kalender aan.",
        "Vrije dagen worden soms pas later vastgesteld. Buiten de ingevulde jaren is een termijn niet zeker te berekenen.",
        "toetssteen besluit Zorgtoeslag --dossier anna.yaml --op 01-01-2199",
        "toetssteen besluit Zorgtoeslag --dossier anna.yaml --op 01-01-2025",
        language="console",
    ),
    Code(
        "TS612",
        "Mogelijke tegenspraak",
        "Met de gegevens die nog ontbreken, kan er een tegenspraak zijn: {reason}",
        "Laat een van de regels afwijken van de andere, of maak hun voorwaarden verschillend.",
        "Twee regels kunnen allebei gelden en dan een andere uitkomst geven. Of dat zo is, hangt af van gegevens die nog niet "
        "in het dossier staan.",
        "Regel A\n    De bijdrage van een persoon moet gesteld worden op € 5,00 per maand\n"
        "    indien de persoon minderjarig is\n"
        "Regel B\n    De bijdrage van een persoon moet gesteld worden op € 9,00 per maand\n"
        "    indien de persoon een echtgenoot heeft",
        "Regel A\n    De bijdrage van een persoon moet gesteld worden op € 5,00 per maand\n"
        "    indien de persoon minderjarig is\n"
        "Regel B\n    in afwijking van: A\n"
        "    De bijdrage van een persoon moet gesteld worden op € 9,00 per maand\n"
        "    indien de persoon een echtgenoot heeft",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS613",
        "Opgegeven feit gaat voor de regels",
        "'{attribute}' van {object} is opgegeven. De regels ervoor zijn niet gebruikt.",
        "Laat het feit weg uit het dossier als de regels het moeten berekenen.",
        "Voor dit gegeven bestaan regels, maar het mag ook worden opgegeven. Staat het in het dossier, dan telt dat feit.",
        "personen:\n  anna:\n    heeft de pensioengerechtigde leeftijd bereikt: ja",
        "personen:\n  anna:\n    de geboortedatum: 12-03-1950",
        Severity.OPMERKING,
        language="yaml",
    ),
)
