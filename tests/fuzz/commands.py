"""Whole commands on mutated files: what a person could type on a bad day, with every file form a command reads."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

from dsl.program import BoolType, DateType, EnumType, NumType, Program, RegistryInfo
from engine.paths import scenarios_dir
from tests.fuzz.mutate import mutate
from workbench.cli import main as command
from workbench.cli.console import Console

WLZ, DELAY, TERM = "Eigen bijdrage Wlz", "Betalingsachterstand zorgpremie", "Begin van de bijdrage Wmo"
MARRIED = """\
rekendatum: 01-11-2026
verzonden op: 05-11-2026
leefeenheid:
  heeft een huwelijk of geregistreerd partnerschap:
    - {waarde: nee, tot en met: 15-05-2026, herkomst: BRP}
    - {waarde: ja, van: 16-05-2026, herkomst: BRP, bekend: {SVB: 20-05-2026, CAK: 01-09-2026}}
  voert een gezamenlijke huishouding: nee
  is duurzaam gescheiden levend: nee
  heeft een kind ten laste: nee
  verwacht een terugkeer binnen vier maanden: nee
  heeft een aanvraag om peiljaarverlegging: nee
  cliënt:
    geboortedatum: 03-11-1944
    verblijft in een instelling: ja
    verblijft deeltijds in een instelling: nee
    heeft een eerder verblijf in een instelling: nee
    valt onder de jaarlijkse herberekening: nee
    begin van het verblijf: 01-02-2026
    inkomen:
      2024:
        - {waarde: € 26.000, herkomst: Belastingdienst, bekend: 01-06-2025}
        - {waarde: € 41.000, herkomst: Belastingdienst, bekend: 10-09-2026}
    rendementsgrondslag: {2024: € 0}
  echtgenoot:
    - {id: joke, van: 16-05-2026, herkomst: BRP, bekend: {SVB: 20-05-2026, CAK: 01-09-2026}, geboortedatum: 22-06-1947}
besluiten:
  - besluit: Eigen bijdrage Wlz
    van: 01-02-2026
    uitkomst: {eigen bijdrage: € 350,00}
    rechtsstatus: verschuldigd
    verzonden op: 20-01-2026
"""
"""A late correction of an income and a marriage that one organisation heard of later than another."""


def records_of(program: Program, registry: RegistryInfo) -> str:
    """A CSV with every column of a registratie and some records in it."""
    rows = [";".join(column.names[0] for column in registry.columns)]
    for number in range(4):
        values = (
            _value(program, program.types[registry.name].attributes[one.attr].type, number) for one in registry.columns
        )
        rows.append(";".join(values))
    return "\n".join(rows) + "\n"


def _value(program: Program, kind: object, number: int) -> str:
    if isinstance(kind, DateType):
        return ("01-01-2024", "29-02-2024", "31-12-2023", "")[number]
    if isinstance(kind, BoolType):
        return ("ja", "nee", "", "JA")[number]
    if isinstance(kind, EnumType):
        choices = program.enums[kind.name]
        return choices[number % len(choices)]
    return ("12", "7", "2024", "100")[number] if isinstance(kind, NumType) else f"A{number}"


class Commands:
    """One command on mutated files; ``run`` raises what the command raises."""

    def __init__(self, program: Program) -> None:
        root = scenarios_dir()
        self._read = {
            name: (root / f"{name}.yaml").read_text(encoding="utf-8")
            for name in (
                "dossiers/meneer-bakker", "dossiers/echtpaar-bakker", "dossiers/karim", "dossiers/stapelfactuur",
                "keuzes/ongehuwd-na-opname-2024", "maatwerk/stapelfactuur",
            )
        }  # fmt: skip
        self._registries = {
            f"{name.replace(' ', '_')}.csv": records_of(program, info) for name, info in program.registries.items()
        }
        shipped = root / "normen"
        self._registries |= {path.name: path.read_text("utf-8") for path in (shipped / "registraties").glob("*.csv")}
        self._reported = {path.name: path.read_text("utf-8") for path in (shipped / "opgaven").glob("*.yaml")}
        self._place = Path(tempfile.mkdtemp(prefix="toetssteen-fuzz-"))

    def run(self, random: Random) -> str:
        """Gives the text that was mutated."""
        name = random.choice(
            ("besluit", "alles", "herziening", "wat_als", "gevolgen", "traject", "formulier", "controleer", "overzicht", "norm", "verschil")
        )  # fmt: skip
        victim, arguments = getattr(self, f"_{name}")(random)
        out, err = io.StringIO(), io.StringIO()
        code = command(arguments, Console(out, err))
        told = err.getvalue()
        # An error of the system in another place than the output would be told as TS807: a path that nobody guarded.
        if "TS807" in told or "Traceback" in told:
            raise AssertionError(f"{arguments}: {told[:400]}")
        if code and not told.strip() and not out.getvalue().strip():
            raise AssertionError(f"{arguments}: einde {code} zonder uitleg")
        if "--json" in arguments and out.getvalue():
            json.loads(out.getvalue())
        if any(sign in out.getvalue() for sign in ("\x1b", "\u202e", "\x00")):
            raise AssertionError(f"{arguments}: een stuurteken kwam in de uitvoer")
        return victim

    # ---- the commands: the text that was mutated, and the arguments

    def _besluit(self, random: Random) -> tuple[str, list[str]]:
        text, path = self._dossier(random)
        return text, ["besluit", WLZ, "--dossier", path, *_period(random), *_knowing(random), *_shape(random)]

    def _alles(self, random: Random) -> tuple[str, list[str]]:
        text, path = self._dossier(random)
        return text, ["alles", "--dossier", path, *_period(random), *_knowing(random), *_json(random)]

    def _herziening(self, random: Random) -> tuple[str, list[str]]:
        text, path = self._dossier(random)
        days = ["--toen", _day(random), "--nu", _day(random)]
        return text, ["herziening", WLZ, "--dossier", path, *_period(random), *days, *_shape(random)]

    def _verschil(self, random: Random) -> tuple[str, list[str]]:
        text, path = self._dossier(random)
        other = self._file("ander.yaml", MARRIED)
        return text, ["verschil", WLZ, "--dossier", path, "--met", other, *_period(random), *_json(random)]

    def _wat_als(self, random: Random) -> tuple[str, list[str]]:
        text, path = self._dossier(random)
        option, about = random.choice(
            (
                ("--feit", "inkomen van de cliënt in 2024 = € 30.000"),
                ("--feit", "voert een gezamenlijke huishouding van de leefeenheid = ja"),
                ("--kleinste", "inkomen van de cliënt in 2024"),
                ("--kleinste", "geboortedatum van de cliënt"),
            )
        )
        about = mutate(about, random).replace("\x00", "") if random.random() < 0.5 else about
        return f"{about}\n{text}", ["wat-als", WLZ, "--dossier", path, "--op", "01-11-2026", f"{option}={about}"]

    def _gevolgen(self, random: Random) -> tuple[str, list[str]]:
        dossier, choice = self._read["dossiers/echtpaar-bakker"], self._read["keuzes/ongehuwd-na-opname-2024"]
        if random.random() < 0.5:
            dossier = mutate(dossier, random)
        else:
            choice = mutate(choice, random)
        paths = ["--dossier", self._file("dossier.yaml", dossier), "--keuze", self._file("keuze.yaml", choice)]
        return dossier + choice, ["gevolgen", *paths, "--van", "01-03-2026", "--tot", "31-08-2026", *_json(random)]

    def _traject(self, random: Random) -> tuple[str, list[str]]:
        text = mutate(self._read["dossiers/karim"], random)
        calendar = ["--ics", str(self._place / "agenda.ics")] if random.random() < 0.3 else []
        path = self._file("dossier.yaml", text)
        return text, ["traject", DELAY, "--dossier", path, "--op", _day(random), *calendar, *_json(random)]

    def _formulier(self, random: Random) -> tuple[str, list[str]]:
        text = mutate(self._read["dossiers/stapelfactuur"], random)
        earlier = self._file("eerder.yaml", self._read["maatwerk/stapelfactuur"])
        path = self._file("dossier.yaml", text)
        return text, ["maatwerk", "formulier", TERM, "--dossier", path, "--eerdere", earlier]

    def _controleer(self, random: Random) -> tuple[str, list[str]]:
        text = mutate(self._read["maatwerk/stapelfactuur"], random)
        dossier = self._file("dossier.yaml", self._read["dossiers/stapelfactuur"])
        return text, ["maatwerk", "controleer", self._file("afweging.yaml", text), "--dossier", dossier]

    def _overzicht(self, random: Random) -> tuple[str, list[str]]:
        text = mutate(self._read["maatwerk/stapelfactuur"], random)
        return text, ["maatwerk", "overzicht", self._file("afweging.yaml", text), "--minimum", "1", *_json(random)]

    def _norm(self, random: Random) -> tuple[str, list[str]]:
        """Records of one registratie, with any text in them: made from its columns, or shipped. Or figures that somebody reported."""
        period = ["--periode", random.choice(("2024", "2024-K1", "2024-02"))]
        if random.random() < 0.4:
            text = mutate(self._reported[random.choice(sorted(self._reported))], random)
            return text, ["norm", "--opgave", self._file("opgave.yaml", text), *period, *_form(random)]
        name = random.choice(sorted(self._registries))
        text = mutate(self._registries[name], random)
        folder = self._place / "registratie"
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        (folder / name).write_text(text, encoding="utf-8", newline="")
        return text, ["norm", "--registratie", str(folder), *period, *_form(random)]

    # ---- files

    def _dossier(self, random: Random) -> tuple[str, str]:
        text = mutate(random.choice((MARRIED, MARRIED, self._read["dossiers/meneer-bakker"])), random)
        return text, self._file("dossier.yaml", text)

    def _file(self, name: str, text: str) -> str:
        path = self._place / name
        path.write_text(text, encoding="utf-8", newline="")
        return str(path)


def _day(random: Random) -> str:
    days: Sequence[str] = ("01-06-2026", "01-11-2026", "29-02-2024", "31-12-2023", "01-01-1800", "31-12-2200")
    return random.choice(days)


def _period(random: Random) -> list[str]:
    first, last = random.choice(
        (("01-02-2026", "31-12-2026"), ("29-02-2024", "15-03-2026"), ("16-05-2026", "16-05-2026"))
    )
    return ["--van", first, "--tot", last]


def _knowing(random: Random) -> list[str]:
    return random.choice(([], ["--bekend", _day(random)], ["--bekend", _day(random), "--bij", "CAK"]))


def _shape(random: Random) -> list[str]:
    return random.choice(([], ["--json"], ["--uitleg", "behandelaar"]))


def _json(random: Random) -> list[str]:
    return random.choice(([], ["--json"]))


def _form(random: Random) -> list[str]:
    return ["--vorm", random.choice(("tekst", "markdown", "json", "rapportage"))]
