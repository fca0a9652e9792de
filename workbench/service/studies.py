"""Simulations and norm reports as jobs: from what was asked to commands, and what came of them into the register."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dsl.diagnostics import diagnose
from dsl.program import Program
from dsl.source import NOWHERE
from dsl.suggest import did_you_mean, suggest
from engine.dossier.vocabulary import folded
from engine.normen.periods import parse_period
from engine.paths import scenarios_dir
from workbench.service.jobs import GIVEN, REPORT, Job
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
    """``registry``: a folder of the settings' registrations by name (None: invented records of the year of the period). With
    ``statements``, texts by file name, the norms are held against figures that somebody reported, and there are no records."""

    norms: tuple[str, ...]
    registry: str | None
    period: str
    until: str | None = None
    statements: Mapping[str, str] = field(default_factory=dict)


def check_simulation(asked: Simulation, program: Program) -> None:
    """Raises RefusedError with every name that is none."""
    wrongs = _unknown("TS472", asked.variants, program.variants, "/varianten")
    wrongs += _unknown("TS472", asked.against, program.variants, "/tegenover")
    wrongs += _unknown("TS802", asked.besluiten, program.decisions, "/besluiten")
    if wrongs:
        raise RefusedError(wrongs)


def check_norms(asked: NormReport, program: Program) -> None:
    """Raises RefusedError with every name that is none, and with what does not go together."""
    norms, period = program.norms.values(), parse_period(asked.period)
    known = {name for norm in norms for name in (norm.name, norm.number, norm.regeling) if name is not None}
    wrongs = _unknown("TS841", asked.norms, known, "/normen")
    if period is None or not any(norm.holds_in(period.start, period.end) for norm in norms):
        wrongs.append(wrong_at(diagnose("TS844", NOWHERE, period=asked.period[:40]), "/periode"))
    if asked.statements and asked.registry is not None:
        wrongs.append(wrong_at(diagnose("TS840", NOWHERE), "/registratie"))
    if asked.statements and asked.until is not None:
        cause = "Bij opgegeven cijfers hoort geen laatste dag: een cijfer zegt zelf tot en met welke dag het gaat."
        wrongs.append(Wrong("INVOER", "/tot", cause, "Laat 'tot' weg."))
    if wrongs:
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
    if asked.statements:
        return [_norm(asked, "--opgave={invoer}", settings)]
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
    return [*steps, _norm(asked, f"--registratie={place}", settings)]


def _norm(asked: NormReport, source: str, settings: Settings) -> list[str]:
    options = [source, f"--periode={asked.period}", "--vorm=json", "--uit={rapport}", *_rules(settings)]
    options += [] if asked.until is None else [f"--tot={asked.until}"]
    return ["norm", *options, "--", *asked.norms]


def report_files(place: Path) -> list[str]:
    """The names of what came of a job."""
    folder = place / REPORT
    return sorted(one.name for one in folder.iterdir() if one.is_file()) if folder.is_dir() else []


def recorded(job: Job, place: Path) -> dict[str, object]:
    """What the register keeps of a finished job: what was asked with the files that came with it, and which files came of it."""
    found: dict[str, object] = {"taak": job.id, "titel": job.title, "opdracht": [list(step) for step in job.steps]}
    given = _marks(place / GIVEN)
    return found | ({"invoer": given} if given else {}) | {"bestanden": _marks(place / REPORT)}


def given_files(place: Path) -> list[Path]:
    """The files that came with the question for a job."""
    folder = place / GIVEN
    return sorted(one for one in folder.iterdir() if one.is_file()) if folder.is_dir() else []


def _marks(folder: Path) -> dict[str, str]:
    files = sorted(one for one in folder.iterdir() if one.is_file()) if folder.is_dir() else []
    return {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


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
