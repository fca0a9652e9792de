"""Simulations and norm reports as jobs: from what was asked to commands, and what came of them into the register."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dsl.diagnostics import diagnose
from dsl.program import Program
from dsl.source import NOWHERE
from dsl.suggest import did_you_mean, suggest
from engine.dossier.vocabulary import folded
from engine.paths import scenarios_dir
from workbench.service.jobs import REPORT, Job
from workbench.service.problems import RefusedError, Wrong, wrong_at
from workbench.settings import Settings

INVENTED = "verzonnen"
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Simulation:
    """``population``: a folder of the settings' populations by name (None: invented people, ``persons`` of them). ``against``: the
    varianten to compare with (none: the law as it is)."""

    variants: tuple[str, ...]
    year: int
    population: str | None
    persons: int
    besluiten: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    step: str = "maand"
    seeds: int = 0
    pressure: bool = False


@dataclass(frozen=True, slots=True)
class NormReport:
    """``registry``: a folder of the settings' registrations by name (None: invented records of the year of the period)."""

    norms: tuple[str, ...]
    registry: str | None
    period: str
    until: str | None = None


def check_simulation(asked: Simulation, program: Program) -> None:
    """Raises RefusedError with every name that is none."""
    wrongs = _unknown("TS472", asked.variants, program.variants, "/varianten")
    wrongs += _unknown("TS472", asked.against, program.variants, "/tegenover")
    wrongs += _unknown("TS802", asked.besluiten, program.decisions, "/besluiten")
    if wrongs:
        raise RefusedError(wrongs)


def check_norms(asked: NormReport, program: Program) -> None:
    """Raises RefusedError with every name that is none."""
    norms = program.norms.values()
    known = {name for norm in norms for name in (norm.name, norm.number, norm.regeling) if name is not None}
    if wrongs := _unknown("TS841", asked.norms, known, "/normen"):
        raise RefusedError(wrongs)


def _unknown(code: str, names: Iterable[str], known: Iterable[str], path: str) -> list[Wrong]:
    there = {folded(name): name for name in known}
    wrongs = []
    for place, name in enumerate(names):
        if folded(name) not in there:
            some = ", ".join(sorted(there.values())[:_MOST_NAMED])
            remedy = did_you_mean(suggest(name, there.values())) or f"Kies bijvoorbeeld uit: {some}."
            wrongs.append(wrong_at(diagnose(code, NOWHERE, name=name[:80], remedy=remedy), f"{path}/{place}"))
    return wrongs


def simulation_steps(asked: Simulation, settings: Settings) -> list[list[str]]:
    """The commands of a simulation. Raises RefusedError when there is no such population."""
    steps = []
    if asked.population is None:
        place = settings.populations / f"{INVENTED}-{asked.persons}-{_model()}"
        if not place.exists():
            steps.append(["populatie", f"--uit={place}", f"--personen={asked.persons}", *_rules(settings)])
    else:
        place = _existing(settings.populations, asked.population, "/populatie")
    options = [f"--populatie={place}", f"--jaar={asked.year}", "--uit={rapport}", f"--peil={asked.step}"]
    options += [f"--zaden={asked.seeds}", "--zonder-pdf", "--werkers=1", *_rules(settings)]
    options += [f"--besluit={name}" for name in asked.besluiten] + [f"--tegenover={name}" for name in asked.against]
    options += ["--druk"] if asked.pressure else []
    return [*steps, ["simuleer", *options, "--", *asked.variants]]


def norm_steps(asked: NormReport, settings: Settings) -> list[list[str]]:
    """The commands of a norm report. Raises RefusedError when there is no such folder with records."""
    steps = []
    if asked.registry is None:
        year = asked.period[:4]
        place = settings.registrations / f"{INVENTED}-{year}"
        if not place.exists():
            steps.append(
                ["voorbeeldregistraties", f"--uit={place}", f"--jaar={year}", "--schaal=0,0001", *_rules(settings)]
            )
    else:
        place = _existing(settings.registrations, asked.registry, "/registratie")
    options = [
        f"--registratie={place}",
        f"--periode={asked.period}",
        "--vorm=json",
        "--uit={rapport}",
        *_rules(settings),
    ]
    options += [] if asked.until is None else [f"--tot={asked.until}"]
    return [*steps, ["norm", *options, "--", *asked.norms]]


def report_files(place: Path) -> list[str]:
    """The names of what came of a job."""
    folder = place / REPORT
    return sorted(one.name for one in folder.iterdir() if one.is_file()) if folder.is_dir() else []


def recorded(job: Job, place: Path) -> dict[str, object]:
    """What the register keeps of a finished job: what was asked, and which files came of it."""
    files = {name: hashlib.sha256((place / REPORT / name).read_bytes()).hexdigest() for name in report_files(place)}
    return {"taak": job.id, "titel": job.title, "opdracht": [list(step) for step in job.steps], "bestanden": files}


def _model() -> str:
    """A mark of the model that people are invented by: those of an older one tell something else, and get no range."""
    return hashlib.sha256((scenarios_dir() / "populaties" / "nederland-2024.yaml").read_bytes()).hexdigest()[:8]


def _rules(settings: Settings) -> list[str]:
    return [] if settings.rules is None else [f"--regels={settings.rules}"]


def _existing(folder: Path, name: str, path: str) -> Path:
    known = sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []
    if name not in known:
        remedy = f"Kies uit: {', '.join(known[:20])}." if known else "Laat het weg voor verzonnen gegevens."
        raise RefusedError([Wrong("INVOER", path, f"Er is geen '{name}'.", remedy)])
    return folder / name
