"""``toetssteen verschil``: one besluit for two people, or by two versions of the rules, and what made the difference."""

from __future__ import annotations

from argparse import Namespace

from dsl.diagnostics import diagnose
from dsl.source import NOWHERE, Sources
from workbench.cli.cases import Asked, read_case
from workbench.cli.console import FINDINGS, GOOD, USAGE, Console
from workbench.cli.corpus import Corpus, load


def run(args: Namespace, console: Console) -> int:
    with_variant = bool(args.variant or args.tegenover)
    if not (args.met or args.regels_met or with_variant):
        console.findings([diagnose("TS832", NOWHERE)], Sources())
        return USAGE
    if args.regels_met and with_variant:
        console.findings([diagnose("TS848", NOWHERE)], Sources())
        return USAGE
    loaded = load(Namespace(regels=args.regels, variant=args.tegenover), console)
    other = loaded
    if loaded is not None and (args.regels_met or with_variant):
        other = load(Namespace(regels=args.regels_met or args.regels, variant=args.variant), console)
    if loaded is None or other is None:
        return FINDINGS
    asked = read_case(args, console, loaded)
    if isinstance(asked, int):
        return asked
    second = read_case(Namespace(**{**vars(args), "dossier": args.met}), console, other) if args.met else asked
    if isinstance(second, int):
        return second
    return _compare(args, console, (loaded, asked), (other, second))


def _compare(args: Namespace, console: Console, one: tuple[Corpus, Asked], other: tuple[Corpus, Asked]) -> int:
    from engine.difference.compare import compare, state_change
    from engine.difference.words import comparison_json, describe_comparison
    from engine.time.timeline import TooManyDecisionsError

    (loaded, asked), (rules, second) = one, other
    if asked.besluit not in rules.program.decisions:
        console.findings([diagnose("TS802", NOWHERE, name=asked.besluit)], Sources())
        return USAGE
    program = None if rules is loaded else rules.program
    change = state_change(loaded.program, asked.case, program, None if second is asked else second.case)
    start, end = asked.period or (asked.moment.rekendatum, asked.moment.rekendatum)
    try:
        found = compare(change, asked.besluit, start, end)
    except TooManyDecisionsError:
        console.findings([diagnose("TS823", NOWHERE, besluit=asked.besluit)], Sources())
        return FINDINGS
    if args.json:
        console.print_json(comparison_json(found))
        return GOOD
    left = _names(args.dossier, args.regels, args.tegenover)
    right = _names(args.met or args.dossier, args.regels_met, args.variant)
    console.print(describe_comparison(found, left, right, args.vorm))
    return GOOD


def _names(dossier: str, rules: str | None, variants: list[str] | None) -> str:
    words = f"{dossier}, met de regels in {rules}" if rules else dossier
    return f"{words}, met variant {_listed(variants)}" if variants else words


def _listed(names: list[str]) -> str:
    return " en ".join(f"'{name}'" for name in names)
