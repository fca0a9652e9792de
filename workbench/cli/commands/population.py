"""``toetssteen populatie``: invented households, or those of one's own tables, to run rules over."""

from __future__ import annotations

import hashlib
from argparse import Namespace
from pathlib import Path

from dsl.diagnostics import diagnose
from dsl.files import reason
from dsl.source import NOWHERE, SourceFile, Sources
from workbench.cli.console import FINDINGS, GOOD, Console
from workbench.cli.corpus import load

PERSONS, SEED = 100_000, 1
"""What is made when nothing else is asked."""


def run(args: Namespace, console: Console) -> int:
    loaded = load(args, console)
    if loaded is None:
        return FINDINGS
    if args.van is not None or args.vertaling is not None:
        from workbench.cli.own_population import run_own

        return run_own(args, console, loaded.program)
    from engine.paths import scenarios_dir
    from engine.population.making import WARNING, make_synthetic
    from engine.population.model import load_model

    path = Path(args.model) if args.model else scenarios_dir() / "populaties" / "nederland-2024.yaml"
    try:
        model, findings, text = load_model(path, loaded.program)
    except OSError as wrong:
        console.findings([diagnose("TS801", NOWHERE, path=str(path), reason=reason(wrong))], Sources())
        return FINDINGS
    except ImportError:
        return _without_extra(console)
    if model is None:
        console.findings(findings, {str(path): SourceFile(str(path), text)})
        return FINDINGS
    folder = Path(args.uit)
    if args.jaar is not None:
        model = model.in_year(args.jaar)
    try:
        made = make_synthetic(
            loaded.program,
            model,
            PERSONS if args.personen is None else args.personen,
            SEED if args.zaad is None else args.zaad,
            folder,
            hashlib.sha256(text.encode()).hexdigest(),
        )
    except ImportError:
        return _without_extra(console)
    except OSError as wrong:
        console.findings([diagnose("TS806", NOWHERE, path=str(folder), reason=reason(wrong))], Sources())
        return FINDINGS
    console.print(WARNING)
    about = made.about
    console.print(
        f"{about['personen']} personen in {about['huishoudens']} huishoudens, zaad {about['zaad']}, in {folder}."
    )
    console.print("Marges, omgerekend naar heel Nederland:")
    for margin in about["marges"]:
        console.print(
            f"- {margin['naam']}: {margin['bereikt']} (doel {margin['doel']}, verschil "
            f"{str(margin['verschil in procenten']).replace('.', ',')}%). Bron: {margin['bron']}"
        )
    console.print("Wat deze populatie niet weet:")
    for line in about["weet niet"]:
        console.print(f"- {line}")
    return GOOD


def _without_extra(console: Console) -> int:
    console.findings([diagnose("TS547", NOWHERE, name="een populatie", extra="simulatie")], Sources())
    return FINDINGS
