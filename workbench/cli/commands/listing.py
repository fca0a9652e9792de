"""``toetssteen regelingen``: what can be decided."""

from __future__ import annotations

from argparse import Namespace

from workbench.cli.console import GOOD, Console
from workbench.cli.corpus import load


def run(args: Namespace, console: Console) -> int:
    loaded = load(args, console)
    if loaded is None:
        return 1
    program = loaded.program
    if args.json:
        console.print_json(
            [
                {
                    "besluit": decision.name,
                    "regeling": decision.regeling,
                    "uitvoerder": decision.executor,
                    "over": decision.over,
                    "per": decision.per,
                    "uitkomsten": [outcome.words for outcome in decision.outcomes],
                }
                for decision in sorted(program.decisions.values(), key=lambda d: (d.regeling, d.name))
            ]
        )
        return GOOD
    for regeling in sorted(program.regelingen.values(), key=lambda r: r.name):
        decisions = sorted((d for d in program.decisions.values() if d.regeling == regeling.name), key=lambda d: d.name)
        trajecten = sorted(t.name for t in program.trajecten.values() if t.regeling == regeling.name)
        norms = sorted((n for n in program.norms.values() if n.regeling == regeling.name), key=lambda n: n.name)
        if not decisions and not trajecten and not norms:
            continue
        console.print(f"{regeling.name}{f' ({regeling.executor})' if regeling.executor else ''}")
        for decision in decisions:
            per = f" per {decision.per}" if decision.per else ""
            console.print(
                f"    {decision.name}: {', '.join(o.words for o in decision.outcomes)}{per}, over een {decision.over}"
            )
        for name in trajecten:
            console.print(f"    traject {name}, over een {program.trajecten[name].over}")
        for norm in norms:
            number = f"{norm.number} " if norm.number else ""
            measured = f", over een {norm.registry}" if norm.registry else ", op opgegeven cijfers"
            console.print(f"    norm {number}{norm.name}{measured}")
    return GOOD
