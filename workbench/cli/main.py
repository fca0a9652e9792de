"""Arguments of the command line and the choice of the command. Commands are imported only when they run."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from importlib import import_module

from workbench.cli.console import FINDINGS, USAGE, Console
from workbench.cli.dutch import Parser, speak_dutch

_LEVELS = ("burger", "behandelaar", "juridisch")
_OVERVIEW_LEVELS = ("kort", "burger", "behandelaar")
_FORMS = ("tekst", "markdown", "json")
LEAST_MEMORY = 512
"""Megabytes below which a process does not get as far as its first part."""

MOST_WORKERS = 64
MOST_SCALE = 100


def _arguments() -> argparse.ArgumentParser:
    parser = Parser(prog="toetssteen", description="Regels van de wet schrijven, controleren en op een zaak toepassen.")
    parser.add_argument("--versie", action="store_true", help="toon de versie")
    commands = parser.add_subparsers(dest="opdracht", title="opdrachten", metavar="OPDRACHT")

    def command(name: str, module: str, help_: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help_, description=help_[:1].upper() + help_[1:] + ".")
        made.set_defaults(module=module)
        return made

    def rules_option(made: argparse.ArgumentParser) -> None:
        made.add_argument("--regels", metavar="MAP", help="map met regelbestanden (standaard: de meegeleverde)")

    def variant_option(made: argparse.ArgumentParser) -> None:
        made.add_argument(
            "--variant",
            action="append",
            metavar="NAAM",
            help="reken met deze variant op de regels (mag vaker: de varianten komen op elkaar)",
        )

    check = command("controleer", "check", "controleer regelbestanden en toon alles wat er mis is")
    check.add_argument("paden", nargs="*", metavar="PAD", help="bestanden of mappen; - leest een bestand van de invoer")
    check.add_argument("--json", action="store_true", help="geef de bevindingen als JSON")
    rules_option(check)

    layout = command("opmaak", "layout", "zet regelbestanden in de vaste opmaak")
    layout.add_argument("paden", nargs="*", metavar="PAD", help="bestanden of mappen; - leest en schrijft de invoer")
    layout.add_argument("--controleer", action="store_true", help="verander niets, meld alleen wat anders zou worden")
    rules_option(layout)

    def case_options(made: argparse.ArgumentParser) -> None:
        made.add_argument(
            "--dossier", required=True, metavar="BESTAND", help="feiten in YAML of JSON; - leest de invoer"
        )
        made.add_argument(
            "--op", metavar="DATUM", help="rekendatum, bijvoorbeeld 01-03-2024 (of 'rekendatum:' in het dossier)"
        )
        made.add_argument("--verzonden-op", metavar="DATUM", help="dag waarop het besluit verzonden wordt")
        made.add_argument("--bekend", metavar="DATUM", help="reken met wat op die dag bekend was (standaard: alles)")
        made.add_argument("--bij", metavar="ORGANISATIE", help="bij wie bekend (standaard: de uitvoerder)")
        rules_option(made)

    def period_options(made: argparse.ArgumentParser, help_: str) -> None:
        made.add_argument("--van", metavar="DATUM", help=f"eerste dag: {help_}")
        made.add_argument("--tot", metavar="DATUM", help="laatste dag van die periode (telt mee)")

    decide = command("besluit", "decide", "neem een besluit in een zaak en leg het uit")
    decide.add_argument("regeling", metavar="REGELING", help="naam van het besluit of de regeling")
    case_options(decide)
    variant_option(decide)
    period_options(
        decide, "neem het besluit over een periode en toon wat wanneer geldt, met de reden van elke wijziging"
    )
    decide.add_argument("--json", action="store_true", help="geef het hele besluit als JSON, met de rekenstappen")
    decide.add_argument(
        "--uitleg", choices=_LEVELS, default="behandelaar", metavar="NIVEAU", help="burger, behandelaar of juridisch"
    )
    decide.add_argument("--vorm", choices=_FORMS, default="tekst", metavar="VORM", help="tekst, markdown of json")
    decide.add_argument(
        "--signaalmotor",
        choices=("auto", "durable", "python"),
        default="auto",
        metavar="MOTOR",
        help="wie de signalen beoordeelt: auto, durable of python",
    )

    why_not = command("waarom-niet", "why_not", "zeg welke voorwaarden maakten dat een regel niet gold")
    why_not.add_argument("regeling", metavar="REGELING", help="naam van het besluit of de regeling")
    why_not.add_argument("doel", metavar="REGEL", help="naam van de regel of het kenmerk")
    case_options(why_not)
    variant_option(why_not)

    difference = command(
        "verschil",
        "difference",
        "zet een besluit voor twee dossiers of volgens twee versies van de regels naast elkaar",
    )
    difference.add_argument("regeling", metavar="REGELING", help="naam van het besluit of de regeling")
    case_options(difference)
    variant_option(difference)
    difference.add_argument(
        "--tegenover", action="append", metavar="NAAM", help="de variant aan de linkerkant (standaard: geen)"
    )
    period_options(difference, "vergelijk over een periode")
    difference.add_argument("--met", metavar="BESTAND", help="het andere dossier (standaard: hetzelfde)")
    difference.add_argument("--regels-met", metavar="MAP", help="de andere versie van de regels (standaard: dezelfde)")
    difference.add_argument("--json", action="store_true", help="geef het verschil als JSON")
    difference.add_argument("--vorm", choices=_FORMS, default="tekst", metavar="VORM", help="tekst, markdown of json")

    what_if = command(
        "wat-als", "what_if", "toon een besluit met andere feiten, of de kleinste wijziging die het anders maakt"
    )
    what_if.add_argument("regeling", metavar="REGELING", help="naam van het besluit of de regeling")
    case_options(what_if)
    variant_option(what_if)
    what_if.add_argument(
        "--feit",
        action="append",
        metavar="FEIT",
        help="een ander feit, zoals 'inkomen van de cliënt in 2024 = € 20.000'",
    )
    what_if.add_argument(
        "--kleinste",
        metavar="FEIT",
        help="zoek de kleinste wijziging van dit getal of deze datum die de uitkomst verandert",
    )
    what_if.add_argument(
        "--alleen-status", action="store_true", help="let daarbij niet op de hoogte van een bedrag, alleen op de status"
    )
    what_if.add_argument(
        "--uitleg", choices=_LEVELS, default="burger", metavar="NIVEAU", help="burger, behandelaar of juridisch"
    )
    what_if.add_argument("--vorm", choices=_FORMS, default="tekst", metavar="VORM", help="tekst, markdown of json")

    revise = command(
        "herziening", "revise", "zet een besluit naast wat het wordt nu er meer bekend is, en zeg wat nog mag"
    )
    revise.add_argument("regeling", metavar="REGELING", help="naam van het besluit of de regeling")
    revise.add_argument("--dossier", required=True, metavar="BESTAND", help="feiten in YAML of JSON; - leest de invoer")
    revise.add_argument("--van", required=True, metavar="DATUM", help="eerste dag van de periode die u herziet")
    revise.add_argument("--tot", required=True, metavar="DATUM", help="laatste dag van die periode (telt mee)")
    revise.add_argument(
        "--toen",
        required=True,
        metavar="DATUM",
        help="wat op deze dag bekend was, lag aan het oude besluit ten grondslag",
    )
    revise.add_argument("--nu", required=True, metavar="DATUM", help="wat op deze dag bekend is, telt voor het nieuwe")
    revise.add_argument(
        "--verzonden-op", metavar="DATUM", help="dag waarop het nieuwe besluit verzonden wordt (standaard: --nu)"
    )
    revise.add_argument("--bij", metavar="ORGANISATIE", help="bij wie bekend (standaard: de uitvoerder)")
    revise.add_argument("--json", action="store_true", help="geef de herziening als JSON")
    revise.add_argument(
        "--uitleg",
        choices=("burger", "behandelaar"),
        default="behandelaar",
        metavar="NIVEAU",
        help="burger of behandelaar",
    )
    revise.add_argument("--vorm", choices=_FORMS, default="tekst", metavar="VORM", help="tekst, markdown of json")
    rules_option(revise)

    maatwerk = command("maatwerk", "maatwerk", "leg vast waarom u van de standaarduitkomst afwijkt, of juist niet")
    parts = maatwerk.add_subparsers(dest="deel", required=True, title="onderdelen", metavar="ONDERDEEL")

    def part(name: str, help_: str) -> argparse.ArgumentParser:
        return parts.add_parser(name, help=help_, description=help_[:1].upper() + help_[1:] + ".")

    def earlier_option(made: argparse.ArgumentParser) -> None:
        made.add_argument(
            "--eerdere", nargs="+", metavar="PAD", help="bestanden of mappen met eerdere afwegingen, om te vergelijken"
        )

    form = part("formulier", "maak een leeg formulier met de openingen die deze zaak heeft")
    form.add_argument("regeling", metavar="REGELING", help="naam van het besluit of de regeling")
    case_options(form)
    earlier_option(form)
    weighing = part("controleer", "controleer een ingevulde afweging tegen het besluit")
    weighing.set_defaults(bekend=None, bij=None)
    weighing.add_argument("afweging", metavar="BESTAND", help="de afweging in YAML")
    weighing.add_argument("--dossier", required=True, metavar="BESTAND", help="feiten in YAML of JSON")
    earlier_option(weighing)
    rules_option(weighing)
    counts = part("overzicht", "tel per regel hoe vaak mensen afweken, weigerden of een zaak aankaartten")
    counts.add_argument("paden", nargs="+", metavar="PAD", help="bestanden of mappen met afwegingen en signalen")
    counts.add_argument(
        "--minimum",
        type=_minimum,
        default=10,
        metavar="N",
        help="toon een regel pas bij zoveel stukken (standaard: 10)",
    )
    counts.add_argument("--json", action="store_true", help="geef de tellingen als JSON")

    everything = command("alles", "everything", "neem elk besluit waar een dossier iets over zegt, naast elkaar")
    case_options(everything)
    variant_option(everything)
    period_options(everything, "toon per maand wat geldt, en alle bijdragen van een maand bij elkaar")
    everything.add_argument("--json", action="store_true", help="geef het overzicht als JSON")
    everything.add_argument(
        "--uitleg",
        choices=_OVERVIEW_LEVELS,
        default="kort",
        metavar="NIVEAU",
        help="kort (alleen het overzicht), burger of behandelaar (met de uitleg van elk besluit)",
    )

    trajectory = command("traject", "trajectory", "zeg in welke toestand een traject is, hoe dat kwam en wat nu komt")
    trajectory.add_argument("traject", metavar="TRAJECT", help="naam van het traject of de regeling")
    case_options(trajectory)
    trajectory.add_argument("--json", action="store_true", help="geef de toestand en de weg ernaartoe als JSON")
    trajectory.add_argument("--over", metavar="ID", help="id van het object, als er meer van zijn in het dossier")
    trajectory.add_argument("--ics", metavar="BESTAND", help="schrijf wat nu komt ook als agendabestand")

    effects = command("gevolgen", "consequences", "zet naast elkaar wat een keuze verandert, zonder advies")
    effects.add_argument(
        "--dossier", required=True, metavar="BESTAND", help="feiten in YAML of JSON; - leest de invoer"
    )
    effects.add_argument("--keuze", required=True, metavar="BESTAND", help="de feiten die de keuze verandert, in YAML")
    effects.add_argument("--van", required=True, metavar="DATUM", help="eerste dag van de periode")
    effects.add_argument("--tot", required=True, metavar="DATUM", help="laatste dag van de periode (telt mee)")
    effects.add_argument("--verzonden-op", metavar="DATUM", help="dag waarop de besluiten verzonden worden")
    effects.add_argument("--json", action="store_true", help="geef de gevolgen als JSON")
    effects.add_argument(
        "--uitleg",
        choices=_OVERVIEW_LEVELS,
        default="kort",
        metavar="NIVEAU",
        help="kort, burger of behandelaar (met de reden van elke wijziging)",
    )
    rules_option(effects)

    norm = command("norm", "norm", "zeg of normen gehaald zijn, en aan welke records dat te zien is")
    norm.add_argument("normen", nargs="*", metavar="NORM", help="naam, nummer of regeling (standaard: alle normen)")
    norm.add_argument(
        "--registratie",
        metavar="BRON",
        help="map met records (per registratie een CSV-, Excel- of Parquet-bestand), een bestand bronnen.yaml, of een database "
        "(sqlite:///bestand.db, postgresql://gebruiker@server/naam)",
    )
    norm.add_argument("--geweigerd", metavar="MAP", help="schrijf rijen die niet te gebruiken zijn in deze map")
    norm.add_argument(
        "--opgave", metavar="PAD", help="cijfers die een ander opgaf, in YAML of CSV: een bestand of een map"
    )
    norm.add_argument(
        "--periode", required=True, metavar="PERIODE", help="2024, 2024-03, 'maart 2024', 2024-K1 of 2024-T2"
    )
    norm.add_argument("--tot", metavar="DATUM", help="laatste dag waarover de cijfers gaan, als de periode nog loopt")
    norm.add_argument(
        "--vorm",
        choices=(*_FORMS, "rapportage", "excel", "html"),
        default="tekst",
        metavar="VORM",
        help="tekst, markdown, json, rapportage (tekst voor een rapportage), excel of html",
    )
    norm.add_argument(
        "--verloop",
        choices=("maand", "kwartaal", "tertaal"),
        default="maand",
        metavar="STAP",
        help="toon het verloop per maand, kwartaal of tertaal (standaard: maand)",
    )
    norm.add_argument(
        "--dossier",
        nargs="+",
        metavar="SLEUTEL",
        help="open records als dossier: hun sleutels, of 'alle' voor elk record dat tegen een norm telt (in de map van --uit)",
    )
    norm.add_argument(
        "--als", metavar="OBJECTTYPE", help="open ze als dit objecttype, als een registratie er meer kent"
    )
    norm.add_argument(
        "--uit", metavar="MAP", help="map voor het verslag (standaard: 'normen' voor excel en html, anders het scherm)"
    )
    rules_option(norm)

    examples = command(
        "voorbeeldregistraties", "examples", "maak registraties met verzonnen records, om normen op te proberen"
    )
    examples.add_argument("--uit", required=True, metavar="MAP", help="map voor de bestanden, een per registratie")
    examples.add_argument(
        "--jaar", type=_year, required=True, metavar="JAAR", help="het jaar van de records, zoals 2024"
    )
    examples.add_argument(
        "--zaad", type=_seed, default=1, metavar="GETAL", help="hetzelfde zaad geeft dezelfde records (standaard: 1)"
    )
    examples.add_argument(
        "--schaal",
        type=_part,
        default="0,01",
        metavar="DEEL",
        help="deel van de echte aantallen (standaard: 0,01; met 1 zijn het bijna twintig miljoen records)",
    )
    examples.add_argument(
        "--fouten",
        type=_chance,
        default="0",
        metavar="DEEL",
        help="deel van de records waaraan iets mankeert: dubbel, sleutel leeg, klaar voor het begin (standaard: 0)",
    )
    examples.add_argument("--alleen", action="append", metavar="NAAM", help="alleen deze registratie")
    examples.add_argument("--vorm", choices=("csv", "parquet"), default="csv", metavar="VORM", help="csv of parquet")
    rules_option(examples)

    people = command(
        "populatie", "population", "maak verzonnen huishoudens, of lees eigen tabellen, om regels op door te rekenen"
    )
    people.add_argument("--uit", required=True, metavar="MAP", help="map voor de populatie; mag nog niet bestaan")
    people.add_argument(
        "--personen",
        type=_people,
        default=100_000,
        metavar="AANTAL",
        help="hoeveel mensen ongeveer (standaard: 100.000)",
    )
    people.add_argument(
        "--zaad", type=_seed, default=1, metavar="GETAL", help="hetzelfde zaad geeft dezelfde mensen (standaard: 1)"
    )
    people.add_argument("--model", metavar="BESTAND", help="een eigen bestand met aandelen, marges en aannames")
    people.add_argument(
        "--van", metavar="BRON", help="eigen tabellen: een map, een bestand of het adres van een database"
    )
    people.add_argument(
        "--vertaling", metavar="BESTAND", help="van kolommen van eigen tabellen naar gegevens (YAML); hoort bij --van"
    )
    rules_option(people)

    simulate = command("simuleer", "simulate", "reken een variant door over een populatie, en maak er een rapport van")
    simulate.add_argument("namen", nargs="+", metavar="VARIANT", help="naam van de variant (meer: op elkaar)")
    simulate.add_argument("--populatie", required=True, metavar="MAP", help="map met een populatie")
    simulate.add_argument("--jaar", type=_year, required=True, metavar="JAAR", help="het jaar, zoals 2024")
    simulate.add_argument("--uit", required=True, metavar="MAP", help="map voor het rapport")
    simulate.add_argument(
        "--besluit", action="append", metavar="NAAM", help="alleen dit besluit (standaard: alle die de variant raakt)"
    )
    simulate.add_argument(
        "--tegenover",
        action="append",
        metavar="NAAM",
        help="vergelijk met deze variant (standaard: waar de variant bovenop staat, of het geldende recht)",
    )
    simulate.add_argument(
        "--peil",
        choices=("maand", "kwartaal", "jaar"),
        default="maand",
        metavar="STAP",
        help="reken elke maand, elk kwartaal of alleen 1 januari door (standaard: maand)",
    )
    simulate.add_argument(
        "--zaden",
        type=_seeds,
        default=20,
        metavar="AANTAL",
        help="hoeveel kleinere populaties het bereik geven: 0 of ten minste 20 (standaard: 20)",
    )
    simulate.add_argument(
        "--aannames",
        metavar="BESTAND",
        help="aannames over de uitvoering (standaard: de meegeleverde over deze variant, als die er is)",
    )
    simulate.add_argument(
        "--druk", action="store_true", help="reken ook uit wat er van € 1.000 meer inkomen overblijft (duurt langer)"
    )
    simulate.add_argument("--zonder-pdf", action="store_true", help="maak geen PDF; dat scheelt tijd")
    simulate.add_argument("--model", metavar="BESTAND", help="het model waarmee de populatie is gemaakt")
    simulate.add_argument(
        "--werkers", type=_workers, metavar="N", help="aantal processen (standaard: naar de omvang van de populatie)"
    )
    simulate.add_argument(
        "--geheugen",
        type=_megabytes,
        default=2048,
        metavar="MB",
        help="wat elk proces voor zichzelf mag gebruiken, als er meer dan een is (standaard: 2048)",
    )
    simulate.add_argument("--cluster", metavar="ADRES", help="reken op een Dask-cluster, zoals tcp://127.0.0.1:8786")
    simulate.add_argument(
        "--hervat", action="store_true", help="ga verder waar een afgebroken doorrekening in deze map was"
    )
    rules_option(simulate)

    introduced = command("invoeringstoets", "introduced", "zet wat een rapport verwachtte naast wat er is gemeten")
    introduced.add_argument(
        "rapport", metavar="RAPPORT", help="map van 'toetssteen simuleer', of het rapport.json daarin"
    )
    introduced.add_argument("--metingen", required=True, metavar="BESTAND", help="metingen met hun bron, in YAML")
    introduced.add_argument("--json", action="store_true", help="geef de vergelijking als JSON")

    test = command("toets", "test", "toets regels aan scenario's")
    test.add_argument(
        "paden", nargs="*", metavar="PAD", help="scenariobestanden of mappen (standaard: de meegeleverde)"
    )
    test.add_argument("-k", metavar="TEKST", help="alleen scenario's met deze tekst in naam of id")
    test.add_argument("--junit", metavar="BESTAND", help="schrijf de uitslag ook als JUnit-XML")
    test.add_argument(
        "--dekking", action="store_true", help="toon welke regels, uitzonderingen en tabelrijen nooit golden"
    )
    test.add_argument(
        "--grenzen", action="store_true", help="toon grenzen die de scenario's niet van beide kanten raken"
    )
    test.add_argument(
        "--eis-dekking",
        action="store_true",
        help="faal als een regel of uitzondering nooit gold, of meer dan 5%% van de tabelrijen van een regeling",
    )
    test.add_argument(
        "--eis-grenzen", action="store_true", help="faal als de scenario's een grens niet van beide kanten raken"
    )
    test.add_argument("--werkers", type=_workers, default=1, metavar="N", help="aantal processen")
    variant_option(test)
    rules_option(test)

    variant = command("variant", "variant", "zeg in gewone taal wat een variant verandert, of noem de varianten")
    variant.add_argument("namen", nargs="*", metavar="NAAM", help="naam van de variant (standaard: noem ze allemaal)")
    variant.add_argument(
        "--scenarios", nargs="+", metavar="PAD", help="scenario's om te vergelijken (standaard: de meegeleverde)"
    )
    variant.add_argument("--zonder-scenarios", action="store_true", help="vergelijk geen scenario's")
    variant.add_argument("--json", action="store_true", help="geef wat er verandert als JSON")
    rules_option(variant)

    listing = command("regelingen", "listing", "toon de regelingen en besluiten")
    listing.add_argument("--json", action="store_true", help="geef de lijst als JSON")
    rules_option(listing)

    schema = command("schema", "schema", "geef het JSON Schema van een dossier, voor editors en leveringen")
    rules_option(schema)

    catalogue = command("catalogus", "catalogue", "maak een website van alle regelingen, om in te bladeren")
    catalogue.add_argument(
        "--uit", metavar="MAP", default="catalogus", help="map voor de website (standaard: catalogus)"
    )
    rules_option(catalogue)
    return parser


def _part(text: str) -> Fraction:
    from dsl.notation import NotationError, parse_number

    try:
        found = parse_number(text.strip().removesuffix("%")) / (100 if text.strip().endswith("%") else 1)
    except NotationError:
        found = Fraction(-1)
    if not 0 <= found <= MOST_SCALE:
        raise argparse.ArgumentTypeError(f"{text!r} is geen getal van 0 tot en met {MOST_SCALE}, zoals 0,01 of 1%")
    return found


def _chance(text: str) -> Fraction:
    found = _part(text)
    if found > 1:
        raise argparse.ArgumentTypeError(f"{text!r} is meer dan het geheel; schrijf een deel zoals 0,01 of 1%")
    return found


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1900 <= int(text[:9]) <= 2100):
        raise argparse.ArgumentTypeError(f"{text!r} is geen jaar van 1900 tot en met 2100")
    return int(text)


def _people(text: str) -> int:
    digits = text.replace(".", "")
    if not digits.isdecimal() or not 10_000 <= int(digits) <= 17_500_000:
        raise argparse.ArgumentTypeError(f"'{text[:40]}' is geen aantal van 10.000 tot en met 17.500.000")
    return int(digits)


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise argparse.ArgumentTypeError(f"{text!r} is geen heel getal van ten hoogste negen cijfers")
    return int(text)


def _seeds(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and (int(text) == 0 or int(text) >= 20)):
        raise argparse.ArgumentTypeError(f"{text!r} gaat niet: kies 0, of een getal van 20 tot en met 999")
    return int(text)


def _workers(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"{text!r} gaat niet: kies een getal van 1 t/m {MOST_WORKERS}")
    return number


def _megabytes(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and int(text) >= LEAST_MEMORY):
        raise argparse.ArgumentTypeError(f"{text!r} gaat niet: kies een getal van {LEAST_MEMORY} of meer")
    return int(text)


def _minimum(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} gaat niet: kies een getal van 1 of meer")
    return number


def _broken(console: Console, wrong: OSError) -> int:
    """The output could not be written, so what was printed may not be whole: say so, and let Python not try again."""
    from dsl.diagnostics import diagnose
    from dsl.files import reason
    from dsl.source import NOWHERE, Sources

    with suppress(OSError, ValueError):
        console.findings([diagnose("TS807", NOWHERE, stream="uitvoer", reason=reason(wrong))], Sources())
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FINDINGS


def main(arguments: Sequence[str] | None = None, console: Console | None = None) -> int:
    """Run one command. Returns the exit code; wrong use exits with 2."""
    speak_dutch()
    console = console or Console()
    parser = _arguments()
    try:
        args = parser.parse_args(arguments)
        if (limit := os.environ.get("TOETSSTEEN_MAX_BYTES", "0")) and not limit.isdecimal():
            parser.error(f"TOETSSTEEN_MAX_BYTES is {limit!r}: schrijf een aantal bytes, bijvoorbeeld 1000000")
        if args.versie:
            from engine.version import ENGINE_VERSION

            console.print(f"toetssteen {ENGINE_VERSION}")
            return 0
        if args.opdracht is None:
            parser.print_help(console.out)
            return USAGE
        command = import_module(f"workbench.cli.commands.{args.module}")
        code = int(command.run(args, console))
        console.flush()
        return code
    except SystemExit as stop:
        return int(stop.code or 0)
    except BrokenPipeError:
        # The reader went away (``| head``): nothing is wrong, and Python must not complain while closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as wrong:
        return _broken(console, wrong)
    except KeyboardInterrupt:
        console.err.write("Gestopt.\n")
        return FINDINGS
