"""``toetssteen traject``: replay a traject from the events of a dossier."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from dsl.diagnostics import diagnose
from dsl.source import NOWHERE, Sources
from workbench.cli.cases import read_dossier
from workbench.cli.console import FINDINGS, GOOD, USAGE, Console
from workbench.cli.corpus import load
from workbench.cli.files import write_whole

if TYPE_CHECKING:
    from dsl.program import Program, TrajectInfo


MOST_IDS = 10
"""So many ids are offered to choose from."""


def run(args: Namespace, console: Console) -> int:
    loaded = load(args, console)
    if loaded is None:
        return FINDINGS
    program = loaded.program
    info = _named(args.traject, program, console)
    if info is None:
        return USAGE
    asked = read_dossier(args, console, loaded)
    if isinstance(asked, int):
        return asked
    from dsl.suggest import did_you_mean, suggest
    from engine.trajecten import replay
    from engine.trajecten.subject import subject_of

    dossier, moment = asked.dossier, asked.moment
    over = subject_of(info, dossier, args.over)
    if isinstance(over, int):
        ids = [key for key, obj in dossier.objects.items() if obj.type == info.over]
        if args.over is not None and ids:
            remedy = did_you_mean(suggest(args.over, ids)) or f"Kies uit: {', '.join(ids[:MOST_IDS])}."
            finding = diagnose("TS813", NOWHERE, remedy=remedy, name=info.over, key=args.over)
        elif over:
            remedy = f"Kies er een met --over: {', '.join(ids[:MOST_IDS])}."
            finding = diagnose("TS523", NOWHERE, remedy=remedy, besluit=info.name, name=info.over, count=over)
        else:
            finding = diagnose("TS524", NOWHERE, besluit=info.name, name=info.over)
        console.findings([finding], Sources())
        return FINDINGS
    case = dossier.case(over)
    result = replay(program, info.name, case, moment.rekendatum)
    if args.json:
        from engine.trajecten.result_json import traject_json

        console.print_json(traject_json(result, program, case))
    else:
        from engine.trajecten.text_nl import describe_traject

        console.print(describe_traject(result, program, case))
    if args.ics is None:
        return GOOD
    from engine.trajecten.ics import calendar_file

    problem = write_whole(Path(args.ics), calendar_file(result))
    if problem is None:
        return GOOD
    console.findings([problem], Sources())
    return FINDINGS


def _named(name: str, program: Program, console: Console) -> TrajectInfo | None:
    from dsl.suggest import did_you_mean, suggest

    wanted = " ".join(name.split()).casefold()
    for known, info in program.trajecten.items():
        if known.casefold() == wanted:
            return info
    of_regeling = [it.name for it in program.trajecten.values() if it.regeling.casefold() == wanted]
    if len(of_regeling) == 1:
        return program.trajecten[of_regeling[0]]
    hint = did_you_mean(of_regeling or suggest(name, program.trajecten))
    console.findings([diagnose("TS812", NOWHERE, name=name, remedy=hint or None)], Sources())
    return None
