"""Commands for who writes rules: check, lay out, test, compare, browse."""

from __future__ import annotations

from workbench.cli.arguments import types
from workbench.cli.arguments.options import Commands, rules_option, variant_option


def add(commands: Commands) -> None:
    check = commands.add("controleer", "check", "controleer regelbestanden en toon alles wat er mis is")
    check.add_argument("paden", nargs="*", metavar="PAD", help="bestanden of mappen; - leest een bestand van de invoer")
    check.add_argument("--json", action="store_true", help="geef de bevindingen als JSON")
    rules_option(check)

    layout = commands.add("opmaak", "layout", "zet regelbestanden in de vaste opmaak")
    layout.add_argument("paden", nargs="*", metavar="PAD", help="bestanden of mappen; - leest en schrijft de invoer")
    layout.add_argument("--controleer", action="store_true", help="verander niets, meld alleen wat anders zou worden")
    rules_option(layout)

    test = commands.add("toets", "test", "toets regels aan scenario's")
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
    test.add_argument("--werkers", type=types.workers, default=1, metavar="N", help="aantal processen")
    variant_option(test)
    rules_option(test)

    variant = commands.add("variant", "variant", "zeg in gewone taal wat een variant verandert, of noem de varianten")
    variant.add_argument("namen", nargs="*", metavar="NAAM", help="naam van de variant (standaard: noem ze allemaal)")
    variant.add_argument(
        "--scenarios", nargs="+", metavar="PAD", help="scenario's om te vergelijken (standaard: de meegeleverde)"
    )
    variant.add_argument("--zonder-scenarios", action="store_true", help="vergelijk geen scenario's")
    variant.add_argument("--json", action="store_true", help="geef wat er verandert als JSON")
    rules_option(variant)

    listing = commands.add("regelingen", "listing", "toon de regelingen en besluiten")
    listing.add_argument("--json", action="store_true", help="geef de lijst als JSON")
    rules_option(listing)

    schema = commands.add("schema", "schema", "geef het JSON Schema van een dossier, voor editors en leveringen")
    rules_option(schema)

    server = commands.add(
        "taalserver", "language_server", "help een editor bij het schrijven van regels (Language Server Protocol)"
    )
    rules_option(server)

    catalogue = commands.add("catalogus", "catalogue", "maak een website van alle regelingen, om in te bladeren")
    catalogue.add_argument(
        "--uit", metavar="MAP", default="catalogus", help="map voor de website (standaard: catalogus)"
    )
    rules_option(catalogue)
