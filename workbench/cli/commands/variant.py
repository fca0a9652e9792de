"""``toetssteen variant``: what a variant changes, in plain Dutch."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from workbench.cli.console import FINDINGS, GOOD, Console
from workbench.cli.corpus import load


def run(args: Namespace, console: Console) -> int:
    law = load(Namespace(regels=args.regels), console)
    if law is None:
        return FINDINGS
    from engine.variants import words

    if not args.namen:
        console.print(words.list_text(law.program))
        return GOOD
    asked = load(Namespace(regels=args.regels, variant=args.namen), console)
    if asked is None:
        return FINDINGS
    named = [name for name in asked.program.applied if name.casefold() in _folded(args.namen)]
    below = [name for name in asked.program.applied if name not in named]
    base = load(Namespace(regels=args.regels, variant=below), console) if below else law
    if base is None:
        return FINDINGS
    from engine.paths import scenarios_dir
    from engine.variants.changes import changes_between
    from engine.variants.outcomes import compare_outcomes

    found = changes_between(base.program, asked.program)
    outcomes = None
    if not args.zonder_scenarios:
        paths = [Path(path) for path in args.scenarios or ()] or [scenarios_dir()]
        besluiten = [info.name for info in found.reached]
        outcomes, _ = compare_outcomes(base.program, asked.program, besluiten, paths)
    infos = [asked.program.variants[name] for name in named]
    if args.json:
        from engine.variants.variant_json import variant_json

        console.print_json(variant_json(infos, found, outcomes))
        return GOOD
    texts = [words.head_text(info) for info in infos]
    texts += [words.changes_text(found), words.reached_text(found)]
    texts += [words.outcomes_text(outcomes)] if outcomes is not None else []
    console.print("\n\n".join(texts))
    return GOOD


def _folded(names: list[str]) -> set[str]:
    return {" ".join(name.split()).casefold() for name in names}
