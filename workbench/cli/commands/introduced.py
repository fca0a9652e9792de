"""``toetssteen invoeringstoets``: what a report expected beside what was measured."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from dsl.diagnostics import diagnose
from dsl.files import reason
from dsl.source import NOWHERE, SourceFile, Sources
from workbench.cli.console import FINDINGS, GOOD, Console


def run(args: Namespace, console: Console) -> int:
    from engine.simulation.introduced import NotAReportError, load_measurements, set_beside, told

    path = Path(args.rapport)
    path = path / "rapport.json" if path.is_dir() else path
    measured_in = Path(args.metingen)
    try:
        report = json.loads(path.read_text("utf-8"))
    except OSError as wrong:
        console.findings([diagnose("TS801", NOWHERE, path=str(path), reason=reason(wrong))], Sources())
        return FINDINGS
    except (ValueError, RecursionError):
        console.findings([diagnose("TS882", NOWHERE, what="het is geen JSON")], Sources())
        return FINDINGS
    try:
        measured, findings, text = load_measurements(measured_in)
    except OSError as wrong:
        console.findings([diagnose("TS801", NOWHERE, path=str(measured_in), reason=reason(wrong))], Sources())
        return FINDINGS
    if measured is None:
        console.findings(findings, {str(measured_in): SourceFile(str(measured_in), text)})
        return FINDINGS
    try:
        sets = set_beside(report, measured)
        title = str(report["titel"])
    except (NotAReportError, KeyError) as wrong:
        console.findings([diagnose("TS882", NOWHERE, what=str(wrong))], Sources())
        return FINDINGS
    if args.json:
        console.print_json({"rapport": title, "metingen": measured.naam, "naast elkaar": [asdict(one) for one in sets]})
    else:
        console.print(told(title, measured, sets))
    return GOOD
