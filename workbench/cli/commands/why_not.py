"""``toetssteen waarom-niet``: which conditions kept a rule from applying."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from dsl.diagnostics import diagnose
from dsl.source import NOWHERE, Sources
from dsl.suggest import did_you_mean, suggest
from workbench.cli.cases import read_case
from workbench.cli.console import FINDINGS, GOOD, USAGE, Console
from workbench.cli.corpus import load

if TYPE_CHECKING:
    from dsl.program import Program


def run(args: Namespace, console: Console) -> int:
    loaded = load(args, console)
    if loaded is None:
        return FINDINGS
    asked = read_case(args, console, loaded)
    if isinstance(asked, int):
        return asked
    from engine.explain.render import render
    from engine.explain.whynot_nl import explain_why_not
    from engine.whynot import NoSuchTarget, why_not

    try:
        answer = why_not(loaded.program, asked.case, asked.moment, args.doel)
    except NoSuchTarget:
        console.findings(
            [diagnose("TS809", NOWHERE, name=args.doel, remedy=_hint(args.doel, loaded.program))], Sources()
        )
        return USAGE
    console.print(render(explain_why_not(answer), "tekst"))
    return GOOD


def _hint(name: str, program: Program) -> str | None:
    known = [rule.name for rule in program.rules]
    known += [attribute.name for kind in program.types.values() for attribute in kind.attributes.values()]
    return did_you_mean(suggest(name, known)) or None
