"""The command that looks after the register."""

from __future__ import annotations

import argparse

from workbench.cli.arguments.options import Commands, rules_option


def add(commands: Commands) -> None:
    register = commands.add(
        "register", "register", "controleer, toon, herhaal, wis of bewaar wat in het register staat"
    )
    parts = Commands(register.add_subparsers(dest="deel", required=True, title="onderdelen", metavar="ONDERDEEL"))

    def part(name: str, help_: str) -> argparse.ArgumentParser:
        made = parts.add(name, None, help_)
        made.add_argument(
            "--database",
            metavar="ADRES",
            help="sqlite:///map/register.db of postgresql://... (standaard: TOETSSTEEN_DATABASE)",
        )
        made.add_argument(
            "--sleutel", metavar="BESTAND", help="bestand met de sleutel (standaard: TOETSSTEEN_KEY_FILE)"
        )
        return made

    def heads(made: argparse.ArgumentParser) -> None:
        made.add_argument(
            "--kop",
            nargs="+",
            default=[],
            metavar="BESTAND",
            help="eerder bewaarde koppen, om een afgekapt einde te zien",
        )

    check = part("controleer", "controleer of elke inschrijving er nog staat zoals zij is geschreven")
    heads(check)
    head = part("kop", "geef de ondertekende kop van het register, om elders te bewaren")
    head.add_argument("--uit", metavar="BESTAND", help="schrijf de kop in dit bestand (standaard: het scherm)")
    show = part("toon", "toon welke inschrijvingen er zijn, of een inschrijving met haar inhoud")
    show.add_argument("id", nargs="?", metavar="ID", help="toon de inhoud hiervan; dat komt zelf ook in het register")
    show.add_argument("--soort", metavar="SOORT", help="alleen deze soort, zoals besluit")
    show.add_argument("--onderwerp", metavar="ID", help="alleen over dit dossier")
    show.add_argument("--na", metavar="ID", help="ga verder na deze inschrijving")
    show.add_argument("--aantal", type=_count, default=50, metavar="N", help="hoeveel ten hoogste (standaard: 50)")
    show.add_argument("--json", action="store_true", help="geef de lijst als JSON")
    again = part("herhaal", "neem besluiten opnieuw met de regels en feiten van toen, en zeg of zij gelijk zijn")
    again.add_argument("ids", nargs="*", metavar="ID", help="inschrijvingen van besluiten (standaard: alle)")
    hold = part("blokkeer", "zorg dat een dossier niet wordt gewist zolang er iets loopt")
    hold.add_argument("onderwerp", metavar="DOSSIER", help="id van het dossier")
    hold.add_argument("--grond", required=True, metavar="GROND", help="bezwaar, beroep, hersteloperatie of een andere")
    free = part("vrijgeven", "hef een blokkade op")
    free.add_argument("id", metavar="BLOKKADE", help="id van de blokkade")
    rules_option(part("verlopen", "noem de dossiers waarvan de bewaartermijn voorbij is en die niet geblokkeerd zijn"))
    erase = part("wis", "wis de gegevens van een dossier voorgoed, als de bewaartermijn voorbij is")
    erase.add_argument("onderwerp", metavar="DOSSIER", help="id van het dossier")
    erase.add_argument("--grond", required=True, metavar="GROND", help="bijvoorbeeld 'bewaartermijn verstreken'")
    erase.add_argument(
        "--langer-nodig", choices=("ja", "nee"), metavar="JA/NEE", help="of de gegevens langer nodig zijn voor de taak"
    )
    erase.add_argument("--proef", action="store_true", help="wis niets, zeg alleen of het kan")
    rules_option(erase)
    save = part("backup", "schrijf het hele register in een nieuw bestand")
    save.add_argument("bestand", metavar="BESTAND", help="nieuw bestand voor de kopie")
    back = part("herstel", "zet een kopie terug in een lege database")
    back.add_argument("bestand", metavar="BESTAND", help="kopie van 'toetssteen register backup'")
    heads(back)
    back.add_argument(
        "--gewist",
        metavar="BESTAND",
        help="uitvoer van 'toon --soort wissing --json': wis dat opnieuw in een oude kopie",
    )


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= 500):
        raise argparse.ArgumentTypeError(f"{text!r} gaat niet: kies een getal van 1 tot en met 500")
    return int(text)
