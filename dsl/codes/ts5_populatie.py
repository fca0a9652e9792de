"""TS56n: a population of one's own tables."""

from dsl.codes.entry import Code

CODES: tuple[Code, ...] = (
    Code(
        "TS561",
        "Vertaling van tabellen klopt niet",
        "Dit deel van de vertaling klopt niet: {problem}.",
        "Noem per objecttype de tabel, de sleutel, de kolommen met hun gegeven en de rollen.",
        "Een vertaling zegt van elke kolom welk gegeven zij is, in welke eenheid en voor welk jaar, en met welke sleutels mensen bij "
        "elkaar horen. Toetssteen raadt niets: een kolom 'inkomen' kan in euro's of in centen zijn.",
        "tabellen:\n  persoon:\n    kolommen:\n      ink: inkomen",
        "tabellen:\n  persoon:\n    kolommen:\n      ink: {gegeven: inkomen, eenheid: euro per jaar, jaar: 2024}",
        language="yaml",
    ),
    Code(
        "TS562",
        "Tabel is niet te vinden",
        "Voor objecttype '{owner}' {what} in '{folder}'.",
        "Noem het bestand in de vertaling, of geef het de naam van het objecttype.",
        "Zonder 'bestand' zoekt Toetssteen een bestand met de naam van het objecttype, enkelvoud of meervoud.",
        "tabellen:\n  persoon:\n    sleutel: nummer",
        "tabellen:\n  persoon:\n    bestand: mensen.csv\n    sleutel: nummer",
        language="yaml",
    ),
    Code(
        "TS563",
        "Kolom past niet bij haar gegeven",
        "Kolom '{column}' van '{name}' is op {count} rijen geen '{fact}'; meestal: {reason}.",
        "Controleer de eenheid, de waarden en het gegeven in de vertaling. Er is niets gemaakt.",
        "Als meer dan de helft van een kolom niet te gebruiken is, is niet een rij fout maar de vertaling. Een populatie van wat "
        "overblijft zou een verkeerd beeld geven.",
        "ink: {gegeven: inkomen, eenheid: euro per jaar}",
        "ink: {gegeven: inkomen, eenheid: euro per jaar, afronden: naar beneden}",
        language="yaml",
    ),
    Code(
        "TS564",
        "Kolom met te veel verschillende teksten",
        "Kolom '{column}' van '{name}' heeft meer dan {most} verschillende teksten.",
        "Laat de kolom weg, of geef met 'waarden' aan wat bij elkaar hoort.",
        "Een tekst die bijna iedereen anders heeft, is geen eigenschap waarnaar de wet kijkt maar een naam of een nummer. Zulke gegevens "
        "horen niet in een populatie.",
        "naam: gemeente",
        "gemeentenaam: gemeente",
        language="yaml",
    ),
    Code(
        "TS565",
        "Niets over voor een populatie",
        "Er blijft geen enkele {root} over. De meeste rijen zijn afgekeurd omdat: {reason}.",
        "Controleer de sleutels en de kolommen in de vertaling.",
        "Een huishouden waarvan een rij is afgekeurd, wordt in zijn geheel weggelaten. Hier gold dat voor alle huishoudens.",
        "cliënt: {verwijzing: bsn}",
        "cliënt: {verwijzing: huishoudnummer, als: {positie: aanvrager}}",
        language="yaml",
    ),
    Code(
        "TS566",
        "Eigen tabellen zonder vertaling",
        "'--van' en '--vertaling' horen bij elkaar.",
        "Noem met --van de tabellen en met --vertaling het bestand dat zegt welke kolom welk gegeven is.",
        "Een eigen populatie wordt gemaakt uit tabellen en een vertaling. Zonder die twee maakt de opdracht verzonnen huishoudens.",
        "toetssteen populatie --van tabellen --uit proef",
        "toetssteen populatie --van tabellen --vertaling proef.yaml --uit proef",
        language="console",
    ),
    Code(
        "TS569",
        "Optie voor verzonnen mensen",
        "{options} gaat over verzonnen mensen, en doet niets bij eigen tabellen.",
        "Laat deze optie weg, of laat '--van' en '--vertaling' weg.",
        "Uit eigen tabellen komen precies de mensen die erin staan. Een aantal, een zaad of een model hoort bij verzonnen huishoudens. Een "
        "optie die niets doet, wordt geweigerd: anders lijkt het of ernaar is geluisterd.",
        "toetssteen populatie --van tabellen --vertaling proef.yaml --personen 1000 --uit proef",
        "toetssteen populatie --van tabellen --vertaling proef.yaml --uit proef",
        language="console",
    ),
)
