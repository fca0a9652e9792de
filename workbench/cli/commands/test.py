"""``toetssteen toets``: scenarios as regression tests."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from dsl.source import Sources
from workbench.cli.console import FINDINGS, GOOD, Console
from workbench.cli.corpus import load, rules_root
from workbench.cli.files import write_whole


def run(args: Namespace, console: Console) -> int:
    from dsl.cache import Rules
    from engine.paths import scenarios_dir
    from engine.scenarios import (
        Programs,
        boundaries_text,
        boundaries_verdict,
        coverage_text,
        coverage_verdict,
        junit_xml,
        result_text,
        run_suite,
    )

    loaded = load(args, console)
    if loaded is None:
        return FINDINGS
    paths = [Path(path) for path in args.paden] or [scenarios_dir()]
    rules = Rules(rules_root(args))
    programs = Programs(lambda name: rules.program((name,)))
    result = run_suite(loaded.program, paths, k=args.k, workers=args.werkers, programs=programs)
    console.findings(result.diagnostics, result.sources)
    unwritten = write_whole(Path(args.junit), junit_xml(result)) if args.junit else None
    if unwritten is not None:
        console.findings([unwritten], Sources())
    console.print(result_text(result))
    if args.dekking or args.eis_dekking:
        console.print(coverage_text(result, loaded.program))
    if args.grenzen or args.eis_grenzen:
        console.print(boundaries_text(result, loaded.program))
    verdicts = [coverage_verdict(result, loaded.program)] if args.eis_dekking else []
    verdicts += [boundaries_verdict(result, loaded.program)] if args.eis_grenzen else []
    for _, words in verdicts:
        console.print(words)
    met = all(good for good, _ in verdicts)
    return GOOD if result.passed and unwritten is None and met else FINDINGS
