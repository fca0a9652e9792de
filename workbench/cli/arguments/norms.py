"""Commands about norms and the records they are measured on."""

from __future__ import annotations

from workbench.cli.arguments import types
from workbench.cli.arguments.options import FORMS, Commands, rules_option


def add(commands: Commands) -> None:
    norm = commands.add("norm", "norm", "zeg of normen gehaald zijn, en aan welke records dat te zien is")
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
        choices=(*FORMS, "rapportage", "excel", "html"),
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

    examples = commands.add(
        "voorbeeldregistraties", "examples", "maak registraties met verzonnen records, om normen op te proberen"
    )
    examples.add_argument("--uit", required=True, metavar="MAP", help="map voor de bestanden, een per registratie")
    examples.add_argument(
        "--jaar", type=types.year, required=True, metavar="JAAR", help="het jaar van de records, zoals 2024"
    )
    examples.add_argument(
        "--zaad",
        type=types.seed,
        default=1,
        metavar="GETAL",
        help="hetzelfde zaad geeft dezelfde records (standaard: 1)",
    )
    examples.add_argument(
        "--schaal",
        type=types.part,
        default="0,01",
        metavar="DEEL",
        help="deel van de echte aantallen (standaard: 0,01; met 1 zijn het bijna twintig miljoen records)",
    )
    examples.add_argument(
        "--fouten",
        type=types.chance,
        default="0",
        metavar="DEEL",
        help="deel van de records waaraan iets mankeert: dubbel, sleutel leeg, klaar voor het begin (standaard: 0)",
    )
    examples.add_argument("--alleen", action="append", metavar="NAAM", help="alleen deze registratie")
    examples.add_argument("--vorm", choices=("csv", "parquet"), default="csv", metavar="VORM", help="csv of parquet")
    rules_option(examples)
