"""``make demo``: decide the example dossiers and show what comes out, in the words of the letter to the citizen.

Each decision is a command that anyone can repeat; it is printed above what it gives. Of most
letters only the outcome is shown, and the signals for the case handler where the case is about them; the command gives
the rest.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import textwrap
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import yaml

from engine.paths import scenarios_dir
from workbench.cli import main as command
from workbench.cli.console import Console

WIDTH = 100
OUTCOME, LETTER, SIGNALS = "outcome", "letter", "signals"


@dataclass(frozen=True, slots=True)
class Asked:
    """One decision in a dossier, and what is shown of it: the outcome, the whole letter or the signals, or several."""

    besluit: str
    day: str
    dossier: str = ""
    sent: str = ""
    shown: tuple[str, ...] = (OUTCOME,)


@dataclass(frozen=True, slots=True)
class Story:
    """A dossier and what is asked of it. Its name and what it is about stand in the dossier itself."""

    dossier: str
    asked: tuple[Asked, ...]
    trajecten: tuple[tuple[str, str], ...] = ()  # name and day
    revision: tuple[str, ...] = ()  # besluit and options of a herziening
    weighing: str = ""  # a maatwerkafweging


WLZ, WMO, AOW = "Eigen bijdrage Wlz", "Eigen bijdrage Wmo", "Bedragen bij een keuze na opname"
TERM = "Termijn van herziening Wlz"
STORIES = (
    Story(
        "meneer-bakker",
        (
            Asked(WLZ, "01-03-2026"),
            Asked(WLZ, "01-09-2026"),
            Asked(AOW, "01-03-2026"),
            Asked(WMO, "01-09-2026", dossier="mevrouw-bakker"),
        ),
        revision=(
            WLZ,
            *[
                "--van",
                "01-02-2026",
                "--tot",
                "31-08-2026",
                "--toen",
                "01-06-2026",
                "--nu",
                "10-09-2026",
                "--uitleg",
                "burger",
            ],
        ),
    ),
    Story("meneer-bakker-spiegel", (Asked(WLZ, "01-03-2026"), Asked(WLZ, "01-09-2026"))),
    Story("sanne", (Asked(WLZ, "01-08-2025"), Asked(WLZ, "01-08-2026"))),
    Story(
        "mevrouw-yilmaz",
        (Asked(WMO, "01-03-2024", shown=(LETTER,)), Asked(WMO, "01-06-2024", shown=(OUTCOME, SIGNALS))),
    ),
    Story("stapelfactuur", (Asked("Begin van de bijdrage Wmo", "10-06-2026"),), weighing="stapelfactuur"),
    Story(
        "te-veel-betaald",
        (
            Asked(TERM, "15-09-2021", sent="15-09-2021"),
            Asked(TERM, "15-09-2023", sent="15-09-2023"),
            Asked(TERM, "15-09-2025", sent="15-09-2025"),
        ),
    ),
    Story(
        "karim",
        (
            Asked("Stap bij achterstand zorgpremie", "01-04-2024"),
            Asked("Bestuursrechtelijke premie", "01-06-2024"),
            Asked("Bestuursrechtelijke premie", "01-07-2024"),
            Asked("Bestuursrechtelijke premie", "01-10-2024"),
            Asked("Bestuursrechtelijke premie", "01-03-2025"),
        ),
        (("Betalingsachterstand zorgpremie", "20-05-2024"), ("Betalingsachterstand zorgpremie", "01-04-2025")),
    ),
    Story("gedupeerde-ouder", (Asked("Schulden van een persoon na 2020", "01-06-2023"),)),
    Story(
        "overlijden",
        (
            Asked("Eigen bijdrage Wlz over een deel van de maand", "12-03-2026"),
            Asked(WLZ, "20-05-2026", shown=(SIGNALS,)),
        ),
    ),
    Story("zorgtoeslag", (Asked("Zorgtoeslag", "01-01-2026"),)),
)


def path_of(dossier: str) -> Path:
    return scenarios_dir() / "dossiers" / f"{dossier}.yaml"


def arguments(asked: Asked, dossier: str) -> list[str]:
    args = ["besluit", asked.besluit, "--dossier", str(path_of(asked.dossier or dossier)), "--op", asked.day]
    return [*args, "--verzonden-op", asked.sent] if asked.sent else args


def repeatable(asked: Asked, dossier: str) -> str:
    """The command as a reader would type it, with the dossier by its own name."""
    sent = f" --verzonden-op {asked.sent}" if asked.sent else ""
    sent += " --uitleg behandelaar" if SIGNALS in asked.shown else ""
    name = f"scenarios/dossiers/{asked.dossier or dossier}.yaml"
    return f'$ toetssteen besluit "{asked.besluit}" --dossier {name} --op {asked.day}{sent}'


def ran(args: list[str]) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return command(args, Console(out, err)), out.getvalue(), err.getvalue()


def outcome_of(letter: str) -> str:
    """The letter up to its reasons, without its heading and the period it is about: that stands in the command."""
    lines = letter.split("\nWaarom?\n")[0].splitlines()
    return "\n".join(line for line in lines[2:] if line.strip() and not line.startswith("Dit besluit gaat over"))


def signals_of(args: list[str]) -> list[str]:
    found = json.loads(ran([*args, "--json"])[1])["signalen"]["signalen"]
    return [f'Signaal voor de behandelaar: "{signal["naam"]}". {signal["advies"]}' for signal in found]


def show(asked: Asked, dossier: str) -> int:
    print(f"\n{repeatable(asked, dossier)}")
    args = arguments(asked, dossier)
    code, letter, faults = ran([*args, "--uitleg", "burger"])
    lines = outcome_of(letter).splitlines() if OUTCOME in asked.shown else []
    lines += letter.splitlines() if LETTER in asked.shown else []
    lines += signals_of(args) if SIGNALS in asked.shown else []
    show_lines([*lines, *faults.splitlines()])
    return code


def show_traject(name: str, day: str, dossier: str) -> int:
    """The state on a day, and what could not be and what comes next."""
    print(f'\n$ toetssteen traject "{name}" --dossier scenarios/dossiers/{dossier}.yaml --op {day}')
    code, text, faults = ran(["traject", name, "--dossier", str(path_of(dossier)), "--op", day])
    parts = [part for part in text.split("\n\n")[1:] if not part.startswith(("De weg hierheen", "Na deze datum"))]
    for line in [*"\n".join(parts).splitlines(), *faults.splitlines()]:
        print(textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent=" " * 16, break_long_words=False))
    return code


def show_revision(options: tuple[str, ...], dossier: str) -> int:
    """What a besluit was, what it becomes as more is known, and why."""
    besluit, *rest = options
    print(f'\n$ toetssteen herziening "{besluit}" --dossier scenarios/dossiers/{dossier}.yaml {" ".join(rest)}')
    code, text, faults = ran(["herziening", besluit, "--dossier", str(path_of(dossier)), *rest])
    show_lines([*text.splitlines()[2:], *faults.splitlines()])
    return code


def show_weighing(name: str, dossier: str, asked: Asked) -> int:
    """The openings that the law gives in this case, and a filled-in weighing that the check accepts."""
    told = ["--dossier", f"scenarios/dossiers/{dossier}.yaml"]
    print(f'\n$ toetssteen maatwerk formulier "{asked.besluit}" {" ".join(told)} --op {asked.day} > afweging.yaml')
    code, form, faults = ran(["maatwerk", "formulier", *arguments(asked, dossier)[1:]])
    show_lines([line.removeprefix("# ") for line in form.splitlines() if line.startswith("#   ")] + faults.splitlines())
    if code:
        return code
    example = (scenarios_dir() / "maatwerk" / f"{name}.yaml").read_text(encoding="utf-8")
    proof = next(line for line in form.splitlines() if line.startswith("bewijs:"))
    filled = "\n".join(proof if line.startswith("bewijs:") else line for line in example.splitlines())
    print(
        f"\n$ toetssteen maatwerk controleer afweging.yaml {' '.join(told)}   # ingevuld als scenarios/maatwerk/{name}.yaml"
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "afweging.yaml"
        place.write_text(filled, encoding="utf-8")
        code, text, faults = ran(["maatwerk", "controleer", str(place), "--dossier", str(path_of(dossier))])
    show_lines([*text.splitlines(), *faults.splitlines()])
    return code


def show_lines(lines: list[str]) -> None:
    for line in lines:
        print(textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False))


REPORT = "cak-jaarverslag-2024.yaml"


def show_norms() -> int:
    """The scoreboard of a year from the figures in the report itself: our verdict beside that of the report."""
    print(
        f"\n{'=' * WIDTH}\nNormen van het CAK over 2024, op de cijfers van het jaarverslag. Elk oordeel is onze lezing."
    )
    print(f"\n$ toetssteen norm --opgave scenarios/normen/opgaven/{REPORT} --periode 2024")
    path = scenarios_dir() / "normen" / "opgaven" / REPORT
    code, text, faults = ran(["norm", "--opgave", str(path), "--periode", "2024", "--vorm", "json"])
    if code:
        print(faults)
        return code
    found = json.loads(text)
    for norm in found["normen"]:
        said = norm["opgave"]
        if said is not None:
            part = f" {norm['uitsplitsing']}" if norm["uitsplitsing"] else ""
            line = f"{norm['norm']}{part}: {said['gedrukt']}, gevraagd {norm['eis']}: {norm['oordeel'].upper()}"
            theirs = f" (document: {said['oordeel']})" if said["gelijk aan ons oordeel"] is False else ""
            print(textwrap.fill(line + theirs, WIDTH, initial_indent="  ", subsequent_indent="    "))
    print(f"\n  {textwrap.fill(found['samenvatting'], WIDTH - 2, subsequent_indent='  ')}")
    return code


SCOREBOARD = Path("build") / "normen-2024"


def show_scoreboard() -> int:
    """The same as pages for a browser, where the package that draws them is installed."""
    made = f"--periode 2024 --vorm html --uit {SCOREBOARD}"
    print(f"\n$ toetssteen norm --opgave scenarios/normen/opgaven/{REPORT} {made}")
    if find_spec("vl_convert") is None:
        print("  Hiervoor is een extra pakket nodig: pip install 'toetssteen[rapport]'.")
        return 0
    path = scenarios_dir() / "normen" / "opgaven" / REPORT
    code, text, faults = ran(["norm", "--opgave", str(path), *made.split()])
    show_lines([*text.splitlines(), *faults.splitlines()])
    return code


PEOPLE = 1_000_000
SIMULATION = Path("build") / "uitvoeringstoets-2024"
VARIANT = "indexatie abonnementstarief 2024"


def show_simulation() -> int:
    """A variant over a million invented people, where the packages for it are installed."""
    made = f"--populatie MENSEN --jaar 2024 --zonder-pdf --uit {SIMULATION}"
    print(f"\n{'=' * WIDTH}\nEen variant over {PEOPLE:_} verzonnen mensen, met een rapport.".replace("_", "."))
    print(f"\n$ toetssteen populatie --personen {PEOPLE} --uit MENSEN")
    print(f'$ toetssteen simuleer "{VARIANT}" {made}')
    missing = [name for name in ("pyarrow", "altair", "jinja2", "vl_convert", "xlsxwriter") if find_spec(name) is None]
    if missing:
        print("  Hiervoor zijn extra pakketten nodig: pip install 'toetssteen[simulatie,rapport]'.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        people = str(Path(folder) / "mensen")
        code, _, faults = ran(["populatie", "--personen", str(PEOPLE), "--uit", people])
        if code:
            print(faults)
            return code
        start = time.monotonic()
        code, text, faults = ran(["simuleer", VARIANT, *(people if one == "MENSEN" else one for one in made.split())])
    show_lines([*text.splitlines(), *faults.splitlines()])
    print(f"  Doorrekening en rapport: {time.monotonic() - start:.0f} seconden.")
    return code


def main() -> int:
    """Show all stories. Returns 1 when something could not be decided."""
    worst = 0
    for story in STORIES:
        told = yaml.safe_load(path_of(story.dossier).read_text(encoding="utf-8"))
        print(f"\n{'=' * WIDTH}\n{told['naam']}\n{textwrap.fill(told['toelichting'], WIDTH)}")
        for asked in story.asked:
            worst = max(worst, show(asked, story.dossier))
        for name, day in story.trajecten:
            worst = max(worst, show_traject(name, day, story.dossier))
        if story.revision:
            worst = max(worst, show_revision(story.revision, story.dossier))
        if story.weighing:
            worst = max(worst, show_weighing(story.weighing, story.dossier, story.asked[0]))
        sys.stdout.flush()
    worst = max(worst, show_norms(), show_scoreboard(), show_simulation())
    count = sum(len(story.asked) for story in STORIES)
    print(f"\n{'=' * WIDTH}\n{count} besluiten genomen. Alle regels aan hun scenario's toetsen:\n$ toetssteen toets\n")
    sys.stdout.flush()
    return max(worst, command(["toets"]))


if __name__ == "__main__":
    sys.exit(main())
