"""``toetssteen weging``: a smaller weging op de hand, quick, with the list of what is not tested."""

from __future__ import annotations

import hashlib
import json
import tempfile
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from dsl.diagnostics import diagnose
from dsl.files import reason
from dsl.source import NOWHERE, Sources
from workbench.cli.console import FINDINGS, GOOD, Console

if TYPE_CHECKING:
    from engine.population.folder import Stored
    from workbench.cli.simulation import Programs

SEED = 1


def run(args: Namespace, console: Console) -> int:
    from workbench.cli.simulation import guarded

    return guarded(_run, args, console)


def _run(args: Namespace, console: Console) -> int:
    from workbench.cli.report_files import given_files
    from workbench.cli.simulation import programs_of, ran, written
    from workbench.rapport.make import report_json
    from workbench.rapport.page import page
    from workbench.rapport.weighing import told, weighing

    programs = programs_of(args, console)
    if programs is None:
        return FINDINGS
    given = given_files(args, console, programs.named)
    if given is None:
        return FINDINGS
    with tempfile.TemporaryDirectory(prefix="toetssteen-weging-") as scratch:
        stored = None
        if args.populatie is None:
            stored = _small(args, console, programs, Path(scratch) / "mensen")
            if stored is None:
                return FINDINGS
        done = ran(args, console, programs, given, stored)
        if isinstance(done, int):
            return done
        report = weighing(done.material, done.tallies)
        console.print(told(report))
        code = written(
            args,
            console,
            {
                "weging.html": page(report),
                "weging.json": json.dumps(report_json(report), ensure_ascii=False, indent=1) + "\n",
            },
        )
        if code == GOOD:
            done.finished.forget()
        return code


def _small(args: Namespace, console: Console, programs: Programs, folder: Path) -> Stored | None:
    """A small invented population, thrown away afterwards; None after saying why there is none."""
    from engine.paths import scenarios_dir
    from engine.population.making import make_synthetic
    from engine.population.model import load_model

    path = Path(args.model) if args.model else scenarios_dir() / "populaties" / "nederland-2024.yaml"
    try:
        model, findings, text = load_model(path, programs.baseline)
        if model is None:
            console.findings(findings, Sources())
            return None
        return make_synthetic(
            programs.baseline,
            model.in_year(args.jaar),
            args.personen,
            SEED,
            folder,
            hashlib.sha256(text.encode()).hexdigest(),
        )
    except OSError as wrong:
        console.findings([diagnose("TS806", NOWHERE, path=str(folder), reason=reason(wrong))], Sources())
        return None
