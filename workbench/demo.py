"""``make demo``: decide the example dossiers and show what a citizen and a case handler get to see.

Each case is a command that anyone can repeat; it is printed above what it gives.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from engine.paths import scenarios_dir
from workbench.cli import main as command


@dataclass(frozen=True, slots=True)
class Shown:
    title: str
    besluit: str
    dossier: str
    day: str
    level: str = "burger"


CASES = (
    Shown(
        "Mevrouw Yilmaz: haar gemeente past het nieuwe tarief nog niet toe",
        "Eigen bijdrage Wmo",
        "mevrouw-yilmaz",
        "01-03-2024",
    ),
    Shown(
        "Mevrouw Yilmaz: vanaf mei wel, en zij maakt nog het oude bedrag over",
        "Eigen bijdrage Wmo",
        "mevrouw-yilmaz",
        "01-06-2024",
        "behandelaar",
    ),
    Shown(
        "Sanne onder de wet van 2025: voorlopig, op het inkomen van dit jaar",
        "Eigen bijdrage Wlz",
        "sanne",
        "01-08-2025",
    ),
    Shown(
        "Sanne onder de wet van 2026: op het inkomen van twee jaar geleden", "Eigen bijdrage Wlz", "sanne", "01-08-2026"
    ),
    Shown("Meneer Bakker in maart: de lage bijdrage", "Eigen bijdrage Wlz", "meneer-bakker", "01-03-2026"),
    Shown("Meneer Bakker in september: de hoge bijdrage", "Eigen bijdrage Wlz", "meneer-bakker", "01-09-2026"),
    Shown("Samira en Tom: zorgtoeslag", "Zorgtoeslag", "zorgtoeslag", "01-01-2026"),
    Shown(
        "Meneer De Wit: een mens moet oordelen over een te late start",
        "Begin van de bijdrage Wmo",
        "stapelfactuur",
        "10-06-2026",
    ),
)


def main() -> int:
    """Show all cases. Returns 1 when one of them could not be decided."""
    worst = 0
    for case in CASES:
        path = scenarios_dir() / "dossiers" / f"{case.dossier}.yaml"
        print(f"\n{'=' * 100}\n{case.title}")
        print(f'$ toetssteen besluit "{case.besluit}" --dossier {path.name} --op {case.day} --uitleg {case.level}\n')
        sys.stdout.flush()
        worst = max(
            worst, command(["besluit", case.besluit, "--dossier", str(path), "--op", case.day, "--uitleg", case.level])
        )
    print(
        f"\n{'=' * 100}\n{len(CASES)} besluiten genomen. Alle regels aan hun scenario's toetsen:\n$ toetssteen toets\n"
    )
    sys.stdout.flush()
    return max(worst, command(["toets"]))


if __name__ == "__main__":
    sys.exit(main())
