"""``toetssteen toets``: scenarios as regression tests."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from workbench.cli.console import FINDINGS, GOOD, Console
from workbench.cli.corpus import load


def run(args: Namespace, console: Console) -> int:
    from engine.scenarios import coverage_text, junit_xml, result_text, run_suite

    from engine.paths import scenarios_dir

    loaded = load(args, console)
    if loaded is None:
        return FINDINGS
    paths = [Path(path) for path in args.paden] or [scenarios_dir()]
    result = run_suite(loaded.program, paths, k=args.k, workers=args.werkers)
    console.findings(result.diagnostics, result.sources)
    if args.junit:
        Path(args.junit).write_text(junit_xml(result), encoding="utf-8")
    console.print(result_text(result))
    if args.dekking:
        console.print(coverage_text(result, loaded.program))
    return GOOD if result.passed else FINDINGS
