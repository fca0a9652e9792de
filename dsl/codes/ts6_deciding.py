"""TS6nn: deciding a case."""

from dsl.codes.entry import Code
from dsl.severity import Severity

CODES: tuple[Code, ...] = (
    Code(
        "TS601",
        "Regels spreken elkaar tegen",
        "{reason}",
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
        "{reason}",
        "Controleer de gegevens, of sluit dit geval uit in de voorwaarde van de regel.",
        "Delen door nul heeft geen uitkomst. Het besluit wordt niet genomen en zegt waar het misging.",
        "de bijdrage gedeeld door het aantal leden van de groep",
        "... indien het aantal leden van de groep ten minste 1 is",
    ),
    Code(
        "TS603",
        "Parameter heeft geen waarde op deze datum",
        "{reason}",
        "Vul de waarde in de regeling aan, of kies een andere datum.",
        "Het bedrag voor dit jaar is nog niet ingevuld. Het programma neemt nooit vanzelf het bedrag van een ander jaar.",
        "toetssteen besluit 'Eigen bijdrage Wmo' --dossier anna.yaml --op 01-01-2035",
        "toetssteen besluit 'Eigen bijdrage Wmo' --dossier anna.yaml --op 01-01-2025",
        language="console",
    ),
    Code(
        "TS604",
        "Rekenen met iets wat niet van toepassing is",
        "{reason}",
        "Vraag eerst of de waarde van toepassing is, of schrijf een regel voor dit geval.",
        "Geen enkele regel geeft hier een waarde. Dat is iets anders dan nul. Daarom rekent het programma er niet mee verder.",
        "de rest is het inkomen min de korting van de persoon",
        "indien de korting van de persoon van toepassing is",
    ),
    Code(
        "TS605",
        "Minimum is hoger dan maximum",
        "{reason}",
        "Controleer de parameters of de gegevens waaruit de grenzen komen.",
        "'met een minimum van A en een maximum van B' heeft alleen betekenis als A niet hoger is dan B.",
        "met een minimum van € 200,00 en een maximum van € 100,00",
        "met een minimum van € 100,00 en een maximum van € 200,00",
    ),
    Code(
        "TS606",
        "Hier hoort een geheel getal",
        "{reason}",
        "Rond het getal eerst af, of controleer het gegeven waar het uit komt.",
        "Een datum verschuift met hele dagen, weken of maanden. Een deel daarvan heeft geen betekenis.",
        "de rekendatum plus het aantal maanden gedeeld door 2",
        "de rekendatum plus (het aantal maanden gedeeld door 2, naar beneden afgerond op gehelen)",
    ),
    Code(
        "TS607",
        "Verdeling kan niet",
        "{reason}",
        "Controleer het bedrag en de gegevens waarnaar verdeeld wordt.",
        "Een bedrag wordt verdeeld naar rato van een gegeven. Dat kan niet als dat gegeven bij iedereen nul is, of als het te verdelen "
        "bedrag zelf niet op centen uitkomt.",
        "De bijdrage van een leefeenheid wordt verdeeld over de leden van de leefeenheid, naar rato van het inkomen van het lid, ...",
        "De bijdrage van een leefeenheid wordt verdeeld over de leden van de leefeenheid, in gelijke delen, ...",
    ),
    Code(
        "TS608",
        "Datum ligt te ver weg",
        "{reason}",
        "Controleer het gegeven waar de datum uit komt.",
        "Het programma rekent met datums van 1800 tot en met 2200. Een datum daarbuiten is bijna altijd een typefout in het dossier.",
        "geboortedatum: 01-01-0194",
        "geboortedatum: 01-01-1940",
        language="yaml",
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
    Code(
        "TS614",
        "Gegeven is niet te verkrijgen",
        "De uitkomst hangt af van '{attribute}' van {object}, en het dossier zegt dat dit niet te verkrijgen is.",
        "Laat een behandelaar beoordelen hoe het verder gaat, of vul het gegeven in als het toch bekend wordt.",
        "Het heeft geen zin de burger nog eens om dit gegeven te vragen. Geen regel zegt wat er zonder dit gegeven moet gebeuren, dus "
        "kiest het programma ook niets.",
        "inkomen: niet te verkrijgen",
        "inkomen: € 26.000",
        Severity.WAARSCHUWING,
        language="yaml",
    ),
    Code(
        "TS615",
        "Bronnen spreken elkaar tegen",
        "Over '{attribute}' van {object} spreken bronnen elkaar tegen: {said}.",
        "Laat een behandelaar uitzoeken wat klopt. Leg dat vast met 'herkomst: behandelaar' en 'in plaats van'.",
        "Het programma kiest niet tussen bronnen. Het rekent met elk van de waarden. Wat met al die waarden hetzelfde is, staat vast.",
        "gemeente:\n  - {waarde: Breda, herkomst: BRP}\n  - {waarde: Tilburg, herkomst: opgave burger}",
        "gemeente:\n  - {waarde: Breda, herkomst: BRP}\n  - {waarde: Tilburg, herkomst: opgave burger}\n"
        "  - {waarde: Tilburg, herkomst: behandelaar 12, in plaats van: [BRP, opgave burger]}",
        Severity.WAARSCHUWING,
        language="yaml",
    ),
    Code(
        "TS616",
        "Bronnen spreken elkaar tegen over wie het is",
        "Wie '{role}' van {object} is, staat niet vast: dat verschilt tussen {said}.",
        "Laat een behandelaar uitzoeken wie het is en tot wanneer. Leg dat vast met 'herkomst: behandelaar' en 'in plaats van'.",
        "Het programma kiest niet tussen bronnen. Zolang niet vaststaat wie het is, rekent het met iedereen die het kan zijn.",
        "echtgenoot:\n  - {id: bert, herkomst: BRP}\n  - {zie: bert, tot en met: 15-03-2026, herkomst: opgave burger}",
        "echtgenoot:\n  - {id: bert, herkomst: BRP}\n  - {zie: bert, tot en met: 15-03-2026, herkomst: behandelaar 12, in plaats van: BRP}",
        Severity.WAARSCHUWING,
        language="yaml",
    ),
)
