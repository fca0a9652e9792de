"""Commands about whole populations: make one, run a variant over it, look back on what was expected."""

from __future__ import annotations

from argparse import ArgumentParser

from workbench.cli.arguments import types
from workbench.cli.arguments.options import Commands, rules_option, variant_option


def add(commands: Commands) -> None:
    people = commands.add(
        "populatie", "population", "maak verzonnen huishoudens, of lees eigen tabellen, om regels op door te rekenen"
    )
    people.add_argument("--uit", required=True, metavar="MAP", help="map voor de populatie; mag nog niet bestaan")
    people.add_argument(
        "--personen",
        type=types.people,
        metavar="AANTAL",
        help="hoeveel mensen ongeveer (standaard: 100.000)",
    )
    people.add_argument(
        "--zaad",
        type=types.seed,
        metavar="GETAL",
        help="hetzelfde zaad geeft dezelfde mensen (standaard: 1)",
    )
    people.add_argument(
        "--jaar",
        type=types.year,
        metavar="JAAR",
        help="zet de verzonnen mensen in dit jaar (standaard: het jaar waarop het model is geijkt)",
    )
    people.add_argument("--model", metavar="BESTAND", help="een eigen bestand met aandelen, marges en aannames")
    people.add_argument(
        "--van", metavar="BRON", help="eigen tabellen: een map, een bestand of het adres van een database"
    )
    people.add_argument(
        "--vertaling", metavar="BESTAND", help="van kolommen van eigen tabellen naar gegevens (YAML); hoort bij --van"
    )
    rules_option(people)

    simulate = commands.add(
        "simuleer", "simulate", "reken een variant door over een populatie, en maak er een rapport van"
    )
    simulate.add_argument("namen", nargs="+", metavar="VARIANT", help="naam van de variant (meer: op elkaar)")
    simulate.add_argument("--populatie", required=True, metavar="MAP", help="map met een populatie")
    simulate.add_argument("--jaar", type=types.year, required=True, metavar="JAAR", help="het jaar, zoals 2024")
    simulate.add_argument("--uit", required=True, metavar="MAP", help="map voor het rapport")
    _shared(simulate)
    simulate.add_argument(
        "--peil",
        choices=("maand", "kwartaal", "jaar"),
        default="maand",
        metavar="STAP",
        help="reken elke maand, elk kwartaal of alleen 1 januari door (standaard: maand)",
    )
    simulate.add_argument(
        "--druk", action="store_true", help="reken ook uit wat er van € 1.000 meer inkomen overblijft (duurt langer)"
    )
    simulate.add_argument("--zonder-pdf", action="store_true", help="maak geen PDF; dat scheelt tijd")
    simulate.add_argument("--model", metavar="BESTAND", help="het model waarmee de populatie is gemaakt")
    simulate.add_argument(
        "--werkers",
        type=types.workers,
        metavar="N",
        help="aantal processen (standaard: naar de omvang van de populatie)",
    )
    simulate.add_argument(
        "--geheugen",
        type=types.megabytes,
        default=2048,
        metavar="MB",
        help="wat elk proces voor zichzelf mag gebruiken, als er meer dan een is (standaard: 2048)",
    )
    simulate.add_argument("--cluster", metavar="ADRES", help="reken op een Dask-cluster, zoals tcp://127.0.0.1:8786")
    simulate.add_argument(
        "--hervat", action="store_true", help="ga verder waar een afgebroken doorrekening in deze map was"
    )
    simulate.set_defaults(personen_per_zaad=50_000, huishoudens=True)
    rules_option(simulate)

    weigh = commands.add("weging", "weigh", "weeg een variant snel op de hand, en zeg wat nog niet is getoetst")
    weigh.add_argument("namen", nargs="+", metavar="VARIANT", help="naam van de variant (meer: op elkaar)")
    weigh.add_argument("--jaar", type=types.year, required=True, metavar="JAAR", help="het jaar, zoals 2024")
    weigh.add_argument("--uit", required=True, metavar="MAP", help="map voor de weging")
    weigh.add_argument(
        "--populatie", metavar="MAP", help="map met een populatie (standaard: een kleine met verzonnen mensen)"
    )
    weigh.add_argument(
        "--personen",
        type=types.people,
        default=20_000,
        metavar="AANTAL",
        help="hoeveel verzonnen mensen, als er geen populatie is (standaard: 20.000)",
    )
    weigh.add_argument("--model", metavar="BESTAND", help="het model voor de verzonnen mensen")
    _shared(weigh)
    weigh.set_defaults(
        peil="jaar",
        druk=False,
        werkers=1,
        geheugen=2048,
        cluster=None,
        hervat=False,
        personen_per_zaad=10_000,
        huishoudens=False,
    )
    rules_option(weigh)

    batch = commands.add(
        "reeks",
        "batch",
        "neem een besluit voor elke rij van een populatie, alleen om te onderzoeken: niet voor besluiten",
    )
    batch.add_argument("besluit", metavar="BESLUIT", help="naam van het besluit")
    batch.add_argument("--populatie", required=True, metavar="MAP", help="map met een populatie")
    batch.add_argument("--op", type=types.day, required=True, metavar="DATUM", help="rekendatum, zoals 01-03-2024")
    batch.add_argument("--uit", required=True, metavar="BESTAND", help="CSV-bestand met een regel per rij")
    batch.add_argument(
        "--met-plaats",
        action="store_true",
        help="zet erbij welk deel en welke rij het is; wie de populatie heeft, kan dan zien om wie het gaat",
    )
    batch.add_argument(
        "--rechtsgevolg", action="store_true", help="wordt geweigerd: een reeks heeft geen rekenstappen en geen bewijs"
    )
    variant_option(batch)
    rules_option(batch)

    introduced = commands.add("invoeringstoets", "introduced", "zet wat een rapport verwachtte naast wat er is gemeten")
    introduced.add_argument(
        "rapport", metavar="RAPPORT", help="map van 'toetssteen simuleer', of het rapport.json daarin"
    )
    introduced.add_argument("--metingen", required=True, metavar="BESTAND", help="metingen met hun bron, in YAML")
    introduced.add_argument(
        "--normen", metavar="BESTAND", help="opgave over de normen van de uitvoerder, in YAML of CSV"
    )
    introduced.add_argument("--json", action="store_true", help="geef de vergelijking als JSON")


def _shared(run: ArgumentParser) -> None:
    """What a run over a population may be told, whole or small."""
    run.add_argument(
        "--besluit", action="append", metavar="NAAM", help="alleen dit besluit (standaard: alle die de variant raakt)"
    )
    run.add_argument(
        "--tegenover",
        action="append",
        metavar="NAAM",
        help="vergelijk met deze variant (standaard: waar de variant bovenop staat, of het geldende recht)",
    )
    run.add_argument(
        "--zaden",
        type=types.seeds,
        default=20,
        metavar="AANTAL",
        help="hoeveel kleinere populaties het bereik geven: 0 of ten minste 20 (standaard: 20)",
    )
    run.add_argument(
        "--aannames",
        metavar="BESTAND",
        help="aannames over de uitvoering (standaard: de meegeleverde over deze variant, als die er is)",
    )
    run.add_argument(
        "--kosten", metavar="BESTAND", help="kosten per handeling (aantal maal normtijd maal tarief), met hun bron"
    )
    run.add_argument(
        "--inbreng",
        metavar="BESTAND",
        help="randvoorwaarden, risico's en teksten van mensen (standaard: de meegeleverde, als die er is)",
    )
