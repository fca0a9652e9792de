"""``toetssteen simuleer``: what a variant does over a population, as a report."""

from __future__ import annotations

import hashlib
import json
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dsl.diagnostics import diagnose
from dsl.files import reason
from dsl.program import Program
from dsl.source import NOWHERE, SourceFile, Sources
from workbench.cli.console import FINDINGS, GOOD, USAGE, Console
from workbench.cli.corpus import load
from workbench.cli.files import write_whole

if TYPE_CHECKING:
    from engine.columns.population import Population
    from engine.population.folder import Stored
    from engine.simulation.assumptions import Assumptions
    from engine.simulation.effects import Effects
    from engine.simulation.part import Machine
    from engine.simulation.run import Drawn
    from engine.simulation.work import NotAsked, Work
    from engine.variants.changes import Changes
    from workbench.rapport.material import Agency
    from workbench.rapport.model import Part

CAP = 2_000
"""Rows per part and besluit that the exact evaluator takes over."""


def run(args: Namespace, console: Console) -> int:
    try:
        return _run(args, console)
    except ImportError as missing:
        extra = (
            "rapport" if missing.name in ("altair", "jinja2", "vl_convert", "weasyprint", "xlsxwriter") else "simulatie"
        )
        console.findings([diagnose("TS547", NOWHERE, name="een doorrekening", extra=extra)], Sources())
        return FINDINGS


def _run(args: Namespace, console: Console) -> int:
    from engine.population.folder import NotAPopulationError, open_population
    from engine.simulation.effects import effects_of
    from engine.simulation.groups import dimensions_of
    from engine.simulation.part import Machine
    from engine.simulation.run import PERSONS_A_SEED, weight_of
    from workbench.cli.runs import run_over
    from workbench.rapport.excel import workbook
    from workbench.rapport.make import report_json, report_of
    from workbench.rapport.material import Material
    from workbench.rapport.model import Text
    from workbench.rapport.page import page
    from workbench.rapport.pdf import pdf

    programs = _programs(args, console)
    if programs is None:
        return FINDINGS
    try:
        stored = open_population(Path(args.populatie))
        weight = weight_of(stored)
        chosen = _work(args, console, programs, stored)
        if chosen is None:
            return USAGE
        work, changes, left = chosen
        rows = sum(stored.rows(owner) for owner in {one.over for one in work.asked})
        rows += args.zaden * PERSONS_A_SEED if stored.synthetic else 0
        machine = Machine(work, dimensions_of(stored.about, stored.synthetic), rows)
        left += _look_first(machine, stored, console)
        found = run_over(args, console, machine, stored)
        if found is None:
            return FINDINGS
        tallies, finished = found
        seeds, no_seeds = _seeds(args, console, machine, stored, programs.baseline)
    except (NotAPopulationError, ValueError) as wrong:
        console.findings([diagnose("TS880", NOWHERE, what=str(wrong))], Sources())
        return FINDINGS
    held = _assumptions(args, console, programs.named)
    if held is False:
        return FINDINGS
    effects = tuple(effects_of(one, tallies[one.besluit], weight, seeds) for one in machine.work.asked)
    report = report_of(
        Material(
            machine.work,
            stored,
            tuple(programs.variant.variants[name] for name in programs.named),
            programs.below,
            changes,
            effects,
            tuple(left),
            len(seeds),
            no_seeds,
            _agency(held, effects),
            _households(machine, stored),
        ),
        tallies,
    )
    html = page(report)
    files: dict[str, str | bytes] = {
        "rapport.html": html,
        "rapport.xlsx": workbook(report),
        "rapport.json": json.dumps(report_json(report), ensure_ascii=False, indent=1) + "\n",
    }
    if not args.zonder_pdf:
        files["rapport.pdf"] = pdf(html)
    for one in report.chapters[0].parts:
        if isinstance(one, Text):
            console.print(one.text)
    code = _written(args, console, files)
    if code == GOOD:
        finished.forget()
    return code


# ---------------------------------------------------------------- what is asked


@dataclass(frozen=True, slots=True)
class _Programs:
    """``named``: the varianten that were asked for; ``below``: those that the baseline has too."""

    baseline: Program
    variant: Program
    named: tuple[str, ...]
    below: tuple[str, ...]


def _programs(args: Namespace, console: Console) -> _Programs | None:
    asked = load(Namespace(regels=args.regels, variant=args.namen), console)
    if asked is None:
        return None
    folded = {" ".join(name.split()).casefold() for name in args.namen}
    named = tuple(name for name in asked.program.applied if name.casefold() in folded)
    below = args.tegenover or [name for name in asked.program.applied if name not in named]
    base = load(Namespace(regels=args.regels, variant=below), console)
    return None if base is None else _Programs(base.program, asked.program, named, base.program.applied)


def _work(
    args: Namespace, console: Console, programs: _Programs, stored: Stored
) -> tuple[Work, Changes, list[NotAsked]] | None:
    """What is run; None after saying which besluit there is not."""
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
    work = Work(programs.baseline, programs.variant, asked, args.jaar, STEPS[args.peil], CAP, args.druk)
    return work, changes, list(left)


def _look_first(machine: Machine, stored: Stored, console: Console) -> list[NotAsked]:
    """Say before the run what cannot be run, and where much is left to the exact evaluator."""
    from engine.simulation.run import MUCH_ROUTED, sample

    found = sample(machine, stored)
    for name, share in found.shares.items():
        if share > MUCH_ROUTED:
            console.err.write(
                f"Let op: bij '{name}' gaat ongeveer {round(share * 100)}% van de rijen naar de exacte berekening. "
                f"Per deel worden er ten hoogste {CAP} zo berekend; de rest wordt geteld en niet meegerekend.\n"
            )
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
    from engine.simulation.run import PERSONS_A_SEED, over_seeds

    path = Path(args.model) if args.model else scenarios_dir() / "populaties" / "nederland-2024.yaml"
    model, _, text = load_model(path, law)
    if model is None or hashlib.sha256(text.encode()).hexdigest() != stored.about.get("model"):
        return (), f"{path.name} is niet het model waarmee de populatie is gemaakt"
    own = stored.about.get("zaad")
    chosen = [seed for seed in range(1, args.zaden + 2) if seed != own][: args.zaden]
    households = households_for(model, PERSONS_A_SEED)

    def drawn() -> Iterator[tuple[int, Population]]:
        for number, seed in enumerate(chosen):
            yield seed, synthetic_part(law, model, seed, 0, households).population
            _progress(console, number + 1, len(chosen), "zaden")

    return over_seeds(machine, drawn(), model.people, lambda population: population.tables[PERSON].rows), ""


def _assumptions(args: Namespace, console: Console, named: tuple[str, ...]) -> Assumptions | Literal[False] | None:
    """The file that was asked for, or the shipped one about the variant; False after saying what is wrong with it."""
    from engine.paths import scenarios_dir
    from engine.simulation.assumptions import load_assumptions, shipped_for

    path = Path(args.aannames) if args.aannames else shipped_for(named, scenarios_dir() / "aannames")
    if path is None:
        return None
    try:
        found, findings, text = load_assumptions(path)
    except OSError as wrong:
        console.findings([diagnose("TS801", NOWHERE, path=str(path), reason=reason(wrong))], Sources())
        return False
    if found is None:
        console.findings(findings, {str(path): SourceFile(str(path), text)})
        return False
    return found


def _agency(held: Assumptions | None, effects: Sequence[Effects]) -> Agency:
    from workbench.rapport.agency import agency_of
    from workbench.rapport.material import NOTHING_ASSUMED

    if held is None or all(one.asked.besluit != held.form.besluit for one in effects):
        return NOTHING_ASSUMED
    return agency_of(held, effects)


def _households(machine: Machine, stored: Stored) -> tuple[Part, ...]:
    """Ten invented households per besluit; of real people none is shown."""
    from engine.simulation.households import ten
    from workbench.rapport.households import household_parts

    if not stored.synthetic:
        return ()
    population = stored.parts[0].read()
    return tuple(part for one in machine.work.asked for part in household_parts(one, ten(machine, population, one)))


def _progress(console: Console, done: int, total: int, what: str = "delen") -> None:
    if console.err.isatty():
        console.err.write(f"\r{done} van {total} {what}" + ("\n" if done == total else ""))
        console.err.flush()


# ---------------------------------------------------------------- what comes of it


def _written(args: Namespace, console: Console, files: dict[str, str | bytes]) -> int:
    folder = Path(args.uit)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        unwritten = write_whole(folder / name, content)
        if unwritten is not None:
            console.findings([unwritten], Sources())
            return FINDINGS
    console.print(f"Rapport in {folder}: {', '.join(files)}")
    return GOOD
