"""``toetssteen voorbeeldregistraties``: invented records, calibrated on the figures of documents."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from dsl.diagnostics import diagnose
from dsl.files import reason
from dsl.source import NOWHERE, Sources
from workbench.cli.console import FINDINGS, GOOD, USAGE, Console
from workbench.cli.corpus import load


def run(args: Namespace, console: Console) -> int:
    loaded = load(args, console)
    if loaded is None:
        return FINDINGS
    from dsl.suggest import did_you_mean, suggest
    from engine.normen.examples import Wish, calibration
    from engine.normen.examples_files import write_examples

    known = [name for name in loaded.program.registries if name in calibration()]
    wanted = [" ".join(name.split()).casefold() for name in args.alleen or known]
    findings = [
        diagnose("TS847", NOWHERE, name=name, remedy=did_you_mean(suggest(name, known)) or None)
        for name in wanted
        if name not in known
    ]
    if findings:
        console.findings(findings, Sources())
        return USAGE
    folder = Path(args.uit)
    wish = Wish(args.jaar, args.zaad, args.schaal, args.fouten)
    try:
        made = write_examples(loaded.program, wish, folder, args.vorm, wanted)
    except ImportError:
        console.findings([diagnose("TS547", NOWHERE, name="een Parquet-bestand", extra="parquet")], Sources())
        return FINDINGS
    except OSError as wrong:
        console.findings([diagnose("TS806", NOWHERE, path=str(folder), reason=reason(wrong))], Sources())
        return FINDINGS
    console.print(f"Verzonnen records gemaakt in {folder}, met zaad {args.zaad}:")
    for name, count in made.items():
        console.print(f"- {name}: {count}")
    console.print(f"Meet er normen op met: toetssteen norm --registratie {folder} --periode {args.jaar}")
    return GOOD
