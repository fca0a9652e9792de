"""Commands about one case: decide, explain, look back and ahead, weigh."""

from __future__ import annotations

import argparse

from workbench.cli.arguments import types
from workbench.cli.arguments.options import (
    FORMS,
    LEVELS,
    OVERVIEW_LEVELS,
    Commands,
    case_options,
    period_options,
    rules_option,
    variant_option,
)


def add(commands: Commands) -> None:
    decide = commands.add("besluit", "decide", "neem een besluit in een zaak en leg het uit")
    decide.add_argument("regeling", metavar="REGELING", help="naam van het besluit of de regeling")
    case_options(decide)
    variant_option(decide)
    period_options(
        decide, "neem het besluit over een periode en toon wat wanneer geldt, met de reden van elke wijziging"
    )
    decide.add_argument("--json", action="store_true", help="geef het hele besluit als JSON, met de rekenstappen")
    decide.add_argument(
        "--uitleg", choices=LEVELS, default="behandelaar", metavar="NIVEAU", help="burger, behandelaar of juridisch"
    )
    decide.add_argument("--vorm", choices=FORMS, default="tekst", metavar="VORM", help="tekst, markdown of json")
    decide.add_argument(
        "--signaalmotor",
        choices=("auto", "durable", "python"),
        default="auto",
        metavar="MOTOR",
        help="wie de signalen beoordeelt: auto, durable of python",
    )

    decide.add_argument(
        "--rechtsgevolg",
        action="store_true",
        help="neem het besluit zo dat het verstuurd mag worden, of zeg waarom dat niet kan",
    )
    decide.add_argument("--behandelaar", metavar="NAAM", help="wie voor het besluit instaat, bij --rechtsgevolg")

    why_not = commands.add("waarom-niet", "why_not", "zeg welke voorwaarden maakten dat een regel niet gold")
    why_not.add_argument("regeling", metavar="REGELING", help="naam van het besluit of de regeling")
    why_not.add_argument("doel", metavar="REGEL", help="naam van de regel of het kenmerk")
    case_options(why_not)
    variant_option(why_not)

    difference = commands.add(
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
    difference.add_argument("--vorm", choices=FORMS, default="tekst", metavar="VORM", help="tekst, markdown of json")

    what_if = commands.add(
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
        "--uitleg", choices=LEVELS, default="burger", metavar="NIVEAU", help="burger, behandelaar of juridisch"
    )
    what_if.add_argument("--vorm", choices=FORMS, default="tekst", metavar="VORM", help="tekst, markdown of json")

    revise = commands.add(
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
    revise.add_argument("--vorm", choices=FORMS, default="tekst", metavar="VORM", help="tekst, markdown of json")
    rules_option(revise)

    maatwerk = commands.add("maatwerk", "maatwerk", "leg vast waarom u van de standaarduitkomst afwijkt, of juist niet")
    parts = Commands(maatwerk.add_subparsers(dest="deel", required=True, title="onderdelen", metavar="ONDERDEEL"))

    def earlier_option(made: argparse.ArgumentParser) -> None:
        made.add_argument(
            "--eerdere", nargs="+", metavar="PAD", help="bestanden of mappen met eerdere afwegingen, om te vergelijken"
        )

    form = parts.add("formulier", None, "maak een leeg formulier met de openingen die deze zaak heeft")
    form.add_argument("regeling", metavar="REGELING", help="naam van het besluit of de regeling")
    case_options(form)
    earlier_option(form)
    weighing = parts.add("controleer", None, "controleer een ingevulde afweging tegen het besluit")
    weighing.set_defaults(bekend=None, bij=None)
    weighing.add_argument("afweging", metavar="BESTAND", help="de afweging in YAML")
    weighing.add_argument("--dossier", required=True, metavar="BESTAND", help="feiten in YAML of JSON")
    earlier_option(weighing)
    rules_option(weighing)
    counts = parts.add("overzicht", None, "tel per regel hoe vaak mensen afweken, weigerden of een zaak aankaartten")
    counts.add_argument("paden", nargs="+", metavar="PAD", help="bestanden of mappen met afwegingen en signalen")
    counts.add_argument(
        "--minimum",
        type=types.minimum,
        default=10,
        metavar="N",
        help="toon een regel pas bij zoveel stukken (standaard: 10)",
    )
    counts.add_argument("--json", action="store_true", help="geef de tellingen als JSON")

    letter = commands.add(
        "brief", "letter", "maak van een besluit een concept-beschikking, om na te lezen en te ondertekenen"
    )
    letter.add_argument("regeling", metavar="REGELING", help="naam van het besluit of de regeling")
    case_options(letter)
    letter.add_argument(
        "--gegevens", required=True, metavar="BESTAND", help="aan wie, van wie en of iemand is gehoord, in YAML"
    )
    letter.add_argument(
        "--uit", required=True, metavar="BESTAND", help="bestand voor de brief: .html, .pdf, .docx of .odt"
    )

    everything = commands.add("alles", "everything", "neem elk besluit waar een dossier iets over zegt, naast elkaar")
    case_options(everything)
    variant_option(everything)
    period_options(everything, "toon per maand wat geldt, en alle bijdragen van een maand bij elkaar")
    everything.add_argument("--json", action="store_true", help="geef het overzicht als JSON")
    everything.add_argument(
        "--uitleg",
        choices=OVERVIEW_LEVELS,
        default="kort",
        metavar="NIVEAU",
        help="kort (alleen het overzicht), burger of behandelaar (met de uitleg van elk besluit)",
    )

    trajectory = commands.add(
        "traject", "trajectory", "zeg in welke toestand een traject is, hoe dat kwam en wat nu komt"
    )
    trajectory.add_argument("traject", metavar="TRAJECT", help="naam van het traject of de regeling")
    case_options(trajectory)
    trajectory.add_argument("--json", action="store_true", help="geef de toestand en de weg ernaartoe als JSON")
    trajectory.add_argument("--over", metavar="ID", help="id van het object, als er meer van zijn in het dossier")
    trajectory.add_argument("--ics", metavar="BESTAND", help="schrijf wat nu komt ook als agendabestand")

    effects = commands.add("gevolgen", "consequences", "zet naast elkaar wat een keuze verandert, zonder advies")
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
        choices=OVERVIEW_LEVELS,
        default="kort",
        metavar="NIVEAU",
        help="kort, burger of behandelaar (met de reden van elke wijziging)",
    )
    rules_option(effects)
