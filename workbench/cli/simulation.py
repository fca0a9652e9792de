"""A run of varianten over a population, up to all that a report is made from: what ``simuleer`` and ``weging`` share."""

from __future__ import annotations

import hashlib
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dsl.diagnostics import diagnose
from dsl.files import reason
from dsl.program import Program
from dsl.source import NOWHERE, Sources
from workbench.cli.console import FINDINGS, GOOD, USAGE, Console
from workbench.cli.corpus import load
from workbench.cli.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.columns.population import Population
    from engine.population.folder import Stored
    from engine.simulation.finished import Finished
    from engine.simulation.part import Machine
    from engine.simulation.run import Drawn
    from engine.simulation.tally import Tallies
    from engine.simulation.work import NotAsked, Work
    from engine.variants.changes import Changes
    from workbench.cli.report_files import Given
    from workbench.rapport.material import Material
    from workbench.rapport.model import Part

CAP = 2_000
"""Rows per part and besluit that the exact evaluator takes over."""
REPORT_EXTRAS = ("altair", "jinja2", "markupsafe", "vl_convert", "weasyprint", "xlsxwriter")


def guarded(run: Callable[[Namespace, Console], int], args: Namespace, console: Console) -> int:
    """Say which extra is missing."""
    try:
        return run(args, console)
    except ImportError as missing:
        extra = "rapport" if missing.name in REPORT_EXTRAS else "simulatie"
        console.findings([diagnose("TS547", NOWHERE, name="een doorrekening", extra=extra)], Sources())
        return FINDINGS


@dataclass(frozen=True, slots=True)
class Ran:
    material: Material
    tallies: Tallies
    finished: Finished


def ran(args: Namespace, console: Console, programs: Programs, given: Given, stored: Stored | None = None) -> Ran | int:
    """The run, or the exit code after saying what is wrong. ``stored``: the population, when it is not that of the arguments."""
    from engine.population.folder import NotAPopulationError, open_population
    from engine.simulation.below_minimum import below_minimum
    from engine.simulation.effects import effects_of
    from engine.simulation.groups import dimensions_of
    from engine.simulation.later import limit_of
    from engine.simulation.part import Machine
    from engine.simulation.run import weight_of
    from engine.simulation.stacking import STACK
    from workbench.cli.report_files import agency_from
    from workbench.cli.runs import run_over
    from workbench.rapport.material import Material

    try:
        stored = open_population(Path(args.populatie)) if stored is None else stored
        weight = weight_of(stored)
        chosen = _work(args, console, programs, stored)
        if chosen is None:
            return USAGE
        work, changes, left = chosen
        rows = sum(stored.rows(owner) for owner in {one.over for one in work.asked})
        rows += args.zaden * args.personen_per_zaad if stored.synthetic else 0
        machine = Machine(work, dimensions_of(stored.about, stored.synthetic), rows)
        left += _look_first(machine, stored, console)
        found = run_over(args, console, machine, stored)
        if found is None:
            return FINDINGS
        tallies, finished = found
        seeds, no_seeds = _seeds(args, console, machine, stored, programs.baseline)
        first = stored.parts[0].read()
    except (NotAPopulationError, ValueError) as wrong:
        console.findings([diagnose("TS880", NOWHERE, what=str(wrong))], Sources())
        return FINDINGS
    effects = tuple(
        effects_of(one, tallies[one.besluit], weight, seeds, limit_of(work.variant, one, work.year))
        for one in machine.work.asked
    )
    material = Material(
        machine.work,
        stored,
        tuple(programs.variant.variants[name] for name in programs.named),
        programs.below,
        changes,
        effects,
        tuple(left),
        len(seeds),
        no_seeds,
        agency=agency_from(given, effects),
        households=_households(args, machine, stored, first),
        minimum=below_minimum(tallies[STACK], weight, seeds) if STACK in tallies else None,
        contributed=given.contributed,
        columns=_columns(first),
    )
    return Ran(material, tallies, finished)


# ---------------------------------------------------------------- what is asked


@dataclass(frozen=True, slots=True)
class Programs:
    """``named``: the varianten that were asked for; ``below``: those that the baseline has too."""

    baseline: Program
    variant: Program
    named: tuple[str, ...]
    below: tuple[str, ...]


def programs_of(args: Namespace, console: Console) -> Programs | None:
    asked = load(Namespace(regels=args.regels, variant=args.namen), console)
    if asked is None:
        return None
    folded = {" ".join(name.split()).casefold() for name in args.namen}
    named = tuple(name for name in asked.program.applied if name.casefold() in folded)
    below = args.tegenover or [name for name in asked.program.applied if name not in named]
    base = load(Namespace(regels=args.regels, variant=below), console)
    return None if base is None else Programs(base.program, asked.program, named, base.program.applied)


def _work(
    args: Namespace, console: Console, programs: Programs, stored: Stored
) -> tuple[Work, Changes, list[NotAsked]] | None:
    """What is run; None after saying which besluit there is not."""
    from engine.simulation.stacking import concerned
    from engine.simulation.work import STEPS, Work, choose
    from engine.variants.changes import changes_between

    changes = changes_between(programs.baseline, programs.variant)
    known = {name.casefold(): name for name in programs.variant.decisions}
    names = [info.name for info in (*changes.reached, *changes.added)]
    if args.besluit:
        unknown = [name for name in args.besluit if name.casefold() not in known]
        if unknown:
            console.findings([diagnose("TS802", NOWHERE, name=name) for name in unknown], Sources())
            return None
        names = [known[name.casefold()] for name in args.besluit]
    asked, left = choose(programs.baseline, programs.variant, names, sorted(stored.parts[0].rows))
    work = Work(
        programs.baseline,
        programs.variant,
        asked,
        args.jaar,
        STEPS[args.peil],
        CAP,
        args.druk,
        concerned(programs.variant, tuple(one.besluit for one in asked)),
    )
    return work, changes, list(left)


def _look_first(machine: Machine, stored: Stored, console: Console) -> list[NotAsked]:
    """Say before the run what cannot be run, and where much is left to the exact evaluator."""
    from engine.simulation.run import sample

    found = sample(machine, stored)
    made_for, year = stored.about.get("jaar"), machine.work.year
    if stored.synthetic and made_for != year:
        console.err.write(
            f"Let op: deze mensen zijn verzonnen voor {made_for}, en u rekent {year} door. Mensen in dat jaar maakt u met: "
            f"toetssteen populatie --jaar {year}\n"
        )
    for one in found.much:
        console.err.write(one.line(CAP) + "\n")
    return list(found.left)


def _seeds(
    args: Namespace, console: Console, machine: Machine, stored: Stored, law: Program
) -> tuple[tuple[Drawn, ...], str]:
    """The run over small populations from other seeds, or why there is none."""
    if not stored.synthetic or args.zaden == 0:
        return (), "" if not stored.synthetic else "er is om nul zaden gevraagd"
    from engine.paths import scenarios_dir
    from engine.population.model import load_model
    from engine.population.synthetic import PERSON, households_for, synthetic_part
    from engine.simulation.run import over_seeds

    path = Path(args.model) if args.model else scenarios_dir() / "populaties" / "nederland-2024.yaml"
    model, _, text = load_model(path, law)
    if model is None or hashlib.sha256(text.encode()).hexdigest() != stored.about.get("model"):
        return (), f"{path.name} is niet het model waarmee de populatie is gemaakt"
    model = model.in_year(int(stored.about["jaar"]))
    own = stored.about.get("zaad")
    chosen = [seed for seed in range(1, args.zaden + 2) if seed != own][: args.zaden]
    households = households_for(model, args.personen_per_zaad)

    def drawn() -> Iterator[tuple[int, Population]]:
        for number, seed in enumerate(chosen):
            yield seed, synthetic_part(law, model, seed, 0, households).population
            _progress(console, number + 1, len(chosen), "zaden")

    return over_seeds(machine, drawn(), model.people, lambda population: population.tables[PERSON].rows), ""


def _households(args: Namespace, machine: Machine, stored: Stored, first: Population) -> tuple[Part, ...]:
    """Ten invented households per besluit; of real people none is shown."""
    from engine.simulation.households import ten
    from workbench.rapport.households import household_parts

    if not stored.synthetic or not args.huishoudens:
        return ()
    return tuple(part for one in machine.work.asked for part in household_parts(one, ten(machine, first, one)))


def _columns(population: Population) -> frozenset[tuple[str, str]]:
    return frozenset(
        (owner, key if isinstance(key, str) else key[0])
        for owner, table in population.tables.items()
        for key in table.columns
    )


def _progress(console: Console, done: int, total: int, what: str = "delen") -> None:
    if console.err.isatty():
        console.err.write(f"\r{done} van {total} {what}" + ("\n" if done == total else ""))
        console.err.flush()


# ---------------------------------------------------------------- what comes of it


def written(args: Namespace, console: Console, files: dict[str, str | bytes]) -> int:
    """Put the files in the folder of the report, each whole or not at all."""
    folder = Path(args.uit)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        console.findings([diagnose("TS806", NOWHERE, path=str(folder), reason=reason(wrong))], Sources())
        return FINDINGS
    for name, content in files.items():
        unwritten = write_whole(folder / name, content)
        if unwritten is not None:
            console.findings([unwritten], Sources())
            return FINDINGS
    console.print(f"Rapport in {folder}: {', '.join(files)}")
    return GOOD
