"""``toetssteen invoeringstoets``: what a report expected beside what was measured."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import read_text, reason
from dsl.source import NOWHERE, Sources
from workbench.cli.console import FINDINGS, GOOD, Console
from workbench.cli.corpus import load


def run(args: Namespace, console: Console) -> int:
    from engine.simulation.introduced import NotAReportError, forecast, quality, read_measurements, set_beside, told

    path = Path(args.rapport)
    path = path / "rapport.json" if path.is_dir() else path
    try:
        report = json.loads(path.read_text("utf-8"))
    except OSError as wrong:
        console.findings([diagnose("TS801", NOWHERE, path=str(path), reason=reason(wrong))], Sources())
        return FINDINGS
    except (ValueError, RecursionError):
        console.findings([diagnose("TS882", NOWHERE, what="het is geen JSON")], Sources())
        return FINDINGS
    try:
        expected = forecast(report)
    except NotAReportError as wrong:
        console.findings([diagnose("TS882", NOWHERE, what=str(wrong))], Sources())
        return FINDINGS
    read = read_text(Path(args.metingen), args.metingen)
    if isinstance(read, Diagnostic):
        console.findings([read], Sources())
        return FINDINGS
    loaded = load(Namespace(regels=None), console)
    if loaded is None:
        return FINDINGS
    measured, findings = read_measurements(read.text, read.path, expected, loaded.program)
    console.findings(findings, {read.path: read})
    if measured is None:
        return FINDINGS
    norms: list[str] = []
    if args.normen is not None:
        from workbench.service.norms import read_statements

        statements, sources, findings = read_statements(loaded.program, [Path(args.normen)])
        console.findings(findings, sources)
        if not statements:
            return FINDINGS
        norms = [line for one in statements for line in quality(expected, one, loaded.program)]
    sets = set_beside(expected, measured)
    if args.json:
        console.print_json(
            {
                "rapport": expected.title,
                "metingen": measured.name,
                "naast elkaar": [asdict(one) for one in sets],
                "verklaring": [dict(zip(("stap", "bedrag", "hoe"), one, strict=True)) for one in expected.explained],
                "normen": norms,
            }
        )
    else:
        console.print(told(expected, measured, sets, norms))
    return GOOD
