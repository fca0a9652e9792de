"""``toetssteen herziening``: what a besluit was, what it is now that more is known, and what may still be set right."""

from __future__ import annotations

from argparse import Namespace

from dsl.diagnostics import diagnose
from dsl.notation import format_date
from dsl.source import NOWHERE, Sources
from workbench.cli.cases import read_revision
from workbench.cli.console import FINDINGS, GOOD, Console
from workbench.cli.corpus import load


def run(args: Namespace, console: Console) -> int:
    loaded = load(args, console)
    if loaded is None:
        return FINDINGS
    asked = read_revision(args, console, loaded)
    if isinstance(asked, int):
        return asked
    from engine.difference.knowledge import NotThereError, knowledge_change, organisation_words
    from engine.revision.revise import NoAmountError, revise
    from engine.revision.sent import History
    from engine.time.timeline import TooManyDecisionsError

    info = loaded.program.decisions[asked.besluit]
    try:
        change = knowledge_change(loaded.program, asked.dossier, asked.over, asked.then, asked.now, asked.by)
        history = History(asked.dossier.history, asked.over).known(asked.then)
        revision = revise(change, asked.besluit, *asked.period, asked.sent, history)
    except NotThereError:
        console.findings([diagnose("TS524", NOWHERE, besluit=info.name, name=info.over, count=0)], Sources())
        return FINDINGS
    except NoAmountError:
        console.findings([diagnose("TS824", NOWHERE, besluit=info.name)], Sources())
        return FINDINGS
    except TooManyDecisionsError:
        console.findings([diagnose("TS823", NOWHERE, besluit=info.name)], Sources())
        return FINDINGS
    if args.json:
        from engine.revision.revision_json import revision_json

        console.print_json(revision_json(revision))
        return GOOD
    from engine.revision.words import describe_revision

    who = "" if asked.by is None else f" bij {organisation_words(asked.by)}"
    then, now = (f"wat op {format_date(day, words=True)} bekend was{who}" for day in (asked.then, asked.now))
    console.print(describe_revision(revision, then, now, args.uitleg, args.vorm))
    return GOOD
