"""TS400-TS439: rules, definitions and tables."""

from dsl.codes.entry import Code
from dsl.severity import Severity

CODES: tuple[Code, ...] = (
    Code(
        "TS401",
        "Versies van een regel overlappen",
        "Twee versies van '{name}' gelden allebei {period}.",
        "Laat de oude versie eindigen op de dag voordat de nieuwe begint.",
        "Een regel kan in de tijd veranderen. Op elke dag geldt hoogstens een versie. Anders zou de uitkomst afhangen van de "
        "volgorde in het bestand.",
        "Regel hoogte van de bijdrage\n    geldig vanaf 01-01-2020 t/m 31-12-2024\n    ...\n\n"
        "Regel hoogte van de bijdrage\n    geldig vanaf 01-07-2024\n    ...",
        "Regel hoogte van de bijdrage\n    geldig vanaf 01-01-2020 t/m 30-06-2024\n    ...\n\n"
        "Regel hoogte van de bijdrage\n    geldig vanaf 01-07-2024\n    ...",
    ),
    Code(
        "TS402",
        "Parameter heeft een gat",
        "'{parameter}' heeft geen waarde {period}, terwijl '{rule}' dan wel geldt.",
        "Vul de waarde aan, schrijf 'onbekend' voor een uitgesproken gat, of beperk de geldigheid van de regel.",
        "Een regel die geldt, moet ook kunnen rekenen. Een ontbrekend jaar zou pas bij een besluit opvallen, en dan bij een "
        "burger.",
        "Parameter het abonnementstarief : bedrag per maand\n    vanaf 01-01-2024: € 20,60\n\n"
        "Regel hoogte van de bijdrage\n    geldig vanaf 01-01-2020\n    ...",
        "Parameter het abonnementstarief : bedrag per maand\n    vanaf 01-01-2020: € 19,00\n"
        "    vanaf 01-01-2024: € 20,60\n\n"
        "Regel hoogte van de bijdrage\n    geldig vanaf 01-01-2020\n    ...",
    ),
    Code(
        "TS403",
        "Onbekende regel of groep",
        "Er is geen regel of groep '{name}'.",
        "Neem de naam van de regel of groep precies over.",
        "'in afwijking van:' en 'stelt buiten toepassing:' wijzen een andere regel of groep aan. Bestaat die niet, dan zou de "
        "uitzondering ongemerkt niets doen.",
        "in afwijking van: hoogte van bijdrage",
        "in afwijking van: hoogte van de bijdrage",
    ),
    Code(
        "TS404",
        "Kring in de berekening",
        "Deze waarden hangen van elkaar af in een kring: {cycle}.",
        "Haal een van de afhankelijkheden weg. Vaak is een waarde van een eerdere datum bedoeld.",
        "Als A uit B volgt en B uit A, is er niets om mee te beginnen. De wet bedoelt dan meestal een vorig jaar of een vorig "
        "besluit.",
        "De bijdrage van een persoon moet berekend worden als de korting van de persoon maal 2\n"
        "De korting van een persoon moet berekend worden als de bijdrage van de persoon gedeeld door 2",
        "De bijdrage van een persoon moet berekend worden als de korting van de persoon maal 2\n"
        "De korting van een persoon moet gesteld worden op € 5,00 per maand",
    ),
    Code(
        "TS405",
        "Kring van afwijkingen",
        "Deze regels wijken van elkaar af in een kring: {cycle}.",
        "Bepaal welke regel voorgaat en haal de afwijking in de andere richting weg.",
        "Een uitzondering gaat voor op de regel waarvan zij afwijkt. In een kring zou elke regel voorgaan op zichzelf.",
        "Regel A\n    in afwijking van: B\nRegel B\n    in afwijking van: A",
        "Regel A\n    in afwijking van: B\nRegel B",
    ),
    Code(
        "TS406",
        "Afwijking gaat over iets anders",
        "'{rule}' stelt {attribute} vast, maar wijkt af van '{base}', die over {base_attribute} gaat.",
        "Laat de regel hetzelfde attribuut vaststellen, of haal de afwijking weg.",
        "Een uitzondering komt in de plaats van haar hoofdregel. Dat kan alleen als beide over hetzelfde gaan. Anders zou de "
        "hoofdregel verdwijnen zonder dat er iets voor terugkomt.",
        "Regel lage korting\n    in afwijking van: hoogte van de bijdrage\n"
        "    De korting van een persoon moet gesteld worden op € 5,00",
        "Regel lage bijdrage\n    in afwijking van: hoogte van de bijdrage\n"
        "    De bijdrage van een persoon moet gesteld worden op € 5,00 per maand",
    ),
    Code(
        "TS407",
        "Hoofdregel komt niet terug",
        "'{rule}' wijkt af van de uitzondering '{exception}', maar daarmee komt '{base}' niet terug.",
        "Schrijf 'stelt buiten toepassing: {exception}' als de hoofdregel weer moet gelden.",
        "Een afwijking van een afwijking zet ook de hoofdregel opzij. Wie de hoofdregel wil laten herleven, stelt de "
        "uitzondering buiten toepassing.",
        "Regel toch het gewone tarief\n    in afwijking van: geen bijdrage voor minderjarigen\n"
        "    De bijdrage van een persoon moet gesteld worden op het abonnementstarief",
        "Regel toch het gewone tarief\n    stelt buiten toepassing: geen bijdrage voor minderjarigen",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS408",
        "'stelt buiten toepassing' past hier niet",
        "'{rule}' stelt '{target}' buiten toepassing, maar {reason}.",
        "Laat de regel alleen een uitzondering uitschakelen, zonder zelf een waarde vast te stellen.",
        "'stelt buiten toepassing' haalt een uitzondering weg, zodat de hoofdregel weer geldt. De regel geeft zelf geen waarde.",
        "Regel herleving\n    stelt buiten toepassing: geen bijdrage voor minderjarigen\n"
        "    De bijdrage van een persoon moet gesteld worden op € 5,00 per maand",
        "Regel herleving\n    stelt buiten toepassing: geen bijdrage voor minderjarigen",
    ),
    Code(
        "TS409",
        "Wordt niet gebruikt",
        "'{name}' wordt nergens gebruikt.",
        "Gebruik de naam, of haal de beschrijving weg.",
        "Iets wat niemand gebruikt, kan een vergeten regel of een tikfout verraden. Ook vraagt het onderhoud zonder nut.",
        "Parameter het oude tarief : bedrag per maand\n    vanaf 01-01-2019: € 17,50",
        "Parameter het abonnementstarief : bedrag per maand\n    vanaf 01-01-2020: € 19,00",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS410",
        "Uitkomst heeft geen regel",
        "Geen enkele regel of tabel stelt '{name}' vast.",
        "Schrijf een regel die deze waarde vaststelt.",
        "Een besluit noemt zijn uitkomst. Zonder regel kan die uitkomst er nooit komen.",
        "Besluit Zorgtoeslag\n    uitkomst: de zorgtoeslag van de aanvrager",
        "Regel hoogte van de zorgtoeslag\n"
        "    De zorgtoeslag van een aanvrager moet berekend worden als de standaardpremie min de normpremie",
    ),
    Code(
        "TS411",
        "Tabelrij herhaalt een andere rij",
        "Rij {row} heeft dezelfde voorwaarden als rij {other}.",
        "Haal een van de twee rijen weg.",
        "Twee gelijke rijen zijn meestal een kopieerfout: in een van beide had iets moeten veranderen.",
        "| laag | verblijf | ja |\n| laag | verblijf | ja |",
        "| laag | verblijf | ja |\n| hoog | verblijf | nee |",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS412",
        "Tabelrijen spreken elkaar tegen",
        "Rij {row} en rij {other} kunnen tegelijk gelden, maar geven een andere uitkomst.",
        "Maak de voorwaarden verschillend, of kies 'treffer: eerste'.",
        "Bij 'treffer: enige' moeten rijen die tegelijk passen dezelfde uitkomst geven. Anders is er geen antwoord.",
        "treffer: enige\n| € 5,00 | ten hoogste 18 jaar |\n| € 9,00 | ten minste 18 jaar |",
        "treffer: enige\n| € 5,00 | kleiner dan 18 jaar |\n| € 9,00 | ten minste 18 jaar |",
    ),
    Code(
        "TS413",
        "Tabel heeft een gat",
        "Geen enkele rij past bij: {case}.",
        "Voeg een rij toe, of laat het zo als dit geval niet kan voorkomen.",
        "Past geen enkele rij, dan is de tabel niet van toepassing. Dat kan de bedoeling zijn. Vaak is een grensgeval vergeten, "
        "zoals precies 18 jaar.",
        "| € 5,00 | kleiner dan 18 jaar |\n| € 9,00 | groter dan 18 jaar |",
        "| € 5,00 | kleiner dan 18 jaar |\n| € 9,00 | ten minste 18 jaar |",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS414",
        "Deler kan nul zijn",
        "De deler '{expression}' kan 0 zijn.",
        "Geef het bereik aan dat 0 uitsluit, of zet in de voorwaarde van de regel dat de deler groter is dan 0.",
        "Delen door nul heeft geen uitkomst. Uit het bereik van de deler of uit de voorwaarde van de regel moet volgen dat dit "
        "niet kan gebeuren.",
        "De bijdrage per lid van een groep moet berekend worden als de bijdrage gedeeld door het aantal leden van de groep",
        "De bijdrage per lid van een groep moet berekend worden als de bijdrage gedeeld door het aantal leden van de groep\n"
        "indien het aantal leden van de groep ten minste 1 is",
    ),
    Code(
        "TS415",
        "Uitkomst is fijner dan toegestaan",
        "'{attribute}' moet uitkomen op {grid}, maar deze berekening kan {found} geven.",
        "Rond af zoals de wet zegt, bijvoorbeeld 'rekenkundig afgerond op centen'.",
        "Er wordt nergens stilletjes afgerond. Waar een bedrag op centen of hele euro's moet uitkomen, schrijft de regel hoe er "
        "wordt afgerond.",
        "De lage bijdrage van een verzekerde moet berekend worden als 4,273% van het inkomen van de verzekerde",
        "De lage bijdrage van een verzekerde moet berekend worden als\n"
        "    4,273% van het inkomen van de verzekerde, rekenkundig afgerond op centen",
    ),
    Code(
        "TS416",
        "Minimum ligt boven maximum",
        "Het minimum {minimum} ligt boven het maximum {maximum}.",
        "Wissel de grenzen om, of verbeter er een.",
        "Tussen een minimum en een lager maximum ligt niets. Dan is er geen geldige waarde.",
        "het inkomen : bedrag per jaar ligt tussen € 10.000 en € 0",
        "het inkomen : bedrag per jaar ligt tussen € 0 en € 10.000",
    ),
    Code(
        "TS417",
        "Bereik ontbreekt",
        "'{name}' heeft geen bereik.",
        "Zet erachter wat er mogelijk is, bijvoorbeeld 'ligt tussen € 0 en € 10.000.000'.",
        "Met het bereik worden dossiers gecontroleerd en grenzen berekend als een gegeven nog ontbreekt. Zonder bereik kan dat "
        "niet.",
        "het inkomen : bedrag per jaar",
        "het inkomen : bedrag per jaar ligt tussen € 0 en € 10.000.000",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS418",
        "Regels spreken elkaar altijd tegen",
        "'{first}' en '{second}' gelden altijd allebei en geven een andere waarde.",
        "Schrijf bij een van beide 'in afwijking van:', of geef ze verschillende voorwaarden.",
        "Twee regels die tegelijk gelden en verschillen, geven een fout in plaats van een besluit. Hier gebeurt dat in elk geval.",
        "Regel A\n    De bijdrage van een persoon moet gesteld worden op € 5,00 per maand\n"
        "Regel B\n    De bijdrage van een persoon moet gesteld worden op € 9,00 per maand",
        "Regel A\n    De bijdrage van een persoon moet gesteld worden op € 5,00 per maand\n"
        "Regel B\n    in afwijking van: A\n    De bijdrage van een persoon moet gesteld worden op € 9,00 per maand\n"
        "    indien de persoon minderjarig is",
    ),
    Code(
        "TS419",
        "Geldigheid ontbreekt",
        "'{name}' zegt niet vanaf wanneer het geldt.",
        "Voeg 'geldig vanaf' toe met de datum waarop de bepaling in werking trad.",
        "Elke regel heeft een begin. Zonder die datum zou een nieuwe regel ook gelden voor oude jaren.",
        "Regel hoogte van de bijdrage\n    bron: Wmo 2015 artikel 2.1.4a lid 4",
        "Regel hoogte van de bijdrage\n    geldig vanaf 01-01-2020\n    bron: Wmo 2015 artikel 2.1.4a lid 4",
    ),
    Code(
        "TS420",
        "Einddatum ligt voor begindatum",
        "De geldigheid eindigt op {last_date}, voor het begin op {first_date}.",
        "Verbeter een van de datums.",
        "Een periode die eindigt voor zij begint, omvat geen enkele dag.",
        "geldig vanaf 01-01-2024 t/m 31-12-2023",
        "geldig vanaf 01-01-2024 t/m 31-12-2024",
    ),
    Code(
        "TS421",
        "Twee waarden voor dezelfde dag",
        "'{parameter}' krijgt meer dan een waarde voor {date}.",
        "Houd een waarde over, of verbeter de datum.",
        "Op elke dag heeft een parameter of tabelrij een waarde.",
        "vanaf 01-01-2024: € 20,60\nvanaf 01-01-2024: € 21,00",
        "vanaf 01-01-2024: € 20,60\nvanaf 01-01-2025: € 21,00",
    ),
    Code(
        "TS423",
        "Voorwaarde is altijd hetzelfde",
        "Deze voorwaarde is altijd {truth}.",
        "Controleer de grens en het bereik.",
        "Uit het bereik van de gegevens volgt de uitkomst al. De voorwaarde doet dus niets; dat wijst vaak op een verkeerde "
        "grens of eenheid.",
        "het inkomen : bedrag per jaar ligt tussen € 0 en € 10.000.000\nindien het inkomen van de persoon ten minste € 0 is",
        "indien het inkomen van de persoon groter is dan € 0",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS424",
        "Tabelrij komt nooit aan de beurt",
        "Rij {row} komt nooit aan de beurt, want rij {other} past al op dezelfde gevallen.",
        "Zet de rij hoger, of haal haar weg.",
        "Bij 'treffer: eerste' telt de bovenste rij die past. Een ruime rij bovenaan verbergt alles eronder.",
        "treffer: eerste\n| € 9,00 | n.v.t. |\n| € 5,00 | kleiner dan 18 jaar |",
        "treffer: eerste\n| € 5,00 | kleiner dan 18 jaar |\n| € 9,00 | n.v.t. |",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS425",
        "Nul euro waar een rechtsstatus hoort",
        "'{attribute}' wordt op nul gesteld, terwijl het een rechtsstatus heeft.",
        "Schrijf 'is niet verschuldigd', 'wordt op nihil gesteld' of 'wordt niet opgelegd', zoals de wet zegt.",
        "Niet verschuldigd en op nihil gesteld zijn in de wet verschillende uitkomsten, ook al betaalt de burger in beide "
        "gevallen niets. Met € 0,00 gaat dat verschil verloren.",
        "De bijdrage van een leefeenheid moet gesteld worden op € 0,00 per maand",
        "De bijdrage van een leefeenheid is niet verschuldigd",
    ),
    Code(
        "TS426",
        "Attribuut heeft geen rechtsstatus",
        "'{attribute}' is beschreven zonder rechtsstatus en kan dus niet '{status}' zijn.",
        "Zet ', met rechtsstatus' achter de beschrijving van het attribuut.",
        "Alleen een verplichting of een recht kan verschuldigd of op nihil gesteld zijn. Een gewoon bedrag niet.",
        "de bijdrage : bedrag per maand",
        "de bijdrage : bedrag per maand, met rechtsstatus",
    ),
    Code(
        "TS427",
        "Rijen van een opzoektabel overlappen",
        "Twee rijen van '{table}' kunnen op dezelfde sleutel passen.",
        "Maak de sleutels of bereiken zo dat er altijd hoogstens een rij past.",
        "Opzoeken moet een antwoord geven. Let op de grenzen: 'A t/m B' telt B mee, 'A tot B' niet.",
        "bij € 0 t/m € 20.000:\n    vanaf 01-01-2026: € 5,00\nbij € 20.000 t/m € 30.000:\n    vanaf 01-01-2026: € 9,00",
        "bij € 0 tot € 20.000:\n    vanaf 01-01-2026: € 5,00\nbij € 20.000 t/m € 30.000:\n    vanaf 01-01-2026: € 9,00",
    ),
    Code(
        "TS428",
        "Rechtsstatus zonder regel",
        "Geen enkele regel stelt '{name}' vast, dus heeft het ook geen rechtsstatus.",
        "Schrijf de regel die het vaststelt, of maak van de status een gegeven met een eigen opsomming.",
        "Een rechtsstatus volgt uit de regel die de uitkomst geeft. Een gegeven uit het dossier heeft die niet.",
        "indien de bijdrage van de verzekerde niet verschuldigd is",
        "Regel geen bijdrage\n    De bijdrage van een verzekerde is niet verschuldigd",
    ),
    Code(
        "TS434",
        "Waarden staan niet op volgorde",
        "De waarde van '{parameter}' vanaf {date} staat onder die vanaf {above}.",
        "Verbeter de datum, of zet de waarden op volgorde.",
        "Een waarde geldt tot de volgende begint, waar zij ook staat. Staat een eerdere datum onder een latere, dan is dat vaak een "
        "tikfout in het jaar. Het bedrag geldt dan in andere jaren dan bedoeld.",
        "vanaf 01-01-2024: € 20,60\nvanaf 01-01-2015: € 21,00",
        "vanaf 01-01-2024: € 20,60\nvanaf 01-01-2025: € 21,00",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS432",
        "Tabel mist een rij voor een waarde van een opsomming",
        "Tabel '{name}' heeft geen rij voor {cases}.",
        "Voeg een rij 'bij {row}:' met haar waarde toe. Is er met opzet geen waarde, zet dan onder die rij 'vanaf {date}: onbekend'.",
        "Een waarde van een opsomming kan in een dossier staan. Leest een regel de tabel daarvoor en is er geen rij, dan is de uitkomst "
        "een fout en krijgt iemand geen besluit. Dat gebeurt vaak als een opsomming er later een waarde bij krijgt. Een rij met "
        "'onbekend' zegt dat de tabel deze waarde met opzet niet heeft.",
        "Opsomming de opvangsoort\n    dagopvang\n    gastouderopvang\n\n"
        "Tabel de uurprijs : bedrag per uur\n    sleutel: opvangsoort\n    bij dagopvang:\n        vanaf 01-01-2024: € 10,25",
        "Opsomming de opvangsoort\n    dagopvang\n    gastouderopvang\n\n"
        "Tabel de uurprijs : bedrag per uur\n    sleutel: opvangsoort\n    bij dagopvang:\n        vanaf 01-01-2024: € 10,25\n"
        "    bij gastouderopvang:\n        vanaf 01-01-2024: € 7,53",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS429",
        "Tabel is te groot om rijen te vergelijken",
        "De tabel heeft {rows} rijen. Dat is te veel om ze onderling te vergelijken.",
        "Verdeel de tabel, of maak van bedragen per sleutel een 'Tabel'. Controleer zelf of rijen elkaar tegenspreken.",
        "Van een gewone beslistabel zegt de controle of rijen dubbel zijn, elkaar tegenspreken of nooit aan de beurt komen, en "
        "welk geval er mist. Bij heel grote tabellen duurt dat te lang. Bij het beslissen blijven rijen die elkaar tegenspreken "
        "een fout.",
        "Beslistabel tarief\n    // duizenden rijen, een per gemeente",
        "Tabel het tarief per gemeente : bedrag per maand\n    sleutel: tekst",
        Severity.WAARSCHUWING,
    ),
    Code(
        "TS430",
        "Getal kan te groot worden",
        "In deze berekening worden te veel getallen met elkaar vermenigvuldigd.",
        "Rond tussendoor af als de wet dat zegt, of begrens de waarde met een minimum en een maximum.",
        "Het programma rekent exact. Bij heel veel vermenigvuldigingen achter elkaar worden de getallen zo lang dat er geen uitkomst meer "
        "komt. In een wet komt dit niet voor; vaak verwijst een regel per ongeluk steeds naar de vorige.",
        "het getal tot de macht 12, en dat vijf keer achter elkaar",
        "het getal tot de macht 2",
    ),
    Code(
        "TS431",
        "Kolom van een registratie krijgt een waarde van een regel",
        "'{name}' is een kolom van een registratie, maar een regel stelt haar vast.",
        "Meet de waarde in de norm zelf, of zet de regel over een objecttype.",
        "De waarden van een registratie komen uit een bron. Een regel die ze verandert, zou een ander cijfer geven dan de bron.",
        "Het totaalbedrag van een factuur moet gesteld worden op € 0,00.",
        "meet: som van het totaalbedrag van de factuur",
    ),
)
